//! Values, events and errors, as PHP's `unserialize` reads them.

use commet_webhooks::{Access, Error, Event, Payload};

use super::buffer::{Buffer, Decimal};
use super::tape::{Tape, tag};
use crate::code::texts;
use crate::generated::codes::commet_code;
use crate::generated::php::KEYS;

/// What the class is called that stands for an object where arrays would lose something.
const OBJECT_CLASS: &str = r"Commet\JsonObject";

/// Containers of at least this many words on the tape are left as text until somebody asks.
const DEFERRED_WORDS: usize = 64;

/// What objects become.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// Arrays by key.
    Arrays,
    /// Instances of a class, with keys and values by turns.
    Objects,
}

impl Buffer {
    pub(super) fn payload(&mut self, payload: &Payload<'_>, style: Style) {
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
                let mut list = self.items();
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

    pub(super) fn event(&mut self, event: &Event<'_>) {
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

    pub(super) fn error(&mut self, error: &Error) {
        let code = commet_code::of(error.code());
        let offset = error.offset().and_then(|offset| i64::try_from(offset).ok());
        self.refusal(code, &error.message(), offset, error.field());
    }

    /// An error of the call, or of the library.
    pub(super) fn fault(&mut self, code: commet_code) {
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
}
