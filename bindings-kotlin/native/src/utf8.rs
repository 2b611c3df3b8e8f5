//! UTF-16 to UTF-8, as `String.getBytes` does it.

/// Characters that are looked at together.
const BLOCK: usize = 16;

/// A text in UTF-8, as far as it has come.
pub(crate) struct Encoded {
    pub(crate) bytes: Vec<u8>,
    /// Whether there was a character beyond ASCII, or half of one.
    pub(crate) beyond_ascii: bool,
}

impl Encoded {
    pub(crate) fn with_capacity(size: usize) -> Self {
        Self { bytes: Vec::with_capacity(size), beyond_ascii: false }
    }

    /// Appends some more, with `?` for each half of a surrogate pair that stands alone. Gives whether the last
    /// unit is left: the first half of a pair, where the text goes on.
    pub(crate) fn push(&mut self, text: &[u16], goes_on: bool) -> bool {
        let (mut rest, is_left) = match text {
            [text @ .., 0xd800..0xdc00] if goes_on => (text, true),
            _ => (text, false),
        };
        while !rest.is_empty() {
            // Most of a body is ASCII, whatever the language of the names in it.
            let taken = match rest.first_chunk::<BLOCK>() {
                Some(block) if block.iter().fold(0, |bits, unit| bits | unit) < 0x80 => {
                    #[expect(clippy::cast_possible_truncation, reason = "all of them are below 0x80")]
                    self.bytes.extend_from_slice(&block.map(|unit| unit as u8));
                    BLOCK
                }
                _ => self.push_some(rest),
            };
            rest = &rest[taken..];
        }
        is_left
    }

    /// Appends a block or a little more, character by character. Gives how many code units that were.
    fn push_some(&mut self, text: &[u16]) -> usize {
        let mut at = 0;
        while at < BLOCK.min(text.len()) {
            let unit = text[at];
            at += 1;
            if let Ok(ascii @ 0..0x80) = u8::try_from(unit) {
                self.bytes.push(ascii);
                continue;
            }
            self.beyond_ascii = true;
            let character = match (unit, text.get(at)) {
                (0xd800..0xdc00, Some(&low @ 0xdc00..0xe000)) => {
                    at += 1;
                    0x1_0000 + (u32::from(unit - 0xd800) << 10) + u32::from(low - 0xdc00)
                }
                _ => u32::from(unit),
            };
            let character = char::from_u32(character).unwrap_or('?');
            self.bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        }
        at
    }
}
