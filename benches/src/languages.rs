//! What is known of the languages before anything is measured: `languages.json`.

use serde::Deserialize;

use crate::Failure;
use crate::bodies::Size;
use crate::record::{Pair, Record};

/// A language, in the order of the page.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Language {
    pub(crate) name: String,
    pub(crate) title: String,
    /// What the chart shows of the call that gives a plain value, and of the one that gives a typed event.
    pub(crate) plain: Shown,
    pub(crate) typed: Option<Shown>,
    pub(crate) goals: Vec<Goal>,
}

/// A call of ours, and whose time it is compared with.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Shown {
    pub(crate) call: String,
    pub(crate) peer: String,
}

/// How many times as fast as the peer a call should be.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Goal {
    pub(crate) call: String,
    pub(crate) peer: String,
    /// For small, medium and large bodies, be they ASCII or not.
    pub(crate) times: [f64; 3],
    /// Why it is missed, for the page, where it is.
    pub(crate) missed: String,
}

impl Goal {
    pub(crate) fn of_size(&self, size: Size) -> f64 {
        self.times[size as usize]
    }

    /// Pages show two digits: what is missed there is missed.
    pub(crate) fn is_missed(&self, pair: &Pair) -> bool {
        (pair.ratio * 100.0).round() < self.of_size(pair.size) * 100.0
    }

    /// What was measured for it.
    pub(crate) fn pairs<'r>(
        &'r self,
        language: &'r str,
        record: &'r Record,
    ) -> impl Iterator<Item = &'r Pair> {
        record
            .pairs
            .iter()
            .filter(move |pair| pair.language == language && pair.call == self.call && pair.peer == self.peer)
    }
}

impl Language {
    pub(crate) fn all() -> Result<Vec<Self>, Failure> {
        Ok(serde_json::from_str(include_str!("../languages.json"))?)
    }

    /// The goal for a call and its peer.
    pub(crate) fn goal(&self, call: &str, peer: &str) -> Option<&Goal> {
        self.goals.iter().find(|goal| goal.call == call && goal.peer == peer)
    }
}
