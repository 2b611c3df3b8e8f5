//! The shape of `catalog/errors.json`.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// Every way in which receiving a webhook can fail.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Errors {
    /// The JSON Schema of this file, for editors.
    #[serde(rename = "$schema", skip_serializing)]
    pub schema: String,
    /// What errors are caught by.
    pub kinds: IndexMap<String, ErrorKind>,
    /// The errors, in the order in which they are checked.
    pub errors: Vec<ErrorCode>,
    /// What can be wrong with JSON text.
    pub json_reasons: Vec<Reason>,
    /// What can be wrong with a field of the envelope.
    pub envelope_reasons: Vec<Reason>,
}

/// A family of errors.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ErrorKind {
    /// What its errors have in common.
    pub description: String,
}

/// An error.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ErrorCode {
    /// Its stable name.
    pub code: String,
    /// The family it belongs to.
    pub kind: String,
    /// The HTTP status an adapter answers with.
    pub status: u16,
    /// What failed, in one line; `{name}` stands for a value known only then.
    pub message: String,
    /// The likely mistake and the next step.
    pub hint: String,
    /// The names that occur in `message`.
    #[serde(default)]
    pub fields: Vec<String>,
}

/// A short phrase that completes an error's message.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Its stable name.
    pub code: String,
    /// The phrase.
    pub message: String,
}
