package vn.motcua.preview

import androidx.compose.ui.test.ComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.captureToImage
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasScrollToIndexAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.onRoot
import androidx.compose.ui.test.performScrollToIndex
import androidx.compose.ui.test.runComposeUiTest
import androidx.lifecycle.SavedStateHandle
import kotlinx.coroutines.runBlocking
import org.junit.Rule
import org.junit.rules.TemporaryFolder
import vn.motcua.bridge.AppConfig
import vn.motcua.bridge.Connectivity
import vn.motcua.bridge.Core
import vn.motcua.bridge.NetworkState
import vn.motcua.bridge.Outcome
import vn.motcua.bridge.desktopDeviceKey
import vn.motcua.bridge.desktopKeyVault
import vn.motcua.core.MotCua
import vn.motcua.ui.nav.MotCuaApp
import vn.motcua.ui.nav.Navigator
import vn.motcua.ui.nav.Place
import java.io.File
import java.util.concurrent.TimeUnit
import java.util.concurrent.locks.LockSupport
import kotlin.test.Test
import kotlin.test.assertTrue

/**
 * The figures of the Kotlin shell, beside the same calls without our bridge and beside the same from Rust; `./dev bench shells` runs it and no suite does.
 *
 * Each run takes all three in turns, each on a phone of its own, equal at the beginning; the first run isn't counted. Rust and the generated code are also
 * called on a thread that is woken for it ([Handing]): what no dispatcher can be cheaper than on this machine. Before the runs, Kotlin's calls are made on
 * another draft until the JVM has compiled them, as a phone does when it installs an app. The tables go into the section of `docs/benchmarks.md` between
 * its two marks.
 */
@OptIn(ExperimentalTestApi::class)
class ShellFigures {
    @get:Rule val folder = TemporaryFolder()
    private val program = File(property("motcua.bin"), "motcua-bench").path
    private val runs = property("figures.runs").toInt()
    private val calls = Figures()
    private val frames = Figures()

    @Test
    fun `the figures`() {
        bench("shell-home", folder.root.path)
        warmUp()
        repeat(runs + 1) { run ->
            val taken = rust() + raw() + bridge()
            if (run > 0) taken.forEach(calls::add)
        }
        val first = screens()
        repeat(runs) { screens().forEach(frames::add) }
        val table = Table(calls, frames, first).markdown(runs)
        println(table)
        File(property("figures.document")).writeSection("shells", table)
    }

    // Calls.

    private fun warmUp() {
        generated("raw") { core ->
            val draft = core.newDraft(PROCEDURE)
            core.openDraft(draft).use { form ->
                repeat(COMPILED) { form.answer(QUESTION, "Trần Thị Ngọc Ánh $it") }
                repeat(COMPILED) { form.isAsked(QUESTION) }
                Handing().use { other -> repeat(COMPILED) { other.call { form.isAsked(QUESTION) } } }
            }
            core.deleteDraft(draft)
            repeat(COMPILED) { core.drafts(null, LISTED.toUInt()) }
        }
        runBlocking {
            opened().use { core ->
                val draft = core.newDraft(PROCEDURE).done()
                core.openDraft(draft).done().use { form ->
                    repeat(COMPILED) { form.answer(QUESTION, "Trần Thị Ngọc Ánh $it").done() }
                    repeat(COMPILED) { form.isAsked(QUESTION) }
                }
                core.deleteDraft(draft).done()
                repeat(COMPILED) { core.drafts(null, LISTED).done() }
            }
        }
    }

    private fun rust(): Map<String, LongArray> =
        bench("shell-calls", phone("rust").path).lines().filter { it.isNotBlank() }.associate { line ->
            val (way, call) = line.split(' ')
            "rust $way $call" to
                line
                    .split(' ')
                    .drop(2)
                    .map(String::toLong)
                    .toLongArray()
        }

    /** Generated code as it is: on the thread that asks, and handed to another. */
    private fun raw(): Map<String, LongArray> =
        generated("raw") { core ->
            core.openDraft(phone("raw").draft).use { form ->
                Handing().use { other ->
                    bothWays(other, "answer") { form.answer(QUESTION, "Trần Thị Ngọc Ánh $it") } +
                        bothWays(other, "asked") { form.isAsked(QUESTION) } +
                        bothWays(other, "list") { core.drafts(null, LISTED.toUInt()) }
                }
            }
        }

    private fun bothWays(
        other: Handing,
        name: String,
        call: (Int) -> Unit,
    ) = mapOf("raw here $name" to timed(call), "raw handed $name" to timed { other.call { call(it) } })

    private fun <T> generated(
        name: String,
        work: (MotCua) -> T,
    ): T {
        val phone = phone(name)
        return MotCua.open(phone.config, desktopKeyVault(phone.keys), desktopDeviceKey(phone.keys), Offline).use { core ->
            work(core).also { core.shutDown() }
        }
    }

    /** As the screens do: from a thread like theirs, away to another, and back with the outcome. */
    private fun bridge(): Map<String, LongArray> =
        runBlocking {
            opened().use { core ->
                core.openDraft(phone("kotlin").draft).done().use { form ->
                    mapOf(
                        "kotlin answer" to timed { form.answer(QUESTION, "Trần Thị Ngọc Ánh $it").done() },
                        "kotlin asked" to timed { form.isAsked(QUESTION) },
                        "kotlin list" to timed { core.drafts(null, LISTED).done() },
                    )
                }
            }
        }

    private inline fun timed(call: (Int) -> Unit): LongArray {
        repeat(WARM, call)
        return LongArray(CALLS) { index ->
            val start = System.nanoTime()
            call(index)
            System.nanoTime() - start
        }
    }

    // Screens.

    private fun screens(): Map<String, LongArray> {
        val taken = mutableMapOf<String, LongArray>()
        opened().use { core ->
            runBlocking { core.acceptConsent(core.consent().done().version).done() }
            val draft = phone("kotlin").draft
            val heading = runBlocking { core.openDraft(draft).done().use { checkNotNull(it.page(0)).heading } }
            val newest = runBlocking { core.drafts(null, 1).done() }.items.first()
            taken["form"] = longArrayOf(shown(core, Place.Form(draft, 0), heading) { })
            taken["drafts"] = longArrayOf(shown(core, Place.Drafts, newest.label) { taken["scroll"] = scrolled() })
        }
        return taken
    }

    /** From the place's opening until its first picture with [text] is drawn. */
    private fun shown(
        core: Core,
        place: Place,
        text: String,
        then: ComposeUiTest.() -> Unit,
    ): Long {
        var taken = 0L
        runComposeUiTest {
            val navigator = Navigator(SavedStateHandle())
            val start = System.nanoTime()
            navigator.open(place)
            setContent { MotCuaApp(core, DesktopActions(File(folder.root, "scratch")) { core.words.value }, navigator) }
            waitUntil(timeoutMillis = PATIENCE) { onAllNodes(hasText(text) or hasContentDescription(text)).fetchSemanticsNodes().isNotEmpty() }
            onRoot().captureToImage()
            taken = System.nanoTime() - start
            then()
            runOnIdle { (navigator.entries + navigator.always).forEach { it.viewModelStore.clear() } }
        }
        return taken
    }

    /** A list of ten thousand, gone down a screen at a time: what each picture takes, pages that are read on the way among them. */
    private fun ComposeUiTest.scrolled(): LongArray {
        val list = onNode(hasScrollToIndexAction())
        return LongArray(SCREENS) { screen ->
            val row = (screen + 1) * ROWS_A_SCREEN
            val start = System.nanoTime()
            waitUntil(timeoutMillis = PATIENCE) { runCatching { list.performScrollToIndex(row) }.isSuccess }
            onRoot().captureToImage()
            System.nanoTime() - start
        }
    }

    // The phones.

    private class Phone(
        folder: File,
    ) {
        val path: String = folder.path
        val keys = File(folder, "keys").path
        val draft = File(folder, "draft").readText()
        val config =
            AppConfig(File(folder, "data").path, File(folder, "profile.json").readText(), allowPlainLoopback = false, "vi", embeddedPush = false)
    }

    private fun phone(name: String) = Phone(File(folder.root, name))

    private fun opened(): Core = phone("kotlin").let { Core.open(it.config, desktopKeyVault(it.keys), desktopDeviceKey(it.keys), Offline).done() }

    private object Offline : Connectivity {
        override fun state() = NetworkState.OFFLINE
    }

    private fun <T> Outcome<T>.done(): T = (this as? Outcome.Done ?: error("refused: $this")).value

    private fun bench(vararg arguments: String): String {
        val process = ProcessBuilder(program, *arguments).redirectError(ProcessBuilder.Redirect.INHERIT).start()
        val said = process.inputReader().readText()
        assertTrue(process.waitFor(PATIENCE, TimeUnit.MILLISECONDS) && process.exitValue() == 0, arguments.first())
        return said
    }

    private fun property(name: String) = checkNotNull(System.getProperty(name)) { "$name isn't given: start it by ./dev bench shells" }

    private companion object {
        const val PROCEDURE = "1.001193"
        const val QUESTION = "/data/mother/full_name"
        const val LISTED = 50
        const val WARM = 50
        const val COMPILED = 5_000
        const val CALLS = 200
        const val SCREENS = 40
        const val ROWS_A_SCREEN = 5
        const val PATIENCE = 60_000L
    }
}

/** A thread that takes calls from one other: both are parked while the turn is the other's, and nothing else is between them. */
private class Handing : AutoCloseable {
    @Volatile private var asked: Asked? = null

    @Volatile private var open = true
    private val thread = Thread(::answer).apply { start() }

    /** Makes [call] on this object's thread, and comes back when it is done. */
    fun call(call: () -> Unit) {
        val mine = Asked(Thread.currentThread(), call)
        asked = mine
        LockSupport.unpark(thread)
        while (asked != null) LockSupport.park(this)
        mine.outcome.getOrThrow()
    }

    private fun answer() {
        while (open) {
            val it = asked
            if (it == null) {
                LockSupport.park(this)
            } else {
                it.outcome = runCatching(it.call)
                asked = null
                LockSupport.unpark(it.asker)
            }
        }
    }

    override fun close() {
        open = false
        LockSupport.unpark(thread)
        thread.join()
    }

    private class Asked(
        val asker: Thread,
        val call: () -> Unit,
    ) {
        var outcome = Result.success(Unit)
    }
}

/** Timings by name; of each run its median and its 99th of a hundred. */
private class Figures {
    private val taken = linkedMapOf<String, MutableList<LongArray>>()

    fun add(
        name: String,
        nanos: LongArray,
    ) {
        taken.getOrPut(name, ::mutableListOf) += nanos.sortedArray()
    }

    /** The median over the runs of each run's quantile. */
    fun quantile(
        name: String,
        share: Double,
    ): Double =
        taken
            .getValue(name)
            .map { it[((it.size - 1) * share).toInt()].toDouble() }
            .sorted()
            .let { it[it.size / 2] }
}

private class Table(
    private val calls: Figures,
    private val frames: Figures,
    private val first: Map<String, LongArray>,
) {
    fun markdown(runs: Int): String =
        listOf(
            "${machine()}; medians of $runs runs after one that isn't counted, of each run's p50 and p99",
            "",
            "| call | from Rust, p50 · p99 | Rust, handed to another thread | generated Kotlin alone | generated Kotlin, handed | by core-bridge |",
            "|---|--:|--:|--:|--:|--:|",
            calls("answer → kept → changed questions", "answer"),
            calls("is this question asked? (as good as nothing to do)", "asked"),
            calls("list of 50 of 10,000 drafts", "list"),
            "",
            "| what core-bridge takes above Rust, p50 | answer | question | list |",
            "|---|--:|--:|--:|",
            above("generated code", "raw here", "rust here"),
            above("the hand-over to another thread and back, without coroutines", "raw handed", "raw here"),
            above("coroutines and core-bridge", "kotlin", "raw handed"),
            above("**together**", "kotlin", "rust here"),
            above("beside it: the same hand-over between two threads of Rust", "rust handed", "rust here"),
            "",
            "| screen, off screen on this JVM | first of the process | later ones, median |",
            "|---|--:|--:|",
            "| form page, from opening the draft to its first picture | ${first.frame("form")} | ${millis(frames.quantile("form", HALF))} |",
            "| 10,000 drafts, from opening the list to its first picture | ${first.frame("drafts")} | ${millis(frames.quantile("drafts", HALF))} |",
            "| the same list gone down five rows, a picture with whatever is read for it | | p50 ${millis(frames.quantile("scroll", HALF))}, " +
                "p99 ${millis(frames.quantile("scroll", MOST))} |",
        ).joinToString("\n", postfix = "\n")

    private fun calls(
        what: String,
        name: String,
    ): String {
        val cells = WAYS.map { "${micros(calls.quantile("$it $name", HALF))} · ${micros(calls.quantile("$it $name", MOST))}" }
        return "| $what | ${cells.joinToString(" | ")} |"
    }

    /** What [way] takes more than [other] does, of each call. */
    private fun above(
        what: String,
        way: String,
        other: String,
    ): String {
        val cells = listOf("answer", "asked", "list").map { micros(calls.quantile("$way $it", HALF) - calls.quantile("$other $it", HALF)) }
        return "| $what | ${cells.joinToString(" | ")} |"
    }

    private fun Map<String, LongArray>.frame(name: String) = millis(getValue(name).first().toDouble())

    private fun micros(nanos: Double) = "%.1f µs".format(java.util.Locale.ROOT, nanos / NANOS_A_MICRO)

    private fun millis(nanos: Double) = "%.1f ms".format(java.util.Locale.ROOT, nanos / NANOS_A_MILLI)

    private fun machine(): String {
        val cpu = File("/proc/cpuinfo").readLines().firstOrNull { it.startsWith("model name") }?.substringAfter(": ")
        val day = java.time.LocalDate.now()
        return "$day, $cpu, ${Runtime.getRuntime().availableProcessors()} cores, Linux ${System.getProperty(
            "os.version",
        )}, Java ${Runtime.version().feature()}"
    }

    private companion object {
        val WAYS = listOf("rust here", "rust handed", "raw here", "raw handed", "kotlin")
        const val HALF = 0.5
        const val MOST = 0.99
        const val NANOS_A_MICRO = 1e3
        const val NANOS_A_MILLI = 1e6
    }
}

/** Puts [text] between the two marks called [name]; they are there already. */
private fun File.writeSection(
    name: String,
    text: String,
) {
    val (begin, end) = "<!-- $name: taken anew -->\n" to "<!-- $name: end -->"
    val before = readText()
    check(begin in before && end in before) { "$path has no place for the figures" }
    writeText(before.substringBefore(begin) + begin + text + end + before.substringAfter(end))
}
