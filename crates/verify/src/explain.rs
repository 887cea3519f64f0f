//! What `abide explain` prints: the pages of rules, kinds of statements, probes and artifacts.

use crate::Probe;
use crate::probes::{PROBES, probe};
use abide_model::Kind;
use abide_workspace::explain::{self, folded};
use std::fmt::Display;

/// The pages of what is called so; a kind and a probe may share a name.
pub fn pages(name: &str) -> Vec<String> {
    let pages = [
        explain::of_rule(name),
        explain::kind(name).map(of_kind),
        probe(&folded(name)).map(of_probe),
        explain::of_artifact(name),
    ];
    pages.into_iter().flatten().collect()
}

/// The names of all pages, sorted.
pub fn names() -> Vec<&'static str> {
    let rules = explain::rules().map(|(name, _)| name);
    let kinds = Kind::ALL.iter().map(|kind| kind.name());
    let probes = PROBES.iter().map(|probe| probe.name);
    let artifacts = explain::artifacts().map(|(name, _)| name);
    let mut names: Vec<&str> = rules.chain(kinds).chain(probes).chain(artifacts).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// There is no page of that name; the nearest one is offered.
pub fn unknown(name: &str) -> String {
    match abide_workspace::closest(name, names()) {
        Some(near) => format!("there is no page about `{name}`; did you mean `{near}`?"),
        None => format!(
            "there is no page about `{name}`; `abide explain` lists all rules, kinds, probes and artifacts"
        ),
    }
}

/// All pages, each with a line about it.
pub fn list() -> String {
    [
        table("Rules", explain::rules()),
        table("Kinds of statements", Kind::ALL.iter().map(|kind| (kind.name(), kind.summary()))),
        table("Probes", PROBES.iter().map(|probe| (probe.name, probe.summary))),
        table("Artifacts", explain::artifacts()),
    ]
    .join("\n")
}

fn of_kind(kind: Kind) -> String {
    let probes = PROBES.iter().filter(|probe| probe.kinds.contains(&kind));
    let probes: Vec<String> = probes.map(|probe| format!("`{}`", probe.name)).collect();
    let tried = match probes.as_slice() {
        [] => "No probe tries them yet: `abide verify` says that they are unproven.".to_owned(),
        [one] => format!("`abide verify` tries them with the probe {one}."),
        several => format!("`abide verify` tries them with the probes {}.", several.join(", ")),
    };
    explain::of_kind(kind, &tried)
}

fn of_probe(probe: &Probe) -> String {
    let kinds: Vec<String> = probe.kinds.iter().map(|kind| format!("`{kind}`")).collect();
    format!(
        "# {}\n\nA probe. {}. It looks at statements of the kinds {}.\n\n{}\n",
        probe.name,
        probe.summary.trim_end_matches('.'),
        kinds.join(", "),
        probe.documentation.trim()
    )
}

fn table<'a, T: Display>(title: &str, rows: impl Iterator<Item = (&'a str, T)>) -> String {
    let rows: Vec<(&str, T)> = rows.collect();
    let width = rows.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let lines: String = rows.iter().map(|(name, text)| format!("  {name:width$}  {text}\n")).collect();
    format!("{title}\n{lines}")
}
