package vn.motcua.app.system

import android.Manifest.permission.ACCESS_FINE_LOCATION
import android.content.Context
import android.location.Location
import android.location.LocationManager
import android.os.Build
import android.os.CancellationSignal
import androidx.annotation.RequiresPermission
import androidx.core.location.LocationManagerCompat
import kotlinx.coroutines.suspendCancellableCoroutine
import kotlinx.coroutines.withTimeoutOrNull
import vn.motcua.ui.nav.Position
import java.util.concurrent.Executor
import kotlin.coroutines.resume

/** Where the phone is, by the system's own providers: works without Google. */
internal class Locator(
    private val context: Context,
) {
    private val manager = context.getSystemService(LocationManager::class.java)

    /** One fresh position; null when location is off or takes too long. */
    @RequiresPermission(ACCESS_FINE_LOCATION)
    suspend fun here(): Position? {
        val provider = PROVIDERS.firstOrNull { it in manager.allProviders && manager.isProviderEnabled(it) } ?: return null
        return withTimeoutOrNull(PATIENCE) { measured(provider) }?.let(::position)
    }

    @RequiresPermission(ACCESS_FINE_LOCATION)
    private suspend fun measured(provider: String): Location? =
        suspendCancellableCoroutine { waiting ->
            val signal = CancellationSignal()
            waiting.invokeOnCancellation { signal.cancel() }
            LocationManagerCompat.getCurrentLocation(manager, provider, signal, Executor(Runnable::run)) { waiting.resume(it) }
        }

    private fun position(it: Location): Position {
        @Suppress("DEPRECATION") // Android 12 gave it its better name.
        val mocked = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) it.isMock else it.isFromMockProvider
        return Position(it.latitude, it.longitude, it.accuracy.toDouble(), it.time, mocked)
    }

    private companion object {
        /** The best first; "fused" is the system's own mix, from Android 12 on. */
        val PROVIDERS = listOf("fused", LocationManager.GPS_PROVIDER, LocationManager.NETWORK_PROVIDER)
        const val PATIENCE = 30_000L
    }
}
