//! Commands in their surroundings: git, standard input, pipes, a terminal's colours, a folder that changes.

// Tests read and write files of their own.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

mod agents;
mod ci;
mod colour;
mod git;
mod init;
mod lines;
mod model;
mod outputs;
#[cfg(unix)]
mod pipelines;
mod report;
mod scratch;
mod since;
mod stdin;
mod streams;
#[cfg(unix)]
mod unreadable;
mod watch;
