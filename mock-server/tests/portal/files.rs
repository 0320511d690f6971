//! tus: what arrives, what is refused, and whose it is.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use ring::digest::{SHA256, digest};
use serde_json::json;

use crate::world::{ANH, KHOI, Phone, World, jpeg, refused, sha256_hex};

#[tokio::test]
async fn a_cut_upload_goes_on_where_it_stopped_even_after_a_restart() {
    let world = World::start().await;
    let bytes = jpeg(&"x".repeat(300_000));
    let sha256 = sha256_hex(&bytes);
    {
        let phone = Phone::signed_in(&world, KHOI, 1).await;
        assert_eq!(
            phone
                .announce(&sha256, bytes.len() as u64, "image/jpeg")
                .await
                .status(),
            201
        );
        let fault =
            json!({"kind": "cut_upload", "at_bytes": 100_000, "path_prefix": "/v1/files/", "times": 1});
        let ordered = world
            .http
            .post(world.url("/control/v1/faults"))
            .json(&fault)
            .send()
            .await
            .unwrap();
        assert_eq!(ordered.status(), 201);
        assert!(phone.piece(&sha256, 0, &bytes).send().await.is_err());
    }
    let world = world.restart().await;
    let phone = Phone::signed_in(&world, KHOI, 2).await;
    let stands = phone
        .tus(Method::HEAD, &format!("/v1/files/{sha256}"))
        .send()
        .await
        .unwrap();
    assert_eq!(stands.headers()["upload-offset"], "100000");
    assert_eq!(stands.headers()["cache-control"], "no-store");
    let rest = phone
        .piece(&sha256, 100_000, &bytes[100_000..])
        .send()
        .await
        .unwrap();
    assert_eq!(
        (
            rest.status().as_u16(),
            rest.headers()["upload-offset"].to_str().unwrap()
        ),
        (204, "300004")
    );
    let back = phone
        .send(Method::GET, &format!("/v1/files/{sha256}"))
        .await
        .bytes()
        .await
        .unwrap();
    assert_eq!(back, bytes);
}

#[tokio::test]
async fn announcing_again_answers_the_offset_and_another_length_is_refused() {
    let world = World::start().await;
    let phone = Phone::signed_in(&world, KHOI, 1).await;
    let bytes = jpeg("a picture of some length");
    let sha256 = sha256_hex(&bytes);
    phone.announce(&sha256, bytes.len() as u64, "image/jpeg").await;
    assert_eq!(
        phone
            .piece(&sha256, 0, &bytes[..20])
            .send()
            .await
            .unwrap()
            .status(),
        204
    );
    let again = phone.announce(&sha256, bytes.len() as u64, "image/jpeg").await;
    assert_eq!(
        (
            again.status().as_u16(),
            again.headers()["upload-offset"].to_str().unwrap()
        ),
        (201, "20")
    );
    assert_eq!(again.headers()["location"], format!("/v1/files/{sha256}"));
    assert_eq!(
        refused(phone.announce(&sha256, 21, "image/jpeg").await, 400).await,
        "REQUEST_INVALID"
    );
}

#[tokio::test]
async fn a_wrong_offset_changes_nothing_and_says_where_it_stands() {
    let world = World::start().await;
    let phone = Phone::signed_in(&world, KHOI, 1).await;
    let bytes = jpeg("a picture");
    let sha256 = sha256_hex(&bytes);
    phone.announce(&sha256, bytes.len() as u64, "image/jpeg").await;
    let wrong = phone.piece(&sha256, 5, &bytes[5..]).send().await.unwrap();
    assert_eq!(wrong.headers()["upload-offset"], "0");
    assert_eq!(refused(wrong, 409).await, "OFFSET_WRONG");
    assert_eq!(
        phone.piece(&sha256, 0, &bytes).send().await.unwrap().status(),
        204
    );
}

#[tokio::test]
async fn what_nobody_wants_is_answered_to_the_end() {
    let world = World::start().await;
    let phone = Phone::signed_in(&world, KHOI, 1).await;
    let bytes = jpeg("a picture of some length");
    let (sha256, end) = (sha256_hex(&bytes), bytes.len());
    phone.announce(&sha256, end as u64, "image/jpeg").await;
    assert_eq!(
        phone.piece(&sha256, 0, &bytes).send().await.unwrap().status(),
        204
    );
    // More than any buffer on the way holds: an answer that doesn't read it cuts the sender off.
    let long = vec![7; 12 * 1024 * 1024];
    for (offset, body, status) in [(end, &long, 413), (0, &long, 409), (end, &Vec::new(), 204)] {
        let answer = phone.piece(&sha256, offset, body).send().await.unwrap();
        assert_eq!(answer.status(), status, "{} bytes at {offset}", body.len());
    }
}

#[tokio::test]
async fn a_piece_with_a_wrong_checksum_is_thrown_away() {
    let world = World::start().await;
    let phone = Phone::signed_in(&world, KHOI, 1).await;
    let bytes = jpeg("a picture");
    let sha256 = sha256_hex(&bytes);
    phone.announce(&sha256, bytes.len() as u64, "image/jpeg").await;
    let checksum = |bytes: &[u8]| format!("sha256 {}", STANDARD.encode(digest(&SHA256, bytes)));
    let wrong = phone
        .piece(&sha256, 0, &bytes)
        .header("Upload-Checksum", checksum(b"other"))
        .send()
        .await
        .unwrap();
    assert_eq!(refused(wrong, 460).await, "FILE_DAMAGED");
    let stands = phone
        .tus(Method::HEAD, &format!("/v1/files/{sha256}"))
        .send()
        .await
        .unwrap();
    assert_eq!(stands.headers()["upload-offset"], "0");
    let right = phone
        .piece(&sha256, 0, &bytes)
        .header("Upload-Checksum", checksum(&bytes))
        .send()
        .await
        .unwrap();
    assert_eq!(right.status(), 204);
}

/// A phone that announced the first of two pictures of one length, the pictures, and the first one's hash.
async fn announced(world: &World) -> (Phone<'_>, [Vec<u8>; 2], String) {
    let phone = Phone::signed_in(world, KHOI, 1).await;
    let pictures = [jpeg("one picture"), jpeg("two picture")];
    let sha256 = sha256_hex(&pictures[0]);
    phone
        .announce(&sha256, pictures[0].len() as u64, "image/jpeg")
        .await;
    (phone, pictures, sha256)
}

#[tokio::test]
async fn a_file_that_isnt_its_hash_starts_again_at_zero() {
    let world = World::start().await;
    let (phone, [meant, sent], sha256) = announced(&world).await;
    assert_eq!(
        refused(phone.piece(&sha256, 0, &sent).send().await.unwrap(), 460).await,
        "FILE_DAMAGED"
    );
    assert_eq!(
        refused(phone.send(Method::GET, &format!("/v1/files/{sha256}")).await, 404).await,
        "NOT_FOUND"
    );
    assert_eq!(
        phone.piece(&sha256, 0, &meant).send().await.unwrap().status(),
        204
    );
}

#[tokio::test]
async fn an_upload_whose_end_was_cut_off_is_ended_when_somebody_asks() {
    let world = World::start().await;
    let (phone, [meant, other], sha256) = announced(&world).await;
    let path = format!("/v1/files/{sha256}");
    let whole = meant.len().to_string();
    for (last, stands) in [(&other, "0"), (&meant, whole.as_str())] {
        let begun = phone.piece(&sha256, 0, &last[..8]).send().await.unwrap();
        assert_eq!(begun.status(), 204);
        // The rest reached the disk, and the portal nothing more.
        std::fs::write(world.part(&sha256), last).unwrap();
        let asked = phone.tus(Method::HEAD, &path).send().await.unwrap();
        assert_eq!(asked.headers()["upload-offset"], stands);
    }
    assert_eq!(phone.send(Method::GET, &path).await.bytes().await.unwrap(), meant);
}

#[tokio::test]
async fn limits_types_and_versions_are_kept() {
    let world = World::start().await;
    let phone = Phone::signed_in(&world, KHOI, 1).await;
    let sha256 = sha256_hex(b"x");
    assert_eq!(
        refused(
            phone.announce(&sha256, 20 * 1024 * 1024 + 1, "image/png").await,
            413
        )
        .await,
        "FILE_TOO_LARGE"
    );
    assert_eq!(
        refused(phone.announce(&sha256, 5, "text/html").await, 415).await,
        "FILE_TYPE_REFUSED"
    );
    assert_eq!(
        refused(phone.send(Method::POST, "/v1/files").await, 412).await,
        "TUS_VERSION"
    );
    let page = b"<!doctype html><html>a page that calls itself a picture</html>";
    let sha256 = sha256_hex(page);
    phone.announce(&sha256, page.len() as u64, "image/png").await;
    assert_eq!(
        refused(phone.piece(&sha256, 0, page).send().await.unwrap(), 415).await,
        "FILE_TYPE_REFUSED"
    );
    let gone = phone
        .tus(Method::HEAD, &format!("/v1/files/{sha256}"))
        .send()
        .await
        .unwrap();
    assert_eq!(gone.status(), 404);
    let long = jpeg("longer than announced");
    let sha256 = sha256_hex(&long);
    phone.announce(&sha256, 8, "image/jpeg").await;
    assert_eq!(
        refused(phone.piece(&sha256, 0, &long).send().await.unwrap(), 413).await,
        "FILE_TOO_LARGE"
    );
    let says = world
        .http
        .request(Method::OPTIONS, world.url("/v1/files"))
        .send()
        .await
        .unwrap();
    assert_eq!(
        (
            says.status().as_u16(),
            says.headers()["tus-max-size"].to_str().unwrap()
        ),
        (204, "20971520")
    );
}

#[tokio::test]
async fn a_strangers_file_doesnt_exist() {
    let world = World::start().await;
    let (khoi, anh) = (
        Phone::signed_in(&world, KHOI, 1).await,
        Phone::signed_in(&world, ANH, 2).await,
    );
    let bytes = jpeg("a birth certificate");
    let sha256 = khoi.upload(&bytes, "image/jpeg").await;
    let path = format!("/v1/files/{sha256}");
    assert_eq!(
        refused(anh.send(Method::GET, &path).await, 404).await,
        "NOT_FOUND"
    );
    assert_eq!(anh.tus(Method::HEAD, &path).send().await.unwrap().status(), 404);
    assert_eq!(
        refused(anh.piece(&sha256, 0, &bytes).send().await.unwrap(), 404).await,
        "NOT_FOUND"
    );
    assert_eq!(
        refused(anh.tus(Method::DELETE, &path).send().await.unwrap(), 404).await,
        "NOT_FOUND"
    );
    // Knowing the hash gives nothing: the same file of another person starts at 0.
    let announced = anh.announce(&sha256, bytes.len() as u64, "image/jpeg").await;
    assert_eq!(announced.headers()["upload-offset"], "0");
}

#[tokio::test]
async fn a_range_of_a_file_and_its_end() {
    let world = World::start().await;
    let phone = Phone::signed_in(&world, KHOI, 1).await;
    let bytes = jpeg("0123456789");
    let path = format!("/v1/files/{}", phone.upload(&bytes, "image/jpeg").await);
    let part = phone
        .request(Method::GET, &path)
        .header("Range", "bytes=4-7")
        .send()
        .await
        .unwrap();
    assert_eq!(
        (
            part.status().as_u16(),
            part.headers()["content-range"].to_str().unwrap()
        ),
        (206, "bytes 4-7/14")
    );
    assert_eq!(part.bytes().await.unwrap().as_ref(), b"0123");
    assert_eq!(
        phone.tus(Method::DELETE, &path).send().await.unwrap().status(),
        204
    );
    assert_eq!(phone.send(Method::GET, &path).await.status(), 404);
}
