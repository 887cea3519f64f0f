//! What an emitter is, and how one is written down.

use crate::{Artifact, Source};
use abide_model::Kind;

/// An emitter: its name, its documentation, how it writes.
#[derive(Clone, Copy, Debug)]
pub struct Emitter {
    /// The artifact's name on the command line.
    pub name: &'static str,
    /// The page that `abide explain` prints: Markdown whose first paragraph is the summary.
    pub page: &'static str,
    /// The kinds that it is made of; without an item of any of them there is no artifact.
    pub kinds: &'static [Kind],
    /// Writes the artifact.
    pub emit: fn(&Source) -> Artifact,
}

impl Emitter {
    /// The first paragraph of the page, on one line.
    pub fn summary(&self) -> String {
        let paragraph = self.page.trim().split("\n\n").next().unwrap_or_default();
        paragraph.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The page as Markdown, one line a line.
    pub fn page(&self) -> String {
        let lines: Vec<_> = self.page.lines().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
        lines.join("\n").trim().to_owned()
    }
}

/// Writes an emitter down: the doc comment is its page. Its `document` fences, each followed by the artifact that comes of it,
/// are run as tests.
macro_rules! emitter {
    (
        $(#[doc = $line:literal])*
        $name:literal, kinds: [$($kind:ident),* $(,)?]
    ) => {
        $(#[doc = $line])*
        pub const EMITTER: $crate::Emitter = $crate::Emitter {
            name: $name,
            page: concat!($($line, "\n"),*),
            kinds: &[$(abide_model::Kind::$kind),*],
            emit,
        };

        #[cfg(test)]
        #[test]
        fn the_examples_of_its_page_hold() {
            $crate::testing::run_page(&EMITTER);
        }
    };
}

pub(crate) use emitter;
