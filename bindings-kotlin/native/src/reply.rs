//! What a call answers: the words of a tape (docs/tape.md) as an `int[]`. Bytes that belong to it, if
//! there are any, are put into the first place of `rest`:
//!
//! - behind a tape, its strings;
//! - in the place of a tape, for a request that is refused: the code's position in the order of the
//!   checks (32 bits, little-endian), the length of the field (likewise), the offset in the body at
//!   which a fault showed (64 bits, -1 if there is none), the field and the message in UTF-8.
//!
//! Neither is there if this library is at fault.

use std::ptr;

use commet_webhooks::{Error, ErrorCode, TapeParts};
use jni_sys::{jintArray, jobjectArray};

use crate::env::Env;

pub(crate) fn with(env: Env, tape: Result<TapeParts<'_>, &Error>, rest: jobjectArray) -> jintArray {
    match tape {
        Ok(tape) => {
            let [strings, reason] = tape.strings();
            if !(strings.is_empty() && reason.is_empty()) {
                env.put(rest, &[strings, reason].concat().into_bytes());
            }
            env.new_words(tape.words())
        }
        Err(error) => {
            env.put(rest, &record(error));
            ptr::null_mut()
        }
    }
}

fn record(error: &Error) -> Vec<u8> {
    let code = ErrorCode::ALL.iter().position(|code| *code == error.code());
    let (field, message) = (error.field().unwrap_or_default(), error.message());
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes();
    let offset = error.offset().and_then(|offset| i64::try_from(offset).ok()).unwrap_or(-1);
    let mut record = Vec::with_capacity(16 + field.len() + message.len());
    record.extend(number(code.unwrap_or(usize::MAX)));
    record.extend(number(field.len()));
    record.extend(offset.to_le_bytes());
    record.extend(field.as_bytes());
    record.extend(message.as_bytes());
    record
}
