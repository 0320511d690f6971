//! The 18 kinds of feedback that the city takes, as GeoReport services.
//!
//! They come from `data/feedback_1022.json`: codes and names follow the city's field list, time limits are the mock's own.

use std::sync::LazyLock;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One kind of feedback as the data file has it.
#[derive(Debug, Clone, Deserialize)]
pub struct Category {
    /// Two capital letters, e.g. `HT`.
    pub code: String,
    /// Vietnamese name.
    pub vi: String,
    /// English name.
    pub en: String,
    /// Examples in Vietnamese, e.g. `ổ gà`.
    pub sub: Vec<String>,
    /// The unit that answers for it.
    pub owner: String,
    mock_resolve_h: f64,
}

impl Category {
    /// How long an answer may take from the request on, by the clock.
    pub fn resolve_within(&self) -> TimeDelta {
        TimeDelta::seconds((self.mock_resolve_h * 3_600.0) as i64)
    }
}

#[derive(Deserialize)]
struct File {
    categories: Vec<Category>,
}

static CATEGORIES: LazyLock<Vec<Category>> = LazyLock::new(|| {
    let file: File = serde_json::from_str(include_str!("../../data/feedback_1022.json"))
        .expect("the built-in list of feedback kinds is good JSON");
    file.categories
});

/// All kinds, in the data's order.
pub fn categories() -> &'static [Category] {
    &CATEGORIES
}

/// The kind of this code.
pub fn category(code: &str) -> Option<&'static Category> {
    categories().iter().find(|category| category.code == code)
}

/// One entry of `services.json` (GeoReport v2, "GET Service List").
#[derive(Debug, Serialize, ToSchema)]
pub struct Service {
    /// Two capital letters.
    pub service_code: String,
    /// Vietnamese name.
    pub service_name: String,
    /// English name and Vietnamese examples.
    pub description: String,
    /// Always false: no service asks for further attributes.
    pub metadata: bool,
    /// Always `realtime`: the answer to a POST carries the id.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Vietnamese examples, separated by commas.
    pub keywords: String,
    /// The unit that answers for it.
    pub group: String,
}

impl From<&Category> for Service {
    fn from(category: &Category) -> Self {
        let examples = category.sub.join(", ");
        let description = if examples.is_empty() {
            category.en.clone()
        } else {
            format!("{}: {examples}", category.en)
        };
        Self {
            service_code: category.code.clone(),
            service_name: category.vi.clone(),
            description,
            metadata: false,
            kind: "realtime",
            keywords: examples,
            group: category.owner.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn there_are_18_kinds_with_codes_of_their_own_and_time_limits() {
        assert_eq!(categories().len(), 18);
        let codes: BTreeSet<_> = categories().iter().map(|category| &category.code).collect();
        assert_eq!(codes.len(), 18);
        assert!(
            categories()
                .iter()
                .all(|category| category.resolve_within() > TimeDelta::zero())
        );
    }

    #[test]
    fn a_pothole_is_infrastructure_and_answered_within_three_days() {
        let roads = category("HT").unwrap();
        assert!(roads.sub.contains(&"ổ gà".to_owned()));
        assert_eq!(roads.resolve_within(), TimeDelta::hours(72));
        assert_eq!(Service::from(roads).service_name, "Hạ tầng kỹ thuật");
    }
}
