//! What PHP's `unserialize` reads, put together.

#![expect(clippy::inline_always, reason = "measured: a call costs as much as a number or a short text")]

use super::short::{ARRAY, Around, Decimal, INTEGER, Short, TEXT};

/// How much room is made beyond that for a text: for a key of the catalog, or the numbers and signs around a value.
const ROOM: usize = 64;

/// How many bytes of a short text are copied at once.
const CHUNK: usize = 32;

const NULL: &Short<2> = &Short::of(*b"N;");
const FALSE: &Short<4> = &Short::of(*b"b:0;");
const TRUE: &Short<4> = &Short::of(*b"b:1;");
const TEXT_END: &Short<2> = &Short::of(*b"\";");
const ARRAY_END: &Short<1> = &Short::of(*b"}");

/// A text that grows.
///
/// What writes to it is told where, and gives the place behind: a value that stays in a register. If the
/// buffer remembered its own length, each byte would wait for the one before.
pub(super) struct Buffer<'b> {
    /// Its length is not kept up to date.
    memory: Vec<u8>,
    /// The last address behind which there is `ROOM`.
    limit: usize,
    /// Whether there is a NUL in it: C would take that for the end.
    has_nul: bool,
    /// Where nearly all texts are from.
    body: &'b [u8],
}

/// The last address behind which memory has `ROOM`: it must have as much.
fn limit(memory: &Vec<u8>) -> usize {
    memory.as_ptr().addr() + (memory.capacity() - ROOM)
}

/// A place in the memory of the buffer that gave it: what stands before it is written. Each is used once.
#[derive(Clone, Copy)]
pub(super) struct Place(*mut u8);

impl Place {
    /// # Safety
    ///
    /// There is room for `SIZE` bytes, of which the first ones count.
    #[inline(always)]
    unsafe fn put<const SIZE: usize>(self, short: &Short<SIZE>) -> Self {
        // SAFETY: there is room, in memory that nobody else has a view of.
        unsafe { self.0.cast::<[u8; SIZE]>().write_unaligned(short.bytes) };
        // SAFETY: no more than `SIZE` of them count.
        Self(unsafe { self.0.add(short.length()) })
    }

    /// # Safety
    ///
    /// There is room for as many bytes.
    #[inline(always)]
    unsafe fn copy(self, bytes: &[u8]) -> Self {
        // SAFETY: there is room, in memory that nobody else has a view of.
        unsafe { self.0.copy_from_nonoverlapping(bytes.as_ptr(), bytes.len()) };
        // SAFETY: there was room for as many.
        Self(unsafe { self.0.add(bytes.len()) })
    }

    /// Writes a number with what stands around it.
    ///
    /// # Safety
    ///
    /// There is `ROOM`.
    #[inline(always)]
    unsafe fn number(self, around: &Around, number: u64) -> Self {
        match usize::try_from(number).ok().and_then(|number| around.smallest.get(number)) {
            // SAFETY: seven bytes.
            Some(short) => unsafe { self.put(short) },
            // SAFETY: as our caller promises.
            None => unsafe { self.larger_number(around, number) },
        }
    }

    /// # Safety
    ///
    /// There is `ROOM`.
    #[inline(never)]
    unsafe fn larger_number(self, around: &Around, number: u64) -> Self {
        if number < Around::SMALL {
            // SAFETY: eight bytes.
            return unsafe { self.put(&around.small(number)) };
        }
        // SAFETY: two bytes, up to twenty digits, and two bytes.
        let to = unsafe { self.put(&around.before) };
        // SAFETY: as above.
        let to = unsafe { to.copy(Decimal::of(number).digits()) };
        // SAFETY: as above.
        unsafe { to.put(&around.after) }
    }
}

impl<'b> Buffer<'b> {
    /// Begins anew in the memory of an earlier text, with room for so many bytes. Texts of the body, which
    /// are nearly all, are written faster than others.
    pub(super) fn new(mut memory: Vec<u8>, expected: usize, body: &'b [u8]) -> Self {
        memory.clear();
        memory.reserve(expected + ROOM);
        let limit = limit(&memory);
        Self { memory, limit, has_nul: false, body }
    }

    /// Where it begins.
    pub(super) fn start(&mut self) -> Place {
        Place(self.memory.as_mut_ptr())
    }

    /// The text up to a place, and whether there is a NUL in it.
    pub(super) fn into_bytes(mut self, end: Place) -> (Vec<u8>, bool) {
        self.written(end);
        (self.memory, self.has_nul)
    }

    /// How many bytes stand before a place.
    #[inline(always)]
    pub(super) fn position(&self, place: Place) -> usize {
        place.0.addr().wrapping_sub(self.memory.as_ptr().addr())
    }

    /// What stands before a place.
    fn written(&mut self, end: Place) -> &mut [u8] {
        let length = self.position(end);
        // SAFETY: so many bytes were written.
        unsafe { self.memory.set_len(length) };
        &mut self.memory
    }

    /// Makes room for so many bytes, and for `ROOM`.
    #[inline(always)]
    fn room(&mut self, to: Place, size: usize) -> Place {
        // This does not wrap: what both are of is in memory.
        if (to.0.addr() as u64).wrapping_add(size as u64) > self.limit as u64 {
            self.grow(to, size)
        } else {
            to
        }
    }

    #[cold]
    fn grow(&mut self, to: Place, size: usize) -> Place {
        let length = self.written(to).len();
        self.memory.reserve(size + ROOM);
        self.limit = limit(&self.memory);
        // SAFETY: so many bytes are written.
        Place(unsafe { self.memory.as_mut_ptr().add(length) })
    }

    /// Writes parts one after the other.
    pub(super) fn put<const PARTS: usize>(&mut self, mut to: Place, parts: [&[u8]; PARTS]) -> Place {
        for part in parts {
            to = self.room(to, part.len());
            // SAFETY: there is room.
            to = unsafe { to.copy(part) };
        }
        to
    }

    #[inline(always)]
    pub(super) fn short<const SIZE: usize>(&mut self, to: Place, short: &Short<SIZE>) -> Place {
        const { assert!(SIZE <= ROOM) };
        let to = self.room(to, 0);
        // SAFETY: there is room.
        unsafe { to.put(short) }
    }

    #[inline(always)]
    pub(super) fn null(&mut self, to: Place) -> Place {
        self.short(to, NULL)
    }

    #[inline(always)]
    pub(super) fn boolean(&mut self, to: Place, value: bool) -> Place {
        self.short(to, if value { TRUE } else { FALSE })
    }

    #[inline(always)]
    pub(super) fn integer(&mut self, to: Place, value: i64) -> Place {
        match usize::try_from(value) {
            Ok(natural) => self.index(to, natural),
            Err(_) => self.negative(to, value),
        }
    }

    /// The key of a list's item.
    #[inline(always)]
    pub(super) fn index(&mut self, to: Place, index: usize) -> Place {
        let to = self.room(to, 0);
        // SAFETY: there is room.
        unsafe { to.number(&INTEGER, index as u64) }
    }

    #[inline(never)]
    fn negative(&mut self, to: Place, value: i64) -> Place {
        self.put(to, [b"i:-", Decimal::of(value.unsigned_abs()).digits(), b";"])
    }

    pub(super) fn double(&mut self, to: Place, value: f64) -> Place {
        // The shortest text that reads back as the same number.
        self.put(to, [b"d:", format!("{value:?}").as_bytes(), b";"])
    }

    /// A text, which has no NUL unless it is written within `checked`.
    #[inline(always)]
    pub(super) fn text(&mut self, to: Place, text: &[u8]) -> Place {
        let to = self.room(to, text.len());
        // SAFETY: there is room.
        let to = unsafe { to.number(&TEXT, text.len() as u64) };
        let offset = text.as_ptr().addr().wrapping_sub(self.body.as_ptr().addr());
        // A short one is copied with what stands behind it in the body, over which the next thing is
        // written: a copy of a fixed size needs no branches that are hard to foresee.
        let to = match self.body.get(offset..).and_then(<[u8]>::first_chunk) {
            Some(chunk) if text.len() <= CHUNK => {
                let chunk: &[u8; CHUNK] = chunk;
                // SAFETY: there is room for a chunk: it is less than half of `ROOM`, as is the number.
                unsafe { to.0.cast::<[u8; CHUNK]>().write_unaligned(*chunk) };
                // SAFETY: no more than a chunk.
                Place(unsafe { to.0.add(text.len()) })
            }
            // SAFETY: there is room for as many.
            _ => unsafe { to.copy(text) },
        };
        // SAFETY: as above.
        unsafe { to.put(TEXT_END) }
    }

    #[inline(always)]
    pub(super) fn begin_array(&mut self, to: Place, size: usize) -> Place {
        let to = self.room(to, 0);
        // SAFETY: there is room.
        unsafe { to.number(&ARRAY, size as u64) }
    }

    #[inline(always)]
    pub(super) fn end(&mut self, to: Place) -> Place {
        self.short(to, ARRAY_END)
    }

    /// Looks for NULs in what is written.
    pub(super) fn checked(&mut self, to: Place, write: impl FnOnce(&mut Self, Place) -> Place) -> Place {
        let start = self.position(to);
        let to = write(self, to);
        self.has_nul |= self.written(to)[start..].contains(&0);
        to
    }

    /// A text that is itself serialized.
    pub(super) fn nested(&mut self, to: Place, write: impl FnOnce(&mut Self, Place) -> Place) -> Place {
        let to = self.put(to, [b"s:"]);
        // Before its length there are zeroes, which do no harm.
        let to = self.headed::<{ Decimal::DIGITS }>(to, |out, to| {
            let start = out.put(to, [b":\""]);
            let position = out.position(start);
            let to = write(out, start);
            (to, (out.position(to) - position) as u64)
        });
        self.short(to, TEXT_END)
    }

    /// Writes what needs a number of so many digits before it that is known only afterwards.
    pub(super) fn headed<const DIGITS: usize>(
        &mut self,
        to: Place,
        write: impl FnOnce(&mut Self, Place) -> (Place, u64),
    ) -> Place {
        let start = self.position(to);
        let to = self.put(to, [&[b'0'; DIGITS]]);
        let (to, number) = write(self, to);
        let digits = &Decimal::of(number).padded[Decimal::DIGITS - DIGITS..];
        self.written(to)[start..start + DIGITS].copy_from_slice(digits);
        to
    }
}
