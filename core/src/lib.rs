//! Verify and parse the webhooks of two billing providers, Commet and CREEM.
//!
//! A provider tells an application what happened by sending it JSON, signed with HMAC-SHA256
//! over the raw body. This crate checks the signature, parses the body once, and gives a typed
//! event, or an error that says exactly what was wrong.
//!
//! ```
//! use commet_webhooks::{Webhooks, commet};
//!
//! // Once, when the application starts.
//! let webhooks = Webhooks::commet("whsec_test")?;
//!
//! // For each request: the raw body and all its headers.
//! # let body = br#"{"event":"payment.failed","timestamp":"2026-03-25T14:30:00.000Z","mode":"live",
//! #   "organizationId":"org_1","data":{"invoiceId":"inv_1","invoiceNumber":"INV-1",
//! #   "customerId":"user_1","subscriptionId":null,"failureCode":"card_declined","failureMessage":null}}"#;
//! # let headers = [("x-commet-signature", webhooks.sign(body))];
//! match webhooks.receive(body, headers) {
//!     Ok(event) => match event.commet() {
//!         commet::Data::PaymentFailed(failed) => {
//!             println!("{} failed: {:?}", failed.customer_id, failed.failure_code);
//!         }
//!         other => println!("nothing to do for {}", event.event_type()),
//!     },
//!     Err(error) => println!("{}: {error}", error.http_status()),
//! }
//! # Ok::<(), commet_webhooks::Error>(())
//! ```
//!
//! - Bodies are bytes, and are what was signed: take them before any framework parses them.
//! - Amounts are integers in the unit that the field's documentation names, mostly cents.
//! - Events, fields and enum values that this version does not know are kept as data.
//! - Nothing here does I/O or reads a clock; nothing panics on any input; secrets are zeroed after
//!   use and never shown.
//! - A replayed request verifies like the first one: remember [`Event::idempotency_key`].

#![forbid(unsafe_code)]

mod error;
mod event;
#[rustfmt::skip]
#[allow(
    clippy::doc_markdown,
    clippy::large_enum_variant,
    clippy::match_same_arms,
    clippy::unreadable_literal,
    reason = "generated: descriptions are for all languages, and tables are tables"
)]
mod generated;
mod hmac;
mod json;
mod names;
mod number;
mod payload;
mod provider;
mod schema;
mod signature;
pub mod tape;
mod time;
mod typed;
mod value;
mod webhooks;

pub use error::{Error, ErrorCode, ErrorKind};
pub use event::{Access, Event, Unknown};
pub use generated::{commet, creem};
pub use number::Number;
pub use payload::{MAX_BODY_BYTES, Payload};
pub use provider::{Provider, UnknownProvider};
pub use tape::{TapeError, TapeParts};
pub use time::Timestamp;
pub use typed::Expandable;
pub use value::{Array, Object, Place, Value};
pub use webhooks::{DEFAULT_MAX_BODY_BYTES, Options, Webhooks, receive, sign, verify, verify_and_parse};
