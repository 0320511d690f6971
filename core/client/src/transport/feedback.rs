//! Reports to 1022 in Open311's shapes (GeoReport v2): form fields out, arrays of one in.

use motcua_domain::failure::Code;
use reqwest::{
    RequestBuilder,
    multipart::{Form, Part},
};
use serde::{Deserialize, de::DeserializeOwned};

use super::http::Answer;
use crate::port::portal_api::{FeedbackPlace, FeedbackPost, PortalError, Result};

/// Puts a report into a request: a plain form, or a multipart one when there is a photo.
pub(super) fn dress(request: RequestBuilder, report: &FeedbackPost) -> RequestBuilder {
    let Some((media_type, photo)) = &report.photo else {
        return request.form(&fields(report));
    };
    let part =
        || Part::stream_with_length(photo.clone(), photo.len() as u64).file_name(file_name(media_type));
    // A photo of a type that can't be written goes without one: the portal looks at the content.
    let part = part().mime_str(media_type).unwrap_or_else(|_| part());
    let form = fields(report)
        .into_iter()
        .fold(Form::new(), |form, (name, value)| form.text(name, value));
    request.multipart(form.part("media", part))
}

fn fields(report: &FeedbackPost) -> Vec<(&'static str, String)> {
    let mut fields = vec![
        ("service_code", report.service_code.clone()),
        ("description", report.description.clone()),
        ("attribute[client_id]", report.client_id.clone()),
    ];
    match &report.place {
        FeedbackPlace::Position(lat, long) => {
            fields.extend([("lat", lat.to_string()), ("long", long.to_string())]);
        }
        FeedbackPlace::Address(words) => fields.push(("address_string", words.clone())),
    }
    fields
}

/// A name that says nothing about the phone or its owner.
fn file_name(media_type: &str) -> &'static str {
    match media_type {
        "image/png" => "photo.png",
        _ => "photo.jpg",
    }
}

/// The report's number at 1022.
pub(super) fn number(answer: &Answer) -> Result<String> {
    #[derive(Deserialize)]
    struct Taken {
        service_request_id: String,
    }
    Ok(only::<Taken>(answer)?.service_request_id)
}

/// Open311 answers with arrays, also about one thing.
pub(super) fn only<T: DeserializeOwned>(answer: &Answer) -> Result<T> {
    let mut entries: Vec<T> = answer.json()?;
    match (entries.pop(), entries.is_empty()) {
        (Some(entry), true) => Ok(entry),
        _ => Err(PortalError::of(Code::AnswerUnreadable)),
    }
}
