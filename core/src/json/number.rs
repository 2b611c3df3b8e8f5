//! Numbers: integers of 64 bits exactly, everything else as the nearest double.

use super::Fault;
use crate::generated::errors::JsonReason;
use crate::number::Number;

/// The largest integer up to which every integer is a double of its own (2^53).
const EXACT_IN_DOUBLE: u64 = 1 << 53;

/// A number token: its value, the byte after it, and whether an integer beyond 2^53 was written.
pub(super) struct Token {
    pub(super) number: Number,
    pub(super) end: usize,
    pub(super) large: bool,
}

/// Reads the number that starts at `start` (a minus sign or a digit).
#[inline]
pub(super) fn scan(text: &str, start: usize) -> Result<Token, Fault> {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).map_or(255, |byte| byte.wrapping_sub(b'0'));
    let negative = bytes.get(start) == Some(&b'-');
    let first = start + usize::from(negative);
    let mut end = first;
    let mut magnitude = 0_u64;
    loop {
        let value = digit(end);
        if value > 9 {
            break;
        }
        magnitude = magnitude.wrapping_mul(10).wrapping_add(u64::from(value));
        end += 1;
    }
    let digits = end - first;
    if digits == 0 || (digits > 1 && bytes[first] == b'0') {
        return Err(Fault::new(JsonReason::InvalidNumber, start));
    }
    if matches!(bytes.get(end), Some(b'.' | b'e' | b'E')) {
        let end =
            fraction_and_exponent(bytes, end).ok_or_else(|| Fault::new(JsonReason::InvalidNumber, start))?;
        return Ok(Token { number: double(text, start, end)?, end, large: false });
    }
    // Nineteen digits always fit 64 bits, twenty may.
    let magnitude = match digits {
        ..=19 => Some(magnitude),
        20 => text[first..end].parse().ok(),
        _ => None,
    };
    let number = match magnitude {
        Some(0) if negative => Number::Double(-0.0),
        Some(magnitude) if negative => match 0_i64.checked_sub_unsigned(magnitude) {
            Some(value) => Number::Integer(value),
            None => double(text, start, end)?,
        },
        Some(magnitude) => i64::try_from(magnitude).map_or(Number::Unsigned(magnitude), Number::Integer),
        None => double(text, start, end)?,
    };
    let large = magnitude.is_none_or(|magnitude| magnitude > EXACT_IN_DOUBLE);
    Ok(Token { number, end, large })
}

/// The end of `.digits` and `e±digits`, or nothing where a digit is missing.
fn fraction_and_exponent(bytes: &[u8], mut at: usize) -> Option<usize> {
    if bytes.get(at) == Some(&b'.') {
        at = digits(bytes, at + 1)?;
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        at += 1;
        if matches!(bytes.get(at), Some(b'+' | b'-')) {
            at += 1;
        }
        at = digits(bytes, at)?;
    }
    Some(at)
}

/// The end of a run of at least one digit.
fn digits(bytes: &[u8], start: usize) -> Option<usize> {
    let count = bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    (count > 0).then_some(start + count)
}

fn double(text: &str, start: usize, end: usize) -> Result<Number, Fault> {
    match text[start..end].parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(Number::Double(value)),
        _ => Err(Fault::new(JsonReason::NumberOutOfRange, start)),
    }
}
