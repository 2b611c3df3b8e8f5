//! What objects contain, and which keys.
//!
//! Most of the work is telling keys. The bytes after an entry are first compared with a comma and
//! the key that followed its predecessor last time (at the start: in the catalog), which is right
//! nearly always; only else the key's end is searched, and its name looked up.

use super::{AHEAD, FIRST, Parser, Rest, SHORT, STRANGER, literal, skip_whitespace};
use crate::generated::keys;
use crate::json::string::plain_prefix;
use crate::json::token::MAX_LEN;
use crate::json::{Token, duplicates};
use crate::tape::{Flags, node};

/// Integers of so many digits fit a single word of the tape.
const SMALL_DIGITS: usize = 8;

impl<'t, const SPACED: bool> Parser<'t, SPACED> {
    #[inline(never)]
    pub(super) fn object(&mut self, rest: &'t [u8], key: usize) -> Rest<'t> {
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
