package vn.motcua.ui.screen.supplement

import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import vn.motcua.bridge.Live
import vn.motcua.bridge.SupplementRequest
import vn.motcua.bridge.Timeline
import vn.motcua.ui.nav.Place
import vn.motcua.ui.nav.word
import vn.motcua.ui.part.Body
import vn.motcua.ui.part.Empty
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

/** What the office asks, by when, and the way to each question it is about. */
@Composable
fun SupplementScreen(
    timeline: Live<Timeline>,
    deed: Deed,
    actions: ListActions,
    onAnswer: (number: UInt, reference: String?) -> Unit,
) {
    val request = (timeline as? Live.Value)?.value?.supplement
    when {
        timeline !is Live.Value -> WaitingPage(word("timeline-supplement"), timeline, actions)
        request == null -> NothingAsked(timeline.value.dossierId, actions)
        else -> Asked(timeline.value, request, deed, actions) { onAnswer(request.number, it) }
    }
}

@Composable
private fun NothingAsked(
    dossierId: String,
    actions: ListActions,
) = Page(word("timeline-supplement"), actions.back) {
    Empty(word("supplement-none"), Modifier.semantics { liveRegion = LiveRegionMode.Polite }, sign = Signs.Done) {
        SecondaryButton(word("timeline-open"), { actions.open(Place.Timeline(dossierId)) }, sign = Signs.Clock)
    }
}

@Composable
private fun Asked(
    timeline: Timeline,
    request: SupplementRequest,
    deed: Deed,
    actions: ListActions,
    onAnswer: (String?) -> Unit,
) {
    val busy = deed.isRunning(SupplementHolder.ANSWER)
    Page(
        word("timeline-supplement"),
        actions.back,
        bottom = {
            PrimaryButton(
                word("supplement-answer"),
                { onAnswer(request.items.firstNotNullOfOrNull { it.reference }) },
                busy = busy,
                sign = Signs.Edit,
            )
        },
    ) {
        DeedNotice(deed, actions)
        Note(timeline.heading)
        Panel {
            Body(request.note)
            if (request.due.isNotEmpty()) StatusChip("${word("supplement-due")}: ${request.due}", Tone.Due)
        }
        if (request.items.isNotEmpty()) SectionTitle(word("supplement-items"))
        request.items.forEach { Panel { AskedItem(it, onAnswer) } }
    }
}
