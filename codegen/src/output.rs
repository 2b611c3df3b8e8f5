//! Generated files on disk.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// How the disk departs from what is generated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// A file is not there.
    Missing(PathBuf),
    /// A file has other contents, first on this line.
    Outdated(PathBuf, usize),
    /// Nothing generates this file, but its directory holds generated files only.
    Orphan(PathBuf),
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(path) => write!(f, "{}: missing", path.display()),
            Self::Outdated(path, line) => write!(f, "{}:{line}: outdated", path.display()),
            Self::Orphan(path) => write!(f, "{}: nothing generates it", path.display()),
        }
    }
}

/// Compares the outputs with the files below `root`, and looks for files that nothing generates
/// in directories that hold generated files only. Paths are relative to `root`.
///
/// # Errors
///
/// If the disk cannot be read.
pub fn compare(
    root: &Path,
    outputs: &BTreeMap<String, String>,
    generated_directories: &[&str],
) -> io::Result<Vec<Difference>> {
    let mut differences = Vec::new();
    for (path, text) in outputs {
        match fs::read(root.join(path)) {
            Ok(current) if current == text.as_bytes() => {}
            Ok(current) => {
                let line = first_difference(&current, text.as_bytes());
                differences.push(Difference::Outdated(path.into(), line));
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {
                differences.push(Difference::Missing(path.into()));
            }
            Err(error) => return Err(error),
        }
    }
    for directory in generated_directories {
        for path in files(root, Path::new(directory))? {
            if !outputs.keys().any(|output| Path::new(output) == path) {
                differences.push(Difference::Orphan(path));
            }
        }
    }
    Ok(differences)
}

/// Writes the outputs that are missing or outdated. Orphans stay: they may be somebody's work.
///
/// # Errors
///
/// If the disk cannot be written.
pub fn write(root: &Path, outputs: &BTreeMap<String, String>, differences: &[Difference]) -> io::Result<()> {
    for difference in differences {
        let (Difference::Missing(path) | Difference::Outdated(path, _)) = difference else {
            continue;
        };
        let Some((_, text)) = outputs.iter().find(|(output, _)| Path::new(output) == path) else {
            continue;
        };
        let path = root.join(path);
        if let Some(directory) = path.parent() {
            fs::create_dir_all(directory)?;
        }
        fs::write(path, text)?;
    }
    Ok(())
}

/// The number of the first line that differs.
fn first_difference(left: &[u8], right: &[u8]) -> usize {
    let same = left.iter().zip(right).take_while(|(left, right)| left == right);
    1 + same.filter(|(byte, _)| **byte == b'\n').count()
}

/// Every file below a directory, by its path from `root`; none if there is no such directory.
fn files(root: &Path, directory: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(root.join(directory)) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry?;
        let path = directory.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            found.extend(files(root, &path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
