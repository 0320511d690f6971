//! The mock's own result paper: a small real PDF that says of itself that it is none.
//!
//! Its page is in English because PDF's built-in fonts have no Vietnamese letters and shipping a font for one mock page
//! isn't worth it; the title in both languages stands in the document's properties, as UTF-16, where viewers show it.

use chrono::{DateTime, Utc};

use crate::calendar::local_day;
use crate::digest::hex;

/// What the paper says.
pub(super) struct Facts<'a> {
    /// The name of the result, e.g. `Giấy khai sinh`.
    pub(super) title_vi: &'a str,
    /// The same in English.
    pub(super) title_en: &'a str,
    /// The procedure.
    pub(super) procedure_en: &'a str,
    pub(super) dossier_code: &'a str,
    pub(super) made_at: DateTime<Utc>,
}

/// Writes the paper: one A4 page (ISO 32000-1).
pub(super) fn pdf(facts: &Facts<'_>) -> Vec<u8> {
    let lines = [
        (20, "MOCK RESULT".to_owned()),
        (
            12,
            "Made by a test portal. This is no official document.".to_owned(),
        ),
        (12, format!("Result: {}", facts.title_en)),
        (12, format!("Procedure: {}", facts.procedure_en)),
        (12, format!("Dossier: {}", facts.dossier_code)),
        (12, format!("Date: {}", local_day(facts.made_at))),
    ];
    let page = content(&lines);
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R /Lang (vi-VN) >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R \
         /Resources << /Font << /F1 4 0 R >> >> >>"
            .to_owned(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{page}\nendstream", page.len()),
        format!(
            "<< /Title <{}> >>",
            utf16(&format!("{} / {}", facts.title_vi, facts.title_en))
        ),
    ];
    assemble(&objects)
}

fn content(lines: &[(u32, String)]) -> String {
    let mut text = String::from("BT\n72 740 Td\n");
    for (size, line) in lines {
        text.push_str(&format!(
            "/F1 {size} Tf\n({}) Tj\n0 -{} Td\n",
            escaped(line),
            size * 2
        ));
    }
    text + "ET"
}

/// A literal string: ASCII, with its three special characters escaped.
fn escaped(text: &str) -> String {
    let letter = |letter: char| match letter {
        '(' | ')' | '\\' => format!("\\{letter}"),
        _ if letter.is_ascii() && !letter.is_ascii_control() => letter.to_string(),
        _ => "?".to_owned(),
    };
    text.chars().map(letter).collect()
}

fn utf16(text: &str) -> String {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    hex(&units.flat_map(u16::to_be_bytes).collect::<Vec<u8>>())
}

fn assemble(objects: &[String]) -> Vec<u8> {
    let mut file = String::from("%PDF-1.4\n");
    let mut table = String::from("0000000000 65535 f \n");
    for (object, number) in objects.iter().zip(1..) {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let (start, count) = (file.len(), objects.len() + 1);
    file.push_str(&format!(
        "xref\n0 {count}\n{table}trailer\n<< /Size {count} /Root 1 0 R /Info 6 0 R >>\n"
    ));
    file.push_str(&format!("startxref\n{start}\n%%EOF\n"));
    file.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cross_reference_table_points_at_every_object() {
        let facts = Facts {
            title_vi: "Giấy khai sinh",
            title_en: "Birth certificate",
            procedure_en: "Birth (late) registration",
            dossier_code: "H29.177-261122-0001",
            made_at: DateTime::from_timestamp(1_795_334_400, 0).unwrap(),
        };
        let file = String::from_utf8(pdf(&facts)).unwrap();
        let start: usize = file
            .rsplit("startxref\n")
            .next()
            .unwrap()
            .lines()
            .next()
            .unwrap()
            .parse()
            .unwrap();
        assert!(file[start..].starts_with("xref\n0 7\n"));
        for (number, line) in file[start..].lines().skip(3).take(6).enumerate() {
            let offset: usize = line[..10].parse().unwrap();
            assert!(file[offset..].starts_with(&format!("{} 0 obj\n", number + 1)));
        }
        assert!(file.contains("(Procedure: Birth \\(late\\) registration) Tj"));
        assert!(file.contains("(Result: Birth certificate) Tj"));
        let title = utf16("Giấy khai sinh / Birth certificate");
        assert!(title.starts_with("feff00470069") && file.contains(&title));
    }
}
