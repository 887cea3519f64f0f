//! A Markdown template as a schema, and how a document aligns with it.
//!
//! Knows nothing of files, rules or items. A template is any Markdown text; [`infer`] compiles it.

mod concept;
mod concepts;
pub mod heading;
pub mod infer;
mod lifecycle;
pub mod lines;
mod schema;

pub use concept::{Concept, concepts_of_heading};
pub use infer::infer;
pub use lifecycle::Lifecycle;
pub use schema::*;
