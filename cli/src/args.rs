//! The command line and its help.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand};
use commet_webhooks::Provider;

/// Verify, sign and look up the webhooks of Commet and CREEM.
#[derive(Parser)]
#[command(name = "commet-webhooks", version, after_help = EXAMPLES)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXAMPLES: &str = "\
Try it, from nothing to a verified event:
  export COMMET_WEBHOOK_SECRET=whsec_test
  commet-webhooks sample payment.received > body.json
  commet-webhooks verify --signature \"$(commet-webhooks sign body.json)\" body.json

Exit codes: 0 done, 1 refused (not authentic, unreadable, or not what was expected), 2 bad usage.";

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Check a webhook's signature and show the event
    #[command(after_help = VERIFY_HELP)]
    Verify(VerifyArgs),
    /// Print the signature of a body: 64 hex digits
    #[command(after_help = SIGN_HELP)]
    Sign(SignArgs),
    /// List the events, or show all about one
    #[command(after_help = EVENTS_HELP)]
    Events(EventsArgs),
    /// Print the body of an event, ready to sign
    #[command(after_help = SAMPLE_HELP)]
    Sample(SampleArgs),
}

// `concat!` takes no constants, so what two commands say stands in a macro.
macro_rules! secret_help {
    () => {
        "\
Without --secret and --secret-file, the secret comes from the environment: COMMET_WEBHOOK_SECRET,
or CREEM_WEBHOOK_SECRET with --provider creem. Prefer that or a file: what is typed as --secret
stays in the shell's history and shows in the list of processes."
    };
}

const VERIFY_HELP: &str = concat!(
    secret_help!(),
    r#"

While a secret is being rotated, give the old and the new one: either may have signed.

Exit codes: 0 verified, 1 refused, 2 bad usage.

Examples:
  commet-webhooks verify --signature 5d1f… body.json
  commet-webhooks verify --provider creem --secret-file creem.secret \
    --header 'creem-signature: 5d1f…' --mode prod --max-age 3d --json - < body.json

With --json there is one line on standard output, either of:
  {"ok":true,"type":…,"known":…,"typed":…,"event_id":…,"idempotency_key":…,"grants_access":…,"event":{…}}
  {"ok":false,"code":…,"message":…,"hint":…}"#
);

const SIGN_HELP: &str = concat!(
    secret_help!(),
    r#"

Every byte of the body counts, a line break at its end included.

Examples:
  commet-webhooks sign body.json
  commet-webhooks sample seats.updated | commet-webhooks sign --secret-file commet.secret -"#
);

const EVENTS_HELP: &str = "\
Examples:
  commet-webhooks events --provider creem
  commet-webhooks events show payment.received";

const SAMPLE_HELP: &str = "\
The body is one line of JSON without a line break at its end (on a terminal one is added).

Examples:
  commet-webhooks sample payment.received > body.json
  commet-webhooks sample subscription.canceled --provider commet --api-version 2026-05-25";

/// Where the secrets come from.
#[derive(Args)]
pub(crate) struct SecretArgs {
    /// The webhook secret, its prefix included
    #[arg(long = "secret", value_name = "SECRET")]
    pub(crate) secrets: Vec<OsString>,
    /// A file that holds the secret; a line break at its end does not count
    #[arg(long = "secret-file", value_name = "FILE")]
    pub(crate) secret_files: Vec<PathBuf>,
}

#[derive(Args)]
pub(crate) struct VerifyArgs {
    /// Who is said to have sent the webhook
    #[arg(long, default_value = Provider::default().as_str(), value_parser = provider())]
    pub(crate) provider: Provider,
    #[command(flatten)]
    pub(crate) secret: SecretArgs,
    /// The signature that came with it; counts before that of a --header
    #[arg(long, value_name = "HEX")]
    pub(crate) signature: Option<String>,
    /// A header of the request, as 'Name: value'; repeat it to give them all
    #[arg(long = "header", value_name = "HEADER", value_parser = header)]
    pub(crate) headers: Vec<(String, String)>,
    /// Refuse an event that is not of this mode, such as live or prod
    #[arg(long)]
    pub(crate) mode: Option<String>,
    /// Refuse an event older than this, such as 90s, 30m, 24h or 3d
    #[arg(long, value_name = "AGE", value_parser = duration)]
    pub(crate) max_age: Option<Duration>,
    /// Refuse a body of more bytes
    #[arg(long, value_name = "N")]
    pub(crate) max_body_bytes: Option<usize>,
    /// Print one line of JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// The raw body, byte for byte as it came; - for standard input
    pub(crate) file: PathBuf,
}

#[derive(Args)]
pub(crate) struct SignArgs {
    /// Whose environment variable holds the secret; all providers sign alike
    #[arg(long, default_value = Provider::default().as_str(), value_parser = provider())]
    pub(crate) provider: Provider,
    #[command(flatten)]
    pub(crate) secret: SecretArgs,
    /// The body; - for standard input
    pub(crate) file: PathBuf,
}

#[derive(Args)]
pub(crate) struct EventsArgs {
    /// Only the events of this provider
    #[arg(long, global = true, value_parser = provider())]
    pub(crate) provider: Option<Provider>,
    #[command(subcommand)]
    pub(crate) command: Option<EventsCommand>,
}

#[derive(Subcommand)]
pub(crate) enum EventsCommand {
    /// Show when an event is sent, its fields with units and versions, and a sample
    Show {
        /// The event's name, such as payment.received
        name: String,
    },
}

#[derive(Args)]
pub(crate) struct SampleArgs {
    /// The event's name, such as payment.received
    pub(crate) name: String,
    /// Whose event, where providers have events of the same name
    #[arg(long, value_parser = provider())]
    pub(crate) provider: Option<Provider>,
    /// The API version that shapes the body [default: the newest]
    #[arg(long, value_name = "VERSION")]
    pub(crate) api_version: Option<String>,
}

fn provider() -> impl TypedValueParser<Value = Provider> {
    PossibleValuesParser::new(Provider::ALL.map(Provider::as_str)).try_map(|name| {
        Provider::ALL.into_iter().find(|provider| provider.as_str() == name).ok_or("no such provider")
    })
}

/// `Name: value`, the spaces around the value not part of it.
fn header(text: &str) -> Result<(String, String), &'static str> {
    match text.split_once(':') {
        Some((name, value)) if !name.trim().is_empty() => {
            Ok((name.trim().to_owned(), value.trim_matches([' ', '\t']).to_owned()))
        }
        _ => Err("a header is written as 'Name: value'"),
    }
}

/// `90s`, `30m`, `24h` or `3d`.
fn duration(text: &str) -> Result<Duration, &'static str> {
    const FAULT: &str = "a duration is written as a number and s, m, h or d, such as 24h";
    let unit = text.chars().next_back().ok_or(FAULT)?;
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 60 * 60,
        'd' => 24 * 60 * 60,
        _ => return Err(FAULT),
    };
    let count: u64 = text[..text.len() - 1].parse().map_err(|_| FAULT)?;
    count.checked_mul(seconds).map(Duration::from_secs).ok_or("the duration is too long")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use clap::CommandFactory;

    use super::{Cli, duration, header};

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn reads_durations() {
        for (text, seconds) in [("0s", 0), ("90s", 90), ("30m", 1800), ("24h", 86_400), ("3d", 259_200)] {
            assert_eq!(duration(text), Ok(Duration::from_secs(seconds)), "{text}");
        }
        for text in [
            "",
            "h",
            "24",
            "-1h",
            "1.5h",
            "24 h",
            "1hh",
            "1w",
            "１h",
            "99999999999999999999s",
            "9999999999999999999d",
        ] {
            assert!(duration(text).is_err(), "{text}");
        }
    }

    #[test]
    fn reads_headers() {
        let read = |text| header(text).ok();
        let pair = |name: &str, value: &str| Some((name.to_owned(), value.to_owned()));
        assert_eq!(read("X-Commet-Event: payment.failed"), pair("X-Commet-Event", "payment.failed"));
        assert_eq!(read("a:\tb:c "), pair("a", "b:c"));
        assert_eq!(read("a:"), pair("a", ""));
        assert_eq!(read("none"), None);
        assert_eq!(read(": b"), None);
    }
}
