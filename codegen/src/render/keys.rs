//! The keys of all objects, numbered, and what usually follows each: a parser that knows what to
//! expect need not look a key up.

use indexmap::{IndexMap, IndexSet};
use serde::Serialize;

use crate::catalog::{Catalog, Field, Fields, Provider, Type};

/// A number for each key.
type Numbers<'a> = IndexMap<&'a str, usize>;

/// Every key, once, by its number.
#[derive(Debug, Serialize)]
pub struct KeysView<'a> {
    /// Every key of every object: those of the envelopes first.
    pub keys: IndexSet<&'a str>,
    /// Each key's position in `keys`.
    pub key_numbers: Numbers<'a>,
    /// A number below 64 for each key: keys of the same object have different ones.
    pub bits: Numbers<'a>,
    /// The number of the key that comes after each in most objects; its own number after one that
    /// is always last.
    pub after: Numbers<'a>,
    /// The number of the first key in the object under each key; its own number where there is no
    /// object whose keys are known.
    pub first: Numbers<'a>,
    /// The number of the first key that every body of the first provider has.
    pub first_of_all: usize,
    /// By provider, for each event: where `after` and `first` are wrong about its data, and what is
    /// right. Places in `first` come behind those in `after` and one more.
    pub routes: IndexMap<&'a str, Vec<Vec<(usize, usize)>>>,
    /// Another number whenever `keys` or the list of events differs, for parties that exchange
    /// positions in them.
    pub fingerprint: u32,
}

impl<'a> KeysView<'a> {
    pub(super) fn new(catalog: &'a Catalog) -> Self {
        let providers = || catalog.providers.values();
        let envelopes = providers().map(|provider| &provider.envelope.fields);
        let all = envelopes.clone().chain(providers().flat_map(objects).map(|(fields, _)| fields));
        let keys: IndexSet<&str> = all.flat_map(Fields::keys).map(String::as_str).collect();
        let numbers = || keys.iter().enumerate().map(|(number, key)| (*key, number));
        let key_numbers: Numbers<'_> = numbers().collect();

        let mut followers: IndexMap<usize, IndexMap<usize, usize>> = IndexMap::new();
        let mut first: IndexMap<usize, usize> = IndexMap::new();
        for provider in providers() {
            for (fields, weight) in objects(provider) {
                for (key, next) in fields.keys().zip(fields.keys().skip(1)) {
                    let counts = followers.entry(key_numbers[key.as_str()]).or_default();
                    *counts.entry(key_numbers[next.as_str()]).or_default() += weight;
                }
                for (key, field) in fields {
                    if let Some(inner) = first_key(provider, key, field) {
                        first.entry(key_numbers[key.as_str()]).or_insert(key_numbers[inner]);
                    }
                }
            }
        }
        let after = |number| followers.get(&number).and_then(most_common).unwrap_or(number);
        let first = |number| first.get(&number).copied().unwrap_or(number);
        let routes = |provider: &'a Provider| {
            let corrected = |event: &String| -> Vec<_> {
                let route = Route::of(provider, event, &key_numbers);
                let after = route.after.into_iter().filter(|&(key, next)| after(key) != next);
                let first = route.first.into_iter().filter(|&(key, inner)| first(key) != inner);
                after.chain(first.map(|(key, inner)| (keys.len() + 1 + key, inner))).collect()
            };
            (provider.id.as_str(), provider.events.keys().map(corrected).collect())
        };

        let always = envelopes.flatten().find(|(_, field)| field.required && !field.nullable);
        let events = providers().flat_map(|provider| provider.events.keys());
        Self {
            after: numbers().map(|(key, number)| (key, after(number))).collect(),
            first: numbers().map(|(key, number)| (key, first(number))).collect(),
            bits: bits(&keys, &providers().flat_map(objects).map(|(fields, _)| fields).collect::<Vec<_>>()),
            routes: providers().map(routes).collect(),
            first_of_all: always.map_or(0, |(key, _)| key_numbers[key.as_str()]),
            fingerprint: fingerprint(keys.iter().copied().chain(events.map(String::as_str))),
            key_numbers,
            keys,
        }
    }
}

/// For each key, the lowest number that no other key of its objects has; the last one if there is none.
fn bits<'a>(keys: &IndexSet<&'a str>, objects: &[&'a Fields]) -> Numbers<'a> {
    let mut bits = Numbers::new();
    for &key in keys {
        let beside =
            objects.iter().filter(|fields| fields.contains_key(key)).flat_map(|fields| fields.keys());
        let taken: Vec<_> = beside.filter_map(|other| bits.get(other.as_str())).copied().collect();
        bits.insert(key, (0..63).find(|bit| !taken.contains(bit)).unwrap_or(63));
    }
    bits
}

/// The envelope, the data of events, and named objects, and how many events have each at least.
fn objects(provider: &Provider) -> impl Iterator<Item = (&Fields, usize)> {
    let events = provider.events.values().filter_map(|event| event.fields.as_ref());
    let types = provider.types.values().filter_map(|named| match named {
        Type::Object(object) => Some(&object.fields),
        Type::Union(_) => None,
    });
    let others = events.chain(types).map(|fields| (fields, 1));
    [(&provider.envelope.fields, provider.events.len())].into_iter().chain(others)
}

/// What follows what in an event's data.
#[derive(Default)]
struct Route<'a> {
    /// What comes after each key; of several, what came first.
    after: IndexMap<usize, usize>,
    /// The first key of the object under each key.
    first: IndexMap<usize, usize>,
    /// The types that have been seen.
    types: IndexSet<&'a str>,
}

impl<'a> Route<'a> {
    fn of(provider: &'a Provider, event: &str, numbers: &Numbers<'_>) -> Self {
        let mut route = Self::default();
        let fields = provider.data_record(event).fields;
        if let Some(inner) = fields.keys().next() {
            route.first.insert(numbers[provider.envelope.data.as_str()], numbers[inner.as_str()]);
        }
        route.follow(provider, fields, numbers);
        route
    }

    fn follow(&mut self, provider: &'a Provider, fields: &'a Fields, numbers: &Numbers<'_>) {
        for (key, next) in fields.keys().zip(fields.keys().skip(1)) {
            self.after.entry(numbers[key.as_str()]).or_insert(numbers[next.as_str()]);
        }
        for (key, field) in fields {
            if let Some(inner) = first_key(provider, key, field) {
                self.first.entry(numbers[key.as_str()]).or_insert(numbers[inner]);
            }
            if let Some(name) = field.target() {
                self.follow_type(provider, name, numbers);
            }
        }
    }

    fn follow_type(&mut self, provider: &'a Provider, name: &'a str, numbers: &Numbers<'_>) {
        if !self.types.insert(name) {
            return;
        }
        match provider.types.get(name) {
            Some(Type::Object(object)) => self.follow(provider, &object.fields, numbers),
            Some(Type::Union(union)) => {
                for variant in union.variants.values() {
                    self.follow_type(provider, variant, numbers);
                }
            }
            None => {}
        }
    }
}

/// The first key of the object, or of each object, that a field holds.
fn first_key<'a>(provider: &'a Provider, key: &str, field: &'a Field) -> Option<&'a str> {
    let fields = if *key == provider.envelope.data && field.target().is_none() {
        provider.data_record(provider.events.keys().next()?).fields
    } else {
        fields_of(provider, field.target()?)?
    };
    Some(fields.keys().next()?)
}

/// The fields of an object, or of a union's first variant.
fn fields_of<'a>(provider: &'a Provider, name: &str) -> Option<&'a Fields> {
    match provider.types.get(name)? {
        Type::Object(object) => Some(&object.fields),
        Type::Union(union) => fields_of(provider, union.variants.values().next()?),
    }
}

/// The number that was counted most often, the earliest of several.
fn most_common(counts: &IndexMap<usize, usize>) -> Option<usize> {
    let counted = counts.iter().rev().max_by_key(|(_, count)| **count);
    counted.map(|(number, _)| *number)
}

/// FNV-1a of the names, each ended by a zero byte.
fn fingerprint<'a>(names: impl Iterator<Item = &'a str>) -> u32 {
    let bytes = names.flat_map(|name| name.bytes().chain([0]));
    bytes.fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::fingerprint;

    #[test]
    fn the_fingerprint_tells_boundaries_and_order() {
        let all = [["ab", "c"], ["a", "bc"], ["c", "ab"]].map(|names| fingerprint(names.into_iter()));
        assert!(all[0] != all[1] && all[0] != all[2] && all[1] != all[2]);
        // Readers compare it with one that was generated earlier: it may never depend on the machine.
        assert_eq!(fingerprint(["a"].into_iter()), 0x2b24_d044);
    }
}
