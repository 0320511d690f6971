package vn.motcua.bridge

// The core's records by their own names, so that screens and the app say `vn.motcua.bridge` alone and generated code stays behind this module.
//
// Kotlin doesn't reach a sealed class's variants through an alias: each has an alias of its own, the class's name before the variant's.

// What waits for the person.
typealias Home = vn.motcua.core.Home
typealias HomeItem = vn.motcua.core.HomeItem
typealias HomeKind = vn.motcua.core.HomeKind
typealias HomeSection = vn.motcua.core.HomeSection
typealias HomeTarget = vn.motcua.core.HomeTarget
typealias HomeTargetDraft = vn.motcua.core.HomeTarget.Draft
typealias HomeTargetFeedback = vn.motcua.core.HomeTarget.Feedback
typealias HomeTargetInbox = vn.motcua.core.HomeTarget.Inbox
typealias HomeTargetOutbox = vn.motcua.core.HomeTarget.Outbox
typealias HomeTargetSignIn = vn.motcua.core.HomeTarget.SignIn
typealias HomeTargetSupplement = vn.motcua.core.HomeTarget.Supplement
typealias HomeTargetTimeline = vn.motcua.core.HomeTarget.Timeline

// Browsing the catalogue.
typealias CatalogueList = vn.motcua.core.CatalogueList
typealias ProcedureItem = vn.motcua.core.ProcedureItem
typealias ProcedurePage = vn.motcua.core.ProcedurePage

// Drafts and the open form.
typealias DraftItem = vn.motcua.core.DraftItem
typealias DraftList = vn.motcua.core.DraftList
typealias FormPage = vn.motcua.core.FormPage
typealias Frozen = vn.motcua.core.Frozen
typealias QuestionItem = vn.motcua.core.QuestionItem
typealias QuestionKind = vn.motcua.core.QuestionKind
typealias ChoiceItem = vn.motcua.core.ChoiceItem
typealias EditOutcome = vn.motcua.core.EditOutcome
typealias ProblemItem = vn.motcua.core.ProblemItem
typealias ProblemList = vn.motcua.core.ProblemList
typealias FileItem = vn.motcua.core.FileItem
typealias RangeLimits = vn.motcua.core.RangeLimits
typealias FormItem = vn.motcua.core.FormItem
typealias FormItemHeading = vn.motcua.core.FormItem.Heading
typealias FormItemQuestion = vn.motcua.core.FormItem.Question
typealias FormItemRows = vn.motcua.core.FormItem.Rows
typealias RowItem = vn.motcua.core.RowItem

// What will be sent.
typealias Standing = vn.motcua.core.Standing
typealias SubmitReview = vn.motcua.core.SubmitReview
typealias ReviewOffice = vn.motcua.core.ReviewOffice
typealias ReviewPaper = vn.motcua.core.ReviewPaper
typealias ReviewRow = vn.motcua.core.ReviewRow
typealias ReviewSection = vn.motcua.core.ReviewSection

// Dossiers and what became of them.
typealias DossierItem = vn.motcua.core.DossierItem
typealias DossierList = vn.motcua.core.DossierList
typealias Timeline = vn.motcua.core.Timeline
typealias TimelineItem = vn.motcua.core.TimelineItem
typealias ResultItem = vn.motcua.core.ResultItem
typealias SupplementRequest = vn.motcua.core.SupplementRequest
typealias AskedFor = vn.motcua.core.AskedFor
typealias ReceiptModel = vn.motcua.core.ReceiptModel

// What waits to be sent.
typealias OutboxItem = vn.motcua.core.OutboxItem
typealias OutboxList = vn.motcua.core.OutboxList
typealias OutboxRemedy = vn.motcua.core.OutboxRemedy
typealias NetworkPolicy = vn.motcua.core.NetworkPolicy

// Messages.
typealias Inbox = vn.motcua.core.Inbox
typealias InboxItem = vn.motcua.core.InboxItem

// Reports to 1022.
typealias FeedbackCategory = vn.motcua.core.FeedbackCategory
typealias FeedbackList = vn.motcua.core.FeedbackList
typealias FeedbackPage = vn.motcua.core.FeedbackPage
typealias NewFeedback = vn.motcua.core.NewFeedback
typealias Place = vn.motcua.core.Place
typealias PlaceMeasured = vn.motcua.core.Place.Measured
typealias PlacePinned = vn.motcua.core.Place.Pinned
typealias PlaceAddress = vn.motcua.core.Place.Address

// The person's own data.
typealias ConsentPage = vn.motcua.core.ConsentPage
typealias SettingChoice = vn.motcua.core.SettingChoice
typealias SettingsPage = vn.motcua.core.SettingsPage

// Who is signed in.
typealias SessionModel = vn.motcua.core.SessionModel
typealias SessionState = vn.motcua.core.SessionState

// What the shell gives, and what it is told.
typealias AppConfig = vn.motcua.core.AppConfig
typealias KeyVault = vn.motcua.core.KeyVault
typealias DeviceKey = vn.motcua.core.DeviceKey
typealias Connectivity = vn.motcua.core.Connectivity
typealias BrowserHop = vn.motcua.core.BrowserHop
typealias NetworkState = vn.motcua.core.NetworkState
typealias PlatformException = vn.motcua.core.PlatformException
typealias FailureWords = vn.motcua.core.FailureWords
typealias PlatformLocked = vn.motcua.core.PlatformException.Locked
typealias PlatformLost = vn.motcua.core.PlatformException.Lost
typealias PlatformFailed = vn.motcua.core.PlatformException.Failed
