package vn.motcua.ui.screen.start

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import vn.motcua.bridge.Failure
import vn.motcua.ui.nav.LocalPlatform
import vn.motcua.ui.nav.word
import vn.motcua.ui.part.Body
import vn.motcua.ui.part.FailureNotice
import vn.motcua.ui.part.Loading
import vn.motcua.ui.part.Note
import vn.motcua.ui.part.Page
import vn.motcua.ui.part.PageTitle
import vn.motcua.ui.part.PrimaryButton
import vn.motcua.ui.part.Sign
import vn.motcua.ui.part.Signs
import vn.motcua.ui.part.Trouble
import vn.motcua.ui.theme.Space
import vn.motcua.ui.theme.Tone

/** Before there is a core: [trouble] is nothing while it is being opened (which may take longer once, after an update), else why it can't be. */
@Composable
fun StartScreen(
    trouble: Trouble?,
    onRetry: () -> Unit,
) {
    when {
        trouble == null -> Opening()
        trouble.failure is Failure.UpdateApp -> TooOldScreen(trouble)
        else -> CannotOpen(trouble, onRetry)
    }
}

@Composable
private fun Opening() {
    Column(
        Modifier.fillMaxSize().verticalScroll(rememberScrollState()).padding(Space.wide),
        verticalArrangement = Arrangement.spacedBy(Space.medium, Alignment.CenterVertically),
        horizontalAlignment = Alignment.CenterHorizontally,
    ) {
        Sign(Signs.Door, size = 64.dp, tint = MaterialTheme.colorScheme.primary)
        PageTitle(word("app-name"))
        Loading(text = word("start-opening"))
        Note(word("start-opening-note"), align = TextAlign.Center)
    }
}

/** Data newer than this app, or a portal that no longer talks to it: nothing is lost, the update opens it. */
@Composable
fun TooOldScreen(trouble: Trouble) {
    val platform = LocalPlatform.current
    Page(
        title = word("too-old-heading"),
        bottom = { PrimaryButton(word("action-update-app"), { platform.openAppUpdate() }, sign = Signs.Download) },
    ) {
        FailureNotice(trouble.words, tone = Tone.Due)
        Note(word("failure-help"))
    }
}

/** Every failure to open says that what is kept stays, and can be tried again: room was made, the phone unlocked, the other process ended. */
@Composable
private fun CannotOpen(
    trouble: Trouble,
    onRetry: () -> Unit,
) {
    Page(
        title = word("start-failed-heading"),
        bottom = { PrimaryButton(word("action-retry"), onRetry) },
    ) {
        FailureNotice(trouble)
        Body(word("start-failed-text"))
        Note(word("failure-help"))
    }
}
