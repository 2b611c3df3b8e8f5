//! Running the binary.

use std::io::Write;
use std::process::{Command, Output, Stdio};
use std::{fs, path::PathBuf};

use serde_json::Value;

/// The secret of all tests.
pub(crate) const SECRET: &str = "whsec_test";

/// The catalog that the binary was built with.
pub(crate) fn catalog() -> Value {
    serde_json::from_str(include_str!("../../src/generated/catalog.json")).expect("generated")
}

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// The one line of JSON on standard output, after a look at the exit code.
    #[track_caller]
    pub(crate) fn json(&self, code: i32) -> Value {
        assert_eq!(self.code, code, "{self:?}");
        assert_eq!(self.stderr, "", "{self:?}");
        let line = self.stdout.strip_suffix('\n').expect("a line");
        assert!(!line.contains('\n'), "{self:?}");
        serde_json::from_str(line).expect("JSON")
    }

    /// The message of a bad usage.
    #[track_caller]
    pub(crate) fn usage_error(&self) -> &str {
        assert_eq!(self.code, 2, "{self:?}");
        assert_eq!(self.stdout, "", "{self:?}");
        self.stderr.strip_prefix("error: ").expect("an error")
    }
}

/// The binary with these arguments, and no secret in its environment.
pub(crate) fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_commet-webhooks"));
    command.args(args).env_remove("COMMET_WEBHOOK_SECRET").env_remove("CREEM_WEBHOOK_SECRET");
    command
}

pub(crate) fn run(args: &[&str], stdin: &[u8]) -> Run {
    finish(command(args), stdin)
}

pub(crate) fn finish(mut command: Command, stdin: &[u8]) -> Run {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the binary starts");
    // It may not read what it does not need.
    let _ = child.stdin.take().expect("piped").write_all(stdin);
    let Output { status, stdout, stderr } = child.wait_with_output().expect("the binary ends");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Run { code: status.code().expect("no signal"), stdout: text(stdout), stderr: text(stderr) }
}

/// The signature that the binary gives.
#[track_caller]
pub(crate) fn sign(body: &[u8]) -> String {
    let run = run(&["sign", "--secret", SECRET, "-"], body);
    assert_eq!(run.code, 0, "{run:?}");
    let signature = run.stdout.strip_suffix('\n').expect("a line");
    assert!(signature.len() == 64 && signature.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')));
    signature.to_owned()
}

/// `verify --json` of a body with its right signature.
pub(crate) fn verify(provider: &str, body: &[u8], more: &[&str]) -> Run {
    let signature = sign(body);
    let args =
        ["verify", "--json", "--provider", provider, "--secret", SECRET, "--signature", &signature, "-"];
    run(&[&args, more].concat(), body)
}

/// A file of this content; the name is the test's own.
pub(crate) fn file(name: &str, content: &[u8]) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, content).expect("a temporary file");
    path.into_os_string().into_string().expect("UTF-8")
}
