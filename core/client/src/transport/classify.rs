//! What an answer, or the lack of one, means for the caller: pure tables from HTTP to [`PortalError`].
//!
//! The order matters. First: is it the portal that speaks? A log-in page, 407, 511, and a redirect without TLS come from somebody in between and
//! say nothing about our request. A redirect within TLS has been signed for by our anchors: the portal itself points elsewhere, where its anchors
//! mean nothing, so nobody goes there. Then the portal's own word, `application/problem+json`: its `code` decides, and a code that this app doesn't know is
//! kept and sorted by the status. Last, the bare status, for `HEAD` answers and for machines in front of the portal.

use chrono::DateTime;
use motcua_domain::{
    failure::{Code, FailureKind},
    ids::Sha256,
};
use reqwest::{
    StatusCode,
    header::{CONTENT_TYPE, DATE, HeaderMap, HeaderName, RETRY_AFTER, WWW_AUTHENTICATE},
};
use serde::Deserialize;

use crate::port::portal_api::{FieldError, PortalError};

/// No wait that a portal asks for is taken for longer than a day, in seconds.
const LONGEST_WAIT: u32 = 86_400;
/// How many field errors and missing files of one answer are kept.
const MOST_DETAILS: usize = 1_000;

/// `None` when the answer is the portal's "yes" (2xx, or 304 for what the phone has already); its "no", or somebody else's, otherwise. `over_tls` says
/// that the answer came from whom our anchors vouch for.
pub(crate) fn refusal(
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
    over_tls: bool,
) -> Option<PortalError> {
    let html = media_type(headers) == "text/html";
    match status.as_u16() {
        304 => None,
        300..=399 if over_tls => Some(PortalError::of(Code::RedirectRefused)),
        300..=399 | 407 | 511 => Some(PortalError::of(Code::NetworkLoginNeeded)),
        200..=299 if html => Some(PortalError::of(Code::NetworkLoginNeeded)),
        200..=299 => None,
        _ => Some(portals_no(status, headers, body)),
    }
}

fn portals_no(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> PortalError {
    let problem = match media_type(headers).as_str() {
        "application/problem+json" => serde_json::from_slice::<Problem>(body).ok(),
        "application/json" => open311(body),
        _ => None,
    };
    let retry_after = wait(headers)
        .or(problem.as_ref().and_then(|p| p.retry_after))
        .map(|s| s.min(LONGEST_WAIT));
    let mut error = match &problem {
        Some(Problem { code: Some(code), .. }) if is_stable(code) => by_code(code, status),
        _ => PortalError::of(code_of(status, headers)),
    };
    error = error.wait_at_least(retry_after);
    if let Some(problem) = problem {
        error.field_errors = problem.field_errors;
        error.field_errors.truncate(MOST_DETAILS);
        error.missing_files = problem
            .missing_files
            .iter()
            .take(MOST_DETAILS)
            .filter_map(|hex| hex.parse::<Sha256>().ok())
            .collect();
    }
    error
}

/// The portal's problem, as far as a phone acts on it; `title` and `detail` are for developers.
#[derive(Deserialize, Default)]
struct Problem {
    #[serde(default)]
    code: Option<String>,
    #[serde(default)]
    field_errors: Vec<FieldError>,
    #[serde(default)]
    missing_files: Vec<String>,
    #[serde(default)]
    retry_after: Option<u32>,
}

/// Open311's errors are an array of `code` and `description` (GeoReport v2, "Errors").
fn open311(body: &[u8]) -> Option<Problem> {
    #[derive(Deserialize)]
    struct Entry {
        code: serde_json::Value,
    }
    let entries: Vec<Entry> = serde_json::from_slice(body).ok()?;
    let code = entries.first()?.code.as_str().map(str::to_owned);
    Some(Problem {
        code,
        ..Problem::default()
    })
}

/// A code may be shown and logged, so it must look like one: `FILE_TOO_LARGE`.
fn is_stable(code: &str) -> bool {
    (3..=64).contains(&code.len())
        && code
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
        && code.starts_with(|c: char| c.is_ascii_uppercase())
}

fn by_code(text: &str, status: StatusCode) -> PortalError {
    match Code::from_text(text) {
        Some(code) => PortalError::of(code),
        None => PortalError {
            kind: kind_of(status),
            code: text.to_owned(),
            ..PortalError::of(Code::AnswerUnreadable)
        },
    }
}

/// How to act on a code that this app doesn't know.
fn kind_of(status: StatusCode) -> FailureKind {
    match status.as_u16() {
        401 => FailureKind::SignInRequired,
        409 | 412 => FailureKind::Conflict,
        426 => FailureKind::UpdateRequired,
        460 => FailureKind::Damaged,
        408 | 425 | 429 | 500.. => FailureKind::Transient { retry_after: None },
        _ => FailureKind::Rejected,
    }
}

/// What a status says by itself. 4xx that we can't name wasn't written by the portal, so it decides nothing: the call is tried again later.
fn code_of(status: StatusCode, headers: &HeaderMap) -> Code {
    match status.as_u16() {
        401 if says_proof_invalid(headers) => Code::ProofInvalid,
        // Pages are not the portal's way to say no.
        400..=499 if media_type(headers) == "text/html" => Code::AnswerUnreadable,
        401 => Code::SignInRequired,
        403 => Code::NotAllowed,
        404 | 410 => Code::NotFound,
        412 => Code::TusVersion,
        413 => Code::FileTooLarge,
        415 => Code::FileTypeRefused,
        426 => Code::AppTooOld,
        429 => Code::TooManyRequests,
        460 => Code::FileDamaged,
        502..=504 => Code::PortalUnavailable,
        500.. => Code::PortalFailed,
        _ => Code::AnswerUnreadable,
    }
}

/// RFC 9449 §7.1: how a proof is refused where there is no body to say it in.
fn says_proof_invalid(headers: &HeaderMap) -> bool {
    let challenge = text(headers, &WWW_AUTHENTICATE);
    challenge.contains("DPoP") && challenge.contains("error=\"invalid_dpop_proof\"")
}

/// Seconds that `Retry-After` asks for: a number, or a date, measured against the answer's own `Date` (the phone's clock may be wrong).
fn wait(headers: &HeaderMap) -> Option<u32> {
    let value = text(headers, &RETRY_AFTER).trim();
    if let Ok(seconds) = value.parse::<u32>() {
        return Some(seconds);
    }
    let until = http_date(value)? - server_time(headers)?;
    Some(u32::try_from(until.max(0) / 1_000).unwrap_or(LONGEST_WAIT))
}

/// The portal's clock when it answered, in milliseconds since 1970; `None` without a readable `Date`.
pub(crate) fn server_time(headers: &HeaderMap) -> Option<i64> {
    http_date(text(headers, &DATE))
}

/// RFC 9110 §5.6.7: `Sun, 06 Nov 1994 08:49:37 GMT`.
fn http_date(value: &str) -> Option<i64> {
    DateTime::parse_from_rfc2822(value)
        .ok()
        .map(|date| date.timestamp_millis())
}

/// The media type in lower case, without parameters; empty when there is none.
pub(crate) fn media_type(headers: &HeaderMap) -> String {
    text(headers, &CONTENT_TYPE)
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> &'a str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// What went wrong before there was an answer, or within it.
pub(crate) fn broken(error: &reqwest::Error) -> PortalError {
    let mut code = Code::NetworkUnreachable;
    walk(error, &mut |cause| {
        if let Some(refused) = cause.downcast_ref::<rustls::Error>() {
            code = not_secure(refused);
        } else if let Some(io) = cause.downcast_ref::<std::io::Error>() {
            use std::io::ErrorKind::{HostUnreachable, NetworkDown, NetworkUnreachable};
            if matches!(io.kind(), NetworkUnreachable | NetworkDown | HostUnreachable) {
                code = Code::NetworkOffline;
            }
        }
    });
    PortalError::of(code)
}

/// A certificate is given out before it is used, so to whom it isn't valid yet, it is still too early: a phone that lost its time, as one does whose
/// battery ran empty. One that has run out may as well be the portal's fault.
fn not_secure(refused: &rustls::Error) -> Code {
    use rustls::CertificateError::{NotValidYet, NotValidYetContext};
    match refused {
        rustls::Error::InvalidCertificate(NotValidYet | NotValidYetContext { .. }) => Code::ClockWrong,
        _ => Code::ConnectionNotSecure,
    }
}

/// Visits an error and its causes; an `io::Error` hides the error inside it from `source`.
fn walk(
    error: &(dyn std::error::Error + 'static),
    visit: &mut dyn FnMut(&(dyn std::error::Error + 'static)),
) {
    visit(error);
    let inner = error
        .downcast_ref::<std::io::Error>()
        .and_then(std::io::Error::get_ref);
    match (inner, error.source()) {
        (Some(inner), _) => walk(inner, visit),
        (None, Some(source)) => walk(source, visit),
        (None, None) => {}
    }
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    fn headers(pairs: &[(HeaderName, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.clone(), HeaderValue::from_static(value)))
            .collect()
    }

    fn judge(status: u16, content_type: &'static str, body: &str) -> Option<PortalError> {
        refusal(
            StatusCode::from_u16(status).unwrap(),
            &headers(&[(CONTENT_TYPE, content_type)]),
            body.as_bytes(),
            false,
        )
    }

    #[test]
    fn a_yes_is_no_refusal() {
        assert_eq!(judge(200, "application/json", "{}"), None);
        assert_eq!(judge(204, "", ""), None);
        assert_eq!(judge(304, "", ""), None);
    }

    #[test]
    fn somebody_in_between_is_told_apart() {
        for (status, content_type) in [
            (200, "text/html; charset=utf-8"),
            (201, "text/html"),
            (302, ""),
            (307, "application/json"),
            (511, "text/html"),
        ] {
            let error = judge(status, content_type, "<html>").unwrap();
            assert_eq!(error.code, "NETWORK_LOGIN_NEEDED", "{status}");
            assert_eq!(error.kind, FailureKind::CaptivePortal);
        }
        // A page with a refusing status decides nothing about our request.
        for status in [400, 401, 403, 404] {
            assert_eq!(
                judge(status, "text/html", "<html>").unwrap().code,
                "ANSWER_UNREADABLE",
                "{status}"
            );
        }
    }

    #[test]
    fn a_redirect_within_tls_is_the_portals_own() {
        for status in [301, 302, 303, 307, 308] {
            let status = StatusCode::from_u16(status).unwrap();
            let error = refusal(status, &HeaderMap::new(), b"", true).unwrap();
            assert_eq!(error.code, "REDIRECT_REFUSED", "{status}");
            assert_eq!(error.kind, FailureKind::Transient { retry_after: None });
        }
        let unchanged = refusal(StatusCode::NOT_MODIFIED, &HeaderMap::new(), b"", true);
        assert_eq!(unchanged, None);
    }

    #[test]
    fn a_certificate_of_tomorrow_is_a_clock_of_yesterday() {
        use rustls::{CertificateError, Error};
        for (error, code) in [
            (CertificateError::NotValidYet, Code::ClockWrong),
            (CertificateError::Expired, Code::ConnectionNotSecure),
            (CertificateError::UnknownIssuer, Code::ConnectionNotSecure),
        ] {
            assert_eq!(not_secure(&Error::InvalidCertificate(error)), code);
        }
        assert_eq!(not_secure(&Error::DecryptError), Code::ConnectionNotSecure);
    }

    #[test]
    fn a_problems_code_decides() {
        let problem = r#"{"type":"urn:motcua:problem:ANSWERS_INVALID","title":"x","status":422,"code":"ANSWERS_INVALID",
            "field_errors":[{"reference":"/data/child/name","code":"required"}]}"#;
        let error = judge(422, "application/problem+json", problem).unwrap();
        assert_eq!(
            (error.kind, error.code.as_str()),
            (FailureKind::Rejected, "ANSWERS_INVALID")
        );
        assert_eq!(error.field_errors[0].reference, "/data/child/name");
        let hash = "ab".repeat(32);
        let problem =
            format!(r#"{{"code":"FILES_MISSING","missing_files":["{hash}","nonsense"],"new_member":1}}"#);
        assert_eq!(
            judge(409, "application/problem+json", &problem)
                .unwrap()
                .missing_files,
            [hash.parse().unwrap()]
        );
    }

    #[test]
    fn an_unknown_code_is_kept_and_sorted_by_the_status() {
        for (status, kind) in [
            (401, FailureKind::SignInRequired),
            (409, FailureKind::Conflict),
            (422, FailureKind::Rejected),
            (426, FailureKind::UpdateRequired),
            (503, FailureKind::Transient { retry_after: None }),
        ] {
            let error = judge(status, "application/problem+json", r#"{"code":"SOMETHING_NEW"}"#).unwrap();
            assert_eq!(
                (error.kind, error.code.as_str()),
                (kind, "SOMETHING_NEW"),
                "{status}"
            );
        }
        // A code that could carry anything into a log or a screen is none.
        let error = judge(422, "application/problem+json", r#"{"code":"Nguyễn Văn A"}"#).unwrap();
        assert_eq!(error.code, "ANSWER_UNREADABLE");
    }

    #[test]
    fn bare_statuses_have_their_meaning() {
        for (status, code) in [
            (401, "SIGN_IN_REQUIRED"),
            (404, "NOT_FOUND"),
            (410, "NOT_FOUND"),
            (413, "FILE_TOO_LARGE"),
            (418, "ANSWER_UNREADABLE"),
            (426, "APP_TOO_OLD"),
            (429, "TOO_MANY_REQUESTS"),
            (460, "FILE_DAMAGED"),
            (500, "PORTAL_FAILED"),
            (502, "PORTAL_UNAVAILABLE"),
            (503, "PORTAL_UNAVAILABLE"),
        ] {
            assert_eq!(judge(status, "", "").unwrap().code, code, "{status}");
        }
    }

    #[test]
    fn open311_errors_are_understood() {
        let error = judge(
            400,
            "application/json",
            r#"[{"code":"REQUEST_INVALID","description":"x"}]"#,
        )
        .unwrap();
        assert_eq!(error.code, "REQUEST_INVALID");
        let error = judge(404, "application/json", r#"[{"code":404,"description":"x"}]"#).unwrap();
        assert_eq!(error.code, "NOT_FOUND");
    }

    #[test]
    fn the_portals_wait_is_read_as_seconds_and_as_a_date() {
        let date = "Sun, 22 Nov 2026 08:00:00 GMT";
        for (retry_after, wait) in [
            ("30", Some(30)),
            ("Sun, 22 Nov 2026 08:02:00 GMT", Some(120)),
            ("soon", None),
            ("9999999", Some(86_400)),
        ] {
            let headers = headers(&[(RETRY_AFTER, retry_after), (DATE, date)]);
            let error = refusal(StatusCode::SERVICE_UNAVAILABLE, &headers, b"", true).unwrap();
            assert_eq!(error.retry_after, wait, "{retry_after}");
            let in_ms = wait.map(|seconds| i64::from(seconds) * 1_000);
            assert_eq!(error.kind, FailureKind::Transient { retry_after: in_ms });
        }
        let past = headers(&[(RETRY_AFTER, "Sun, 22 Nov 2026 07:00:00 GMT"), (DATE, date)]);
        assert_eq!(
            refusal(StatusCode::TOO_MANY_REQUESTS, &past, b"", true)
                .unwrap()
                .retry_after,
            Some(0)
        );
        let body = r#"{"code":"TOO_MANY_REQUESTS","retry_after":7}"#;
        assert_eq!(
            judge(429, "application/problem+json", body).unwrap().retry_after,
            Some(7)
        );
    }

    #[test]
    fn a_proof_refused_without_a_body_is_seen_in_the_challenge() {
        let headers = headers(&[(
            WWW_AUTHENTICATE,
            "DPoP error=\"invalid_dpop_proof\", algs=\"ES256\"",
        )]);
        assert_eq!(
            refusal(StatusCode::UNAUTHORIZED, &headers, b"", true)
                .unwrap()
                .code,
            "PROOF_INVALID"
        );
    }
}
