import MotCuaKit
import SwiftUI

/// My reports to 1022 and how they stand; a new report is one touch away.
struct FeedbackScreen: View {
    @State private var model: FeedbackModel
    @Environment(AppModel.self) private var app

    init(core: Core) { _model = State(initialValue: FeedbackModel(core: core)) }

    var body: some View {
        Page(app.words("feedback-heading"), refresh: { await model.refresh() }) {
            DeedNotice(model: model)
            LiveContent(live: model.pages.rows) { rows in
                if rows.items.isEmpty { EmptyNotice(app.words("feedback-empty"), sign: "bubble.left") }
                RowList(pages: model.pages, id: \.id) { report in
                    ItemRow(title: report.category, detail: report.description, label: report.label) {
                        app.navigation.open(.feedback(id: report.id))
                    } more: {
                        StatusLine(report.statusText, tone: report.tone)
                        Text(verbatim: report.queuedAt).font(.footnote)
                    }
                }
            }
        } foot: {
            PrimaryButton("feedback-new", sign: "camera") { app.navigation.open(.feedbackNew) }
        }
        .task { await model.follow() }
    }
}

extension FeedbackPage {
    /// How a report stands. Kinds that this app doesn't know are simply so.
    fileprivate var tone: Tone {
        switch status {
        case "queued": .due
        case _ where correctable != nil: .wrong
        case "answered": .done
        default: .calm
        }
    }
}

/// One report: how it stands, what the office answered, what I wrote.
struct FeedbackReportScreen: View {
    @State private var model: FeedbackReportModel
    @Environment(AppModel.self) private var app

    init(core: Core, id: String) { _model = State(initialValue: FeedbackReportModel(core: core, id: id)) }

    var body: some View {
        Page(model.report.value?.category ?? app.words("feedback-heading")) {
            LiveContent(live: model.report, content: told)
        } foot: {
            if let report = model.report.value, report.correctable != nil {
                // What waits was never sent: nothing is sent again.
                PrimaryButton(report.status == "queued" ? "feedback-correcting" : "feedback-correct", sign: "pencil") {
                    app.navigation.open(.feedbackEdit(id: model.id))
                }
            }
        }
        .task { await model.follow() }
    }

    @ViewBuilder private func told(_ report: FeedbackPage) -> some View {
        Banner(report.statusText, tone: report.tone) { if let expected = report.expected { Text(verbatim: expected) } }
        if let answer = report.answer {
            Heading(app.words("feedback-answer"))
            Panel { Text(verbatim: answer) }
        }
        Heading(app.words("feedback-mine"))
        Panel {
            Fact(name: "feedback-category", text: report.category)
            if !report.description.isEmpty { Fact(name: "feedback-description", text: report.description) }
            Fact(name: "feedback-photo", text: app.words(report.hasPhoto ? "word-yes" : "word-no"))
            if let place = report.place { Fact(name: "feedback-place", text: place) }
            Fact(name: "feedback-number", text: report.number ?? app.words("feedback-no-number"))
            Fact(name: "feedback-queued-at", text: report.queuedAt)
        }
        if report.answer == nil && report.tone != .wrong { Word("feedback-note").font(.footnote) }
    }
}

/// A report in the order in which a person meets it: what they see (a photo), where they stand, what is wrong.
struct NewFeedbackScreen: View {
    @State private var model: NewFeedbackModel
    @State private var photographs = false
    @State private var picks = false
    @State private var measures = false
    @State private var isLost = false
    @Environment(AppModel.self) private var app

    init(core: Core, correcting: String?) { _model = State(initialValue: NewFeedbackModel(core: core, correcting: correcting)) }

    var body: some View {
        Page(app.words(model.title)) {
            if let sender = model.sender { StatusLine(app.words(sender), tone: .calm) }
            Heading(app.words("feedback-photo"))
            Panel { photo }
            Heading(app.words("feedback-place"))
            Panel { place }
            about
            TroubleNotice(trouble: model.trouble) { send() }
            PrimaryButton("action-send", sign: "paperplane", working: model.isRunning(.send)) { send() }
            Word("feedback-send-note").font(.footnote)
        }
        .fileImporter(isPresented: $picks, allowedContentTypes: PickedFile.types(["image/jpeg", "image/png"])) { picked in
            model.photo = PickedFile(picked)?.path ?? model.photo
        }
        .fullScreenCover(isPresented: $photographs) { Camera { photo in model.photo = photo?.path ?? model.photo } }
        .task { await model.load() }
        .task { await model.follow() }
    }

    @ViewBuilder private var photo: some View {
        Word("feedback-photo-limits").font(.footnote)
        if let path = model.photo {
            StatusLine(app.words("feedback-photo-there"), tone: .done)
            Picture(path: path).frame(maxHeight: 240).accessibilityLabel(Text(verbatim: app.words("feedback-photo")))
        } else if model.keepsPhoto {
            Word("feedback-photo-kept").font(.footnote)
        }
        SecondaryButton("action-take-photo", sign: "camera") { photographs = true }
        SecondaryButton("action-choose-photo", sign: "photo") { picks = true }
        if model.photo != nil { QuietButton("action-remove-photo", sign: "trash") { model.photo = nil } }
    }

    @ViewBuilder private var place: some View {
        Word("feedback-place-how")
        if model.keptPlace == nil { Word("word-required").font(.footnote) }
        if model.position != nil {
            StatusLine(app.words("feedback-place-there"), tone: .done)
            if let metres = model.accuracy { Fact(name: "feedback-place-accuracy", text: String(metres)) }
            SecondaryButton("feedback-place-address", sign: "pencil") { model.position = nil }
        } else {
            if let kept = model.keptPlace {
                Word("feedback-place-kept").font(.footnote)
                Fact(name: "feedback-place", text: kept)
            }
            SecondaryButton("form-use-my-place", sign: "location", working: measures) { Task { await findPlace() } }
            if isLost { Banner(app.words("feedback-place-failed"), tone: .due) }
            Word("feedback-address").font(.headline).accessibilityHidden(true)
            Word("feedback-address-hint").font(.footnote)
            TextField(text: $model.address) { Word("feedback-address") }.textFieldStyle(.roundedBorder).frame(minHeight: 48)
        }
    }

    @ViewBuilder private var about: some View {
        Heading(app.words("feedback-category"))
        LiveContent(live: model.categories, again: { Task { await model.load() } }) { categories in
            Panel {
                ForEach(categories, id: \.code) { category in
                    ChoiceRow(label: category.name, isSelected: category.code == model.category) { model.category = category.code }
                }
            }
        }
        Heading(app.words("feedback-description"))
        Word("feedback-description-hint").font(.footnote)
        TextEditor(text: $model.description).frame(minHeight: 120).accessibilityLabel(Text(verbatim: app.words("feedback-description")))
    }

    private func findPlace() async {
        measures = true
        model.position = await Whereabouts.now()?.place
        (measures, isLost) = (false, model.position == nil)
    }

    private func send() {
        Task { if let report = await model.send() { app.navigation.replace(with: report) } }
    }
}
