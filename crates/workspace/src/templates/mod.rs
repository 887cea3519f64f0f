//! Which files are templates, and which documents each may govern.

mod discover;
mod name;
mod nearness;
mod places;
mod recognise;

pub use discover::{TemplateFile, Templates};
pub use nearness::{Candidate, Nearness};
pub use places::places;
pub use recognise::{Role, role};
