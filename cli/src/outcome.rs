//! How a command ends.

use std::fmt;

use commet_webhooks::Error;

use crate::text::{Paint, WIDTH, printable, wrap};

/// A command did its work.
pub(crate) enum Outcome {
    /// Exit code 0, and this on standard output.
    Done(String),
    /// Exit code 1: the library refused the payload, the signature or the secret.
    Refused {
        /// For standard output.
        output: String,
        /// For standard error.
        message: String,
    },
}

impl Outcome {
    /// The library's error, told to a person.
    pub(crate) fn refused(error: &Error) -> Self {
        let paint = Paint::stderr();
        let message = format!(
            "{} {}\n\n{}\n\n{}\n",
            paint.red("refused:"),
            paint.bold(error.code().as_str()),
            wrap(&printable(&error.message()), 2, WIDTH),
            wrap(error.hint(), 2, WIDTH),
        );
        Self::Refused { output: String::new(), message }
    }
}

/// The command could not do its work, for a reason that its caller can mend. Exit code 2.
///
/// Displays in the manner of the errors that clap reports.
pub(crate) struct Usage(String);

impl Usage {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} {}", Paint::stderr().red("error:"), self.0)
    }
}
