package vn.motcua.ui.screen.inbox

import androidx.compose.runtime.Composable
import vn.motcua.bridge.Core
import vn.motcua.ui.nav.Navigator
import vn.motcua.ui.nav.holder
import vn.motcua.ui.nav.observed
import vn.motcua.ui.screen.list.actions

/** The messages over an open core. */
@Composable
fun InboxRoute(
    core: Core,
    navigator: Navigator,
) {
    val holder = holder { InboxHolder(core, it) }
    val actions = navigator.actions(holder.deeds, holder::refresh)
    InboxScreen(holder.pages.rows.observed(), holder.deeds.state.observed(), actions, holder.pages::more, holder::see)
}
