//! What the benchmark of a language prints, and what follows from it.
//!
//! Each is called with a directory of bodies (see [`crate::bodies`]) and a number of rounds. In every
//! round each contender takes one turn after the other, so that whatever else the machine does slows all
//! of them: it goes through all bodies of a kind as often as makes two megabytes ([`TURN`]), but at least
//! once. On standard output there is one line of JSON with what was measured,
//!
//! ```json
//! {"runtime": "CPython 3.11.7", "versions": {"commet-sdk": "9.7.0"}}
//! ```
//!
//! and one for each kind of bodies and contender, with the nanoseconds of a body in each round. Calls of
//! ours are compared with peers of the same task, and with the peer that only hashes:
//!
//! ```json
//! {"bodies": "small-ascii", "task": "parse", "call": "verify_and_parse", "ns": [1310.5, 1302.1]}
//! {"bodies": "small-ascii", "task": "parse", "peer": "commet-sdk", "ns": [4680.0, 4702.3]}
//! {"bodies": "small-ascii", "task": "hash", "peer": "SHA-256 alone", "ns": [431.2, 433.0]}
//! ```

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::Failure;
use crate::bodies::{Kind, Size, Text};
use crate::record::Pair;

/// Bytes that a turn of a contender goes through, about.
pub(crate) const TURN: usize = 2_000_000;

/// The peer that shows what no verification can be faster than: SHA-256 of the body, as fast as the
/// language has it.
pub(crate) const FLOOR: &str = "SHA-256 alone";

/// What was measured.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Facts {
    pub(crate) runtime: String,
    /// Of the peers.
    pub(crate) versions: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Task {
    Verify,
    Parse,
    Hash,
}

/// The times of a contender.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Times {
    bodies: String,
    task: Task,
    /// Of ours.
    call: Option<String>,
    /// Somebody else's.
    peer: Option<String>,
    ns: Vec<f64>,
}

/// What a program has printed.
pub(crate) struct Measurements {
    pub(crate) facts: Facts,
    times: Vec<Times>,
}

impl Measurements {
    pub(crate) fn read(text: &str) -> Result<Self, Failure> {
        let (facts, times) = text.split_once('\n').ok_or("nothing was printed")?;
        let facts = serde_json::from_str(facts)?;
        let times: Vec<Times> = times.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
        let rounds = times.first().map_or(0, |times| times.ns.len());
        if rounds == 0 || times.iter().any(|times| times.ns.len() != rounds) {
            return Err("rounds are missing".into());
        }
        Ok(Self { facts, times })
    }

    pub(crate) fn rounds(&self) -> usize {
        self.times[0].ns.len()
    }

    /// Each call of ours with each peer of the same task, in the order of kinds and of what was printed.
    /// `bytes` says how long a body of a kind is.
    pub(crate) fn pairs(
        &self,
        language: &str,
        bytes: &BTreeMap<(Size, Text), usize>,
    ) -> Result<Vec<Pair>, Failure> {
        let mut pairs = Vec::new();
        for kind in Kind::all() {
            let of_kind: Vec<_> = self.times.iter().filter(|times| times.bodies == kind.name()).collect();
            let before = pairs.len();
            for (ours, call) in of_kind.iter().filter_map(|times| Some((times, times.call.as_ref()?))) {
                for (theirs, peer) in of_kind.iter().filter_map(|times| Some((times, times.peer.as_ref()?))) {
                    if theirs.task != ours.task && theirs.task != Task::Hash {
                        continue;
                    }
                    let ratios = sorted(theirs.ns.iter().zip(&ours.ns).map(|(theirs, ours)| theirs / ours));
                    pairs.push(Pair {
                        language: language.to_owned(),
                        size: kind.size,
                        text: kind.text,
                        bytes: bytes[&(kind.size, kind.text)],
                        call: call.clone(),
                        peer: peer.clone(),
                        ns: rounded(middle(&sorted(ours.ns.iter().copied())), 1.0),
                        peer_ns: rounded(middle(&sorted(theirs.ns.iter().copied())), 1.0),
                        ratio: rounded(middle(&ratios), 1000.0),
                        quartiles: [
                            rounded(ratios[ratios.len() / 4], 1000.0),
                            rounded(ratios[ratios.len() * 3 / 4], 1000.0),
                        ],
                    });
                }
            }
            if pairs.len() == before {
                return Err(format!("nothing was measured with {}", kind.name()).into());
            }
        }
        Ok(pairs)
    }
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}

fn middle(sorted: &[f64]) -> f64 {
    sorted[sorted.len() / 2]
}

fn rounded(value: f64, unit: f64) -> f64 {
    (value * unit).round() / unit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_those_of_the_same_round() {
        // A machine that is three times as slow in the last round says nothing about who is faster.
        let mut text = r#"{"runtime": "R", "versions": {}}"#.to_owned();
        for kind in Kind::all() {
            for (task, role, name, ns) in [
                ("parse", "call", "ours", "[10, 12, 30]"),
                ("verify", "call", "verify", "[5, 5, 5]"),
                ("parse", "peer", "theirs", "[40, 24, 90]"),
                ("hash", "peer", FLOOR, "[5, 6, 15]"),
            ] {
                let bodies = kind.name();
                let line =
                    format!(r#"{{"bodies": "{bodies}", "task": "{task}", "{role}": "{name}", "ns": {ns}}}"#);
                text.push('\n');
                text.push_str(&line);
            }
        }
        let bytes = Kind::all().map(|kind| ((kind.size, kind.text), 500)).collect();
        let pairs = Measurements::read(&text).unwrap().pairs("x", &bytes).unwrap();
        let of_small: Vec<_> = pairs[..3]
            .iter()
            .map(|pair| (&*pair.call, &*pair.peer, pair.ns, pair.peer_ns, pair.ratio, pair.quartiles))
            .collect();
        assert_eq!(
            of_small,
            [
                ("ours", "theirs", 12.0, 40.0, 3.0, [2.0, 4.0]),
                ("ours", FLOOR, 12.0, 6.0, 0.5, [0.5, 0.5]),
                ("verify", FLOOR, 5.0, 6.0, 1.2, [1.0, 3.0]),
            ]
        );
        assert_eq!(pairs.len(), 3 * Kind::all().count());
    }

    #[test]
    fn half_a_run_is_none() {
        let facts = "{\"runtime\": \"R\", \"versions\": {}}\n";
        let line = |ns| {
            format!("{{\"bodies\": \"small-ascii\", \"task\": \"parse\", \"call\": \"c\", \"ns\": {ns}}}\n")
        };
        assert!(Measurements::read("").is_err());
        assert!(Measurements::read(facts).is_err());
        assert!(Measurements::read(&(facts.to_owned() + &line("[1, 2]") + &line("[1]"))).is_err());
        let small = Measurements::read(&(facts.to_owned() + &line("[1, 2]"))).unwrap();
        assert!(small.pairs("x", &BTreeMap::from([((Size::Small, Text::Ascii), 5)])).is_err());
    }
}
