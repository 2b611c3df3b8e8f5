//! JSON numbers.

use std::fmt;

/// A JSON number: integers of 64 bits exactly, any other number as the nearest double.
///
/// Amounts of money are integers in the unit that the field's documentation names, usually cents.
///
/// ```
/// use commet_webhooks::Number;
///
/// let total = Number::Integer(9900);
/// assert_eq!(total.as_i64(), Some(9900));
/// assert_eq!(total.to_string(), "9900");
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Number {
    /// An integer from −2⁶³ to 2⁶³ − 1.
    Integer(i64),
    /// An integer from 2⁶³ to 2⁶⁴ − 1.
    Unsigned(u64),
    /// Any other number, and `-0`; never infinite, never NaN.
    Double(f64),
}

impl Number {
    /// The number as an integer, if its value is one (`9900`, `9900.0` and `99e2` alike) that fits.
    #[must_use]
    pub fn as_i64(self) -> Option<i64> {
        match self {
            Self::Integer(value) => Some(value),
            Self::Unsigned(_) => None,
            // Both bounds are doubles; the upper one is the first that does not fit.
            #[expect(clippy::cast_possible_truncation, reason = "integral and within bounds")]
            Self::Double(value) => {
                let bounds = -9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0;
                (value.fract() == 0.0 && bounds.contains(&value)).then_some(value as i64)
            }
        }
    }

    /// The number as a double: the nearest one where an integer is beyond 2⁵³.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "documented")]
    pub fn as_f64(self) -> f64 {
        match self {
            Self::Integer(value) => value as f64,
            Self::Unsigned(value) => value as f64,
            Self::Double(value) => value,
        }
    }
}

/// As JSON: the shortest text that reads back as the same number.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(value) => value.fmt(f),
            Self::Unsigned(value) => value.fmt(f),
            // Debug writes an exponent for very large and small numbers, and `.0` for whole ones.
            Self::Double(value) => write!(f, "{value:?}"),
        }
    }
}
