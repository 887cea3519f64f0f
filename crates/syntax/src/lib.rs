//! Markdown documents as a flat arena of byte ranges: blocks, inlines, sections, fields.

mod decode;
mod node;
mod text;

pub use decode::{DecodeError, DecodeProblem, MAXIMUM_FILE_SIZE, decode};
pub use node::{HeadingStyle, Node, NodeId, NodeKind, Task};
pub use text::{LineColumn, LineIndex, TextRange};
