package vn.motcua.ui.screen.procedure

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.height
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.unit.dp
import vn.motcua.bridge.Live
import vn.motcua.bridge.ProcedurePage
import vn.motcua.ui.nav.word
import vn.motcua.ui.part.Body
import vn.motcua.ui.part.Fact
import vn.motcua.ui.part.Note
import vn.motcua.ui.part.Page
import vn.motcua.ui.part.Panel
import vn.motcua.ui.part.PrimaryButton
import vn.motcua.ui.part.SecondaryButton
import vn.motcua.ui.part.SectionTitle
import vn.motcua.ui.part.Sign
import vn.motcua.ui.part.Signs
import vn.motcua.ui.part.StatusLine
import vn.motcua.ui.screen.list.Deed
import vn.motcua.ui.screen.list.DeedNotice
import vn.motcua.ui.screen.list.ListActions
import vn.motcua.ui.screen.list.ToCatalogue
import vn.motcua.ui.screen.list.WaitingPage
import vn.motcua.ui.theme.Space
import vn.motcua.ui.theme.Tone

/** What a procedure asks and gives: papers, fees, days, where; and the way in. */
@Composable
fun ProcedureScreen(
    procedure: Live<ProcedurePage>,
    deed: Deed,
    actions: ListActions,
    onStart: () -> Unit,
) {
    when (procedure) {
        is Live.Value -> Procedure(procedure.value, deed, actions, onStart)
        else -> WaitingPage(word("tab-catalogue"), procedure, actions) { ToCatalogue(actions.open) }
    }
}

@Composable
private fun Procedure(
    page: ProcedurePage,
    deed: Deed,
    actions: ListActions,
    onStart: () -> Unit,
) {
    val opening = deed.isRunning(ProcedureHolder.START)
    val start: (@Composable () -> Unit)? =
        if (!page.item.canStart) {
            null
        } else {
            { PrimaryButton(word(if (opening) "form-opening" else "procedure-start"), onStart, busy = opening, sign = Signs.Edit) }
        }
    Page(page.item.name, actions.back, bottom = start?.let { { it() } }) {
        DeedNotice(deed, actions)
        Body(page.start)
        Summary(page)
        Lines("procedure-papers", page.papers)
        Fees(page)
        page.result?.let { Lines("procedure-result", listOf(it)) }
        Lines("procedure-law", page.legalRefs)
        if (page.item.canStart) Offline(page.prepared, deed, actions)
    }
}

@Composable
private fun Summary(page: ProcedurePage) {
    Panel {
        Fact(word("procedure-deadline"), page.item.deadline)
        Fact(word("procedure-level"), page.item.level)
        Fact(word("procedure-online"), page.online)
        if (page.item.field.isNotEmpty()) Fact(word("procedure-field"), page.item.field)
        Fact(word("procedure-code"), page.item.code)
    }
}

@Composable
private fun Fees(page: ProcedurePage) {
    if (page.fees.isEmpty() && page.feeNote == null) return
    SectionTitle(word("procedure-fees"))
    Panel {
        page.fees.forEach { Line(it) }
        page.feeNote?.let { Note(it) }
    }
}

@Composable
private fun Lines(
    name: String,
    lines: List<String>,
) {
    if (lines.isEmpty()) return
    SectionTitle(word(name))
    Panel { lines.forEach { Line(it) } }
}

@Composable
private fun Line(text: String) {
    Row(horizontalArrangement = Arrangement.spacedBy(Space.medium)) {
        val height = MaterialTheme.typography.bodyLarge.lineHeight
        val line = with(LocalDensity.current) { height.toDp() }
        Sign(Signs.Dot, Modifier.height(line), size = 20.dp, tint = MaterialTheme.colorScheme.primary)
        Body(text)
    }
}

@Composable
private fun Offline(
    isReady: Boolean,
    deed: Deed,
    actions: ListActions,
) {
    SectionTitle(word("procedure-offline"))
    if (isReady) return StatusLine(word("procedure-prepared"), Tone.Done)
    Note(word("procedure-offline-hint"))
    val busy = deed.isRunning(ProcedureHolder.PREPARE)
    SecondaryButton(word(if (busy) "state-loading" else "procedure-prepare"), actions.refresh, busy = busy, sign = Signs.Download)
}
