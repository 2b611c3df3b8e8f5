//! A program that receives webhooks and wipes its own copies of secrets; see `memory`.

use std::hint::black_box;
use std::io::{self, Read as _, Write as _};
use std::time::{Duration, UNIX_EPOCH};

use commet_webhooks::{Error, Options, Webhooks, verify, verify_and_parse};

/// 2026-03-25T14:30:00Z
const NOW: u64 = 1_774_449_000;

fn main() -> io::Result<()> {
    let mut kept = None;
    // Read byte by byte into memory of ours: a buffered reader would keep the secret.
    let mut line = Box::new([0_u8; 4096]);
    // A reader without a buffer.
    let mut input = std::fs::File::open("/dev/stdin")?;
    loop {
        let mut length = 0;
        while input.read(&mut line[length..=length])? == 1 && line[length] != b'\n' {
            length += 1;
        }
        if length == 0 {
            return Ok(());
        }
        answer(&line[..length], &mut kept);
        line[..length].fill(0);
        black_box(&line);
        writeln!(io::stdout(), "done")?;
    }
}

/// Makes a call so far down the stack that no later one, less far down, overwrites what it leaves there.
#[inline(never)]
fn below(depth: usize, call: &mut dyn FnMut()) {
    let room = black_box([0_u8; 16 << 10]);
    if depth == 0 {
        call();
    } else {
        below(depth - 1, call);
    }
    black_box(&room);
}

fn answer(line: &[u8], kept: &mut Option<Webhooks>) {
    let mut fields = line.splitn(4, |byte| *byte == b' ');
    let [command, secret, signature, body] = [(); 4].map(|()| fields.next().unwrap_or_default());
    if command == b"drop" {
        *kept = None;
        return;
    }
    let secret = if secret == b"-" { b" " } else { secret };
    let signature = if signature == b"-" { None } else { Some(signature) };
    let (mut verified, mut parsed, mut made, mut said) = (false, false, None, Vec::new());
    below(12, &mut || verified = verify(body, signature.unwrap_or_default(), secret));
    below(8, &mut || parsed = verify_and_parse(body, signature.unwrap_or_default(), secret).is_some());
    below(4, &mut || {
        let webhooks = Webhooks::commet(secret);
        said = webhooks.as_ref().map(|webhooks| receive(webhooks, signature, body)).unwrap_or_default();
        made = Some(webhooks);
    });
    println!("{verified} {parsed}");
    for outcome in said {
        match outcome {
            Ok(()) => println!("ok"),
            Err(error) => println!("{}\n{error}\n{error:?}\n{error:#?}", error.code()),
        }
    }
    match made.expect("it was made") {
        Err(error) => println!("{}\n{error}\n{error:?}", error.code()),
        Ok(webhooks) => {
            println!("{webhooks:?} {webhooks:#?}");
            if command == b"keep" {
                *kept = Some(webhooks);
            }
        }
    }
}

/// What comes of a request, with one secret and while secrets are rotated.
fn receive(webhooks: &Webhooks, signature: Option<&[u8]>, body: &[u8]) -> Vec<Result<(), Error>> {
    let mut rotated = webhooks.clone();
    rotated.add_secret("another").expect("a secret");
    let options = Options::new().mode("live").max_age(Duration::from_secs(3600), UNIX_EPOCH + Duration::from_secs(NOW)).max_body_bytes(2000);
    let headers: Vec<_> =
        signature.map(|signature| ("X-Commet-Signature", signature)).into_iter().chain([("X-Commet-Event", &b"payment.failed"[..])]).collect();
    [webhooks, &rotated].map(|webhooks| webhooks.receive_with(body, headers.iter().copied(), &options).map(drop)).into()
}
