//! Random questions, without answers: all languages must answer them alike, whatever they are.
//!
//! Events of the catalog that were tampered with, JSON text of a grammar that is broken on purpose
//! now and then, and damaged bytes; mostly signed rightly, as nothing else gets far.

mod body;
mod request;
mod text;

use commet_webhooks_codegen::catalog::Catalog;
use fastrand::Rng;

use crate::protocol::Question;

/// So many questions; the same ones for the same seed.
pub fn questions(catalog: &Catalog, seed: u64, count: usize) -> impl Iterator<Item = Question> {
    let mut rng = Rng::with_seed(seed);
    (0..count).map(move |number| request::question(&mut rng, catalog, format!("random/{seed}-{number}")))
}

/// Whether something happens that does so in this many of a hundred cases.
fn percent(rng: &mut Rng, chance: u8) -> bool {
    rng.u8(..100) < chance
}

/// One of several.
fn one_of<T: Copy>(rng: &mut Rng, several: &[T]) -> T {
    several[rng.usize(..several.len())]
}
