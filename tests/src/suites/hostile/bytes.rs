//! Bytes that are no UTF-8, or another encoding.

use super::{around, object, probe, refused, text};
use crate::author::Suite;
use crate::said::{PAYOUT, UPDATE, payout};

pub(super) fn cases(suite: &mut Suite) {
    invalid(suite);
    places(suite);
    encodings(suite);
    marks(suite);
    valid(suite);
}

/// A string holding these bytes.
fn quoted(bytes: &[u8]) -> Vec<u8> {
    [b"\"".as_slice(), bytes, b"\""].concat()
}

fn invalid(suite: &mut Suite) {
    suite.section("InvalidUtf8", "Bytes that are no UTF-8, anywhere in the body, come before any fault of JSON.");
    for (name, comment, bytes) in [
        ("ff", "0xFF is in no UTF-8", b"a\xffb" as &[u8]),
        ("fe", "0xFE is in no UTF-8", b"\xfe"),
        ("lone-continuation", "a continuation byte without a start", b"\x80"),
        ("lone-continuation-high", "the last continuation byte without a start", b"a\xbf"),
        ("extra-continuation", "one continuation byte too many", b"\xc3\xa9\xa9"),
        ("truncated-2", "a start of two without the second", b"\xc3"),
        ("truncated-2-ascii", "a start of two before a letter", b"\xc3a"),
        ("truncated-3", "a start of three with one more", b"\xe2\x82"),
        ("truncated-3-start", "a start of three alone", b"\xe2"),
        ("truncated-4", "a start of four with two more", b"\xf0\x9f\x9a"),
        ("truncated-4-start", "a start of four alone", b"\xf0"),
        ("two-starts", "a start after a start", b"\xc3\xc3\xa9"),
        ("overlong-2-slash", "a slash in two bytes", b"\xc0\xaf"),
        ("overlong-2-nul", "a NUL in two bytes, as Java writes it", b"\xc0\x80"),
        ("overlong-2-last", "0x7F in two bytes", b"\xc1\xbf"),
        ("overlong-3-slash", "a slash in three bytes", b"\xe0\x80\xaf"),
        ("overlong-3-last", "U+07FF in three bytes", b"\xe0\x9f\xbf"),
        ("overlong-4", "a slash in four bytes", b"\xf0\x80\x80\xaf"),
        ("overlong-4-last", "U+FFFF in four bytes", b"\xf0\x8f\xbf\xbf"),
        ("surrogate-first", "U+D800 in three bytes", b"\xed\xa0\x80"),
        ("surrogate-high-last", "U+DBFF in three bytes", b"\xed\xaf\xbf"),
        ("surrogate-low-first", "U+DC00 in three bytes", b"\xed\xb0\x80"),
        ("surrogate-last", "U+DFFF in three bytes", b"\xed\xbf\xbf"),
        ("surrogate-pair", "a pair of surrogates in six bytes, as CESU-8 has it", b"\xed\xa0\xbd\xed\xb8\x80"),
        ("above-10ffff", "U+110000 in four bytes", b"\xf4\x90\x80\x80"),
        ("above-10ffff-f5", "0xF5 starts nothing", b"\xf5\x80\x80\x80"),
        ("five-bytes", "an old form of five bytes", b"\xf8\x88\x80\x80\x80"),
        ("six-bytes", "an old form of six bytes", b"\xfc\x84\x80\x80\x80\x80"),
        ("latin-1", "Zo\u{eb} in Latin-1", b"Zo\xeb"),
        ("windows-1252", "quotation marks in Windows-1252", b"\x93quoted\x94"),
        ("shift-jis", "Japanese in Shift JIS", b"\x8a\x94\x8e\xae"),
    ] {
        probe(suite, &format!("utf8-{name}"), comment, quoted(bytes)).authentic_but("invalid_utf8");
    }
}

fn places(suite: &mut Suite) {
    let commet = PAYOUT.as_bytes();
    for (name, comment, body) in [
        ("in-key", "in a key", around(b"{\"k\xff\":1}")),
        ("in-envelope-key", "in a key of the envelope", [b"{\"\xc3\":1,", &commet[1..]].concat()),
        ("in-number", "in a number", around(b"1\xff")),
        ("in-whitespace", "between tokens", around(b" \xa0 1")),
        ("before", "before the object", [b"\xff", commet].concat()),
        ("after", "after the object", [commet, b"\xff"].concat()),
        ("after-newline", "in whitespace after the object", [commet, b"\n\xc2"].concat()),
        ("truncated-at-end", "a character cut off at the very end", [commet, b"\xf0\x9f\x9a"].concat()),
        ("only", "nothing but one byte", vec![0xff]),
        ("after-backslash", "after a backslash", around(b"\"\\\xff\"")),
        ("in-unit-escape", "within an escape", around(b"\"\\u00\xff\"")),
        ("in-second-of-two-values", "in a value that a duplicate key hides", around(b"\"\xff\",\"x\":1")),
        ("far-away", "after 5,000 good characters", around(quoted(&["é".repeat(5000).as_bytes(), b"\xff"].concat()))),
    ] {
        refused(suite, &format!("utf8-{name}"), comment, body, "invalid_utf8");
    }
    let body = [UPDATE.as_bytes(), b"\x80"].concat();
    suite.creem("creem-utf8-after", "after the object").body(body).authentic_but("invalid_utf8");
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

fn encodings(suite: &mut Suite) {
    suite.section("OtherEncoding", "A body is UTF-8; others are refused, as UTF-8 where their bytes are none, else as JSON.");
    let json = r#"{"event":"payout.available","data":{}}"#;
    refused(suite, "utf16-le-bom", "UTF-16, low byte first, with a mark", [b"\xff\xfe", utf16(json, u16::to_le_bytes).as_slice()].concat(), "invalid_utf8");
    refused(suite, "utf16-be-bom", "UTF-16, high byte first, with a mark", [b"\xfe\xff", utf16(json, u16::to_be_bytes).as_slice()].concat(), "invalid_utf8");
    refused(suite, "utf16-le", "without a mark its ASCII is ASCII and NULs", utf16(json, u16::to_le_bytes), "invalid_json");
    refused(suite, "utf16-be", "without a mark its ASCII is NULs and ASCII", utf16(json, u16::to_be_bytes), "invalid_json");
    let utf32: Vec<u8> = json.chars().flat_map(|letter| u32::from(letter).to_le_bytes()).collect();
    refused(suite, "utf32-le", "without a mark its ASCII is ASCII and NULs", &utf32, "invalid_json");
    refused(suite, "utf32-le-bom", "UTF-32, low byte first, with a mark", [b"\xff\xfe\0\0", utf32.as_slice()].concat(), "invalid_utf8");
    refused(suite, "utf7-bom", "UTF-7's mark is ASCII", format!("+/v8-{json}"), "invalid_json");
    refused(suite, "gzip", "a body that nobody decompressed", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xab\xae\x05\x00", "invalid_utf8");
    refused(suite, "base64", "a body that nobody decoded", "eyJldmVudCI6InBheW91dC5hdmFpbGFibGUiLCJkYXRhIjp7fX0=", "invalid_json");
}

fn marks(suite: &mut Suite) {
    suite.section("ByteOrderMark", "A byte order mark is no whitespace.");
    refused(suite, "bom", "before the object", format!("\u{feff}{PAYOUT}"), "invalid_json");
    refused(suite, "bom-twice", "twice", format!("\u{feff}\u{feff}{PAYOUT}"), "invalid_json");
    refused(suite, "bom-after-space", "after a space", format!(" \u{feff}{PAYOUT}"), "invalid_json");
    refused(suite, "bom-after", "after the object", format!("{PAYOUT}\u{feff}"), "invalid_json");
    refused(suite, "bom-only", "nothing else", "\u{feff}", "invalid_json");
    refused(suite, "bom-inside", "between tokens", around("\u{feff}1"), "invalid_json");
    suite.creem("creem-bom", "before the object").body(format!("\u{feff}{UPDATE}")).authentic_but("invalid_json");
    probe(suite, "bom-in-string", "in a string it is a character", "\"\u{feff}a\"").holds(payout(), &text("\u{feff}a"));
    probe(suite, "bom-in-key", "in a key it is a character", "{\"\u{feff}a\":\"\"}").holds(payout(), &object([("\u{feff}a", text(""))]));
}

fn valid(suite: &mut Suite) {
    suite.section("ValidUtf8", "Every character but the control characters may stand in a string as it is.");
    for (name, comment, string) in [
        ("edges-1-2", "the last of one byte and the first of two", "\u{7f}\u{80}"),
        ("edges-2-3", "the last of two bytes and the first of three", "\u{7ff}\u{800}"),
        ("edges-3-4", "the last of three bytes and the first of four", "\u{ffff}\u{10000}"),
        ("around-surrogates", "on either side of the surrogates", "\u{d7ff}\u{e000}"),
        ("last", "the last character of all", "\u{10ffff}"),
        ("noncharacters", "reserved for ever, yet valid", "\u{fdd0}\u{fffe}\u{ffff}\u{1fffe}\u{10fffe}"),
        ("replacement", "U+FFFD itself", "\u{fffd}"),
        ("line-separators", "line ends to old JavaScript", "\u{2028}\u{2029}"),
        ("c1-controls", "control characters beyond ASCII", "\u{80}\u{85}\u{9f}"),
        ("spaces", "spaces of many kinds", "\u{a0}\u{1680}\u{2003}\u{3000}"),
        ("bidi", "marks that turn the direction", "\u{202e}abc\u{202c}\u{200f}"),
        ("zero-width", "characters without width", "a\u{200b}\u{200d}\u{2060}b"),
        ("decomposed", "not normalised", "e\u{301} \u{1100}\u{1161}"),
        ("composed", "not normalised", "\u{e9} \u{ac00}"),
        ("family", "a family of four in one emoji", "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}\u{200d}\u{1f466}"),
        ("flag", "a flag of two characters", "\u{1f1e9}\u{1f1ea}"),
        ("private", "characters of private use", "\u{e000}\u{f8ff}\u{100000}"),
        ("scripts", "many scripts", "Zoë Привет שלום مرحبا 株式会社 한국어 ไทย"),
        ("case-folding", "letters that change length with their case", "ßİıŒŉ"),
    ] {
        probe(suite, &format!("valid-{name}"), comment, format!("\"{string}\"")).holds(payout(), &text(string));
    }
}
