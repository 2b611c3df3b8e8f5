//! How the vector files are laid out: one line per fact, VALUEs on one line, nothing invisible.

use std::io;

use serde::Serialize;
use serde_json::ser::Formatter;

use crate::vectors::{Case, HmacCase, VectorFile};

/// A case as the members of an object: names and laid-out JSON.
pub(crate) trait Members {
    fn members(&self) -> Vec<(&'static str, String)>;
}

impl Members for Case {
    fn members(&self) -> Vec<(&'static str, String)> {
        let expect = [("verify", json(&self.expect.verify)), ("parse", json(&self.expect.parse)), ("receive", json(&self.expect.receive))];
        let mut members = vec![
            ("id", json(&self.id)),
            ("comment", json(&self.comment)),
            ("flags", json(&self.flags)),
            ("provider", json(&self.provider)),
            ("body", json(&self.body)),
            ("signature", json(&self.signature)),
            ("secret", json(&self.secret)),
        ];
        members.extend(self.headers.as_ref().map(|headers| ("headers", json(headers))));
        members.extend(self.options.as_ref().map(|options| ("options", json(options))));
        members.push(("expect", object(3, expect)));
        members
    }
}

impl Members for HmacCase {
    fn members(&self) -> Vec<(&'static str, String)> {
        vec![
            ("id", json(&self.id)),
            ("comment", json(&self.comment)),
            ("flags", json(&self.flags)),
            ("key", json(&self.key)),
            ("payload", json(&self.payload)),
            ("signature", json(&self.signature)),
        ]
    }
}

/// The text of a vector file.
pub(crate) fn text<C: Members>(file: &VectorFile<C>) -> String {
    let flags = file.flags.iter().map(|(flag, meaning)| (flag.as_str(), json(meaning)));
    let cases = file.cases.iter().map(|case| object(2, case.members()));
    let file = [
        ("$schema", json(&file.schema)),
        ("suite", json(&file.suite)),
        ("description", json(&file.description)),
        ("count", json(&file.count)),
        ("flags", object(1, flags)),
        ("cases", block(1, "[", cases, "]")),
    ];
    object(0, file) + "\n"
}

/// An object, one member a line, that begins at an indentation.
fn object<'n>(indent: usize, members: impl IntoIterator<Item = (&'n str, String)>) -> String {
    block(indent, "{", members.into_iter().map(|(name, value)| format!("{}: {value}", json(&name))), "}")
}

fn block(indent: usize, open: &str, lines: impl IntoIterator<Item = String>, close: &str) -> String {
    let (outer, inner) = ("  ".repeat(indent), "  ".repeat(indent + 1));
    let lines: Vec<String> = lines.into_iter().map(|line| format!("{inner}{line}")).collect();
    format!("{open}\n{}\n{outer}{close}", lines.join(",\n"))
}

/// JSON on one line, in which every character can be seen.
pub(crate) fn json<T: Serialize>(value: &T) -> String {
    let mut bytes = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, Visible);
    value.serialize(&mut serializer).expect("vectors are always JSON");
    String::from_utf8(bytes).expect("JSON is UTF-8")
}

/// The compact form, with escapes for what an editor would hide or act upon.
struct Visible;

impl Formatter for Visible {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        for character in fragment.chars() {
            if is_invisible(character) {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    write!(writer, "\\u{unit:04x}")?;
                }
            } else {
                write!(writer, "{character}")?;
            }
        }
        Ok(())
    }
}

fn is_invisible(character: char) -> bool {
    let point = u32::from(character);
    let noncharacter = point & 0xFFFE == 0xFFFE || matches!(point, 0xFDD0..=0xFDEF);
    noncharacter
        || matches!(
            character,
            '\u{7f}'..='\u{a0}'
                | '\u{ad}'
                | '\u{300}'..='\u{36f}'
                | '\u{2000}'..='\u{200f}'
                | '\u{2028}'..='\u{202f}'
                | '\u{2060}'..='\u{206f}'
                | '\u{3000}'
                | '\u{e000}'..='\u{f8ff}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffd}'
                | '\u{e0000}'..='\u{10ffff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hides_nothing() {
        assert_eq!(json(&"a\u{feff}é\u{2028}😀\u{10ffff}\0\""), r#""a\ufeffé\u2028😀\udbff\udfff\u0000\"""#);
    }
}
