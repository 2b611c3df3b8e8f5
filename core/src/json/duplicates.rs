//! A key given twice: the last value wins, at the place of the first.

use std::collections::HashMap;

use crate::tape::node::node_len;

/// Up to this many keys the quadratic comparison is the quick one.
const FEW: usize = 12;

/// Whether two of the keys are equal. `content` is the object's content on the tape.
#[cold]
pub(super) fn repeat<'k>(content: &[u32], name: impl Fn(&[u32]) -> &'k str) -> bool {
    let mut names: Vec<_> = entries(content).map(|(key, _)| name(key)).collect();
    if names.len() <= FEW {
        return names.iter().enumerate().any(|(at, name)| names[..at].contains(name));
    }
    names.sort_unstable();
    names.windows(2).any(|pair| pair[0] == pair[1])
}

/// The object's content without its repeated keys, and the number of entries left.
#[cold]
pub(super) fn merge<'k>(content: &[u32], name: impl Fn(&[u32]) -> &'k str) -> (Vec<u32>, u32) {
    let mut order: Vec<(&[u32], &[u32])> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for (key, value) in entries(content) {
        let place = *places.entry(name(key)).or_insert(order.len());
        match order.get_mut(place) {
            Some(entry) => entry.1 = value,
            None => order.push((key, value)),
        }
    }
    let mut merged = Vec::with_capacity(content.len());
    for (key, value) in &order {
        merged.extend_from_slice(key);
        merged.extend_from_slice(value);
    }
    let count = u32::try_from(order.len()).unwrap_or(u32::MAX);
    (merged, count)
}

/// Keys and values as runs of words.
fn entries(content: &[u32]) -> impl Iterator<Item = (&[u32], &[u32])> {
    let mut rest = content;
    std::iter::from_fn(move || {
        let key = take(&mut rest)?;
        Some((key, take(&mut rest)?))
    })
}

fn take<'w>(rest: &mut &'w [u32]) -> Option<&'w [u32]> {
    let (node, after) = rest.split_at_checked(node_len(rest, 0))?;
    *rest = after;
    (!node.is_empty()).then_some(node)
}

#[cfg(test)]
mod tests {
    use crate::Payload;
    use crate::generated::keys;
    use crate::tape::Flags;

    fn has_duplicates(payload: &Payload<'_>) -> bool {
        payload.tape.flags.bits() & Flags::DUPLICATE_KEYS != 0
    }

    /// There are more keys than bits to tell them by: some that differ share one.
    #[test]
    fn all_keys_of_the_catalog_differ() {
        let entry = |(number, name)| format!("\"{name}\":{number}");
        let entries: Vec<_> = keys::NAMES.iter().enumerate().map(entry).collect();
        for count in [2, 12, 13, entries.len()] {
            for all in entries.windows(count) {
                let body = format!("{{{}}}", all.join(","));
                let payload = Payload::parse_verified(body.as_bytes()).expect("an object");
                assert_eq!((payload.object().to_string(), has_duplicates(&payload)), (body, false));
            }
        }
        let body = format!("{{{},\"{}\":\"again\"}}", entries.join(","), keys::NAMES[7]);
        let payload = Payload::parse_verified(body.as_bytes()).expect("an object");
        assert_eq!((payload.object().len(), has_duplicates(&payload)), (keys::NAMES.len(), true));
        let (key, value) = payload.object().iter().nth(7).expect("it is there");
        assert_eq!((key, value.as_str()), (keys::NAMES[7], Some("again")));
    }

    /// Texts with white space between tokens have a parser of their own.
    #[test]
    fn a_guessed_key_that_comes_again_is_seen() {
        let rest = "x".repeat(100);
        let compact = format!(r#"{{"event":"a","timestamp":"b","event":"c","data":"{rest}"}}"#);
        for body in [compact.replace(',', ", ").replace(':', ": "), compact] {
            let payload = Payload::parse_verified(body.as_bytes()).expect("an object");
            assert_eq!((payload.object().len(), has_duplicates(&payload)), (3, true), "{body}");
            assert_eq!(payload.get("event").and_then(crate::Value::as_str), Some("c"));
        }
    }
}
