package vn.motcua.app.lock

import androidx.compose.runtime.Composable
import vn.motcua.ui.nav.word
import vn.motcua.ui.part.Body
import vn.motcua.ui.part.Page
import vn.motcua.ui.part.PrimaryButton

/** The app was out of sight for long: nothing of it shows until the person has shown that it is them. */
@Composable
fun LockedScreen(onConfirm: () -> Unit) {
    Page(
        title = word("lock-heading"),
        bottom = { PrimaryButton(word("lock-open"), onConfirm) },
    ) { Body(word("lock-text")) }
}
