import Foundation

/// What `./dev test swift` says of the machine, and the little that tests need from it.
enum Machine {
    /// The folder of the story and its papers.
    static func fixtures() throws -> URL { try folder("MOTCUA_FIXTURES") }

    /// The folder of the programs that cargo built.
    static func programs() throws -> URL { try folder("MOTCUA_BIN") }

    static func emptyFolder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "motcua-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    /// Swift on Linux brings no digests of its own; the system's tool does.
    static func sha256(of file: URL) throws -> String {
        let tool = Process()
        let output = Pipe()
        tool.executableURL = URL(filePath: "/usr/bin/sha256sum")
        tool.arguments = [file.path]
        tool.standardOutput = output
        try tool.run()
        let line = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        return line.split(separator: " ").first.map(String.init) ?? ""
    }

    private static func folder(_ name: String) throws -> URL {
        guard let path = ProcessInfo.processInfo.environment[name] else { throw StoryError.missing(name) }
        return URL(filePath: path)
    }
}
