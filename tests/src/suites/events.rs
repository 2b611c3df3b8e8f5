//! A realistic body of every event in every API version that has it.
//!
//! The bodies come from the catalog; what they say is read from them by the rules of the contract.

use commet_webhooks_codegen::catalog::{Catalog, Provider as Entry};
use commet_webhooks_codegen::sample::{self, Variant};

use super::access::{CREEM_ACCESS, commet_access};
use crate::author::Suite;
use crate::reader;
use crate::said::Said;
use crate::value::Value;
use crate::vectors::{Case, Provider, VectorFile};

/// Commet's suite.
pub(super) fn commet(catalog: &Catalog) -> VectorFile<Case> {
    let mut suite = Suite::new("events-commet", "A body of every Commet event in every API version that has it; each is known and typed.");
    events(&mut suite, Provider::Commet, catalog.provider("commet"));
    suite.finish()
}

/// CREEM's suite.
pub(super) fn creem(catalog: &Catalog) -> VectorFile<Case> {
    let mut suite = Suite::new("events-creem", "A body of every CREEM event; each is known and typed.");
    events(&mut suite, Provider::Creem, catalog.provider("creem"));
    suite.finish()
}

fn events(suite: &mut Suite, provider: Provider, entry: &Entry) {
    for (variant, flag, explanation) in [
        (Variant::Full, "Full", "Every field that the version has, none of them null."),
        (Variant::Minimal, "Minimal", "Only what must be there; null where that is allowed."),
        (Variant::Unicode, "Unicode", "What people type in is written in many scripts. The newest version only."),
    ] {
        suite.section(flag, explanation);
        for (event, described) in &entry.events {
            let releases = entry.event_releases(described);
            let oldest = if variant == Variant::Unicode { releases.len().saturating_sub(1) } else { 0 };
            for release in releases.into_iter().skip(oldest) {
                let label = if release.label().is_empty() { "any version" } else { release.label() };
                let name = [event, release.label(), variant.name()].into_iter().filter(|part| !part.is_empty());
                let name = name.collect::<Vec<_>>().join("-");
                let body = sample::bytes(&sample::payload(entry, event, release, variant));
                let comment = format!("{event} as {label} has it, {}", variant.name());
                let said = said(provider, event, &body);
                let draft = match provider {
                    Provider::Commet => suite.commet(&name, &comment),
                    Provider::Creem => suite.creem(&name, &comment),
                };
                draft.body(body).accepted(said);
            }
        }
    }
}

/// What a sample says.
fn said(provider: Provider, event: &str, body: &[u8]) -> Said {
    let body = std::str::from_utf8(body).ok().and_then(reader::read).expect("a sample is JSON");
    let text = |key: &str| body.get(key).and_then(Value::as_str);
    match provider {
        Provider::Commet => {
            let time = text("timestamp").filter(|time| time.len() == 24 && time.ends_with('Z'));
            let status = body.get("data").and_then(|data| data.get("status")).and_then(Value::as_str);
            Said::event(event)
                .id(text("id"))
                .time(time.expect("a Commet sample's time is UTC with milliseconds"))
                .mode(text("mode"))
                .api(text("apiVersion"))
                .access(commet_access(event, status))
        }
        Provider::Creem => {
            let Some(Value::Number(bits)) = body.get("created_at") else { panic!("{event}: a CREEM sample's time is a number") };
            let mode = body.get("object").and_then(|object| object.get("mode")).and_then(Value::as_str);
            let access = CREEM_ACCESS.iter().find(|(name, _)| *name == event);
            let (_, access) = access.unwrap_or_else(|| panic!("{event}: say in CREEM_ACCESS whether it grants access"));
            Said::event(event).id(text("id")).time(utc(f64::from_bits(*bits)).as_str()).mode(mode).access(*access)
        }
    }
}

/// Epoch milliseconds from 1970 on, as ISO 8601, by counting the years and months.
fn utc(milliseconds: f64) -> String {
    let whole = format!("{milliseconds:.0}").parse::<u64>().expect("a sample's time is after 1970");
    let (mut days, rest) = (whole / 86_400_000, whole % 86_400_000);
    let is_leap = |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let mut year = 1970;
    while days >= 365 + u64::from(is_leap(year)) {
        days -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let mut month = 1;
    for length in [31, 28 + u64::from(is_leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    let (hour, minute, second) = (rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60);
    format!("{year:04}-{month:02}-{:02}T{hour:02}:{minute:02}:{second:02}.{:03}Z", days + 1, rest % 1000)
}

#[cfg(test)]
mod tests {
    use super::utc;

    #[test]
    fn counts_days() {
        assert_eq!(utc(0.0), "1970-01-01T00:00:00.000Z");
        assert_eq!(utc(1_788_170_400_123.0), "2026-08-31T10:00:00.123Z");
        assert_eq!(utc(1_709_251_199_999.0), "2024-02-29T23:59:59.999Z");
        assert_eq!(utc(1_735_689_599_000.0), "2024-12-31T23:59:59.000Z");
    }
}
