package vn.motcua.ui.screen.home

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.foundation.lazy.itemsIndexed
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import vn.motcua.bridge.Home
import vn.motcua.bridge.HomeItem
import vn.motcua.bridge.HomeKind
import vn.motcua.bridge.HomeSection
import vn.motcua.bridge.HomeTarget
import vn.motcua.bridge.HomeTargetDraft
import vn.motcua.bridge.HomeTargetFeedback
import vn.motcua.bridge.HomeTargetInbox
import vn.motcua.bridge.HomeTargetOutbox
import vn.motcua.bridge.HomeTargetSignIn
import vn.motcua.bridge.HomeTargetSupplement
import vn.motcua.bridge.HomeTargetTimeline
import vn.motcua.bridge.Live
import vn.motcua.ui.nav.Place
import vn.motcua.ui.nav.word
import vn.motcua.ui.part.Banner
import vn.motcua.ui.part.Empty
import vn.motcua.ui.part.ItemCard
import vn.motcua.ui.part.ListPage
import vn.motcua.ui.part.PrimaryButton
import vn.motcua.ui.part.QuietButton
import vn.motcua.ui.part.SecondaryButton
import vn.motcua.ui.part.SectionTitle
import vn.motcua.ui.part.Signs
import vn.motcua.ui.part.StatusChip
import vn.motcua.ui.screen.list.Deed
import vn.motcua.ui.screen.list.ListActions
import vn.motcua.ui.screen.list.RefreshButton
import vn.motcua.ui.screen.list.Refreshable
import vn.motcua.ui.screen.list.WaitingPage
import vn.motcua.ui.screen.list.deedNotice
import vn.motcua.ui.theme.Space
import vn.motcua.ui.theme.Tone

/** What waits for me, and the two things that one begins here. */
@Composable
fun HomeScreen(
    home: Live<Home>,
    deed: Deed,
    actions: ListActions,
) {
    when (home) {
        is Live.Value -> Refreshable(deed, actions) { Waiting(home.value, deed, actions) }
        else -> WaitingPage(word("tab-home"), home, actions)
    }
}

@Composable
private fun Waiting(
    home: Home,
    deed: Deed,
    actions: ListActions,
) {
    ListPage(home.heading, actions.back, actions = { RefreshButton(deed, actions) }) {
        deedNotice(deed, actions)
        home.banner?.let { item(key = "banner") { Banner(it) } }
        item(key = "begin") { Beginnings(actions.open) }
        home.empty?.let { item(key = "empty") { Empty(it) } }
        home.sections.forEach { section(it, actions.open) }
    }
}

@Composable
private fun Beginnings(onOpen: (Place) -> Unit) {
    Column(verticalArrangement = Arrangement.spacedBy(Space.small)) {
        PrimaryButton(word("home-new-dossier"), { onOpen(Place.Catalogue) }, sign = Signs.Plus)
        SecondaryButton(word("home-new-report"), { onOpen(Place.NewFeedback) }, sign = Signs.Speech)
    }
}

private fun LazyListScope.section(
    section: HomeSection,
    onOpen: (Place) -> Unit,
) {
    item(key = section.kind.name) { SectionTitle(section.heading) }
    itemsIndexed(section.items, key = { index, _ -> "${section.kind}/$index" }) { _, item -> HomeCard(item) { onOpen(item.place(section.kind)) } }
    if (section.more) item(key = "${section.kind}/more") { MoreButton(section) { onOpen(section.kind.place) } }
}

@Composable
private fun HomeCard(
    item: HomeItem,
    onOpen: () -> Unit,
) {
    ItemCard(item.title, item.label, onOpen, detail = item.detail, sign = item.target.sign) {
        if (item.urgent) StatusChip(word("word-urgent"), Tone.Due)
    }
}

/** Several sections have one: a screen reader hears which it is. */
@Composable
private fun MoreButton(
    section: HomeSection,
    onOpen: () -> Unit,
) {
    val text = word("action-show-more")
    QuietButton(text, onOpen, Modifier.semantics { contentDescription = "$text: ${section.heading}" })
}

/** A draft that waits for the person was refused: it is taken back among the drafts before it can be edited. */
private fun HomeItem.place(kind: HomeKind): Place = if (kind == HomeKind.TO_DO && target is HomeTargetDraft) Place.Drafts else target.place

/** Where an item leads. */
val HomeTarget.place: Place
    get() =
        when (this) {
            is HomeTargetDraft -> Place.Form(draftId, 0)
            is HomeTargetSupplement -> Place.Supplement(dossierId)
            is HomeTargetTimeline -> Place.Timeline(dossierId)
            is HomeTargetOutbox -> Place.Outbox(entryId)
            is HomeTargetFeedback -> Place.FeedbackReport(reportId)
            is HomeTargetSignIn -> Place.SignIn
            is HomeTargetInbox -> Place.Inbox
        }

private val HomeTarget.sign: ImageVector
    get() =
        when (this) {
            is HomeTargetDraft -> Signs.Edit
            is HomeTargetSupplement -> Signs.Paper
            is HomeTargetTimeline -> Signs.Clock
            is HomeTargetOutbox -> Signs.Send
            is HomeTargetFeedback -> Signs.Speech
            is HomeTargetSignIn -> Signs.Person
            is HomeTargetInbox -> Signs.Envelope
        }

/** Where the rest of a section is. */
private val HomeKind.place: Place
    get() =
        when (this) {
            HomeKind.TO_DO -> Place.Outbox()
            HomeKind.ALERTS -> Place.Inbox
            HomeKind.DRAFTS -> Place.Drafts
            HomeKind.DOSSIERS -> Place.Dossiers
        }
