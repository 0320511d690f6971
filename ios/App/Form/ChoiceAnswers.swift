import Foundation
import MotCuaKit
import SwiftUI

/// Takes a choice away again where none is required: a choice of one alone never lets go.
struct ClearButton: View {
    let question: QuestionItem
    let model: FormModel

    var body: some View {
        if !question.required, !model.text(of: question).isEmpty {
            QuietButton("form-clear-answer", for: question.label, sign: "xmark") { Task { await model.answer(question.reference, "") } }
        }
    }
}

/// Yes or no.
struct YesNoAnswer: View {
    let question: QuestionItem
    let model: FormModel
    @Environment(AppModel.self) private var app

    var body: some View {
        choice("word-yes", Answers.yes)
        choice("word-no", Answers.no)
        ClearButton(question: question, model: model)
    }

    private func choice(_ name: String, _ value: String) -> some View {
        ChoiceRow(label: app.words(name), isSelected: model.text(of: question) == value) { Task { await model.answer(question.reference, value) } }
    }
}

/// An acknowledgement.
struct AcknowledgeAnswer: View {
    let question: QuestionItem
    let model: FormModel
    @Environment(AppModel.self) private var app

    var body: some View {
        let isGiven = Answers.isAcknowledged(model.text(of: question))
        ChoiceRow(label: app.words("form-acknowledge"), isSelected: isGiven, kind: .tick) {
            Task { await model.answer(question.reference, Answers.acknowledge(!isGiven)) }
        }
    }
}

/// One choice or several; more than fit a page are searched in a list of their own.
struct ChoiceAnswer: View {
    let question: QuestionItem
    let model: FormModel
    @State private var searches = false

    var body: some View {
        if question.isSearched {
            if !question.display.isEmpty { Text(verbatim: question.display).fontWeight(.semibold) }
            SecondaryButton(question.chooses, for: question.label, sign: "list.bullet") { searches = true }
                .sheet(isPresented: $searches) { ChoicesSheet(question: question, model: model) }
        } else {
            ForEach(question.choices, id: \.value) { ChoiceLine(choice: $0, question: question, model: model) {} }
        }
        if question.kind == .selectOne { ClearButton(question: question, model: model) }
    }
}

extension QuestionItem {
    /// The name of the word that asks for a choice.
    fileprivate var chooses: String { kind == .selectMultiple ? "form-choose-many" : "form-choose-one" }
}

/// One of the choices; `taken` when it was chosen and no other can be.
private struct ChoiceLine: View {
    let choice: ChoiceItem
    let question: QuestionItem
    let model: FormModel
    let taken: @MainActor () -> Void

    var body: some View {
        let answer = model.text(of: question)
        if question.kind == .selectMultiple {
            let isIn = Answers.values(answer).contains(choice.value)
            ChoiceRow(label: choice.label, isSelected: isIn, kind: .tick) { give(Answers.with(choice.value, !isIn, in: answer)) }
        } else {
            ChoiceRow(label: choice.label, isSelected: answer == choice.value) {
                give(choice.value)
                taken()
            }
        }
    }

    private func give(_ value: String) { Task { await model.answer(question.reference, value) } }
}

/// A long list of choices, searched as one types; marks may be left out. One choice closes it; several are ticked until the person is done.
private struct ChoicesSheet: View {
    let question: QuestionItem
    let model: FormModel
    @State private var search = ""
    @State private var found: [ChoiceItem]?
    @Environment(\.dismiss) private var dismiss
    @Environment(AppModel.self) private var app

    var body: some View {
        Page(question.label) {
            Word(question.chooses).font(.footnote)
            TextField(text: $search) { Word("form-search-choices") }.textFieldStyle(.roundedBorder).autocorrectionDisabled(true).frame(minHeight: 48)
            if !search.isEmpty { QuietButton("action-clear-search", sign: "xmark") { search = "" } }
            if let found {
                if found.isEmpty { EmptyNotice(app.words("state-nothing-found"), sign: "magnifyingglass") }
                ForEach(found, id: \.value) { ChoiceLine(choice: $0, question: question, model: model) { dismiss() } }
            } else {
                Loading()
            }
        } foot: {
            if question.kind == .selectMultiple {
                PrimaryButton("action-done") { dismiss() }
            } else {
                SecondaryButton("action-cancel") { dismiss() }
            }
        }
        .task(id: search) { found = await model.choices(question.reference, text: search) }
    }
}

/// Choices to put into an order, each moved by buttons, so that neither eye nor steady hand is needed.
struct RankAnswer: View {
    let question: QuestionItem
    let model: FormModel
    @Environment(AppModel.self) private var app

    var body: some View {
        let answer = model.text(of: question)
        let order = Answers.ranked(question.choices, answer)
        ForEach(Array(order.enumerated()), id: \.element.value) { place, choice in
            let label = String(place + 1) + ". " + choice.label
            HStack {
                Text(verbatim: label).frame(maxWidth: .infinity, alignment: .leading)
                move(label, "form-move-up", "chevron.up", place, place - 1, order)
                move(label, "form-move-down", "chevron.down", place, place + 1, order)
            }
        }
        if answer.isEmpty {
            Word("form-rank-none").font(.footnote)
            SecondaryButton("form-rank-keep", for: question.label) { give(order.map(\.value).joined(separator: " ")) }
        }
    }

    private func move(_ label: String, _ name: String, _ sign: String, _ from: Int, _ to: Int, _ order: [ChoiceItem]) -> some View {
        Button {
            give(Answers.move(from, to: to, in: order))
        } label: {
            Image(systemName: sign).frame(minWidth: 48, minHeight: 48).contentShape(.rect)
        }
        .disabled(!order.indices.contains(to))
        .modifier(Naming(name: name, place: label))
    }

    private func give(_ value: String) { Task { await model.answer(question.reference, value) } }
}

/// The file in a slot, with its picture where it is one: heard as one thing.
struct FilledSlot: View {
    let reference: String
    let file: FileItem
    let model: FormModel
    @State private var picture: Data?

    var body: some View {
        HStack {
            if let picture { Thumbnail(picture: picture) }
            VStack(alignment: .leading) {
                StatusLine(file.name, tone: .done, sign: "paperclip")
                Text(verbatim: file.detail).font(.footnote)
            }
        }
        .accessibilityElement(children: .ignore)
        .accessibilityLabel(Text(verbatim: file.label))
        .task(id: file.name) { picture = file.isPicture ? await model.picture(reference) : nil }
    }
}

/// A slot for a paper: what is in it, and the ways to fill it. Its limits stand above it, before the choice.
struct FileAnswer: View {
    let question: QuestionItem
    let model: FormModel
    @State private var picks = false
    @State private var photographs = false

    var body: some View {
        Panel {
            if let file = question.file { FilledSlot(reference: question.reference, file: file, model: model) } else { unfilled }
            if question.takesPhotos { SecondaryButton("action-take-photo", for: question.label, sign: "camera", working: isBusy) { photographs = true } }
            SecondaryButton(
                question.value.isEmpty ? "action-choose-file" : "form-file-replace", for: question.label, sign: "doc", working: isBusy
            ) { picks = true }
            if !question.value.isEmpty {
                QuietButton("action-remove-file", for: question.label, sign: "trash", role: .destructive) {
                    Task { await model.detach(question.reference) }
                }
            }
        }
        .fileImporter(isPresented: $picks, allowedContentTypes: PickedFile.types(question.accept)) { picked in
            Task { if let file = PickedFile(picked) { await attach(file) } }
        }
        .fullScreenCover(isPresented: $photographs) {
            Camera { photo in Task { if let photo { await attach(photo) } } }
        }
    }

    /// Nothing, or a paper that was lost: its name is left.
    @ViewBuilder private var unfilled: some View {
        if question.value.isEmpty {
            Word("form-file-none").font(.subheadline)
        } else {
            StatusLine(question.value, tone: .due, sign: "paperclip")
        }
    }

    private var isBusy: Bool { model.busy.contains(question.reference) }

    /// The core has its own sealed copy then; one that it couldn't take is still there to be tried again.
    private func attach(_ file: PickedFile) async {
        if await model.attach(question.reference, path: file.path, name: file.name) { file.discard() }
    }
}
