//! The state of a workspace: its documents, read and held against their templates, and what the rules find in them.

mod artifact;
mod governing;
mod landscape;
mod library;
mod links;
mod model;
mod open;
mod run;
mod sources;
mod surroundings;
mod texts;
mod unused;

pub use governing::{
    Governed, LEAST_OVERLAP, LEAST_OVERLAP_AWAY, LEAST_OVERLAP_BUILTIN, LEAST_OVERLAP_ELSEWHERE, Why,
};
pub use library::{Library, Source, Template, Version, apply};
pub use links::DocumentLink;
pub use open::{DocumentState, OpenError, OpenRequest, Project, Workspace, known_rules};
pub use surroundings::Surroundings;
