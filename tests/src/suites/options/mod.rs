//! The options of `receive`, and the order in which it finds faults.

mod order;

use crate::author::{Draft, Suite};
use crate::said::{COMMET_SECRET, PAYOUT, UPDATE, payout, update};
use crate::vectors::{Case, VectorFile};

/// The suite.
pub(super) fn suite() -> VectorFile<Case> {
    let mut suite = Suite::new("options", "Age, mode and size as receive checks them, and which fault is reported first where there are several.");
    age(&mut suite);
    no_time(&mut suite);
    mode(&mut suite);
    size(&mut suite);
    order::cases(&mut suite);
    suite.finish()
}

/// What receive says to [`PAYOUT`] and [`UPDATE`]: nothing wrong, or a code.
fn said(draft: Draft<'_>, code: Option<&str>, creem: bool) {
    match code {
        Some(code) => draft.parsed_but(code),
        None => draft.accepted(if creem { update() } else { payout() }),
    }
}

fn age(suite: &mut Suite) {
    suite.section("Age", "With max_age_seconds the signed time may be that old, and up to 300 seconds in the future.");
    for (name, comment, max_age, now, code) in [
        ("age-inside", "well inside", 300, "2026-08-27T10:01:00.000Z", None),
        ("age-now", "at the very moment", 300, "2026-08-27T10:00:00.000Z", None),
        ("age-boundary", "exactly that old", 300, "2026-08-27T10:05:00.000Z", None),
        ("age-millisecond-over", "a millisecond older", 300, "2026-08-27T10:05:00.001Z", Some("too_old")),
        ("age-second-over", "a second older", 300, "2026-08-27T10:05:01.000Z", Some("too_old")),
        ("age-year-over", "a year older", 300, "2027-08-27T10:00:00.000Z", Some("too_old")),
        ("age-retry", "a day is allowed", 86_400, "2026-08-28T09:59:59.999Z", None),
        ("age-retry-over", "a day is allowed, not more", 86_400, "2026-08-28T10:00:00.001Z", Some("too_old")),
        ("age-zero", "no age is allowed and there is none", 0, "2026-08-27T10:00:00.000Z", None),
        ("age-zero-over", "no age is allowed", 0, "2026-08-27T10:00:00.001Z", Some("too_old")),
        ("age-huge", "any age is allowed", 1_000_000_000_000, "2026-08-30T10:00:00.000Z", None),
        ("age-no-milliseconds", "now without milliseconds", 300, "2026-08-27T10:05:00Z", None),
        ("age-offset", "now in another offset", 300, "2026-08-27T12:05:00.000+02:00", None),
        ("age-offset-over", "now in another offset", 300, "2026-08-27T04:35:00.001-05:30", Some("too_old")),
        ("future-inside", "a minute in the future", 300, "2026-08-27T09:59:00.000Z", None),
        ("future-boundary", "exactly 300 seconds in the future", 60, "2026-08-27T09:55:00.000Z", None),
        ("future-over", "a millisecond more", 60, "2026-08-27T09:54:59.999Z", Some("from_the_future")),
        ("future-day", "a day in the future", 86_400, "2026-08-26T10:00:00.000Z", Some("from_the_future")),
        ("future-any-age", "no age allows a time in the future", 1_000_000_000_000, "2026-08-26T10:00:00.000Z", Some("from_the_future")),
        ("future-offset", "now in another offset", 60, "2026-08-27T11:54:59.999+02:00", Some("from_the_future")),
    ] {
        said(suite.commet(name, comment).max_age(max_age).now(now), code, false);
    }
    for (name, comment, max_age, now, code) in [
        ("creem-age-boundary", "exactly that old", 60, "2026-08-31T10:01:00.123Z", None),
        ("creem-age-over", "a millisecond older", 60, "2026-08-31T10:01:00.124Z", Some("too_old")),
        ("creem-future-boundary", "exactly 300 seconds in the future", 60, "2026-08-31T09:55:00.123Z", None),
        ("creem-future-over", "a millisecond more", 60, "2026-08-31T09:55:00.122Z", Some("from_the_future")),
    ] {
        said(suite.creem(name, comment).max_age(max_age).now(now), code, true);
    }
    suite
        .creem("creem-age-seconds", "a signed time in seconds")
        .body(UPDATE.replace("1788170400123", "1788170400"))
        .max_age(60)
        .now("2026-08-31T10:01:00Z")
        .accepted(update().time("2026-08-31T10:00:00.000Z"));
    suite
        .commet("age-time-offset", "a signed time in another offset")
        .body(PAYOUT.replace("T10:00:00.000Z", "T12:00:00+02:00"))
        .max_age(60)
        .now("2026-08-27T10:01:00Z")
        .accepted(payout());
    suite
        .commet("age-header", "the unsigned time header is no substitute")
        .max_age(60)
        .now("2026-08-27T11:00:00Z")
        .header("X-Commet-Timestamp", "2026-08-27T11:00:00.000Z")
        .parsed_but("too_old");
    suite.commet("age-off-old", "without max_age no age is too old").now("2036-08-27T10:00:00.000Z").accepted(payout());
    suite.commet("age-off-future", "without max_age no time is in the future").now("2016-08-27T10:00:00.000Z").accepted(payout());
    suite
        .commet("age-system-clock-old", "without now the system's clock counts")
        .body(PAYOUT.replace("2026-08-27T", "2001-08-27T"))
        .max_age(86_400)
        .parsed_but("too_old");
    suite
        .commet("age-system-clock-future", "without now the system's clock counts")
        .body(PAYOUT.replace("2026-08-27T", "9998-08-27T"))
        .max_age(86_400)
        .parsed_but("from_the_future");
}

fn no_time(suite: &mut Suite) {
    suite.section("NoTime", "With max_age_seconds an event without a time is an invalid envelope; else it is none of receive's business.");
    let now = "2026-08-27T10:00:00.000Z";
    for (name, comment, json) in [
        ("time-null", "the time is null", "null"),
        ("time-word", "the time is none", "\"yesterday\""),
        ("time-digits", "the time is none", "\"1788170400123\""),
        ("time-huge", "the time is beyond year 9999", "1e300"),
        ("time-object", "the time is no time", "{}"),
    ] {
        let body = PAYOUT.replace(r#""2026-08-27T10:00:00.000Z""#, json);
        suite.commet(name, comment).body(body).max_age(300).now(now).parsed_but("invalid_envelope");
    }
    suite
        .commet("time-absent", "the time is absent")
        .body(PAYOUT.replace(r#""timestamp":"2026-08-27T10:00:00.000Z","#, ""))
        .max_age(300)
        .now(now)
        .parsed_but("invalid_envelope");
    suite
        .creem("creem-time-absent", "the time is absent")
        .body(UPDATE.replace(r#""created_at":1788170400123,"#, ""))
        .max_age(300)
        .now(now)
        .parsed_but("invalid_envelope");
    suite
        .commet("time-header", "the unsigned time header is no substitute")
        .body(PAYOUT.replace(r#""timestamp":"2026-08-27T10:00:00.000Z","#, ""))
        .max_age(300)
        .now(now)
        .header("X-Commet-Timestamp", now)
        .parsed_but("invalid_envelope");
    suite
        .commet("time-absent-mode", "without max_age the time is not missed")
        .body(PAYOUT.replace(r#""timestamp":"2026-08-27T10:00:00.000Z","#, ""))
        .mode("live")
        .accepted(payout().time(None));
}

fn mode(suite: &mut Suite) {
    suite.section("Mode", "With mode only an event of exactly that mode is accepted.");
    for (name, comment, mode, code) in [
        ("mode-right", "the right one", "live", None),
        ("mode-wrong", "another one", "sandbox", Some("wrong_mode")),
        ("mode-case", "modes have a case", "Live", Some("wrong_mode")),
        ("mode-space", "nothing is trimmed", "live ", Some("wrong_mode")),
        ("mode-unknown", "one that nobody knows", "staging", Some("wrong_mode")),
        ("mode-prefix", "a part of it", "liv", Some("wrong_mode")),
    ] {
        said(suite.commet(name, comment).mode(mode), code, false);
    }
    suite.commet("mode-absent", "an event without one has no right one").body(PAYOUT.replace(r#""mode":"live","#, "")).mode("live").parsed_but("wrong_mode");
    suite.commet("mode-null", "null is none").body(PAYOUT.replace(r#""live""#, "null")).mode("live").parsed_but("wrong_mode");
    suite.commet("mode-number", "a number is none").body(PAYOUT.replace(r#""live""#, "1")).mode("1").parsed_but("wrong_mode");
    suite
        .commet("mode-unknown-right", "any mode can be the right one")
        .body(PAYOUT.replace("live", "staging"))
        .mode("staging")
        .accepted(payout().mode("staging"));
    suite
        .commet("mode-in-data", "a mode in the data is another")
        .body(PAYOUT.replace(r#""mode":"live","#, "").replace("{\"available", "{\"mode\":\"live\",\"available"))
        .mode("live")
        .parsed_but("wrong_mode");
    said(suite.creem("creem-mode-right", "the object's mode").mode("prod"), None, true);
    said(suite.creem("creem-mode-wrong", "another one").mode("test"), Some("wrong_mode"), true);
    said(suite.creem("creem-mode-live", "the other provider's word").mode("live"), Some("wrong_mode"), true);
    suite.creem("creem-mode-absent", "an object without one").body(UPDATE.replace(r#""mode":"prod","#, "")).mode("prod").parsed_but("wrong_mode");
    suite
        .creem("creem-mode-outside", "a mode beside the object is none")
        .body(UPDATE.replace(r#""mode":"prod","#, "").replace("{\"id\":\"evt_1\"", "{\"mode\":\"prod\",\"id\":\"evt_1\""))
        .mode("prod")
        .parsed_but("wrong_mode");
}

fn size(suite: &mut Suite) {
    suite.section("Size", "With max_body_bytes a body may have that many bytes.");
    let length = PAYOUT.len();
    for (name, comment, max, code) in [
        ("size-equal", "exactly that many", length, None),
        ("size-one-less", "one too many", length - 1, Some("body_too_large")),
        ("size-one", "many too many", 1, Some("body_too_large")),
        ("size-zero", "nothing is allowed", 0, Some("body_too_large")),
        ("size-more", "plenty of room", 1 << 20, None),
        ("size-huge", "more than there can be", 1 << 52, None),
    ] {
        said(suite.commet(name, comment).max_body(max), code, false);
    }
    let unicode = PAYOUT.replace("usd", "株式会社🚀");
    suite.commet("size-unicode-equal", "bytes are counted, not characters").body(&unicode).max_body(unicode.len()).accepted(payout());
    suite.commet("size-unicode-less", "bytes are counted, not characters").body(&unicode).max_body(unicode.len() - 1).parsed_but("body_too_large");
    suite.commet("size-whitespace", "whitespace counts").body(format!("{PAYOUT} ")).max_body(length).parsed_but("body_too_large");
    said(suite.creem("creem-size-equal", "exactly that many").max_body(UPDATE.len()), None, true);
    said(suite.creem("creem-size-one-less", "one too many").max_body(UPDATE.len() - 1), Some("body_too_large"), true);
    suite
        .commet("all-options", "every option at once, and nothing wrong")
        .secrets(&["whsec_vectors_old", COMMET_SECRET])
        .max_age(300)
        .now("2026-08-27T10:04:00Z")
        .mode("live")
        .max_body(length)
        .header("X-Commet-Event", "payout.available")
        .accepted(payout());
}
