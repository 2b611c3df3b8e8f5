//! The recursive descent.
//!
//! Most of the work is telling keys. The bytes after an entry are first compared with a comma and
//! the key that followed its predecessor last time (at the start: in the catalog), which is right
//! nearly always; only else the key's end is searched, and its name looked up.

use super::string::{plain_len, plain_prefix, unescape};
use super::token::MAX_LEN;
use super::{Fault, Token, duplicates, number};
use crate::generated::errors::JsonReason;
use crate::generated::keys;
use crate::names::NameTable;
use crate::number::Number;
use crate::tape::{Flags, Tape, node};

/// Containers within containers, at most.
const MAX_DEPTH: u32 = 128;

/// Integers of so many digits fit a single word of the tape.
const SMALL_DIGITS: usize = 8;

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
    let colon = text.iter().take(AHEAD).position(|&byte| byte == b':');
    colon.and_then(|colon| text.get(colon + 1)).is_some_and(u8::is_ascii_whitespace)
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
            ascii: text.is_ascii(),
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

    #[inline(never)]
    fn object(&mut self, rest: &'t [u8], key: usize) -> Rest<'t> {
        let place = self.enter(rest)?;
        if !self.corrections.is_empty() {
            self.correct_guesses();
        }
        let top = self.depth == 1;
        let mut count = 0;
        let mut keys = Keys::default();
        // Where the guess of the next key is, and the byte that stands before the key.
        let mut guessing = FIRST + key;
        let mut lead = b'{';
        let mut rest = rest;
        loop {
            let guess = usize::from(self.guesses[guessing]);
            let found = if let Some(after) = self.guessed_entry(rest, lead, guess, &mut keys) {
                rest = after?;
                guess
            } else {
                rest = self.unexpected_key(rest, guessing, count == 0)?;
                let Some(found) = self.found else { break };
                match keys::TOKENS.get(found) {
                    Some(token) => keys.note(token),
                    None => keys.strangers += 1,
                }
                rest = self.value(rest, found)?;
                found
            };
            if top {
                self.find_route(found);
            }
            count += 1;
            guessing = found;
            lead = b',';
            if SPACED {
                rest = skip_whitespace(rest);
            }
        }
        if keys.repeated != 0 || keys.strangers > 1 {
            self.merge_duplicates(place + 2, &mut count);
        }
        self.leave(place, node::OBJECT, count);
        Some(rest)
    }

    /// What is left after the entry behind a brace or a comma; nothing if its key is not the one that was
    /// guessed.
    #[expect(clippy::inline_always, reason = "measured: a call costs as much as most entries")]
    #[inline(always)]
    fn guessed_entry(&mut self, rest: &'t [u8], lead: u8, guess: usize, keys: &mut Keys) -> Option<Rest<'t>> {
        let token = keys::TOKENS.get(guess)?;
        if SPACED {
            let key = rest.strip_prefix(&[lead]).map(skip_whitespace)?;
            let length = token.begins(key)?;
            keys.note(token);
            let value = skip_whitespace(&key[length..]);
            return Some(match value.first_chunk() {
                Some(ahead) => self.entry(value, ahead, 0, guess),
                None => self.last_entry(value, guess),
            });
        }
        let ahead = rest.first_chunk().filter(|ahead| ahead[0] == lead)?;
        let length = token.begins(&ahead[1..])?;
        keys.note(token);
        Some(self.entry(rest, ahead, 1 + length, guess))
    }

    /// A value near the text's end, with the key before it.
    #[inline(never)]
    fn last_entry(&mut self, value: &'t [u8], key: usize) -> Rest<'t> {
        self.tape.words.push(node::pack_key(key));
        self.value(value, key)
    }

    /// The value at `start`, with the key before it. What most values are is told from what is ahead.
    #[expect(clippy::inline_always, reason = "measured: a call costs as much as most values")]
    #[inline(always)]
    fn entry(&mut self, rest: &'t [u8], ahead: &[u8; AHEAD], start: usize, key: usize) -> Rest<'t> {
        let key_node = node::pack_key(key);
        match ahead[start] {
            b'"' => {
                let (text, start) = (&ahead[start + 1..], start + 1);
                let length = plain_prefix(&text[..SHORT]);
                if text[length] == b'"' {
                    let [tag, offset] = self.plain_string(&rest[start..], &text[..length]);
                    self.tape.words.extend_from_slice(&[key_node, tag, offset]);
                    return Some(&rest[start + length + 1..]);
                }
            }
            digit @ b'0'..=b'9' => {
                let mut value = u32::from(digit - b'0');
                let mut end = start + 1;
                loop {
                    let next = ahead[end];
                    match next {
                        b'0'..=b'9' if end - start < SMALL_DIGITS => {
                            value = value * 10 + u32::from(next - b'0');
                            end += 1;
                        }
                        b'0'..=b'9' | b'.' | b'e' | b'E' => break,
                        _ if digit == b'0' && end > start + 1 => break,
                        _ => {
                            self.tape.words.extend_from_slice(&[key_node, node::pack(node::SMALL, value)]);
                            return Some(&rest[end..]);
                        }
                    }
                }
            }
            _ => {}
        }
        self.tape.words.push(key_node);
        let rest = &rest[start..];
        match literal(&ahead[start..]) {
            Some((tag, length)) => {
                self.tape.words.push(node::pack(tag, 0));
                Some(&rest[length..])
            }
            None if rest.first() == Some(&b'{') => self.object(rest, key),
            None => self.value(rest, key),
        }
    }

    /// Looks for the guesses that fit the event, if a key has named it just now.
    #[inline(never)]
    fn find_route(&mut self, key: usize) {
        let Some(route) = keys::ROUTES.iter().find(|route| route.key == key) else { return };
        let words = &self.tape.words;
        let name = words.last_chunk().and_then(|&[word, start]| {
            let start = start as usize;
            let is_name = node::tag(word) == node::ASCII;
            is_name.then(|| self.text.as_bytes().get(start..start + node::payload(word) as usize))?
        });
        if let Some(event) = name.and_then(|name| route.events.find(name)) {
            self.corrections = route.corrections.get(event as usize).copied().unwrap_or_default();
        }
    }

    /// Takes the guesses for the event's data, which is the object that has just begun.
    fn correct_guesses(&mut self) {
        for &(place, key) in self.corrections {
            self.guesses[usize::from(place)] = key;
        }
        self.corrections = &[];
    }

    /// What stands after a brace or an entry, where it is not the key that was guessed. Gives what is left
    /// after it, and the key in `found`.
    #[inline(never)]
    fn unexpected_key(&mut self, rest: &'t [u8], guessing: usize, first: bool) -> Rest<'t> {
        // Mostly the object's end, for which little is needed.
        if let [b'}', after @ ..] = rest {
            self.found = None;
            return Some(after);
        }
        self.other_entry(rest, guessing, first)
    }

    /// White space, another key, or the object's end.
    #[inline(never)]
    fn other_entry(&mut self, rest: &'t [u8], guessing: usize, first: bool) -> Rest<'t> {
        self.found = None;
        let mut rest = skip_whitespace(rest);
        match *rest {
            [b',', ref after @ ..] if !first => rest = skip_whitespace(after),
            [b'{', ref after @ ..] if first => {
                rest = skip_whitespace(after);
                if let [b'}', after @ ..] = rest {
                    return Some(after);
                }
            }
            [b'}', ref after @ ..] => return Some(after),
            _ => return self.unexpected(rest),
        }
        let [b'"', name @ ..] = rest else { return self.unexpected(rest) };
        let (last, other) = (self.guesses[guessing], self.others[guessing]);
        let mut end = [0; MAX_LEN + 1];
        let ahead = rest.first_chunk().unwrap_or_else(|| {
            end[..rest.len()].copy_from_slice(rest);
            &end
        });
        for guess in [last, other] {
            let guess = usize::from(guess);
            if let Some(length) = keys::TOKENS.get(guess).and_then(|token| token.begins(ahead)) {
                self.found = Some(guess);
                self.tape.words.push(node::pack_key(guess));
                rest = &rest[length..];
                break;
            }
        }
        if self.found.is_none() {
            rest = self.other_key(name)?;
        }
        let found = self.found.and_then(|found| u16::try_from(found).ok()).unwrap_or(last);
        if found != last {
            self.guesses[guessing] = found;
            self.others[guessing] = last;
        }
        Some(rest)
    }

    /// A key, whichever it is, after its quote; with its colon.
    fn other_key(&mut self, name: &'t [u8]) -> Rest<'t> {
        let (place, strings) = (self.tape.words.len(), self.tape.strings.len());
        let rest = self.string(name)?;
        let name = if self.tape.strings.len() == strings {
            &name[..name.len() - rest.len() - 1]
        } else {
            &self.tape.strings.as_bytes()[strings..]
        };
        self.found = Some(STRANGER);
        if let Some(number) = keys::TABLE.find(name) {
            self.tape.words.truncate(place);
            self.tape.strings.truncate(strings);
            self.tape.words.push(node::pack(node::KEY, number));
            self.found = Some(number as usize);
        }
        match *skip_whitespace(rest) {
            [b':', ref rest @ ..] => Some(rest),
            ref rest => self.unexpected(rest),
        }
    }

    #[cold]
    fn merge_duplicates(&mut self, content: usize, count: &mut u32) {
        let name = |key: &[u32]| self.tape.key_name(key, self.text);
        let words = &self.tape.words[content..];
        if duplicates::repeat(words, name) {
            let (merged, left) = duplicates::merge(words, name);
            self.tape.words.truncate(content);
            self.tape.words.extend_from_slice(&merged);
            self.tape.flags.set(Flags::DUPLICATE_KEYS);
            *count = left;
        }
    }
}

/// What is known of an object's keys so far.
#[derive(Default)]
struct Keys {
    /// How many are not in the catalog.
    strangers: u32,
    /// The bits of those that are.
    seen: u64,
    /// The bits that came twice: of most objects none, unless a key did.
    repeated: u64,
}

impl Keys {
    #[inline]
    fn note(&mut self, token: &Token) {
        self.repeated |= self.seen & token.bit;
        self.seen |= token.bit;
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
