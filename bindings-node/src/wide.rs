//! Text in UTF-16, made UTF-8.

/// As many units as are looked at together.
const BLOCK: usize = 16;

/// The bytes in which `narrow` can make UTF-8 of so many units that lie at the end of them.
pub(crate) fn space(units: usize) -> usize {
    // A character of several bytes is written as four, wherever it ends; and the units are aligned.
    const SPARE: usize = 16;
    units.saturating_mul(3).saturating_add(SPARE)
}

/// Writes UTF-16 as UTF-8, half a surrogate pair as U+FFFD, and gives the number of bytes. V8 does the
/// same unit by unit, which takes several times as long.
///
/// # Safety
///
/// `length` units can be read at `from`; `to` can be written to for as many bytes as `space` says, at
/// the end of which the units may lie: what is written then stays behind what is read.
pub(crate) unsafe fn narrow(from: *const u16, length: usize, to: *mut u8) -> usize {
    let (mut read, mut written) = (0, 0);
    while read < length {
        if length - read >= BLOCK {
            // SAFETY: that many are left.
            let units = unsafe { from.wrapping_add(read).cast::<[u16; BLOCK]>().read_unaligned() };
            if units.iter().fold(0, |all, unit| all | unit) < 0x80 {
                #[expect(clippy::cast_possible_truncation, reason = "below 0x80")]
                let bytes = units.map(|unit| unit as u8);
                // SAFETY: fewer than three bytes for each.
                unsafe { to.wrapping_add(written).cast::<[u8; BLOCK]>().write_unaligned(bytes) };
                read += BLOCK;
                written += BLOCK;
                continue;
            }
        }
        let end = length.min(read + BLOCK);
        while read < end {
            // SAFETY: within the text.
            let unit = |at: usize| u32::from(unsafe { from.wrapping_add(at).read_unaligned() });
            let mut character = unit(read);
            read += 1;
            if character & 0xf800 == 0xd800 {
                let next = if read < length { unit(read) } else { 0 };
                if character < 0xdc00 && next & 0xfc00 == 0xdc00 {
                    character = 0x10000 + ((character & 0x3ff) << 10 | (next & 0x3ff));
                    read += 1;
                } else {
                    character = 0xfffd;
                }
            }
            let (bytes, count) = encode(character);
            // SAFETY: three bytes for each unit before, and one to spare.
            unsafe { to.wrapping_add(written).cast::<[u8; 4]>().write_unaligned(bytes) };
            written += count;
        }
    }
    written
}

/// A character's bytes, and how many of the four they are.
fn encode(character: u32) -> ([u8; 4], usize) {
    let rest = |shift: u32| 0x80 | (character >> shift & 0x3f);
    let (word, count) = match character {
        0..0x80 => (character, 1),
        0x80..0x800 => (0xc0 | character >> 6 | rest(0) << 8, 2),
        0x800..0x10000 => (0xe0 | character >> 12 | rest(6) << 8 | rest(0) << 16, 3),
        _ => (0xf0 | character >> 18 | rest(12) << 8 | rest(6) << 16 | rest(0) << 24, 4),
    };
    (word.to_le_bytes(), count)
}
