//! Writes `include/commet.h`, or with `--check` fails if it is not what would be written.

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use cbindgen::{Builder, Config};

/// The modules in the order in which the header shows them.
const MODULES: &[&str] = &[
    "version",
    "slice",
    "generated/codes",
    "code",
    "verifier",
    "options",
    "result",
    "event",
    "value",
    "cursor",
    "into",
    "php",
];

fn main() -> ExitCode {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let check = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => false,
        ["--check"] => true,
        _ => {
            eprintln!("usage: header [--check]");
            return ExitCode::from(2);
        }
    };
    match run(check) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => {
            eprintln!("include/commet.h is not current: run `make -C bindings-c header`");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("header: {error}");
            ExitCode::from(2)
        }
    }
}

/// Whether the header is as it should be.
fn run(check: bool) -> Result<bool, Box<dyn Error>> {
    let room = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let path = room.join("include/commet.h");
    let header = header(&room)?;
    let current = fs::read_to_string(&path).unwrap_or_default();
    if header != current && !check {
        fs::write(&path, &header)?;
        return Ok(true);
    }
    Ok(header == current)
}

fn header(room: &Path) -> Result<String, Box<dyn Error>> {
    let mut config = Config::from_file(room.join("cbindgen.toml"))?;
    config.after_includes = Some(version_macros());
    let sources = MODULES.iter().map(|module| room.join("src").join(module).with_extension("rs"));
    let builder = sources.fold(Builder::new().with_config(config), Builder::with_src);
    let mut text = Vec::new();
    builder.generate()?.write(&mut text);
    Ok(String::from_utf8(text)?)
}

/// The version as the preprocessor sees it: that of the workspace, as the library's is.
fn version_macros() -> String {
    let parts = [
        ("MAJOR", env!("CARGO_PKG_VERSION_MAJOR")),
        ("MINOR", env!("CARGO_PKG_VERSION_MINOR")),
        ("PATCH", env!("CARGO_PKG_VERSION_PATCH")),
    ];
    let macros = parts.map(|(name, number)| format!("#define COMMET_VERSION_{name} {number}\n"));
    format!(
        "\n/**\n * The version of this header; `commet_version` tells that of the library.\n */\n#define COMMET_VERSION \"{}\"\n{}",
        env!("CARGO_PKG_VERSION"),
        macros.concat(),
    )
}
