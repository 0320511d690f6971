//! What is handed in, compared as a tree: names, attributes and texts; how it is written doesn't matter.

use roxmltree::{Document, Node};

/// Where two submissions part: the place, our line and theirs.
pub(super) fn parted(ours: &str, theirs: &str) -> Vec<(String, String, String)> {
    let (ours, theirs) = (lines(ours), lines(theirs));
    let mut parted = Vec::new();
    for at in 0..ours.len().max(theirs.len()) {
        let line = |of: &[(String, String)]| {
            of.get(at)
                .cloned()
                .unwrap_or_else(|| ("/".to_owned(), "(its end)".to_owned()))
        };
        let (ours, theirs) = (line(&ours), line(&theirs));
        if ours.0 != theirs.0 {
            // From here on the lines don't belong together.
            parted.push((ours.0.clone(), ours.0 + " " + &ours.1, theirs.0 + " " + &theirs.1));
            break;
        }
        if ours.1 != theirs.1 {
            parted.push((ours.0, ours.1, theirs.1));
        }
    }
    parted
}

/// One line an element: its path, then its attributes and its text. Siblings stand by their names: where all rows of a repeat went and others came,
/// JavaRosa puts them last.
fn lines(xml: &str) -> Vec<(String, String)> {
    let Ok(document) = Document::parse(xml) else {
        return vec![("/".to_owned(), format!("not XML: {xml}"))];
    };
    let mut lines = Vec::new();
    walk(document.root_element(), "", &mut lines);
    lines
}

fn walk(node: Node<'_, '_>, around: &str, lines: &mut Vec<(String, String)>) {
    let path = format!("{around}/{}", node.tag_name().name());
    let mut attributes: Vec<String> = node
        .attributes()
        .map(|attribute| format!(" {}='{}'", attribute.name(), attribute.value()))
        .collect();
    attributes.sort();
    let text: String = node
        .children()
        .filter(Node::is_text)
        .filter_map(|text| text.text())
        .collect();
    lines.push((path.clone(), format!("{}{}", attributes.concat(), text.trim())));
    let mut children: Vec<Node<'_, '_>> = node.children().filter(Node::is_element).collect();
    children.sort_by_key(|child| child.tag_name().name().to_owned());
    for child in children {
        walk(child, &path, lines);
    }
}
