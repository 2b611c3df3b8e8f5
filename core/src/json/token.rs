//! Keys as most bodies write them, made to be compared at once.

/// A token has no more bytes than that: two registers of sixteen.
pub(super) const MAX_LEN: usize = 31;

/// A text to compare the beginning of others with. A call of `memcmp` would take longer than what it
/// does.
pub(crate) struct Token {
    /// The text's bytes, zeroes after them, and which of them count.
    parts: [(u128, u128); 2],
    len: usize,
    /// A bit that tells it from all others of an object of the catalog, and from most that are in none.
    pub(super) bit: u64,
}

impl Token {
    /// A token with the bit of this number. One that is too long begins nothing.
    pub(crate) const fn new(text: &'static str, bit: u32) -> Self {
        let bytes = text.as_bytes();
        let mut parts = [(0, 0); 2];
        let mut at = 0;
        while at < bytes.len() && at < MAX_LEN {
            let shift = at % 16 * 8;
            parts[at / 16].0 |= (bytes[at] as u128) << shift;
            parts[at / 16].1 |= 0xff << shift;
            at += 1;
        }
        if bytes.len() > MAX_LEN {
            // Nothing is like that.
            parts[0] = (1, 0);
        }
        Self { parts, len: bytes.len(), bit: 1 << bit }
    }

    /// The length of the text, if some bytes begin with it. Where few bytes are left, none is found to.
    #[inline]
    pub(super) fn begins(&self, bytes: &[u8]) -> Option<usize> {
        let ([head, tail, ..], _) = bytes.as_chunks::<16>() else { return None };
        let begins = is_part(head, self.parts[0]) && (self.len <= 16 || is_part(tail, self.parts[1]));
        // It is no longer, which spares the caller's slices their checks.
        begins.then_some(self.len & MAX_LEN)
    }
}

#[inline]
fn is_part(bytes: &[u8; 16], (part, mask): (u128, u128)) -> bool {
    u128::from_le_bytes(*bytes) & mask == part
}

#[cfg(test)]
mod tests {
    use super::{MAX_LEN, Token};

    #[test]
    fn begins_as_the_standard_library_has_it() {
        const TEXT: &str = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJ";
        for len in [1, 5, 15, 16, 17, 30, 31, 32, 40] {
            let text = &TEXT[..len];
            let token = Token::new(text, 0);
            let expected = |bytes: &[u8]| {
                (len <= MAX_LEN && bytes.len() > MAX_LEN && bytes.starts_with(text.as_bytes())).then_some(len)
            };
            for end in 0..=TEXT.len() {
                let mut bytes = TEXT.as_bytes()[..end].to_vec();
                assert_eq!(token.begins(&bytes), expected(&bytes), "{len} of {end}");
                for at in 0..end {
                    bytes[at] ^= 0x20;
                    assert_eq!(token.begins(&bytes), expected(&bytes), "{len} of {end}, but for {at}");
                    bytes[at] ^= 0x20;
                }
            }
        }
    }
}
