package vn.motcua.ui.part

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.text.selection.SelectionContainer
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.font.FontWeight
import vn.motcua.bridge.Core
import vn.motcua.bridge.Failure
import vn.motcua.bridge.FailureWords
import vn.motcua.ui.nav.LocalPlatform
import vn.motcua.ui.nav.LocalWords
import vn.motcua.ui.nav.PlatformActions
import vn.motcua.ui.nav.word
import vn.motcua.ui.theme.Space
import vn.motcua.ui.theme.Tone
import vn.motcua.ui.theme.colours

/** A failed call: what it failed with, and who has the words for it. State holders keep this; the words are asked for where they are shown. */
class Trouble(
    val failure: Failure,
    private val explain: (Failure) -> FailureWords,
) {
    /** Its words, anew when the person changes the language while it stands there. */
    val words: FailureWords
        @Composable get() = LocalWords.current.let { spoken -> remember(this, spoken) { explain(failure) } }
}

/** The failure, in the words of whatever language the core speaks when it is shown. */
fun Core.trouble(failure: Failure): Trouble = Trouble(failure, ::explain)

/**
 * What went wrong: the cause, what to do about it, and the code for whoever helps. A screen reader says it at once. The words come from the core; under
 * them stands what can be done here: [onRetry] asks again.
 */
@Composable
fun FailureNotice(
    words: FailureWords,
    modifier: Modifier = Modifier,
    onRetry: (() -> Unit)? = null,
    tone: Tone = Tone.Wrong,
) = NoticeSheet(words, modifier, tone, onRetry?.let { Remedy("action-retry", it) })

/**
 * As above, knowing what kind of failure it is: the action fits it. No network or busy: again. A Wi-Fi that wants a log-in: to the network settings. Not
 * signed in: [onSignIn]. No room: to the storage settings. Too old: to the update. What is refused would be refused again: no "again" there.
 */
@Composable
fun FailureNotice(
    trouble: Trouble,
    modifier: Modifier = Modifier,
    onSignIn: (() -> Unit)? = null,
    onRetry: (() -> Unit)? = null,
) = NoticeSheet(trouble.words, modifier, trouble.failure.tone, remedy(trouble.failure, LocalPlatform.current, onSignIn, onRetry))

private class Remedy(
    val name: String,
    val act: () -> Unit,
)

private fun remedy(
    failure: Failure,
    platform: PlatformActions,
    onSignIn: (() -> Unit)?,
    onRetry: (() -> Unit)?,
): Remedy? =
    when (failure) {
        is Failure.Offline, is Failure.TryLater, is Failure.Bug -> onRetry?.let { Remedy("action-retry", it) }
        is Failure.NetworkLogin -> Remedy("action-open-settings") { platform.openNetworkSettings() }
        is Failure.SignInNeeded -> onSignIn?.let { Remedy("action-sign-in", it) }
        is Failure.StorageFull -> Remedy("action-open-settings") { platform.openStorageSettings() }
        is Failure.UpdateApp -> Remedy("action-update-app") { platform.openAppUpdate() }
        is Failure.Conflict -> onRetry?.let { Remedy("action-refresh", it) }
        is Failure.NotSecure, is Failure.Rejected -> null
    }

/** What passes by itself or by a small act is due, not wrong. */
private val Failure.tone: Tone
    get() =
        when (this) {
            is Failure.Offline, is Failure.TryLater, is Failure.NetworkLogin, is Failure.SignInNeeded, is Failure.UpdateApp -> Tone.Due
            is Failure.NotSecure, is Failure.Rejected, is Failure.Conflict, is Failure.StorageFull, is Failure.Bug -> Tone.Wrong
        }

@Composable
private fun NoticeSheet(
    words: FailureWords,
    modifier: Modifier,
    tone: Tone,
    remedy: Remedy?,
) {
    val colours = tone.colours
    Surface(modifier.fillMaxWidth(), shape = MaterialTheme.shapes.medium, color = colours.ground, contentColor = colours.text) {
        Column(Modifier.padding(Space.large), verticalArrangement = Arrangement.spacedBy(Space.large)) {
            Row(horizontalArrangement = Arrangement.spacedBy(Space.medium)) {
                Sign(tone.sign)
                NoticeWords(words)
            }
            if (remedy != null) ToneButton(word(remedy.name), colours, remedy.act)
        }
    }
}

@Composable
private fun NoticeWords(words: FailureWords) {
    Column(verticalArrangement = Arrangement.spacedBy(Space.small)) {
        Column(
            Modifier.semantics(mergeDescendants = true) { liveRegion = LiveRegionMode.Assertive },
            verticalArrangement = Arrangement.spacedBy(Space.tiny),
        ) {
            Text(words.cause, style = MaterialTheme.typography.bodyLarge, fontWeight = FontWeight.SemiBold)
            Text(words.remedy, style = MaterialTheme.typography.bodyLarge)
        }
        FailureCode(words.code)
    }
}

/** The code as it can be read out on the telephone, and copied. Where the line is too short for it, it goes on after an underscore. */
@Composable
private fun FailureCode(code: String) {
    var isLong by remember(code) { mutableStateOf(false) }
    val shown = if (isLong) code.replace("_", "_\u200B") else code
    Column(Modifier.padding(top = Space.tiny).semantics(mergeDescendants = true) {}) {
        Text(word("failure-code-label"), style = MaterialTheme.typography.bodySmall)
        SelectionContainer { Text(shown, style = MaterialTheme.typography.labelMedium, onTextLayout = { if (it.lineCount > 1) isLong = true }) }
    }
}
