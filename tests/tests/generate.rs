//! The drift check: it must be able to fail.

use std::{env, fs, process};

use commet_webhooks_tests::generate::{self, Files};
use commet_webhooks_tests::vectors;

#[test]
fn committed_files_have_not_drifted() {
    let files = generate::files(&generate::catalog()).unwrap();
    assert_eq!(generate::drift(&files, &vectors::directory()).unwrap(), Vec::<String>::new(), "run `make codegen`");
}

#[test]
fn drift_is_found_and_mended() {
    let directory = env::temp_dir().join(format!("vectors-drift-{}", process::id()));
    let file = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let files = Files::from([file("a.json", "1\n2\n"), file("b.json", "1\n"), file("c.json", "1\n")]);
    generate::write(&files, &directory).unwrap();
    assert_eq!(generate::drift(&files, &directory).unwrap(), Vec::<String>::new());

    fs::write(directory.join("a.json"), "1\n3\n").unwrap();
    fs::remove_file(directory.join("b.json")).unwrap();
    fs::write(directory.join("d.json"), "1\n").unwrap();
    let at = |name: &str, what: &str| format!("{} {what}", directory.join(name).display());
    let found = [at("a.json", "differs from line 2 on"), at("b.json", "is missing"), at("d.json", "is no suite's file")];
    assert_eq!(generate::drift(&files, &directory).unwrap(), found);

    generate::write(&files, &directory).unwrap();
    assert_eq!(generate::drift(&files, &directory).unwrap(), Vec::<String>::new());
    fs::remove_dir_all(directory).unwrap();
}
