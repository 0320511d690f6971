import Foundation

/// Carries the portal's Web Push messages on to Apple's service: an installation's endpoint there is the gateway's address and the installation's token.
public struct PushGateway: Equatable, Sendable {
    private let address: URL

    /// The gateway at `address`.
    public init(address: URL) { self.address = address }

    /// The endpoint that the portal is told.
    public func endpoint(for token: Data) -> String {
        address.appending(path: token.map { String(format: "%02x", $0) }.joined()).absoluteString
    }
}

/// A push message as the system hands it over. The gateway puts the encrypted body, in base64, under `wake`; nothing else in it is looked at.
public struct PushMessage: Equatable, Sendable {
    /// The body as the portal sent it, still encrypted; empty when there is none that can be read.
    public let wake: Data

    /// From what the system hands over.
    public init(userInfo: [AnyHashable: Any]) {
        wake = (userInfo["wake"] as? String).flatMap { Data(base64Encoded: $0) } ?? Data()
    }
}
