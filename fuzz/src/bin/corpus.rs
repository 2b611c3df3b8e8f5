//! Writes the fuzzers' first inputs, and their dictionary: `corpus DIRECTORY`.

use std::path::PathBuf;
use std::{env, fs, io};

use commet_webhooks_fuzz::{boundary_input, dictionary, receive_input, seeds, tape_input};

fn main() -> io::Result<()> {
    let Some(directory) = env::args_os().nth(1).map(PathBuf::from) else {
        return Err(io::Error::other("usage: corpus DIRECTORY"));
    };
    let seeds = seeds();
    fs::create_dir_all(&directory)?;
    fs::write(directory.join("dictionary"), dictionary(&seeds))?;
    for (index, body) in seeds.iter().enumerate() {
        let signed = [&[b'0'; 64][..], b"\n", body].concat();
        for (target, input) in [
            ("signature", Some(signed)),
            ("json", Some(body.clone())),
            ("receive", Some(receive_input(index, body))),
            ("boundary", Some(boundary_input(index, body))),
            ("tape", tape_input(body)),
        ] {
            let directory = directory.join(target);
            fs::create_dir_all(&directory)?;
            fs::write(directory.join(format!("seed-{index}")), input.unwrap_or_default())?;
        }
    }
    Ok(())
}
