//! What makes a body an event, and what is read from its envelope.

use crate::author::Suite;
use crate::said::{PAYOUT, Said, UPDATE, commet_body, commet_event, creem_body, creem_event, payout, update};
use crate::vectors::{Case, VectorFile};

/// Data that fits `payout.available`.
const DATA: &str = r#"{"availableAmount":9900,"currency":"usd"}"#;
/// An object that fits `subscription.update`.
const OBJECT: &str = r#"{"id":"sub_1","object":"subscription","mode":"prod","status":"active"}"#;

/// The suite.
pub(super) fn suite() -> VectorFile<Case> {
    let mut suite = Suite::new("envelope", "The envelope needs an event name (a string) and data (an object); everything else in it is read leniently.");
    event_name(&mut suite);
    data(&mut suite);
    id(&mut suite);
    mode_and_version(&mut suite);
    unknown(&mut suite);
    keys(&mut suite);
    event_header(&mut suite);
    suite.finish()
}

/// A Commet body with this text for its event's value.
fn commet_with_event(json: &str) -> String {
    PAYOUT.replace(r#""payout.available""#, json)
}

/// A CREEM body with this text for its event's value.
fn creem_with_event(json: &str) -> String {
    UPDATE.replace(r#""subscription.update""#, json)
}

/// JSON values that are neither string nor object.
const OTHER_KINDS: [(&str, &str); 6] =
    [("null", "null"), ("true", "true"), ("number", "42"), ("array", r#"["payout.available"]"#), ("empty-array", "[]"), ("false", "false")];

fn event_name(suite: &mut Suite) {
    suite.section("EventName", "The event's name must be a string. Any string is a name.");
    for (kind, json) in OTHER_KINDS.iter().chain(&[("object", r#"{"name":"payout.available"}"#)]) {
        let (name, comment) = (format!("event-{kind}"), "the event's name is no string");
        suite.commet(&name, comment).body(commet_with_event(json)).parsed_but("invalid_envelope");
        let name = format!("creem-event-{kind}");
        suite.creem(&name, comment).body(creem_with_event(json)).parsed_but("invalid_envelope");
    }
    let absent = "the event's name is absent";
    suite.commet("event-absent", absent).body(format!(r#"{{"id":"whev_1","data":{DATA}}}"#)).parsed_but("invalid_envelope");
    suite.creem("creem-event-absent", absent).body(format!(r#"{{"id":"evt_1","object":{OBJECT}}}"#)).parsed_but("invalid_envelope");
    suite.commet("event-of-creem", "CREEM's key is none of Commet's").body(UPDATE).parsed_but("invalid_envelope");
    suite.creem("creem-event-of-commet", "Commet's key is none of CREEM's").body(PAYOUT).parsed_but("invalid_envelope");
    suite.commet("event-key-case", "keys have a case").body(PAYOUT.replace("\"event\"", "\"Event\"")).parsed_but("invalid_envelope");
    suite
        .commet("event-in-data-only", "the envelope's own key counts")
        .body(r#"{"data":{"event":"payout.available","availableAmount":1,"currency":"usd"}}"#)
        .parsed_but("invalid_envelope");
    suite.commet("empty-object", "an object without anything").body("{}").parsed_but("invalid_envelope");
    suite.creem("creem-empty-object", "an object without anything").body("{}").parsed_but("invalid_envelope");
    suite.commet("event-empty", "an empty string is a string: an unknown event").body(commet_with_event("\"\"")).accepted(commet_event("").unknown());
    suite.creem("creem-event-empty", "an empty string is a string: an unknown event").body(creem_with_event("\"\"")).accepted(update_named("").unknown());
}

/// The event in [`UPDATE`] under another name.
fn update_named(event: &str) -> Said {
    creem_event(event).mode("prod")
}

fn data(suite: &mut Suite) {
    suite.section("Data", "The data must be an object. What is in it never makes the envelope invalid.");
    for (kind, json) in OTHER_KINDS.iter().chain(&[("string", r#""{}""#)]) {
        let (name, comment) = (format!("data-{kind}"), "the data is no object");
        suite.commet(&name, comment).body(commet_body("payout.available", json)).parsed_but("invalid_envelope");
        let name = format!("creem-object-{kind}");
        suite.creem(&name, comment).body(creem_body("subscription.update", json)).parsed_but("invalid_envelope");
    }
    suite.commet("data-absent", "the data is absent").body(r#"{"id":"whev_1","event":"payout.available"}"#).parsed_but("invalid_envelope");
    suite.creem("creem-object-absent", "the object is absent").body(r#"{"id":"evt_1","eventType":"subscription.update"}"#).parsed_but("invalid_envelope");
    suite
        .creem("creem-data", "Commet's key is none of CREEM's")
        .body(format!(r#"{{"eventType":"subscription.update","data":{OBJECT}}}"#))
        .parsed_but("invalid_envelope");
    suite.commet("data-null-unknown-event", "of an unknown event too").body(commet_body("future.event", "null")).parsed_but("invalid_envelope");
    suite.commet("data-empty", "an empty object does not fit this event").body(commet_body("payout.available", "{}")).accepted(payout().typed(false));
    suite
        .creem("creem-object-empty", "an empty object does not fit this event")
        .body(creem_body("subscription.update", "{}"))
        .accepted(creem_event("subscription.update").typed(false));
    suite
        .commet("data-empty-unknown-event", "an unknown event may have any object")
        .body(commet_body("future.event", "{}"))
        .accepted(commet_event("future.event").unknown());
    suite
        .commet("least", "nothing but name and data")
        .body(format!(r#"{{"event":"payout.available","data":{DATA}}}"#))
        .accepted(Said::event("payout.available"));
    suite
        .creem("creem-least", "nothing but name and object")
        .body(r#"{"eventType":"subscription.update","object":{"id":"sub_1","status":"active"}}"#)
        .accepted(Said::event("subscription.update"));
    suite
        .commet("data-first", "keys may come in any order")
        .body(format!(r#"{{"data":{DATA},"event":"payout.available"}}"#))
        .accepted(Said::event("payout.available"));
    suite
        .creem("creem-object-first", "keys may come in any order")
        .body(format!(r#"{{"object":{OBJECT},"eventType":"subscription.update"}}"#))
        .accepted(Said::event("subscription.update").mode("prod"));
}

fn id(suite: &mut Suite) {
    suite.section("EventId", "The id is a string or null. Without one that is not blank, the body's SHA-256 is the idempotency key.");
    let body = |json: &str| PAYOUT.replace(r#""whev_1""#, json);
    for (kind, json) in OTHER_KINDS.iter().chain(&[("object", r#"{"id":"whev_1"}"#)]) {
        let comment = "an id that is no string is none";
        suite.commet(&format!("id-{kind}"), comment).body(body(json)).accepted(payout().id(None));
        suite.creem(&format!("creem-id-{kind}"), comment).body(UPDATE.replace(r#""evt_1""#, json)).accepted(update().id(None));
    }
    suite.commet("id-absent", "no id").body(PAYOUT.replace(r#""id":"whev_1","#, "")).accepted(payout().id(None));
    suite.creem("creem-id-absent", "no id").body(UPDATE.replace(r#""id":"evt_1","#, "")).accepted(update().id(None));
    for (name, id, comment) in [
        ("id-empty", "", "it stays the event's id, but it is no key"),
        ("id-space", " ", "it stays the event's id, but it is no key"),
        ("id-whitespace", " \t\n\u{c}\r", "it stays the event's id, but it is no key"),
        ("id-vertical-tab", "\u{b}", "U+000B is not ASCII whitespace: it is a key"),
        ("id-nbsp", "\u{a0}", "U+00A0 is not ASCII whitespace: it is a key"),
        ("id-surrounded", " whev_1 ", "nothing is trimmed"),
        ("id-unicode", "whev_ü_🚀", "any text"),
        ("id-nul", "whev_\0_1", "a NUL does not end it"),
        ("id-like-a-hash", "0000000000000000000000000000000000000000000000000000000000000000", "any text"),
        ("id-upper-case", "WHEV_1", "its case is kept"),
    ] {
        let json = serde_json::to_string(id).expect("a string is JSON");
        suite.commet(name, comment).body(body(&json)).accepted(payout().id(id));
    }
    suite.creem("creem-id-empty", "it stays the event's id, but it is no key").body(UPDATE.replace("evt_1", "")).accepted(update().id(""));
    suite
        .commet("id-header", "the id header proves nothing")
        .body(PAYOUT.replace(r#""id":"whev_1","#, ""))
        .header("X-Commet-Event-Id", "whev_9")
        .accepted(payout().id(None));
    suite
        .commet("id-absent-whitespace", "the key is the hash of the raw bytes, whitespace included")
        .body(format!(" {} ", PAYOUT.replace(r#""id":"whev_1","#, "")))
        .accepted(payout().id(None));
}

fn mode_and_version(suite: &mut Suite) {
    suite.section("ModeAndVersion", "Mode and API version are strings or null, and are handed on raw.");
    for (kind, json) in OTHER_KINDS.iter().chain(&[("object", r#"{"live":true}"#)]) {
        let comment = "what is no string is null";
        suite.commet(&format!("mode-{kind}"), comment).body(PAYOUT.replace(r#""live""#, json)).accepted(payout().mode(None));
        suite
            .commet(&format!("api-version-{kind}"), comment)
            .body(PAYOUT.replace(r#""2026-08-27","data""#, &format!(r#"{json},"data""#)))
            .accepted(payout().api(None));
        suite.commet(&format!("organization-{kind}"), "what is no string is null").body(PAYOUT.replace(r#""org_1""#, json)).accepted(payout());
    }
    suite.commet("mode-sandbox", "sandbox").body(PAYOUT.replace("live", "sandbox")).accepted(payout().mode("sandbox"));
    suite.commet("mode-unknown", "any other string").body(PAYOUT.replace("live", "Live ")).accepted(payout().mode("Live "));
    suite.commet("mode-empty", "an empty string").body(PAYOUT.replace("live", "")).accepted(payout().mode(""));
    suite.commet("mode-absent", "none").body(PAYOUT.replace(r#""mode":"live","#, "")).accepted(payout().mode(None));
    suite
        .commet("mode-in-data", "data may have a mode of its own")
        .body(PAYOUT.replace(r#""mode":"live","#, "").replace("{\"available", "{\"mode\":\"sandbox\",\"available"))
        .accepted(payout().mode(None));
    suite
        .commet("api-version-unknown", "a version still to come")
        .body(PAYOUT.replace(r#""2026-08-27","data""#, r#""2031-01-01","data""#))
        .accepted(payout().api("2031-01-01"));
    suite.commet("api-version-empty", "an empty string").body(PAYOUT.replace(r#""2026-08-27","data""#, r#""","data""#)).accepted(payout().api(""));
    suite.commet("api-version-absent", "none").body(PAYOUT.replace(r#""apiVersion":"2026-08-27","#, "")).accepted(payout().api(None));
    for (name, json, mode) in [
        ("test", r#""test""#, Some("test")),
        ("sandbox", r#""sandbox""#, Some("sandbox")),
        ("unknown", r#""staging""#, Some("staging")),
        ("empty", r#""""#, Some("")),
    ] {
        suite.creem(&format!("creem-mode-{name}"), "the object's mode").body(UPDATE.replace(r#""prod""#, json)).accepted(update().mode(mode));
    }
    suite.creem("creem-mode-null", "null fits an optional field").body(UPDATE.replace(r#""prod""#, "null")).accepted(update().mode(None));
    suite
        .creem("creem-mode-number", "what is no string is null, and does not fit")
        .body(UPDATE.replace(r#""prod""#, "1"))
        .accepted(update().mode(None).typed(false));
    suite.creem("creem-mode-absent", "none").body(UPDATE.replace(r#""mode":"prod","#, "")).accepted(update().mode(None));
    suite
        .creem("creem-mode-outside", "CREEM's mode is in the object, not beside it")
        .body(UPDATE.replace(r#""mode":"prod","#, "").replace("{\"id\":\"evt_1\"", "{\"mode\":\"test\",\"id\":\"evt_1\""))
        .accepted(update().mode(None));
    suite
        .creem("creem-api-version", "CREEM has no API version")
        .body(UPDATE.replace("{\"id\":\"evt_1\"", "{\"apiVersion\":\"2026-08-27\",\"id\":\"evt_1\""))
        .accepted(update());
}

fn unknown(suite: &mut Suite) {
    suite.section("UnknownEvent", "An event that no catalog has arrives as data.");
    for (name, event) in [
        ("future", "wallet.frozen"),
        ("case", "Payout.Available"),
        ("upper-case", "PAYOUT.AVAILABLE"),
        ("space", "payout.available "),
        ("prefix", "payout"),
        ("longer", "payout.available.now"),
        ("underscore", "payout_available"),
        ("other-provider", "subscription.update"),
        ("unicode", "événement.🚀"),
        ("proto", "__proto__"),
        ("constructor", "constructor"),
        ("to-string", "toString"),
        ("wildcard", "*"),
        ("number", "42"),
        ("null", "null"),
    ] {
        suite.commet(&format!("unknown-{name}"), "not in the catalog").body(commet_body(event, DATA)).accepted(commet_event(event).unknown());
    }
    suite
        .commet("unknown-nul", "a NUL does not end a name")
        .body(commet_body(r"payout.available\u0000", DATA))
        .accepted(commet_event("payout.available\0").unknown());
    suite
        .commet("unknown-lone-surrogate", "a lone surrogate in a name is U+FFFD")
        .body(commet_body(r"payout.\ud83d", DATA))
        .accepted(commet_event("payout.\u{fffd}").unknown());
    let long = "very.".repeat(1000);
    suite.commet("unknown-long", "5,000 letters").body(commet_body(&long, "{}")).accepted(commet_event(&long).unknown());
    for (name, event) in [("future", "wallet.frozen"), ("other-provider", "payout.available"), ("proto", "__proto__")] {
        suite.creem(&format!("creem-unknown-{name}"), "not in the catalog").body(creem_body(event, OBJECT)).accepted(update_named(event).unknown());
    }
}

fn keys(suite: &mut Suite) {
    suite.section("EnvelopeKeys", "Of duplicate keys the last wins, escapes in keys are decoded, further keys are kept.");
    let extra = format!(r#"{{"event":"payout.available","data":{DATA},"object":"event","livemode":true,"attempt":3,"metadata":{{"a":[1,null]}},"":""}}"#);
    suite.commet("extra-keys", "further keys").body(extra).accepted(Said::event("payout.available"));
    let extra = format!(r#"{{"eventType":"subscription.update","object":{OBJECT},"event":7,"data":null,"__proto__":{{"id":"x"}}}}"#);
    suite.creem("creem-extra-keys", "further keys").body(extra).accepted(Said::event("subscription.update").mode("prod"));
    for (name, comment, from, to, said) in [
        ("escaped-event-key", "an escaped letter in the key", r#""event""#, r#""\u0065vent""#, payout()),
        ("escaped-data-key", "every letter escaped", r#""data""#, r#""\u0064\u0061\u0074\u0061""#, payout()),
        ("escaped-event-value", "an escaped letter in the name", "payout.", r"p\u0061yout\u002e", payout()),
        ("duplicate-event", "the last wins", r#"{"id""#, r#"{"event":"seats.updated","id""#, payout()),
        ("duplicate-event-number-first", "the first was wrong", r#"{"id""#, r#"{"event":1,"id""#, payout()),
        ("duplicate-event-escaped", "however it is spelt", r#"{"id""#, r#"{"\u0065vent":"seats.updated","id""#, payout()),
        ("duplicate-data", "the last wins", r#"{"id""#, r#"{"data":{"availableAmount":1,"currency":"eur"},"id""#, payout()),
        ("duplicate-data-null-first", "the first was wrong", r#"{"id""#, r#"{"data":null,"id""#, payout()),
        ("duplicate-id", "the last wins", r#"{"id""#, r#"{"id":"whev_0","id""#, payout()),
        ("duplicate-mode", "the last wins", r#""mode":"live""#, r#""mode":"sandbox","mode":"live""#, payout()),
        ("duplicate-id-null-last", "the last wins, whatever it is", r#""org_1""#, r#""org_1","id":null"#, payout().id(None)),
        ("nul-after-key", "a NUL makes it another key", r#"{"id""#, r#"{"event\u0000":1,"id""#, payout()),
    ] {
        suite.commet(name, comment).body(PAYOUT.replacen(from, to, 1)).accepted(said);
    }
    suite
        .commet("duplicate-event-number-last", "the last wins, and is wrong")
        .body(PAYOUT.replace(r#"{"available"#, r#"{},"event":1,"data":{"available"#))
        .parsed_but("invalid_envelope");
    suite
        .commet("duplicate-data-null-last", "the last wins, and is wrong")
        .body(format!("{},\"data\":null}}", &PAYOUT[..PAYOUT.len() - 1]))
        .parsed_but("invalid_envelope");
    suite
        .commet("duplicate-time-last-wrong", "the last wins, and is none")
        .body(format!("{},\"timestamp\":null}}", &PAYOUT[..PAYOUT.len() - 1]))
        .accepted(payout().time(None));
    suite.creem("creem-escaped-key", "an escaped letter in the key").body(UPDATE.replace(r#""eventType""#, r#""event\u0054ype""#)).accepted(update());
    suite
        .creem("creem-duplicate-object", "the last wins, and its mode")
        .body(UPDATE.replace(r#""object":{"#, r#""object":{"mode":"test"},"object":{"#))
        .accepted(update());
    suite.creem("creem-duplicate-object-mode", "the last wins").body(UPDATE.replace(r#""mode":"prod""#, r#""mode":"test","mode":"prod""#)).accepted(update());
}

fn event_header(suite: &mut Suite) {
    suite.section("EventHeader", "X-Commet-Event, where it is there and not empty, must name the body's event.");
    suite.commet("event-header-equal", "it does").header("X-Commet-Event", "payout.available").accepted(payout());
    suite.commet("event-header-equal-lower", "it does, in a lower-case header").header("x-commet-event", "payout.available").accepted(payout());
    suite.commet("event-header-equal-upper", "it does, in an upper-case header").header("X-COMMET-EVENT", "payout.available").accepted(payout());
    suite.commet("event-header-empty", "an empty one says nothing").header("X-Commet-Event", "").accepted(payout());
    suite.commet("event-header-absent", "none").headers(&[("X-Commet-Signature", "{sig}"), ("Host", "example.com")]).accepted(payout());
    suite
        .commet("event-header-unknown-event", "it does, for an unknown event")
        .body(commet_body("wallet.frozen", "{}"))
        .header("X-Commet-Event", "wallet.frozen")
        .accepted(commet_event("wallet.frozen").unknown());
    for (name, comment, value) in [
        ("other", "another event", "payout.paid"),
        ("case", "names have a case", "Payout.Available"),
        ("prefix", "a part of the name", "payout"),
        ("longer", "more than the name", "payout.available.now"),
        ("unknown", "an event nobody knows", "x"),
    ] {
        suite.commet(&format!("event-header-{name}"), comment).header("X-Commet-Event", value).parsed_but("event_header_mismatch");
    }
    suite
        .commet("event-header-other-lower", "another event, in a lower-case header")
        .header("x-commet-event", "payout.paid")
        .parsed_but("event_header_mismatch");
    suite.creem("creem-event-header", "CREEM has no such header").header("X-Commet-Event", "payout.paid").accepted(update());
    suite.creem("creem-event-header-own", "nor one of its own").header("creem-event", "payout.paid").accepted(update());
    suite.commet("timestamp-header", "proves nothing and is ignored").header("X-Commet-Timestamp", "yesterday").accepted(payout());
}
