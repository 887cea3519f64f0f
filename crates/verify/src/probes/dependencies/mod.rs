//! Stated libraries and versions against the manifests and locks of the repository.

mod manifest;
mod version;

use crate::claim::{Claim, Needs, Outcome};
use crate::listing::Listing;
use crate::probe::{ItemContext, Probe};
use crate::stage::Stage;
use abide_ledger::Strength;
use abide_model::{Item, Kind};
use manifest::Package;
use std::collections::BTreeMap;
use version::Fit;

/// Stated libraries and versions against the manifests and locks of the repository.
pub const PROBE: Probe = Probe {
    name: "dependencies",
    summary: "Stated libraries and their versions are those of the manifests and locks",
    documentation: "\
Takes dependencies that are libraries, and the tools that manifests know: languages, frameworks, test runners. Needs the manifests of the repository: Cargo, npm, Python (requirements, pyproject), Go, Maven, Gradle, Ruby, PHP, \
.NET; and their locks, where there are any.

A name is found whatever its case and separators, with or without `.js`. A stated version is that of the manifest, or one that the locked version begins with or \
fits: `1.x`, `>= 18`, `^4`, `~> 7.1`, `4.6+`. Another major version is refuted (another minor one of `0.x`); within the same one, it is not. A language or tool of which a version \"or newer\" is said to do is refuted where the manifest asks for more. A library that no manifest has is refuted where it is named as packages are, most other \
stated libraries are found, and the document does not say that it is not built yet. What the manifests have and no document states is reported with the first library.",
    kinds: &[Kind::Dependency],
    claims,
};

#[derive(Clone, Debug)]
struct Stated {
    name: String,
    version: Option<String>,
    others: Vec<String>,
    planned: bool,
    tool: bool,
    /// Whether the version is said to be the least one that will do: "3.10 or newer".
    least: bool,
}

fn is_library(item: &Item) -> bool {
    matches!(item.text_field("what"), Some("library") | None)
}

/// What a table of technologies names may stand in a manifest, and need not.
fn is_tool(item: &Item) -> bool {
    item.text_field("what") == Some("tool")
}

fn claims(context: &ItemContext) -> Vec<Claim> {
    let item = context.item;
    if !(is_library(item) || is_tool(item)) || item.key.split_whitespace().count() > 3 {
        return Vec::new();
    }
    let libraries = || context.spec.of_kind(Kind::Dependency).filter(|item| is_library(item));
    let others: Vec<String> =
        libraries().filter(|other| other.key != item.key).map(|other| other.key.clone()).collect();
    let planned = context.document.stage.is_some() && !context.document.is_implemented();
    let version = item.text_field("version").map(|version| version.trim().trim_matches('`').to_owned());
    let title = match &version {
        Some(version) => format!("{} {version} is a dependency", item.key),
        None => format!("{} is a dependency", item.key),
    };
    let least = is_least(context.source());
    let stated = Stated { name: item.key.clone(), version, others, planned, tool: is_tool(item), least };
    let mut claims = vec![Claim::new(title, Needs::Files, move |stage| look(stage, &stated))];
    if libraries().next().is_some_and(|first| first.key == item.key) {
        claims.push(Claim::new("every direct dependency is documented", Needs::Files, undocumented).minor());
    }
    claims
}

/// "3.10 or newer", "18 or later": then what asks for more leaves out some that will do.
fn is_least(statement: &str) -> bool {
    let lower = statement.to_lowercase();
    let words = ["or newer", "or later", "or higher", "or above", "and newer", "and above", "and later"];
    words.iter().any(|words| {
        lower.match_indices(words).any(|(at, _)| {
            let before = lower[..at].trim_end().trim_end_matches(['`', '*']);
            before.ends_with(|c: char| c.is_ascii_digit())
        })
    })
}

/// A name without its case, separators and what people add to it: `Next.js` is `next`, `socket_io` is `socket-io`.
fn key(name: &str) -> String {
    let lower = name.trim().trim_matches('`').to_lowercase();
    let bare = lower.strip_suffix(".js").unwrap_or(&lower);
    bare.chars().map(|c| if c.is_alphanumeric() || matches!(c, '@' | '/') { c } else { '-' }).collect()
}

/// The packages that a stated name means: that name, else the same without separators, else the last part of a path.
fn packages<'a>(all: &'a [Package], name: &str) -> Vec<&'a Package> {
    let wanted = key(name);
    let bare = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let exact: Vec<&Package> = all.iter().filter(|package| key(&package.name) == wanted).collect();
    if !exact.is_empty() {
        return exact;
    }
    let last = |package: &&Package| {
        let key = key(&package.name);
        let tail = key.rsplit('/').next().unwrap_or(&key);
        // `github.com/jackc/pgx/v5`
        let versioned = tail.strip_prefix('v').is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()));
        let tail = if versioned { key.rsplit('/').nth(1).unwrap_or(tail) } else { tail };
        bare(tail) == bare(&wanted) || bare(&key) == bare(&wanted)
    };
    all.iter().filter(last).collect()
}

/// The packages of a run's repository, with what a lock says.
fn all(listing: &Listing, stage: &Stage) -> Vec<Package> {
    manifest::read(&stage.facts.project.repository, listing)
}

fn look(stage: &Stage, stated: &Stated) -> Outcome {
    let all = all(stage.listing(), stage);
    let manifests: Vec<&str> = {
        let paths: std::collections::BTreeSet<&str> =
            all.iter().map(|package| package.path.as_str()).collect();
        paths.into_iter().collect()
    };
    let sent = format!(
        "looked for {} in {}",
        stated.name,
        if manifests.is_empty() { "no manifest".to_owned() } else { manifests.join(", ") }
    );
    let found = packages(&all, &stated.name);
    if found.is_empty() {
        return missing(stated, &all).showing(sent, "nothing");
    }
    let repeat =
        format!("grep -n {} {}", shell_words::quote(&found[0].name), shell_words::quote(&found[0].path));
    let seen: Vec<String> = found.iter().map(|package| package.shown()).collect();
    let done =
        |outcome: Outcome| outcome.showing(sent.as_str(), seen.join("\n")).repeated_by(repeat.as_str());
    let Some(version) = &stated.version else {
        return done(Outcome::proven(Strength::Declared, seen.first().cloned().unwrap_or_default()));
    };
    // What asks for at least 3.12 does not do with 3.10.
    if stated.least
        && !stated.planned
        && found.iter().all(|package| version::asks_for_more(version, &package.requirement))
    {
        return done(Outcome::refuted(format!("stated as {version} or newer, and {}", seen.join("; "))));
    }
    let fits: Vec<Fit> = found
        .iter()
        .map(|package| version::fit(version, &package.requirement, package.locked.as_deref()))
        .collect();
    if let Some(at) = fits.iter().position(|fit| *fit == Fit::Yes) {
        return done(Outcome::proven(Strength::Declared, seen[at].clone()));
    }
    // `node >= 18` runs on 20 as well.
    let open =
        |package: &&Package| package.requirement.starts_with('>') && !package.requirement.contains('<');
    let may_be_newer = stated.tool && found.iter().any(open);
    if fits.iter().all(|fit| *fit == Fit::No) && !may_be_newer {
        let reason = format!("stated as {version}, and {}", seen.join("; "));
        return done(if stated.planned { Outcome::unproven(reason) } else { Outcome::refuted(reason) });
    }
    done(Outcome::unproven(format!("nobody can tell whether {version} is meant by {}", seen.join("; "))))
}

fn missing(stated: &Stated, all: &[Package]) -> Outcome {
    let name = &stated.name;
    if all.is_empty() {
        return Outcome::unproven(
            "the repository has no manifest of Cargo, npm, Python, Go, Maven, Gradle, Ruby, PHP or .NET",
        );
    }
    let others = stated.others.iter().filter(|other| !packages(all, other).is_empty()).count();
    let packaged = name
        .chars()
        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '/' | '@' | '.'))
        && name.len() > 2;
    let wanted = key(name);
    let near = all.iter().find(|package| {
        key(&package.name).contains(&wanted) || wanted.contains(&key(&package.name)) && package.name.len() > 3
    });
    if let Some(near) = near {
        return Outcome::unproven(format!("no manifest has {name}; {} may be it", near.name));
    }
    if packaged && !stated.tool && others >= 2 && others * 2 > stated.others.len() && !stated.planned {
        return Outcome::refuted(format!(
            "no manifest has {name}, and {others} other stated libraries are there"
        ));
    }
    Outcome::unproven(format!("no manifest has {name}"))
}

fn undocumented(stage: &Stage) -> Outcome {
    let all = all(stage.listing(), stage);
    let stated: Vec<&str> = stage
        .facts
        .specs
        .iter()
        .flat_map(|spec| spec.of_kind(Kind::Dependency))
        .map(|item| item.key.as_str())
        .collect();
    let known: Vec<&str> =
        stated.iter().flat_map(|name| packages(&all, name)).map(|package| package.name.as_str()).collect();
    // Only the manifests that the stated ones stand in are those of the described system.
    let paths: Vec<&str> =
        stated.iter().flat_map(|name| packages(&all, name)).map(|package| package.path.as_str()).collect();
    let mut others: BTreeMap<&str, &str> = BTreeMap::new();
    for package in all.iter().filter(|package| !package.development && paths.contains(&package.path.as_str()))
    {
        if !known.contains(&package.name.as_str()) {
            others.insert(&package.name, &package.path);
        }
    }
    if others.is_empty() {
        return Outcome::proven(Strength::Declared, "every direct dependency is documented");
    }
    let names: Vec<&str> = others.keys().copied().collect();
    Outcome::unproven(format!("no document states {}", names.join(", ")))
}

#[cfg(test)]
mod tests;
