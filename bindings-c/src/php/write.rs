//! Values, events and errors, as PHP's `unserialize` reads them.

use commet_webhooks::tape::{Nodes, node};
use commet_webhooks::{Access, Error, Event, Payload};

use super::buffer::{Buffer, Decimal};
use crate::code::texts;
use crate::generated::codes::commet_code;
use crate::generated::php::KEYS;

/// Begins an instance of the class that stands for an object where arrays would lose something.
const OBJECT: &[u8] = br#"O:17:"Commet\JsonObject":"#;

/// Containers of at least this many words on the tape are left as text until somebody asks.
const DEFERRED_WORDS: usize = 64;

/// How many digits the number has with which an event begins.
const HEAD: usize = 16;

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
            // A NUL stands in JSON only as an escape.
            node::ASCII | node::UTF8 => self.text(nodes.text(at).unwrap_or_default().as_bytes()),
            node::UNESCAPED => self.checked(|out| out.text(nodes.text(at).unwrap_or_default().as_bytes())),
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
                self.put([OBJECT, Decimal::of(2 * size as u64).digits(), b":{"]);
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

    /// An event in two parts: see `commet_php_receive`.
    pub(super) fn event(&mut self, event: &Event<'_>) {
        let nodes = event.payload().nodes();
        let mut large = Vec::new();
        self.headed::<HEAD>(|out| {
            let start = out.position();
            out.data(nodes, u32::from(event.data().place()) as usize, &mut large);
            let class = event.number().filter(|_| event.is_typed()).map_or(0, |number| u64::from(number) + 1);
            out.since(start) | u64::from(!large.is_empty()) << 31 | class << 32
        });
        self.checked(|out| {
            let mut list = out.list(if large.is_empty() { 10 } else { 11 });
            list.text(Some(event.event_type()));
            list.text(event.id());
            // Without an id it is worked out when asked for, as everywhere.
            list.text(event.id().map(|_| event.idempotency_key()).as_deref());
            list.item(|out| match event.time() {
                Some(time) => out.integer(time.as_millis()),
                None => out.null(),
            });
            list.text(event.mode());
            list.text(event.organization_id());
            list.text(event.api_version());
            list.item(|out| out.boolean(event.is_known()));
            list.text(event.untyped_reason());
            list.text(event.access().map(Access::as_str));
        });
        if !large.is_empty() {
            self.integer(10);
            self.deferred(nodes, &large);
        }
        self.end();
    }

    /// The data as an array, with null in the place of large containers, whose keys it gives.
    fn data(&mut self, nodes: Nodes<'_>, data: usize, large: &mut Vec<usize>) {
        let size = nodes.payload(data);
        let mut at = data + node::CONTAINER_WORDS;
        self.begin_array(size);
        for _ in 0..size {
            let key = at;
            at = self.key(nodes, key);
            let after = nodes.after(at);
            if after - at >= DEFERRED_WORDS {
                large.push(key);
                self.null();
            } else {
                self.value(nodes, at, Style::Arrays);
            }
            at = after;
        }
        self.end();
    }

    /// Members as an array of texts that are themselves serialized.
    fn deferred(&mut self, nodes: Nodes<'_>, keys: &[usize]) {
        self.begin_array(keys.len());
        for key in keys {
            let at = self.key(nodes, *key);
            self.nested(|out| {
                out.value(nodes, at, Style::Arrays);
            });
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
        self.checked(|out| {
            let mut list = out.list(4);
            list.item(|out| out.integer(code as i64));
            list.text(Some(message));
            list.item(|out| match offset {
                Some(offset) => out.integer(offset),
                None => out.null(),
            });
            list.text(field);
            out.end();
        });
    }
}
