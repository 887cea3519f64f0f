//! The state of a workspace: its documents, read and held against their templates, and what the rules find in them.

mod artifact;
mod asked;
mod governing;
mod index;
mod kept;
mod landscape;
mod library;
mod links;
mod live;
mod model;
mod open;
mod run;
mod sources;
mod state;
mod surroundings;
mod texts;
mod unused;

pub use governing::{
    Governed, LEAST_OVERLAP, LEAST_OVERLAP_AWAY, LEAST_OVERLAP_BUILTIN, LEAST_OVERLAP_ELSEWHERE, Why,
};
pub use kept::Kept;
pub use library::{Library, Source, Template, Version, apply};
pub use links::DocumentLink;
pub use live::{Edited, Live};
pub use open::{OpenError, OpenRequest, Project, Workspace, known_rules};
pub use state::DocumentState;
pub use surroundings::Surroundings;
