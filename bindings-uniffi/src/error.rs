//! The one error.

use std::fmt;

/// Why a webhook was refused, or why a verifier could not be made.
///
/// Neither the body, nor a secret, nor a signature is ever in it: it is safe to log and to answer with.
#[derive(Debug, uniffi::Error)]
pub enum WebhookError {
    /// The one case; what failed is in its code.
    Failed {
        /// What failed: a stable code, the same in every language, such as `signature_mismatch`.
        code: String,
        /// What to do about it: `configuration`, `not_authentic`, `too_large`, `unreadable` or `refused`.
        kind: String,
        /// What failed, in one line.
        reason: String,
        /// The likely mistake and the next step.
        hint: String,
        /// The HTTP status to answer the provider with.
        http_status: u16,
        /// The byte of the body at which the fault showed, where the code has one.
        offset: Option<u64>,
        /// The envelope's field at fault, where the code has one.
        field: Option<String>,
    },
}

impl From<commet_webhooks::Error> for WebhookError {
    fn from(error: commet_webhooks::Error) -> Self {
        Self::Failed {
            code: error.code().as_str().to_owned(),
            kind: error.code().kind().as_str().to_owned(),
            reason: error.message(),
            hint: error.hint().to_owned(),
            http_status: error.http_status(),
            offset: error.offset().map(|offset| offset as u64),
            field: error.field().map(str::to_owned),
        }
    }
}

impl fmt::Display for WebhookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Failed { reason, hint, .. } = self;
        write!(f, "{reason}. {hint}")
    }
}

impl std::error::Error for WebhookError {}
