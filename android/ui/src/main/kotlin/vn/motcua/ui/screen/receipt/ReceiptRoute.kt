package vn.motcua.ui.screen.receipt

import androidx.compose.runtime.Composable
import vn.motcua.bridge.Core
import vn.motcua.ui.nav.LocalPlatform
import vn.motcua.ui.nav.Navigator
import vn.motcua.ui.nav.holder
import vn.motcua.ui.nav.observed
import vn.motcua.ui.screen.list.actions

/** A dossier's receipt over an open core. */
@Composable
fun ReceiptRoute(
    core: Core,
    navigator: Navigator,
    dossierId: String,
) {
    val holder = holder { ReceiptHolder(core, dossierId) }
    val platform = LocalPlatform.current
    val actions = navigator.actions(holder.deeds) {}
    ReceiptScreen(holder.receipt.observed(), dossierId, holder.deeds.state.observed(), actions, holder.deeds::say) { jws, name ->
        holder.save(jws, name, platform)
    }
}
