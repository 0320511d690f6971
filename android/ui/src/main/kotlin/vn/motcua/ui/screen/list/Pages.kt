package vn.motcua.ui.screen.list

import androidx.lifecycle.SavedStateHandle
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.channelFlow
import kotlinx.coroutines.flow.stateIn
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import vn.motcua.bridge.Core
import vn.motcua.bridge.Live
import vn.motcua.bridge.Outcome
import vn.motcua.ui.part.Trouble
import vn.motcua.ui.part.trouble
import java.util.concurrent.atomic.AtomicBoolean

/**
 * The rows of a long list as far as they were read. [head] is the first page as the core gave it, for what stands around the rows; [next] asks for the
 * page after the last row, nothing at the end. [trouble]: that page couldn't be read.
 */
data class Rows<M, T>(
    val head: M,
    val items: List<T>,
    val next: ULong?,
    val trouble: Trouble? = null,
)

/**
 * How a list of the core is read: [changes] brings its first page ([Pages.PAGE] rows) whenever it changed, null where only that it did; [read] gives a page,
 * [items] and [next] take it apart.
 */
class PageSource<M, T>(
    val changes: Flow<Live<M?>>,
    val read: suspend (after: ULong?, limit: Int) -> Outcome<M>,
    val items: (M) -> List<T>,
    val next: (M) -> ULong?,
)

/**
 * A list that may be long, read page by page as the person goes down it.
 *
 * A change brings the first page; where more is shown, it reads again as many rows as are, in one call: so rows that moved, came or went are right without
 * being merged here. How many are shown is
 * kept through process death: the list comes back as long as it was, and so to the same place. Rows move only to the top when they change, so the page
 * after a cursor never repeats a row before it.
 */
class Pages<M, T>(
    private val core: Core,
    private val scope: CoroutineScope,
    private val saved: SavedStateHandle,
    private val source: PageSource<M, T>,
) {
    private val shown = MutableStateFlow<Live<Rows<M, T>>>(Live.Loading)
    private val reading = Mutex()
    private val asked = AtomicBoolean()

    /** For the screen to show; followed while it is in front. */
    val rows: StateFlow<Live<Rows<M, T>>> =
        channelFlow {
            launch { source.changes.collect(::changed) }
            shown.collect(::send)
        }.stateIn(scope, whileSeen, Live.Loading)

    /**
     * The person came to the last row. Without a next page, or while it is asked for already, nothing happens; while a change is being read it waits its
     * turn, for nobody comes to the last row a second time.
     */
    fun more() {
        if (!asked.compareAndSet(false, true)) return
        scope.launch { reading.withLock { readNext() } }.invokeOnCompletion { asked.set(false) }
    }

    private suspend fun changed(change: Live<M?>) {
        when (change) {
            Live.Loading -> Unit
            is Live.Failed -> shown.value = change
            is Live.Value -> reading.withLock { shown.value = from(change.value) }
        }
    }

    private suspend fun from(first: M?): Live<Rows<M, T>> {
        val count = saved.get<Int>(COUNT) ?: PAGE
        if (first != null && count <= PAGE) return Live.Value(rows(first))
        return when (val page = source.read(null, count)) {
            is Outcome.Done -> Live.Value(rows(page.value))
            is Outcome.Failed -> core.live(page)
        }
    }

    private fun rows(page: M) = Rows(page, source.items(page), source.next(page))

    private suspend fun readNext() {
        val before = (shown.value as? Live.Value)?.value ?: return
        val after = before.next ?: return
        val rows =
            when (val page = source.read(after, PAGE)) {
                is Outcome.Done -> before.copy(items = before.items + source.items(page.value), next = source.next(page.value), trouble = null)
                is Outcome.Failed -> before.copy(trouble = core.trouble(page.failure))
            }
        saved[COUNT] = rows.items.size.coerceAtLeast(PAGE)
        shown.value = Live.Value(rows)
    }

    companion object {
        /** Rows a call: some screens full. */
        const val PAGE = 50
        private const val COUNT = "count"
    }
}
