package vn.motcua.ui.screen.outbox

import androidx.compose.runtime.Composable
import vn.motcua.bridge.Core
import vn.motcua.ui.nav.Navigator
import vn.motcua.ui.nav.holder
import vn.motcua.ui.nav.observed
import vn.motcua.ui.screen.list.actions

/** The outbox over an open core; with [entryId] that entry, and why it isn't sent. */
@Composable
fun OutboxRoute(
    core: Core,
    navigator: Navigator,
    entryId: String?,
) {
    val holder = holder { OutboxHolder(core) }
    val outbox = holder.outbox.observed()
    val deed = holder.deeds.state.observed()
    val actions = navigator.actions(holder.deeds, holder::send)
    if (entryId == null) OutboxScreen(outbox, deed, actions) else WhyScreen(outbox, entryId, deed, actions, holder::takeBack)
}
