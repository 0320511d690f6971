package vn.motcua.app.system

import android.net.ConnectivityManager
import android.net.NetworkCapabilities
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowNetworkCapabilities
import vn.motcua.bridge.NetworkState
import kotlin.test.Test
import kotlin.test.assertEquals

@RunWith(RobolectricTestRunner::class)
class SystemNetworkTest {
    private val manager = RuntimeEnvironment.getApplication().getSystemService(ConnectivityManager::class.java)
    private val told = mutableListOf<NetworkState>()
    private val network = SystemNetwork(manager).apply { follow { told += state() } }
    private val callback = shadowOf(manager).networkCallbacks.single()
    private val active = checkNotNull(manager.activeNetwork)

    private fun capabilities(unmetered: Boolean): NetworkCapabilities {
        val made = ShadowNetworkCapabilities.newInstance()
        if (unmetered) shadowOf(made).addCapability(NetworkCapabilities.NET_CAPABILITY_NOT_METERED)
        return made
    }

    @Test
    fun `the system's word becomes the core's, and only changes are told`() {
        callback.onCapabilitiesChanged(active, capabilities(unmetered = true))
        callback.onCapabilitiesChanged(active, capabilities(unmetered = true))
        callback.onCapabilitiesChanged(active, capabilities(unmetered = false))
        callback.onLost(active)
        assertEquals(listOf(NetworkState.UNMETERED, NetworkState.METERED, NetworkState.OFFLINE), told)
    }

    @Test
    fun `before the system has said anything nobody knows`() = assertEquals(NetworkState.UNKNOWN, network.state())
}
