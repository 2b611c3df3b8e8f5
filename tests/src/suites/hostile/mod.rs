//! Authentic bodies that are hard to read alike: every one is rightly signed.

mod bytes;
mod grammar;
mod keys;
pub(super) mod limits;
mod numbers;
mod strings;

use crate::author::{Draft, Suite};
use crate::said::{UPDATE, payout, update};
use crate::value::Value;
use crate::vectors::{Case, VectorFile};

/// The suite.
pub(super) fn suite() -> VectorFile<Case> {
    let mut suite =
        Suite::new("hostile", "Rightly signed bodies at the edges of JSON and UTF-8: the same bytes give the same value everywhere, or the same error.");
    bytes::cases(&mut suite);
    grammar::cases(&mut suite);
    numbers::cases(&mut suite);
    strings::cases(&mut suite);
    keys::cases(&mut suite);
    suite.finish()
}

/// What stands before the probed value in a body that says what [`payout`] says.
const HEAD: &str = concat!(
    r#"{"id":"whev_1","event":"payout.available","timestamp":"2026-08-27T10:00:00.000Z","mode":"live","#,
    r#""apiVersion":"2026-08-27","data":{"availableAmount":9900,"currency":"usd","x":"#,
);
/// And what stands after it.
const TAIL: &str = "}}";

/// The bytes of a body around a probed value.
fn around(raw: impl AsRef<[u8]>) -> Vec<u8> {
    [HEAD.as_bytes(), raw.as_ref(), TAIL.as_bytes()].concat()
}

/// A case whose data holds a probed value under `x`.
fn probe<'s>(suite: &'s mut Suite, name: &str, comment: &str, raw: impl AsRef<[u8]>) -> Draft<'s> {
    suite.commet(name, comment).body(around(raw))
}

/// A probed value that is accepted, and what it is.
fn good(suite: &mut Suite, name: &str, comment: &str, raw: &str, value: &Value) {
    probe(suite, name, comment, raw).holds(payout(), value);
}

/// A probed value that is refused as JSON.
fn bad(suite: &mut Suite, name: &str, comment: &str, raw: impl AsRef<[u8]>) {
    probe(suite, name, comment, raw).authentic_but("invalid_json");
}

/// A whole body that is refused.
fn refused(suite: &mut Suite, name: &str, comment: &str, body: impl AsRef<[u8]>, code: &str) {
    suite.commet(name, comment).body(body).authentic_but(code);
}

/// A CREEM body whose object holds a probed value under `x`.
fn creem_good(suite: &mut Suite, name: &str, comment: &str, raw: &str, value: &Value) {
    let body = UPDATE.replace(r#""status":"active""#, &format!(r#""status":"active","x":{raw}"#));
    suite.creem(name, comment).body(body).holds(update(), value);
}

/// A string value.
fn text(text: &str) -> Value {
    Value::from(text)
}

/// An array value.
fn array(items: impl IntoIterator<Item = Value>) -> Value {
    Value::Array(items.into_iter().collect())
}

/// An object value.
fn object<'k>(members: impl IntoIterator<Item = (&'k str, Value)>) -> Value {
    Value::Object(members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

/// A number value from a Rust literal.
fn number(double: f64) -> Value {
    Value::number(double)
}
