package vn.motcua.bridge

import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.distinctUntilChanged
import kotlinx.coroutines.flow.filterIsInstance
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import org.junit.After
import org.junit.Before
import org.junit.Rule
import org.junit.rules.TemporaryFolder
import vn.motcua.core.NoHandle
import vn.motcua.core.Subscription
import java.lang.ref.WeakReference
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertIs
import kotlin.test.assertTrue

/** What is watched: in which order it comes, that nothing queues up, and that nothing stays behind. */
class WatchTest {
    @get:Rule val folder = TemporaryFolder()
    private lateinit var phone: Phone
    private val core get() = phone.core

    @Before fun open() {
        phone = Phone(folder.root)
    }

    @After fun close() = phone.close()

    @Test
    fun `a snapshot comes first, then the newest after each change`() =
        told {
            phone.fetch()
            core.newDraft(Phone.BIRTH).done()
            val seen = Channel<Int>(Channel.UNLIMITED)
            val watching =
                launch {
                    core
                        .drafts(LONG)
                        .sizes()
                        .distinctUntilChanged()
                        .collect { seen.send(it) }
                }
            assertEquals(1, seen.receive(), "what is there already, without any change")
            repeat(CHANGES) { change ->
                core.newDraft(Phone.BIRTH).done()
                assertEquals(change + 2, seen.receive())
            }
            watching.cancelAndJoin()
        }

    @Test
    fun `changes in haste are never told in another order, and the last is told`() =
        told {
            phone.fetch()
            val all = launch { core.drafts(LONG).sizes().collectUntil(CHANGES) }
            repeat(CHANGES) { core.newDraft(Phone.BIRTH).done() }
            all.join()
        }

    /** The same may be told twice: a change that comes while the list is read is in it, and is announced all the same. */
    private suspend fun Flow<Int>.collectUntil(last: Int) {
        var before = -1
        first { size ->
            assertTrue(size >= before, "$size after $before")
            before = size
            size == last
        }
    }

    @Test
    fun `who is slow gets the newest, never a queue of old ones`() =
        told {
            val core = CompletableDeferred<Watcher<Int>>()
            val subscription = Detached()
            val flow =
                watch(explain = { error("nothing fails") }) {
                    it.changed(0)
                    core.complete(it)
                    subscription
                }
            val held = CompletableDeferred<Unit>()
            val seen = mutableListOf<Int>()
            val watching =
                launch {
                    flow.filterIsInstance<Live.Value<Int>>().take(2).collect {
                        seen += it.value
                        if (seen.size == 1) held.await()
                    }
                }
            val watcher = core.await()
            until { seen.isNotEmpty() }
            repeat(LONG) { watcher.changed(it + 1) }
            held.complete(Unit)
            watching.join()
            assertEquals(listOf(0, LONG), seen)
            assertEquals(1, subscription.cancelled)
        }

    /** A subscription without a core behind it. */
    private class Detached : Subscription(NoHandle) {
        var cancelled = 0

        override fun cancel() {
            cancelled++
        }

        override fun close() = Unit
    }

    @Test
    fun `every model can be watched`() =
        told {
            assertIs<Live.Value<Home>>(core.home().told())
            assertIs<Live.Value<DraftList>>(core.drafts(1).told())
            assertIs<Live.Value<OutboxList>>(core.outbox().told())
            assertIs<Live.Value<Inbox>>(core.inbox(1).told())
            assertIs<Live.Value<SessionModel>>(core.session().told())
            assertIs<Live.Value<FeedbackList>>(core.feedback(1).told())
            val nothing = assertIs<Live.Failed>(core.timeline("no id").told())
            assertTrue(nothing.words.cause.isNotBlank() && nothing.words.remedy.isNotBlank())
        }

    private suspend fun <T> Flow<Live<T>>.told() = first { it != Live.Loading }

    @Test
    fun `who stops watching is let go of by the core`() =
        told {
            val watching = launch { core.home().collect {} }
            until { Observers.known() == 1 }
            watching.cancelAndJoin()
            until { Observers.known() == 0 }
        }

    @Test
    fun `a thousand subscriptions leave nothing behind`() =
        told {
            core.home().told()
            val threads = Thread.activeCount()
            val watchers = List(SUBSCRIPTIONS) { subscribeOnce(it) }
            until { Observers.known() == 0 }
            until {
                System.gc()
                watchers.all { it.get() == null }
            }
            val more = Thread.activeCount() - threads
            // Those of Kotlin's own pool, which is as large whatever is subscribed to.
            assertTrue(more <= POOL, "$more more threads")
        }

    /** Until its first model, then no longer. */
    private suspend fun subscribeOnce(number: Int): WeakReference<Any> {
        val collected = Any()
        val flow = if (number % 2 == 0) core.drafts(1) else core.home()
        flow.map { collected to it }.first { (_, live) -> live != Live.Loading }
        return WeakReference(collected)
    }

    @Test
    fun `a thousand at once are all told, and all go`() =
        told {
            phone.fetch()
            val told = Channel<Int>(Channel.UNLIMITED)
            val watching = List(SUBSCRIPTIONS) { launch { told.send(core.drafts(LONG).sizes().first { it == 1 }) } }
            until { Observers.known() == SUBSCRIPTIONS }
            core.newDraft(Phone.BIRTH).done()
            watching.forEach { it.join() }
            until { Observers.known() == 0 }
        }

    private fun Flow<Live<DraftList>>.sizes(): Flow<Int> = filterIsInstance<Live.Value<DraftList>>().map { it.value.items.size }

    private companion object {
        const val LONG = 500
        const val CHANGES = 20
        const val SUBSCRIPTIONS = 1_000
        const val POOL = 64
    }
}

/** The observers that generated code keeps for the core: each has a handle until the core lets go of it. */
private object Observers {
    private val maps =
        listOf("Home", "Drafts", "Outbox", "Inbox", "Session", "Feedback", "Timeline").map { name ->
            val converter = Class.forName("vn.motcua.core.FfiConverterType${name}Observer")
            val getter = converter.declaredMethods.first { it.name.startsWith("getHandleMap") }
            getter.apply { isAccessible = true }.invoke(converter.getField("INSTANCE").get(null))
        }

    fun known(): Int = maps.sumOf { map -> map.javaClass.getMethod("getSize").invoke(map) as Int }
}
