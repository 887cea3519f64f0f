//! Files, configuration, git and caches: the one door to the core.
//!
//! Everything between the file system and the pure core stands here. Nothing in this crate prints, reads an
//! environment variable or asks for the current folder: surfaces pass those in.

// This crate is what reads files, walks folders and calls git, so that the core does not.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

mod around;
pub mod baseline;
pub mod budget;
mod cache;
pub mod check;
pub mod code;
pub mod config;
pub mod contradiction;
pub mod explain;
pub mod files;
pub mod git;
mod lookup;
pub mod mend;
pub mod past;
pub mod propose;
pub mod search;
mod suggest;
pub mod templates;
pub mod trace;

pub use around::Around;
pub use cache::Cache;
pub use config::{Config, ConfigError};
pub use lookup::LookupError;
pub use suggest::{closest, did_you_mean};
