//! The published catalog is sound, and one that is not is refused with its reasons.

#[allow(dead_code, reason = "shared with the other tests")]
mod common;

use commet_webhooks_codegen::catalog::{Catalog, Errors, Provider};
use serde_json::{Value, json};

#[test]
fn the_published_catalog_is_sound() {
    let catalog = common::load(&common::catalog_directory());
    assert!(catalog.providers.values().all(|provider| !provider.events.is_empty()));
}

#[test]
fn keys_that_nothing_reads_are_refused() {
    let mut small = read("commet.json");
    small["events"]["usage.changed"]["colour"] = json!("red");
    let error = serde_json::from_value::<Provider>(small).expect_err("nothing reads it");
    assert!(error.to_string().contains("colour"), "{error}");
}

#[test]
fn contradictions_are_named() {
    let usage = "/events/usage.changed";
    let features = "/events/usage.changed/fields/features";
    let total = "/events/subscription.activated/fields/total";
    for (pointer, value, problem) in [
        ("/envelope/id", json!("eventId"), "envelope: no field eventId"),
        ("/envelope/mode", json!("mode.deep"), "envelope: no field mode.deep"),
        ("/access_status/enum", json!("Mode"), "access_status: a status without access"),
        ("/groups/extra", json!({ "title": "x", "description": "x" }), "groups.extra: has no events"),
        ("/versions/1/id", json!("2020-01"), "versions: named twice"),
        ("/delivery/schedules/0/versions/0", json!("1999"), "delivery.schedules: unknown version 1999"),
        ("/types/Feature/fallback", json!("Price"), "types.Feature: the fallback Price is no object"),
        (
            "/types/Feature/variants/boolean",
            json!("UsageFeature"),
            "types.Feature: UsageFeature must be an object whose type is boolean",
        ),
        ("/types/Feature/until", json!("2020-01"), "types.Feature: until is before since"),
        ("/enums/Mode/values/1/value", json!("LIVE"), "enums.Mode: LIVE twice"),
        ("/enums/Mode/values/1/alias_of", json!("real"), "enums.Mode: sandbox is an alias of nothing"),
        (&format!("{usage}/group"), json!("none"), "events.usage.changed: unknown group none"),
        (
            &format!("{usage}/handler"),
            json!("onUsage"),
            "events.usage.changed: its handler is onUsageChanged",
        ),
        (&format!("{usage}/since"), json!("1999"), "events.usage.changed: unknown version 1999"),
        (&format!("{usage}/type"), json!("Feature"), "events.usage.changed: needs either fields or a type"),
        (&format!("{usage}/description"), json!(" "), "events.usage.changed: no description"),
        (
            &format!("{features}/items/ref"),
            json!("Nothing"),
            "events.usage.changed.features: unknown type Nothing",
        ),
        (
            &format!("{features}/type"),
            json!("string"),
            "events.usage.changed.features: type and items disagree",
        ),
        (
            &format!("{features}/items/ref"),
            json!("BooleanFeature"),
            "events.usage.changed.features: its type does not exist in all its versions",
        ),
        (
            &format!("{total}/nullable"),
            json!(false),
            "events.subscription.activated.total: over all versions it is required: true, nullable: true",
        ),
        (
            &format!("{total}/presence/0/from"),
            json!("2020-03-01"),
            "events.subscription.activated.total: presence outside the versions of the field",
        ),
        (
            &format!("{total}/example"),
            json!("much"),
            "events.subscription.activated.total: example \"much\": expected a number",
        ),
        (
            "/events/subscription.activated/fields/status/example",
            json!("lost"),
            "events.subscription.activated.status: example \"lost\": expected a value of Status that occurs here",
        ),
    ] {
        let problems = provider("commet.json", pointer, value).validate();
        let expected = format!("commet.json: {problem}");
        assert!(problems.contains(&expected), "{pointer}: {problems:#?}");
    }
}

#[test]
fn contradictions_of_shared_types_are_named() {
    for (pointer, value, problem) in [
        ("/types/Customer/fields/referrer/type", json!("ref"), "types.Customer: contains itself"),
        (
            "/types/Customer/fields/id/format",
            json!("epoch_ms"),
            "types.Customer.id: type and format disagree",
        ),
        (
            "/events/subscription.canceled/example_overrides/status",
            json!(7),
            "events.subscription.canceled.example_overrides.status: does not fit",
        ),
    ] {
        let problems = provider("creem.json", pointer, value).validate();
        let expected = format!("creem.json: {problem}");
        assert!(problems.contains(&expected), "{pointer}: {problems:#?}");
    }
}

#[test]
fn contradictions_of_errors_are_named() {
    for (pointer, value, problem) in [
        ("/errors/0/kind", json!("worse"), "missing_signature: unknown kind worse"),
        ("/errors/1/code", json!("missing_signature"), "missing_signature: the same code twice"),
        ("/errors/0/status", json!(200), "missing_signature: not the status of an error"),
        ("/errors/0/message", json!("a\nb {header}"), "missing_signature: more than one line"),
        ("/errors/0/fields", json!([]), "missing_signature: the fields are not those of the message"),
        ("/errors/1/hint", json!("Mind {this}."), "not_an_object: a hint is the same every time"),
        ("/kinds/worse", json!({ "description": "Worse." }), "kinds.worse: has no errors"),
    ] {
        let mut errors = read("errors.json");
        set(&mut errors, pointer, value);
        let errors: Errors = serde_json::from_value(errors).expect("the shape is right");
        let problems = errors.validate();
        assert!(problems.contains(&format!("errors.json: {problem}")), "{pointer}: {problems:#?}");
    }
}

#[test]
fn a_missing_directory_is_named() {
    let error = Catalog::load(&common::codegen().join("nowhere")).expect_err("there is none");
    assert!(error.to_string().contains("commet.json"), "{error}");
}

fn provider(file: &str, pointer: &str, value: Value) -> Provider {
    let mut catalog = read(file);
    set(&mut catalog, pointer, value);
    serde_json::from_value(catalog).expect("the shape is right")
}

fn read(file: &str) -> Value {
    let text = std::fs::read(common::small_directory().join(file)).expect("the file can be read");
    serde_json::from_slice(&text).expect("the file is JSON")
}

/// Replaces a value, or adds it to an object.
fn set(catalog: &mut Value, pointer: &str, value: Value) {
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    match catalog.pointer_mut(parent).expect("the small catalog has it") {
        Value::Array(list) => list[key.parse::<usize>().expect("a position")] = value,
        parent => parent[key] = value,
    }
}
