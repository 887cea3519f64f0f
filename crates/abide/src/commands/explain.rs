//! `abide explain`: the page of a rule, a kind of statement, a probe or an artifact, offline.

use super::Place;
use crate::Exit;
use crate::cli::Explain;
use crate::suggest::Suggested;
use crate::terminal;
use abide_emit::{EMITTERS, Emitter, emitter};
use abide_model::{Kind, READERS};
use abide_rules::{RULES, documentation, rule};
use abide_verify::Probe;
use abide_verify::probes::{PROBES, probe};
use anyhow::{Result, bail};
use std::fmt::Display;

pub fn run(_: &Place, arguments: &Explain) -> Result<Exit> {
    let Some(name) = &arguments.name else {
        terminal::print(&list())?;
        return Ok(Exit::Ok);
    };
    let pages = pages(name);
    if pages.is_empty() {
        match abide_workspace::closest(name, Suggested::pages().names()) {
            Some(near) => bail!("there is no page about `{name}`; did you mean `{near}`?"),
            None => {
                bail!(
                    "there is no page about `{name}`; `abide explain` lists all rules, kinds, probes and artifacts"
                )
            }
        }
    }
    terminal::print(&pages.join("\n\n"))?;
    Ok(Exit::Ok)
}

/// What is called so; a kind and a probe may share a name.
fn pages(name: &str) -> Vec<String> {
    let wanted = name.to_lowercase().replace(['_', ' '], "-");
    let kind = Kind::ALL.iter().find(|kind| kind.name().replace('_', "-") == wanted);
    let pages = [
        rule(&wanted).map(documentation::page),
        kind.map(|kind| of_kind(*kind)),
        probe(&wanted).map(of_probe),
        emitter(&wanted).map(of_emitter),
    ];
    pages.into_iter().flatten().collect()
}

fn of_kind(kind: Kind) -> String {
    let mut text = format!("# {kind}\n\nA kind of statement. {}.\n", kind.summary());
    for reader in READERS.iter().filter(|reader| reader.kinds.contains(&kind)) {
        text.push_str(&format!("\n## How it is read\n\n{}\n", reader.documentation.trim()));
    }
    text.push_str(&format!(
        "\n## How to see it\n\n`abide model --kind {kind}` prints the ones of your specs."
    ));
    let probes: Vec<String> = PROBES
        .iter()
        .filter(|probe| probe.kinds.contains(&kind))
        .map(|probe| format!("`{}`", probe.name))
        .collect();
    match probes.as_slice() {
        [] => text.push_str(" No probe tries them yet: `abide verify` says that they are unproven.\n"),
        [one] => text.push_str(&format!(" `abide verify` tries them with the probe {one}.\n")),
        several => {
            text.push_str(&format!(" `abide verify` tries them with the probes {}.\n", several.join(", ")))
        }
    }
    text
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

fn of_emitter(emitter: &Emitter) -> String {
    let (name, page) = (emitter.name, emitter.page());
    format!("# {name}\n\nAn artifact of `abide emit`. {page}\n")
}

fn list() -> String {
    let rules = RULES.iter().map(|rule| {
        let level = rule.default.map_or("off".to_owned(), |severity| severity.to_string());
        (rule.name, format!("{level:7}  {}", rule.summary()))
    });
    let kinds = Kind::ALL.iter().map(|kind| (kind.name(), kind.summary()));
    let probes = PROBES.iter().map(|probe| (probe.name, probe.summary));
    let artifacts = EMITTERS.iter().map(|emitter| (emitter.name, emitter.summary()));
    [
        table("Rules", rules),
        table("Kinds of statements", kinds),
        table("Probes", probes),
        table("Artifacts", artifacts),
    ]
    .join("\n")
}

fn table<'a, T: Display>(title: &str, rows: impl Iterator<Item = (&'a str, T)>) -> String {
    let rows: Vec<(&str, T)> = rows.collect();
    let width = rows.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let lines: String = rows.iter().map(|(name, text)| format!("  {name:width$}  {text}\n")).collect();
    format!("{title}\n{lines}")
}
