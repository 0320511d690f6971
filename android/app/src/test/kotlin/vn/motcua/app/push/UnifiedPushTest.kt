package vn.motcua.app.push

import android.app.Application
import android.content.Intent
import android.content.pm.ActivityInfo
import android.content.pm.ResolveInfo
import androidx.work.WorkManager
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import vn.motcua.app.sync.Sync
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNotEquals
import kotlin.test.assertTrue

@RunWith(RobolectricTestRunner::class)
class UnifiedPushTest {
    private val app: Application = RuntimeEnvironment.getApplication()
    private val push = UnifiedPush(app)

    private fun install(name: String) {
        val receiver = ResolveInfo().apply { activityInfo = ActivityInfo().apply { packageName = name } }
        shadowOf(app.packageManager).addResolveInfoForIntent(Intent(UnifiedPush.REGISTER), receiver)
    }

    private fun sent() = shadowOf(app).broadcastIntents

    private fun deliver(intent: Intent) {
        app.sendBroadcast(intent.setPackage(app.packageName))
        shadowOf(android.os.Looper.getMainLooper()).idle()
    }

    @Test
    fun `without a distributor nothing is asked of anybody`() {
        push.register("p")
        assertTrue(sent().isEmpty())
    }

    @Test
    fun `the only distributor is asked, with the same token each time`() {
        install("org.example.ntfy")
        push.register("p")
        UnifiedPush(app).register("p")
        val asked = sent().map { Triple(it.action, it.`package`, it.getStringExtra("token")) }
        assertEquals(listOf(Triple(UnifiedPush.REGISTER, "org.example.ntfy", push.token)), asked.distinct())
    }

    @Test
    fun `one that was used before is asked again among several`() {
        install("org.example.ntfy")
        push.register("p")
        install("org.example.another")
        push.register("p")
        assertEquals(setOf<String?>("org.example.ntfy"), sent().map { it.`package` }.toSet())
    }

    @Test
    fun `a message is acknowledged and begins a pull`() {
        install("org.example.ntfy")
        push.register("p")
        deliver(message(push.token))
        val last = sent().last { it.action == UnifiedPush.MESSAGE_ACK }
        assertEquals("7" to "org.example.ntfy", last.getStringExtra("id") to last.`package`)
        assertEquals(1, waiting())
    }

    @Test
    fun `what names another token is dropped`() {
        install("org.example.ntfy")
        push.register("p")
        deliver(message("somebody else's"))
        assertTrue(sent().none { it.action == UnifiedPush.MESSAGE_ACK })
        assertEquals(0, waiting())
    }

    @Test
    fun `given up by the distributor, the next registration is a new one`() {
        val before = push.token
        deliver(Intent(UnifiedPush.UNREGISTERED).putExtra("token", before))
        assertNotEquals(before, push.token)
    }

    private fun message(token: String) =
        Intent(UnifiedPush.MESSAGE).putExtra("token", token).putExtra("bytesMessage", byteArrayOf(1, 2, 3)).putExtra("id", "7")

    private fun waiting() =
        WorkManager
            .getInstance(app)
            .getWorkInfosForUniqueWork(Sync.SOON)
            .get()
            .size
}
