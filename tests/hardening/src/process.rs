//! Reads the memory of other processes, as Linux shows it.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::os::unix::fs::FileExt;

use crate::needles::Needle;

const PAGE: usize = 4096;
/// Bytes read at a time.
const CHUNK: usize = 256 * PAGE;

/// A process, and those that it started.
///
/// # Panics
///
/// When there is no `/proc`.
#[must_use]
pub fn family(pid: u32) -> Vec<u32> {
    let mut family = vec![pid];
    let mut at = 0;
    while let Some(parent) = family.get(at).copied() {
        at += 1;
        for thread in fs::read_dir(format!("/proc/{parent}/task")).into_iter().flatten().flatten() {
            let children = fs::read_to_string(thread.path().join("children")).unwrap_or_default();
            family.extend(children.split_whitespace().filter_map(|pid| pid.parse::<u32>().ok()));
        }
    }
    family
}

/// What was found, and how often in what kind of memory, such as `[stack]`.
pub type Found = BTreeMap<(&'static str, String), usize>;

/// Looks for all needles in all memory that the process can write to, and says how many bytes it saw.
///
/// # Errors
///
/// When the process is gone, or is another user's.
pub fn search(pid: u32, needles: &[Needle]) -> io::Result<(Found, usize)> {
    let (maps, memory) = (fs::read_to_string(format!("/proc/{pid}/maps"))?, File::open(format!("/proc/{pid}/mem"))?);
    let pages = File::open(format!("/proc/{pid}/pagemap"))?;
    let index = Index::new(needles);
    let (mut found, mut seen) = (Found::new(), 0);
    for line in maps.lines() {
        let mut fields = line.split_whitespace();
        let (Some(range), Some(rights)) = (fields.next(), fields.next()) else { continue };
        // What cannot be written to, such as code, is that of a file.
        if !rights.starts_with("rw") {
            continue;
        }
        let place = fields.nth(3).unwrap_or("memory without a name").to_owned();
        let bound = |text: &str| usize::from_str_radix(text, 16).map_err(io::Error::other);
        let (start, end) = range.split_once('-').ok_or_else(|| io::Error::other("a range"))?;
        let (start, end) = (bound(start)?, bound(end)?);
        for run in present(&pages, start, end)? {
            let mut bytes = vec![0; run.len()];
            // A mapping may have gone meanwhile, and special ones cannot be read.
            if memory.read_exact_at(&mut bytes, run.start as u64).is_err() {
                continue;
            }
            seen += bytes.len();
            for needle in index.find(&bytes) {
                *found.entry((needle.what, place.clone())).or_default() += 1;
            }
        }
    }
    Ok((found, seen))
}

/// Runs of pages that are there at all: a heap of gigabytes is mostly never touched. Runs overlap, so
/// that nothing lies across their border unseen.
fn present(pages: &File, start: usize, end: usize) -> io::Result<Vec<std::ops::Range<usize>>> {
    let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
    let mut entries = vec![0; CHUNK / PAGE * 8];
    let mut at = start;
    while at < end {
        let entries = &mut entries[..(end - at).min(CHUNK) / PAGE * 8];
        pages.read_exact_at(entries, (at / PAGE * 8) as u64)?;
        for entry in entries.as_chunks().0 {
            // In memory, or swapped out.
            if u64::from_le_bytes(*entry) >> 62 != 0 {
                match runs.last_mut() {
                    Some(run) if run.end == at && run.len() < CHUNK => run.end += PAGE,
                    Some(run) if run.end == at => runs.push(at - PAGE..at + PAGE),
                    _ => runs.push(at..at + PAGE),
                }
            }
            at += PAGE;
        }
    }
    Ok(runs)
}

/// Needles by their first two bytes.
struct Index<'n> {
    by_start: Vec<Vec<&'n Needle>>,
}

impl<'n> Index<'n> {
    fn new(needles: &'n [Needle]) -> Self {
        let mut by_start = vec![Vec::new(); 1 << 16];
        for needle in needles {
            by_start[usize::from(u16::from_le_bytes([needle.bytes[0], needle.bytes[1]]))].push(needle);
        }
        Self { by_start }
    }

    fn find(&self, bytes: &[u8]) -> impl Iterator<Item = &'n Needle> {
        bytes.windows(2).enumerate().flat_map(move |(at, start)| {
            self.by_start[usize::from(u16::from_le_bytes([start[0], start[1]]))].iter().copied().filter(move |needle| bytes[at..].starts_with(&needle.bytes))
        })
    }
}
