//! Whether every type has a finite, fitting sample.

use std::collections::HashMap;

use super::Problems;
use crate::catalog::provider::Provider;
use crate::catalog::types::{Field, Kind, Type};

impl Provider {
    /// A type that contained itself would have no finite sample.
    pub(super) fn check_cycles(&self, problems: &mut Problems) {
        let mut state = HashMap::new();
        for name in self.types.keys() {
            if self.reaches_itself(name, &mut state) {
                return problems.add(&format!("types.{name}"), "contains itself");
            }
        }
    }

    /// `state` holds `true` for the types on the way down, `false` for those known to be finite.
    fn reaches_itself<'a>(&'a self, name: &'a str, state: &mut HashMap<&'a str, bool>) -> bool {
        if let Some(on_the_way) = state.get(name) {
            return *on_the_way;
        }
        state.insert(name, true);
        let inner: Vec<&str> = match &self.types[name] {
            Type::Object(object) => {
                let contained = object.fields.values().filter(|field| field.kind != Kind::Expandable);
                contained.filter_map(Field::target).collect()
            }
            Type::Union(union) => {
                union.variants.values().chain(&union.fallback).map(String::as_str).collect()
            }
        };
        let cyclic = inner.into_iter().any(|inner| self.reaches_itself(inner, state));
        state.insert(name, cyclic);
        cyclic
    }

    pub(super) fn check_examples(&self, problems: &mut Problems) {
        let types =
            self.types.keys().filter_map(|name| Some((format!("types.{name}"), self.type_record(name)?)));
        let events = self.events.keys().map(|name| (format!("events.{name}"), self.data_record(name)));
        let envelope = ("envelope".to_owned(), self.envelope_record());
        for (owner, record) in types.chain(events).chain([envelope]) {
            for (key, field) in record.fields {
                for value in field.constant.iter().chain(&field.example) {
                    if let Err(misfit) = self.fits_example(field, value) {
                        problems.add(
                            &format!("{owner}.{key}"),
                            format!("example {value}: expected {}", misfit.expected),
                        );
                    }
                }
            }
        }
        for (name, event) in &self.events {
            let record = self.data_record(name);
            for (key, value) in &event.example_overrides {
                let fits =
                    record.fields.get(key).is_some_and(|field| self.fits_example(field, value).is_ok());
                problems.require(fits, &format!("events.{name}.example_overrides.{key}"), "does not fit");
            }
        }
    }
}
