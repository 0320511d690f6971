//! Public keys as JSON Web Keys (RFC 7517), P-256 only, and their thumbprints (RFC 7638).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An EC P-256 public key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct PublicJwk {
    /// Always `EC`.
    pub(crate) kty: String,
    /// Always `P-256`.
    pub(crate) crv: String,
    /// The x coordinate, base64url.
    pub(crate) x: String,
    /// The y coordinate, base64url.
    pub(crate) y: String,
}

impl PublicJwk {
    /// From an uncompressed point (65 bytes).
    pub(crate) fn from_point(point: &[u8]) -> Option<Self> {
        let [4, coordinates @ ..] = point else { return None };
        let (x, y) = coordinates.split_at_checked(32).filter(|(_, y)| y.len() == 32)?;
        Some(Self {
            kty: "EC".into(),
            crv: "P-256".into(),
            x: URL_SAFE_NO_PAD.encode(x),
            y: URL_SAFE_NO_PAD.encode(y),
        })
    }

    /// The uncompressed point; `None` if this is no P-256 key.
    pub(crate) fn point(&self) -> Option<[u8; 65]> {
        if self.kty != "EC" || self.crv != "P-256" {
            return None;
        }
        let mut point = [4; 65];
        for (half, text) in [(1..33, &self.x), (33..65, &self.y)] {
            let coordinate = URL_SAFE_NO_PAD
                .decode(text)
                .ok()
                .filter(|bytes| bytes.len() == 32)?;
            point[half].copy_from_slice(&coordinate);
        }
        Some(point)
    }

    /// The key's name: SHA-256 of its required members in order, base64url.
    pub(crate) fn thumbprint(&self) -> String {
        let canonical = format!(
            r#"{{"crv":"{}","kty":"{}","x":"{}","y":"{}"}}"#,
            self.crv, self.kty, self.x, self.y
        );
        URL_SAFE_NO_PAD.encode(digest(&SHA256, canonical.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_survives_the_round_trip_and_other_curves_are_refused() {
        let mut point = [7_u8; 65];
        point[0] = 4;
        let mut key = PublicJwk::from_point(&point).unwrap();
        assert_eq!(key.point(), Some(point));
        assert_eq!(key.thumbprint().len(), 43);
        key.crv = "P-384".into();
        assert_eq!(key.point(), None);
    }
}
