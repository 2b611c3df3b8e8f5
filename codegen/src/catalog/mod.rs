//! The catalog: all facts about providers, events and errors, read from `catalog/*.json`.

mod errors;
mod fit;
mod provider;
mod types;
mod validate;
mod versions;

use std::error::Error;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use indexmap::IndexMap;
use serde::de::DeserializeOwned;

pub use errors::{ErrorCode, ErrorKind, Errors, Reason};
pub use fit::Misfit;
pub use provider::{
    Access, AccessStatus, Delivery, Envelope, Event, Group, Headers, Provider, Schedule, Signature, Version,
};
pub use types::{
    Enum, EnumValue, Field, Fields, Format, Items, Kind, ObjectType, PresenceRun, Type, UnionType,
};
pub use versions::{Presence, Record, Release, Span};

/// The providers, in the order in which documentation lists them.
const PROVIDERS: [&str; 2] = ["commet", "creem"];

/// All facts of the catalog.
#[derive(Debug, Clone)]
pub struct Catalog {
    /// The providers by identifier.
    pub providers: IndexMap<String, Provider>,
    /// The errors.
    pub errors: Errors,
}

impl Catalog {
    /// Reads and validates the catalog in a directory.
    ///
    /// # Errors
    ///
    /// If a file cannot be read, does not have the catalog's shape, or contradicts itself.
    pub fn load(directory: &Path) -> Result<Self, LoadError> {
        let mut providers = IndexMap::new();
        for id in PROVIDERS {
            let provider: Provider = read(&directory.join(format!("{id}.json")))?;
            providers.insert(id.to_owned(), provider);
        }
        let errors = read(&directory.join("errors.json"))?;
        let catalog = Self { providers, errors };
        let problems = catalog.validate();
        if problems.is_empty() { Ok(catalog) } else { Err(LoadError::Invalid(problems)) }
    }

    /// The provider of that identifier.
    ///
    /// # Panics
    ///
    /// If there is none.
    #[must_use]
    pub fn provider(&self, id: &str) -> &Provider {
        self.providers.get(id).unwrap_or_else(|| panic!("no provider {id}"))
    }

    /// Everything that is wrong with the catalog, each with its place; nothing if it is sound.
    #[must_use]
    pub fn validate(&self) -> Vec<String> {
        let mut problems = Vec::new();
        for (id, provider) in &self.providers {
            if provider.id != *id {
                problems.push(format!("{id}.json: names itself {:?}", provider.id));
            }
            problems.extend(provider.validate());
        }
        problems.extend(self.errors.validate());
        problems
    }
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<T, LoadError> {
    let text = fs::read(path).map_err(|error| LoadError::Read(path.to_owned(), error))?;
    serde_json::from_slice(&text).map_err(|error| LoadError::Shape(path.to_owned(), error))
}

/// Why the catalog could not be loaded.
#[derive(Debug)]
pub enum LoadError {
    /// A file cannot be read.
    Read(PathBuf, io::Error),
    /// A file does not have the catalog's shape.
    Shape(PathBuf, serde_json::Error),
    /// The catalog contradicts itself.
    Invalid(Vec<String>),
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(path, error) => write!(f, "{}: {error}", path.display()),
            Self::Shape(path, error) => write!(f, "{}: {error}", path.display()),
            Self::Invalid(problems) => f.write_str(&problems.join("\n")),
        }
    }
}

impl Error for LoadError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Read(_, error) => Some(error),
            Self::Shape(_, error) => Some(error),
            Self::Invalid(_) => None,
        }
    }
}
