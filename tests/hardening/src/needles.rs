//! What must not be found in memory: everything from which a signature could be forged.

use std::ops::Range;

use hmac::{Hmac, KeyInit, Mac};
use sha2::block_api::compress256;
use sha2::{Digest, Sha256};

/// The initial state of SHA-256.
const INITIAL: [u32; 8] = [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

/// A run of bytes, and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needle {
    /// Such as "the prepared key".
    pub what: &'static str,
    /// At least eight bytes, which nothing but what it names would have.
    pub bytes: Vec<u8>,
}

/// HMAC-SHA256 as its documentation shows it.
///
/// # Panics
///
/// Never: a key may have any length.
#[must_use]
pub fn signature(secret: &[u8], body: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("any length");
    mac.update(body);
    mac.finalize().into_bytes().into()
}

/// The secret as it is written.
#[must_use]
pub fn secret(secret: &[u8]) -> Vec<Needle> {
    // The beginning is the same in all secrets.
    pieces("the secret", &secret[6..], 12, 4)
}

/// The states and blocks that HMAC makes of a secret. Only native code ever has these.
///
/// # Panics
///
/// Never: digests have 32 bytes.
#[must_use]
pub fn prepared(secret: &[u8]) -> Vec<Needle> {
    let mut block = [0; 64];
    let mut needles = Vec::new();
    if let Some(start) = block.get_mut(..secret.len()) {
        start.copy_from_slice(secret);
    } else {
        block[..32].copy_from_slice(&Sha256::digest(secret));
        needles.extend(words("the hash of a long secret", state_of(block[..32].try_into().expect("32 bytes"))));
    }
    let used: Range<usize> = if secret.len() > 64 { 0..32 } else { 6..secret.len() };
    for pad in [0x36, 0x5c] {
        let padded = block.map(|byte| byte ^ pad);
        needles.extend(pieces("the padded secret", &padded[used.clone()], 12, 4));
        let mut state = INITIAL;
        compress256(&mut state, &[padded]);
        needles.extend(words("the prepared key", state));
    }
    needles
}

/// The signature that a body would need, in every form in which it is ever held.
#[must_use]
pub fn expected(secret: &[u8], body: &[u8]) -> Vec<Needle> {
    let signature = signature(secret, body);
    let hex = const_hex::encode(signature);
    let mut needles = words("the expected signature", state_of(&signature));
    for text in [hex.to_uppercase(), hex] {
        needles.extend(pieces("the expected signature as text", text.as_bytes(), 16, 8));
    }
    needles
}

fn state_of(bytes: &[u8; 32]) -> [u32; 8] {
    let mut state = [0; 8];
    for (word, bytes) in state.iter_mut().zip(bytes.as_chunks().0) {
        *word = u32::from_be_bytes(*bytes);
    }
    state
}

/// A state as bytes, as words of this machine, and in the order in which processors' instructions for
/// SHA-256 have its halves in registers, which may be spilled.
fn words(what: &'static str, state: [u32; 8]) -> Vec<Needle> {
    let bytes: Vec<_> = state.iter().flat_map(|word| word.to_be_bytes()).collect();
    let native = |order: [usize; 4]| order.iter().flat_map(|at| state[*at].to_ne_bytes()).collect::<Vec<_>>();
    let memory = [native([0, 1, 2, 3]), native([4, 5, 6, 7])].concat();
    // And as numbers of 64 bits, by which signatures are compared.
    let pairs = [native([1, 0, 3, 2]), native([5, 4, 7, 6])].concat();
    [bytes, memory, native([5, 4, 1, 0]), native([7, 6, 3, 2]), pairs].iter().flat_map(|all| pieces(what, all, 8, 4)).collect()
}

/// Pieces of so many bytes, a step apart: what is left where a part has been overwritten.
fn pieces(what: &'static str, bytes: &[u8], size: usize, step: usize) -> Vec<Needle> {
    bytes.windows(size).step_by(step).map(|bytes| Needle { what, bytes: bytes.to_vec() }).collect()
}
