//! Looking at a file before it is taken: name, size and what it really is. The limits are those shown before the choice.

use std::{fs::File, io::Read, path::Path};

use motcua_domain::{failure::Code, ids::Sha256, vietnam::text::nfc};

use crate::{port::store::AttachmentRow, screen::form_page::SlotLimits};

/// Longest name kept, in characters.
const MAX_NAME: usize = 120;

/// A file that a slot takes. Its name is personal: no `Debug`.
pub(super) struct Paper {
    /// The name without folders or odd characters.
    pub(super) name: String,
    /// Read from the content, never from the name.
    pub(super) media_type: &'static str,
}

/// Checks a file against its slot.
pub(super) fn inspect(source: &Path, name: &str, slot: Option<&SlotLimits>) -> Result<Paper, Code> {
    let mut file = File::open(source).map_err(|_| Code::NotOnThisPhone)?;
    let size = file.metadata().map_err(|_| Code::NotOnThisPhone)?.len();
    if size == 0 {
        return Err(Code::AttachmentRejected);
    }
    // The limits that were shown before the choice.
    let any_file = SlotLimits::any_file();
    let slot = slot.unwrap_or(&any_file);
    if size > slot.max_bytes {
        return Err(Code::FileTooLarge);
    }
    let media_type = sniff(&mut file)?;
    if !slot.accept.iter().any(|accepted| accepted == media_type) {
        return Err(Code::FileTypeRefused);
    }
    Ok(Paper {
        name: clean_name(name, media_type),
        media_type,
    })
}

fn sniff(file: &mut File) -> Result<&'static str, Code> {
    let mut head = [0; 8];
    let mut filled = 0;
    while filled < head.len() {
        match file.read(&mut head[filled..]).map_err(|_| Code::NotOnThisPhone)? {
            0 => break,
            read => filled += read,
        }
    }
    match head {
        [0xFF, 0xD8, 0xFF, ..] => Ok("image/jpeg"),
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A] => Ok("image/png"),
        [b'%', b'P', b'D', b'F', b'-', ..] => Ok("application/pdf"),
        _ => Err(Code::FileTypeRefused),
    }
}

/// A name that is safe to show and to send: its last part only, without control characters, never empty.
pub(super) fn clean_name(name: &str, media_type: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = nfc(last)
        .chars()
        .filter(|c| !c.is_control() && !is_bidi_control(*c))
        .collect();
    let kept = shortened(kept.trim().trim_start_matches('.'));
    if !kept.is_empty() {
        return kept;
    }
    match media_type {
        "image/jpeg" => "giay-to.jpg",
        "image/png" => "giay-to.png",
        _ => "giay-to.pdf",
    }
    .to_owned()
}

/// At most [`MAX_NAME`] characters, the extension among them.
fn shortened(name: &str) -> String {
    let (stem, extension) = split(name);
    let room = MAX_NAME.saturating_sub(extension.chars().count());
    stem.chars().take(room).chain(extension.chars()).collect()
}

/// A name that no other content of this draft has, given up ones included: an answer names its paper by this alone, also after rows of a list have
/// moved and after steps were taken back. The same content under the same name is the same paper.
pub(super) fn free_name(papers: &[AttachmentRow], name: &str, sha256: &Sha256) -> String {
    let taken = |name: &str| {
        papers
            .iter()
            .any(|it| it.name == name && it.file.sha256 != *sha256)
    };
    let (stem, extension) = split(name);
    std::iter::once(name.to_owned())
        .chain((2_u32..).map(|number| format!("{stem} ({number}){extension}")))
        .find(|name| !taken(name))
        .expect("a draft has fewer papers than there are numbers")
}

/// The paper that an answer names.
pub(super) fn named<'a>(papers: &'a [AttachmentRow], name: &str) -> Option<&'a AttachmentRow> {
    papers.iter().find(|it| it.name == name)
}

/// The name without its extension, and the extension with its dot; a long one is part of the name.
fn split(name: &str) -> (&str, &str) {
    const LONGEST_EXTENSION: usize = 6;
    match name.rfind('.') {
        Some(dot) if dot > 0 && name.len() - dot <= LONGEST_EXTENSION => name.split_at(dot),
        _ => (name, ""),
    }
}

/// Characters that make `tuan\u{202E}gpj.exe` read as a picture.
const fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    use motcua_domain::{ids::DraftId, time::Millis};

    use crate::port::store::KeptFile;

    fn file(bytes: &[u8]) -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        file
    }

    fn slot(max_bytes: u64) -> SlotLimits {
        SlotLimits {
            accept: vec!["image/jpeg".to_owned()],
            max_bytes,
        }
    }

    fn refused(source: &Path, name: &str, slot: Option<&SlotLimits>) -> Option<Code> {
        inspect(source, name, slot).err()
    }

    #[test]
    fn the_type_is_read_from_the_content() {
        let photo = file(&[0xFF, 0xD8, 0xFF, 0xE0, 0, 0, 0, 0]);
        let paper = inspect(photo.path(), "scan.pdf", Some(&slot(100))).unwrap();
        assert_eq!(
            (paper.media_type, paper.name.as_str()),
            ("image/jpeg", "scan.pdf")
        );
        let program = file(b"MZ\x90\0\x03\0\0\0");
        assert_eq!(
            refused(program.path(), "photo.jpg", None),
            Some(Code::FileTypeRefused)
        );
        let paper = file(b"%PDF-1.7");
        assert_eq!(
            refused(paper.path(), "a.pdf", Some(&slot(100))),
            Some(Code::FileTypeRefused)
        );
    }

    #[test]
    fn empty_short_large_and_missing_files_are_told_apart() {
        let photo = file(&[0xFF, 0xD8, 0xFF, 0xE0, 0, 0, 0, 0]);
        for (source, slot, code) in [
            (file(b"").path(), None, Code::AttachmentRejected),
            (file(b"\xFF\xD8").path(), None, Code::FileTypeRefused),
            (photo.path(), Some(&slot(7)), Code::FileTooLarge),
            (Path::new("/no/such/file"), None, Code::NotOnThisPhone),
        ] {
            assert_eq!(refused(source, "a", slot), Some(code));
        }
    }

    #[test]
    fn a_name_is_no_path_and_hides_nothing() {
        assert_eq!(
            clean_name("../../etc/giấy khai sinh.jpg", "image/jpeg"),
            "giấy khai sinh.jpg"
        );
        assert_eq!(clean_name("C:\\ảnh\\một.png", "image/png"), "một.png");
        assert_eq!(clean_name("tuan\u{202E}gpj.exe", "image/jpeg"), "tuangpj.exe");
        assert_eq!(clean_name("..", "application/pdf"), "giay-to.pdf");
    }
    #[test]
    fn a_long_name_keeps_its_extension_and_a_decomposed_one_is_composed() {
        let long = format!("{}.jpg", "ả".repeat(300));
        let name = clean_name(&long, "image/jpeg");
        assert_eq!(name.chars().count(), MAX_NAME);
        assert!(name.ends_with("ả.jpg"));
        assert_eq!(
            clean_name("gia\u{302}\u{301}y.pdf", "application/pdf"),
            "giấy.pdf"
        );
    }

    #[test]
    fn a_name_belongs_to_one_content_of_the_draft() {
        let hash = |n: u8| Sha256::from_bytes([n; 32]);
        let paper = |name: &str, n: u8| AttachmentRow {
            draft_id: DraftId::new(Millis(1), [1; 10]),
            reference: format!("/data/slot_{n}"),
            name: name.to_owned(),
            media_type: "image/jpeg".to_owned(),
            file: KeptFile {
                sha256: hash(n),
                size: 1,
            },
        };
        let held = [paper("a.jpg", 1), paper("a (2).jpg", 2), paper("b", 3)];
        assert_eq!(free_name(&held, "c.jpg", &hash(4)), "c.jpg");
        assert_eq!(
            free_name(&held, "a.jpg", &hash(1)),
            "a.jpg",
            "the same paper again"
        );
        assert_eq!(free_name(&held, "a.jpg", &hash(2)), "a (2).jpg");
        assert_eq!(free_name(&held, "a.jpg", &hash(4)), "a (3).jpg");
        assert_eq!(free_name(&held, "b", &hash(4)), "b (2)");
    }
}
