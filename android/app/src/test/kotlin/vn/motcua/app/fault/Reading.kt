package vn.motcua.app.fault

import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import kotlinx.coroutines.runBlocking
import vn.motcua.app.counter.done
import vn.motcua.app.story.Glass
import vn.motcua.app.story.Meant
import vn.motcua.app.story.words
import vn.motcua.bridge.Core
import vn.motcua.bridge.Failure
import vn.motcua.bridge.Words
import kotlin.test.assertNotEquals
import kotlin.test.assertTrue

/**
 * Reads a page in both languages of the app, and finds on it what it should say, and nothing that is said in the other one. The language that is read last
 * stays: the next page is read in that one first, so that either comes first by turns.
 */
class Reading(
    private val glass: Glass,
    private val core: () -> Core,
) {
    /** [wanted] in each language stands there, after [first] was done in it. A page with answers on it [hasNames] that are Vietnamese in every language. */
    fun inBoth(
        hasNames: Boolean = false,
        first: () -> Unit = {},
        wanted: (language: String) -> List<String>,
    ) {
        val before = core().language
        listOf(before, other(before)).forEach { language ->
            runBlocking { core().setLanguage(language).done() }
            first()
            read(language, wanted(language), hasNames)
        }
    }

    /** [wanted] stands there in the [language] that the app speaks now, and nothing of the other one. */
    fun read(
        language: String,
        wanted: List<String>,
        hasNames: Boolean = false,
    ) {
        wanted.forEach { assertTrue(it.isNotBlank()) }
        glass.waits("in $language it doesn't say $wanted") { wanted.all { glass.search(saying(it)) != null } }
        val foreign = all.getValue(other(language)) - all.getValue(language)
        val mustBeEnglish = language == ENGLISH && !hasNames
        var left = emptyList<String>()
        try {
            glass.waits("in $language something of the other language stays") {
                left = page().filter { it in foreign || (mustBeEnglish && MARKS in it.replace(APP, "")) }
                left.isEmpty()
            }
        } catch (late: AssertionError) {
            throw AssertionError("$left: ${late.message}", late)
        }
    }

    /** All that the page says. */
    private fun page(): Set<String> {
        val met = mutableSetOf<String>()
        val before = glass.onMeeting
        glass.onMeeting = { nodes -> nodes.forEach { met += it.all } }
        glass.search({ false })
        glass.onMeeting = before
        return met
    }

    private val SemanticsNode.all
        get() = words + listOfNotNull(config.getOrNull(SemanticsProperties.StateDescription), config.getOrNull(SemanticsProperties.Error))

    companion object {
        private const val ENGLISH = "en"
        private val MARKS = Regex("[ăâđêôơưĂÂĐÊÔƠƯ\\u1EA0-\\u1EF9]")

        /** Its name is the same in every language. */
        private const val APP = "Một Cửa"

        /** Everything that the shells say, in either language. */
        private val all = listOf("vi", ENGLISH).associateWith { language -> Words.of(language).run { names.map { this(it) } }.toSet() }

        /** The other language. */
        fun other(language: String) = if (language == ENGLISH) "vi" else ENGLISH

        /** What a page says of a failure: the code, and cause and remedy in a language, which aren't those of the other one. */
        fun explained(
            code: String,
            language: String,
        ): List<String> {
            val (here, there) = listOf(language, other(language)).map { Failure.explain(Failure.Bug(code), it) }
            assertNotEquals(there.cause, here.cause)
            assertNotEquals(there.remedy, here.remedy)
            return listOf(here.code, here.cause, here.remedy)
        }

        /** That says just [text]. */
        fun saying(text: String): Meant = { node -> node.words.any { it == text } }

        private operator fun Regex.contains(text: String) = containsMatchIn(text)
    }
}
