package vn.motcua.app.push

import android.app.BroadcastOptions
import android.app.PendingIntent
import android.content.Context
import android.content.Intent
import android.content.pm.PackageManager
import android.net.Uri
import android.os.Build
import androidx.core.content.edit
import java.util.UUID

/**
 * Wake-ups without Google: UnifiedPush, version AND_3 of its broadcast protocol (unifiedpush.org/developers/spec/android).
 *
 * The person installs a distributor, such as ntfy; the app asks it for an address by broadcast, the distributor gives one
 * ([PushReceiver]), the core tells it to the portal, and from then on wake-ups arrive encrypted for the core alone. Without a distributor
 * nothing is lost: the core pulls, and says in the inbox how push fares.
 */
class UnifiedPush(
    private val context: Context,
) {
    private val kept = context.getSharedPreferences("push", Context.MODE_PRIVATE)

    /** What this registration is called between us and the distributor; a broadcast that names another is not for us. */
    val token: String
        get() = kept.getString(TOKEN, null) ?: UUID.randomUUID().toString().also { kept.edit { putString(TOKEN, it) } }

    /** Asks the distributor for an address, at every start: it answers with the same as long as that is good. */
    fun register(purpose: String) {
        val distributor = distributor() ?: return
        kept.edit { putString(DISTRIBUTOR, distributor) }
        tell(Intent(REGISTER).setPackage(distributor).putExtra("token", token).putExtra("message", purpose))
    }

    /** Says that the message called [id] arrived. */
    fun acknowledge(id: String) {
        val distributor = kept.getString(DISTRIBUTOR, null) ?: return
        tell(Intent(MESSAGE_ACK).setPackage(distributor).putExtra("token", token).putExtra("id", id))
    }

    /** The distributor gave this app up: the next start begins anew, with whichever is there. */
    fun forget() = kept.edit { clear() }

    /** The one used so far; else the only one there is; else the one that the system opens distributors' links with. */
    private fun distributor(): String? {
        val installed =
            context.packageManager
                .queryBroadcastReceivers(Intent(REGISTER), 0)
                .map { it.activityInfo.packageName }
                .distinct()
        val before = kept.getString(DISTRIBUTOR, null)
        if (before in installed) return before
        return installed.singleOrNull() ?: chosen().takeIf { it in installed }
    }

    private fun chosen(): String? {
        val link = Intent(Intent.ACTION_VIEW, Uri.parse("unifiedpush://link"))
        return context.packageManager
            .resolveActivity(link, PackageManager.MATCH_DEFAULT_ONLY)
            ?.activityInfo
            ?.packageName
    }

    /** A distributor must know who speaks: the system vouches for it since Android 14, before by an intent that only this app can have made. */
    private fun tell(intent: Intent) {
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.UPSIDE_DOWN_CAKE) {
            context.sendBroadcast(intent, null, BroadcastOptions.makeBasic().setShareIdentityEnabled(true).toBundle())
        } else {
            val ours = Intent().setPackage(context.packageName)
            context.sendBroadcast(intent.putExtra("pi", PendingIntent.getBroadcast(context, 0, ours, PendingIntent.FLAG_IMMUTABLE)))
        }
    }

    internal companion object {
        const val REGISTER = "org.unifiedpush.android.distributor.REGISTER"
        const val MESSAGE_ACK = "org.unifiedpush.android.distributor.MESSAGE_ACK"
        const val NEW_ENDPOINT = "org.unifiedpush.android.connector.NEW_ENDPOINT"
        const val MESSAGE = "org.unifiedpush.android.connector.MESSAGE"
        const val UNREGISTERED = "org.unifiedpush.android.connector.UNREGISTERED"
        const val REGISTRATION_FAILED = "org.unifiedpush.android.connector.REGISTRATION_FAILED"
        private const val TOKEN = "token"
        private const val DISTRIBUTOR = "distributor"
    }
}
