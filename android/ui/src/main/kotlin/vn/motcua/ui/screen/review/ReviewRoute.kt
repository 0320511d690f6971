package vn.motcua.ui.screen.review

import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import vn.motcua.bridge.Core
import vn.motcua.ui.nav.LocalWords
import vn.motcua.ui.nav.Navigator
import vn.motcua.ui.nav.holder
import vn.motcua.ui.screen.form.openForm

/** What will be sent of a draft, and sending it. */
@Composable
fun ReviewRoute(
    core: Core,
    navigator: Navigator,
    draftId: String,
) {
    val holder = holder { ReviewHolder(core, draftId, it) }
    val words = LocalWords.current
    LaunchedEffect(words) { holder.speak(words) }
    LaunchedEffect(holder) { holder.look() }
    LaunchedEffect(holder.submitted) { holder.submitted?.let(navigator::turnTo) }
    ReviewScreen(
        holder.state,
        onBack = { navigator.back() },
        onOpenAgain = holder::open,
        onOpen = navigator::open,
        onMend = { navigator.openForm(draftId, it) },
        onPledge = holder::pledge,
        onSubmit = holder::submit,
    )
}
