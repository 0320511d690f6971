//! Who may use whom among crates, from what their manifests declare.
//!
//! Dependencies of every kind count: a development dependency couples two crates just as well. Crates below `tests/` may use anything of
//! ours, and nothing outside may use them.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::{CheckError, Violation};

/// What one of our crates may use.
struct Rule {
    name: &'static str,
    /// The only crates of ours that it may use.
    ours: &'static [&'static str],
    /// Crates of others that it may not use.
    never: &'static [&'static str],
    why: &'static str,
}

/// Whatever reads the world or runs things.
const OUTSIDE_WORLD: &[&str] = &[
    "async-trait",
    "axum",
    "getrandom",
    "hyper",
    "oauth2",
    "rand",
    "reqwest",
    "rusqlite",
    "rustls",
    "tokio",
    "tracing",
    "uniffi",
];

const RULES: &[Rule] = &[
    Rule {
        name: "motcua-form",
        ours: &[],
        never: OUTSIDE_WORLD,
        why: "the form engine is pure and stands alone: same input, same bits",
    },
    Rule {
        name: "motcua-domain",
        ours: &["motcua-form"],
        never: OUTSIDE_WORLD,
        why: "the domain is rules as values: it decides, it never acts",
    },
    Rule {
        name: "motcua-client",
        ours: &["motcua-domain", "motcua-form"],
        never: &["axum", "uniffi"],
        why: "the client knows the rules below it, never the surface above it or the portal's code",
    },
    Rule {
        name: "motcua-ffi",
        ours: &["motcua-client"],
        never: &["axum", "oauth2", "reqwest", "ring", "rusqlite", "rustls"],
        why: "the bindings carry the client's public API to other languages and decide nothing",
    },
    Rule {
        name: "motcua-portal",
        ours: &["motcua-form"],
        never: &["uniffi"],
        why: "the portal has wire types of its own: a bug shared with the phone would cancel out",
    },
];

/// Checks the workspace that `cargo metadata --no-deps --format-version 1` describes.
///
/// # Errors
/// [`CheckError`] when the text isn't such a description or a manifest can't be read.
pub fn violations(metadata: &str) -> Result<Vec<Violation>, CheckError> {
    let metadata: Value = serde_json::from_str(metadata).map_err(|_| CheckError::NotMetadata("not JSON"))?;
    let root = text(&metadata, "workspace_root")?;
    let packages = list(&metadata, "packages")?
        .iter()
        .map(Package::read)
        .collect::<Result<Vec<_>, _>>()?;
    let tests = Path::new(root).join("tests");
    let mut found = rules_without_crate(&packages, root);
    for package in &packages {
        found.extend(package.violations(&packages, &tests)?);
    }
    found.sort();
    Ok(found)
}

/// A rule about a crate that isn't there guards nothing: it was renamed or removed.
fn rules_without_crate(packages: &[Package], root: &str) -> Vec<Violation> {
    let gone = RULES
        .iter()
        .filter(|rule| packages.iter().all(|package| package.name != rule.name));
    gone.map(|rule| Violation {
        file: Path::new(root).join("Cargo.toml"),
        line: 1,
        rule: format!("the crate {} has a rule and isn't in the workspace", rule.name),
    })
    .collect()
}

/// One member of the workspace, as its manifest declares it.
struct Package {
    name: String,
    manifest: PathBuf,
    /// Names of the crates it depends on, for building, running or testing.
    uses: Vec<String>,
}

impl Package {
    fn read(package: &Value) -> Result<Self, CheckError> {
        let uses = list(package, "dependencies")?
            .iter()
            .map(|dependency| text(dependency, "name").map(str::to_owned));
        Ok(Self {
            name: text(package, "name")?.to_owned(),
            manifest: PathBuf::from(text(package, "manifest_path")?),
            uses: uses.collect::<Result<_, _>>()?,
        })
    }

    fn violations(&self, workspace: &[Package], tests: &Path) -> Result<Vec<Violation>, CheckError> {
        let reasons = self
            .uses
            .iter()
            .filter_map(|used| Some((used, self.objection(used, workspace, tests)?)));
        let mut found = reasons
            .map(|(used, rule)| self.at(used, rule))
            .collect::<Result<Vec<_>, _>>()?;
        if !self.is_test(tests) && self.rule().is_none() {
            found.push(self.at(
                "name",
                format!(
                    "{} has no rule yet: say in tests/architecture what it may use",
                    self.name
                ),
            )?);
        }
        Ok(found)
    }

    /// Why this crate may not use `used`, if it may not.
    fn objection(&self, used: &str, workspace: &[Package], tests: &Path) -> Option<String> {
        let target = workspace.iter().find(|package| package.name == used);
        if target.is_some_and(|package| package.is_test(tests)) && !self.is_test(tests) {
            return Some(format!(
                "{} uses {used}: nothing outside may use a crate below tests/",
                self.name
            ));
        }
        let rule = self.rule()?;
        let allowed = if target.is_some() {
            rule.ours.contains(&used)
        } else {
            !rule.never.contains(&used)
        };
        (!allowed).then(|| format!("{} uses {used}: {}", self.name, rule.why))
    }

    fn rule(&self) -> Option<&'static Rule> {
        RULES.iter().find(|rule| rule.name == self.name)
    }

    fn is_test(&self, tests: &Path) -> bool {
        self.manifest.starts_with(tests)
    }

    /// The violation at the manifest's line that declares `key`.
    fn at(&self, key: &str, rule: String) -> Result<Violation, CheckError> {
        let manifest = std::fs::read_to_string(&self.manifest).map_err(|cause| CheckError::Unreadable {
            file: self.manifest.clone(),
            cause,
        })?;
        let declares = |line: &str| {
            line.strip_prefix(key)
                .is_some_and(|rest| rest.starts_with(['.', ' ', '=']))
        };
        let line = manifest.lines().position(declares).map_or(1, |index| index + 1);
        Ok(Violation {
            file: self.manifest.clone(),
            line,
            rule,
        })
    }
}

fn text<'a>(value: &'a Value, member: &'static str) -> Result<&'a str, CheckError> {
    value[member].as_str().ok_or(CheckError::NotMetadata(member))
}

fn list<'a>(value: &'a Value, member: &'static str) -> Result<&'a Vec<Value>, CheckError> {
    value[member].as_array().ok_or(CheckError::NotMetadata(member))
}
