package vn.motcua.ui.screen.catalogue

import androidx.compose.runtime.Composable
import vn.motcua.bridge.Core
import vn.motcua.ui.nav.Navigator
import vn.motcua.ui.part.Loading

/** Drawn by its own engineer next: the route's place only. */
@Composable
fun CatalogueRoute(
    core: Core,
    navigator: Navigator,
) = Loading()
