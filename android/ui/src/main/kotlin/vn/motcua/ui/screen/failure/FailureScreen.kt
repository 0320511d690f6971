package vn.motcua.ui.screen.failure

import androidx.compose.runtime.Composable
import vn.motcua.ui.nav.word
import vn.motcua.ui.part.FailureNotice
import vn.motcua.ui.part.Note
import vn.motcua.ui.part.Page
import vn.motcua.ui.part.Trouble

/** A whole page for a failure that leaves nothing else to show: cause, remedy, code, and what can be done. */
@Composable
fun FailureScreen(
    trouble: Trouble,
    onBack: (() -> Unit)? = null,
    onSignIn: (() -> Unit)? = null,
    onRetry: (() -> Unit)? = null,
) {
    Page(title = word("failure-heading"), onBack = onBack) {
        FailureNotice(trouble, onSignIn = onSignIn, onRetry = onRetry)
        Note(word("failure-help"))
    }
}
