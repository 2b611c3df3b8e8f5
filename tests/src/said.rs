//! The bodies most cases are about, and what bodies say.

use crate::author::sha256;
use crate::value::Value;
use crate::vectors::Event;

/// The secret of every Commet case that does not say otherwise.
pub(crate) const COMMET_SECRET: &str = "whsec_vectors_commet";
/// The secret of every CREEM case that does not say otherwise.
pub(crate) const CREEM_SECRET: &str = "vectors_creem";

/// A small body of a known Commet event, and [`payout`] is what it says.
pub(crate) const PAYOUT: &str = concat!(
    r#"{"id":"whev_1","event":"payout.available","timestamp":"2026-08-27T10:00:00.000Z","#,
    r#""organizationId":"org_1","mode":"live","apiVersion":"2026-08-27","#,
    r#""data":{"availableAmount":9900,"currency":"usd"}}"#,
);
/// A small body of a known CREEM event, and [`update`] is what it says.
pub(crate) const UPDATE: &str = concat!(
    r#"{"id":"evt_1","eventType":"subscription.update","created_at":1788170400123,"#,
    r#""object":{"id":"sub_1","object":"subscription","mode":"prod","status":"active"}}"#,
);

/// The event in [`PAYOUT`].
pub(crate) fn payout() -> Said {
    Said::event("payout.available").id("whev_1").time("2026-08-27T10:00:00.000Z").mode("live").api("2026-08-27")
}

/// The event in [`UPDATE`].
pub(crate) fn update() -> Said {
    Said::event("subscription.update").id("evt_1").time("2026-08-31T10:00:00.123Z").mode("prod")
}

/// A Commet body like [`PAYOUT`] with another event and data; [`commet_event`] is what it says.
pub(crate) fn commet_body(event: &str, data: &str) -> String {
    format!(
        r#"{{"id":"whev_1","event":"{event}","timestamp":"2026-08-27T10:00:00.000Z","organizationId":"org_1","mode":"live","apiVersion":"2026-08-27","data":{data}}}"#
    )
}

/// The event in a [`commet_body`].
pub(crate) fn commet_event(event: &str) -> Said {
    Said { kind: event.to_owned(), ..payout() }
}

/// A CREEM body like [`UPDATE`] with another event and object; [`creem_event`] is what it says.
pub(crate) fn creem_body(event: &str, object: &str) -> String {
    format!(r#"{{"id":"evt_1","eventType":"{event}","created_at":1788170400123,"object":{object}}}"#)
}

/// The event in a [`creem_body`], whose object may have a mode.
pub(crate) fn creem_event(event: &str) -> Said {
    Said { kind: event.to_owned(), mode: None, ..update() }
}

/// Whether a secret or an id counts as missing: nothing but ASCII whitespace.
fn is_blank(text: &str) -> bool {
    text.trim_matches([' ', '\t', '\n', '\x0c', '\r']).is_empty()
}

/// What an accepted body says, but for the data, which is in the body.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    kind: String,
    known: bool,
    typed: bool,
    id: Option<String>,
    time: Option<String>,
    mode: Option<String>,
    api: Option<String>,
    grants_access: Option<bool>,
}

impl Said {
    /// A known event whose data fits and that says nothing else.
    pub(crate) fn event(kind: &str) -> Self {
        Self { kind: kind.to_owned(), known: true, typed: true, id: None, time: None, mode: None, api: None, grants_access: None }
    }

    /// The event is in no catalog.
    pub(crate) fn unknown(self) -> Self {
        Self { known: false, typed: false, ..self }
    }

    /// Whether the data fits its type.
    pub(crate) fn typed(self, typed: bool) -> Self {
        Self { typed, ..self }
    }

    pub(crate) fn id<'t>(self, id: impl Into<Option<&'t str>>) -> Self {
        Self { id: id.into().map(str::to_owned), ..self }
    }

    pub(crate) fn time<'t>(self, time: impl Into<Option<&'t str>>) -> Self {
        Self { time: time.into().map(str::to_owned), ..self }
    }

    pub(crate) fn mode<'t>(self, mode: impl Into<Option<&'t str>>) -> Self {
        Self { mode: mode.into().map(str::to_owned), ..self }
    }

    pub(crate) fn api<'t>(self, version: impl Into<Option<&'t str>>) -> Self {
        Self { api: version.into().map(str::to_owned), ..self }
    }

    pub(crate) fn access(self, grants: impl Into<Option<bool>>) -> Self {
        Self { grants_access: grants.into(), ..self }
    }

    /// The event as the protocol shows it.
    pub(crate) fn into_event(self, body: &[u8], data: Value) -> Event {
        let key = self.id.clone().filter(|id| !is_blank(id)).unwrap_or_else(|| sha256(body));
        Event {
            ok: true,
            kind: self.kind,
            known: self.known,
            typed: self.typed,
            event_id: self.id,
            idempotency_key: key,
            time: self.time,
            mode: self.mode,
            api_version: self.api,
            grants_access: self.grants_access,
            data,
        }
    }
}
