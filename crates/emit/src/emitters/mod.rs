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
    access_matrix,
    cedar,
    env_example,
    gherkin,
    k6,
    json_schema,
    mermaid_class,
    mermaid_er,
    mermaid_sequence,
    mermaid_state,
    openapi,
    prometheus,
    reqif,
    requirements_csv,
    settings_schema,
}
