//! Changes to bodies that leave them JSON, which changes of single bytes seldom do.

use serde_json::{Map, Value, json};

/// A body with one of its values changed: removed, replaced by one of another kind or by another of its
/// own, or kept under another key. The same for the same seed; nothing if it is not JSON.
#[must_use]
pub fn mutate(body: &[u8], seed: u32) -> Option<Vec<u8>> {
    let mut root: Value = serde_json::from_slice(body).ok()?;
    let mut chance = Chance(u64::from(seed) | 1);
    for _ in 0..=chance.below(3) {
        let count = count(&root);
        let other = nth(&mut root, &mut chance.below(count))?.clone();
        let value = nth(&mut root, &mut chance.below(count))?;
        match value {
            Value::Object(members) if !members.is_empty() && chance.below(2) == 0 => {
                change(members, other, &mut chance);
            }
            Value::Array(elements) if chance.below(2) == 0 => {
                let at = chance.below(elements.len() + 1);
                if at < elements.len() && chance.below(2) == 0 {
                    elements.remove(at);
                } else {
                    elements.insert(at, other);
                }
            }
            value if chance.below(3) == 0 => *value = other,
            value => *value = odd(&mut chance),
        }
    }
    serde_json::to_vec(&root).ok()
}

/// Mutates what stands behind a prefix of so many bytes as JSON, by turns with libFuzzer's own way.
#[macro_export]
macro_rules! mutate_json {
    ($prefix:expr) => {
        libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
            let prefix: fn(&[u8]) -> usize = $prefix;
            let at = prefix(&data[..size]).min(size);
            let body = (seed % 2 == 0).then(|| $crate::mutate(&data[at..size], seed)).flatten();
            match body {
                Some(body) if at + body.len() <= max_size => {
                    data[at..at + body.len()].copy_from_slice(&body);
                    at + body.len()
                }
                _ => libfuzzer_sys::fuzzer_mutate(data, size, max_size),
            }
        });
    };
}

/// Removes a member, copies it to another key, or puts another value under its key.
fn change(members: &mut Map<String, Value>, other: Value, chance: &mut Chance) {
    let keys: Vec<String> = members.keys().cloned().collect();
    let key = &keys[chance.below(keys.len())];
    let target = &keys[chance.below(keys.len())];
    match chance.below(4) {
        0 => drop(members.shift_remove(key)),
        1 => drop(members.insert(key.clone(), other)),
        2 => drop(members.insert(target.clone(), members[key].clone())),
        _ => {
            let value = members.shift_remove(key).unwrap_or_default();
            members.insert(format!("{target}{}", ["", "_", "\u{e9}", "\""][chance.below(4)]), value);
        }
    }
}

/// A value of a kind that is seldom where it is put.
fn odd(chance: &mut Chance) -> Value {
    let values = [
        Value::Null,
        json!(true),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(1e300),
        json!(9_007_199_254_740_993_u64),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(1_728_734_325),
        json!(1_728_734_325_927_i64),
        json!(""),
        json!("x\u{e9}\u{1f600}\n\""),
        json!("2024-02-29T23:59:59.999+05:30"),
        json!("2023-02-29T23:59:59Z"),
        json!("active"),
        json!("live"),
        json!("past_due"),
        json!([]),
        json!({}),
        json!([{}]),
        json!({"id": "x"}),
    ];
    values[chance.below(values.len())].clone()
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(elements) => elements.iter().map(count).sum(),
        Value::Object(members) => members.values().map(count).sum(),
        _ => 0,
    }
}

/// The value that comes `at` values after this one.
fn nth<'v>(value: &'v mut Value, at: &mut usize) -> Option<&'v mut Value> {
    if *at == 0 {
        return Some(value);
    }
    *at -= 1;
    match value {
        Value::Array(elements) => elements.iter_mut().find_map(|element| nth(element, at)),
        Value::Object(members) => members.values_mut().find_map(|member| nth(member, at)),
        _ => None,
    }
}

/// Marsaglia's xorshift: enough for a choice, and the same for the same seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound as u64).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_and_leaves_json() {
        let body = br#"{"event":"x","data":{"id":"a","list":[1,2],"b":null}}"#;
        let bodies: std::collections::BTreeSet<Vec<u8>> =
            (0..1000).filter_map(|seed| mutate(body, seed)).collect();
        assert!(bodies.len() > 300, "{}", bodies.len());
        assert!(bodies.iter().all(|body| serde_json::from_slice::<Value>(body).is_ok()));
        assert_eq!(mutate(b"{", 1), None);
        assert_eq!(mutate(body, 7), mutate(body, 7));
    }
}
