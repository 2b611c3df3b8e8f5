//! The benchmark of Rust: the core and its peers.

use std::hint::black_box;
use std::path::Path;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use commet_webhooks::Webhooks;
use hmac::{Hmac, KeyInit, Mac};
use http::HeaderMap;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use standardwebhooks::Webhook;

use crate::Failure;
use crate::bodies::Kind;
use crate::measurements::{FLOOR, TURN};

const SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
/// Says which versions were built.
const LOCK: &str = include_str!("../../Cargo.lock");

/// A body with the headers of our providers and those of the Standard Webhooks specification.
struct Request {
    body: Vec<u8>,
    length: String,
    signature: String,
    event: &'static str,
    standard: HeaderMap,
}

struct Contender<'c> {
    /// What it does: only what does the same is compared.
    task: &'static str,
    /// Whether it is a call of ours, or a peer.
    role: &'static str,
    name: &'static str,
    call: Box<dyn Fn(&Request) + 'c>,
}

fn ours<'c, T>(task: &'static str, name: &'static str, call: impl Fn(&Request) -> T + 'c) -> Contender<'c> {
    Contender { task, role: "call", name, call: Box::new(move |request| drop(black_box(call(request)))) }
}

fn peer<'c, T>(task: &'static str, name: &'static str, call: impl Fn(&Request) -> T + 'c) -> Contender<'c> {
    Contender { role: "peer", ..ours(task, name, call) }
}

/// Prints the facts and the times, as [`crate::measurements`] wants them.
pub(crate) fn measure(directory: &Path, rounds: usize) -> Result<(), Failure> {
    let webhooks = Webhooks::commet(SECRET)?;
    let standard = Webhook::new(SECRET)?;
    let key = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes())?;
    let contenders = contenders(&webhooks, &standard, &key);
    let peers = ["hmac", "serde_json", "sha2", "standardwebhooks"];
    println!(
        "{}",
        json!({
            "runtime": format!("Rust {}", rustc()),
            "versions": peers.iter().map(|name| (*name, locked(name))).collect::<Value>(),
        })
    );
    for kind in Kind::all() {
        let bodies = kind.read(directory)?;
        let turn = (TURN / bodies.iter().map(Vec::len).sum::<usize>()).max(1);
        let requests: Vec<_> = bodies.into_iter().map(|body| request(kind, body, &standard)).collect();
        let mut times = vec![Vec::with_capacity(rounds); contenders.len()];
        // The first round warms up.
        for round in 0..=rounds {
            for (times, contender) in times.iter_mut().zip(&contenders) {
                let start = Instant::now();
                for request in (0..turn).flat_map(|_| &requests) {
                    (contender.call)(request);
                }
                if round > 0 {
                    #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
                    times.push(start.elapsed().as_secs_f64() * 1e9 / (turn * requests.len()) as f64);
                }
            }
        }
        for (times, contender) in times.iter().zip(&contenders) {
            println!(
                "{}",
                json!({
                    "bodies": kind.name(),
                    "task": contender.task,
                    contender.role: contender.name,
                    "ns": times,
                })
            );
        }
    }
    Ok(())
}

fn contenders<'c>(
    webhooks: &'c Webhooks,
    standard: &'c Webhook,
    key: &'c Hmac<Sha256>,
) -> [Contender<'c>; 7] {
    [
        ours("verify", "verify", |request| assert!(webhooks.verify(&request.body, &request.signature))),
        ours("parse", "verify_and_parse", |request| {
            let payload = webhooks.verify_and_parse(&request.body, &request.signature).expect("authentic");
            payload.get("event").is_some()
        }),
        ours("parse", "receive, two fields", |request| {
            let event = webhooks.receive(&request.body, headers(request)).expect("authentic");
            assert!(event.is_typed());
            event.data().get("customerId").is_some() && event.data().get("status").is_some()
        }),
        ours("parse", "receive, all fields", |request| {
            let event = webhooks.receive(&request.body, headers(request)).expect("authentic");
            black_box(event.commet());
        }),
        peer("parse", "standardwebhooks + serde_json", |request| {
            standard.verify(&request.body, &request.standard).expect("authentic");
            serde_json::from_slice::<Value>(&request.body).expect("JSON")
        }),
        peer("parse", "hmac + serde_json", |request| {
            let mut mac = key.clone();
            mac.update(&request.body);
            let signature = const_hex::decode(&request.signature).expect("hex");
            mac.verify_slice(&signature).expect("authentic");
            serde_json::from_slice::<Value>(&request.body).expect("JSON")
        }),
        peer("hash", FLOOR, |request| Sha256::digest(&request.body)),
    ]
}

fn headers(request: &Request) -> [(&str, &str); 8] {
    [
        ("host", "example.com"),
        ("user-agent", "Commet-Webhooks/1.0"),
        ("accept", "*/*"),
        ("content-type", "application/json"),
        ("content-length", &request.length),
        ("x-commet-signature", &request.signature),
        ("x-commet-event", request.event),
        ("x-commet-timestamp", "2026-06-23T14:00:00.000Z"),
    ]
}

fn request(kind: Kind, body: Vec<u8>, standard: &Webhook) -> Request {
    let signature = commet_webhooks::sign(&body, SECRET).expect("a secret");
    // The peer refuses what is older than five minutes; a kind of bodies takes some seconds.
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock").as_secs().cast_signed();
    let mut headers = HeaderMap::new();
    for (name, value) in [
        ("webhook-id", "msg_1".to_owned()),
        ("webhook-timestamp", now.to_string()),
        ("webhook-signature", standard.sign("msg_1", now, &body).expect("UTF-8")),
    ] {
        headers.insert(name, value.parse().expect("ASCII"));
    }
    Request { length: body.len().to_string(), body, signature, event: kind.size.event(), standard: headers }
}

/// The version of a crate.
fn locked(name: &str) -> &'static str {
    LOCK.split_once(&format!("name = \"{name}\"\nversion = \""))
        .and_then(|(_, rest)| rest.split_once('"'))
        .map_or("unknown", |(version, _)| version)
}

/// The version of the compiler on this machine, which has just built this.
fn rustc() -> String {
    let output = std::process::Command::new("rustc").arg("--version").output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    text.split_whitespace().nth(1).unwrap_or("of an unknown version").to_owned()
}
