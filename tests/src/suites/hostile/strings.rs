//! Strings: raw control characters, escapes, surrogates.

use super::{array, bad, creem_good, good, object, text};
use crate::author::Suite;

pub(super) fn cases(suite: &mut Suite) {
    controls(suite);
    escapes(suite);
    bad_escapes(suite);
    surrogates(suite);
    code_points(suite);
}

fn controls(suite: &mut Suite) {
    suite.section("ControlCharacter", "U+0000 to U+001F must be escaped in strings and keys; U+007F need not.");
    for code in 0..0x20_u8 {
        let control = char::from(code);
        bad(suite, &format!("control-{code:02x}"), "raw in a string", format!("\"a{control}b\""));
        if [0, 8, 9, 10, 12, 13, 27, 31].contains(&code) {
            bad(suite, &format!("control-{code:02x}-key"), "raw in a key", format!("{{\"a{control}b\":1}}"));
        }
    }
    bad(suite, "control-crlf", "a line break in a string", "\"a\r\nb\"");
    bad(suite, "control-first", "the first character", "\"\0\"");
    bad(suite, "control-far", "after 100 good characters", format!("\"{}\u{1f}\"", "a".repeat(100)));
    bad(suite, "control-escaped", "a backslash does not escape it", "\"a\\\nb\"");
    good(suite, "control-7f", "U+007F is none of them", "\"a\u{7f}b\"", &text("a\u{7f}b"));
    good(suite, "control-7f-key", "in a key", "{\"\u{7f}\":\"\"}", &object([("\u{7f}", text(""))]));
    for code in 0..0x20_u8 {
        let value = format!("a{}b", char::from(code));
        good(suite, &format!("escaped-{code:02x}"), "escaped it is a character", &format!("\"a\\u{code:04x}b\""), &text(&value));
    }
}

fn escapes(suite: &mut Suite) {
    suite.section("Escape", "The eight short escapes, and u with four hex digits in either case.");
    for (name, raw, value) in [
        ("quote", r#""\"""#, "\""),
        ("backslash", r#""\\""#, "\\"),
        ("slash", r#""\/""#, "/"),
        ("b", r#""\b""#, "\u{8}"),
        ("f", r#""\f""#, "\u{c}"),
        ("n", r#""\n""#, "\n"),
        ("r", r#""\r""#, "\r"),
        ("t", r#""\t""#, "\t"),
        ("all", r#""\"\\\/\b\f\n\r\t\u0041""#, "\"\\/\u{8}\u{c}\n\r\tA"),
        ("lower", r#""\u00e9\uabcd""#, "\u{e9}\u{abcd}"),
        ("upper", r#""\u00E9\uABCD""#, "\u{e9}\u{abcd}"),
        ("mixed", r#""\uaBcD""#, "\u{abcd}"),
        ("five-digits", r#""\u00e91""#, "\u{e9}1"),
        ("ascii", r#""\u0061\u0022\u005c\u002f""#, "a\"\\/"),
        ("escaped-backslash-u", r#""\\u0041""#, "\\u0041"),
        ("escaped-backslash-twice", r#""\\\\""#, "\\\\"),
        ("escaped-quote-last", r#""a\\\"""#, "a\\\""),
        ("escaped-quote-inside", r#""a\"b\"c""#, "a\"b\"c"),
        ("between", r#""before\nafter""#, "before\nafter"),
        ("first", r#""\nafter""#, "\nafter"),
        ("last", r#""before\n""#, "before\n"),
        ("with-unicode", r#""é\n株\t🚀\r""#, "é\n株\t🚀\r"),
        ("slash-raw", r#""</script>""#, "</script>"),
        ("json-inside", r#""{\"event\":\"payout.paid\"}""#, r#"{"event":"payout.paid"}"#),
    ] {
        good(suite, &format!("escape-{name}"), "a valid escape", raw, &text(value));
    }
    let long = r"\u00e9\n".repeat(300);
    good(suite, "escape-many", "600 escapes in a row", &format!("\"{long}\""), &text(&"é\n".repeat(300)));
    for length in [7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65] {
        let (raw, value) = (format!("\"{}\\n{}\"", "x".repeat(length), "y".repeat(length)), format!("{}\n{}", "x".repeat(length), "y".repeat(length)));
        good(suite, &format!("escape-after-{length}"), "an escape after so many plain bytes", &raw, &text(&value));
    }
}

fn bad_escapes(suite: &mut Suite) {
    suite.section("BadEscape", "A backslash before anything else, or u without four hex digits.");
    for (name, raw) in [
        ("x", r#""\x41""#),
        ("a", r#""\a""#),
        ("v", r#""\v""#),
        ("e", r#""\e""#),
        ("0", r#""\0""#),
        ("octal", r#""\101""#),
        ("quote", r#""\'""#),
        ("space", r#""\ ""#),
        ("capital-n", r#""\N""#),
        ("capital-u", r#""\U0041""#),
        ("capital-u-8", r#""\U0001F680""#),
        ("backtick", r#""\`""#),
        ("dollar", r#""\$""#),
        ("unicode", r#""\é""#),
        ("emoji", r#""\🚀""#),
        ("u-alone", r#""\u""#),
        ("u-1", r#""\u1""#),
        ("u-2", r#""\u12""#),
        ("u-3", r#""\u123""#),
        ("u-not-hex", r#""\u12G4""#),
        ("u-not-hex-last", r#""\u123g""#),
        ("u-not-hex-first", r#""\uz123""#),
        ("u-plus", r#""\u+041""#),
        ("u-minus", r#""\u-041""#),
        ("u-space", r#""\u 041""#),
        ("u-space-last", r#""\u041 ""#),
        ("u-underscore", r#""\u0_41""#),
        ("u-0x", r#""\u0x41""#),
        ("u-brace", r#""\u{41}""#),
        ("u-full-width", r#""\u００４１""#),
        ("u-accents", r#""\uéé""#),
        ("u-quote", r#""\u00"41""#),
        ("backslash-last", r#""a\""#),
        ("backslash-odd", r#""a\\\""#),
        ("newline", "\"a\\\n\""),
        ("nul", "\"a\\\0\""),
    ] {
        bad(suite, &format!("bad-escape-{name}"), "no escape of JSON", raw);
    }
    bad(suite, "bad-escape-key", "in a key", r#"{"\x41":1}"#);
    bad(suite, "bad-escape-key-u", "in a key", r#"{"\u12":1}"#);
}

fn surrogates(suite: &mut Suite) {
    suite.section("Surrogate", "An escaped pair is one character; each lone surrogate is U+FFFD.");
    for (name, comment, raw, value) in [
        ("pair", "a pair", r#""\ud83d\ude80""#, "🚀"),
        ("pair-upper", "a pair in upper case", r#""\uD83D\uDE80""#, "🚀"),
        ("pair-mixed", "a pair in mixed case", r#""\uD83d\uDe80""#, "🚀"),
        ("pair-first", "the first of all pairs", r#""\ud800\udc00""#, "\u{10000}"),
        ("pair-last", "the last of all pairs", r#""\udbff\udfff""#, "\u{10ffff}"),
        ("pairs", "two pairs", r#""\ud83d\ude80\ud83d\ude00""#, "🚀😀"),
        ("lone-high", "a high one alone", r#""\ud83d""#, "\u{fffd}"),
        ("lone-low", "a low one alone", r#""\ude80""#, "\u{fffd}"),
        ("lone-first", "U+D800", r#""\ud800""#, "\u{fffd}"),
        ("lone-high-last", "U+DBFF", r#""\udbff""#, "\u{fffd}"),
        ("lone-low-first", "U+DC00", r#""\udc00""#, "\u{fffd}"),
        ("lone-low-last", "U+DFFF", r#""\udfff""#, "\u{fffd}"),
        ("below", "U+D7FF is none", r#""\ud7ff""#, "\u{d7ff}"),
        ("above", "U+E000 is none", r#""\ue000""#, "\u{e000}"),
        ("reversed", "low before high: two lone ones", r#""\ude80\ud83d""#, "\u{fffd}\u{fffd}"),
        ("high-high", "two high ones", r#""\ud83d\ud83d""#, "\u{fffd}\u{fffd}"),
        ("high-high-low", "a lone one and a pair", r#""\ud83d\ud83d\ude80""#, "\u{fffd}🚀"),
        ("high-low-low", "a pair and a lone one", r#""\ud83d\ude80\ude80""#, "🚀\u{fffd}"),
        ("low-high-low", "a lone one and a pair", r#""\ude80\ud83d\ude80""#, "\u{fffd}🚀"),
        ("high-letter", "a high one before a letter", r#""\ud83dA""#, "\u{fffd}A"),
        ("high-escape", "a high one before another escape", r#""\ud83d\n""#, "\u{fffd}\n"),
        ("high-backslash", "a high one before a backslash and text", r#""\ud83d\\ude80""#, "\u{fffd}\\ude80"),
        ("high-unit", "a high one before another unit", r#""\ud83d\u00e9""#, "\u{fffd}é"),
        ("high-raw", "a high one before a raw character", r#""\ud83d🚀""#, "\u{fffd}🚀"),
        ("high-space-low", "a space between the two", r#""\ud83d \ude80""#, "\u{fffd} \u{fffd}"),
        ("high-u", "a high one before the letter u", r#""\ud83dude80""#, "\u{fffd}ude80"),
        ("around-text", "one at either end", r#""\udc00middle\ud800""#, "\u{fffd}middle\u{fffd}"),
        ("three-high", "three high ones", r#""\ud800\ud800\ud800""#, "\u{fffd}\u{fffd}\u{fffd}"),
        ("high-fffd", "a high one before U+FFFD", r#""\ud83d\ufffd""#, "\u{fffd}\u{fffd}"),
    ] {
        good(suite, &format!("surrogate-{name}"), comment, raw, &text(value));
    }
    for (name, comment, raw) in [
        ("high-bad-escape", "a high one before a bad escape", r#""\ud83d\x""#),
        ("high-short-unit", "a high one before a short unit", r#""\ud83d\ude8""#),
        ("high-u-alone", "a high one before u alone", r#""\ud83d\u""#),
        ("high-bad-unit", "a high one before a bad unit", r#""\ud83d\uzzzz""#),
        ("high-unclosed", "a high one, and the string goes on", r#""\ud83d\""#),
    ] {
        bad(suite, &format!("surrogate-{name}"), comment, raw);
    }
    good(suite, "surrogate-key", "in a key", r#"{"\ud83d":"high","a\ude80":"low"}"#, &object([("\u{fffd}", text("high")), ("a\u{fffd}", text("low"))]));
    good(suite, "surrogate-key-pair", "a pair in a key", r#"{"\ud83d\ude80":""}"#, &object([("🚀", text(""))]));
    good(
        suite,
        "surrogate-key-alike",
        "two keys become one, and the last wins",
        r#"{"\ud800":"first","\udc00":"last"}"#,
        &object([("\u{fffd}", text("last"))]),
    );
    good(
        suite,
        "surrogate-key-and-fffd",
        "a lone one and U+FFFD become one key",
        r#"{"\ufffd":"first","\udfff":"last"}"#,
        &object([("\u{fffd}", text("last"))]),
    );
    creem_good(suite, "creem-surrogate", "a lone one", r#"["\ud83d","\ude80"]"#, &array([text("\u{fffd}"), text("\u{fffd}")]));
}

fn code_points(suite: &mut Suite) {
    suite.section("CodePoint", "Any other escaped code point is itself.");
    for (name, raw, value) in [
        ("nul", r#""a\u0000b""#, "a\0b"),
        ("nul-first", r#""\u0000""#, "\0"),
        ("nul-last", r#""a\u0000""#, "a\0"),
        ("separators", r#""\u2028\u2029""#, "\u{2028}\u{2029}"),
        ("bom", r#""\ufeff""#, "\u{feff}"),
        ("noncharacters", r#""\ufffe\uffff\ufdd0""#, "\u{fffe}\u{ffff}\u{fdd0}"),
        ("noncharacter-pair", r#""\ud83f\udffe""#, "\u{1fffe}"),
        ("del", r#""\u007f\u0080""#, "\u{7f}\u{80}"),
        ("replacement", r#""\ufffd""#, "\u{fffd}"),
        ("line-end", r#""\u000a\u000d\u0085""#, "\n\r\u{85}"),
    ] {
        good(suite, &format!("point-{name}"), "a character by its number", raw, &text(value));
    }
    good(suite, "string-empty", "no character at all", r#""""#, &text(""));
    good(suite, "string-space", "one space", r#"" ""#, &text(" "));
    good(suite, "string-slashes", "a URL", r#""https:\/\/example.com\/a?b=c&d=\u0026""#, &text("https://example.com/a?b=c&d=&"));
    good(suite, "string-like-number", "digits in a string", r#"["0","-0","1e3","NaN"]"#, &array([text("0"), text("-0"), text("1e3"), text("NaN")]));
    good(suite, "string-like-date", "dates stay text", r#"["2026-08-27T10:00:00Z","/Date(1)/"]"#, &array([text("2026-08-27T10:00:00Z"), text("/Date(1)/")]));
}
