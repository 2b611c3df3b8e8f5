//! Points in time.

use std::fmt;
use std::time::{Duration, SystemTime};

use crate::number::Number;

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const DAY: i64 = 24 * 60 * MINUTE;
/// A number of at least this is milliseconds, a smaller one seconds (10^11 s is the year 5138).
const FIRST_MILLISECONDS: f64 = 1e11;
/// 0000-01-01 and 10000-01-01, the years that ISO 8601 writes with four digits.
const YEARS: std::ops::Range<i64> = -62_167_219_200_000..253_402_300_800_000;

/// A point in time to the millisecond, between the years 0 and 9999.
///
/// Displays as ISO 8601 in UTC, and converts to and from [`SystemTime`].
///
/// ```
/// use commet_webhooks::Timestamp;
///
/// let time = Timestamp::parse("2026-03-25T14:30:00.5+02:00").expect("ISO 8601");
/// assert_eq!(time.to_string(), "2026-03-25T12:30:00.500Z");
/// assert_eq!(time.as_millis(), 1_774_441_800_500);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// From milliseconds since 1970-01-01T00:00:00Z; nothing outside the years 0 to 9999.
    #[must_use]
    pub fn from_millis(millis: i64) -> Option<Self> {
        YEARS.contains(&millis).then_some(Self(millis))
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn as_millis(self) -> i64 {
        self.0
    }

    /// Reads ISO 8601: a date, or a date, `T` or a space, and a time with seconds.
    ///
    /// Fractions of a second are kept to the millisecond. The offset is `Z`, `±hh:mm`, `±hhmm` or
    /// `±hh`; without one the time is UTC.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if let Some(usual) = bytes.try_into().ok().and_then(usual) {
            return Some(Self(usual));
        }
        let (date, rest) = bytes.split_at_checked(10)?;
        let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = *date else { return None };
        let year = two_digits(y0, y1)? * 100 + two_digits(y2, y3)?;
        let (month, day) = (two_digits(m0, m1)?, two_digits(d0, d1)?);
        if !(1..=12).contains(&month) || day < 1 || day > days_in_month(year, month) {
            return None;
        }
        let midnight = days_from_civil(year, month, day) * DAY;
        let time = match rest {
            [] => 0,
            [b'T' | b't' | b' ', time @ ..] => time_of_day(time)?,
            _ => return None,
        };
        Self::from_millis(midnight + time)
    }

    /// Whether [`parse`](Self::parse) reads a text.
    pub(crate) fn is_time(text: &str) -> bool {
        text.as_bytes().try_into().is_ok_and(is_usual) || Self::parse(text).is_some()
    }

    /// From a number of seconds (below 10^11) or of milliseconds since 1970, as providers state them.
    #[must_use]
    pub fn from_number(number: Number) -> Option<Self> {
        let value = number.as_f64();
        let millis = if value < FIRST_MILLISECONDS { (value * 1000.0).floor() } else { value.floor() };
        // The range is checked first, as a double that is outside may not fit an integer.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_precision_loss,
            reason = "within the years' range"
        )]
        (YEARS.start as f64..YEARS.end as f64).contains(&millis).then_some(Self(millis as i64))
    }
}

/// The earliest or latest time this type can hold, where the system's is beyond it.
impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        let millis = |span: Duration| i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
        let since = match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => millis(after),
            Err(before) => -millis(before.duration()),
        };
        Self(since.clamp(YEARS.start, YEARS.end - 1))
    }
}

/// The start of 1970 where the system's clock does not reach as far: on Windows, before 1601.
impl From<Timestamp> for SystemTime {
    fn from(time: Timestamp) -> Self {
        let (epoch, span) = (Self::UNIX_EPOCH, Duration::from_millis(time.0.unsigned_abs()));
        let moment = if time.0 < 0 { epoch.checked_sub(span) } else { epoch.checked_add(span) };
        moment.unwrap_or(epoch)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = civil_from_days(self.0.div_euclid(DAY));
        let millis = self.0.rem_euclid(DAY);
        let (hour, minute) = (millis / (60 * MINUTE), millis / MINUTE % 60);
        let (second, fraction) = (millis / SECOND % 60, millis % SECOND);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{fraction:03}Z")
    }
}

/// How providers write nearly all times.
const USUAL: &[u8; 24] = b"0000-00-00T00:00:00.000Z";

/// The number that two digits of a text write.
#[inline]
fn two(text: &[u8; 24], at: usize) -> i64 {
    i64::from(text[at] & 0xf) * 10 + i64::from(text[at + 1] & 0xf)
}

/// Whether a time is in the usual form, and none that needs a closer look: eight bytes at a time.
#[inline]
fn is_usual(text: &[u8; 24]) -> bool {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let word =
        |text: &[u8; 24], at: usize| text.as_chunks().0.get(at).map_or(0, |word| u64::from_le_bytes(*word));
    let mut wrong = 0;
    let [dates, days, _] = [0, 1, 2].map(|at| {
        // Digits become their values, and what has to be the same becomes zero.
        let values = word(text, at) ^ word(USUAL, at);
        // Each byte becomes the number that it and the next one write.
        let pairs = values.wrapping_mul(10).wrapping_add(values >> 8);
        wrong |= values | values.wrapping_add(word(LIMITS, at)) | pairs.wrapping_add(word(PAIR_LIMITS, at));
        pairs
    });
    let (month, day) = (dates >> 40 & 0xff, days & 0xff);
    wrong & HIGH == 0 && month > 0 && day > 0
}

/// The milliseconds of a time in the usual form. It agrees with the slow way, as a test shows.
#[inline]
fn usual(text: &[u8; 24]) -> Option<i64> {
    is_usual(text).then(|| {
        let days = days_from_civil(two(text, 0) * 100 + two(text, 2), two(text, 5), two(text, 8));
        let minutes = (days * 24 + two(text, 11)) * 60 + two(text, 14);
        minutes * MINUTE + two(text, 17) * SECOND + i64::from(text[20] & 0xf) * 100 + two(text, 21)
    })
}

/// For each byte of the usual form, what its value may be at most, taken from 0x7f: 9 for a digit,
/// else 0.
const LIMITS: &[u8; 24] = &{
    let mut limits = [0x7f; 24];
    let mut at = 0;
    while at < limits.len() {
        if USUAL[at] == b'0' {
            limits[at] = 0x7f - 9;
        }
        at += 1;
    }
    limits
};

/// The same for what each byte and the next one write: months, days (every month has 28, and the slow way
/// knows the others), hours, minutes and seconds.
const PAIR_LIMITS: &[u8; 24] = &{
    let mut limits = [0; 24];
    (limits[5], limits[8], limits[11], limits[14], limits[17]) =
        (0x7f - 12, 0x7f - 28, 0x7f - 23, 0x7f - 59, 0x7f - 59);
    limits
};

/// The number that two decimal digits write.
#[inline]
fn two_digits(tens: u8, ones: u8) -> Option<i64> {
    let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
    (tens < 10 && ones < 10).then(|| i64::from(tens * 10 + ones))
}

/// `hh:mm:ss`, a fraction and an offset, as milliseconds after midnight UTC.
fn time_of_day(bytes: &[u8]) -> Option<i64> {
    let (clock, rest) = bytes.split_at_checked(8)?;
    let [h0, h1, b':', m0, m1, b':', s0, s1] = *clock else { return None };
    let (hour, minute, second) = (two_digits(h0, h1)?, two_digits(m0, m1)?, two_digits(s0, s1)?);
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let (fraction, offset) = match rest {
        [b'.' | b',', rest @ ..] => {
            let (fraction, rest) =
                rest.split_at(rest.iter().take_while(|byte| byte.is_ascii_digit()).count());
            let digit = |at: usize| fraction.get(at).map_or(0, |byte| i64::from(byte - b'0'));
            (!fraction.is_empty()).then_some((digit(0) * 100 + digit(1) * 10 + digit(2), rest))?
        }
        rest => (0, rest),
    };
    Some(hour * 60 * MINUTE + minute * MINUTE + second * SECOND + fraction - offset_millis(offset)?)
}

fn offset_millis(bytes: &[u8]) -> Option<i64> {
    let (sign, hours, minutes) = match *bytes {
        [] | [b'Z' | b'z'] => return Some(0),
        [sign, h0, h1] => (sign, two_digits(h0, h1)?, 0),
        [sign, h0, h1, m0, m1] | [sign, h0, h1, b':', m0, m1] => {
            (sign, two_digits(h0, h1)?, two_digits(m0, m1)?)
        }
        _ => return None,
    };
    let offset = hours * 60 * MINUTE + minutes * MINUTE;
    match sign {
        _ if hours > 23 || minutes > 59 => None,
        b'+' => Some(offset),
        b'-' => Some(-offset),
        _ => None,
    }
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days since 1970-01-01 of a date of the Gregorian calendar.
///
/// Counts from 0000-03-01, so that the leap day is the last of its year.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    // A whole era of 400 years later, to stay positive.
    let year = year + 400 - i64::from(month <= 2);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    year * 365 + year / 4 - year / 100 + year / 400 + day_of_year - 719_468 - 146_097
}

/// The date of a number of days since 1970-01-01: the inverse of [`days_from_civil`].
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let month = (shifted_month + 2) % 12 + 1;
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    (year, month, day_of_year - (153 * shifted_month + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::{Timestamp, YEARS, civil_from_days, days_from_civil};

    #[test]
    fn dates_and_days_are_inverse() {
        for days in (YEARS.start / super::DAY..YEARS.end / super::DAY).step_by(13) {
            let (year, month, day) = civil_from_days(days);
            assert_eq!(days_from_civil(year, month, day), days, "{year}-{month}-{day}");
        }
        assert_eq!(civil_from_days(0), (1970, 1, 1));
        assert_eq!(days_from_civil(2024, 2, 29), 19_782);
    }

    #[test]
    fn the_usual_form_is_read_alike() {
        // The slow way reads what has another length.
        let slow = |text: &str| Timestamp::parse(&text.replacen('Z', "000Z", 1)).map(Timestamp::as_millis);
        for text in ["2026-09-14T08:30:00.123Z", "0000-01-01T00:00:00.000Z", "9999-12-28T23:59:59.999Z"] {
            let bytes: &[u8; 24] = text.as_bytes().try_into().expect("24 bytes");
            assert_eq!(super::usual(bytes), slow(text));
            assert!(slow(text).is_some());
            for at in 0..bytes.len() {
                for byte in 0..=0xff {
                    let mut other = *bytes;
                    other[at] = byte;
                    if let Some(millis) = super::usual(&other) {
                        let text = str::from_utf8(&other).expect("digits");
                        assert_eq!(slow(text), Some(millis), "{text}");
                    }
                }
            }
        }
    }

    #[test]
    fn reads_iso_8601() {
        let read = |text| Timestamp::parse(text).map(|time| time.to_string());
        for (text, expected) in [
            ("2026-03-25", "2026-03-25T00:00:00.000Z"),
            ("2026-03-25T14:30:00Z", "2026-03-25T14:30:00.000Z"),
            ("2026-03-25 14:30:00", "2026-03-25T14:30:00.000Z"),
            ("2026-03-25t14:30:00,123987z", "2026-03-25T14:30:00.123Z"),
            ("2026-03-25T00:30:00.5+01:00", "2026-03-24T23:30:00.500Z"),
            ("2024-02-29T23:59:59-0130", "2024-03-01T01:29:59.000Z"),
            ("0000-01-01T00:00:00Z", "0000-01-01T00:00:00.000Z"),
            ("9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"),
        ] {
            assert_eq!(read(text).as_deref(), Some(expected), "{text}");
        }
        for text in [
            "",
            "2026",
            "2026-03",
            "2026-3-25",
            "2026-13-01",
            "2026-02-29",
            "2026-03-25T",
            "2026-03-25T14:30Z",
            "2026-03-25T24:00:00Z",
            "2026-03-25T14:30:60Z",
            "2026-03-25T14:30:00.Z",
            "2026-03-25T14:30:00+1",
            "2026-03-25T14:30:00Zx",
            "9999-12-31T23:59:59-01:00",
            "0000-01-01T00:00:00+01:00",
            "２０２６-03-25",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
