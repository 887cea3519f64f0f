//! Evidence, stored.
