#![no_main]

commet_webhooks_fuzz::mutate_json!(|_| 0);
libfuzzer_sys::fuzz_target!(|input: &[u8]| commet_webhooks_fuzz::json(input));
