//! Random requests around bodies.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use commet_webhooks_codegen::catalog::Catalog;
use fastrand::Rng;

use super::{body, one_of, percent};
use crate::author::sign;
use crate::protocol::Question;
use crate::vectors::{Options, Provider};

const SECRETS: [&str; 7] = [
    "whsec_random",
    "whsec_random",
    "creem_secret",
    " whsec_spaces ",
    "gehëim🔑",
    "a secret of more than sixty-four bytes, which is hashed before it is a key",
    "0",
];

const BLANKS: [&str; 4] = ["", " ", "\t\r\n", "\u{a0}"];

const SIGNATURES: [&str; 7] = ["", " ", "0", "é", "v1=00", "null", ","];

const MODES: [&str; 5] = ["live", "sandbox", "prod", "test", ""];

const NOWS: [&str; 4] = ["2026-09-14T08:31:00.000Z", "2026-09-14T08:25:01.000Z", "2026-12-01T00:00:00.000Z", "1970-01-01T00:00:00.000Z"];

/// A question, and what surrounds its body.
pub(super) fn question(rng: &mut Rng, catalog: &Catalog, id: String) -> Question {
    let provider = one_of(rng, &[Provider::Commet, Provider::Commet, Provider::Creem]);
    let entry = catalog.provider(match provider {
        Provider::Commet => "commet",
        Provider::Creem => "creem",
    });
    let body = body::body(rng, catalog, entry);
    let secret = if percent(rng, 97) { one_of(rng, &SECRETS) } else { one_of(rng, &BLANKS) };
    let signature = signature(rng, &body, secret);
    let headers = percent(rng, 30).then(|| headers(rng, provider, entry.headers.event.as_deref(), signature.as_deref(), &body));
    let options = percent(rng, 30).then(|| options(rng, secret, body.len()));
    Question { id, provider, body: BASE64.encode(&body), signature, secret: secret.to_owned(), headers, options }
}

/// The right one nine times in ten.
fn signature(rng: &mut Rng, body: &[u8], secret: &str) -> Option<String> {
    let right = sign(body, secret.as_bytes());
    if percent(rng, 90) {
        return Some(if percent(rng, 10) { right.to_uppercase() } else { right });
    }
    match rng.u8(..7) {
        0 => None,
        1 => Some(one_of(rng, &SIGNATURES).to_owned()),
        2 => Some(right[..rng.usize(..64)].to_owned()),
        3 => Some(format!("{right}{}", one_of(rng, &["0", " ", "\n", "00"]))),
        4 => Some(sign(body, b"another secret")),
        5 => Some("é".repeat(one_of(rng, &[32, 64]))),
        _ => {
            let mut changed = right.into_bytes();
            changed[rng.usize(..64)] = rng.u8(b' '..=b'~');
            Some(String::from_utf8(changed).expect("ASCII"))
        }
    }
}

fn headers(rng: &mut Rng, provider: Provider, event: Option<&str>, signature: Option<&str>, body: &[u8]) -> BTreeMap<String, String> {
    let mut headers = BTreeMap::from([("Content-Type".to_owned(), "application/json".to_owned())]);
    if let Some(signature) = signature {
        headers.insert(in_some_case(rng, provider.signature_header()), signature.to_owned());
    }
    if percent(rng, 10) {
        headers.insert(in_some_case(rng, provider.signature_header()), sign(body, b"another secret"));
    }
    if let Some(event) = event
        && percent(rng, 50)
    {
        let value = one_of(rng, &["payment.failed", "subscription.activated", "", "é"]);
        headers.insert(in_some_case(rng, event), value.to_owned());
    }
    headers
}

fn in_some_case(rng: &mut Rng, name: &str) -> String {
    match rng.u8(..4) {
        0 => name.to_lowercase(),
        1 => name.to_uppercase(),
        _ => name.to_owned(),
    }
}

fn options(rng: &mut Rng, secret: &str, size: usize) -> Options {
    let mut options = Options::default();
    if percent(rng, 40) {
        let mut secrets = vec![secret.to_owned(), "another secret".to_owned(), one_of(rng, &BLANKS).to_owned()];
        secrets.truncate(one_of(rng, &[0, 1, 1, 2, 2, 2, 3]));
        rng.shuffle(&mut secrets);
        options.secrets = Some(secrets);
    }
    if percent(rng, 50) {
        options.max_age_seconds = Some(one_of(rng, &[0, 60, 300, 86_400, 1_000_000_000]));
        // The system's clock would answer differently from run to run.
        options.now = Some(one_of(rng, &NOWS).to_owned());
    }
    if percent(rng, 40) {
        options.mode = Some(one_of(rng, &MODES).to_owned());
    }
    if percent(rng, 20) {
        options.max_body_bytes = Some(one_of(rng, &[0, 1, size as u64, (size as u64).saturating_sub(1), 1 << 20]));
    }
    options
}
