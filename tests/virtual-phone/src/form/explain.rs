//! `form explain`: why an answer is as it is, as a tree of rules and what they read.

use motcua_form::{Explanation, ProblemKind, Reason};
use serde_json::{Value, json};

use super::{args::ExplainArgs, authored};
use crate::{out::Out, refusal::Refusal, show::Show};

/// A tree.
struct Explained(Explanation);

/// Explains a node.
pub(crate) fn explain(args: &ExplainArgs, out: &Out) -> Result<(), Refusal> {
    let form = authored::open(&args.form.form, &args.form.compiler)?;
    let (instance, _) = authored::answered(&form.definition, &args.answers)?;
    let explanation = instance.explain(&args.node).ok_or_else(|| {
        Refusal::WrongUse(format!(
            "{} isn't in these answers: name a node such as /data/group/question, rows with their number",
            args.node
        ))
    })?;
    out.show(&Explained(explanation));
    Ok(())
}

impl Show for Explained {
    fn object(&self) -> Value {
        let mut object = node(&self.0);
        object["kind"] = json!("form_explained");
        object
    }

    fn words(&self) -> String {
        let mut text = String::new();
        write(&self.0, 0, &mut text);
        text
    }
}

fn node(it: &Explanation) -> Value {
    json!({
        "reference": it.reference,
        "value": it.value,
        "relevant": it.relevant,
        "required": it.required,
        "readonly": it.readonly,
        "problem": it.problem.map(problem),
        "reasons": it.reasons.iter().map(reason).collect::<Vec<_>>(),
    })
}

fn reason(it: &Reason) -> Value {
    json!({
        "rule": it.kind.as_str(),
        "reference": it.reference,
        "source": it.source,
        "result": it.result,
        "reads": it.reads.iter().map(node).collect::<Vec<_>>(),
        "cut": it.cut,
    })
}

fn problem(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::Required => "required",
        ProblemKind::Constraint => "constraint",
        ProblemKind::Type => "type",
        ProblemKind::UnknownNode => "unknown",
    }
}

fn write(it: &Explanation, depth: usize, text: &mut String) {
    let mut states = vec![format!("«{}»", it.value)];
    states.push(if it.relevant { "asked" } else { "hidden" }.to_owned());
    let more = [(it.required, "required"), (it.readonly, "read-only")];
    states.extend(
        more.iter()
            .filter(|(on, _)| *on)
            .map(|(_, word)| (*word).to_owned()),
    );
    states.extend(it.problem.map(|kind| format!("wrong: {}", problem(kind))));
    let indent = "  ".repeat(depth);
    *text += &format!("{indent}{} = {}\n", it.reference, states.join(", "));
    for reason in &it.reasons {
        let at = if reason.reference == it.reference {
            String::new()
        } else {
            format!(" of {}", reason.reference)
        };
        let result = reason.result.as_deref().unwrap_or("not computed");
        *text += &format!(
            "{indent}  {}{at}: {}  ⇒ {result}\n",
            reason.kind.as_str(),
            reason.source
        );
        for read in &reason.reads {
            write(read, depth + 2, text);
        }
        if reason.cut {
            *text += &format!("{indent}    … (the tree is cut here)\n");
        }
    }
}
