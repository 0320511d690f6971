package vn.motcua.ui.screen.procedure

import androidx.compose.runtime.Composable
import vn.motcua.bridge.Core
import vn.motcua.ui.nav.Navigator
import vn.motcua.ui.nav.Place
import vn.motcua.ui.nav.holder
import vn.motcua.ui.nav.observed
import vn.motcua.ui.screen.list.actions

/** One procedure over an open core. */
@Composable
fun ProcedureRoute(
    core: Core,
    navigator: Navigator,
    code: String,
) {
    val holder = holder { ProcedureHolder(core, code) }
    ProcedureScreen(
        holder.procedure.observed(),
        holder.deeds.state.observed(),
        navigator.actions(holder.deeds, holder::prepare),
    ) { holder.start { navigator.open(Place.Form(it, 0)) } }
}
