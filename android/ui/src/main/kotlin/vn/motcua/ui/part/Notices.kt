package vn.motcua.ui.part

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.material3.CircularProgressIndicator
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import vn.motcua.bridge.FailureWords
import vn.motcua.bridge.Live
import vn.motcua.ui.nav.word
import vn.motcua.ui.theme.Space
import vn.motcua.ui.theme.Tone
import vn.motcua.ui.theme.colours

/** A sentence that concerns the whole page. A screen reader says it when it appears or changes. */
@Composable
fun Banner(
    text: String,
    modifier: Modifier = Modifier,
    tone: Tone = Tone.Calm,
    sign: ImageVector = tone.sign,
    more: (@Composable ColumnScope.() -> Unit)? = null,
) {
    val colours = tone.colours
    Surface(modifier.fillMaxWidth(), shape = MaterialTheme.shapes.medium, color = colours.ground, contentColor = colours.text) {
        Row(Modifier.padding(Space.medium), horizontalArrangement = Arrangement.spacedBy(Space.medium)) {
            Sign(sign)
            Column(Modifier.weight(1f), verticalArrangement = Arrangement.spacedBy(Space.small)) {
                Text(text, Modifier.semantics { liveRegion = LiveRegionMode.Polite }, style = MaterialTheme.typography.bodyLarge)
                more?.invoke(this)
            }
        }
    }
}

/** Something is being fetched or opened. */
@Composable
fun Loading(
    modifier: Modifier = Modifier,
    text: String = word("state-loading"),
) {
    Alone(modifier) {
        CircularProgressIndicator(Modifier.size(36.dp), strokeWidth = 3.dp)
        Text(
            text,
            Modifier.semantics { liveRegion = LiveRegionMode.Polite },
            style = MaterialTheme.typography.bodyLarge,
            color = MaterialTheme.colorScheme.onSurfaceVariant,
            textAlign = TextAlign.Center,
        )
    }
}

/** Nothing is here, and why that is fine; [more] offers what to do next. */
@Composable
fun Empty(
    text: String,
    modifier: Modifier = Modifier,
    sign: ImageVector = Signs.Paper,
    more: (@Composable ColumnScope.() -> Unit)? = null,
) {
    Alone(modifier) {
        Sign(sign, size = 44.dp, tint = MaterialTheme.colorScheme.outline)
        Text(text, style = MaterialTheme.typography.bodyLarge, color = MaterialTheme.colorScheme.onSurfaceVariant, textAlign = TextAlign.Center)
        more?.invoke(this)
    }
}

@Composable
private fun Alone(
    modifier: Modifier,
    content: @Composable ColumnScope.() -> Unit,
) {
    Column(
        modifier.fillMaxWidth().padding(vertical = Space.vast, horizontal = Space.large),
        verticalArrangement = Arrangement.spacedBy(Space.large),
        horizontalAlignment = Alignment.CenterHorizontally,
        content = content,
    )
}

/** An observed model in its three states: being fetched, failed (with its words, and [onReadAgain]), there. */
@Composable
fun <T> LiveContent(
    live: Live<T>,
    onReadAgain: () -> Unit,
    content: @Composable (T) -> Unit,
) {
    when (live) {
        Live.Loading -> Loading()
        is Live.Failed -> Unread(live.words, onReadAgain)
        is Live.Value -> content(live.value)
    }
}

/** Why something can't be read, and reading it again. A locked phone is only waited for. */
@Composable
fun Unread(
    words: FailureWords,
    onReadAgain: () -> Unit,
) = FailureNotice(words, onRetry = onReadAgain, tone = if (words.code == "LOCKED") Tone.Due else Tone.Wrong)
