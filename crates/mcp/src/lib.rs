//! What coding agents ask: tools of the Model Context Protocol, over standard input and output.
//!
//! Each tool asks what a command of the same name asks, and answers within a budget of tokens. Each call reads the workspace as it
//! is then; what did not change since the last one is not parsed again.

// A server reads the clock and answers on standard output; files are read by `workspace`.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

mod arguments;
mod definitions;
mod desk;
mod failure;
mod server;
#[cfg(test)]
mod tests;
mod tools;

pub use definitions::definitions;
pub use desk::{Desk, Surroundings};
pub use failure::Failure;
pub use server::serve;
