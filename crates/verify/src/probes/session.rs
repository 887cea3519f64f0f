//! What a document shows of a terminal is what the commands print.

use crate::claim::{Claim, Needs, Outcome};
use crate::permit::{Permission, permit};
use crate::probe::{ItemContext, Probe};
use crate::session::{Likeness, Played, is_common, is_help, is_playable, is_tool, shows_the_machine};
use crate::stage::Stage;
use abide_ledger::Strength;
use abide_model::Kind;

/// What a document shows of a terminal is what the commands print.
pub const PROBE: Probe = Probe {
    name: "session",
    summary: "The commands of a terminal session print what the document shows",
    documentation: "\
Takes the commands of blocks that show a terminal (`$ tool add x`, then what it prints), and of a block of one command with its output in \
the block below.

Needs leave, as the commands of checks do: `[commands]`, `abide trust` or `--allow-run`. All blocks of a document are one session: the commands run \
one after the other in one shell, in an empty folder of their own, or in a copy of the project where a command needs its files, with a home \
of their own and the target's `env`. What installs something, reaches out of the machine or starts the target is left out. The session is played twice, and \
what did not go as shown once more with nothing but its section or its block.

Lines are compared one by one, in standard output or standard error. Spacing, times, ids, digests, durations, what stands before the last name of \
a path, what differs between the two plays, and what the document leaves out (`…`, `<id>`) are not compared, and where nothing else is left the command stays unproven; further lines are no fault. A line that is \
printed otherwise, or not at all, refutes the command that shows it, where all before it went as shown and something else of the session did: \
else the document may show another state than the one that was played. What tools for builds and tests print is not judged, nor what is of the machine (`ls -l`, `pwd`, `env`), of help only whether a flag is gone, and \
nothing of a document that says that it is not built yet.",
    kinds: &[Kind::Check],
    claims,
};

fn claims(context: &ItemContext) -> Vec<Claim> {
    let item = context.item;
    let (Some(command), Some(_)) = (item.text_field("command"), item.text_field("output")) else {
        return Vec::new();
    };
    let title = format!("`{command}` prints what is shown");
    let settled = |outcome: Outcome| vec![Claim::settled(title.as_str(), outcome)];
    if !is_playable(command) {
        return settled(Outcome::unproven(
            "it needs more than this machine, or is not whole, and was not run",
        ));
    }
    match permit(&context.facts.project, context.spec, command) {
        Permission::Blocked(reason) => return settled(Outcome::blocked(reason)),
        Permission::Start => return settled(Outcome::unproven("it starts the target, and does not end")),
        Permission::Run(_) | Permission::Migrate(_) => {}
    }
    let (number, id) = (context.number, item.id.clone());
    vec![Claim::new(title, Needs::Command, move |stage| {
        tried(stage, number, &id).unwrap_or_else(|outcome| outcome)
    })]
}

fn tried(stage: &Stage, number: usize, id: &str) -> Result<Outcome, Outcome> {
    let played = stage.played(number)?;
    let not_played = || Outcome::unproven("the session ended before it was its turn");
    let at = played.step_of(id).ok_or_else(not_played)?;
    let (Some(step), Some(Some(ran))) = (played.steps.get(at), played.ran.get(at)) else {
        return Err(not_played());
    };
    let before: Vec<&str> = played.steps[..at]
        .iter()
        .zip(&played.ran)
        .filter(|(_, ran)| ran.is_some())
        .map(|(step, _)| step.command.as_str())
        .collect();
    let sent =
        before.iter().chain([&step.command.as_str()]).map(|line| format!("$ {line}")).collect::<Vec<_>>();
    let seen = format!("exit code {}\n{}", ran.exit, ran.written().replace('\u{1}', "…").trim_end());
    let place = if played.copied { "a copy of the project" } else { "an empty folder" };
    let script = before.iter().copied().chain([step.command.as_str()]).collect::<Vec<_>>().join("\n");
    let repeat = format!("(cd \"$(mktemp -d)\" && {script})");
    let shown = |outcome: Outcome| {
        let outcome = outcome.showing(sent.join("\n"), seen.as_str());
        if played.copied { outcome } else { outcome.repeated_by(repeat.as_str()) }
    };
    if matches!(ran.exit, 126 | 127) && !played.held(at) {
        return Err(shown(Outcome::blocked("the program was not found or cannot be run")));
    }
    Ok(shown(match played.likeness.get(at).and_then(Option::as_ref) {
        None => not_played(),
        Some(Likeness::Same) => {
            Outcome::proven(Strength::Asserted, format!("played in {place}, it prints what is shown"))
        }
        Some(Likeness::Open) => {
            Outcome::unproven("nothing of what is shown stands still, so nothing was compared")
        }
        Some(Likeness::Shuffled) => Outcome::unproven("it prints all that is shown, in another order"),
        Some(Likeness::Other { shown, instead, related }) => {
            let what = match instead {
                Some(instead) => format!("it prints `{instead}` where `{shown}` is shown"),
                None => format!("it does not print `{shown}`, which is shown (exit code {})", ran.exit),
            };
            let spec = stage.facts.specs.get(number);
            let planned = spec.is_some_and(|spec| spec.stage.is_some() && !spec.is_implemented());
            let doubt = match planned {
                true => Some("the document does not say that it is built"),
                false => of_its_kind(&step.command, shown, &ran.written())
                    .or_else(|| doubt(&played, at, *related, &ran.written())),
            };
            match doubt {
                None => Outcome::refuted(what),
                Some(doubt) => Outcome::unproven(format!("{what}; {doubt}")),
            }
        }
    }))
}

/// Why what such a command prints may be otherwise: tools have words of their own, and help is laid out by the library that prints it.
fn of_its_kind(command: &str, shown: &str, written: &str) -> Option<&'static str> {
    if is_tool(command) {
        return Some("what a tool for builds and tests prints is its own");
    }
    if shows_the_machine(command) {
        return Some("what it shows is of the machine, or of what else lies there");
    }
    let flag = shown.split([' ', ',', '=']).find(|word| word.starts_with('-'));
    let gone = flag.is_some_and(|flag| {
        !written.split(|c: char| c.is_whitespace() || ",=[]".contains(c)).any(|word| word == flag)
    });
    (is_help(command) && !gone).then_some("how help is laid out is the matter of what prints it")
}

/// Why what went otherwise may be no fault of the program.
fn doubt(played: &Played, at: usize, related: bool, written: &str) -> Option<&'static str> {
    let step = played.steps.get(at)?;
    let is_own = |at: usize| played.own.get(at).copied().unwrap_or_default();
    let before = || (0..at).filter(|at| is_own(*at));
    if !is_own(at) && (!is_common(&step.command) || !before().any(|at| played.held(at))) {
        return Some("it is no command of the project, as far as the session shows");
    }
    let lacks = [
        "command not found",
        "no such file or directory",
        "modulenotfounderror",
        "importerror",
        "cannot find module",
        "connection refused",
        "econnrefused",
        "permission denied",
        "not installed",
        "could not resolve",
        "could not connect",
        "address already in use",
        "is required",
        "not set",
        "unauthorized",
    ];
    let (said, stated) = (written.to_lowercase(), step.output.as_deref().unwrap_or_default().to_lowercase());
    if lacks.iter().any(|lack| said.contains(lack) && !stated.contains(lack))
        && (!related || played.ran[at].as_ref().is_some_and(|ran| ran.exit != 0))
    {
        return Some("something that it needs may be missing here");
    }
    let open = |at: usize| played.likeness[at] == Some(Likeness::Open);
    let otherwise = |at: usize| match (&played.ran[at], &played.steps[at].output) {
        (Some(_), Some(_)) if !open(at) => !played.held(at),
        (Some(ran), _) => played.steps[at].block.is_some() && ran.exit != 0,
        (None, _) => played.steps[at].block.is_some(),
    };
    if before().any(otherwise) {
        return Some("an earlier command of the session did not go as shown, and this may follow from it");
    }
    // A version needs no state.
    let tells = |at: usize| {
        let command = &played.steps[at].command;
        !["--version", "--help", " -V", " -h", " help", " version"].iter().any(|flag| command.ends_with(flag))
    };
    let others = (0..played.steps.len()).filter(|other| {
        *other != at && is_own(*other) && played.held(*other) && !is_tool(&played.steps[*other].command)
    });
    let grounded = match related {
        true => others.count() > 0,
        false => before()
            .any(|other| played.held(other) && tells(other) && played.steps[other].block == step.block),
    };
    (!grounded).then_some("nothing else of the session shows that it was played in the state that is meant")
}

#[cfg(test)]
mod tests;
