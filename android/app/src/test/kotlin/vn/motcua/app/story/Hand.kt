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

/** How a person does something with what they found on the screen. */
interface Hand {
    /** Presses it. */
    fun press(node: SemanticsNode)

    /** Types [text] in place of what stands there. */
    fun type(
        node: SemanticsNode,
        text: String,
    )

    /** Is done with a field: the keyboard's own key for it. */
    fun leave(node: SemanticsNode)
}

/** A finger: touches where the thing is drawn. */
class Finger(
    private val screen: ComposeTestRule,
    private val glass: Glass,
) : Hand {
    override fun press(node: SemanticsNode) {
        shown(node).performClick()
    }

    override fun type(
        node: SemanticsNode,
        text: String,
    ) {
        shown(node).performClick()
        screen.onNode(glass.matcher(node)).performTextReplacement(text)
    }

    override fun leave(node: SemanticsNode) = screen.onNode(glass.matcher(node)).performImeAction()

    private fun shown(node: SemanticsNode) =
        screen.onNode(glass.matcher(node)).apply {
            if (generateSequence(node.parent) { it.parent }.any { SemanticsActions.ScrollBy in it.config }) performScrollTo()
        }
}

/** Somebody who sees nothing: does what a node offers to a screen reader, wherever it is drawn. */
class ScreenReader(
    private val screen: ComposeTestRule,
) : Hand {
    override fun press(node: SemanticsNode) = does(node, SemanticsActions.OnClick) { it() }

    override fun type(
        node: SemanticsNode,
        text: String,
    ) {
        does(node, SemanticsActions.RequestFocus) { it() }
        does(node, SemanticsActions.SetText) { it(AnnotatedString(text)) }
    }

    override fun leave(node: SemanticsNode) = does(node, SemanticsActions.OnImeAction) { it() }

    private fun <T : Function<Boolean>> does(
        node: SemanticsNode,
        key: SemanticsPropertyKey<AccessibilityAction<T>>,
        how: (T) -> Boolean,
    ) = screen.runOnUiThread {
        val action = checkNotNull(node.config.getOrNull(key)?.action) { "\"${node.speech}\" doesn't offer ${key.name}" }
        check(how(action)) { "\"${node.speech}\" doesn't do ${key.name}" }
    }
}
