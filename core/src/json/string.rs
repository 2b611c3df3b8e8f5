//! Strings: where they end, and what their escapes mean.

use super::Fault;
use crate::generated::errors::JsonReason;

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// The high bit of each byte that ends a plain run: `"`, `\` or a control character. Exact up to
/// and including the lowest one, which is all that is asked of it: a borrow only disturbs bytes
/// above the one that caused it.
#[inline]
const fn stops(word: u64) -> u64 {
    let quote = (word ^ (ONES * b'"' as u64)).wrapping_sub(ONES);
    let backslash = (word ^ (ONES * b'\\' as u64)).wrapping_sub(ONES);
    let control = word.wrapping_sub(ONES * 0x20);
    // None of the three has its high bit set where the word has it: such bytes are never stops.
    (quote | backslash | control) & !word & HIGH
}

/// How many bytes stand before the first that ends a plain run, as far as they are whole words.
#[inline]
pub(super) fn plain_prefix(bytes: &[u8]) -> usize {
    let mut at = 0;
    for word in bytes.as_chunks().0 {
        let stop = stops(u64::from_le_bytes(*word));
        if stop != 0 {
            return at + (stop.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    at
}

/// The length of the run of characters that stand for themselves: what stands before the first `"`,
/// `\` or control character.
#[inline]
pub(super) fn plain_len(bytes: &[u8]) -> usize {
    let length = plain_prefix(bytes);
    let rest = bytes.get(length..).unwrap_or_default();
    length + rest.iter().take_while(|&&byte| byte >= 0x20 && byte != b'"' && byte != b'\\').count()
}

/// Writes the string whose plain run ended at `run_end` (a backslash) into `out`, escapes replaced.
/// Gives the byte after the closing quote and whether a lone surrogate was replaced.
#[cold]
pub(super) fn unescape(
    text: &str,
    start: usize,
    run_end: usize,
    out: &mut String,
) -> Result<(usize, bool), Fault> {
    let bytes = text.as_bytes();
    let mut lone_surrogates = false;
    let mut run_start = start;
    let mut at = run_end;
    loop {
        out.push_str(&text[run_start..at]);
        match bytes.get(at) {
            Some(b'"') => return Ok((at + 1, lone_surrogates)),
            Some(b'\\') => at = escape(bytes, at, out, &mut lone_surrogates)?,
            Some(_) => return Err(Fault::new(JsonReason::ControlCharacter, at)),
            None => return Err(Fault::new(JsonReason::UnexpectedEnd, at)),
        }
        run_start = at;
        at += plain_len(&bytes[at..]);
    }
}

/// Replaces the escape at `at`; gives the byte after it.
fn escape(bytes: &[u8], at: usize, out: &mut String, lone_surrogates: &mut bool) -> Result<usize, Fault> {
    let character = match bytes.get(at + 1) {
        Some(&byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => {
            let unit = code_unit(bytes, at)?;
            let (character, end) = match unit {
                // A high surrogate followed by the escape of a low one is one character; any other
                // surrogate is half of nothing, and a billing event must not be lost over that.
                0xd800..0xdc00 => match code_unit(bytes, at + 6) {
                    Ok(low @ 0xdc00..0xe000) => {
                        (0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00), at + 12)
                    }
                    _ => (unit, at + 6),
                },
                _ => (unit, at + 6),
            };
            out.push(char::from_u32(character).unwrap_or_else(|| {
                *lone_surrogates = true;
                char::REPLACEMENT_CHARACTER
            }));
            return Ok(end);
        }
        Some(_) => return Err(Fault::new(JsonReason::InvalidEscape, at)),
        None => return Err(Fault::new(JsonReason::UnexpectedEnd, bytes.len())),
    };
    out.push(character);
    Ok(at + 2)
}

/// The number of the `\uXXXX` escape at `at`.
fn code_unit(bytes: &[u8], at: usize) -> Result<u32, Fault> {
    let invalid = Fault::new(JsonReason::InvalidEscape, at);
    match bytes.get(at..at + 6) {
        Some([b'\\', b'u', digits @ ..]) => digits.iter().try_fold(0, |number, &digit| {
            let digit = char::from(digit).to_digit(16).ok_or(invalid)?;
            Ok(number << 4 | digit)
        }),
        _ => Err(invalid),
    }
}
