//! Local links lead somewhere.

use crate::claim::{Claim, Needs, Outcome};
use crate::probe::{ItemContext, Probe};
use crate::stage::Stage;
use abide_ledger::Strength;
use abide_model::Kind;
use abide_syntax::{Anchors, Document};
use std::path::{Component, Path, PathBuf};

/// Local links lead somewhere.
pub const PROBE: Probe = Probe {
    name: "references",
    summary: "Local links and anchors lead somewhere, and so do ids of other documents",
    documentation: "\
Takes references with a link to a file of the repository, to a heading, or with the id of another document, and the links of rows that describe a document. Needs nothing but the files.

A link is read from the folder of its document, and one that begins with `/` from the root of the repository. It is refuted where nothing of that path \
exists in a checkout, unless git ignores the path; an anchor of a Markdown file is refuted where no heading of it has that anchor. An id is proven where \
a document of the run states it or a file has it in its name. Links to other hosts stay unproven: nothing but the target is ever called.",
    kinds: &[Kind::Reference, Kind::Meta],
    claims,
};

fn claims(context: &ItemContext) -> Vec<Claim> {
    if context.item.kind == Kind::Meta {
        return linked(context);
    }
    let Some(target) = context.item.text_field("target").map(str::trim).filter(|target| !target.is_empty())
    else {
        return Vec::new();
    };
    let title = format!("{target} leads somewhere");
    if target.contains("://") || target.starts_with("mailto:") || target.starts_with("www.") {
        return vec![Claim::settled(
            title,
            Outcome::unproven("it leads to another host, and nothing but the target is ever called"),
        )];
    }
    if let Some(id) = id(target) {
        let (own, id) = (context.document.path.clone(), id.to_owned());
        return vec![Claim::new(
            format!("{id} is a document or a statement of one"),
            Needs::Files,
            move |stage| known(stage, &own, &id),
        )];
    }
    let (path, anchor) = target.split_once('#').map_or((target, None), |(path, anchor)| (path, Some(anchor)));
    if !(is_path(path) || path.is_empty() && anchor.is_some()) {
        return Vec::new();
    }
    let (own, path, anchor) = (context.document.path.clone(), path.to_owned(), anchor.map(str::to_owned));
    vec![Claim::new(title, Needs::Files, move |stage| follow(stage, &own, &path, anchor.as_deref()))]
}

/// The local links of a row about the document: `| Related | [Shelves](./shelves.md) |`.
fn linked(context: &ItemContext) -> Vec<Claim> {
    let mut claims = Vec::new();
    let mut rest = context.source();
    while let Some((_, after)) = rest.split_once("](") {
        let Some((target, behind)) = after.split_once(')') else { break };
        rest = behind;
        let target = target.split_whitespace().next().unwrap_or_default();
        if target.contains(':') || target.starts_with('#') || target.is_empty() {
            continue;
        }
        let (path, anchor) =
            target.split_once('#').map_or((target, None), |(path, anchor)| (path, Some(anchor.to_owned())));
        if !is_path(path) {
            continue;
        }
        let (own, path) = (context.document.path.clone(), path.to_owned());
        claims.push(Claim::new(format!("{target} leads somewhere"), Needs::Files, move |stage| {
            follow(stage, &own, &path, anchor.as_deref())
        }));
    }
    claims
}

/// `ADR-0007`, `SPEC-12`
fn id(target: &str) -> Option<&str> {
    let (letters, number) = target.rsplit_once('-')?;
    let letters_fit = letters.len() > 1
        && letters.chars().all(|c| c.is_ascii_uppercase() || c == '-')
        && letters != "RFC"
        && letters != "ISO";
    (letters_fit && !number.is_empty() && number.chars().all(|c| c.is_ascii_digit())).then_some(target)
}

/// Whether a target is written as a path: without spaces, and with a folder or an ending.
fn is_path(path: &str) -> bool {
    let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or(path);
    let ending = name.rsplit_once('.').is_some_and(|(stem, ending)| {
        !stem.is_empty()
            && (1..=8).contains(&ending.len())
            && ending.chars().all(|c| c.is_ascii_alphanumeric())
            && !ending.chars().all(|c| c.is_ascii_digit())
    });
    let relative = path.starts_with("./") || path.starts_with("../") || path.starts_with('/');
    !path.is_empty()
        && !path.contains([' ', '<', '>', '{', '}', '*', '(', ')', '"'])
        && (ending || relative || path.ends_with('/') && !path.contains(':'))
}

fn decoded(path: &str) -> String {
    let bytes = path.as_bytes();
    let (mut out, mut at) = (Vec::new(), 0);
    while let Some(byte) = bytes.get(at) {
        let hex = path
            .get(at + 1..at + 3)
            .filter(|_| *byte == b'%')
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(hex.unwrap_or(*byte));
        at += if hex.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// A path without `.` and `..`; none where it leaves the repository.
fn plain(path: &Path) -> Option<PathBuf> {
    let mut out = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => {
                if !out.pop() {
                    return None;
                }
            }
            Component::Normal(name) => out.push(name),
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
    }
    Some(out)
}

fn follow(stage: &Stage, document: &str, path: &str, anchor: Option<&str>) -> Outcome {
    let project = &stage.facts.project;
    let Some(spec) = stage.facts.documents.iter().find(|spec| spec.path == document) else {
        return Outcome::unproven("its document is not there");
    };
    let bare = decoded(path.split('?').next().unwrap_or(path));
    let own = Path::new(&spec.path);
    let folder = own.parent().unwrap_or(Path::new(""));
    let joined =
        if bare.starts_with('/') { PathBuf::from(bare.trim_start_matches('/')) } else { folder.join(&bare) };
    let Some(relative) = plain(&joined) else {
        return Outcome::unproven(format!("{path} leads out of the repository"));
    };
    let shown = relative.to_string_lossy().replace('\\', "/");
    let full =
        if path.is_empty() { project.repository.join(own) } else { project.repository.join(&relative) };
    let sent =
        format!("looked for {} from {}", if path.is_empty() { "the anchor" } else { &shown }, spec.path);
    // A path of code may be meant from the root.
    let from_root = plain(Path::new(&bare))
        .map(|path| project.repository.join(path))
        .filter(|full| !path.is_empty() && full.exists());
    let found = if full.exists() || path.is_empty() { Some(full) } else { from_root };
    let Some(found) = found else {
        if stage.listing().is_ignored(&shown) {
            return Outcome::unproven(format!(
                "{shown} does not exist, and git ignores it: it may be made later"
            ))
            .showing(sent, "nothing");
        }
        if !project.repository.join(".git").exists() {
            return Outcome::unproven(format!(
                "{shown} does not exist, and this is no checkout: it may stand elsewhere"
            ))
            .showing(sent, "nothing");
        }
        return Outcome::refuted(format!("{shown} does not exist"))
            .showing(sent, "nothing")
            .repeated_by(format!("ls -d {}", shell_words::quote(&shown)));
    };
    let Some(anchor) = anchor.filter(|anchor| !anchor.is_empty()) else {
        return Outcome::proven(Strength::Asserted, "it exists").showing(sent, shown);
    };
    let markdown = path.is_empty()
        || matches!(found.extension().and_then(|ending| ending.to_str()), Some("md" | "markdown"));
    let line = anchor.strip_prefix('L').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    if !markdown || line {
        return Outcome::proven(Strength::Declared, "the file exists; its anchor was not looked at")
            .showing(sent, shown);
    }
    let text = if path.is_empty() {
        spec.text().to_owned()
    } else {
        std::fs::read_to_string(&found).unwrap_or_default()
    };
    if Anchors::new(&Document::parse(text.as_str())).contains(&decoded(anchor)) {
        return Outcome::proven(Strength::Asserted, "the heading exists")
            .showing(sent, format!("{shown}#{anchor}"));
    }
    Outcome::refuted(format!("no heading has the anchor #{anchor}"))
        .showing(sent, format!("{shown} without #{anchor}"))
}

fn known(stage: &Stage, own: &str, id: &str) -> Outcome {
    let sent = format!("looked for {id} in the documents of the run and in the names of files");
    for spec in stage.facts.documents.iter().filter(|spec| spec.path != own) {
        if spec.items.iter().any(|item| item.id == id) {
            return Outcome::proven(Strength::Asserted, format!("{} states it", spec.path))
                .showing(sent, spec.path.as_str());
        }
    }
    let lower = id.to_lowercase();
    let name = |entry: &&String| {
        let name = entry.trim_end_matches('/').rsplit('/').next().unwrap_or(entry).to_lowercase();
        name.strip_prefix(&lower).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    match stage.listing().entries().iter().find(name) {
        Some(entry) => {
            Outcome::proven(Strength::Asserted, format!("it is {entry}")).showing(sent, entry.as_str())
        }
        None => Outcome::unproven("no document of the run states it, and no file has it in its name")
            .showing(sent, "nothing"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Setup, item};
    use abide_ledger::Verdict;

    fn verdicts(targets: &[&str], checkout: bool) -> Vec<Verdict> {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in [
            ("README.md", "# How to run it\n"),
            ("specs/other file.md", ""),
            ("docs/ADR-7-keys.md", ""),
            (".gitignore", "/out\n"),
        ] {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        if checkout {
            std::fs::create_dir(folder.path().join(".git")).unwrap();
        }
        let items: Vec<_> =
            targets.iter().map(|target| item("reference", "r").field("target", *target)).collect();
        let setup = Setup { repository: Some(folder.path().to_owned()), ..Setup::default() };
        testing::outcomes(&PROBE, &items, "", setup).into_iter().map(|(_, outcome)| outcome.verdict).collect()
    }

    #[test]
    fn local_links_are_followed() {
        let targets = [
            "../README.md",
            "../README.md#how-to-run-it",
            "/README.md",
            "README.md",
            "other%20file.md",
            "ADR-7",
        ];
        assert_eq!(verdicts(&targets, true), [Verdict::Proven; 6]);
        let targets = ["../MISSING.md", "../README.md#how-to-stop-it", "./gone/"];
        assert_eq!(verdicts(&targets, true), [Verdict::Refuted; 3]);
    }

    #[test]
    fn what_cannot_be_known_is_not_refuted() {
        let targets =
            ["https://example.org/a", "../../elsewhere.md", "/out/report.md", "ADR-70", "../MISSING.md"];
        assert_eq!(verdicts(&targets[..4], true), [Verdict::Unproven; 4]);
        assert_eq!(verdicts(&targets[4..], false), [Verdict::Unproven]);
        assert!(verdicts(&["the style guide", "RFC 9110", "v1.2"], true).is_empty());
    }
}
