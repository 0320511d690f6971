//! Giving bytes back, whole or a range of them (RFC 9110 §14).

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// Which bytes an answer carries.
#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    All,
    Part(usize, usize),
    Nothing,
}

/// Answers `bytes`, or the range that was asked for. Always as an attachment: it is somebody's paper, not a page of ours.
pub(crate) fn answer(headers: &HeaderMap, bytes: Vec<u8>, media_type: &str, sha256: &str) -> Response {
    let length = bytes.len();
    let range = headers.get(header::RANGE).and_then(|value| value.to_str().ok());
    let described = [
        (header::CONTENT_TYPE, media_type.to_owned()),
        (header::ETAG, format!("\"{sha256}\"")),
        (header::ACCEPT_RANGES, "bytes".to_owned()),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
        (header::CONTENT_DISPOSITION, "attachment".to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    match wanted(range, length) {
        Wanted::All => (described, bytes).into_response(),
        Wanted::Part(first, last) => {
            let of = [(header::CONTENT_RANGE, format!("bytes {first}-{last}/{length}"))];
            (
                StatusCode::PARTIAL_CONTENT,
                described,
                of,
                bytes[first..=last].to_vec(),
            )
                .into_response()
        }
        Wanted::Nothing => (
            StatusCode::RANGE_NOT_SATISFIABLE,
            [(header::CONTENT_RANGE, format!("bytes */{length}"))],
        )
            .into_response(),
    }
}

/// One range of bytes; several or another unit are answered with everything, as the standard allows.
fn wanted(range: Option<&str>, length: usize) -> Wanted {
    let Some((first, last)) = range
        .and_then(|text| text.strip_prefix("bytes="))
        .and_then(|text| text.split_once('-'))
    else {
        return Wanted::All;
    };
    match (first.parse::<usize>(), last.parse::<usize>()) {
        (Ok(first), _) if first >= length => Wanted::Nothing,
        (Ok(first), Ok(last)) if first <= last => Wanted::Part(first, last.min(length - 1)),
        (Ok(first), Err(_)) if last.is_empty() => Wanted::Part(first, length - 1),
        (Err(_), Ok(count)) if first.is_empty() && count > 0 && length > 0 => {
            Wanted::Part(length - count.min(length), length - 1)
        }
        _ => Wanted::All,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_the_standard_says() {
        assert_eq!(wanted(None, 10), Wanted::All);
        assert_eq!(wanted(Some("bytes=2-4"), 10), Wanted::Part(2, 4));
        assert_eq!(wanted(Some("bytes=2-"), 10), Wanted::Part(2, 9));
        assert_eq!(wanted(Some("bytes=2-99"), 10), Wanted::Part(2, 9));
        assert_eq!(wanted(Some("bytes=-3"), 10), Wanted::Part(7, 9));
        assert_eq!(wanted(Some("bytes=-30"), 10), Wanted::Part(0, 9));
        assert_eq!(wanted(Some("bytes=10-"), 10), Wanted::Nothing);
        assert_eq!(wanted(Some("bytes=4-2"), 10), Wanted::All);
        assert_eq!(wanted(Some("bytes=0-1,3-4"), 10), Wanted::All);
        assert_eq!(wanted(Some("lines=1-2"), 10), Wanted::All);
    }
}
