//! XML in with limits, XML out escaped.

/// Nesting of elements: hostile depth would overflow recursive walks.
const MAX_DEPTH: usize = 100;

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
    let options = roxmltree::ParsingOptions {
        allow_dtd: false,
        nodes_limit: max_nodes,
        ..Default::default()
    };
    let xml = roxmltree::Document::parse_with_options(text, options).map_err(|error| error.to_string())?;
    check_depth(&xml).map_err(|()| "nested too deeply".to_owned())?;
    Ok(xml)
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
