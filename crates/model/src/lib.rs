//! A specification as typed statements.
