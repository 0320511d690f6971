//! A GeoReport POST's fields, read and checked.
//!
//! Both encodings come here as pairs of name and text. What can't be used is said field by field, all at once.

use url::form_urlencoded;
use uuid::Uuid;

use super::service::{Category, category};

/// The longest description, in characters (GeoReport v2: "maximum 4000 characters").
const MAX_DESCRIPTION: usize = 4_000;
/// The longest name, phone number or address, in characters.
const MAX_SHORT_TEXT: usize = 300;

/// What a citizen reports. It may hold a name and number, so it has no `Debug`.
#[derive(Clone)]
pub struct NewReport {
    /// The kind.
    pub category: &'static Category,
    /// The report in the citizen's words.
    pub description: String,
    /// Degrees north and east.
    pub point: Option<(f64, f64)>,
    /// The place in words.
    pub address: Option<String>,
    /// The citizen's name, when given.
    pub first_name: Option<String>,
    /// The citizen's phone number, when given.
    pub phone: Option<String>,
    /// The phone's own id of this report: a second POST with it makes no second report.
    pub client_id: Option<Uuid>,
}

/// One thing wrong with a POST, in GeoReport's shape. Codes are ours; the description names the field, never its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// `REQUEST_INVALID`.
    pub code: &'static str,
    /// For a developer, in English.
    pub description: &'static str,
}

const fn complaint(description: &'static str) -> Complaint {
    Complaint {
        code: "REQUEST_INVALID",
        description,
    }
}

/// The pairs of a form-encoded body.
pub fn form_fields(body: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(body).into_owned().collect()
}

/// Reads a report from its fields. Unknown fields are left alone, as GeoReport servers do.
///
/// # Errors
/// Every [`Complaint`] there is.
pub fn read(fields: &[(String, String)]) -> Result<NewReport, Vec<Complaint>> {
    let text = |name: &str| {
        let value = fields
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.trim());
        value.filter(|value| !value.is_empty()).map(str::to_owned)
    };
    let mut complaints = Vec::new();
    let kind = text("service_code").and_then(|code| category(&code));
    if kind.is_none() {
        complaints.push(complaint("service_code is missing or not in services.json"));
    }
    let description = text("description").filter(|text| text.chars().count() <= MAX_DESCRIPTION);
    if description.is_none() {
        complaints.push(complaint("description is missing or over 4000 characters"));
    }
    let point = point(text("lat"), text("long")).unwrap_or_else(|wrong| {
        complaints.push(wrong);
        None
    });
    let address = text("address_string");
    if point.is_none() && address.is_none() && complaints.iter().all(|known| *known != POINT) {
        complaints.push(complaint("lat and long, or address_string, are needed"));
    }
    let (first_name, phone) = (text("first_name"), text("phone"));
    let too_long = |text: &Option<String>| text.as_ref().is_some_and(|t| t.chars().count() > MAX_SHORT_TEXT);
    if [&address, &first_name, &phone].into_iter().any(too_long) {
        complaints.push(complaint(
            "address_string, first_name or phone is over 300 characters",
        ));
    }
    let client_id = text("attribute[client_id]")
        .map(|id| Uuid::parse_str(&id))
        .transpose()
        .unwrap_or_else(|_| {
            complaints.push(complaint("attribute[client_id] is not a UUID"));
            None
        });
    match (kind, description) {
        (Some(category), Some(description)) if complaints.is_empty() => Ok(NewReport {
            category,
            description,
            point,
            address,
            first_name,
            phone,
            client_id,
        }),
        _ => Err(complaints),
    }
}

const POINT: Complaint = complaint("lat and long must both be there, as degrees");

fn point(lat: Option<String>, long: Option<String>) -> Result<Option<(f64, f64)>, Complaint> {
    let (lat, long) = match (lat, long) {
        (None, None) => return Ok(None),
        (Some(lat), Some(long)) => (lat, long),
        _ => return Err(POINT),
    };
    match (lat.parse::<f64>(), long.parse::<f64>()) {
        (Ok(lat), Ok(long)) if lat.abs() <= 90.0 && long.abs() <= 180.0 => Ok(Some((lat, long))),
        _ => Err(POINT),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(body: &str) -> Vec<(String, String)> {
        form_fields(body.as_bytes())
    }

    fn complaints(body: &str) -> Vec<&'static str> {
        read(&fields(body))
            .err()
            .unwrap_or_default()
            .into_iter()
            .map(|known| known.description)
            .collect()
    }

    #[test]
    fn a_pothole_report_is_read_with_its_vietnamese_text() {
        let body = "service_code=HT&lat=10.7769&long=106.7009&description=%E1%BB%94+g%C3%A0+l%E1%BB%9Bn&\
                    attribute%5Bclient_id%5D=0193a5b0-0000-7000-8000-000000000001&extra=kept+alone";
        let report = read(&fields(body)).ok().unwrap();
        assert_eq!(report.category.code, "HT");
        assert_eq!(report.description, "Ổ gà lớn");
        assert_eq!(report.point, Some((10.7769, 106.7009)));
        assert!(report.client_id.is_some());
        assert!(report.first_name.is_none() && report.phone.is_none());
    }

    #[test]
    fn a_place_in_words_is_enough() {
        assert!(complaints("service_code=KH&description=x&address_string=1+L%C3%AA+L%E1%BB%A3i").is_empty());
    }

    #[test]
    fn everything_wrong_is_said_at_once() {
        let all = complaints("service_code=XX&lat=91&long=0&attribute%5Bclient_id%5D=nope");
        assert_eq!(all.len(), 4, "{all:?}");
        assert_eq!(
            complaints("service_code=HT&description=x"),
            ["lat and long, or address_string, are needed"]
        );
        assert_eq!(
            complaints("service_code=HT&description=x&lat=10"),
            [POINT.description]
        );
        assert_eq!(
            complaints("service_code=HT&description=x&lat=NaN&long=1"),
            [POINT.description]
        );
        let long = format!("service_code=HT&lat=1&long=1&description={}", "a".repeat(4_001));
        assert_eq!(
            complaints(&long),
            ["description is missing or over 4000 characters"]
        );
    }
}
