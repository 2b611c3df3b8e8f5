#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| commet_webhooks_fuzz::signature(input));
