package vn.motcua.ui.screen.list

import androidx.compose.foundation.lazy.LazyItemScope
import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.foundation.lazy.items
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import vn.motcua.ui.part.FailureNotice
import vn.motcua.ui.part.Loading

/** The rows of a long list, and under the last one what asks for more: by coming into sight, and by a button where that failed. */
internal fun <M, T> LazyListScope.rowItems(
    rows: Rows<M, T>,
    key: (T) -> Any,
    onMore: () -> Unit,
    row: @Composable LazyItemScope.(T) -> Unit,
) {
    items(rows.items, key = key, contentType = { "row" }, itemContent = row)
    // Another item for each next page: one that stays while its rows come would ask for the page after them at once.
    rows.next?.let { next -> item(key = "more $next") { More(rows, onMore) } }
}

@Composable
private fun More(
    rows: Rows<*, *>,
    onMore: () -> Unit,
) {
    val trouble = rows.trouble
    if (trouble != null) {
        FailureNotice(trouble.words, onRetry = onMore)
    } else {
        LaunchedEffect(Unit) { onMore() }
        Loading()
    }
}
