//! Load at a constant rate: requests leave when they are due, however long the answers take.
//!
//! A client that waits for an answer before it sends the next request measures too little: while the system stalls, it asks nothing
//! (coordinated omission). Here each latency counts from the moment at which its request was due.

mod closed;
mod connection;
mod interval;
mod open;
mod slowdown;
mod window;

pub use closed::{Crowd, crowd};
pub use connection::{Origin, Shot};
pub use interval::{Interval, Statistic, enclosed, samples_needed, share};
pub use open::{Pace, drive};
pub use slowdown::slowdown;
pub use window::{Measured, Window, milliseconds};

use std::str::FromStr;

/// How much load a run may put on its target.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Load {
    /// None: what only load would show stays unproven.
    Off,
    /// A few seconds for each statement.
    #[default]
    Quick,
    /// As much and as long as the statement says, within minutes.
    Full,
}

impl FromStr for Load {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "off" => Ok(Self::Off),
            "quick" => Ok(Self::Quick),
            "full" => Ok(Self::Full),
            _ => Err(format!("there is no load called `{name}`; use `off`, `quick` or `full`")),
        }
    }
}

#[cfg(test)]
mod tests;
