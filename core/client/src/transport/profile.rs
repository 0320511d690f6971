//! What the phone must know before the first byte: `portal-profile.json` (`docs/wire-api.md`, "Profile").
//!
//! The profile is the root of all trust: whom TLS may believe, and which key vouches for the keys that sign evidence. So it is checked
//! whole when it is read, and nothing of it is repaired: a profile that doesn't fit is refused with the reason, and the app can't go online.

use std::net::IpAddr;

use reqwest::Certificate;
use serde::Deserialize;
use thiserror::Error;
use url::{Host, Url};

use crate::trust::TrustRoot;

/// Why a profile can't be used. All are mistakes of whoever shipped it; asking the citizen to try again doesn't help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ProfileError {
    /// Not JSON, or a member is missing or of the wrong type.
    #[error("the portal profile can't be read")]
    NotReadable,
    /// The address isn't `https://host[:port]`, without path, query, fragment or user.
    #[error("the portal profile's address isn't a plain https address")]
    AddressRefused,
    /// Plain HTTP to another machine, or without having asked for it.
    #[error("plain HTTP is only for this machine, and only on request")]
    PlainHttpRefused,
    /// No usable TLS anchor.
    #[error("the portal profile's anchors can't be used")]
    AnchorsRefused,
    /// The evidence root isn't a P-256 public key.
    #[error("the portal profile's evidence root can't be used")]
    EvidenceRootRefused,
}

/// Whether plain HTTP is taken at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlainHttp {
    /// HTTPS only: every shell's release build.
    Refused,
    /// Also `http://` to a loopback address: tools and QA, on explicit request.
    LoopbackOnly,
}

/// A checked profile.
#[derive(Debug, Clone)]
pub struct PortalProfile {
    /// Scheme, host and port; nothing else.
    pub url: Url,
    /// The only TLS roots, one or more PEM certificates; empty for plain HTTP.
    pub anchors_pem: String,
    /// Vouches for the keys that sign evidence. It is not the TLS key.
    pub evidence_root: TrustRoot,
    /// This app's name at the e-ID.
    pub client_id: String,
    /// Where the browser comes back to.
    pub redirect_uri: String,
}

#[derive(Deserialize)]
struct Wire {
    url: String,
    #[serde(default)]
    anchors_pem: String,
    evidence_root: serde_json::Value,
    client_id: String,
    redirect_uri: String,
}

impl PortalProfile {
    /// Reads and checks `portal-profile.json`.
    ///
    /// # Errors
    /// [`ProfileError`], by what is wrong with it.
    pub fn from_json(json: &[u8], plain: PlainHttp) -> Result<Self, ProfileError> {
        let wire: Wire = serde_json::from_slice(json).map_err(|_| ProfileError::NotReadable)?;
        let url = checked_address(&wire.url, plain)?;
        if Url::parse(&wire.redirect_uri).is_err() || wire.client_id.is_empty() {
            return Err(ProfileError::NotReadable);
        }
        let profile = Self {
            evidence_root: wire
                .evidence_root
                .try_into()
                .map_err(|_| ProfileError::EvidenceRootRefused)?,
            url,
            anchors_pem: wire.anchors_pem,
            client_id: wire.client_id,
            redirect_uri: wire.redirect_uri,
        };
        if profile.url.scheme() == "https" && profile.anchors()?.is_empty() {
            return Err(ProfileError::AnchorsRefused);
        }
        Ok(profile)
    }

    /// The e-ID's issuer, character by character: `{url}/eid`.
    pub fn issuer(&self) -> String {
        format!("{}/eid", self.url.as_str().trim_end_matches('/'))
    }

    /// The anchors as certificates.
    pub(crate) fn anchors(&self) -> Result<Vec<Certificate>, ProfileError> {
        Certificate::from_pem_bundle(self.anchors_pem.as_bytes()).map_err(|_| ProfileError::AnchorsRefused)
    }
}

fn checked_address(text: &str, plain: PlainHttp) -> Result<Url, ProfileError> {
    let url = Url::parse(text).map_err(|_| ProfileError::AddressRefused)?;
    let bare = url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    match (url.scheme(), bare) {
        ("https", true) => Ok(url),
        ("http", true) if plain == PlainHttp::LoopbackOnly && is_loopback(&url) => Ok(url),
        ("http", true) => Err(ProfileError::PlainHttpRefused),
        _ => Err(ProfileError::AddressRefused),
    }
}

/// By address only: what `localhost` means is the resolver's choice (RFC 8252 §8.3).
fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => IpAddr::V4(ip).is_loopback(),
        Some(Host::Ipv6(ip)) => IpAddr::V6(ip).is_loopback(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn plain(url: &str) -> Value {
        json!({
            "url": url,
            "evidence_root": {"kty": "EC", "crv": "P-256", "x": "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", "y": "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"},
            "client_id": "motcua-app",
            "redirect_uri": "vn.motcua.app:/sign-in/return",
        })
    }

    fn read(profile: &Value, plain: PlainHttp) -> Result<PortalProfile, ProfileError> {
        PortalProfile::from_json(profile.to_string().as_bytes(), plain)
    }

    #[test]
    fn plain_http_needs_loopback_and_a_request() {
        let local = plain("http://127.0.0.1:8080");
        assert_eq!(
            read(&local, PlainHttp::LoopbackOnly).unwrap().issuer(),
            "http://127.0.0.1:8080/eid"
        );
        assert!(read(&plain("http://[::1]:8080"), PlainHttp::LoopbackOnly).is_ok());
        assert_eq!(
            read(&local, PlainHttp::Refused).unwrap_err(),
            ProfileError::PlainHttpRefused
        );
        for far in [
            "http://192.0.2.1",
            "http://localhost:8080",
            "http://dichvucong.example",
        ] {
            assert_eq!(
                read(&plain(far), PlainHttp::LoopbackOnly).unwrap_err(),
                ProfileError::PlainHttpRefused,
                "{far}"
            );
        }
    }

    #[test]
    fn the_address_names_a_host_and_nothing_else() {
        for url in [
            "https://a.example/v1",
            "https://a.example?x",
            "https://u@a.example",
            "ftp://a.example",
            "a.example",
        ] {
            assert_eq!(
                read(&plain(url), PlainHttp::Refused).unwrap_err(),
                ProfileError::AddressRefused,
                "{url}"
            );
        }
    }

    #[test]
    fn https_needs_anchors() {
        let mut profile = plain("https://a.example");
        assert_eq!(
            read(&profile, PlainHttp::Refused).unwrap_err(),
            ProfileError::AnchorsRefused
        );
        profile["anchors_pem"] = json!("-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n");
        assert_eq!(
            read(&profile, PlainHttp::Refused).unwrap_err(),
            ProfileError::AnchorsRefused
        );
    }

    #[test]
    fn every_member_is_checked() {
        let mut profile = plain("http://127.0.0.1");
        profile["evidence_root"]["crv"] = json!("P-384");
        assert_eq!(
            read(&profile, PlainHttp::LoopbackOnly).unwrap_err(),
            ProfileError::EvidenceRootRefused
        );
        for (member, value) in [
            ("client_id", json!("")),
            ("redirect_uri", json!("no address")),
            ("url", json!(1)),
        ] {
            let mut profile = plain("http://127.0.0.1");
            profile[member] = value;
            assert_eq!(
                read(&profile, PlainHttp::LoopbackOnly).unwrap_err(),
                ProfileError::NotReadable,
                "{member}"
            );
        }
        assert_eq!(
            PortalProfile::from_json(b"{", PlainHttp::Refused).unwrap_err(),
            ProfileError::NotReadable
        );
    }
}
