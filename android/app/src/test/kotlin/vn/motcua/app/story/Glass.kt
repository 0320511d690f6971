package vn.motcua.app.story

import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.test.ComposeTimeoutException
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.isRoot
import androidx.compose.ui.test.junit4.ComposeTestRule

/** Whether a node is the one that is meant. */
typealias Meant = (SemanticsNode) -> Boolean

/**
 * What stands on the screen, met from top to bottom as its semantics tell it; scrolled on where it goes on. Both kinds of [Hand] look through it.
 */
class Glass(
    private val screen: ComposeTestRule,
) {
    /** Called with everything that is met. */
    var onMeeting: (List<SemanticsNode>) -> Unit = {}

    /** What is on the screen now; of a window that lies over the others, that one's alone. */
    fun nodes(): List<SemanticsNode> {
        val roots = screen.onAllNodes(isRoot()).fetchSemanticsNodes(atLeastOneRootRequired = false).map { it.walk() }
        val top = roots.lastOrNull { nodes -> nodes.any { SemanticsProperties.IsDialog in it.config } } ?: roots.firstOrNull()
        return top.orEmpty().also(onMeeting)
    }

    private fun SemanticsNode.walk(): List<SemanticsNode> = listOf(this) + children.flatMap { it.walk() }

    /** Waits for what is meant by the last of [path], behind what is meant by those before it. */
    fun find(
        what: String,
        vararg path: Meant,
    ): SemanticsNode {
        var found: SemanticsNode? = null
        waits("\"$what\" isn't on the screen") { search(*path).also { found = it } != null }
        return checkNotNull(found)
    }

    /** What is meant, if it is anywhere on the page. */
    fun search(vararg path: Meant): SemanticsNode? = Walk(path).meet(nodes()) ?: searchFromTop(path)

    private fun searchFromTop(path: Array<out Meant>): SemanticsNode? {
        scrollable()?.takeIf { it.canGoOn || !it.isAtTop } ?: return null
        toTop()
        val walk = Walk(path)
        var found = walk.meet(nodes())
        while (found == null && goOn()) found = walk.meet(nodes())
        return found
    }

    /** One walk down the page. What was met last is known again after scrolling, so that nothing before it is taken for what comes behind. */
    private class Walk(
        private val path: Array<out Meant>,
    ) {
        private var at = 0
        private var last: Int? = null

        fun meet(nodes: List<SemanticsNode>): SemanticsNode? {
            for (node in nodes.drop(nodes.indexOfFirst { it.id == last } + 1)) {
                if (!path[at](node)) continue
                last = node.id
                if (++at == path.size) return node
            }
            return null
        }
    }

    private fun scrollable() =
        nodes().firstOrNull {
            SemanticsActions.ScrollBy in it.config &&
                SemanticsProperties.VerticalScrollAxisRange in it.config
        }

    private val SemanticsNode.range get() = config[SemanticsProperties.VerticalScrollAxisRange]
    private val SemanticsNode.canGoOn get() = range.value() < range.maxValue()
    private val SemanticsNode.isAtTop get() = range.value() <= 0f

    private fun goOn(): Boolean {
        val scrollable = scrollable()?.takeIf { it.canGoOn } ?: return false
        scroll(scrollable, scrollable.size.height * MOST)
        return true
    }

    private fun toTop() {
        val scrollable = scrollable() ?: return
        val jump = scrollable.config.getOrNull(SemanticsActions.ScrollToIndex)
        if (jump != null) act { jump.action?.invoke(0) } else scroll(scrollable, -FAR)
    }

    private fun scroll(
        node: SemanticsNode,
        by: Float,
    ) = act { node.config[SemanticsActions.ScrollBy].action?.invoke(0f, by) }

    /** Does something on the screen's own thread, at once: were the screen let work on before, what was found on it might be gone. */
    fun act(what: () -> Unit) = screen.runOnUiThread(what)

    /** Waits until something is so; says what is on the screen when it doesn't become so. */
    fun waits(
        otherwise: String,
        isSo: () -> Boolean,
    ) = try {
        screen.waitUntil(otherwise, PATIENCE) {
            screen.waitForIdle()
            isSo()
        }
    } catch (late: ComposeTimeoutException) {
        throw AssertionError("$otherwise, but:\n${nodes().map { it.speech }.filter { it.isNotEmpty() }.joinToString("\n")}", late)
    }

    /** A node by its own number, for what Compose's tests do with one. */
    fun matcher(node: SemanticsNode) = SemanticsMatcher("node ${node.id}") { it.id == node.id }

    companion object {
        /** Generous: two slow cores. */
        const val PATIENCE = 60_000L

        /** How much of a page one scroll turns. */
        private const val MOST = 0.8f
        private const val FAR = 1_000_000f
    }
}

/** All that is written or described at a node. */
val SemanticsNode.words: List<String>
    get() = config.getOrNull(SemanticsProperties.ContentDescription).orEmpty() + config.getOrNull(SemanticsProperties.Text).orEmpty().map { it.text }

/** What a screen reader says at it: label, what is typed in it, state, role, what is wrong. */
val SemanticsNode.speech: String
    get() {
        val label = config.getOrNull(SemanticsProperties.ContentDescription) ?: words
        val typed = config.getOrNull(SemanticsProperties.EditableText)?.text
        val state =
            listOfNotNull(
                config.getOrNull(SemanticsProperties.StateDescription),
                config.getOrNull(SemanticsProperties.ToggleableState)?.name,
                config.getOrNull(SemanticsProperties.Selected)?.let { if (it) "selected" else "not selected" },
                config.getOrNull(SemanticsProperties.Role)?.toString(),
                config.getOrNull(SemanticsProperties.Error),
            )
        return (label + listOfNotNull(typed) + state).filter { it.isNotEmpty() }.joinToString(", ")
    }

/** That says [text], alone or first among what it says. */
fun saying(text: String): Meant = { node -> node.words.any { it == text || it.startsWith("$text. ") } }

/** That holds [text] among what it says. */
fun telling(text: String): Meant = { node -> node.words.any { text in it } }

/** Both. */
infix fun Meant.and(other: Meant): Meant = { this(it) && other(it) }

/** That can be pressed. */
val pressable: Meant = { SemanticsActions.OnClick in it.config }

/** That can be typed into. */
val typeable: Meant = { SemanticsActions.SetText in it.config }

/** That is a heading. */
val heading: Meant = { SemanticsProperties.Heading in it.config }
