package vn.motcua.bridge

import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import org.junit.After
import org.junit.Before
import org.junit.Rule
import org.junit.rules.TemporaryFolder
import java.util.concurrent.Executors
import java.util.concurrent.atomic.AtomicInteger
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNull
import kotlin.test.assertTrue

/** Calls: whose thread they take, what cancelling them means, many at once, and what becomes of them when the core closes. */
class CallsTest {
    @get:Rule val folder = TemporaryFolder()
    private lateinit var phone: Phone
    private val core get() = phone.core

    @Before fun open() {
        phone = Phone(folder.root)
    }

    @After fun close() = phone.close()

    @Test
    fun `cancelling a call ends the waiting, and never the work`() =
        told {
            phone.online(true)
            phone.holdUp().use { held ->
                val call = launch { core.refreshCatalogue() }
                held.reached()
                call.cancelAndJoin()
                assertTrue(
                    core
                        .searchCatalogue("")
                        .done()
                        .items
                        .isEmpty(),
                    "the work is held up, and yet the waiting is over",
                )
            }
            until {
                core
                    .searchCatalogue("")
                    .done()
                    .items
                    .isNotEmpty()
            }
        }

    @Test
    fun `a call doesn't hold the thread that asks`() =
        told {
            phone.fetch()
            Executors.newSingleThreadExecutor().asCoroutineDispatcher().use { screen ->
                val order = mutableListOf<String>()
                val asking =
                    launch(screen) {
                        core.newDraft(Phone.BIRTH).done()
                        order += "answered"
                    }
                launch(screen) { order += "drawn" }.join()
                asking.join()
                assertEquals(listOf("drawn", "answered"), order)
            }
        }

    @Test
    fun `calls from many threads are all answered, each with its own`() =
        told {
            phone.fetch()
            val drafts = List(DRAFTS) { core.newDraft(Phone.BIRTH).done() }
            val forms = drafts.map { core.openDraft(it).done() }
            val told = AtomicInteger()
            val watching = launch { core.drafts(DRAFTS).collect { told.incrementAndGet() } }
            forms
                .flatMapIndexed { index, form ->
                    List(CALLS) { call ->
                        async(Dispatchers.IO) {
                            form.answer(Phone.NAME, "Nguyễn Minh Khôi $index-$call").done()
                            assertEquals(
                                DRAFTS,
                                core
                                    .drafts(null, DRAFTS)
                                    .done()
                                    .items.size,
                            )
                        }
                    }
                }.awaitAll()
            watching.cancelAndJoin()
            assertTrue(told.get() > 1)
            forms.forEachIndexed { index, form ->
                assertEquals(CALLS, form.undoCount())
                assertTrue(checkNotNull(form.question(Phone.NAME)).value.startsWith("Nguyễn Minh Khôi $index-"))
                form.close()
            }
        }

    @Test
    fun `edits of a form are kept in the order in which they were made`() =
        told {
            phone.fetch()
            val form = core.openDraft(core.newDraft(Phone.BIRTH).done()).done()
            coroutineScope {
                repeat(EDITS) { launch(start = CoroutineStart.UNDISPATCHED) { form.answer(Phone.NAME, "Nguyễn Minh Khôi $it").done() } }
            }
            val kept =
                List(EDITS) {
                    checkNotNull(form.question(Phone.NAME)).value.also { form.undo().done() }
                }
            assertEquals(List(EDITS) { "Nguyễn Minh Khôi $it" }, kept.reversed())
            form.close()
        }

    @Test
    fun `closing during calls ends each with its answer or a failure, never with an exception`() =
        told {
            phone.fetch()
            val form = core.openDraft(core.newDraft(Phone.BIRTH).done()).done()
            val begun = AtomicInteger()
            val callers = List(CALLERS) { launch(Dispatchers.IO) { callUntilClosed(form, it, begun) } }
            until { begun.get() > CALLERS * 3 }
            form.close()
            core.close()
            callers.joinAll()
        }

    /** Each way in: edits, lists, watching, telling. */
    private suspend fun callUntilClosed(
        form: Form,
        caller: Int,
        begun: AtomicInteger,
    ) {
        do {
            begun.incrementAndGet()
            val edited = form.answer(Phone.NAME, "Nguyễn Minh Khôi $caller")
            form.page(0)
            form.problems()
            core.start()
            coroutineScope { launch { core.home().collect {} }.cancel() }
            val listed = core.drafts(null, 1)
        } while (edited is Outcome.Done || listed is Outcome.Done)
        assertEquals("APP_FAILED", form.answer(Phone.NAME, "").failed().code)
    }

    @Test
    fun `a closed core and a closed form answer every question all the same`() =
        told {
            phone.fetch()
            val form = core.openDraft(core.newDraft(Phone.BIRTH).done()).done()
            form.close()
            core.close()
            assertNull(form.page(0))
            assertEquals(0, form.pageCount())
            assertTrue(form.problems().items.isEmpty() && form.choices(Phone.NAME, "").isEmpty())
            assertEquals(Failure.Bug("APP_FAILED"), form.undo().failed())
            assertEquals(Failure.Bug("APP_FAILED"), core.sync().failed())
            assertEquals(Failure.Bug("APP_FAILED"), core.networkPolicy().failed())
            core.start()
            core.lock()
        }

    private companion object {
        const val DRAFTS = 8
        const val CALLS = 25
        const val EDITS = 50
        const val CALLERS = 6
    }
}
