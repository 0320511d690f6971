//! The exported surface as text, held to a golden file: whoever changes what Kotlin and Swift see, sees it here first.
//!
//! The list is read from the metadata in the built library, the same that the generators read. To take a change on purpose, run this test with
//! `MOTCUA_GOLDENS=write` and commit the new file with a line in the change log.

#![allow(
    clippy::unwrap_used,
    reason = "a helper of a test that can't go on fails the test by a panic"
)]

use std::{collections::BTreeMap, fmt::Write as _, fs, path::PathBuf};

use uniffi_bindgen::macro_metadata::extract_from_bytes;
use uniffi_meta::{
    EnumMetadata, FieldMetadata, FnParamMetadata, Metadata, ObjectImpl, TraitKind, Type, VariantMetadata,
};

const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/goldens/api/surface.txt");

/// The library that cargo built beside this test.
fn metadata() -> Vec<Metadata> {
    let program = std::env::current_exe().unwrap();
    let name = format!(
        "{}motcua_ffi{}",
        std::env::consts::DLL_PREFIX,
        std::env::consts::DLL_SUFFIX
    );
    let library: PathBuf = program.parent().unwrap().join(name);
    extract_from_bytes(&fs::read(&library).unwrap()).unwrap()
}

/// One exported item: where it sorts, its headline, its members.
#[derive(Default)]
struct Surface(BTreeMap<(u8, String), (String, Vec<String>)>);

impl Surface {
    fn item(&mut self, group: u8, name: &str) -> &mut (String, Vec<String>) {
        self.0.entry((group, name.to_owned())).or_default()
    }

    fn text(&self) -> String {
        let mut text = String::new();
        for (headline, members) in self.0.values() {
            writeln!(text, "{headline}").unwrap();
            for member in members {
                writeln!(text, "    {member}").unwrap();
            }
        }
        text
    }
}

const FUNCTIONS: u8 = 0;
const OBJECTS: u8 = 1;
const VALUES: u8 = 2;

fn surface(metadata: &[Metadata]) -> Surface {
    let mut surface = Surface::default();
    let is_method = |it: &&Metadata| matches!(it, Metadata::Method(_));
    metadata
        .iter()
        .filter(|it| !is_method(it))
        .for_each(|it| add(&mut surface, it));
    metadata
        .iter()
        .filter(is_method)
        .for_each(|it| add(&mut surface, it));
    for ((group, _), (_, members)) in &mut surface.0 {
        // Methods come in the linker's order; fields and variants in theirs, which is what goes over the border.
        if *group == OBJECTS {
            members.sort();
        }
    }
    surface
}

fn add(surface: &mut Surface, it: &Metadata) {
    match it {
        Metadata::Func(it) => {
            let line = call(
                it.is_async,
                &it.name,
                &it.inputs,
                it.return_type.as_ref(),
                it.throws.as_ref(),
            );
            surface.item(FUNCTIONS, &it.name).0 = line;
        }
        Metadata::Object(it) => surface.item(OBJECTS, &it.name).0 = format!("{} {}", kind(it.imp), it.name),
        Metadata::Constructor(it) => {
            let of = Type::Record {
                module_path: String::new(),
                name: it.self_name.clone(),
            };
            let line = call(it.is_async, &it.name, &it.inputs, Some(&of), it.throws.as_ref());
            surface
                .item(OBJECTS, &it.self_name)
                .1
                .push(format!("constructor {line}"));
        }
        Metadata::Method(it) => {
            let line = call(
                it.is_async,
                &it.name,
                &it.inputs,
                it.return_type.as_ref(),
                it.throws.as_ref(),
            );
            let of = if surface.0.contains_key(&(OBJECTS, it.self_name.clone())) {
                OBJECTS
            } else {
                VALUES
            };
            surface.item(of, &it.self_name).1.push(line);
        }
        Metadata::TraitMethod(it) => {
            let line = call(
                it.is_async,
                &it.name,
                &it.inputs,
                it.return_type.as_ref(),
                it.throws.as_ref(),
            );
            surface.item(OBJECTS, &it.trait_name).1.push(line);
        }
        Metadata::Record(it) => {
            let members = it.fields.iter().map(field).collect();
            *surface.item(VALUES, &it.name) = (format!("record {}", it.name), members);
        }
        Metadata::Enum(it) => *surface.item(VALUES, &it.name) = choice(it),
        Metadata::CustomType(it) => {
            surface.item(VALUES, &it.name).0 = format!("type {} = {}", it.name, name(&it.builtin));
        }
        Metadata::Namespace(_) => {}
        other => panic!("the list doesn't know how to write {other:?}"),
    }
}

const fn kind(imp: ObjectImpl) -> &'static str {
    match imp {
        ObjectImpl::Struct => "object",
        ObjectImpl::Trait(TraitKind::RustOnly) => "object (trait)",
        ObjectImpl::Trait(TraitKind::Both) => "trait for either side",
        ObjectImpl::Trait(TraitKind::ForeignOnly) => "trait for the shell",
    }
}

fn choice(it: &EnumMetadata) -> (String, Vec<String>) {
    let kind = if it.shape.is_error() { "error" } else { "enum" };
    (
        format!("{kind} {}", it.name),
        it.variants.iter().map(variant).collect(),
    )
}

fn variant(it: &VariantMetadata) -> String {
    if it.fields.is_empty() {
        return it.name.clone();
    }
    let fields: Vec<String> = it.fields.iter().map(field).collect();
    format!("{} {{ {} }}", it.name, fields.join(", "))
}

fn field(it: &FieldMetadata) -> String {
    match it.name.as_str() {
        "" => name(&it.ty),
        named => format!("{named}: {}", name(&it.ty)),
    }
}

fn call(
    is_async: bool,
    called: &str,
    inputs: &[FnParamMetadata],
    gives: Option<&Type>,
    throws: Option<&Type>,
) -> String {
    let inputs: Vec<String> = inputs
        .iter()
        .map(|it| format!("{}: {}", it.name, name(&it.ty)))
        .collect();
    let gives = gives.map_or_else(String::new, |it| format!(" -> {}", name(it)));
    let throws = throws.map_or_else(String::new, |it| format!(" throws {}", name(it)));
    let prefix = if is_async { "async " } else { "" };
    format!("{prefix}{called}({}){gives}{throws}", inputs.join(", "))
}

fn name(ty: &Type) -> String {
    match ty {
        Type::Optional { inner_type } => format!("{}?", name(inner_type)),
        Type::Sequence { inner_type } => format!("[{}]", name(inner_type)),
        named => named.name().map_or_else(|| format!("{named:?}"), str::to_owned),
    }
}

#[test]
fn the_exported_surface_is_the_golden_one() {
    let now = surface(&metadata()).text();
    if std::env::var_os("MOTCUA_GOLDENS").is_some_and(|it| it == "write") {
        fs::write(GOLDEN, &now).unwrap();
    }
    let golden = fs::read_to_string(GOLDEN).unwrap_or_default();
    let changed: Vec<String> = lines_without(&golden, &now)
        .map(|line| format!("- {line}"))
        .chain(lines_without(&now, &golden).map(|line| format!("+ {line}")))
        .collect();
    assert!(
        golden == now,
        "the surface changed; if that is meant, run this with MOTCUA_GOLDENS=write:\n{}",
        changed.join("\n")
    );
}

/// The lines of one text that the other doesn't have: enough to see what changed.
fn lines_without<'a>(text: &'a str, other: &'a str) -> impl Iterator<Item = &'a str> {
    text.lines()
        .filter(move |line| !other.lines().any(|it| it == *line))
}

/// Kotlin's exceptions have a `message` of their own and don't compile with a second one.
#[test]
fn nothing_is_called_message() {
    let text = surface(&metadata()).text();
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    assert_eq!(words.filter(|word| *word == "message").count(), 0);
}

/// Kotlin's objects are closed by `close`, which a method of ours would override; a shell's method goes by its name into a C header, where uniffi
/// puts marks around Swift's keywords that C refuses.
#[test]
fn no_method_has_a_name_that_a_generator_stumbles_over() {
    const SWIFT: [&str; 8] = ["open", "init", "default", "repeat", "where", "is", "in", "self"];
    for it in metadata() {
        match it {
            Metadata::Method(it) => assert!(it.name != "close" && it.name != "destroy", "{}", it.self_name),
            Metadata::TraitMethod(it) => assert!(!SWIFT.contains(&it.name.as_str()), "{}", it.trait_name),
            _ => {}
        }
    }
}

#[test]
fn errors_have_at_most_ten_variants_and_each_of_ours_carries_a_code() {
    let metadata = metadata();
    let errors = metadata.iter().filter_map(|it| match it {
        Metadata::Enum(it) if it.shape.is_error() => Some(it),
        _ => None,
    });
    let mut seen = 0;
    for error in errors {
        seen += 1;
        assert!(error.variants.len() <= 10, "{}", error.name);
        if error.name == "MotCuaError" {
            for variant in &error.variants {
                assert!(
                    variant.fields.iter().any(|it| it.name == "code"),
                    "{}",
                    variant.name
                );
            }
        }
    }
    assert_eq!(seen, 2);
}

#[test]
fn every_exported_item_is_documented() {
    let mut bare = Vec::new();
    for it in metadata() {
        match it {
            Metadata::Func(it) if it.docstring.is_none() => bare.push(it.name),
            Metadata::Object(it) if it.docstring.is_none() => bare.push(it.name),
            Metadata::Constructor(it) if it.docstring.is_none() => bare.push(it.self_name),
            Metadata::Method(it) if it.docstring.is_none() => bare.push(it.name),
            Metadata::TraitMethod(it) if it.docstring.is_none() => bare.push(it.name),
            Metadata::Record(it) => {
                bare.extend(it.docstring.is_none().then(|| it.name.clone()));
                bare.extend(undocumented(&it.name, &it.fields));
            }
            Metadata::Enum(it) => {
                bare.extend(it.docstring.is_none().then(|| it.name.clone()));
                for variant in &it.variants {
                    let name = format!("{}.{}", it.name, variant.name);
                    bare.extend(variant.docstring.is_none().then(|| name.clone()));
                    bare.extend(undocumented(&name, &variant.fields));
                }
            }
            _ => {}
        }
    }
    assert_eq!(bare, Vec::<String>::new());
}

fn undocumented(owner: &str, fields: &[FieldMetadata]) -> Vec<String> {
    fields
        .iter()
        // A field without a name is told about by its variant.
        .filter(|field| field.docstring.is_none() && !field.name.is_empty())
        .map(|field| format!("{owner}.{}", field.name))
        .collect()
}

/// Records that hold nothing of anybody.
const IMPERSONAL: [&str; 11] = [
    "AppConfig",
    "CatalogueList",
    "ConsentPage",
    "FailureWords",
    "FeedbackCategory",
    "ProcedureItem",
    "ProcedurePage",
    "RangeLimits",
    "SettingChoice",
    "SettingsPage",
    "Word",
];

/// The generators print every field of a record. uniffi lets Rust say how for types of its own crate only (the orphan rule), and these are the
/// client's: so the records themselves tell whoever writes a shell.
#[test]
fn a_record_that_holds_personal_data_says_that_it_is_not_to_be_printed() {
    let records = metadata().into_iter().filter_map(|it| match it {
        Metadata::Record(it) => Some((it.name, it.docstring)),
        Metadata::Enum(it) if !it.shape.is_error() && it.variants.iter().any(|of| !of.fields.is_empty()) => {
            Some((it.name, it.docstring))
        }
        _ => None,
    });
    let says = |docs: &Option<String>| {
        docs.as_ref()
            .is_some_and(|it| it.contains("never log or print it"))
    };
    let wrong: Vec<String> = records
        .filter(|(name, docs)| says(docs) == IMPERSONAL.contains(&name.as_str()))
        .map(|(name, _)| name)
        .collect();
    assert_eq!(wrong, Vec::<String>::new());
}
