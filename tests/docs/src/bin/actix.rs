include!(concat!(env!("OUT_DIR"), "/actix.rs"));
