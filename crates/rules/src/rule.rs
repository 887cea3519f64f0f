//! What a rule is, and how one is written down.

use crate::{Context, Report};
use abide_diagnostics::Severity;

/// A rule: its name, its documentation, its check.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Readable, in words joined by `-`.
    pub name: &'static str,
    /// Its level where nothing is configured; `None` for a rule that is off.
    pub default: Option<Severity>,
    /// The version that it came with.
    pub since: &'static str,
    /// The page that `abide explain` prints: Markdown whose first paragraph is the summary and whose `document`
    /// fences are run as tests.
    pub page: &'static str,
    /// Settings of its own.
    pub options: &'static [RuleOption],
    /// Looks at one document.
    pub check: fn(&Context, &mut Report),
}

/// A setting of one rule: `[rules.NAME] option = value`.
#[derive(Clone, Copy, Debug)]
pub struct RuleOption {
    /// Its name.
    pub name: &'static str,
    /// Its default, as TOML.
    pub default: &'static str,
    /// What it does.
    pub summary: &'static str,
}

impl Rule {
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

/// Writes a rule down: the doc comment is its page.
macro_rules! rule {
    (
        $(#[doc = $line:literal])*
        $name:literal, default: $default:expr, since: $since:literal $(, options: [$($option:expr),* $(,)?])?
    ) => {
        $(#[doc = $line])*
        pub const RULE: $crate::Rule = $crate::Rule {
            name: $name,
            default: $default,
            since: $since,
            page: concat!($($line, "\n"),*),
            options: &[$($($option),*)?],
            check,
        };

        #[cfg(test)]
        #[test]
        fn the_examples_of_its_page_hold() {
            $crate::testing::run_page(&RULE);
        }
    };
}

pub(crate) use rule;
