package vn.motcua.ui.nav

import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.WindowInsets
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.ime
import androidx.compose.foundation.layout.safeDrawing
import androidx.compose.foundation.layout.windowInsetsPadding
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.SideEffect
import androidx.compose.runtime.remember
import androidx.compose.runtime.saveable.rememberSaveableStateHolder
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalDensity
import androidx.lifecycle.viewmodel.compose.LocalViewModelStoreOwner
import vn.motcua.bridge.Core
import vn.motcua.bridge.Words
import vn.motcua.ui.screen.catalogue.CatalogueRoute
import vn.motcua.ui.screen.consent.ConsentGate
import vn.motcua.ui.screen.consent.ConsentRoute
import vn.motcua.ui.screen.dossiers.DossiersRoute
import vn.motcua.ui.screen.drafts.DraftsRoute
import vn.motcua.ui.screen.feedback.FeedbackReportRoute
import vn.motcua.ui.screen.feedback.FeedbackRoute
import vn.motcua.ui.screen.feedback.ReportFormRoute
import vn.motcua.ui.screen.form.FormRoute
import vn.motcua.ui.screen.home.HomeRoute
import vn.motcua.ui.screen.inbox.InboxRoute
import vn.motcua.ui.screen.outbox.OutboxRoute
import vn.motcua.ui.screen.procedure.ProcedureRoute
import vn.motcua.ui.screen.receipt.ReceiptRoute
import vn.motcua.ui.screen.review.ReviewRoute
import vn.motcua.ui.screen.session.SessionRoute
import vn.motcua.ui.screen.session.SignInRoute
import vn.motcua.ui.screen.settings.MyDataRoute
import vn.motcua.ui.screen.settings.SettingsRoute
import vn.motcua.ui.screen.supplement.SupplementRoute
import vn.motcua.ui.screen.timeline.TimelineRoute
import vn.motcua.ui.theme.MotCuaTheme

/** The whole app over an open core: consent first, then the place that [navigator] is at, with the bottom bar under its five roots. */
@Composable
fun MotCuaApp(
    core: Core,
    platform: PlatformActions,
    navigator: Navigator,
) {
    Window(core.words.observed(), platform) {
        CompositionLocalProvider(LocalEntry provides navigator.always, LocalViewModelStoreOwner provides navigator.always) {
            ConsentGate(core, navigator) { Places(core, navigator) }
        }
    }
}

/** What every screen stands in: colours, words, the system's edges. Also for what is shown before there is a core. */
@Composable
fun Window(
    words: Words,
    platform: PlatformActions,
    content: @Composable () -> Unit,
) {
    CompositionLocalProvider(LocalWords provides words, LocalPlatform provides platform) {
        MotCuaTheme {
            Surface(Modifier.fillMaxSize(), color = MaterialTheme.colorScheme.background) {
                Box(Modifier.windowInsetsPadding(WindowInsets.safeDrawing)) { content() }
            }
        }
    }
}

@Composable
private fun Places(
    core: Core,
    navigator: Navigator,
) {
    Column(Modifier.fillMaxSize()) {
        Box(Modifier.weight(1f)) { Shown(core, navigator) }
        val root = navigator.top.place as? Place.Root
        val typing = WindowInsets.ime.getBottom(LocalDensity.current) > 0
        if (root != null && !typing) BottomBar(root, navigator::turnTo)
    }
}

/** The screen at the top, with what it remembers (where it was scrolled to) for as long as it is on the way. */
@Composable
private fun Shown(
    core: Core,
    navigator: Navigator,
) {
    val remembered = rememberSaveableStateHolder()
    val entry = navigator.top
    remembered.SaveableStateProvider(entry.key) {
        CompositionLocalProvider(LocalEntry provides entry, LocalViewModelStoreOwner provides entry) { Route(entry.place, core, navigator) }
    }
    val keys = navigator.entries.map { it.key }.toSet()
    val known = remember { mutableSetOf<String>() }
    SideEffect {
        (known - keys).forEach(remembered::removeState)
        known.retainAll(keys)
        known += keys
    }
}

@Composable
private fun Route(
    place: Place,
    core: Core,
    navigator: Navigator,
) {
    when (place) {
        Place.Home -> HomeRoute(core, navigator)
        Place.Catalogue -> CatalogueRoute(core, navigator)
        is Place.Procedure -> ProcedureRoute(core, navigator, place.code)
        Place.Drafts -> DraftsRoute(core, navigator)
        Place.Dossiers -> DossiersRoute(core, navigator)
        is Place.Form -> FormRoute(core, navigator, place.draftId, place.page)
        is Place.Review -> ReviewRoute(core, navigator, place.draftId)
        is Place.Outbox -> OutboxRoute(core, navigator, place.entryId)
        is Place.Receipt -> ReceiptRoute(core, navigator, place.dossierId)
        is Place.Timeline -> TimelineRoute(core, navigator, place.dossierId)
        is Place.Supplement -> SupplementRoute(core, navigator, place.dossierId)
        Place.Inbox -> InboxRoute(core, navigator)
        Place.Feedback -> FeedbackRoute(core, navigator)
        is Place.FeedbackReport -> FeedbackReportRoute(core, navigator, place.id)
        Place.NewFeedback -> ReportFormRoute(core, navigator)
        is Place.EditFeedback -> ReportFormRoute(core, navigator, place.id)
        Place.SignIn -> SignInRoute(core, navigator)
        Place.Session -> SessionRoute(core, navigator)
        Place.Settings -> SettingsRoute(core, navigator)
        Place.MyData -> MyDataRoute(core, navigator)
        Place.Consent -> ConsentRoute(core, navigator)
    }
}
