import MotCuaCore

/// Keys in files of a folder, for desktops and tests; a phone brings its Keychain and Secure Enclave.
public enum DesktopKeys {
    /// A vault of key files in `folder`, which is made at the first use.
    public static func vault(folder: String) -> any KeyVault { desktopKeyVault(folder: folder) }

    /// The device key in `folder`, made at the first call.
    public static func deviceKey(folder: String) throws(Failure) -> any DeviceKey {
        try translated { try desktopDeviceKey(folder: folder) }
    }
}
