//! The headers of tus 1.0, read.

use axum::http::{HeaderMap, HeaderValue};
use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::MAX_SIZE;
use super::content::TAKEN;
use crate::digest::is_sha256_hex;
use crate::problem::{Code, Problem};

/// The only version we speak.
pub(super) const VERSION: &str = "1.0.0";
/// The extensions we have.
pub(super) const EXTENSIONS: &str = "creation,checksum,termination";

/// tus writes standard base64; some clients leave the padding out.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// An upload as announced.
pub(super) struct Announced {
    pub(super) sha256: String,
    pub(super) size: u64,
    pub(super) media_type: String,
}

/// Refuses another version of the protocol.
pub(super) fn check_version(headers: &HeaderMap) -> Result<(), Problem> {
    if headers
        .get("tus-resumable")
        .is_some_and(|version| version == VERSION)
    {
        return Ok(());
    }
    Err(Problem::new(Code::TusVersion).with_header("tus-version".parse().expect("a header name"), VERSION))
}

/// Reads `Upload-Length` and `Upload-Metadata`.
pub(super) fn announced(headers: &HeaderMap) -> Result<Announced, Problem> {
    let size = number(headers, "upload-length")?;
    if size > MAX_SIZE {
        return Err(Problem::new(Code::FileTooLarge));
    }
    let metadata = headers
        .get("upload-metadata")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let sha256 = entry(metadata, "sha256").filter(|hash| is_sha256_hex(hash));
    let sha256 = sha256.ok_or_else(|| Problem::invalid("Upload-Metadata must carry sha256"))?;
    let media_type = entry(metadata, "filetype").filter(|name| TAKEN.contains(&name.as_str()));
    let media_type = media_type
        .filter(|_| size > 0)
        .ok_or_else(|| Problem::new(Code::FileTypeRefused))?;
    Ok(Announced {
        sha256,
        size,
        media_type,
    })
}

/// A header that must be a whole number.
pub(super) fn number(headers: &HeaderMap, name: &str) -> Result<u64, Problem> {
    let value = headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.parse().ok());
    value.ok_or_else(|| Problem::invalid(format!("{name} must be a whole number")))
}

/// The hash of `Upload-Checksum`, if there is one.
pub(super) fn checksum(headers: &HeaderMap) -> Result<Option<Vec<u8>>, Problem> {
    let Some(value) = headers.get("upload-checksum") else {
        return Ok(None);
    };
    let read = |value: &HeaderValue| {
        BASE64
            .decode(value.to_str().ok()?.strip_prefix("sha256 ")?.trim())
            .ok()
    };
    read(value)
        .map(Some)
        .ok_or_else(|| Problem::invalid("Upload-Checksum must be sha256 and base64"))
}

fn entry(metadata: &str, key: &str) -> Option<String> {
    let mut pairs = metadata.split(',').filter_map(|pair| pair.trim().split_once(' '));
    let (_, value) = pairs.find(|(name, _)| *name == key)?;
    String::from_utf8(BASE64.decode(value.trim()).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(length: &str, metadata: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("upload-length", length.parse().unwrap());
        headers.insert("upload-metadata", metadata.parse().unwrap());
        headers
    }

    fn metadata(filetype: &str) -> String {
        format!(
            "sha256 {},filetype {}",
            BASE64.encode("ab".repeat(32)),
            BASE64.encode(filetype)
        )
    }

    #[test]
    fn an_announcement_is_read_with_or_without_padding() {
        let padded = metadata("image/png");
        for text in [padded.clone(), padded.replace('=', "")] {
            let read = announced(&headers("7", &text)).unwrap();
            assert_eq!(
                (read.sha256, read.size, read.media_type),
                ("ab".repeat(32), 7, "image/png".into())
            );
        }
    }

    #[test]
    fn too_large_empty_and_foreign_files_are_refused_before_a_byte() {
        let code = |length: &str, filetype: &str| {
            announced(&headers(length, &metadata(filetype)))
                .err()
                .map(|p| p.code())
        };
        assert_eq!(code("20971520", "image/png"), None);
        assert_eq!(code("20971521", "image/png"), Some(Code::FileTooLarge));
        assert_eq!(code("0", "image/png"), Some(Code::FileTypeRefused));
        assert_eq!(code("7", "application/zip"), Some(Code::FileTypeRefused));
        assert_eq!(code("seven", "image/png"), Some(Code::RequestInvalid));
    }
}
