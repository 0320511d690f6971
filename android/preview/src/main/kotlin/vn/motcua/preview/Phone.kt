package vn.motcua.preview

import vn.motcua.bridge.AppConfig
import vn.motcua.bridge.Connectivity
import vn.motcua.bridge.Core
import vn.motcua.bridge.NetworkState
import vn.motcua.bridge.Outcome
import vn.motcua.bridge.desktopDeviceKey
import vn.motcua.bridge.desktopKeyVault
import java.io.File

/** The language of the first start; the settings have others. */
const val LANGUAGE: String = "vi"

/**
 * Opens the real core in [folder], with the keys in files beside it: a desktop has no secure hardware, and nobody's real data belongs here. It blocks for
 * some milliseconds.
 */
fun openPhone(
    folder: File,
    profile: String,
): Outcome<Core> {
    val keys = File(folder, "keys").path
    val config = AppConfig(File(folder, "core").path, profile, allowPlainLoopback = false, LANGUAGE, embeddedPush = true)
    return Core.open(config, desktopKeyVault(keys), desktopDeviceKey(keys), Cable)
}

/** The portal is on this machine: always there, and free. */
private object Cable : Connectivity {
    override fun state() = NetworkState.UNMETERED
}
