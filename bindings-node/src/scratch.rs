//! The memory of JavaScript into which results are written.

use std::{ptr, slice};

use commet_webhooks::{Error, TapeParts};

use crate::body::Body;
use crate::value::FAULT;
use crate::{codes, index};

/// The result of a call that needs more memory: the first word at its place says how much.
pub(crate) const TOO_SMALL: i32 = -1000;

/// A part of the scratch, from the place where a call may write to its end.
#[derive(Clone, Copy)]
pub(crate) struct Scratch {
    start: *mut u8,
    capacity: usize,
}

impl Scratch {
    pub(crate) const NONE: Self = Self { start: ptr::null_mut(), capacity: 0 };

    /// # Safety
    ///
    /// `capacity` bytes can be written at `start`, which is aligned for words, for as long as the
    /// scratch is used; and nobody else reads or writes them during a call.
    pub(crate) unsafe fn new(start: *mut u8, capacity: usize) -> Self {
        if start.addr().is_multiple_of(8) { Self { start, capacity } } else { Self::NONE }
    }

    pub(crate) fn start(self) -> *mut u8 {
        self.start
    }

    pub(crate) fn capacity(self) -> usize {
        self.capacity
    }

    /// The place of the last units that fit, if the scratch has so much space and room for them.
    pub(crate) fn end(self, space: usize, units: usize) -> Option<*mut u16> {
        let at = self.capacity.checked_sub(units.checked_mul(2)?)? & !1;
        (space <= self.capacity).then(|| self.start.wrapping_add(at).cast())
    }

    /// The first bytes, which have been written.
    ///
    /// # Safety
    ///
    /// They have been written, and are not while the result is used.
    pub(crate) unsafe fn written<'a>(self, length: usize) -> Option<&'a [u8]> {
        // SAFETY: within the scratch; the rest is our caller's promise.
        (length <= self.capacity).then(|| unsafe { slice::from_raw_parts(self.start, length) })
    }

    /// Says that `needed` bytes would do.
    pub(crate) fn too_small(self, needed: usize) -> i32 {
        let Ok(needed) = u32::try_from(needed) else { return FAULT };
        self.put(0, &needed.to_le_bytes()).map_or(FAULT, |_| TOO_SMALL)
    }

    /// Writes the tape behind a body, and gives its place. Of a text that is not ASCII, its index follows: a
    /// word that says whether there is one, and its words.
    pub(crate) fn write_tape(self, body: &Body<'_>, tape: &TapeParts<'_>) -> i32 {
        let text = match body {
            Body::Wide(text) => Some(*text),
            _ => None,
        };
        let at = body.bytes().len().next_multiple_of(8);
        let index_at = (at + tape.len()).next_multiple_of(4);
        let needed = index_at + text.map_or(0, |text| 4 * (1 + index::words(text.len())));
        if needed > self.capacity {
            return self.too_small(needed);
        }
        if let Some(text) = text {
            let to = self.start.wrapping_add(index_at);
            #[expect(
                clippy::cast_ptr_alignment,
                reason = "the scratch is aligned, and so is the place in it"
            )]
            // SAFETY: there is room from that place on, and neither the body nor the tape is there.
            let words = unsafe { slice::from_raw_parts_mut(to.cast::<u32>(), (needed - index_at) / 4) };
            words[0] = index::write(text, &mut words[1..]).into();
        }
        let mut end = Some(at);
        for words in tape.words() {
            // SAFETY: words are bytes too.
            let bytes = unsafe { slice::from_raw_parts(words.as_ptr().cast(), size_of_val(words)) };
            end = end.and_then(|at| self.put(at, bytes));
        }
        for text in tape.strings() {
            end = end.and_then(|at| self.put(at, text.as_bytes()));
        }
        end.and_then(|_| i32::try_from(at).ok()).unwrap_or(FAULT)
    }

    /// Writes what JavaScript makes an error of: the lengths of message and field, then the offset in
    /// the body, −1 if there is none, then both texts. Gives the error's number, negative.
    pub(crate) fn write_error(self, error: &Error) -> i32 {
        let (message, field) = (error.message(), error.field().unwrap_or_default());
        let offset = error.offset().and_then(|offset| i32::try_from(offset).ok()).unwrap_or(-1);
        let length = |text: &str| i32::try_from(text.len()).unwrap_or_default();
        let head = [length(&message), length(field), offset].map(i32::to_le_bytes);
        let end = self.put(0, head.as_flattened());
        let end = end.and_then(|at| self.put(at, message.as_bytes()));
        end.and_then(|at| self.put(at, field.as_bytes())).map_or(FAULT, |_| -codes::of(error.code()))
    }

    /// Writes bytes at a place and gives the place behind them, if there is room.
    fn put(self, at: usize, bytes: &[u8]) -> Option<usize> {
        let end = at.checked_add(bytes.len()).filter(|&end| end <= self.capacity)?;
        // SAFETY: the place is within the scratch.
        let to = unsafe { self.start.add(at) };
        // SAFETY: there is room for that many bytes; memory of Rust and of JavaScript do not overlap.
        unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), to, bytes.len()) };
        Some(end)
    }
}
