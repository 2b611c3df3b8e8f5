//! The events, as the generated `catalog.json` lists them.

use std::collections::HashMap;
use std::fmt;
use std::marker::PhantomData;
use std::sync::LazyLock;

use commet_webhooks::Provider;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::outcome::Usage;

/// As many names as a suggestion holds.
const SUGGESTIONS: usize = 5;

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
    serde_json::from_str(include_str!("generated/catalog.json"))
        .expect("the codegen writes what is read here")
});

/// All providers and their events.
#[derive(Deserialize)]
pub(crate) struct Catalog {
    providers: Ordered<ProviderEntry>,
}

/// What the command line has to know of a provider.
#[derive(Deserialize)]
pub(crate) struct ProviderEntry {
    pub(crate) title: String,
    /// The environment variable that holds the secret.
    pub(crate) secret_env: String,
    pub(crate) events: Vec<Event>,
}

#[derive(Deserialize)]
pub(crate) struct Event {
    pub(crate) name: String,
    pub(crate) group: String,
    pub(crate) description: String,
    /// The name of its handler in the adapters.
    pub(crate) handler: String,
    /// The API versions that have it, in words; empty if all do.
    pub(crate) versions: String,
    /// What the event itself says of access.
    pub(crate) access: Option<String>,
    pub(crate) fields: Vec<Field>,
    /// Bodies by API version, oldest first. A provider without versions has one body under "".
    samples: Ordered<Box<RawValue>>,
}

/// A field of an event's data, at any depth.
#[derive(Deserialize)]
pub(crate) struct Field {
    /// Such as `features[].usage.period.start`.
    pub(crate) path: String,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// What a number counts.
    pub(crate) unit: Option<String>,
    pub(crate) required: bool,
    pub(crate) nullable: bool,
    /// The API versions that have it, in words; empty if all of the event's do.
    #[serde(default)]
    pub(crate) versions: String,
    /// The only objects of a union that have it; empty if all do.
    #[serde(default)]
    pub(crate) only: Vec<String>,
    pub(crate) description: String,
}

impl Catalog {
    pub(crate) fn get() -> &'static Self {
        &CATALOG
    }

    pub(crate) fn provider(&self, provider: Provider) -> &ProviderEntry {
        self.providers.get(provider.as_str()).expect("the library and the catalog have the same providers")
    }

    /// The events of that name: of one provider, or of each that has it. At least one.
    pub(crate) fn find(
        &self,
        name: &str,
        provider: Option<Provider>,
    ) -> Result<Vec<(Provider, &Event)>, Usage> {
        let within = || providers(provider).map(|provider| (provider, self.provider(provider)));
        let found: Vec<_> = within()
            .filter_map(|(provider, entry)| {
                Some((provider, entry.events.iter().find(|event| event.name == name)?))
            })
            .collect();
        if !found.is_empty() {
            return Ok(found);
        }
        let names = within().flat_map(|(_, entry)| entry.events.iter().map(|event| event.name.as_str()));
        let mut message = match provider {
            Some(provider) => format!("{} has no event named `{name}`", self.provider(provider).title),
            None => format!("there is no event named `{name}`"),
        };
        let near = nearest(name, names);
        if !near.is_empty() {
            message.extend(["\n\n  near: ", &near.join(", ")]);
        }
        message += "\n\nSee all with `commet-webhooks events`.";
        Err(Usage::new(message))
    }
}

impl Event {
    /// Bodies by API version, oldest first.
    pub(crate) fn samples(&self) -> impl DoubleEndedIterator<Item = (&str, &str)> {
        self.samples.0.iter().map(|(version, body)| (version.as_str(), body.get()))
    }

    /// The newest API version and its body.
    pub(crate) fn newest_sample(&self) -> (&str, &str) {
        self.samples().next_back().expect("the codegen writes a sample of every event")
    }

    /// The units of fields by their paths without brackets, such as `features.usage.billedUnits`: a
    /// list may also arrive as a single object.
    pub(crate) fn units(&self) -> HashMap<String, &str> {
        let units = self
            .fields
            .iter()
            .filter_map(|field| Some((field.path.replace("[]", ""), field.unit.as_deref()?)));
        units.collect()
    }
}

/// The one provider, or all.
pub(crate) fn providers(only: Option<Provider>) -> impl Iterator<Item = Provider> {
    Provider::ALL.into_iter().filter(move |&provider| only.is_none_or(|only| only == provider))
}

/// The names most like a mistyped one, best first: with few letters changed, or containing it.
fn nearest<'n>(wanted: &str, names: impl Iterator<Item = &'n str>) -> Vec<&'n str> {
    let wanted = wanted.to_lowercase();
    let limit = (wanted.chars().count() / 3).max(1);
    let mut near: Vec<_> = names
        .filter_map(|name| {
            let distance = distance(&wanted, name);
            let contains = !wanted.is_empty() && name.contains(&wanted);
            (distance <= limit || contains).then_some((distance, name))
        })
        .collect();
    near.sort_unstable();
    near.dedup();
    near.truncate(SUGGESTIONS);
    near.into_iter().map(|(_, name)| name).collect()
}

/// How many letters have to be added, taken away or replaced (Levenshtein).
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut above: Vec<usize> = (0..=to.len()).collect();
    for (row, left) in from.chars().enumerate() {
        let mut diagonal = above[0];
        above[0] = row + 1;
        for (column, &right) in to.iter().enumerate() {
            let replaced = diagonal + usize::from(left != right);
            diagonal = above[column + 1];
            above[column + 1] = replaced.min(above[column] + 1).min(diagonal + 1);
        }
    }
    above[to.len()]
}

/// The entries of a JSON object in their order.
struct Ordered<V>(Vec<(String, V)>);

impl<V> Ordered<V> {
    fn get(&self, key: &str) -> Option<&V> {
        self.0.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }
}

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Ordered<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries<V>(PhantomData<V>);

        impl<'de, V: Deserialize<'de>> Visitor<'de> for Entries<V> {
            type Value = Ordered<V>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Ordered(entries))
            }
        }

        deserializer.deserialize_map(Entries(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use commet_webhooks::Provider;

    use super::{Catalog, distance, nearest};

    #[test]
    fn the_catalog_has_what_the_library_has() {
        for provider in Provider::ALL {
            let entry = Catalog::get().provider(provider);
            let mut names: Vec<_> = entry.events.iter().map(|event| event.name.as_str()).collect();
            let mut expected = provider.event_types().to_vec();
            names.sort_unstable();
            expected.sort_unstable();
            assert_eq!(names, expected, "{provider}");
            assert!(entry.events.iter().all(|event| event.samples().next().is_some()), "{provider}");
        }
    }

    #[test]
    fn mistyped_names_find_the_right_ones() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        let names = ["payment.failed", "payment.received", "payment_link.failed", "seats.updated"];
        assert_eq!(nearest("payment.faild", names.into_iter()), ["payment.failed"]);
        assert_eq!(nearest("Failed", names.into_iter()), ["payment.failed", "payment_link.failed"]);
        assert!(nearest("", names.into_iter()).is_empty());
        assert!(nearest("nonsense", names.into_iter()).is_empty());
    }
}
