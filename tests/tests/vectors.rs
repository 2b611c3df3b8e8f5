//! The committed files: that they are whole, and that nobody has to take their word for it.

use std::collections::HashSet;
use std::fs;

use commet_webhooks_tests::value::Value;
use commet_webhooks_tests::vectors::{self, Case, HMAC, HmacCase, Provider, Receive, VectorFile};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::Value as Json;
use sha2::Sha256;

fn suites() -> Vec<VectorFile<Case>> {
    vectors::load_cases(&vectors::directory()).unwrap()
}

fn cases() -> Vec<Case> {
    suites().into_iter().flat_map(|file| file.cases).collect()
}

fn hmac_suite() -> VectorFile<HmacCase> {
    vectors::load(&vectors::directory(), HMAC).unwrap()
}

fn sign(payload: &[u8], key: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(payload);
    mac.finalize().into_bytes().into()
}

fn hex(digest: [u8; 32]) -> String {
    digest.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

fn is_blank(secret: &str) -> bool {
    secret.bytes().all(|byte| byte.is_ascii_whitespace())
}

#[test]
fn files_fit_the_schema() {
    let schema = fs::read_to_string(vectors::directory().with_file_name("vectors.schema.json")).unwrap();
    let validator = jsonschema::draft202012::new(&vectors::from_json(&schema).unwrap()).unwrap();
    for suite in suites().iter().map(|file| file.suite.as_str()).chain([HMAC]) {
        let path = vectors::directory().join(format!("{suite}.json"));
        let file: Json = vectors::from_json(&fs::read_to_string(path).unwrap()).unwrap();
        let faults: Vec<String> = validator.iter_errors(&file).map(|fault| format!("{suite}{}: {fault}", fault.instance_path())).collect();
        assert!(faults.is_empty(), "{faults:#?}");
    }
}

#[test]
fn counts_ids_and_flags_are_right() {
    let hmac = hmac_suite();
    let mut heads = vec![(hmac.suite, hmac.count, hmac.flags, hmac.cases.into_iter().map(|case| (case.id, case.flags)).collect::<Vec<_>>())];
    heads.extend(suites().into_iter().map(|file| {
        let cases = file.cases.into_iter().map(|case| (case.id, case.flags)).collect();
        (file.suite, file.count, file.flags, cases)
    }));
    let mut seen = HashSet::new();
    for (suite, count, explained, cases) in heads {
        assert_eq!(count, cases.len(), "{suite}");
        for (id, flags) in &cases {
            assert!(id.starts_with(&format!("{suite}/")), "{id}");
            assert!(seen.insert(id.clone()), "{id} is there twice");
            assert!(flags.iter().all(|flag| explained.contains_key(flag)), "{id}");
        }
        let unused = explained.keys().find(|flag| !cases.iter().any(|(_, flags)| flags.contains(flag)));
        assert_eq!(unused, None, "{suite}");
    }
}

#[test]
fn known_answers_are_answers() {
    for case in hmac_suite().cases {
        let key = case.key.to_vec().unwrap();
        let blank = std::str::from_utf8(&key).is_ok_and(is_blank);
        let right = (!blank).then(|| hex(sign(&case.payload.to_vec().unwrap(), &key)));
        assert_eq!(case.signature, right, "{}", case.id);
    }
}

#[test]
fn verify_is_what_hmac_says() {
    for case in cases() {
        let body = case.body.to_vec().unwrap();
        let right = hex(sign(&body, case.secret.as_bytes()));
        let given = case.signature.as_deref().unwrap_or_default();
        let verify = !is_blank(&case.secret) && !body.is_empty() && given.eq_ignore_ascii_case(&right);
        assert_eq!(case.expect.verify, verify, "{}", case.id);
        assert!(verify || case.expect.parse.is_none(), "{}", case.id);
    }
}

#[test]
fn receive_hands_on_what_is_parsed() {
    for case in cases() {
        if let (Some(parsed), Receive::Event(event)) = (&case.expect.parse, &case.expect.receive) {
            let key = if case.provider == Provider::Commet { "data" } else { "object" };
            assert_eq!(parsed.get(key), Some(&event.data), "{}", case.id);
            assert!(event.known || !event.typed, "{}", case.id);
        }
    }
}

/// `serde_json` is another reader of the same grammar. It knows no lone surrogates, nests one level
/// less and may miss the nearest double by a little; in everything else it must agree.
#[test]
fn serde_json_agrees() {
    for case in cases().into_iter().filter(|case| case.expect.verify) {
        let body = case.body.to_vec().unwrap();
        let read: Result<Json, _> = serde_json::from_slice(&body);
        let beyond = case.id.contains("surrogate") || case.id.contains("depth-") && case.id.ends_with("-128");
        match (&case.expect.parse, read) {
            (Some(parsed), Ok(Json::Object(members))) => assert!(alike(parsed, &Json::Object(members)), "{}", case.id),
            (Some(_), Err(error)) => assert!(beyond, "{}: {error}", case.id),
            (Some(_), Ok(other)) => panic!("{}: {other} is no object", case.id),
            (None, Ok(other)) => assert!(!other.is_object(), "{}", case.id),
            (None, Err(_)) => {}
        }
    }
}

fn alike(value: &Value, json: &Json) -> bool {
    match (value, json) {
        (Value::Null, Json::Null) => true,
        (Value::Bool(left), Json::Bool(right)) => left == right,
        (Value::Text(left), Json::String(right)) => left == right,
        (Value::Number(bits), Json::Number(right)) => right.as_f64().is_some_and(|right| bits.abs_diff(right.to_bits()) <= 1),
        (Value::Array(left), Json::Array(right)) => left.len() == right.len() && left.iter().zip(right).all(|(left, right)| alike(left, right)),
        (Value::Object(left), Json::Object(right)) => {
            left.len() == right.len() && left.iter().all(|(key, left)| right.get(key).is_some_and(|right| alike(left, right)))
        }
        _ => false,
    }
}
