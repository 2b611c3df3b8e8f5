include!(concat!(env!("OUT_DIR"), "/readme.rs"));
