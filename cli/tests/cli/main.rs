//! The binary, run as a user runs it.

mod events;
mod samples;
mod secrets;
mod support;
mod verify;
