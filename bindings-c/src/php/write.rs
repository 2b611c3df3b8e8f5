//! Values, events and errors, as PHP's `unserialize` reads them.

use commet_webhooks::tape::{Nodes, node};
use commet_webhooks::{Access, Error, Event, Payload};

use super::buffer::{Buffer, Decimal};
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
        self.value(payload.nodes(), 0, style);
    }

    /// Writes the value at a node, and gives the next one.
    fn value(&mut self, nodes: Nodes<'_>, at: usize, style: Style) -> usize {
        match nodes.tag(at) {
            node::FALSE => self.boolean(false),
            node::TRUE => self.boolean(true),
            node::SMALL => self.integer(nodes.small(at).into()),
            node::INTEGER => self.integer(nodes.wide(at).cast_signed()),
            // PHP has no unsigned integers; a double is what its own reader makes of these.
            #[expect(clippy::cast_precision_loss, reason = "the nearest double")]
            node::UNSIGNED => self.double(nodes.wide(at) as f64),
            node::DOUBLE => self.double(f64::from_bits(nodes.wide(at))),
            node::ASCII | node::UTF8 | node::UNESCAPED => {
                self.text(nodes.text(at).unwrap_or_default().as_bytes());
            }
            node::ARRAY => self.array(nodes, at, style),
            node::OBJECT => self.object(nodes, at, style),
            _ => self.null(),
        }
        nodes.after(at)
    }

    fn array(&mut self, nodes: Nodes<'_>, at: usize, style: Style) {
        let size = nodes.payload(at);
        let mut list = self.list(size);
        let mut at = at + node::CONTAINER_WORDS;
        for _ in 0..size {
            list.item(|out| at = out.value(nodes, at, style));
        }
        self.end();
    }

    fn object(&mut self, nodes: Nodes<'_>, at: usize, style: Style) {
        let size = nodes.payload(at);
        let mut at = at + node::CONTAINER_WORDS;
        match style {
            Style::Arrays => {
                self.begin_array(size);
                for _ in 0..size {
                    at = self.key(nodes, at);
                    at = self.value(nodes, at, style);
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
                    list.item(|out| at = out.key(nodes, at));
                    list.item(|out| at = out.value(nodes, at, style));
                }
            }
        }
        self.end();
    }

    /// Writes the key at a node, and gives the node of its value.
    #[inline]
    fn key(&mut self, nodes: Nodes<'_>, at: usize) -> usize {
        if nodes.tag(at) == node::KEY {
            self.put([KEYS[nodes.payload(at)].as_bytes()]);
            return at + 1;
        }
        self.value(nodes, at, Style::Arrays)
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
        let nodes = event.payload().nodes();
        let data = u32::from(event.data().place()) as usize;
        let mut list = self.list(2);
        list.item(|out| out.nested(|out| out.shallow(nodes, 0, |at| at == data)));
        list.item(|out| out.data(nodes, data));
        self.end();
    }

    fn data(&mut self, nodes: Nodes<'_>, data: usize) {
        let mut large = Vec::new();
        let mut list = self.list(2);
        list.item(|out| {
            let mut key = data + node::CONTAINER_WORDS;
            out.shallow(nodes, data, |at| {
                let is_large = nodes.after(at) - at >= DEFERRED_WORDS;
                if is_large {
                    large.push(key);
                }
                key = nodes.after(at);
                is_large
            });
        });
        list.item(|out| {
            out.begin_array(large.len());
            for at in large {
                let at = out.key(nodes, at);
                out.nested(|out| {
                    out.value(nodes, at, Style::Arrays);
                });
            }
            out.end();
        });
        self.end();
    }

    /// The object at a node as an array, with null in the place of some values.
    fn shallow(&mut self, nodes: Nodes<'_>, at: usize, mut is_left_out: impl FnMut(usize) -> bool) {
        let size = nodes.payload(at);
        let mut at = at + node::CONTAINER_WORDS;
        self.begin_array(size);
        for _ in 0..size {
            at = self.key(nodes, at);
            if is_left_out(at) {
                self.null();
                at = nodes.after(at);
            } else {
                at = self.value(nodes, at, Style::Arrays);
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
