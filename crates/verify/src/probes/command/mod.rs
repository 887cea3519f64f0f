//! The commands of checks do what the checks say.

mod circumstance;
mod expectation;
mod held;
mod named;
mod phrase;
mod token;

use crate::claim::{Claim, Needs, Outcome};
use crate::permit::{Permission, permit};
use crate::probe::{ItemContext, Probe};
use crate::process::{Exit, Finished};
use crate::session::is_playable;
use crate::stage::Stage;
use crate::target::Places;
use abide_ledger::Strength;
use abide_model::Kind;
use circumstance::Circumstance;
use expectation::Expectation;
use named::Meaning;
use std::sync::Arc;

/// The commands of checks do what the checks say.
pub const PROBE: Probe = Probe {
    name: "command",
    summary: "The commands of checks do what the checks say",
    documentation: "\
Takes checks that name a command in a code span (`` `tool --version` prints `1.2` ``, exits 0, fails with …, passes, → `ok`, or nothing \
further), and checks that mean a command of `[commands]` by its name (\"all unit tests pass\").

Needs leave: a command runs only where its words or its name stand in `[commands]`, where it is the target's `migrate`, where somebody \
allowed the specification's commands (`abide trust`), or with `--allow-run`. It runs in the folder of `abide.toml`, without a shell \
unless it is written for one, in a process group of its own that is ended with it, with the environment that abide was given but for \
the variables that roles are known by. The target's `timeout` is its limit.

A check is refuted where the command ends otherwise than stated, or does not print what is stated. Output is compared by words, in \
standard output and standard error; `...` stands for anything. A check that holds under a condition is tried in a folder of its own: an empty \
one (\"in an empty folder\", \"without a database\"), twice (\"run twice\", \"a second time\"), without any setting (\"when nothing is set\"), or else \
after the terminal session that the document shows, which refutes it only where its exit or its text came as stated and the other did not. \
Where a check says more than its command shows, it stays unproven. What is stated about output makes the proof asserted, an exit code alone makes it executed. \
With `--controls`, the command is run once more in an empty folder with the target ended: one that passes there too proves nothing, \
and one that fails makes the proof fault-tested.",
    kinds: &[Kind::Check],
    claims,
};

fn claims(context: &ItemContext) -> Vec<Claim> {
    let Some(command) = context.item.text_field("command") else { return named(context) };
    // What a terminal shows is played as a session.
    if context.item.text_field("output").is_some() {
        return Vec::new();
    }
    let title = |command: &str| format!("`{command}` does what is stated");
    let settled = |reason: String| vec![Claim::settled(title(command), Outcome::unproven(reason))];
    let statement = match context.item.text_field("expected") {
        Some(expected) => format!("`{command}` → {expected}"),
        None => match line_of_a_block(context.source(), command) {
            Some(_) if command.starts_with("cd ") || command.starts_with("export ") => {
                return settled(format!("`{command}` only prepares the commands that follow it"));
            }
            Some(_) if follows_preparation(context) => {
                return settled(
                    "it follows a command that prepares it, and is not run on its own".to_owned(),
                );
            }
            Some(statement) => statement,
            None => context.source().to_owned(),
        },
    };
    // "… and exits with 0, or with 1 when it fails": the other case is another statement.
    let statement = match context.item.fields.contains_key("told") {
        true => first_case(&statement).to_owned(),
        false => statement,
    };
    let expectation = Expectation::read(&statement, command);
    let commands = std::iter::once(command).chain(expectation.also.iter().map(String::as_str));
    let under = Circumstance::of(&statement, expectation.condition.is_some());
    let told = context.item.fields.contains_key("told") && under.is_none();
    let under = if told { Some(Circumstance::Told) } else { under };
    commands.map(|command| claim(context, command, expectation.clone(), title(command), under)).collect()
}

fn claim(
    context: &ItemContext,
    command: &str,
    expectation: Expectation,
    title: String,
    under: Option<Circumstance>,
) -> Claim {
    let settled = |outcome| Claim::settled(title.as_str(), outcome);
    if command.contains("...") || command.contains('…') || placeholder(command) || command.ends_with('\\') {
        return settled(Outcome::unproven(format!(
            "`{command}` is not whole and cannot be run as it stands"
        )));
    }
    let conditional = under.filter(|_| expectation.says_something() && is_playable(command));
    if let Some(word) = expectation.condition.as_ref().filter(|_| conditional.is_none()) {
        return settled(Outcome::unproven(format!(
            "it holds under a condition (“{word} …”) that no probe sets up"
        )));
    }
    if !expectation.says_something() {
        let rest = expectation.rest.join(" ");
        return settled(Outcome::unproven(format!(
            "“{rest}” is nothing that the end or the output of a command shows"
        )));
    }
    if is_request(command) {
        return settled(Outcome::unproven(
            "a request to some address is no command on the system under test",
        ));
    }
    match permit(&context.facts.project, context.document, command) {
        Permission::Blocked(reason) => settled(Outcome::blocked(reason)),
        Permission::Start => Claim::new(title, Needs::Target, started),
        Permission::Run(_) | Permission::Migrate(_) if conditional.is_some() => {
            let (number, command) = (context.number, command.to_owned());
            let under = conditional.unwrap_or(Circumstance::Shown);
            Claim::new(title, Needs::Command, move |stage| {
                circumstance::tried(stage, number, &command, &expectation, under)
            })
        }
        Permission::Run(words) => running(title, expectation, words.into()),
        Permission::Migrate(words) => Claim::new(title, Needs::Command, move |stage| {
            let Ok(places) = Places::new(None) else {
                return Outcome::blocked("there is no room for a database of its own");
            };
            match stage.run_for_target(&words, &places, &places.database()) {
                Ok(finished) => outcome(stage, &expectation, &words, &finished),
                Err(outcome) => outcome,
            }
        }),
    }
}

/// A statement up to what holds in another case.
fn first_case(statement: &str) -> &str {
    let cut = [", or with ", ", or exits ", ", or 1 ", ", or 2 ", "; otherwise", ", otherwise"];
    let end = cut.iter().filter_map(|words| statement.find(words)).min();
    end.and_then(|end| statement.get(..end)).unwrap_or(statement)
}

/// A line of a code block as a statement: what follows `#` is a remark, or what is expected.
fn line_of_a_block(source: &str, command: &str) -> Option<String> {
    let line = source.trim().trim_start_matches("$ ");
    let after = line.strip_prefix(command)?.trim();
    if line.contains('`') || !(after.is_empty() || after.starts_with('#')) {
        return None;
    }
    let remark = after.trim_start_matches('#').trim();
    let expected = ["=>", "->", "→", "⇒"].iter().find_map(|arrow| remark.strip_prefix(arrow));
    Some(match expected {
        Some(expected) => format!("`{command}` → ``{}``", expected.trim()),
        None => format!("`{command}`"),
    })
}

/// Whether a line of a block comes after one that changes folders or variables for it.
fn follows_preparation(context: &ItemContext) -> bool {
    let checks = context
        .spec
        .of_kind(Kind::Check)
        .filter(|check| check.line < context.item.line && check.line + 20 > context.item.line);
    let prepares =
        |command: &str| ["cd ", "export ", "source ", ". "].iter().any(|start| command.starts_with(start));
    let mut commands = checks
        .filter(|check| check.section == context.item.section)
        .filter_map(|check| check.text_field("command"));
    commands.any(prepares)
}

fn named(context: &ItemContext) -> Vec<Claim> {
    let item = context.item;
    let text = item.text_field("text").unwrap_or(&item.text);
    let project = &context.facts.project;
    match named::meaning(text, &project.commands) {
        Meaning::Nothing => Vec::new(),
        Meaning::Commands(names) => names.iter().map(|name| named_claim(context, name)).collect(),
        Meaning::Unnamed(name) => vec![Claim::settled(
            format!("{name} pass"),
            Outcome::blocked(format!(
                "abide.toml names no command for it; add `{name} = [\"…\"]` under `[commands]`"
            )),
        )],
        Meaning::More(names, rest) => vec![Claim::settled(
            format!("{} passes", names.join(" and ")),
            Outcome::unproven(format!(
                "`{}` of abide.toml may be meant, and does not show “{rest}”",
                names.join("`, `")
            )),
        )],
    }
}

fn named_claim(context: &ItemContext, name: &str) -> Claim {
    let words: Arc<[String]> = context.facts.project.commands.get(name).cloned().unwrap_or_default().into();
    running(format!("`{name}` of abide.toml passes"), Expectation::read("", ""), words)
}

/// A command, and the same one in an empty folder, where it must fail.
fn running(title: String, expectation: Expectation, words: Arc<[String]>) -> Claim {
    let (expected, again) = (expectation.clone(), Arc::clone(&words));
    let attempt = move |stage: &Stage| match stage.run(&words, &stage.facts.project.command_environment()) {
        Ok(finished) => outcome(stage, &expectation, &words, &finished),
        Err(outcome) => outcome,
    };
    Claim::new(title, Needs::Command, attempt).controlled_by(move |stage| {
        match stage.run_nowhere(&again, &stage.facts.project.command_environment()) {
            Ok(finished) => outcome(stage, &expected, &again, &finished),
            Err(outcome) => outcome,
        }
    })
}

fn outcome(stage: &Stage, expectation: &Expectation, words: &[String], finished: &Finished) -> Outcome {
    let (sent, repeat) = (shell_words::join(words), stage.repeated(words));
    let mut seen = finished.exit.to_string();
    for (name, text) in [("standard output", &finished.output), ("standard error", &finished.errors)] {
        if !text.trim().is_empty() {
            seen.push_str(&format!("\n{name}:\n{}", text.trim_end()));
        }
    }
    let shown = |outcome: Outcome| outcome.showing(sent.as_str(), seen.as_str()).repeated_by(repeat.as_str());
    match finished.exit {
        Exit::Stopped => return shown(Outcome::inconclusive("the run was stopped")),
        Exit::TimedOut => {
            let limit = stage.command_limit();
            return shown(Outcome::inconclusive(format!(
                "it did not end within {limit:?}; raise the target's `timeout`"
            )));
        }
        // What a shell says when there is no such program is no answer of the program.
        Exit::Code(126 | 127) => {
            return shown(Outcome::blocked("the program was not found or cannot be run"));
        }
        _ => {}
    }
    let rest = expectation.rest.join(" ");
    match expectation.violated_by(finished) {
        Some(violation) if expectation.place.is_some() => {
            shown(Outcome::unproven(format!("{violation}; it is stated “{rest}”, which may be elsewhere")))
        }
        Some(violation) => shown(Outcome::refuted(violation)),
        None if !rest.is_empty() => shown(Outcome::unproven(format!(
            "it ended as stated ({}); “{rest}” was not tried",
            finished.exit
        ))),
        None => {
            let asserted = expectation.speaks_of_output();
            let strength = if asserted { Strength::Asserted } else { Strength::Executed };
            let printed = if asserted { "printed what is stated, " } else { "" };
            shown(Outcome::proven(strength, format!("{printed}{}", finished.exit)))
        }
    }
}

fn started(stage: &Stage) -> Outcome {
    match stage.target() {
        Ok(target) if target.is_our_own() => {
            Outcome::proven(Strength::Executed, "the target was started with it and got ready")
                .showing("the target's `start`", target.output())
        }
        Ok(_) => Outcome::unproven("the target was not started by this run"),
        Err(outcome) => outcome,
    }
}

/// `tool <file>`, `tool {id}`, `tool YOUR_KEY`
fn placeholder(command: &str) -> bool {
    let angled = command.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    let inner = angled.map(|(inner, _)| inner).unwrap_or_default();
    let named = |inner: &str| {
        !inner.is_empty() && inner.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '))
    };
    named(inner) || command.contains("YOUR_") || command.contains("{id}")
}

fn is_request(command: &str) -> bool {
    let program = command.split_whitespace().next().unwrap_or_default();
    matches!(program, "curl" | "wget" | "http" | "https" | "xh" | "httpie") && !command.contains("--version")
}

#[cfg(test)]
mod tests;
