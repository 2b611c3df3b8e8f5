//! Makes, checks, prints and compares the conformance vectors.

use std::error::Error;
use std::fs;
use std::io::{self, BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use commet_webhooks_codegen::catalog::Catalog;
use commet_webhooks_tests::matrix::{Answers, Matrix};
use commet_webhooks_tests::protocol::Question;
use commet_webhooks_tests::vectors::{self, Case};
use commet_webhooks_tests::{compare, generate, random};

/// How many failures are printed in full.
const SHOWN: usize = 20;

/// The conformance vectors: make them, check them, put them to an implementation.
#[derive(Debug, Parser)]
#[command(name = "vectors", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Writes the vector files anew and removes every other file beside them.
    Generate,
    /// Fails if the vector files are not what `generate` would write.
    Check,
    /// Prints every case as a line of JSON for an implementation to answer.
    Cases {
        #[command(flatten)]
        chosen: Chosen,
    },
    /// Compares an implementation's result lines with the expectations; fails unless all agree.
    Compare {
        /// The result lines, or - for standard input.
        results: PathBuf,
        #[command(flatten)]
        chosen: Chosen,
    },
    /// Prints random cases, as `cases` does, for several implementations to answer alike.
    Random {
        /// The same seed gives the same cases.
        #[arg(long)]
        seed: u64,
        /// How many.
        #[arg(long, default_value_t = 5000)]
        count: usize,
    },
    /// Compares the answers of several implementations with one another; fails unless all agree.
    Matrix {
        /// The cases that they answered.
        cases: PathBuf,
        /// The result lines of each, in a file named after it.
        #[arg(required = true)]
        results: Vec<PathBuf>,
    },
}

#[derive(Debug, Args)]
struct Chosen {
    /// The directory of the vector files.
    #[arg(long = "vectors", value_name = "DIR", default_value_os_t = vectors::directory())]
    directory: PathBuf,
    /// Only these suites.
    #[arg(long = "suite", value_name = "NAME")]
    suites: Vec<String>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match &arguments.command {
        Command::Generate => write_files(),
        Command::Check => check_files(),
        Command::Cases { chosen } => print_cases(chosen),
        Command::Compare { results, chosen } => compare_results(chosen, results),
        Command::Random { seed, count } => print_random(*seed, *count),
        Command::Matrix { cases, results } => compare_languages(cases, results),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("vectors: {error}");
            ExitCode::from(2)
        }
    }
}

/// Whether all is well, or why that cannot be said.
type Outcome = Result<bool, Box<dyn Error>>;

fn write_files() -> Outcome {
    let files = generate::files(&generate::catalog())?;
    generate::write(&files, &vectors::directory())?;
    Ok(true)
}

fn check_files() -> Outcome {
    let files = generate::files(&generate::catalog())?;
    let drift = generate::drift(&files, &vectors::directory())?;
    for sentence in &drift {
        eprintln!("{sentence}");
    }
    if !drift.is_empty() {
        eprintln!("the vectors have drifted from what makes them: run `make codegen`");
    }
    Ok(drift.is_empty())
}

fn load(Chosen { directory, suites }: &Chosen) -> Result<Vec<Case>, Box<dyn Error>> {
    let files = vectors::load_cases(directory)?;
    if let Some(unknown) = suites.iter().find(|suite| !files.iter().any(|file| file.suite == **suite)) {
        return Err(format!("there is no suite {unknown} in {}", directory.display()).into());
    }
    let wanted = files.into_iter().filter(|file| suites.is_empty() || suites.contains(&file.suite));
    Ok(wanted.flat_map(|file| file.cases).collect())
}

fn print_cases(chosen: &Chosen) -> Outcome {
    print_questions(load(chosen)?.iter().map(|case| Ok(Question::of(case)?)))
}

fn print_random(seed: u64, count: usize) -> Outcome {
    let catalog = Catalog::load(&generate::catalog())?;
    print_questions(random::questions(&catalog, seed, count).map(Ok))
}

fn print_questions(questions: impl Iterator<Item = Result<Question, Box<dyn Error>>>) -> Outcome {
    let mut out = BufWriter::new(io::stdout().lock());
    for question in questions {
        serde_json::to_writer(&mut out, &question?)?;
        writeln!(out)?;
    }
    out.flush()?;
    Ok(true)
}

fn read(path: &Path) -> Result<String, Box<dyn Error>> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()).into())
}

fn compare_languages(cases: &Path, results: &[PathBuf]) -> Outcome {
    let questions: Vec<Question> = read(cases)?.lines().map(vectors::from_json).collect::<Result<_, _>>()?;
    let mut answers = Vec::new();
    for path in results {
        let language = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
        answers.push(Answers { language, lines: read(path)? });
    }
    let matrix = Matrix::new(&questions, &answers);
    print!("{matrix}");
    println!("{} passed, {} failed", questions.len() - matrix.differences, matrix.differences);
    Ok(matrix.differences == 0)
}

fn compare_results(chosen: &Chosen, results: &Path) -> Outcome {
    let cases = load(chosen)?;
    let results = if results == Path::new("-") {
        let mut text = String::new();
        io::stdin().lock().read_to_string(&mut text)?;
        text
    } else {
        read(results)?
    };
    let report = compare::compare(&cases.iter().collect::<Vec<_>>(), &results);
    let mut out = BufWriter::new(io::stdout().lock());
    for failure in report.failures.iter().take(SHOWN) {
        writeln!(out, "{failure}")?;
    }
    if report.failures.len() > SHOWN {
        writeln!(out, "… and {} more", report.failures.len() - SHOWN)?;
    }
    writeln!(out, "{} passed, {} failed", report.passed, report.failures.len())?;
    out.flush()?;
    Ok(report.failures.is_empty())
}
