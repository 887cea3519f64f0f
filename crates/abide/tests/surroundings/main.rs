//! Commands in their surroundings: git, standard input, pipes, a terminal's colours, a folder that changes.

mod ci;
mod colour;
mod git;
mod lines;
mod outputs;
mod scratch;
mod stdin;
mod streams;
#[cfg(unix)]
mod unreadable;
mod watch;
