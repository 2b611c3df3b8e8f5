//! What is kept of the last run of each language: `docs/benchmarks.jsonl`, from which the page and the
//! chart are made. A line says what was measured where, or how a call of ours compares with a peer.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::{fs, io};

use serde::{Deserialize, Serialize};

use crate::Failure;
use crate::bodies::{Size, Text};
use crate::measurements::Facts;

/// What was measured, and where.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Run {
    pub(crate) language: String,
    /// Year, month and day.
    pub(crate) date: String,
    pub(crate) cpu: String,
    pub(crate) cores: usize,
    pub(crate) system: String,
    pub(crate) runtime: String,
    /// Of the peers.
    pub(crate) versions: BTreeMap<String, String>,
    pub(crate) rounds: usize,
}

/// A call of ours, and a peer.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pair {
    pub(crate) language: String,
    pub(crate) size: Size,
    pub(crate) text: Text,
    /// How long a body is, on average.
    pub(crate) bytes: usize,
    pub(crate) call: String,
    pub(crate) peer: String,
    /// The medians of all rounds.
    pub(crate) ns: f64,
    pub(crate) peer_ns: f64,
    /// How many times as fast ours is: the median of the rounds' ratios.
    pub(crate) ratio: f64,
    /// Between which half of these ratios are.
    pub(crate) quartiles: [f64; 2],
}

#[derive(Deserialize, Serialize)]
#[serde(untagged)]
enum Line {
    Run(Run),
    Pair(Pair),
}

/// All of it.
#[derive(Debug, Default)]
pub(crate) struct Record {
    pub(crate) runs: Vec<Run>,
    pub(crate) pairs: Vec<Pair>,
}

impl Record {
    /// A file that is not there yet holds nothing.
    pub(crate) fn read(file: &Path) -> Result<Self, Failure> {
        let text = match fs::read_to_string(file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            text => text?,
        };
        let mut record = Self::default();
        for line in text.lines() {
            match serde_json::from_str(line)? {
                Line::Run(run) => record.runs.push(run),
                Line::Pair(pair) => record.pairs.push(pair),
            }
        }
        Ok(record)
    }

    pub(crate) fn write(&self, file: &Path) -> Result<(), Failure> {
        let mut text = String::new();
        for run in &self.runs {
            text += &(serde_json::to_string(run)? + "\n");
            for pair in self.pairs.iter().filter(|pair| pair.language == run.language) {
                text += &(serde_json::to_string(pair)? + "\n");
            }
        }
        Ok(fs::write(file, text)?)
    }

    /// Puts a run in the place of the last one of its language.
    pub(crate) fn replace(&mut self, run: Run, pairs: Vec<Pair>) {
        self.pairs.retain(|pair| pair.language != run.language);
        self.pairs.extend(pairs);
        self.runs.retain(|other| other.language != run.language);
        self.runs.push(run);
        // The order in which languages happen to be measured would only make differences.
        self.runs.sort_by(|one, other| one.language.cmp(&other.language));
    }
}

impl Run {
    /// A run on this machine, today.
    pub(crate) fn of(language: &str, facts: Facts, rounds: usize) -> Result<Self, Failure> {
        Ok(Self {
            language: language.to_owned(),
            date: said(Command::new("date").args(["-u", "+%Y-%m-%d"]))?,
            cpu: cpu(),
            cores: std::thread::available_parallelism()?.get(),
            system: said(Command::new("uname").args(["-s", "-r", "-m"]))?,
            runtime: facts.runtime,
            versions: facts.versions,
            rounds,
        })
    }
}

fn said(command: &mut Command) -> Result<String, Failure> {
    Ok(String::from_utf8(command.output()?.stdout)?.trim().to_owned())
}

/// The processor's name: of Linux, or of macOS.
fn cpu() -> String {
    let linux = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    linux
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(':'))
        .map(|(_, name)| name.trim().to_owned())
        .or_else(|| said(Command::new("sysctl").args(["-n", "machdep.cpu.brand_string"])).ok())
        .unwrap_or_else(|| "of an unknown name".to_owned())
}
