//! `codegen` writes every generated file; `codegen --check` only tells whether they are current.

use std::env;
use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use commet_webhooks_codegen::catalog::Catalog;
use commet_webhooks_codegen::output::{self, Difference};
use commet_webhooks_codegen::render::{GENERATED_DIRECTORIES, TARGETS, render};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let check = match arguments.as_slice() {
        [] => false,
        [only] if only == "--check" => true,
        _ => {
            eprintln!("usage: codegen [--check]");
            return ExitCode::from(2);
        }
    };
    match run(check) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(check: bool) -> Result<ExitCode, Box<dyn Error>> {
    let codegen = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = codegen.parent().ok_or("codegen has no repository around it")?;
    let catalog = Catalog::load(&root.join("catalog"))?;
    // The alternate form adds the lines of the template around the mistake.
    let outputs =
        render(&catalog, &codegen.join("templates"), TARGETS).map_err(|error| format!("{error:#}"))?;
    let differences = output::compare(root, &outputs, GENERATED_DIRECTORIES)?;
    if check {
        return Ok(report(&differences, "Run `make codegen`, and remove what nothing generates."));
    }
    output::write(root, &outputs, &differences)?;
    let (orphans, written): (Vec<_>, Vec<_>) =
        differences.into_iter().partition(|difference| matches!(difference, Difference::Orphan(_)));
    for difference in written {
        println!("{difference}: written");
    }
    Ok(report(&orphans, "Remove it, or move it elsewhere: here, everything is generated."))
}

fn report(differences: &[Difference], mend: &str) -> ExitCode {
    for difference in differences {
        eprintln!("{difference}");
    }
    if differences.is_empty() {
        return ExitCode::SUCCESS;
    }
    eprintln!("{mend}");
    ExitCode::FAILURE
}
