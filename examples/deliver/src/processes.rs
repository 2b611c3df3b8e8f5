//! What runs. Each process leads a group of its own, so that what it has started ends with it.

use std::io;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, ExitStatus, Stdio, exit};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};

/// How long they may take to end by themselves.
const GRACE: Duration = Duration::from_secs(5);

static RUNNING: Mutex<Vec<Child>> = Mutex::new(Vec::new());

fn running() -> MutexGuard<'static, Vec<Child>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Starts a process, and gives its number.
pub(crate) fn start(command: &mut Command) -> io::Result<usize> {
    let mut running = running();
    running.push(command.stdin(Stdio::null()).process_group(0).spawn()?);
    Ok(running.len() - 1)
}

/// With what status a process has ended, if it has.
pub(crate) fn ended(number: usize) -> Option<ExitStatus> {
    running()[number].try_wait().ok().flatten()
}

/// Ends what still runs.
pub(crate) fn stop() {
    end(&mut running());
}

/// Ends everything, this process too, when it is interrupted or told to end.
pub(crate) fn stop_when_interrupted(say: impl Fn() + Send + 'static) {
    let handler = move || {
        // Nothing is started any more: the list stays locked.
        let mut running = running();
        end(&mut running);
        say();
        exit(130);
    };
    ctrlc::set_handler(handler).expect("there is one handler");
}

fn end(children: &mut [Child]) {
    let started = Instant::now();
    let mut signal = Signal::TERM;
    loop {
        let mut left = false;
        for child in children.iter_mut() {
            if matches!(child.try_wait(), Ok(None)) {
                left = true;
                // One that is gone already needs no signal.
                let _ = kill_process_group(Pid::from_child(child), signal);
            }
        }
        if !left {
            return;
        }
        if started.elapsed() > GRACE {
            signal = Signal::KILL;
        }
        sleep(Duration::from_millis(50));
    }
}
