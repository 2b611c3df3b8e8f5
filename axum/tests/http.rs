//! Requests over HTTP, to a server as an application would have it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::{FromRef, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use commet_webhooks::{ErrorCode, Provider, Webhooks, commet, creem, sign};
use commet_webhooks_axum::{Received, Receiver, Rejection, WebhookEvent};

const SECRET: &str = "whsec_test";
const PAID: &str = r#"{"id":"whev_1","event":"payment.received","timestamp":"2026-09-14T08:30:00.000Z","mode":"live",
    "organizationId":"org_1","data":{"invoiceId":"inv_1","invoiceNumber":"INV-1","customerId":"Zoë 🚀",
    "subscriptionId":"sub_1","invoiceTotal":9900,"invoiceCurrency":"usd"}}"#;

#[derive(Clone)]
struct App {
    receiver: Receiver,
    seen: Arc<Mutex<Vec<String>>>,
}

impl FromRef<App> for Receiver {
    fn from_ref(app: &App) -> Self {
        app.receiver.clone()
    }
}

impl App {
    fn saw(&self, what: impl Into<String>) {
        self.seen.lock().expect("no handler panics").push(what.into());
    }
}

async fn handle(
    State(app): State<App>,
    event: Result<WebhookEvent, Rejection>,
) -> Result<Received, Response> {
    let WebhookEvent(event) = event.map_err(|rejection| {
        app.saw(rejection.to_string().split([',', '.', ':']).next().unwrap_or_default());
        rejection.into_response()
    })?;
    let unknown = match event.provider() {
        Provider::Creem => matches!(event.creem(), creem::Data::Unknown(_)),
        _ => matches!(event.commet(), commet::Data::Unknown(_)),
    };
    if event.event_type() == "payment.failed" {
        return Err(StatusCode::INTERNAL_SERVER_ERROR.into_response());
    }
    app.saw(format!("{} {}", event.event_type(), if unknown { "unknown" } else { "typed" }));
    Ok(Received)
}

/// Serves the handler with a receiver; gives the address and what is seen.
async fn serve(receiver: Receiver) -> (String, Arc<Mutex<Vec<String>>>) {
    let app = App { receiver, seen: Arc::default() };
    let seen = app.seen.clone();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}/webhooks", listener.local_addr().expect("an address"));
    let routes = Router::new().route("/webhooks", post(handle)).with_state(app);
    tokio::spawn(async move { axum::serve(listener, routes).await });
    (url, seen)
}

/// Posts a body, and gives the status and the text of the answer.
async fn send(url: &str, headers: &[(&str, &str)], body: impl Into<Vec<u8>>) -> (u16, String) {
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let mut request = agent.post(url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let body = body.into();
    tokio::task::spawn_blocking(move || {
        let mut response = request.send(&body[..]).expect("an answer");
        let text = response.body_mut().read_to_string().expect("a text");
        (response.status().as_u16(), text)
    })
    .await
    .expect("no panic")
}

async fn signed(url: &str, body: &str) -> (u16, String) {
    send(url, &[("X-Commet-Signature", &sign(body, SECRET).expect("a secret"))], body).await
}

fn refusal(code: ErrorCode) -> String {
    format!(r#"{{"received":false,"code":"{code}"}}"#)
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_as_the_contract_says() {
    let receiver = Receiver::new(Webhooks::commet(SECRET).expect("a secret"));
    let (url, seen) = serve(receiver).await;
    let accepted = (200, r#"{"received":true}"#.to_owned());
    assert_eq!(signed(&url, PAID).await, accepted);
    assert_eq!(signed(&url, r#"{"event":"news.from_tomorrow","data":{}}"#).await, accepted);
    assert_eq!(
        seen.lock().unwrap().drain(..).collect::<Vec<_>>(),
        ["payment.received typed", "news.from_tomorrow unknown"]
    );

    let (limit, more) = (vec![b' '; 1 << 20], vec![b' '; (1 << 20) + 1]);
    let forged = sign(format!("{PAID} "), SECRET).expect("a secret");
    for (code, status, headers, body) in [
        (ErrorCode::MissingSignature, 403, vec![], PAID.as_bytes()),
        (ErrorCode::MalformedSignature, 403, vec![("x-commet-signature", "nonsense")], PAID.as_bytes()),
        (ErrorCode::SignatureMismatch, 403, vec![("x-commet-signature", forged.as_str())], PAID.as_bytes()),
        (ErrorCode::EmptyBody, 403, vec![("x-commet-signature", forged.as_str())], b""),
        (ErrorCode::BodyTooLarge, 413, vec![("x-commet-signature", forged.as_str())], &more[..]),
        (ErrorCode::SignatureMismatch, 403, vec![("x-commet-signature", forged.as_str())], &limit[..]),
    ] {
        assert_eq!(send(&url, &headers, body).await, (status, refusal(code)));
    }
    let signature = sign(b"\xff", SECRET).expect("a secret");
    assert_eq!(
        send(&url, &[("x-commet-signature", &signature)], b"\xff").await,
        (400, refusal(ErrorCode::InvalidUtf8))
    );
    assert_eq!(signed(&url, "{").await, (400, refusal(ErrorCode::InvalidJson)));
    assert_eq!(seen.lock().unwrap().len(), 8);
    // A handler's failure is its own answer.
    assert_eq!(signed(&url, &PAID.replace("payment.received", "payment.failed")).await.0, 500);
}

#[tokio::test(flavor = "multi_thread")]
async fn options_count() {
    let receiver = Receiver::new(Webhooks::commet(SECRET).expect("a secret"));
    let (sandbox, _) = serve(receiver.clone().mode("sandbox")).await;
    assert_eq!(signed(&sandbox, PAID).await, (400, refusal(ErrorCode::WrongMode)));
    let (young, _) = serve(receiver.clone().max_age(Duration::from_secs(60))).await;
    let old = PAID.replace("2026-", "2020-");
    assert_eq!(signed(&young, &old).await, (400, refusal(ErrorCode::TooOld)));
    let future = PAID.replace("2026-", "9000-");
    assert_eq!(signed(&young, &future).await, (400, refusal(ErrorCode::FromTheFuture)));
    let (patient, _) = serve(receiver.clone().max_age(Duration::MAX).clock_skew(Duration::MAX)).await;
    assert_eq!(signed(&patient, &future).await.0, 200);
    let (small, _) = serve(receiver.max_body_bytes(10)).await;
    assert_eq!(signed(&small, PAID).await, (413, refusal(ErrorCode::BodyTooLarge)));
}

#[tokio::test(flavor = "multi_thread")]
async fn creem_has_its_own_header() {
    let (url, seen) = serve(Receiver::new(Webhooks::creem(SECRET).expect("a secret"))).await;
    let body = r#"{"id":"evt_1","eventType":"dispute.dreamt","created_at":1789374600123,"object":{}}"#;
    let signature = sign(body, SECRET).expect("a secret");
    assert_eq!(send(&url, &[("creem-signature", &signature)], body).await.0, 200);
    assert_eq!(
        send(&url, &[("x-commet-signature", &signature)], body).await,
        (403, refusal(ErrorCode::MissingSignature))
    );
    assert_eq!(seen.lock().unwrap()[0], "dispute.dreamt unknown");
}
