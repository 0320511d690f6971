//! Starting and stopping.

use std::net::SocketAddr;

use motcua_portal::{Config, Portal, StartError, StoreError};
use serde_json::Value;

use crate::world::{World, client};

#[tokio::test]
async fn https_is_served_by_the_portals_own_authority_and_the_profile_names_it() {
    let world = World::start().await;
    let profile: Value = serde_json::from_slice(&std::fs::read(&world.portal.profile_path).unwrap()).unwrap();
    assert_eq!(profile["url"], world.portal.url);
    let anchors = std::fs::read_to_string(world.folder.path().join("ca.pem")).unwrap();
    assert_eq!(profile["anchors_pem"], anchors);
    let answer = world
        .http
        .get(format!("{}/v1/push-key", world.portal.url))
        .send()
        .await
        .unwrap();
    assert_eq!(
        (answer.status().as_u16(), answer.version()),
        (200, reqwest::Version::HTTP_2)
    );
}

#[tokio::test]
async fn another_authority_is_not_trusted() {
    let (ours, other) = (World::start().await, World::start().await);
    let answer = client(other.folder.path())
        .get(format!("{}/v1/push-key", ours.portal.url))
        .send()
        .await;
    assert!(answer.unwrap_err().is_connect());
}

#[tokio::test]
async fn a_public_address_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let public: SocketAddr = "0.0.0.0:0".parse().unwrap();
    for config in [
        Config {
            listen: public,
            ..Config::in_folder(folder.path())
        },
        Config {
            plain: Some(public),
            ..Config::in_folder(folder.path())
        },
    ] {
        let error = Portal::start(config).await.err().unwrap();
        assert!(matches!(error, StartError::NotLoopback(_)), "{error}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn a_data_folder_has_one_portal_at_a_time() {
    let world = World::start().await;
    let second = Portal::start(Config::in_folder(world.folder.path()))
        .await
        .err()
        .unwrap();
    assert!(matches!(second, StartError::InUse), "{second}");
    world.restart().await;
}

#[tokio::test]
async fn a_database_of_a_newer_portal_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("portal.sqlite");
    rusqlite::Connection::open(&file)
        .unwrap()
        .pragma_update(None, "user_version", 9_999)
        .unwrap();
    let error = Portal::start(Config::in_folder(folder.path()))
        .await
        .err()
        .unwrap();
    assert!(
        matches!(error, StartError::Store(StoreError::Newer { found: 9_999, .. })),
        "{error}"
    );
}

#[tokio::test]
async fn without_control_and_demo_there_is_neither() {
    let folder = tempfile::tempdir().unwrap();
    let portal = Portal::start(Config::in_folder(folder.path())).await.unwrap();
    let http = client(folder.path());
    let clock = http
        .get(format!("{}/control/v1/clock", portal.url))
        .send()
        .await
        .unwrap();
    assert_eq!(clock.status(), 404);
    let page = http
        .get(format!("{}/eid/authorize", portal.url))
        .query(&crate::world::authorize_query());
    let page = page.send().await.unwrap().text().await.unwrap();
    assert!(page.contains("--demo") && !page.contains("name=\"person\""));
    portal.stop().await;
}

#[cfg(unix)]
#[tokio::test]
async fn secrets_are_readable_by_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let world = World::start().await;
    let keys = std::fs::read_dir(world.folder.path().join("keys"))
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let files: Vec<_> = keys.chain([world.portal.office_token_path.clone()]).collect();
    assert!(files.len() >= 6);
    for file in files {
        assert_eq!(
            std::fs::metadata(&file).unwrap().permissions().mode() & 0o777,
            0o600,
            "{}",
            file.display()
        );
    }
}
