//! Variables that the code reads and no document mentions.

use crate::claim::{Claim, Needs, Outcome};
use crate::probe::ItemContext;
use crate::source::{Source, Sources};
use crate::stage::Stage;
use abide_ledger::Strength;
use abide_model::Kind;
use regex::Regex;
use std::sync::LazyLock;

/// How programs read a variable of the environment, language by language.
static READS: LazyLock<Regex> = LazyLock::new(|| {
    let quoted = r#"["'`]([A-Z][A-Z0-9_]{2,})["'`]"#;
    let calls = [
        // Rust, Go, Java, C#, Python, PHP, Ruby, Deno
        r"env::var(?:_os)?\s*\(\s*",
        r"os\.(?:Getenv|LookupEnv)\s*\(\s*",
        r"System\.getenv\s*\(\s*",
        r"(?:Environment\.)?GetEnvironmentVariable\s*\(\s*",
        r"os\.getenv\s*\(\s*",
        r"os\.environ\s*(?:\.\s*(?:get|pop|setdefault)\s*\(|\[)\s*",
        r"\b(?i:get_?env\w*)\s*\(\s*",
        r"\$_(?:ENV|SERVER)\s*\[\s*",
        r"\bENV\s*(?:\.\s*fetch\s*\(|\[)\s*",
        r"\benv(?:\.\w+)?\s*\(\s*",
        r"Deno\.env\.get\s*\(\s*",
        r"process\.env\s*\[\s*",
    ];
    let bare = [r"process\.env\.([A-Z][A-Z0-9_]{2,})\b", r"import\.meta\.env\.([A-Z][A-Z0-9_]{2,})\b"];
    // Annotations of Spring, compose files and charts.
    let filled = r"\$\{([A-Z][A-Z0-9_]{2,})(?:[:\-?+}])";
    let pattern = format!("(?:{}){quoted}|{}|{filled}", calls.join("|"), bare.join("|"));
    Regex::new(&pattern).unwrap_or_else(|error| unreachable!("{error}"))
});

/// `ENV NAME=value` and `ARG NAME` of an image, `NAME: value` below `environment:` is left to compose itself.
static IMAGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?m)^\s*ENV\s+([A-Z][A-Z0-9_]{2,})[=\s]").unwrap_or_else(|error| unreachable!("{error}"))
});

/// A variable that a shell assigns is its own.
static ASSIGNED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?m)^\s*(?:export\s+|local\s+|readonly\s+|for\s+)?([A-Z][A-Z0-9_]{2,})(?:=|\s+in\s)")
        .unwrap_or_else(|error| unreachable!("{error}"))
});

/// Variables of the machine, of shells and of tools, which no service documents.
const FOREIGN: &[&str] = &[
    "PATH", "HOME", "USER", "PWD", "SHELL", "LANG", "TERM", "TMPDIR", "TEMP", "TMP", "HOSTNAME", "EDITOR",
    "DISPLAY", "COLORTERM", "NO_COLOR", "CI", "DEBUG", "NODE_ENV", "RUST_LOG", "RUST_BACKTRACE", "VIRTUAL_ENV",
    "PYTHONPATH", "GOPATH", "JAVA_HOME", "LOGNAME", "PROGRAMDATA", "APPDATA", "LOCALAPPDATA", "USERPROFILE",
    "OUT_DIR", "PROFILE", "TARGET", "HOST", "BASH_SOURCE", "IFS", "LC_ALL", "SHLVL", "UID", "OLDPWD",
    "DOCUMENT_ROOT", "REQUEST_URI", "REQUEST_METHOD", "REMOTE_ADDR", "HTTP_HOST", "SCRIPT_NAME", "QUERY_STRING",
];
const FOREIGN_BEGINNINGS: &[&str] =
    &["CARGO", "GITHUB_", "GITLAB_", "CI_", "npm_", "XDG_", "PYTEST_", "NEXTEST", "DEP_", "HTTP_", "LC_", "BASH_", "RUNNER_", "RUSTC"];

/// The variables that the code reads, each with the first place.
fn read(sources: &Sources, documented: &[String]) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut note = |name: &str, source: &Source, at: usize| {
        let foreign = FOREIGN.contains(&name) || FOREIGN_BEGINNINGS.iter().any(|start| name.starts_with(start));
        if foreign {
            return;
        }
        match found.iter_mut().find(|(known, _)| known == name) {
            // Where the system itself reads it says more than where a script does.
            Some((_, place)) if !is_of_the_system(path_of(place)) && is_of_the_system(&source.path) => *place = source.place(at),
            Some(_) => {}
            None => found.push((name.to_owned(), source.place(at))),
        }
    };
    let own = prefix(documented);
    for source in sources.files().iter().filter(|source| !source.is_test()) {
        let name = source.path.rsplit('/').next().unwrap_or_default().to_lowercase();
        let image = name.starts_with("dockerfile") || name.ends_with(".dockerfile") || name == "containerfile";
        let shell = name.ends_with(".sh") || name.ends_with(".bash");
        let compose = name.contains("compose") && (name.ends_with(".yml") || name.ends_with(".yaml"));
        if !source.is_code() && !image && !compose && !name.ends_with(".properties") {
            continue;
        }
        let assigned: Vec<&str> = match shell {
            true => ASSIGNED.captures_iter(&source.text).filter_map(|found| Some(found.get(1)?.as_str())).collect(),
            false => Vec::new(),
        };
        for found in READS.captures_iter(&source.text) {
            let Some(name) = found.iter().skip(1).flatten().next() else { continue };
            if !assigned.contains(&name.as_str()) {
                note(name.as_str(), source, name.start());
            }
        }
        if image {
            for found in IMAGE.captures_iter(&source.text).filter_map(|found| found.get(1)) {
                note(found.as_str(), source, found.start());
            }
        }
        // Whatever reads it: a word in quotes that begins as the documented ones do.
        if let Some(own) = own.as_deref().filter(|_| source.is_code()) {
            for (at, _) in source.text.match_indices(own) {
                let rest = &source.text[at..];
                let length = rest.bytes().take_while(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_').count();
                let quoted = |c: Option<char>| matches!(c, Some('"' | '\'' | '`'));
                if quoted(source.text[..at].chars().next_back()) && quoted(rest[length..].chars().next()) {
                    note(&rest[..length], source, at);
                }
            }
        }
    }
    found
}

/// The file of a place: `src/config.rs` of `src/config.rs:12`.
fn path_of(place: &str) -> &str {
    place.rsplit_once(':').map_or(place, |(path, _)| path)
}

/// Whether a file is of the system, rather than of what builds, releases and tends it.
fn is_of_the_system(path: &str) -> bool {
    const AROUND: &[&str] = &["scripts", "script", "tools", "tooling", "hack", "ci", ".github", ".gitlab", ".circleci", "examples", "benches"];
    let mut folders = path.rsplit('/').skip(1);
    !path.ends_with(".sh") && !path.ends_with(".bash") && !folders.any(|folder| AROUND.contains(&folder))
}

/// What most documented variables begin with: `PARCELS_`.
fn prefix(documented: &[String]) -> Option<String> {
    let first = documented.first()?;
    let (start, _) = first.split_once('_')?;
    let prefix = format!("{start}_");
    let count = documented.iter().filter(|name| name.starts_with(&prefix)).count();
    (count >= 3 && count * 2 > documented.len()).then_some(prefix)
}

/// Tells which variables no document mentions; for information.
pub fn told(stage: &Stage, documented: &[String]) -> Outcome {
    let sources = stage.sources();
    let all = read(sources, documented);
    let api = &stage.facts.api;
    let beyond: Vec<&(String, String)> = all.iter().filter(|(name, _)| !api.mentions(name)).collect();
    let sent = format!("looked for variables that are read in {} sources", sources.files().len());
    let shown = all.iter().map(|(name, place)| format!("{name} {place}")).collect::<Vec<_>>().join("\n");
    let outcome = match beyond.as_slice() {
        [] if all.is_empty() => Outcome::unproven("no source reads a variable in a way that is known here"),
        [] => Outcome::proven(Strength::Declared, format!("each of the {} variables that the code reads is mentioned", all.len())),
        beyond => {
            let named = beyond.iter().take(12).map(|(name, place)| format!("{name} ({place})"));
            Outcome::unproven(format!(
                "for information: the code reads {} that no specification mentions: {}",
                if beyond.len() == 1 { "a variable".to_owned() } else { format!("{} variables", beyond.len()) },
                named.collect::<Vec<_>>().join(", ")
            ))
        }
    };
    outcome.showing(sent, shown)
}

/// Takes a statement that no other variable is read.
pub fn claims(context: &ItemContext) -> Vec<Claim> {
    let text = context.item.text.to_lowercase();
    let words = crate::words::words(&text);
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    let none = words.windows(2).any(|two| two == ["no", "other"] || two == ["no", "further"]);
    if !none || !has(&["variable", "variables"]) || !has(&["read", "reads", "used", "uses", "looked", "consulted"]) {
        return Vec::new();
    }
    // Templates and formulas have variables, too.
    let beside = || context.spec.of_kind(Kind::Setting).any(|setting| setting.section == context.item.section && super::name(setting).is_some_and(|name| super::is_variable(&name)));
    if !has(&["environment"]) && !beside() {
        return Vec::new();
    }
    let specs = context.facts.specs.iter().flat_map(|spec| spec.of_kind(Kind::Setting));
    let documented: Vec<String> = specs.filter_map(super::name).filter(|name| super::is_variable(name)).collect();
    if documented.len() < 2 {
        return Vec::new();
    }
    vec![Claim::new("the code reads no variable that is not mentioned", Needs::Files, move |stage| {
        let sources = stage.sources();
        let all = read(sources, &documented);
        let api = &stage.facts.api;
        let in_code = |place: &str| {
            let path = path_of(place);
            is_of_the_system(path) && sources.files().iter().any(|source| source.path == path && source.is_code())
        };
        let beyond: Vec<_> = all.iter().filter(|(name, _)| !api.mentions(name)).collect();
        let around = beyond.first();
        let beyond = beyond.iter().find(|(_, place)| in_code(place));
        let sent = format!("looked for variables that are read in {} sources", sources.files().len());
        match beyond {
            Some((name, place)) => Outcome::refuted(format!("the code reads {name} at {place}, which no specification mentions"))
                .repeated_by(format!("grep -rnw -e {name} .")),
            None if all.is_empty() => Outcome::unproven("no source reads a variable in a way that is known here"),
            None => match around {
                Some((name, place)) => Outcome::unproven(format!("{place} reads {name}, which no specification mentions, and may not be of the system")),
                None => Outcome::proven(Strength::Declared, format!("each of the {} variables that the code reads is mentioned", all.len())),
            },
        }
        .showing(sent, all.iter().map(|(name, place)| format!("{name} {place}")).collect::<Vec<_>>().join("\n"))
    })]
}
