//! What is refused, and how it is told: status, code, words, on the right stream.

use serde_json::json;

use super::portal::Office;

#[test]
fn wrong_use_is_status_2_with_words_and_without_objects() {
    let office = Office::open();
    let phone = office.phone("phone");
    for words in [
        &["draft"][..],
        &["nonsense"],
        &["result", "x"],
        &["sign-in", "--begin", "--person", "1"],
    ] {
        let done = phone.try_with(words, b"");
        assert_eq!((done.status, done.objects.len()), (2, 0), "{words:?}");
        assert!(!done.said.is_empty());
    }
}

#[test]
fn a_refusal_is_status_1_with_code_cause_and_remedy_on_both_streams() {
    let office = Office::open();
    let phone = office.phone("phone");
    for (words, code, next) in [
        (&["draft", "new", "1.001193"][..], "PROCEDURE_UNKNOWN", "rejected"),
        (
            &["procedure", "show", "9.999999"],
            "PROCEDURE_UNKNOWN",
            "rejected",
        ),
        (&["draft", "show", "not-an-id"], "NOT_ON_THIS_PHONE", "rejected"),
        (&["sync"], "SIGN_IN_REQUIRED", "sign_in_needed"),
        (
            &[
                "sign-in",
                "--complete",
                "vn.motcua.app:/sign-in/return?code=c&state=s",
            ],
            "LOGIN_STATE_MISMATCH",
            "not_secure",
        ),
    ] {
        let done = phone.try_with(words, b"");
        let refused = &done.objects[0];
        assert_eq!(
            (done.status, &refused["kind"]),
            (1, &json!("refused")),
            "{words:?}"
        );
        assert_eq!(
            (&refused["code"], &refused["next"]),
            (&json!(code), &json!(next)),
            "{words:?}"
        );
        for words in ["cause", "remedy"] {
            let text = refused[words].as_str().unwrap();
            assert!(!text.is_empty() && done.said.contains(text));
        }
    }
}

#[test]
fn airplane_mode_stops_everything_that_needs_a_network_until_it_is_switched_off() {
    let office = Office::open();
    let phone = office.phone("phone");
    assert_eq!(
        phone.ask(&["network", "off"]),
        json!({"kind": "network", "on": false})
    );
    let done = phone.try_with(&["catalogue", "refresh"], b"");
    assert_eq!(
        (done.status, &done.objects[0]["code"]),
        (1, &json!("NETWORK_OFFLINE"))
    );
    assert_eq!(
        phone.ask(&["network", "on"]),
        json!({"kind": "network", "on": true})
    );
    assert!(
        phone.ask(&["catalogue", "refresh"])["items"]
            .as_array()
            .unwrap()
            .len()
            > 40
    );
    let done = phone.try_with(&["--offline", "catalogue", "refresh"], b"");
    assert_eq!(done.objects[0]["next"], json!("offline"));
}

#[test]
fn one_process_at_a_time_and_a_killed_one_leaves_the_home_free() {
    let office = Office::open();
    let phone = office.phone("phone");
    let app = phone.up();
    assert_eq!(app.next(), json!({"kind": "ready"}));
    let done = phone.try_with(&["whoami"], b"");
    assert_eq!(
        (done.status, &done.objects[0]["code"]),
        (1, &json!("STORE_IN_USE"))
    );
    drop(app);
    assert_eq!(phone.ask(&["whoami"])["state"], json!("signed_out"));
}

#[test]
fn a_portal_that_is_down_for_a_while_says_for_how_long() {
    let office = Office::open();
    office.order(
        &json!({"kind": "status", "status": 503, "retry_after": 7, "path_prefix": "/v1/", "times": 1}),
    );
    let done = office.phone("phone").try_with(&["catalogue", "refresh"], b"");
    let refused = &done.objects[0];
    assert_eq!(
        (&refused["code"], &refused["next"]),
        (&json!("PORTAL_UNAVAILABLE"), &json!("try_later"))
    );
    assert_eq!(refused["retry_after_seconds"], json!(7));
}
