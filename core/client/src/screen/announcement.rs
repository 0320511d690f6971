//! What a screen reader says after an edit: what the eye would have seen change.

use super::{
    form_page::QuestionItem,
    text::{Texts, Var},
};

/// An edit as its announcement sees it.
pub struct Edited<'a> {
    /// The question that was answered, as it stands now; `None` for an edit of rows.
    pub question: Option<&'a QuestionItem>,
    /// Questions asked before and after.
    pub asked: (usize, usize),
    /// Questions that aren't asked any more.
    pub gone: usize,
}

/// The sentences, the mended or broken answer first; `None` when an edit did just what was typed.
pub fn announcement(edited: &Edited<'_>, texts: &Texts) -> Option<String> {
    let (before, after) = edited.asked;
    // Those that came are what the count doesn't explain by those that went.
    let came = (after + edited.gone).saturating_sub(before);
    let gone = before.saturating_sub(after).max(edited.gone);
    let said = [
        edited.question.and_then(|it| it.problem.clone()),
        counted("announce-came", came, texts),
        counted("announce-gone", gone, texts),
    ];
    let said: Vec<String> = said.into_iter().flatten().collect();
    (!said.is_empty()).then(|| said.join(". "))
}

fn counted(name: &str, count: usize, texts: &Texts) -> Option<String> {
    (count > 0).then(|| texts.with(name, &[("count", Var::Count(count as u64))]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screen::text::Language;

    fn said(asked: (usize, usize), gone: usize) -> Option<String> {
        let edited = Edited {
            question: None,
            asked,
            gone,
        };
        announcement(&edited, &Texts::new(Language::En))
    }

    #[test]
    fn nothing_is_said_when_nothing_else_changed() {
        assert_eq!(said((5, 5), 0), None);
    }

    #[test]
    fn questions_that_came_and_went_are_both_counted() {
        assert_eq!(said((5, 6), 0).unwrap(), "1 more question to answer");
        assert_eq!(said((5, 3), 2).unwrap(), "2 questions are no longer asked");
        assert_eq!(
            said((5, 6), 2).unwrap(),
            "3 more questions to answer. 2 questions are no longer asked"
        );
        assert_eq!(
            said((5, 3), 0).unwrap(),
            "2 questions are no longer asked",
            "a row that was removed"
        );
    }
}
