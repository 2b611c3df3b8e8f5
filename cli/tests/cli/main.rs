//! The binary, run as a user runs it.

mod events;
mod readme;
mod samples;
mod secrets;
mod support;
mod verify;
