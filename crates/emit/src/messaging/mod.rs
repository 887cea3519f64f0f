//! Events as AsyncAPI describes them.

mod direction;
mod payload;

pub(crate) use direction::direction;
pub(crate) use payload::{Payload, payload};
