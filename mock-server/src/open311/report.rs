//! One piece of feedback and what may happen to it.
//!
//! ```text
//! received ──forward──▶ forwarded ──answer──▶ answered
//!     └───────────────answer────────────────────▲
//! ```
//! Pure: the moves are decided here, the table keeps what came out. GeoReport knows only `open` and `closed`; the finer
//! status travels as `motcua_status`.

use chrono::{DateTime, Utc};

/// Where a report stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportStatus {
    /// It arrived and has a number.
    Received,
    /// The unit that owns the matter has it.
    Forwarded,
    /// It was answered; the end of the mock's life of a report.
    Answered,
}

impl ReportStatus {
    /// Every status, in the order of life.
    pub const ALL: [Self; 3] = [Self::Received, Self::Forwarded, Self::Answered];

    /// The id in the data and on the wire (`motcua_status`).
    pub fn id(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Forwarded => "forwarded",
            Self::Answered => "answered",
        }
    }

    /// Reads [`Self::id`] back.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.id() == id)
    }

    /// GeoReport's status.
    pub fn open_or_closed(self) -> &'static str {
        match self {
            Self::Received | Self::Forwarded => "open",
            Self::Answered => "closed",
        }
    }
}

/// What an officer does with a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportMove {
    /// Hand it to the unit that owns the matter.
    Forward,
    /// Answer the citizen.
    Answer,
}

/// The status after `act`, or nothing when the report has moved past it.
pub fn moved(status: ReportStatus, act: ReportMove) -> Option<ReportStatus> {
    match (status, act) {
        (ReportStatus::Received, ReportMove::Forward) => Some(ReportStatus::Forwarded),
        (ReportStatus::Received | ReportStatus::Forwarded, ReportMove::Answer) => {
            Some(ReportStatus::Answered)
        }
        (ReportStatus::Forwarded | ReportStatus::Answered, _) => None,
    }
}

/// A picture: what it is by its content, and its bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// `image/jpeg` or `image/png`.
    pub media_type: &'static str,
    /// The file as sent.
    pub bytes: Vec<u8>,
}

/// The largest picture, in bytes.
pub const MAX_PICTURE_BYTES: usize = 20 * 1024 * 1024;

/// Why a file is not taken as a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PictureRefused {
    /// Over [`MAX_PICTURE_BYTES`].
    #[error("the picture is over 20 MiB")]
    TooLarge,
    /// Neither JPEG nor PNG by its first bytes, whatever its name says.
    #[error("the file is neither JPEG nor PNG")]
    NotAPicture,
}

impl Picture {
    /// Takes a file as a picture by what it holds.
    ///
    /// # Errors
    /// [`PictureRefused`]: tell the sender; nothing is kept.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, PictureRefused> {
        if bytes.len() > MAX_PICTURE_BYTES {
            return Err(PictureRefused::TooLarge);
        }
        let media_type = picture_type(&bytes).ok_or(PictureRefused::NotAPicture)?;
        Ok(Self { media_type, bytes })
    }
}

/// `image/jpeg` or `image/png` by the file's signature.
pub fn picture_type(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"\xff\xd8\xff") {
        Some("image/jpeg")
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some("image/png")
    } else {
        None
    }
}

/// A report as kept. It holds what reporters told about themselves, so it has no `Debug`.
#[derive(Clone)]
pub struct Report {
    /// The number that the reporter and the officer know it by.
    pub service_request_id: String,
    /// One of the 18 kinds.
    pub service_code: String,
    /// The report in its sender's words.
    pub description: String,
    /// Degrees north and east, when the place was given as a point.
    pub point: Option<(f64, f64)>,
    /// The place in words, when it was given so.
    pub address: Option<String>,
    /// The reporter's name, when given.
    pub first_name: Option<String>,
    /// The reporter's phone number, when given.
    pub phone: Option<String>,
    /// Where it stands.
    pub status: ReportStatus,
    /// The officer's words with the answer.
    pub note: Option<String>,
    /// When it arrived.
    pub requested_at: DateTime<Utc>,
    /// When it last moved.
    pub updated_at: DateTime<Utc>,
    /// When the answer is due.
    pub expected_at: DateTime<Utc>,
    /// Whether the reporter sent a picture.
    pub has_picture: bool,
    /// Whether the answer has a picture.
    pub has_answer_picture: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_forwarded_once_and_answered_once() {
        use ReportMove::{Answer, Forward};
        use ReportStatus::{Answered, Forwarded, Received};
        assert_eq!(moved(Received, Forward), Some(Forwarded));
        assert_eq!(moved(Received, Answer), Some(Answered));
        assert_eq!(moved(Forwarded, Answer), Some(Answered));
        for (status, act) in [(Forwarded, Forward), (Answered, Forward), (Answered, Answer)] {
            assert_eq!(moved(status, act), None, "{status:?} {act:?}");
        }
    }

    #[test]
    fn every_status_has_an_id_that_reads_back_and_only_the_answered_is_closed() {
        for status in ReportStatus::ALL {
            assert_eq!(ReportStatus::from_id(status.id()), Some(status));
            assert_eq!(
                status.open_or_closed() == "closed",
                status == ReportStatus::Answered
            );
        }
        assert_eq!(ReportStatus::from_id("closed"), None);
    }

    #[test]
    fn a_picture_is_one_by_its_content_and_size() {
        assert_eq!(
            Picture::from_bytes(b"\xff\xd8\xff\xe0rest".to_vec()).map(|p| p.media_type),
            Ok("image/jpeg")
        );
        assert_eq!(
            Picture::from_bytes(b"\x89PNG\r\n\x1a\nrest".to_vec()).map(|p| p.media_type),
            Ok("image/png")
        );
        for file in [&b"%PDF-1.7"[..], b"GIF89a", b"", b"\xff\xd8"] {
            assert_eq!(
                Picture::from_bytes(file.to_vec()).err(),
                Some(PictureRefused::NotAPicture)
            );
        }
        let mut large = b"\xff\xd8\xff".to_vec();
        large.resize(MAX_PICTURE_BYTES + 1, 0);
        assert_eq!(Picture::from_bytes(large).err(), Some(PictureRefused::TooLarge));
    }
}
