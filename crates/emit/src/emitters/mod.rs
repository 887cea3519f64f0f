//! The list of emitters. An emitter is a file in this folder and a line in this list.

use crate::Emitter;

macro_rules! emitters {
    ($($emitter:ident,)*) => {
        $(mod $emitter;)*

        /// All emitters, by name.
        pub const EMITTERS: &[&Emitter] = &[$(&$emitter::EMITTER),*];
    };
}

emitters! {
    mermaid_state,
}
