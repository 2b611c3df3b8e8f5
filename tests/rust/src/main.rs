//! Reads conformance questions, a line each, and writes the crate's answers.

use std::error::Error;
use std::io::{self, BufRead, BufWriter, Write};

use commet_webhooks::Webhooks;
use commet_webhooks_conformance::answer;
use commet_webhooks_tests::protocol::Question;
use commet_webhooks_tests::vectors;

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().split(b'\n') {
        serde_json::to_writer(&mut out, &answer(&question(&line?)?)?)?;
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}

/// Reads a question with the crate's own parser: a case may well hold half a surrogate pair, in a
/// signature for instance, which `serde_json` refuses.
fn question(line: &[u8]) -> Result<Question, Box<dyn Error>> {
    let reader = Webhooks::commet("any secret, as the line is signed here")?;
    let object = reader.verify_and_parse(line, reader.sign(line)).ok_or("a line is not a JSON object")?;
    Ok(vectors::from_json(&object.to_string())?)
}
