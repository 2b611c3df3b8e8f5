use std::ptr;

use commet_webhooks::sign;

use super::buffer::Decimal;
use super::*;

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

fn parsed(body: &str, capacity: usize) -> (i64, Vec<u8>) {
    let verifier = Verifier::new();
    let signature = sign(body, SECRET).expect("a secret");
    let mut buffer = vec![b'#'; capacity + 1];
    // SAFETY: pointers with their lengths, and one byte less than the buffer has.
    let size = unsafe {
        commet_php_verify_and_parse(
            verifier.0,
            body.as_ptr().cast(),
            body.len(),
            signature.as_ptr().cast(),
            signature.len(),
            buffer.as_mut_ptr().cast(),
            capacity,
        )
    };
    assert_eq!(buffer.pop(), Some(b'#'), "written beyond the capacity");
    (size, buffer)
}

fn received(body: &str, signature: &str, capacity: usize) -> (i64, Vec<u8>) {
    let verifier = Verifier::new();
    let mut buffer = vec![b'#'; capacity + 1];
    // SAFETY: pointers with their lengths, and one byte less than the buffer has.
    let size = unsafe {
        commet_php_receive(
            verifier.0,
            body.as_ptr().cast(),
            body.len(),
            signature.as_ptr().cast(),
            signature.len(),
            ptr::null(),
            0,
            ptr::null(),
            buffer.as_mut_ptr().cast(),
            capacity,
        )
    };
    assert_eq!(buffer.pop(), Some(b'#'), "written beyond the capacity");
    (size, buffer)
}

#[test]
fn values() {
    let body =
        r#"{"event":"é","data":[1,-9223372036854775808,18446744073709551615,-0,0.5,true,null,"\n"],"k":{}}"#;
    let (size, buffer) = parsed(body, 1000);
    let text = String::from_utf8_lossy(&buffer[..usize::try_from(size).expect("a size")]);
    assert_eq!(
        text,
        "a:3:{s:5:\"event\";s:2:\"é\";s:4:\"data\";a:8:{i:0;i:1;i:1;i:-9223372036854775808;\
         i:2;d:1.8446744073709552e19;i:3;d:-0.0;i:4;d:0.5;i:5;b:1;i:6;N;i:7;s:1:\"\n\";}s:1:\"k\";a:0:{}}"
    );
}

#[test]
fn no_capacity_is_exceeded_and_what_is_needed_is_always_said() {
    let body = r#"{"event":"trial.started","timestamp":1788170400123,"data":{"a":[1,"two",[3.5]],"customerId":"x"}}"#;
    let signature = sign(body, SECRET).expect("a secret");
    let forged = "0".repeat(64);
    for call in [
        &(|capacity| parsed(body, capacity)) as &dyn Fn(usize) -> (i64, Vec<u8>),
        &|capacity| received(body, &signature, capacity),
        &|capacity| received(body, &forged, capacity),
    ] {
        let (size, whole) = call(4000);
        let needed = usize::try_from(size.abs()).expect("a size");
        for capacity in 0..needed {
            assert_eq!(call(capacity).0, size);
        }
        assert_eq!(call(needed), (size, whole[..needed].to_vec()));
    }
}

#[test]
fn digits() {
    for number in (0..2000).chain([u64::MAX, u64::MAX - 1, 10_u64.pow(19)]) {
        assert_eq!(Decimal::of(number).digits(), number.to_string().as_bytes());
        assert_eq!(Decimal::of(number).padded, format!("{number:020}").as_bytes());
    }
}

#[test]
fn nothing_in_the_place_of_something_is_refused() {
    // SAFETY: NULL is refused before it is read.
    let size = unsafe {
        commet_php_verify_and_parse(ptr::null(), ptr::null(), 0, ptr::null(), 0, ptr::null_mut(), 10)
    };
    assert_eq!(size, 0);
    let mut buffer = [0_u8; 200];
    // SAFETY: as above.
    let size = unsafe {
        commet_php_receive(
            ptr::null(),
            ptr::null(),
            7,
            ptr::null(),
            0,
            ptr::null(),
            0,
            ptr::null(),
            buffer.as_mut_ptr().cast(),
            buffer.len(),
        )
    };
    assert!(size < 0 && buffer.starts_with(b"a:4:{i:0;i:1001;"));
    // SAFETY: as above.
    assert_eq!(unsafe { commet_php_parse(ptr::null(), 7, ptr::null_mut(), 0) }, 0);
    // SAFETY: the number counts where there is no text.
    assert_eq!(unsafe { commet_php_time(ptr::null(), 0, 1.5) }.to_bits(), 1500_f64.to_bits());
    // SAFETY: as above.
    assert!(unsafe { commet_php_time(ptr::null(), 0, f64::NAN) }.is_nan());
}
