//! The nodes of a payload, read one by one.

use super::node;

/// The nodes of a payload's tape, for bindings that build a language's own values from them: walking
/// them in their order is the fastest way. `docs/tape.md` says what they are.
///
/// A place is that of a node's first word; the top-level object is at 0. At a place where there is no
/// node of the kind that is asked for, every call gives some value of no meaning, and none panics.
///
/// ```
/// use commet_webhooks::{Payload, tape::node};
///
/// let payload = Payload::parse_verified(br#"{"plan":"pro"}"#)?;
/// let nodes = payload.nodes();
/// assert_eq!((nodes.tag(0), nodes.payload(0)), (node::OBJECT, 1));
/// let key = node::CONTAINER_WORDS;
/// let value = nodes.after(key);
/// assert_eq!((nodes.tag(key), nodes.text(value)), (node::KEY, Some("pro")));
/// # Ok::<(), commet_webhooks::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Nodes<'t> {
    words: &'t [u32],
    body: &'t str,
    strings: &'t str,
}

impl<'t> Nodes<'t> {
    pub(crate) fn new(words: &'t [u32], body: &'t str, strings: &'t str) -> Self {
        Self { words, body, strings }
    }

    #[inline]
    fn word(self, at: usize) -> u32 {
        self.words.get(at).copied().unwrap_or_default()
    }

    #[inline]
    fn next(self, at: usize, more: usize) -> u32 {
        self.word(at.saturating_add(more))
    }

    /// The tag of a node: one of the constants of [`node`].
    #[inline]
    #[must_use]
    pub fn tag(self, at: usize) -> u32 {
        node::tag(self.word(at))
    }

    /// What a node's first word holds besides its tag: a length, a count, or the number of a key.
    #[inline]
    #[must_use]
    pub fn payload(self, at: usize) -> usize {
        node::payload(self.word(at)) as usize
    }

    /// The integer of a node with the tag [`node::SMALL`].
    #[inline]
    #[must_use]
    pub fn small(self, at: usize) -> i32 {
        node::small(self.word(at))
    }

    /// The 64 bits of a node with the tag [`node::INTEGER`], [`node::UNSIGNED`] or [`node::DOUBLE`].
    #[inline]
    #[must_use]
    pub fn wide(self, at: usize) -> u64 {
        u64::from(self.next(at, 1)) | u64::from(self.next(at, 2)) << 32
    }

    /// The text of a string, as UTF-8; nothing where there is another node.
    #[inline]
    #[must_use]
    pub fn text(self, at: usize) -> Option<&'t str> {
        let word = self.word(at);
        let area = match node::tag(word) {
            node::ASCII | node::UTF8 => self.body,
            node::UNESCAPED => self.strings,
            _ => return None,
        };
        super::slice(area, self.next(at, 1), node::payload(word))
    }

    /// The place behind a node and all it contains.
    #[inline]
    #[must_use]
    pub fn after(self, at: usize) -> usize {
        at.saturating_add(node::node_len(self.words, at))
    }

    /// The place of the value of a key of the catalog, by the key's number, in an object.
    #[inline]
    #[must_use]
    pub fn find(self, object: usize, key: u32) -> Option<usize> {
        node::find(self.words, object, node::pack(node::KEY, key))
    }
}

#[cfg(test)]
mod tests {
    use crate::Payload;

    #[test]
    fn no_place_panics() {
        // The two words of the large number look like an array of 2^32 - 1 words.
        let payload = Payload::parse_verified(br#"{"id":[1,-7,0.5,null,"\n",{"x":"y"},-4294967286]}"#)
            .expect("an object");
        let nodes = payload.nodes();
        for at in (0..40).chain([usize::MAX - 2, usize::MAX - 1, usize::MAX]) {
            let _ = (nodes.tag(at), nodes.payload(at), nodes.small(at), nodes.wide(at), nodes.text(at));
            assert!(nodes.after(at) > at || at == usize::MAX);
            let _ = nodes.find(at, 0);
            if let Ok(place) = u32::try_from(at) {
                let value = payload.value_at(place.into());
                let _ = (value.to_string(), value.as_array().map(|array| array.iter().count()));
            }
        }
    }
}
