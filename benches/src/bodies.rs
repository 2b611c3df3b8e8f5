//! What is received: hundreds of distinct bodies of each size, as repeating one would flatter caches
//! and branch predictors.

use std::fmt::Write;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// The sizes that are measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Size {
    /// `subscription.activated`, about half a kilobyte.
    Small,
    /// `customer.state_changed` with a few features, about 2.3 KB.
    Medium,
    /// The same with some 190 features, about 67 KB.
    Large,
}

/// Whether names in a body are ASCII; if not, some are Latin and some Chinese.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Text {
    Ascii,
    Unicode,
}

/// Bodies that are measured together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Kind {
    pub(crate) size: Size,
    pub(crate) text: Text,
}

impl Kind {
    /// In the order of tables.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        [Text::Ascii, Text::Unicode]
            .into_iter()
            .flat_map(|text| Size::ALL.into_iter().map(move |size| Self { size, text }))
    }

    /// As programs name it, such as `small-ascii`.
    pub(crate) fn name(self) -> String {
        format!("{:?}-{:?}", self.size, self.text).to_lowercase()
    }

    /// The file with a body on each line.
    pub(crate) fn file(self, directory: &Path) -> PathBuf {
        directory.join(self.name()).with_extension("jsonl")
    }

    /// The bodies of that file.
    pub(crate) fn read(self, directory: &Path) -> io::Result<Vec<Vec<u8>>> {
        let text = std::fs::read_to_string(self.file(directory))?;
        Ok(text.lines().map(|line| line.as_bytes().to_vec()).collect())
    }
}

/// Writes a file of bodies of each kind.
pub(crate) fn write(directory: &Path) -> io::Result<()> {
    std::fs::create_dir_all(directory)?;
    for kind in Kind::all() {
        let bodies: String = (0..kind.size.count())
            .map(|number| kind.size.body(number, kind.text == Text::Ascii) + "\n")
            .collect();
        std::fs::write(kind.file(directory), bodies)?;
    }
    Ok(())
}

impl Size {
    pub(crate) const ALL: [Self; 3] = [Self::Small, Self::Medium, Self::Large];

    /// How many distinct bodies there are.
    fn count(self) -> usize {
        if self == Self::Large { 60 } else { 400 }
    }

    fn features(self) -> usize {
        match self {
            Self::Small => 0,
            Self::Medium => 5,
            Self::Large => 192,
        }
    }

    /// What has happened.
    pub(crate) fn event(self) -> &'static str {
        if self == Self::Small { "subscription.activated" } else { "customer.state_changed" }
    }

    /// The body of this number.
    fn body(self, number: usize, ascii: bool) -> String {
        let name = if ascii { "Acme Corporation, Inc." } else { "Café Zoë 株式会社" };
        let head = format!(
            r#""event":"{}","timestamp":"2026-06-23T14:{:02}:{:02}.{:03}Z","organizationId":"8f14e45f-ceea-4e7a-9c3d-{number:012x}","mode":"live","apiVersion":"2026-08-27""#,
            self.event(),
            number % 60,
            number % 59,
            number % 997,
        );
        if self == Self::Small {
            format!(
                r#"{{{head},"data":{{"subscriptionId":"sub_{number:08x}","customerId":"user_{number:012}","status":"active","currentPeriodStart":"2026-03-25T00:00:00.000Z","currentPeriodEnd":"2026-04-25T00:00:00.000Z","name":"{name} {number}","invoiceId":"inv_{number:010x}","invoiceNumber":"INV-{number:06}","invoiceTotal":{},"invoiceCurrency":"usd","provider":"stripe"}}}}"#,
                9900 + number,
            )
        } else {
            format!(
                r#"{{{head},"data":{{"customerId":"user_{number}","trigger":"subscription_activated","status":"active","subscriptionId":"sub_{number:08x}","plan":{{"id":"pln_{number}","name":"{name}"}},"billingInterval":"monthly","consumptionModel":"metered","features":[{}],"seats":[{{"code":"editors","current":{},"included":5,"remaining":2,"unlimited":false}}],"credits":null,"balance":null}}}}"#,
                features(self.features(), number, name),
                number % 5,
            )
        }
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
