//! What PHP's `unserialize` reads, written into memory of the caller.

use std::ffi::c_void;

/// Memory of the caller, perhaps not initialised: what does not fit is only counted.
pub(super) struct Buffer {
    start: *mut u8,
    capacity: usize,
    length: usize,
}

impl Buffer {
    pub(super) fn new(start: *mut c_void, capacity: usize) -> Self {
        Self { start: start.cast(), capacity: if start.is_null() { 0 } else { capacity }, length: 0 }
    }

    pub(super) fn length(&self) -> i64 {
        i64::try_from(self.length).unwrap_or(i64::MAX)
    }

    /// Writes parts one after the other. What does not fit counts all the same.
    #[inline]
    pub(super) fn put<const PARTS: usize>(&mut self, parts: [&[u8]; PARTS]) {
        let start = self.length;
        let size: usize = parts.iter().map(|part| part.len()).sum();
        self.length = start.saturating_add(size);
        if self.length > self.capacity {
            return;
        }
        // SAFETY: within the memory, as `capacity` is the caller's promise.
        let mut to = unsafe { self.start.add(start) };
        for part in parts {
            // SAFETY: there is room for all parts, and views of Rust do not overlap it.
            unsafe { copy(part, to) };
            // SAFETY: within the memory, or at its end.
            to = unsafe { to.add(part.len()) };
        }
    }

    pub(super) fn null(&mut self) {
        self.put([b"N;"]);
    }

    pub(super) fn boolean(&mut self, value: bool) {
        self.put([if value { b"b:1;" } else { b"b:0;" }]);
    }

    pub(super) fn integer(&mut self, value: i64) {
        let sign: &[u8] = if value < 0 { b"-" } else { b"" };
        self.put([b"i:", sign, Decimal::of(value.unsigned_abs()).digits(), b";"]);
    }

    pub(super) fn double(&mut self, value: f64) {
        // The shortest text that reads back as the same number.
        self.put([b"d:", format!("{value:?}").as_bytes(), b";"]);
    }

    #[inline]
    pub(super) fn text(&mut self, text: &[u8]) {
        self.put([b"s:", Decimal::of(text.len() as u64).digits(), b":\"", text, b"\";"]);
    }

    pub(super) fn optional(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.text(text.as_bytes()),
            None => self.null(),
        }
    }

    #[inline]
    pub(super) fn begin_array(&mut self, size: usize) {
        self.put([b"a:", Decimal::of(size as u64).digits(), b":{"]);
    }

    pub(super) fn end(&mut self) {
        self.put([b"}"]);
    }

    /// A text that is itself serialized. Its length stands before it, so room is left there, and the
    /// zeroes that remain do no harm.
    pub(super) fn nested(&mut self, write: impl FnOnce(&mut Self)) {
        self.put([b"s:"]);
        let place = self.length;
        self.put([&[b'0'; Decimal::DIGITS], b":\""]);
        let start = self.length;
        write(self);
        let end = self.length;
        self.length = place;
        self.put([&Decimal::of((end - start) as u64).padded]);
        self.length = end;
        self.put([b"\";"]);
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
    index: usize,
}

impl List<'_> {
    #[inline]
    pub(super) fn item(&mut self, write: impl FnOnce(&mut Buffer)) {
        self.out.put([b"i:", Decimal::of(self.index as u64).digits(), b";"]);
        write(self.out);
        self.index += 1;
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

    #[inline]
    pub(super) fn of(number: u64) -> Self {
        const LAST: usize = Decimal::DIGITS - 1;
        let mut padded = [b'0'; Self::DIGITS];
        let digit = |number: u64| b'0' + (number % 10) as u8;
        // Nearly all of them are the lengths of short texts.
        if number < 100 {
            padded[LAST] = digit(number);
            padded[LAST - 1] = digit(number / 10);
            return Self { padded, first: if number < 10 { LAST } else { LAST - 1 } };
        }
        let (mut first, mut rest) = (Self::DIGITS, number);
        while rest > 0 {
            first -= 1;
            padded[first] = digit(rest);
            rest /= 10;
        }
        Self { padded, first }
    }

    #[inline]
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
