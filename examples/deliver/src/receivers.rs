//! The receivers: how they are started, and what they have written.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use commet_webhooks::Provider;

use crate::{deliveries, processes};

/// A language with its example.
pub(crate) struct Language {
    pub(crate) name: &'static str,
    /// What serves HTTP.
    pub(crate) framework: &'static str,
    /// The directory in `examples/`, and where `build.sh` builds it.
    pub(crate) directory: &'static str,
    /// What starts it, in the latter. `{port}` stands for where it has to listen, which PORT tells as well.
    command: &'static [&'static str],
}

/// Spares a JVM that will not run for long the compiler that takes its time.
const QUICK: &str = "-XX:TieredStopAtLevel=1";

/// Where a JVM puts temporary files, some of which stay.
const TEMPORARY: &str = "-Djava.io.tmpdir=run";

/// In the order of the table.
pub(crate) const LANGUAGES: [Language; 8] = [
    Language { name: "Rust", framework: "axum", directory: "rust", command: &["./receiver"] },
    Language { name: "C", framework: "libmicrohttpd", directory: "c", command: &["./receiver", "{port}"] },
    Language { name: "Go", framework: "net/http", directory: "go", command: &["./receiver"] },
    Language { name: "Node", framework: "Express", directory: "node", command: &["node", "receiver.mjs"] },
    Language {
        name: "Python",
        framework: "Flask",
        directory: "python",
        command: &["./venv/bin/waitress-serve", "--listen=127.0.0.1:{port}", "receiver:app"],
    },
    Language {
        name: "PHP",
        framework: "php -S",
        directory: "php",
        command: &["php", "-d", "ffi.enable=true", "-S", "127.0.0.1:{port}", "webhook.php"],
    },
    Language {
        name: "Java",
        framework: "Spring Boot",
        directory: "java",
        command: &["java", QUICK, TEMPORARY, "-jar", "target/receiver.jar"],
    },
    Language {
        name: "Kotlin",
        framework: "Ktor",
        directory: "kotlin",
        command: &["java", QUICK, TEMPORARY, "-cp", "target/receiver.jar:target/lib/*", "ReceiverKt"],
    },
];

/// A receiver that runs.
pub(crate) struct Receiver {
    pub(crate) language: &'static Language,
    pub(crate) port: u16,
    /// What it writes.
    pub(crate) log: PathBuf,
    process: usize,
}

impl Receiver {
    /// Starts one that was built, on a free port.
    pub(crate) fn start(language: &'static Language, place: &Path) -> io::Result<Self> {
        let place = place.join(language.directory);
        let run = place.join("run");
        let _ = fs::remove_dir_all(&run);
        fs::create_dir_all(&run)?;
        let log = run.join("output.log");
        let output = File::create(&log)?;
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();

        let words: Vec<_> =
            language.command.iter().map(|word| word.replace("{port}", &port.to_string())).collect();
        let program =
            if words[0].starts_with("./") { place.join(&words[0]) } else { PathBuf::from(&words[0]) };
        let mut command = Command::new(program);
        command
            .args(&words[1..])
            .current_dir(&place)
            .env("PORT", port.to_string())
            .env("COMMET_WEBHOOK_SECRET", deliveries::secret(Provider::Commet))
            .env("CREEM_WEBHOOK_SECRET", deliveries::secret(Provider::Creem))
            // PHP has no memory that outlives a request.
            .env("HANDLED_EVENTS", run.join("handled"))
            .stdout(output.try_clone()?)
            .stderr(output);
        let process = processes::start(&mut command)?;
        Ok(Self { language, port, log, process })
    }

    pub(crate) fn listens(&self) -> bool {
        TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_ok()
    }

    pub(crate) fn ended(&self) -> bool {
        processes::ended(self.process).is_some()
    }

    /// What it has written so far.
    pub(crate) fn output(&self) -> String {
        String::from_utf8_lossy(&fs::read(&self.log).unwrap_or_default()).into_owned()
    }

    /// What it has written of webhooks, such as `handled payment.received as whev_1`, whatever stands around it on a
    /// line. Waits a while for what is expected.
    pub(crate) fn written(&self, expected: &[&str]) -> HashSet<String> {
        const PATIENCE: Duration = Duration::from_secs(3);
        let started = Instant::now();
        loop {
            let written: HashSet<_> = self.output().lines().filter_map(statement).collect();
            if expected.iter().all(|line| written.contains(*line)) || started.elapsed() > PATIENCE {
                return written;
            }
            sleep(Duration::from_millis(50));
        }
    }
}

/// The four words that tell what was done with a webhook.
fn statement(line: &str) -> Option<String> {
    const VERBS: [&str; 3] = ["handled", "repeated", "untyped"];
    let words = line.split([' ', ':']).filter(|word| !word.is_empty());
    let mut words = words.skip_while(|word| !VERBS.contains(word));
    let [verb, event, r#as, key] = [words.next()?, words.next()?, words.next()?, words.next()?];
    Some(format!("{verb} {event} {as} {key}"))
}

#[cfg(test)]
mod tests {
    use super::statement;

    #[test]
    fn a_log_is_read_whatever_stands_around() {
        let said = |line| statement(line);
        assert_eq!(said("handled a.b as c").as_deref(), Some("handled a.b as c"));
        assert_eq!(
            said("12:00 INFO Receiver : untyped a.b as c: data.x: missing").as_deref(),
            Some("untyped a.b as c")
        );
        assert_eq!(said("user_1 has access"), None);
        assert_eq!(said("handled"), None);
    }
}
