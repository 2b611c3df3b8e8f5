//! Every vector, put to the Rust crate.

use commet_webhooks::{ErrorCode, sign};
use commet_webhooks_conformance::answer;
use commet_webhooks_tests::compare;
use commet_webhooks_tests::protocol::Question;
use commet_webhooks_tests::vectors::{self, HMAC, HmacCase, VectorFile};

#[test]
fn known_answers_of_sign() {
    let file: VectorFile<HmacCase> = vectors::load(&vectors::directory(), HMAC).expect("the vectors");
    assert!(file.count > 0);
    for case in file.cases {
        let (key, payload) = (case.key.to_vec().expect("bytes"), case.payload.to_vec().expect("bytes"));
        let expected = case.signature.ok_or(ErrorCode::EmptySecret);
        assert_eq!(sign(payload, key).map_err(|error| error.code()), expected, "{}: {}", case.id, case.comment);
    }
}

#[test]
fn every_case() {
    let suites = vectors::load_cases(&vectors::directory()).expect("the vectors");
    let cases: Vec<_> = suites.iter().flat_map(|suite| &suite.cases).collect();
    assert!(cases.len() > 1000, "{} cases", cases.len());
    let mut answers = String::new();
    for case in &cases {
        let answer = answer(&Question::of(case).expect("a question")).expect("an answer");
        answers += &serde_json::to_string(&answer).expect("JSON");
        answers.push('\n');
    }
    let report = compare::compare(&cases, &answers);
    let shown: Vec<_> = report.failures.iter().take(10).map(ToString::to_string).collect();
    assert!(report.failures.is_empty(), "{} failed:\n{}", report.failures.len(), shown.join("\n"));
    assert_eq!(report.passed, cases.len());
}
