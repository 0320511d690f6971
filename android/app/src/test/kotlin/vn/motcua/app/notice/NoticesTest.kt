package vn.motcua.app.notice

import android.Manifest.permission.POST_NOTIFICATIONS
import android.app.Application
import android.app.Notification
import android.app.NotificationManager
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import vn.motcua.bridge.InboxItem
import vn.motcua.bridge.Words
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNotNull
import kotlin.test.assertTrue

@RunWith(RobolectricTestRunner::class)
class NoticesTest {
    private val app: Application = RuntimeEnvironment.getApplication()
    private val manager = app.getSystemService(NotificationManager::class.java)
    private val notices = Notices(app)
    private val words = Words.of("vi")

    private fun item(
        seq: Int,
        isNew: Boolean = true,
    ) = InboxItem(seq.toULong(), "dossier_changed", "subject-$seq", "10:00", "Hồ sơ $seq đã được tiếp nhận", isNew, null, "")

    private fun tell(vararg items: InboxItem) = notices.tell(items.toList(), words)

    private fun shown() = manager.activeNotifications.map { it.notification.extras.getString(Notification.EXTRA_TEXT) }

    private fun allow() = shadowOf(app).grantPermissions(POST_NOTIFICATIONS)

    @Test
    fun `channels are called what the core says, and again in another language`() {
        listOf("vi", "en").forEach { language ->
            val spoken = Words.of(language)
            notices.nameChannels(spoken)
            assertEquals(spoken("channel-dossiers"), manager.getNotificationChannel(Notices.DOSSIERS).name)
            assertEquals(spoken("channel-reports"), manager.getNotificationChannel(Notices.REPORTS).name)
        }
    }

    @Test
    fun `each new message is told once`() {
        allow()
        tell(item(2), item(1))
        assertEquals(setOf("Hồ sơ 1 đã được tiếp nhận", "Hồ sơ 2 đã được tiếp nhận"), shown().toSet())
        manager.cancelAll()
        tell(item(3), item(2), item(1))
        assertEquals(listOf("Hồ sơ 3 đã được tiếp nhận"), shown())
    }

    @Test
    fun `the next person's messages count anew, and nothing of the last one's stays`() {
        allow()
        tell(item(9))
        notices.forget()
        assertTrue(shown().isEmpty())
        tell(item(1))
        assertEquals(1, shown().size)
    }

    @Test
    fun `what was seen in the app is not told`() {
        allow()
        tell(item(1, isNew = false))
        assertTrue(shown().isEmpty())
    }

    @Test
    fun `a locked screen learns only that there is news`() {
        allow()
        tell(item(1))
        val notice = manager.activeNotifications.single().notification
        assertEquals(Notification.VISIBILITY_PRIVATE, notice.visibility)
        val public = assertNotNull(notice.publicVersion)
        assertEquals(words("notice-news"), public.extras.getString(Notification.EXTRA_TEXT))
    }

    @Test
    fun `without the permission nothing counts as told`() {
        tell(item(1))
        assertTrue(shown().isEmpty())
        allow()
        tell(item(1))
        assertEquals(1, shown().size)
    }
}
