//! Commet's data.

use super::{Suite, commet};
use crate::said::{commet_body, commet_event};

pub(super) fn cases(suite: &mut Suite) {
    scalars(suite);
    presence(suite);
    nested(suite);
    enums(suite);
    times(suite);
}

fn scalars(suite: &mut Suite) {
    suite.section("Kind", "A field has a kind; a value of another kind does not fit.");
    commet(
        suite,
        "payout.available",
        &[
            ("fits", "all is there", r#"{"availableAmount":9900,"currency":"usd"}"#, true),
            ("number-fraction", "a number may have a fraction", r#"{"availableAmount":9900.5,"currency":"usd"}"#, true),
            ("number-negative", "or be negative", r#"{"availableAmount":-9900,"currency":"usd"}"#, true),
            ("number-exponent", "or have an exponent", r#"{"availableAmount":9.9e3,"currency":"usd"}"#, true),
            ("number-huge", "or be of any size", r#"{"availableAmount":1e300,"currency":"usd"}"#, true),
            ("number-beyond-64-bits", "or be of any size", r#"{"availableAmount":123456789012345678901234567890,"currency":"usd"}"#, true),
            ("number-as-string", "digits in a string are no number", r#"{"availableAmount":"9900","currency":"usd"}"#, false),
            ("number-as-true", "true is no number", r#"{"availableAmount":true,"currency":"usd"}"#, false),
            ("number-as-array", "an array is no number", r#"{"availableAmount":[9900],"currency":"usd"}"#, false),
            ("string-as-number", "a number is no string", r#"{"availableAmount":9900,"currency":840}"#, false),
            ("string-as-object", "an object is no string", r#"{"availableAmount":9900,"currency":{"code":"usd"}}"#, false),
            ("string-as-false", "false is no string", r#"{"availableAmount":9900,"currency":false}"#, false),
            ("string-empty", "an empty string is a string", r#"{"availableAmount":9900,"currency":""}"#, true),
            ("string-nul", "a NUL is a character", r#"{"availableAmount":9900,"currency":"u\u0000d"}"#, true),
            ("string-lone-surrogate", "a lone surrogate becomes U+FFFD and fits", r#"{"availableAmount":9900,"currency":"us\ud83d"}"#, true),
            ("number-zero", "zero is a number", r#"{"availableAmount":0,"currency":"usd"}"#, true),
            ("number-minus-zero", "so is minus zero", r#"{"availableAmount":-0,"currency":"usd"}"#, true),
        ],
    );
    let quota = |value: &str| {
        format!(
            r#"{{"subscriptionId":"sub_1","customerId":"cus_1","featureCode":"api","currentUsage":101,"includedAmount":100,"overageEnabled":{value},"periodStart":"2026-08-01T00:00:00.000Z"}}"#
        )
    };
    for (name, value, fits) in [("true", "true", true), ("false", "false", true), ("string", "\"true\"", false), ("one", "1", false), ("null", "null", false)] {
        commet(suite, "quota.exceeded", &[(&format!("boolean-{name}"), "a boolean is true or false", &quota(value), fits)]);
    }
    let customer = |value: &str| {
        format!(
            r#"{{"id":"cus_1","externalId":null,"fullName":"Zoë","email":"zoe@example.com","timezone":null,"metadata":{value},"createdAt":"2026-08-01T00:00:00.000Z","updatedAt":"2026-08-01T00:00:00.000Z"}}"#
        )
    };
    for (name, value, fits) in [
        ("empty", "{}", true),
        ("any", r#"{"seats":3,"nested":{"a":[1,{"b":null}]},"__proto__":{"x":1}}"#, true),
        ("null", "null", true),
        ("array", "[]", false),
        ("string", r#""{}""#, false),
    ] {
        commet(suite, "customer.created", &[(&format!("object-{name}"), "an object may hold anything", &customer(value), fits)]);
    }
}

fn presence(suite: &mut Suite) {
    suite.section("Presence", "Only a field that is required and not nullable must be there; any other may be absent or null alike.");
    commet(
        suite,
        "payout.available",
        &[
            ("required-absent", "a required field is absent", r#"{"availableAmount":9900}"#, false),
            ("required-null", "a required field is null", r#"{"availableAmount":9900,"currency":null}"#, false),
            ("required-null-number", "a required field is null", r#"{"availableAmount":null,"currency":"usd"}"#, false),
            ("nothing", "every required field is absent", "{}", false),
            ("extra", "further fields are fine", r#"{"availableAmount":9900,"currency":"usd","bank":{"a":[null,1]},"":"","toString":1}"#, true),
            ("extra-proto", "whatever they are called", r#"{"__proto__":{"currency":"eur"},"availableAmount":9900,"currency":"usd","constructor":null}"#, true),
            ("inherited", "a field is the object's own", r#"{"__proto__":{"currency":"eur"},"availableAmount":9900}"#, false),
            ("key-case", "keys have a case", r#"{"availableAmount":9900,"Currency":"usd"}"#, false),
            ("key-snake", "keys have a spelling", r#"{"available_amount":9900,"currency":"usd"}"#, false),
            ("key-escaped", "escapes in keys are decoded", r#"{"availableAmount":9900,"\u0063urrency":"usd"}"#, true),
            ("key-nul", "a NUL makes it another key", r#"{"availableAmount":9900,"currency\u0000":"usd"}"#, false),
            ("duplicate-last-right", "of duplicate keys the last wins", r#"{"availableAmount":9900,"currency":1,"currency":"usd"}"#, true),
            ("duplicate-last-wrong", "of duplicate keys the last wins", r#"{"availableAmount":9900,"currency":"usd","currency":1}"#, false),
            ("duplicate-last-null", "of duplicate keys the last wins", r#"{"availableAmount":9900,"currency":"usd","currency":null}"#, false),
            ("reversed", "fields may come in any order", r#"{"currency":"usd","availableAmount":9900}"#, true),
        ],
    );
    commet(
        suite,
        "payment.received",
        &[
            (
                "least",
                "nullable and optional fields are absent",
                r#"{"invoiceId":"inv_1","invoiceNumber":"INV-1","invoiceTotal":9900,"customerId":"cus_1"}"#,
                true,
            ),
            (
                "nulls",
                "nullable and optional fields are null",
                r#"{"paymentContext":null,"invoiceId":"inv_1","invoiceNumber":"INV-1","invoiceTotal":9900,"customerId":"cus_1","subscriptionId":null,"paymentTransactionId":null,"provider":null,"paymentMethod":null,"subPaymentMethod":null,"grossAmount":null,"currency":null,"orgNetAmount":null,"customerEmail":null,"paidAt":null,"externalId":null}"#,
                true,
            ),
            (
                "optional-wrong",
                "an optional field that is there must have its kind",
                r#"{"invoiceId":"inv_1","invoiceNumber":"INV-1","invoiceTotal":9900,"customerId":"cus_1","provider":7}"#,
                false,
            ),
            (
                "nullable-wrong",
                "a nullable field that is there must have its kind",
                r#"{"invoiceId":"inv_1","invoiceNumber":"INV-1","invoiceTotal":9900,"customerId":"cus_1","grossAmount":"9900"}"#,
                false,
            ),
            (
                "required-null",
                "null is not absent where it is not allowed",
                r#"{"invoiceId":"inv_1","invoiceNumber":"INV-1","invoiceTotal":null,"customerId":"cus_1"}"#,
                false,
            ),
        ],
    );
}

fn nested(suite: &mut Suite) {
    suite.section("Nested", "What holds for data holds for the objects in it.");
    let payout = |bank: &str| format!(r#"{{"payoutId":"po_1","amount":9900,"fee":100,"netAmount":9800,"currency":"usd","status":"paid"{bank}}}"#);
    for (name, comment, bank, fits) in [
        ("absent", "nullable, so it may be absent", "", true),
        ("null", "nullable", r#","destinationBank":null"#, true),
        ("full", "it fits", r#","destinationBank":{"bankName":"N26","last4":"0001"}"#, true),
        ("field-null", "a nullable field in it is null", r#","destinationBank":{"bankName":null,"last4":"0001"}"#, true),
        ("field-absent", "a nullable field in it is absent", r#","destinationBank":{"last4":"0001"}"#, true),
        ("required-absent", "a required field in it is absent", r#","destinationBank":{"bankName":"N26"}"#, false),
        ("required-number", "a required field in it has another kind", r#","destinationBank":{"bankName":"N26","last4":1}"#, false),
        ("empty", "nothing is in it", r#","destinationBank":{}"#, false),
        ("string", "a string is no object", r#","destinationBank":"N26""#, false),
        ("array", "an array is no object", r#","destinationBank":[]"#, false),
        ("extra", "further fields in it are fine", r#","destinationBank":{"last4":"0001","country":"DE"}"#, true),
    ] {
        commet(suite, "payout.paid", &[(&format!("bank-{name}"), comment, &payout(bank), fits)]);
    }
    let grant = |events: &str| {
        format!(
            r#"{{"id":"pg_1","customerId":"cus_1","subscriptionId":"sub_1","basePlanId":"plan_1","targetPlanId":"plan_2","targetPlanReleaseId":"rel_1","status":"active","duration":"cycles","durationCycles":3,"startsAt":"2026-08-01T00:00:00.000Z","reason":"goodwill","source":"api","createdAt":"2026-08-01T00:00:00.000Z","updatedAt":"2026-08-01T00:00:00.000Z","events":{events}}}"#
        )
    };
    let entry = r#"{"id":"e_1","type":"created","reason":"goodwill","source":"api","createdAt":"2026-08-01T00:00:00.000Z"}"#;
    for (name, comment, events, fits) in [
        ("empty", "an empty array", "[]".to_owned(), true),
        ("one", "one item that fits", format!("[{entry}]"), true),
        ("second-empty", "the second item does not fit", format!("[{entry},{{}}]"), false),
        ("null-item", "null is no item", format!("[{entry},null]"), false),
        ("string-item", "a string is no item", r#"["e_1"]"#.to_owned(), false),
        ("object", "an object is no array", entry.to_owned(), false),
        ("null", "a required array is not null", "null".to_owned(), false),
        ("string", "a string is no array", "\"[]\"".to_owned(), false),
    ] {
        commet(suite, "plan_grant.created", &[(&format!("array-{name}"), comment, &grant(&events), fits)]);
    }
}

fn enums(suite: &mut Suite) {
    suite.section("Enum", "Any string fits an enum, a constant or a list of documented values.");
    let failed = |provider: &str| format!(r#"{{"subscriptionId":"sub_1","customerId":"cus_1","invoiceId":null,"invoiceNumber":null,"provider":{provider}}}"#);
    commet(
        suite,
        "payment.failed",
        &[
            ("enum-known", "a documented value", &failed("\"stripe\""), true),
            ("enum-unknown", "a value still to come", &failed("\"paypal\""), true),
            ("enum-case", "a documented value in another case", &failed("\"Stripe\""), true),
            ("enum-empty", "an empty string", &failed("\"\""), true),
            ("enum-number", "a number is no string", &failed("1"), false),
            ("enum-object", "an object is no string", &failed("{}"), false),
        ],
    );
    let link = |status: &str| format!(r#"{{"paymentId":"pay_1","status":{status},"amount":9900,"currency":"usd","description":"Setup"}}"#);
    commet(
        suite,
        "payment_link.created",
        &[
            ("enum-known", "a documented value", &link("\"pending\""), true),
            ("enum-unknown", "a value still to come", &link("\"in_review\""), true),
            ("enum-null", "a required enum is not null", &link("null"), false),
            ("enum-array", "an array is no string", &link("[\"pending\"]"), false),
        ],
    );
    let trial = |status: &str| format!(r#"{{"subscriptionId":"sub_1","customerId":"cus_1","status":{status},"planId":"plan_1","planName":"Pro"}}"#);
    commet(suite, "trial.converted", &[("enum-pending", "a value seen in the docs that no list has", &trial("\"pending\""), true)]);
    let paused = |status: &str, mode: &str| {
        format!(r#"{{"subscriptionId":"sub_1","customerId":"cus_1","status":{status},"mode":{mode},"effectiveAt":"2026-09-01T00:00:00.000Z"}}"#)
    };
    let event = "subscription.paused";
    for (name, comment, data, fits, grants) in [
        ("const-other", "a status other than the constant", paused("\"active\"", "\"immediate\""), true, Some(true)),
        ("values-other", "a mode other than those documented", paused("\"paused\"", "\"never\""), true, Some(false)),
        ("const-number", "a number is no string", paused("1", "\"immediate\""), false, None),
        ("values-number", "a number is no string", paused("\"paused\"", "1"), false, Some(false)),
    ] {
        let said = commet_event(event).typed(fits).access(grants);
        suite.commet(&format!("{event}-{name}"), comment).body(commet_body(event, &data)).accepted(said);
    }
}

fn times(suite: &mut Suite) {
    suite.section("Datetime", "A time is ISO 8601 or a number, as in the envelope; what is no time does not fit.");
    let usage = |time: &str| format!(r#"{{"subscriptionId":"sub_1","customerId":"cus_1","usageEventId":"ue_1","featureCode":"api","value":1,"ts":{time}}}"#);
    for (name, json, fits) in [
        ("iso", r#""2026-08-27T10:00:00.000Z""#, true),
        ("iso-offset", r#""2026-08-27T10:00:00+02:00""#, true),
        ("iso-date", r#""2026-08-27""#, true),
        ("iso-space", r#""2026-08-27 10:00:00""#, true),
        ("iso-escaped", r#""2026\u002d08-27""#, true),
        ("ms", "1788170400123", true),
        ("seconds", "1788170400", true),
        ("fraction", "1788170400.5", true),
        ("negative", "-1", true),
        ("word", r#""yesterday""#, false),
        ("empty", r#""""#, false),
        ("digits", r#""1788170400123""#, false),
        ("second-60", r#""2026-06-30T23:59:60Z""#, false),
        ("february-29", r#""2026-02-29""#, false),
        ("rfc-2822", r#""Thu, 27 Aug 2026 10:00:00 GMT""#, false),
        ("year-10000", "253402300800000", false),
        ("huge", "1e300", false),
        ("true", "true", false),
        ("object", r#"{"seconds":1788170400}"#, false),
        ("null", "null", false),
    ] {
        commet(suite, "usage.recorded", &[(&format!("time-{name}"), "a required time", &usage(json), fits)]);
    }
    let payout = |time: &str| format!(r#"{{"payoutId":"po_1","amount":1,"fee":0,"netAmount":1,"currency":"usd","status":"failed","failedAt":{time}}}"#);
    for (name, json, fits) in [("iso", r#""2026-08-27T10:00:00Z""#, true), ("null", "null", true), ("empty", r#""""#, false), ("word", r#""soon""#, false)] {
        commet(suite, "payout.failed", &[(&format!("time-{name}"), "a nullable time", &payout(json), fits)]);
    }
}
