//! Stated files and folders exist.

use crate::claim::{Claim, Needs, Outcome};
use crate::listing::Listing;
use crate::probe::{ItemContext, Probe};
use crate::stage::Stage;
use abide_ledger::Strength;
use abide_model::{Item, Kind};
use globset::GlobBuilder;
use std::path::Path;

/// Stated files and folders exist.
pub const PROBE: Probe = Probe {
    name: "layout",
    summary: "Stated files and folders exist",
    documentation: "\
Takes every file and folder of a layout. Needs nothing but the files.

The folder below which most paths of the layout are found is its root. Below it, a path is found as it is written; as the end of a longer \
path; or, for a specification whose status says that it is built, by its name alone where only one file has that name. Where no folder \
holds most of the layout, the whole repository is searched. `NNNN`, `<name>`, `{name}` and `*` stand for any text.

A path that is not found is refuted where the specification says that it is built, or says nothing of that and all other paths of its layout, at least five, are there. It stays unproven where the specification is not \
built yet, where git ignores the path, and where the layout itself calls it optional, generated or planned.",
    kinds: &[Kind::Path],
    claims,
};

fn claims(context: &ItemContext) -> Vec<Claim> {
    let wanted = Wanted::of(context.item);
    if wanted.path.is_empty() {
        return Vec::new();
    }
    let built = context.document.is_implemented();
    let status = match &context.document.status {
        Some(status) => format!("the spec is not implemented yet (status: {status})"),
        None => "the spec does not say whether it is implemented (it has no status)".to_owned(),
    };
    let title = format!("{} exists", wanted.path);
    let others: Vec<Wanted> = context.spec.of_kind(Kind::Path).map(Wanted::of).collect();
    let layout: Vec<String> = others.iter().map(Wanted::listed).collect();
    let silent = context.spec.status.is_none();
    vec![Claim::new(title, Needs::Files, move |stage| {
        let found = look(stage, &wanted, &layout, built, &status);
        // A layout of which everything else is there is that of the system as it is.
        if found.is_proven() || built || !silent || !rest_is_there(stage, &wanted, &others, &layout) {
            return found;
        }
        look(stage, &wanted, &layout, true, &status)
    })]
}

/// What is looked for.
#[derive(Clone, Debug)]
struct Wanted {
    path: String,
    folder: bool,
    /// Why its absence would say nothing, by the layout's own words.
    excuse: Option<&'static str>,
}

/// Words of a comment that say that a path need not be there.
const EXCUSES: &[&str] = &[
    "optional",
    "generated",
    "planned",
    "future",
    "gitignored",
    "git-ignored",
    "created at runtime",
    "removed",
    "deleted",
    "(new)",
];

impl Wanted {
    fn of(item: &Item) -> Self {
        let path = item.key.trim().trim_start_matches("./").trim_start_matches('/').replace('\\', "/");
        let comment = item.text_field("comment").unwrap_or_default().to_lowercase();
        let excuse = EXCUSES.iter().copied().find(|word| comment.contains(word));
        Self { folder: path.ends_with('/'), path: path.trim_end_matches('/').to_owned(), excuse }
    }

    /// The path with `/` behind it where it is a folder, as listings have it.
    fn listed(&self) -> String {
        if self.folder { format!("{}/", self.path) } else { self.path.clone() }
    }
}

fn look(stage: &Stage, wanted: &Wanted, layout: &[String], built: bool, status: &str) -> Outcome {
    let project = &stage.facts.project;
    let listing = stage.listing();
    let root = listing.common_root(layout);
    let place = |root: &str| if root.is_empty() { "the repository".to_owned() } else { root.to_owned() };
    let searched = format!("looked for {} in {}", wanted.path, place(root.as_deref().unwrap_or_default()));
    let proven = |found: &str, how: &str| {
        let reason =
            if how.is_empty() { "it exists".to_owned() } else { format!("it exists as {found}, {how}") };
        Outcome::proven(Strength::Asserted, reason).showing(searched.as_str(), found)
    };
    let below = |folder: &Path| is_there(&folder.join(&wanted.path), wanted.folder);
    let written = match &root {
        Some(root) => below(&project.repository.join(root)),
        None => below(&project.folder) || below(&project.repository),
    };
    if written {
        return proven(&wanted.path, "");
    }
    let root = root.unwrap_or_default();
    if let Some(found) = by_pattern(listing, &root, wanted) {
        return proven(found, "which fits the pattern");
    }
    if let Some(found) = by_ending(listing, &root, wanted) {
        return proven(found, "which ends with it");
    }
    if built && let Some(found) = by_name(listing, &root, wanted) {
        return proven(found, "the only one of that name");
    }
    let missing = |reason: String| Outcome::unproven(reason).showing(searched.as_str(), "nothing");
    if !built {
        return missing(format!("nothing of that path exists, and {status}"));
    }
    if listing.is_ignored(&format!("{root}{}", wanted.listed())) {
        return missing("nothing of that path exists, and git ignores it: it may be made later".to_owned());
    }
    if let Some(word) = wanted.excuse {
        return missing(format!("nothing of that path exists, and the layout calls it {word}"));
    }
    Outcome::refuted(format!("what is described is built, and {} does not exist", wanted.path))
        .showing(searched, "nothing")
        .repeated_by(format!("ls -d {}", shell_words::quote(&format!("{root}{}", wanted.path))))
}

/// Whether all other paths of a layout of some size exist, and none of them is called new or optional.
fn rest_is_there(stage: &Stage, wanted: &Wanted, others: &[Wanted], layout: &[String]) -> bool {
    const LEAST: usize = 5;
    let name = |wanted: &Wanted| wanted.path.rsplit('/').next().map(str::to_owned);
    let rest: Vec<&Wanted> = others.iter().filter(|other| name(other) != name(wanted)).collect();
    let excused = others.iter().any(|other| other.excuse.is_some_and(|word| word != "optional"));
    let there = |other: &&Wanted| look(stage, other, layout, true, "").is_proven();
    rest.len() >= LEAST && !excused && rest.iter().all(there)
}

fn is_there(path: &Path, folder: bool) -> bool {
    if folder { path.is_dir() } else { path.exists() }
}

/// A path with text that stands for any: `migrations/NNNN_name.sql`, `src/<module>/mod.rs`, `*.toml`.
fn by_pattern<'a>(listing: &'a Listing, root: &str, wanted: &Wanted) -> Option<&'a str> {
    let mut pattern = String::new();
    let mut rest = wanted.listed();
    for run in ["NNNN", "NNN", "XXXX", "YYYY-MM-DD", "YYYYMMDD"] {
        rest = rest.replace(run, "*");
    }
    let mut closing = None;
    for character in rest.chars() {
        match (closing, character) {
            (Some(end), character) if character == end => {
                pattern.push('*');
                closing = None;
            }
            (Some(_), _) => {}
            (None, '<') => closing = Some('>'),
            (None, '{') => closing = Some('}'),
            (None, '[') => closing = Some(']'),
            (None, character) => pattern.push(character),
        }
    }
    if closing.is_some() || !pattern.contains('*') || pattern.trim_matches(['*', '/']).is_empty() {
        return None;
    }
    let globs = [pattern.clone(), format!("**/{pattern}")];
    let matchers: Vec<_> = globs
        .iter()
        .filter_map(|glob| {
            Some(GlobBuilder::new(glob).literal_separator(true).build().ok()?.compile_matcher())
        })
        .collect();
    let fits = |entry: &&String| {
        entry.ends_with('/') == wanted.folder
            && entry
                .strip_prefix(root)
                .is_some_and(|entry| matchers.iter().any(|matcher| matcher.is_match(entry)))
    };
    listing.entries().iter().find(fits).map(String::as_str)
}

/// The whole path at the end of a longer one, or the path without leading folders that the repository does not have.
fn by_ending<'a>(listing: &'a Listing, root: &str, wanted: &Wanted) -> Option<&'a str> {
    // A single name that is found somewhere at any depth says little; that is `by_name`.
    if !wanted.path.contains('/') {
        return None;
    }
    let listed = wanted.listed();
    let longer = listing.ending_with(&listed).filter(|entry| entry.starts_with(root));
    if let Some(found) = longer.map(|entry| (entry.matches('/').count(), entry)).min() {
        return Some(found.1);
    }
    let mut rest = listed.as_str();
    while let Some((_, shorter)) = rest.split_once('/')
        && shorter.trim_end_matches('/').contains('/')
    {
        let whole = format!("{root}{shorter}");
        if let Some(found) = listing.entries().iter().find(|entry| **entry == whole) {
            return Some(found);
        }
        rest = shorter;
    }
    None
}

/// The only file or folder of that name.
fn by_name<'a>(listing: &'a Listing, root: &str, wanted: &Wanted) -> Option<&'a str> {
    let name = wanted.path.rsplit('/').next()?;
    let name = if wanted.folder { format!("{name}/") } else { name.to_owned() };
    let mut found = listing.ending_with(&name).filter(|entry| entry.starts_with(root));
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use crate::testing::{self, Setup, item};
    use abide_ledger::Verdict;

    const FILES: &[&str] = &[
        "README.md",
        "service/abide.toml",
        "service/src/main.rs",
        "service/src/routes/mod.rs",
        "service/migrations/0001_create.sql",
        "docs/mod.rs",
        "lib/only_one.py",
        ".gitignore",
    ];

    fn try_path(path: &str, comment: &str, status: &str) -> (Verdict, String) {
        let folder = tempfile::tempdir().unwrap();
        for file in FILES {
            let file = folder.path().join(file);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, "/dist\n").unwrap();
        }
        let items =
            [item("meta", "status").field("value", status), item("path", path).field("comment", comment)];
        let setup = Setup {
            repository: Some(folder.path().to_owned()),
            folder: Some(folder.path().join("service")),
            ..Setup::default()
        };
        let outcome = testing::one_outcome(&super::PROBE, &items, "", setup);
        (outcome.verdict, outcome.reason)
    }

    #[test]
    fn paths_are_found_as_written_or_at_the_end_of_a_longer_one() {
        for (path, reason) in [
            ("src/main.rs", "it exists"),
            ("src/", "it exists"),
            ("README.md", "it exists"),
            ("routes/mod.rs", "it exists as service/src/routes/mod.rs, which ends with it"),
            ("parcels/docs/mod.rs", "it exists as docs/mod.rs, which ends with it"),
            (
                "migrations/NNNN_<name>.sql",
                "it exists as service/migrations/0001_create.sql, which fits the pattern",
            ),
            ("only_one.py", "it exists as lib/only_one.py, the only one of that name"),
        ] {
            assert_eq!(try_path(path, "", "Implemented"), (Verdict::Proven, reason.to_owned()), "{path}");
        }
    }

    #[test]
    fn a_path_that_an_implemented_spec_states_and_nobody_made_is_refuted() {
        for path in ["src/server.rs", "src/main.rs/", "tests/", "other/mod.rs", "*.lock"] {
            assert_eq!(try_path(path, "", "Implemented").0, Verdict::Refuted, "{path}");
        }
    }

    #[test]
    fn the_absence_of_a_path_says_nothing_before_the_spec_is_built() {
        let (verdict, reason) = try_path("src/server.rs", "", "Draft");
        assert_eq!(verdict, Verdict::Unproven);
        assert_eq!(
            reason,
            "nothing of that path exists, and the spec is not implemented yet (status: Draft)"
        );
        assert_eq!(
            try_path("only_one.py", "", "Draft").0,
            Verdict::Unproven,
            "a name alone is too little before"
        );
        assert_eq!(try_path("src/main.rs", "", "Draft").0, Verdict::Proven);
    }

    #[test]
    fn the_absence_of_what_git_ignores_or_the_layout_excuses_says_nothing() {
        assert_eq!(try_path("dist/app.js", "", "Done").0, Verdict::Unproven);
        assert_eq!(try_path("src/extra.rs", "optional, for later", "Done").0, Verdict::Unproven);
    }
}
