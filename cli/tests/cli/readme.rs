//! The commands of the README, run as its readers run them.

use std::path::Path;
use std::process::{Command, Output};
use std::{env, fs};

fn run(command: &mut Command) -> String {
    let Output { status, stdout, stderr } = command.output().expect("it starts");
    assert!(status.success() && stderr.is_empty(), "{}", String::from_utf8_lossy(&stderr));
    String::from_utf8(stdout).expect("UTF-8")
}

#[test]
fn the_commands_of_the_readme_say_what_it_promises() {
    let blocks = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/blocks");
    let script = run(Command::new(blocks).args(["cli/README.md", "sh"]));
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readme");
    fs::create_dir_all(&place).expect("a place");
    let binaries = Path::new(env!("CARGO_BIN_EXE_commet-webhooks")).parent().expect("a directory").to_owned();
    let path = env::join_paths(
        [binaries].into_iter().chain(env::split_paths(&env::var_os("PATH").unwrap_or_default())),
    );

    let said = run(Command::new("sh")
        .args(["-ec", &script])
        .current_dir(place)
        .env("PATH", path.expect("no colon")));
    assert!(said.starts_with("verified: payment.received from Commet\n"), "{said}");
    assert!(said.contains("\n{\"ok\":false,\"code\":\"malformed_signature\","), "{said}");
    assert!(said.ends_with("\nrefused: 1\n"), "{said}");
}
