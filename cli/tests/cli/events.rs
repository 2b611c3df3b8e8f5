//! `events` and `events show`.

use serde_json::Value;

use crate::support::{Run, catalog, run};

fn output(args: &[&str]) -> String {
    let Run { code, stdout, stderr } = run(args, b"");
    assert_eq!((code, stderr.as_str()), (0, ""), "{args:?}");
    stdout
}

fn events(provider: &str) -> Vec<Value> {
    catalog()["providers"][provider]["events"].as_array().expect("events").clone()
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

#[test]
fn lists_all_or_one_providers() {
    let lines = |text: &str| text.lines().filter(|line| line.starts_with("    ")).count();
    let (all, commet, creem) = (
        output(&["events"]),
        output(&["events", "--provider", "commet"]),
        output(&["events", "--provider", "creem"]),
    );
    assert_eq!((lines(&commet), lines(&creem)), (events("commet").len(), events("creem").len()));
    assert_eq!(all, format!("{commet}\n{creem}"));
    for (provider, list) in [("commet", commet), ("creem", creem)] {
        for event in events(provider) {
            let name = text(&event, "name");
            let line =
                list.lines().find(|line| line.trim_start().starts_with(&format!("{name} "))).expect(name);
            let words = line.trim_start().strip_prefix(name).expect(name).trim();
            assert!(!words.is_empty() && text(&event, "description").starts_with(words), "{line}");
        }
    }
}

#[test]
fn shows_everything_about_each() {
    for provider in ["commet", "creem"] {
        for event in events(provider) {
            let name = text(&event, "name");
            let shown = output(&["events", "show", name, "--provider", provider]);
            assert!(shown.starts_with(&format!("{name} from ")), "{shown}");
            assert!(shown.contains(&format!("  handler       {}\n", text(&event, "handler"))), "{shown}");
            for field in event["fields"].as_array().expect("fields") {
                let path = text(field, "path");
                let line = shown.lines().find(|line| line.starts_with(&format!("  {path} "))).expect(path);
                assert!(line.contains(text(field, "unit")), "{line}");
                assert!(line.ends_with(text(field, "versions")), "{line}");
            }
            let sample =
                &shown[shown.find("\n{\n").expect("a sample")..=shown.find("\n}\n").expect("its end") + 1];
            let sample: Value = serde_json::from_str(sample).expect("JSON");
            assert_eq!(
                Some(&sample),
                event["samples"].as_object().and_then(|samples| samples.values().next_back())
            );
            assert_eq!(
                shown.contains("access        granted: "),
                text(&event, "access") == "granted",
                "{shown}"
            );
        }
    }
}

#[test]
fn access_by_status_is_said() {
    let shown = output(&["events", "show", "subscription.activated"]);
    assert!(shown.contains("  access        by the status; in the sample granted: "), "{shown}");
}

#[test]
fn a_name_of_two_providers_shows_both() {
    let both = output(&["events", "show", "credits.granted"]);
    assert!(
        both.contains("credits.granted from Commet\n") && both.contains("\ncredits.granted from CREEM\n"),
        "{both}"
    );
    // The option may stand on either side of the command.
    let one = output(&["events", "show", "credits.granted", "--provider", "creem"]);
    assert_eq!(one, output(&["events", "--provider", "creem", "show", "credits.granted"]));
    assert!(both.ends_with(&one));
}

#[test]
fn unknown_names_get_near_ones() {
    let run = run(&["events", "show", "subscription.activate"], b"");
    assert!(run.usage_error().contains("near: subscription.activated, "), "{run:?}");
}
