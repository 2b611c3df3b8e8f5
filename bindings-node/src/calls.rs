//! The functions that JavaScript calls.
//!
//! Those that read a webhook return the place of the tape in the scratch, or a negative number:
//! an error's, with its record in the scratch; [`TOO_SMALL`](crate::scratch::TOO_SMALL), to be
//! called again with more; or [`FAULT`].

use std::time::Duration;

use commet_webhooks::{Event, MAX_BODY_BYTES, Options, Payload, Provider, Timestamp, Webhooks};
use napi_sys::napi_value;

use crate::body::{Body, Encoding, fetch};
use crate::environment::Call;
use crate::scratch::Scratch;
use crate::value::{FAULT, Value, integer, string};

/// `setScratch(array)`: the memory into which the other calls write. Returns 0.
pub(crate) fn set_scratch(call: &mut Call<'_>) -> napi_value {
    let (env, array) = (call.env, call.argument(0));
    integer(env, call.environment.set_scratch(env, array).map_or(FAULT, |()| 0))
}

/// `addVerifier(provider, secret)`: a number for a verifier, or a negative number. What is not a string
/// is an empty secret.
pub(crate) fn add_verifier(call: &mut Call<'_>) -> napi_value {
    let Some(provider) = call.argument(0).index().and_then(|index| Provider::ALL.get(index)) else {
        return integer(call.env, FAULT);
    };
    let made = with_secret(call, |secret| Webhooks::new(*provider, [secret]));
    let number = match made {
        Ok(verifier) => call.environment.add(verifier),
        Err(error) => call.environment.scratch().write_error(&error),
    };
    integer(call.env, number)
}

/// `addSecret(verifier, secret)`: accepts what this secret has signed too. Returns 0 or a negative number.
pub(crate) fn add_secret(call: &mut Call<'_>) -> napi_value {
    let Some(webhooks) = verifier(call) else { return integer(call.env, FAULT) };
    let mut webhooks = webhooks.clone();
    let added = with_secret(call, |secret| webhooks.add_secret(secret));
    let result = match added {
        Ok(()) => call.argument(0).index().and_then(|number| call.environment.replace(number, webhooks)),
        Err(error) => Some(call.environment.scratch().write_error(&error)),
    };
    integer(call.env, result.unwrap_or(FAULT))
}

/// What a function makes of the secret in the second argument, of which no copy is left.
fn with_secret<T>(call: &Call<'_>, then: impl FnOnce(&[u8]) -> T) -> T {
    let mut secret = call.argument(1).text().unwrap_or_default();
    let result = then(&secret);
    secret.fill(0);
    // The compiler must not take the zeroes for useless.
    std::hint::black_box(&secret);
    result
}

/// `removeVerifier(number)`: zeroes its secrets and frees it. Returns 0.
pub(crate) fn remove_verifier(call: &mut Call<'_>) -> napi_value {
    if let Some(number) = call.argument(0).index() {
        call.environment.remove(number);
    }
    integer(call.env, 0)
}

/// `sign(verifier, body)`: the signature, or a negative number.
pub(crate) fn sign(call: &mut Call<'_>) -> napi_value {
    let Some(webhooks) = verifier(call) else { return integer(call.env, FAULT) };
    match fetch(call.argument(1), Encoding::Utf8, MAX_BODY_BYTES, call.environment) {
        // Its bytes are not there: what the core says of so many is the answer.
        Ok(Body::TooLarge(zeroes)) => match webhooks.try_verify_and_parse(&zeroes, "") {
            Err(error) => integer(call.env, call.environment.scratch().write_error(&error)),
            Ok(_) => integer(call.env, FAULT),
        },
        Ok(body) => string(call.env, &webhooks.sign(body.bytes())),
        Err(code) => integer(call.env, code),
    }
}

/// `verify(verifier, body, signature)`: 1 or 0, or a negative number.
pub(crate) fn verify(call: &mut Call<'_>) -> napi_value {
    let Some(webhooks) = verifier(call) else { return integer(call.env, FAULT) };
    let result = match fetch(call.argument(1), Encoding::Utf8, MAX_BODY_BYTES, call.environment) {
        Ok(body) => {
            Short::of(call.argument(2)).is_some_and(|text| webhooks.verify(body.bytes(), text.bytes())).into()
        }
        Err(code) => code,
    };
    integer(call.env, result)
}

/// `parse(verifier, body, signature, latin1)`: verifies and parses. If `latin1` is 1, the body is a
/// string whose characters stand for bytes.
pub(crate) fn parse(call: &mut Call<'_>) -> napi_value {
    let Some(webhooks) = verifier(call) else { return integer(call.env, FAULT) };
    let scratch = call.environment.scratch();
    let encoding = if call.argument(3).index() == Some(1) { Encoding::Latin1 } else { Encoding::Utf8 };
    let result = fetch(call.argument(1), encoding, MAX_BODY_BYTES, call.environment).map(|body| {
        let signature = Short::of(call.argument(2));
        let signature = signature.as_ref().map_or(&[][..], Short::bytes);
        let payload = webhooks.try_verify_and_parse(body.bytes(), signature);
        write(scratch, &body, payload.as_ref().map(Payload::tape_parts))
    });
    integer(call.env, result.unwrap_or_else(|code| code))
}

/// `receive(verifier, body, signature, event, mode, maxAge, now, clockSkew, maxBodyBytes)`: as `parse`,
/// and the event's part of the tape too. `event` is the value of the event header. Times are in
/// milliseconds; what is undefined does not count, but `now` goes with `maxAge`.
pub(crate) fn receive(call: &mut Call<'_>) -> napi_value {
    let Some(webhooks) = verifier(call) else { return integer(call.env, FAULT) };
    let scratch = call.environment.scratch();
    let expects = call.count() > 4;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
    let limit = if expects { call.argument(8).number().map(|limit| limit as usize) } else { None };
    let body = fetch(call.argument(1), Encoding::Utf8, limit.unwrap_or(MAX_BODY_BYTES), call.environment);
    let result = body.and_then(|body| {
        let (signature, event) = (Short::of(call.argument(2)), Short::of(call.argument(3)));
        let mode = if expects { call.argument(4).text() } else { None };
        let options = if expects { options(call, mode.as_deref(), limit)? } else { Options::new() };
        let provider = webhooks.provider();
        let headers = [
            signature.as_ref().map(|value| (provider.signature_header(), value.bytes())),
            provider.event_header().zip(event.as_ref().map(Short::bytes)),
        ];
        let event = webhooks.receive_with(body.bytes(), headers.into_iter().flatten(), &options);
        Ok(write(scratch, &body, event.as_ref().map(Event::tape_parts)))
    });
    integer(call.env, result.unwrap_or_else(|code| code))
}

fn verifier<'c>(call: &'c Call<'_>) -> Option<&'c Webhooks> {
    call.environment.verifier(call.argument(0).index()?)
}

fn write(
    scratch: Scratch,
    body: &Body<'_>,
    tape: Result<commet_webhooks::TapeParts<'_>, &commet_webhooks::Error>,
) -> i32 {
    match tape {
        Ok(tape) => scratch.write_tape(body, &tape),
        Err(error) => scratch.write_error(error),
    }
}

fn options<'o>(call: &Call<'_>, mode: Option<&'o [u8]>, limit: Option<usize>) -> Result<Options<'o>, i32> {
    let mut options = Options::new();
    if let Some(mode) = mode {
        options = options.mode(std::str::from_utf8(mode).map_err(|_| FAULT)?);
    }
    let number = |index| call.argument(index).number();
    if let Some(max_age) = number(5) {
        #[expect(clippy::cast_possible_truncation, reason = "saturates, and is checked")]
        let now = number(6).and_then(|now| Timestamp::from_millis(now as i64)).ok_or(FAULT)?;
        options = options.max_age(duration(max_age), now);
    }
    if let Some(skew) = number(7) {
        options = options.clock_skew(duration(skew));
    }
    if let Some(limit) = limit {
        options = options.max_body_bytes(limit);
    }
    Ok(options)
}

fn duration(millis: f64) -> Duration {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
    Duration::from_millis(millis as u64)
}

/// The value of a header, mostly short.
struct Short {
    inline: [u8; Self::INLINE],
    length: usize,
    rest: Vec<u8>,
}

impl Short {
    /// A signature, with room for what makes it none.
    const INLINE: usize = 80;

    /// None if it is no string.
    fn of(value: Value) -> Option<Self> {
        // The NUL, and a character that does not fit and is left out.
        const SPARE: usize = 8;
        let mut inline = [0; Self::INLINE];
        // SAFETY: as many bytes as there are.
        let length = unsafe { value.write_utf8(inline.as_mut_ptr(), inline.len()) }?;
        let rest = if length + SPARE < Self::INLINE { Vec::new() } else { value.text()? };
        Some(Self { inline, length, rest })
    }

    fn bytes(&self) -> &[u8] {
        if self.rest.is_empty() { &self.inline[..self.length] } else { &self.rest }
    }
}
