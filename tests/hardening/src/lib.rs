//! What the programs of this room share: secrets and what follows from them, where it lies in memory,
//! and statistics of time.

pub mod needles;
pub mod process;
pub mod welch;
