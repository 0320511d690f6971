package vn.motcua.ui.theme

import org.junit.Test
import vn.motcua.bridge.Standing
import vn.motcua.ui.part.sign
import vn.motcua.ui.part.tone
import kotlin.test.assertEquals

/** How things stand, by colour and by shape. */
class ToneTest {
    @Test
    fun `every standing has the tone of its name, and every tone a sign of its own`() {
        assertEquals(Standing.entries.map { it.name }, Standing.entries.map { it.tone.name.uppercase() })
        assertEquals(
            Tone.entries.size,
            Tone.entries
                .map { it.sign.name }
                .toSet()
                .size,
        )
    }
}
