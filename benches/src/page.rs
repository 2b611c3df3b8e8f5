//! `docs/benchmarks.md`: what a reader wants to know, from what was measured. Words stand in the
//! template, numbers in the record.

use std::collections::BTreeMap;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior, context};
use serde::Serialize;

use crate::Failure;
use crate::bodies::{Kind, Size, Text};
use crate::languages::{Goal, Language, Shown};
use crate::measurements::FLOOR;
use crate::record::{Pair, Record, Run};

/// With fewer rounds than this it was a trial, and the page says so.
const ENOUGH: usize = 21;

/// What a template sees of a language; its cells are of all kinds of bodies, in their order.
#[derive(Serialize)]
struct Section<'r> {
    title: &'r str,
    run: &'r Run,
    trial: bool,
    times: Vec<Row>,
    ratios: Vec<Row>,
    missed: Vec<Missed<'r>>,
}

#[derive(Serialize)]
struct Row {
    call: Option<String>,
    peer: Option<String>,
    cells: Vec<String>,
    /// What was aimed at, if it was.
    goal: Option<String>,
}

/// A goal that was not reached everywhere.
#[derive(Serialize)]
struct Missed<'r> {
    call: &'r str,
    peer: &'r str,
    places: Vec<String>,
    why: &'r str,
}

/// A row of the table that stands before all others.
#[derive(Serialize)]
struct Summary<'r> {
    title: &'r str,
    call: &'r str,
    peer: &'r str,
    cells: Vec<String>,
}

/// The page.
pub(crate) fn page(languages: &[Language], record: &Record) -> Result<String, Failure> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(
        SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build()?,
    );
    environment.add_template("page", include_str!("../page.md.jinja"))?;
    let sections: BTreeMap<_, _> = languages
        .iter()
        .filter_map(|language| Some((language.name.as_str(), section(language, record)?)))
        .collect();
    let trials: Vec<_> =
        sections.values().filter(|section| section.trial).map(|section| section.title.to_owned()).collect();
    let summary: Vec<_> = languages.iter().flat_map(|language| summary(language, record)).collect();
    let sizes: Vec<_> = Kind::all()
        .filter_map(|kind| Some(size(record.pairs.iter().find(|pair| pair.kind() == kind)?.bytes)))
        .collect();
    let seen = context! { sections => Serde(sections), summary => Serde(summary), sizes, trials };
    Ok(environment.get_template("page")?.render(seen)?)
}

fn section<'r>(language: &'r Language, record: &'r Record) -> Option<Section<'r>> {
    let run = record.runs.iter().find(|run| run.language == language.name)?;
    let pairs: Vec<_> = record.pairs.iter().filter(|pair| pair.language == language.name).collect();
    // In the order in which they were measured, which begins anew with each kind of bodies.
    let first = Kind::all().next()?;
    let in_order: Vec<_> = pairs.iter().filter(|pair| pair.kind() == first).collect();
    let find = |kind: Kind, call: &str, peer: &str| {
        pairs.iter().find(|pair| pair.kind() == kind && pair.call == call && pair.peer == peer)
    };
    let mut times: Vec<Row> = Vec::new();
    for pair in in_order.iter().filter(|pair| pair.peer == FLOOR) {
        let cells = Kind::all().filter_map(|kind| find(kind, &pair.call, FLOOR));
        let cells = cells.map(|pair| format!("{} ({:.1})", time(pair.ns), 1.0 / pair.ratio)).collect();
        times.push(Row { call: Some(pair.call.clone()), peer: None, cells, goal: None });
    }
    for pair in &in_order {
        if times.iter().any(|row| row.peer.as_ref() == Some(&pair.peer)) {
            continue;
        }
        let cells = Kind::all().filter_map(|kind| find(kind, &pair.call, &pair.peer));
        let cells = cells.map(|pair| time(pair.peer_ns)).collect();
        times.push(Row { call: None, peer: Some(pair.peer.clone()), cells, goal: None });
    }
    let ratios = in_order.iter().filter(|pair| pair.peer != FLOOR).map(|pair| {
        let goal = language.goal(&pair.call, &pair.peer);
        Row {
            call: Some(pair.call.clone()),
            peer: Some(pair.peer.clone()),
            cells: Kind::all()
                .filter_map(|kind| find(kind, &pair.call, &pair.peer))
                .map(|pair| ratio(pair, goal))
                .collect(),
            goal: goal.map(|goal| goal.times.map(|times| times.to_string()).join(" / ")),
        }
    });
    Some(Section {
        title: &language.title,
        run,
        trial: run.rounds < ENOUGH,
        times,
        ratios: ratios.collect(),
        missed: language.goals.iter().filter_map(|goal| missed(goal, &language.name, record)).collect(),
    })
}

fn missed<'r>(goal: &'r Goal, language: &str, record: &Record) -> Option<Missed<'r>> {
    let places: Vec<_> = goal
        .pairs(language, record)
        .filter(|pair| goal.is_missed(pair))
        .map(|pair| {
            let text = if pair.text == Text::Ascii { "" } else { " beyond ASCII" };
            format!("{:.2} instead of {} at {}{text}", pair.ratio, goal.of_size(pair.size), size(pair.bytes))
        })
        .collect();
    (!places.is_empty()).then_some(Missed { call: &goal.call, peer: &goal.peer, places, why: &goal.missed })
}

fn summary<'r>(language: &'r Language, record: &'r Record) -> impl Iterator<Item = Summary<'r>> {
    [Some(&language.plain), language.typed.as_ref()].into_iter().flatten().filter_map(move |shown| {
        let cells: Vec<_> = Kind::all()
            .filter_map(|kind| shown.pair(language, kind, record))
            .map(|pair| format!("{:.1}", pair.ratio))
            .collect();
        let summary = Summary { title: &language.title, call: &shown.call, peer: &shown.peer, cells };
        (!summary.cells.is_empty()).then_some(summary)
    })
}

impl Shown {
    /// What was measured of it.
    pub(crate) fn pair<'r>(&self, language: &Language, kind: Kind, record: &'r Record) -> Option<&'r Pair> {
        record.pairs.iter().find(|pair| {
            pair.language == language.name
                && pair.kind() == kind
                && pair.call == self.call
                && pair.peer == self.peer
        })
    }
}

/// How many times as fast, and between which half of the rounds are; marked where that is too little.
fn ratio(pair: &Pair, goal: Option<&Goal>) -> String {
    let [low, high] = pair.quartiles;
    let mark = if goal.is_some_and(|goal| goal.is_missed(pair)) { " ↓" } else { "" };
    format!("**{:.2}**{mark} ({low:.2}–{high:.2})", pair.ratio)
}

/// With three digits or so, which is more than is certain.
pub(crate) fn time(ns: f64) -> String {
    if ns < 1e3 {
        format!("{ns:.0} ns")
    } else if ns < 1e4 {
        format!("{:.2} µs", ns / 1e3)
    } else if ns < 1e5 {
        format!("{:.1} µs", ns / 1e3)
    } else {
        format!("{:.0} µs", ns / 1e3)
    }
}

pub(crate) fn size(bytes: usize) -> String {
    #[expect(clippy::cast_precision_loss, reason = "some kilobytes")]
    let kilobytes = bytes as f64 / 1e3;
    if bytes < 1000 {
        format!("{bytes} B")
    } else if kilobytes < 10.0 {
        format!("{kilobytes:.1} KB")
    } else {
        format!("{kilobytes:.0} KB")
    }
}

impl Pair {
    pub(crate) fn kind(&self) -> Kind {
        Kind { size: self.size, text: self.text }
    }
}

impl Size {
    /// The size of a body, as far as it was measured.
    pub(crate) fn label(self, record: &Record) -> String {
        let kind = Kind { size: self, text: Text::Ascii };
        record.pairs.iter().find(|pair| pair.kind() == kind).map_or_else(String::new, |pair| size(pair.bytes))
    }
}
