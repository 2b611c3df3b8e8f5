//! What the JVM calls: the native methods of `co.commet.internal.Native`.
//!
//! All of them trust that class to pass arrays of the types and lengths it declares, and the address of
//! a verifier that is alive. A body is an array of bytes or, with a null in the place of that, a string;
//! `length` is that of either.

use std::ffi::c_void;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;

use commet_webhooks::{Event, MAX_BODY_BYTES, Number, Payload, Timestamp, Webhooks};
use jni_sys::{
    JNIEnv, JavaVM, jboolean, jbyteArray, jclass, jdouble, jint, jintArray, jlong, jobjectArray, jstring,
};

use crate::env::{Body, Env, Header};
use crate::reply::Answer;
use crate::verifier::Verifier;

/// What `call` gives, or `on_panic`: unwinding into the JVM would be undefined.
fn guard<T>(on_panic: T, call: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(call)).unwrap_or(on_panic)
}

/// `int[] verifyAndParse(byte[] body, String text, int length, byte[] credentials, int signatureLength,
/// int[] words, int room, byte[][] rest)`
///
/// The credentials are the signature and, behind it, the secret. See [`Answer`] for the result.
#[unsafe(no_mangle)]
extern "system" fn Java_co_commet_internal_Native_verifyAndParse(
    env: *mut JNIEnv,
    _: jclass,
    bytes: jbyteArray,
    text: jstring,
    length: jint,
    credentials: jbyteArray,
    signature_length: jint,
    words: jintArray,
    room: jint,
    rest: jobjectArray,
) -> jintArray {
    guard(ptr::null_mut(), || {
        // SAFETY: the JVM passes its environment.
        let env = unsafe { Env::new(env) };
        let mut body = Body::new();
        body.read(env, bytes, text, length);
        let credentials = env.secret(credentials);
        let (signature, secret) = parts(&credentials, signature_length);
        let payload = Webhooks::commet(secret)
            .and_then(|webhooks| webhooks.try_verify_and_parse(body.get(), signature));
        Answer { words, room, rest }.with(env, payload.as_ref().map(Payload::tape_parts), body.beyond_ascii())
    })
}

/// `int[] parse(long verifier, byte[] body, String text, int length, byte[] signature, int signatureLength,
/// int[] words, int room, byte[][] rest)`
///
/// As `verifyAndParse`, with secrets that have been prepared.
#[unsafe(no_mangle)]
extern "system" fn Java_co_commet_internal_Native_parse(
    env: *mut JNIEnv,
    _: jclass,
    verifier: jlong,
    bytes: jbyteArray,
    text: jstring,
    length: jint,
    signature: jbyteArray,
    signature_length: jint,
    words: jintArray,
    room: jint,
    rest: jobjectArray,
) -> jintArray {
    guard(ptr::null_mut(), || {
        // SAFETY: the JVM passes its environment.
        let env = unsafe { Env::new(env) };
        // SAFETY: Java keeps the verifier alive until this returns.
        let verifier = unsafe { Verifier::at(verifier) };
        let Some(webhooks) = verifier.and_then(|verifier| verifier.webhooks(0)) else {
            return ptr::null_mut();
        };
        let (mut body, mut header) = (Body::new(), Header::new());
        body.read(env, bytes, text, length);
        header.read(env, signature, signature_length);
        let payload = webhooks.try_verify_and_parse(body.get(), header.get());
        Answer { words, room, rest }.with(env, payload.as_ref().map(Payload::tape_parts), body.beyond_ascii())
    })
}

/// `boolean verify(byte[] body, String text, int length, byte[] credentials, int signatureLength)`
#[unsafe(no_mangle)]
extern "system" fn Java_co_commet_internal_Native_verify(
    env: *mut JNIEnv,
    _: jclass,
    bytes: jbyteArray,
    text: jstring,
    length: jint,
    credentials: jbyteArray,
    signature_length: jint,
) -> jboolean {
    guard(false, || {
        // SAFETY: the JVM passes its environment.
        let env = unsafe { Env::new(env) };
        let mut body = Body::new();
        body.read(env, bytes, text, length);
        let credentials = env.secret(credentials);
        let (signature, secret) = parts(&credentials, signature_length);
        commet_webhooks::verify(body.get(), signature, secret)
    })
}

/// `byte[] sign(byte[] payload, String text, int length, byte[] secret)`: hex digits; an empty array for an empty secret.
#[unsafe(no_mangle)]
extern "system" fn Java_co_commet_internal_Native_sign(
    env: *mut JNIEnv,
    _: jclass,
    bytes: jbyteArray,
    text: jstring,
    length: jint,
    secret: jbyteArray,
) -> jbyteArray {
    guard(ptr::null_mut(), || {
        // SAFETY: the JVM passes its environment.
        let env = unsafe { Env::new(env) };
        let mut payload = Body::new();
        payload.read(env, bytes, text, length);
        env.new_bytes(commet_webhooks::sign(payload.get(), env.secret(secret)).unwrap_or_default().as_bytes())
    })
}

/// `int[] receive(long verifier, int provider, byte[] body, String text, int length, byte[] headers,
/// int headersLength, int signatureLength, long now, long maxBodyBytes, int[] words, int room, byte[][] rest)`
///
/// The headers are the value of the one with the signature and, behind it, of the one with the
/// event's name; absent ones are empty. `now` is in milliseconds since 1970; a negative limit is none.
/// See [`Answer`] for the result.
#[unsafe(no_mangle)]
extern "system" fn Java_co_commet_internal_Native_receive(
    env: *mut JNIEnv,
    _: jclass,
    verifier: jlong,
    provider: jint,
    bytes: jbyteArray,
    text: jstring,
    length: jint,
    headers: jbyteArray,
    headers_length: jint,
    signature_length: jint,
    now: jlong,
    max_body_bytes: jlong,
    words: jintArray,
    room: jint,
    rest: jobjectArray,
) -> jintArray {
    guard(ptr::null_mut(), || {
        // SAFETY: the JVM passes its environment.
        let env = unsafe { Env::new(env) };
        // SAFETY: Java keeps the verifier alive until this returns.
        let verifier = unsafe { Verifier::at(verifier) };
        let Some(webhooks) = verifier.and_then(|verifier| verifier.webhooks(provider)) else {
            return ptr::null_mut();
        };
        let options = verifier.map(|verifier| verifier.options(now, max_body_bytes)).unwrap_or_default();
        let limit = usize::try_from(max_body_bytes).map_or(MAX_BODY_BYTES, |limit| limit.min(MAX_BODY_BYTES));
        let (mut body, mut header) = (Body::new(), Header::new());
        body.read_within(limit, env, bytes, text, length);
        header.read(env, headers, headers_length);
        let (signature, event) = parts(header.get(), signature_length);
        let provider = webhooks.provider();
        let event_header = provider.event_header().map(|name| (name, event));
        let headers = [(provider.signature_header(), signature)].into_iter().chain(event_header);
        let event = webhooks.receive_with(body.get(), headers, &options);
        Answer { words, room, rest }.with(env, event.as_ref().map(Event::tape_parts), body.beyond_ascii())
    })
}

/// `long newVerifier(byte[][] secrets, byte[] mode, long maxAge, long clockSkew)`
///
/// Durations are in milliseconds. A negative number, or no mode, asks for nothing. The result is an
/// address; 0 if a secret is blank or there is none.
#[unsafe(no_mangle)]
extern "system" fn Java_co_commet_internal_Native_newVerifier(
    env: *mut JNIEnv,
    _: jclass,
    secrets: jobjectArray,
    mode: jbyteArray,
    max_age: jlong,
    clock_skew: jlong,
) -> jlong {
    guard(0, || {
        // SAFETY: the JVM passes its environment.
        let env = unsafe { Env::new(env) };
        let mode = (!mode.is_null()).then(|| env.array(mode));
        let verifier = Verifier::new(&env.secrets(secrets), mode, max_age, clock_skew);
        verifier.map_or(0, Verifier::into_address)
    })
}

/// `void freeVerifier(long verifier)`
#[unsafe(no_mangle)]
extern "system" fn Java_co_commet_internal_Native_freeVerifier(_: *mut JNIEnv, _: jclass, verifier: jlong) {
    guard((), || {
        // SAFETY: Java calls this once for a verifier, when nobody can reach it any more.
        unsafe { Verifier::free(verifier) };
    });
}

/// The class loader that has loaded the library has gone.
#[unsafe(no_mangle)]
extern "system" fn JNI_OnUnload(_: *mut JavaVM, _: *mut c_void) {
    guard((), || {
        // SAFETY: with the class loader all that Java had of this library has gone.
        unsafe { Verifier::free_all() };
    });
}

/// `long parseTime(byte[] text)`: of ISO 8601 the milliseconds since 1970; else the smallest `long`.
#[unsafe(no_mangle)]
extern "system" fn Java_co_commet_internal_Native_parseTime(
    env: *mut JNIEnv,
    _: jclass,
    text: jbyteArray,
) -> jlong {
    guard(jlong::MIN, || {
        // SAFETY: the JVM passes its environment.
        let env = unsafe { Env::new(env) };
        let text = env.array(text);
        let time = std::str::from_utf8(&text).ok().and_then(Timestamp::parse);
        time.map_or(jlong::MIN, Timestamp::as_millis)
    })
}

/// `long timeOfNumber(double number)`: as `parseTime`, of seconds or milliseconds since 1970.
#[unsafe(no_mangle)]
extern "system" fn Java_co_commet_internal_Native_timeOfNumber(
    _: *mut JNIEnv,
    _: jclass,
    number: jdouble,
) -> jlong {
    guard(jlong::MIN, || {
        Timestamp::from_number(Number::Double(number)).map_or(jlong::MIN, Timestamp::as_millis)
    })
}

/// What stands before a place and behind it.
fn parts(bytes: &[u8], place: jint) -> (&[u8], &[u8]) {
    usize::try_from(place).ok().and_then(|place| bytes.split_at_checked(place)).unwrap_or((bytes, &[]))
}
