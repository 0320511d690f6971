package vn.motcua.app.story

import androidx.compose.ui.semantics.AccessibilityAction
import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsPropertyKey
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.test.junit4.ComposeTestRule
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performImeAction
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performTextReplacement
import androidx.compose.ui.text.AnnotatedString

/** How a person does something with what they find on the screen. */
interface Hand {
    /** Presses what [find] finds. */
    fun press(find: () -> SemanticsNode)

    /** Types [text] in place of what stands there. */
    fun type(
        find: () -> SemanticsNode,
        text: String,
    )

    /** Is done with a field: the keyboard's own key for it. */
    fun leave(find: () -> SemanticsNode)
}

/**
 * A finger: touches where the thing is drawn. The screen lives on between the look and the touch: what moved to another place of its list meanwhile, when
 * the core told something new, is another node there, and is looked for again, as a person does.
 */
class Finger(
    private val screen: ComposeTestRule,
    private val glass: Glass,
) : Hand {
    override fun press(find: () -> SemanticsNode) = touching(find) { shown(it).performClick() }

    override fun type(
        find: () -> SemanticsNode,
        text: String,
    ) = touching(find) {
        shown(it).performClick()
        screen.onNode(glass.matcher(it)).performTextReplacement(text)
    }

    override fun leave(find: () -> SemanticsNode) = touching(find) { screen.onNode(glass.matcher(it)).performImeAction() }

    private tailrec fun touching(
        find: () -> SemanticsNode,
        touch: (SemanticsNode) -> Unit,
    ) {
        val node = find()
        try {
            return touch(node)
        } catch (failed: AssertionError) {
            if (isThere(node)) throw failed
        }
        touching(find, touch)
    }

    private fun isThere(node: SemanticsNode) = screen.onAllNodes(glass.matcher(node)).fetchSemanticsNodes(atLeastOneRootRequired = false).isNotEmpty()

    private fun shown(node: SemanticsNode) =
        screen.onNode(glass.matcher(node)).apply {
            if (generateSequence(node.parent) { it.parent }.any { SemanticsActions.ScrollBy in it.config }) performScrollTo()
        }
}

/** Somebody who sees nothing: does what a node offers to a screen reader, wherever it is drawn. */
class ScreenReader(
    private val screen: ComposeTestRule,
) : Hand {
    override fun press(find: () -> SemanticsNode) = does(find(), SemanticsActions.OnClick) { it() }

    override fun type(
        find: () -> SemanticsNode,
        text: String,
    ) {
        val node = find()
        does(node, SemanticsActions.RequestFocus) { it() }
        does(node, SemanticsActions.SetText) { it(AnnotatedString(text)) }
    }

    override fun leave(find: () -> SemanticsNode) = does(find(), SemanticsActions.OnImeAction) { it() }

    private fun <T : Function<Boolean>> does(
        node: SemanticsNode,
        key: SemanticsPropertyKey<AccessibilityAction<T>>,
        how: (T) -> Boolean,
    ) = screen.runOnUiThread {
        val action = checkNotNull(node.config.getOrNull(key)?.action) { "\"${node.speech}\" doesn't offer ${key.name}" }
        check(how(action)) { "\"${node.speech}\" doesn't do ${key.name}" }
    }
}
