package vn.motcua.ui.screen.dossiers

import androidx.compose.runtime.Composable
import vn.motcua.bridge.DossierItem
import vn.motcua.bridge.DossierList
import vn.motcua.bridge.Live
import vn.motcua.ui.nav.Place
import vn.motcua.ui.nav.word
import vn.motcua.ui.part.Empty
import vn.motcua.ui.part.ItemCard
import vn.motcua.ui.part.ListPage
import vn.motcua.ui.part.PrimaryButton
import vn.motcua.ui.part.Signs
import vn.motcua.ui.part.StatusChip
import vn.motcua.ui.part.sign
import vn.motcua.ui.part.tone
import vn.motcua.ui.screen.list.Deed
import vn.motcua.ui.screen.list.ListActions
import vn.motcua.ui.screen.list.RefreshButton
import vn.motcua.ui.screen.list.Refreshable
import vn.motcua.ui.screen.list.Rows
import vn.motcua.ui.screen.list.WaitingPage
import vn.motcua.ui.screen.list.deedNotice
import vn.motcua.ui.screen.list.rowItems

/** What I handed in, the newest first. */
@Composable
fun DossiersScreen(
    rows: Live<Rows<DossierList, DossierItem>>,
    deed: Deed,
    actions: ListActions,
    onMore: () -> Unit,
) {
    when (rows) {
        is Live.Value -> Refreshable(deed, actions) { Dossiers(rows.value, deed, actions, onMore) }
        else -> WaitingPage(word("dossiers-heading"), rows, actions)
    }
}

@Composable
private fun Dossiers(
    rows: Rows<DossierList, DossierItem>,
    deed: Deed,
    actions: ListActions,
    onMore: () -> Unit,
) {
    ListPage(word("dossiers-heading"), actions.back, actions = { RefreshButton(deed, actions) }) {
        deedNotice(deed, actions)
        if (rows.items.isEmpty()) {
            item(key = "empty") {
                Empty(word("dossiers-empty")) { PrimaryButton(word("home-new-dossier"), { actions.open(Place.Catalogue) }, sign = Signs.Plus) }
            }
        }
        rowItems(rows, { it.dossierId }, onMore) { dossier ->
            val which = dossier.dossierCode ?: dossier.waitingSince
            ItemCard(dossier.title, dossier.label, { actions.open(Place.Timeline(dossier.dossierId)) }, detail = which) {
                StatusChip(dossier.statusText, dossier.standing.tone, sign = dossier.standing.sign)
            }
        }
    }
}
