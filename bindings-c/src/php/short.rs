//! Short texts, and numbers as text.

/// A text in memory of a size that is known when this is compiled: it is copied as a whole.
#[derive(Clone, Copy)]
pub(super) struct Short<const SIZE: usize> {
    pub(super) bytes: [u8; SIZE],
    /// How many of them count.
    length: u8,
}

impl<const SIZE: usize> Short<SIZE> {
    const EMPTY: Self = Self { bytes: [0; SIZE], length: 0 };

    pub(super) const fn of(bytes: [u8; SIZE]) -> Self {
        Self::EMPTY.with(&bytes)
    }

    const fn with(mut self, more: &[u8]) -> Self {
        let mut index = 0;
        while index < more.len() {
            self.bytes[self.length as usize] = more[index];
            (self.length, index) = (self.length + 1, index + 1);
        }
        self
    }

    /// Texts, none of which is longer than `SIZE`.
    pub(super) const fn all<const COUNT: usize>(texts: &[&str]) -> [Self; COUNT] {
        let mut all = [Self::EMPTY; COUNT];
        let mut index = 0;
        while index < COUNT {
            all[index] = Self::EMPTY.with(texts[index].as_bytes());
            index += 1;
        }
        all
    }

    #[inline]
    pub(super) const fn length(&self) -> usize {
        self.length as usize
    }

    const fn text(&self) -> &[u8] {
        self.bytes.split_at(self.length()).0
    }
}

/// What stands before and behind a number, and the smallest numbers within that, as nearly all are.
pub(super) struct Around {
    pub(super) before: Short<2>,
    pub(super) after: Short<2>,
    pub(super) smallest: [Short<7>; 100],
}

pub(super) static TEXT: Around = Around::new(*b"s:", b":\"");
pub(super) static INTEGER: Around = Around::new(*b"i:", b";");
pub(super) static ARRAY: Around = Around::new(*b"a:", b":{");

impl Around {
    /// Where numbers end for which `small` is.
    pub(super) const SMALL: u64 = 10_000;

    const fn new(before: [u8; 2], after: &[u8]) -> Self {
        let mut all = Self {
            before: Short::of(before),
            after: Short::EMPTY.with(after),
            smallest: [Short::EMPTY; 100],
        };
        let mut number = 0;
        while number < all.smallest.len() {
            all.smallest[number] = Short::EMPTY.with(all.small(number as u64).text());
            number += 1;
        }
        all
    }

    /// A number below `SMALL` with what stands around it, put together in a register.
    #[inline]
    pub(super) const fn small(&self, number: u64) -> Short<8> {
        let zeroes = (number < 10) as u8 + (number < 100) as u8 + (number < 1000) as u8;
        let digits = (pair(number / 100) as u64 | (pair(number % 100) as u64) << 16) >> (8 * zeroes);
        let before = u16::from_le_bytes(self.before.bytes) as u64;
        let after = u16::from_le_bytes(self.after.bytes) as u64;
        let bytes = before | digits << 16 | after << (48 - 8 * zeroes);
        Short { bytes: bytes.to_le_bytes(), length: 6 - zeroes + self.after.length }
    }
}

/// The digits of a number below 100, the first one in the lower byte.
#[expect(clippy::cast_possible_truncation, reason = "below 100")]
const fn pair(number: u64) -> u16 {
    u16::from_le_bytes([b'0' + (number / 10) as u8, b'0' + (number % 10) as u8])
}

/// A number's digits, with zeroes before them.
pub(super) struct Decimal {
    pub(super) padded: [u8; Self::DIGITS],
    first: usize,
}

impl Decimal {
    /// As many as the largest number has.
    pub(super) const DIGITS: usize = 20;

    pub(super) fn of(number: u64) -> Self {
        let mut padded = [b'0'; Self::DIGITS];
        let (mut first, mut rest) = (Self::DIGITS, number);
        while rest > 99 {
            first -= 2;
            padded[first..first + 2].copy_from_slice(&pair(rest % 100).to_le_bytes());
            rest /= 100;
        }
        first -= 2;
        padded[first..first + 2].copy_from_slice(&pair(rest).to_le_bytes());
        Self { padded, first: if rest > 9 { first } else { first + 1 } }
    }

    pub(super) fn digits(&self) -> &[u8] {
        &self.padded[self.first..]
    }
}
