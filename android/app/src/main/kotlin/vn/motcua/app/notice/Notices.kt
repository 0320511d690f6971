package vn.motcua.app.notice

import android.Manifest.permission.POST_NOTIFICATIONS
import android.app.Notification
import android.app.NotificationChannel
import android.app.NotificationManager
import android.app.PendingIntent
import android.content.Context
import android.content.Intent
import android.content.pm.PackageManager.PERMISSION_GRANTED
import android.os.Build
import androidx.core.content.edit
import vn.motcua.app.MainActivity
import vn.motcua.app.R
import vn.motcua.bridge.Core
import vn.motcua.bridge.InboxItem
import vn.motcua.bridge.Outcome
import vn.motcua.bridge.Words
import vn.motcua.ui.nav.Place
import vn.motcua.ui.nav.text
import vn.motcua.ui.screen.home.place

/**
 * Tells the person what the inbox has that they haven't seen: once for each message, by the system's notifications.
 *
 * On a locked screen only the general sentence shows: which office deals with whom is nobody else's business. Without the permission nothing is told
 * and nothing is marked as told; the inbox has it all anyway.
 */
class Notices(
    private val context: Context,
) {
    private val manager = context.getSystemService(NotificationManager::class.java)
    private val told = context.getSharedPreferences("notices", Context.MODE_PRIVATE)

    /** The channels by their names in the person's language; again after the language changed. */
    fun nameChannels(words: Words) {
        val channels = listOf(DOSSIERS to "channel-dossiers", REPORTS to "channel-reports")
        manager.createNotificationChannels(
            channels.map { (id, name) -> NotificationChannel(id, words(name), NotificationManager.IMPORTANCE_DEFAULT) } +
                NotificationChannel(SENDING, words("channel-sending"), NotificationManager.IMPORTANCE_LOW),
        )
    }

    /** Tells what is new in the inbox since last time. */
    suspend fun tellNews(core: Core) {
        val inbox = (core.inbox(null, AT_ONCE) as? Outcome.Done)?.value ?: return
        tell(inbox.items, core.words.value)
    }

    /** Tells those of [items], newest first, that are new and weren't told before. */
    internal fun tell(
        items: List<InboxItem>,
        words: Words,
    ) {
        if (!allowed()) return
        val last = told.getLong(LAST, 0)
        val news = items.filter { it.isNew && it.seq.toLong() > last }
        news.reversed().forEach { manager.notify(it.subjectId, NEWS, notice(it, words)) }
        news.maxOfOrNull { it.seq.toLong() }?.let { told.edit { putLong(LAST, it) } }
    }

    /** Nobody is signed in: what was told goes, and the next person's messages are counted anew, for each person has their own numbers. */
    fun forget() {
        manager.activeNotifications.filter { it.id == NEWS }.forEach { manager.cancel(it.tag, NEWS) }
        told.edit { clear() }
    }

    /** What stands in the notification bar while the outbox is sent in front of the system's eyes. */
    fun sending(words: Words): Notification =
        Notification
            .Builder(context, SENDING)
            .setSmallIcon(R.drawable.notice)
            .setContentTitle(words("notice-sending"))
            .setOngoing(true)
            .build()

    private fun notice(
        item: InboxItem,
        words: Words,
    ): Notification {
        val channel = if (item.kind == FEEDBACK) REPORTS else DOSSIERS
        val builder = { text: String ->
            Notification
                .Builder(context, channel)
                .setSmallIcon(R.drawable.notice)
                .setContentTitle(words("app-name"))
                .setContentText(text)
                .setStyle(Notification.BigTextStyle().bigText(text))
                .setContentIntent(opening(item))
                .setAutoCancel(true)
        }
        return builder(item.text).setVisibility(Notification.VISIBILITY_PRIVATE).setPublicVersion(builder(words("notice-news")).build()).build()
    }

    /** Opens the place that the message is about. */
    private fun opening(item: InboxItem): PendingIntent {
        val place = item.target?.place ?: Place.Inbox
        val intent = Intent(context, MainActivity::class.java).setAction(place.text).putExtra(MainActivity.PLACE, place.text)
        return PendingIntent.getActivity(context, 0, intent, PendingIntent.FLAG_IMMUTABLE or PendingIntent.FLAG_UPDATE_CURRENT)
    }

    private fun allowed(): Boolean =
        manager.areNotificationsEnabled() &&
            (Build.VERSION.SDK_INT < Build.VERSION_CODES.TIRAMISU || context.checkSelfPermission(POST_NOTIFICATIONS) == PERMISSION_GRANTED)

    companion object {
        /** Something about a dossier. */
        const val DOSSIERS = "dossiers"

        /** Something about a report. */
        const val REPORTS = "reports"

        /** The outbox is being sent. */
        const val SENDING = "sending"

        private const val FEEDBACK = "feedback_changed"
        private const val NEWS = 1
        private const val LAST = "last"
        private const val AT_ONCE = 20
    }
}
