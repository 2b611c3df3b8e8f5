//! What is shown: on a terminal a table that changes in place, elsewhere a line for each change.

use std::io::{self, IsTerminal as _, Write as _};
use std::time::Duration;

use crate::receivers::Language;
use crate::tally::{Share, Summary};

const HEADER: &str = "language framework      verified    typed  repeats  refused     as due  µs/call";

/// How long a build takes before it is told of.
const NEWS: Duration = Duration::from_secs(1);

/// How far a receiver is.
pub(crate) enum State {
    Waiting,
    Building(Duration),
    Built(Duration),
    Starting,
    Ready(Duration),
    /// So many of so many webhooks.
    Delivering(usize, usize),
    Done(Summary),
}

pub(crate) struct Table {
    rows: Vec<(&'static Language, State)>,
    terminal: bool,
    colours: bool,
    /// Whether the table stands above the cursor.
    drawn: bool,
}

impl Table {
    pub(crate) fn new(languages: &'static [Language]) -> Self {
        let terminal = io::stdout().is_terminal();
        let mut table = Self {
            rows: languages.iter().map(|language| (language, State::Waiting)).collect(),
            terminal,
            colours: terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
            drawn: false,
        };
        if terminal {
            table.draw();
        }
        table
    }

    pub(crate) fn set(&mut self, row: usize, state: State) {
        let (language, old) = &mut self.rows[row];
        let before = if let State::Building(time) = old { *time } else { Duration::ZERO };
        *old = state;
        if self.terminal {
            self.draw();
            return;
        }
        let line = match old {
            // What was built before is no news.
            State::Building(time) if before < NEWS && *time >= NEWS => format!("building {}", language.name),
            State::Built(time) if *time >= NEWS => {
                format!("built {} in {:.1} s", language.name, time.as_secs_f64())
            }
            State::Ready(time) => format!("{} listens after {:.1} s", language.name, time.as_secs_f64()),
            State::Done(_) => {
                if !self.drawn {
                    println!("\n{HEADER}");
                    self.drawn = true;
                }
                self.line(row)
            }
            _ => return,
        };
        // Whoever reads a pipe wants to see it now.
        println!("{line}");
        let _ = io::stdout().flush();
    }

    /// Says what the columns mean, once all is done.
    pub(crate) fn finish(&self) {
        println!(
            "\nverified: answered 200 as authentic · typed: handled with a type · repeats: known to be handled\n\
             before · refused: with the right status and code · as due: answers and what was done, all of it ·\n\
             µs/call: median round trip on a kept connection, the framework and its log included{}",
            if self.rows.iter().any(|(_, state)| matches!(state, State::Done(summary) if summary.closes)) {
                ";\n* with a new connection each, as this server keeps none\n"
            } else {
                "\n"
            }
        );
    }

    fn draw(&mut self) {
        let up = if self.drawn { format!("\x1b[{}A", self.rows.len() + 1) } else { String::new() };
        self.drawn = true;
        let lines = (0..self.rows.len()).map(|row| self.line(row));
        let lines =
            std::iter::once(self.paint("1", HEADER)).chain(lines).map(|line| format!("\x1b[2K{line}\n"));
        // Lines are not to be wrapped: their number is what the cursor goes back.
        let text = format!("{up}\x1b[?7l{}\x1b[?7h", lines.collect::<String>());
        print!("{text}");
        let _ = io::stdout().flush();
    }

    fn line(&self, row: usize) -> String {
        let (language, state) = &self.rows[row];
        let said = match state {
            State::Waiting => self.paint("2", "waits"),
            State::Building(time) => format!("building {} s", time.as_secs()),
            State::Built(time) => format!("built in {:.1} s", time.as_secs_f64()),
            State::Starting => "starting".to_owned(),
            State::Ready(time) => format!("listens after {:.1} s", time.as_secs_f64()),
            State::Delivering(done, all) => format!("delivered {done} of {all}"),
            State::Done(summary) => self.summary(summary),
        };
        format!("{:<8} {:<13} {said}", language.name, language.framework)
    }

    fn summary(&self, summary: &Summary) -> String {
        let share = |share: Share, width| {
            let text = format!("{:>width$}", format!("{}/{}", share.good, share.all));
            self.paint(if share.is_whole() { "32" } else { "1;31" }, &text)
        };
        let Summary { verified, typed, repeats, refused, as_due, micros, closes } = summary;
        format!(
            "{} {} {} {} {} {micros:>8}{}",
            share(*verified, 9),
            share(*typed, 8),
            share(*repeats, 8),
            share(*refused, 8),
            share(*as_due, 10),
            if *closes { "*" } else { "" },
        )
    }

    fn paint(&self, colour: &str, text: &str) -> String {
        if self.colours { format!("\x1b[{colour}m{text}\x1b[0m") } else { text.to_owned() }
    }
}
