//! Markdown documents as a flat arena of byte ranges: blocks, inlines, sections, fields.
//!
//! Knows nothing of templates, items or rules. Parsing cannot fail: any valid UTF-8 text is a document.
//! What can fail is decoding bytes ([`decode`]), and it says where.

mod anchor;
mod arena;
mod decode;
mod document;
mod field;
mod front_matter;
mod html;
mod invariants;
mod node;
mod section;
mod table;
mod text;

pub use anchor::{Anchors, slug};
pub use decode::{DecodeError, DecodeProblem, MAXIMUM_FILE_SIZE, decode};
pub use document::{Children, Destination, Document, Link, ReferenceDefinition};
pub use field::{Field, FieldSource};
pub use front_matter::{Entry, FrontMatter, FrontMatterKind, FrontMatterProblem, Value};
#[doc(hidden)]
pub use invariants::check_invariants;
pub use node::{HeadingStyle, Node, NodeId, NodeKind, Task};
pub use section::{Section, SectionId};
pub use table::Table;
pub use text::{LineColumn, LineIndex, TextRange};
