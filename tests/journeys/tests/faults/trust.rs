//! Whom the phone believes: certificates.

use motcua_client::use_case::{prepare_procedure, sign_in};
use motcua_domain::failure::Code;
use motcua_journeys::stage::{World, assert_explained};
use serde_json::Value;

use super::Queued;

#[tokio::test(flavor = "multi_thread")]
async fn the_certificate_isnt_trusted() {
    let mut it = Queued::new().await;
    let stranger = World::start().await;
    let mut profile: Value = serde_json::from_slice(&it.world.profile()).unwrap();
    let theirs: Value = serde_json::from_slice(&stranger.profile()).unwrap();
    profile["anchors_pem"] = theirs["anchors_pem"].clone();
    it.phone.use_profile(profile.to_string().into_bytes());
    it.phone.restart().await;

    it.fails(Code::ConnectionNotSecure).await;
    let failure = prepare_procedure::refresh_catalogue(it.phone.context())
        .await
        .unwrap_err();
    assert_explained(&failure, Code::ConnectionNotSecure);
    sign_in::sign_out(it.phone.context()).unwrap();
    let failure = sign_in::begin_sign_in(it.phone.context()).await.unwrap_err();
    assert_explained(&failure, Code::ConnectionNotSecure);
    assert_eq!(it.world.count("files").await, 0, "not a byte went out");

    it.phone.use_profile(it.world.profile());
    it.phone.restart().await;
    it.phone.sign_in(&it.world, &it.story.person).await.unwrap();
    it.succeeds().await;
}
