//! What Java holds by its address: the secrets of an endpoint, and what is expected of its events.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use commet_webhooks::{Options, Provider, Webhooks};
use jni_sys::{jint, jlong};
use zeroize::Zeroizing;

/// The addresses of all verifiers: what Java has not freed when the library is unloaded is freed then.
static ALIVE: Mutex<BTreeSet<jlong>> = Mutex::new(BTreeSet::new());

fn alive() -> MutexGuard<'static, BTreeSet<jlong>> {
    ALIVE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Never changed, so that any number of threads may use it.
pub(crate) struct Verifier {
    /// In the order of [`Provider::ALL`]: a secret is given before it is known whose webhooks come.
    webhooks: [Webhooks; Provider::ALL.len()],
    mode: Option<String>,
    max_age: Option<Duration>,
    clock_skew: Option<Duration>,
}

impl Verifier {
    /// With durations in milliseconds; nothing if a secret is blank or there is none.
    pub(crate) fn new(
        secrets: &[Zeroizing<Vec<u8>>],
        mode: Option<Vec<u8>>,
        max_age: jlong,
        clock_skew: jlong,
    ) -> Option<Self> {
        let webhooks = |provider| Webhooks::new(provider, secrets.iter().map(|secret| &secret[..])).ok();
        let millis = |number: jlong| u64::try_from(number).ok().map(Duration::from_millis);
        Some(Self {
            webhooks: [webhooks(Provider::ALL[0])?, webhooks(Provider::ALL[1])?],
            // Java's encoder gives valid UTF-8.
            mode: mode.map(|mode| String::from_utf8_lossy(&mode).into_owned()),
            max_age: millis(max_age),
            clock_skew: millis(clock_skew),
        })
    }

    /// The verifier of the provider with a number.
    pub(crate) fn webhooks(&self, provider: jint) -> Option<&Webhooks> {
        self.webhooks.get(usize::try_from(provider).ok()?)
    }

    pub(crate) fn options(&self, now: jlong, max_body_bytes: jlong) -> Options<'_> {
        let mut options = Options::new();
        if let Some(mode) = &self.mode {
            options = options.mode(mode);
        }
        if let Some(max_age) = self.max_age {
            let since = Duration::from_millis(now.unsigned_abs());
            let epoch = SystemTime::UNIX_EPOCH;
            options = options.max_age(max_age, if now < 0 { epoch - since } else { epoch + since });
        }
        if let Some(clock_skew) = self.clock_skew {
            options = options.clock_skew(clock_skew);
        }
        if let Ok(max_body_bytes) = usize::try_from(max_body_bytes) {
            options = options.max_body_bytes(max_body_bytes);
        }
        options
    }

    pub(crate) fn into_address(self) -> jlong {
        let address = Box::into_raw(Box::new(self)).expose_provenance().cast_signed() as jlong;
        alive().insert(address);
        address
    }

    /// The verifier at an address; nothing at 0.
    ///
    /// # Safety
    ///
    /// The address is 0, or `into_address` gave it and the verifier is not freed within `'a`.
    pub(crate) unsafe fn at<'a>(address: jlong) -> Option<&'a Self> {
        // SAFETY: as our caller promises.
        unsafe { pointer(address).as_ref() }
    }

    /// Zeroes the keys, and frees the verifier.
    ///
    /// # Safety
    ///
    /// The address is 0, or `into_address` gave it and nobody uses it any more.
    pub(crate) unsafe fn free(address: jlong) {
        if alive().remove(&address) {
            // SAFETY: as our caller promises.
            drop(unsafe { Box::from_raw(pointer(address)) });
        }
    }

    /// Frees all that are left.
    ///
    /// # Safety
    ///
    /// Nobody uses any of them any more.
    pub(crate) unsafe fn free_all() {
        for address in std::mem::take(&mut *alive()) {
            // SAFETY: `into_address` gave it, and as our caller promises.
            drop(unsafe { Box::from_raw(pointer(address)) });
        }
    }
}

fn pointer(address: jlong) -> *mut Verifier {
    let address = isize::try_from(address).unwrap_or_default();
    std::ptr::with_exposed_provenance_mut(address.cast_unsigned())
}
