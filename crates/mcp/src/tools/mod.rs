//! The tools, one file each.

pub mod check;
pub mod context;
pub mod explain;
pub mod next;
pub mod propose;
pub mod search;
pub mod verify;
pub mod why;
