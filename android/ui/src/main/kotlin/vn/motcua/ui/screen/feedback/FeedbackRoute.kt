package vn.motcua.ui.screen.feedback

import androidx.compose.runtime.Composable
import vn.motcua.bridge.Core
import vn.motcua.ui.nav.Navigator
import vn.motcua.ui.nav.holder
import vn.motcua.ui.nav.observed

/** The reports over an open core. */
@Composable
fun FeedbackRoute(
    core: Core,
    navigator: Navigator,
) {
    val holder = holder { FeedbackHolder(core, it) }
    FeedbackScreen(holder.pages.rows.observed(), holder.pages::more, holder.deeds::readAgain, navigator::open)
}
