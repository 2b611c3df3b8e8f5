//! A static library that has Rust's standard library in it, as ours does.

use std::collections::HashMap;
use std::panic::catch_unwind;

#[unsafe(no_mangle)]
pub extern "C" fn neighbour_works() -> bool {
    catch_unwind(|| HashMap::from([(1, "one".to_owned())])[&2].len()).is_err()
}
