//! Judges the answers of an implementation, value for value.

use std::collections::HashMap;
use std::fmt;

use serde_json::{Map, Value as Json};

use crate::protocol::Answer;
use crate::vectors::{self, Case};

/// How a set of answers compares with the expectations.
#[derive(Debug, Default)]
pub struct Report {
    /// How many cases were answered rightly.
    pub passed: usize,
    /// Everything that is wrong.
    pub failures: Vec<Failure>,
}

/// Something wrong with the answers.
#[derive(Debug, PartialEq, Eq)]
pub enum Failure {
    /// An answer differs.
    Different {
        /// The case's id.
        id: String,
        /// What the case shows.
        comment: String,
        /// Where the first difference is, as `receive.data.amount`.
        path: String,
        /// What should be there, if anything should.
        expected: Option<String>,
        /// What is there, if anything is.
        got: Option<String>,
    },
    /// A case has no answer.
    Missing {
        /// The case's id.
        id: String,
    },
    /// A line that answers no case, or one that was answered before, or in its place another.
    Stray {
        /// Its number, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Different { id, comment, path, expected, got } => {
                let or_nothing = |side: &Option<String>| side.as_deref().unwrap_or("nothing").to_owned();
                writeln!(f, "{id}: {comment}")?;
                writeln!(f, "  at       {path}")?;
                writeln!(f, "  expected {}", or_nothing(expected))?;
                write!(f, "  got      {}", or_nothing(got))
            }
            Self::Missing { id } => write!(f, "{id}: no answer"),
            Self::Stray { line, reason } => write!(f, "line {line}: {reason}"),
        }
    }
}

/// Compares result lines with what the cases expect.
#[must_use]
pub fn compare(cases: &[&Case], results: &str) -> Report {
    let places: HashMap<&str, usize> = cases.iter().enumerate().map(|(place, case)| (case.id.as_str(), place)).collect();
    let mut answers: Vec<Option<Json>> = vec![None; cases.len()];
    let mut report = Report::default();
    let mut next = 0;
    let mut stray = |line: usize, reason: String| report.failures.push(Failure::Stray { line: line + 1, reason });
    for (line, text) in results.lines().enumerate() {
        let answer: Json = match vectors::from_json(text) {
            Ok(answer) => answer,
            Err(error) => {
                stray(line, format!("no JSON: {error}"));
                continue;
            }
        };
        let id = answer.get("id").and_then(Json::as_str).unwrap_or_default();
        match places.get(id) {
            None => stray(line, format!("answers no case: {id:?}")),
            Some(&place) if answers[place].is_some() => stray(line, format!("answers {id} again")),
            Some(&place) => {
                if place < next {
                    stray(line, format!("{id} is out of order"));
                }
                next = place + 1;
                answers[place] = Some(answer);
            }
        }
    }
    for (case, answer) in cases.iter().zip(answers) {
        match answer.map(|answer| difference(case, &answer)) {
            None => report.failures.push(Failure::Missing { id: case.id.clone() }),
            Some(None) => report.passed += 1,
            Some(Some(failure)) => report.failures.push(failure),
        }
    }
    report
}

/// The first difference between the right answer and the given one.
fn difference(case: &Case, answer: &Json) -> Option<Failure> {
    let right = serde_json::to_value(Answer::of(case)).expect("an answer is JSON");
    let mut walk = Walk { path: Vec::new() };
    let (expected, got) = walk.first_difference(Some(&right), Some(answer))?;
    Some(Failure::Different { id: case.id.clone(), comment: case.comment.clone(), path: walk.path.concat().trim_start_matches('.').to_owned(), expected, got })
}

/// The printed sides of a difference.
type Sides = (Option<String>, Option<String>);

/// A walk through both sides, which stops where they differ.
struct Walk {
    path: Vec<String>,
}

impl Walk {
    fn first_difference(&mut self, expected: Option<&Json>, got: Option<&Json>) -> Option<Sides> {
        let (Some(left), Some(right)) = (expected, got) else {
            return (expected != got).then(|| (expected.map(show), got.map(show)));
        };
        if left == right {
            return None;
        }
        let inner = match (left, right) {
            (Json::Object(left), Json::Object(right)) if number(left).or(number(right)).is_some() => None,
            (Json::Object(left), Json::Object(right)) => match (members(left), members(right)) {
                (Some(left), Some(right)) => self.maps(&left, &right),
                _ => self.maps(&pairs(left), &pairs(right)),
            },
            (Json::Array(left), Json::Array(right)) => {
                let length = left.len().max(right.len());
                (0..length).find_map(|at| self.inside(format!("[{at}]"), left.get(at), right.get(at)))
            }
            _ => None,
        };
        Some(inner.unwrap_or_else(|| (Some(show(left)), Some(show(right)))))
    }

    fn maps(&mut self, expected: &[(&str, &Json)], got: &[(&str, &Json)]) -> Option<Sides> {
        let value = |side: &[(&str, &Json)], key: &str| side.iter().find(|(name, _)| *name == key).map(|(_, value)| (*value).clone());
        let absent = got.iter().filter(|(key, _)| value(expected, key).is_none());
        let keys: Vec<&str> = expected.iter().chain(absent).map(|(key, _)| *key).collect();
        keys.into_iter().find_map(|key| self.inside(step(key), value(expected, key).as_ref(), value(got, key).as_ref()))
    }

    fn inside(&mut self, step: String, expected: Option<&Json>, got: Option<&Json>) -> Option<Sides> {
        self.path.push(step);
        let found = self.first_difference(expected, got);
        if found.is_none() {
            self.path.pop();
        }
        found
    }
}

/// A key as a step of a path.
fn step(key: &str) -> String {
    let plain = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if plain { format!(".{key}") } else { format!("[{}]", shorten(&format!("{key:?}"))) }
}

fn pairs(map: &Map<String, Json>) -> Vec<(&str, &Json)> {
    map.iter().map(|(key, value)| (key.as_str(), value)).collect()
}

/// The members of an object VALUE.
fn members(map: &Map<String, Json>) -> Option<Vec<(&str, &Json)>> {
    let pairs = map.get("o").filter(|_| map.len() == 1)?.as_array()?;
    pairs.iter().map(|pair| Some((pair.get(0)?.as_str()?, pair.get(1)?))).collect()
}

/// The hex digits of a number VALUE.
fn number(map: &Map<String, Json>) -> Option<&str> {
    map.get("n").filter(|_| map.len() == 1)?.as_str()
}

/// JSON for a reader: numbers with their decimal form, and not too long.
fn show(json: &Json) -> String {
    let bits = json.as_object().and_then(number).and_then(|hex| u64::from_str_radix(hex, 16).ok());
    let double = bits.map(|bits| format!(" ({:?})", f64::from_bits(bits))).unwrap_or_default();
    shorten(&json.to_string()) + &double
}

fn shorten(text: &str) -> String {
    const LONGEST: usize = 160;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}… ({} bytes)", &text[..end], text.len()),
        None => text.to_owned(),
    }
}
