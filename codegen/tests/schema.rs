//! The JSON Schemas describe the files beside them, and refuse what the catalog does not know.

#[allow(dead_code, reason = "shared with the other tests")]
mod common;

use std::fs;

use jsonschema::Validator;
use serde_json::{Value, json};

fn read(directory: &std::path::Path, file: &str) -> Value {
    let text = fs::read(directory.join(file)).expect("the file can be read");
    serde_json::from_slice(&text).expect("the file is JSON")
}

fn schema(file: &str) -> Validator {
    let schema = read(&common::catalog_directory(), file);
    jsonschema::meta::validate(&schema).unwrap_or_else(|error| panic!("{file}: {error}"));
    jsonschema::validator_for(&schema).unwrap_or_else(|error| panic!("{file}: {error}"))
}

#[test]
fn every_file_fits_its_schema() {
    for directory in [common::catalog_directory(), common::small_directory()] {
        for file in ["commet.json", "creem.json", "errors.json"] {
            let catalog = read(&directory, file);
            let named = catalog["$schema"].as_str().expect("a file names its schema");
            let faults: Vec<_> = schema(named)
                .iter_errors(&catalog)
                .map(|fault| format!("{}: {fault}", fault.instance_path()))
                .collect();
            assert!(faults.is_empty(), "{file}: {faults:#?}");
        }
    }
}

#[test]
fn what_the_catalog_does_not_know_is_refused() {
    let provider = schema("provider.schema.json");
    let small = read(&common::small_directory(), "commet.json");
    for (pointer, value) in [
        ("/types/Feature/kind", json!("enum")),
        ("/events/usage.changed/handler", json!("usageChanged")),
        ("/events/usage.changed/fields/features/type", json!("list")),
        ("/events/usage.changed/fields/features/items", json!({ "type": "array" })),
        ("/events/usage.changed/fields/metadata/description", json!(" ")),
        ("/enums/Mode/values/0", json!({ "value": "live", "description": "x", "colour": "red" })),
        ("/versions/0/id", json!("v1")),
    ] {
        let mut changed = small.clone();
        *changed.pointer_mut(pointer).expect("the small catalog has it") = value;
        assert!(!provider.is_valid(&changed), "{pointer}");
    }
}
