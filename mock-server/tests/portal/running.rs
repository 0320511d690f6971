//! Starting and stopping.

use std::net::SocketAddr;

use motcua_portal::{Config, Portal, StartError, StoreError};
use serde_json::Value;

use crate::world::{World, client};

#[tokio::test]
async fn https_is_served_by_the_portals_own_authority_and_the_profile_names_it() {
    let world = World::start().await;
    let profile: Value = world.profile();
    assert_eq!(profile["url"], world.origin);
    let anchors = std::fs::read_to_string(world.folder.path().join("ca.pem")).unwrap();
    assert_eq!(profile["anchors_pem"], anchors);
    let answer = world
        .http
        .get(format!("{}/v1/push-key", world.origin))
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
        .get(format!("{}/v1/push-key", ours.origin))
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
    let files: Vec<_> = keys
        .chain([world.folder.path().join("office-token").clone()])
        .collect();
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

#[cfg(unix)]
#[tokio::test]
async fn the_command_says_when_it_is_ready_and_ends_well_when_told_to() {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};

    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("dữ liệu của cổng");
    let mut portal = Command::new(env!("CARGO_BIN_EXE_motcua-portal"))
        .args(["--demo", "--plain", "--data"])
        .arg(&data)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(portal.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let ready: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(ready["event"], "ready");
    assert_eq!(
        ready["profile"],
        data.join("portal-profile.json").to_str().unwrap()
    );
    let url = format!("{}/v1/push-key", ready["url"].as_str().unwrap());
    assert_eq!(client(&data).get(url).send().await.unwrap().status(), 200);
    let told = Command::new("kill")
        .args(["-TERM", &portal.id().to_string()])
        .status()
        .unwrap();
    assert!(told.success());
    assert_eq!(portal.wait().unwrap().code(), Some(0));
}

#[test]
fn the_command_refuses_a_public_address_and_wrong_use() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_motcua-portal"));
        command
            .args(arguments)
            .arg("--data")
            .arg(folder.path())
            .output()
            .unwrap()
    };
    let public = run(&["--listen", "0.0.0.0:0"]);
    assert_eq!(public.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&public.stderr).contains("not a loopback address"));
    assert_eq!(run(&["--database", "postgres://x"]).status.code(), Some(2));
}
