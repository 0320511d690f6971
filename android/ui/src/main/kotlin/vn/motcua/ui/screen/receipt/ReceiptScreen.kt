package vn.motcua.ui.screen.receipt

import androidx.compose.foundation.text.selection.SelectionContainer
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.platform.ClipboardManager
import androidx.compose.ui.platform.LocalClipboardManager
import androidx.compose.ui.text.AnnotatedString
import androidx.compose.ui.text.font.FontFamily
import vn.motcua.bridge.Live
import vn.motcua.bridge.ReceiptModel
import vn.motcua.ui.nav.Place
import vn.motcua.ui.nav.word
import vn.motcua.ui.part.Body
import vn.motcua.ui.part.Empty
import vn.motcua.ui.part.Fact
import vn.motcua.ui.part.Note
import vn.motcua.ui.part.Page
import vn.motcua.ui.part.Panel
import vn.motcua.ui.part.PrimaryButton
import vn.motcua.ui.part.SecondaryButton
import vn.motcua.ui.part.SectionTitle
import vn.motcua.ui.part.Signs
import vn.motcua.ui.part.StatusChip
import vn.motcua.ui.screen.list.Deed
import vn.motcua.ui.screen.list.DeedNotice
import vn.motcua.ui.screen.list.ListActions
import vn.motcua.ui.screen.list.WaitingPage
import vn.motcua.ui.theme.Tone

/** What proves that a dossier was handed in: the code, when, who signed, and over what. */
@Composable
fun ReceiptScreen(
    receipt: Live<ReceiptModel?>,
    dossierId: String,
    deed: Deed,
    actions: ListActions,
    onSay: (String) -> Unit,
    onSave: (jws: String, name: String) -> Unit,
) {
    val model = (receipt as? Live.Value)?.value
    when {
        model != null -> Receipt(model, deed, actions, onSay, onSave)
        receipt is Live.Value -> NoReceipt(dossierId, actions)
        else -> WaitingPage(word("receipt-title"), receipt, actions)
    }
}

/** Nobody says "submitted" before there is a receipt. */
@Composable
private fun NoReceipt(
    dossierId: String,
    actions: ListActions,
) = Page(word("receipt-title"), actions.back) {
    Empty(word("receipt-none")) {
        SecondaryButton(word("timeline-open"), { actions.open(Place.Timeline(dossierId)) }, sign = Signs.Clock)
        SecondaryButton(word("outbox-heading"), { actions.open(Place.Outbox()) }, sign = Signs.Send)
    }
}

@Composable
private fun Receipt(
    receipt: ReceiptModel,
    deed: Deed,
    actions: ListActions,
    onSay: (String) -> Unit,
    onSave: (jws: String, name: String) -> Unit,
) {
    val name = "${word("receipt-file-name")}-${receipt.dossierCode}.jws"
    Page(
        receipt.heading,
        actions.back,
        bottom = { PrimaryButton(word("receipt-save"), { onSave(receipt.jws, name) }, sign = Signs.Download) },
    ) {
        DeedNotice(deed, actions)
        Code(receipt, onSay)
        Panel {
            Fact(word("receipt-at"), receipt.submittedAt)
            StatusChip(receipt.signer, Tone.Done)
        }
        SecondaryButton(word("timeline-open"), { actions.open(Place.Timeline(receipt.dossierId)) }, sign = Signs.Clock)
        Prints(receipt)
    }
}

@Composable
private fun Code(
    receipt: ReceiptModel,
    onSay: (String) -> Unit,
) {
    val clipboard = clipboard()
    Panel {
        SelectionContainer { Text(receipt.codeText, style = MaterialTheme.typography.titleLarge) }
        SecondaryButton(word("receipt-copy-code"), {
            clipboard.setText(AnnotatedString(receipt.dossierCode))
            onSay("state-copied")
        })
    }
}

/** The one that both Android and the desktop have; its successor wants each system's own entries. */
@Suppress("DEPRECATION")
@Composable
private fun clipboard(): ClipboardManager = LocalClipboardManager.current

/** For whoever checks: what exactly the receipt is over. */
@Composable
private fun Prints(receipt: ReceiptModel) {
    SectionTitle(word("receipt-prints"))
    Note(word("receipt-prints-hint"))
    Panel {
        Body(word("receipt-manifest"))
        Print(receipt.manifestSha256)
        Body(word("receipt-files"))
        receipt.files.forEach { Print(it) }
    }
}

@Composable
private fun Print(hash: String) =
    SelectionContainer {
        Text(
            hash,
            style = MaterialTheme.typography.bodySmall,
            fontFamily = FontFamily.Monospace,
            color = MaterialTheme.colorScheme.onSurfaceVariant,
        )
    }
