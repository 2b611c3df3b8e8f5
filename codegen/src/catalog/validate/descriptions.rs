//! Every text of a provider's file that is written for readers.

use crate::catalog::provider::Provider;
use crate::catalog::types::{Fields, Type};

impl Provider {
    /// The places of descriptions that are still empty.
    pub(super) fn missing_descriptions(&self) -> Vec<String> {
        let mut missing = Missing::default();
        missing.fields("envelope", &self.envelope.fields);
        for version in &self.versions {
            missing.check(format!("versions.{}.summary", version.id), &version.summary);
        }
        missing.check("delivery.description".into(), &self.delivery.description);
        missing.check("delivery.success".into(), &self.delivery.success);
        for (index, schedule) in self.delivery.schedules.iter().enumerate() {
            missing.check(format!("delivery.schedules[{index}]"), &schedule.description);
        }
        for (name, group) in &self.groups {
            missing.check(format!("groups.{name}.title"), &group.title);
            missing.check(format!("groups.{name}"), &group.description);
        }
        for (name, list) in &self.enums {
            missing.check(format!("enums.{name}"), &list.description);
            for value in &list.values {
                missing.check(format!("enums.{name}.{}", value.value), &value.description);
            }
        }
        for (name, named) in &self.types {
            let place = format!("types.{name}");
            match named {
                Type::Object(object) => {
                    missing.fields(&place, &object.fields);
                    missing.check(place, &object.description);
                }
                Type::Union(union) => missing.check(place, &union.description),
            }
        }
        for (name, event) in &self.events {
            let place = format!("events.{name}");
            missing.fields(&place, event.fields.as_ref().unwrap_or(&Fields::new()));
            missing.check(place, &event.description);
        }
        missing.0
    }
}

#[derive(Default)]
struct Missing(Vec<String>);

impl Missing {
    fn check(&mut self, place: String, text: &str) {
        if text.trim().is_empty() {
            self.0.push(place);
        }
    }

    fn fields(&mut self, owner: &str, fields: &Fields) {
        for (key, field) in fields {
            self.check(format!("{owner}.{key}"), &field.description);
        }
    }
}
