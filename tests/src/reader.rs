//! A second opinion on JSON: the smallest strict reader of the contract's grammar.
//!
//! It is written from RFC 8259 and the contract's rules alone and shares nothing with the core, so
//! that an expectation and the core cannot be wrong together. It is slow and it does not care: only
//! the authoring of the vectors uses it. Numbers are left to the standard library, whose decimal
//! conversion is exact.

use std::collections::BTreeMap;

use crate::value::Value;

/// Containers may nest this deep.
const MAX_DEPTH: usize = 128;

/// Reads a JSON text; `None` if the contract refuses it.
pub(crate) fn read(text: &str) -> Option<Value> {
    let mut reader = Reader { rest: text, depth: 0 };
    let value = reader.value()?;
    reader.space();
    reader.rest.is_empty().then_some(value)
}

struct Reader<'t> {
    rest: &'t str,
    depth: usize,
}

impl<'t> Reader<'t> {
    fn space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
    }

    /// Takes `token` if it comes next.
    fn take(&mut self, token: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(token)?;
        Some(())
    }

    fn value(&mut self) -> Option<Value> {
        self.space();
        match self.rest.chars().next()? {
            '{' => self.nested("{", "}", Self::members).map(Value::Object),
            '[' => self.nested("[", "]", Self::items).map(Value::Array),
            '"' => self.string().map(Value::Text),
            't' => self.take("true").map(|()| Value::Bool(true)),
            'f' => self.take("false").map(|()| Value::Bool(false)),
            'n' => self.take("null").map(|()| Value::Null),
            _ => self.number(),
        }
    }

    fn nested<T: Default>(&mut self, open: &str, close: &str, contents: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        self.take(open)?;
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        self.space();
        let found = if self.rest.starts_with(close) { T::default() } else { contents(self)? };
        self.space();
        self.take(close)?;
        self.depth -= 1;
        Some(found)
    }

    fn items(&mut self) -> Option<Vec<Value>> {
        let mut items = vec![self.value()?];
        while self.comma() {
            items.push(self.value()?);
        }
        Some(items)
    }

    fn members(&mut self) -> Option<BTreeMap<String, Value>> {
        let mut members = BTreeMap::new();
        loop {
            self.space();
            let key = self.string()?;
            self.space();
            self.take(":")?;
            let value = self.value()?;
            members.insert(key, value);
            if !self.comma() {
                return Some(members);
            }
        }
    }

    fn comma(&mut self) -> bool {
        self.space();
        self.take(",").is_some()
    }

    fn number(&mut self) -> Option<Value> {
        let length = self.rest.find(|c: char| !matches!(c, '0'..='9' | '+' | '-' | '.' | 'e' | 'E'));
        let (token, rest) = self.rest.split_at(length.unwrap_or(self.rest.len()));
        self.rest = rest;
        let double: f64 = is_number(token).then(|| token.parse().ok())??;
        double.is_finite().then(|| Value::number(double))
    }

    fn string(&mut self) -> Option<String> {
        self.take("\"")?;
        let mut text = String::new();
        loop {
            let next = self.rest.chars().next()?;
            self.rest = &self.rest[next.len_utf8()..];
            match next {
                '"' => return Some(text),
                '\\' => text.push(self.escape()?),
                '\0'..='\x1f' => return None,
                plain => text.push(plain),
            }
        }
    }

    /// What follows a backslash.
    fn escape(&mut self) -> Option<char> {
        let kind = self.rest.chars().next()?;
        self.rest = &self.rest[kind.len_utf8()..];
        Some(match kind {
            '"' | '\\' | '/' => kind,
            'b' => '\x08',
            'f' => '\x0c',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => self.unit_escape()?,
            _ => return None,
        })
    }

    /// What follows `\u`: one unit, or two that are a pair; a lone surrogate is U+FFFD.
    fn unit_escape(&mut self) -> Option<char> {
        let first = self.unit()?;
        if let Some(plain) = char::from_u32(first) {
            return Some(plain);
        }
        let before = self.rest;
        if first < 0xDC00 && self.take("\\u").is_some() {
            let second = self.unit()?;
            if (0xDC00..0xE000).contains(&second) {
                return char::from_u32(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00));
            }
        }
        self.rest = before;
        Some(char::REPLACEMENT_CHARACTER)
    }

    fn unit(&mut self) -> Option<u32> {
        let digits: &'t str = self.rest.get(..4)?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        self.rest = &self.rest[4..];
        u32::from_str_radix(digits, 16).ok()
    }
}

/// `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`
fn is_number(token: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = token.strip_prefix('-').unwrap_or(token);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|text| digits(text.strip_prefix(['+', '-']).unwrap_or(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_values() {
        let value = read(" {\"a\":[1,-0,1e2,\"\\u0041\\ud83d\\ude00\\ud800\",{}],\"a\":[] , \"b\":null}\n");
        assert_eq!(value, Some(Value::Object(BTreeMap::from([("a".to_owned(), Value::Array(vec![])), ("b".to_owned(), Value::Null),]))),);
        assert_eq!(read("\"\\ud800\\ud83d\\ude00\""), Some(Value::from("\u{fffd}\u{1f600}")));
    }

    #[test]
    fn refuses_what_is_no_json() {
        for text in [
            "",
            "01",
            "1.",
            ".5",
            "+1",
            "1e",
            "-",
            "1e999",
            "[1,]",
            "{\"a\":1,}",
            "[1 2]",
            "{a:1}",
            "'a'",
            "\"\t\"",
            "\"\\x\"",
            "\"\\u+041\"",
            "[",
            "[]]",
            "tru",
            "\u{feff}1",
            "\"\\ud800\\u12\"",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert!(read(&("[".repeat(128) + &"]".repeat(128))).is_some());
        assert!(read(&("[".repeat(129) + &"]".repeat(129))).is_none());
    }
}
