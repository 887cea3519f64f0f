//! The headings that mean each concept: one line per concept, phrases between bars. A star in front lets a phrase
//! count as the last words of a longer heading, a star behind as its first words. Case, accents, punctuation and
//! numbering do not matter. English first, then Spanish, French, German, Portuguese, Japanese, Korean, Chinese, Russian.

mod behaviour;
mod decision;
mod interface;
mod plan;
mod product;
mod structure;

use crate::Concept;

/// Which phrases mean a concept.
pub(crate) type Table = &'static [(Concept, &'static str)];

/// All tables; where two name the same phrase, the first one counts.
pub(crate) const TABLES: &[Table] =
    &[product::TABLE, behaviour::TABLE, structure::TABLE, interface::TABLE, plan::TABLE, decision::TABLE];
