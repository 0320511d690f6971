package vn.motcua.ui.screen.supplement

import androidx.compose.runtime.Composable
import vn.motcua.bridge.Core
import vn.motcua.ui.nav.Navigator
import vn.motcua.ui.nav.holder
import vn.motcua.ui.nav.observed
import vn.motcua.ui.screen.list.actions

/** What the office asks to be added, over an open core. */
@Composable
fun SupplementRoute(
    core: Core,
    navigator: Navigator,
    dossierId: String,
) {
    val holder = holder { SupplementHolder(core, dossierId) }
    val actions = navigator.actions(holder.deeds) {}
    SupplementScreen(holder.timeline.observed(), holder.deeds.state.observed(), actions) { number, reference ->
        holder.answer(number, reference, navigator::open)
    }
}
