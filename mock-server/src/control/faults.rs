//! The list of faults that QA has ordered, and which request gets which.
//!
//! A fault is ordered for a path (and maybe a method), starts after so many matching requests and strikes so many times.
//! Counting is all there is, no chance: the same requests in the same order meet the same faults. The oldest fault that
//! matches strikes, and a later one isn't counted down by a request that an older one took.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What goes wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fault {
    /// The work waits this many milliseconds of real time, then goes on.
    Delay {
        /// Milliseconds.
        ms: u64,
    },
    /// A problem with this status instead of the work.
    Status {
        /// 400 to 599.
        status: u16,
        /// Seconds for `Retry-After`.
        #[serde(skip_serializing_if = "Option::is_none")]
        retry_after: Option<u32>,
    },
    /// A captive portal's sign-in page with status 200 instead of the work.
    Html,
    /// The work is done and committed, and the connection closes without an answer.
    ReplyLost,
    /// The connection closes before the work.
    ConnectionClosed,
    /// An upload that passes this place in the file is stored up to there, and the connection closes.
    CutUpload {
        /// Bytes from the start of the file.
        at_bytes: u64,
    },
    /// The receipt in the answer is a good signature over another dossier.
    ReceiptOtherDossier,
    /// The receipt in the answer is a good signature over another manifest.
    ReceiptWrongHash,
    /// A redirect instead of the work.
    Redirect {
        /// The `Location`.
        to: String,
    },
    /// The work is done, and only the first half of its answer's JSON arrives, under a length that fits.
    Garbled,
    /// The embedded push service takes the message and forgets it.
    PushDropped,
    /// The session of the request's token is revoked before the work.
    TokenRevoked,
}

/// A fault as ordered: what, where and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Order {
    /// What goes wrong.
    #[serde(flatten)]
    pub fault: Fault,
    /// Requests whose path starts so are met.
    pub path_prefix: String,
    /// Only this method, in capitals; every method when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// How often it strikes; for ever when null or missing.
    #[serde(default)]
    pub times: Option<u32>,
    /// How many matching requests pass unharmed first.
    #[serde(default)]
    pub after: u32,
}

/// An ordered fault and how far it has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Listed {
    /// Its number, from 1.
    pub id: u64,
    /// As ordered.
    #[serde(flatten)]
    pub order: Order,
    /// How many matching requests have passed unharmed.
    pub passed: u32,
    /// How often it has struck.
    pub struck: u32,
}

/// What a fault needs to know of a request.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// The method, in capitals.
    pub method: &'a str,
    /// The path without its query.
    pub path: &'a str,
    /// For an upload: where its bytes start in the file, and how many they are.
    pub upload: Option<(u64, u64)>,
}

impl Listed {
    fn spent(&self) -> bool {
        self.order.times.is_some_and(|times| self.struck >= times)
    }

    fn matches(&self, seen: Seen<'_>) -> bool {
        let method = self.order.method.as_deref();
        !self.spent()
            && method.is_none_or(|method| method == seen.method)
            && seen.path.starts_with(&self.order.path_prefix)
            && self.order.fault.can_strike(seen)
    }
}

impl Fault {
    /// A cut needs an upload that passes its place, a lost push needs a push; everything else can strike anywhere.
    fn can_strike(&self, seen: Seen<'_>) -> bool {
        match self {
            Self::CutUpload { at_bytes } => seen.upload.is_some_and(|(start, length)| {
                start <= *at_bytes && *at_bytes < start.saturating_add(length)
            }),
            Self::PushDropped => seen.method == "POST" && seen.path.starts_with("/push/"),
            _ => true,
        }
    }
}

/// All ordered faults, oldest first.
#[derive(Debug, Default)]
pub struct Faults {
    last_id: u64,
    listed: Vec<Listed>,
}

impl Faults {
    /// Adds a fault and answers its id.
    pub fn add(&mut self, order: Order) -> u64 {
        self.last_id += 1;
        self.listed.push(Listed {
            id: self.last_id,
            order,
            passed: 0,
            struck: 0,
        });
        self.last_id
    }

    /// Every fault that hasn't been removed, the spent ones too, so that QA can see that they struck.
    pub fn list(&self) -> &[Listed] {
        &self.listed
    }

    /// Removes one; false when there is none of this id.
    pub fn remove(&mut self, id: u64) -> bool {
        let before = self.listed.len();
        self.listed.retain(|fault| fault.id != id);
        self.listed.len() < before
    }

    /// Removes all.
    pub fn clear(&mut self) {
        self.listed.clear();
    }

    /// The fault that strikes this request, counted.
    pub fn strike(&mut self, seen: Seen<'_>) -> Option<Fault> {
        let fault = self.listed.iter_mut().find(|fault| fault.matches(seen))?;
        if fault.passed < fault.order.after {
            fault.passed += 1;
            return None;
        }
        fault.struck += 1;
        Some(fault.order.fault.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(json: &str) -> Order {
        serde_json::from_str(json).unwrap()
    }

    fn get(path: &str) -> Seen<'_> {
        Seen {
            method: "GET",
            path,
            upload: None,
        }
    }

    #[test]
    fn a_fault_strikes_after_so_many_requests_and_so_often() {
        let mut faults = Faults::default();
        faults.add(order(
            r#"{"kind":"html","path_prefix":"/v1/catalogue","times":2,"after":1}"#,
        ));
        let struck: Vec<_> = (0..4)
            .map(|_| faults.strike(get("/v1/catalogue")).is_some())
            .collect();
        assert_eq!(struck, [false, true, true, false]);
        assert_eq!((faults.list()[0].passed, faults.list()[0].struck), (1, 2));
    }

    #[test]
    fn without_times_it_strikes_for_ever_and_until_it_is_removed() {
        let mut faults = Faults::default();
        let id = faults.add(order(
            r#"{"kind":"status","status":503,"retry_after":7,"path_prefix":"/"}"#,
        ));
        for _ in 0..3 {
            let fault = faults.strike(get("/v1/units"));
            assert_eq!(
                fault,
                Some(Fault::Status {
                    status: 503,
                    retry_after: Some(7)
                })
            );
        }
        assert!(faults.remove(id));
        assert!(!faults.remove(id));
        assert_eq!(faults.strike(get("/v1/units")), None);
    }

    #[test]
    fn path_and_method_must_match_and_the_oldest_goes_first() {
        let mut faults = Faults::default();
        faults.add(order(
            r#"{"kind":"reply_lost","path_prefix":"/v1/dossiers","method":"PUT","times":1}"#,
        ));
        faults.add(order(
            r#"{"kind":"garbled","path_prefix":"/v1/dossiers","times":1}"#,
        ));
        let put = Seen {
            method: "PUT",
            path: "/v1/dossiers/1",
            upload: None,
        };
        assert_eq!(faults.strike(get("/v1/files")), None);
        assert_eq!(faults.strike(put), Some(Fault::ReplyLost));
        assert_eq!(faults.strike(get("/v1/dossiers/1")), Some(Fault::Garbled));
        assert_eq!(faults.strike(put), None);
    }

    #[test]
    fn a_cut_waits_for_the_upload_that_passes_its_place() {
        let mut faults = Faults::default();
        faults.add(order(
            r#"{"kind":"cut_upload","at_bytes":1000,"path_prefix":"/v1/files","times":1}"#,
        ));
        let patch = |start, length| Seen {
            method: "PATCH",
            path: "/v1/files/x",
            upload: Some((start, length)),
        };
        assert_eq!(faults.strike(get("/v1/files/x")), None);
        assert_eq!(faults.strike(patch(0, 1000)), None);
        assert_eq!(
            faults.strike(patch(1000, 500)),
            Some(Fault::CutUpload { at_bytes: 1000 })
        );
    }

    #[test]
    fn an_order_reads_and_lists_as_the_wire_says() {
        let text = r#"{"kind":"delay","ms":250,"path_prefix":"/v1","times":null,"after":2}"#;
        let mut faults = Faults::default();
        faults.add(order(text));
        let listed = serde_json::to_value(faults.list()).unwrap();
        let expected = serde_json::json!([{"id":1,"kind":"delay","ms":250,"path_prefix":"/v1","times":null,"after":2,
            "passed":0,"struck":0}]);
        assert_eq!(listed, expected);
        assert!(serde_json::from_str::<Order>(r#"{"kind":"earthquake","path_prefix":"/"}"#).is_err());
    }
}
