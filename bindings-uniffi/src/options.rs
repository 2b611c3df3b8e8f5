//! What a receiver expects beyond the signature.

use std::time::{Duration, SystemTime};

use commet_webhooks::Options;

/// What `receive` expects of an event beyond its signature. Nothing by default.
#[derive(Debug, Default, uniffi::Record)]
pub struct ReceiveOptions {
    /// Only events of this mode, exactly; an event that does not say its mode is refused.
    #[uniffi(default)]
    pub mode: Option<String>,
    /// Only events whose signed time is at most this many seconds ago. Off by default, as retries
    /// arrive hours later.
    #[uniffi(default)]
    pub max_age_seconds: Option<u64>,
    /// How many seconds ahead an event's time may be when `max_age_seconds` is set; 300 by default.
    #[uniffi(default)]
    pub clock_skew_seconds: Option<u64>,
    /// What to take as the time, in milliseconds since 1970-01-01T00:00:00Z; the system's by default.
    #[uniffi(default)]
    pub now_ms: Option<i64>,
    /// Only bodies of at most this many bytes; 128 MiB − 1 by default.
    #[uniffi(default)]
    pub max_body_bytes: Option<u64>,
}

impl ReceiveOptions {
    /// The same for the core.
    pub(crate) fn core(&self) -> Options<'_> {
        let mut options = Options::new();
        if let Some(mode) = &self.mode {
            options = options.mode(mode);
        }
        if let Some(seconds) = self.max_age_seconds {
            options = options.max_age(Duration::from_secs(seconds), self.now());
        }
        if let Some(seconds) = self.clock_skew_seconds {
            options = options.clock_skew(Duration::from_secs(seconds));
        }
        if let Some(bytes) = self.max_body_bytes {
            options = options.max_body_bytes(usize::try_from(bytes).unwrap_or(usize::MAX));
        }
        options
    }

    fn now(&self) -> SystemTime {
        let Some(millis) = self.now_ms else { return SystemTime::now() };
        let distance = Duration::from_millis(millis.unsigned_abs());
        let time = if millis < 0 {
            SystemTime::UNIX_EPOCH.checked_sub(distance)
        } else {
            SystemTime::UNIX_EPOCH.checked_add(distance)
        };
        // Only Windows has no times that far away, and no event fits either time.
        time.unwrap_or(SystemTime::UNIX_EPOCH)
    }
}
