//! Multipart bodies with a picture in them: a report's, an answer's.

use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartError};

use super::report::{MAX_PICTURE_BYTES, Picture, PictureRefused};

/// Room for a picture and the fields beside it, in bytes: the body limit of routes that take one.
pub(crate) const MAX_BODY: usize = MAX_PICTURE_BYTES + 64 * 1024;

/// Why a multipart body isn't taken. Nothing of it is kept.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FormRefused {
    /// Not multipart, broken off, or over the limit of the whole.
    #[error("the multipart body can't be read")]
    Malformed,
    /// The file isn't a picture we take.
    #[error(transparent)]
    Picture(#[from] PictureRefused),
}

impl From<MultipartError> for FormRefused {
    fn from(error: MultipartError) -> Self {
        if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
            Self::Picture(PictureRefused::TooLarge)
        } else {
            Self::Malformed
        }
    }
}

/// What a form with a picture holds.
pub(crate) struct PictureForm {
    /// The text fields, in order.
    pub(crate) fields: Vec<(String, String)>,
    /// The picture in the field `media`. A browser's empty file field is none.
    pub(crate) picture: Option<Picture>,
}

impl PictureForm {
    /// The first text field of this name, without space around it; nothing when it is empty.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        let value = self
            .fields
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.trim());
        value.filter(|value| !value.is_empty())
    }
}

/// Reads the whole form.
///
/// # Errors
/// [`FormRefused`]: answer it; nothing was kept.
pub(crate) async fn read_form(mut multipart: Multipart) -> Result<PictureForm, FormRefused> {
    let mut form = PictureForm {
        fields: Vec::new(),
        picture: None,
    };
    while let Some(field) = multipart.next_field().await? {
        let Some(name) = field.name().map(str::to_owned) else {
            continue;
        };
        if name == "media" && field.file_name().is_some() {
            form.picture = picture(field).await?.or(form.picture);
        } else {
            form.fields.push((name, field.text().await?));
        }
    }
    Ok(form)
}

async fn picture(field: Field<'_>) -> Result<Option<Picture>, FormRefused> {
    let named = field.file_name().is_some_and(|name| !name.is_empty());
    let bytes = field.bytes().await?;
    if bytes.is_empty() && !named {
        return Ok(None);
    }
    Ok(Some(Picture::from_bytes(bytes.to_vec())?))
}
