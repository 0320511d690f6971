package vn.motcua.ui.screen.list

import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.material3.ExperimentalMaterial3Api
import androidx.compose.material3.pulltorefresh.PullToRefreshBox
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import vn.motcua.bridge.Live
import vn.motcua.ui.nav.Navigator
import vn.motcua.ui.nav.Place
import vn.motcua.ui.nav.word
import vn.motcua.ui.part.FailureNotice
import vn.motcua.ui.part.LiveContent
import vn.motcua.ui.part.Note
import vn.motcua.ui.part.Page
import vn.motcua.ui.part.QuietButton
import vn.motcua.ui.part.SecondaryButton
import vn.motcua.ui.part.Signs

/** What every list can be told, besides its own things; [back] where there is a way back. */
class ListActions(
    val open: (Place) -> Unit,
    val refresh: () -> Unit,
    val again: () -> Unit,
    val readAgain: () -> Unit,
    val back: (() -> Unit)?,
)

/** A list's actions in the app: [deeds] carries out, [refresh] asks for news. A root has a way back where one came to it from a page. */
internal fun Navigator.actions(
    deeds: Deeds,
    refresh: () -> Unit,
): ListActions {
    val back: () -> Unit = { back() }
    return ListActions(::open, refresh, deeds::again, deeds::readAgain, back.takeIf { top.place !is Place.Root || isDeep })
}

/** What came of the last deed, where there is something to say; a screen reader says it. */
@Composable
internal fun DeedNotice(
    deed: Deed,
    actions: ListActions,
) {
    val trouble = deed.trouble
    if (trouble != null) FailureNotice(trouble, onSignIn = { actions.open(Place.SignIn) }, onRetry = actions.again)
    deed.said?.let { Note(word(it), Modifier.semantics { liveRegion = LiveRegionMode.Polite }) }
}

/** [DeedNotice] as an item of a list. */
internal fun LazyListScope.deedNotice(
    deed: Deed,
    actions: ListActions,
) {
    if (deed.trouble != null || deed.said != null) item(key = "deed") { DeedNotice(deed, actions) }
}

/** A page whose content can be pulled down for news, as [RefreshButton] does by a touch. */
@OptIn(ExperimentalMaterial3Api::class)
@Composable
internal fun Refreshable(
    deed: Deed,
    actions: ListActions,
    content: @Composable () -> Unit,
) = PullToRefreshBox(deed.isRunning(REFRESH), actions.refresh, Modifier.fillMaxSize()) { content() }

/** Asks for news, for whoever can't pull a page down. */
@Composable
internal fun RefreshButton(
    deed: Deed,
    actions: ListActions,
) = QuietButton(word(if (deed.isRunning(REFRESH)) "state-loading" else "action-refresh"), actions.refresh)

/** A page that has nothing to show yet: it is being read, or why it can't be, reading it again, and [instead] what else there is. */
@Composable
internal fun WaitingPage(
    title: String,
    live: Live<*>,
    actions: ListActions,
    instead: @Composable () -> Unit = {},
) = Page(title, actions.back) {
    LiveContent(live, actions.readAgain) {}
    if (live is Live.Failed) instead()
}

/** To the procedures: what isn't there is fetched there, or another is chosen. */
@Composable
internal fun ToCatalogue(onOpen: (Place) -> Unit) = SecondaryButton(word("home-new-dossier"), { onOpen(Place.Catalogue) }, sign = Signs.Plus)
