//! The one error type.

use std::fmt;

pub use crate::generated::errors::{ErrorCode, ErrorKind};

/// Why a webhook was refused, or why a verifier could not be made.
///
/// Displays as one line: what failed, then what to do about it. Neither the body, nor a secret,
/// nor a signature ever appears in it, so it is safe to log and to answer with.
///
/// ```
/// use commet_webhooks::{ErrorCode, ErrorKind, Webhooks};
///
/// let webhooks = Webhooks::commet("whsec_test")?;
/// let error = webhooks.receive(b"{}", [("X-Commet-Signature", "nonsense")]).unwrap_err();
/// assert_eq!(error.code(), ErrorCode::MalformedSignature);
/// assert_eq!(error.code().as_str(), "malformed_signature");
/// assert_eq!(error.code().kind(), ErrorKind::NotAuthentic);
/// assert_eq!(error.http_status(), 403);
/// # Ok::<(), commet_webhooks::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    code: ErrorCode,
    /// Values for the placeholders of the code's message.
    details: Vec<(&'static str, String)>,
}

impl Error {
    #[cold]
    pub(crate) fn new(code: ErrorCode) -> Self {
        Self { code, details: Vec::new() }
    }

    /// Adds the value of a placeholder.
    pub(crate) fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.details.push((name, value.to_string()));
        self
    }

    /// The stable code, the same in every language.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        self.code
    }

    /// What failed, in one line.
    #[must_use]
    pub fn message(&self) -> String {
        self.details.iter().fold(self.code.message().to_owned(), |message, (name, value)| {
            message.replace(&format!("{{{name}}}"), value)
        })
    }

    /// The likely mistake and the next step.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        self.code.hint()
    }

    /// The status to answer the provider with.
    #[must_use]
    pub fn http_status(&self) -> u16 {
        self.code.http_status()
    }

    /// For [`InvalidJson`](ErrorCode::InvalidJson) and [`InvalidUtf8`](ErrorCode::InvalidUtf8):
    /// the byte of the body at which the fault showed.
    #[must_use]
    pub fn offset(&self) -> Option<usize> {
        self.detail("offset")?.parse().ok()
    }

    /// For [`InvalidEnvelope`](ErrorCode::InvalidEnvelope): the envelope's field at fault.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        self.detail("field")
    }

    fn detail(&self, wanted: &str) -> Option<&str> {
        self.details.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value.as_str())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}. {}", self.message(), self.hint())
    }
}

impl std::error::Error for Error {}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
