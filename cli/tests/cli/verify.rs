//! `verify`: what it prints, and how it ends.

use std::io::Write;
use std::process::Stdio;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::json;

use crate::support::{Run, SECRET, command, file, run, sign, verify};

/// An old event, with an id.
const BODY: &str = concat!(
    r#"{"id":"whev_1","event":"subscription.canceled","timestamp":"2020-01-02T03:04:05.678Z","organizationId":"org_1","#,
    r#""mode":"live","apiVersion":"2026-08-27","data":{"subscriptionId":"sub_1","customerId":"user_1","#,
    r#""status":"canceled","cancelReason":null}}"#
);
const CREEM_BODY: &str = r#"{"id":"evt_1","eventType":"made.up","created_at":1700000000000,"object":{"mode":"test","a":[{"b":1}]}}"#;

#[test]
fn a_typed_event_as_json() {
    let run = verify("commet", BODY.as_bytes(), &[]);
    let expected = format!(
        r#"{{"ok":true,"type":"subscription.canceled","known":true,"typed":true,"event_id":"whev_1","idempotency_key":"whev_1","grants_access":false,"event":{BODY}}}{}"#,
        "\n"
    );
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, expected.as_str(), ""));
}

#[test]
fn an_unknown_event_as_json() {
    let run = verify("creem", CREEM_BODY.as_bytes(), &[]);
    let expected = format!(
        r#"{{"ok":true,"type":"made.up","known":false,"typed":false,"event_id":"evt_1","idempotency_key":"evt_1","grants_access":null,"event":{CREEM_BODY}}}{}"#,
        "\n"
    );
    assert_eq!((run.code, run.stdout.as_str()), (0, expected.as_str()));
}

#[test]
fn known_but_not_typed() {
    let body = r#"{"event":"subscription.canceled","timestamp":"2026-01-01","data":{"subscriptionId":7,"status":"paused"}}"#;
    let event = verify("commet", body.as_bytes(), &[]).json(0);
    assert_eq!(event["known"], json!(true));
    assert_eq!(event["typed"], json!(false));
    assert_eq!(event["event_id"], json!(null));
    assert_eq!(event["idempotency_key"].as_str().map(str::len), Some(64));
    assert_eq!(event["grants_access"], json!(false));
}

#[test]
fn json_keeps_numbers_and_never_breaks_the_line() {
    let body = "{\"event\":\"x\\u001b[2J\u{9b}\",\"data\":{\"n\":[18446744073709551615,-9223372036854775808,9007199254740993,0.1,-0.0],\
                \"s\":\"\u{2028}\u{85}\u{202e}\\n\"}}";
    let run = verify("commet", body.as_bytes(), &[]);
    assert!(
        run.stdout.contains(r#"{"n":[18446744073709551615,-9223372036854775808,9007199254740993,0.1,-0.0],"#)
    );
    assert!(run.stdout.contains(r#""s":"\u2028\u0085\u202e\n""#), "{run:?}");
    let event = run.json(0);
    assert_eq!(event["type"], json!("x\u{1b}[2J\u{9b}"));
    assert_eq!(event["event"]["data"]["s"], json!("\u{2028}\u{85}\u{202e}\n"));
}

#[test]
fn as_deep_as_the_library_reads() {
    let nested = |depth: usize| {
        format!(r#"{{"event":"x","data":{{"a":{}{}}}}}"#, "[".repeat(depth), "]".repeat(depth))
    };
    let deepest = nested(126);
    for more in [&["--json"][..], &[]] {
        let signature = sign(deepest.as_bytes());
        let args = [&["verify", "--secret", SECRET, "--signature", &signature, "-"], more].concat();
        let run = run(&args, deepest.as_bytes());
        assert_eq!(run.code, 0, "{run:?}");
        assert!(run.stdout.contains("[]"), "{run:?}");
    }
    assert_eq!(verify("commet", nested(127).as_bytes(), &[]).json(1)["code"], json!("invalid_json"));
}

#[test]
fn a_typed_event_for_people() {
    let body = r#"{"event":"invoice.created","timestamp":"2026-06-11T00:00:00Z","mode":"live","data":{"total":9900,"a b":"\u001b[31m","list":[{"deep":{"er":null}},[]],"flat":[1,"two"],"none":{}}}"#;
    let args = ["verify", "--secret", SECRET, "--signature", &sign(body.as_bytes()), "-"];
    let Run { code, stdout, stderr } = run(&args, body.as_bytes());
    assert_eq!((code, stderr.as_str()), (0, ""));
    let (head, data) = stdout.split_once("\ndata\n").expect("data");
    assert!(head.starts_with("verified: invoice.created from Commet\n  "), "{head}");
    for row in [
        "  known            yes\n",
        "  typed            no: data.",
        "  event id         not given\n",
        " (SHA-256 of the body)\n",
        "  time             2026-06-11T00:00:00.000Z\n",
        "  mode             live\n",
        "  organization     not given\n",
        "  API version      not given\n",
        "  access           the event does not speak of it\n",
    ] {
        assert!(head.contains(row), "{row:?} in {head}");
    }
    assert_eq!(
        data,
        concat!(
            "  total     9900 cents\n",
            "  \"a b\"     \"\\u001b[31m\"\n",
            "  list\n",
            "    [0]\n",
            "      deep\n",
            "        er  null\n",
            "    [1]     []\n",
            "  flat      [1,\"two\"]\n",
            "  none      {}\n",
        )
    );
    assert!(!stdout.contains('\u{1b}'));
}

#[test]
fn forged_and_truncated() {
    let signature = sign(BODY.as_bytes());
    let args = ["verify", "--json", "--secret", SECRET, "--signature", &signature, "-"];
    for body in [BODY.replace("canceled", "active"), format!("{BODY}\n"), BODY[..100].to_owned()] {
        let error = run(&args, body.as_bytes()).json(1);
        assert_eq!(error["code"], json!("signature_mismatch"));
        let keys: Vec<_> = error.as_object().expect("an object").keys().collect();
        assert_eq!(keys, ["ok", "code", "message", "hint"]);
        assert_eq!(error["ok"], json!(false));
        assert!(error["message"].is_string() && error["hint"].is_string());
    }
    // Signed, but cut off before.
    let error = verify("commet", &BODY.as_bytes()[..100], &[]).json(1);
    assert_eq!(error["code"], json!("invalid_json"));
    assert!(error["message"].as_str().is_some_and(|message| message.ends_with("at byte 100")), "{error}");
}

#[test]
fn refusals_for_people_go_to_standard_error() {
    let args = ["verify", "--secret", SECRET, "--signature", &"0".repeat(64), "-"];
    let Run { code, stdout, stderr } = run(&args, BODY.as_bytes());
    assert_eq!((code, stdout.as_str()), (1, ""));
    assert!(stderr.starts_with("refused: signature_mismatch\n\n  the signature does not match"), "{stderr}");
    assert!(!stderr.contains(SECRET) && !stderr.contains(&sign(BODY.as_bytes())));
}

#[test]
fn the_signature_as_a_header() {
    let header = |name: &str, body: &str| format!("{name}:{}", sign(body.as_bytes()));
    let verify = |provider: &str, headers: &[&str], body: &str| {
        let mut args = vec!["verify", "--json", "--secret", SECRET, "--provider", provider, "-"];
        args.extend(headers.iter().flat_map(|header| ["--header", header]));
        run(&args, body.as_bytes())
    };
    let right = header("x-commet-SIGNATURE", BODY);
    verify("commet", &[&right], BODY).json(0);
    verify("commet", &[&right, "X-Commet-Event: subscription.canceled", "Other: 1"], BODY).json(0);
    verify("creem", &[&header("creem-signature", CREEM_BODY)], CREEM_BODY).json(0);
    for (headers, code) in [
        (vec![], "missing_signature"),
        (vec!["X-Commet-Signature:"], "missing_signature"),
        (vec!["X-Commet-Signature: abc"], "malformed_signature"),
        (vec![&right, &right], "malformed_signature"),
        (vec![&right, "x-commet-event: payment.failed"], "event_header_mismatch"),
    ] {
        assert_eq!(verify("commet", &headers, BODY).json(1)["code"], json!(code), "{headers:?}");
    }
    assert_eq!(verify("creem", &[&right], BODY).json(1)["code"], json!("missing_signature"));
    // The option counts, whatever the header says.
    let (right, wrong) = (sign(BODY.as_bytes()), "X-Commet-Signature: wrong");
    let args = ["verify", "--json", "--secret", SECRET, "--header", wrong, "--signature", &right, "-"];
    run(&args, BODY.as_bytes()).json(0);
}

#[test]
fn expectations() {
    let code = |run: Run| run.json(1)["code"].clone();
    let body = BODY.as_bytes();
    verify("commet", body, &["--mode", "live", "--max-body-bytes", &BODY.len().to_string()]).json(0);
    assert_eq!(code(verify("commet", body, &["--mode", "sandbox"])), json!("wrong_mode"));
    assert_eq!(code(verify("commet", body, &["--max-body-bytes", "10"])), json!("body_too_large"));
    assert_eq!(code(verify("commet", body, &["--max-age", "3d"])), json!("too_old"));
    let future = BODY.replace("2020-", "9020-");
    assert_eq!(code(verify("commet", future.as_bytes(), &["--max-age", "24h"])), json!("from_the_future"));
    let timeless = r#"{"event":"x","data":{}}"#;
    assert_eq!(code(verify("commet", timeless.as_bytes(), &["--max-age", "24h"])), json!("invalid_envelope"));
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_millis();
    let fresh = CREEM_BODY.replace("1700000000000", &now.to_string());
    verify("creem", fresh.as_bytes(), &["--max-age", "24h"]).json(0);
}

#[test]
fn unreadable_bodies() {
    let code = |body: &[u8]| verify("commet", body, &[]).json(1)["code"].clone();
    assert_eq!(code(b""), json!("empty_body"));
    assert_eq!(code(b"\xff"), json!("invalid_utf8"));
    assert_eq!(code(b"[]"), json!("not_an_object"));
    assert_eq!(code(b"{}"), json!("invalid_envelope"));
    assert_eq!(code(CREEM_BODY.as_bytes()), json!("invalid_envelope"));
}

#[test]
fn bodies_from_files() {
    let path = file("verify-body.json", BODY.as_bytes());
    let args = ["verify", "--json", "--secret", SECRET, "--signature", &sign(BODY.as_bytes()), &path];
    run(&args, b"").json(0);
    let message = run(&["verify", "--secret", SECRET, "/no/such/file"], b"");
    assert!(message.usage_error().starts_with("cannot read /no/such/file: "), "{message:?}");
}

#[test]
fn bad_usage() {
    for args in [
        &[][..],
        &["verify"],
        &["verify", "--secret", SECRET, "--json"],
        &["verify", "--secret", SECRET, "--provider", "stripe", "-"],
        &["verify", "--secret", SECRET, "--header", "nonsense", "-"],
        &["verify", "--secret", SECRET, "--max-age", "soon", "-"],
        &["verify", "--secret", SECRET, "--max-body-bytes", "-1", "-"],
        &["verify", "--secret", SECRET, "--unheard-of", "-"],
        &["verify", "--json", "/no/such/file", "--secret", SECRET],
        &["forge"],
    ] {
        let run = run(args, BODY.as_bytes());
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{args:?}");
        assert!(!run.stderr.is_empty(), "{args:?}");
    }
}

#[test]
fn help_is_no_error() {
    for args in [
        &["--help"][..],
        &["verify", "--help"],
        &["sign", "-h"],
        &["events", "--help"],
        &["sample", "--help"],
        &["--version"],
    ] {
        let run = run(args, b"");
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{args:?}");
        assert!(run.stdout.contains("commet-webhooks"), "{args:?}");
    }
}

#[test]
fn a_reader_that_leaves_early_is_no_fault() {
    let list = format!(r#"{{"event":"x","data":{{"list":[{}1]}}}}"#, "1,".repeat(200_000));
    let signature = sign(list.as_bytes());
    let mut child = command(&["verify", "--json", "--secret", SECRET, "--signature", &signature, "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    drop(child.stdout.take());
    child.stdin.take().expect("piped").write_all(list.as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("the binary ends");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_said() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("/dev/full");
    let output = command(&["events"]).stdout(full).output().expect("the binary ends");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("error: cannot write the output: "));
}
