//! Values, events and errors, as PHP's `unserialize` reads them.

#![expect(clippy::inline_always, reason = "measured: a call costs as much as a number or a short text")]

use commet_webhooks::tape::{Nodes, node};
use commet_webhooks::{Access, Error, Event, Payload, Timestamp};

use super::buffer::{Buffer, Place};
use super::short::{Decimal, Short};
use crate::code::texts;
use crate::generated::codes::commet_code;
use crate::generated::php::KEYS;

/// The keys of the catalog by their number on the tape.
static SHORT_KEYS: [Short<47>; KEYS.len()] = Short::all(KEYS);

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

impl Buffer<'_> {
    pub(super) fn payload(&mut self, to: Place, payload: &Payload<'_>, style: Style) -> Place {
        self.value(to, payload.nodes(), 0, style).0
    }

    /// Writes the value at a node, and gives the next one. What comes most often is done here.
    #[inline(always)]
    fn value(&mut self, to: Place, nodes: Nodes<'_>, at: usize, style: Style) -> (Place, usize) {
        let (to, words) = match nodes.tag(at) {
            node::ASCII | node::UTF8 => (self.text(to, nodes.text(at).unwrap_or_default().as_bytes()), 2),
            node::SMALL => (self.integer(to, nodes.small(at).into()), 1),
            node::NULL => (self.null(to), 1),
            node::FALSE => (self.boolean(to, false), 1),
            node::TRUE => (self.boolean(to, true), 1),
            _ => return (self.other(to, nodes, at, style), nodes.after(at)),
        };
        (to, at + words)
    }

    /// Writes a key that the catalog does not have, or a value that `value` does not write itself.
    fn other(&mut self, to: Place, nodes: Nodes<'_>, at: usize, style: Style) -> Place {
        match nodes.tag(at) {
            node::ARRAY => self.array(to, nodes, at, style),
            node::OBJECT => self.object(to, nodes, at, style),
            node::INTEGER => self.integer(to, nodes.wide(at).cast_signed()),
            // PHP has no unsigned integers; a double is what its own reader makes of these.
            #[expect(clippy::cast_precision_loss, reason = "the nearest double")]
            node::UNSIGNED => self.double(to, nodes.wide(at) as f64),
            node::DOUBLE => self.double(to, f64::from_bits(nodes.wide(at))),
            tag => {
                let text = nodes.text(at).unwrap_or_default().as_bytes();
                // A NUL stands in JSON only as an escape.
                if tag == node::UNESCAPED {
                    self.checked(to, |out, to| out.text(to, text))
                } else {
                    self.text(to, text)
                }
            }
        }
    }

    fn array(&mut self, mut to: Place, nodes: Nodes<'_>, at: usize, style: Style) -> Place {
        let size = nodes.payload(at);
        to = self.begin_array(to, size);
        let mut at = at + node::CONTAINER_WORDS;
        for index in 0..size {
            to = self.index(to, index);
            (to, at) = self.value(to, nodes, at, style);
        }
        self.end(to)
    }

    fn object(&mut self, mut to: Place, nodes: Nodes<'_>, at: usize, style: Style) -> Place {
        let size = nodes.payload(at);
        let mut at = at + node::CONTAINER_WORDS;
        match style {
            Style::Arrays => {
                to = self.begin_array(to, size);
                for _ in 0..size {
                    (to, at) = self.key(to, nodes, at);
                    (to, at) = self.value(to, nodes, at, style);
                }
            }
            Style::Objects => {
                to = self.put(to, [OBJECT, Decimal::of(2 * size as u64).digits(), b":{"]);
                for index in 0..size {
                    to = self.index(to, 2 * index);
                    (to, at) = self.key(to, nodes, at);
                    to = self.index(to, 2 * index + 1);
                    (to, at) = self.value(to, nodes, at, style);
                }
            }
        }
        self.end(to)
    }

    /// Writes the key at a node, and gives the node of its value.
    #[inline(always)]
    fn key(&mut self, to: Place, nodes: Nodes<'_>, at: usize) -> (Place, usize) {
        if nodes.tag(at) == node::KEY {
            return (self.short(to, &SHORT_KEYS[nodes.payload(at)]), at + 1);
        }
        (self.other(to, nodes, at, Style::Arrays), nodes.after(at))
    }

    /// An event in two parts: see `commet_php_receive`.
    pub(super) fn event(&mut self, to: Place, event: &Event<'_>) -> Place {
        let nodes = event.payload().nodes();
        let mut large = Vec::new();
        let to = self.headed::<HEAD>(to, |out, to| {
            let start = out.position(to);
            let to = out.data(to, nodes, u32::from(event.data().place()) as usize, &mut large);
            let class = event.number().filter(|_| event.is_typed()).map_or(0, |number| u64::from(number) + 1);
            (to, (out.position(to) - start) as u64 | u64::from(!large.is_empty()) << 31 | class << 32)
        });
        let mut to = self.checked(to, |out, to| {
            let mut list = List::new(out, to, if large.is_empty() { 10 } else { 11 });
            list.text(Some(event.event_type()));
            list.text(event.id());
            // Without an id it is worked out when asked for, as everywhere.
            list.text(event.id().map(|_| event.idempotency_key()).as_deref());
            list.integer(event.time().map(Timestamp::as_millis));
            list.text(event.mode());
            list.text(event.organization_id());
            list.text(event.api_version());
            list.boolean(event.is_known());
            list.text(event.untyped_reason());
            list.text(event.access().map(Access::as_str));
            list.to
        });
        if !large.is_empty() {
            to = self.index(to, 10);
            to = self.deferred(to, nodes, &large);
        }
        self.end(to)
    }

    /// The data as an array, with null in the place of large containers, whose keys it gives.
    fn data(&mut self, mut to: Place, nodes: Nodes<'_>, data: usize, large: &mut Vec<usize>) -> Place {
        let size = nodes.payload(data);
        let mut at = data + node::CONTAINER_WORDS;
        to = self.begin_array(to, size);
        for _ in 0..size {
            let key = at;
            (to, at) = self.key(to, nodes, key);
            let after = nodes.after(at);
            if after - at >= DEFERRED_WORDS {
                large.push(key);
                to = self.null(to);
            } else {
                (to, _) = self.value(to, nodes, at, Style::Arrays);
            }
            at = after;
        }
        self.end(to)
    }

    /// Members as an array of texts that are themselves serialized.
    fn deferred(&mut self, mut to: Place, nodes: Nodes<'_>, keys: &[usize]) -> Place {
        to = self.begin_array(to, keys.len());
        for key in keys {
            let at;
            (to, at) = self.key(to, nodes, *key);
            to = self.nested(to, |out, to| out.value(to, nodes, at, Style::Arrays).0);
        }
        self.end(to)
    }

    pub(super) fn error(&mut self, to: Place, error: &Error) -> Place {
        let code = commet_code::of(error.code());
        let offset = error.offset().and_then(|offset| i64::try_from(offset).ok());
        self.refusal(to, code, &error.message(), offset, error.field())
    }

    /// An error of the call, or of the library.
    pub(super) fn fault(&mut self, to: Place, code: commet_code) -> Place {
        let [_, message, _] = texts(code as i32);
        self.refusal(to, code, &message.to_string_lossy(), None, None)
    }

    fn refusal(
        &mut self,
        to: Place,
        code: commet_code,
        message: &str,
        offset: Option<i64>,
        field: Option<&str>,
    ) -> Place {
        self.checked(to, |out, to| {
            let mut list = List::new(out, to, 4);
            list.integer(Some(code as i64));
            list.text(Some(message));
            list.integer(offset);
            list.text(field);
            let to = list.to;
            out.end(to)
        })
    }
}

/// The items of an array whose keys are their positions.
struct List<'o, 'b> {
    out: &'o mut Buffer<'b>,
    to: Place,
    index: usize,
}

impl<'o, 'b> List<'o, 'b> {
    /// Begins a list of so many items; `Buffer::end` ends it.
    fn new(out: &'o mut Buffer<'b>, to: Place, size: usize) -> Self {
        let to = out.begin_array(to, size);
        Self { out, to, index: 0 }
    }

    fn item<T>(&mut self, item: Option<T>, write: impl FnOnce(&mut Buffer<'b>, Place, T) -> Place) {
        let to = self.out.index(self.to, self.index);
        self.to = match item {
            Some(item) => write(self.out, to, item),
            None => self.out.null(to),
        };
        self.index += 1;
    }

    fn text(&mut self, text: Option<&str>) {
        self.item(text.map(str::as_bytes), Buffer::text);
    }

    fn integer(&mut self, integer: Option<i64>) {
        self.item(integer, Buffer::integer);
    }

    fn boolean(&mut self, boolean: bool) {
        self.item(Some(boolean), Buffer::boolean);
    }
}
