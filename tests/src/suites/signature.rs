//! The signature's shape, the secrets it is checked against, and the header it comes in.

use crate::author::{Suite, sha256, sign};
use crate::said::{COMMET_SECRET, CREEM_SECRET, PAYOUT, UPDATE, payout, update};
use crate::vectors::{Case, VectorFile};

/// The suite.
pub(super) fn suite() -> VectorFile<Case> {
    let mut suite = Suite::new("signature", "What counts as a signature, which secrets it is compared under, and how its header is found.");
    right(&mut suite);
    shape(&mut suite);
    other(&mut suite);
    secrets(&mut suite);
    rotation(&mut suite);
    headers(&mut suite);
    suite.finish()
}

fn right(suite: &mut Suite) {
    suite.section("RightSignature", "64 hex digits in either case, and they are the right ones.");
    suite.commet("lower-case", "as the provider sends it").accepted(payout());
    suite.creem("creem-lower-case", "as the provider sends it").accepted(update());
    suite.commet("upper-case", "hex may be upper case").signed_as(str::to_uppercase).accepted(payout());
    suite.creem("creem-upper-case", "hex may be upper case").signed_as(str::to_uppercase).accepted(update());
    suite.commet("mixed-case", "hex may change its case within").signed_as(mixed_case).accepted(payout());
    suite.commet("body-with-newline", "the newline at the end is signed and is JSON whitespace").body(format!("{PAYOUT}\n")).accepted(payout());
}

fn mixed_case(signature: &str) -> String {
    signature.char_indices().map(|(at, digit)| if at % 2 == 0 { digit.to_ascii_uppercase() } else { digit }).collect()
}

/// Name, comment, and what becomes of the right signature.
type Altered<'t> = (&'t str, &'t str, fn(&str) -> String);

fn shape(suite: &mut Suite) {
    suite.section("SignatureShape", "Anything but 64 hex digits is malformed: nothing is trimmed, cut, decoded or stripped of a prefix.");
    let altered: &[Altered<'_>] = &[
        ("trailing-zz", "hex decoders that stop at the first bad digit accept it", |s| format!("{s}zz")),
        ("trailing-space", "not trimmed", |s| format!("{s} ")),
        ("leading-space", "not trimmed", |s| format!(" {s}")),
        ("trailing-tab", "not trimmed", |s| format!("{s}\t")),
        ("trailing-newline", "not trimmed", |s| format!("{s}\n")),
        ("trailing-crlf", "not trimmed", |s| format!("{s}\r\n")),
        ("leading-newline", "not trimmed", |s| format!("\n{s}")),
        ("trailing-nul", "a NUL does not end it", |s| format!("{s}\0")),
        ("trailing-nbsp", "U+00A0 is not trimmed", |s| format!("{s}\u{a0}")),
        ("leading-bom", "U+FEFF is not trimmed", |s| format!("\u{feff}{s}")),
        ("63-digits", "the last digit is missing", |s| s[..63].to_owned()),
        ("62-digits", "the last byte is missing", |s| s[..62].to_owned()),
        ("65-digits", "one digit too many", |s| format!("{s}0")),
        ("66-digits", "one byte too many", |s| format!("{s}00")),
        ("first-half", "a prefix of the right signature", |s| s[..32].to_owned()),
        ("one-digit", "a prefix of the right signature", |s| s[..1].to_owned()),
        ("twice", "the right signature twice", |s| format!("{s}{s}")),
        ("comma-joined", "two headers joined by a framework", |s| format!("{s}, {s}")),
        ("comma-joined-tight", "two signatures without a space", |s| format!("{s},{s}")),
        ("0x-prefix", "a number's prefix before the digits", |s| format!("0x{s}")),
        ("0x-prefix-64", "the prefix within 64 characters", |s| format!("0x{}", &s[2..])),
        ("sha256-prefix", "GitHub's form", |s| format!("sha256={s}")),
        ("stripe-form", "Stripe's form", |s| format!("t=1788170400,v1={s}")),
        ("quoted", "quotation marks around it", |s| format!("\"{s}\"")),
        ("spaced-digits", "digits apart", |s| s.chars().flat_map(|digit| [digit, ' ']).collect()),
        ("last-not-hex", "g is no hex digit", |s| format!("{}g", &s[..63])),
        ("first-not-hex", "G is no hex digit", |s| format!("G{}", &s[1..])),
        ("middle-not-hex", "the byte before 0 is no digit", |s| format!("{}/{}", &s[..32], &s[33..])),
        ("after-nine", "the byte after 9 is no digit", |s| format!("{}:{}", &s[..32], &s[33..])),
        ("before-a", "the byte before a is no digit", |s| format!("{}`{}", &s[..32], &s[33..])),
        ("before-capital-a", "the byte before A is no digit", |s| format!("{}@{}", &s[..32], &s[33..])),
        ("minus-sign", "number parsers take a sign", |s| format!("-{}", &s[1..])),
        ("plus-sign", "number parsers take a sign", |s| format!("{}+{}", &s[..62], &s[63..])),
        ("underscore", "number parsers take underscores", |s| format!("{}_{}", &s[..32], &s[33..])),
        ("space-inside", "64 characters with a space", |s| format!("{} {}", &s[..32], &s[33..])),
        ("nul-inside", "64 characters with a NUL", |s| format!("{}\0{}", &s[..32], &s[33..])),
        ("last-is-space", "63 digits and a space", |s| format!("{} ", &s[..63])),
        ("last-is-newline", "63 digits and a newline, which $ of a pattern lets pass", |s| format!("{}\n", &s[..63])),
        ("e-acute-64", "64 characters, none ASCII", |_| "\u{e9}".repeat(64)),
        ("e-acute-32", "64 bytes, none ASCII", |_| "\u{e9}".repeat(32)),
        ("emoji-32", "64 UTF-16 units", |_| "\u{1f600}".repeat(32)),
        ("emoji-16", "64 bytes, 16 characters", |_| "\u{1f600}".repeat(16)),
        ("full-width-digits", "Unicode digits are no hex digits", |_| "\u{ff11}".repeat(64)),
        ("arabic-digits", "Unicode digits are no hex digits", |_| "\u{661}".repeat(64)),
        ("full-width-signature", "the right digits, full-width", full_width),
        ("base64-digest", "the right digest in base64", base64_digest),
        ("standard-webhooks-form", "the right digest in another scheme's form", |s| format!("v1,{}", base64_digest(s))),
        ("space", "one space is not empty", |_| " ".to_owned()),
        ("word", "no digest at all", |_| "null".to_owned()),
        ("md5-length", "32 hex digits", |_| "0".repeat(32)),
        ("sha1-length", "40 hex digits", |_| "a".repeat(40)),
        ("sha512-length", "128 hex digits", |_| "a".repeat(128)),
        ("very-long", "10,000 hex digits", |_| "a".repeat(10_000)),
    ];
    for (name, comment, alter) in altered {
        suite.commet(name, comment).signed_as(*alter).refused("malformed_signature");
    }
    suite.creem("creem-trailing-space", "not trimmed").signed_as(|s| format!("{s} ")).refused("malformed_signature");
    suite.creem("creem-63-digits", "too short").signed_as(|s| s[..63].to_owned()).refused("malformed_signature");
    suite.creem("creem-e-acute", "none ASCII").signed_as(|_| "\u{e9}".repeat(64)).refused("malformed_signature");

    suite.section("MissingSignature", "No signature, or an empty one.");
    suite.commet("null", "none").signature(None).refused("missing_signature");
    suite.commet("empty", "empty").signature("").refused("missing_signature");
    suite.creem("creem-null", "none").signature(None).refused("missing_signature");
    suite.creem("creem-empty", "empty").signature("").refused("missing_signature");
}

fn full_width(signature: &str) -> String {
    let wide = |digit: char| char::from_u32(u32::from(digit) - 0x21 + 0xff01);
    signature.chars().filter_map(wide).collect()
}

fn base64_digest(signature: &str) -> String {
    use base64::Engine as _;
    let byte = |at: usize| u8::from_str_radix(&signature[at..at + 2], 16).expect("a right signature is hex");
    let digest: Vec<u8> = (0..64).step_by(2).map(byte).collect();
    base64::engine::general_purpose::STANDARD.encode(digest)
}

fn other(suite: &mut Suite) {
    suite.section("SignatureMismatch", "64 hex digits, but not the right ones.");
    let altered: &[Altered<'_>] = &[
        ("first-digit", "only the first digit differs", |s| flip(s, 0)),
        ("last-digit", "only the last digit differs", |s| flip(s, 63)),
        ("middle-digit", "only one digit in the middle differs", |s| flip(s, 31)),
        ("zeros", "all zeros", |_| "0".repeat(64)),
        ("all-f", "all ones", |_| "f".repeat(64)),
        ("reversed", "the right digits backwards", |s| s.chars().rev().collect()),
        ("rotated", "the right digits moved by one", |s| format!("{}{}", &s[1..], &s[..1])),
    ];
    for (name, comment, alter) in altered {
        suite.commet(name, comment).signed_as(*alter).refused("signature_mismatch");
    }
    let mut over = |name: &str, comment: &str, signed: &str, secret: &str| {
        suite.commet(name, comment).signed_over(signed, secret).refused("signature_mismatch");
    };
    over("other-secret", "the secret of another endpoint", PAYOUT, "whsec_vectors_other");
    over("other-provider", "the secret of the other provider", PAYOUT, CREEM_SECRET);
    over("secret-without-prefix", "whsec_ belongs to the key", PAYOUT, "vectors_commet");
    over("secret-upper-case", "secrets have a case", PAYOUT, &COMMET_SECRET.to_uppercase());
    over("secret-with-newline", "a key with a newline at its end", PAYOUT, &format!("{COMMET_SECRET}\n"));
    over("empty-key", "made with an empty key", PAYOUT, "");
    over("other-amount", "one byte of the body was another", &PAYOUT.replace("9900", "9901"), COMMET_SECRET);
    over("added-newline", "a newline was lost on the way", &format!("{PAYOUT}\n"), COMMET_SECRET);
    over("added-space", "a space was lost on the way", &PAYOUT.replace(":9900", ": 9900"), COMMET_SECRET);
    over("added-bom", "a byte order mark was lost on the way", &format!("\u{feff}{PAYOUT}"), COMMET_SECRET);
    over("crlf", "line ends were altered on the way", &PAYOUT.replace(',', ",\r\n"), COMMET_SECRET);
    over("empty-body", "made over nothing", "", COMMET_SECRET);
    over("other-event", "a signature of another webhook", UPDATE, COMMET_SECRET);
    over("escaped-letter", "a letter was escaped on the way", &PAYOUT.replace("usd", r"us\u0064"), COMMET_SECRET);
    over("re-serialised", "keys were sorted by a framework", &sorted_payout(), COMMET_SECRET);
    suite.commet("no-key", "a plain SHA-256 of the body").signature(sha256(PAYOUT.as_bytes()).as_str()).refused("signature_mismatch");
    suite
        .commet("swapped", "body and secret changed places")
        .signature(sign(COMMET_SECRET.as_bytes(), PAYOUT.as_bytes()).as_str())
        .refused("signature_mismatch");
    suite.creem("creem-other-secret", "the secret of another endpoint").signed_over(UPDATE, COMMET_SECRET).refused("signature_mismatch");
    suite
        .creem("creem-other-body", "one byte of the body was another")
        .signed_over(UPDATE.replace("sub_1", "sub_2"), CREEM_SECRET)
        .refused("signature_mismatch");
    let truncated = &PAYOUT[..PAYOUT.len() - 1];
    suite.commet("truncated-body", "the last byte was lost").body(truncated).signed_over(PAYOUT, COMMET_SECRET).refused("signature_mismatch");
}

/// Another digit at `at`.
fn flip(signature: &str, at: usize) -> String {
    let digit = if &signature[at..=at] == "0" { "1" } else { "0" };
    format!("{}{digit}{}", &signature[..at], &signature[at + 1..])
}

/// [`PAYOUT`] with its keys sorted.
fn sorted_payout() -> String {
    let members: std::collections::BTreeMap<String, serde_json::Value> = serde_json::from_str(PAYOUT).expect("an author's body is JSON");
    serde_json::to_string(&members).expect("JSON is JSON")
}

fn secrets(suite: &mut Suite) {
    suite.section("BlankSecret", "An empty secret, or one of ASCII whitespace only, never verifies.");
    for (name, secret) in [
        ("secret-empty", ""),
        ("secret-space", " "),
        ("secret-tab", "\t"),
        ("secret-lf", "\n"),
        ("secret-form-feed", "\u{c}"),
        ("secret-cr", "\r"),
        ("secret-whitespace", " \t\r\n\u{c} "),
    ] {
        suite.commet(name, "rightly signed with it all the same").secret(secret).refused("empty_secret");
    }
    suite.creem("creem-secret-empty", "rightly signed with it all the same").secret("").refused("empty_secret");

    suite.section("SecretText", "The key is the UTF-8 bytes of the whole secret, exactly as it is given.");
    let long = "s3cret".repeat(40);
    for (name, comment, secret) in [
        ("secret-one-letter", "short is not blank", "x"),
        ("secret-surrounded", "spaces around it belong to it", "  whsec_vectors_commet\t"),
        ("secret-newline", "a newline belongs to it", "whsec_vectors_commet\n"),
        ("secret-prefix-only", "a prefix is a secret too", "whsec_"),
        ("secret-unicode", "letters of two, three and four bytes", "whsec_clé_秘密_🔑"),
        ("secret-decomposed", "not normalised", "whsec_cle\u{301}"),
        ("secret-nul-inside", "a NUL does not end it", "whsec_\0rest"),
        ("secret-64-bytes", "one block", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
        ("secret-65-bytes", "a block and a byte", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0"),
        ("secret-240-bytes", "several blocks", long.as_str()),
        ("secret-vertical-tab", "U+000B is not ASCII whitespace", "\u{b}"),
        ("secret-nbsp", "U+00A0 is not ASCII whitespace", "\u{a0}"),
        ("secret-ideographic-space", "U+3000 is not ASCII whitespace", "\u{3000}"),
        ("secret-nul", "U+0000 is not ASCII whitespace", "\0"),
    ] {
        suite.commet(name, comment).secret(secret).accepted(payout());
    }
    let mut wrong = |name: &str, comment: &str, secret: &str, made_with: &str| {
        suite.commet(name, comment).secret(secret).signed_over(PAYOUT, made_with).refused("signature_mismatch");
    };
    wrong("secret-trimmed-by-sender", "spaces around it are not trimmed", " whsec_vectors_commet ", COMMET_SECRET);
    wrong("secret-newline-too-many", "a newline read from a file is not trimmed", "whsec_vectors_commet\n", COMMET_SECRET);
    wrong("secret-cut-at-nul", "a NUL does not end it", "whsec_vectors\0rest", "whsec_vectors");
    wrong("secret-composed", "not normalised", "whsec_cl\u{e9}", "whsec_cle\u{301}");
    wrong("secret-cut-at-64", "bytes after the block count", &"k".repeat(65), &"k".repeat(64));
}

fn rotation(suite: &mut Suite) {
    suite.section("Rotation", "Several secrets given to receive: any match wins; secret is not among them.");
    let old = "whsec_vectors_old";
    let many: Vec<String> = (0..50).map(|n| format!("whsec_vectors_{n}")).collect();
    let mut many: Vec<&str> = many.iter().map(String::as_str).collect();
    many.push(COMMET_SECRET);
    for (name, comment, secrets) in [
        ("rotation-first", "the first matches", &[COMMET_SECRET, old] as &[&str]),
        ("rotation-second", "the second matches", &[old, COMMET_SECRET]),
        ("rotation-third", "the third matches", &[old, "whsec_vectors_older", COMMET_SECRET]),
        ("rotation-single", "a list of one", &[COMMET_SECRET]),
        ("rotation-same-twice", "the same secret twice", &[COMMET_SECRET, COMMET_SECRET]),
        ("rotation-many", "the last of 51 matches", &many),
    ] {
        suite.commet(name, comment).secrets(secrets).accepted(payout());
    }
    for (name, comment, secrets, code) in [
        ("rotation-none", "none matches", &[old, "whsec_vectors_older"] as &[&str], "signature_mismatch"),
        ("rotation-empty-list", "an empty list is no secret", &[], "empty_secret"),
        ("rotation-blank-last", "a blank one is a mistake even beside the right one", &[COMMET_SECRET, ""], "empty_secret"),
        ("rotation-blank-first", "wherever it stands", &["", COMMET_SECRET], "empty_secret"),
        ("rotation-blank-space", "whitespace is blank", &[COMMET_SECRET, " \n"], "empty_secret"),
        ("rotation-blank-only", "nothing but a blank one", &["\t"], "empty_secret"),
    ] {
        suite.commet(name, comment).secrets(secrets).parsed_but(code);
    }
    suite.commet("rotation-replaces-secret", "secret no longer counts").secret("whsec_vectors_new").secrets(&[old]).parsed_but("signature_mismatch");
    suite
        .commet("rotation-replaces-wrong-secret", "only the list matches")
        .signed_over(PAYOUT, old)
        .secrets(&["whsec_vectors_new", old])
        .only_received(payout());
    suite.commet("rotation-replaces-blank-secret", "secret is not looked at").secret("").signed_over(PAYOUT, old).secrets(&[old]).only_received(payout());
    suite.creem("creem-rotation-second", "the second matches").secrets(&["other", CREEM_SECRET]).accepted(update());
    suite.creem("creem-rotation-none", "none matches").secrets(&["other", "another"]).parsed_but("signature_mismatch");
}

fn headers(suite: &mut Suite) {
    suite.section("SignatureHeader", "receive finds the provider's signature header among all headers, in any case.");
    for (name, comment, header) in [
        ("header-lower-case", "as HTTP/2 and Node have it", "x-commet-signature"),
        ("header-upper-case", "shouted", "X-COMMET-SIGNATURE"),
        ("header-mixed-case", "anything between", "x-Commet-SIGNATURE"),
    ] {
        suite.commet(name, comment).headers(&[(header, "{sig}")]).accepted(payout());
    }
    suite.creem("creem-header-title-case", "as Go has it").headers(&[("Creem-Signature", "{sig}")]).accepted(update());
    suite.creem("creem-header-upper-case", "shouted").headers(&[("CREEM-SIGNATURE", "{sig}")]).accepted(update());
    suite
        .commet("header-among-others", "other headers are ignored")
        .headers(&[
            ("Content-Type", "application/json"),
            ("User-Agent", "Commet-Webhooks/1.0"),
            ("X-Commet-Event", "payout.available"),
            ("X-Commet-Event-Id", "whev_other"),
            ("X-Commet-Signature", "{sig}"),
            ("X-Commet-Timestamp", "1999-01-01T00:00:00.000Z"),
            ("creem-signature", "none of ours"),
        ])
        .accepted(payout());
    suite
        .commet("header-supersedes", "only the header holds the signature")
        .headers(&[("X-Commet-Signature", "{sig}")])
        .signature(None)
        .only_received(payout());
    for (name, comment, headers, code) in [
        ("header-none", "no header at all", &[] as &[(&str, &str)], "missing_signature"),
        ("header-empty", "an empty one", &[("X-Commet-Signature", "")], "missing_signature"),
        ("header-other-provider", "only the other provider's", &[("creem-signature", "{sig}")], "missing_signature"),
        ("header-other-name", "only similar names", &[("Signature", "{sig}"), ("X-Commet-Signature-2", "{sig}")], "missing_signature"),
        ("header-space-after", "not trimmed", &[("X-Commet-Signature", "{sig} ")], "malformed_signature"),
        ("header-twice-alike", "twice, even if alike", &[("X-Commet-Signature", "{sig}"), ("x-commet-signature", "{sig}")], "malformed_signature"),
        ("header-twice-different", "twice, one of them right", &[("X-Commet-Signature", "{sig}"), ("x-commet-signature", "00")], "malformed_signature"),
        ("header-twice-one-empty", "twice, one of them empty", &[("X-Commet-Signature", ""), ("x-commet-signature", "{sig}")], "malformed_signature"),
        ("header-joined", "twice, joined by the framework", &[("X-Commet-Signature", "{sig}, {sig}")], "malformed_signature"),
        ("header-non-ascii", "none ASCII", &[("X-Commet-Signature", "\u{e9}\u{e9}")], "malformed_signature"),
    ] {
        suite.commet(name, comment).headers(headers).parsed_but(code);
    }
    let zeros = "0".repeat(64);
    suite
        .commet("header-wrong", "the header counts, not the argument of the other calls")
        .headers(&[("X-Commet-Signature", &zeros)])
        .parsed_but("signature_mismatch");
    suite.creem("creem-header-other-provider", "only the other provider's").headers(&[("X-Commet-Signature", "{sig}")]).parsed_but("missing_signature");
    suite
        .creem("creem-header-twice", "twice, even if alike")
        .headers(&[("Creem-Signature", "{sig}"), ("creem-signature", "{sig}")])
        .parsed_but("malformed_signature");
}
