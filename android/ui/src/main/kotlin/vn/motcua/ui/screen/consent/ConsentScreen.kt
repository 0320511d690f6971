package vn.motcua.ui.screen.consent

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.runtime.Composable
import vn.motcua.bridge.SettingChoice
import vn.motcua.ui.nav.word
import vn.motcua.ui.part.Body
import vn.motcua.ui.part.FailureNotice
import vn.motcua.ui.part.Loading
import vn.motcua.ui.part.Note
import vn.motcua.ui.part.Page
import vn.motcua.ui.part.Panel
import vn.motcua.ui.part.PrimaryButton
import vn.motcua.ui.part.QuietButton
import vn.motcua.ui.part.Signs
import vn.motcua.ui.theme.Space

/** What the app does with a person's data, before it does anything. [onAccept] and [onSpeak] at the first run; later it is only read, and left by [onBack]. */
@Composable
fun ConsentScreen(
    state: ConsentState,
    onAccept: (() -> Unit)?,
    onSpeak: ((String) -> Unit)?,
    onBack: (() -> Unit)? = null,
) {
    val page = state.page
    Page(
        title = page?.heading?.takeIf { onAccept != null } ?: word("consent-open"),
        onBack = onBack,
        bottom = if (page != null && onAccept != null) ({ PrimaryButton(page.accept, onAccept, busy = state.accepting) }) else null,
    ) {
        if (onSpeak != null) Languages(state.languages, onSpeak)
        if (page == null && state.trouble == null) Loading()
        if (page != null) Panel { Column(verticalArrangement = Arrangement.spacedBy(Space.large)) { page.paragraphs.forEach { Body(it) } } }
        if (page != null && onAccept != null) Note(word("consent-decline"))
        state.trouble?.let { FailureNotice(it, onRetry = onAccept) }
    }
}

@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun Languages(
    languages: List<SettingChoice>,
    onSpeak: (String) -> Unit,
) {
    val others = languages.filterNot { it.selected }
    if (others.isEmpty()) return
    Column {
        Note(word("consent-language"))
        FlowRow(horizontalArrangement = Arrangement.spacedBy(Space.small)) {
            others.forEach { QuietButton(it.label, { onSpeak(it.value) }, sign = Signs.Speech) }
        }
    }
}
