package vn.motcua.ui.part

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.Spacer
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.layout.width
import androidx.compose.foundation.layout.widthIn
import androidx.compose.material3.Button
import androidx.compose.material3.ButtonColors
import androidx.compose.material3.ButtonDefaults
import androidx.compose.material3.CircularProgressIndicator
import androidx.compose.material3.LocalContentColor
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedButton
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.semantics.stateDescription
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import vn.motcua.ui.nav.word
import vn.motcua.ui.theme.Size
import vn.motcua.ui.theme.Space
import vn.motcua.ui.theme.ToneColours

// Buttons as wide as the page, whose text may wrap: at 200 % "Gửi phản ánh" still fits. None is greyed out to say that something is missing: it is
// pressed, and the page says what.

/** What the page is for; one a page. While [busy] it turns and takes no second press. */
@Composable
fun PrimaryButton(
    text: String,
    onClick: () -> Unit,
    modifier: Modifier = Modifier,
    busy: Boolean = false,
    sign: ImageVector? = null,
) = FilledButton(text, onClick, modifier, busy, sign, ButtonDefaults.buttonColors())

/** What can't be taken back. */
@Composable
fun DangerButton(
    text: String,
    onClick: () -> Unit,
    modifier: Modifier = Modifier,
    busy: Boolean = false,
    sign: ImageVector? = null,
) {
    val colours = MaterialTheme.colorScheme
    FilledButton(text, onClick, modifier, busy, sign, ButtonDefaults.buttonColors(colours.error, colours.onError))
}

@Composable
private fun FilledButton(
    text: String,
    onClick: () -> Unit,
    modifier: Modifier,
    busy: Boolean,
    sign: ImageVector?,
    colours: ButtonColors,
) {
    Button(
        { if (!busy) onClick() },
        modifier.fillMaxWidth().heightIn(min = 52.dp).busy(busy),
        shape = MaterialTheme.shapes.medium,
        colors = colours,
        contentPadding = inside,
    ) { ButtonWords(text, busy, sign) }
}

/** What can be done besides. */
@Composable
fun SecondaryButton(
    text: String,
    onClick: () -> Unit,
    modifier: Modifier = Modifier,
    busy: Boolean = false,
    sign: ImageVector? = null,
) {
    OutlinedButton(
        { if (!busy) onClick() },
        modifier.fillMaxWidth().heightIn(min = 52.dp).busy(busy),
        shape = MaterialTheme.shapes.medium,
        colors = ButtonDefaults.outlinedButtonColors(contentColor = MaterialTheme.colorScheme.primary),
        border = BorderStroke(1.dp, MaterialTheme.colorScheme.outline),
        contentPadding = inside,
    ) { ButtonWords(text, busy, sign) }
}

/** A small thing to do, no wider than its words. */
@Composable
fun QuietButton(
    text: String,
    onClick: () -> Unit,
    modifier: Modifier = Modifier,
    sign: ImageVector? = null,
) {
    TextButton(
        onClick,
        modifier.heightIn(min = Size.touch).widthIn(min = Size.touch),
        shape = MaterialTheme.shapes.medium,
        contentPadding = PaddingValues(horizontal = Space.medium, vertical = Space.small),
    ) { ButtonWords(text, busy = false, sign) }
}

/** What can be done about a notice, in the notice's own colours. */
@Composable
internal fun ToneButton(
    text: String,
    colours: ToneColours,
    onClick: () -> Unit,
) {
    OutlinedButton(
        onClick,
        Modifier.fillMaxWidth().heightIn(min = Size.touch),
        shape = MaterialTheme.shapes.medium,
        colors = ButtonDefaults.outlinedButtonColors(contentColor = colours.text),
        border = BorderStroke(1.dp, colours.text),
        contentPadding = inside,
    ) { ButtonWords(text, busy = false, sign = null) }
}

private val inside = PaddingValues(horizontal = Space.large, vertical = Space.medium)

@Composable
private fun ButtonWords(
    text: String,
    busy: Boolean,
    sign: ImageVector?,
) {
    if (busy) {
        CircularProgressIndicator(Modifier.size(20.dp), color = LocalContentColor.current, strokeWidth = 2.dp)
        Spacer(Modifier.width(Space.small))
    } else if (sign != null) {
        Sign(sign, size = 22.dp)
        Spacer(Modifier.width(Space.small))
    }
    // Words of two lines begin beside their sign.
    val align = if (busy || sign != null) TextAlign.Start else TextAlign.Center
    Text(text, style = MaterialTheme.typography.labelLarge, textAlign = align)
}

@Composable
private fun Modifier.busy(busy: Boolean): Modifier {
    if (!busy) return this
    val words = word("state-working")
    return semantics { stateDescription = words }
}
