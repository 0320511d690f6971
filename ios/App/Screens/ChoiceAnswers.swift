import MotCuaKit
import SwiftUI

/// One choice or several; a long list is searched, marks may be left out.
struct ChoiceAnswer: View {
    let question: QuestionItem
    let model: FormModel
    @State private var search = ""
    @State private var found: [ChoiceItem]?
    @Environment(AppModel.self) private var app

    var body: some View {
        VStack(alignment: .leading) {
            Word(question.kind == .selectMultiple ? "form-choose-many" : "form-choose-one").font(.footnote)
            if question.moreChoices {
                if !question.display.isEmpty { Text(verbatim: question.display).fontWeight(.semibold) }
                TextField(text: $search) { Word("form-search-choices") }
                    .textFieldStyle(.roundedBorder)
                    .frame(minHeight: 48)
                    .task(id: search) { found = search.isEmpty ? nil : await model.choices(question.reference, text: search) }
            }
            ForEach(found ?? question.choices, id: \.value, content: row)
            if found?.isEmpty == true { EmptyNotice(app.words("state-nothing-found")) }
        }
    }

    private func row(_ choice: ChoiceItem) -> some View {
        let selected = Answers.isChosen(choice.value, in: question)
        return Button {
            Task { await model.answer(question.reference, Answers.touch(choice.value, in: question)) }
        } label: {
            HStack {
                Image(systemName: selected ? "checkmark.circle.fill" : "circle").accessibilityHidden(true)
                Text(verbatim: choice.label).frame(maxWidth: .infinity, alignment: .leading)
            }
            .frame(minHeight: 48)
        }
        .buttonStyle(.plain)
        .accessibilityAddTraits(selected ? [.isSelected] : [])
    }
}

/// All choices in the person's order, each moved by buttons: no dragging needed.
struct RankAnswer: View {
    let question: QuestionItem
    let model: FormModel
    @Environment(AppModel.self) private var app

    var body: some View {
        VStack(alignment: .leading) {
            ForEach(Array(Answers.order(question).enumerated()), id: \.element) { place, value in
                let label = question.choices.first { $0.value == value }?.label ?? value
                HStack {
                    Text(verbatim: label).frame(maxWidth: .infinity, alignment: .leading)
                    move(label, "form-move-up", "chevron.up", place, place - 1)
                    move(label, "form-move-down", "chevron.down", place, place + 1)
                }
            }
        }
    }

    private func move(_ label: String, _ name: String, _ sign: String, _ from: Int, _ to: Int) -> some View {
        Button {
            Task { await model.answer(question.reference, Answers.move(from, to: to, in: question)) }
        } label: {
            Image(systemName: sign).frame(minWidth: 48, minHeight: 48)
        }
        .disabled(!Answers.order(question).indices.contains(to))
        .accessibilityLabel(Text(verbatim: label + ". " + app.words(name)))
    }
}

/// A file slot: its limits stand above it, before the choice.
struct FileAnswer: View {
    let question: QuestionItem
    let model: FormModel
    @State private var picks = false
    @State private var photographs = false

    var body: some View {
        VStack(alignment: .leading) {
            if question.value.isEmpty { Word("form-file-none") } else { Text(verbatim: question.display) }
            if question.accept.contains("image/jpeg") {
                SecondaryButton("action-take-photo") { photographs = true }
            }
            SecondaryButton(question.value.isEmpty ? "action-choose-file" : "form-file-replace") { picks = true }
            if !question.value.isEmpty {
                SecondaryButton("action-remove-file", role: .destructive) { Task { await model.detach(question.reference) } }
            }
        }
        .fileImporter(isPresented: $picks, allowedContentTypes: PickedFile.types(question.accept)) { picked in
            Task { if let file = PickedFile(picked) { await attach(file) } }
        }
        .fullScreenCover(isPresented: $photographs) {
            Camera { photo in Task { if let photo { await attach(photo) } } }
        }
    }

    private func attach(_ file: PickedFile) async {
        await model.attach(question.reference, path: file.path, name: file.name)
        file.discard()
    }
}
