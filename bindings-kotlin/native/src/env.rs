//! The JVM's memory, through its table of functions.

use std::mem::MaybeUninit;
use std::slice;

use jni_sys::{
    JNIEnv, JNINativeInterface__1_1, JNINativeInterface__1_2, jbyteArray, jint, jintArray, jobjectArray,
    jsize, jstring,
};
use zeroize::Zeroizing;

use crate::utf8::Encoded;

/// Characters that are taken from a string at a time: what is copied twice stays in the nearest cache.
const SOME_CHARS: u16 = 2048;

/// The bytes of an array: up to so many on the stack, without an allocation.
pub(crate) struct Bytes<const SIZE: usize> {
    few: [MaybeUninit<u8>; SIZE],
    /// How many of those there are.
    count: usize,
    /// All of them, if they are more.
    many: Vec<u8>,
}

impl<const SIZE: usize> Bytes<SIZE> {
    /// None yet: `read` takes them to where this is.
    pub(crate) fn new() -> Self {
        Self { few: [MaybeUninit::uninit(); SIZE], count: 0, many: Vec::new() }
    }

    /// Copies an array whose length Java tells: to ask for it costs as much as to copy a small body.
    pub(crate) fn read(&mut self, env: Env, array: jbyteArray, length: jsize) {
        let size = usize::try_from(length).unwrap_or_default();
        if size > SIZE {
            self.many = env.copy(array, length);
            return;
        }
        let place = self.few.as_mut_ptr().cast();
        // SAFETY: an array of bytes of that length, and room for as many.
        unsafe { (env.functions().GetByteArrayRegion)(env.env, array, 0, length, place) };
        self.count = size;
    }

    pub(crate) fn get(&self) -> &[u8] {
        if self.many.is_empty() {
            // SAFETY: so many were written: the region was within the array, so nothing was refused.
            unsafe { slice::from_raw_parts(self.few.as_ptr().cast(), self.count) }
        } else {
            &self.many
        }
    }
}

/// No signature that is right is larger, even with the name of an event behind it.
pub(crate) type Header = Bytes<256>;

/// A body that Java gives as an array or, instead of one, as a string.
pub(crate) struct Body {
    /// Few bodies are larger.
    bytes: Bytes<4096>,
    text: Option<Encoded>,
}

impl Body {
    /// None yet: `read` takes it to where this is.
    pub(crate) fn new() -> Self {
        Self { bytes: Bytes::new(), text: None }
    }

    /// Takes whichever is not null. Java tells its length.
    pub(crate) fn read(&mut self, env: Env, bytes: jbyteArray, text: jstring, length: jsize) {
        if text.is_null() {
            self.bytes.read(env, bytes, length);
        } else {
            self.text = Some(env.encoded(text, length));
        }
    }

    /// As `read`, but bytes beyond a limit, for which they will be refused, are only counted.
    pub(crate) fn read_within(
        &mut self,
        limit: usize,
        env: Env,
        bytes: jbyteArray,
        text: jstring,
        length: jsize,
    ) {
        match usize::try_from(length) {
            Ok(size) if size > limit && text.is_null() => self.bytes.many = vec![0; size],
            _ => self.read(env, bytes, text, length),
        }
    }

    pub(crate) fn get(&self) -> &[u8] {
        self.text.as_ref().map_or_else(|| self.bytes.get(), |text| &text.bytes)
    }

    /// The bytes of a string that is not ASCII, which Java does not have.
    pub(crate) fn beyond_ascii(&self) -> Option<&[u8]> {
        self.text.as_ref().filter(|text| text.beyond_ascii).map(|text| &text.bytes[..])
    }
}

/// The environment of the thread that calls.
#[derive(Clone, Copy)]
pub(crate) struct Env {
    env: *mut JNIEnv,
}

impl Env {
    /// # Safety
    ///
    /// The environment is that of this thread, and is used only until the native method returns.
    pub(crate) unsafe fn new(env: *mut JNIEnv) -> Self {
        Self { env }
    }

    fn functions(&self) -> &JNINativeInterface__1_1 {
        // SAFETY: the environment is a pointer to a pointer to the table, as of `new`.
        let table = unsafe { *self.env };
        // SAFETY: as above.
        let table = unsafe { &*table };
        // SAFETY: every JVM has the functions of the first version.
        unsafe { &table.v1_1 }
    }

    fn functions_of_1_2(&self) -> &JNINativeInterface__1_2 {
        // SAFETY: the environment is a pointer to a pointer to the table, as of `new`.
        let table = unsafe { *self.env };
        // SAFETY: as above.
        let table = unsafe { &*table };
        // SAFETY: JVMs that know the Java of our classes have the functions of Java 1.2.
        unsafe { &table.v1_2 }
    }

    /// A copy of an array. For bodies of any size it costs less than the hashing by far, and unlike a critical
    /// section it never makes the garbage collector wait.
    fn copy(self, array: jbyteArray, length: jsize) -> Vec<u8> {
        let size = usize::try_from(length).unwrap_or_default();
        let mut bytes = Vec::<u8>::with_capacity(size);
        // SAFETY: an array of bytes of that length, and room for as many.
        unsafe {
            (self.functions().GetByteArrayRegion)(self.env, array, 0, length, bytes.as_mut_ptr().cast());
        }
        // SAFETY: they were written just now: the region is within the array, so nothing was refused.
        unsafe { bytes.set_len(size) };
        bytes
    }

    /// A copy of an array.
    pub(crate) fn array(self, array: jbyteArray) -> Vec<u8> {
        // SAFETY: an array that lives until the native method returns.
        let length = unsafe { (self.functions().GetArrayLength)(self.env, array) };
        self.copy(array, length)
    }

    /// As `array`, of what must not be left in memory.
    pub(crate) fn secret(self, array: jbyteArray) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.array(array))
    }

    /// The UTF-8 of a string whose length Java tells. Java itself, where a character is beyond U+00FF, encodes
    /// one after the other, which takes longer than the hashing.
    fn encoded(self, string: jstring, length: jsize) -> Encoded {
        let size = usize::try_from(length).unwrap_or_default();
        // Of a body that is mostly ASCII nothing grows.
        let mut encoded = Encoded::with_capacity(size + size / 8);
        let mut chars = [MaybeUninit::<u16>::uninit(); SOME_CHARS as usize];
        let mut start = 0;
        while start < length {
            let count = u16::try_from(length - start).map_or(SOME_CHARS, |rest| rest.min(SOME_CHARS));
            // SAFETY: a region within the string, and room for it.
            unsafe {
                let place = chars.as_mut_ptr().cast();
                (self.functions_of_1_2().GetStringRegion)(self.env, string, start, count.into(), place);
            }
            // SAFETY: so many were written just now: the region is within the string, so nothing was refused.
            let some = unsafe { slice::from_raw_parts(chars.as_ptr().cast(), count.into()) };
            start += jsize::from(count);
            if encoded.push(some, start < length) {
                start -= 1;
            }
        }
        encoded
    }

    /// As `secret`, of each array in an array.
    pub(crate) fn secrets(self, arrays: jobjectArray) -> Vec<Zeroizing<Vec<u8>>> {
        // SAFETY: an array that lives until the native method returns.
        let length = unsafe { (self.functions().GetArrayLength)(self.env, arrays) };
        (0..length)
            .map(|index| {
                // SAFETY: an array of objects, and an index within it.
                let array = unsafe { (self.functions().GetObjectArrayElement)(self.env, arrays, index) };
                let secret = self.secret(array);
                // There is room for few references, and there may be many secrets.
                // SAFETY: the reference was made just now, and is not used again.
                unsafe { (self.functions().DeleteLocalRef)(self.env, array) };
                secret
            })
            .collect()
    }

    /// A new array; null, and an exception in Java, if there is no memory.
    pub(crate) fn new_bytes(self, bytes: &[u8]) -> jbyteArray {
        let Ok(length) = jsize::try_from(bytes.len()) else { return std::ptr::null_mut() };
        // SAFETY: a length that is not negative.
        let array = unsafe { (self.functions().NewByteArray)(self.env, length) };
        if !array.is_null() {
            // SAFETY: the new array has room for all of them.
            unsafe {
                (self.functions().SetByteArrayRegion)(self.env, array, 0, length, bytes.as_ptr().cast());
            }
        }
        array
    }

    /// Puts several runs of words into an array that has room for so many, and gives that; without
    /// enough room a new array. Null, and an exception in Java, if there is no memory.
    pub(crate) fn put_words(self, array: jintArray, room: jsize, runs: [&[u32]; 2]) -> jintArray {
        let lengths = runs.map(|run| jsize::try_from(run.len()).unwrap_or(jsize::MAX));
        let Some(length) = lengths[0].checked_add(lengths[1]) else { return std::ptr::null_mut() };
        let array = if length <= room {
            array
        } else {
            // SAFETY: a length that is not negative.
            unsafe { (self.functions().NewIntArray)(self.env, length) }
        };
        if !array.is_null() {
            let mut start = 0;
            for (run, length) in runs.into_iter().zip(lengths) {
                let words = run.as_ptr().cast::<jint>();
                // SAFETY: the array has room for all of them, and every word is a `jint`.
                unsafe { (self.functions().SetIntArrayRegion)(self.env, array, start, length, words) };
                start += length;
            }
        }
        array
    }

    /// Puts bytes into a place of an array of arrays. False, and an exception in Java, if there is no memory.
    pub(crate) fn put(self, arrays: jobjectArray, place: jsize, bytes: &[u8]) -> bool {
        let array = self.new_bytes(bytes);
        if array.is_null() {
            return false;
        }
        // SAFETY: an array of byte arrays, which has that place.
        unsafe { (self.functions().SetObjectArrayElement)(self.env, arrays, place, array) };
        true
    }
}
