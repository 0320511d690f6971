import Foundation

/// What `./dev test swift` says of the machine, and the little that tests need from it.
enum Machine {
    /// The folder of the story and its papers.
    static func fixtures() throws -> URL { try folder("MOTCUA_FIXTURES") }

    /// The folder of the programs that cargo built.
    static func programs() throws -> URL { try folder("MOTCUA_BIN") }

    static func emptyFolder() throws -> URL {
        try folder(FileManager.default.temporaryDirectory, "motcua-\(UUID().uuidString)")
    }

    /// A folder called `name` in `parent`, made if it isn't there.
    static func folder(_ parent: URL, _ name: String) throws -> URL {
        let folder = parent.appending(path: name)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    /// An empty file called `name` in `folder`, open for writing.
    static func newFile(_ folder: URL, _ name: String) throws -> FileHandle {
        let place = folder.appending(path: name)
        try Data().write(to: place)
        return try FileHandle(forWritingTo: place)
    }

    /// Runs one of the built programs to its end.
    static func run(_ name: String, _ arguments: String...) throws {
        let program = Process()
        program.executableURL = try programs().appending(path: name)
        program.arguments = arguments
        try program.run()
        program.waitUntilExit()
        guard program.terminationStatus == 0 else { throw StoryError.missing("\(name) ended with \(program.terminationStatus)") }
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

    /// How many files this process has open; none where the system doesn't tell.
    static func openFiles() -> Int { (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0 }

    private static func folder(_ name: String) throws -> URL {
        guard let path = ProcessInfo.processInfo.environment[name] else { throw StoryError.missing(name) }
        return URL(filePath: path)
    }
}
