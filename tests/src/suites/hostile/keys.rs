//! Keys: twice, escaped, with a meaning elsewhere, in another order.

use super::{Value, array, creem_good, good, number, object, text};
use crate::author::Suite;

pub(super) fn cases(suite: &mut Suite) {
    duplicates(suite);
    duplicates_elsewhere(suite);
    special(suite);
    order(suite);
}

fn duplicates(suite: &mut Suite) {
    suite.section("DuplicateKey", "Of members with the same key, as it is after unescaping, the last wins.");
    for (name, comment, raw, value) in [
        ("twice", "twice", r#"{"a":"first","a":"last"}"#, object([("a", text("last"))])),
        ("three-times", "three times", r#"{"a":1,"a":2,"a":"last"}"#, object([("a", text("last"))])),
        ("apart", "with another between", r#"{"a":"first","b":"between","a":"last"}"#, object([("a", text("last")), ("b", text("between"))])),
        ("two-keys", "two keys, twice each", r#"{"a":1,"b":1,"b":"y","a":"x"}"#, object([("a", text("x")), ("b", text("y"))])),
        ("null-last", "the last is null", r#"{"a":"first","a":null}"#, object([("a", Value::Null)])),
        ("null-first", "the first is null", r#"{"a":null,"a":"last"}"#, object([("a", text("last"))])),
        ("same-value", "with the same value", r#"{"a":"x","a":"x"}"#, object([("a", text("x"))])),
        ("objects", "objects are not merged", r#"{"a":{"x":1},"a":{"y":null}}"#, object([("a", object([("y", Value::Null)]))])),
        ("arrays", "arrays are not joined", r#"{"a":["x"],"a":[]}"#, object([("a", array([]))])),
        ("kinds", "of different kinds", r#"{"a":[1],"a":{"b":2},"a":"last"}"#, object([("a", text("last"))])),
        (
            "nested",
            "deep inside, and in an array",
            r#"[{"a":{"b":1,"b":"last"}},{"b":1}]"#,
            array([object([("a", object([("b", text("last"))]))]), object([("b", number(1.0))])]),
        ),
        ("escaped-last", "spelt with an escape the second time", r#"{"a":"first","\u0061":"last"}"#, object([("a", text("last"))])),
        ("escaped-first", "spelt with an escape the first time", r#"{"\u0061":"first","a":"last"}"#, object([("a", text("last"))])),
        ("escaped-both", "spelt with two different escapes", r#"{"\u002F":"first","\/":"last"}"#, object([("/", text("last"))])),
        ("escaped-pair", "a pair and the character", r#"{"\ud83d\ude80":"first","🚀":"last"}"#, object([("🚀", text("last"))])),
        ("empty", "the empty key", r#"{"":"first","":"last"}"#, object([("", text("last"))])),
        ("proto", "a key with a meaning elsewhere", r#"{"__proto__":"first","__proto__":"last"}"#, object([("__proto__", text("last"))])),
        ("number-like", "a key that looks like a number", r#"{"1":"first","1":"last"}"#, object([("1", text("last"))])),
        ("nul", "keys that differ after a NUL", r#"{"a\u0000x":"first","a\u0000y":"last"}"#, object([("a\0x", text("first")), ("a\0y", text("last"))])),
        ("case", "keys that differ in case are two", r#"{"a":"lower","A":"upper"}"#, object([("A", text("upper")), ("a", text("lower"))])),
        (
            "normalisation",
            "keys that differ in composition are two",
            "{\"\u{e9}\":\"one\",\"e\u{301}\":\"two\"}",
            object([("\u{e9}", text("one")), ("e\u{301}", text("two"))]),
        ),
        ("space", "keys that differ in a space are two", r#"{"a":"x","a ":"y"," a":"z"}"#, object([(" a", text("z")), ("a", text("x")), ("a ", text("y"))])),
        ("in-duplicate", "within a value that another hides", r#"{"a":{"b":1,"b":2},"a":"last"}"#, object([("a", text("last"))])),
    ] {
        good(suite, &format!("duplicate-{name}"), comment, raw, &value);
    }
}

fn duplicates_elsewhere(suite: &mut Suite) {
    good(suite, "duplicate-probe", "the probed member itself", r#""first","x":"last""#, &text("last"));
    let many = r#""a":1,"#.repeat(500);
    good(suite, "duplicate-500-times", "500 times", &format!("{{{many}\"a\":\"last\"}}"), &object([("a", text("last"))]));
    creem_good(suite, "creem-duplicate", "twice", r#"{"a":"first","a":"last"}"#, &object([("a", text("last"))]));
}

fn special(suite: &mut Suite) {
    suite.section("SpecialKey", "A key is just a key, whatever it means to a language.");
    for key in [
        "__proto__",
        "constructor",
        "prototype",
        "toString",
        "hasOwnProperty",
        "__defineGetter__",
        "then",
        "toJSON",
        "length",
        "__class__",
        "__dict__",
        "self",
        "class",
        "null",
        "true",
        "0",
        "1",
        "-1",
        "00",
        "1.5",
        "4294967295",
        "9223372036854775807",
        " ",
        "",
        "a.b",
        "a[0]",
        "$ref",
        "@type",
        "\u{feff}",
        "\u{2028}",
        "😀",
    ] {
        let json = serde_json::to_string(key).expect("a string is JSON");
        good(
            suite,
            &format!("key-{}", key.escape_unicode().to_string().replace(['\\', '{', '}'], "")),
            &format!("the key {json}"),
            &format!("{{{json}:{{\"a\":null}}}}"),
            &object([(key, object([("a", Value::Null)]))]),
        );
    }
    good(
        suite,
        "key-proto-escaped",
        "spelt with escapes",
        r#"{"\u005f_proto__":{"polluted":true}}"#,
        &object([("__proto__", object([("polluted", Value::Bool(true))]))]),
    );
    good(suite, "key-proto-null", "with null for its value", r#"{"__proto__":null}"#, &object([("__proto__", Value::Null)]));
    good(
        suite,
        "key-proto-beside",
        "beside a key of the same kind",
        r#"{"__proto__":{"a":"inner"},"a":"outer"}"#,
        &object([("__proto__", object([("a", text("inner"))])), ("a", text("outer"))]),
    );
    good(
        suite,
        "key-constructor-prototype",
        "a chain that leads to prototypes",
        r#"{"constructor":{"prototype":{"polluted":true}}}"#,
        &object([("constructor", object([("prototype", object([("polluted", Value::Bool(true))]))]))]),
    );
    good(suite, "key-nul-first", "begins with a NUL, which PHP's objects refuse", r#"{"\u0000a":"x"}"#, &object([("\0a", text("x"))]));
    good(suite, "key-nul-only", "is a NUL", r#"{"\u0000":"x"}"#, &object([("\0", text("x"))]));
    good(suite, "key-escapes", "holds every escape", r#"{"\"\\\/\b\f\n\r\t\u00e9":"x"}"#, &object([("\"\\/\u{8}\u{c}\n\r\té", text("x"))]));
    creem_good(suite, "creem-key-proto", "the prototype", r#"{"__proto__":{"a":1}}"#, &object([("__proto__", object([("a", number(1.0))]))]));
}

fn order(suite: &mut Suite) {
    suite.section("KeyOrder", "Keys that languages order differently; a VALUE has them by their UTF-8 bytes.");
    let members = |keys: &[&'static str]| object(keys.iter().map(|key| (*key, Value::Null)));
    for (name, comment, raw, keys) in [
        ("integers", "JavaScript moves numbers to the front", r#"{"b":null,"2":null,"a":null,"10":null,"1":null}"#, &["b", "2", "a", "10", "1"] as &[&str]),
        ("utf16", "UTF-16 puts an emoji before U+FF21, UTF-8 after it", "{\"\u{ff21}\":null,\"😀\":null,\"\u{e000}\":null}", &["\u{ff21}", "😀", "\u{e000}"]),
        ("case", "capitals before small letters", r#"{"a":null,"B":null,"b":null,"A":null}"#, &["a", "B", "b", "A"]),
        ("prefix", "a prefix before what it begins", r#"{"ab":null,"a":null,"":null,"abc":null}"#, &["ab", "a", "", "abc"]),
        ("punctuation", "signs around letters", r#"{"a-b":null,"a_b":null,"aB":null,"a.b":null,"~":null,"!":null}"#, &["a-b", "a_b", "aB", "a.b", "~", "!"]),
        ("accents", "letters with accents come after z", r#"{"z":null,"é":null,"e":null}"#, &["z", "é", "e"]),
        ("nul", "a NUL comes first", r#"{"a":null,"\u0000":null,"a\u0000":null}"#, &["a", "\0", "a\0"]),
    ] {
        good(suite, &format!("order-{name}"), comment, raw, &members(keys));
    }
}
