//! The portal from the outside: real folders, a real ledger, a real server on a free port.

// Tests read and write files and sockets of their own.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

mod export;
mod server;
mod site;
