package vn.motcua.app

import android.app.KeyguardManager
import android.net.ConnectivityManager
import vn.motcua.app.key.KeystoreDeviceKey
import vn.motcua.app.key.KeystoreVault
import vn.motcua.app.push.UnifiedPush
import vn.motcua.app.sync.Sync
import vn.motcua.app.system.Incoming
import vn.motcua.app.system.SystemNetwork
import vn.motcua.bridge.Words

/** The app on a phone: keys in its hardware, its network, and the portal whose profile the build put into the assets. */
class PhoneApplication : MotCuaApplication() {
    private val keyguard get() = getSystemService(KeyguardManager::class.java)

    override fun onCreate() {
        super.onCreate()
        Incoming(this).clear()
        Sync.everyFewHours(this)
        UnifiedPush(this).register(Words.of(systemLanguage())("channel-dossiers"))
    }

    override fun profile() = assets.open("portal-profile.json").use { it.readBytes().decodeToString() }

    override fun vault() = KeystoreVault(keyguard::isDeviceLocked)

    override fun deviceKey() = KeystoreDeviceKey(keyguard::isDeviceLocked)

    override fun connectivity(onChange: () -> Unit) = SystemNetwork(getSystemService(ConnectivityManager::class.java)).apply { follow(onChange) }

    override fun secured() = keyguard.isDeviceSecure
}
