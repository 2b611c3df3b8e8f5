//! What a command reads.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use crate::outcome::Usage;

/// The bytes of a file, or of standard input for `-`, exactly as they are.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Usage> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        return match io::stdin().lock().read_to_end(&mut bytes) {
            Ok(_) => Ok(bytes),
            Err(fault) => Err(Usage::new(format!("cannot read standard input: {fault}"))),
        };
    }
    fs::read(path).map_err(|fault| Usage::new(format!("cannot read {}: {fault}", path.display())))
}
