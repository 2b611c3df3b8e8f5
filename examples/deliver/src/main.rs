//! The demo: builds a receiver in each language, starts them all, delivers every webhook of both providers to each over
//! HTTP, then forged, unknown, repeated, unreadable and oversized ones, and compares each answer with what is due.
//!
//! | module | holds |
//! | --- | --- |
//! | `deliveries` | what is sent, and what is due for it |
//! | `receivers` | the receivers: how they are started, and what they have written |
//! | `processes` | what runs, all of which is ended whatever happens |
//! | `http` | requests on a connection that is kept |
//! | `tally` | answers compared with what is due |
//! | `table` | what is shown |

mod deliveries;
mod http;
mod processes;
mod receivers;
mod table;
mod tally;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::deliveries::Delivery;
use crate::receivers::{LANGUAGES, Language, Receiver};
use crate::table::{State, Table};
use crate::tally::Tally;

/// How often the table is drawn while something is waited for.
const PAUSE: Duration = Duration::from_millis(100);
/// How long receivers may take to start: a JVM on a busy machine needs some of it.
const START: Duration = Duration::from_secs(90);

fn main() -> ExitCode {
    processes::stop_when_interrupted(|| {
        eprintln!("\ndemo: interrupted; everything it had started is stopped");
    });
    let result = run();
    processes::stop();
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("demo: {fault}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let place = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    let place = std::path::absolute(place.join("demo")).map_err(|error| error.to_string())?;
    let deliveries = deliveries::all();
    println!("{}\n", deliveries::summary(&deliveries));

    let mut table = Table::new(&LANGUAGES);
    for (row, language) in LANGUAGES.iter().enumerate() {
        build(language, &place, |state| table.set(row, state))?;
    }
    let mut receivers = Vec::new();
    for (row, language) in LANGUAGES.iter().enumerate() {
        table.set(row, State::Starting);
        receivers
            .push(Receiver::start(language, &place).map_err(|error| format!("{}: {error}", language.name))?);
    }
    wait_until_all_listen(&receivers, &mut table)?;

    let mut tallies = Vec::new();
    for (row, receiver) in receivers.iter().enumerate() {
        let tally =
            deliver(&deliveries, receiver, |done| table.set(row, State::Delivering(done, deliveries.len())));
        table.set(row, State::Done(tally.summary()));
        tallies.push(tally);
    }
    table.finish();
    conclude(&receivers, &tallies, deliveries.len())
}

/// Builds a receiver, if it or what it uses has changed.
fn build(language: &Language, place: &Path, mut show: impl FnMut(State)) -> Result<(), String> {
    let started = Instant::now();
    let log = place.join(format!("{}-build.log", language.directory));
    let build = || -> io::Result<_> {
        std::fs::create_dir_all(place)?;
        let output = File::create(&log)?;
        let mut command = Command::new("examples/build.sh");
        command.arg(language.directory).stdout(output.try_clone()?).stderr(output);
        processes::start(&mut command)
    };
    let process = build().map_err(|error| format!("{}: {error}", language.name))?;
    let status = loop {
        show(State::Building(started.elapsed()));
        match processes::ended(process) {
            Some(status) => break status,
            None => sleep(PAUSE),
        }
    };
    if status.success() {
        show(State::Built(started.elapsed()));
        return Ok(());
    }
    let said = std::fs::read_to_string(&log).unwrap_or_default();
    let lines: Vec<_> = said.lines().collect();
    let last = lines[lines.len().saturating_sub(30)..].join("\n");
    Err(format!("{} does not build:\n{last}\nAll of it is in {}", language.name, log.display()))
}

fn wait_until_all_listen(receivers: &[Receiver], table: &mut Table) -> Result<(), String> {
    let started = Instant::now();
    let mut waited_for: Vec<_> = (0..receivers.len()).collect();
    while !waited_for.is_empty() {
        waited_for.retain(|&row| {
            let listens = receivers[row].listens();
            if listens {
                table.set(row, State::Ready(started.elapsed()));
            }
            !listens
        });
        for &row in &waited_for {
            let receiver = &receivers[row];
            let trouble = if receiver.ended() {
                "has ended"
            } else if started.elapsed() > START {
                "does not listen"
            } else {
                continue;
            };
            return Err(format!("{} {trouble}:\n{}", receiver.language.name, receiver.output()));
        }
        sleep(PAUSE / 4);
    }
    Ok(())
}

fn deliver(deliveries: &[Delivery], receiver: &Receiver, mut show: impl FnMut(usize)) -> Tally {
    let client = http::Client::new(receiver.port);
    let mut tally = Tally::default();
    for (done, delivery) in deliveries.iter().enumerate() {
        if done % 20 == 0 {
            show(done);
        }
        tally.answered(delivery, client.post(delivery));
    }
    let expected: Vec<_> = deliveries.iter().filter_map(|delivery| delivery.due.log.as_deref()).collect();
    tally.logged(deliveries, &receiver.written(&expected));
    tally
}

fn conclude(receivers: &[Receiver], tallies: &[Tally], deliveries: usize) -> Result<(), String> {
    const SHOWN: usize = 3;
    let mut wrong = 0;
    for (receiver, tally) in receivers.iter().zip(tallies) {
        wrong += tally.wrong.len();
        for line in tally.wrong.iter().take(SHOWN) {
            eprintln!("{}: {line}", receiver.language.name);
        }
        if tally.wrong.len() > SHOWN {
            eprintln!("{}: … and {} more", receiver.language.name, tally.wrong.len() - SHOWN);
        }
        if !tally.wrong.is_empty() {
            eprintln!("{}: what it wrote is in {}", receiver.language.name, receiver.log.display());
        }
    }
    let all = deliveries * receivers.len();
    if wrong > 0 {
        return Err(format!("{wrong} of {all} deliveries were not answered as due"));
    }
    println!("All {all} deliveries to {} receivers were answered as due.", receivers.len());
    Ok(())
}
