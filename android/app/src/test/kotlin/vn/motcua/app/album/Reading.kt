package vn.motcua.app.album

import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.SemanticsPropertyKey
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.state.ToggleableState

/** What a screen reader comes upon on one window, in its order: one line a stop. */
internal fun spoken(root: SemanticsNode): List<String> = stops(root).mapNotNull(::said)

/** Everything in reading order: row by row as Compose tells Android, but what has a traversal index by that. A group is read whole. */
private fun stops(group: SemanticsNode): List<SemanticsNode> {
    val members = mutableListOf<SemanticsNode>()

    fun gather(node: SemanticsNode) {
        members += node
        if (!node.isGroup) node.children.forEach(::gather)
    }
    group.children.forEach(::gather)
    val ordered = rows(members).sortedBy { it.get(SemanticsProperties.TraversalIndex) ?: 0f }
    return listOf(group) + ordered.flatMap { if (it.isGroup) stops(it) else listOf(it) }
}

private val SemanticsNode.isGroup get() = get(SemanticsProperties.IsTraversalGroup) == true

private val besideEachOther =
    compareBy<SemanticsNode>({ it.boundsInWindow.left }, { it.boundsInWindow.top }, { it.boundsInWindow.bottom }, { it.boundsInWindow.right })

/** From above to below, what stands beside each other from left to right. A row is as high as all in it have in common. */
private fun rows(nodes: List<SemanticsNode>): List<SemanticsNode> {
    val rows = mutableListOf<Row>()
    nodes.forEach { node ->
        val bounds = node.boundsInWindow
        val row = rows.firstOrNull { maxOf(it.top, bounds.top) < minOf(it.bottom, bounds.bottom) }
        if (row == null) rows += Row(bounds.top, bounds.bottom, mutableListOf(node)) else row.take(node)
    }
    return rows.sortedWith(compareBy({ it.top }, { it.bottom })).flatMap { it.members.sortedWith(besideEachOther) }
}

private class Row(
    var top: Float,
    var bottom: Float,
    val members: MutableList<SemanticsNode>,
) {
    fun take(node: SemanticsNode) {
        top = maxOf(top, node.boundsInWindow.top)
        bottom = minOf(bottom, node.boundsInWindow.bottom)
        members += node
    }
}

private fun <T> SemanticsNode.get(key: SemanticsPropertyKey<T>): T? = config.getOrNull(key)

/** A stop as it is heard: its words, then what it is and how it stands. Nothing for what is only a frame. */
private fun said(node: SemanticsNode): String? {
    if (SemanticsProperties.HideFromAccessibility in node.config) return null
    val words = words(node)
    val traits = traits(node)
    if (words.isEmpty() && traits.isEmpty()) return null
    return (listOf(words.ifEmpty { "(no words)" }) + traits).joinToString(" · ").replace('\n', '⏎')
}

/** A description speaks in the text's place. */
internal fun words(node: SemanticsNode): String {
    val described = node.get(SemanticsProperties.ContentDescription)?.joinToString(", ")
    val text = node.get(SemanticsProperties.Text)?.joinToString(", ") { it.text }
    val typed = node.get(SemanticsProperties.EditableText)?.text?.let { "[$it]" }
    val pane = node.get(SemanticsProperties.PaneTitle)?.let { "«$it»" }
    return listOfNotNull(pane, described ?: text, typed).filter { it.isNotEmpty() }.joinToString(" ")
}

private fun traits(node: SemanticsNode): List<String> =
    listOfNotNull(
        node.get(SemanticsProperties.Role)?.toString()?.lowercase(),
        "field".takeIf { SemanticsActions.SetText in node.config },
        "heading".takeIf { SemanticsProperties.Heading in node.config },
        node.get(SemanticsProperties.Selected)?.let { if (it) "selected" else "not selected" },
        node.get(SemanticsProperties.ToggleableState)?.let { if (it == ToggleableState.On) "on" else "off" },
        node.get(SemanticsProperties.ProgressBarRangeInfo)?.let { progress(it.current, it.range.endInclusive) },
        node.get(SemanticsProperties.StateDescription),
        node.get(SemanticsProperties.Error)?.let { "error: $it" },
        "disabled".takeIf { SemanticsProperties.Disabled in node.config },
        node.get(SemanticsProperties.LiveRegion)?.let { if (it == LiveRegionMode.Polite) "said when it changes" else "said at once" },
        "touch".takeIf {
            SemanticsActions.OnClick in node.config && SemanticsProperties.Role !in node.config &&
                SemanticsActions.SetText !in node.config
        },
    ).filter { it.isNotEmpty() }

private fun progress(
    now: Float,
    all: Float,
) = if (now.isNaN() || all == 0f) "busy" else "${(now / all * PERCENT).toInt()} %"

private const val PERCENT = 100
