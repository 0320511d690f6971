//! Feedback: services, sending with and without a picture, the officers' answer.

use reqwest::multipart::{Form, Part};
use reqwest::{Method, Response};
use serde_json::Value;

use crate::support::World;

const REQUESTS: &str = "/open311/v2/requests.json";
const JPEG: &[u8] = b"\xff\xd8\xff\xe0 a picture of a pothole";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n a picture of new asphalt";

fn pothole() -> Vec<(&'static str, &'static str)> {
    vec![
        ("service_code", "HT"),
        ("lat", "10.7769"),
        ("long", "106.7009"),
        ("description", "Ổ gà lớn trước số nhà 12"),
        ("first_name", "Nguyễn Thị Thử"),
        ("phone", "0900000001"),
        ("attribute[client_id]", "0193a5b0-0000-7000-8000-000000000001"),
    ]
}

async fn send_form(world: &World, fields: &[(&str, &str)]) -> Response {
    world
        .request(Method::POST, REQUESTS)
        .form(fields)
        .send()
        .await
        .unwrap()
}

async fn send_with_media(world: &World, media: Vec<u8>) -> Response {
    let mut form = Form::new().part("media", Part::bytes(media).file_name("anh.jpg"));
    for (name, value) in pothole() {
        form = form.text(name, value);
    }
    world
        .request(Method::POST, REQUESTS)
        .multipart(form)
        .send()
        .await
        .unwrap()
}

async fn number(answer: Response) -> String {
    assert_eq!(answer.status(), 201);
    let answer: Value = answer.json().await.unwrap();
    answer[0]["service_request_id"].as_str().unwrap().to_owned()
}

async fn show(world: &World, number: &str) -> Value {
    world
        .get_json(&format!("/open311/v2/requests/{number}.json"))
        .await[0]
        .clone()
}

async fn office(world: &World, path: &str, form: Form) -> Response {
    let request = world.request(Method::POST, &format!("/office/v1/feedback/{path}"));
    request
        .bearer_auth(&world.portal.office_token)
        .multipart(form)
        .send()
        .await
        .unwrap()
}

#[tokio::test]
async fn the_list_of_services_is_geo_report() {
    let world = World::start().await;
    let services = world.get_json("/open311/v2/services.json").await;
    let services = services.as_array().unwrap();
    assert_eq!(services.len(), 18);
    assert_eq!(services[0]["service_code"], "HT");
    assert_eq!(services[0]["service_name"], "Hạ tầng kỹ thuật");
    assert_eq!(
        (&services[0]["type"], &services[0]["metadata"]),
        (&"realtime".into(), &false.into())
    );
}

#[tokio::test]
async fn a_report_is_kept_once_shown_without_its_sender_and_due_by_the_portals_clock() {
    let world = World::start().await;
    let clock = serde_json::json!({"now": "2026-11-22T08:00:00Z", "frozen": true});
    world.send_json(Method::PUT, "/control/v1/clock", clock).await;
    let first = number(send_form(&world, &pothole()).await).await;
    let again = number(send_form(&world, &pothole()).await).await;
    assert_eq!(first, again, "the phone's own id makes it repeatable");
    assert_eq!(world.count("feedback").await, 1);

    let shown = show(&world, &first).await;
    assert_eq!(shown["status"], "open");
    assert_eq!(shown["attributes"]["motcua_status"], "received");
    assert_eq!(shown["description"], "Ổ gà lớn trước số nhà 12");
    assert_eq!(
        (&shown["lat"], &shown["long"]),
        (&10.7769.into(), &106.7009.into())
    );
    assert_eq!(shown["requested_datetime"], "2026-11-22T08:00:00.000Z");
    assert_eq!(
        shown["expected_datetime"], "2026-11-25T08:00:00.000Z",
        "72 hours for a road"
    );
    assert_eq!(shown["media_url"], Value::Null);
    let text = shown.to_string();
    assert!(!text.contains("Nguyễn") && !text.contains("0900000001"));
}

#[tokio::test]
async fn a_report_with_a_picture_is_forwarded_and_answered_with_another() {
    let world = World::start().await;
    let number = number(send_with_media(&world, JPEG.to_vec()).await).await;
    let media = show(&world, &number).await["media_url"]
        .as_str()
        .unwrap()
        .to_owned();
    let picture = world.http.get(world.plain(&media)).send().await.unwrap();
    assert_eq!(picture.headers()["content-type"], "image/jpeg");
    assert_eq!(picture.bytes().await.unwrap(), JPEG);

    assert_eq!(
        office(&world, &format!("{number}/forward"), Form::new())
            .await
            .status(),
        200
    );
    assert_eq!(
        show(&world, &number).await["attributes"]["motcua_status"],
        "forwarded"
    );
    let answer = || {
        let picture = Part::bytes(PNG).file_name("sau-khi-sua.png");
        Form::new()
            .text("note", "Đã vá mặt đường.")
            .part("media", picture)
    };
    assert_eq!(
        office(&world, &format!("{number}/answer"), answer())
            .await
            .status(),
        200
    );
    let shown = show(&world, &number).await;
    assert_eq!(
        (&shown["status"], &shown["status_notes"]),
        (&"closed".into(), &"Đã vá mặt đường.".into())
    );
    let media = shown["attributes"]["answer_media_url"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(
        world
            .http
            .get(world.plain(&media))
            .send()
            .await
            .unwrap()
            .bytes()
            .await
            .unwrap(),
        PNG
    );

    let again = office(&world, &format!("{number}/answer"), answer()).await;
    assert_eq!(again.status(), 409);
    assert_eq!(
        again.json::<Value>().await.unwrap()["code"],
        "STATUS_MOVE_REFUSED"
    );
}

#[tokio::test]
async fn what_cant_be_used_is_refused_in_geo_reports_shape_and_nothing_is_kept() {
    let world = World::start().await;
    let mut too_large = JPEG.to_vec();
    too_large.resize(20 * 1024 * 1024 + 1, 0);
    let far_too_large = vec![0; 22 * 1024 * 1024];
    for (answer, status, code) in [
        (
            send_form(&world, &[("service_code", "XX")]).await,
            400,
            "REQUEST_INVALID",
        ),
        (
            send_with_media(&world, b"%PDF-1.7 not a picture".to_vec()).await,
            415,
            "FILE_TYPE_REFUSED",
        ),
        (send_with_media(&world, too_large).await, 413, "FILE_TOO_LARGE"),
        (
            send_with_media(&world, far_too_large).await,
            413,
            "FILE_TOO_LARGE",
        ),
    ] {
        assert_eq!(answer.status(), status, "{code}");
        let errors: Value = answer.json().await.unwrap();
        assert_eq!(errors[0]["code"], code);
        assert!(errors[0]["description"].is_string());
    }
    assert_eq!(world.count("feedback").await, 0);
    let unknown = world.get("/open311/v2/requests/PA-260101-00000000.json").await;
    assert_eq!(unknown.status(), 404);
    assert_eq!(unknown.json::<Value>().await.unwrap()[0]["code"], "NOT_FOUND");
}

#[tokio::test]
async fn only_the_office_lists_and_answers() {
    let world = World::start().await;
    assert_eq!(world.get("/office/v1/feedback").await.status(), 401);
    let request = world
        .request(Method::GET, "/office/v1/feedback")
        .bearer_auth("guessed");
    assert_eq!(request.send().await.unwrap().status(), 401);
    number(send_form(&world, &pothole()).await).await;
    let request = world
        .request(Method::GET, "/office/v1/feedback")
        .bearer_auth(&world.portal.office_token);
    let list: Value = request.send().await.unwrap().json().await.unwrap();
    assert_eq!(list.as_array().unwrap().len(), 1);
    let unknown = office(&world, "PA-260101-00000000/forward", Form::new()).await;
    assert_eq!(unknown.status(), 404);
}
