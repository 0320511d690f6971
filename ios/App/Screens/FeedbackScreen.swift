import MotCuaKit
import SwiftUI

/// My reports to 1022.
struct FeedbackScreen: View {
    @State private var model: FeedbackModel
    @Environment(AppModel.self) private var app

    init(core: Core) { _model = State(initialValue: FeedbackModel(core: core)) }

    var body: some View {
        Page(app.words("feedback-heading")) {
            TroubleNotice(trouble: model.trouble)
            LiveContent(live: model.newest) { _ in
                if model.reports.items.isEmpty { EmptyNotice(app.words("feedback-empty")) }
                ForEach(model.reports.items, id: \.id) { report in
                    ItemRow(title: report.category, detail: report.statusText + "\n" + report.queuedAt, label: report.label) {
                        app.navigation.open(.feedback(id: report.id))
                    }
                }
                if model.reports.hasMore { Loading().task { await model.more() } }
            }
        } foot: {
            PrimaryButton("feedback-new") { app.navigation.open(.feedbackNew) }
        }
        .task { await model.follow() }
    }
}

/// One report and its answer.
struct FeedbackReportScreen: View {
    @State private var model: FeedbackModel
    @State private var report = Live<FeedbackPage>.loading
    private let id: String
    @Environment(AppModel.self) private var app

    init(core: Core, id: String) {
        _model = State(initialValue: FeedbackModel(core: core))
        self.id = id
    }

    var body: some View {
        Page(report.value?.category ?? app.words("feedback-heading")) {
            LiveContent(live: report) { report in
                Text(verbatim: report.statusText).font(.headline)
                Fact(name: "feedback-number", text: report.number ?? app.words("feedback-no-number"))
                Fact(name: "feedback-description", text: report.description)
                if report.hasPhoto {
                    Label {
                        Word("feedback-photo")
                    } icon: {
                        Image(systemName: "photo")
                    }
                }
                Fact(name: "feedback-queued-at", text: report.queuedAt)
                if let expected = report.expected { Banner(expected, tone: .due) }
                if let answer = report.answer {
                    Heading(app.words("feedback-answer"))
                    Banner(answer, tone: .done)
                } else {
                    Word("feedback-note").font(.footnote)
                }
            }
        } foot: {
            if report.value?.correctable != nil { PrimaryButton("feedback-correct") { app.navigation.open(.feedbackEdit(id: id)) } }
        }
        .task { await model.follow() }
        .task(id: model.reports) { report = await model.report(id) }
    }
}

/// A new report, photo first.
struct NewFeedbackScreen: View {
    @State private var model: NewFeedbackModel
    @State private var photographs = false
    @State private var picks = false
    @State private var isLost = false
    @Environment(AppModel.self) private var app

    init(core: Core, correcting: String?) { _model = State(initialValue: NewFeedbackModel(core: core, correcting: correcting)) }

    var body: some View {
        Page(app.words("feedback-new")) {
            Heading(app.words("feedback-photo"))
            Word("feedback-photo-limits").font(.footnote)
            if model.photo != nil {
                Label {
                    Word("feedback-photo-there")
                } icon: {
                    Image(systemName: "photo")
                }
                SecondaryButton("action-remove-photo") { model.photo = nil }
            }
            if model.correcting != nil { Word("feedback-photo-kept").font(.footnote) }
            SecondaryButton("action-take-photo") { photographs = true }
            SecondaryButton("action-choose-photo") { picks = true }
            about
            place
            Word("feedback-send-note").font(.footnote)
            TroubleNotice(trouble: model.trouble) { send() }
        } foot: {
            PrimaryButton("action-send", working: model.working) { send() }
        }
        .fileImporter(isPresented: $picks, allowedContentTypes: PickedFile.types(["image/jpeg", "image/png"])) { picked in
            model.photo = PickedFile(picked)?.path ?? model.photo
        }
        .fullScreenCover(isPresented: $photographs) { Camera { photo in model.photo = photo?.path ?? model.photo } }
        .task { await model.load() }
    }

    @ViewBuilder private var about: some View {
        Heading(app.words("feedback-category"))
        LiveContent(live: model.categories, again: { Task { await model.load() } }) { categories in
            Picker(selection: $model.category) {
                ForEach(categories, id: \.code) { Text(verbatim: $0.name).tag($0.code) }
            } label: {
                Word("feedback-category")
            }
        }
        Heading(app.words("feedback-description"))
        Word("feedback-description-hint").font(.footnote)
        TextEditor(text: $model.description).frame(minHeight: 120).accessibilityLabel(Text(verbatim: app.words("feedback-description")))
    }

    @ViewBuilder private var place: some View {
        Heading(app.words("feedback-place"))
        Word("feedback-place-how").font(.footnote)
        SecondaryButton("form-use-my-place") { Task { await findPlace() } }
        if model.position != nil {
            Label {
                Word("feedback-place-there")
            } icon: {
                Image(systemName: "location")
            }
        }
        if isLost { Banner(app.words("feedback-place-failed"), tone: .due) }
        TextField(text: $model.address) { Word("feedback-address") }.textFieldStyle(.roundedBorder).frame(minHeight: 48)
        Word("feedback-address-hint").font(.footnote)
    }

    private func findPlace() async {
        model.position = await Whereabouts.now()?.place
        isLost = model.position == nil
    }

    private func send() {
        Task { if let report = await model.send() { app.navigation.replace(with: report) } }
    }
}
