package vn.motcua.ui.theme

import androidx.compose.material3.ColorScheme
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.luminance
import org.junit.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** WCAG 2.1 contrast of every pair of colours that the parts put together (EN 301 549, 11.1.4.3 and 11.1.4.11). */
class ContrastTest {
    private fun contrast(
        one: Color,
        other: Color,
    ): Double {
        val lights = listOf(one.luminance().toDouble(), other.luminance().toDouble()).sortedDescending()
        return (lights[0] + 0.05) / (lights[1] + 0.05)
    }

    private fun ColorScheme.grounds() =
        mapOf(
            "page" to background,
            "surface" to surface,
            "card" to surfaceContainerLow,
            "bar" to surfaceContainer,
            "menu and dialog" to surfaceContainerHigh,
            "field" to surfaceContainerHighest,
        )

    private fun ColorScheme.texts(): List<Triple<String, Color, Color>> {
        val onGrounds =
            grounds().flatMap { (name, ground) ->
                listOf(
                    Triple("text on $name", onSurface, ground),
                    Triple("second text on $name", onSurfaceVariant, ground),
                    Triple("link on $name", primary, ground),
                    Triple("due on $name", tertiary, ground),
                    Triple("wrong on $name", error, ground),
                )
            }
        val tones = Tone.entries.map { tone -> of(tone).let { Triple("$tone", it.text, it.ground) } }
        return onGrounds + tones +
            listOf(
                Triple("first button", onPrimary, primary),
                Triple("second button", onSecondary, secondary),
                Triple("due button", onTertiary, tertiary),
                Triple("danger button", onError, error),
                Triple("variant", onSurfaceVariant, surfaceVariant),
                Triple("inverse", inverseOnSurface, inverseSurface),
            )
    }

    private fun ColorScheme.signs() =
        grounds().flatMap { (name, ground) ->
            listOf(Triple("border on $name", outline, ground), Triple("sign on $name", primary, ground))
        }

    private fun assertAtLeast(
        least: Double,
        pairs: List<Triple<String, Color, Color>>,
    ) {
        val weak = pairs.filter { (_, text, ground) -> contrast(text, ground) < least }
        assertTrue(weak.isEmpty(), weak.joinToString { (name, text, ground) -> "$name: ${contrast(text, ground)}" })
    }

    @Test fun `the measure is WCAG's own`() {
        assertEquals(21.0, contrast(Color.Black, Color.White), 0.01)
        assertEquals(4.54, contrast(Color(0xFF767676), Color.White), 0.01)
    }

    @Test fun `text by daylight`() = assertAtLeast(4.5, LightColours.texts())

    @Test fun `text by night`() = assertAtLeast(4.5, DarkColours.texts())

    @Test fun `borders and signs by daylight`() = assertAtLeast(3.0, LightColours.signs())

    @Test fun `borders and signs by night`() = assertAtLeast(3.0, DarkColours.signs())
}
