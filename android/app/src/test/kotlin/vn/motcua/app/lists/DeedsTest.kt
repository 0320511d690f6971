package vn.motcua.app.lists

import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runBlocking
import org.junit.After
import org.junit.Before
import org.junit.Rule
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import vn.motcua.bridge.Outcome
import vn.motcua.ui.screen.list.Deeds
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.test.assertTrue

/** What a person asks a screen to do, while something else is under way. */
@RunWith(RobolectricTestRunner::class)
class DeedsTest {
    @get:Rule val folder = TemporaryFolder()
    private lateinit var phone: Phone
    private lateinit var deeds: Deeds
    private val now get() = deeds.state.value

    @Before
    fun open() {
        phone = Phone(folder.root)
        deeds = Deeds(phone.core, CoroutineScope(Dispatchers.Unconfined))
    }

    @After
    fun close() = phone.close()

    @Test
    fun `a touch on something else is never lost, a second one on the same does nothing`() {
        val (slow, quick) = CompletableDeferred<Unit>() to CompletableDeferred<Unit>()
        val came = mutableListOf<String>()
        repeat(2) { deeds.run("slow", then = { _: Unit -> came += "slow" }) { Outcome.Done(slow.await()) } }
        deeds.run("quick", "state-saved", then = { _: Unit -> came += "quick" }) { Outcome.Done(quick.await()) }
        assertTrue(now.isRunning("slow") && now.isRunning("quick"))
        quick.complete(Unit)
        assertTrue(now.isRunning("slow") && !now.isRunning("quick"))
        assertEquals("state-saved", now.said)
        slow.complete(Unit)
        assertFalse(now.isRunning("slow"))
        assertEquals(listOf("quick", "slow"), came)
    }

    @Test
    fun `what failed is tried again, whatever else was done since`() {
        val answers = ArrayDeque(listOf(failure(), Outcome.Done(Unit)))
        val second = CompletableDeferred<Unit>()
        deeds.run("second", "state-saved") { Outcome.Done(second.await()) }
        deeds.run("first") { answers.removeFirst() }
        second.complete(Unit)
        assertEquals("state-saved", now.said)
        assertNotNull(now.trouble, "nobody has dealt with it yet")
        deeds.run("third") { Outcome.Done(Unit) }
        deeds.again()
        assertNull(now.trouble)
        assertTrue(answers.isEmpty())
    }

    @Test
    fun `what ends without a word takes nobody's away, what begins does`() {
        val seen = CompletableDeferred<Unit>()
        deeds.run("see") { Outcome.Done(seen.await()) }
        deeds.run("save", "state-saved") { Outcome.Done(Unit) }
        seen.complete(Unit)
        assertEquals("state-saved", now.said)
        deeds.run("see") { Outcome.Done(Unit) }
        assertNull(now.said)
    }

    /** Something that fails: a draft that isn't there. */
    private fun failure(): Outcome<Unit> = runBlocking { phone.core.deleteDraft("no id") }
}
