//! What an editor asks for, one file each.

pub mod actions;
pub mod commands;
pub mod complete;
pub mod define;
pub mod diagnostics;
pub mod folding;
pub mod hints;
pub mod hover;
pub mod implement;
pub mod lenses;
pub mod links;
pub mod moves;
pub mod refer;
pub mod rename;
pub mod selection;
pub mod settings;
pub mod symbols;
pub mod tokens;
