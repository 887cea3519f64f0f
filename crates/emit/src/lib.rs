//! Artifacts that a team otherwise writes a second time, from the statements of its specifications.
//!
//! An emitter turns items into files that another tool reads. Equal specifications give equal bytes: no time, no order that
//! changes. What a specification does not say is left out and reported, never invented. Nothing here reads or writes a file.

mod artifact;
mod data;
pub mod documentation;
mod emitter;
mod emitters;
mod entities;
mod http;
mod measure;
mod schema;
pub(crate) mod source;
#[cfg(test)]
mod testing;
mod text;

pub use artifact::{Artifact, File, Omission};
pub use emitter::Emitter;
pub use emitters::EMITTERS;
pub use source::{Source, SourceDocument};

/// The emitter of that name.
pub fn emitter(name: &str) -> Option<&'static Emitter> {
    EMITTERS.iter().copied().find(|emitter| emitter.name == name)
}
