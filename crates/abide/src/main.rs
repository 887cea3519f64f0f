//! The command line: parses arguments, asks `workspace` and `verify`, prints, and chooses the exit code.

// The outermost shell: this is where files, the environment and the terminal are met.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, clippy::print_stdout, clippy::print_stderr)]

use std::process::ExitCode;

// Documents become many small values; this allocator takes a twentieth off the time of a check.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    abide::run()
}
