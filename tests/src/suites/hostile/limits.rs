//! Depth and size: where a reader may give up, and where it may not.

use super::{HEAD, TAIL, Value, array, bad, creem_good, good, number, object, text};
use crate::author::Suite;
use crate::said::payout;
use crate::vectors::{Case, VectorFile};

/// The suite.
pub(in crate::suites) fn suite() -> VectorFile<Case> {
    let mut suite = Suite::new("limits", "Rightly signed bodies that are deep or large: nesting ends at 128, and nothing else does.");
    depth(&mut suite);
    bombs(&mut suite);
    sizes(&mut suite);
    suite.finish()
}

/// As many containers as may stand in a probed value: two are around it.
const ROOM: usize = 126;

/// An array in an array, so deep.
fn arrays(depth: usize) -> Value {
    (1..depth).fold(array([]), |inner, _| array([inner]))
}

/// An object in an object, so deep.
fn objects(depth: usize) -> Value {
    (1..depth).fold(object([]), |inner, _| object([("a", inner)]))
}

fn nested_arrays(depth: usize) -> String {
    "[".repeat(depth) + &"]".repeat(depth)
}

fn nested_objects(depth: usize) -> String {
    format!("{}{{}}{}", r#"{"a":"#.repeat(depth - 1), "}".repeat(depth - 1))
}

fn depth(suite: &mut Suite) {
    suite.section("Depth", "At most 128 arrays and objects in each other, the outermost object among them.");
    for (name, comment, depth) in [("64", "64 arrays in the data", 64), ("127", "127 containers in all", ROOM - 1), ("128", "128 containers in all", ROOM)] {
        good(suite, &format!("depth-arrays-{name}"), comment, &nested_arrays(depth), &arrays(depth));
        good(suite, &format!("depth-objects-{name}"), comment, &nested_objects(depth), &objects(depth));
    }
    let mixed = |pairs: usize, inner: &str| format!("{}{inner}{}", r#"[{"a":"#.repeat(pairs), "}]".repeat(pairs));
    let expected = (0..ROOM / 2).fold(Value::Null, |inner, _| array([object([("a", inner)])]));
    good(suite, "depth-mixed-128", "arrays and objects by turns, 128 in all", &mixed(ROOM / 2, "null"), &expected);
    let siblings = format!("[{0},{0},{0}]", nested_arrays(ROOM - 1));
    good(suite, "depth-siblings-128", "as deep three times, side by side", &siblings, &array([arrays(ROOM - 1), arrays(ROOM - 1), arrays(ROOM - 1)]));
    good(suite, "depth-many-siblings", "500 shallow ones side by side", &format!("[{}[]]", "[],".repeat(499)), &array(vec![array([]); 500]));
    good(suite, "depth-brackets-in-string", "brackets in a string nest nothing", &format!("\"{}\"", "[{".repeat(300)), &text(&"[{".repeat(300)));
    creem_good(suite, "creem-depth-128", "128 containers in all", &nested_arrays(ROOM), &arrays(ROOM));

    bad(suite, "depth-arrays-129", "129 containers in all", nested_arrays(ROOM + 1));
    bad(suite, "depth-arrays-130", "130 containers in all", nested_arrays(ROOM + 2));
    bad(suite, "depth-arrays-600", "600 arrays", nested_arrays(600));
    bad(suite, "depth-objects-129", "129 containers in all", nested_objects(ROOM + 1));
    bad(suite, "depth-objects-600", "600 objects", nested_objects(600));
    bad(suite, "depth-mixed-129", "arrays and objects by turns, 129 in all", mixed(ROOM / 2, "[]"));
    bad(suite, "depth-mixed-object-129", "arrays and objects by turns, 129 in all", mixed(ROOM / 2, "{}"));
    bad(suite, "depth-hidden-129", "129 in a value that a duplicate key hides", format!("{},\"x\":1", nested_arrays(ROOM + 1)));
    bad(suite, "depth-last-129", "only the last of three is too deep", format!("[{0},{0},[{0}]]", nested_arrays(ROOM - 1)));
}

fn bombs(suite: &mut Suite) {
    suite.section("Bomb", "What overflows a recursive reader's stack is refused as JSON, whether it is an object or not.");
    let bomb = |suite: &mut Suite, name: &str, comment: &str, parts: &[(&str, usize)]| {
        suite.commet(&format!("bomb-{name}"), comment).body_of(parts).authentic_but("invalid_json");
    };
    let many = 100_000;
    bomb(suite, "arrays", "100,000 arrays in the data", &[(HEAD, 1), ("[", many), ("]", many), (TAIL, 1)]);
    bomb(suite, "objects", "100,000 objects in the data", &[(HEAD, 1), (r#"{"a":"#, many), ("1", 1), ("}", many), (TAIL, 1)]);
    bomb(suite, "mixed", "100,000 of either in the data", &[(HEAD, 1), (r#"[{"a":"#, many), ("1", 1), ("}]", many), (TAIL, 1)]);
    bomb(suite, "arrays-unclosed", "100,000 arrays that are never closed", &[(HEAD, 1), ("[", many)]);
    bomb(suite, "objects-unclosed", "100,000 objects that are never closed", &[(HEAD, 1), (r#"{"a":"#, many)]);
    bomb(suite, "top-arrays", "100,000 arrays and no object", &[("[", many), ("]", many)]);
    bomb(suite, "top-unclosed", "100,000 opening brackets", &[("[", many)]);
    bomb(suite, "top-closing", "100,000 closing brackets", &[("]", many)]);
    bomb(suite, "spaced", "with spaces between", &[(HEAD, 1), ("[ \n", many), ("] ", many), (TAIL, 1)]);
    bomb(suite, "broken", "and broken in the middle", &[(HEAD, 1), ("[", many), ("x", 1), ("]", many), (TAIL, 1)]);
    bomb(suite, "commas", "100,000 commas", &[(HEAD, 1), ("[1", 1), (",", many), ("]", 1), (TAIL, 1)]);
    bomb(suite, "quotes", "100,000 quotation marks", &[("\"", many)]);
    bomb(suite, "backslashes", "100,001 backslashes that leave the string open", &[(HEAD, 1), ("\"", 1), ("\\", many + 1), ("\"", 1), (TAIL, 1)]);
    bomb(suite, "minuses", "100,000 minus signs", &[(HEAD, 1), ("-", many), ("1", 1), (TAIL, 1)]);
    bomb(suite, "digits", "a million digits", &[(HEAD, 1), ("9876543210", many), (TAIL, 1)]);
    bomb(suite, "spaces", "100,000 spaces and no value", &[(" ", many)]);
    suite.commet("bomb-top-closed", "100,000 arrays side by side and no object").body_of(&[("[[]", 1), (",[]", many), ("]", 1)]).authentic_but("not_an_object");
}

fn sizes(suite: &mut Suite) {
    suite.section("Size", "There is no other limit: on strings, keys, members or items.");
    let large = |suite: &mut Suite, name: &str, comment: &str, parts: &[(&str, usize)], value: &Value| {
        let body: Vec<(&str, usize)> = [&[(HEAD, 1)], parts, &[(TAIL, 1)]].concat();
        suite.commet(&format!("size-{name}"), comment).body_of(&body).holds(payout(), value);
    };
    let many = 70_000;
    large(suite, "string", "a string of 70,000 bytes", &[("\"", 1), ("a", many), ("\"", 1)], &text(&"a".repeat(many)));
    large(suite, "string-unicode", "a string of 22,000 characters in 66,000 bytes", &[("\"", 1), ("株", 22_000), ("\"", 1)], &text(&"株".repeat(22_000)));
    large(suite, "string-escaped", "a string of 10,000 escapes", &[("\"", 1), ("\\n", 10_000), ("\"", 1)], &text(&"\n".repeat(10_000)));
    large(suite, "key", "a key of 70,000 bytes", &[("{\"", 1), ("k", many), ("\":null}", 1)], &object([("k".repeat(many).as_str(), Value::Null)]));
    large(
        suite,
        "array",
        "an array of 10,000 items",
        &[("[true", 1), (",null", 9_999), ("]", 1)],
        &array([Value::Bool(true)].into_iter().chain(vec![Value::Null; 9_999])),
    );
    large(
        suite,
        "array-numbers",
        "an array of 1,000 numbers",
        &[("[0", 1), (",-1.5", 999), ("]", 1)],
        &array([number(0.0)].into_iter().chain(vec![number(-1.5); 999])),
    );
    large(suite, "duplicates", "10,000 members with one key", &[("{", 1), ("\"a\":1,", 9_999), ("\"a\":\"last\"}", 1)], &object([("a", text("last"))]));
    large(suite, "spaces", "70,000 spaces between tokens", &[("[", 1), (" ", many), ("]", 1)], &array([]));
    large(suite, "zeros", "a number with 20,000 zeros after the point", &[("1.", 1), ("0", 20_000)], &number(1.0));

    let keys: Vec<String> = (0..5000).map(|n| format!("key_{n}")).collect();
    let members: Vec<String> = keys.iter().map(|key| format!("\"{key}\":null")).collect();
    good(suite, "size-keys", "5,000 different keys", &format!("{{{}}}", members.join(",")), &object(keys.iter().map(|key| (key.as_str(), Value::Null))));
    for length in [127, 128, 129, 255, 256, 257, 1023, 1024, 1025] {
        let string = "é".repeat(length);
        good(suite, &format!("size-string-{length}"), "a string of so many two-byte characters", &format!("\"{string}\""), &text(&string));
    }
    for count in [7, 8, 9, 31, 32, 33, 64, 65, 255, 256, 257] {
        let keys: Vec<String> = (0..count).map(|n| format!("k{n}")).collect();
        let members: Vec<String> = keys.iter().map(|key| format!("\"{key}\":true")).collect();
        let value = object(keys.iter().map(|key| (key.as_str(), Value::Bool(true))));
        good(suite, &format!("size-members-{count}"), "an object of so many members", &format!("{{{}}}", members.join(",")), &value);
    }
}
