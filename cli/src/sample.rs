//! `sample`: a body to sign.

use std::io::{self, IsTerminal};

use commet_webhooks::Provider;

use crate::args::SampleArgs;
use crate::catalog::{Catalog, Event};
use crate::outcome::{Outcome, Usage};

pub(crate) fn run(args: &SampleArgs) -> Result<Outcome, Usage> {
    let found = Catalog::get().find(&args.name, args.provider)?;
    let [(provider, event)] = found[..] else { return Err(ambiguous(&args.name, &found)) };
    let body = match &args.api_version {
        None => event.newest_sample().1,
        Some(version) => sample_of(event, version).ok_or_else(|| no_version(provider, event, version))?,
    };
    // A shell prompt should not stand behind the body.
    let end = if io::stdout().is_terminal() { "\n" } else { "" };
    Ok(Outcome::Done(format!("{body}{end}")))
}

fn sample_of<'e>(event: &'e Event, version: &str) -> Option<&'e str> {
    let mut samples = event.samples().filter(|(known, _)| !known.is_empty());
    samples.find(|(known, _)| *known == version).map(|(_, body)| body)
}

fn ambiguous(name: &str, found: &[(Provider, &Event)]) -> Usage {
    let options: Vec<_> = found.iter().map(|(provider, _)| format!("--provider {provider}")).collect();
    Usage::new(format!("more than one provider has the event `{name}`: choose with {}", options.join(" or ")))
}

fn no_version(provider: Provider, event: &Event, version: &str) -> Usage {
    let title = &Catalog::get().provider(provider).title;
    let versions: Vec<_> =
        event.samples().map(|(version, _)| version).filter(|version| !version.is_empty()).collect();
    Usage::new(if versions.is_empty() {
        format!("{title} has no API versions: leave --api-version out")
    } else {
        format!("`{}` has no API version `{version}`\n\n  it has: {}", event.name, versions.join(", "))
    })
}
