//! Probes that try the statements of a specification on the real system.
//!
//! Nothing here reads Markdown, and no probe knows another. A probe turns items into claims; the engine tries them side by
//! side on a target, and what follows for each item is a verdict with its evidence.
// Running commands, asking a target and keeping time is what this crate is for: it stands outside the pure core.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

pub mod http;
mod limits;
mod listener;
pub mod process;
pub mod secrets;
pub mod target;
#[cfg(test)]
mod testing;
pub mod trust;

pub use limits::{Deadline, Limits, Stop};
