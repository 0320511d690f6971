import Foundation
import FoundationNetworking

/// A running portal with invented people, in a folder of its own, on ports of its own.
///
/// The phone under test speaks to it over TLS; the test is officer and QA over the loopback listener without TLS.
final class Portal: @unchecked Sendable {
    /// What a phone must know before the first byte, as the portal wrote it.
    let profile: String
    private let url: String
    private let data: URL
    // Used by one test, one step after the other; everything else here never changes.
    private var process: Process
    private let plainUrl: String
    private let officeToken: String

    init(data: URL) throws {
        let (running, ready) = try Portal.run(data, listen: "127.0.0.1:0", plain: "127.0.0.1:0")
        (self.data, process) = (data, running)
        url = try ready.text("url")
        plainUrl = try ready.text("plain_url")
        profile = try String(contentsOfFile: ready.text("profile"), encoding: .utf8)
        officeToken = try String(contentsOfFile: ready.text("office_token_file"), encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Starts the portal again after ``stop()``, on the same folder and addresses.
    func startAgain() throws { process = try Portal.run(data, listen: Portal.address(of: url), plain: Portal.address(of: plainUrl)).0 }

    private static func run(_ data: URL, listen: String, plain: String) throws -> (Process, Json) {
        let (process, output) = (Process(), Pipe())
        process.executableURL = try Machine.programs().appending(path: "motcua-portal")
        process.arguments = ["--demo", "--control", "--listen", listen, "--plain", plain, "--data", data.path]
        process.standardOutput = output
        process.standardError = try Machine.newFile(data, "portal.log")
        try process.run()
        return (process, try Json(parsing: line(from: output.fileHandleForReading)))
    }

    /// What stands behind the scheme.
    private static func address(of url: String) -> String { url.components(separatedBy: "://").last ?? url }

    /// Ends the portal. By SIGKILL: a process that is started on a thread of Swift's own pool inherits its mask, and never sees SIGTERM.
    func stop() {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// The same page on the listener without TLS.
    func overTools(_ page: String) -> String { page.replacingOccurrences(of: url, with: plainUrl) }

    /// The dossier as its office sees it.
    func dossier(_ id: String) async throws -> Json { try await expectJson(office("dossiers/\(id)")) }

    /// An officer does `action` to the dossier as it stands now. The office's own agent may change it between looking and acting: then the officer
    /// looks again.
    @discardableResult
    func act(_ action: String, on id: String, body: Data = Data("{}".utf8)) async throws -> Json {
        var request = try office("dossiers/\(id)/\(action)")
        request.httpMethod = "POST"
        request.httpBody = body
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.setValue("\"\(UUID().uuidString)\"", forHTTPHeaderField: "Idempotency-Key")
        for _ in 0..<5 {
            request.setValue("\"\(try await dossier(id).number("revision"))\"", forHTTPHeaderField: "If-Match")
            let (status, answer) = try await send(request)
            if status == 200 { return try Json(parsing: answer) }
            guard status == 412 else { throw PortalError.refused(status, String(decoding: answer, as: UTF8.self)) }
        }
        throw PortalError.refused(412, "the dossier changed at every try to \(action)")
    }

    /// 1022 answers a report.
    func answerReport(_ number: String, note: String) async throws {
        let boundary = UUID().uuidString
        var request = try office("feedback/\(number)/answer")
        request.httpMethod = "POST"
        request.setValue("multipart/form-data; boundary=\(boundary)", forHTTPHeaderField: "Content-Type")
        let form = "--\(boundary)\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\n\(note)\r\n--\(boundary)--\r\n"
        request.httpBody = Data(form.utf8)
        _ = try await expectJson(request)
    }

    /// QA orders a fault, as the wire API takes it.
    func order(_ fault: String) async throws { _ = try await expectJson(control("faults", fault)) }

    /// Takes all faults back.
    func heal() async throws {
        var request = try tool("control/v1/faults")
        request.httpMethod = "DELETE"
        let status = try await send(request).0
        guard (200..<300).contains(status) else { throw PortalError.refused(status, "the faults stay") }
    }

    /// Moves the portal's clock.
    func advance(seconds: Int) async throws { _ = try await expectJson(control("clock/advance", #"{"seconds":\#(seconds)}"#)) }

    private func control(_ path: String, _ body: String) throws -> URLRequest {
        var request = try tool("control/v1/" + path)
        request.httpMethod = "POST"
        request.httpBody = Data(body.utf8)
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        return request
    }

    /// What the portal has counted, to compare with what the phone believes.
    func counts() async throws -> Json { try await expectJson(tool("control/v1/counts")) }

    private func office(_ path: String) throws -> URLRequest {
        var request = try tool("office/v1/\(path)")
        request.setValue("Bearer \(officeToken)", forHTTPHeaderField: "Authorization")
        return request
    }

    private func tool(_ path: String) throws -> URLRequest {
        guard let url = URL(string: "\(plainUrl)/\(path)") else { throw StoryError.missing(path) }
        return URLRequest(url: url)
    }

    private func expectJson(_ request: URLRequest) async throws -> Json {
        let (status, body) = try await send(request)
        guard (200..<300).contains(status) else { throw PortalError.refused(status, String(decoding: body, as: UTF8.self)) }
        return try Json(parsing: body)
    }

    private func send(_ request: URLRequest) async throws -> (Int, Data) {
        let (body, answer) = try await URLSession.shared.data(for: request)
        return ((answer as? HTTPURLResponse)?.statusCode ?? 0, body)
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
