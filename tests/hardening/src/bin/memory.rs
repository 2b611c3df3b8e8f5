//! Has a program receive webhooks, good and bad ones, and looks for secrets in its memory and in what it
//! says: `memory [--host] COMMAND…`; `memory --requests` prints what it would send.
//!
//! The program is one of `children/`: it reads a request a line, as `say` writes it, prints whatever its
//! language shows of errors and verifiers, and ends each answer with a line `done`. With `--host` its
//! language itself has the secret in memory, which nobody can help; what native code makes of it
//! must not be found all the same.

use std::error::Error;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitCode, Stdio};
use std::{env, str};

use commet_webhooks_hardening::needles::{self, Needle};
use commet_webhooks_hardening::process::{self, Found};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Which requests there are: a body, and whether it is signed rightly. Together they meet every error
/// that a request can meet, given the program's options: mode "live", a maximum age of an hour at
/// 2026-03-25T14:30:00Z, at most 2000 bytes, and an event header `payment.failed`.
const REQUESTS: &[(&[u8], Signed, &str)] = &[
    (br#"{"event":"payment.failed","timestamp":"2026-03-25T14:30:00Z","mode":"live","data":{"customerId":"MARK"}}"#, Signed::Rightly, "ok"),
    (
        br#"{"event":"payment.failed","timestamp":"2026-03-25T14:30:00Z","mode":"live","data":{"customerId":"MARK forged"}}"#,
        Signed::Wrongly,
        "signature_mismatch",
    ),
    (br#"{"event":"payment.failed","MARK":7}"#, Signed::Malformed, "malformed_signature"),
    (br#"{"event":"payment.failed","MARK":8}"#, Signed::Not, "missing_signature"),
    (b"", Signed::Wrongly, "empty_body"),
    (b"\"MARK \xff\"", Signed::Rightly, "invalid_utf8"),
    (br#"{"event":"MARK,}"#, Signed::Rightly, "invalid_json"),
    (br#"["MARK"]"#, Signed::Rightly, "not_an_object"),
    (br#"{"event":"payment.failed","data":"MARK"}"#, Signed::Rightly, "invalid_envelope"),
    (br#"{"event":"MARK","timestamp":"2026-03-25T14:30:00Z","mode":"live","data":{}}"#, Signed::Rightly, "event_header_mismatch"),
    (br#"{"event":"payment.failed","timestamp":"2026-03-25T14:30:00Z","mode":"MARK","data":{}}"#, Signed::Rightly, "wrong_mode"),
    (br#"{"event":"payment.failed","timestamp":"2026-03-25T10:30:00Z","mode":"live","data":{"a":"MARK"}}"#, Signed::Rightly, "too_old"),
    (br#"{"event":"payment.failed","timestamp":"2026-03-25T18:30:00Z","mode":"live","data":{"a":"MARK"}}"#, Signed::Rightly, "from_the_future"),
];

/// What bodies have in the place of MARK: to be found in no output.
const MARK: &str = "Xq7mZr2bKw9tLp4v";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Signed {
    Rightly,
    Wrongly,
    Malformed,
    Not,
}

impl Signed {
    fn signature(self, secret: &str, body: &[u8]) -> String {
        let wrong = const_hex::encode(needles::signature(b"other", body));
        match self {
            Self::Rightly => const_hex::encode(needles::signature(secret.as_bytes(), body)),
            Self::Wrongly => wrong,
            Self::Malformed => format!("{wrong}x"),
            Self::Not => "-".to_owned(),
        }
    }
}

struct Program {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    said: Vec<u8>,
}

impl Program {
    fn start(command: &[String]) -> Outcome<Self> {
        let [program, arguments @ ..] = command else { return Err("usage: memory [--host] COMMAND…".into()) };
        let mut child = Command::new(program).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let input = child.stdin.take().ok_or("no input")?;
        let output = BufReader::new(child.stdout.take().ok_or("no output")?);
        Ok(Self { child, input, output, said: Vec::new() })
    }

    /// Sends a request, and waits until it has been dealt with: `COMMAND SECRET SIGNATURE BODY`.
    fn say(&mut self, command: &str, secret: &str, signature: &str, body: &[u8]) -> Outcome<String> {
        let line = [command.as_bytes(), secret.as_bytes(), signature.as_bytes(), body].join(&b' ');
        self.input.write_all(&[&line[..], b"\n"].concat())?;
        self.input.flush()?;
        let from = self.said.len();
        loop {
            let before = self.said.len();
            if self.output.read_until(b'\n', &mut self.said)? == 0 {
                return Err("the program ended".into());
            }
            if self.said[before..] == *b"done\n" {
                break;
            }
        }
        Ok(String::from_utf8_lossy(&self.said[from..]).into_owned())
    }

    fn search(&self, needles: &[Needle]) -> Outcome<(Found, usize)> {
        let (mut all, mut seen) = (Found::new(), 0);
        for pid in process::family(self.child.id()) {
            let (found, bytes) = process::search(pid, needles)?;
            seen += bytes;
            for (key, count) in found {
                *all.entry(key).or_default() += count;
            }
        }
        Ok((all, seen))
    }

    fn end(mut self) -> Outcome<Vec<u8>> {
        drop(self.input);
        self.output.read_to_end(&mut self.said)?;
        if self.child.wait()?.success() { Ok(self.said) } else { Err("the program failed".into()) }
    }
}

fn secret(length: usize) -> String {
    let letters = std::iter::repeat_with(fastrand::alphanumeric).take(length);
    "whsec_".chars().chain(letters).collect()
}

fn main() -> Outcome<ExitCode> {
    let mut command: Vec<_> = env::args().skip(1).collect();
    if command.first().is_some_and(|first| first == "--requests") {
        return write_requests();
    }
    let host = command.first().is_some_and(|first| first == "--host");
    if host {
        command.remove(0);
    }
    let mut failed = 0;
    let mut check = |name: &str, problem: Option<String>| match problem {
        None => println!("ok {name}"),
        Some(problem) => {
            failed += 1;
            println!("FAILED {name}: {problem}");
        }
    };
    let mut program = Program::start(&command)?;
    let mut never = Vec::new();
    let mut texts = vec![MARK.to_owned()];
    let mut scanned = 0;
    for (kind, length) in [("a secret", 40), ("a secret longer than a block", 90)] {
        let secret = secret(length);
        let mut kept = needles::prepared(secret.as_bytes());
        if !host {
            kept.extend(needles::secret(secret.as_bytes()));
        }
        let mut wrong = Vec::new();
        for (body, signed, code) in REQUESTS {
            let body = replace(body);
            let right = const_hex::encode(needles::signature(secret.as_bytes(), &body));
            let signature = signed.signature(&secret, &body);
            let forged = *signed != Signed::Rightly && !body.is_empty();
            if forged {
                never.extend(needles::expected(secret.as_bytes(), &body));
            }
            let said = program.say("once", &secret, &signature, &body)?;
            if !said.lines().any(|line| line == *code) {
                wrong.push(format!("{code} expected: {said}"));
            }
            texts.push(signature);
            texts.push(right);
            if *code == "ok" || forged {
                // At once, before another call overwrites what this one left behind.
                let (found, bytes) = program.search(&[&never[..], &kept[..]].concat())?;
                scanned += bytes;
                if !found.is_empty() {
                    wrong.push(format!("after {code}: {found:?}"));
                }
            }
        }
        check(&format!("{kind}: nothing is left of a call with it"), problem(&wrong));
        let (body, ..) = REQUESTS[0];
        let (body, right) = (replace(body), const_hex::encode(needles::signature(secret.as_bytes(), &replace(body))));
        program.say("keep", &secret, &right, &body)?;
        let (found, _) = program.search(&needles::prepared(secret.as_bytes()))?;
        let seen = found.keys().any(|(what, _)| *what == "the prepared key");
        check(&format!("{kind}: a verifier in use is found, so the search can find"), (!seen).then(|| "not found".to_owned()));
        program.say("drop", &secret, &right, &body)?;
        let (found, bytes) = program.search(&[&never[..], &kept[..]].concat())?;
        scanned += bytes;
        check(&format!("{kind}: nothing is left of a verifier that has gone"), (!found.is_empty()).then(|| format!("{found:?}")));
        texts.push(secret[6..].to_owned());
        program.say("once", "-", &right, &body)?;
    }
    let said = program.end()?;
    let said = String::from_utf8_lossy(&said);
    let shown: Vec<_> = texts.iter().filter(|text| text.len() > 1 && said.contains(text.as_str())).collect();
    let shown = (!shown.is_empty()).then(|| format!("{shown:?} in {said}"));
    check("what is printed has no secret, signature or body", shown);
    check("errors are printed", (!said.contains("signature does not match")).then(|| said.to_string()));
    println!("# {} KB of memory searched, {} bytes printed", scanned >> 10, said.len());
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Prints all requests, several times over, as a program is sent them.
fn write_requests() -> Outcome<ExitCode> {
    let mut out = std::io::stdout().lock();
    for turn in 0..50 {
        let secret = secret(40 + turn);
        for (body, signed, _) in REQUESTS {
            let body = replace(body);
            let signature = signed.signature(&secret, &body);
            for command in ["once", "keep", "drop"] {
                out.write_all(&[command.as_bytes(), secret.as_bytes(), signature.as_bytes(), &body].join(&b' '))?;
                out.write_all(b"\n")?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn problem(wrong: &[String]) -> Option<String> {
    (!wrong.is_empty()).then(|| wrong.join("; "))
}

fn replace(body: &[u8]) -> Vec<u8> {
    match body.windows(4).position(|bytes| bytes == b"MARK") {
        Some(at) => [&body[..at], MARK.as_bytes(), &body[at + 4..]].concat(),
        None => body.to_vec(),
    }
}
