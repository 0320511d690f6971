package vn.motcua.ui.theme

import androidx.compose.material3.ColorScheme
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.runtime.ReadOnlyComposable
import androidx.compose.ui.graphics.Color

/** How something stands. The word and the sign say it; the colour only repeats it. */
enum class Tone {
    /** Simply so. */
    Calm,

    /** Waits for the person. */
    Due,

    /** Done, safe. */
    Done,

    /** Went wrong. */
    Wrong,
}

/** A ground and the text on it. */
data class ToneColours(
    val ground: Color,
    val text: Color,
)

/** The colours of a tone in a scheme. */
fun ColorScheme.of(tone: Tone): ToneColours =
    when (tone) {
        Tone.Calm -> ToneColours(secondaryContainer, onSecondaryContainer)
        Tone.Due -> ToneColours(tertiaryContainer, onTertiaryContainer)
        Tone.Done -> ToneColours(primaryContainer, onPrimaryContainer)
        Tone.Wrong -> ToneColours(errorContainer, onErrorContainer)
    }

/** The colours of a tone here. */
val Tone.colours: ToneColours
    @Composable
    @ReadOnlyComposable
    get() = MaterialTheme.colorScheme.of(this)
