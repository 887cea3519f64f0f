//! What coding agents ask.
