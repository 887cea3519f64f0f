//! What a document is, shown on small examples (`cases/*.md`); and what holds of every document.

#![allow(clippy::disallowed_methods)]

mod cases;
mod linear;
mod properties;
mod show;
