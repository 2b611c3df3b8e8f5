//! Times the core against its peers, and prints medians and ratios.
//!
//! Every round lets each contender go once through all bodies, in turn, so that whatever else the
//! machine does at that moment slows all of them. What counts is the median of the rounds' ratios.

mod bodies;

use std::hint::black_box;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use bodies::Shape;
use commet_webhooks::Webhooks;
use hmac::{Hmac, KeyInit, Mac};
use http::HeaderMap;
use serde_json::Value;
use sha2::{Digest, Sha256};
use standardwebhooks::Webhook;

const SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
const ROUNDS: usize = 41;

/// A body with the headers of our providers and those of the Standard Webhooks specification.
struct Request {
    body: Vec<u8>,
    signature: String,
    standard: HeaderMap,
}

struct Contender<'c> {
    name: &'static str,
    call: Box<dyn Fn(&Request) + 'c>,
}

fn contender<'c, T>(name: &'static str, call: impl Fn(&Request) -> T + 'c) -> Contender<'c> {
    Contender { name, call: Box::new(move |request| drop(black_box(call(request)))) }
}

/// What the goals of the project are ratios to.
const STANDARD: &str = "standardwebhooks + Value";
const PLAIN: &str = "hmac + Value";
const FLOOR: &str = "SHA-256 alone";

fn main() {
    let webhooks = Webhooks::commet(SECRET).expect("a secret");
    let standard = Webhook::new(SECRET).expect("a secret");
    let key = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("any length");
    let contenders = [
        contender(FLOOR, |request| Sha256::digest(&request.body)),
        contender("verify", |request| assert!(webhooks.verify(&request.body, &request.signature))),
        contender("verify_and_parse", |request| {
            webhooks
                .verify_and_parse(&request.body, &request.signature)
                .expect("authentic")
                .get("event")
                .is_some()
        }),
        contender("receive, two fields", |request| {
            let event = webhooks.receive(&request.body, headers(request)).expect("authentic");
            assert!(event.is_typed());
            event.data().get("customerId").is_some() && event.data().get("status").is_some()
        }),
        contender("receive, all fields", |request| {
            let event = webhooks.receive(&request.body, headers(request)).expect("authentic");
            black_box(event.commet());
        }),
        contender("receive, tape", |request| {
            webhooks.receive(&request.body, headers(request)).expect("authentic").to_tape()
        }),
        contender(PLAIN, |request| {
            let mut mac = key.clone();
            mac.update(&request.body);
            let signature = const_hex::decode(&request.signature).expect("hex");
            mac.verify_slice(&signature).expect("authentic");
            serde_json::from_slice::<Value>(&request.body).expect("JSON")
        }),
        contender(STANDARD, |request| {
            standard.verify(&request.body, &request.standard).expect("authentic");
            serde_json::from_slice::<Value>(&request.body).expect("JSON")
        }),
    ];
    for ascii in [true, false] {
        for shape in Shape::ALL {
            let requests: Vec<_> =
                (0..shape.count()).map(|number| request(shape.body(number, ascii), &standard)).collect();
            report(shape, ascii, &requests, &contenders);
        }
    }
}

fn headers(request: &Request) -> [(&str, &str); 3] {
    [
        ("host", "example.com"),
        ("content-type", "application/json"),
        ("x-commet-signature", &request.signature),
    ]
}

fn request(body: Vec<u8>, standard: &Webhook) -> Request {
    let signature = commet_webhooks::sign(&body, SECRET).expect("a secret");
    // The peer refuses what is older than five minutes; a shape takes some seconds.
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock").as_secs().cast_signed();
    let mut headers = HeaderMap::new();
    for (name, value) in [
        ("webhook-id", "msg_1".to_owned()),
        ("webhook-timestamp", now.to_string()),
        ("webhook-signature", standard.sign("msg_1", now, &body).expect("UTF-8")),
    ] {
        headers.insert(name, value.parse().expect("ASCII"));
    }
    Request { body, signature, standard: headers }
}

fn report(shape: Shape, ascii: bool, requests: &[Request], contenders: &[Contender<'_>]) {
    let mut rounds = vec![Vec::with_capacity(ROUNDS); contenders.len()];
    for _ in 0..ROUNDS {
        for (times, contender) in rounds.iter_mut().zip(contenders) {
            let start = Instant::now();
            for request in requests {
                (contender.call)(request);
            }
            #[expect(clippy::cast_precision_loss, reason = "a few hundred")]
            times.push(start.elapsed().as_secs_f64() * 1e9 / requests.len() as f64);
        }
    }
    let of = |name| contenders.iter().position(|contender| contender.name == name).expect("a contender");
    let bytes = requests.iter().map(|request| request.body.len()).sum::<usize>() / requests.len();
    let alphabet = if ascii { "ASCII" } else { "with characters beyond ASCII" };
    println!("\n{shape:?}: {} bodies of {bytes} bytes, {alphabet}", requests.len());
    println!(
        "{:26}{:>10}{:>16}{:>22}{:>18}",
        "", "ns", "× hmac + Value", "× standardwebhooks", "× SHA-256 floor"
    );
    for (times, contender) in rounds.iter().zip(contenders) {
        println!(
            "{:26}{:>10.0}{:>16.2}{:>22.2}{:>18.2}",
            contender.name,
            median(times.clone()),
            ratio(&rounds[of(PLAIN)], times),
            ratio(&rounds[of(STANDARD)], times),
            ratio(times, &rounds[of(FLOOR)]),
        );
    }
}

/// The median of the rounds' ratios.
fn ratio(numerators: &[f64], denominators: &[f64]) -> f64 {
    median(
        numerators.iter().zip(denominators).map(|(numerator, denominator)| numerator / denominator).collect(),
    )
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
