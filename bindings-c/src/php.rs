//! For the PHP package: one call a webhook, answered in the format of PHP's `serialize`.
//!
//! PHP has no faster way from bytes to an array than `unserialize`, which takes a third of the time
//! of its `json_decode`; and as the core has parsed the body already, nothing is read twice.

use std::ffi::{c_char, c_void};

use commet_webhooks::{Access, Error, Event, Payload, TapeParts, Timestamp, Value, Webhooks};

use crate::code::texts;
use crate::generated::codes::commet_code;
use crate::generated::php::KEYS;
use crate::guard::{bytes, guard};
use crate::options::{commet_options, options};
use crate::verifier::{commet_verifier, verifier};

/// What the class is called that stands for an object where arrays would lose something.
const OBJECT_CLASS: &str = r"Commet\JsonObject";

/// Containers of at least this many words on the tape are left as text until somebody asks.
const DEFERRED_WORDS: usize = 64;

/// Verifies a body and parses it, whatever its envelope, into a serialized PHP array.
///
/// Gives the number of bytes of the array; if that is more than `capacity`, nothing of use was
/// written: call again with so much room. 0 if the request is refused, for whatever reason.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_php_verify_and_parse(
    verifier: *const commet_verifier,
    body: *const c_void,
    body_len: usize,
    signature: *const c_char,
    signature_len: usize,
    buffer: *mut c_void,
    capacity: usize,
) -> i64 {
    guard(0, || {
        let mut out = Out::new(buffer, capacity);
        // SAFETY: the caller passes a verifier, or NULL.
        let verifier = unsafe { self::verifier(verifier) };
        // SAFETY: the caller passes `body_len` readable bytes, or NULL.
        let body = unsafe { bytes(body, body_len) };
        // SAFETY: the caller passes `signature_len` readable bytes, or NULL.
        let signature = unsafe { bytes(signature, signature_len) };
        let (Ok(verifier), Ok(body), Ok(signature)) = (verifier, body, signature) else { return 0 };
        let Some(payload) = verifier.verify_and_parse(body, signature) else { return 0 };
        out.payload(&payload, Style::Arrays);
        out.length()
    })
}

/// As `commet_receive_into`, with the event as a serialized PHP list: whether it is known, its name,
/// id, idempotency key (null: the SHA-256 of the body), milliseconds since 1970, mode, organization,
/// API version, access, why it is untyped, and the body; null where the event does not have it.
///
/// The body is a list of two: the object at the top, its data null, as a text that is itself
/// serialized; and the data, as a list of two arrays by key, in the first of which large containers
/// are null, and the second of which holds those, again as texts.
///
/// Gives the number of bytes; if that is more than `capacity`, nothing of use was written: call
/// again with so much room. Negative, and likewise, for an error: a list of its code, message,
/// offset in the body and field.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_php_receive(
    verifier: *const commet_verifier,
    body: *const c_void,
    body_len: usize,
    signature: *const c_char,
    signature_len: usize,
    event: *const c_char,
    event_len: usize,
    options: *const commet_options,
    buffer: *mut c_void,
    capacity: usize,
) -> i64 {
    let fault = |code: commet_code| {
        let mut out = Out::new(buffer, capacity);
        out.fault(code);
        -out.length()
    };
    guard(None, || {
        let request = (|| {
            // SAFETY: the caller passes a verifier, or NULL.
            let verifier = unsafe { self::verifier(verifier) }?;
            // SAFETY: the caller passes `body_len` readable bytes, or NULL.
            let body = unsafe { bytes(body, body_len) }?;
            // SAFETY: the caller passes `signature_len` readable bytes, or NULL.
            let signature = unsafe { bytes(signature, signature_len) }?;
            // SAFETY: the caller passes `event_len` readable bytes, or NULL.
            let event = unsafe { bytes(event, event_len) }?;
            // SAFETY: the caller passes options, or NULL.
            let options = unsafe { self::options(options) }?;
            Ok((verifier, body, signature, event, options))
        })();
        let (verifier, body, signature, event, options) = match request {
            Ok(request) => request,
            Err(code) => return Some(fault(code)),
        };
        let provider = verifier.provider();
        let event_header = provider.event_header().map(|name| (name, event));
        let headers = [(provider.signature_header(), signature)].into_iter().chain(event_header);
        let mut out = Out::new(buffer, capacity);
        Some(match verifier.receive_with(body, headers, &options) {
            Ok(event) => {
                out.event(&event);
                out.length()
            }
            Err(error) => {
                out.error(&error);
                -out.length()
            }
        })
    })
    .unwrap_or_else(|| fault(commet_code::COMMET_ERROR_INTERNAL))
}

/// Parses a body that has been verified before, and writes its object with every object within as
/// an instance of a PHP class: apart from arrays, and with keys that stay strings.
///
/// Gives the number of bytes, as `commet_php_verify_and_parse` does; 0 if it is no JSON object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_php_parse(
    body: *const c_void,
    body_len: usize,
    buffer: *mut c_void,
    capacity: usize,
) -> i64 {
    guard(0, || {
        let mut out = Out::new(buffer, capacity);
        // SAFETY: the caller passes `body_len` readable bytes, or NULL.
        let Ok(body) = (unsafe { bytes(body, body_len) }) else { return 0 };
        parsed(body, |payload| out.payload(payload, Style::Objects));
        out.length()
    })
}

/// The time that a text states, or if `text` is NULL, that a number states, in milliseconds since
/// 1970. NaN where it states none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_php_time(text: *const c_char, text_len: usize, number: f64) -> f64 {
    guard(f64::NAN, || {
        let time = if text.is_null() {
            // The core reads numbers as a part of bodies.
            let mut time = None;
            let body = format!("{{\"\":{number:?}}}");
            parsed(body.as_bytes(), |payload| time = payload.get("").and_then(Value::as_time));
            time
        } else {
            // SAFETY: the caller passes `text_len` readable bytes.
            let text = unsafe { bytes(text, text_len) }.ok();
            text.and_then(|text| Timestamp::parse(str::from_utf8(text).ok()?))
        };
        #[expect(clippy::cast_precision_loss, reason = "years have four digits: far below 2^53")]
        time.map_or(f64::NAN, |time| time.as_millis() as f64)
    })
}

/// Shows what a verified body says, if it is an object. The core parses nothing that is not signed,
/// so it is signed anew.
fn parsed(body: &[u8], show: impl FnOnce(&Payload<'_>)) {
    if let Ok(webhooks) = Webhooks::commet("of no meaning")
        && let Some(payload) = webhooks.verify_and_parse(body, webhooks.sign(body))
    {
        show(&payload);
    }
}

/// What objects become.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// Arrays by key.
    Arrays,
    /// Instances of a class, with keys and values by turns.
    Objects,
}

/// The tags of nodes, as docs/tape.md lists them; anything else is null.
mod tag {
    pub(super) const BITS: u32 = 4;
    pub(super) const FALSE: u32 = 1;
    pub(super) const TRUE: u32 = 2;
    pub(super) const SMALL: u32 = 3;
    pub(super) const INTEGER: u32 = 4;
    pub(super) const UNSIGNED: u32 = 5;
    pub(super) const DOUBLE: u32 = 6;
    pub(super) const ASCII: u32 = 7;
    pub(super) const UTF8: u32 = 8;
    pub(super) const UNESCAPED: u32 = 9;
    pub(super) const ARRAY: u32 = 10;
    pub(super) const OBJECT: u32 = 11;
    pub(super) const KEY: u32 = 12;
    /// The words of a container before its first element or key.
    pub(super) const CONTAINER_WORDS: usize = 2;
}

/// The nodes of a payload: going through them in their order is the fastest way.
struct Tape<'t> {
    words: &'t [u32],
    body: &'t [u8],
    strings: &'t [u8],
}

impl<'t> Tape<'t> {
    fn new(payload: &'t Payload<'_>, parts: &'t TapeParts<'t>) -> Self {
        let ([_, words], [strings, _]) = (parts.words(), parts.strings());
        Self { words, body: payload.body(), strings: strings.as_bytes() }
    }

    #[inline]
    fn tag(&self, at: usize) -> u32 {
        self.words[at] & ((1 << tag::BITS) - 1)
    }

    #[inline]
    fn payload(&self, at: usize) -> usize {
        (self.words[at] >> tag::BITS) as usize
    }

    fn wide(&self, at: usize) -> u64 {
        u64::from(self.words[at + 1]) | u64::from(self.words[at + 2]) << 32
    }

    #[inline]
    fn slice(&self, area: &'t [u8], at: usize) -> &'t [u8] {
        &area[self.words[at + 1] as usize..][..self.payload(at)]
    }

    /// The node behind the one at `at` and all it contains.
    #[inline]
    fn after(&self, at: usize) -> usize {
        at + match self.tag(at) {
            tag::INTEGER | tag::UNSIGNED | tag::DOUBLE => 3,
            tag::ASCII | tag::UTF8 | tag::UNESCAPED => 2,
            tag::ARRAY | tag::OBJECT => tag::CONTAINER_WORDS + self.words[at + 1] as usize,
            _ => 1,
        }
    }
}

/// Memory of the caller, perhaps not initialised: what does not fit is only counted.
struct Out {
    start: *mut u8,
    capacity: usize,
    length: usize,
}

impl Out {
    fn new(start: *mut c_void, capacity: usize) -> Self {
        Self { start: start.cast(), capacity: if start.is_null() { 0 } else { capacity }, length: 0 }
    }

    fn length(&self) -> i64 {
        i64::try_from(self.length).unwrap_or(i64::MAX)
    }

    /// Writes parts one after the other. What does not fit counts all the same.
    #[inline]
    fn put<const PARTS: usize>(&mut self, parts: [&[u8]; PARTS]) {
        let start = self.length;
        let size: usize = parts.iter().map(|part| part.len()).sum();
        self.length = start.saturating_add(size);
        if self.length > self.capacity {
            return;
        }
        // SAFETY: within the memory, as `capacity` is the caller's promise.
        let mut to = unsafe { self.start.add(start) };
        for part in parts {
            // SAFETY: there is room for all parts, and views of Rust do not overlap it.
            unsafe { copy(part, to) };
            // SAFETY: within the memory, or at its end.
            to = unsafe { to.add(part.len()) };
        }
    }

    fn null(&mut self) {
        self.put([b"N;"]);
    }

    fn boolean(&mut self, value: bool) {
        self.put([if value { b"b:1;" } else { b"b:0;" }]);
    }

    fn integer(&mut self, value: i64) {
        let sign: &[u8] = if value < 0 { b"-" } else { b"" };
        self.put([b"i:", sign, Decimal::of(value.unsigned_abs()).digits(), b";"]);
    }

    fn double(&mut self, value: f64) {
        // The shortest text that reads back as the same number.
        self.put([b"d:", format!("{value:?}").as_bytes(), b";"]);
    }

    #[inline]
    fn text(&mut self, text: &[u8]) {
        self.put([b"s:", Decimal::of(text.len() as u64).digits(), b":\"", text, b"\";"]);
    }

    fn optional(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.text(text.as_bytes()),
            None => self.null(),
        }
    }

    #[inline]
    fn begin_array(&mut self, size: usize) {
        self.put([b"a:", Decimal::of(size as u64).digits(), b":{"]);
    }

    fn end(&mut self) {
        self.put([b"}"]);
    }

    fn payload(&mut self, payload: &Payload<'_>, style: Style) {
        let parts = payload.tape_parts();
        self.value(&Tape::new(payload, &parts), 0, style);
    }

    /// Writes the value at a node, and gives the next one.
    fn value(&mut self, tape: &Tape<'_>, at: usize, style: Style) -> usize {
        match tape.tag(at) {
            tag::FALSE => self.boolean(false),
            tag::TRUE => self.boolean(true),
            tag::SMALL => self.integer(i64::from(tape.words[at].cast_signed() >> tag::BITS)),
            tag::INTEGER => self.integer(tape.wide(at).cast_signed()),
            // PHP has no unsigned integers; a double is what its own reader makes of these.
            #[expect(clippy::cast_precision_loss, reason = "the nearest double")]
            tag::UNSIGNED => self.double(tape.wide(at) as f64),
            tag::DOUBLE => self.double(f64::from_bits(tape.wide(at))),
            tag::ASCII | tag::UTF8 => self.text(tape.slice(tape.body, at)),
            tag::UNESCAPED => self.text(tape.slice(tape.strings, at)),
            tag::ARRAY => self.array(tape, at, style),
            tag::OBJECT => self.object(tape, at, style),
            _ => self.null(),
        }
        tape.after(at)
    }

    fn array(&mut self, tape: &Tape<'_>, at: usize, style: Style) {
        let size = tape.payload(at);
        let mut list = self.list(size);
        let mut at = at + tag::CONTAINER_WORDS;
        for _ in 0..size {
            list.item(|out| at = out.value(tape, at, style));
        }
        self.end();
    }

    fn object(&mut self, tape: &Tape<'_>, at: usize, style: Style) {
        let size = tape.payload(at);
        let mut at = at + tag::CONTAINER_WORDS;
        match style {
            Style::Arrays => {
                self.begin_array(size);
                for _ in 0..size {
                    at = self.key(tape, at);
                    at = self.value(tape, at, style);
                }
            }
            Style::Objects => {
                let (length, members) =
                    (Decimal::of(OBJECT_CLASS.len() as u64), Decimal::of(2 * size as u64));
                self.put([
                    b"O:",
                    length.digits(),
                    b":\"",
                    OBJECT_CLASS.as_bytes(),
                    b"\":",
                    members.digits(),
                    b":{",
                ]);
                let mut list = List { out: self, index: 0 };
                for _ in 0..size {
                    list.item(|out| at = out.key(tape, at));
                    list.item(|out| at = out.value(tape, at, style));
                }
            }
        }
        self.end();
    }

    /// Writes the key at a node, and gives the node of its value.
    #[inline]
    fn key(&mut self, tape: &Tape<'_>, at: usize) -> usize {
        if tape.tag(at) == tag::KEY {
            self.put([KEYS[tape.payload(at)].as_bytes()]);
            return at + 1;
        }
        self.value(tape, at, Style::Arrays)
    }

    /// A text that is itself serialized. Its length stands before it, so room is left there, and the
    /// zeroes that remain do no harm.
    fn nested(&mut self, write: impl FnOnce(&mut Self)) {
        self.put([b"s:"]);
        let place = self.length;
        self.put([&[b'0'; Decimal::DIGITS], b":\""]);
        let start = self.length;
        write(self);
        let end = self.length;
        self.length = place;
        self.put([&Decimal::of((end - start) as u64).padded]);
        self.length = end;
        self.put([b"\";"]);
    }

    fn event(&mut self, event: &Event<'_>) {
        let mut list = self.list(11);
        list.item(|out| out.boolean(event.is_known()));
        list.item(|out| out.text(event.event_type().as_bytes()));
        list.item(|out| out.optional(event.id()));
        // Without an id it is worked out when asked for, as everywhere.
        list.item(|out| out.optional(event.id().map(|_| event.idempotency_key()).as_deref()));
        list.item(|out| match event.time() {
            Some(time) => out.integer(time.as_millis()),
            None => out.null(),
        });
        list.item(|out| out.optional(event.mode()));
        list.item(|out| out.optional(event.organization_id()));
        list.item(|out| out.optional(event.api_version()));
        list.item(|out| out.optional(event.access().map(Access::as_str)));
        list.item(|out| out.optional(event.untyped_reason()));
        list.item(|out| out.envelope(event));
        self.end();
    }

    /// The whole body, in two parts: see `commet_php_receive`.
    fn envelope(&mut self, event: &Event<'_>) {
        let parts = event.tape_parts();
        let tape = Tape::new(event.payload(), &parts);
        let data = u32::from(event.data().place()) as usize;
        let mut list = self.list(2);
        list.item(|out| out.nested(|out| out.shallow(&tape, 0, |at| at == data)));
        list.item(|out| out.data(&tape, data));
        self.end();
    }

    fn data(&mut self, tape: &Tape<'_>, data: usize) {
        let mut large = Vec::new();
        let mut list = self.list(2);
        list.item(|out| {
            let mut key = data + tag::CONTAINER_WORDS;
            out.shallow(tape, data, |at| {
                let is_large = tape.after(at) - at >= DEFERRED_WORDS;
                if is_large {
                    large.push(key);
                }
                key = tape.after(at);
                is_large
            });
        });
        list.item(|out| {
            out.begin_array(large.len());
            for at in large {
                let at = out.key(tape, at);
                out.nested(|out| {
                    out.value(tape, at, Style::Arrays);
                });
            }
            out.end();
        });
        self.end();
    }

    /// The object at a node as an array, with null in the place of some values.
    fn shallow(&mut self, tape: &Tape<'_>, at: usize, mut is_left_out: impl FnMut(usize) -> bool) {
        let size = tape.payload(at);
        let mut at = at + tag::CONTAINER_WORDS;
        self.begin_array(size);
        for _ in 0..size {
            at = self.key(tape, at);
            if is_left_out(at) {
                self.null();
                at = tape.after(at);
            } else {
                at = self.value(tape, at, Style::Arrays);
            }
        }
        self.end();
    }

    fn error(&mut self, error: &Error) {
        let code = commet_code::of(error.code());
        let offset = error.offset().and_then(|offset| i64::try_from(offset).ok());
        self.refusal(code, &error.message(), offset, error.field());
    }

    /// An error of the call, or of the library.
    fn fault(&mut self, code: commet_code) {
        let [_, message, _] = texts(code as i32);
        self.refusal(code, &message.to_string_lossy(), None, None);
    }

    fn refusal(&mut self, code: commet_code, message: &str, offset: Option<i64>, field: Option<&str>) {
        let mut list = self.list(4);
        list.item(|out| out.integer(code as i64));
        list.item(|out| out.text(message.as_bytes()));
        list.item(|out| match offset {
            Some(offset) => out.integer(offset),
            None => out.null(),
        });
        list.item(|out| out.optional(field));
        self.end();
    }

    /// Begins a list of so many items; `end` ends it.
    fn list(&mut self, size: usize) -> List<'_> {
        self.begin_array(size);
        List { out: self, index: 0 }
    }
}

/// A number's digits, with zeroes before them.
struct Decimal {
    padded: [u8; Self::DIGITS],
    first: usize,
}

impl Decimal {
    /// As many as the largest number has.
    const DIGITS: usize = 20;

    #[inline]
    fn of(number: u64) -> Self {
        const LAST: usize = Decimal::DIGITS - 1;
        let mut padded = [b'0'; Self::DIGITS];
        let digit = |number: u64| b'0' + (number % 10) as u8;
        // Nearly all of them are the lengths of short texts.
        if number < 100 {
            padded[LAST] = digit(number);
            padded[LAST - 1] = digit(number / 10);
            return Self { padded, first: if number < 10 { LAST } else { LAST - 1 } };
        }
        let (mut first, mut rest) = (Self::DIGITS, number);
        while rest > 0 {
            first -= 1;
            padded[first] = digit(rest);
            rest /= 10;
        }
        Self { padded, first }
    }

    #[inline]
    fn digits(&self) -> &[u8] {
        &self.padded[self.first..]
    }
}

/// Copies bytes; mostly it is so few that calling `memcpy` would take longer.
///
/// # Safety
///
/// As many bytes can be written at `to`, and nobody reads or writes them meanwhile.
#[inline]
unsafe fn copy(bytes: &[u8], to: *mut u8) {
    match bytes.len() {
        0 => {}
        // SAFETY: as our caller promises.
        1..=2 => unsafe { copy_ends::<1>(bytes, to) },
        // SAFETY: as our caller promises.
        3..=4 => unsafe { copy_ends::<2>(bytes, to) },
        // SAFETY: as our caller promises.
        5..=8 => unsafe { copy_ends::<4>(bytes, to) },
        // SAFETY: as our caller promises.
        9..=16 => unsafe { copy_ends::<8>(bytes, to) },
        // SAFETY: as our caller promises.
        17..=32 => unsafe { copy_ends::<16>(bytes, to) },
        // SAFETY: as our caller promises.
        size => unsafe { to.copy_from_nonoverlapping(bytes.as_ptr(), size) },
    }
}

/// Copies bytes, at least `SIZE` and at most twice as many, as their first and their last ones.
///
/// # Safety
///
/// As of [`copy`].
#[inline]
unsafe fn copy_ends<const SIZE: usize>(bytes: &[u8], to: *mut u8) {
    if let (Some(first), Some(last)) = (bytes.first_chunk::<SIZE>(), bytes.last_chunk::<SIZE>()) {
        // SAFETY: `bytes` has at least as many.
        unsafe { to.copy_from_nonoverlapping(first.as_ptr(), SIZE) };
        // SAFETY: within the memory, as `bytes` has at least as many.
        let to = unsafe { to.add(bytes.len() - SIZE) };
        // SAFETY: the last ones that can be written.
        unsafe { to.copy_from_nonoverlapping(last.as_ptr(), SIZE) };
    }
}

/// The items of an array whose keys are their positions.
struct List<'o> {
    out: &'o mut Out,
    index: usize,
}

impl List<'_> {
    #[inline]
    fn item(&mut self, write: impl FnOnce(&mut Out)) {
        self.out.put([b"i:", Decimal::of(self.index as u64).digits(), b";"]);
        write(self.out);
        self.index += 1;
    }
}

#[cfg(test)]
mod tests {
    use std::ptr;

    use commet_webhooks::sign;

    use super::*;

    const SECRET: &[u8] = b"whsec_test";

    struct Verifier(*mut commet_verifier);

    impl Verifier {
        fn new() -> Self {
            let mut verifier = ptr::null_mut();
            // SAFETY: a secret, and the address of a pointer.
            let code = unsafe {
                crate::verifier::commet_verifier_new(
                    0,
                    SECRET.as_ptr().cast(),
                    SECRET.len(),
                    &raw mut verifier,
                )
            };
            assert_eq!(code, commet_code::COMMET_OK);
            Self(verifier)
        }
    }

    impl Drop for Verifier {
        fn drop(&mut self) {
            // SAFETY: made by `new`, freed once.
            unsafe { crate::verifier::commet_verifier_free(self.0) };
        }
    }

    fn parsed(body: &str, capacity: usize) -> (i64, Vec<u8>) {
        let verifier = Verifier::new();
        let signature = sign(body, SECRET).expect("a secret");
        let mut buffer = vec![b'#'; capacity + 1];
        // SAFETY: pointers with their lengths, and one byte less than the buffer has.
        let size = unsafe {
            commet_php_verify_and_parse(
                verifier.0,
                body.as_ptr().cast(),
                body.len(),
                signature.as_ptr().cast(),
                signature.len(),
                buffer.as_mut_ptr().cast(),
                capacity,
            )
        };
        assert_eq!(buffer.pop(), Some(b'#'), "written beyond the capacity");
        (size, buffer)
    }

    fn received(body: &str, signature: &str, capacity: usize) -> (i64, Vec<u8>) {
        let verifier = Verifier::new();
        let mut buffer = vec![b'#'; capacity + 1];
        // SAFETY: pointers with their lengths, and one byte less than the buffer has.
        let size = unsafe {
            commet_php_receive(
                verifier.0,
                body.as_ptr().cast(),
                body.len(),
                signature.as_ptr().cast(),
                signature.len(),
                ptr::null(),
                0,
                ptr::null(),
                buffer.as_mut_ptr().cast(),
                capacity,
            )
        };
        assert_eq!(buffer.pop(), Some(b'#'), "written beyond the capacity");
        (size, buffer)
    }

    #[test]
    fn values() {
        let body = r#"{"event":"é","data":[1,-9223372036854775808,18446744073709551615,-0,0.5,true,null,"\n"],"k":{}}"#;
        let (size, buffer) = parsed(body, 1000);
        let text = String::from_utf8_lossy(&buffer[..usize::try_from(size).expect("a size")]);
        assert_eq!(
            text,
            "a:3:{s:5:\"event\";s:2:\"é\";s:4:\"data\";a:8:{i:0;i:1;i:1;i:-9223372036854775808;\
             i:2;d:1.8446744073709552e19;i:3;d:-0.0;i:4;d:0.5;i:5;b:1;i:6;N;i:7;s:1:\"\n\";}s:1:\"k\";a:0:{}}"
        );
    }

    #[test]
    fn no_capacity_is_exceeded_and_what_is_needed_is_always_said() {
        let body = r#"{"event":"trial.started","timestamp":1788170400123,"data":{"a":[1,"two",[3.5]],"customerId":"x"}}"#;
        let signature = sign(body, SECRET).expect("a secret");
        let forged = "0".repeat(64);
        for call in [
            &(|capacity| parsed(body, capacity)) as &dyn Fn(usize) -> (i64, Vec<u8>),
            &|capacity| received(body, &signature, capacity),
            &|capacity| received(body, &forged, capacity),
        ] {
            let (size, whole) = call(4000);
            let needed = usize::try_from(size.abs()).expect("a size");
            for capacity in 0..needed {
                assert_eq!(call(capacity).0, size);
            }
            assert_eq!(call(needed), (size, whole[..needed].to_vec()));
        }
    }

    #[test]
    fn digits() {
        for number in (0..2000).chain([u64::MAX, u64::MAX - 1, 10_u64.pow(19)]) {
            assert_eq!(Decimal::of(number).digits(), number.to_string().as_bytes());
            assert_eq!(Decimal::of(number).padded, format!("{number:020}").as_bytes());
        }
    }

    #[test]
    fn nothing_in_the_place_of_something_is_refused() {
        // SAFETY: NULL is refused before it is read.
        let size = unsafe {
            commet_php_verify_and_parse(ptr::null(), ptr::null(), 0, ptr::null(), 0, ptr::null_mut(), 10)
        };
        assert_eq!(size, 0);
        let mut buffer = [0_u8; 200];
        // SAFETY: as above.
        let size = unsafe {
            commet_php_receive(
                ptr::null(),
                ptr::null(),
                7,
                ptr::null(),
                0,
                ptr::null(),
                0,
                ptr::null(),
                buffer.as_mut_ptr().cast(),
                buffer.len(),
            )
        };
        assert!(size < 0 && buffer.starts_with(b"a:4:{i:0;i:1001;"));
        // SAFETY: as above.
        assert_eq!(unsafe { commet_php_parse(ptr::null(), 7, ptr::null_mut(), 0) }, 0);
        // SAFETY: the number counts where there is no text.
        assert_eq!(unsafe { commet_php_time(ptr::null(), 0, 1.5) }.to_bits(), 1500_f64.to_bits());
        // SAFETY: as above.
        assert!(unsafe { commet_php_time(ptr::null(), 0, f64::NAN) }.is_nan());
    }
}
