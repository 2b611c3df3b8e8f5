//! Reads conformance questions, a line each, and writes the crate's answers.

use std::error::Error;
use std::io::{self, BufRead, BufWriter, Write};

use commet_webhooks_conformance::answer;
use commet_webhooks_tests::vectors;

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        serde_json::to_writer(&mut out, &answer(&vectors::from_json(&line?)?)?)?;
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}
