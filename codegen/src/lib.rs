//! Everything that is generated: the catalog as data, sample payloads, and rendered files.
//!
//! [`catalog`] reads and validates `catalog/*.json`, [`sample`] makes realistic payloads of every
//! event in every API version, [`render`] turns templates into files, and [`output`] puts them
//! where they belong, or tells whether they are there.

pub mod catalog;
pub mod names;
pub mod output;
pub mod render;
pub mod sample;
