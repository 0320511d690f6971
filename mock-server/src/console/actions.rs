//! What an officer can do with a dossier now, as forms. Which ones there are is asked of the dossier's own rules; what
//! comes of a form is [`super::carry_out`]'s.

use maud::{Markup, html};

use super::dossiers::HERE;
use super::session::Session;
use super::timeline::reason_label;
use super::visit::Visit;
use crate::app::AppState;
use crate::dossier::machine::{Act, Circumstances, act};
use crate::dossier::{Dossier, ResultPaper};
use crate::evidence::Event;

/// The forms that fit the dossier's present status.
pub(super) fn actions(
    state: &AppState,
    visit: &Visit,
    session: &Session,
    dossier: &Dossier,
    papers: &[(String, String)],
) -> Markup {
    let offered: Vec<_> = ALL
        .into_iter()
        .filter(|action| action.fits(state, dossier))
        .collect();
    html! {
        section class="card" id="actions" {
            h2 { (visit.say("Việc có thể làm", "What can be done")) }
            @if offered.is_empty() {
                p class="quiet" { (visit.say("Hồ sơ đã kết thúc.", "The dossier has ended.")) }
            }
            @for action in &offered {
                @if action.asks() {
                    details {
                        summary class=[action.ends().then_some("danger")] { (action.label(visit)) }
                        (form(visit, session, dossier, *action, papers))
                    }
                } @else {
                    div class="field" { (form(visit, session, dossier, *action, papers)) }
                }
            }
            @if dossier.result.is_some() {
                p { a href={ (HERE) "/" (dossier.id) "/result" } { (visit.say("Tải kết quả", "Download the result")) } }
            }
        }
    }
}

/// One verb of `/office/v1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    Accept,
    AskSupplement,
    Process,
    Complete,
    Deliver,
    Refuse,
    Stop,
}

const ALL: [Action; 7] = [
    Action::Accept,
    Action::Process,
    Action::Complete,
    Action::Deliver,
    Action::AskSupplement,
    Action::Refuse,
    Action::Stop,
];

impl Action {
    /// The verb in addresses.
    pub(super) fn verb(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::AskSupplement => "ask-supplement",
            Self::Process => "process",
            Self::Complete => "complete",
            Self::Deliver => "deliver",
            Self::Refuse => "refuse",
            Self::Stop => "stop",
        }
    }

    /// Reads [`Self::verb`] back.
    pub(super) fn from_verb(verb: &str) -> Option<Self> {
        ALL.into_iter().find(|action| action.verb() == verb)
    }

    fn label(self, visit: &Visit) -> &'static str {
        match self {
            Self::Accept => visit.say("Tiếp nhận hồ sơ", "Accept the dossier"),
            Self::AskSupplement => visit.say("Yêu cầu bổ sung", "Ask for a supplement"),
            Self::Process => visit.say("Bắt đầu xử lý", "Start processing"),
            Self::Complete => visit.say("Hoàn thành, có kết quả", "Complete with a result"),
            Self::Deliver => visit.say("Trả kết quả", "Deliver the result"),
            Self::Refuse => visit.say("Từ chối tiếp nhận", "Refuse"),
            Self::Stop => visit.say("Dừng xử lý", "Stop"),
        }
    }

    /// Whether the form has more than a button.
    fn asks(self) -> bool {
        matches!(
            self,
            Self::AskSupplement | Self::Complete | Self::Refuse | Self::Stop
        )
    }

    /// Whether the dossier ends with it.
    fn ends(self) -> bool {
        matches!(self, Self::Refuse | Self::Stop)
    }

    /// The reasons to choose from.
    fn reasons(self) -> &'static [&'static str] {
        match self {
            Self::AskSupplement => Event::SupplementAsked.reasons(),
            Self::Refuse => Event::Refused.reasons(),
            Self::Stop => Event::Stopped.reasons(),
            Self::Accept | Self::Process | Self::Complete | Self::Deliver => &[],
        }
    }

    fn fits(self, state: &AppState, dossier: &Dossier) -> bool {
        let Some(procedure) = state.catalogue.procedure(&dossier.procedure_code) else {
            return false;
        };
        let around = Circumstances {
            now: state.clock.now(),
            calendar: &state.calendar,
            deadline: &procedure.deadline,
            evidence_id: "",
        };
        act(dossier, self.sample(), &around).is_ok()
    }

    /// The act with something in every blank, to ask the rules whether it fits at all.
    fn sample(self) -> Act {
        let reason = || self.reasons().first().copied().unwrap_or_default().to_owned();
        match self {
            Self::Accept => Act::Accept,
            Self::AskSupplement => Act::AskSupplement {
                reason: reason(),
                note_vi: String::new(),
                items: Vec::new(),
                working_days: 3,
            },
            Self::Process => Act::Process,
            Self::Complete => Act::Complete {
                result: sample_result(),
            },
            Self::Deliver => Act::Deliver,
            Self::Refuse => Act::Refuse {
                reason: reason(),
                note_vi: String::new(),
            },
            Self::Stop => Act::Stop {
                reason: reason(),
                note_vi: String::new(),
            },
        }
    }
}

fn sample_result() -> ResultPaper {
    let text = String::new;
    ResultPaper {
        name: text(),
        media_type: text(),
        size: 0,
        sha256: text(),
    }
}

fn form(
    visit: &Visit,
    session: &Session,
    dossier: &Dossier,
    action: Action,
    papers: &[(String, String)],
) -> Markup {
    let verb = action.verb();
    html! {
        form method="post" action={ (HERE) "/" (dossier.id) "/" (verb) } enctype=[(action == Action::Complete).then_some("multipart/form-data")] {
            input type="hidden" name="form_token" value=(session.form_token());
            input type="hidden" name="revision" value=(dossier.revision);
            @if !action.reasons().is_empty() { (reason_and_note(visit, action)) }
            @if action == Action::AskSupplement { (what_to_bring(visit, papers)) }
            @if action == Action::Complete { (result_field(visit)) }
            button class=(if action.ends() { "danger" } else { "main" }) { (action.label(visit)) }
        }
    }
}

fn reason_and_note(visit: &Visit, action: Action) -> Markup {
    let verb = action.verb();
    html! {
        div class="field" {
            label for={ (verb) "-reason" } { (visit.say("Lý do", "Reason")) }
            select id={ (verb) "-reason" } name="reason" {
                @for reason in action.reasons() { option value=(reason) { (reason_label(visit, reason)) } }
            }
        }
        div class="field" {
            label for={ (verb) "-note" } { (visit.say("Lời nhắn cho công dân (tiếng Việt)", "Note to the citizen (in Vietnamese)")) }
            textarea id={ (verb) "-note" } name="note_vi" required maxlength="2000" {}
        }
    }
}

fn what_to_bring(visit: &Visit, papers: &[(String, String)]) -> Markup {
    html! {
        div class="field" {
            label for="supplement-reference" { (visit.say("Giấy tờ cần bổ sung", "Paper to bring")) }
            select id="supplement-reference" name="reference" {
                option value="" { (visit.say("Không nêu giấy tờ cụ thể", "None in particular")) }
                @for (reference, label) in papers { option value=(reference) { (label) } }
            }
        }
        div class="field" {
            label for="supplement-days" { (visit.say("Số ngày làm việc để bổ sung", "Working days to answer")) }
            input id="supplement-days" name="days" type="number" min="1" max="30" value="3" required;
        }
    }
}

fn result_field(visit: &Visit) -> Markup {
    html! {
        div class="field" {
            label for="result" { (visit.say("Tệp kết quả", "Result file")) }
            p class="hint" id="result-hint" {
                (visit.say("PDF, JPEG hoặc PNG, tối đa 20 MB. Để trống thì cổng tự tạo kết quả mẫu.",
                    "PDF, JPEG or PNG, at most 20 MB. Left empty, the portal makes a sample."))
            }
            input id="result" name="result" type="file" accept="application/pdf,image/jpeg,image/png" aria-describedby="result-hint";
        }
    }
}
