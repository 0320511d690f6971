package vn.motcua.ui.screen.outbox

import androidx.compose.runtime.Composable
import vn.motcua.bridge.Core
import vn.motcua.ui.nav.Navigator
import vn.motcua.ui.part.Loading

/** Drawn by its own engineer next: the route's place only. */
@Composable
fun OutboxRoute(
    core: Core,
    navigator: Navigator,
    entryId: String?,
) = Loading()
