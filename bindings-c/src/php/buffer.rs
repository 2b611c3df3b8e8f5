//! What PHP's `unserialize` reads, put together.

/// What the numbers and signs around a text or before a container take at most.
const ROOM: usize = 32;

/// A text that grows.
#[derive(Default)]
pub(super) struct Buffer {
    bytes: Vec<u8>,
    /// Whether there is a NUL in it: C would take that for the end.
    has_nul: bool,
}

impl Buffer {
    /// Begins anew in the memory of an earlier text, with room for so many bytes.
    pub(super) fn new(mut memory: Vec<u8>, expected: usize) -> Self {
        memory.clear();
        memory.reserve(expected);
        Self { bytes: memory, has_nul: false }
    }

    /// The text, and whether there is a NUL in it.
    pub(super) fn into_bytes(self) -> (Vec<u8>, bool) {
        (self.bytes, self.has_nul)
    }

    /// Appends parts one after the other.
    #[inline]
    pub(super) fn put<const PARTS: usize>(&mut self, parts: [&[u8]; PARTS]) {
        self.bytes.reserve(parts.iter().map(|part| part.len()).sum());
        for part in parts {
            // SAFETY: there is room for all parts.
            unsafe { self.append(part) };
        }
    }

    /// # Safety
    ///
    /// There is room for as many bytes.
    #[inline]
    unsafe fn append(&mut self, bytes: &[u8]) {
        let length = self.bytes.len();
        // SAFETY: there is room, in memory that nobody else has a view of.
        let to = unsafe { self.bytes.as_mut_ptr().add(length) };
        // SAFETY: as many bytes can be written there.
        unsafe { copy(bytes, to) };
        // SAFETY: as many were written.
        unsafe { self.bytes.set_len(length + bytes.len()) };
    }

    /// Appends a number with what stands around it.
    ///
    /// # Safety
    ///
    /// There is `ROOM`.
    #[inline]
    unsafe fn number(&mut self, around: &Around, number: u64) {
        let Some(short) = usize::try_from(number).ok().and_then(|number| around.short.get(number)) else {
            let decimal = Decimal::of(number);
            for part in [&around.before, decimal.digits(), around.after] {
                // SAFETY: two bytes, up to twenty digits, and two bytes: less than `ROOM`.
                unsafe { self.append(part) };
            }
            return;
        };
        let length = self.bytes.len();
        // SAFETY: there is room, in memory that nobody else has a view of.
        let to = unsafe { self.bytes.as_mut_ptr().add(length) };
        // SAFETY: there is room for all eight bytes, of which the first ones count.
        unsafe { to.cast::<[u8; 8]>().write_unaligned(short.text) };
        // SAFETY: they were written.
        unsafe { self.bytes.set_len(length + short.length) };
    }

    pub(super) fn null(&mut self) {
        self.put([b"N;"]);
    }

    pub(super) fn boolean(&mut self, value: bool) {
        self.put([if value { b"b:1;" } else { b"b:0;" }]);
    }

    #[inline]
    pub(super) fn integer(&mut self, value: i64) {
        let Ok(natural) = u64::try_from(value) else {
            return self.put([b"i:-", Decimal::of(value.unsigned_abs()).digits(), b";"]);
        };
        self.bytes.reserve(ROOM);
        // SAFETY: there is room.
        unsafe { self.number(&INTEGER, natural) };
    }

    pub(super) fn double(&mut self, value: f64) {
        // The shortest text that reads back as the same number.
        self.put([b"d:", format!("{value:?}").as_bytes(), b";"]);
    }

    /// A text, which has no NUL unless it is written within `checked`.
    #[inline]
    pub(super) fn text(&mut self, text: &[u8]) {
        self.bytes.reserve(text.len() + ROOM);
        // SAFETY: there is room for the text and what stands around it.
        unsafe { self.number(&TEXT, text.len() as u64) };
        for part in [text, b"\";"] {
            // SAFETY: as above.
            unsafe { self.append(part) };
        }
    }

    /// Looks for NULs in what is written.
    pub(super) fn checked(&mut self, write: impl FnOnce(&mut Self)) {
        let start = self.bytes.len();
        write(self);
        self.has_nul |= self.bytes[start..].contains(&0);
    }

    #[inline]
    pub(super) fn begin_array(&mut self, size: usize) {
        self.bytes.reserve(ROOM);
        // SAFETY: there is room.
        unsafe { self.number(&ARRAY, size as u64) };
    }

    pub(super) fn end(&mut self) {
        self.put([b"}"]);
    }

    /// A text that is itself serialized.
    pub(super) fn nested(&mut self, write: impl FnOnce(&mut Self)) {
        self.put([b"s:"]);
        // Before its length there are zeroes, which do no harm.
        self.headed::<{ Decimal::DIGITS }>(|out| {
            out.put([b":\""]);
            let start = out.position();
            write(out);
            out.since(start)
        });
        self.put([b"\";"]);
    }

    /// Writes what needs a number of so many digits before it that is known only afterwards.
    pub(super) fn headed<const DIGITS: usize>(&mut self, write: impl FnOnce(&mut Self) -> u64) {
        let start = self.bytes.len();
        self.put([&[b'0'; DIGITS]]);
        let number = write(self);
        let digits = &Decimal::of(number).padded[Decimal::DIGITS - DIGITS..];
        self.bytes[start..start + DIGITS].copy_from_slice(digits);
    }

    /// Where the next byte is written.
    pub(super) fn position(&self) -> usize {
        self.bytes.len()
    }

    /// How much was written since.
    pub(super) fn since(&self, position: usize) -> u64 {
        (self.bytes.len() - position) as u64
    }

    /// Begins a list of so many items; `end` ends it.
    pub(super) fn list(&mut self, size: usize) -> List<'_> {
        self.begin_array(size);
        self.items()
    }

    /// The items of a list that has begun.
    pub(super) fn items(&mut self) -> List<'_> {
        List { out: self, index: 0 }
    }
}

/// The items of an array whose keys are their positions.
pub(super) struct List<'o> {
    out: &'o mut Buffer,
    index: i64,
}

impl List<'_> {
    #[inline]
    pub(super) fn item(&mut self, write: impl FnOnce(&mut Buffer)) {
        self.out.integer(self.index);
        write(self.out);
        self.index += 1;
    }

    /// A text, or null.
    #[inline]
    pub(super) fn text(&mut self, text: Option<&str>) {
        self.item(|out| match text {
            Some(text) => out.text(text.as_bytes()),
            None => out.null(),
        });
    }
}

/// What stands before and behind a number; and small numbers together with that, as nearly all are.
struct Around {
    before: [u8; 2],
    after: &'static [u8],
    short: [Short; 100],
}

#[derive(Clone, Copy)]
struct Short {
    text: [u8; 8],
    length: usize,
}

static TEXT: Around = Around::new(*b"s:", b":\"");
static INTEGER: Around = Around::new(*b"i:", b";");
static ARRAY: Around = Around::new(*b"a:", b":{");

impl Around {
    const fn new(before: [u8; 2], after: &'static [u8]) -> Self {
        let mut short = [Short { text: [0; 8], length: 0 }; 100];
        let mut number = 0;
        while number < short.len() {
            let mut text = [0; 8];
            (text[0], text[1]) = (before[0], before[1]);
            let mut length = 2;
            let [tens, ones] = Decimal::pair(number as u64);
            if number >= 10 {
                text[length] = tens;
                length += 1;
            }
            text[length] = ones;
            length += 1;
            let mut index = 0;
            while index < after.len() {
                text[length] = after[index];
                (length, index) = (length + 1, index + 1);
            }
            short[number] = Short { text, length };
            number += 1;
        }
        Self { before, after, short }
    }
}

/// A number's digits, with zeroes before them.
pub(super) struct Decimal {
    pub(super) padded: [u8; Self::DIGITS],
    first: usize,
}

impl Decimal {
    /// As many as the largest number has.
    const DIGITS: usize = 20;

    pub(super) fn of(number: u64) -> Self {
        let mut padded = [b'0'; Self::DIGITS];
        let (mut first, mut rest) = (Self::DIGITS, number);
        while rest > 99 {
            first -= 2;
            padded[first..first + 2].copy_from_slice(&Self::pair(rest % 100));
            rest /= 100;
        }
        first -= 2;
        padded[first..first + 2].copy_from_slice(&Self::pair(rest));
        Self { padded, first: if rest > 9 { first } else { first + 1 } }
    }

    /// The digits of a number below 100.
    #[expect(clippy::cast_possible_truncation, reason = "below 100")]
    const fn pair(number: u64) -> [u8; 2] {
        [b'0' + (number / 10) as u8, b'0' + (number % 10) as u8]
    }

    pub(super) fn digits(&self) -> &[u8] {
        &self.padded[self.first..]
    }
}

/// Copies bytes; mostly it is so few that calling `memcpy` would take longer.
///
/// # Safety
///
/// As many bytes can be written at `to`, and nobody reads or writes them meanwhile.
#[inline]
unsafe fn copy(bytes: &[u8], to: *mut u8) {
    match bytes.len() {
        0 => {}
        // SAFETY: as our caller promises.
        1..=2 => unsafe { copy_ends::<1>(bytes, to) },
        // SAFETY: as our caller promises.
        3..=4 => unsafe { copy_ends::<2>(bytes, to) },
        // SAFETY: as our caller promises.
        5..=8 => unsafe { copy_ends::<4>(bytes, to) },
        // SAFETY: as our caller promises.
        9..=16 => unsafe { copy_ends::<8>(bytes, to) },
        // SAFETY: as our caller promises.
        17..=32 => unsafe { copy_ends::<16>(bytes, to) },
        // SAFETY: as our caller promises.
        size => unsafe { to.copy_from_nonoverlapping(bytes.as_ptr(), size) },
    }
}

/// Copies bytes, at least `SIZE` and at most twice as many, as their first and their last ones.
///
/// # Safety
///
/// As of [`copy`].
#[inline]
unsafe fn copy_ends<const SIZE: usize>(bytes: &[u8], to: *mut u8) {
    if let (Some(first), Some(last)) = (bytes.first_chunk::<SIZE>(), bytes.last_chunk::<SIZE>()) {
        // SAFETY: `bytes` has at least as many.
        unsafe { to.copy_from_nonoverlapping(first.as_ptr(), SIZE) };
        // SAFETY: within the memory, as `bytes` has at least as many.
        let to = unsafe { to.add(bytes.len() - SIZE) };
        // SAFETY: the last ones that can be written.
        unsafe { to.copy_from_nonoverlapping(last.as_ptr(), SIZE) };
    }
}
