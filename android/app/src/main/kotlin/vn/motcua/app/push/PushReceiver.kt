package vn.motcua.app.push

import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import kotlinx.coroutines.launch
import vn.motcua.app.MotCuaApplication
import vn.motcua.app.sync.Sync
import vn.motcua.bridge.Core

/**
 * What the distributor says. Anybody on the phone can send these broadcasts: one without our token is dropped, and a message is only ever a hint, for
 * the core reads nothing from it that it didn't encrypt for itself.
 */
class PushReceiver : BroadcastReceiver() {
    override fun onReceive(
        context: Context,
        intent: Intent,
    ) {
        val push = UnifiedPush(context)
        if (intent.getStringExtra("token") != push.token) return
        when (intent.action) {
            UnifiedPush.NEW_ENDPOINT -> intent.getStringExtra("endpoint")?.let { told(context) { pushEndpointChanged(it) } }

            UnifiedPush.MESSAGE -> intent.getByteArrayExtra("bytesMessage")?.let { arrived(context, it) }

            UnifiedPush.UNREGISTERED -> push.forget()

            // VAPID_REQUIRED, NETWORK, …: the next start asks again, and pulling goes on.
            UnifiedPush.REGISTRATION_FAILED -> Unit
        }
        intent.getStringExtra("id")?.let(push::acknowledge)
    }

    /** The broadcast's few seconds are for handing the message in; the pull has a window of its own. */
    private fun arrived(
        context: Context,
        message: ByteArray,
    ) {
        told(context) { pushReceived(message) }
        Sync.soon(context)
    }

    private fun told(
        context: Context,
        call: suspend Core.() -> Unit,
    ) {
        val app = context.applicationContext as MotCuaApplication
        val window = goAsync()
        app.scope.launch {
            app.keeper.opened()?.call()
            window.finish()
        }
    }
}
