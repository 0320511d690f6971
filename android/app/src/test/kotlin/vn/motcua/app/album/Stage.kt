package vn.motcua.app.album

import android.content.Intent
import androidx.compose.ui.platform.ViewRootForTest
import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.test.ComposeTimeoutException
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasScrollToNodeAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.isRoot
import androidx.compose.ui.test.junit4.ComposeTestRule
import androidx.compose.ui.test.onFirst
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performScrollToNode
import androidx.compose.ui.test.performTextReplacement
import androidx.compose.ui.text.TextLayoutResult
import androidx.test.core.app.ApplicationProvider
import kotlinx.coroutines.runBlocking
import org.robolectric.Robolectric
import org.robolectric.RuntimeEnvironment
import org.robolectric.android.controller.ActivityController
import vn.motcua.app.MainActivity
import vn.motcua.bridge.Core
import vn.motcua.ui.nav.Place
import vn.motcua.ui.nav.text
import java.util.Locale

/**
 * Where scenes are played and photographed: the real Activity over the real core.
 *
 * A scene is a place with something [done][scene] there. For each language the window is opened anew at the place; for each look it is recreated, as
 * the system does when the person changes the colours or the size of letters, so that what was done has to survive it. A page that is longer than the
 * phone is looked at on a phone as long as it, less the room that is left: nothing hides below the edge. What a machine can see of a bad picture is
 * gathered on the way, [close] fails with it.
 */
internal class Stage(
    private val screen: ComposeTestRule,
    part: String,
) : AutoCloseable {
    val app: AlbumApplication = ApplicationProvider.getApplicationContext()
    val core: Core get() = runBlocking { checkNotNull(app.keeper.opened()) { "the core isn't open: ${app.keeper.state.value}" } }
    var window: ActivityController<MainActivity>? = null
        private set
    private val book = Book(part)
    private val faults = mutableListOf<String>()
    private var longPage: String? = null

    init {
        Clock.begin()
    }

    /** The word of that name, as it is said now. */
    fun word(name: String): String = core.words.value(name)

    /** Photographs [place] after [act], once it shows what [shows] says; both while the world is as [meanwhile] makes it. */
    fun scene(
        name: String,
        place: Place,
        isTall: Boolean = true,
        shows: () -> SemanticsMatcher = { shown("") },
        meanwhile: (() -> Unit) -> Unit = { it() },
        act: () -> Unit = {},
    ) = scene(name, { Intent().putExtra(MainActivity.PLACE, place.text) }, isTall, shows, meanwhile, act)

    /** As above, where the window is opened with something else than a place. */
    fun scene(
        name: String,
        intent: () -> Intent,
        isTall: Boolean = true,
        shows: () -> SemanticsMatcher = { shown("") },
        meanwhile: (() -> Unit) -> Unit = { it() },
        act: () -> Unit = {},
    ) = languages.forEach { language ->
        speak(language)
        open(intent())
        meanwhile {
            act()
            book.add(name, language, Look.entries.associateWith { seen(Shot(name, language, it), isTall, shows()) })
        }
    }

    private fun speak(language: String) {
        dress(language, Look.LIGHT, USUAL)
        if (app.mayOpen.count == 0L) runBlocking { app.keeper.opened()?.setLanguage(language) }
    }

    private fun dress(
        language: String,
        look: Look,
        height: Int,
    ) {
        RuntimeEnvironment.setQualifiers(look.qualifiers(language, height))
        RuntimeEnvironment.setFontScale(look.fontScale)
        // What the app asks before it has a core.
        Locale.setDefault(Locale.forLanguageTag(language))
    }

    /** Opens the app's window anew. */
    fun open(intent: Intent = Intent()) {
        window?.close()
        window = Robolectric.buildActivity(MainActivity::class.java, intent).setup()
        settle(shown(""))
    }

    /** Goes to another place in the open window, as a notification does. */
    fun go(place: Place) {
        checkNotNull(window).newIntent(Intent().putExtra(MainActivity.PLACE, place.text))
        settle(shown(""))
    }

    private class Shot(
        val name: String,
        val language: String,
        val look: Look,
    ) {
        val page = "$name $language"

        override fun toString() = "$page ${look.title}"
    }

    private fun seen(
        shot: Shot,
        isTall: Boolean,
        shows: SemanticsMatcher,
    ): Seen {
        val isLong = isTall && isLong(shot, shows)
        if (isLong || !isTall) recreate(shot, if (isLong) TALL else USUAL)
        settle(shows)
        check(!isLong || scrolling().isEmpty()) { "$shot is longer than any phone here" }
        leaveFields()
        look(shot)
        val roots = roots()
        val picture = Picture(roots, chance())
        val density =
            RuntimeEnvironment
                .getApplication()
                .resources.displayMetrics.density
        if (isLong) picture.shorten(foot(), (USUAL * density).toInt(), (MARGIN * density).toInt())
        val file = book.file(shot.name, shot.language, shot.look)
        val seen = Seen(picture.hash(), roots.flatMap(::spoken).map(Chance::hidden))
        picture.write(file)
        return seen
    }

    /** Whether it is longer than the phone, which shows it then if not. What is so with small letters is so with large ones and in the dark. */
    private fun isLong(
        shot: Shot,
        shows: SemanticsMatcher,
    ): Boolean {
        if (shot.page == longPage) return true
        recreate(shot, USUAL)
        // What tells that it is there may be below the edge.
        settle(shows.description) { there(shows) || scrolling().isNotEmpty() }
        return scrolling().isNotEmpty().also { if (it && shot.look == Look.LIGHT) longPage = shot.page }
    }

    /** No field keeps the focus: whether its cursor is just to be seen is the moment's chance. */
    private fun leaveFields() {
        roots().forEach { (it.root as ViewRootForTest).view.isFocusable = false }
        screen.waitForIdle()
    }

    private fun recreate(
        shot: Shot,
        height: Int,
    ) {
        dress(shot.language, shot.look, height)
        checkNotNull(window).recreate()
    }

    private fun roots(unmerged: Boolean = false) = screen.onAllNodes(isRoot(), unmerged).fetchSemanticsNodes()

    private fun all(unmerged: Boolean = false): List<SemanticsNode> = roots(unmerged).flatMap(::withChildren)

    private fun withChildren(node: SemanticsNode): List<SemanticsNode> = listOf(node) + node.children.flatMap(::withChildren)

    private fun scrolling() =
        all().filter { node ->
            node.config.getOrNull(SemanticsProperties.VerticalScrollAxisRange)?.let { it.maxValue() > 0f || it.value() > 0f } ==
                true
        }

    /** Where the topmost window's page ends above its foot. */
    private fun foot(): Int =
        withChildren(roots().last())
            .filter { SemanticsProperties.VerticalScrollAxisRange in it.config }
            .maxBy { it.boundsInWindow.height }
            .boundsInWindow.bottom
            .toInt()

    private fun chance() = all(unmerged = true).filter { it.children.isEmpty() && Chance.isIn(words(it)) }

    /** Waits until the window shows it and has stopped changing: the core's threads have said all that they had to say. */
    fun settle(shows: SemanticsMatcher) = settle(shows.description) { there(shows) }

    private fun settle(
        wanted: String,
        isThere: () -> Boolean,
    ) {
        var last = listOf<String>()
        var since = System.nanoTime()
        try {
            screen.waitUntil(PATIENCE) {
                screen.waitForIdle()
                val now = roots().flatMap(::spoken)
                if (now != last) {
                    last = now
                    since = System.nanoTime()
                }
                isThere() && System.nanoTime() - since > QUIET
            }
        } catch (late: ComposeTimeoutException) {
            throw AssertionError("it doesn't settle with $wanted, but shows\n${last.joinToString("\n")}", late)
        }
    }

    /** Waits until [isSo], with the window going on meanwhile. */
    fun until(
        what: String,
        isSo: () -> Boolean,
    ) = screen.waitUntil(what, PATIENCE) {
        screen.waitForIdle()
        isSo()
    }

    private fun there(matcher: SemanticsMatcher) = screen.onAllNodes(matcher).fetchSemanticsNodes().isNotEmpty()

    /** Touches what is there, scrolled to. */
    fun tap(matcher: SemanticsMatcher) {
        reach(matcher)
        screen.onAllNodes(matcher).onFirst().performClick()
        settle(shown(""))
    }

    /** Writes into a field. */
    fun type(
        matcher: SemanticsMatcher,
        text: String,
    ) {
        reach(matcher)
        screen.onAllNodes(matcher).onFirst().performTextReplacement(text)
        settle(shown(""))
    }

    private fun reach(matcher: SemanticsMatcher) {
        val lists = screen.onAllNodes(hasScrollToNodeAction())
        if (lists.fetchSemanticsNodes().isNotEmpty() &&
            screen.onAllNodes(matcher).fetchSemanticsNodes().isEmpty()
        ) {
            lists.onFirst().performScrollToNode(matcher)
        }
        settle(matcher)
        runCatching { screen.onAllNodes(matcher).onFirst().performScrollTo() }
    }

    /** What of this picture is wrong for sure: letters that are cut, targets too small to touch, what stands outside. */
    private fun look(shot: Shot) {
        val density =
            RuntimeEnvironment
                .getApplication()
                .resources.displayMetrics.density
        val width = roots().first().size.width
        all(unmerged = true).forEach { node ->
            if (node.isCut()) faults += "$shot: cut: ${words(node)}"
            if (node.boundsInWindow.right > width + 1 || node.boundsInWindow.left < -1) faults += "$shot: outside: ${words(node)}"
        }
        all().filter { SemanticsActions.OnClick in it.config && SemanticsProperties.Disabled !in it.config }.forEach { node ->
            // What the window's edge cuts through is scrolled to before it is touched.
            if (node.boundsInWindow.height < node.size.height - ROUNDING) return@forEach
            val touch = node.touchBoundsInRoot
            val isSmall = minOf(touch.width, touch.height) < TOUCH * density - 1
            if (isSmall) faults += "$shot: small: ${words(node)} ${touch.width / density}x${touch.height / density}"
        }
    }

    private fun SemanticsNode.isCut(): Boolean {
        val laid = mutableListOf<TextLayoutResult>()
        config.getOrNull(SemanticsActions.GetTextLayoutResult)?.action?.invoke(laid)
        if (SemanticsActions.SetText in config || laid.isEmpty()) return false
        val text = laid.single()
        val lines = 0 until text.lineCount
        val isWide = lines.any { text.isLineEllipsized(it) || text.getLineRight(it) - text.getLineLeft(it) > size.width + ROUNDING }
        return isWide || text.multiParagraph.height > size.height + ROUNDING
    }

    override fun close() {
        window?.close()
        book.close()
        check(faults.isEmpty()) { "pictures with faults:\n${faults.distinct().joinToString("\n")}" }
    }

    private companion object {
        /** Heights of the phone, in dp: as most are, and as none is, short of the 16,384 pixels beyond which nothing is drawn any more. */
        const val USUAL = 891
        const val TALL = 10_900

        /** Below the last thing on a page, in dp. */
        const val MARGIN = 24
        const val TOUCH = 48

        /** Letters may be this many pixels larger than their room: Compose rounds. */
        const val ROUNDING = 2
        const val PATIENCE = 60_000L

        /** How long nothing changes on a screen that has settled, in nanoseconds. */
        const val QUIET = 120_000_000L
    }
}

/** Anything that holds [text] in its words. */
internal fun shown(text: String) = SemanticsMatcher("a node with \"$text\"") { text in words(it) }

/** What can be touched and is called [name]. */
internal fun button(name: String) = hasClickAction() and (hasText(name) or hasContentDescription(name))
