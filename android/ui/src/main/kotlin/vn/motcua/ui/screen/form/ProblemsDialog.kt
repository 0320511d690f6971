package vn.motcua.ui.screen.form

import androidx.compose.foundation.lazy.itemsIndexed
import androidx.compose.runtime.Composable
import vn.motcua.bridge.ProblemItem
import vn.motcua.bridge.ProblemList
import vn.motcua.ui.nav.word
import vn.motcua.ui.part.Body
import vn.motcua.ui.part.Empty
import vn.motcua.ui.part.ItemCard
import vn.motcua.ui.part.ListPage
import vn.motcua.ui.part.PrimaryButton
import vn.motcua.ui.part.Signs

/** Everything that must be mended, each with the way to it; the way on when there is nothing. */
@Composable
internal fun ProblemsDialog(
    problems: ProblemList,
    actions: FormActions,
) {
    FullScreen(actions::closeProblems) {
        ListPage(word("form-problems"), onBack = actions::closeProblems) {
            if (problems.items.isEmpty()) {
                item(key = "none") {
                    Empty(problems.heading, sign = Signs.Done) { PrimaryButton(word("form-review"), { actions.check(review = true) }) }
                }
            } else {
                item(key = "count") { Body(problems.heading) }
            }
            itemsIndexed(problems.items, key = { at, item -> "$at ${item.reference}" }) { _, item -> ProblemCard(item) { actions.mend(item) } }
        }
    }
}

/** One place to mend. */
@Composable
internal fun ProblemCard(
    problem: ProblemItem,
    onOpen: () -> Unit,
) {
    val parts = listOf(problem.label, problem.place, problem.text, word("form-go-to-problem"))
    val label = parts.filter { it.isNotEmpty() }.joinToString(". ")
    ItemCard(problem.label, label, onOpen, detail = problem.place.ifEmpty { null }, sign = Signs.Warning) { Body(problem.text) }
}
