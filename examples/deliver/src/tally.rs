//! Answers compared with what is due.

use std::collections::HashSet;
use std::time::Duration;

use crate::deliveries::{Delivery, Kind};
use crate::http::Answer;

/// How a receiver has done.
#[derive(Default)]
pub(crate) struct Tally {
    /// Whether each delivery was answered as due.
    answers: Vec<bool>,
    times: Vec<Duration>,
    /// How many accepted ones the server has ended the connection after.
    closed: usize,
    verified: Share,
    refused: Share,
    typed: Share,
    repeats: Share,
    as_due: Share,
    /// What was not as due, in words.
    pub(crate) wrong: Vec<String>,
}

/// How many of how many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Share {
    pub(crate) good: usize,
    pub(crate) all: usize,
}

/// A row of the table.
pub(crate) struct Summary {
    pub(crate) verified: Share,
    pub(crate) typed: Share,
    pub(crate) repeats: Share,
    pub(crate) refused: Share,
    pub(crate) as_due: Share,
    /// The median of an accepted delivery's round trip.
    pub(crate) micros: u128,
    /// Whether the server keeps no connection, so that each round trip has a new one.
    pub(crate) closes: bool,
}

impl Share {
    fn count(&mut self, good: bool) {
        self.all += 1;
        self.good += usize::from(good);
    }

    pub(crate) fn is_whole(self) -> bool {
        self.good == self.all
    }
}

impl Tally {
    /// Takes the answer to the next delivery.
    pub(crate) fn answered(&mut self, delivery: &Delivery, answer: Result<Answer, ureq::Error>) {
        let due = &delivery.due;
        let good = match answer {
            Err(error) => {
                self.wrong.push(format!("{}: not answered: {error}", delivery.name));
                false
            }
            Ok(answer) => {
                if delivery.kind.is_accepted() {
                    self.times.push(answer.time);
                    self.closed += usize::from(answer.closes);
                }
                let good = answer.status == due.status && answer.body == due.body;
                if !good {
                    self.wrong.push(format!(
                        "{}: answered {} {} where {} {} is due",
                        delivery.name, answer.status, answer.body, due.status, due.body
                    ));
                }
                good
            }
        };
        let share = if delivery.kind.is_accepted() { &mut self.verified } else { &mut self.refused };
        share.count(good);
        self.answers.push(good);
    }

    /// Takes what the receiver has written about the deliveries, all of which have been answered.
    pub(crate) fn logged(&mut self, deliveries: &[Delivery], written: &HashSet<String>) {
        for (delivery, &answered) in deliveries.iter().zip(&self.answers) {
            let logged = delivery.due.log.as_ref().is_none_or(|line| written.contains(line));
            match delivery.kind {
                Kind::Event => self.typed.count(logged),
                Kind::Repeated => self.repeats.count(logged),
                _ => {}
            }
            self.as_due.count(answered && logged);
            if answered && !logged {
                let line = delivery.due.log.as_deref().unwrap_or_default();
                self.wrong
                    .push(format!("{}: answered as due, but it has not written: {line}", delivery.name));
            }
        }
    }

    pub(crate) fn summary(&self) -> Summary {
        let mut times = self.times.clone();
        times.sort_unstable();
        Summary {
            verified: self.verified,
            typed: self.typed,
            repeats: self.repeats,
            refused: self.refused,
            as_due: self.as_due,
            micros: times.get(times.len() / 2).map_or(0, Duration::as_micros),
            closes: self.closed * 2 > times.len(),
        }
    }
}
