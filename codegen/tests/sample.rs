//! Samples fit the catalog they come from, in every version.

#[allow(dead_code, reason = "shared with the other tests")]
mod common;

use commet_webhooks_codegen::catalog::{Catalog, Provider, Record, Release};
use commet_webhooks_codegen::sample::{self, Variant};
use serde_json::{Value, json};

#[test]
fn every_sample_fits_the_view_of_all_versions() {
    for directory in [common::catalog_directory(), common::small_directory()] {
        for_each(&common::load(&directory), |provider, event, release, variant| {
            let payload = sample::payload(provider, event, release, variant);
            let data = &payload[&provider.envelope.data];
            let place = format!("{event} {} {}", release.label(), variant.name());
            assert_eq!(payload[&provider.envelope.event], event, "{place}");
            provider
                .fits(&provider.envelope_record(), &payload)
                .and_then(|()| provider.fits(&provider.data_record(event), data))
                .unwrap_or_else(|misfit| panic!("{place}: {misfit}"));
        });
    }
}

#[test]
fn a_full_sample_has_the_fields_of_its_version_and_a_minimal_one_those_that_must_be_there() {
    for_each(&common::load(&common::catalog_directory()), |provider, event, release, variant| {
        let record = provider.data_record(event);
        let data = sample::data(provider, event, release, variant);
        for (key, field) in record.fields {
            let presence = provider.presence(record.span, field, release);
            let value = data.get(key);
            let place = format!("{event} {} {}: {key}", release.label(), variant.name());
            match (variant, presence) {
                (_, None) => assert_eq!(value, None, "{place}"),
                (Variant::Full | Variant::Unicode, Some(_)) => {
                    assert!(value.is_some_and(|value| !value.is_null()), "{place}");
                }
                (Variant::Minimal, Some(presence)) => {
                    assert_eq!(value.is_some(), presence.required, "{place}");
                    let null = value.is_some_and(Value::is_null);
                    assert_eq!(null, presence.required && presence.nullable, "{place}");
                }
            }
        }
    });
}

#[test]
fn versions_shape_the_envelope() {
    let catalog = common::load(&common::small_directory());
    let body = |release, variant| {
        let provider = catalog.provider("commet");
        let release = provider.release(release).expect("the version exists");
        sample::payload(provider, "subscription.activated", release, variant)
    };
    assert_eq!(
        body("2020-01", Variant::Full),
        json!({
            "event": "subscription.activated",
            "timestamp": "2020-01-02T03:04:05Z",
            "data": {
                "subscriptionId": "sub_1",
                "status": "active",
                "name": "Team",
                "total": 4900,
                "externalId": "user_1",
            },
        })
    );
    assert_eq!(
        body("2020-03-01", Variant::Minimal),
        json!({
            "event": "subscription.activated",
            "timestamp": "2020-01-02T03:04:05Z",
            "mode": "live",
            "apiVersion": "2020-03-01",
            "data": { "subscriptionId": "sub_1", "status": "active", "name": null, "total": 4900 },
        })
    );
    assert_eq!(body("2020-03-01", Variant::Full)["id"], "ev_1");
}

#[test]
fn arrays_show_every_variant_of_their_version() {
    let catalog = common::load(&common::small_directory());
    let provider = catalog.provider("commet");
    let features = |release| {
        let release = provider.release(release).expect("the version exists");
        sample::data(provider, "usage.changed", release, Variant::Full)["features"].clone()
    };
    assert_eq!(features("2020-01"), json!([{ "code": "api", "used": 3 }, { "code": "api_2", "used": 3 }]));
    assert_eq!(features("2020-02-01"), json!([{ "code": "sso", "type": "boolean" }]));
    assert_eq!(
        features("2020-03-01"),
        json!([
            { "code": "sso", "type": "boolean" },
            { "code": "api", "type": "usage", "used": 3, "price": { "model": "fixed", "amount": 25 } },
            { "code": "api_2", "type": "usage", "used": 3, "price": { "model": "dynamic" } },
        ])
    );
}

#[test]
fn expandable_fields_are_objects_only_at_the_top() {
    let catalog = common::load(&common::small_directory());
    let provider = catalog.provider("creem");
    let release = provider.releases()[0];
    assert_eq!(
        sample::data(provider, "subscription.canceled", release, Variant::Full),
        json!({
            "id": "sub_1",
            "object": "subscription",
            "status": "canceled",
            "customer": { "id": "cust_1", "referrer": "cust_1" },
            "features": [
                { "id": "feat_1", "balance": "18446744073709551616", "status": "active", "tags": ["a", "b"] },
                { "id": "feat_1_2", "balance": "18446744073709551616", "status": "canceled", "tags": ["a", "b"] },
            ],
        })
    );
}

#[test]
fn unicode_samples_need_escapes_and_more_than_ascii() {
    let catalog = common::load(&common::catalog_directory());
    let provider = catalog.provider("commet");
    let release = *provider.releases().last().expect("there are versions");
    let bytes =
        sample::bytes(&sample::payload(provider, "customer.state_changed", release, Variant::Unicode));
    let text = String::from_utf8(bytes).expect("JSON is UTF-8");
    for part in ["\\\"", "\\\\", "\\n", "🚀", "עברית", "한국어", "e\u{301}"] {
        assert!(text.contains(part), "{part}");
    }
}

#[test]
fn compact_and_pretty_text_are_the_same_value() {
    let value = json!({ "b": [1, 2.5, "\u{1}é"], "a": null });
    assert_eq!(sample::bytes(&value), "{\"b\":[1,2.5,\"\\u0001é\"],\"a\":null}".as_bytes());
    assert_eq!(serde_json::from_str::<Value>(&sample::pretty(&value)).ok(), Some(value));
}

fn for_each(catalog: &Catalog, mut test: impl FnMut(&Provider, &str, Release<'_>, Variant)) {
    for provider in catalog.providers.values() {
        for (name, event) in &provider.events {
            for release in provider.event_releases(event) {
                for variant in Variant::ALL {
                    test(provider, name, release, variant);
                }
            }
        }
    }
}

#[test]
fn misfits_are_named_by_path() {
    let catalog = common::load(&common::small_directory());
    let provider = catalog.provider("commet");
    let record: Record<'_> = provider.data_record("usage.changed");
    let misfit = |features: Value| {
        let outcome = provider.fits(&record, &json!({ "features": features }));
        outcome.map_err(|misfit| misfit.to_string())
    };
    for fits in [
        json!([]),
        json!([{ "type": "new", "anything": 1 }]),
        json!([{ "code": "flat", "used": null }]),
        json!([{ "type": "usage", "code": "as flat", "used": 1, "price": null }]),
    ] {
        assert_eq!(misfit(fits), Ok(()));
    }
    for (features, expected) in [
        (Value::Null, "features: expected a value"),
        (json!({}), "features: expected an array"),
        (json!([7]), "features[0]: expected an object"),
        (json!([{}]), "features[0].type: expected a string"),
        (json!([{ "type": "usage" }]), "features[0].code: expected a value"),
        (json!([{ "type": "usage", "code": 1, "used": 1 }]), "features[0].code: expected a string"),
    ] {
        assert_eq!(misfit(features), Err(expected.to_owned()));
    }
}
