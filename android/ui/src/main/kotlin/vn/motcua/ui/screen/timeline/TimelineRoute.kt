package vn.motcua.ui.screen.timeline

import androidx.compose.runtime.Composable
import vn.motcua.bridge.Core
import vn.motcua.ui.nav.LocalPlatform
import vn.motcua.ui.nav.Navigator
import vn.motcua.ui.nav.holder
import vn.motcua.ui.nav.observed
import vn.motcua.ui.screen.list.actions

/** A dossier's timeline over an open core. */
@Composable
fun TimelineRoute(
    core: Core,
    navigator: Navigator,
    dossierId: String,
) {
    val holder = holder { TimelineHolder(core, dossierId) }
    val platform = LocalPlatform.current
    val actions = navigator.actions(holder.deeds, holder::refresh)
    TimelineScreen(holder.timeline.observed(), holder.deeds.state.observed(), actions) { holder.saveResult(it, platform) }
}
