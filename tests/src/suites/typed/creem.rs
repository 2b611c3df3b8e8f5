//! CREEM's objects.

use super::{Suite, creem};
use crate::said::{creem_body, creem_event};

/// The head of a checkout, without its closing brace.
const CHECKOUT: &str = r#"{"id":"ch_1","object":"checkout","status":"completed""#;

pub(super) fn cases(suite: &mut Suite) {
    integers(suite);
    times(suite);
    expandables(suite);
    arrays(suite);
    others(suite);
}

fn refund(amount: &str, created: &str, transaction: &str) -> String {
    format!(
        r#"{{"id":"ref_1","object":"refund","status":"succeeded","refund_amount":{amount},"refund_currency":"EUR","reason":"other","transaction":{transaction},"created_at":{created}}}"#
    )
}

const TRANSACTION: &str = r#"{"id":"tran_1","status":"refunded"}"#;

fn integers(suite: &mut Suite) {
    suite.section(
        "Integer",
        "An integer is a number without a fraction that fits 64 bits with a sign, however it is written; digits beyond 64 bits are the nearest double first.",
    );
    for (name, amount, fits) in [
        ("plain", "9900", true),
        ("zero", "0", true),
        ("minus-zero", "-0", true),
        ("minus-zero-point", "-0.0", true),
        ("negative", "-9900", true),
        ("point-zero", "9900.0", true),
        ("point-zeros", "9900.000000", true),
        ("exponent", "1e3", true),
        ("exponent-fraction", "9.9e1", true),
        ("exponent-negative", "9900e-2", true),
        ("fraction", "9900.5", false),
        ("small-fraction", "9900.000001", false),
        ("exponent-to-fraction", "99e-1", false),
        ("tiny", "1e-300", false),
        ("2-to-53-plus-1", "9007199254740993", true),
        ("i64-max", "9223372036854775807", true),
        ("i64-max-plus-1", "9223372036854775808", false),
        ("i64-max-point", "9223372036854775807.0", false),
        ("i64-min", "-9223372036854775808", true),
        ("i64-min-point", "-9223372036854775808.0", true),
        ("i64-min-minus-1", "-9223372036854775809", true),
        ("u64-max", "18446744073709551615", false),
        ("1e18", "1e18", true),
        ("1e19", "1e19", false),
        ("1e300", "1e300", false),
        ("twenty-digits", "12345678901234567890", false),
        ("string", "\"9900\"", false),
        ("true", "true", false),
        ("null", "null", false),
        ("array", "[9900]", false),
    ] {
        let comment = format!("{amount} {} an integer", if fits { "is" } else { "is not" });
        creem(suite, "refund.created", &[(&format!("integer-{name}"), &comment, &refund(amount, "1788170400123", TRANSACTION), fits)]);
    }
}

fn times(suite: &mut Suite) {
    suite.section("Datetime", "A time is ISO 8601 or a number, whichever of the two is documented.");
    for (name, created, fits) in [
        ("ms", "1788170400123", true),
        ("seconds", "1788170400", true),
        ("fraction", "1788170400.123", true),
        ("iso", r#""2026-08-27T10:00:00.000Z""#, true),
        ("digits", r#""1788170400123""#, false),
        ("year-10000", "253402300800000", false),
        ("object", "{}", false),
        ("null", "null", false),
    ] {
        creem(suite, "refund.created", &[(&format!("time-{name}"), "a required time", &refund("1", created, TRANSACTION), fits)]);
    }
    let update = |time: &str| {
        format!(
            r#"{{"id":"sub_1","status":"active","current_period_end_date":{time},"last_transaction":{{"id":"tran_1","status":"paid","period_start":{time}}}}}"#
        )
    };
    for (name, time, fits) in [
        ("ms", "1788170400123", true),
        ("iso", r#""2026-08-27T10:00:00Z""#, true),
        ("null", "null", true),
        ("word", r#""never""#, false),
        ("empty", r#""""#, false),
    ] {
        creem(suite, "subscription.update", &[(&format!("time-{name}"), "an optional time, documented as text and as number", &update(time), fits)]);
    }
}

fn expandables(suite: &mut Suite) {
    suite.section("Expandable", "An entity comes as its id or as the object; a plain reference only as the object.");
    for (name, comment, rest, fits) in [
        ("absent", "it is optional", "", true),
        ("null", "and may be null", r#","product":null"#, true),
        ("id", "as its id", r#","product":"prod_1""#, true),
        ("id-empty", "any string is an id", r#","product":"""#, true),
        ("object", "as the object", r#","product":{"id":"prod_1","name":"Pro"}"#, true),
        ("object-unfit", "the object lacks its name", r#","product":{"id":"prod_1"}"#, false),
        ("object-empty", "the object is empty", r#","product":{}"#, false),
        ("number", "a number is neither", r#","product":1"#, false),
        ("true", "true is neither", r#","product":true"#, false),
        ("array", "an array is neither", r#","product":["prod_1"]"#, false),
        ("nested-ids", "ids in an object in the object", r#","subscription":{"id":"sub_1","status":"active","product":"prod_1","customer":"cust_1"}"#, true),
        (
            "nested-objects",
            "objects in an object in the object",
            r#","subscription":{"id":"sub_1","status":"active","customer":{"id":"cust_1","email":"a@example.com"}}"#,
            true,
        ),
        ("nested-unfit", "an object deep inside does not fit", r#","subscription":{"id":"sub_1","status":"active","customer":{"id":"cust_1"}}"#, false),
        ("nested-number", "a number deep inside is neither", r#","subscription":{"id":"sub_1","status":"active","customer":7}"#, false),
        ("reference-string", "an id where only the object is documented", r#","order":"ord_1""#, false),
        ("reference-null", "an optional reference is null", r#","order":null"#, true),
        (
            "reference",
            "the object",
            r#","order":{"id":"ord_1","product":"prod_1","amount":1,"currency":"EUR","status":"paid","type":"onetime","created_at":"2026-08-27","updated_at":"2026-08-27"}"#,
            true,
        ),
        ("reference-unfit", "an object that lacks its fields", r#","order":{"id":"ord_1"}"#, false),
    ] {
        let object = format!(r#"{CHECKOUT},"mode":"test"{rest}}}"#);
        let event = "checkout.completed";
        let said = creem_event(event).mode("test").typed(fits);
        suite.creem(&format!("creem-{event}-{name}"), comment).body(creem_body(event, &object)).accepted(said);
    }
    for (name, comment, transaction, fits) in [
        ("string", "an id where only the object is documented", "\"tran_1\"", false),
        ("unfit", "an object that lacks its status", r#"{"id":"tran_1"}"#, false),
        ("null", "a required reference is not null", "null", false),
    ] {
        creem(suite, "refund.created", &[(&format!("transaction-{name}"), comment, &refund("1", "1", transaction), fits)]);
    }
}

fn arrays(suite: &mut Suite) {
    suite.section("Array", "An array holds items that fit; one documented both ways may come as a bare object.");
    for (name, comment, rest, fits) in [
        ("features-array", "an array of items", r#","feature":[{"id":"feat_1","type":"licenseKey"},{}]"#, true),
        ("features-empty", "an empty array", r#","feature":[]"#, true),
        ("features-single", "one bare object", r#","feature":{"id":"feat_1","license_key":null}"#, true),
        ("features-single-empty", "one bare object, all of whose fields are optional", r#","feature":{}"#, true),
        ("features-single-unfit", "one bare object that does not fit", r#","feature":{"id":7}"#, false),
        ("features-string", "a string is neither", r#","feature":"feat_1""#, false),
        ("features-items-strings", "strings are no items", r#","feature":["feat_1"]"#, false),
        ("features-null", "null is absent", r#","feature":null"#, true),
        ("features-array-in-array", "an array is no item", r#","feature":[[{}]]"#, false),
        ("license-single", "a bare object where only an array is documented", r#","license_keys":{"id":"lk_1"}"#, false),
        ("license-unfit", "an item that lacks its fields", r#","license_keys":[{"id":"lk_1"}]"#, false),
        ("image-urls", "an array of strings", r#","product":{"id":"prod_1","name":"Pro","image_urls":["https://example.com/a.png",""]}"#, true),
        ("image-urls-null-item", "null is no string", r#","product":{"id":"prod_1","name":"Pro","image_urls":[null]}"#, false),
        ("image-urls-number-item", "a number is no string", r#","product":{"id":"prod_1","name":"Pro","image_urls":["a",1]}"#, false),
        ("image-urls-string", "a string is no array", r#","product":{"id":"prod_1","name":"Pro","image_urls":"a"}"#, false),
    ] {
        let object = format!(r#"{CHECKOUT},"mode":"local"{rest}}}"#);
        let event = "checkout.completed";
        let said = creem_event(event).mode("local").typed(fits);
        suite.creem(&format!("creem-{event}-{name}"), comment).body(creem_body(event, &object)).accepted(said);
    }
}

fn others(suite: &mut Suite) {
    suite.section("Kind", "A field has a kind; a value of another kind does not fit.");
    let consumed = |amount: &str, object: &str| {
        format!(
            r#"{{"id":"cc_1","object":{object},"customer_id":"cust_1","account_id":"acc_1","bucket_name":"API","unit_label":"call","amount_minor_units":{amount},"balance_after_minor_units":"0","reference":"r","occurred_at":"2026-08-27T10:00:00Z"}}"#
        )
    };
    let name = "\"customer_credits_consumption\"";
    creem(
        suite,
        "credits.consumed",
        &[
            ("decimal", "a decimal string beyond 64 bits", &consumed("\"123456789012345678901234567890\"", name), true),
            ("decimal-number", "a number is no string", &consumed("12", name), false),
            ("const-other", "the entity's name may be another", &consumed("\"1\"", "\"customer_credits_usage\""), true),
            ("const-number", "but is a string", &consumed("\"1\"", "7"), false),
            ("const-null", "and is required", &consumed("\"1\"", "null"), false),
        ],
    );
    creem(
        suite,
        "subscription.update",
        &[
            ("least", "every optional field is absent", r#"{"id":"sub_1","status":"active"}"#, true),
            (
                "nulls",
                "every optional field may be null",
                r#"{"id":"sub_1","object":null,"mode":null,"product":null,"items":null,"status":"x","canceled_at":null,"metadata":null,"discount":null}"#,
                true,
            ),
            ("metadata-array", "an array is no object", r#"{"id":"sub_1","status":"active","metadata":[]}"#, false),
            ("metadata-empty", "an empty object", r#"{"id":"sub_1","status":"active","metadata":{}}"#, true),
            (
                "discount-camel",
                "the discount's keys are in camel case",
                r#"{"id":"sub_1","status":"active","discount":{"discountCode":"X","amount":12.5,"durationInMonths":3}}"#,
                true,
            ),
            ("discount-months-fraction", "an integer in it has a fraction", r#"{"id":"sub_1","status":"active","discount":{"durationInMonths":1.5}}"#, false),
            ("status-unknown", "a status still to come", r#"{"id":"sub_1","status":"frozen"}"#, true),
            ("status-absent", "a required field is absent", r#"{"id":"sub_1"}"#, false),
            ("id-number", "an id is a string", r#"{"id":1,"status":"active"}"#, false),
            ("items-unfit", "an item that lacks its id", r#"{"id":"sub_1","status":"active","items":[{"units":1}]}"#, false),
        ],
    );
}
