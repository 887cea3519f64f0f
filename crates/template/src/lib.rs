//! A Markdown template as a schema, and how a document aligns with it.
//!
//! Knows nothing of files, rules or items. A template is any Markdown text; [`infer`] compiles it.

pub mod heading;
pub mod infer;
pub mod lines;
mod schema;

pub use infer::infer;
pub use schema::*;
