#if canImport(Security) && canImport(CryptoKit)
    import CryptoKit
    import Foundation
    import Security

    /// The device key: made in the Secure Enclave, which signs and never shows it. What is kept in the Keychain is the Enclave's own sealed handle.
    ///
    /// A simulator has no Enclave; there, and only there, the key is an ordinary one.
    public final class EnclaveKey: DeviceKey, Sendable {
        private let service: String

        /// The key under `service`, the app's own name; made at the first use.
        public init(service: String) { self.service = service }

        public func publicKey() throws -> Data { try signer().publicKey }

        public func sign(text: Data) throws -> Data {
            guard let signature = try? signer().sign(text) else { throw PlatformError.Failed }
            return signature
        }

        private struct Signer {
            let publicKey: Data
            let sign: (Data) throws -> Data
        }

        private func signer() throws -> Signer {
            #if targetEnvironment(simulator)
                let key = try kept(P256.Signing.PrivateKey.init(rawRepresentation:)) ?? keep(P256.Signing.PrivateKey(), \.rawRepresentation)
            #else
                typealias Key = SecureEnclave.P256.Signing.PrivateKey
                let key = try kept { try Key(dataRepresentation: $0) } ?? keep(Key(), \.dataRepresentation)
            #endif
            return Signer(publicKey: key.publicKey.x963Representation) { try key.signature(for: $0).rawRepresentation }
        }

        private func kept<Key>(_ make: (Data) throws -> Key) throws -> Key? {
            var item = query
            item[kSecReturnData as String] = true
            var found: CFTypeRef?
            switch SecItemCopyMatching(item as CFDictionary, &found) {
            case errSecSuccess:
                guard let bytes = found as? Data, let key = try? make(bytes) else { throw PlatformError.Lost }
                return key
            case errSecItemNotFound: return nil
            case errSecInteractionNotAllowed: throw PlatformError.Locked
            default: throw PlatformError.Failed
            }
        }

        private func keep<Key>(_ key: Key, _ bytes: KeyPath<Key, Data>) throws -> Key {
            var item = query
            item[kSecValueData as String] = key[keyPath: bytes]
            item[kSecAttrAccessible as String] = kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly
            guard SecItemAdd(item as CFDictionary, nil) == errSecSuccess else { throw PlatformError.Failed }
            return key
        }

        private var query: [String: Any] {
            [
                kSecClass as String: kSecClassGenericPassword, kSecAttrService as String: service, kSecAttrAccount as String: "device-key",
                kSecUseDataProtectionKeychain as String: true,
            ]
        }
    }
#endif
