//! The properties on generated inputs: whatever the fuzzers try, within a bound.

use std::sync::LazyLock;

use commet_webhooks_fuzz as properties;
use proptest::collection::vec;
use proptest::prelude::*;

static SEEDS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(properties::seeds);

/// Pieces of JSON, and of what is nearly JSON.
const TOKENS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    " ",
    "\n",
    "\t",
    "\r",
    "\u{feff}",
    "\u{a0}",
    "\0",
    "\x1f",
    "\x7f",
    "null",
    "true",
    "false",
    "nul",
    "NaN",
    "Infinity",
    "0",
    "-0",
    "00",
    "1",
    "-1",
    "9900",
    "9900.0",
    "1.5",
    "1.",
    ".5",
    "1e3",
    "1E+3",
    "1e",
    "1e999",
    "-1e999",
    "5e-324",
    "1e-999",
    "9007199254740993",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "-9223372036854775809",
    "18446744073709551615",
    "18446744073709551616",
    "1728734325927",
    "99999999999",
    "12345678",
    "123456789",
    "\"\"",
    "\"event\"",
    "\"data\"",
    "\"eventType\"",
    "\"object\"",
    "\"id\"",
    "\"status\"",
    "\"type\"",
    "\"é\"",
    "\"😀\"",
    "\"\\u0065vent\"",
    "\"\\ud83d\\ude00\"",
    "\"\\ud800\"",
    "\"\\udc00\\ud800\"",
    "\"\\ud800\\ud83d\\ude00\"",
    "\"\\u12\"",
    "\"\\x\"",
    "\"2026-03-25T14:30:00.000Z\"",
    "\"2024-02-29T23:59:59.9+05:30\"",
    "\"subscription.activated\"",
    "\"customer.state_changed\"",
    "\"checkout.completed\"",
    "\"__proto__\"",
    "\"a\":1",
    "\"a\":2,",
    "{}",
    "[]",
    "[[[[[[[[",
    "]]]]]]]]",
    "{\"a\":",
    "}}}}",
    "'",
    "//",
];

fn tokens() -> impl Strategy<Value = Vec<u8>> {
    vec(prop::sample::select(TOKENS), 0..40).prop_map(|tokens| tokens.concat().into_bytes())
}

/// Valid JSON with awkward values, the top level an object.
fn document() -> impl Strategy<Value = Vec<u8>> {
    let key = prop_oneof![
        prop::sample::select(vec![
            "event",
            "eventType",
            "data",
            "object",
            "id",
            "status",
            "type",
            "features",
            "plan",
            "a",
            "b",
            ""
        ]),
        prop::sample::select(vec![
            "subscriptionId",
            "customerId",
            "customer",
            "product",
            "items",
            "created_at",
            "mode"
        ]),
    ];
    let leaf = prop_oneof![
        3 => prop::sample::select(vec!["null", "true", "false", "0", "-0", "1.5", "9900", "\"x\"", "\"active\"", "\"2026-01-01\""])
            .prop_map(str::to_owned),
        1 => any::<f64>().prop_filter("finite", |number| number.is_finite()).prop_map(|number| format!("{number:?}")),
        1 => any::<i64>().prop_map(|number| number.to_string()),
        1 => any::<String>().prop_map(|text| serde_json::Value::from(text).to_string()),
    ];
    let value = leaf.prop_recursive(6, 60, 8, move |value| {
        prop_oneof![
            vec(value.clone(), 0..8).prop_map(|values| format!("[{}]", values.join(" , "))),
            vec((key.clone(), value), 0..14).prop_map(object),
        ]
    });
    vec(
        (
            prop::sample::select(vec![
                "event",
                "eventType",
                "data",
                "object",
                "created_at",
                "timestamp",
                "z",
            ]),
            value,
        ),
        0..9,
    )
    .prop_map(|entries| object(entries).into_bytes())
}

fn object(entries: Vec<(&str, String)>) -> String {
    let entries: Vec<_> = entries.into_iter().map(|(key, value)| format!("\"{key}\":{value}")).collect();
    format!("{{{}}}", entries.join(","))
}

/// A real body with some bytes or some pieces replaced.
fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let edit = (
        any::<prop::sample::Index>(),
        0..6_usize,
        prop_oneof![
            vec(any::<u8>(), 0..4),
            prop::sample::select(TOKENS).prop_map(|token| token.as_bytes().to_vec()),
        ],
    );
    (any::<prop::sample::Index>(), vec(edit, 0..4)).prop_map(|(seed, edits)| {
        let mut body = SEEDS[seed.index(SEEDS.len())].clone();
        for (place, removed, inserted) in edits {
            let start = place.index(body.len() + 1);
            let end = body.len().min(start + removed);
            body.splice(start..end, inserted);
        }
        body
    })
}

/// A real body, with the value of one key replaced: still JSON, but of another type.
fn retyped() -> impl Strategy<Value = Vec<u8>> {
    let value = prop::sample::select(vec![
        "null",
        "1",
        "1.5",
        "true",
        "\"x\"",
        "{}",
        "[]",
        "[{}]",
        "{\"type\":\"usage\"}",
    ]);
    (any::<prop::sample::Index>(), any::<prop::sample::Index>(), value, any::<bool>()).prop_map(
        |(seed, place, value, rename)| {
            let mut body: serde_json::Value =
                serde_json::from_slice(&SEEDS[seed.index(SEEDS.len())]).expect("a sample");
            let mut count = 0;
            visit(&mut body, &mut |_| count += 1);
            let chosen = place.index(count.max(1));
            let mut at = 0;
            visit(&mut body, &mut |object| {
                if at == chosen {
                    let keys: Vec<_> = object.keys().cloned().collect();
                    let Some(key) = keys.get(place.index(keys.len().max(1))) else { return };
                    if rename {
                        object.shift_remove(key);
                    } else {
                        object[key] = serde_json::from_str(value).expect("JSON");
                    }
                }
                at += 1;
            });
            body.to_string().into_bytes()
        },
    )
}

/// Calls `with` for every object in a value, the outermost first.
fn visit(
    value: &mut serde_json::Value,
    with: &mut impl FnMut(&mut serde_json::Map<String, serde_json::Value>),
) {
    match value {
        serde_json::Value::Object(object) => {
            with(object);
            object.values_mut().for_each(|value| visit(value, with));
        }
        serde_json::Value::Array(values) => values.iter_mut().for_each(|value| visit(value, with)),
        _ => {}
    }
}

fn body() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![vec(any::<u8>(), 0..64), tokens(), document(), mutated(), retyped()]
}

fn signature() -> impl Strategy<Value = Vec<u8>> {
    let hex = prop::sample::select(b"0123456789abcdefABCDEFgG \xc3\xa9\n".to_vec());
    (vec(hex, 60..70), any::<u8>(), vec(any::<u8>(), 0..200))
        .prop_map(|(signature, between, payload)| [&signature[..], &[between], &payload].concat())
}

/// A tape that belongs to its body, with some bytes of either changed.
fn tape() -> impl Strategy<Value = Vec<u8>> {
    let change = (any::<prop::sample::Index>(), any::<u8>());
    (any::<prop::sample::Index>(), vec(change, 0..4)).prop_map(|(seed, changes)| {
        let mut input = properties::tape_input(&SEEDS[seed.index(SEEDS.len())]).expect("a sample");
        for (place, byte) in changes {
            let place = place.index(input.len());
            input[place] = byte;
        }
        input
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn signatures(input in prop_oneof![signature(), vec(any::<u8>(), 0..200)]) {
        properties::signature(&input);
    }

    #[test]
    fn json(body in body()) {
        properties::json(&body);
    }

    #[test]
    fn received_events(choices in any::<[u8; 8]>(), body in body()) {
        properties::receive(&[&choices[..], &body].concat());
    }

    #[test]
    fn tapes(input in prop_oneof![tape(), vec(any::<u8>(), 0..200)]) {
        properties::tape(&input);
    }
}

/// Every sample holds every property as it stands.
#[test]
fn samples() {
    assert!(SEEDS.len() > 500, "samples of every event and version");
    for seed in SEEDS.iter() {
        properties::json(seed);
        for index in 0..8 {
            properties::receive(&properties::receive_input(index, seed));
        }
        properties::tape(&properties::tape_input(seed).expect("a sample"));
    }
}
