//! The words in which the suites are written.
//!
//! A case is a draft with defaults, changed where the case differs, closed by the answer:
//! `suite.commet("upper-case", "…").signed_as(str::to_uppercase).accepted(payout())`.

use std::collections::BTreeMap;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

use crate::reader;
use crate::said::{COMMET_SECRET, CREEM_SECRET, PAYOUT, Said, UPDATE};
use crate::value::Value;
use crate::vectors::{Bytes, Case, Expect, Options, Provider, Receive, Refused, VectorFile};

/// The HMAC-SHA256 of `payload` in lower-case hex.
pub(crate) fn sign(payload: &[u8], key: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(payload);
    hex(&mac.finalize().into_bytes())
}

/// The SHA-256 of `bytes` in lower-case hex.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)])).collect()
}

/// A suite that is being written.
#[derive(Debug)]
pub(crate) struct Suite {
    file: VectorFile<Case>,
    flag: String,
}

impl Suite {
    pub(crate) fn new(name: &str, description: &str) -> Self {
        Self { file: empty_file(name, description), flag: String::new() }
    }

    /// Opens a section: the cases that follow bear this flag.
    pub(crate) fn section(&mut self, flag: &str, explanation: &str) {
        flag.clone_into(&mut self.flag);
        self.file.flags.insert(flag.to_owned(), explanation.to_owned());
    }

    /// A case about [`PAYOUT`].
    pub(crate) fn commet(&mut self, name: &str, comment: &str) -> Draft<'_> {
        self.draft(Provider::Commet, name, comment, COMMET_SECRET, PAYOUT)
    }

    /// A case about [`UPDATE`].
    pub(crate) fn creem(&mut self, name: &str, comment: &str) -> Draft<'_> {
        self.draft(Provider::Creem, name, comment, CREEM_SECRET, UPDATE)
    }

    fn draft(&mut self, provider: Provider, name: &str, comment: &str, secret: &str, body: &str) -> Draft<'_> {
        Draft {
            name: name.to_owned(),
            comment: comment.to_owned(),
            provider,
            body: Bytes::Text(body.to_owned()),
            secret: secret.to_owned(),
            signed: Signed::Right,
            headers: None,
            options: None,
            suite: self,
        }
    }

    /// The finished file.
    pub(crate) fn finish(mut self) -> VectorFile<Case> {
        self.file.count = self.file.cases.len();
        self.file
    }
}

/// A file without cases.
pub(crate) fn empty_file<C>(name: &str, description: &str) -> VectorFile<C> {
    VectorFile {
        schema: "../vectors.schema.json".to_owned(),
        suite: name.to_owned(),
        description: description.to_owned(),
        count: 0,
        flags: BTreeMap::new(),
        cases: Vec::new(),
    }
}

/// How a draft comes to its signature.
#[derive(Debug)]
enum Signed {
    /// The HMAC of its body under its secret.
    Right,
    /// That HMAC, altered.
    Altered(fn(&str) -> String),
    /// A given text, or none.
    As(Option<String>),
}

/// A case that still lacks its answer.
#[derive(Debug)]
#[must_use = "a draft becomes a case by its answer"]
pub(crate) struct Draft<'s> {
    name: String,
    comment: String,
    provider: Provider,
    body: Bytes,
    secret: String,
    signed: Signed,
    headers: Option<BTreeMap<String, String>>,
    options: Option<Options>,
    suite: &'s mut Suite,
}

impl Draft<'_> {
    pub(crate) fn body(mut self, body: impl AsRef<[u8]>) -> Self {
        self.body = Bytes::of(body.as_ref());
        self
    }

    /// Texts and how often each is repeated.
    pub(crate) fn body_of(mut self, parts: &[(&str, usize)]) -> Self {
        let repeat = parts.iter().map(|(text, count)| ((*text).to_owned(), *count)).collect();
        self.body = Bytes::Repeat { repeat };
        self
    }

    pub(crate) fn secret(mut self, secret: &str) -> Self {
        secret.clone_into(&mut self.secret);
        self
    }

    /// Gives the right signature, altered.
    pub(crate) fn signed_as(mut self, alter: fn(&str) -> String) -> Self {
        self.signed = Signed::Altered(alter);
        self
    }

    /// Gives this signature.
    pub(crate) fn signature<'t>(mut self, signature: impl Into<Option<&'t str>>) -> Self {
        self.signed = Signed::As(signature.into().map(str::to_owned));
        self
    }

    /// Gives a signature made with another secret or over another body.
    pub(crate) fn signed_over(self, body: impl AsRef<[u8]>, secret: &str) -> Self {
        self.signature(sign(body.as_ref(), secret.as_bytes()).as_str())
    }

    /// Gives `receive` these headers; `{sig}` stands for the signature.
    pub(crate) fn headers(mut self, headers: &[(&str, &str)]) -> Self {
        let signature = self.given_signature().unwrap_or_default();
        let fill = |value: &str| value.replace("{sig}", &signature);
        self.headers = Some(headers.iter().map(|(name, value)| ((*name).to_owned(), fill(value))).collect());
        self
    }

    /// Gives `receive` the signature header and one more.
    pub(crate) fn header(self, name: &str, value: &str) -> Self {
        let signature_header = self.provider.signature_header();
        self.headers(&[(signature_header, "{sig}"), (name, value)])
    }

    fn option(mut self, set: impl FnOnce(&mut Options)) -> Self {
        set(self.options.get_or_insert_default());
        self
    }

    pub(crate) fn secrets(self, secrets: &[&str]) -> Self {
        let secrets = secrets.iter().map(|secret| (*secret).to_owned()).collect();
        self.option(|options| options.secrets = Some(secrets))
    }

    pub(crate) fn max_age(self, seconds: u64) -> Self {
        self.option(|options| options.max_age_seconds = Some(seconds))
    }

    pub(crate) fn now(self, now: &str) -> Self {
        self.option(|options| options.now = Some(now.to_owned()))
    }

    pub(crate) fn mode(self, mode: &str) -> Self {
        self.option(|options| options.mode = Some(mode.to_owned()))
    }

    pub(crate) fn max_body(self, bytes: usize) -> Self {
        self.option(|options| options.max_body_bytes = Some(bytes as u64))
    }

    fn bytes(&self) -> Vec<u8> {
        self.body.to_vec().expect("an author's base64 is right")
    }

    fn given_signature(&self) -> Option<String> {
        let right = || sign(&self.bytes(), self.secret.as_bytes());
        match &self.signed {
            Signed::Right => Some(right()),
            Signed::Altered(alter) => Some(alter(&right())),
            Signed::As(given) => given.clone(),
        }
    }

    fn parsed(&self) -> Option<Value> {
        reader::read(std::str::from_utf8(&self.bytes()).ok()?)
    }

    /// The object in the body, which must be there.
    fn object(&self) -> Value {
        let parsed = self.parsed().filter(|value| matches!(value, Value::Object(_)));
        parsed.unwrap_or_else(|| panic!("{}: the body is no JSON object", self.name))
    }

    fn event(&self, said: Said) -> Receive {
        let key = match self.provider {
            Provider::Commet => "data",
            Provider::Creem => "object",
        };
        let data = self.object().get(key).cloned().unwrap_or_else(|| panic!("{}: the body has no {key}", self.name));
        Receive::Event(Box::new(said.into_event(&self.bytes(), data)))
    }

    fn close(self, verify: bool, parse: Option<Value>, receive: Receive) {
        let signature = self.given_signature();
        self.suite.file.cases.push(Case {
            id: format!("{}/{}", self.suite.file.suite, self.name),
            comment: self.comment,
            flags: vec![self.suite.flag.clone()],
            provider: self.provider,
            body: self.body,
            signature,
            secret: self.secret,
            headers: self.headers,
            options: self.options,
            expect: Expect { verify, parse, receive },
        });
    }

    /// Authentic, and an event that says this.
    pub(crate) fn accepted(self, said: Said) {
        let (parse, receive) = (self.object(), self.event(said));
        self.close(true, Some(parse), receive);
    }

    /// Like [`accepted`](Self::accepted), and the data's member `x` is `value`.
    pub(crate) fn holds(self, said: Said, value: &Value) {
        let name = self.name.clone();
        let receive = self.event(said);
        if let Receive::Event(event) = &receive {
            assert_eq!(event.data.get("x"), Some(value), "{name}: reader and author disagree");
        }
        let parse = self.object();
        self.close(true, Some(parse), receive);
    }

    /// Authentic and a JSON object, but `receive` refuses it.
    pub(crate) fn parsed_but(self, code: &str) {
        let parse = self.object();
        self.close(true, Some(parse), refused(code));
    }

    /// Authentic, but no JSON object.
    pub(crate) fn authentic_but(self, code: &str) {
        assert!(!matches!(self.parsed(), Some(Value::Object(_))), "{}: the body is a JSON object", self.name);
        self.close(true, None, refused(code));
    }

    /// Not authentic.
    pub(crate) fn refused(self, code: &str) {
        self.close(false, None, refused(code));
    }

    /// Not authentic by `signature` and `secret`, but `receive` is given what makes it so.
    pub(crate) fn only_received(self, said: Said) {
        let receive = self.event(said);
        self.close(false, None, receive);
    }
}

fn refused(code: &str) -> Receive {
    Receive::Refused(Refused { ok: false, code: code.to_owned() })
}
