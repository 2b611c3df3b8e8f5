//! What is JSON and what is not.

use super::{Value, array, bad, good, number, object, refused, text};
use crate::author::Suite;
use crate::said::{PAYOUT, UPDATE, payout, update};

pub(super) fn cases(suite: &mut Suite) {
    top_level(suite);
    whitespace(suite);
    literals(suite);
    structure(suite);
    trailing(suite);
    other_formats(suite);
    empty_containers(suite);
}

fn top_level(suite: &mut Suite) {
    suite.section("NotAnObject", "A body is one JSON object; another JSON value is authentic, but no event.");
    for (name, body) in [
        ("null", "null"),
        ("true", "true"),
        ("false", "false"),
        ("number", "42"),
        ("negative", "-1.5e3"),
        ("string", "\"payout.available\""),
        ("empty-string", "\"\""),
        ("empty-array", "[]"),
        ("array", "[1,2]"),
        ("array-of-event", r#"[{"event":"payout.available","data":{}}]"#),
        ("spaced", " \n[ ]\t"),
        ("string-of-json", r#""{\"event\":\"payout.available\"}""#),
    ] {
        refused(suite, &format!("top-{name}"), "a JSON value, but no object", body, "not_an_object");
    }
    suite.creem("creem-top-null", "a JSON value, but no object").body("null").authentic_but("not_an_object");
    suite.creem("creem-top-array", "a JSON value, but no object").body("[]").authentic_but("not_an_object");
}

fn whitespace(suite: &mut Suite) {
    suite.section("Whitespace", "Space, tab, line feed and carriage return may stand between tokens, and nothing else.");
    for (name, space) in [("space", " "), ("tab", "\t"), ("lf", "\n"), ("cr", "\r"), ("crlf", "\r\n"), ("mixed", " \t\r\n \n")] {
        let everywhere: String = PAYOUT.replace(',', &format!("{space},{space}")).replace('{', &format!("{{{space}")).replace('}', &format!("{space}}}"));
        let colons = everywhere.replace("\":", &format!("\"{space}:{space}"));
        suite.commet(&format!("space-{name}-around"), "around the object").body(format!("{space}{PAYOUT}{space}")).accepted(payout());
        suite.commet(&format!("space-{name}-inside"), "between all tokens").body(colons).accepted(payout());
    }
    suite.creem("creem-space", "around the object").body(format!("\r\n\t {UPDATE}\n")).accepted(update());
    suite.commet("space-much", "5,000 spaces after the object").body_of(&[(PAYOUT, 1), (" ", 5000)]).accepted(payout());
    for (name, space) in [
        ("form-feed", "\u{c}"),
        ("vertical-tab", "\u{b}"),
        ("nul", "\0"),
        ("backspace", "\u{8}"),
        ("escape", "\u{1b}"),
        ("del", "\u{7f}"),
        ("next-line", "\u{85}"),
        ("nbsp", "\u{a0}"),
        ("ideographic", "\u{3000}"),
        ("zero-width", "\u{200b}"),
        ("line-separator", "\u{2028}"),
    ] {
        bad(suite, &format!("space-{name}"), "no whitespace of JSON, between tokens", format!("{space}1"));
        refused(suite, &format!("space-{name}-after"), "no whitespace of JSON, after the object", format!("{PAYOUT}{space}"), "invalid_json");
    }
    for (name, body) in [("space", " "), ("newline", "\n"), ("all", " \t\r\n"), ("nul", "\0"), ("form-feed", "\u{c}")] {
        refused(suite, &format!("blank-{name}"), "nothing but whitespace, or what looks like it", body, "invalid_json");
    }
}

fn literals(suite: &mut Suite) {
    suite.section("Literal", "true, false and null, in that spelling.");
    good(suite, "literals", "all three", "[true,false,null]", &array([Value::Bool(true), Value::Bool(false), Value::Null]));
    for raw in [
        "True",
        "TRUE",
        "False",
        "NULL",
        "Null",
        "nul",
        "tru",
        "truee",
        "nulll",
        "nil",
        "None",
        "undefined",
        "yes",
        "t",
        "true1",
        "NaN",
        "nan",
        "Infinity",
        "-Infinity",
        "+Infinity",
        "-NaN",
        "inf",
        "1n",
        "void 0",
    ] {
        let name = raw.replace('+', "plus-").replace(' ', "-");
        bad(suite, &format!("literal-{name}"), "no JSON value", raw);
    }
}

fn structure(suite: &mut Suite) {
    suite.section("Structure", "Commas, colons, brackets and quotation marks where RFC 8259 has them.");
    for (name, comment, raw) in [
        ("trailing-comma-array", "a comma before the end", "[1,]"),
        ("trailing-comma-object", "a comma before the end", r#"{"a":1,}"#),
        ("only-comma-array", "nothing but a comma", "[,]"),
        ("only-comma-object", "nothing but a comma", "{,}"),
        ("leading-comma", "a comma after the start", "[,1]"),
        ("double-comma", "a value is missing", "[1,,2]"),
        ("double-comma-object", "a member is missing", r#"{"a":1,,"b":2}"#),
        ("missing-comma-array", "a comma is missing", "[1 2]"),
        ("missing-comma-object", "a comma is missing", r#"{"a":1 "b":2}"#),
        ("missing-comma-strings", "strings do not join", r#""a" "b""#),
        ("missing-colon", "a colon is missing", r#"{"a" 1}"#),
        ("missing-value", "a value is missing", r#"{"a":}"#),
        ("missing-key", "a key is missing", "{:1}"),
        ("key-only", "a key alone", r#"{"a"}"#),
        ("double-colon", "one colon too many", r#"{"a"::1}"#),
        ("equals", "another sign for the colon", r#"{"a"=1}"#),
        ("semicolon", "another sign for the comma", "[1;2]"),
        ("colon-in-array", "an array has no keys", r#"["a":1]"#),
        ("bare-key", "a key without quotation marks", "{a:1}"),
        ("number-key", "a number for a key", "{1:1}"),
        ("null-key", "null for a key", "{null:1}"),
        ("array-key", "an array for a key", "{[]:1}"),
        ("single-quotes", "single quotation marks", "'a'"),
        ("single-quoted-key", "single quotation marks", "{'a':1}"),
        ("backticks", "backticks", "`a`"),
        ("typographic-quotes", "typographic quotation marks", "“a”"),
        ("bare-word", "a word", "usd"),
        ("nothing", "no value at all", ""),
        ("line-comment", "a comment", "1 // one\n"),
        ("block-comment", "a comment", "/* one */ 1"),
        ("hash-comment", "a comment", "1 # one\n"),
        ("html-comment", "a comment", "<!-- one -->1"),
        ("mismatched-array", "closed by the other bracket", "[1}"),
        ("mismatched-object", "closed by the other bracket", r#"{"a":1]"#),
        ("closed-twice", "closed once too often", "1}"),
        ("closed-array-unopened", "closed, but never opened", "1]"),
        ("parentheses", "another kind of bracket", "(1)"),
        ("spread", "JavaScript", "[...a]"),
        ("function-call", "JavaScript", "Date(0)"),
        ("prefix", "a guard against scripts", ")]}',\n1"),
        ("plus-string", "an expression", r#""a"+"b""#),
        ("escape-outside", "an escape outside a string", r"\u0031"),
        ("escaped-quote-outside", "an escape outside a string", r#"\"a\""#),
    ] {
        bad(suite, &format!("structure-{name}"), comment, raw);
    }
}

fn trailing(suite: &mut Suite) {
    suite.section("Trailing", "After the object there is whitespace and nothing else; before it, too; and it must end.");
    for (name, after) in [
        ("letter", " x"),
        ("letter-tight", "x"),
        ("brace", "}"),
        ("bracket", "]"),
        ("comma", ","),
        ("second-object", " {}"),
        ("second-tight", "{}"),
        ("second-line", "\n{\"event\":\"payout.paid\",\"data\":{}}\n"),
        ("null", "null"),
        ("number", " 1"),
        ("string", "\"\""),
        ("nul", "\0"),
        ("ctrl-z", "\u{1a}"),
        ("comment", " // end"),
        ("semicolon", ";"),
        ("record-separator", "\u{1e}"),
    ] {
        refused(suite, &format!("trailing-{name}"), "bytes after the object", format!("{PAYOUT}{after}"), "invalid_json");
    }
    for (name, before) in
        [("letter", "x "), ("comma", ","), ("brace", "{"), ("nul", "\0"), ("record-separator", "\u{1e}"), ("guard", ")]}'\n"), ("callback", "f(")]
    {
        refused(suite, &format!("leading-{name}"), "bytes before the object", format!("{before}{PAYOUT}"), "invalid_json");
    }
    for (name, comment, cut) in [
        ("last-byte", "the last bracket is lost", PAYOUT.len() - 1),
        ("last-two", "the last two brackets are lost", PAYOUT.len() - 2),
        ("in-string", "cut within a string", PAYOUT.len() - 5),
        ("after-colon", "cut after a colon", PAYOUT.len() - 7),
        ("in-key", "cut within a key", PAYOUT.len() - 10),
        ("after-comma", "cut after a comma", PAYOUT.len() - 18),
        ("in-number", "cut within a number", PAYOUT.len() - 20),
        ("half", "cut in the middle", PAYOUT.len() / 2),
        ("first-byte", "nothing but the first bracket", 1),
        ("two-bytes", "and a quotation mark", 2),
    ] {
        refused(suite, &format!("truncated-{name}"), comment, &PAYOUT[..cut], "invalid_json");
    }
    for (name, body) in [
        ("quote", "\""),
        ("backslash", "\"\\"),
        ("unit", "\"\\u12"),
        ("minus", "-"),
        ("colon", ":"),
        ("comma", ","),
        ("closing-brace", "}"),
        ("closing-bracket", "]"),
        ("array", "[1,2"),
        ("literal", "nul"),
    ] {
        refused(suite, &format!("fragment-{name}"), "a fragment of JSON", body, "invalid_json");
    }
    suite.creem("creem-trailing-letter", "bytes after the object").body(format!("{UPDATE} x")).authentic_but("invalid_json");
    suite.creem("creem-truncated", "the last bracket is lost").body(&UPDATE[..UPDATE.len() - 1]).authentic_but("invalid_json");
}

fn other_formats(suite: &mut Suite) {
    suite.section("OtherFormat", "Bodies in other formats.");
    for (name, body) in [
        ("form", "event=payout.available&data%5BavailableAmount%5D=9900"),
        ("form-payload", "payload=%7B%22event%22%3A%22payout.available%22%7D"),
        ("xml", "<?xml version=\"1.0\"?><event>payout.available</event>"),
        ("html", "<!doctype html><title>502 Bad Gateway</title>"),
        ("yaml", "event: payout.available\ndata:\n  availableAmount: 9900\n"),
        ("toml", "event = \"payout.available\"\n"),
        ("json5", "{event:'payout.available',data:{},}"),
        ("python", "{'event': 'payout.available', 'data': {'ok': True}}"),
        ("php", "a:1:{s:5:\"event\";s:16:\"payout.available\";}"),
        ("multipart", "--b\r\nContent-Disposition: form-data; name=\"event\"\r\n\r\npayout.available\r\n--b--\r\n"),
        ("debug", "[object Object]"),
        ("text", "payout.available"),
        ("event-stream", "data: {\"event\":\"payout.available\",\"data\":{}}\n\n"),
    ] {
        refused(suite, &format!("format-{name}"), "no JSON", body, "invalid_json");
    }
}

fn empty_containers(suite: &mut Suite) {
    suite.section("EmptyContainers", "An empty object is not an empty array, and neither is null or absent.");
    good(suite, "empty-object", "an empty object", "{}", &object([]));
    good(suite, "empty-array", "an empty array", "[]", &array([]));
    good(suite, "empty-spaced", "with spaces in them", "[{ },[ ]]", &array([object([]), array([])]));
    let nested = object([("a", array([])), ("b", object([])), ("c", array([object([])])), ("d", object([("e", object([]))]))]);
    good(suite, "empty-nested", "in each other", r#"{"a":[],"b":{},"c":[{}],"d":{"e":{}}}"#, &nested);
    super::creem_good(
        suite,
        "creem-empty",
        "in each other",
        r#"[[],{},"",null,0,false]"#,
        &array([array([]), object([]), text(""), Value::Null, number(0.0), Value::Bool(false)]),
    );
    let list = object([("0", text("a")), ("1", text("b"))]);
    good(suite, "object-like-list", "an object whose keys count up is no array", r#"{"0":"a","1":"b"}"#, &list);
}
