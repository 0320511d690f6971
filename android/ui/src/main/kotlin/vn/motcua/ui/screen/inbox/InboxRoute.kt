package vn.motcua.ui.screen.inbox

import androidx.compose.runtime.Composable
import vn.motcua.bridge.Core
import vn.motcua.ui.nav.Navigator
import vn.motcua.ui.part.Loading

/** Drawn by its own engineer next: the route's place only. */
@Composable
fun InboxRoute(
    core: Core,
    navigator: Navigator,
) = Loading()
