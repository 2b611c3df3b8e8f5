//! Benchmarks of all languages: `benches/run` calls it, by `make bench`.
//!
//! - `bodies DIRECTORY` writes what is received;
//! - `rust DIRECTORY ROUNDS` is the benchmark of Rust, see [`measurements`] for what one prints;
//! - `keep LANGUAGE FILE DIRECTORY` puts what a benchmark has printed in the place of the language's last
//!   run, and renders the page and the chart anew;
//! - `table [LANGUAGE…]` prints the last runs;
//! - `show LANGUAGE FILE DIRECTORY` prints what a benchmark has printed in another way than usual as a
//!   table, without goals, and keeps nothing;
//! - `render` renders the page and the chart.

mod bodies;
mod chart;
mod languages;
mod measurements;
mod page;
mod record;
mod rust;
mod table;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use bodies::{Kind, Size, Text};
use languages::Language;
use measurements::Measurements;
use record::{Record, Run};

/// Anything that fails ends the program.
type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    let mut record = Record::read(&docs("jsonl"))?;
    match arguments[..] {
        ["bodies", directory] => bodies::write(Path::new(directory))?,
        ["rust", directory, rounds] => rust::measure(Path::new(directory), rounds.parse()?)?,
        ["keep", language, file, directory] => {
            if !Language::all()?.iter().any(|known| known.name == language) {
                return Err(format!("benches/languages.json has no {language}").into());
            }
            add(&mut record, language, file, directory)?;
            record.write(&docs("jsonl"))?;
            render(&record)?;
        }
        ["table", ref languages @ ..] => {
            if !languages.is_empty() {
                record.pairs.retain(|pair| languages.contains(&pair.language.as_str()));
            }
            print!("{}", table::table(&Language::all()?, &record, true));
        }
        ["show", language, file, directory] => {
            let mut shown = Record::default();
            add(&mut shown, language, file, directory)?;
            print!("{}", table::table(&Language::all()?, &shown, false));
        }
        ["render"] => render(&record)?,
        _ => return Err("see benches/src/main.rs for the arguments".into()),
    }
    Ok(())
}

fn docs(extension: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/benchmarks").with_extension(extension)
}

fn add(record: &mut Record, language: &str, file: &str, directory: &str) -> Result<(), Failure> {
    let measurements = Measurements::read(&fs::read_to_string(file)?)?;
    let mut bytes: BTreeMap<(Size, Text), usize> = BTreeMap::new();
    for kind in Kind::all() {
        let bodies = kind.read(Path::new(directory))?;
        bytes.insert((kind.size, kind.text), bodies.iter().map(Vec::len).sum::<usize>() / bodies.len());
    }
    let (rounds, pairs) = (measurements.rounds(), measurements.pairs(language, &bytes)?);
    record.replace(Run::of(language, measurements.facts, rounds)?, pairs);
    Ok(())
}

fn render(record: &Record) -> Result<(), Failure> {
    let languages = Language::all()?;
    fs::write(docs("md"), page::page(&languages, record)?)?;
    fs::write(docs("svg"), chart::chart(&languages, record))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Nobody edits by hand what is made from what was measured.
    #[test]
    fn page_and_chart_are_what_was_measured() {
        let (languages, record) = (Language::all().unwrap(), Record::read(&docs("jsonl")).unwrap());
        let page = page::page(&languages, &record).unwrap();
        assert!(fs::read_to_string(docs("md")).unwrap() == page, "edit benches/page.md.jinja, not the page");
        assert!(fs::read_to_string(docs("svg")).unwrap() == chart::chart(&languages, &record));
    }

    /// A goal that nothing was measured for could not be missed.
    #[test]
    fn goals_are_measured() {
        let record = Record::read(&docs("jsonl")).unwrap();
        for language in Language::all().unwrap() {
            for goal in &language.goals {
                let found = goal.pairs(&language.name, &record).count();
                assert_eq!(found, Kind::all().count(), "{}: {} × {}", language.title, goal.call, goal.peer);
            }
        }
    }
}
