//! The vector files as data: the model of `tests/vectors.schema.json`, and how to read them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::value::Value;

/// The name of the one suite whose cases are [`HmacCase`]s.
pub const HMAC: &str = "hmac";

/// One file: a suite of cases of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VectorFile<C> {
    /// Where the schema lies, relative to the file.
    #[serde(rename = "$schema")]
    pub schema: String,
    /// The suite's name, which is also the file's name without `.json`.
    pub suite: String,
    /// What the suite is about.
    pub description: String,
    /// How many cases there are.
    pub count: usize,
    /// What each flag on a case means.
    pub flags: BTreeMap<String, String>,
    /// The cases.
    pub cases: Vec<C>,
}

/// One question put to `verify`, `verify_and_parse` and `receive`, with the expected answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Unique over all suites: `suite/what-it-is`.
    pub id: String,
    /// What the case shows.
    pub comment: String,
    /// Keys of the file's `flags`.
    pub flags: Vec<String>,
    /// Whose webhook it is.
    pub provider: Provider,
    /// The raw body.
    pub body: Bytes,
    /// The signature given to `verify` and `verify_and_parse`; `None` where there is none.
    pub signature: Option<String>,
    /// The secret.
    pub secret: String,
    /// The headers given to `receive`; without them it gets just the provider's signature header
    /// holding `signature` (and no header at all where that is null).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headers: Option<BTreeMap<String, String>>,
    /// The options given to `receive`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub options: Option<Options>,
    /// The answers.
    pub expect: Expect,
}

/// One known answer of `sign`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HmacCase {
    /// Unique over all suites: `hmac/what-it-is`.
    pub id: String,
    /// What the case shows.
    pub comment: String,
    /// Keys of the file's `flags`.
    pub flags: Vec<String>,
    /// The secret. One that is no text is in base64.
    pub key: Bytes,
    /// The signed bytes.
    pub payload: Bytes,
    /// 64 lower-case hex digits; `None` where `sign` must refuse the secret as `empty_secret`.
    pub signature: Option<String>,
}

/// Whose webhook it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Provider {
    /// Commet.
    Commet,
    /// CREEM.
    Creem,
}

impl Provider {
    /// The header that carries the signature.
    #[must_use]
    pub fn signature_header(self) -> &'static str {
        match self {
            Self::Commet => "X-Commet-Signature",
            Self::Creem => "creem-signature",
        }
    }
}

/// Bytes: text where they are UTF-8 and short, else base64 or a row of repeated texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Bytes {
    /// The UTF-8 bytes of a text.
    Text(String),
    /// Any bytes, in padded standard base64.
    Base64 {
        /// The base64 text.
        base64: String,
    },
    /// Each text as many times as the number beside it, one after the other.
    Repeat {
        /// The texts and their numbers.
        repeat: Vec<(String, usize)>,
    },
}

impl Bytes {
    /// The shortest readable form of some bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::Text(text.to_owned()),
            Err(_) => Self::Base64 { base64: BASE64.encode(bytes) },
        }
    }

    /// The bytes themselves.
    ///
    /// # Errors
    ///
    /// If the base64 text is none.
    pub fn to_vec(&self) -> Result<Vec<u8>, base64::DecodeError> {
        match self {
            Self::Text(text) => Ok(text.clone().into_bytes()),
            Self::Base64 { base64 } => BASE64.decode(base64),
            Self::Repeat { repeat } => Ok(repeat.iter().map(|(text, count)| text.repeat(*count)).collect::<String>().into_bytes()),
        }
    }
}

/// The options of `receive`; what is absent is at its default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Options {
    /// Secrets that take the place of the case's `secret`; any match wins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secrets: Option<Vec<String>>,
    /// How old the signed time may be, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_age_seconds: Option<u64>,
    /// The present time, ISO 8601; the system's clock where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<String>,
    /// The only mode that is accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// The largest body that is accepted, in bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_body_bytes: Option<u64>,
}

/// What the three calls must answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// The answer of `verify`.
    pub verify: bool,
    /// The answer of `verify_and_parse`; `None` is its null.
    pub parse: Option<Value>,
    /// The answer of `receive`.
    pub receive: Receive,
}

/// What `receive` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Receive {
    /// A typed event (`"ok": true`).
    Event(Box<Event>),
    /// An error (`"ok": false`).
    Refused(Refused),
}

/// An event as the protocol shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Always true.
    pub ok: bool,
    /// The event's name.
    #[serde(rename = "type")]
    pub kind: String,
    /// Whether the catalog has the event.
    pub known: bool,
    /// Whether it is known and its data fits its type.
    pub typed: bool,
    /// The body's id, if it is a string.
    pub event_id: Option<String>,
    /// The id, or the SHA-256 hex of the body.
    pub idempotency_key: String,
    /// UTC with milliseconds.
    pub time: Option<String>,
    /// The mode, raw.
    pub mode: Option<String>,
    /// The API version, raw.
    pub api_version: Option<String>,
    /// Whether the customer should have access, where the event says so.
    pub grants_access: Option<bool>,
    /// The event's data.
    pub data: Value,
}

/// A refusal as the protocol shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refused {
    /// Always false.
    pub ok: bool,
    /// The error's stable code.
    pub code: String,
}

/// Where the committed vectors of this repository lie.
#[must_use]
pub fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors")
}

/// Parses JSON of any depth: a deep body has an even deeper VALUE.
///
/// # Errors
///
/// If the text is not JSON, or not JSON of that type.
pub fn from_json<T: DeserializeOwned>(text: &str) -> serde_json::Result<T> {
    let mut reader = serde_json::Deserializer::from_str(text);
    reader.disable_recursion_limit();
    let value = T::deserialize(&mut reader)?;
    reader.end()?;
    Ok(value)
}

/// Reads one suite of a directory.
///
/// # Errors
///
/// If the file cannot be read or is not of the vectors' form.
pub fn load<C: DeserializeOwned>(directory: &Path, suite: &str) -> io::Result<VectorFile<C>> {
    let path = directory.join(format!("{suite}.json"));
    let name = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let text = fs::read_to_string(&path).map_err(|error| io::Error::new(error.kind(), name(&error)))?;
    from_json(&text).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, name(&error)))
}

/// Reads every suite of [`Case`]s of a directory, in the order of their names.
///
/// # Errors
///
/// If a file cannot be read or is not of the vectors' form.
pub fn load_cases(directory: &Path) -> io::Result<Vec<VectorFile<Case>>> {
    let mut suites = Vec::new();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        let suite = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
        if path.extension().is_some_and(|extension| extension == "json") && suite != HMAC {
            suites.push(suite);
        }
    }
    suites.sort_unstable();
    suites.iter().map(|suite| load(directory, suite)).collect()
}
