//! The file system: where the repository is, which files stand in it, and reading and writing them.

mod buffers;
mod links;
mod load;
mod root;
mod walk;
mod write;

pub(crate) use load::plain;

pub use buffers::Buffers;
pub use links::{Links, Target as LinkTarget};
pub use load::{FileProblem, FileTrouble, Loaded, load, load_all};
pub use root::{Outside, Root, RootKind, normalise};
pub use walk::{Found, Walk, walk};
pub use write::{WriteError, replace, write};
