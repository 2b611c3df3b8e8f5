//! The recursive descent.
//!
//! Most of the work is telling keys. A key is first compared with the one that followed its
//! predecessor last time (at the start: in the catalog), which is right nearly always; only else
//! is its end searched and its name looked up.

use super::string::{plain_end, unescape};
use super::{Fault, duplicates, number};
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

/// For each key, and for strangers, another key.
pub(crate) type Guesses = [u16; STRANGER + 1];

/// What a provider's events are called, and what follows what in the data of each.
pub(crate) struct Route {
    /// The key of an event's name.
    pub(crate) key: usize,
    pub(crate) events: &'static NameTable,
    /// For each event: places in both lists of guesses, one behind the other, and what is right there.
    pub(crate) corrections: &'static [&'static [(u16, u16)]],
}

/// Parses a whole text. The tape's strings are offsets into it, so the two belong together.
pub(crate) fn parse(text: &str) -> Result<Tape, Fault> {
    let mut parser = Parser {
        text,
        ascii: text.is_ascii(),
        depth: 0,
        fault_at: 0,
        after: keys::AFTER,
        first: keys::FIRST,
        corrections: &[],
        // Most bodies take a word for every five bytes or fewer.
        tape: Tape::with_capacity(text.len() / 5 + 16),
    };
    if !parser.ascii {
        parser.tape.flags.set(Flags::NON_ASCII);
    }
    match parser.document() {
        Ok(()) => Ok(parser.tape),
        Err(reason) => Err(Fault::new(reason, parser.fault_at)),
    }
}

struct Parser<'t> {
    text: &'t str,
    /// Whether all of the text is ASCII, and with it every string.
    ascii: bool,
    depth: u32,
    /// Where the fault showed, once there is one: beside the result, so that results stay small.
    fault_at: usize,
    /// The key that followed each key last time.
    after: Guesses,
    /// The key that came first in the last object under each key.
    first: Guesses,
    /// Better guesses for the event's data, once its name is known.
    corrections: &'static [(u16, u16)],
    tape: Tape,
}

/// The byte after what was parsed.
type End = Result<usize, JsonReason>;

impl Parser<'_> {
    fn document(&mut self) -> Result<(), JsonReason> {
        let start = self.skip_whitespace(0);
        let end = self.value(start, STRANGER)?;
        let end = self.skip_whitespace(end);
        if end < self.text.len() {
            return Err(self.fault(JsonReason::TrailingCharacters, end));
        }
        Ok(())
    }

    #[cold]
    fn fault(&mut self, reason: JsonReason, at: usize) -> JsonReason {
        self.fault_at = at;
        reason
    }

    /// The fault of finding something else than what the grammar asks for.
    #[cold]
    fn unexpected(&mut self, at: usize) -> JsonReason {
        let reason = match self.text[at..].chars().next() {
            None => JsonReason::UnexpectedEnd,
            Some('\u{feff}') if at == 0 => JsonReason::ByteOrderMark,
            Some(_) => JsonReason::UnexpectedCharacter,
        };
        self.fault(reason, at)
    }

    #[inline]
    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    #[inline]
    fn skip_whitespace(&self, mut at: usize) -> usize {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.byte(at) {
            at += 1;
        }
        at
    }

    /// The value at `at`, which stands under `key`. Most are strings, and spared the call.
    #[inline]
    fn value(&mut self, at: usize, key: usize) -> End {
        if self.byte(at) == Some(b'"') { self.string(at + 1) } else { self.other_value(at, key) }
    }

    fn other_value(&mut self, at: usize, key: usize) -> End {
        match self.byte(at) {
            Some(b'{') => self.object(at, key),
            Some(b'[') => self.array(at, key),
            Some(b'-' | b'0'..=b'9') => self.number(at),
            Some(b't') => self.literal(at, b"true", node::TRUE),
            Some(b'f') => self.literal(at, b"false", node::FALSE),
            Some(b'n') => self.literal(at, b"null", node::NULL),
            _ => Err(self.unexpected(at)),
        }
    }

    #[inline]
    fn literal(&mut self, at: usize, literal: &'static [u8], tag: u32) -> End {
        if !self.text.as_bytes()[at..].starts_with(literal) {
            return Err(self.unexpected(at));
        }
        self.tape.words.push(node::pack(tag, 0));
        Ok(at + literal.len())
    }

    #[inline]
    fn number(&mut self, at: usize) -> End {
        let bytes = self.text.as_bytes();
        let mut value = 0;
        let mut end = at;
        while let Some(digit) = bytes.get(end).map(|byte| byte.wrapping_sub(b'0')).filter(|&digit| digit < 10)
        {
            if end - at == SMALL_DIGITS {
                return self.other_number(at);
            }
            value = value * 10 + u32::from(digit);
            end += 1;
        }
        // What is left: a sign, a fraction or an exponent, a leading zero.
        let leading_zero = bytes[at] == b'0' && end - at > 1;
        if end == at || leading_zero || matches!(bytes.get(end), Some(b'.' | b'e' | b'E')) {
            return self.other_number(at);
        }
        self.tape.words.push(node::pack(node::SMALL, value));
        Ok(end)
    }

    /// A number other than a few digits.
    #[inline(never)]
    fn other_number(&mut self, at: usize) -> End {
        let token = number::scan(self.text, at).map_err(|fault| self.fault(fault.reason, fault.offset))?;
        if token.large {
            self.tape.flags.set(Flags::LARGE_INTEGERS);
        }
        let (tag, bits) = match token.number {
            Number::Integer(value) => match node::pack_small(value) {
                Some(word) => {
                    self.tape.words.push(word);
                    return Ok(token.end);
                }
                None => (node::INTEGER, value.cast_unsigned()),
            },
            Number::Unsigned(value) => (node::UNSIGNED, value),
            Number::Double(value) => (node::DOUBLE, value.to_bits()),
        };
        #[expect(clippy::cast_possible_truncation, reason = "the two halves of the bits")]
        self.tape.words.extend_from_slice(&[tag, bits as u32, (bits >> 32) as u32]);
        Ok(token.end)
    }

    /// The string that starts at `start`, after its quote.
    #[expect(clippy::inline_always, reason = "measured: a call costs as much as a short string")]
    #[inline(always)]
    fn string(&mut self, start: usize) -> End {
        let end = plain_end(self.text.as_bytes(), start);
        if self.byte(end) != Some(b'"') {
            return self.escaped_string(start, end);
        }
        let tag =
            if self.ascii || self.text.as_bytes()[start..end].is_ascii() { node::ASCII } else { node::UTF8 };
        self.tape.push_string(tag, start, end - start);
        Ok(end + 1)
    }

    #[cold]
    fn escaped_string(&mut self, start: usize, run_end: usize) -> End {
        let offset = self.tape.strings.len();
        let (end, lone_surrogates) = unescape(self.text, start, run_end, &mut self.tape.strings)
            .map_err(|fault| self.fault(fault.reason, fault.offset))?;
        self.tape.flags.set(Flags::ESCAPES);
        if lone_surrogates {
            self.tape.flags.set(Flags::LONE_SURROGATES);
        }
        self.tape.push_string(node::UNESCAPED, offset, self.tape.strings.len() - offset);
        Ok(end)
    }

    /// Opens a container; gives the place of its node.
    #[inline]
    fn enter(&mut self, at: usize) -> Result<usize, JsonReason> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.fault(JsonReason::TooDeep, at));
        }
        let place = self.tape.words.len();
        self.tape.words.extend_from_slice(&[0, 0]);
        Ok(place)
    }

    #[inline]
    fn leave(&mut self, place: usize, tag: u32, count: u32) {
        self.depth -= 1;
        let content = self.tape.words.len() - place - 2;
        self.tape.words[place] = node::pack(tag, count);
        // A body has less than 2^27 bytes, and a byte makes two words at most.
        self.tape.words[place + 1] = u32::try_from(content).unwrap_or(u32::MAX);
    }

    fn array(&mut self, at: usize, key: usize) -> End {
        let place = self.enter(at)?;
        let mut count = 0;
        let mut at = self.skip_whitespace(at + 1);
        if self.byte(at) != Some(b']') {
            loop {
                at = self.value(at, key)?;
                count += 1;
                at = self.skip_whitespace(at);
                match self.byte(at) {
                    Some(b',') => at = self.skip_whitespace(at + 1),
                    Some(b']') => break,
                    _ => return Err(self.unexpected(at)),
                }
            }
        }
        self.leave(place, node::ARRAY, count);
        Ok(at + 1)
    }

    fn object(&mut self, at: usize, key: usize) -> End {
        let place = self.enter(at)?;
        if !self.corrections.is_empty() {
            self.correct_guesses();
        }
        let mut entries = Entries::default();
        let mut at = self.skip_whitespace(at + 1);
        if self.byte(at) != Some(b'}') {
            let mut guess = self.first[key];
            let mut previous = STRANGER;
            loop {
                let (found, end) = self.key(at, guess, &mut entries)?;
                if usize::from(guess) != found {
                    let guesses =
                        if entries.count == 0 { &mut self.first[key] } else { &mut self.after[previous] };
                    *guesses = u16::try_from(found).unwrap_or(guess);
                }
                at = self.value(self.skip_whitespace(end), found)?;
                if self.depth == 1 {
                    self.find_route(found);
                }
                entries.count += 1;
                at = self.skip_whitespace(at);
                match self.byte(at) {
                    Some(b',') => at = self.skip_whitespace(at + 1),
                    Some(b'}') => break,
                    _ => return Err(self.unexpected(at)),
                }
                guess = self.after[found];
                previous = found;
            }
        }
        if entries.repeated || entries.strangers > 1 {
            self.merge_duplicates(place + 2, &mut entries);
        }
        self.leave(place, node::OBJECT, entries.count);
        Ok(at + 1)
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
            let place = usize::from(place);
            let guess = match place.checked_sub(self.after.len()) {
                None => self.after.get_mut(place),
                Some(place) => self.first.get_mut(place),
            };
            if let Some(guess) = guess {
                *guess = key;
            }
        }
        self.corrections = &[];
    }

    /// The key at `at` with its colon: its number and the byte after it.
    #[inline]
    fn key(&mut self, at: usize, guess: u16, entries: &mut Entries) -> Result<(usize, usize), JsonReason> {
        if let Some(token) = keys::TOKENS.get(usize::from(guess))
            && token.begins(&self.text.as_bytes()[at..])
        {
            entries.note(usize::from(guess));
            self.tape.words.push(node::pack(node::KEY, u32::from(guess)));
            return Ok((usize::from(guess), at + token.len()));
        }
        self.unexpected_key(at, entries)
    }

    /// A key that was not guessed.
    #[inline(never)]
    fn unexpected_key(&mut self, at: usize, entries: &mut Entries) -> Result<(usize, usize), JsonReason> {
        if self.byte(at) != Some(b'"') {
            return Err(self.unexpected(at));
        }
        let (start, place, strings) = (at + 1, self.tape.words.len(), self.tape.strings.len());
        let end = self.string(start)?;
        let written = &self.text.as_bytes()[start..end - 1];
        let name = if self.tape.strings.len() == strings {
            written
        } else {
            &self.tape.strings.as_bytes()[strings..]
        };
        let found = if let Some(number) = keys::TABLE.find(name) {
            self.tape.words.truncate(place);
            self.tape.strings.truncate(strings);
            self.tape.words.push(node::pack(node::KEY, number));
            entries.note(number as usize);
            number as usize
        } else {
            entries.strangers += 1;
            STRANGER
        };
        let colon = self.skip_whitespace(end);
        if self.byte(colon) != Some(b':') {
            return Err(self.unexpected(colon));
        }
        Ok((found, colon + 1))
    }

    #[cold]
    fn merge_duplicates(&mut self, content: usize, entries: &mut Entries) {
        let name = |key: &[u32]| self.tape.key_name(key, self.text);
        let words = &self.tape.words[content..];
        if entries.repeated || duplicates::strangers_repeat(words, name) {
            let (merged, count) = duplicates::merge(words, name);
            self.tape.words.truncate(content);
            self.tape.words.extend_from_slice(&merged);
            self.tape.flags.set(Flags::DUPLICATE_KEYS);
            entries.count = count;
        }
    }
}

/// What is known of an object's entries so far.
#[derive(Default)]
struct Entries {
    count: u32,
    /// Keys that are not in the catalog.
    strangers: u32,
    /// Catalog keys, one bit each.
    seen: [u64; STRANGER.div_ceil(64)],
    /// Whether a catalog key came twice.
    repeated: bool,
}

impl Entries {
    #[inline]
    fn note(&mut self, key: usize) {
        let bit = 1 << (key % 64);
        if let Some(word) = self.seen.get_mut(key / 64) {
            self.repeated |= *word & bit != 0;
            *word |= bit;
        }
    }
}
