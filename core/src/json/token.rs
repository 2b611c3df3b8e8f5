//! Keys as most bodies write them, made to be compared at once.

/// How many bytes of a token are compared at once.
const WIDTH: usize = 16;

/// A text to compare the beginning of others with. Nearly all are short: a call of `memcmp` would
/// take longer than what it does.
pub(crate) struct Token {
    text: &'static str,
    /// The text's bytes, zeroes after them, and which of them count.
    parts: [(u128, u128); 2],
}

impl Token {
    pub(crate) const fn new(text: &'static str) -> Self {
        let bytes = text.as_bytes();
        let mut parts = [(0, 0); 2];
        let mut at = 0;
        while at < bytes.len() && at < parts.len() * WIDTH {
            let shift = at % WIDTH * 8;
            parts[at / WIDTH].0 |= (bytes[at] as u128) << shift;
            parts[at / WIDTH].1 |= 0xff << shift;
            at += 1;
        }
        Self { text, parts }
    }

    pub(crate) fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether some bytes begin with the text.
    #[inline]
    pub(crate) fn begins(&self, bytes: &[u8]) -> bool {
        let Some((head, rest)) = bytes.split_first_chunk() else {
            return bytes.starts_with(self.text.as_bytes());
        };
        is_part(head, self.parts[0]) && (self.text.len() <= WIDTH || self.goes_on(rest))
    }

    #[inline]
    fn goes_on(&self, rest: &[u8]) -> bool {
        match rest.first_chunk() {
            Some(tail) if self.text.len() <= 2 * WIDTH => is_part(tail, self.parts[1]),
            _ => rest.starts_with(&self.text.as_bytes()[WIDTH..]),
        }
    }
}

#[inline]
fn is_part(bytes: &[u8; WIDTH], (part, mask): (u128, u128)) -> bool {
    (u128::from_le_bytes(*bytes) ^ part) & mask == 0
}

#[cfg(test)]
mod tests {
    use super::Token;

    #[test]
    fn begins_as_the_standard_library_has_it() {
        const TEXT: &str = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJ";
        static TOKENS: [Token; 9] = [
            Token::new(TEXT.split_at(1).0),
            Token::new(TEXT.split_at(5).0),
            Token::new(TEXT.split_at(15).0),
            Token::new(TEXT.split_at(16).0),
            Token::new(TEXT.split_at(17).0),
            Token::new(TEXT.split_at(31).0),
            Token::new(TEXT.split_at(32).0),
            Token::new(TEXT.split_at(33).0),
            Token::new(TEXT.split_at(40).0),
        ];
        for token in &TOKENS {
            for end in 0..=TEXT.len() {
                let mut bytes = TEXT.as_bytes()[..end].to_vec();
                assert_eq!(token.begins(&bytes), end >= token.len(), "{} of {end}", token.len());
                for at in 0..end {
                    bytes[at] ^= 0x20;
                    assert_eq!(token.begins(&bytes), bytes.starts_with(token.text.as_bytes()));
                    bytes[at] ^= 0x20;
                }
            }
        }
    }
}
