#if canImport(Security) && canImport(CryptoKit)
    import CryptoKit
    import Foundation
    import Security

    /// Seals the account's keys under keys of the Keychain, which leave this phone in no backup and end with its passcode.
    ///
    /// A private key can be used only while the phone is unlocked, a background key from its first unlock on.
    public final class KeychainVault: KeyVault, Sendable {
        private let service: String

        /// A vault whose keys stand under `service`, the app's own name.
        public init(service: String) { self.service = service }

        public func wrap(alias: String, secret: Data) throws -> Data {
            let key = try read(alias) ?? make(alias)
            let box = try? AES.GCM.seal(secret, using: key, authenticating: Data(alias.utf8))
            guard let sealed = box?.combined else { throw PlatformError.Failed }
            return sealed
        }

        public func unwrap(alias: String, wrapped: Data) throws -> Data {
            guard let key = try read(alias) else { throw PlatformError.Lost }
            guard let box = try? AES.GCM.SealedBox(combined: wrapped), let secret = try? AES.GCM.open(box, using: key, authenticating: Data(alias.utf8))
            else { throw PlatformError.Lost }
            return secret
        }

        public func erase(alias: String) throws {
            let status = SecItemDelete(query(alias) as CFDictionary)
            guard status == errSecSuccess || status == errSecItemNotFound else { throw KeychainVault.error(status) }
        }

        private func make(_ alias: String) throws -> SymmetricKey {
            let key = SymmetricKey(size: .bits256)
            var item = query(alias)
            item[kSecValueData as String] = key.withUnsafeBytes { Data($0) }
            item[kSecAttrAccessible as String] =
                alias.hasSuffix("/background") ? kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly : kSecAttrAccessibleWhenUnlockedThisDeviceOnly
            let status = SecItemAdd(item as CFDictionary, nil)
            guard status == errSecSuccess else { throw KeychainVault.error(status) }
            return key
        }

        private func read(_ alias: String) throws -> SymmetricKey? {
            var item = query(alias)
            item[kSecReturnData as String] = true
            var found: CFTypeRef?
            let status = SecItemCopyMatching(item as CFDictionary, &found)
            if status == errSecItemNotFound { return nil }
            guard status == errSecSuccess, let bytes = found as? Data else { throw KeychainVault.error(status) }
            return SymmetricKey(data: bytes)
        }

        private func query(_ alias: String) -> [String: Any] {
            [
                kSecClass as String: kSecClassGenericPassword, kSecAttrService as String: service, kSecAttrAccount as String: alias,
                kSecUseDataProtectionKeychain as String: true,
            ]
        }

        private static func error(_ status: OSStatus) -> PlatformError { status == errSecInteractionNotAllowed ? .Locked : .Failed }
    }
#endif
