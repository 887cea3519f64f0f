//! What follows for a statement, and how strong the ground for it is.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! names {
    ($(#[$doc:meta])* $type:ident { $($(#[$variant_doc:meta])* $variant:ident $name:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
        pub enum $type { $($(#[$variant_doc])* #[serde(rename = $name)] $variant,)* }

        impl $type {
            /// All of them, in order.
            pub const ALL: &[$type] = &[$($type::$variant,)*];

            /// The name used in output and in the ledger.
            pub fn name(self) -> &'static str {
                match self { $($type::$variant => $name,)* }
            }

            /// The one of that name.
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.name() == name)
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.name())
            }
        }
    };
}

names! {
    /// What is known of a statement.
    Verdict {
        /// The real system was seen to do what the statement says.
        Proven "proven",
        /// The real system was seen not to do what the statement says.
        Refuted "refuted",
        /// Nothing was seen that settles it.
        Unproven "unproven",
        /// Proven once; the statement, or what it was proven against, has changed since.
        Stale "stale",
        /// A named person vouched for it.
        Attested "attested",
        /// It could be tried, but a permission or a target is lacking.
        Blocked "blocked",
    }
}

names! {
    /// How much a verdict rests on, the weakest first.
    Strength {
        /// Somebody says so.
        Declared "declared",
        /// It ran and reported success.
        Executed "executed",
        /// What it gave was compared with what is stated.
        Asserted "asserted",
        /// The same trial was seen to fail where it must.
        FaultTested "fault-tested",
    }
}
