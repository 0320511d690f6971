package vn.motcua.ui.screen.drafts

import androidx.compose.runtime.Composable
import vn.motcua.bridge.Core
import vn.motcua.ui.nav.Navigator
import vn.motcua.ui.nav.holder
import vn.motcua.ui.nav.observed
import vn.motcua.ui.screen.list.actions

/** The drafts over an open core. */
@Composable
fun DraftsRoute(
    core: Core,
    navigator: Navigator,
) {
    val holder = holder { DraftsHolder(core, it) }
    DraftsScreen(
        holder.pages.rows.observed(),
        holder.doomed.observed(),
        holder.deeds.state.observed(),
        navigator.actions(holder.deeds, holder::refresh),
        DraftActions(holder.pages::more, holder::ask, holder::delete, holder::takeBack),
    )
}
