//! HMAC-SHA256 over the raw body, as hex.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::error::{Error, ErrorCode};

/// A secret, ready to sign and verify: the hash states after the key, not the key itself.
///
/// Zeroed when dropped.
#[derive(Clone)]
pub(crate) struct Key(Hmac<Sha256>);

impl Key {
    /// Both providers use the whole secret string as the key, any prefix included.
    pub(crate) fn new(secret: &[u8]) -> Result<Self, Error> {
        if is_blank(secret) {
            return Err(Error::new(ErrorCode::EmptySecret));
        }
        // HMAC takes keys of any length.
        Hmac::new_from_slice(secret).map(Self).map_err(|_| Error::new(ErrorCode::EmptySecret))
    }

    pub(crate) fn sign(&self, payload: &[u8]) -> String {
        const_hex::encode(self.mac(payload).finalize().into_bytes())
    }

    /// Whether the signature is the payload's, compared in constant time.
    pub(crate) fn verifies(&self, payload: &[u8], signature: &Signature) -> bool {
        self.mac(payload).verify_slice(&signature.0).is_ok()
    }

    fn mac(&self, payload: &[u8]) -> Hmac<Sha256> {
        let mut mac = self.0.clone();
        mac.update(payload);
        mac
    }
}

/// A well-formed signature.
pub(crate) struct Signature([u8; 32]);

impl Signature {
    /// Exactly 64 hex digits of either case, nothing around them.
    pub(crate) fn parse(text: &[u8]) -> Option<Self> {
        // The decoder would take a `0x` in front of the digits.
        let digits: &[u8; 64] = text.try_into().ok()?;
        let mut bytes = [0; 32];
        const_hex::decode_to_slice(digits, &mut bytes).ok().map(|()| Self(bytes))
    }
}

/// Whether there is nothing but ASCII whitespace, which is neither a secret nor an id.
pub(crate) fn is_blank(text: &[u8]) -> bool {
    text.iter().all(u8::is_ascii_whitespace)
}

/// SHA-256 as lower-case hex.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    const_hex::encode(Sha256::digest(bytes))
}
