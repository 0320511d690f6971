use super::*;

const PLACE: Place<'static> = Place {
    table: "draft",
    row: "r1",
    column: "sealed",
};
const ACCOUNT: &str = "01890000-0000-7000-8000-000000000001";

fn key() -> DataKey {
    DataKey::derive(2, &[7; 32])
}

fn sealing(algorithm: Algorithm, version: u64) -> Sealing<'static> {
    Sealing {
        algorithm,
        schema: 1,
        account: ACCOUNT,
        place: PLACE,
        version,
    }
}

fn refused(key: &DataKey, account: &str, place: Place<'_>, sealed: &[u8]) -> bool {
    key.open(account, place, sealed).is_err()
}

#[test]
fn a_box_opens_in_its_place_under_either_algorithm() {
    for algorithm in [Algorithm::Aes256Gcm, Algorithm::ChaCha20Poly1305] {
        let sealed = key().seal(
            &sealing(algorithm, 42),
            [1; NONCE_LEN],
            "Nguyễn Thị Ánh".as_bytes(),
        );
        let opened = key().open(ACCOUNT, PLACE, &sealed).unwrap();
        assert_eq!(
            (opened.plain.as_slice(), opened.version),
            ("Nguyễn Thị Ánh".as_bytes(), 42)
        );
    }
}

#[test]
fn a_box_opens_nowhere_else() {
    let sealed = key().seal(&sealing(Algorithm::Aes256Gcm, 1), [1; NONCE_LEN], b"answer");
    assert!(
        refused(&key(), ACCOUNT, Place { row: "r2", ..PLACE }, &sealed),
        "another row"
    );
    assert!(
        refused(
            &key(),
            ACCOUNT,
            Place {
                table: "event",
                ..PLACE
            },
            &sealed
        ),
        "another table"
    );
    assert!(
        refused(
            &key(),
            ACCOUNT,
            Place {
                column: "manifest",
                ..PLACE
            },
            &sealed
        ),
        "another column"
    );
    assert!(
        refused(&key(), "01890000-0000-7000-8000-000000000002", PLACE, &sealed),
        "another account"
    );
    assert!(
        refused(&DataKey::derive(2, &[8; 32]), ACCOUNT, PLACE, &sealed),
        "another key"
    );
    assert!(
        refused(&DataKey::derive(1, &[7; 32]), ACCOUNT, PLACE, &sealed),
        "another key id"
    );
}

#[test]
fn every_altered_byte_is_noticed() {
    let sealed = key().seal(
        &sealing(Algorithm::ChaCha20Poly1305, 1),
        [1; NONCE_LEN],
        b"answer",
    );
    for at in 0..sealed.len() {
        let mut altered = sealed.clone();
        altered[at] ^= 1;
        assert!(refused(&key(), ACCOUNT, PLACE, &altered), "byte {at}");
    }
    for length in 0..sealed.len() {
        assert!(
            refused(&key(), ACCOUNT, PLACE, &sealed[..length]),
            "cut to {length}"
        );
    }
}

#[test]
fn parts_of_a_place_cannot_flow_into_each_other() {
    let sealed = key().seal(
        &Sealing {
            place: Place { row: "r", ..PLACE },
            ..sealing(Algorithm::Aes256Gcm, 1)
        },
        [1; 12],
        b"x",
    );
    assert!(refused(
        &key(),
        ACCOUNT,
        Place {
            table: "draftr",
            row: "",
            column: "sealed"
        },
        &sealed
    ));
    assert_ne!(key().name(&[b"ab", b"c"]), key().name(&[b"a", b"bc"]));
}

/// The frozen bytes of format 1, computed apart from this code (RFC 5869, 2104 and 8439 in a script of its own): a change of labels, header
/// or derivation would lock every citizen out of their drafts.
#[test]
fn the_format_is_frozen() {
    let sealed = key().seal(
        &sealing(Algorithm::ChaCha20Poly1305, 3),
        [9; NONCE_LEN],
        b"motcua",
    );
    assert_eq!(hex(&sealed), FROZEN);
    assert_eq!(key().name(&[b"motcua"]), FROZEN_NAME);
}

const FROZEN: &str =
    "0200010000000200000000000000030909090909090909090909097f12b59a35fc2c6fd37bac3705013867a65a39a563b6";
const FROZEN_NAME: &str = "f5cd22c94d166aee9e35905ff4beadd9";

#[test]
fn seals_are_taken_from_what_is_reserved() {
    let key = key();
    assert!(!key.take_seal());
    key.set_reserved(2);
    assert_eq!(
        [key.take_seal(), key.take_seal(), key.take_seal()],
        [true, true, false]
    );
}
