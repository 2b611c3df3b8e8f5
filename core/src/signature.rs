//! HMAC-SHA256 over the raw body, as hex.

use sha2::{Digest, Sha256};

use crate::error::{Error, ErrorCode};
use crate::hmac::HmacKey;

/// A secret, ready to sign and verify.
#[derive(Clone)]
pub(crate) struct Key(HmacKey);

impl Key {
    /// Adds a secret's key, made where it stays. Both providers use the whole secret string as the
    /// key, any prefix included.
    pub(crate) fn add(keys: &mut Vec<Self>, secret: &[u8]) -> Result<(), Error> {
        if is_blank(secret) {
            return Err(Error::new(ErrorCode::EmptySecret));
        }
        // A vector that grows leaves keys behind in the memory that it gives back; there are few.
        let mut more = Vec::with_capacity(keys.len() + 1);
        more.extend_from_slice(keys);
        more.push(Self(HmacKey::UNSET));
        if let Some(Self(key)) = more.last_mut() {
            key.set(secret);
        }
        *keys = more;
        Ok(())
    }

    pub(crate) fn sign(&self, payload: &[u8]) -> String {
        const_hex::encode(self.0.mac(payload))
    }

    /// Whether the signature is the payload's, compared in constant time.
    pub(crate) fn verifies(&self, payload: &[u8], signature: &Signature) -> bool {
        self.0.verifies(payload, &signature.0)
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

#[cfg(test)]
mod tests {
    #[test]
    fn secrets_do_not_show() {
        let webhooks = crate::Webhooks::commet("whsec_test").expect("a secret");
        assert_eq!(format!("{webhooks:?}"), "Webhooks { provider: Commet, secrets: 1 }");
    }
}
