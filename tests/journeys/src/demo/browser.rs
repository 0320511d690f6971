//! The browser that the phone's app hops to: reads the e-ID's page, chooses a person, allows, and comes back with the address to return to.
//!
//! It is a program of its own to the phone, as a browser is: the app may die while the person is here.

use std::{fs, path::Path, time::Duration};

use reqwest::{Certificate, Client, StatusCode, header::LOCATION, redirect::Policy};
use serde_json::Value;
use url::Url;

use super::failed::{Failed, Told, expect};

/// How long a page may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Goes through the e-ID's pages as `person` and gives the address that the app is to be handed.
pub(super) async fn allow(page: &str, person: &str, profile: &Path) -> Told<String> {
    let broken = |error| Failed::new("the e-ID's page", error);
    let client = client(profile)?;
    let html = client.get(page).send().await.map_err(broken)?;
    let html = html.text().await.map_err(broken)?;
    let request = hidden_request(&html)?;
    let consent = Url::parse(page)
        .and_then(|url| url.join("/eid/consent"))
        .map_err(|error| Failed::new("the e-ID's address", error))?;
    let fields = [("request", request), ("person", person), ("decision", "allow")];
    let answer = client.post(consent).form(&fields).send().await.map_err(broken)?;
    let status = answer.status();
    let back = answer
        .headers()
        .get(LOCATION)
        .and_then(|value| value.to_str().ok());
    expect(
        status == StatusCode::SEE_OTHER,
        "the e-ID to send us back",
        status,
    )?;
    back.map(str::to_owned)
        .ok_or_else(|| Failed::new("the address to go back to", "none"))
}

/// Believes the profile's certificate and nothing else.
fn client(profile: &Path) -> Told<Client> {
    let text = fs::read(profile).map_err(|error| Failed::new("the portal's profile", error))?;
    let profile: Value = serde_json::from_slice(&text).unwrap_or_default();
    let anchors = profile["anchors_pem"].as_str().unwrap_or_default();
    let refused = |error| Failed::new("the portal's certificate", error);
    let anchors = Certificate::from_pem_bundle(anchors.as_bytes()).map_err(refused)?;
    let client = Client::builder()
        .tls_certs_only(anchors)
        .redirect(Policy::none())
        .timeout(PATIENCE)
        .no_proxy();
    client.build().map_err(refused)
}

fn hidden_request(html: &str) -> Told<&str> {
    html.split_once("name=\"request\"")
        .and_then(|(_, rest)| rest.split_once("value=\""))
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(value, _)| value)
        .ok_or_else(|| {
            Failed::new(
                "the e-ID's consent page",
                format!("a page of {} bytes without it", html.len()),
            )
        })
}
