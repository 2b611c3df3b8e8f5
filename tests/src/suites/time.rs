//! The signed time: what is read as one, and as which.

use crate::author::Suite;
use crate::said::{PAYOUT, UPDATE, payout, update};
use crate::vectors::{Case, VectorFile};

/// The suite.
pub(super) fn suite() -> VectorFile<Case> {
    let mut suite =
        Suite::new("time", "The envelope's time: ISO 8601 or epoch milliseconds (a number below 10^11 is seconds); anything else is null, never an error.");
    suite.section("IsoTime", "A date, or a date, T or a space, hh:mm:ss, a fraction or none, Z or an offset or none (UTC). T and Z in either case, the fraction after a point or a comma.");
    for (name, text, time) in ISO {
        let (body, comment) = (with_time(PAYOUT, &format!("\"{text}\"")), format!("{text} is a time"));
        suite.commet(name, &comment).body(body).accepted(payout().time(*time));
    }
    suite.section("NoTime", "Strings that are no time by the contract, however others read them.");
    for (name, text) in NOT_ISO {
        let (body, comment) = (with_time(PAYOUT, &format!("\"{text}\"")), format!("{text:?} is no time"));
        suite.commet(name, &comment).body(body).accepted(payout().time(None));
    }
    suite.section("NumberTime", "A number below 10^11 is seconds, else milliseconds; fractions are cut down to the millisecond.");
    for (name, comment, number, time) in NUMBERS {
        suite.commet(name, comment).body(with_time(PAYOUT, number)).accepted(payout().time(*time));
        suite.creem(&format!("creem-{name}"), comment).body(with_time(UPDATE, number)).accepted(update().time(*time));
    }
    suite.section("OtherTime", "Values of other kinds, and none.");
    for (kind, json) in [("null", "null"), ("true", "true"), ("object", r#"{"ms":1}"#), ("array", "[1788170400123]")] {
        let comment = "neither string nor number";
        suite.commet(&format!("time-{kind}"), comment).body(with_time(PAYOUT, json)).accepted(payout().time(None));
        suite.creem(&format!("creem-time-{kind}"), comment).body(with_time(UPDATE, json)).accepted(update().time(None));
    }
    let absent = PAYOUT.replace(r#""timestamp":"2026-08-27T10:00:00.000Z","#, "");
    suite.commet("time-absent", "no time").body(absent).accepted(payout().time(None));
    suite.creem("creem-time-absent", "no time").body(UPDATE.replace(r#""created_at":1788170400123,"#, "")).accepted(update().time(None));
    suite
        .creem("creem-iso", "CREEM's time may be ISO 8601 too")
        .body(with_time(UPDATE, "\"2026-08-27T10:00:00+02:00\""))
        .accepted(update().time("2026-08-27T08:00:00.000Z"));
    suite.creem("creem-iso-bad", "but not any text").body(with_time(UPDATE, "\"1788170400123\"")).accepted(update().time(None));
    suite.commet("escaped", "escapes are decoded first").body(with_time(PAYOUT, r#""2026\u002d08-27""#)).accepted(payout().time("2026-08-27T00:00:00.000Z"));
    suite.finish()
}

/// A body with another time.
fn with_time(body: &str, json: &str) -> String {
    let time = if body == PAYOUT { r#""2026-08-27T10:00:00.000Z""# } else { "1788170400123" };
    body.replace(time, json)
}

/// Name, text, and the time it is.
const ISO: &[(&str, &str, &str)] = &[
    ("iso-milliseconds", "2026-08-27T10:00:00.123Z", "2026-08-27T10:00:00.123Z"),
    ("iso-seconds", "2026-08-27T10:00:00Z", "2026-08-27T10:00:00.000Z"),
    ("iso-date", "2026-08-27", "2026-08-27T00:00:00.000Z"),
    ("iso-no-offset", "2026-08-27T10:00:00", "2026-08-27T10:00:00.000Z"),
    ("iso-no-offset-fraction", "2026-08-27T10:00:00.5", "2026-08-27T10:00:00.500Z"),
    ("iso-space", "2026-08-27 10:00:00Z", "2026-08-27T10:00:00.000Z"),
    ("iso-space-no-offset", "2026-08-27 10:00:00", "2026-08-27T10:00:00.000Z"),
    ("iso-space-offset", "2026-08-27 10:00:00.25+01:00", "2026-08-27T09:00:00.250Z"),
    ("iso-tenths", "2026-08-27T10:00:00.1Z", "2026-08-27T10:00:00.100Z"),
    ("iso-hundredths", "2026-08-27T10:00:00.12Z", "2026-08-27T10:00:00.120Z"),
    ("iso-microseconds", "2026-08-27T10:00:00.123456Z", "2026-08-27T10:00:00.123Z"),
    ("iso-nanoseconds", "2026-08-27T10:00:00.999999999Z", "2026-08-27T10:00:00.999Z"),
    ("iso-many-digits", "2026-08-27T10:00:00.12399999999999999999999999999999Z", "2026-08-27T10:00:00.123Z"),
    ("iso-plus", "2026-08-27T10:00:00+02:00", "2026-08-27T08:00:00.000Z"),
    ("iso-minus", "2026-08-27T10:00:00-05:30", "2026-08-27T15:30:00.000Z"),
    ("iso-plus-zero", "2026-08-27T10:00:00+00:00", "2026-08-27T10:00:00.000Z"),
    ("iso-minus-zero", "2026-08-27T10:00:00-00:00", "2026-08-27T10:00:00.000Z"),
    ("iso-offset-basic", "2026-08-27T10:00:00+0530", "2026-08-27T04:30:00.000Z"),
    ("iso-offset-hours", "2026-08-27T10:00:00-08", "2026-08-27T18:00:00.000Z"),
    ("iso-offset-quarter", "2026-08-27T10:00:00.123+05:45", "2026-08-27T04:15:00.123Z"),
    ("iso-offset-large", "2026-08-27T10:00:00+14:00", "2026-08-26T20:00:00.000Z"),
    ("iso-into-last-year", "2026-01-01T00:30:00+01:00", "2025-12-31T23:30:00.000Z"),
    ("iso-into-next-year", "2026-12-31T23:30:00-01:00", "2027-01-01T00:30:00.000Z"),
    ("iso-into-leap-day", "2028-03-01T00:00:00+01:00", "2028-02-29T23:00:00.000Z"),
    ("iso-leap-day", "2024-02-29T12:00:00Z", "2024-02-29T12:00:00.000Z"),
    ("iso-leap-century", "2000-02-29", "2000-02-29T00:00:00.000Z"),
    ("iso-last-second", "2026-08-27T23:59:59.999Z", "2026-08-27T23:59:59.999Z"),
    ("iso-before-epoch", "1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
    ("iso-epoch", "1970-01-01", "1970-01-01T00:00:00.000Z"),
    ("iso-1900", "1900-03-01T00:00:00Z", "1900-03-01T00:00:00.000Z"),
    ("iso-year-0", "0000-01-01T00:00:00Z", "0000-01-01T00:00:00.000Z"),
    ("iso-year-0-leap-day", "0000-02-29T00:00:00Z", "0000-02-29T00:00:00.000Z"),
    ("iso-year-1", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"),
    ("iso-year-9999", "9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"),
    ("iso-lower-case", "2026-08-27t10:00:00z", "2026-08-27T10:00:00.000Z"),
    ("iso-comma", "2026-08-27T10:00:00,5Z", "2026-08-27T10:00:00.500Z"),
    ("iso-zero-date", "2026-08-27T00:00:00Z", "2026-08-27T00:00:00.000Z"),
];

/// Name and text.
const NOT_ISO: &[(&str, &str)] = &[
    ("bad-empty", ""),
    ("bad-space", " "),
    ("bad-word", "yesterday"),
    ("bad-second-60", "2026-06-30T23:59:60Z"),
    ("bad-second-61", "2026-08-27T10:00:61Z"),
    ("bad-minute-60", "2026-08-27T10:60:00Z"),
    ("bad-hour-24", "2026-08-27T24:00:00Z"),
    ("bad-hour-25", "2026-08-27T25:00:00Z"),
    ("bad-month-0", "2026-00-27T10:00:00Z"),
    ("bad-month-13", "2026-13-27T10:00:00Z"),
    ("bad-day-0", "2026-08-00T10:00:00Z"),
    ("bad-day-32", "2026-08-32T10:00:00Z"),
    ("bad-april-31", "2026-04-31T10:00:00Z"),
    ("bad-february-29", "2026-02-29T10:00:00Z"),
    ("bad-february-29-1900", "1900-02-29T10:00:00Z"),
    ("bad-february-30", "2024-02-30"),
    ("bad-short-month", "2026-8-27T10:00:00Z"),
    ("bad-short-day", "2026-08-7T10:00:00Z"),
    ("bad-short-hour", "2026-08-27T9:00:00Z"),
    ("bad-short-year", "26-08-27T10:00:00Z"),
    ("bad-five-digit-year", "12026-08-27T10:00:00Z"),
    ("bad-signed-year", "+002026-08-27T10:00:00Z"),
    ("bad-negative-year", "-2026-08-27T10:00:00Z"),
    ("bad-basic-date", "20260827"),
    ("bad-basic", "20260827T100000Z"),
    ("bad-week", "2026-W35-4"),
    ("bad-ordinal", "2026-239"),
    ("bad-month-only", "2026-08"),
    ("bad-year-only", "2026"),
    ("bad-american", "08/27/2026 10:00:00"),
    ("bad-slashes", "2026/08/27T10:00:00Z"),
    ("bad-rfc-2822", "Thu, 27 Aug 2026 10:00:00 GMT"),
    ("bad-digits", "1788170400123"),
    ("bad-digits-seconds", "1788170400"),
    ("bad-leading-space", " 2026-08-27T10:00:00Z"),
    ("bad-trailing-space", "2026-08-27T10:00:00Z "),
    ("bad-trailing-letter", "2026-08-27T10:00:00Zulu"),
    ("bad-two-spaces", "2026-08-27  10:00:00Z"),
    ("bad-separator", "2026-08-27_10:00:00Z"),
    ("bad-fraction-empty", "2026-08-27T10:00:00.Z"),
    ("bad-fraction-letter", "2026-08-27T10:00:00.12aZ"),
    ("bad-fraction-twice", "2026-08-27T10:00:00.1.2Z"),
    ("bad-time-empty", "2026-08-27T"),
    ("bad-hour-only", "2026-08-27T10"),
    ("bad-zone-name", "2026-08-27T10:00:00 UTC"),
    ("bad-zone-bracket", "2026-08-27T10:00:00+02:00[Europe/Berlin]"),
    ("bad-zone-twice", "2026-08-27T10:00:00Z+02:00"),
    ("bad-offset-sign-only", "2026-08-27T10:00:00+"),
    ("bad-offset-one-digit", "2026-08-27T10:00:00+2"),
    ("bad-offset-three-digits", "2026-08-27T10:00:00+020"),
    ("bad-offset-short-minutes", "2026-08-27T10:00:00+02:0"),
    ("bad-offset-minute-60", "2026-08-27T10:00:00+02:60"),
    ("bad-offset-hour-24", "2026-08-27T10:00:00+24:00"),
    ("bad-offset-space", "2026-08-27T10:00:00 +02:00"),
    ("bad-offset-unicode-minus", "2026-08-27T10:00:00−02:00"),
    ("bad-date-offset", "2026-08-27Z"),
    ("bad-full-width", "２０２６-08-27T10:00:00Z"),
    ("bad-no-seconds", "2026-08-27T10:00Z"),
    ("bad-no-seconds-no-offset", "2026-08-27 10:00"),
    ("bad-offset-seconds", "2026-08-27T10:00:00+02:00:00"),
    ("bad-nul", "2026-08-27T10:00:00Z\\u0000"),
    ("bad-trailing-newline", "2026-08-27T10:00:00Z\\n"),
    ("bad-mixed-basic", "2026-08-27T100000Z"),
    ("bad-before-year-0", "0000-01-01T00:30:00+01:00"),
    ("bad-after-year-9999", "9999-12-31T23:30:00-01:00"),
];

/// Name, comment, number, and the time it is.
const NUMBERS: &[(&str, &str, &str, Option<&str>)] = &[
    ("ms", "milliseconds", "1788170400999", Some("2026-08-31T10:00:00.999Z")),
    ("ms-fraction", "a fraction of a millisecond is cut off", "1788170400123.75", Some("2026-08-31T10:00:00.123Z")),
    ("ms-exponent", "with an exponent", "1.788170400123e12", Some("2026-08-31T10:00:00.123Z")),
    ("ms-point-zero", "with a point", "1788170400123.0", Some("2026-08-31T10:00:00.123Z")),
    ("seconds", "seconds", "1788170400", Some("2026-08-31T10:00:00.000Z")),
    ("seconds-half", "a fraction of a second", "1788170400.5", Some("2026-08-31T10:00:00.500Z")),
    ("seconds-thirty-second", "0.03125 s is cut down to 31 ms", "1788170400.03125", Some("2026-08-31T10:00:00.031Z")),
    ("seconds-nines", "cut down, not rounded", "1788170400.9999", Some("2026-08-31T10:00:00.999Z")),
    ("zero", "the epoch", "0", Some("1970-01-01T00:00:00.000Z")),
    ("minus-zero", "the epoch, from below", "-0", Some("1970-01-01T00:00:00.000Z")),
    ("one", "one second", "1", Some("1970-01-01T00:00:01.000Z")),
    ("thousand", "a thousand seconds", "1e3", Some("1970-01-01T00:16:40.000Z")),
    ("tiny", "less than a millisecond", "1e-9", Some("1970-01-01T00:00:00.000Z")),
    ("minus-one", "one second before the epoch", "-1", Some("1969-12-31T23:59:59.000Z")),
    ("minus-half", "half a second before the epoch", "-0.5", Some("1969-12-31T23:59:59.500Z")),
    ("minus-tiny", "cut down means towards the past", "-0.0005", Some("1969-12-31T23:59:59.999Z")),
    ("last-seconds", "the last number that is seconds", "99999999999", Some("5138-11-16T09:46:39.000Z")),
    ("last-seconds-half", "still below 10^11", "99999999999.5", Some("5138-11-16T09:46:39.500Z")),
    ("first-ms", "the first number that is milliseconds", "100000000000", Some("1973-03-03T09:46:40.000Z")),
    ("first-ms-exponent", "the same with an exponent", "1e11", Some("1973-03-03T09:46:40.000Z")),
    ("first-second", "the first second of year 0", "-62167219200", Some("0000-01-01T00:00:00.000Z")),
    ("before-first-second", "before year 0", "-62167219201", None),
    ("last-ms", "the last millisecond of year 9999", "253402300799999", Some("9999-12-31T23:59:59.999Z")),
    ("last-ms-fraction", "and its last part", "253402300799999.5", Some("9999-12-31T23:59:59.999Z")),
    ("after-last-ms", "after year 9999", "253402300800000", None),
    ("minus-ms", "below 10^11 is seconds, which is long before year 0", "-1788170400123", None),
    ("i64-max", "after year 9999", "9223372036854775807", None),
    ("i64-min", "before year 0", "-9223372036854775808", None),
    ("u64-max", "after year 9999", "18446744073709551615", None),
    ("beyond-u64", "after year 9999", "18446744073709551616", None),
    ("huge", "after year 9999", "1e300", None),
    ("minus-huge", "before year 0", "-1e300", None),
];
