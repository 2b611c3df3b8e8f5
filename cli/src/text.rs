//! Text on a terminal.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, IsTerminal};

use clap::builder::styling::{AnsiColor, Style};

/// The columns that running text fills.
pub(crate) const WIDTH: usize = 80;

/// Colours, where the output goes to a terminal and `NO_COLOR` is not set.
#[derive(Clone, Copy)]
pub(crate) struct Paint {
    on: bool,
}

impl Paint {
    pub(crate) fn stdout() -> Self {
        Self::on(io::stdout().is_terminal())
    }

    pub(crate) fn stderr() -> Self {
        Self::on(io::stderr().is_terminal())
    }

    fn on(terminal: bool) -> Self {
        Self { on: terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()) }
    }

    pub(crate) fn bold(self, text: &str) -> String {
        self.styled(Style::new().bold(), text)
    }

    pub(crate) fn dim(self, text: &str) -> String {
        self.styled(Style::new().dimmed(), text)
    }

    pub(crate) fn green(self, text: &str) -> String {
        self.styled(AnsiColor::Green.on_default().bold(), text)
    }

    pub(crate) fn red(self, text: &str) -> String {
        self.styled(AnsiColor::Red.on_default().bold(), text)
    }

    fn styled(self, style: Style, text: &str) -> String {
        if self.on { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}

/// The text with an escape in place of each character that could steer the terminal, break the
/// line, or turn the direction of what follows.
///
/// Payloads hold what people typed in somewhere. The escapes are those of JSON, so that JSON means
/// the same afterwards.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    let steers = |character: char| {
        character.is_control() || matches!(character, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if !text.contains(steers) {
        return Cow::Borrowed(text);
    }
    let escaped = text.chars().fold(String::with_capacity(text.len()), |mut escaped, character| {
        if steers(character) {
            let _ = write!(escaped, "\\u{:04x}", u32::from(character));
        } else {
            escaped.push(character);
        }
        escaped
    });
    Cow::Owned(escaped)
}

/// The words of the text, in lines of at most `width` columns that start with `indent` spaces.
pub(crate) fn wrap(text: &str, indent: usize, width: usize) -> String {
    let mut lines = vec![String::new()];
    let mut filled = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if filled > 0 && indent + filled + 1 + length > width {
            lines.push(String::new());
            filled = 0;
        }
        if let Some(line) = lines.last_mut() {
            if filled > 0 {
                line.push(' ');
                filled += 1;
            }
            line.push_str(word);
            filled += length;
        }
    }
    let margin = " ".repeat(indent);
    lines.iter().map(|line| format!("{margin}{line}")).collect::<Vec<_>>().join("\n")
}

/// The text with a capital first letter.
pub(crate) fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// Lines of a label and a value, the values below each other.
pub(crate) fn aligned<'t>(rows: impl IntoIterator<Item = (&'t str, String)>) -> String {
    let rows: Vec<_> = rows.into_iter().collect();
    let width = rows.iter().map(|(label, _)| label.chars().count()).max().unwrap_or_default();
    rows.iter().fold(String::new(), |mut lines, (label, value)| {
        let _ = writeln!(lines, "  {label:width$}  {value}");
        lines
    })
}

#[cfg(test)]
mod tests {
    use super::{aligned, capitalised, printable, wrap};

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(printable("Zoë 🚀 שלום"), "Zoë 🚀 שלום");
        assert_eq!(printable("a\u{1b}[2Jb\n\u{9b}\u{202e}\u{7f}"), r"a\u001b[2Jb\u000a\u009b\u202e\u007f");
    }

    #[test]
    fn wraps_between_words() {
        assert_eq!(wrap("one two three four", 2, 11), "  one two\n  three\n  four");
        assert_eq!(wrap("incomprehensibilities do", 1, 8), " incomprehensibilities\n do");
        assert_eq!(wrap("", 2, 8), "  ");
    }

    #[test]
    fn aligns_and_capitalises() {
        assert_eq!(aligned([("a", "1".to_owned()), ("bcd", "2".to_owned())]), "  a    1\n  bcd  2\n");
        assert_eq!(capitalised("éa b"), "Éa b");
        assert_eq!(capitalised(""), "");
    }
}
