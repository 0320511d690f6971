//! Forms that may bring a file: a report with its picture, an officer's answer, a dossier's result.
//!
//! Both encodings of HTML forms are read, by what the request says it is. The file's content is judged by who wants it.

use axum::body::Bytes;
use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{StatusCode, header};

use super::intake::form_fields;
use super::report::{MAX_PICTURE_BYTES, Picture, PictureRefused};

/// Room for a file of 20 MiB and the fields beside it, in bytes: the body limit of routes that take one.
pub(crate) const MAX_BODY: usize = MAX_PICTURE_BYTES + 64 * 1024;

/// Why a form isn't taken. Nothing of it is kept.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FormRefused {
    /// Not a form, or broken off.
    #[error("the form can't be read")]
    Malformed,
    /// The file is too large, or isn't the picture it should be.
    #[error(transparent)]
    Picture(#[from] PictureRefused),
}

impl From<MultipartError> for FormRefused {
    fn from(error: MultipartError) -> Self {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
            Self::Picture(PictureRefused::TooLarge)
        } else {
            Self::Malformed
        }
    }
}

/// A file as it was sent.
pub(crate) struct Upload {
    /// What the sender calls it.
    pub(crate) name: String,
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
}

/// What a form holds.
pub(crate) struct UploadForm {
    /// The text fields, in order.
    pub(crate) fields: Vec<(String, String)>,
    /// The file in the field that was asked for.
    pub(crate) file: Option<Upload>,
}

impl UploadForm {
    /// Reads a whole form, with the file in the field `file_field` if it brings one.
    ///
    /// # Errors
    /// [`FormRefused`]: answer it; nothing was kept.
    pub(crate) async fn read(request: Request, file_field: &str) -> Result<Self, FormRefused> {
        let kind = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok());
        if kind.is_some_and(|kind| kind.starts_with("multipart/form-data")) {
            let parts = Multipart::from_request(request, &())
                .await
                .map_err(|_| FormRefused::Malformed)?;
            return Self::read_parts(parts, file_field).await;
        }
        let body = Bytes::from_request(request, &())
            .await
            .map_err(|_| FormRefused::Malformed)?;
        Ok(Self {
            fields: form_fields(&body),
            file: None,
        })
    }

    async fn read_parts(mut parts: Multipart, file_field: &str) -> Result<Self, FormRefused> {
        let mut form = Self {
            fields: Vec::new(),
            file: None,
        };
        while let Some(part) = parts.next_field().await? {
            let Some(field) = part.name().map(str::to_owned) else {
                continue;
            };
            match part.file_name().map(str::to_owned) {
                Some(name) if field == file_field => {
                    let bytes = part.bytes().await?.to_vec();
                    // A browser sends a file field that was left empty as no bytes without a name.
                    if !(bytes.is_empty() && name.is_empty()) {
                        form.file = Some(Upload { name, bytes });
                    }
                }
                _ => form.fields.push((field, part.text().await?)),
            }
        }
        Ok(form)
    }

    /// The first text field of this name, without space around it; nothing when it is missing or empty.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        let value = self
            .fields
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.trim());
        value.filter(|value| !value.is_empty())
    }

    /// The file as a picture, if there is a file.
    ///
    /// # Errors
    /// [`FormRefused::Picture`] for anything but a JPEG or PNG of up to 20 MiB.
    pub(crate) fn take_picture(&mut self) -> Result<Option<Picture>, FormRefused> {
        Ok(self
            .file
            .take()
            .map(|file| Picture::from_bytes(file.bytes))
            .transpose()?)
    }
}
