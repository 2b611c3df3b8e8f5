//! The C library, called in any order with anything that its header allows, and some that it does not:
//! no call crashes, writes beyond a buffer, leaks, or gives text that is not UTF-8. What is written for
//! PHP reads as the value that the core has.
//!
//! The input is the length of the calls in two bytes, the calls, and a body.
#![no_main]

use std::ffi::{CStr, c_char, c_void};
use std::ptr;

use commet::cursor::*;
use commet::event::*;
use commet::generated::codes::commet_code;
use commet::into::*;
use commet::options::commet_options;
use commet::php::*;
use commet::result::*;
use commet::slice::{commet_slice, commet_str};
use commet::value::*;
use commet::verifier::*;
use commet_webhooks_fuzz::php;

const SECRET: &[u8] = b"whsec_fuzz";
const KEYS: [&str; 12] = [
    "",
    "id",
    "data",
    "event",
    "status",
    "customer.id",
    "[0]",
    "a[1].b",
    "\u{e9}",
    "[",
    "items[0].",
    "data[99999999999999999999]",
];

commet_webhooks_fuzz::mutate_json!(|input| match input {
    [low, high, ..] => 2 + usize::from(u16::from_le_bytes([*low, *high])),
    _ => 0,
});
libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let Some((length, rest)) = input.split_first_chunk() else { return };
    let (calls, body) = rest.split_at(usize::from(u16::from_le_bytes(*length)).min(rest.len()));
    let mut machine = Machine::new(body);
    let mut calls = Calls(calls);
    while !calls.0.is_empty() {
        machine.call(&mut calls);
    }
});

/// The calls that are left.
struct Calls<'i>(&'i [u8]);

impl Calls<'_> {
    fn byte(&mut self) -> u8 {
        let (byte, rest) = self.0.split_first().unwrap_or((&0, &[]));
        self.0 = rest;
        *byte
    }

    fn number(&mut self) -> u32 {
        u32::from_le_bytes([(); 4].map(|()| self.byte()))
    }

    /// Nothing, something, or more than there is at NULL.
    fn key(&mut self) -> (&'static str, *const c_char, usize) {
        let key = KEYS[usize::from(self.byte()) % KEYS.len()];
        match self.byte() {
            255 => ("", ptr::null(), usize::from(self.byte())),
            _ => (key, key.as_ptr().cast(), key.len()),
        }
    }
}

struct Machine<'i> {
    body: &'i [u8],
    right: [u8; 64],
    verifiers: [*mut commet_verifier; 3],
    results: [*mut commet_result; 3],
    values: [commet_value; 4],
    cursor: commet_cursor,
}

fn read(slice: commet_slice) {
    if slice.data.is_null() {
        assert_eq!(slice.len, 0);
        return;
    }
    // SAFETY: what the library promises.
    let bytes = unsafe { std::slice::from_raw_parts(slice.data.cast::<u8>(), slice.len) };
    assert!(std::str::from_utf8(bytes).is_ok());
}

fn read_static(text: *const c_char) {
    // SAFETY: what the library promises.
    assert!(unsafe { CStr::from_ptr(text) }.to_str().is_ok());
}

impl<'i> Machine<'i> {
    fn new(body: &'i [u8]) -> Self {
        let mut right = [0; COMMET_SIGNATURE_SIZE];
        // SAFETY: room for a signature.
        let code = unsafe {
            commet_sign(
                body.as_ptr().cast(),
                body.len(),
                SECRET.as_ptr().cast(),
                SECRET.len(),
                right.as_mut_ptr().cast(),
            )
        };
        assert!(code == commet_code::COMMET_OK && right[64] == 0);
        let absent = commet_value { result: ptr::null(), place: 0 };
        Self {
            body,
            right: right[..64].try_into().unwrap(),
            verifiers: [ptr::null_mut(); 3],
            results: [ptr::null_mut(); 3],
            values: [absent; 4],
            cursor: commet_cursor { next: absent, remaining: 0, keyed: 0 },
        }
    }

    /// A signature: mostly the right one.
    fn signature(&self, calls: &mut Calls<'_>) -> Vec<u8> {
        match calls.byte() {
            0 => Vec::new(),
            1 => self.right[..63].to_vec(),
            2 => [&self.right[..], b"0"].concat(),
            3 => vec![b'0'; 64],
            4 => vec![0xff; 64],
            5 => self.right.to_ascii_uppercase(),
            _ => self.right.to_vec(),
        }
    }

    /// Options in as much memory as they say that they have.
    fn options(calls: &mut Calls<'_>) -> Option<Vec<u64>> {
        let kind = calls.byte();
        if kind < 128 {
            return None;
        }
        let mut options: commet_options = unsafe { std::mem::zeroed() };
        let size = size_of::<commet_options>();
        options.size = match kind {
            128 => usize::from(calls.byte()) * 32,
            _ => size,
        };
        let (_, data, len) = calls.key();
        (options.mode.data, options.mode.len) = match calls.byte() {
            0..64 => (ptr::null(), 0),
            64..128 => (b"live".as_ptr().cast(), 4),
            128..192 => (b"\xff\0".as_ptr().cast(), 2),
            _ => (data, len),
        };
        let flags = calls.byte();
        options.has_max_age = flags & 1;
        options.has_now = flags & 2;
        options.has_clock_skew = flags & 4;
        options.has_max_body_bytes = flags & 8;
        options.reserved[0] = u8::from(flags > 250);
        options.max_age_seconds = u64::from(calls.number()) << (calls.byte() % 33);
        options.now_ms = i64::from(calls.number()) << (calls.byte() % 32);
        options.clock_skew_seconds = u64::from(calls.number()) << (calls.byte() % 33);
        options.max_body_bytes = calls.number() as usize;
        let mut memory = vec![0_u64; options.size.max(size).div_ceil(8)];
        // SAFETY: there is room.
        unsafe { memory.as_mut_ptr().cast::<commet_options>().write(options) };
        if flags == 16 && memory.len() * 8 > size {
            *memory.last_mut().unwrap() = 1;
        }
        Some(memory)
    }

    fn call(&mut self, calls: &mut Calls<'_>) {
        let call = calls.byte();
        let at = usize::from(call / 16) % 3;
        let (body, length) = (self.body.as_ptr().cast::<c_void>(), self.body.len());
        // SAFETY: pointers are NULL or of memory that is there, lengths its own; freed once.
        unsafe {
            match call % 16 {
                0 => {
                    let secret = match calls.byte() {
                        0 => (ptr::null(), 0),
                        1 => (b"  ".as_ptr().cast(), 2),
                        2 => (ptr::null(), 5),
                        3 => (body.cast(), length),
                        _ => (SECRET.as_ptr().cast(), SECRET.len()),
                    };
                    let provider = i32::from(calls.byte()) - 1;
                    let mut verifier = ptr::null_mut();
                    let code = commet_verifier_new(provider, secret.0, secret.1, &raw mut verifier);
                    assert_eq!(code == commet_code::COMMET_OK, !verifier.is_null());
                    commet_verifier_free(std::mem::replace(&mut self.verifiers[at], verifier));
                    read(commet_signature_header(provider));
                    read(commet_event_header(provider));
                }
                1 => drop(commet_verifier_add_secret(
                    self.verifiers[at],
                    SECRET.as_ptr().cast(),
                    usize::from(calls.byte() % 11),
                )),
                2 => {
                    let signature = self.signature(calls);
                    let (text, size) = (signature.as_ptr().cast(), signature.len());
                    let verified =
                        commet_verify(body, length, text, size, SECRET.as_ptr().cast(), SECRET.len());
                    assert_eq!(verified, length > 0 && signature.eq_ignore_ascii_case(&self.right));
                    commet_verifier_verify(self.verifiers[at], body, length, text, size);
                }
                3 => self.receive(calls, at),
                4 => {
                    let signature = self.signature(calls);
                    let (text, size) = (signature.as_ptr().cast(), signature.len());
                    let result = if calls.byte() < 128 {
                        commet_verify_and_parse(
                            body,
                            length,
                            text,
                            size,
                            SECRET.as_ptr().cast(),
                            SECRET.len(),
                        )
                    } else {
                        commet_verifier_verify_and_parse(self.verifiers[at], body, length, text, size)
                    };
                    self.keep(at, result);
                }
                5 => self.keep(at, ptr::null_mut()),
                6 => self.ask(self.results[at]),
                7 => {
                    self.values[at] = if calls.byte() < 128 {
                        commet_result_root(self.results[at])
                    } else {
                        commet_event_data(self.results[at])
                    }
                }
                8 => {
                    let (_, key, length) = calls.key();
                    self.values[3] = commet_value_get(self.values[at], key, length);
                    read(commet_value_string(self.values[3]));
                }
                9 => {
                    let (key, ..) = calls.key();
                    let path = std::ffi::CString::new(key).unwrap();
                    self.values[3] = commet_value_path(self.values[at], path.as_ptr());
                    self.values[at] = commet_value_at(self.values[at], calls.byte().into());
                }
                10 => {
                    self.cursor = commet_value_each(self.values[at]);
                    let (mut key, mut value) = (commet_str(ptr::null()), self.values[at]);
                    let mut count = 0;
                    while commet_cursor_next(&raw mut self.cursor, &raw mut key, &raw mut value) {
                        read(key);
                        look(value);
                        count += 1;
                    }
                    assert_eq!(count, commet_value_length(self.values[at]));
                    self.values[3] = value;
                    assert!(!commet_cursor_next(&raw mut self.cursor, ptr::null_mut(), ptr::null_mut()));
                }
                11 => look(self.values[at]),
                12 => self.write_tape(calls, at),
                13 => self.write_php(calls, at),
                14 => {
                    let number = calls.number().cast_signed() >> (calls.byte() % 32);
                    use commet::code::*;
                    read_static(commet_code_name(number));
                    read_static(commet_code_message(number));
                    read_static(commet_code_hint(number));
                    assert!((200..600).contains(&commet_code_http_status(number)));
                    let _ = commet_code_kind(number);
                    let (_, text, length) = calls.key();
                    let _ = commet_php_time(
                        text,
                        if text.is_null() { 0 } else { length },
                        f64::from_bits(u64::from(calls.number()) << 32),
                    );
                }
                // A place that the library has not given: any answer, but one.
                _ => {
                    self.values[at].place = calls.number() >> (calls.byte() % 32);
                    look(self.values[at]);
                    self.values[at] = commet_value { result: ptr::null(), place: 0 };
                }
            }
        }
    }

    /// Takes a result, frees the one before, and forgets what belonged to that.
    fn keep(&mut self, at: usize, result: *mut commet_result) {
        let before = std::mem::replace(&mut self.results[at], result);
        let absent = commet_value { result: ptr::null(), place: 0 };
        for value in self.values.iter_mut().filter(|value| value.result == before) {
            *value = absent;
        }
        // SAFETY: freed once.
        unsafe { commet_result_free(before) };
    }

    unsafe fn receive(&mut self, calls: &mut Calls<'_>, at: usize) {
        let signature = self.signature(calls);
        let name = commet_signature_header(i32::from(calls.byte() > 200));
        let text = |text: &[u8]| commet_slice { data: text.as_ptr().cast(), len: text.len() };
        let mut headers = vec![commet_header { name, value: text(&signature) }];
        for _ in 0..calls.byte() % 4 {
            let (_, data, len) = calls.key();
            let name = match calls.byte() {
                0 => text(b"X-COMMET-EVENT"),
                1 => text(b"\xff"),
                2 => name,
                _ => text(b"Content-Type"),
            };
            headers.push(commet_header { name, value: commet_slice { data, len } });
        }
        let options = Self::options(calls);
        let options = options.as_ref().map_or(ptr::null(), |options| options.as_ptr().cast());
        let (body, length) = match calls.byte() {
            0 => (ptr::null(), calls.byte().into()),
            _ => (self.body.as_ptr().cast(), self.body.len()),
        };
        // SAFETY: as of `call`.
        let result = unsafe {
            commet_receive(self.verifiers[at], body, length, headers.as_ptr(), headers.len(), options)
        };
        assert!(!result.is_null());
        self.keep(at, result);
    }

    /// Everything that a result can be asked.
    unsafe fn ask(&mut self, result: *mut commet_result) {
        // SAFETY: a result, or NULL.
        unsafe {
            let (code, event) = (commet_result_code(result), commet_event_provider(result) >= 0);
            assert_eq!(commet_result_ok(result), code == commet_code::COMMET_OK);
            read_static(commet_result_message(result));
            assert!(commet_result_offset(result) <= self.body.len() as i64);
            for text in [
                commet_result_field(result),
                commet_result_tape_text(result),
                commet_event_type(result),
                commet_event_id(result),
                commet_event_idempotency_key(result),
                commet_event_mode(result),
                commet_event_organization_id(result),
                commet_event_api_version(result),
                commet_event_untyped_reason(result),
                commet_result_body(result),
            ] {
                read(text);
            }
            let mut time = 0;
            commet_event_time(result, &raw mut time);
            commet_event_time(result, ptr::null_mut());
            let _ = (commet_event_access(result), commet_event_known(result));
            assert!(event || commet_event_grants_access(result) == -1);
            assert_eq!(
                commet_event_untyped_reason(result).data.is_null(),
                commet_event_typed(result) || !event
            );
        }
    }

    unsafe fn write_tape(&mut self, calls: &mut Calls<'_>, at: usize) {
        let signature = self.signature(calls);
        let options = Self::options(calls);
        let options = options.as_ref().map_or(ptr::null(), |options| options.as_ptr().cast());
        let (_, event, event_length) = calls.key();
        let mut needed = 0;
        let mut capacity = usize::from(calls.byte()) * 2;
        // As large as it says, and as large as the library says.
        for _ in 0..2 {
            let mut memory = vec![0xaa_u8; capacity].into_boxed_slice();
            let start = memory.as_mut_ptr().cast();
            let (body, length) = (self.body.as_ptr().cast(), self.body.len());
            let (text, size) = (signature.as_ptr().cast(), signature.len());
            // SAFETY: as of `call`.
            let code = unsafe {
                match calls.byte() {
                    0..64 => commet_verifier_verify_and_parse_into(
                        self.verifiers[at],
                        body,
                        length,
                        text,
                        size,
                        start,
                        capacity,
                        &raw mut needed,
                    ),
                    64..128 => commet_verify_and_parse_into(
                        body,
                        length,
                        text,
                        size,
                        SECRET.as_ptr().cast(),
                        SECRET.len(),
                        start,
                        capacity,
                        &raw mut needed,
                    ),
                    _ => commet_receive_into(
                        self.verifiers[at],
                        body,
                        length,
                        text,
                        size,
                        event,
                        event_length,
                        options,
                        start,
                        capacity,
                        &raw mut needed,
                    ),
                }
            };
            assert!(code != commet_code::COMMET_ERROR_INTERNAL);
            if code == commet_code::COMMET_OK {
                assert!(needed <= capacity);
                assert!(commet_webhooks::Payload::from_tape(&memory[..needed], self.body).is_ok());
            }
            capacity = needed;
        }
    }

    unsafe fn write_php(&mut self, calls: &mut Calls<'_>, at: usize) {
        let (body, length) = (self.body.as_ptr().cast(), self.body.len());
        let (text, size) = (self.right.as_ptr().cast(), self.right.len());
        let options = Self::options(calls);
        let options = options.as_ref().map_or(ptr::null(), |options| options.as_ptr().cast());
        let which = calls.byte() % 4;
        let verifier = self.verifiers[at];
        // SAFETY: as of `call`.
        let given = unsafe {
            match which {
                0 => commet_php_verify_and_parse(verifier, body, length, text, size),
                1 => commet_php_parse(body, length, 0),
                2 => commet_php_parse(body, length, 1),
                _ => commet_php_receive(verifier, body, length, text, size, ptr::null(), 0, options),
            }
        };
        if given.is_null() {
            assert!(which < 3);
            return;
        }
        // SAFETY: what the library promises.
        let mut given = unsafe { CStr::from_ptr(given) }.to_bytes().to_vec();
        if given.is_empty() {
            let capacity = usize::from(calls.byte());
            for capacity in [0, capacity, usize::MAX] {
                // SAFETY: NULL is not written to, and what is has as much room as the library says.
                unsafe {
                    let mut memory = vec![0xaa_u8; commet_php_take(ptr::null_mut(), 0).min(capacity)];
                    let size = commet_php_take(memory.as_mut_ptr().cast(), memory.len());
                    if size > 0 && size <= memory.len() {
                        given = memory;
                        break;
                    }
                }
            }
        }
        if which == 3 && given.starts_with(b"0") {
            let (head, rest) = given.split_at(16);
            let head: usize = std::str::from_utf8(head).unwrap().parse().unwrap();
            let (data, rest) = rest.split_at(head & 0x7fff_ffff);
            assert!(matches!(php::unserialize(data), Some(php::Php::Array(_))));
            assert!(matches!(php::unserialize(rest), Some(php::Php::Array(_))));
            return;
        }
        let value = php::unserialize(&given).expect("what PHP can read");
        if which < 3 {
            let payload = commet_webhooks::Payload::parse_verified(self.body).expect("it was written");
            assert!(
                php::same(&value, commet_webhooks::Value::Object(payload.object())),
                "{value:?} is not {payload}"
            );
        }
    }
}

/// The tape is no text: read, and given as none.
unsafe fn commet_result_tape_text(result: *const commet_result) -> commet_slice {
    // SAFETY: a result, or NULL.
    let tape = unsafe { commet_result_tape(result) };
    if !tape.data.is_null() {
        // SAFETY: what the library promises.
        let bytes = unsafe { std::slice::from_raw_parts(tape.data.cast::<u8>(), tape.len) };
        assert!(bytes.starts_with(b"CWT"));
    }
    commet_slice { data: ptr::null(), len: 0 }
}

/// Asks a value for everything that it might be.
unsafe fn look(value: commet_value) {
    let (mut boolean, mut integer, mut unsigned, mut number, mut time) = (false, 0, 0, 0.0, 0);
    // SAFETY: a value of a result that is there.
    unsafe {
        let kind = commet_value_type(value);
        read(commet_value_string(value));
        assert_eq!(commet_value_bool(value, &raw mut boolean), kind == commet_type::COMMET_BOOL);
        let whole =
            commet_value_int64(value, &raw mut integer) | commet_value_uint64(value, &raw mut unsigned);
        assert!(!whole || kind == commet_type::COMMET_NUMBER);
        let mut exact = false;
        assert_eq!(
            commet_value_double(value, &raw mut number, &raw mut exact),
            kind == commet_type::COMMET_NUMBER
        );
        commet_value_time(value, &raw mut time);
        commet_value_length(value);
    }
}

impl Drop for Machine<'_> {
    fn drop(&mut self) {
        for at in 0..3 {
            self.keep(at, ptr::null_mut());
            // SAFETY: freed once.
            unsafe { commet_verifier_free(self.verifiers[at]) };
        }
    }
}
