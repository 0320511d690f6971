package vn.motcua.app

import androidx.work.testing.WorkManagerTestInitHelper
import vn.motcua.bridge.Connectivity
import vn.motcua.bridge.NetworkState
import vn.motcua.bridge.desktopDeviceKey
import vn.motcua.bridge.desktopKeyVault
import java.io.File

/**
 * The app on a JVM: the real core and screens, with the core's own desktop keys where a phone has a Keystore (Robolectric has none), and the profile
 * of the portal that the test runs.
 */
open class TestApplication : MotCuaApplication() {
    override fun onCreate() {
        super.onCreate()
        WorkManagerTestInitHelper.initializeTestWorkManager(this)
    }

    override fun onTerminate() {
        WorkManagerTestInitHelper.closeWorkDatabase()
        super.onTerminate()
    }

    override fun profile() = Portal.shared.profile

    override fun vault() = desktopKeyVault(keys())

    override fun deviceKey() = desktopDeviceKey(keys())

    override fun connectivity(onChange: () -> Unit) = Network

    /** As on a phone that nobody has put a lock on. */
    override fun secured() = false

    private fun keys() = File(noBackupFilesDir, "keys").path

    /** The network as the test sets it. */
    object Network : Connectivity {
        @Volatile var now = NetworkState.UNMETERED

        override fun state() = now
    }
}
