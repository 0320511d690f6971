package vn.motcua.app.system

import android.net.ConnectivityManager
import android.net.Network
import android.net.NetworkCapabilities
import android.net.NetworkCapabilities.NET_CAPABILITY_NOT_METERED
import vn.motcua.bridge.Connectivity
import vn.motcua.bridge.NetworkState

/**
 * What the system says about the network that the app would use, kept in memory: the core asks often.
 *
 * A network counts from the moment the system offers it, checked or not: a Wi-Fi that wants a log-in is then told apart by the core, which can say so.
 */
class SystemNetwork(
    private val manager: ConnectivityManager,
) : Connectivity {
    @Volatile
    private var now = NetworkState.UNKNOWN

    /** Follows the network from here on and tells [onChange] when the answer became another one. */
    fun follow(onChange: () -> Unit) {
        if (manager.activeNetwork == null) now = NetworkState.OFFLINE
        manager.registerDefaultNetworkCallback(
            object : ConnectivityManager.NetworkCallback() {
                override fun onCapabilitiesChanged(
                    network: Network,
                    capabilities: NetworkCapabilities,
                ) = become(if (capabilities.hasCapability(NET_CAPABILITY_NOT_METERED)) NetworkState.UNMETERED else NetworkState.METERED)

                override fun onLost(network: Network) = become(NetworkState.OFFLINE)

                private fun become(next: NetworkState) {
                    if (now == next) return
                    now = next
                    onChange()
                }
            },
        )
    }

    override fun state(): NetworkState = now
}
