//! The reference under `docs/`, generated from the code that it speaks of.
