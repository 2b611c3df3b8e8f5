//! The JVM's memory, through its table of functions.

use jni_sys::{JNIEnv, JNINativeInterface__1_1, jbyteArray, jint, jintArray, jobjectArray, jsize};
use zeroize::Zeroizing;

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

    /// A copy of an array. For bodies of any size it costs less than the hashing by far, and unlike a
    /// critical section it never makes the garbage collector wait.
    pub(crate) fn bytes(self, array: jbyteArray) -> Vec<u8> {
        if array.is_null() {
            return Vec::new();
        }
        // SAFETY: an array that lives until the native method returns.
        let length = unsafe { (self.functions().GetArrayLength)(self.env, array) };
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

    /// As `bytes`, of what must not be left in memory.
    pub(crate) fn secret(self, array: jbyteArray) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.bytes(array))
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

    /// A new array of several runs of words; null, and an exception in Java, if there is no memory.
    pub(crate) fn new_words(self, runs: [&[u32]; 2]) -> jintArray {
        let lengths = runs.map(|run| jsize::try_from(run.len()).unwrap_or(jsize::MAX));
        let Some(length) = lengths[0].checked_add(lengths[1]) else { return std::ptr::null_mut() };
        // SAFETY: a length that is not negative.
        let array = unsafe { (self.functions().NewIntArray)(self.env, length) };
        if !array.is_null() {
            let mut start = 0;
            for (run, length) in runs.into_iter().zip(lengths) {
                let words = run.as_ptr().cast::<jint>();
                // SAFETY: the new array has room for all of them, and every word is a `jint`.
                unsafe { (self.functions().SetIntArrayRegion)(self.env, array, start, length, words) };
                start += length;
            }
        }
        array
    }

    /// Puts bytes into the first place of an array of arrays.
    pub(crate) fn put(self, arrays: jobjectArray, bytes: &[u8]) {
        let array = self.new_bytes(bytes);
        if !array.is_null() {
            // SAFETY: an array of byte arrays, which Java gives one place.
            unsafe { (self.functions().SetObjectArrayElement)(self.env, arrays, 0, array) };
        }
    }
}
