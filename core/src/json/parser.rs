//! The recursive descent: values of all kinds. What objects contain is in `entries`.

mod entries;

use super::string::{plain_len, unescape};
use super::token::MAX_LEN;
use super::{Fault, number};
use crate::generated::errors::JsonReason;
use crate::generated::keys;
use crate::names::NameTable;
use crate::number::Number;
use crate::tape::{Flags, Tape, node};

/// Containers within containers, at most.
const MAX_DEPTH: u32 = 128;

/// Stands for a key that is not in the catalog, and for the start of the text.
const STRANGER: usize = keys::NAMES.len();

/// How long a string is at most that is told with its key: a time or a UUID, but no sentence.
const SHORT: usize = 40;

/// How many bytes are looked at together: a comma or brace, a key's token, and a short string in quotes.
const AHEAD: usize = 1 + MAX_LEN + 1 + SHORT + 1;

/// For each key, and for strangers, the key that follows it; then the key that comes first in an object
/// under it.
pub(crate) type Guesses = [u16; 2 * FIRST];

/// Where the first keys begin in guesses.
const FIRST: usize = STRANGER + 1;

/// What a provider's events are called, and what follows what in the data of each.
pub(crate) struct Route {
    /// The key of an event's name.
    pub(crate) key: usize,
    pub(crate) events: &'static NameTable,
    /// For each event: places in the guesses, and what is right there.
    pub(crate) corrections: &'static [&'static [(u16, u16)]],
}

/// Parses a whole text. The tape's strings are offsets into it, so the two belong together.
pub(crate) fn parse(text: &str) -> Result<Tape, Fault> {
    if is_spaced(text.as_bytes()) { Parser::<true>::parse(text) } else { Parser::<false>::parse(text) }
}

/// Whether there is white space between tokens, as far as the first ones show. Providers send none.
fn is_spaced(text: &[u8]) -> bool {
    let begin = &text[..text.len().min(AHEAD)];
    let colon = begin.iter().position(|&byte| byte == b':');
    colon.and_then(|colon| text.get(colon + 1)).is_some_and(u8::is_ascii_whitespace)
}

/// The library's own looks at the last bytes one by one, up to 63 of them.
fn is_ascii(text: &[u8]) -> bool {
    let chunk_is_ascii = |chunk: &[u8; 64]| chunk.iter().fold(0, |all, byte| all | byte) < 0x80;
    match text.last_chunk() {
        Some(last) => text.as_chunks().0.iter().all(chunk_is_ascii) && chunk_is_ascii(last),
        None => text.is_ascii(),
    }
}

/// Either kind parses any text; texts with white space between tokens are parsed faster by that which is `SPACED`.
struct Parser<'t, const SPACED: bool> {
    text: &'t str,
    /// Whether all of the text is ASCII, and with it every string.
    ascii: bool,
    depth: u32,
    fault: Option<Fault>,
    /// The keys that came last time.
    guesses: Guesses,
    /// The keys that came before those.
    others: Guesses,
    /// Better guesses for the event's data, once its name is known.
    corrections: &'static [(u16, u16)],
    /// The last key that was not guessed; nothing at an object's end.
    found: Option<usize>,
    tape: Tape,
}

/// What is left after what was parsed; nothing if there was a fault.
type Rest<'t> = Option<&'t [u8]>;

impl<'t, const SPACED: bool> Parser<'t, SPACED> {
    fn parse(text: &'t str) -> Result<Tape, Fault> {
        let mut parser = Self {
            text,
            ascii: is_ascii(text.as_bytes()),
            depth: 0,
            fault: None,
            guesses: keys::GUESSES,
            others: [0; 2 * FIRST],
            corrections: &[],
            found: None,
            // Most bodies take a word for every five bytes or fewer.
            tape: Tape::with_capacity(text.len() / 5 + 16),
        };
        if !parser.ascii {
            parser.tape.flags.set(Flags::NON_ASCII);
        }
        parser.document();
        match parser.fault {
            None => Ok(parser.tape),
            Some(fault) => Err(fault),
        }
    }

    fn document(&mut self) -> Option<()> {
        let rest = self.value(self.text.as_bytes(), STRANGER)?;
        let rest = skip_whitespace(rest);
        if rest.is_empty() { Some(()) } else { self.fault(JsonReason::TrailingCharacters, rest) }
    }

    /// The place in the text at which `rest` begins.
    #[inline]
    fn place(&self, rest: &[u8]) -> usize {
        self.text.len() - rest.len()
    }

    #[cold]
    fn fault<T>(&mut self, reason: JsonReason, rest: &[u8]) -> Option<T> {
        self.fault = Some(Fault::new(reason, self.place(rest)));
        None
    }

    /// The fault of finding something else than what the grammar asks for.
    #[cold]
    fn unexpected<T>(&mut self, rest: &[u8]) -> Option<T> {
        let reason = match rest {
            [] => JsonReason::UnexpectedEnd,
            _ if self.text.starts_with('\u{feff}') && rest.len() == self.text.len() => {
                JsonReason::ByteOrderMark
            }
            _ => JsonReason::UnexpectedCharacter,
        };
        self.fault(reason, rest)
    }

    /// The value at the start or after white space there, which stands under `key`.
    #[inline(never)]
    fn value(&mut self, rest: &'t [u8], key: usize) -> Rest<'t> {
        let rest = skip_whitespace(rest);
        match *rest {
            [b'"', ref rest @ ..] => self.string(rest),
            [b'{', ..] => self.object(rest, key),
            [b'[', ..] => self.array(rest, key),
            [b'-' | b'0'..=b'9', ..] => self.number(rest),
            _ => match literal(rest) {
                Some((tag, length)) => {
                    self.tape.words.push(node::pack(tag, 0));
                    Some(&rest[length..])
                }
                None => self.unexpected(rest),
            },
        }
    }

    #[inline(never)]
    fn number(&mut self, rest: &'t [u8]) -> Rest<'t> {
        let token = match number::scan(self.text, self.place(rest)) {
            Ok(token) => token,
            Err(fault) => {
                self.fault = Some(fault);
                return None;
            }
        };
        if token.large {
            self.tape.flags.set(Flags::LARGE_INTEGERS);
        }
        let (tag, bits) = match token.number {
            Number::Integer(value) => match node::pack_small(value) {
                Some(word) => {
                    self.tape.words.push(word);
                    return self.text.as_bytes().get(token.end..);
                }
                None => (node::INTEGER, value.cast_unsigned()),
            },
            Number::Unsigned(value) => (node::UNSIGNED, value),
            Number::Double(value) => (node::DOUBLE, value.to_bits()),
        };
        #[expect(clippy::cast_possible_truncation, reason = "the two halves of the bits")]
        self.tape.words.extend_from_slice(&[tag, bits as u32, (bits >> 32) as u32]);
        self.text.as_bytes().get(token.end..)
    }

    /// The string that starts here, after its quote.
    #[inline]
    fn string(&mut self, rest: &'t [u8]) -> Rest<'t> {
        let length = plain_len(rest);
        let (text, after) = rest.split_at(length);
        let [b'"', after @ ..] = after else { return self.escaped_string(rest, length) };
        let node = self.plain_string(rest, text);
        self.tape.words.extend_from_slice(&node);
        Some(after)
    }

    /// The node of a string without escapes, with which `rest` begins.
    #[inline]
    fn plain_string(&self, rest: &[u8], text: &[u8]) -> [u32; 2] {
        let tag = if self.ascii || text.is_ascii() { node::ASCII } else { node::UTF8 };
        node::string(tag, self.place(rest), text.len())
    }

    #[cold]
    fn escaped_string(&mut self, rest: &'t [u8], plain: usize) -> Rest<'t> {
        let (start, offset) = (self.place(rest), self.tape.strings.len());
        match unescape(self.text, start, start + plain, &mut self.tape.strings) {
            Ok((end, lone_surrogates)) => {
                self.tape.flags.set(Flags::ESCAPES);
                if lone_surrogates {
                    self.tape.flags.set(Flags::LONE_SURROGATES);
                }
                let length = self.tape.strings.len() - offset;
                self.tape.words.extend_from_slice(&node::string(node::UNESCAPED, offset, length));
                self.text.as_bytes().get(end..)
            }
            Err(fault) => {
                self.fault = Some(fault);
                None
            }
        }
    }

    /// Opens a container; gives the place of its node.
    #[inline]
    fn enter(&mut self, rest: &[u8]) -> Option<usize> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return self.fault(JsonReason::TooDeep, rest);
        }
        let place = self.tape.words.len();
        self.tape.words.extend_from_slice(&[0, 0]);
        Some(place)
    }

    #[inline]
    fn leave(&mut self, place: usize, tag: u32, count: u32) {
        self.depth -= 1;
        let content = self.tape.words.len() - place - 2;
        self.tape.words[place] = node::pack(tag, count);
        // A body has less than 2^27 bytes, and a byte makes two words at most.
        self.tape.words[place + 1] = u32::try_from(content).unwrap_or(u32::MAX);
    }

    fn array(&mut self, rest: &'t [u8], key: usize) -> Rest<'t> {
        let place = self.enter(rest)?;
        let mut count = 0;
        let mut rest = skip_whitespace(&rest[1..]);
        if let [b']', after @ ..] = rest {
            rest = after;
        } else {
            loop {
                rest = skip_whitespace(self.value(rest, key)?);
                count += 1;
                match *rest {
                    [b',', ref after @ ..] => rest = after,
                    [b']', ref after @ ..] => {
                        rest = after;
                        break;
                    }
                    _ => return self.unexpected(rest),
                }
            }
        }
        self.leave(place, node::ARRAY, count);
        Some(rest)
    }
}

/// The tag and the length of the literal with which some bytes begin.
#[inline]
fn literal(bytes: &[u8]) -> Option<(u32, usize)> {
    match bytes {
        [b't', b'r', b'u', b'e', ..] => Some((node::TRUE, 4)),
        [b'f', b'a', b'l', b's', b'e', ..] => Some((node::FALSE, 5)),
        [b'n', b'u', b'l', b'l', ..] => Some((node::NULL, 4)),
        _ => None,
    }
}

#[inline]
fn skip_whitespace(mut rest: &[u8]) -> &[u8] {
    while let [b' ' | b'\n' | b'\r' | b'\t', after @ ..] = rest {
        rest = after;
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::is_ascii;

    #[test]
    fn finds_a_byte_beyond_ascii_wherever_it_is() {
        for length in 0..200 {
            let mut text = vec![b'a'; length];
            assert!(is_ascii(&text), "{length}");
            for place in 0..length {
                text[place] = 0x80;
                assert!(!is_ascii(&text), "{place} of {length}");
                text[place] = b'a';
            }
        }
    }
}
