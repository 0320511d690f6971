import Foundation
import FoundationNetworking

/// A running portal with invented people, in a folder of its own, on ports of its own.
///
/// The phone under test speaks to it over TLS; the test acts as the officer over the loopback listener without TLS.
final class Portal {
    /// What a phone must know before the first byte, as the portal wrote it.
    let profile: String
    let url: String
    private let process = Process()
    private let plainUrl: String
    private let officeToken: String

    init(data: URL) throws {
        let output = Pipe()
        process.executableURL = try Machine.programs().appending(path: "motcua-portal")
        process.arguments = ["--demo", "--control", "--plain", "--data", data.path]
        process.standardOutput = output
        try process.run()
        let ready = try Json(parsing: Portal.line(from: output.fileHandleForReading))
        url = try ready.text("url")
        plainUrl = try ready.text("plain_url")
        profile = try String(contentsOfFile: ready.text("profile"), encoding: .utf8)
        officeToken = try String(contentsOfFile: ready.text("office_token_file"), encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    func stop() {
        process.terminate()
        process.waitUntilExit()
    }

    /// The dossier as its office sees it.
    func dossier(_ id: String) async throws -> Json { try await send(office("dossiers/\(id)")) }

    func dossiers() async throws -> [Json] { try await send(office("dossiers")).list("dossiers") }

    /// An officer does `action` to the dossier as it stands now.
    @discardableResult
    func act(_ action: String, on id: String, body: Data = Data("{}".utf8)) async throws -> Json {
        var request = try office("dossiers/\(id)/\(action)")
        request.httpMethod = "POST"
        request.httpBody = body
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.setValue("\"\(UUID().uuidString)\"", forHTTPHeaderField: "Idempotency-Key")
        request.setValue("\"\(try await dossier(id).number("revision"))\"", forHTTPHeaderField: "If-Match")
        return try await send(request)
    }

    private func office(_ path: String) throws -> URLRequest {
        guard let url = URL(string: "\(plainUrl)/office/v1/\(path)") else { throw StoryError.missing(path) }
        var request = URLRequest(url: url)
        request.setValue("Bearer \(officeToken)", forHTTPHeaderField: "Authorization")
        return request
    }

    private func send(_ request: URLRequest) async throws -> Json {
        let (body, answer) = try await URLSession.shared.data(for: request)
        let status = (answer as? HTTPURLResponse)?.statusCode ?? 0
        guard (200..<300).contains(status) else { throw PortalError.refused(status, String(decoding: body, as: UTF8.self)) }
        return try Json(parsing: body)
    }

    /// The first line that the portal writes; nothing when it ends before.
    private static func line(from output: FileHandle) -> Data {
        var line = Data()
        while let byte = try? output.read(upToCount: 1), byte != Data("\n".utf8), !byte.isEmpty { line += byte }
        return line
    }
}

enum PortalError: Error {
    case refused(Int, String)
}
