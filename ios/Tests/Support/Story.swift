import Foundation

/// The birth story as every player reads it; its format is told in `tests/fixtures/README.md`.
struct Story {
    let procedureCode: String
    let formVersion: String
    let person: String
    let wardCode: String
    let steps: [Step]
    let supplementSteps: [Step]
    /// The officer's request, as the wire API takes it.
    let supplementAsk: Json
    let feedback: Report
    let papers: [String: Paper]

    init(folder: URL) throws {
        let story = try Json(parsing: Data(contentsOf: folder.appending(path: "birth_story.json")))
        procedureCode = try story.text("procedure_code")
        formVersion = try story.text("form_version")
        person = try story.text("person")
        wardCode = try story.text("ward_code")
        steps = try story.list("steps").map(Step.init)
        supplementSteps = try story.member("supplement").list("steps").map(Step.init)
        supplementAsk = try story.member("supplement").member("ask")
        feedback = try Report(story.member("feedback"))
        papers = try story.member("files").members.mapValues { try Paper(folder: folder, file: $0) }
    }

    func paper(_ id: String) throws -> Paper {
        guard let paper = papers[id] else { throw StoryError.missing(id) }
        return paper
    }
}

/// The report that the citizen sends to 1022, and what comes back.
struct Report {
    let serviceCode: String
    let description: String
    let lat: Double
    let long: Double
    let photo: String
    let answerNote: String

    init(_ feedback: Json) throws {
        serviceCode = try feedback.text("service_code")
        description = try feedback.text("description")
        lat = try feedback.decimal("lat")
        long = try feedback.decimal("long")
        photo = try feedback.text("photo")
        answerNote = try feedback.text("answer_note")
    }
}

/// What is wrong with an answer: where, and `constraint` or `required`.
struct Problem: Hashable {
    let reference: String
    let violation: String
}

/// One step of the story. A step of a kind that isn't known here stops the player: half a story proves nothing.
enum Step {
    case page(reference: String, titleVi: String, titleEn: String)
    case answer(reference: String, value: String)
    case attach(reference: String, paper: String)
    case expect(reference: String, members: Json)
    case check(problems: Set<Problem>)
    case restart

    init(_ step: Json) throws {
        switch try step.text("step") {
        case "page": self = .page(reference: try step.text("reference"), titleVi: try step.text("title_vi"), titleEn: try step.text("title_en"))
        case "answer": self = .answer(reference: try step.text("reference"), value: written(try step.text("value")))
        case "attach": self = .attach(reference: try step.text("reference"), paper: try step.text("file"))
        case "expect": self = .expect(reference: try step.text("reference"), members: step)
        case "check":
            let problems = try step.list("problems").map { Problem(reference: try $0.text("reference"), violation: try $0.text("violation")) }
            self = .check(problems: Set(problems))
        case "restart": self = .restart
        case let kind: throw StoryError.unknownStep(kind)
        }
    }
}

enum StoryError: Error {
    case unknownStep(String)
    case missing(String)
}

/// `{today-12}` is the day twelve days before today in Việt Nam.
private func written(_ value: String) -> String {
    guard value.hasPrefix("{today-"), let days = Int(value.dropFirst("{today-".count).dropLast()) else { return value }
    let day = Date(timeIntervalSinceNow: TimeInterval(-days * 86_400))
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.timeZone = TimeZone(secondsFromGMT: 7 * 3600)
    format.dateFormat = "yyyy-MM-dd"
    return format.string(from: day)
}

/// A paper that the citizen attaches.
struct Paper {
    let name: String
    let mediaType: String
    let size: Int
    let sha256: String
    private let source: URL
    private let growTo: Int

    init(folder: URL, file: Json) throws {
        name = try file.text("name")
        mediaType = try file.text("media_type")
        size = try file.number("size")
        sha256 = try file.text("sha256")
        source = folder.appending(path: try file.text("path"))
        growTo = (try? file.number("grow_to")) ?? 0
    }

    /// Writes the paper as the citizen's phone has it, and says where.
    func write(into folder: URL) throws -> URL {
        let place = folder.appending(path: name)
        try bytes().write(to: place)
        return place
    }

    /// The paper's bytes, grown to a photo of several megabytes where the story says so.
    func bytes() throws -> Data {
        let drawn = try [UInt8](Data(contentsOf: source))
        guard drawn.count < growTo else { return Data(drawn) }
        let behindJfif = 4 + Int(drawn[4]) << 8 + Int(drawn[5])
        var grown = Array(drawn[..<behindJfif])
        var x: UInt64 = 1
        while grown.count + drawn.count - behindJfif < growTo {
            grown += [0xff, 0xfe, 0xff, 0xff]
            for _ in 0..<65_533 {
                x = (x * 1_103_515_245 + 12_345) & 0x7fff_ffff
                grown.append(UInt8(truncatingIfNeeded: x >> 16))
            }
        }
        return Data(grown + drawn[behindJfif...])
    }
}
