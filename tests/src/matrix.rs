//! Compares the answers of several implementations with one another.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use serde_json::Value as Json;

use crate::protocol::Question;

/// The answers of an implementation, a line each.
pub struct Answers {
    /// Its name.
    pub language: String,
    /// What it wrote.
    pub lines: String,
}

/// How implementations answered the same questions.
pub struct Matrix {
    languages: Vec<String>,
    /// By class of result, how many answers of each language are of it.
    classes: BTreeMap<String, Vec<usize>>,
    /// Questions that were not answered alike.
    pub differences: usize,
    /// The one of these with the smallest body.
    smallest: Option<Difference>,
}

struct Difference {
    question: Question,
    size: usize,
    /// The first language's answer, and that of the one which differs from it.
    sides: [(String, String); 2],
}

impl Matrix {
    /// Compares; the first implementation is what the others are held against.
    #[must_use]
    pub fn new(questions: &[Question], answers: &[Answers]) -> Self {
        let parsed: Vec<HashMap<String, Json>> = answers.iter().map(|answers| by_id(&answers.lines)).collect();
        let mut matrix =
            Self { languages: answers.iter().map(|answers| answers.language.clone()).collect(), classes: BTreeMap::new(), differences: 0, smallest: None };
        for question in questions {
            let given: Vec<Option<&Json>> = parsed.iter().map(|answers| answers.get(&question.id)).collect();
            for (place, answer) in given.iter().enumerate() {
                let counts = matrix.classes.entry(class(*answer)).or_insert_with(|| vec![0; answers.len()]);
                counts[place] += 1;
            }
            // What nobody answered is no agreement.
            let Some(other) = given.iter().position(|answer| *answer != given[0] || answer.is_none()) else { continue };
            matrix.differences += 1;
            let size = question.body.len();
            if matrix.smallest.as_ref().is_none_or(|smallest| size < smallest.size) {
                let said = |place: usize| (matrix.languages[place].clone(), given[place].map_or("no answer".to_owned(), Json::to_string));
                matrix.smallest = Some(Difference { question: question.clone(), size, sides: [said(0), said(other)] });
            }
        }
        matrix
    }
}

/// The answers by the case they answer. Objects of `serde_json` are equal whatever their order.
fn by_id(lines: &str) -> HashMap<String, Json> {
    let answers = lines.lines().filter_map(|line| crate::vectors::from_json::<Json>(line).ok());
    answers.filter_map(|answer| Some((answer.get("id")?.as_str()?.to_owned(), answer))).collect()
}

/// What kind of result an answer is.
fn class(answer: Option<&Json>) -> String {
    let Some(answer) = answer else { return "no answer".to_owned() };
    let receive = &answer["receive"];
    match (receive["code"].as_str(), receive["known"].as_bool(), receive["typed"].as_bool()) {
        (Some(code), _, _) => code.to_owned(),
        (None, Some(true), Some(true)) => "an event: typed".to_owned(),
        (None, Some(true), _) => "an event: known, untyped".to_owned(),
        _ => "an event: unknown".to_owned(),
    }
}

impl fmt::Display for Matrix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<26}", "result of receive")?;
        for language in &self.languages {
            write!(f, "{language:>8}")?;
        }
        writeln!(f)?;
        for (class, counts) in &self.classes {
            write!(f, "{class:<26}")?;
            for count in counts {
                write!(f, "{count:>8}")?;
            }
            writeln!(f)?;
        }
        if let Some(Difference { question, sides, .. }) = &self.smallest {
            writeln!(f, "\nthe smallest of {} cases that are not answered alike:", self.differences)?;
            writeln!(f, "{}", serde_json::to_string(question).map_err(|_| fmt::Error)?)?;
            writeln!(f, "body: {}", String::from_utf8_lossy(&question.body().unwrap_or_default()))?;
            for (language, answer) in sides {
                writeln!(f, "{language}: {answer}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vectors::Provider;

    fn question(id: &str, body: &str) -> Question {
        Question { id: id.to_owned(), provider: Provider::Commet, body: body.to_owned(), signature: None, secret: String::new(), headers: None, options: None }
    }

    #[test]
    fn tells_what_differs_and_shows_the_smallest() {
        let questions = [question("a", "AAAAAAAA"), question("b", "AAAA"), question("c", "AAAA")];
        let lines = |b: &str| {
            format!(
                "{{\"id\":\"a\",\"receive\":{{\"ok\":false,\"code\":\"{b}\"}}}}\n{{\"receive\":{{\"code\":\"{b}\",\"ok\":false}},\"id\":\"b\"}}\n{{\"id\":\"c\",\"receive\":{{\"ok\":true,\"known\":true,\"typed\":true}}}}\n"
            )
        };
        let answers = |language: &str, code: &str| Answers { language: language.to_owned(), lines: lines(code) };
        let same = Matrix::new(&questions, &[answers("x", "p"), answers("y", "p")]);
        assert_eq!((same.differences, same.classes["p"].as_slice(), same.classes["an event: typed"].as_slice()), (0, &[2, 2][..], &[1, 1][..]));
        let other = Matrix::new(&questions, &[answers("x", "p"), answers("y", "q")]);
        assert_eq!(other.differences, 2);
        assert!(other.to_string().contains("\"id\":\"b\""), "{other}");
        let missing = Matrix::new(&questions[..1], &[Answers { language: "x".to_owned(), lines: String::new() }]);
        assert_eq!(missing.differences, 1);
    }
}
