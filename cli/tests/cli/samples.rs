//! Every event in every version: sample, sign, verify.

use serde_json::{Value, json};

use crate::support::{catalog, run, verify};

/// Provider, event, and the API versions of its samples.
fn all() -> Vec<(String, String, Vec<String>)> {
    let catalog = catalog();
    let providers = catalog["providers"].as_object().expect("providers").clone();
    let events = providers.into_iter().flat_map(|(provider, entry)| {
        let events = entry["events"].as_array().expect("events").clone();
        events.into_iter().map(move |event| {
            let versions = event["samples"].as_object().expect("samples").keys().cloned().collect();
            (provider.clone(), event["name"].as_str().expect("a name").to_owned(), versions)
        })
    });
    events.collect()
}

#[test]
fn every_sample_verifies_typed() {
    let all = all();
    std::thread::scope(|scope| {
        for part in all.chunks(all.len().div_ceil(4)) {
            scope.spawn(move || {
                for (provider, event, versions) in part {
                    round_trips(provider, event, versions);
                }
            });
        }
    });
}

fn round_trips(provider: &str, event: &str, versions: &[String]) {
    let mut last = String::new();
    for version in versions {
        let mut args = vec!["sample", event, "--provider", provider];
        if !version.is_empty() {
            args.extend(["--api-version", version]);
        }
        let sample = run(&args, b"");
        assert_eq!((sample.code, sample.stderr.as_str()), (0, ""), "{args:?}");
        assert!(!sample.stdout.ends_with('\n'), "{args:?}");
        let verified = verify(provider, sample.stdout.as_bytes(), &[]);
        let result = verified.json(0);
        assert_eq!(result["type"], json!(event), "{args:?}");
        assert_eq!((&result["known"], &result["typed"]), (&json!(true), &json!(true)), "{args:?}: {result}");
        // The body comes back as it was.
        assert!(verified.stdout.contains(&format!(r#""event":{}}}"#, sample.stdout)), "{args:?}");
        let declared = &result["event"]["apiVersion"];
        assert!(declared.is_null() || declared == version, "{args:?}: {declared}");
        last = sample.stdout;
    }
    assert_eq!(run(&["sample", event, "--provider", provider], b"").stdout, last, "the newest by default");
}

#[test]
fn what_there_is_no_sample_of() {
    let message = |args: &[&str]| run(&[&["sample"], args].concat(), b"").usage_error().to_owned();
    let unknown = message(&["payment.recieved"]);
    assert!(
        unknown.starts_with("there is no event named `payment.recieved`\n\n  near: payment.received, "),
        "{unknown}"
    );
    let elsewhere = message(&["payment.received", "--provider", "creem"]);
    assert!(elsewhere.starts_with("CREEM has no event named `payment.received`"), "{elsewhere}");
    let nothing = message(&["zzzzzz"]);
    assert!(!nothing.contains("near") && nothing.contains("commet-webhooks events"), "{nothing}");
    let version = message(&["plan_grant.created", "--api-version", "2026-04"]);
    assert_eq!(
        version,
        "`plan_grant.created` has no API version `2026-04`\n\n  it has: 2026-07-31, 2026-08-27\n"
    );
    let versionless = message(&["checkout.completed", "--api-version", ""]);
    assert_eq!(versionless, "CREEM has no API versions: leave --api-version out\n");
    let both = message(&["credits.granted"]);
    assert_eq!(
        both,
        "more than one provider has the event `credits.granted`: choose with --provider commet or --provider creem\n"
    );
}

#[test]
fn samples_are_json() {
    let sample = run(&["sample", "subscription.paid"], b"");
    let body: Value = serde_json::from_str(&sample.stdout).expect("JSON");
    assert_eq!(body["eventType"], json!("subscription.paid"));
}
