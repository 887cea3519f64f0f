//! A Markdown template as a schema, and how a document aligns with it.
//!
//! Knows nothing of files, rules or items. A template is any Markdown text; [`infer`] compiles it.

mod align;
pub mod builtin;
mod concept;
mod concepts;
mod fill;
mod heading;
pub mod infer;
mod lexicon;
mod lifecycle;
pub mod lines;
mod outline;
mod qualifier;
mod schema;
mod select;
mod siblings;

pub use align::{Alignment, How, Match, align};
pub use concept::Concept;
pub use fill::{Values, fill};
pub use heading::{normalise, normalise_whole, numbering};
pub use infer::infer;
pub use lexicon::{Fnv, concepts_of_heading, names_concept};
pub use lifecycle::Lifecycle;
pub use outline::{Heading, Outline};
pub use schema::*;
pub use select::{Candidate, TemplateSet};
pub use siblings::{Contribution, KeptLine, Share, Siblings, Written, is_bare, is_kept};
