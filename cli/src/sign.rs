//! `sign`: the signature of a body.

use crate::args::SignArgs;
use crate::outcome::{Outcome, Usage};
use crate::{input, secrets};

pub(crate) fn run(args: SignArgs) -> Result<Outcome, Usage> {
    let secrets = secrets::find(args.secret, args.provider)?;
    let [secret] = secrets.as_slice() else {
        return Err(Usage::new("give one secret: a body has one signature"));
    };
    let body = input::read(&args.file)?;
    Ok(match commet_webhooks::sign(body, secret) {
        Ok(signature) => Outcome::Done(format!("{signature}\n")),
        Err(error) => Outcome::refused(&error),
    })
}
