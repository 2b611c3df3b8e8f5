//! HMAC-SHA256 (RFC 2104) on the compression function of the `sha2` crate.
//!
//! Not by the `hmac` crate, which leaves a copy of the key on the stack, and takes a tenth longer for
//! a body of 500 bytes. A fuzz target holds the two against each other.
//!
//! What an attacker could use is worked out where it stays, and zeroed there: a value that is moved
//! leaves its bytes behind. `tests/hardening` looks for them in the memory of processes.

use std::hint::black_box;
use std::slice;

use sha2::block_api::compress256;
use subtle::{Choice, ConstantTimeEq};
use zeroize::{Zeroize, Zeroizing};

/// Bytes that SHA-256 takes at a time.
const BLOCK: usize = 64;
/// Bytes at the end of the last block that hold the message's length.
const LENGTH: usize = 8;
/// The initial state of SHA-256 (FIPS 180-4, section 5.3.3).
const INITIAL: State =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

type State = [u32; 8];
/// Room for the end of a message with its padding.
type Tail = [[u8; BLOCK]; 2];

const EMPTY: Tail = [[0; BLOCK]; 2];

/// A key, as the two hash states that follow from it; zeroed when dropped.
#[derive(Clone)]
pub(crate) struct HmacKey {
    inner: State,
    outer: State,
}

impl HmacKey {
    /// No key yet: to be `set` where it stays.
    pub(crate) const UNSET: Self = Self { inner: [0; 8], outer: [0; 8] };

    pub(crate) fn set(&mut self, key: &[u8]) {
        let mut block = Zeroizing::new([0; BLOCK]);
        if let Some(start) = block.get_mut(..key.len()) {
            start.copy_from_slice(key);
        } else {
            let (mut state, mut tail) = (Zeroizing::new(INITIAL), Zeroizing::new(EMPTY));
            finish(&mut state, 0, key, &mut tail);
            write(&state, &mut block[..32]);
        }
        // The second pad takes the first away.
        for (state, pad) in [(&mut self.inner, 0x36), (&mut self.outer, 0x36 ^ 0x5c)] {
            block.iter_mut().for_each(|byte| *byte ^= pad);
            *state = INITIAL;
            compress256(state, slice::from_ref(&*block));
        }
        clear_registers();
    }

    /// The message authentication code of a message.
    pub(crate) fn mac(&self, message: &[u8]) -> [u8; 32] {
        let (mut state, mut mac) = (Zeroizing::new(INITIAL), [0; 32]);
        self.state(message, &mut state);
        write(&state, &mut mac);
        mac
    }

    /// Whether a code is that of a message, compared in constant time.
    pub(crate) fn verifies(&self, message: &[u8], mac: &[u8; 32]) -> bool {
        let mut state = Zeroizing::new(INITIAL);
        self.state(message, &mut state);
        // By words of eight bytes, as `subtle` takes as long for a byte as for those.
        let pairs = state.as_chunks::<2>().0.iter().zip(mac.as_chunks::<8>().0);
        let equal = pairs.fold(Choice::from(1), |equal, ([high, low], given)| {
            let expected = u64::from(*high) << 32 | u64::from(*low);
            equal & expected.ct_eq(&u64::from_be_bytes(*given))
        });
        equal.into()
    }

    /// Writes the hash state that is the code of a message.
    #[inline]
    fn state(&self, message: &[u8], state: &mut State) {
        *state = self.inner;
        finish(state, BLOCK, message, &mut { EMPTY });
        let mut digest = [0; 32];
        write(state, &mut digest);
        *state = self.outer;
        finish(state, BLOCK, &digest, &mut { EMPTY });
        clear_registers();
    }
}

impl Drop for HmacKey {
    fn drop(&mut self) {
        self.inner.zeroize();
        self.outer.zeroize();
    }
}

/// Goes on to the end of a message, of which so many bytes are in the state already.
#[inline]
fn finish(state: &mut State, before: usize, message: &[u8], tail: &mut Tail) {
    let (blocks, rest) = message.as_chunks::<BLOCK>();
    compress256(state, blocks);
    let bits = (before as u64 + message.len() as u64) * 8;
    let padded = tail.as_flattened_mut();
    padded[..rest.len()].copy_from_slice(rest);
    padded[rest.len()] = 0x80;
    let count = if rest.len() < BLOCK - LENGTH { 1 } else { 2 };
    padded[count * BLOCK - LENGTH..count * BLOCK].copy_from_slice(&bits.to_be_bytes());
    compress256(state, &tail[..count]);
}

/// Loads another state into the registers that hold the last one: what saves registers, such as the
/// dynamic linker and garbage collectors, would write that to the stack.
#[inline]
fn clear_registers() {
    compress256(black_box(&mut INITIAL.clone()), &[]);
}

/// Writes a state as bytes.
fn write(state: &State, bytes: &mut [u8]) {
    for (bytes, word) in bytes.chunks_exact_mut(4).zip(state) {
        bytes.copy_from_slice(&word.to_be_bytes());
    }
}
