// What models and screens may see of the core: its values and what an app gives it, none of its objects. Each is described at its own declaration.

// What an app gives and is asked for.
@_exported import struct MotCuaCore.AppConfig
@_exported import protocol MotCuaCore.KeyVault
@_exported import protocol MotCuaCore.DeviceKey
@_exported import protocol MotCuaCore.Connectivity
@_exported import enum MotCuaCore.NetworkState
@_exported import enum MotCuaCore.NetworkPolicy
@_exported import enum MotCuaCore.PlatformError
@_exported import struct MotCuaCore.FailureWords

// Home, catalogue and account.
@_exported import struct MotCuaCore.Home
@_exported import struct MotCuaCore.HomeSection
@_exported import struct MotCuaCore.HomeItem
@_exported import enum MotCuaCore.HomeKind
@_exported import enum MotCuaCore.HomeTarget
@_exported import struct MotCuaCore.CatalogueList
@_exported import struct MotCuaCore.ProcedureItem
@_exported import struct MotCuaCore.ProcedurePage
@_exported import struct MotCuaCore.ConsentPage
@_exported import struct MotCuaCore.SettingsPage
@_exported import struct MotCuaCore.SettingChoice
@_exported import struct MotCuaCore.SessionModel
@_exported import enum MotCuaCore.SessionState

// Drafts and forms.
@_exported import struct MotCuaCore.DraftList
@_exported import struct MotCuaCore.DraftItem
@_exported import struct MotCuaCore.FormPage
@_exported import struct MotCuaCore.Frozen
@_exported import enum MotCuaCore.FormItem
@_exported import struct MotCuaCore.QuestionItem
@_exported import enum MotCuaCore.QuestionKind
@_exported import struct MotCuaCore.ChoiceItem
@_exported import struct MotCuaCore.FileItem
@_exported import struct MotCuaCore.RangeLimits
@_exported import struct MotCuaCore.RowItem
@_exported import struct MotCuaCore.EditOutcome
@_exported import struct MotCuaCore.ProblemList
@_exported import struct MotCuaCore.ProblemItem
@_exported import enum MotCuaCore.Standing
@_exported import struct MotCuaCore.SubmitReview
@_exported import struct MotCuaCore.ReviewOffice
@_exported import struct MotCuaCore.ReviewSection
@_exported import struct MotCuaCore.ReviewRow
@_exported import struct MotCuaCore.ReviewPaper

// What was sent, and what came of it.
@_exported import struct MotCuaCore.OutboxList
@_exported import struct MotCuaCore.OutboxItem
@_exported import enum MotCuaCore.OutboxRemedy
@_exported import struct MotCuaCore.DossierList
@_exported import struct MotCuaCore.DossierItem
@_exported import struct MotCuaCore.ReceiptModel
@_exported import struct MotCuaCore.Timeline
@_exported import struct MotCuaCore.TimelineItem
@_exported import struct MotCuaCore.ResultItem
@_exported import struct MotCuaCore.SupplementRequest
@_exported import struct MotCuaCore.AskedFor
@_exported import struct MotCuaCore.Inbox
@_exported import struct MotCuaCore.InboxItem
@_exported import struct MotCuaCore.FeedbackList
@_exported import struct MotCuaCore.FeedbackPage
@_exported import struct MotCuaCore.FeedbackCategory
@_exported import struct MotCuaCore.NewFeedback
@_exported import enum MotCuaCore.Place

import MotCuaCore

/// Who is signed in; the core calls it a model, here that word means what a screen watches.
public typealias Session = MotCuaCore.SessionModel
/// The signed receipt.
public typealias Receipt = MotCuaCore.ReceiptModel

extension NetworkPolicy {
    /// The policy that a choice of the settings page stands for.
    public init?(choice: String) {
        switch choice {
        case "any": self = .any
        case "files_on_unmetered": self = .filesOnUnmetered
        default: return nil
        }
    }
}
