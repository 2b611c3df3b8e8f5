//! The lines that an implementation answers.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};

use crate::vectors::{Case, Expect, Options, Provider, Receive};

/// One case as an implementation reads it: a line of JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The case's id.
    pub id: String,
    /// Whose webhook it is.
    pub provider: Provider,
    /// The raw body in base64.
    pub body: String,
    /// The signature given to `verify` and `verify_and_parse`.
    pub signature: Option<String>,
    /// The secret.
    pub secret: String,
    /// The headers given to `receive`; absent: just the signature header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headers: Option<BTreeMap<String, String>>,
    /// The options given to `receive`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub options: Option<Options>,
}

/// One answer as an implementation writes it: a line of JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The case's id.
    pub id: String,
    /// What `verify` says.
    pub verify: bool,
    /// What `verify_and_parse` gives.
    pub parse: Option<crate::value::Value>,
    /// What `receive` gives.
    pub receive: Receive,
}

impl Question {
    /// The question of a case.
    ///
    /// # Errors
    ///
    /// If the case's body is in base64 that is none.
    pub fn of(case: &Case) -> Result<Self, base64::DecodeError> {
        Ok(Self {
            id: case.id.clone(),
            provider: case.provider,
            body: BASE64.encode(case.body.to_vec()?),
            signature: case.signature.clone(),
            secret: case.secret.clone(),
            headers: case.headers.clone(),
            options: case.options.clone(),
        })
    }

    /// The raw body.
    ///
    /// # Errors
    ///
    /// If it is not base64.
    pub fn body(&self) -> Result<Vec<u8>, base64::DecodeError> {
        BASE64.decode(&self.body)
    }
}

impl Answer {
    /// The right answer to a case.
    #[must_use]
    pub fn of(case: &Case) -> Self {
        let Expect { verify, parse, receive } = case.expect.clone();
        Self { id: case.id.clone(), verify, parse, receive }
    }
}
