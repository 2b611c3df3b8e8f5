//! Commet's unions.

use super::{Suite, commet};

pub(super) fn cases(suite: &mut Suite) {
    recovery(suite);
    features(suite);
}

fn recovery(suite: &mut Suite) {
    suite.section("Union", "A union goes by its discriminator: a known variant must fit, an unknown one is kept as it is.");
    let payment = |recovery: &str| {
        format!(
            r#"{{"invoiceId":"inv_1","invoiceNumber":"INV-1","invoiceTotal":9900,"customerId":"cus_1","paymentContext":{{"reason":"recurring_billing"{recovery}}}}}"#
        )
    };
    for (name, comment, recovery, fits) in [
        ("absent", "nullable, so it may be absent", "", true),
        ("null", "nullable", r#","recovery":null"#, true),
        ("manual", "the variant without fields", r#","recovery":{"type":"payment_recovery"}"#, true),
        ("dunning", "the variant with fields", r#","recovery":{"type":"dunning_retry","attempt":1,"maxAttempts":4}"#, true),
        ("dunning-integral", "an integer may have a point or an exponent", r#","recovery":{"type":"dunning_retry","attempt":1.0,"maxAttempts":4e0}"#, true),
        ("dunning-fraction", "but no fraction", r#","recovery":{"type":"dunning_retry","attempt":1.5,"maxAttempts":4}"#, false),
        ("dunning-absent", "a known variant lacks a field", r#","recovery":{"type":"dunning_retry","attempt":1}"#, false),
        ("dunning-null", "a known variant's field is null", r#","recovery":{"type":"dunning_retry","attempt":null,"maxAttempts":4}"#, false),
        ("dunning-string", "a known variant's field is a string", r#","recovery":{"type":"dunning_retry","attempt":"1","maxAttempts":4}"#, false),
        ("dunning-last", "the discriminator may come last", r#","recovery":{"attempt":1,"maxAttempts":4,"type":"dunning_retry"}"#, true),
        ("dunning-escaped", "the discriminator may be escaped", r#","recovery":{"\u0074ype":"dunning\u005fretry","attempt":1}"#, false),
        ("manual-extra", "fields of another variant are further fields", r#","recovery":{"type":"payment_recovery","attempt":"x"}"#, true),
        ("unknown", "a variant still to come", r#","recovery":{"type":"card_updater","card":1}"#, true),
        ("unknown-case", "variants have a case", r#","recovery":{"type":"Dunning_Retry"}"#, true),
        ("unknown-empty", "an empty discriminator is unknown", r#","recovery":{"type":""}"#, true),
        ("no-discriminator", "no discriminator", r#","recovery":{"attempt":1,"maxAttempts":4}"#, false),
        ("null-discriminator", "the discriminator is null", r#","recovery":{"type":null}"#, false),
        ("number-discriminator", "the discriminator is a number", r#","recovery":{"type":1}"#, false),
        ("empty", "an empty object has no discriminator", r#","recovery":{}"#, false),
        ("string", "a string is no object", r#","recovery":"dunning_retry""#, false),
        ("array", "an array is no object", r#","recovery":[]"#, false),
        ("duplicate-discriminator", "of duplicate keys the last wins", r#","recovery":{"type":"dunning_retry","type":"payment_recovery"}"#, true),
    ] {
        commet(suite, "payment.received", &[(&format!("recovery-{name}"), comment, &payment(recovery), fits)]);
    }
    commet(
        suite,
        "payment.received",
        &[
            (
                "context-empty",
                "a required field of the object around it is absent",
                r#"{"invoiceId":"inv_1","invoiceNumber":"INV-1","invoiceTotal":9900,"customerId":"cus_1","paymentContext":{}}"#,
                false,
            ),
            (
                "context-string",
                "a string is no object",
                r#"{"invoiceId":"inv_1","invoiceNumber":"INV-1","invoiceTotal":9900,"customerId":"cus_1","paymentContext":"recurring_billing"}"#,
                false,
            ),
        ],
    );
}

fn features(suite: &mut Suite) {
    suite.section("Fallback", "Feature rows: flat until 2026-07-11, a union by type since; a row that fits either fits.");
    let period = r#""period":{"start":"2026-08-01T00:00:00.000Z","end":"2026-09-01T00:00:00.000Z"}"#;
    let price = r#"{"amount":25,"currency":"usd","scale":10000}"#;
    let usage = |consumption: &str| format!(r#"{{"code":"api","name":"API","unitName":null,"allowed":true,"type":"usage","consumption":{consumption}}}"#);
    let metered = format!(
        r#"{{"model":"metered",{period},"unitsUsed":1,"includedUnits":10,"unlimited":false,"overage":{{"enabled":true,"units":0,"unitPrice":{price}}}}}"#
    );
    let credits = format!(r#"{{"model":"credits",{period},"unitsUsed":1,"creditsPerUnit":2,"creditsConsumed":2,"availableUnits":9}}"#);
    let balance = format!(r#"{{"model":"balance",{period},"unitsUsed":1,"spent":{{"amount":25,"currency":"usd"}}}}"#);
    let seats = format!(
        r#"{{"code":"seat","name":"Seats","unitName":"seat","allowed":true,"type":"seats","usage":{{{period},"unitsUsed":1,"includedUnits":10,"unlimited":false,"overage":{{"enabled":false,"units":0}}}}}}"#
    );
    let other_scale = metered.replace("10000}", "100}");
    for (name, comment, row, fits) in [
        ("flat-boolean", "a flat row", r#"{"code":"sso","name":"SSO","type":"boolean","allowed":true,"enabled":true}"#, true),
        (
            "flat-usage",
            "a flat row of a type whose variant is no flat row",
            r#"{"code":"api","name":"API","type":"usage","allowed":true,"enabled":null,"current":1,"included":10,"remaining":9,"unlimited":false,"overageEnabled":false}"#,
            true,
        ),
        ("flat-unknown", "a flat row of an unknown type", r#"{"code":"x","name":"X","type":"gauge","allowed":false}"#, true),
        ("union-boolean", "a row of the union", r#"{"code":"sso","name":"SSO","unitName":null,"allowed":true,"type":"boolean","enabled":false}"#, true),
        ("union-metered", "a row of the union, with a union in it", &usage(&metered), true),
        ("union-credits", "a row of the union, with a union in it", &usage(&credits), true),
        ("union-balance", "a row of the union, with a union in it", &usage(&balance), true),
        ("union-seats", "a row of the union", &seats, true),
        ("union-scale", "a constant that differs fits", &usage(&other_scale), true),
        ("union-unknown-model", "an unknown variant in a known one", &usage(r#"{"model":"tokens"}"#), true),
        ("union-broken-model", "the variant does not fit, but the row is a flat one too", &usage(r#"{"model":"metered"}"#), true),
        (
            "union-no-consumption",
            "the variant does not fit, but the row is a flat one too",
            r#"{"code":"api","name":"API","allowed":true,"type":"usage"}"#,
            true,
        ),
        ("broken-both", "neither the variant nor a flat row", r#"{"code":"sso","type":"boolean","enabled":true}"#, false),
        (
            "broken-flat-field",
            "the variant does not fit, nor does a flat row's field",
            r#"{"code":"api","name":"API","type":"usage","allowed":true,"current":"1"}"#,
            false,
        ),
        ("unknown-type", "an unknown type and no flat row: kept as it is", r#"{"type":"gauge"}"#, true),
        ("unknown-type-broken", "an unknown type, whatever else", r#"{"type":"gauge","code":1,"allowed":"yes"}"#, true),
        ("no-type", "no type, so no flat row either", r#"{"code":"sso","name":"SSO","allowed":true}"#, false),
        ("number-type", "a type that is no string", r#"{"code":"sso","name":"SSO","allowed":true,"type":1}"#, false),
        ("empty", "an empty row", "{}", false),
        ("null", "null is no row", "null", false),
        ("string", "a string is no row", "\"sso\"", false),
    ] {
        let data = format!(r#"{{"customerId":"cus_1","trigger":"plan_change","status":"active","features":[{row}],"seats":[]}}"#);
        commet(suite, "customer.state_changed", &[(&format!("feature-{name}"), comment, &data, fits)]);
    }
    let both = format!(
        r#"{{"customerId":"cus_1","trigger":"new_trigger","status":"active","features":[{},{seats},{{"type":"gauge"}}],"seats":[{{"code":"seat","unlimited":true}}],"plan":{{"id":"plan_1","name":"Pro"}},"credits":null}}"#,
        usage(&metered)
    );
    commet(
        suite,
        "customer.state_changed",
        &[
            ("mixed-rows", "rows of all sorts", &both, true),
            (
                "seats-without-code",
                "a seat row lacks its code",
                r#"{"customerId":"cus_1","trigger":"x","status":"active","features":[],"seats":[{"current":1}]}"#,
                false,
            ),
            ("features-object", "an object is no array", r#"{"customerId":"cus_1","trigger":"x","status":"active","features":{},"seats":[]}"#, false),
        ],
    );
}
