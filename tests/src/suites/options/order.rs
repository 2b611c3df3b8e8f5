//! Two faults at once: which is reported.

use crate::author::Suite;
use crate::said::PAYOUT;

pub(super) fn cases(suite: &mut Suite) {
    before_comparing(suite);
    comparing(suite);
    before_the_envelope(suite);
    after_the_envelope(suite);
}

fn before_comparing(suite: &mut Suite) {
    suite.section(
        "Order",
        "Faults are looked for in one order: secret, empty body, size, missing signature, its shape, the comparison, UTF-8, JSON, object, envelope, event header, mode, age.",
    );
    let wrong = "0".repeat(64);
    let not_utf8: &[u8] = b"{\"event\":\"\xff\"";
    suite.commet("secret-before-body", "blank secret, empty body").secret(" ").body("").refused("empty_secret");
    suite.commet("secret-before-size", "blank secret, large body").secret("").max_body(1).refused("empty_secret");
    suite.commet("secret-before-missing", "blank secret, no signature").secret("").signature(None).refused("empty_secret");
    suite.commet("secret-before-shape", "blank secret, malformed signature").secret("\n").signature("x").refused("empty_secret");
    suite.commet("secret-before-comparison", "blank secret, wrong signature").secret("\t").signature(wrong.as_str()).refused("empty_secret");
    suite.commet("secret-before-json", "blank secret, no JSON").secret("").body("{").refused("empty_secret");
    suite.commet("secrets-before-body", "no secrets, empty body").secrets(&[]).body("").refused("empty_secret");
    suite.commet("body-right", "an empty body never verifies, though rightly signed").body("").refused("empty_body");
    suite.creem("creem-body-right", "an empty body never verifies, though rightly signed").body("").refused("empty_body");
    suite.commet("body-before-size", "empty body, nothing allowed").body("").max_body(0).refused("empty_body");
    suite.commet("body-before-missing", "empty body, no signature").body("").signature(None).refused("empty_body");
    suite.commet("body-before-shape", "empty body, malformed signature").body("").signature("x").refused("empty_body");
    suite.commet("body-before-comparison", "empty body, wrong signature").body("").signature(wrong.as_str()).refused("empty_body");
    suite.commet("size-before-missing", "large body, no signature").max_body(10).signature(None).refused("body_too_large");
    suite.commet("size-before-empty-signature", "large body, empty signature").max_body(10).signature("").refused("body_too_large");
    suite.commet("size-before-shape", "large body, malformed signature").max_body(10).signature("x").refused("body_too_large");
    suite.commet("size-before-comparison", "large body, wrong signature").max_body(10).signature(wrong.as_str()).refused("body_too_large");
    suite.commet("size-before-utf8", "large body, not UTF-8").max_body(10).body(not_utf8).authentic_but("body_too_large");
    suite.commet("size-before-json", "large body, no JSON").max_body(10).body("[[[[[[[[[[[").authentic_but("body_too_large");
    suite.commet("missing-before-utf8", "no signature, not UTF-8").signature(None).body(not_utf8).refused("missing_signature");
    suite.commet("missing-before-json", "no signature, no JSON").signature("").body("{").refused("missing_signature");
    suite.commet("missing-before-mode", "no signature, another mode").signature(None).mode("sandbox").refused("missing_signature");
    suite.commet("shape-before-utf8", "malformed signature, not UTF-8").signature("x").body(not_utf8).refused("malformed_signature");
    suite.commet("shape-before-json", "malformed signature, no JSON").signature("x").body("{").refused("malformed_signature");
    suite.commet("shape-before-envelope", "malformed signature, no envelope").signature("x").body("{}").refused("malformed_signature");
    suite.commet("shape-not-any-match", "malformed signature, several secrets").signature("x").secrets(&["a", "b"]).refused("malformed_signature");
}

fn comparing(suite: &mut Suite) {
    let wrong = "0".repeat(64);
    for (name, comment, body) in [
        ("utf8", "wrong signature, not UTF-8", b"{\"event\":\"\xff\"" as &[u8]),
        ("json", "wrong signature, no JSON", b"{"),
        ("object", "wrong signature, no object", b"[]"),
        ("envelope", "wrong signature, no envelope", b"{}"),
    ] {
        suite.commet(&format!("comparison-before-{name}"), comment).body(body).signature(wrong.as_str()).refused("signature_mismatch");
    }
    suite
        .commet("comparison-before-event-header", "wrong signature, another event's header")
        .signature(wrong.as_str())
        .header("X-Commet-Event", "x")
        .refused("signature_mismatch");
    suite.commet("comparison-before-mode", "wrong signature, another mode").signature(wrong.as_str()).mode("sandbox").refused("signature_mismatch");
    suite
        .commet("comparison-before-age", "wrong signature, too old")
        .signature(wrong.as_str())
        .max_age(1)
        .now("2030-01-01T00:00:00Z")
        .refused("signature_mismatch");
}

fn before_the_envelope(suite: &mut Suite) {
    for (name, comment, body) in [
        ("utf8-before-json", "not UTF-8 and no JSON", b"{\"a\":\"\xff\"" as &[u8]),
        ("utf8-after-json", "no JSON at the start, not UTF-8 at the end", b"{]} \xff"),
        ("utf8-after-object", "not UTF-8 after a whole object", b"{\"event\":\"payout.available\",\"data\":{}}\xff"),
        ("utf8-before-object", "not UTF-8 and no object", b"[\"\xff\"]"),
        ("utf8-before-bom", "a byte order mark and not UTF-8", b"\xef\xbb\xbf{}\xc0"),
        ("utf8-after-nul", "a NUL and not UTF-8", b"{\"a\":\"\0\xff\"}"),
    ] {
        suite.commet(name, comment).body(body).authentic_but("invalid_utf8");
    }
    for (name, comment, body) in [
        ("json-before-object", "no object and no JSON", "[1,]"),
        ("json-before-object-string", "no object and no JSON", "\"abc"),
        ("json-before-object-trailing", "no object, and bytes after it", "[] x"),
        ("json-before-envelope", "no envelope and no JSON", "{} x"),
        ("json-after-envelope", "a whole envelope and no JSON", r#"{"event":"payout.available","data":{}]"#),
    ] {
        suite.commet(name, comment).body(body).authentic_but("invalid_json");
    }
}

fn after_the_envelope(suite: &mut Suite) {
    let old = "2030-01-01T00:00:00Z";
    suite.commet("object-before-event-header", "no object, and an event's header").body("[]").header("X-Commet-Event", "x").authentic_but("not_an_object");
    suite.commet("object-before-mode", "no object, and a mode").body("null").mode("live").authentic_but("not_an_object");
    suite.commet("object-before-age", "no object, and an age").body("42").max_age(1).now(old).authentic_but("not_an_object");
    suite
        .commet("envelope-before-event-header", "no data, and another event's header")
        .body(r#"{"event":"payout.available"}"#)
        .header("X-Commet-Event", "x")
        .parsed_but("invalid_envelope");
    suite
        .commet("envelope-number-before-event-header", "the event is a number, and the header is a name")
        .body(r#"{"event":1,"data":{}}"#)
        .header("X-Commet-Event", "x")
        .parsed_but("invalid_envelope");
    suite.commet("envelope-before-mode", "no event, and another mode").body(r#"{"mode":"live","data":{}}"#).mode("sandbox").parsed_but("invalid_envelope");
    suite
        .commet("envelope-before-age", "no event, and too old")
        .body(r#"{"timestamp":"2026-08-27","data":{}}"#)
        .max_age(1)
        .now(old)
        .parsed_but("invalid_envelope");
    for (name, comment, header, mode) in [
        ("time-before-event-header", "no time for the maximum age, and another event's header", Some("x"), None),
        ("time-before-mode", "no time for the maximum age, and another mode", None, Some("sandbox")),
    ] {
        let mut case = suite.commet(name, comment).body(r#"{"event":"payout.available","mode":"live","data":{}}"#).max_age(1).now(old);
        if let Some(event) = header {
            case = case.header("X-Commet-Event", event);
        }
        if let Some(mode) = mode {
            case = case.mode(mode);
        }
        case.parsed_but("invalid_envelope");
    }
    suite
        .commet("event-header-before-mode", "another event's header, another mode")
        .header("X-Commet-Event", "x")
        .mode("sandbox")
        .parsed_but("event_header_mismatch");
    suite
        .commet("event-header-before-age", "another event's header, too old")
        .header("X-Commet-Event", "x")
        .max_age(1)
        .now(old)
        .parsed_but("event_header_mismatch");
    suite.commet("mode-before-age", "another mode, too old").mode("sandbox").max_age(1).now(old).parsed_but("wrong_mode");
    suite.commet("mode-before-future", "another mode, in the future").mode("sandbox").max_age(1).now("2020-01-01T00:00:00Z").parsed_but("wrong_mode");
    suite
        .commet("mode-absent-before-age", "no mode, too old")
        .body(PAYOUT.replace(r#""mode":"live","#, ""))
        .mode("live")
        .max_age(1)
        .now(old)
        .parsed_but("wrong_mode");
    suite.creem("creem-mode-before-age", "another mode, too old").mode("test").max_age(1).now(old).parsed_but("wrong_mode");
}
