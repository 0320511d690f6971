//! Plays the story's steps on the phone: answers, looks, attaches, checks; tells what a person would notice.

use std::{collections::BTreeMap, time::Duration};

use serde_json::{Value, json};

use crate::demo::{
    clock::Stopwatch,
    failed::{Failed, Told, expect},
    narrator::Language,
    phone::{member, word},
    scene::Scene,
    story::{Expected, Problem, Step, value_today},
};

/// The most choices that a page carries; longer lists are searched.
const CHOICES_ON_PAGE: usize = 60;

/// A draft being filled in.
#[derive(Debug)]
pub(super) struct Player<'a> {
    scene: &'a mut Scene,
    draft: String,
    /// Every answer that the phone said it kept.
    given: BTreeMap<String, String>,
    page: Option<Page>,
    wrong: Option<String>,
}

#[derive(Debug)]
struct Page {
    title: String,
    answers: u32,
    took: Duration,
}

impl<'a> Player<'a> {
    pub(super) fn new(scene: &'a mut Scene, draft: &str) -> Self {
        Self {
            scene,
            draft: draft.to_owned(),
            given: BTreeMap::new(),
            page: None,
            wrong: None,
        }
    }

    /// Plays all steps.
    pub(super) async fn play(&mut self, steps: &[Step]) -> Told<()> {
        for step in steps {
            match step {
                Step::Page { title_vi, title_en } => self.turn_to(title_vi, title_en),
                Step::Answer { reference, value } => self.answer(reference, value).await?,
                Step::Attach { reference, file } => self.attach(reference, file).await?,
                Step::Expect(expected) => self.look(expected).await?,
                Step::Restart => self.restart().await?,
                Step::Check { problems } => self.check(problems).await?,
            }
        }
        self.leave_page();
        Ok(())
    }

    fn turn_to(&mut self, vi: &str, en: &str) {
        self.leave_page();
        self.page = Some(Page {
            title: self.scene.narrator.pick(vi, en).to_owned(),
            answers: 0,
            took: Duration::ZERO,
        });
    }

    fn leave_page(&mut self) {
        let Some(page) = self.page.take().filter(|page| page.answers > 0) else {
            return;
        };
        let narrator = &self.scene.narrator;
        let each = narrator.seconds(page.took / page.answers);
        let answers = if page.answers == 1 {
            "answer"
        } else {
            "answers, each"
        };
        narrator.proved(
            &format!(
                "{}: {} câu trả lời, mỗi câu đã nằm trên đĩa sau {each}",
                page.title, page.answers
            ),
            &format!("{}: {} {answers} on disk after {each}", page.title, page.answers),
        );
    }

    async fn answer(&mut self, reference: &str, value: &str) -> Told<()> {
        let (value, began) = (value_today(value), Stopwatch::start());
        let asked = ["draft", "answer", &self.draft, reference, &value];
        let edited = self.scene.app.ask(&asked).await?;
        expect(edited["kind"] == json!("edited"), "the answer to be kept", edited)?;
        if let Some(page) = &mut self.page {
            page.answers += 1;
            page.took += began.elapsed();
        }
        self.given.insert(reference.to_owned(), value);
        Ok(())
    }

    async fn attach(&mut self, reference: &str, file: &str) -> Told<()> {
        let paper = self.scene.story.paper(file)?;
        let (name, size) = (paper.name.clone(), paper.size);
        let place = self
            .scene
            .papers
            .get(file)
            .map(|place| word(place))
            .unwrap_or_default();
        let asked = ["draft", "attach", &self.draft, reference, &place, "--name", &name];
        self.scene.app.ask(&asked).await?;
        let narrator = &self.scene.narrator;
        narrator.proved(
            &format!("Đính kèm {name}, {} byte", narrator.count(size)),
            &format!("{name} attached, {} bytes", narrator.count(size)),
        );
        self.given.insert(reference.to_owned(), name);
        Ok(())
    }

    async fn question(&mut self, reference: &str) -> Told<Value> {
        self.scene
            .app
            .ask(&["draft", "question", &self.draft, reference])
            .await
    }

    async fn look(&mut self, expected: &Expected) -> Told<()> {
        let question = self.question(&expected.reference).await?;
        let english = self.scene.narrator.language() == Language::En;
        let text = |vi: &Option<String>, en: &Option<String>| if english { en.clone() } else { vi.clone() };
        same(&question, "asked", expected.relevant.map(Value::from))?;
        same(&question, "required", expected.required.map(Value::from))?;
        same(&question, "value", expected.value.clone().map(Value::from))?;
        same(
            &question,
            "label",
            text(&expected.label_vi, &expected.label_en).map(Value::from),
        )?;
        if let Some(choices) = expected.choices {
            offers(&question, choices)?;
        }
        match &expected.violation {
            None => {}
            Some(None) => self.right(&question)?,
            Some(Some(_)) => self.wrong(&question, text(&expected.message_vi, &expected.message_en))?,
        }
        Ok(())
    }

    fn wrong(&mut self, question: &Value, message: Option<String>) -> Told<()> {
        let problem = member(question, "problem").to_owned();
        let meant = message.unwrap_or_else(|| problem.clone());
        expect(
            !problem.is_empty() && problem == meant,
            format!("the words “{meant}”"),
            question,
        )?;
        let value = member(question, "value");
        self.scene
            .narrator
            .trouble(&format!("“{value}”: {problem}"), &format!("“{value}”: {problem}"));
        self.wrong = Some(member(question, "reference").to_owned());
        Ok(())
    }

    fn right(&mut self, question: &Value) -> Told<()> {
        expect(
            question["problem"].is_null(),
            "nothing wrong with the answer",
            question,
        )?;
        if self.wrong.take().as_deref() == question["reference"].as_str() {
            let value = member(question, "value");
            self.scene
                .narrator
                .proved(&format!("“{value}”: đã sửa đúng"), &format!("“{value}”: mended"));
        }
        Ok(())
    }

    async fn check(&mut self, problems: &[Problem]) -> Told<()> {
        self.leave_page();
        let shown = self.scene.app.ask(&["draft", "check", &self.draft]).await?;
        let items = shown["items"].as_array().cloned().unwrap_or_default();
        let mut found: Vec<Problem> = items
            .iter()
            .map(|item| Problem {
                reference: member(item, "reference").to_owned(),
                violation: member(item, "code").to_lowercase(),
            })
            .collect();
        found.sort();
        let mut meant = problems.to_vec();
        meant.sort();
        expect(
            found == meant,
            format!("these problems: {meant:?}"),
            format!("{found:?}"),
        )?;
        for item in &items {
            let words = format!("{}: {}", member(item, "label"), member(item, "text"));
            self.scene.narrator.trouble(&words, &words);
        }
        if items.is_empty() {
            self.scene
                .narrator
                .proved("Hồ sơ không còn thiếu gì", "Nothing is missing");
        }
        Ok(())
    }

    /// SIGKILL in the middle of the form, and a new process: what was shown as kept must be there.
    async fn restart(&mut self) -> Told<()> {
        self.leave_page();
        let number = self.scene.app.kill().await?;
        self.scene.narrator.trouble(
            &format!("Ứng dụng bị giết giữa chừng (SIGKILL, tiến trình {number})"),
            &format!("The app is killed in the middle (SIGKILL, process {number})"),
        );
        let began = Stopwatch::start();
        self.scene.app = self.scene.phone.start().await?;
        let shown = self.scene.app.ask(&["draft", "show", &self.draft]).await?;
        let kept = answers(&shown);
        for (reference, value) in &self.given {
            let found = kept.get(reference).cloned().unwrap_or_default();
            expect(
                found == *value,
                format!("{reference} as it was answered"),
                format!("“{found}”"),
            )?;
        }
        let (count, took) = (self.given.len(), self.scene.narrator.seconds(began.elapsed()));
        self.scene.narrator.proved(
            &format!("Mở lại sau {took}: đủ cả {count} câu trả lời, đúng từng chữ"),
            &format!("Started again in {took}: all {count} answers are there, letter for letter"),
        );
        Ok(())
    }
}

/// Every question on the draft's pages with its answer.
fn answers(draft: &Value) -> BTreeMap<String, String> {
    let pages = draft["pages"].as_array().into_iter().flatten();
    let items = pages.flat_map(|page| page["items"].as_array().into_iter().flatten());
    items
        .map(|item| {
            (
                member(item, "reference").to_owned(),
                member(item, "value").to_owned(),
            )
        })
        .collect()
}

fn same(question: &Value, name: &str, meant: Option<Value>) -> Told<()> {
    let Some(meant) = meant else { return Ok(()) };
    let reference = member(question, "reference");
    expect(
        question[name] == meant,
        format!("{reference} with {name} {meant}"),
        &question[name],
    )
}

/// A page carries the first choices only; that there are more is then all that it tells.
fn offers(question: &Value, count: usize) -> Told<()> {
    let shown = question["choices"].as_array().map_or(0, Vec::len);
    let meant = (count.min(CHOICES_ON_PAGE), count > CHOICES_ON_PAGE);
    let came = (shown, question["more_choices"] == json!(true));
    if came == meant {
        return Ok(());
    }
    Err(Failed::new(
        format!("{} with {count} choices", member(question, "reference")),
        format!("{shown} shown, more: {}", came.1),
    ))
}
