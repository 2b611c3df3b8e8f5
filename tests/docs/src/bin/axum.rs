include!(concat!(env!("OUT_DIR"), "/axum.rs"));
