//! The portal: specifications, their verdicts and the evidence for them, in a browser.
//!
//! The same pages are served (`serve`) and written into one file (`export`). Nothing is computed here that another crate
//! knows: documents, findings and links are asked of `workspace`, verdicts and their grounds of `verify`, diagrams of `emit`.
// A server: it listens, keeps time and draws random tokens, and stands outside of the pure core.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

mod address;
mod document;
mod drawing;
mod export;
mod pages;
mod picture;
mod search;
mod server;
mod shell;
mod site;
mod templates;

pub use address::Page;
pub use export::export;
pub use pages::{Rendered, render};
pub use search::{Hit, search};
pub use server::{Access, Portal, ServeError, Stop, Token};
pub use shell::Mode;
pub use site::{Question, Site, SiteError};
