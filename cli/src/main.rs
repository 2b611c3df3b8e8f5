//! `commet-webhooks`: verify, sign and look up the webhooks of Commet and CREEM.
//!
//! | module | holds |
//! | --- | --- |
//! | `args` | the command line and its help |
//! | `verify`, `sign`, `events`, `sample` | one command each: from arguments to an [`Outcome`] |
//! | `catalog` | the events as the generated `catalog.json` lists them |
//! | `secrets`, `input` | what a command reads |
//! | `data`, `text` | how things look on a terminal |
//!
//! What is authentic, what parses and what an event is, the library decides; no rule lives here.

mod args;
mod catalog;
mod data;
mod events;
mod input;
mod outcome;
mod sample;
mod secrets;
mod sign;
mod text;
mod verify;

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use clap::Parser;

use crate::args::{Cli, Command};
use crate::outcome::{Outcome, Usage};
use crate::text::Paint;

/// The process's answer to a payload or a secret that the library refuses.
const REFUSED: u8 = 1;
/// The process's answer to arguments or files that it cannot work with.
const BAD_USAGE: u8 = 2;

fn main() -> ExitCode {
    let result = run(Cli::parse().command);
    let (output, message, code) = match result {
        Ok(Outcome::Done(output)) => (output, String::new(), ExitCode::SUCCESS),
        Ok(Outcome::Refused { output, message }) => (output, message, ExitCode::from(REFUSED)),
        Err(usage) => (String::new(), usage.to_string(), ExitCode::from(BAD_USAGE)),
    };
    // There is nowhere to report to when standard error is closed; the exit code still tells.
    let _ = io::stderr().lock().write_all(message.as_bytes());
    match print(&output) {
        Ok(()) => code,
        Err(fault) => {
            let _ = writeln!(io::stderr().lock(), "error: cannot write the output: {fault}");
            ExitCode::from(BAD_USAGE)
        }
    }
}

fn run(command: Command) -> Result<Outcome, Usage> {
    let paint = Paint::stdout();
    match command {
        Command::Verify(args) => verify::run(args, paint),
        Command::Sign(args) => sign::run(args),
        Command::Events(args) => events::run(&args, paint),
        Command::Sample(args) => sample::run(&args),
    }
}

/// Writes to standard output. A reader that has seen enough, such as `head`, is no fault.
fn print(output: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(output.as_bytes()).and_then(|()| stdout.flush()) {
        Err(fault) if fault.kind() != ErrorKind::BrokenPipe => Err(fault),
        _ => Ok(()),
    }
}
