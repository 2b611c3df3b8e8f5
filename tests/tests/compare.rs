//! The comparator: it must pass what is right and name what is not.

use commet_webhooks_tests::compare::{Failure, compare};
use commet_webhooks_tests::protocol::{Answer, Question};
use commet_webhooks_tests::vectors::{self, Case};

fn cases(suite: &str) -> Vec<Case> {
    vectors::load(&vectors::directory(), suite).unwrap().cases
}

fn answers(cases: &[&Case]) -> Vec<String> {
    cases.iter().map(|case| serde_json::to_string(&Answer::of(case)).unwrap()).collect()
}

/// The path, the expected and the given side of the first failure.
fn first(cases: &[&Case], answers: &[String]) -> (String, Option<String>, Option<String>) {
    let report = compare(cases, &answers.join("\n"));
    assert_eq!((report.passed, report.failures.len()), (cases.len() - 1, 1));
    match report.failures.into_iter().next() {
        Some(Failure::Different { path, expected, got, .. }) => (path, expected, got),
        other => panic!("{other:?}"),
    }
}

#[test]
fn right_answers_pass() {
    let all: Vec<Case> = vectors::load_cases(&vectors::directory()).unwrap().into_iter().flat_map(|file| file.cases).collect();
    let all: Vec<&Case> = all.iter().collect();
    let report = compare(&all, &answers(&all).join("\n"));
    assert_eq!((report.passed, report.failures.len()), (all.len(), 0));
}

#[test]
fn keys_may_come_in_any_order() {
    let cases = cases("access");
    let case = &cases[0];
    let sorted: std::collections::BTreeMap<String, serde_json::Value> = serde_json::from_value(serde_json::to_value(Answer::of(case)).unwrap()).unwrap();
    assert_eq!(compare(&[case], &serde_json::to_string(&sorted).unwrap()).passed, 1);
}

#[test]
fn differences_are_named() {
    let cases = cases("signature");
    let cases: Vec<&Case> = cases.iter().take(3).collect();
    let right = answers(&cases);
    let alter = |from: &str, to: &str| {
        assert!(right[1].contains(from), "{from}");
        vec![right[0].clone(), right[1].replacen(from, to, 1), right[2].clone()]
    };
    let some = |text: &str| Some(text.to_owned());
    let path = |path: &str, expected: Option<String>, got: Option<String>| (path.to_owned(), expected, got);
    assert_eq!(first(&cases, &alter("\"verify\":true", "\"verify\":false")), path("verify", some("true"), some("false")));
    assert_eq!(first(&cases, &alter("\"verify\":true,", "")), path("verify", some("true"), None));
    assert_eq!(first(&cases, &alter("\"verify\"", "\"more\":1,\"verify\"")), path("more", None, some("1")));
    assert_eq!(first(&cases, &alter("[\"id\",\"evt_1\"]", "[\"id\",\"evt_2\"]")), path("parse.id", some("\"evt_1\""), some("\"evt_2\"")));
    assert_eq!(first(&cases, &alter("[\"id\",\"evt_1\"],", "")), path("parse.id", some("\"evt_1\""), None));
    assert_eq!(
        first(&cases, &alter("427a05742f17b000", "427a05742f17b001")),
        path("parse.created_at", some(r#"{"n":"427a05742f17b000"} (1788170400123.0)"#), some(r#"{"n":"427a05742f17b001"} (1788170400123.0002)"#)),
    );
    let (place, _, got) = first(
        &cases,
        &alter(
            "[[\"created_at\",{\"n\":\"427a05742f17b000\"}],[\"eventType\",\"subscription.update\"]",
            "[[\"eventType\",\"subscription.update\"],[\"created_at\",{\"n\":\"427a05742f17b000\"}]",
        ),
    );
    assert_eq!(place, "parse");
    assert!(got.unwrap().starts_with("{\"o\":[[\"eventType\""));
}

#[test]
fn lines_that_are_wrong_as_lines_are_named() {
    let cases = cases("signature");
    let cases: Vec<&Case> = cases.iter().take(3).collect();
    let right = answers(&cases);
    let sentences = |lines: &[&str]| -> Vec<String> { compare(&cases, &lines.join("\n")).failures.iter().map(ToString::to_string).collect() };
    assert_eq!(sentences(&[&right[0], &right[1]]), [format!("{}: no answer", cases[2].id)]);
    assert_eq!(sentences(&[&right[0], &right[2], &right[1]]), [format!("line 3: {} is out of order", cases[1].id)]);
    assert_eq!(sentences(&[&right[0], &right[0], &right[1], &right[2]]), [format!("line 2: answers {} again", cases[0].id)]);
    assert_eq!(sentences(&[&right[0], &right[1], &right[2], "{\"id\":\"x\"}"]), ["line 4: answers no case: \"x\""]);
    assert!(sentences(&[&right[0], &right[1], &right[2], "{"])[0].starts_with("line 4: no JSON: "));
}

#[test]
fn questions_are_the_protocol_s() {
    let cases = cases("options");
    let case = cases.iter().find(|case| case.id == "options/all-options").unwrap();
    let line = serde_json::to_value(Question::of(case).unwrap()).unwrap();
    let keys: Vec<&String> = line.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["id", "provider", "body", "signature", "secret", "headers", "options"]);
    let keys: Vec<&String> = line["options"].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["secrets", "max_age_seconds", "now", "mode", "max_body_bytes"]);
    assert_eq!(Question::of(case).unwrap().body().unwrap(), case.body.to_vec().unwrap());
}
