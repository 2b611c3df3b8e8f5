//! Texts that come from outside, as bytes.
//!
//! uniffi's own strings must be valid: it would raise a foreign error where a request's header is no
//! UTF-8, or has half a surrogate pair. `uniffi.toml` makes these types strings again in each language.

use zeroize::Zeroizing;

/// The name or the value of a header.
#[derive(Debug, Default)]
pub struct HeaderText(pub(crate) Vec<u8>);

uniffi::custom_type!(HeaderText, Vec<u8>, {
    lower: |text| text.0,
    try_lift: |bytes| Ok(HeaderText(bytes)),
});

/// A secret; zeroed in native memory after use.
pub struct Secret(pub(crate) Zeroizing<Vec<u8>>);

uniffi::custom_type!(Secret, Vec<u8>, {
    lower: |secret| secret.0.to_vec(),
    try_lift: |bytes| Ok(Secret(Zeroizing::new(bytes))),
});

/// A header of a request.
#[derive(Debug, uniffi::Record)]
pub struct Header {
    /// Its name, in any case.
    pub name: HeaderText,
    /// Its value.
    pub value: HeaderText,
}
