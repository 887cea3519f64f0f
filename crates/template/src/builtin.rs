//! The templates that are always there.

use crate::infer;
use crate::schema::Schema;
use abide_syntax::Document;
use std::sync::LazyLock;

/// A template that comes with Abide.
#[derive(Clone, Copy, Debug)]
pub struct Builtin {
    /// Its name in commands and settings.
    pub name: &'static str,
    /// What it is for, in a line.
    pub summary: &'static str,
    /// The template itself.
    pub text: &'static str,
    /// Ends of paths that documents of this layout have by convention; `*` stands for one name.
    pub paths: &'static [&'static str],
}

macro_rules! builtins {
    ($($name:literal $summary:literal [$($path:literal),*],)*) => {
        /// All built-in templates.
        pub const BUILTINS: &[Builtin] = &[$(Builtin {
            name: $name,
            summary: $summary,
            text: include_str!(concat!("../builtin/", $name, ".md")),
            paths: &[$($path),*],
        },)*];
    };
}

builtins! {
    "feature" "A feature: goals, architecture, data, workflows, interfaces, objective verifications" [],
    "full" "A full specification: requirements, solution, plan, tests, performance, risks, alternatives" [],
    "technical" "A technical specification of a whole system: stack, concepts, data, interface, layout" [],
    "flow" "A flow: background, motivation, approaches, happy and error paths, diagrams" [],
    "product" "A product change: outcomes, stories, contract, rollout, observability" [],
    "kep" "A Kubernetes enhancement proposal" ["keps/*/*/README.md"],
    "eip" "An Ethereum improvement proposal" ["EIPS/*.md", "ERCS/*.md"],
    "rust-rfc" "A request for comments as the Rust project writes them" ["text/*.md", "rfcs/*.md"],
    "madr" "A decision record in Markdown" ["decisions/*.md", "adr/*.md"],
    "arc42" "An architecture description in twelve sections" [],
    "openspec-spec" "OpenSpec: the specification of a capability" ["openspec/specs/*/spec.md"],
    "openspec-proposal" "OpenSpec: why and what a change changes" ["openspec/changes/*/proposal.md", "openspec/changes/archive/*/proposal.md"],
    "openspec-design" "OpenSpec: the design of a change" ["openspec/changes/*/design.md", "openspec/changes/archive/*/design.md"],
    "openspec-tasks" "OpenSpec: the tasks of a change" ["openspec/changes/*/tasks.md", "openspec/changes/archive/*/tasks.md"],
    "openspec-delta" "OpenSpec: requirements that a change adds, modifies or removes" ["openspec/changes/*/specs/*/spec.md", "openspec/changes/archive/*/specs/*/spec.md"],
    "spec-kit-spec" "spec-kit: the specification of a feature" ["specs/*/spec.md"],
    "spec-kit-plan" "spec-kit: the plan of a feature" ["specs/*/plan.md"],
    "spec-kit-tasks" "spec-kit: the tasks of a feature" ["specs/*/tasks.md"],
    "kiro-requirements" "Kiro: requirements with acceptance criteria" [".kiro/specs/*/requirements.md"],
    "kiro-design" "Kiro: the design of a feature" [".kiro/specs/*/design.md"],
    "kiro-tasks" "Kiro: the tasks of a feature" [".kiro/specs/*/tasks.md"],
}

/// The built-in template of that name.
pub fn get(name: &str) -> Option<&'static Builtin> {
    BUILTINS.iter().find(|builtin| builtin.name == name)
}

/// Each built-in template as it is read, in the order of the table.
static READ: LazyLock<Vec<(Document, Schema)>> = LazyLock::new(|| {
    let read = |builtin: &Builtin| {
        let document = Document::parse(builtin.text);
        let schema = infer(builtin.name, &document);
        (document, schema)
    };
    BUILTINS.iter().map(read).collect()
});

/// All built-in templates as they are read, which is done once: they never change.
pub fn all() -> impl Iterator<Item = (&'static Builtin, &'static Document, &'static Schema)> {
    BUILTINS.iter().zip(READ.iter()).map(|(builtin, (document, schema))| (builtin, document, schema))
}

impl Builtin {
    /// Whether a path is where documents of this layout stand by convention.
    pub fn is_home(&self, path: &str) -> bool {
        self.paths.iter().any(|pattern| {
            let mut names = path.rsplit('/');
            pattern.rsplit('/').all(|part| {
                names.next().is_some_and(|name| match part.split_once('*') {
                    Some((before, after)) => name.starts_with(before) && name.ends_with(after),
                    None => name == part,
                })
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_builtin_has_sections_and_says_what_to_replace() {
        for (builtin, _, schema) in all() {
            assert!(schema.slots.len() >= 2, "{} has {} slots", builtin.name, schema.slots.len());
            assert!(!schema.placeholders.is_empty(), "{}", builtin.name);
        }
    }

    #[test]
    fn homes() {
        assert!(get("openspec-spec").unwrap().is_home("app/openspec/specs/login/spec.md"));
        assert!(!get("openspec-spec").unwrap().is_home("docs/spec.md"));
    }
}
