//! Writes the vector files, and tells whether those on disk are still what would be written.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::{suites, writer};

/// The texts of the files by their names.
pub type Files = BTreeMap<String, String>;

/// Where the catalog of this repository lies.
#[must_use]
pub fn catalog() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("catalog")
}

/// Makes every file, in memory.
///
/// # Errors
///
/// If the catalog in `catalog` cannot be read.
pub fn files(catalog: &Path) -> Result<Files, Box<dyn Error>> {
    let suites = suites::all(catalog)?;
    let mut files = Files::from([(name(&suites.hmac.suite), writer::text(&suites.hmac))]);
    files.extend(suites.cases.iter().map(|file| (name(&file.suite), writer::text(file))));
    Ok(files)
}

fn name(suite: &str) -> String {
    format!("{suite}.json")
}

/// Writes the files into a directory of their own and removes every other file from it.
///
/// # Errors
///
/// If the directory cannot be written.
pub fn write(files: &Files, directory: &Path) -> io::Result<()> {
    fs::create_dir_all(directory)?;
    for orphan in present(directory)?.keys().filter(|name| !files.contains_key(*name)) {
        fs::remove_file(directory.join(orphan))?;
    }
    for (name, text) in files {
        fs::write(directory.join(name), text)?;
    }
    Ok(())
}

/// What differs between the files and those in a directory, one sentence each.
///
/// # Errors
///
/// If the directory cannot be read.
pub fn drift(files: &Files, directory: &Path) -> io::Result<Vec<String>> {
    let present = present(directory)?;
    let mut drift = Vec::new();
    for (name, text) in files {
        let path = directory.join(name);
        match present.get(name) {
            None => drift.push(format!("{} is missing", path.display())),
            Some(found) if found != text => {
                let line = found.lines().zip(text.lines()).take_while(|(found, made)| found == made).count() + 1;
                drift.push(format!("{} differs from line {line} on", path.display()));
            }
            Some(_) => {}
        }
    }
    let orphans = present.keys().filter(|name| !files.contains_key(*name));
    drift.extend(orphans.map(|name| format!("{} is no suite's file", directory.join(name).display())));
    Ok(drift)
}

fn present(directory: &Path) -> io::Result<Files> {
    let mut files = Files::new();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if let Some(name) = path.file_name().and_then(|name| name.to_str()).filter(|_| path.is_file()) {
            files.insert(name.to_owned(), String::from_utf8_lossy(&fs::read(&path)?).into_owned());
        }
    }
    Ok(files)
}
