package vn.motcua.ui.screen.form

import androidx.compose.runtime.Composable
import vn.motcua.bridge.Frozen
import vn.motcua.bridge.HomeTargetOutbox
import vn.motcua.ui.nav.Place
import vn.motcua.ui.nav.word
import vn.motcua.ui.part.Banner
import vn.motcua.ui.part.SecondaryButton
import vn.motcua.ui.part.Signs
import vn.motcua.ui.screen.home.place

/** Why a form or a review can only be read, and the way to where it waits or is followed. */
@Composable
internal fun FrozenNotice(
    frozen: Frozen,
    onOpen: (Place) -> Unit,
) = Banner(frozen.text, sign = Signs.Info) {
    val waits = frozen.target is HomeTargetOutbox
    SecondaryButton(
        word(if (waits) "outbox-why" else "timeline-open"),
        { onOpen(frozen.target.place) },
        sign = if (waits) Signs.Send else Signs.Clock,
    )
}
