//! Writes the fuzzers' first inputs: `corpus DIRECTORY`.

use std::path::PathBuf;
use std::{env, fs, io};

use commet_webhooks_fuzz::{seeds, tape_input};

fn main() -> io::Result<()> {
    let Some(directory) = env::args_os().nth(1).map(PathBuf::from) else {
        return Err(io::Error::other("usage: corpus DIRECTORY"));
    };
    for (index, body) in seeds().iter().enumerate() {
        let signed = [&[b'0'; 64][..], b"\n", body].concat();
        for (target, input) in [
            ("signature", Some(signed)),
            ("json", Some(body.clone())),
            ("receive", Some(body.clone())),
            ("tape", tape_input(body)),
        ] {
            let directory = directory.join(target);
            fs::create_dir_all(&directory)?;
            fs::write(directory.join(format!("seed-{index}")), input.unwrap_or_default())?;
        }
    }
    Ok(())
}
