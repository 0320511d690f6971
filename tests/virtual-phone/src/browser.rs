//! The browser of a phone without a screen: follows the e-ID's pages of a loopback portal by itself, or starts the system's one.
//!
//! Following means what a person would do: read the page, choose somebody, allow. It reads nothing but the page's hidden request, and it goes to this
//! machine only: a real e-ID is for people.

use std::{net::IpAddr, process::Command, time::Duration};

use reqwest::{Certificate, Client, StatusCode, header::LOCATION, redirect::Policy};
use serde_json::Value;
use url::{Host, Url};

use crate::refusal::Refusal;

/// How long a page may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Goes through the pages as `person`, or as whom the page proposes, and gives the address to come back to.
pub(crate) async fn follow(page: &str, person: Option<&str>, profile: &str) -> Result<String, Refusal> {
    let wrong = |what: &str| Refusal::WrongUse(format!("--browser auto: {what}"));
    let page = Url::parse(page).map_err(|_| wrong("the page's address can't be read"))?;
    if !is_loopback(&page) {
        return Err(wrong("only for a portal on this machine; use print or open"));
    }
    let consent = page
        .join("/eid/consent")
        .map_err(|_| wrong("the page's address can't be read"))?;
    let client = client(profile).ok_or_else(|| wrong("the profile's certificate can't be used"))?;
    let broken = |error: reqwest::Error| wrong(&error.without_url().to_string());
    let html = client
        .get(page)
        .send()
        .await
        .map_err(broken)?
        .text()
        .await
        .map_err(broken)?;
    let request = value_after(&html, "name=\"request\"").ok_or_else(|| wrong("no consent page"))?;
    let proposed = value_after(&html, "name=\"person\"");
    let person = person
        .or(proposed)
        .ok_or_else(|| wrong("the page offers nobody"))?;
    let fields = [("request", request), ("person", person), ("decision", "allow")];
    let answer = client.post(consent).form(&fields).send().await.map_err(broken)?;
    let back = answer
        .headers()
        .get(LOCATION)
        .and_then(|value| value.to_str().ok());
    let back = back
        .filter(|_| answer.status() == StatusCode::SEE_OTHER)
        .map(str::to_owned);
    back.ok_or_else(|| wrong("the e-ID didn't take this person"))
}

/// Starts the system's browser; false when there is none.
pub(crate) fn open(page: &str) -> bool {
    let opener = if cfg!(target_os = "macos") {
        "open"
    } else {
        "xdg-open"
    };
    Command::new(opener).arg(page).spawn().is_ok()
}

/// By address only: what `localhost` means is the resolver's choice.
fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => IpAddr::V4(ip).is_loopback(),
        Some(Host::Ipv6(ip)) => IpAddr::V6(ip).is_loopback(),
        _ => false,
    }
}

/// Believes the profile's certificates and nothing else.
fn client(profile: &str) -> Option<Client> {
    // The core may have chosen the same already: then this changes nothing.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let profile: Value = serde_json::from_str(profile).ok()?;
    let anchors = profile["anchors_pem"].as_str().unwrap_or_default();
    let anchors = Certificate::from_pem_bundle(anchors.as_bytes()).ok()?;
    let client = Client::builder()
        .tls_certs_only(anchors)
        .redirect(Policy::none())
        .timeout(PATIENCE)
        .no_proxy();
    client.build().ok()
}

/// The first `value="…"` behind `mark`.
fn value_after<'a>(html: &'a str, mark: &str) -> Option<&'a str> {
    let (_, rest) = html.split_once(mark)?;
    let (_, rest) = rest.split_once("value=\"")?;
    rest.split_once('"').map(|(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_followed_by_address() {
        for (url, loopback) in [
            ("https://127.0.0.1:8443/eid/authorize", true),
            ("https://[::1]:1/", true),
            ("https://localhost/", false),
            ("https://192.0.2.1/", false),
        ] {
            assert_eq!(is_loopback(&Url::parse(url).unwrap()), loopback, "{url}");
        }
    }

    #[test]
    fn the_page_gives_its_request_and_proposes_its_first_person() {
        let html = r#"<input type="hidden" name="request" value="r1"><input name="person" value="079"><input name="person" value="074">"#;
        assert_eq!(value_after(html, "name=\"request\""), Some("r1"));
        assert_eq!(value_after(html, "name=\"person\""), Some("079"));
        assert_eq!(value_after(html, "name=\"other\""), None);
    }
}
