//! What a crate's code mentions: every path in its module tree, with the place where it stands.
//!
//! The walk starts at `lib.rs` and follows `mod` lines, so a file counts exactly when the compiler would see it. Whatever stands under
//! `#[cfg(test)]` is left out: a test may wire anything. Paths are read from `use` lines, expressions, types, attributes and the insides of
//! macros, and come back absolute: `super::row` inside `store::sqlite` is `["crate", "store", "row"]`.

use std::path::{Path, PathBuf};

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::{
    Attribute, ImplItem, Item, ItemMod, ItemUse, MetaList, UseName, UseRename, UseTree,
    visit::{self, Visit},
};

use crate::CheckError;

/// One path that the code mentions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The file it stands in.
    pub file: PathBuf,
    /// Its line, from 1.
    pub line: usize,
    /// The module it stands in, from the crate's root: `["store", "sqlite"]`, empty in `lib.rs`.
    pub module: Vec<String>,
    /// The path's parts, the first being `crate` or the name of another crate; a glob ends in `*`.
    pub path: Vec<String>,
}

/// Lists what the crate with this `lib.rs` mentions, in the order of the walk.
///
/// # Errors
/// [`CheckError`] when a file of the module tree is missing or isn't Rust.
pub fn mentions(lib: &Path) -> Result<Vec<Mention>, CheckError> {
    let folder = lib.parent().unwrap_or(Path::new("."));
    let mut walk = Walk::default();
    walk.file(lib, folder, Vec::new())?;
    Ok(walk.mentions)
}

#[derive(Default)]
struct Walk {
    mentions: Vec<Mention>,
}

impl Walk {
    /// Reads one file; `children` is the folder in which the files of its modules stand.
    fn file(&mut self, file: &Path, children: &Path, module: Vec<String>) -> Result<(), CheckError> {
        let source = std::fs::read_to_string(file).map_err(|cause| CheckError::Unreadable {
            file: file.to_owned(),
            cause,
        })?;
        let syntax = syn::parse_file(&source).map_err(|cause| CheckError::NotRust {
            file: file.to_owned(),
            line: cause.span().start().line,
            cause,
        })?;
        let mut reader = Reader {
            file,
            module,
            mentions: Vec::new(),
            modules: Vec::new(),
        };
        reader.visit_file(&syntax);
        self.mentions.append(&mut reader.mentions);
        for module in reader.modules {
            let inline = &module[reader.module.len()..module.len() - 1];
            let folder = inline.iter().fold(children.to_owned(), |at, part| at.join(part));
            self.module(&folder, module)?;
        }
        Ok(())
    }

    /// Reads `name.rs` or `name/mod.rs` in `folder`.
    fn module(&mut self, folder: &Path, module: Vec<String>) -> Result<(), CheckError> {
        let name = module.last().map_or("", String::as_str);
        let (flat, nested) = (
            folder.join(format!("{name}.rs")),
            folder.join(name).join("mod.rs"),
        );
        let file = if nested.exists() { nested } else { flat };
        self.file(&file, &folder.join(name), module.clone())
    }
}

/// Reads one file.
struct Reader<'a> {
    file: &'a Path,
    /// Where in the module tree the visitor stands.
    module: Vec<String>,
    mentions: Vec<Mention>,
    /// Modules that have a file of their own.
    modules: Vec<Vec<String>>,
}

impl Reader<'_> {
    fn mention(&mut self, span: Span, parts: &[String]) {
        let Some(path) = absolute(&self.module, parts) else {
            return;
        };
        let line = span.start().line;
        self.mentions.push(Mention {
            file: self.file.to_owned(),
            line,
            module: self.module.clone(),
            path,
        });
    }

    fn use_tree(&mut self, tree: &UseTree, before: &[String]) {
        let with = |name: String| [before, &[name]].concat();
        match tree {
            UseTree::Path(path) => self.use_tree(&path.tree, &with(path.ident.to_string())),
            UseTree::Group(group) => group.items.iter().for_each(|item| self.use_tree(item, before)),
            UseTree::Name(UseName { ident }) | UseTree::Rename(UseRename { ident, .. })
                if ident == "self" =>
            {
                self.mention(ident.span(), before);
            }
            UseTree::Name(UseName { ident }) | UseTree::Rename(UseRename { ident, .. }) => {
                self.mention(ident.span(), &with(ident.to_string()));
            }
            UseTree::Glob(glob) => self.mention(glob.star_token.spans[0], &with("*".to_owned())),
        }
    }

    /// Finds paths in what only a macro understands: identifiers joined by `::`.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let (mut start, mut colons) = (Span::call_site(), 0);
        for token in tokens {
            match token {
                TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
                TokenTree::Ident(ident) => {
                    if colons != 2 || path.is_empty() {
                        self.flush(start, &mut path);
                        start = ident.span();
                    }
                    path.push(ident.to_string());
                    colons = 0;
                }
                other => {
                    self.flush(start, &mut path);
                    colons = 0;
                    if let TokenTree::Group(group) = other {
                        self.tokens(group.stream());
                    }
                }
            }
        }
        self.flush(start, &mut path);
    }

    fn flush(&mut self, start: Span, path: &mut Vec<String>) {
        let path = std::mem::take(path);
        if path.len() > 1 {
            self.mention(start, &path);
        }
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        if !only_in_tests(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        let tested = matches!(item, ImplItem::Fn(function) if only_in_tests(&function.attrs));
        if !tested {
            visit::visit_impl_item(self, item);
        }
    }

    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        self.module.push(module.ident.to_string());
        match &module.content {
            Some(_) => visit::visit_item_mod(self, module),
            None => self.modules.push(self.module.clone()),
        }
        self.module.pop();
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.use_tree(&item.tree, &[]);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let parts: Vec<String> = path
            .segments
            .iter()
            .map(|segment| segment.ident.to_string())
            .collect();
        if let (Some(first), true) = (path.segments.first(), parts.len() > 1) {
            self.mention(first.ident.span(), &parts);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.visit_path(&call.path);
        self.tokens(call.tokens.clone());
    }

    fn visit_meta_list(&mut self, list: &'ast MetaList) {
        self.visit_path(&list.path);
        self.tokens(list.tokens.clone());
    }
}

/// The path seen from the crate's root, or from another crate's; `None` when it leads above the root.
fn absolute(module: &[String], parts: &[String]) -> Option<Vec<String>> {
    let ups = parts.iter().take_while(|part| *part == "super").count();
    let rest = &parts[ups..];
    let from = match parts.first().map(String::as_str)? {
        "super" => &module[..module.len().checked_sub(ups)?],
        "self" => module,
        _ => return Some(parts.to_vec()),
    };
    let rest = rest.iter().filter(|part| *part != "self").cloned();
    Some(
        std::iter::once("crate".to_owned())
            .chain(from.iter().cloned())
            .chain(rest)
            .collect(),
    )
}

/// Is this compiled for tests alone?
fn only_in_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test")
            || attribute.path().is_ident("cfg")
                && attribute
                    .parse_args::<syn::Ident>()
                    .is_ok_and(|flag| flag == "test")
    })
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}
