//! What error codes mean.

use std::ffi::{CStr, c_char};

use crate::generated::codes::{commet_code, commet_kind};
use crate::guard::guard;

/// The name, message and hint of any number: of a code of the core, or of a fault of the call.
pub(crate) fn texts(number: i32) -> [&'static CStr; 3] {
    const INTERNAL: i32 = commet_code::COMMET_ERROR_INTERNAL as i32;
    const NULL_ARGUMENT: i32 = commet_code::COMMET_ERROR_NULL_ARGUMENT as i32;
    const INVALID_ARGUMENT: i32 = commet_code::COMMET_ERROR_INVALID_ARGUMENT as i32;
    const BUFFER_TOO_SMALL: i32 = commet_code::COMMET_ERROR_BUFFER_TOO_SMALL as i32;
    if let Some((_, texts)) = commet_code::core(number) {
        return texts;
    }
    match number {
        0 => [c"ok", c"no error", c""],
        INTERNAL => [
            c"internal",
            c"a fault in the webhook library was caught",
            c"The request was not accepted. Answer it with 500, so that the provider sends it again, and report the fault with the library's version.",
        ],
        NULL_ARGUMENT => [
            c"null_argument",
            c"a pointer is NULL that must not be",
            c"Pass a verifier that was made successfully, and for text and bytes a pointer wherever the length is not 0.",
        ],
        INVALID_ARGUMENT => [
            c"invalid_argument",
            c"a length, a number or the size of a struct is none that this library knows",
            c"Check the provider's number, that options start with their own size, that the mode is UTF-8, and that the header fits the library: compare commet_version() with COMMET_VERSION.",
        ],
        BUFFER_TOO_SMALL => [
            c"buffer_too_small",
            c"the buffer is too small for the result",
            c"Call again with a buffer of the size that the call has reported.",
        ],
        _ => [c"unknown", c"no error of this library has this number", c"Compare commet_version() with COMMET_VERSION."],
    }
}

/// The code as text, such as `signature_mismatch`; the same in every language of the project.
/// Never NULL: `unknown` for a number that is none. Static, like all texts of codes.
#[unsafe(no_mangle)]
pub extern "C" fn commet_code_name(code: i32) -> *const c_char {
    guard(c"internal".as_ptr(), || texts(code)[0].as_ptr())
}

/// What failed, in one line. Names in braces stand for details: `commet_result_message` has them
/// filled in. Never NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commet_code_message(code: i32) -> *const c_char {
    guard(c"".as_ptr(), || texts(code)[1].as_ptr())
}

/// The likely mistake and the next step. Never NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commet_code_hint(code: i32) -> *const c_char {
    guard(c"".as_ptr(), || texts(code)[2].as_ptr())
}

/// The status to answer the provider with: 200 for `COMMET_OK`, 4xx where the request is at fault,
/// 500 where the receiver is.
#[unsafe(no_mangle)]
pub extern "C" fn commet_code_http_status(code: i32) -> i32 {
    guard(500, || match commet_code::core(code) {
        Some((code, _)) => i32::from(code.http_status()),
        None if code == 0 => 200,
        None => 500,
    })
}

/// What the code is a case of.
#[unsafe(no_mangle)]
pub extern "C" fn commet_code_kind(code: i32) -> commet_kind {
    guard(commet_kind::COMMET_KIND_CALL, || match commet_code::core(code) {
        Some((code, _)) => commet_kind::of(code.kind()),
        None if code == 0 => commet_kind::COMMET_KIND_NONE,
        None => commet_kind::COMMET_KIND_CALL,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use commet_webhooks::{ErrorCode, Provider};

    use super::{commet_code, commet_kind, texts};
    use crate::generated::codes::commet_provider;

    #[test]
    fn every_code_of_the_core_has_a_number_and_comes_back() {
        let mut numbers = HashSet::new();
        for code in ErrorCode::ALL {
            let number = commet_code::of(code) as i32;
            assert!(number < 1000 && numbers.insert(number), "{code}");
            let (back, _) = commet_code::core(number).expect("it has a number");
            assert_eq!(back, code);
            assert_ne!(commet_kind::of(code.kind()), commet_kind::COMMET_KIND_CALL, "{code}");
            let texts = texts(number).map(|text| text.to_str().expect("UTF-8"));
            assert_eq!(texts, [code.as_str(), code.message(), code.hint()]);
        }
    }

    #[test]
    fn every_provider_of_the_core_has_a_number_and_comes_back() {
        for provider in Provider::ALL {
            assert_eq!(commet_provider::core(commet_provider::of(provider)), Some(provider));
        }
        assert_eq!(commet_provider::core(-1), None);
    }
}
