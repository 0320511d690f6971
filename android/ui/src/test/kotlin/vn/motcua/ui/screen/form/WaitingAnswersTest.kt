package vn.motcua.ui.screen.form

import androidx.lifecycle.SavedStateHandle
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNull

class WaitingAnswersTest {
    private val saved = SavedStateHandle()
    private val answers = WaitingAnswers(saved)

    @Test
    fun `the newest of each question waits, in the order of giving`() {
        answers.give("a", "1")
        answers.give("b", "2")
        answers.give("a", "3")
        assertEquals("b" to "2", answers.next)
        answers.done("b", "2")
        assertEquals("a" to "3", answers.next)
    }

    @Test
    fun `an answer that was kept doesn't take a newer one with it`() {
        answers.give("a", "1")
        answers.give("a", "2")
        answers.done("a", "1")
        assertEquals("a" to "2", answers.next)
        answers.done("a", "2")
        assertNull(answers.next)
    }

    @Test
    fun `what waits outlives the process`() {
        answers.give("a", "1")
        answers.give("b", "")
        val kept = saved.keys().associateWith { saved.get<Any?>(it) }
        val next = WaitingAnswers(SavedStateHandle(kept))
        assertEquals(mapOf("a" to "1", "b" to ""), next.shown())
    }
}
