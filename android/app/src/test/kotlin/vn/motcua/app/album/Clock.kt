package vn.motcua.app.album

import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.nio.channels.FileChannel
import java.nio.file.Path
import java.nio.file.StandardOpenOption
import java.time.Duration
import java.time.Instant

/**
 * The calendar clock of this process and of the portal that it starts: it stands still, so that every date in a picture is the same on every run, and
 * goes on by [pass] alone. tools/album/clock.c is its other half.
 */
internal object Clock {
    private val file = Path.of(checkNotNull(System.getenv("MOTCUA_CLOCK")) { "pictures are taken by ./dev album, which holds the clock" })

    /** A Tuesday morning in Việt Nam, with no holiday for weeks. */
    private var now = Instant.parse("2026-09-15T01:30:00Z")

    /** Puts the clock to where every part of the album begins. */
    fun begin() {
        write()
        check(Instant.now() == now) { "the clock doesn't stand: it is ${Instant.now()}" }
    }

    /** Time goes by. */
    fun pass(time: Duration) {
        now += time
        write()
    }

    private fun write() {
        val nanos = Duration.between(Instant.EPOCH, now).toNanos()
        val bytes = ByteBuffer.allocate(Long.SIZE_BYTES).order(ByteOrder.nativeOrder()).putLong(0, nanos)
        FileChannel.open(file, StandardOpenOption.WRITE).use { it.write(bytes, 0) }
    }
}
