//! What git knows: the versions of templates, when documents were written, what changed. Read with the `git` program.

mod changed;
mod checkout;
mod command;
mod events;
mod history;
mod record;
mod repository;

#[cfg(test)]
pub(crate) mod testing;

pub use changed::{Changed, ChangedError};
pub use checkout::Checkout;
pub use command::{Git, GitTrouble};
pub use history::{Completeness, Creation, History, Version};
pub use repository::{NoRepository, Repository};
