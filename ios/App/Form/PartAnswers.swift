import MotCuaKit
import SwiftUI

// Answers that are given in several fields under one label.

/// A date in three fields, day first, and a time in two: by any keyboard, by ear, in any system's settings. The system's calendar stands beside them.
struct MomentAnswer: View {
    let question: QuestionItem
    let model: FormModel
    let held: @MainActor (Bool) -> Void
    @State private var picks = false

    var body: some View {
        if question.kind != .time { Parts { dateFields } }
        if question.kind != .date { Parts { timeFields } }
        SecondaryButton(question.kind == .time ? "form-pick-time" : "form-pick-date", for: question.label, sign: "calendar") { picks = true }
            .sheet(isPresented: $picks) { MomentSheet(question: question, moment: moment, pick: pick) }
    }

    private var written: DateTimeText {
        let text = model.text(of: question)
        var written = DateTimeText("")
        switch question.kind {
        case .date: written.date = DateText(text)
        case .time: written.time = TimeText(text)
        default: written = DateTimeText(text)
        }
        return written
    }

    private var moment: Date? {
        switch question.kind {
        case .date: written.date.date()
        case .time: nil
        default: written.moment() ?? written.date.date()
        }
    }

    @ViewBuilder private var dateFields: some View {
        part("form-date-day", \.date.day, digits: 2)
        part("form-date-month", \.date.month, digits: 2)
        part("form-date-year", \.date.year, digits: 4)
    }

    @ViewBuilder private var timeFields: some View {
        part("form-time-hour", \.time.hour, digits: 2)
        part("form-time-minute", \.time.minute, digits: 2)
    }

    private func part(_ name: String, _ path: WritableKeyPath<DateTimeText, String>, digits: Int) -> some View {
        let text = Binding<String>(
            get: { written[keyPath: path] },
            set: { typed in
                var changed = written
                changed[keyPath: path] = String(typed.filter { ("0"..."9").contains($0) }.prefix(digits))
                give(changed)
            })
        return PartField(name: name, question: question, text: text, keyboard: .digits, held: held)
    }

    private func pick(_ date: Date) { give(DateTimeText(date)) }

    private func give(_ moment: DateTimeText) {
        switch question.kind {
        case .date: model.type(moment.date.text, as: moment.date.value, into: question.reference)
        case .time: model.type(moment.time.text, as: moment.time.value(at: Date()), into: question.reference)
        default: model.type(moment.text, as: moment.value(), into: question.reference)
        }
    }
}

/// The system's calendar and clock, in the app's language.
private struct MomentSheet: View {
    let question: QuestionItem
    let moment: Date?
    let pick: @MainActor (Date) -> Void
    @State private var chosen = Date()
    @Environment(\.dismiss) private var dismiss
    @Environment(AppModel.self) private var app

    var body: some View {
        Page(question.label) {
            DatePicker(selection: $chosen, displayedComponents: components) { Text(verbatim: question.label) }
                .datePickerStyle(.graphical)
                .environment(\.locale, Locale(identifier: app.words.language))
        } foot: {
            PrimaryButton("action-done") {
                pick(chosen)
                dismiss()
            }
            SecondaryButton("action-cancel") { dismiss() }
        }
        .onAppear { chosen = moment ?? chosen }
    }

    private var components: DatePickerComponents {
        switch question.kind {
        case .date: [.date]
        case .time: [.hourAndMinute]
        default: [.date, .hourAndMinute]
        }
    }
}

/// Fields beside each other, or under each other where large text leaves no room.
private struct Parts<Content: View>: View {
    private let content: Content
    @Environment(\.dynamicTypeSize) private var size

    init(@ViewBuilder content: () -> Content) { self.content = content() }

    var body: some View {
        if size.isAccessibilitySize {
            VStack(alignment: .leading, spacing: 8) { content }
        } else {
            HStack(alignment: .top, spacing: 12) { content }
        }
    }
}

/// One field of several, with its own name.
private struct PartField: View {
    let name: String
    let question: QuestionItem
    @Binding var text: String
    let keyboard: Keyboard
    let held: @MainActor (Bool) -> Void
    @Environment(AppModel.self) private var app

    var body: some View {
        VStack(alignment: .leading, spacing: 2) {
            Word(name).font(.footnote).accessibilityHidden(true)
            AnswerField(label: question.label + ". " + app.words(name), text: $text, keyboard: keyboard, held: held)
        }
    }
}

/// A place: where the phone is, or typed in degrees.
struct PlaceAnswer: View {
    let question: QuestionItem
    let model: FormModel
    let held: @MainActor (Bool) -> Void

    var body: some View {
        Locate(question: question) { give($0) }
        PlaceFields(question: question, place: Binding(get: { PlaceText(model.text(of: question)) }, set: { give($0) }), held: held)
    }

    private func give(_ place: PlaceText) { model.type(place.value, into: question.reference) }
}

/// A line or a shape, place by place. A place being typed is an answer only when it is added.
struct PlacesAnswer: View {
    let question: QuestionItem
    let model: FormModel
    let held: @MainActor (Bool) -> Void
    @State private var typed = PlaceText()

    var body: some View {
        if given.places.isEmpty { Word("form-places-none").font(.subheadline) }
        ForEach(Array(given.places.enumerated()), id: \.offset) { at, place in
            let label = String(at + 1) + ". " + place.shown
            HStack {
                Text(verbatim: label).frame(maxWidth: .infinity, alignment: .leading)
                QuietButton("action-remove", for: label, sign: "trash") { change { $0.remove(at: at) } }
            }
        }
        Locate(question: question) { place in change { $0.append(place) } }
        PlaceFields(question: question, place: $typed, held: held)
        SecondaryButton("form-place-add", for: question.label, sign: "plus") {
            change { $0.append(typed) }
            typed = PlaceText()
        }
    }

    private var given: PlacesText { PlacesText(model.text(of: question), isClosed: question.kind == .geoshape) }

    private func change(_ change: (inout [PlaceText]) -> Void) {
        var places = given
        change(&places.places)
        Task { await model.answer(question.reference, places.value) }
    }
}

/// Asks the phone where it is.
private struct Locate: View {
    let question: QuestionItem
    let found: @MainActor (PlaceText) -> Void
    @State private var isLost = false
    @State private var measures = false
    @Environment(AppModel.self) private var app

    var body: some View {
        SecondaryButton("form-use-my-place", for: question.label, sign: "location", working: measures) { Task { await find() } }
        if isLost { Banner(app.words("form-place-failed"), tone: .due) }
    }

    private func find() async {
        measures = true
        let here = await Whereabouts.now()
        (measures, isLost) = (false, here == nil)
        if let here { found(here.written) }
    }
}

/// Degrees, typed. South and west have a minus, which not every number keyboard has.
private struct PlaceFields: View {
    let question: QuestionItem
    @Binding var place: PlaceText
    let held: @MainActor (Bool) -> Void

    var body: some View {
        PartField(name: "form-latitude", question: question, text: degrees(\.lat), keyboard: .code, held: held)
        PartField(name: "form-longitude", question: question, text: degrees(\.long), keyboard: .code, held: held)
    }

    private func degrees(_ path: WritableKeyPath<PlaceText, String>) -> Binding<String> {
        Binding(
            get: { place[keyPath: path] },
            set: { place[keyPath: path] = $0.replacing(",", with: ".").filter { ("0"..."9").contains($0) || $0 == "." || $0 == "-" } })
    }
}
