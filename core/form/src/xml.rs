//! XML in with limits, XML out escaped.

/// Nesting of elements: hostile depth would overflow recursive walks.
const MAX_DEPTH: usize = 100;

/// Attributes of one element: the parser compares each with all before it.
const MAX_ATTRIBUTES: usize = 500;
/// A tag that is shorter than this can't have very many.
const SHORT_TAG: usize = 4096;

/// Every element has a sensible number of attributes; what isn't well-formed is the parser's to tell.
fn has_few_attributes(text: &str) -> bool {
    let long = text.split('<').filter(|piece| piece.len() > SHORT_TAG);
    long.map(quoted_texts).all(|quoted| quoted <= MAX_ATTRIBUTES)
}

/// How many quoted texts a tag has up to its end.
fn quoted_texts(tag: &str) -> usize {
    let (mut found, mut open) = (0, None);
    for byte in tag.bytes() {
        match (open, byte) {
            (None, b'>') => break,
            (None, b'"' | b'\'') => {
                open = Some(byte);
                found += 1;
            }
            (Some(quote), _) if quote == byte => open = None,
            _ => {}
        }
    }
    found
}

/// Refuses documents nested too deeply.
pub(crate) fn check_depth(xml: &roxmltree::Document<'_>) -> Result<(), ()> {
    let mut waiting = vec![(xml.root(), 0usize)];
    while let Some((node, depth)) = waiting.pop() {
        if depth > MAX_DEPTH {
            return Err(());
        }
        waiting.extend(
            node.children()
                .filter(|child| child.is_element())
                .map(|child| (child, depth + 1)),
        );
    }
    Ok(())
}

/// Parses XML without a document type, within a limit of nodes.
pub(crate) fn parse(text: &str, max_nodes: u32) -> Result<roxmltree::Document<'_>, String> {
    if !has_few_attributes(text) {
        return Err("an element has too many attributes".to_owned());
    }
    let options = roxmltree::ParsingOptions {
        allow_dtd: false,
        nodes_limit: max_nodes,
        ..Default::default()
    };
    let xml = roxmltree::Document::parse_with_options(text, options).map_err(|error| error.to_string())?;
    check_depth(&xml).map_err(|()| "nested too deeply".to_owned())?;
    if has_empty_namespace(text, &xml) {
        return Err("a prefix is declared for no namespace".to_owned());
    }
    Ok(xml)
}

/// Namespaces in XML 1.0 §2.2, "No Prefix Undeclaring", which the parser doesn't look at. What was read so couldn't be written again. Only a
/// text in which it seems to stand is gone through.
fn has_empty_namespace(text: &str, xml: &roxmltree::Document<'_>) -> bool {
    let is_empty = |declared: &str| {
        let value = declared
            .split_once('=')
            .map_or("", |(_, value)| value.trim_start());
        value.starts_with("\"\"") || value.starts_with("''")
    };
    let mut namespaces = xml.descendants().flat_map(|node| node.namespaces());
    text.split("xmlns:").skip(1).any(is_empty)
        && namespaces.any(|namespace| namespace.name().is_some() && namespace.uri().is_empty())
}

/// Appends a text, escaped for content and attribute values; characters that XML can't hold are left out.
pub(crate) fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\r' => out.push_str("&#13;"),
            '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            c => out.push(c),
        }
    }
}
