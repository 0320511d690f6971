package vn.motcua.app.lists

import androidx.activity.ComponentActivity
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasScrollToIndexAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.junit4.createAndroidComposeRule
import androidx.compose.ui.test.onLast
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollToIndex
import androidx.lifecycle.SavedStateHandle
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.After
import org.junit.Before
import org.junit.Rule
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import vn.motcua.bridge.DraftItem
import vn.motcua.bridge.DraftList
import vn.motcua.bridge.Live
import vn.motcua.ui.nav.Place
import vn.motcua.ui.screen.list.PageSource
import vn.motcua.ui.screen.list.Pages
import vn.motcua.ui.screen.list.Rows
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNull

/** Many drafts. */
@RunWith(RobolectricTestRunner::class)
class DraftsTest {
    @get:Rule val rule = createAndroidComposeRule<ComponentActivity>()

    @get:Rule val folder = TemporaryFolder()
    private lateinit var phone: Phone
    private lateinit var window: Window

    @Before
    fun open() {
        phone = Phone(folder.root)
        window = Window(rule, phone.core, Desktop(folder.root))
        phone.fetch()
    }

    @After
    fun close() {
        window.close()
        phone.close()
    }

    @Test
    fun `pages are read by their cursor as far as one goes, and a change reads again only what is shown`() =
        runBlocking {
            repeat(120) { phone.draft() }
            val reads = mutableListOf<Pair<Boolean, Int>>()
            val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default)
            val source =
                PageSource<DraftList, DraftItem>(
                    phone.core.drafts(Pages.PAGE),
                    { after, limit -> phone.core.drafts(after, limit).also { reads += (after != null) to limit } },
                    { it.items },
                    { it.next },
                )
            val pages = Pages(phone.core, scope, SavedStateHandle(), source)
            pages.until { it.items.size == 50 }
            pages.more()
            val hundred = pages.until { it.items.size == 100 }
            assertEquals(listOf(true to 50), reads, "the first page came with the watch")
            assertEquals(
                100,
                hundred.items
                    .map { it.id }
                    .toSet()
                    .size,
            )

            val newest = phone.draft()
            pages.until { it.items.first().id == newest && it.items.size == 100 }
            assertEquals(false to 100, reads.last())
            scope.cancel()
        }

    @Test
    fun `the next page that is asked for while a change is being read comes after it`() =
        runBlocking {
            repeat(60) { phone.draft() }
            val begun = CompletableDeferred<Unit>()
            val held = CompletableDeferred<Unit>()
            var heads = 0
            val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default)
            val changes = MutableStateFlow(0)
            val source =
                PageSource<DraftList, DraftItem>(
                    changes.map { Live.Value(null) },
                    { after, limit ->
                        if (after == null && ++heads == 2) {
                            begun.complete(Unit)
                            held.await()
                        }
                        phone.core.drafts(after, limit)
                    },
                    { it.items },
                    { it.next },
                )
            val pages = Pages(phone.core, scope, SavedStateHandle(), source)
            pages.until { it.items.size == 50 }
            changes.value = 1
            begun.await()
            pages.more()
            held.complete(Unit)
            pages.until { it.items.size == 60 }
            scope.cancel()
        }

    private suspend fun Pages<DraftList, DraftItem>.until(fits: (Rows<DraftList, DraftItem>) -> Boolean): Rows<DraftList, DraftItem> {
        val shown = withTimeout(Phone.PATIENCE) { rows.first { it is Live.Value && fits(it.value) } }
        return (shown as Live.Value).value
    }

    @Test
    fun `the list goes on under the finger and keeps its place through the death of the process`() {
        repeat(120) { phone.draft() }
        window.navigator.open(Place.Drafts)
        window.open()
        window.await(hasText("${window.word("drafts-total")}: 120"))
        toTheEnd()
        rule.onNode(hasScrollToIndexAction()).performScrollToIndex(100)
        val here = scrolledTo()
        check(here > 0)

        window.loseProcess()

        // By its procedure: a row's time is another one when the drafts were made in two minutes.
        val title =
            phone
                .ask { drafts(null, 1) }
                .items
                .first()
                .title
        window.await(hasContentDescription(title, substring = true))
        assertEquals(here, scrolledTo())
    }

    private fun scrolledTo(): Float =
        rule
            .onNode(hasScrollToIndexAction())
            .fetchSemanticsNode()
            .config[SemanticsProperties.VerticalScrollAxisRange]
            .value()

    /** Down until no more rows come. */
    private fun toTheEnd() {
        val list = rule.onNode(hasScrollToIndexAction())
        listOf(50, 100, 120).forEach { rows ->
            rule.waitUntil(Phone.PATIENCE) { runCatching { list.performScrollToIndex(rows) }.isSuccess }
        }
    }

    @Test
    fun `deleting asks first, also after the death of the process, and the row goes`() {
        val draft = phone.draft()
        window.navigator.open(Place.Drafts)
        window.open()
        val title =
            phone
                .ask { drafts(null, 1) }
                .items
                .first()
                .title
        val delete = hasContentDescription("${window.word("draft-delete")}: $title")
        window.await(delete)
        rule.onNode(delete).performClick()
        window.await(hasText(window.word("draft-delete-question")))

        window.loseProcess()

        window.await(hasText(window.word("draft-delete-question")))
        assertEquals(listOf(draft), phone.ask { drafts(null, 10) }.items.map { it.id }, "nothing is deleted before the answer")
        rule.onAllNodes(hasText(window.word("draft-delete"))).onLast().performClick()
        window.await(hasText(phone.emptied()))
        window.await(hasText(window.word("state-deleted")))
    }

    private fun Phone.emptied(): String = await(core.drafts(1)) { it.empty != null }.empty!!

    @Test
    fun `a dossier that waits is taken back and can be edited again`() {
        phone.submit()
        window.navigator.open(Place.Drafts)
        window.open()
        val queued = phone.ask { drafts(null, 1) }.items.first()
        assertEquals("queued", queued.state)
        val back = hasContentDescription("${window.word("draft-take-back")}: ${queued.title}")
        window.await(back)
        rule.onNode(back).performClick()
        val edited = phone.await(phone.core.drafts(1)) { it.items.first().editable }
        window.await(hasContentDescription(edited.items.first().label))
        window.awaitGone(back)
        assertNull(phone.ask { outboxNow() }.items.firstOrNull { it.dossierId != null })
    }
}
