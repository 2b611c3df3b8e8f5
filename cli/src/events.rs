//! `events`: what there is, and `events show`: everything about one.

use std::fmt::Write as _;

use commet_webhooks::{Access, Provider, Webhooks};

use crate::args::{EventsArgs, EventsCommand};
use crate::catalog::{Catalog, Event, Field, ProviderEntry, providers};
use crate::outcome::{Outcome, Usage};
use crate::text::{Paint, WIDTH, aligned, capitalised, wrap};

pub(crate) fn run(args: &EventsArgs, paint: Paint) -> Result<Outcome, Usage> {
    let catalog = Catalog::get();
    let parts: Vec<_> = match &args.command {
        None => providers(args.provider).map(|provider| list(catalog.provider(provider), paint)).collect(),
        Some(EventsCommand::Show { name }) => {
            let found = catalog.find(name, args.provider)?;
            found.into_iter().map(|(provider, event)| show(provider, event, paint)).collect()
        }
    };
    Ok(Outcome::Done(parts.join("\n")))
}

/// The events of a provider by group, a line each.
fn list(provider: &ProviderEntry, paint: Paint) -> String {
    let mut groups: Vec<&str> = Vec::new();
    for event in &provider.events {
        if !groups.contains(&event.group.as_str()) {
            groups.push(&event.group);
        }
    }
    let width = provider.events.iter().map(|event| event.name.len()).max().unwrap_or_default();
    let mut text = format!("{}: {} events\n", paint.bold(&provider.title), provider.events.len());
    for group in groups {
        let _ = writeln!(text, "\n  {}", paint.bold(&capitalised(&group.replace('_', " "))));
        for event in provider.events.iter().filter(|event| event.group == group) {
            let _ = writeln!(text, "    {:width$}  {}", event.name, first_sentence(&event.description));
        }
    }
    text
}

fn first_sentence(description: &str) -> String {
    let end = description.find(". ").or_else(|| description.strip_suffix('.').map(str::len));
    let sentence = &description[..end.unwrap_or(description.len())];
    // What follows a semicolon is advice.
    sentence.split_once("; ").map_or(sentence, |(sentence, _)| sentence).to_owned()
}

fn show(provider: Provider, event: &Event, paint: Paint) -> String {
    let title = &Catalog::get().provider(provider).title;
    let (newest, sample) = event.newest_sample();
    let facts = [
        ("handler", event.handler.clone()),
        ("API versions", versions(event, title)),
        ("access", access(provider, event, sample)),
    ];
    let which = if newest.is_empty() { String::new() } else { format!(" of API version {newest}") };
    let mut text =
        format!("{} from {title}\n{}\n", paint.bold(&event.name), wrap(&event.description, 2, WIDTH));
    let _ = writeln!(text, "\n{}", aligned(facts));
    let _ = writeln!(text, "{}\n{}", paint.bold("Fields of the data"), fields(&event.fields, paint));
    let _ = writeln!(text, "{}", paint.bold(&format!("Sample{which}")));
    let _ = writeln!(text, "{}", pretty(sample));
    let _ = writeln!(
        text,
        "\n{}",
        paint.dim(&format!("As bytes to sign: commet-webhooks sample {} --provider {provider}", event.name))
    );
    text
}

fn versions(event: &Event, title: &str) -> String {
    let ids: Vec<_> =
        event.samples().map(|(version, _)| version).filter(|version| !version.is_empty()).collect();
    let ids = ids.join(", ");
    match event.versions.as_str() {
        _ if ids.is_empty() => format!("{title} has none"),
        "" => wrapped_value(&format!("all: {ids}")),
        span => wrapped_value(&format!("{span}: {ids}")),
    }
}

/// A long value of [`aligned`], its further lines below the first.
fn wrapped_value(value: &str) -> String {
    const COLUMN: usize = 16;
    wrap(value, COLUMN, WIDTH).trim_start().to_owned()
}

/// What the event means for access. The library knows; it is asked with the sample.
fn access(provider: Provider, event: &Event, sample: &str) -> String {
    let says = |access: Access| match access {
        Access::Granted => "granted: let the customer in",
        Access::Grace => "grace: a payment is late; let the customer in for now",
        Access::Denied => "denied: do not let the customer in",
    };
    let in_sample = Webhooks::new(provider, ["sample"]).ok().and_then(|webhooks| {
        let headers = [(provider.signature_header(), webhooks.sign(sample))];
        webhooks.receive(sample.as_bytes(), headers).ok()?.access()
    });
    match in_sample {
        Some(access) if event.access.is_some() => says(access).to_owned(),
        Some(access) => format!("by the status; in the sample {}", says(access)),
        None => "the event does not speak of it".to_owned(),
    }
}

/// A line of facts for each field, its description below.
fn fields(fields: &[Field], paint: Paint) -> String {
    let rows: Vec<_> = fields.iter().map(|field| (field, facts(field))).collect();
    let longest = |measure: &dyn Fn(&Field, &str) -> usize| {
        rows.iter().map(|(field, kind)| measure(field, kind)).max().unwrap_or_default()
    };
    let path_width = longest(&|field, _| field.path.len());
    let kind_width = longest(&|_, kind| kind.len());
    let mut text = String::new();
    for (field, kind) in &rows {
        let mut line = format!("  {:path_width$}  {kind:kind_width$}  {}", field.path, presence(field));
        for remark in remarks(field) {
            line += ", ";
            line += &remark;
        }
        let description = wrap(&field.description, 6, WIDTH);
        let _ = writeln!(text, "{line}\n{}", paint.dim(&description));
    }
    text
}

/// The type and the unit.
fn facts(field: &Field) -> String {
    match &field.unit {
        Some(unit) => format!("{}, {unit}", field.kind),
        None => field.kind.clone(),
    }
}

fn presence(field: &Field) -> &'static str {
    match (field.required, field.nullable) {
        (true, false) => "always",
        (true, true) => "may be null",
        (false, false) => "may be absent",
        (false, true) => "may be absent or null",
    }
}

fn remarks(field: &Field) -> impl Iterator<Item = String> {
    let only = (!field.only.is_empty()).then(|| format!("where {}", field.only.join(" or ")));
    only.into_iter().chain(Some(field.versions.clone()).filter(|versions| !versions.is_empty()))
}

/// The body over several lines.
fn pretty(body: &str) -> String {
    serde_json::from_str::<serde_json::Value>(body)
        .map_or_else(|_| body.to_owned(), |body| format!("{body:#}"))
}
