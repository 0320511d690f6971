//! How far a form is filled in, and that it is kept.

use motcua_domain::time::Millis;

use super::{
    format,
    text::{Texts, Var},
};

/// How far a form is, in words and as a share.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// "12 of 40 required questions answered".
    pub text: String,
    /// The same, 0 to 1.
    pub share: f32,
    /// "Saved safely on this phone at 10:32"; empty before the first answer.
    pub kept: String,
}

/// Builds it. `kept_at` is when the last edit was kept, `None` before the first.
pub fn progress(
    answered: u32,
    questions: u32,
    kept_at: Option<Millis>,
    now: Millis,
    texts: &Texts,
) -> Progress {
    let kept = kept_at.map(|at| {
        let at = format::time_near(at, now);
        texts.with("form-kept", &[("at", Var::Text(&at))])
    });
    Progress {
        text: counts(answered, questions, texts),
        share: share(answered, questions),
        kept: kept.unwrap_or_default(),
    }
}

/// "12 of 40 required questions answered".
pub fn counts(answered: u32, questions: u32, texts: &Texts) -> String {
    let counts = [
        ("answered", Var::Count(u64::from(answered))),
        ("questions", Var::Count(u64::from(questions))),
    ];
    texts.with("draft-progress", &counts)
}

/// A form that asks nothing is complete.
fn share(answered: u32, questions: u32) -> f32 {
    if questions == 0 {
        return 1.0;
    }
    (f64::from(answered.min(questions)) / f64::from(questions)) as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screen::text::Language;

    const NOW: Millis = Millis(1_795_334_400_000);

    #[test]
    fn a_share_is_between_none_and_all() {
        for (answered, questions, shared) in [(0, 40, 0.0), (12, 40, 0.3), (41, 40, 1.0), (0, 0, 1.0)] {
            assert_eq!(share(answered, questions), shared);
        }
    }

    #[test]
    fn a_form_without_a_required_question_says_so() {
        let said = |language| counts(0, 0, &Texts::new(language));
        assert_eq!(said(Language::En), "No question has to be answered");
        assert_eq!(said(Language::Vi), "Không có câu nào bắt buộc");
    }

    #[test]
    fn kept_is_said_only_when_something_was_kept() {
        let texts = Texts::new(Language::En);
        let before = progress(0, 3, None, NOW, &texts);
        assert_eq!(
            (before.text.as_str(), before.kept.as_str()),
            ("0 of 3 required questions answered", "")
        );
        let after = progress(1, 3, Some(NOW), NOW, &texts);
        assert_eq!(after.kept, "Saved safely on this phone at 15:00");
    }
}
