//! JavaRosa's figures: its `Bench` (`tests/oracle/java`) runs in a JVM of its own over the same forms, and prints a line a figure.

use std::{
    collections::BTreeMap,
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use crate::clock::{Figure, words};

/// What was measured, by name; empty without JavaRosa.
#[derive(Default)]
pub(crate) struct JavaRosa(BTreeMap<String, Figure>);

impl JavaRosa {
    /// Runs it from the folder that Maven built (`classes` and `lib`), over the forms in another folder.
    pub(crate) fn measured(built: &Path, forms: &Path) -> Self {
        let classes = format!(
            "{}:{}/*",
            built.join("classes").display(),
            built.join("lib").display()
        );
        let output = Command::new("java")
            .args(["-XX:+UseSerialGC", "-cp", &classes, "vn.motcua.oracle.Bench"])
            .arg(forms)
            .stdin(Stdio::null())
            .output()
            .expect("there is a JVM");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "JavaRosa's side failed: {said}");
        let lines = String::from_utf8_lossy(&output.stdout);
        Self(lines.lines().filter_map(figure).collect())
    }

    /// p50 and p99 of single steps; no words for what wasn't measured.
    pub(crate) fn both(&self, name: &str) -> String {
        let figure = self.0.get(name);
        figure.map_or_else(String::new, |it| format!("{} · {}", words(it.p50), words(it.p99)))
    }

    /// The median of whole pieces of work.
    pub(crate) fn median(&self, name: &str) -> String {
        self.0
            .get(name)
            .map_or_else(String::new, |figure| words(figure.p50))
    }

    /// Loading a form: the median, and the first load of the process, which is a phone's.
    pub(crate) fn load(&self, form: &str) -> String {
        let (warm, cold) = (
            self.median(&format!("load {form}")),
            self.median(&format!("load {form} cold")),
        );
        if warm.is_empty() {
            warm
        } else {
            format!("{warm}, cold {cold}")
        }
    }
}

fn figure(line: &str) -> Option<(String, Figure)> {
    let mut cells = line.split('\t');
    let name = cells.next()?.to_owned();
    let mut time = || cells.next()?.parse().ok().map(Duration::from_nanos);
    let (p50, p99) = (time()?, time()?);
    Some((name, Figure { p50, p99 }))
}
