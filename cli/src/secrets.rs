//! Where secrets come from.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::Path;

use commet_webhooks::Provider;

use crate::args::SecretArgs;
use crate::catalog::Catalog;
use crate::outcome::Usage;

/// The secrets of the options, in that order: given, then from files. Without an option, that of
/// the provider's environment variable.
///
/// A blank secret is passed on: to refuse it is the library's business.
pub(crate) fn find(args: SecretArgs, provider: Provider) -> Result<Vec<Vec<u8>>, Usage> {
    let SecretArgs { secrets, secret_files } = args;
    let mut found: Vec<_> = secrets.into_iter().map(OsString::into_encoded_bytes).collect();
    for file in secret_files {
        found.push(from_file(&file)?);
    }
    if found.is_empty() {
        let variable = &Catalog::get().provider(provider).secret_env;
        let secret = env::var_os(variable).ok_or_else(|| {
            Usage::new(format!("no secret: set {variable}, or give --secret-file FILE or --secret SECRET"))
        })?;
        found.push(secret.into_encoded_bytes());
    }
    Ok(found)
}

/// The content of a file but for the line break at its end, which editors and `echo` add.
fn from_file(file: &Path) -> Result<Vec<u8>, Usage> {
    // Its name is not shown: by mistake it may be the secret.
    let mut secret = fs::read(file)
        .map_err(|fault| Usage::new(format!("cannot read the file that --secret-file names: {fault}")))?;
    if secret.last() == Some(&b'\n') {
        secret.pop();
        if secret.last() == Some(&b'\r') {
            secret.pop();
        }
    }
    Ok(secret)
}
