//! What a file is, by its first bytes and never by its name.

/// How many bytes are enough to tell.
pub(super) const ENOUGH: usize = 512;

/// The types we take. Answers come as `application/xml`.
pub(super) const TAKEN: [&str; 4] = ["application/pdf", "image/jpeg", "image/png", "application/xml"];

/// The type of a file that starts like this; nothing for one that we don't take.
pub(crate) fn media_type(head: &[u8]) -> Option<&'static str> {
    let magic: [(&[u8], &str); 3] = [
        (b"%PDF-", "application/pdf"),
        (&[0xff, 0xd8, 0xff], "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
    ];
    let by_magic = magic
        .iter()
        .find(|(start, _)| head.starts_with(start))
        .map(|(_, media_type)| *media_type);
    by_magic.or_else(|| looks_like_xml(head).then_some("application/xml"))
}

/// An XML document and no web page: a page in its place means that somebody else answered the phone's camera or proxy.
fn looks_like_xml(head: &[u8]) -> bool {
    let text = head
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(head)
        .trim_ascii_start();
    let lower: Vec<u8> = text.iter().take(16).map(u8::to_ascii_lowercase).collect();
    let element = lower.first() == Some(&b'<') && lower.get(1).is_some_and(|next| next.is_ascii_alphabetic());
    lower.starts_with(b"<?xml") || (element && !lower.starts_with(b"<html"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_known_by_their_bytes() {
        assert_eq!(media_type(b"%PDF-1.7\n"), Some("application/pdf"));
        assert_eq!(media_type(&[0xff, 0xd8, 0xff, 0xe0]), Some("image/jpeg"));
        assert_eq!(media_type(b"\x89PNG\r\n\x1a\n...."), Some("image/png"));
        assert_eq!(
            media_type(b"\xef\xbb\xbf <data id=\"x\">"),
            Some("application/xml")
        );
        assert_eq!(media_type(b"<?xml version=\"1.0\"?>"), Some("application/xml"));
    }

    #[test]
    fn programs_pages_and_scraps_are_not_taken() {
        for head in [
            &b"MZ\x90\x00"[..],
            b"<!DOCTYPE html><html>",
            b"<HTML>",
            b"PK\x03\x04",
            b"",
            b"<",
            b"GIF89a",
        ] {
            assert_eq!(media_type(head), None);
        }
    }
}
