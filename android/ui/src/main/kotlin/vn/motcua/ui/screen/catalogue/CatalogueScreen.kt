package vn.motcua.ui.screen.catalogue

import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.foundation.lazy.items
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.input.ImeAction
import vn.motcua.bridge.CatalogueList
import vn.motcua.bridge.Live
import vn.motcua.bridge.ProcedureItem
import vn.motcua.ui.nav.Place
import vn.motcua.ui.nav.word
import vn.motcua.ui.part.Empty
import vn.motcua.ui.part.ItemCard
import vn.motcua.ui.part.ListPage
import vn.motcua.ui.part.Loading
import vn.motcua.ui.part.Note
import vn.motcua.ui.part.PrimaryButton
import vn.motcua.ui.part.QuietButton
import vn.motcua.ui.part.SecondaryButton
import vn.motcua.ui.part.Signs
import vn.motcua.ui.part.StatusChip
import vn.motcua.ui.part.TextInput
import vn.motcua.ui.screen.list.Deed
import vn.motcua.ui.screen.list.ListActions
import vn.motcua.ui.screen.list.REFRESH
import vn.motcua.ui.screen.list.RefreshButton
import vn.motcua.ui.screen.list.Refreshable
import vn.motcua.ui.screen.list.WaitingPage
import vn.motcua.ui.screen.list.deedNotice
import vn.motcua.ui.theme.Tone

/** Every procedure, found as one types. */
@Composable
fun CatalogueScreen(
    found: Live<CatalogueList>,
    query: String,
    onLook: (String) -> Unit,
    deed: Deed,
    actions: ListActions,
) {
    when (found) {
        is Live.Value -> Refreshable(deed, actions) { Found(found.value, query, onLook, deed, actions) }
        else -> WaitingPage(word("tab-catalogue"), found, actions)
    }
}

@Composable
private fun Found(
    list: CatalogueList,
    query: String,
    onLook: (String) -> Unit,
    deed: Deed,
    actions: ListActions,
) {
    ListPage(list.heading, actions.back, actions = { RefreshButton(deed, actions) }) {
        item(key = "search") { Search(query, onLook) }
        deedNotice(deed, actions)
        item(key = "found") { HowMany(list) }
        list.empty?.let { item(key = "empty") { NothingFound(it, list, deed, onLook, actions) } }
        procedures(list.items, actions.open)
    }
}

@Composable
private fun Search(
    query: String,
    onLook: (String) -> Unit,
) {
    Column {
        TextInput(word("catalogue-search-label"), query, onLook, keyboard = KeyboardOptions(imeAction = ImeAction.Search))
        if (query.isNotEmpty()) QuietButton(word("action-clear-search"), { onLook("") }, sign = Signs.Close)
    }
}

/** How many fit, said while one types; and how old the catalogue is. */
@Composable
private fun HowMany(list: CatalogueList) {
    Column {
        val results = "${word("catalogue-results")}: ${list.items.size}"
        if (list.query.isNotEmpty() && list.items.isNotEmpty()) Note(results, Modifier.semantics { liveRegion = LiveRegionMode.Polite })
        list.asOf?.let { Note(it) }
    }
}

@Composable
private fun NothingFound(
    text: String,
    list: CatalogueList,
    deed: Deed,
    onLook: (String) -> Unit,
    actions: ListActions,
) {
    if (list.asOf == null && deed.isRunning(REFRESH)) return Loading()
    // After a failure its notice above offers to try again.
    Empty(text, Modifier.semantics { liveRegion = LiveRegionMode.Polite }, sign = Signs.Search) {
        if (list.asOf == null && deed.trouble == null) {
            PrimaryButton(word("catalogue-fetch"), actions.refresh, sign = Signs.Download)
        } else if (list.query.isNotEmpty()) {
            SecondaryButton(word("action-clear-search"), { onLook("") })
        }
    }
}

private fun LazyListScope.procedures(
    procedures: List<ProcedureItem>,
    onOpen: (Place) -> Unit,
) = items(procedures, key = { it.code }, contentType = { "row" }) { item ->
    ItemCard(item.name, item.label, { onOpen(Place.Procedure(item.code)) }, detail = item.field) {
        Note(item.level)
        Note(item.deadline)
        if (item.canStart) StatusChip(word("catalogue-can-start"), Tone.Done)
    }
}
