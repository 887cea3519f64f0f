//! Files, configuration, git and caches: the one door to the core.
//!
//! Everything between the file system and the pure core stands here. Nothing in this crate prints, reads an
//! environment variable or asks for the current folder: surfaces pass those in.

// This crate is what reads files, walks folders and calls git, so that the core does not.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

pub mod baseline;
mod cache;
pub mod check;
pub mod config;
pub mod files;
pub mod git;
pub mod mend;
pub mod past;
pub mod search;
mod suggest;
pub mod templates;
pub mod trace;

pub use cache::Cache;
pub use config::{Config, ConfigError};
pub use suggest::{closest, did_you_mean};
