//! What a document says of an image is what the file says that it is built from.

use crate::claim::{Claim, Needs, Outcome};
use crate::pattern::pattern;
use crate::probe::{ItemContext, Probe};
use crate::source::{Source, whole_words};
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use abide_model::Kind;

/// What a document says of an image is what the file says that it is built from.
pub const PROBE: Probe = Probe {
    name: "image",
    summary: "The base, user, ports and variables that a document states of a container image are those of its Dockerfile",
    documentation: "\
Takes dependencies that speak of an image (\"built from `alpine:3.20`, runs as the user `app`, exposes port 80\"), and settings of which a document says what \
the image sets them to.

Needs a Dockerfile or Containerfile in the repository. Each fact is refuted where the only such file says something else, or nothing; where there are several, none of them \
has it and the statement stays unproven. Nothing is built.",
    kinds: &[Kind::Dependency, Kind::Setting],
    claims,
};

/// One fact of an image.
#[derive(Clone, Debug, PartialEq)]
enum Fact {
    Base(String),
    User(String),
    Port(String),
    Variable(String, String),
}

pattern!(BASE, r"`((?:[a-z0-9][\w.-]*/)*[a-z][a-z0-9._-]*:[\w][\w.-]*)`");
pattern!(USER, r"(?i)\b(?:runs?|running|starts?) (?:it )?as (?:the )?(?:non-root )?(?:user )?`([\w-]+)`");
pattern!(
    PORT,
    r"(?i)\bexpos(?:es|ing) (?:the )?(?:ports? `?(\d{2,5})\b`?|`(\d{2,5})`|(\d{2,5})(?:[.,;)|]|\s*$|\s+(?:and|or|to)\b))"
);
pattern!(VARIABLE, r"(?i)\bimage sets (?:it|this|the variable) to `([^`]+)`");

fn claims(context: &ItemContext) -> Vec<Claim> {
    let source = context.source();
    let mut facts = Vec::new();
    if context.item.kind == Kind::Setting {
        let name = context.item.key.trim_matches('`').to_owned();
        facts.extend(VARIABLE.captures(source).map(|found| Fact::Variable(name, found[1].to_owned())));
    } else {
        let said = words::words(source);
        let of_image = context.item.text_field("what") == Some("image")
            || said.iter().any(|word| {
                ["docker", "dockerfile", "image", "container", "podman"].contains(&word.as_str())
            });
        if !of_image {
            return Vec::new();
        }
        facts.extend(USER.captures(source).map(|found| Fact::User(found[1].to_owned())));
        let port = |found: regex::Captures| {
            found.iter().skip(1).flatten().next().map(|port| Fact::Port(port.as_str().to_owned()))
        };
        facts.extend(PORT.captures(source).and_then(port));
        // `postgres:16` in a container is what runs beside it.
        let based = ["built from", "built on", "based on", "base image", "from"];
        let lower = source.to_lowercase();
        if !facts.is_empty()
            || context.item.text_field("what") == Some("image")
            || based.iter().any(|words| crate::api::has_phrase(&lower, words))
        {
            facts.splice(..0, BASE.captures(source).map(|found| Fact::Base(found[1].to_owned())));
        }
    }
    facts
        .into_iter()
        .map(|fact| {
            let claim = Claim::new(fact.title(), Needs::Files, move |stage| look(stage, &fact));
            // The other facts of a setting are more than what an image does with it.
            if context.item.kind == Kind::Setting { claim.minor() } else { claim }
        })
        .collect()
}

impl Fact {
    fn title(&self) -> String {
        match self {
            Fact::Base(image) => format!("the image is built from {image}"),
            Fact::User(user) => format!("the image runs as {user}"),
            Fact::Port(port) => format!("the image exposes {port}"),
            Fact::Variable(name, value) => format!("the image sets {name} to {value}"),
        }
    }

    /// Whether what a file says may mean the same: a number for a name, a range of ports.
    fn is_said_otherwise(&self, said: &[String]) -> bool {
        let numeric = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
        match self {
            Fact::User(user) => said.last().is_some_and(|last| numeric(last) != numeric(user)),
            Fact::Port(_) => said.iter().any(|ports| ports.contains('-')),
            Fact::Base(_) | Fact::Variable(..) => false,
        }
    }

    /// Whether a file says so, and what it says of that.
    fn held(&self, file: &str) -> (bool, Vec<String>) {
        // Who runs an earlier stage of the build is not who runs the image.
        let stage = match self {
            Fact::User(_) => last_stage(file),
            _ => file,
        };
        let word = match self {
            Fact::Base(_) => "FROM",
            Fact::User(_) => "USER",
            Fact::Port(_) => "EXPOSE",
            Fact::Variable(..) => "ENV",
        };
        let said: Vec<String> = instructions(stage)
            .into_iter()
            .filter_map(|line| {
                let (first, rest) = line.split_once(char::is_whitespace)?;
                first.eq_ignore_ascii_case(word).then(|| rest.trim().to_owned())
            })
            .collect();
        let held = match self {
            Fact::Base(image) => said
                .iter()
                .any(|rest| rest.split_whitespace().any(|word| bare_image(word) == bare_image(image))),
            // The last one is in force.
            Fact::User(user) => said.last().is_some_and(|last| last.split(':').next() == Some(user)),
            Fact::Port(port) => said
                .iter()
                .flat_map(|rest| rest.split_whitespace())
                .any(|word| word.split('/').next() == Some(port)),
            Fact::Variable(name, value) => said.iter().any(|rest| {
                let bare = |text: &str| text.trim_matches(['"', '\'']).to_owned();
                // `A="b c" D=e`, as a shell reads it.
                let words = shell_words::split(rest)
                    .unwrap_or_else(|_| rest.split_whitespace().map(str::to_owned).collect());
                let mut pairs = words.iter().filter_map(|word| word.split_once('='));
                pairs.any(|(one, other)| one == name && bare(other) == *value)
                    || rest
                        .split_once(' ')
                        .is_some_and(|(one, other)| one == name && bare(other.trim()) == *value)
            }),
        };
        (held, said)
    }
}

/// The name of an image without its digest and the registry that goes without saying.
fn bare_image(name: &str) -> &str {
    let name = name.split('@').next().unwrap_or(name);
    name.trim_start_matches("docker.io/").trim_start_matches("library/")
}

/// What a file says from its last FROM on.
fn last_stage(file: &str) -> &str {
    let starts = file.match_indices('\n').map(|(at, _)| at + 1).chain([0]);
    let is_from = |at: &usize| {
        file.get(*at..)
            .is_some_and(|rest| rest.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("from ")))
    };
    starts.filter(is_from).max().and_then(|at| file.get(at..)).unwrap_or(file)
}

/// The instructions of a file, each on one line.
fn instructions(file: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut open = false;
    for line in file.lines().map(str::trim).filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let bare = line.trim_end_matches('\\').trim_end();
        match all.last_mut().filter(|_| open) {
            Some(last) => {
                last.push(' ');
                last.push_str(bare);
            }
            None => all.push(bare.to_owned()),
        }
        open = line.ends_with('\\');
    }
    all
}

/// Whether a base or an entry point sets the user, where the file itself does not.
fn changes_user(stage: &Stage, file: &Source) -> bool {
    let based = instructions(&file.text).iter().any(|line| {
        let lower = line.to_lowercase();
        lower.starts_with("from ")
            && ["nonroot", "non-root", "unprivileged", "rootless"].iter().any(|word| lower.contains(word))
    });
    let steps_down = |text: &str| {
        ["gosu", "su-exec", "setpriv", "runuser", "s6-setuidgid", "chpst", "setuidgid"]
            .iter()
            .any(|program| whole_words(text, program).next().is_some())
    };
    let mut entries =
        stage.sources().files().iter().filter(|source| source.path.ends_with(".sh") && !source.is_test());
    based || steps_down(&file.text) || entries.any(|source| steps_down(&source.text))
}

fn look(stage: &Stage, fact: &Fact) -> Outcome {
    let files: Vec<_> = stage
        .sources()
        .files()
        .iter()
        .filter(|source| {
            let name = source.path.rsplit('/').next().unwrap_or_default().to_lowercase();
            (name.starts_with("dockerfile")
                || name.starts_with("containerfile")
                || name.ends_with(".dockerfile"))
                && !source.is_test()
        })
        .collect();
    let paths = files.iter().map(|file| file.path.as_str()).collect::<Vec<_>>().join(", ");
    if files.is_empty() {
        return Outcome::unproven("the repository has no Dockerfile");
    }
    let sent = format!("read {paths}");
    let told: Vec<_> = files.iter().map(|file| (file, fact.held(&file.text))).collect();
    if let Some((file, (_, said))) = told.iter().find(|(_, (held, _))| *held) {
        return Outcome::proven(Strength::Declared, format!("{} says so", file.path))
            .showing(sent, said.join("\n"));
    }
    match told.as_slice() {
        // What a variable gives is known at the build alone.
        [(_, (_, said))] if said.iter().any(|line| line.contains('$')) => {
            Outcome::unproven("the file takes it from a variable").showing(sent, said.join("\n"))
        }
        // The base, or what the entry point runs, may set a user of its own.
        [(file, (_, said))]
            if matches!(fact, Fact::User(_)) && said.is_empty() && changes_user(stage, file) =>
        {
            Outcome::unproven("the base or the entry point may set the user")
                .showing(sent, file.path.as_str())
        }
        [(_, (_, said))] if fact.is_said_otherwise(said) => {
            Outcome::unproven("the file says it in another form").showing(sent, said.join("\n"))
        }
        [(file, (_, said))] => {
            let found = if said.is_empty() { "nothing of it".to_owned() } else { said.join("; ") };
            Outcome::refuted(format!("{} says {found}", file.path)).showing(sent, said.join("\n"))
        }
        _ => Outcome::unproven(format!("none of {paths} says so")),
    }
}

#[cfg(test)]
mod tests {
    use super::PROBE;
    use crate::limits::{Limits, Stop};
    use crate::plan::Plan;
    use crate::stage::{Shared, Stage};
    use crate::testing::{Setup, facts_of_markdown};
    use abide_ledger::Verdict;
    use std::sync::Arc;

    const FILE: &str = "FROM alpine:3.20 AS build\nRUN true\nFROM python:3.12-slim\n# USER root\nUSER shelf\nENV SHELF_HOST=0.0.0.0 \\\n    SHELF_SIZE=\"5\"\nEXPOSE 8080/tcp\nCMD [\"shelf\"]\n";
    const DOCUMENTS: [&str; 3] = [
        "# T\n## Dependencies\nThe image is built from `python:3.12-slim`, runs as the user `shelf` and exposes port 8080.\n",
        "# T\n## Tech Stack\n| Layer | Technology | Notes |\n|---|---|---|\n| Delivery | Docker | `python:3.12-slim`, runs as user `shelf`, exposes `8080` |\n",
        "# T\n## Running\nThe container's base image is `python:3.12-slim`; it runs as `shelf`, exposing port 8080.\n",
    ];

    fn verdicts(file: &str, text: &str) -> Vec<Verdict> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("Dockerfile"), file).unwrap();
        let setup = Setup { repository: Some(folder.path().to_owned()), ..Setup::default() };
        let facts = Arc::new(facts_of_markdown(text, "", setup));
        let plan = Plan::of(&facts, &[&PROBE], &[]).unwrap();
        let shared = Shared::new(Limits::default(), Stop::new(), 1);
        let claims = plan.items.iter().flat_map(|item| &item.claims);
        claims.map(|(_, claim)| claim.attempt(&Stage::new(&facts, &shared, None)).verdict).collect()
    }

    #[test]
    fn an_image_that_is_as_stated_is_never_accused() {
        for text in DOCUMENTS {
            assert_eq!(verdicts(FILE, text), [Verdict::Proven; 3], "{text}");
        }
        let setting = "# T\n## Configuration\nIt listens on `SHELF_HOST` (default `127.0.0.1`; the image sets it to `0.0.0.0`).\n";
        assert_eq!(verdicts(FILE, setting), [Verdict::Proven]);
        assert_eq!(verdicts(&FILE.replace("SHELF_HOST=0.0.0.0 \\\n    ", ""), setting), [Verdict::Refuted]);
    }

    #[test]
    fn what_the_base_or_the_entry_point_may_set_accuses_nobody() {
        for (old, new) in [
            ("FROM python:3.12-slim\n# USER root\nUSER shelf\n", "FROM python:3.12-slim-nonroot\n"),
            ("USER shelf\n", "ENTRYPOINT [\"gosu\", \"shelf\"]\n"),
        ] {
            let found = verdicts(&FILE.replace(old, new), DOCUMENTS[0]);
            assert!(found.contains(&Verdict::Unproven), "{new}: {found:?}");
            let user = "# T\n## Dependencies\nThe image is built from `python:3.12-slim` and runs as the user `shelf`.\n";
            let found = verdicts(&FILE.replace(old, new), user);
            assert_eq!(
                found.iter().filter(|verdict| **verdict == Verdict::Unproven).count(),
                1,
                "{new}: {found:?}"
            );
        }
    }

    #[test]
    fn a_number_that_is_no_port_and_a_value_of_several_words_are_read() {
        let metrics =
            "# T\n## Dependencies\nThe image is built from `python:3.12-slim` and exposes 12 metrics.\n";
        assert_eq!(verdicts(FILE, metrics), [Verdict::Proven]);
        let setting = "# T\n## Configuration\nThe name is `SHELF_NAME` (default `x`; the image sets it to `big shelf`).\n";
        assert_eq!(
            verdicts(&FILE.replace("SHELF_SIZE=\"5\"", "SHELF_SIZE=5 SHELF_NAME=\"big shelf\""), setting),
            [Verdict::Proven]
        );
    }

    #[test]
    fn another_base_user_or_port_is_refuted() {
        for (old, new) in
            [("python:3.12-slim", "python:3.13-slim"), ("USER shelf\n", ""), ("8080/tcp", "8081")]
        {
            for text in DOCUMENTS {
                let found = verdicts(&FILE.replace(old, new), text);
                assert_eq!(
                    found.iter().filter(|verdict| **verdict == Verdict::Refuted).count(),
                    1,
                    "{new}: {text}"
                );
            }
        }
        assert_eq!(
            verdicts(&FILE.replace("python:3.12-slim", "${BASE}"), DOCUMENTS[0])[0],
            Verdict::Unproven
        );
    }
}
