//! Drift is found, and mended without touching what others wrote.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use commet_webhooks_codegen::output::{Difference, compare, write};

#[test]
fn drift_is_found_and_mended() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("output");
    let _ = fs::remove_dir_all(&root);
    put(&root, "generated/old.rs", "one\ntwo\n");
    put(&root, "generated/deep/orphan.rs", "by hand\n");
    put(&root, "docs/by_hand.md", "by hand\n");
    let outputs = BTreeMap::from(
        [("generated/old.rs", "one\n2\n"), ("docs/new.md", "new\n")]
            .map(|(path, text)| (path.to_owned(), text.to_owned())),
    );
    let directories = ["generated", "nowhere"];

    let differences = compare(&root, &outputs, &directories).expect("the disk can be read");
    let orphan = Difference::Orphan(PathBuf::from("generated/deep/orphan.rs"));
    assert_eq!(
        differences,
        [
            Difference::Missing(PathBuf::from("docs/new.md")),
            Difference::Outdated(PathBuf::from("generated/old.rs"), 2),
            orphan.clone(),
        ]
    );

    write(&root, &outputs, &differences).expect("the disk can be written");
    assert_eq!(fs::read_to_string(root.join("generated/old.rs")).ok().as_deref(), Some("one\n2\n"));
    assert_eq!(compare(&root, &outputs, &directories).ok(), Some(vec![orphan]));
    assert!(root.join("generated/deep/orphan.rs").exists() && root.join("docs/by_hand.md").exists());
}

fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a file is in a directory")).expect("it can be made");
    fs::write(path, text).expect("it can be written");
}
