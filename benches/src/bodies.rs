//! Distinct bodies of a given size: repeating one body would flatter caches and branch predictors.

use std::fmt::Write;

/// Sizes and alphabets that are measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// `subscription.activated`, about 540 bytes.
    Small,
    /// `customer.state_changed` with a few features, about 2.4 KB.
    Medium,
    /// The same with some 190 features, about 66 KB.
    Large,
}

impl Shape {
    pub(crate) const ALL: [Self; 3] = [Self::Small, Self::Medium, Self::Large];

    /// How many distinct bodies a round goes through.
    pub(crate) fn count(self) -> usize {
        if self == Self::Large { 60 } else { 400 }
    }

    fn features(self) -> usize {
        match self {
            Self::Small => 0,
            Self::Medium => 5,
            Self::Large => 192,
        }
    }

    /// The body of this number; its names are ASCII or not.
    pub(crate) fn body(self, number: usize, ascii: bool) -> Vec<u8> {
        let name = if ascii { "Acme Corporation, Inc." } else { "Café Zoë 株式会社" };
        let head = format!(
            r#""timestamp":"2026-06-23T14:{:02}:{:02}.{:03}Z","organizationId":"8f14e45f-ceea-4e7a-9c3d-{number:012x}","mode":"live","apiVersion":"2026-08-27""#,
            number % 60,
            number % 59,
            number % 997,
        );
        let body = if self == Self::Small {
            format!(
                r#"{{"event":"subscription.activated",{head},"data":{{"subscriptionId":"sub_{number:08x}","customerId":"user_{number:012}","status":"active","currentPeriodStart":"2026-03-25T00:00:00.000Z","currentPeriodEnd":"2026-04-25T00:00:00.000Z","name":"{name} {number}","invoiceId":"inv_{number:010x}","invoiceNumber":"INV-{number:06}","invoiceTotal":{},"invoiceCurrency":"usd","provider":"stripe"}}}}"#,
                9900 + number,
            )
        } else {
            format!(
                r#"{{"event":"customer.state_changed",{head},"data":{{"customerId":"user_{number}","trigger":"subscription_activated","status":"active","subscriptionId":"sub_{number:08x}","plan":{{"id":"pln_{number}","name":"{name}"}},"billingInterval":"monthly","consumptionModel":"metered","features":[{}],"seats":[{{"code":"editors","current":{},"included":5,"remaining":2,"unlimited":false}}],"credits":null,"balance":null}}}}"#,
                features(self.features(), number, name),
                number % 5,
            )
        };
        body.into_bytes()
    }
}

/// Usage and seats by turns, as the documentation shows them.
fn features(count: usize, number: usize, name: &str) -> String {
    let period = r#""period":{"start":"2026-07-01T00:00:00.000Z","end":"2026-08-01T00:00:00.000Z"}"#;
    let mut features = String::new();
    for index in 0..count {
        let used = (number * 31 + index * 17) % 1000;
        let separator = if index == 0 { "" } else { "," };
        // Writing to a string cannot fail.
        let _ = if index % 2 == 0 {
            write!(
                features,
                r#"{separator}{{"code":"api_calls_{index}","name":"{name} {index}","unitName":"request","type":"usage","allowed":true,"consumption":{{"model":"metered",{period},"unitsUsed":{used},"includedUnits":1000,"remainingUnits":{},"unlimited":false,"overage":{{"enabled":true,"units":0,"unitPrice":{{"amount":50,"currency":"usd","scale":10000}}}}}}}}"#,
                1000 - used,
            )
        } else {
            write!(
                features,
                r#"{separator}{{"code":"editors_{index}","name":"{name}","unitName":"seat","type":"seats","allowed":true,"usage":{{{period},"unitsUsed":{},"includedUnits":5,"remainingUnits":2,"unlimited":false,"overage":{{"enabled":false,"units":0}}}}}}"#,
                used % 6,
            )
        };
    }
    features
}
