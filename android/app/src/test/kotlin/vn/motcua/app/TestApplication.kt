package vn.motcua.app

import androidx.core.content.FileProvider
import androidx.work.testing.WorkManagerTestInitHelper
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.job
import kotlinx.coroutines.runBlocking
import vn.motcua.app.counter.Portal
import vn.motcua.bridge.Connectivity
import vn.motcua.bridge.NetworkState
import vn.motcua.bridge.Words
import vn.motcua.bridge.desktopDeviceKey
import vn.motcua.bridge.desktopKeyVault
import java.io.File

/**
 * The app on a JVM: the real core and screens, with the core's own desktop keys where a phone has a Keystore (Robolectric has none), and the profile
 * of the portal that the test runs. Its process can [die] and begin anew over what it kept.
 */
open class TestApplication : MotCuaApplication() {
    private var process: Process? = null
    private val living get() = process ?: Process().also { process = it }

    /** The profile that the app was built with. */
    var builtWith: String? = null

    override val scope get() = living.scope

    override val keeper get() = living.keeper

    // Without the library nothing is tested: that is told here, and not where somebody waits for a core that never opens.
    override fun onCreate() {
        check(Words.of("vi").names.isNotEmpty())
        super.onCreate()
        WorkManagerTestInitHelper.initializeTestWorkManager(this)
        Network.begin(NetworkState.UNMETERED)
    }

    override fun onTerminate() {
        die()
        WorkManagerTestInitHelper.closeWorkDatabase()
        super.onTerminate()
    }

    /** The process ends: nothing that it had in memory is there afterwards, and nothing of it reaches the store any more. The next need begins a new one. */
    fun die() {
        process?.end()
        process = null
    }

    override fun profile() = builtWith ?: Portal.shared.profile

    override fun vault() = desktopKeyVault(keys())

    override fun deviceKey() = desktopDeviceKey(keys())

    override fun connectivity(onChange: () -> Unit) = Network.also { it.onChange = onChange }

    /** As on a phone that nobody has put a lock on. */
    override fun secured() = false

    private fun keys() = File(noBackupFilesDir, "keys").path

    private inner class Process {
        init {
            // A new process knows no folders yet; the class keeps those of the test before, whose phone had others.
            val known = FileProvider::class.java.getDeclaredField("sCache").apply { isAccessible = true }
            (known.get(null) as MutableMap<*, *>).clear()
        }

        val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default)
        private val kept = lazy { newKeeper() }
        val keeper: CoreKeeper by kept

        fun end() =
            runBlocking {
                val core = if (kept.isInitialized()) keeper.opened() else null
                scope.coroutineContext.job.cancelAndJoin()
                core?.close()
            }
    }

    /** The network as the test sets it. */
    object Network : Connectivity {
        @Volatile var now = NetworkState.UNMETERED

        internal var onChange: () -> Unit = {}

        override fun state() = now

        /** The system says that the network is another one. */
        fun become(next: NetworkState) {
            now = next
            onChange()
        }

        internal fun begin(first: NetworkState) {
            onChange = {}
            now = first
        }
    }
}
