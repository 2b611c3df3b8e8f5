//! What a call answers: the words of a tape (docs/tape.md) in the `int[]` that Java gave, or in a new
//! one where that has too little room. What belongs to it is put into `rest`: in the second place the
//! UTF-8 of a body that came as a string with characters beyond ASCII, in the first place bytes:
//!
//! - behind a tape, its strings;
//! - in the place of a tape, for a request that is refused: the code's position in the order of the
//!   checks (32 bits, little-endian), the length of the field (likewise), the offset in the body at
//!   which a fault showed (64 bits, -1 if there is none), the field and the message in UTF-8.
//!
//! Nothing is there if this library is at fault.

use std::ptr;

use commet_webhooks::{Error, ErrorCode, TapeParts};
use jni_sys::{jint, jintArray, jobjectArray};

use crate::env::Env;

/// Where an answer goes.
pub(crate) struct Answer {
    pub(crate) words: jintArray,
    /// The length of that.
    pub(crate) room: jint,
    pub(crate) rest: jobjectArray,
}

impl Answer {
    /// Answers, with the body's bytes if Java does not have them.
    pub(crate) fn with(
        self,
        env: Env,
        tape: Result<TapeParts<'_>, &Error>,
        body: Option<&[u8]>,
    ) -> jintArray {
        match tape {
            Ok(tape) => {
                let [strings, reason] = tape.strings();
                // Where there is no memory for one, Java has an exception, after which it may be asked for nothing.
                let is_put = (strings.is_empty() && reason.is_empty()
                    || env.put(self.rest, 0, &[strings, reason].concat().into_bytes()))
                    && body.is_none_or(|body| env.put(self.rest, 1, body));
                if is_put { env.put_words(self.words, self.room, tape.words()) } else { ptr::null_mut() }
            }
            Err(error) => {
                env.put(self.rest, 0, &record(error));
                ptr::null_mut()
            }
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
