//! What the pages on conformance show, put to this project's own crate, whose program is an outsider's here.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Deserializer, Value};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Runs a command in the root of the repository, and gives what it prints.
fn run(command: &mut Command) -> String {
    let output = command.current_dir(root()).output().expect("it starts");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("a text")
}

fn blocks(arguments: &[&str]) -> String {
    run(Command::new("tests/blocks").args(arguments))
}

fn values(json: &str) -> Vec<Value> {
    Deserializer::from_str(json).into_iter().collect::<Result<_, _>>().expect("JSON")
}

/// Runs a block of commands, with a directory of programs before all others.
fn shell(commands: &str, programs: &Path) -> String {
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").expect("there is one"));
    run(Command::new("sh").args(["-ec", commands]).env("PATH", path))
}

// One test, as the commands of the page share their files.
#[test]
fn the_page_on_conformance() {
    let page = "docs/conformance.md";
    let programs = std::env::temp_dir().join(format!("commet-conformance-{}", std::process::id()));
    fs::create_dir_all(&programs).expect("a directory");
    fs::create_dir_all(root().join("target")).expect("a directory");
    let program = programs.join("your-program");
    fs::write(&program, "#!/bin/sh\nexec make -s conformance LANG=rust\n").expect("a program");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("it may run");

    let (case, answer) = (values(&blocks(&[page, "json", "1"])), values(&blocks(&[page, "json", "2"])));
    fs::write(root().join("target/cases.jsonl"), format!("{}\n", case[0])).expect("a file");
    shell(&blocks(&[page, "sh", "1"]), &programs);
    let results = fs::read_to_string(root().join("target/results.jsonl")).expect("results");
    assert_eq!(values(&results), answer);

    let said = shell(&blocks(&[page, "sh", "3"]), &programs);
    assert!(said.contains(" passed, 0 failed"), "{said}");
    let said = shell(&blocks(&[page, "sh", "4"]), &programs);
    assert!(said.contains(" passed, 0 failed"), "{said}");

    for file in ["cases", "results", "ours", "yours"] {
        fs::remove_file(root().join("target").join(file).with_extension("jsonl")).expect("it is there");
    }
    fs::remove_dir_all(programs).expect("it is ours");
}

#[test]
fn the_case_of_the_page_on_vectors_is_one_of_them() {
    let shown = values(&blocks(&["tests/README.md", "json"])).remove(0);
    let file = fs::read_to_string(root().join("tests/vectors/options.json")).expect("a file");
    let file: Value = serde_json::from_str(&file).expect("JSON");
    assert!(file["cases"].as_array().expect("cases").contains(&shown));
}

#[test]
fn the_drafts_of_the_page_on_vectors_are_in_their_suite() {
    let suite = fs::read_to_string(root().join("tests/src/suites/signature.rs")).expect("a file");
    let shown = blocks(&["tests/README.md", "rust"]);
    assert_eq!(shown.lines().count(), 2);
    for draft in shown.lines() {
        assert!(suite.contains(draft), "{draft}");
    }
}
