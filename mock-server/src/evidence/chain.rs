//! A chain's end, and checking a chain.

use std::collections::BTreeMap;

use crate::digest::sha256_hex;
use crate::evidence::fact::TYP;
use crate::key::{PublicJwk, jws};

/// Where a chain ends: what the next fact follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Head {
    /// There is no fact yet.
    Empty,
    /// The last fact.
    At {
        /// Its number.
        seq: i64,
        /// The hash of its text.
        sha256: String,
    },
}

impl Head {
    /// The end of a chain whose last fact is this one.
    pub(crate) fn after(seq: i64, jws: &str) -> Self {
        Self::At {
            seq,
            sha256: sha256_hex(jws.as_bytes()),
        }
    }

    pub(super) fn next_seq(&self) -> i64 {
        match self {
            Self::Empty => 0,
            Self::At { seq, .. } => seq + 1,
        }
    }

    pub(super) fn prev_sha256(&self) -> Option<&str> {
        match self {
            Self::Empty => None,
            Self::At { sha256, .. } => Some(sha256),
        }
    }
}

/// A key and who it speaks for.
pub(crate) struct KnownKey {
    pub(crate) owner: String,
    pub(crate) jwk: PublicJwk,
}

/// Where a chain isn't what it should be: the fact's place, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("fact {place}: {why}")]
pub(crate) struct Broken {
    pub(crate) place: usize,
    pub(crate) why: &'static str,
}

/// Checks every fact of a dossier's chain: form, signature by a known key, issuer, number, link, dossier.
pub(crate) fn verify(
    chain: &[String],
    keys: &BTreeMap<String, KnownKey>,
    dossier_id: &str,
) -> Result<(), Broken> {
    let mut head = Head::Empty;
    for (place, text) in chain.iter().enumerate() {
        verify_one(text, &head, keys, dossier_id).map_err(|why| Broken { place, why })?;
        head = Head::after(head.next_seq(), text);
    }
    Ok(())
}

fn verify_one(
    text: &str,
    head: &Head,
    keys: &BTreeMap<String, KnownKey>,
    dossier_id: &str,
) -> Result<(), &'static str> {
    let statement = jws::parse(text)
        .filter(|jws| jws.header["typ"] == TYP)
        .ok_or("not a statement")?;
    let kid = statement.header["kid"].as_str().unwrap_or_default();
    let key = keys.get(kid).ok_or("signed with an unknown key")?;
    if !statement.verify(&key.jwk) {
        return Err("the signature is wrong");
    }
    let says = &statement.payload;
    if says["issuer"] != key.owner.as_str() {
        return Err("the key isn't the issuer's");
    }
    if says["dossier_id"] != dossier_id {
        return Err("about another dossier");
    }
    if says["seq"] != head.next_seq() {
        return Err("not the next number");
    }
    if says["prev_sha256"].as_str() != head.prev_sha256() {
        return Err("doesn't follow the fact before it");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use serde_json::json;

    use super::*;
    use crate::evidence::{Content, Event, NewFact};
    use crate::key::SigningKey;
    use crate::key::secret_file::new_pkcs8;
    use crate::random::{Random, SystemSource};

    fn key() -> SigningKey {
        let random: &dyn Random = &SystemSource::default();
        SigningKey::from_pkcs8(&new_pkcs8(random).unwrap()).unwrap()
    }

    fn known(keys: [(&str, &SigningKey); 2]) -> BTreeMap<String, KnownKey> {
        let entry = |(owner, key): (&str, &SigningKey)| {
            (
                key.kid().to_owned(),
                KnownKey {
                    owner: owner.to_owned(),
                    jwk: key.jwk().clone(),
                },
            )
        };
        keys.map(entry).into()
    }

    fn fact(event: Event, issuer: &'static str, content: &Content, head: &Head, key: &SigningKey) -> String {
        let now = DateTime::from_timestamp(1_795_334_400, 0).unwrap();
        let fact = NewFact {
            event,
            reason: None,
            data: json!({}),
            evidence_id: "e".into(),
            dossier_id: "d",
            dossier_code: "H29.177-261122-0001",
            issuer,
            sub: "s",
            content,
            occurred_at: now,
            sealed_at: now,
        };
        fact.seal(head, key).jws
    }

    fn chain(portal: &SigningKey, office: &SigningKey) -> Vec<String> {
        let content = Content {
            manifest_sha256: "m".into(),
            answers_sha256: "a".into(),
            files: vec![],
        };
        let first = fact(Event::Submitted, "portal", &content, &Head::Empty, portal);
        let second = fact(
            Event::Received,
            "office:H29.177",
            &content,
            &Head::after(0, &first),
            office,
        );
        let third = fact(
            Event::Accepted,
            "office:H29.177",
            &content,
            &Head::after(1, &second),
            office,
        );
        vec![first, second, third]
    }

    #[test]
    fn a_whole_chain_holds() {
        let (portal, office) = (key(), key());
        let keys = known([("portal", &portal), ("office:H29.177", &office)]);
        assert_eq!(verify(&chain(&portal, &office), &keys, "d"), Ok(()));
    }

    #[test]
    fn tampering_is_found_where_it_happened() {
        let (portal, office) = (key(), key());
        let keys = known([("portal", &portal), ("office:H29.177", &office)]);
        let good = chain(&portal, &office);
        let broken = |chain: &[String], id: &str| verify(chain, &keys, id).unwrap_err();
        let without = [good[0].clone(), good[2].clone()];
        assert_eq!(
            broken(&without, "d"),
            Broken {
                place: 1,
                why: "not the next number"
            }
        );
        assert_eq!(
            broken(&good, "other"),
            Broken {
                place: 0,
                why: "about another dossier"
            }
        );
        let mut changed = good.clone();
        changed[1].push('A');
        assert_eq!(broken(&changed, "d").place, 1);
        let again = [chain(&portal, &office)[0].clone(), good[1].clone()];
        assert_eq!(
            broken(&again, "d"),
            Broken {
                place: 1,
                why: "doesn't follow the fact before it"
            }
        );
    }

    #[test]
    fn an_office_fact_with_the_portals_key_is_found() {
        let (portal, office) = (key(), key());
        let keys = known([("portal", &portal), ("office:H29.177", &office)]);
        let forged = chain(&portal, &portal);
        assert_eq!(
            verify(&forged, &keys, "d"),
            Err(Broken {
                place: 1,
                why: "the key isn't the issuer's"
            })
        );
        let unknown = chain(&portal, &key());
        assert_eq!(
            verify(&unknown, &keys, "d"),
            Err(Broken {
                place: 1,
                why: "signed with an unknown key"
            })
        );
    }
}
