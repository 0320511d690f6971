package vn.motcua.app

import android.app.Application
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import vn.motcua.bridge.AppConfig
import vn.motcua.bridge.Connectivity
import vn.motcua.bridge.Core
import vn.motcua.bridge.DeviceKey
import vn.motcua.bridge.KeyVault
import vn.motcua.bridge.Outcome
import java.io.File
import java.util.Locale

/** What a process of this app has one of. Tests put their own keys, network and portal in its place. */
abstract class MotCuaApplication : Application() {
    /** Lives as long as the process. */
    val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default)

    /** The process's core. */
    val keeper: CoreKeeper by lazy { CoreKeeper(scope, ::systemLanguage, ::openCore) }

    /** The portal's profile as text: address, trust anchors, evidence root, e-ID. */
    protected abstract fun profile(): String

    /** Where the keys of this phone's accounts are. */
    protected abstract fun vault(): KeyVault

    /** This installation's signing key. */
    protected abstract fun deviceKey(): DeviceKey

    /** What the system says about the network. */
    protected abstract fun connectivity(): Connectivity

    private fun openCore(): Outcome<Core> {
        val config =
            AppConfig(
                home = File(noBackupFilesDir, "core").path,
                profileJson = profile(),
                allowPlainLoopback = false,
                language = systemLanguage(),
                embeddedPush = false,
            )
        return Core.open(config, vault(), deviceKey(), connectivity())
    }

    private fun systemLanguage(): String = Locale.getDefault().toLanguageTag()
}
