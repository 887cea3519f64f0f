//! Calls to the target, and to nothing else.

mod client;
mod exchange;
mod repeat;

pub use client::{Call, CallError, Client};
pub(crate) use exchange::status_line;
pub use exchange::{Answer, Exchange};
pub use repeat::{TARGET_VARIABLE, repeat};
