//! `form test`: an author's story, played on the form.

use motcua_conformance::{Story, story::Otherwise};
use serde_json::{Value, json};

use super::{args::TestArgs, authored};
use crate::{out::Out, refusal::Refusal, show::Show};

/// What a story told.
struct Told {
    file: String,
    story: Story,
    otherwise: Vec<Otherwise>,
}

/// Plays a story.
pub(crate) fn test(args: &TestArgs, out: &Out) -> Result<(), Refusal> {
    let form = authored::open(&args.form.form, &args.form.compiler)?;
    let story = authored::story(&args.story)?;
    let told = Told {
        otherwise: story.tell(&form.definition),
        file: args.story.display().to_string(),
        story,
    };
    out.show(&told);
    if told.otherwise.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Otherwise)
    }
}

impl Show for Told {
    fn object(&self) -> Value {
        let told = |it: &Otherwise| json!({"line": it.line, "what": it.what});
        json!({
            "kind": "form_story",
            "file": self.file,
            "steps": self.story.steps.len(),
            "wrong_answers": self.story.wrong.len(),
            "otherwise": self.otherwise.iter().map(told).collect::<Vec<_>>(),
        })
    }

    fn words(&self) -> String {
        let mut text = String::new();
        for it in &self.otherwise {
            let line = it.line.map_or(String::new(), |line| format!(":{line}"));
            text += &format!("{}{line}: {}\n", self.file, it.what);
        }
        let (steps, wrong) = (self.story.steps.len(), self.story.wrong.len());
        let how = match self.otherwise.len() {
            0 => "all as it is written".to_owned(),
            number => format!("{number} otherwise than it is written"),
        };
        text + &format!("{}: steps {steps}, wrong answers {wrong}: {how}", self.file)
    }
}
