//! Whether `errors.json` is consistent.

use std::collections::BTreeSet;

use super::Problems;
use crate::catalog::errors::Errors;
use crate::names;

impl Errors {
    /// Everything that is wrong with `errors.json`.
    #[must_use]
    pub fn validate(&self) -> Vec<String> {
        let mut problems = Problems { file: "errors.json".to_owned(), found: Vec::new() };
        let mut seen = BTreeSet::new();
        for error in &self.errors {
            let place = &error.code;
            problems.require(seen.insert(place), place, "the same code twice");
            let known = self.kinds.contains_key(&error.kind);
            problems.require(known, place, format!("unknown kind {}", error.kind));
            problems.require((400..600).contains(&error.status), place, "not the status of an error");
            problems.require(!error.message.is_empty(), place, "no message");
            problems.require(!error.message.contains('\n'), place, "more than one line");
            problems.require(!error.hint.is_empty(), place, "no hint");
            let named: BTreeSet<_> = placeholders(&error.message).into_iter().collect();
            let declared: BTreeSet<_> = error.fields.iter().map(String::as_str).collect();
            problems.require(named == declared, place, "the fields are not those of the message");
            let plain = placeholders(&error.hint).is_empty();
            problems.require(plain, place, "a hint is the same every time");
        }
        for (name, kind) in &self.kinds {
            let place = format!("kinds.{name}");
            let used = self.errors.iter().any(|error| error.kind == *name);
            problems.require(used, &place, "has no errors");
            problems.require(!kind.description.is_empty(), &place, "no description");
        }
        for reasons in [&self.json_reasons, &self.envelope_reasons] {
            let mut seen = BTreeSet::new();
            for reason in reasons {
                problems.require(seen.insert(&reason.code), &reason.code, "the same code twice");
                problems.require(!reason.message.is_empty(), &reason.code, "no message");
            }
        }
        problems.found
    }
}

/// The names in braces; braces around anything else are text.
fn placeholders(text: &str) -> Vec<&str> {
    let parts = text.split('{').skip(1);
    let braced = parts.filter_map(|part| Some(part.split_once('}')?.0));
    braced.filter(|name| names::snake(name) == *name).collect()
}
