package vn.motcua.app

import android.app.Application
import android.os.SystemClock
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.launch
import vn.motcua.app.lock.AppLock
import vn.motcua.app.notice.Notices
import vn.motcua.app.system.Languages
import vn.motcua.bridge.AppConfig
import vn.motcua.bridge.Connectivity
import vn.motcua.bridge.Core
import vn.motcua.bridge.DeviceKey
import vn.motcua.bridge.KeyVault
import vn.motcua.bridge.Live
import vn.motcua.bridge.Outcome
import vn.motcua.bridge.SessionState
import java.io.File
import java.util.Locale

/**
 * What a process of this app has one of, and how the core is opened on it.
 *
 * [PhoneApplication] is the one on phones; tests put their own keys, network and portal in its place.
 */
abstract class MotCuaApplication : Application() {
    /** Lives as long as the process. */
    open val scope: CoroutineScope by lazy { CoroutineScope(SupervisorJob() + Dispatchers.Default) }

    /** The process's core. */
    open val keeper: CoreKeeper by lazy { newKeeper() }

    /** A keeper for a process that begins. */
    protected fun newKeeper() = CoreKeeper(scope, ::openCore, ::settle)

    /** When the person is asked again whether it is them. */
    val lock: AppLock by lazy { AppLock(::secured, SystemClock::elapsedRealtime) }

    /** The portal's profile as text: address, trust anchors, evidence root, e-ID. */
    protected abstract fun profile(): String

    /** Where the keys of this phone's accounts are. */
    protected abstract fun vault(): KeyVault

    /** This installation's signing key. */
    protected abstract fun deviceKey(): DeviceKey

    /** What the system says about the network; [onChange] is to be called when that changes. */
    protected abstract fun connectivity(onChange: () -> Unit): Connectivity

    /** Whether the phone has a lock of its own to ask by. */
    protected abstract fun secured(): Boolean

    /** The language that the system has for this app, as a BCP 47 code. */
    fun systemLanguage(): String = Locale.getDefault().toLanguageTag()

    private fun openCore(): Outcome<Core> {
        val config =
            AppConfig(
                home = File(noBackupFilesDir, "core").path,
                profileJson = profile(),
                allowPlainLoopback = false,
                language = systemLanguage(),
                embeddedPush = false,
            )
        return Core.open(config, vault(), deviceKey(), connectivity(::networkChanged))
    }

    /** What has to fit before anybody uses the core, and what follows it from then on. */
    private suspend fun settle(core: Core) {
        val languages = Languages(this)
        val notices = Notices(this)
        languages.askSystem(core)
        scope.launch {
            core.words.collect {
                notices.nameChannels(it)
                languages.tellSystem(core.language)
            }
        }
        scope.launch {
            core.session().collect { if (it is Live.Value && it.value.state == SessionState.SIGNED_OUT) notices.forget() }
        }
    }

    private fun networkChanged() {
        scope.launch { (keeper.state.value as? Opening.Open)?.core?.connectivityChanged() }
    }
}
