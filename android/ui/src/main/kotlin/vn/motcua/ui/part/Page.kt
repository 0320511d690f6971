package vn.motcua.ui.part

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.RowScope
import androidx.compose.foundation.layout.Spacer
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.foundation.lazy.LazyListState
import androidx.compose.foundation.lazy.rememberLazyListState
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.HorizontalDivider
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.paneTitle
import androidx.compose.ui.semantics.semantics
import vn.motcua.ui.nav.word
import vn.motcua.ui.theme.Size
import vn.motcua.ui.theme.Space

/**
 * A screen: its title (a heading that scrolls with the content, so that large text never fills the window with it), what is on it, and at the foot what
 * to do with all of it. A screen reader hears the title when the screen appears. [onBack] where there is a way back, [actions] beside it.
 */
@Composable
fun Page(
    title: String,
    onBack: (() -> Unit)? = null,
    actions: (@Composable RowScope.() -> Unit)? = null,
    bottom: (@Composable ColumnScope.() -> Unit)? = null,
    content: @Composable ColumnScope.() -> Unit,
) {
    PageFrame(title, onBack, actions, bottom) {
        Column(Modifier.fillMaxSize().verticalScroll(rememberScrollState()), horizontalAlignment = Alignment.CenterHorizontally) {
            Column(
                Modifier.widthIn(max = Size.column).fillMaxWidth().padding(pageMargins(onBack != null || actions != null)),
                verticalArrangement = Arrangement.spacedBy(Space.large),
            ) {
                PageTitle(title)
                content()
            }
        }
    }
}

/** As [Page], for what may be long: only what is seen is drawn. Give every item a key. */
@Composable
fun ListPage(
    title: String,
    onBack: (() -> Unit)? = null,
    actions: (@Composable RowScope.() -> Unit)? = null,
    bottom: (@Composable ColumnScope.() -> Unit)? = null,
    state: LazyListState = rememberLazyListState(),
    content: LazyListScope.() -> Unit,
) {
    PageFrame(title, onBack, actions, bottom) {
        Box(Modifier.fillMaxSize(), contentAlignment = Alignment.TopCenter) {
            LazyColumn(
                Modifier.widthIn(max = Size.column).fillMaxSize(),
                state = state,
                contentPadding = pageMargins(onBack != null || actions != null),
                verticalArrangement = Arrangement.spacedBy(Space.medium),
            ) {
                item(key = "title") { PageTitle(title) }
                content()
            }
        }
    }
}

private fun pageMargins(underBar: Boolean) =
    PaddingValues(
        start = Space.large,
        end = Space.large,
        top = if (underBar) Space.tiny else Space.wide,
        bottom = Space.wide,
    )

@Composable
private fun PageFrame(
    title: String,
    onBack: (() -> Unit)?,
    actions: (@Composable RowScope.() -> Unit)?,
    bottom: (@Composable ColumnScope.() -> Unit)?,
    content: @Composable () -> Unit,
) {
    Column(Modifier.fillMaxSize().background(MaterialTheme.colorScheme.background).semantics { paneTitle = title }) {
        if (onBack != null || actions != null) TopBar(onBack, actions)
        Box(Modifier.weight(1f)) { content() }
        if (bottom != null) Foot(bottom)
    }
}

@Composable
private fun TopBar(
    onBack: (() -> Unit)?,
    actions: (@Composable RowScope.() -> Unit)?,
) {
    Row(
        Modifier.fillMaxWidth().heightIn(min = Size.touch).padding(horizontal = Space.tiny, vertical = Space.tiny),
        verticalAlignment = Alignment.CenterVertically,
    ) {
        if (onBack != null) QuietButton(word("action-back"), sign = Signs.Back, onClick = onBack)
        Spacer(Modifier.weight(1f))
        actions?.invoke(this)
    }
}

/** The foot keeps the page's first action in reach of the thumb. */
@Composable
private fun Foot(content: @Composable ColumnScope.() -> Unit) {
    Column(Modifier.fillMaxWidth().background(MaterialTheme.colorScheme.surfaceContainer), horizontalAlignment = Alignment.CenterHorizontally) {
        HorizontalDivider(color = MaterialTheme.colorScheme.outlineVariant)
        Column(
            Modifier.widthIn(max = Size.column).fillMaxWidth().padding(horizontal = Space.large, vertical = Space.medium),
            verticalArrangement = Arrangement.spacedBy(Space.small),
            content = content,
        )
    }
}
