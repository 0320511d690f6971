package vn.motcua.bridge

import kotlinx.coroutines.flow.filterIsInstance
import kotlinx.coroutines.flow.first
import org.junit.AfterClass
import org.junit.BeforeClass
import org.junit.ClassRule
import org.junit.rules.TemporaryFolder
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** Lists of ten thousand come page by page: never more than was asked for, all of them, each once. */
class LongListTest {
    @Test
    fun `drafts`() = wholeList({ after -> phone.core.drafts(after, PAGE) }, { it.items }, { it.next }, { it.id })

    @Test
    fun `dossiers`() = wholeList({ after -> phone.core.dossiers(after, PAGE) }, { it.items }, { it.next }, { it.dossierId })

    @Test
    fun `messages`() = wholeList({ after -> phone.core.inbox(after, PAGE) }, { it.items }, { it.next }, { it.seq })

    @Test
    fun `reports`() = wholeList({ after -> phone.core.feedbackList(after, PAGE) }, { it.items }, { it.next }, { it.id })

    /** Reads a list to its end, keeping the ids alone, as a screen that lets go of what scrolled away would. */
    private fun <M, T> wholeList(
        read: suspend (ULong?) -> Outcome<M>,
        items: (M) -> List<T>,
        next: (M) -> ULong?,
        id: (T) -> Any,
    ) = told {
        val ids = HashSet<Any>()
        val before = used()
        var after: ULong? = null
        var rows = 0
        do {
            val page = read(after).done()
            assertTrue(items(page).size <= PAGE, "more than asked for")
            rows += items(page).size
            ids.addAll(items(page).map(id))
            after = next(page)
        } while (after != null && rows <= ALL)
        assertEquals(ALL, rows)
        assertEquals(ALL, ids.size, "each row once")
        // Ten thousand rows with their words are some ten megabytes; their ids are about one.
        val more = used() - before
        assertTrue(more < KEPT, "$more bytes more than before")
    }

    @Suppress("ExplicitGarbageCollectionCall") // What is kept, not what is lying about.
    private fun used(): Long {
        System.gc()
        return Runtime.getRuntime().run { totalMemory() - freeMemory() }
    }

    @Test
    fun `who watches a long list gets as much as they asked for`() =
        told {
            val lists =
                listOf(
                    phone.core.drafts(PAGE).newest { it.items.size },
                    phone.core.inbox(PAGE).newest { it.items.size },
                    phone.core.feedback(PAGE).newest { it.items.size },
                )
            assertEquals(listOf(PAGE, PAGE, PAGE), lists)
            assertTrue(phone.core.home().newest { home -> home.sections.sumOf { it.items.size } } < PAGE, "home shows what waits, not everything")
        }

    private suspend fun <T> kotlinx.coroutines.flow.Flow<Live<T>>.newest(look: (T) -> Int): Int =
        filterIsInstance<Live.Value<T>>().first().let {
            look(it.value)
        }

    companion object {
        private const val ALL = 10_000
        private const val PAGE = 50
        private const val KEPT = 6_000_000L

        @get:ClassRule
        @JvmStatic
        val folder = TemporaryFolder()
        private lateinit var phone: Phone

        @BeforeClass
        @JvmStatic
        fun open() {
            Machine.fillHome(folder.root)
            phone = Phone(folder.root)
        }

        @AfterClass
        @JvmStatic
        fun close() = phone.close()
    }
}
