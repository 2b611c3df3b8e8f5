//! What the suites say: every case and its expected answer, written from the contract.

use std::error::Error;
use std::path::Path;

use commet_webhooks_codegen::catalog::Catalog;

use crate::vectors::{Case, HmacCase, VectorFile};

mod access;
mod envelope;
mod events;
mod hmac;
mod hostile;
mod options;
mod signature;
mod time;
mod typed;

/// Every suite.
#[derive(Debug)]
pub struct Suites {
    /// The known answers of `sign`.
    pub hmac: VectorFile<HmacCase>,
    /// The suites of cases for `verify`, `verify_and_parse` and `receive`.
    pub cases: Vec<VectorFile<Case>>,
}

/// Writes every suite; the sample events are those of the catalog in this directory.
///
/// # Errors
///
/// If the catalog cannot be read.
pub fn all(catalog: &Path) -> Result<Suites, Box<dyn Error>> {
    let catalog = Catalog::load(catalog)?;
    let cases = vec![
        signature::suite(),
        envelope::suite(),
        time::suite(),
        access::suite(),
        typed::suite(),
        options::suite(),
        hostile::suite(),
        hostile::limits::suite(),
        events::commet(&catalog),
        events::creem(&catalog),
    ];
    Ok(Suites { hmac: hmac::suite(), cases })
}
