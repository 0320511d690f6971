import MotCuaKit
import SwiftUI

/// A question of any kind: label, hint, limits, the way to answer, guidance on demand, and what is wrong with the answer.
struct QuestionView: View {
    let question: QuestionItem
    let model: FormModel

    var body: some View {
        if question.isNote {
            Panel {
                Text(verbatim: question.label)
                if let hint = question.hint { Text(verbatim: hint).font(.subheadline) }
            }
        } else if question.readonly {
            Shown(question: question, model: model)
        } else {
            Asked(question: question, model: model)
        }
    }
}

/// An answer that isn't the person's to change.
private struct Shown: View {
    let question: QuestionItem
    let model: FormModel

    var body: some View {
        VStack(alignment: .leading, spacing: 4) {
            if let file = question.file {
                Text(verbatim: question.label).font(.subheadline).foregroundStyle(.secondary)
                FilledSlot(reference: question.reference, file: file, model: model)
            } else {
                LabelledText(label: question.label, text: question.display).accessibilityValue(Text(verbatim: question.status))
            }
            Word("form-read-only").font(.footnote)
        }
    }
}

/// A question around its control.
///
/// The problem of an answer that is being typed waits until the person leaves the field, unless it stood there when they came: nobody is told after the
/// first digit that twelve are wanted.
private struct Asked: View {
    let question: QuestionItem
    let model: FormModel
    @State private var holdsBack = false
    @State private var showsGuidance = false
    @Environment(AppModel.self) private var app

    var body: some View {
        VStack(alignment: .leading, spacing: 8) {
            label
            control
            if let guidance = question.guidance, !guidance.isEmpty {
                QuietButton(showsGuidance ? "action-show-less" : "form-guidance", for: question.label, sign: "info.circle") { showsGuidance.toggle() }
                if showsGuidance { Text(verbatim: guidance).font(.subheadline) }
            }
            if let problem { StatusLine(problem, tone: .wrong).foregroundStyle(Tone.wrong.colour) }
            if model.troubleAt == question.reference { TroubleNotice(trouble: model.trouble) { Task { await model.again() } } }
        }
        .accessibilityElement(children: .contain)
    }

    private var problem: String? { holdsBack ? nil : model.problem(at: question) }

    /// A screen reader hears how the question stands with its label.
    private var label: some View {
        VStack(alignment: .leading, spacing: 4) {
            Text(verbatim: question.label).font(.headline)
            if question.required { Word("word-required").font(.footnote) }
            if let hint = question.hint, !hint.isEmpty { Text(verbatim: hint).font(.subheadline).foregroundStyle(.secondary) }
            if let limits = question.limits, !limits.isEmpty { Text(verbatim: limits).font(.subheadline) }
        }
        .accessibilityElement(children: .combine)
        .accessibilityValue(Text(verbatim: [question.status, problem].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ". ")))
    }

    private func held(_ isHeld: Bool) { holdsBack = isHeld && question.kind.isTyped && model.problem(at: question) == nil }

    @ViewBuilder private var control: some View {
        switch question.kind {
        case .text, .integer, .decimal: TextAnswer(question: question, model: model, held: held)
        case .barcode: CodeAnswer(question: question, model: model, held: held)
        case .boolean: YesNoAnswer(question: question, model: model)
        case .trigger: AcknowledgeAnswer(question: question, model: model)
        case .date, .time, .dateTime: MomentAnswer(question: question, model: model, held: held)
        case .geopoint: PlaceAnswer(question: question, model: model, held: held)
        case .geotrace, .geoshape: PlacesAnswer(question: question, model: model, held: held)
        case .selectOne, .selectMultiple: ChoiceAnswer(question: question, model: model)
        case .rank: RankAnswer(question: question, model: model)
        case .range: RangeAnswer(question: question, model: model, held: held)
        case .upload: FileAnswer(question: question, model: model)
        }
    }
}

/// A field that says when it is being typed in.
struct AnswerField: View {
    let label: String
    @Binding var text: String
    var keyboard = Keyboard.sentences
    var isLong = false
    let held: @MainActor (Bool) -> Void
    @FocusState private var isFocused: Bool

    var body: some View {
        TextField(text: $text, axis: isLong ? .vertical : .horizontal) { Text(verbatim: label) }
            .textFieldStyle(.roundedBorder)
            .keyboardType(keyboard.type)
            .textInputAutocapitalization(keyboard.capitals)
            .autocorrectionDisabled(keyboard != .sentences)
            .focused($isFocused)
            .onChange(of: isFocused) { held(isFocused) }
            .frame(minHeight: 48)
            .accessibilityLabel(Text(verbatim: label))
    }
}

extension Keyboard {
    fileprivate var type: UIKeyboardType {
        switch self {
        case .digits: .numberPad
        case .decimals: .decimalPad
        case .telephone: .phonePad
        case .email: .emailAddress
        case .code: .asciiCapable
        case .names, .sentences: .default
        }
    }

    fileprivate var capitals: TextInputAutocapitalization {
        switch self {
        case .names: .words
        case .sentences: .sentences
        default: .never
        }
    }
}

/// Text and numbers, kept letter by letter.
struct TextAnswer: View {
    let question: QuestionItem
    let model: FormModel
    let held: @MainActor (Bool) -> Void

    var body: some View {
        AnswerField(label: question.label, text: text, keyboard: question.keyboard, isLong: question.isLong, held: held)
    }

    private var text: Binding<String> {
        Binding(
            get: { model.text(of: question) }, set: { model.type($0, as: Answers.typed($0, in: question), into: question.reference) })
    }
}

/// A code, scanned where the phone can, or typed.
private struct CodeAnswer: View {
    let question: QuestionItem
    let model: FormModel
    let held: @MainActor (Bool) -> Void
    @State private var scans = false

    var body: some View {
        TextAnswer(question: question, model: model, held: held)
        if CodeScanner.isPossible {
            SecondaryButton("form-scan-code", for: question.label, sign: "barcode.viewfinder") { scans = true }
                .fullScreenCover(isPresented: $scans) {
                    CodeScanner { code in if let code { Task { await model.answer(question.reference, code) } } }
                }
        }
    }
}

/// A number between two ends: a slider for a rough hand, buttons for one step, and the number itself.
private struct RangeAnswer: View {
    let question: QuestionItem
    let model: FormModel
    let held: @MainActor (Bool) -> Void
    @State private var sliding: Double?
    @Environment(AppModel.self) private var app

    var body: some View {
        if let scale = Scale(question.range), scale.steps > 0 { scaled(scale) } else { TextAnswer(question: question, model: model, held: held) }
    }

    private var answer: String { model.text(of: question) }

    @ViewBuilder private func scaled(_ scale: Scale) -> some View {
        let place = scale.index(of: answer)
        let shown = answer.isEmpty ? app.words("form-range-none") : answer
        Text(verbatim: shown).font(.title2)
        // Answers when the finger is lifted, not at each step on the way.
        Slider(
            value: Binding(get: { sliding ?? Double(place ?? 0) }, set: { sliding = $0 }), in: 0...Double(scale.steps), step: 1,
            label: { Text(verbatim: question.label) }, onEditingChanged: { if !$0 { lift(scale) } }
        )
        .accessibilityValue(Text(verbatim: shown))
        HStack(spacing: 12) {
            SecondaryButton("form-range-less", for: question.label, sign: "minus") { give(scale.value((place ?? 1) - 1)) }
            SecondaryButton("form-range-more", for: question.label, sign: "plus") { give(scale.value((place ?? -1) + 1)) }
        }
        ClearButton(question: question, model: model)
    }

    private func lift(_ scale: Scale) {
        if let sliding { give(scale.value(Int(sliding.rounded()))) }
        sliding = nil
    }

    private func give(_ value: String) { Task { await model.answer(question.reference, value) } }
}
