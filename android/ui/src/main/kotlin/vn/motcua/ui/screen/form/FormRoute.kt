package vn.motcua.ui.screen.form

import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.remember
import androidx.lifecycle.viewModelScope
import kotlinx.coroutines.launch
import vn.motcua.bridge.Core
import vn.motcua.bridge.ProblemItem
import vn.motcua.bridge.QuestionItem
import vn.motcua.ui.nav.LocalPlatform
import vn.motcua.ui.nav.LocalWords
import vn.motcua.ui.nav.Navigator
import vn.motcua.ui.nav.Place
import vn.motcua.ui.nav.PlatformActions
import vn.motcua.ui.nav.holder

/** A draft's form, beginning at [page]. */
@Composable
fun FormRoute(
    core: Core,
    navigator: Navigator,
    draftId: String,
    page: Int,
) {
    val holder = holder { FormHolder(core, draftId, page, it) }
    val platform = LocalPlatform.current
    val words = LocalWords.current
    val actions = remember(holder, platform, navigator) { Actions(holder, platform, navigator) }
    LaunchedEffect(words) { holder.speak(words) }
    LaunchedEffect(holder) { holder.look() }
    LaunchedEffect(holder.isPlaceWanted, platform) { if (holder.isPlaceWanted) holder.place(platform.here()?.let(PlaceText::of)) }
    LaunchedEffect(holder, platform) { holder.awaited?.let { holder.fill(it, platform::lateFile) } }
    LaunchedEffect(holder.isReady) {
        if (holder.isReady) {
            holder.wentOn()
            navigator.open(Place.Review(draftId))
        }
    }
    FormScreen(holder.state, actions, onOpenAgain = holder::open)
}

/** Goes to the question [reference] of a draft's form: back to the form where it is one step behind, on to it otherwise. */
fun Navigator.openForm(
    draftId: String,
    reference: String,
) {
    val behind = entries.getOrNull(entries.size - 2)?.place
    if (behind is Place.Form && behind.draftId == draftId) back() else open(Place.Form(draftId, 0))
    top.saved[FormHolder.JUMP] = reference
}

/** The holder does the form's part, the platform the system's. What the person does there may outlast the window: it belongs to the holder. */
private class Actions(
    private val holder: FormHolder,
    private val platform: PlatformActions,
    private val navigator: Navigator,
) : FormActions {
    override fun answer(
        reference: String,
        value: String,
        text: String,
    ) = holder.answer(reference, value, text)

    override fun takePhoto(reference: String) = later { holder.fill(reference, platform::takePhoto) }

    override fun chooseFile(question: QuestionItem) = later { holder.fill(question.reference) { platform.pickFile(question.accept) } }

    override suspend fun picture(reference: String): ByteArray? = holder.picture(reference)

    override fun removeFile(reference: String) = holder.detach(reference)

    override fun addRow(list: String) = holder.addRow(list)

    override fun removeRow(row: String) = holder.removeRow(row)

    override fun undo() = holder.undo()

    override fun turn(page: Int) = holder.turn(page)

    override fun show(reference: String) = holder.jump(reference)

    override fun check(review: Boolean) = holder.check(review)

    override fun mend(problem: ProblemItem) = holder.mend(problem)

    override fun closeProblems() = holder.closeProblems()

    override fun reached() = holder.reached()

    override fun openChoices(reference: String) = holder.choose(Picking(reference))

    override fun search(text: String) {
        (holder.state as? FormState.Open)?.picking?.let { holder.choose(it.copy(text = text, choices = null)) }
    }

    override fun closeChoices() = holder.closeChoices()

    override fun locate(
        reference: String,
        answer: (PlaceText) -> String,
    ) = later {
        when (val here = platform.here()) {
            null -> holder.notLocated(reference)
            else -> answer(PlaceText.of(here)).let { holder.answer(reference, it, it) }
        }
    }

    override fun scan(reference: String) = later { platform.scanCode()?.let { holder.answer(reference, it, it) } }

    override fun again() = holder.again()

    override fun open(place: Place) = navigator.open(place)

    override fun leave() {
        navigator.back()
    }

    private fun later(act: suspend () -> Unit) {
        holder.viewModelScope.launch { act() }
    }
}
