//! The core for languages that have no package of their own here: uniffi generates their interfaces
//! from what this crate exports.
//!
//! There is no rule here: values of the core become values that uniffi can carry. uniffi catches a
//! panic at each call and raises it in the other language as its internal error.

mod error;
mod event;
mod options;
mod provider;
mod text;
mod value;
mod webhooks;

pub use error::WebhookError;
pub use event::Event;
pub use options::ReceiveOptions;
pub use provider::Provider;
pub use text::{Header, HeaderText, Secret};
pub use value::{Entry, Value};
pub use webhooks::{Webhooks, receive, sign, verify, verify_and_parse};

uniffi::setup_scaffolding!("commet_webhooks");
