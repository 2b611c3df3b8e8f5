//! JSON text of a grammar, with what is at its edges more often than chance would have it.

use fastrand::Rng;

use super::{one_of, percent};

/// Strings as they stand in JSON text, without their quotes.
const STRINGS: [&str; 30] = [
    "",
    "a",
    "active",
    "Café",
    "株式会社",
    "🚀👩‍👩‍👧‍👦",
    "\\u0041\\n\\t\\\"\\\\\\/\\b\\f\\r",
    "\\ud83d\\ude80",
    "\\ud83d",
    "\\ude80",
    "\\ude80\\ud83d",
    "\\ud83d\\ud83d\\ude80",
    "\\ud83dx",
    "\\ud83d\\n",
    "\\u0000",
    "\\u001f",
    "\\u2028\u{2028}",
    "\\uFEFF",
    "\u{feff}",
    "\u{7f}\u{80}\u{7ff}\u{800}\u{ffff}\u{10000}\u{10ffff}",
    "__proto__",
    "constructor",
    "toString",
    "0",
    "-1",
    "2026-09-14T08:30:00.000Z",
    "e\u{301}",
    "\u{fffd}\\ufffd",
    "<script>alert('&')</script>",
    "0123456789012345678901234567890123456789",
];

/// What is no string of JSON, without its quotes.
const BAD_STRINGS: [&str; 8] = ["\\x", "\\u12", "\\u12g4", "\n", "\u{1}", "\\", "\\U0041", "\t"];

const NUMBERS: [&str; 44] = [
    "0",
    "-0",
    "-0.0",
    "0.0",
    "1",
    "-1",
    "1.0",
    "1e0",
    "10",
    "9900",
    "1E2",
    "1e+2",
    "100e-2",
    "0.1",
    "0.30000000000000004",
    "1.7976931348623157e308",
    "-1.7976931348623157e308",
    "4.9e-324",
    "2.4703282292062327e-324",
    "2.4703282292062328e-324",
    "2.2250738585072011e-308",
    "1e-400",
    "9007199254740991",
    "9007199254740992",
    "9007199254740993",
    "-9007199254740993",
    "134217727",
    "134217728",
    "-134217728",
    "-134217729",
    "2147483647",
    "2147483648",
    "-2147483649",
    "4294967295",
    "4294967296",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "-9223372036854775809",
    "18446744073709551615",
    "18446744073709551616",
    "123456789012345678901234567890",
    "1e22",
    "8.5e-7",
];

const BAD_NUMBERS: [&str; 12] = ["01", "+1", ".5", "1.", "1e", "-", "1e999", "-1e999", "NaN", "Infinity", "0x1F", "1_000"];

const WORDS: [&str; 3] = ["null", "true", "false"];

const BAD_WORDS: [&str; 8] = ["nul", "True", "undefined", "", "/* */1", "'a'", "\u{feff}1", "nullx"];

const SPACES: [&str; 6] = ["", "", "", " ", "\n\t", "\r\n  "];

/// How likely a value is broken, in percent.
const BROKEN: u8 = 1;

/// The text of some value, containers within it at most so deep.
pub(super) fn value(rng: &mut Rng, depth: usize) -> String {
    let kind = if depth == 0 { rng.u8(..6) } else { rng.u8(..10) };
    match kind {
        0 => pick(rng, &WORDS, &BAD_WORDS).to_owned(),
        1 | 2 => number(rng),
        3..=5 => string(rng),
        6 | 7 => array(rng, depth),
        _ => object(rng, depth),
    }
}

/// The text of an object.
pub(super) fn object(rng: &mut Rng, depth: usize) -> String {
    let members = (0..size(rng)).map(|_| {
        let (key, space) = (string(rng), one_of(rng, &SPACES));
        format!("{key}{space}:{}", value(rng, depth - 1))
    });
    let members: Vec<String> = members.collect();
    surrounded(rng, '{', &members, '}')
}

/// An object with these members besides random ones, as texts; in some order.
pub(super) fn object_with(rng: &mut Rng, mut members: Vec<String>) -> String {
    for _ in 0..rng.usize(..4) {
        members.push(format!("{}:{}", string(rng), value(rng, 2)));
    }
    rng.shuffle(&mut members);
    surrounded(rng, '{', &members, '}')
}

fn array(rng: &mut Rng, depth: usize) -> String {
    let elements: Vec<String> = (0..size(rng)).map(|_| value(rng, depth - 1)).collect();
    surrounded(rng, '[', &elements, ']')
}

fn surrounded(rng: &mut Rng, open: char, parts: &[String], close: char) -> String {
    let space = one_of(rng, &SPACES);
    let separator = if percent(rng, BROKEN) { "" } else { "," };
    let trailing = if percent(rng, BROKEN) { "," } else { "" };
    let close = if percent(rng, BROKEN) { String::new() } else { close.to_string() };
    format!("{open}{space}{}{trailing}{space}{close}", parts.join(&format!("{space}{separator}{space}")))
}

/// The text of a string, with its quotes.
pub(super) fn string(rng: &mut Rng) -> String {
    let parts = if percent(rng, 20) { 3 } else { 1 };
    let text: String = (0..parts).map(|_| pick(rng, &STRINGS, &BAD_STRINGS)).collect();
    format!("\"{text}\"")
}

fn number(rng: &mut Rng) -> String {
    match rng.u8(..10) {
        0..=5 => pick(rng, &NUMBERS, &BAD_NUMBERS).to_owned(),
        6 | 7 => rng.i64(..).to_string(),
        // Any double, as it is written shortest; what is none becomes an integer.
        8 => Some(f64::from_bits(rng.u64(..))).filter(|double| double.is_finite()).map_or("7".to_owned(), |double| format!("{double:e}")),
        _ => format!("{}.{}e{}", rng.u32(..), rng.u64(..), rng.i32(-330..300)),
    }
}

fn size(rng: &mut Rng) -> usize {
    one_of(rng, &[0, 1, 1, 2, 3, 5])
}

fn pick<'t>(rng: &mut Rng, good: &[&'t str], bad: &[&'t str]) -> &'t str {
    let broken = percent(rng, BROKEN);
    one_of(rng, if broken { bad } else { good })
}
