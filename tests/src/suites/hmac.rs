//! Known answers of `sign`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::author::{empty_file, sign};
use crate::vectors::{Bytes, HMAC, HmacCase, VectorFile};

/// A suite of known answers that is being written.
struct Answers {
    file: VectorFile<HmacCase>,
    flag: &'static str,
}

impl Answers {
    fn section(&mut self, flag: &'static str, explanation: &str) {
        self.flag = flag;
        self.file.flags.insert(flag.to_owned(), explanation.to_owned());
    }

    fn push(&mut self, name: &str, comment: &str, key: Bytes, payload: Bytes, signature: Option<String>) {
        self.file.cases.push(HmacCase {
            id: format!("{HMAC}/{name}"),
            comment: comment.to_owned(),
            flags: vec![self.flag.to_owned()],
            key,
            payload,
            signature,
        });
    }

    /// An answer that somebody else has published.
    fn published(&mut self, name: &str, comment: &str, key: &[u8], payload: &[u8], signature: &str) {
        assert_eq!(sign(payload, key), signature, "{name}");
        self.push(name, comment, Bytes::of(key), Bytes::of(payload), Some(signature.to_owned()));
    }

    /// An answer of the `hmac` crate.
    fn answer(&mut self, name: &str, comment: &str, key: &str, payload: impl Into<Bytes>) {
        let payload = payload.into();
        let bytes = payload.to_vec().expect("an author's base64 is right");
        let signature = sign(&bytes, key.as_bytes());
        self.push(name, comment, Bytes::Text(key.to_owned()), payload, Some(signature));
    }
}

impl From<&str> for Bytes {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// The suite.
pub(super) fn suite() -> VectorFile<HmacCase> {
    let file = empty_file(
        HMAC,
        "Known answers of sign(payload, secret): HMAC-SHA256 of the payload's bytes, keyed with the UTF-8 bytes of the whole secret, as 64 lower-case hex digits. A null signature: sign must refuse the secret as empty_secret.",
    );
    let mut suite = Answers { file, flag: "" };
    rfc_4231(&mut suite);
    lengths(&mut suite);
    payloads(&mut suite);
    secrets(&mut suite);
    suite.file.count = suite.file.cases.len();
    suite.file
}

fn rfc_4231(suite: &mut Answers) {
    suite.section(
        "Rfc4231",
        "The test cases of RFC 4231, section 4. Case 5 shows a truncated output and is left out. Where the key is in base64 it is no text: skip it if secrets are text only.",
    );
    let counting: Vec<u8> = (1..=25).collect();
    suite.published(
        "rfc4231-1",
        "20 bytes 0x0b (as text: vertical tabs, which are no blank secret)",
        &[0x0b; 20],
        b"Hi There",
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
    );
    suite.published(
        "rfc4231-2",
        "a key shorter than the output",
        b"Jefe",
        b"what do ya want for nothing?",
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    );
    suite.published(
        "rfc4231-3",
        "key and data longer than 64 bytes together",
        &[0xaa; 20],
        &[0xdd; 50],
        "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
    );
    suite.published("rfc4231-4", "a key of 25 different bytes", &counting, &[0xcd; 50], "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b");
    suite.published(
        "rfc4231-6",
        "a key longer than a block is hashed first",
        &[0xaa; 131],
        b"Test Using Larger Than Block-Size Key - Hash Key First",
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
    );
    suite.published(
        "rfc4231-7",
        "key and data longer than a block",
        &[0xaa; 131],
        b"This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.",
        "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
    );
}

fn lengths(suite: &mut Answers) {
    suite.section("PayloadLength", "Lengths around the edges of SHA-256's blocks and padding.");
    suite.answer("payload-empty", "the empty payload can be signed, though it never verifies", "secret", "");
    for length in [1, 31, 32, 54, 55, 56, 57, 63, 64, 65, 118, 119, 120, 127, 128, 129, 183, 184, 1000] {
        let payload: String = ('a'..='z').cycle().take(length).collect();
        suite.answer(&format!("payload-{length}"), &format!("a payload of {length} bytes"), "secret", payload.as_str());
    }
    let repeat = |text: &str, count: usize| Bytes::Repeat { repeat: vec![(text.to_owned(), count)] };
    suite.answer("payload-100k", "100,000 bytes", "secret", repeat("0123456789", 10_000));
    suite.answer("payload-1m", "2^20 bytes", "secret", repeat("0123456789abcdef", 1 << 16));

    suite.section("SecretLength", "Lengths around the edge of SHA-256's block: a longer key is hashed first.");
    for length in [1, 2, 31, 32, 33, 63, 64, 65, 127, 128, 129, 200, 1000] {
        let secret: String = ('A'..='Z').cycle().take(length).collect();
        let comment = format!("a secret of {length} bytes");
        suite.answer(&format!("secret-{length}"), &comment, &secret, r#"{"event":"payout.available"}"#);
    }
}

fn payloads(suite: &mut Answers) {
    suite.section("PayloadBytes", "The payload is bytes: nothing in it is decoded, trimmed or normalised.");
    let every_byte: Vec<u8> = (0..=255).collect();
    suite.answer("payload-every-byte", "all 256 bytes, no UTF-8", "secret", Bytes::Base64 { base64: BASE64.encode(every_byte) });
    suite.answer("payload-nul", "a NUL does not end the payload", "secret", "before\0after");
    suite.answer("payload-unicode", "two, three and four bytes a character", "secret", r#"{"name":"Zoë 株式会社 🚀"}"#);
    suite.answer("payload-nfd", "a decomposed é is not a composed one", "secret", "cafe\u{301}");
    suite.answer("payload-nfc", "a composed é is not a decomposed one", "secret", "caf\u{e9}");
    suite.answer("payload-lf", "a line feed at the end counts", "secret", "{}\n");
    suite.answer("payload-crlf", "so does a carriage return", "secret", "{}\r\n");
    suite.answer("payload-spaces", "and so do spaces around it", "secret", " {} ");
    suite.answer("payload-bom", "and a byte order mark", "secret", "\u{feff}{}");
}

fn secrets(suite: &mut Answers) {
    suite.section("SecretText", "The key is the UTF-8 bytes of the whole secret, exactly as it is given.");
    let body = r#"{"event":"payout.available"}"#;
    suite.answer("secret-whsec", "the prefix belongs to the key", "whsec_vectors_commet", body);
    suite.answer("secret-whsec-base64", "what looks like base64 after the prefix is not decoded", "whsec_c2VjcmV0", body);
    suite.answer("secret-hex", "what looks like hex is not decoded", "736563726574", body);
    suite.answer("secret-unicode", "letters of two, three and four bytes", "clé-秘密-🔑", body);
    suite.answer("secret-spaces", "spaces around it count", " secret ", body);
    suite.answer("secret-newline", "so does a newline read from a file", "secret\n", body);
    suite.answer("secret-nul-inside", "a NUL does not end the secret", "sec\0ret", body);
    suite.answer("secret-nul-after", "HMAC pads a short key with zeros, so this is the answer without the NUL", "secret\0", body);
    suite.answer("secret-vertical-tab", "U+000B is not ASCII whitespace: the secret is not blank", "\u{b}", body);
    suite.answer("secret-nbsp", "neither is U+00A0", "\u{a0}", body);

    suite.section("EmptySecret", "An empty secret, or one of ASCII whitespace only, signs nothing.");
    for (name, secret) in [("empty", ""), ("space", " "), ("whitespace", " \t\n\u{c}\r")] {
        suite.push(&format!("secret-{name}"), "sign refuses it as empty_secret", Bytes::Text(secret.to_owned()), Bytes::Text(body.to_owned()), None);
    }
}
