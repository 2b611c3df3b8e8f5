//! An event's data, for people to read.

use std::collections::HashMap;

use commet_webhooks::{Object, Value};

use crate::catalog::Event;
use crate::text::{Paint, printable};

/// Columns that a level of nesting moves to the right.
const INDENT: usize = 2;
/// The values stand below each other, but not to the right of this column.
const LAST_COLUMN: usize = 44;

/// The data as lines of name and value, with the units that the catalog knows.
pub(crate) fn render(data: Object<'_>, event: Option<&Event>, paint: Paint) -> String {
    let mut view = View { units: event.map(Event::units).unwrap_or_default(), paint, rows: Vec::new() };
    view.object(data, "", 1);
    let width = |row: &Row| row.indent * INDENT + row.label.chars().count();
    let column = view.rows.iter().filter(|row| row.value.is_some()).map(width).max().unwrap_or_default();
    let column = column.min(LAST_COLUMN);
    let lines = view.rows.iter().map(|row| {
        let margin = " ".repeat(row.indent * INDENT);
        let label = &row.label;
        match &row.value {
            Some(value) => {
                format!("{margin}{label}{}  {value}\n", " ".repeat(column.saturating_sub(width(row))))
            }
            None => format!("{margin}{label}\n"),
        }
    });
    lines.collect()
}

struct View<'c> {
    /// By path without brackets.
    units: HashMap<String, &'c str>,
    paint: Paint,
    rows: Vec<Row>,
}

struct Row {
    indent: usize,
    label: String,
    /// None for an object or array that the rows below spell out.
    value: Option<String>,
}

impl View<'_> {
    fn object(&mut self, object: Object<'_>, path: &str, indent: usize) {
        for (key, value) in object.iter() {
            let path = if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
            self.value(label(key), value, &path, indent);
        }
    }

    fn value(&mut self, label: String, value: Value<'_>, path: &str, indent: usize) {
        let inline = if spelt_out(value) { None } else { Some(self.inline(value, path)) };
        let open = inline.is_none();
        self.rows.push(Row { indent, label, value: inline });
        match value {
            Value::Object(object) if open => self.object(object, path, indent + 1),
            Value::Array(array) if open => {
                for (index, element) in array.iter().enumerate() {
                    self.value(format!("[{index}]"), element, path, indent + 1);
                }
            }
            _ => {}
        }
    }

    fn inline(&self, value: Value<'_>, path: &str) -> String {
        let text = value.to_string();
        let text = printable(&text);
        let counts = matches!(value, Value::Number(_) | Value::String(_));
        match self.units.get(path).filter(|_| counts) {
            // Such as `1/10000 currency unit`.
            Some(unit) if unit.starts_with(|first: char| first.is_ascii_digit()) => {
                format!("{text} {}", self.paint.dim(&format!("× {unit}")))
            }
            Some(unit) => format!("{text} {}", self.paint.dim(unit)),
            None => text.into_owned(),
        }
    }
}

/// Whether the value takes more than a line: an object, or an array with something inside its
/// elements.
fn spelt_out(value: Value<'_>) -> bool {
    match value {
        Value::Object(object) => !object.is_empty(),
        Value::Array(array) => array.iter().any(|element| match element {
            Value::Object(object) => !object.is_empty(),
            Value::Array(array) => !array.is_empty(),
            _ => false,
        }),
        _ => false,
    }
}

/// A key as it is if it is a plain word, else in quotes.
fn label(key: &str) -> String {
    let plain = |character: char| character.is_alphanumeric() || matches!(character, '_' | '-' | '.');
    if !key.is_empty() && key.chars().all(plain) {
        key.to_owned()
    } else {
        printable(&Value::String(key).to_string()).into_owned()
    }
}
