//! The browser of the sign-in hop: opens the e-ID's page, presses a button, and comes back with the redirect.

use url::Url;

use super::world::World;

/// What the person presses on the consent page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// "Allow and sign in".
    Allow,
    /// "Don't".
    Deny,
}

/// Opens `page`, lets the person with this personal ID decide, and gives the address that the browser is sent back to.
pub async fn consent(world: &World, page: &str, person: &str, decision: Decision) -> String {
    let shown = world.http().get(page).send().await.unwrap();
    assert_eq!(shown.status(), 200, "the consent page");
    let html = shown.text().await.unwrap();
    let hidden = html
        .split("name=\"request\" value=\"")
        .nth(1)
        .expect("the page has its hidden field");
    let request = hidden.split('"').next().unwrap();
    let decision = match decision {
        Decision::Allow => "allow",
        Decision::Deny => "deny",
    };
    let target = Url::parse(page).unwrap().join("/eid/consent").unwrap();
    let form = [("request", request), ("person", person), ("decision", decision)];
    let answer = world.http().post(target).form(&form).send().await.unwrap();
    assert_eq!(answer.status(), 303, "the way back");
    answer.headers()["location"].to_str().unwrap().to_owned()
}
