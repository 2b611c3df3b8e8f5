//! Whether the time of a verification tells anything about the right signature: `constant-time
//! LIBCOMMET.SO [MEASUREMENTS]`.
//!
//! Two kinds of signatures take turns by chance, and their times are compared by Welch's t-test. That the
//! method sees a leak is shown by a comparison that stops at the first difference. Prints, and fails only
//! where that one is not seen.

// Calls of the C library.
#![allow(unsafe_code)]

use std::env;
use std::error::Error;
use std::ffi::{c_char, c_void};
use std::hint::black_box;
use std::process::ExitCode;
use std::sync::atomic::{Ordering, fence};
use std::time::Instant;

use commet_webhooks::Webhooks;
use commet_webhooks_hardening::needles::signature;
use commet_webhooks_hardening::welch::{LEAK, NOTHING, strongest};
use libloading::{Library, Symbol};

const SECRET: &str = "whsec_constant_time";
/// Bytes of a body. Few, so that hashing, whose time does not depend on the signature, adds little noise.
const BODY: usize = 40;
/// Calls timed as one: a clock tells tens of nanoseconds.
const BATCH: usize = 4;

/// Signatures made before their times are measured, as making them leaves its marks on the processor.
const PREPARED: usize = 2000;

/// A body, and a signature for it. Each measurement has a body of its own: so the digits of all kinds of
/// signatures are spread alike, and all in which kinds differ is how they compare with the right ones.
#[derive(Clone, Copy)]
struct Request {
    body: [u8; BODY],
    right: [u8; 64],
    given: [u8; 64],
}

/// A kind of signature.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Right,
    RightUpperCase,
    FirstDigitWrong,
    MiddleDigitWrong,
    LastDigitWrong,
    AllWrong,
}

impl Kind {
    fn is_right(self) -> bool {
        matches!(self, Self::Right | Self::RightUpperCase)
    }

    fn request(self) -> Request {
        let body = [(); BODY].map(|()| fastrand::u8(..));
        let mut right = [0; 64];
        right.copy_from_slice(const_hex::encode(signature(SECRET.as_bytes(), &body)).as_bytes());
        let mut text = right;
        let mut change = |at: usize| {
            let digits: Vec<_> = b"0123456789abcdef".iter().filter(|digit| **digit != text[at]).collect();
            text[at] = *digits[fastrand::usize(..digits.len())];
        };
        match self {
            Self::Right => {}
            Self::RightUpperCase => text.make_ascii_uppercase(),
            Self::FirstDigitWrong => change(0),
            Self::MiddleDigitWrong => change(32),
            Self::LastDigitWrong => change(63),
            Self::AllWrong => (0..64).for_each(change),
        }
        Request { body, right, given: text }
    }
}

/// What is compared with what.
const PAIRS: [(&str, Kind, Kind); 7] = [
    ("right / right: nothing to see", Kind::Right, Kind::Right),
    ("all wrong / all wrong: nothing to see", Kind::AllWrong, Kind::AllWrong),
    ("right / wrong in the first digit", Kind::Right, Kind::FirstDigitWrong),
    ("right / wrong in all digits", Kind::Right, Kind::AllWrong),
    ("wrong in the first / in the last digit", Kind::FirstDigitWrong, Kind::LastDigitWrong),
    ("wrong in the middle / in all digits", Kind::MiddleDigitWrong, Kind::AllWrong),
    ("right in lower / in upper case", Kind::Right, Kind::RightUpperCase),
];

/// What is measured.
type Verify<'v> = &'v mut dyn FnMut(&Request) -> bool;

/// t and the difference of the means in nanoseconds.
fn measure(kinds: [Kind; 2], count: usize, verify: Verify<'_>) -> (f64, f64) {
    let mut times = [Vec::with_capacity(count), Vec::with_capacity(count)];
    let mut place = Box::new(Kind::Right.request());
    while times[0].len().min(times[1].len()) < count {
        let prepared: Vec<_> = std::iter::repeat_with(|| usize::from(fastrand::bool())).map(|kind| (kind, kinds[kind].request())).take(PREPARED).collect();
        for (turn, (kind, request)) in prepared.iter().enumerate() {
            // One place in memory for both kinds.
            *black_box(&mut *place) = *request;
            fence(Ordering::SeqCst);
            let start = Instant::now();
            for _ in 0..BATCH {
                black_box(verify(black_box(&place)));
            }
            #[expect(clippy::cast_precision_loss, reason = "small numbers")]
            let time = start.elapsed().as_nanos() as f64 / BATCH as f64;
            // The first ones warm up.
            if turn >= PREPARED / 10 {
                times[*kind].push(time);
            }
        }
    }
    strongest(&times[0], &times[1])
}

/// As nobody should compare: until the first difference.
#[inline(never)]
fn until_different(one: &[u8], other: &[u8]) -> bool {
    one.iter().zip(other).all(|(one, other)| black_box(one) == black_box(other))
}

type CVerify = unsafe extern "C" fn(*const c_void, usize, *const c_char, usize, *const c_char, usize) -> bool;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let library = arguments.next().ok_or("usage: constant-time LIBCOMMET.SO [MEASUREMENTS]")?;
    let count: usize = arguments.next().map_or(Ok(500_000), |count| count.parse())?;
    // SAFETY: the library has no code that runs when it is loaded.
    let library = unsafe { Library::new(library) }?;
    // SAFETY: the type is that of the header.
    let c_verify: Symbol<'_, CVerify> = unsafe { library.get(b"commet_verify") }?;
    let webhooks = Webhooks::commet(SECRET)?;

    let mut core = |request: &Request| webhooks.verify(request.body, request.given);
    let mut one_shot = |request: &Request| {
        let ((body, given), secret) = ((&request.body, &request.given), SECRET.as_bytes());
        // SAFETY: pointers and lengths of memory that is there.
        unsafe {
            let (body, given, secret) = (body.as_ptr().cast(), given.as_ptr().cast(), secret.as_ptr().cast());
            c_verify(body, BODY, given, 64, secret, SECRET.len())
        }
    };
    let mut control = |request: &Request| {
        black_box(webhooks.verify(request.body, request.right));
        until_different(&request.right, &request.given)
    };
    println!("{count} measurements of {BATCH} calls for each kind of signature\n");
    println!("{:14} {:40} {:>8} {:>9}  verdict", "what", "signatures", "t", "ns apart");
    let mut control_seen = true;
    let functions: [(&str, bool, Verify<'_>); 3] = [("Rust", false, &mut core), ("C", false, &mut one_shot), ("control", true, &mut control)];
    for (name, leaks, verify) in functions {
        for (pair, one, other) in PAIRS {
            // The control compares text, to which case is a difference.
            let (t, apart) = measure([one, other], if leaks { count / 5 } else { count }, verify);
            let verdict = match t.abs() {
                t if t < NOTHING => "no difference seen",
                t if t < LEAK => "doubtful: measure again, on a quiet machine",
                // The caller is told which it was, and what it does then takes a time of its own.
                _ if one.is_right() != other.is_right() => "the times differ, as do the answers",
                _ => "the times differ",
            };
            println!("{name:14} {pair:40} {t:8.2} {apart:9.2}  {verdict}");
            control_seen &= !leaks || t.abs() > LEAK || pair.contains("nothing");
        }
    }
    if control_seen {
        return Ok(ExitCode::SUCCESS);
    }
    println!("\nThe control leaks, and was not seen: these measurements say nothing.");
    Ok(ExitCode::FAILURE)
}
