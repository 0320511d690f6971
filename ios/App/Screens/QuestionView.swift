import MotCuaKit
import SwiftUI

/// A question of any kind: label, hint, limits, the way to answer, and what is wrong with the answer.
struct QuestionView: View {
    let question: QuestionItem
    let model: FormModel
    @State private var showsGuidance = false
    @Environment(AppModel.self) private var app

    var body: some View {
        VStack(alignment: .leading, spacing: 8) {
            label
            answer.disabled(question.readonly)
            if question.readonly { Word("form-read-only").font(.footnote) }
            if let problem = question.problem {
                Label {
                    Text(verbatim: problem)
                } icon: {
                    Image(systemName: Tone.wrong.sign)
                }
                .foregroundStyle(Tone.wrong.colour)
            }
        }
        .accessibilityElement(children: .contain)
        .accessibilityLabel(Text(verbatim: question.label))
        .accessibilityValue(Text(verbatim: question.status))
    }

    @ViewBuilder private var label: some View {
        Text(verbatim: question.label).font(.headline)
        if question.required { Word("word-required").font(.footnote) }
        if let hint = question.hint { Text(verbatim: hint).font(.subheadline).foregroundStyle(.secondary) }
        if let limits = question.limits { Text(verbatim: limits).font(.subheadline) }
        if let guidance = question.guidance {
            DisclosureGroup(isExpanded: $showsGuidance) {
                Text(verbatim: guidance)
            } label: {
                Word("form-guidance")
            }
        }
    }

    @ViewBuilder private var answer: some View {
        switch question.kind {
        case .text, .integer, .decimal, .barcode: TextAnswer(question: question, model: model)
        case .boolean, .trigger: TickAnswer(question: question, model: model)
        case .date, .time, .dateTime: MomentAnswer(question: question, model: model)
        case .geopoint, .geotrace, .geoshape: PlaceAnswer(question: question, model: model)
        case .selectOne, .selectMultiple: ChoiceAnswer(question: question, model: model)
        case .rank: RankAnswer(question: question, model: model)
        case .range: RangeAnswer(question: question, model: model)
        case .upload: FileAnswer(question: question, model: model)
        }
    }
}

/// Text, numbers and codes, kept letter by letter.
private struct TextAnswer: View {
    let question: QuestionItem
    let model: FormModel

    var body: some View {
        TextField(text: Binding(get: { model.text(of: question) }, set: { model.type($0, into: question.reference) })) {
            Text(verbatim: question.label)
        }
        .textFieldStyle(.roundedBorder)
        .keyboardType(keyboard)
        .frame(minHeight: 48)
    }

    private var keyboard: UIKeyboardType {
        switch question.kind {
        case .integer: .numberPad
        case .decimal: .decimalPad
        default: .default
        }
    }
}

/// Yes or no, or an acknowledgement.
private struct TickAnswer: View {
    let question: QuestionItem
    let model: FormModel

    var body: some View {
        Toggle(isOn: Binding(get: { Answers.isTicked(question) }, set: answer)) {
            Word(question.kind == .trigger ? "form-acknowledge" : "word-yes")
        }
        .frame(minHeight: 48)
    }

    private func answer(_ ticked: Bool) {
        Task { await model.answer(question.reference, Answers.tick(ticked, in: question)) }
    }
}

/// A date, a time, or both.
private struct MomentAnswer: View {
    let question: QuestionItem
    let model: FormModel

    var body: some View {
        VStack(alignment: .leading) {
            if !question.display.isEmpty { Text(verbatim: question.display) }
            DatePicker(selection: Binding(get: { Answers.moment(of: question) ?? Date() }, set: answer), displayedComponents: components) {
                Word(question.kind == .time ? "form-pick-time" : "form-pick-date")
            }
            .frame(minHeight: 48)
        }
    }

    private var components: DatePickerComponents {
        switch question.kind {
        case .time: [.hourAndMinute]
        case .dateTime: [.date, .hourAndMinute]
        default: [.date]
        }
    }

    private func answer(_ date: Date) { Task { await model.answer(question.reference, Answers.pick(date, in: question)) } }
}

/// A place: where the phone is now.
private struct PlaceAnswer: View {
    let question: QuestionItem
    let model: FormModel
    @State private var isLost = false
    @Environment(AppModel.self) private var app

    var body: some View {
        VStack(alignment: .leading) {
            Text(verbatim: question.display.isEmpty ? app.words("form-places-none") : question.display)
            SecondaryButton("form-use-my-place") { Task { await find() } }
            if isLost { Banner(app.words("form-place-failed"), tone: .due) }
        }
    }

    private func find() async {
        let here = await Whereabouts.now()
        isLost = here == nil
        if let here { await model.answer(question.reference, here.answer(to: question)) }
    }
}

/// A number between two ends.
private struct RangeAnswer: View {
    let question: QuestionItem
    let model: FormModel

    var body: some View {
        if let limits = question.range, let start = Double(limits.start), let end = Double(limits.end), let step = Double(limits.step), start < end {
            Slider(value: Binding(get: { Double(question.value) ?? start }, set: answer), in: start...end, step: step) {
                Text(verbatim: question.label)
            }
            .accessibilityValue(Text(verbatim: question.display))
            Text(verbatim: question.display)
        } else {
            TextAnswer(question: question, model: model)
        }
    }

    private func answer(_ number: Double) {
        Task { await model.answer(question.reference, Answers.slide(number, in: question)) }
    }
}
