//! A specification as typed statements.

mod item;

pub use item::{Item, Kind};
