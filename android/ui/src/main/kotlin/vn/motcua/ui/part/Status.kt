package vn.motcua.ui.part

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.LinearProgressIndicator
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.StrokeCap
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.unit.dp
import vn.motcua.bridge.Standing
import vn.motcua.ui.theme.Space
import vn.motcua.ui.theme.Tone
import vn.motcua.ui.theme.colours

/** What has this tone: of statuses the core says it ([standing]); [sign] is its shape, for it isn't told by its colour alone. */
private class Look(
    val tone: Tone,
    val standing: Standing,
    val sign: ImageVector,
)

private val looks =
    listOf(
        Look(Tone.Calm, Standing.CALM, Signs.Info),
        Look(Tone.Due, Standing.DUE, Signs.Clock),
        Look(Tone.Done, Standing.DONE, Signs.Done),
        Look(Tone.Wrong, Standing.WRONG, Signs.Warning),
    )

/** The sign of a tone. */
val Tone.sign: ImageVector get() = looks.first { it.tone == this }.sign

/** The tone of what a status means. */
val Standing.tone: Tone get() = looks.first { it.standing == this }.tone

/** Its sign: what ended without a result isn't one more warning. */
val Standing.sign: ImageVector
    get() = if (this == Standing.WRONG) Signs.Wrong else tone.sign

/** How an item stands: a sign and the word. */
@Composable
fun StatusChip(
    text: String,
    tone: Tone,
    modifier: Modifier = Modifier,
    sign: ImageVector = tone.sign,
) {
    val colours = tone.colours
    Surface(modifier, shape = MaterialTheme.shapes.small, color = colours.ground, contentColor = colours.text) {
        Row(
            Modifier.padding(start = 6.dp, end = 10.dp, top = 3.dp, bottom = 3.dp),
            horizontalArrangement = Arrangement.spacedBy(Space.tiny),
            verticalAlignment = Alignment.CenterVertically,
        ) {
            Sign(sign, size = 18.dp)
            Text(text, style = MaterialTheme.typography.labelMedium)
        }
    }
}

/** How something stands, in a sentence with its sign. */
@Composable
fun StatusLine(
    text: String,
    tone: Tone,
    modifier: Modifier = Modifier,
) {
    Beside(modifier, sign = { ToneSign(tone) }) { Body(text, it) }
}

@Composable
private fun ToneSign(tone: Tone) {
    val colours = tone.colours
    Surface(shape = MaterialTheme.shapes.small, color = colours.ground, contentColor = colours.text) {
        Sign(tone.sign, Modifier.padding(6.dp))
    }
}

/** How far something is: [share] from 0 to 1, and the same in words. Only the words are spoken. */
@Composable
fun Progress(
    share: Float,
    text: String,
    modifier: Modifier = Modifier,
) {
    Column(modifier.fillMaxWidth(), verticalArrangement = Arrangement.spacedBy(Space.tiny)) {
        Note(text)
        LinearProgressIndicator(
            progress = { share.coerceIn(0f, 1f) },
            modifier = Modifier.fillMaxWidth().heightIn(min = 6.dp).clearAndSetSemantics {},
            trackColor = MaterialTheme.colorScheme.outlineVariant,
            strokeCap = StrokeCap.Round,
            gapSize = 0.dp,
            drawStopIndicator = {},
        )
    }
}
