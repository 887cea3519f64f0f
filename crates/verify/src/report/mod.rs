//! A run as people and programs read it.

mod json;
mod text;

pub use json::json;
pub use text::{TextOptions, text};
