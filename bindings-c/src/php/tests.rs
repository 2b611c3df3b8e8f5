use std::ptr;

use commet_webhooks::sign;

use super::short::{Around, Decimal, TEXT};
use super::*;
use crate::generated::codes::commet_code;

const SECRET: &[u8] = b"whsec_test";

struct Verifier(*mut commet_verifier);

impl Verifier {
    fn new() -> Self {
        let mut verifier = ptr::null_mut();
        // SAFETY: a secret, and the address of a pointer.
        let code = unsafe {
            crate::verifier::commet_verifier_new(0, SECRET.as_ptr().cast(), SECRET.len(), &raw mut verifier)
        };
        assert_eq!(code, commet_code::COMMET_OK);
        Self(verifier)
    }
}

impl Drop for Verifier {
    fn drop(&mut self) {
        // SAFETY: made by `new`, freed once.
        unsafe { crate::verifier::commet_verifier_free(self.0) };
    }
}

/// What a call has given, fetched the other way if it is empty; `None` for NULL.
fn text(given: *const c_char) -> Option<Vec<u8>> {
    if given.is_null() {
        return None;
    }
    // SAFETY: what the library promises.
    let text = unsafe { std::ffi::CStr::from_ptr(given) }.to_bytes().to_vec();
    if !text.is_empty() {
        return Some(text);
    }
    // SAFETY: NULL is not written to.
    let size = unsafe { commet_php_take(ptr::null_mut(), usize::MAX) };
    let mut text = vec![b'#'; size + 1];
    // SAFETY: less than there is.
    assert_eq!(unsafe { commet_php_take(text.as_mut_ptr().cast(), size - 1) }, size);
    assert_eq!(text, vec![b'#'; size + 1], "written beyond the capacity");
    // SAFETY: one byte less than there is.
    assert_eq!(unsafe { commet_php_take(text.as_mut_ptr().cast(), size) }, size);
    assert_eq!(text.pop(), Some(b'#'), "written beyond the capacity");
    // SAFETY: as above.
    assert_eq!(unsafe { commet_php_take(text.as_mut_ptr().cast(), size) }, 0, "it is forgotten");
    Some(text)
}

fn parsed(body: &str) -> String {
    let verifier = Verifier::new();
    let signature = sign(body, SECRET).expect("a secret");
    // SAFETY: pointers with their lengths.
    let given = unsafe {
        commet_php_verify_and_parse(
            verifier.0,
            body.as_ptr().cast(),
            body.len(),
            signature.as_ptr().cast(),
            signature.len(),
        )
    };
    String::from_utf8(text(given).expect("it is right")).expect("UTF-8")
}

fn received(body: &str, signature: &str) -> String {
    let verifier = Verifier::new();
    // SAFETY: pointers with their lengths.
    let given = unsafe {
        commet_php_receive(
            verifier.0,
            body.as_ptr().cast(),
            body.len(),
            signature.as_ptr().cast(),
            signature.len(),
            ptr::null(),
            0,
            ptr::null(),
        )
    };
    String::from_utf8(text(given).expect("never NULL")).expect("UTF-8")
}

#[test]
fn values() {
    let body =
        r#"{"event":"é","data":[1,-9223372036854775808,18446744073709551615,-0,0.5,true,null,"\n"],"k":{}}"#;
    assert_eq!(
        parsed(body),
        "a:3:{s:5:\"event\";s:2:\"é\";s:4:\"data\";a:8:{i:0;i:1;i:1;i:-9223372036854775808;\
         i:2;d:1.8446744073709552e19;i:3;d:-0.0;i:4;d:0.5;i:5;b:1;i:6;N;i:7;s:1:\"\n\";}s:1:\"k\";a:0:{}}"
    );
}

/// Texts of all lengths, at the end of the body as well, beyond ASCII and with escapes; numbers of all
/// lengths; and more of all that than there is room for at first.
#[test]
fn lengths() {
    let powers = (0..19).map(|digits| 10_i64.pow(digits));
    let numbers: Vec<_> = powers.flat_map(|power| [power, power - 1, -power]).collect();
    for count in (0..70).chain([99, 100, 101, 9_999, 10_000, 12_345]) {
        for text in ["x".repeat(count), "é".repeat(count), format!("{}€", "y".repeat(count))] {
            let body = format!("{{\"{text}\":\"{text}\",\"k\":\"\\n{text}\",\"z\":\"{text}\"}}");
            let size = text.len();
            let after = size + 1;
            assert_eq!(
                parsed(&body),
                format!(
                    "a:3:{{s:{size}:\"{text}\";s:{size}:\"{text}\";s:1:\"k\";s:{after}:\"\n{text}\";\
                     s:1:\"z\";s:{size}:\"{text}\";}}"
                )
            );
        }
        let items: Vec<_> = numbers.iter().cycle().take(count).map(i64::to_string).collect();
        let body = format!("{{\"k\":[{}]}}", items.join(","));
        let items = items.iter().enumerate().map(|(index, item)| format!("i:{index};i:{item};"));
        let items = items.collect::<Vec<_>>().concat();
        assert_eq!(parsed(&body), format!("a:1:{{s:1:\"k\";a:{count}:{{{items}}}}}"));
    }
}

#[test]
fn what_c_would_not_see_to_its_end_is_fetched() {
    assert_eq!(parsed(r#"{"a":"b\u0000c"}"#), "a:1:{s:1:\"a\";s:3:\"b\0c\";}");
    assert_eq!(parsed(r#"{"\u0000":1}"#), "a:1:{s:1:\"\0\";i:1;}");
    let long = "x".repeat(KEPT);
    assert_eq!(parsed(&format!("{{\"a\":\"{long}\"}}")), format!("a:1:{{s:1:\"a\";s:{KEPT}:\"{long}\";}}"));
    let body = r#"{"event":"a\u0000","data":{"name":"b"}}"#;
    let event = received(body, &sign(body, SECRET).expect("a secret"));
    assert!(
        event.starts_with("0000000000000025a:1:{s:4:\"name\";s:1:\"b\";}a:10:{i:0;s:2:\"a\0\";i:1;N;"),
        "{event}"
    );
}

#[test]
fn an_event_begins_with_a_number_and_an_error_does_not() {
    let items = "1,".repeat(100);
    let body =
        format!(r#"{{"event":"trial.started","timestamp":1788170400123,"data":{{"a":[{items}2],"b":"x"}}}}"#);
    let event = received(&body, &sign(&body, SECRET).expect("a secret"));
    let (head, rest) = event.split_at(16);
    let head: usize = head.parse().expect("a number");
    let (data, rest) = rest.split_at(head & 0x7fff_ffff);
    assert_eq!((data, head >> 31), ("a:2:{s:1:\"a\";N;s:1:\"b\";s:1:\"x\";}", 1), "large, and not typed");
    assert!(
        rest.starts_with("a:11:{i:0;s:13:\"trial.started\";i:1;N;i:2;N;i:3;i:1788170400123;i:4;N;"),
        "{rest}"
    );
    assert!(
        rest.contains("i:10;a:1:{s:1:\"a\";s:00000000000000000") && rest.ends_with("i:100;i:2;}\";}}"),
        "{rest}"
    );
    assert!(received(&body, &"0".repeat(64)).starts_with("a:4:{i:0;i:7;"));
}

#[test]
fn digits() {
    for number in (0..2000).chain([u64::MAX, u64::MAX - 1, 10_u64.pow(19)]) {
        assert_eq!(Decimal::of(number).digits(), number.to_string().as_bytes());
        assert_eq!(Decimal::of(number).padded, format!("{number:020}").as_bytes());
    }
    for number in 0..Around::SMALL {
        let short = TEXT.small(number);
        assert_eq!(&short.bytes[..short.length()], format!("s:{number}:\"").as_bytes());
    }
}

#[test]
fn nothing_in_the_place_of_something_is_refused() {
    // SAFETY: NULL is refused before it is read.
    let given = unsafe { commet_php_verify_and_parse(ptr::null(), ptr::null(), 0, ptr::null(), 0) };
    assert!(given.is_null());
    // SAFETY: as above.
    let given = unsafe {
        commet_php_receive(ptr::null(), ptr::null(), 7, ptr::null(), 0, ptr::null(), 0, ptr::null())
    };
    assert!(text(given).expect("never NULL").starts_with(b"a:4:{i:0;i:1001;"));
    // SAFETY: as above.
    assert!(unsafe { commet_php_parse(ptr::null(), 7, 0) }.is_null());
    // SAFETY: the number counts where there is no text.
    assert_eq!(unsafe { commet_php_time(ptr::null(), 0, 1.5) }.to_bits(), 1500_f64.to_bits());
    // SAFETY: as above.
    assert!(unsafe { commet_php_time(ptr::null(), 0, f64::NAN) }.is_nan());
}
