//! A specification as typed statements.
//!
//! [`Spec::read`] takes a parsed document and gives its items. The readers in `readers/` do the work, one kind or a few
//! related kinds each; what they share stands beside this file. Nothing here knows of templates, rules or probes: a reader
//! asks only what the document says.

mod context;
mod coverage;
mod datatype;
mod fence;
mod grid;
#[rustfmt::skip]
mod heads;
mod html;
mod identity;
mod item;
mod items;
pub mod json;
mod label;
mod marks;
mod outline;
mod plural;
mod quantity;
mod readers;
mod sentence;
mod shape;
mod spec;
mod spoken;
mod statement;
#[rustfmt::skip]
mod tabled;
mod text;
mod told;
mod topic;

pub use context::Context;
pub use coverage::{Block, Coverage, Unread, Why};
pub use datatype::schema as type_schema;
pub use identity::{Identities, is_meant, qualified};
pub use item::{Item, Kind};
pub use items::{Draft, Items, Mention};
pub use outline::Outline;
pub use plural::singular;
pub use quantity::{Bound, Comparison, Quantity, bounds};
pub use readers::{READERS, Reader, obligation};
pub use sentence::split as sentences;
pub use spec::Spec;
