package vn.motcua.ui.part

import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.AlertDialog
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import vn.motcua.ui.nav.word

/** Asks before something is done; [grave] when it can't be taken back. The way out stands last and does nothing; so does a touch beside it. */
@Composable
fun Confirm(
    title: String,
    text: String,
    action: String,
    onConfirm: () -> Unit,
    onDismiss: () -> Unit,
    grave: Boolean = true,
) {
    AlertDialog(
        onDismissRequest = onDismiss,
        title = { Text(title, Modifier.semantics { heading() }, style = MaterialTheme.typography.titleLarge) },
        text = { Column(Modifier.verticalScroll(rememberScrollState())) { Body(text) } },
        confirmButton = { if (grave) DangerButton(action, onConfirm) else PrimaryButton(action, onConfirm) },
        dismissButton = { SecondaryButton(word("action-cancel"), onDismiss) },
        containerColor = MaterialTheme.colorScheme.surfaceContainerHigh,
        shape = MaterialTheme.shapes.large,
    )
}
