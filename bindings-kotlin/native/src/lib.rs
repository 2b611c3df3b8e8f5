//! The native library of the jar: bytes in, a tape out, one call a webhook.
//!
//! `co.commet.internal.Native` declares these functions; nobody else calls them. They take arrays and
//! numbers only, and look up no class, so that `GraalVM` need not be told of anything.

mod calls;
mod env;
mod reply;
mod utf8;
mod verifier;
