//! Playing a session: all of it in one shell, twice; then with less before what did not go as shown.

use super::{Likeness, Step, World, is_common, is_of_the_machine, is_playable, likeness, program_of, steps};
use crate::claim::Outcome;
use crate::facts::SpecFacts;
use crate::permit::{Permission, permit};
use crate::process::{self, Exit, Launch};
use crate::stage::Stage;
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

/// How long one play may take, and all that are made of a document.
const LONGEST: Duration = Duration::from_secs(120);

/// What a step did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ran {
    /// Its exit code; none where the shell ended before it was told.
    pub exit: i32,
    /// What it wrote to standard output.
    pub output: String,
    /// What it wrote to standard error.
    pub errors: String,
}

impl Ran {
    /// Either stream, and both together in either order.
    fn streams(&self) -> Vec<String> {
        let both = |one: &str, two: &str| match one.is_empty() || one.ends_with('\n') {
            true => format!("{one}{two}"),
            false => format!("{one}\n{two}"),
        };
        vec![
            self.output.clone(),
            self.errors.clone(),
            both(&self.output, &self.errors),
            both(&self.errors, &self.output),
        ]
    }

    /// All that it wrote.
    pub fn written(&self) -> String {
        self.streams().into_iter().nth(2).unwrap_or_default()
    }
}

/// A session as it went.
#[derive(Debug)]
pub struct Played {
    /// Its steps.
    pub steps: Vec<Step>,
    /// What each did in the first play; none where it was not played.
    pub ran: Vec<Option<Ran>>,
    /// How what each shows is like what it printed, at best; none where it shows nothing or was not played.
    pub likeness: Vec<Option<Likeness>>,
    /// Whether each is a program of the project.
    pub own: Vec<bool>,
    /// Whether it was played in a copy of the project.
    pub copied: bool,
}

impl Played {
    /// Plays the session of a document.
    pub fn of(stage: &Stage, spec: &SpecFacts) -> Result<Self, Outcome> {
        let steps = steps(spec);
        let programs: BTreeSet<String> = steps
            .iter()
            .filter(|step| step.output.is_some() && !is_common(&step.command))
            .map(|step| program_of(&step.command))
            .collect();
        let is_own = |step: &Step| {
            programs.contains(&program_of(&step.command)) && !is_of_the_machine(stage, &step.command)
        };
        let own: Vec<bool> = steps.iter().map(is_own).collect();
        let plays = |at: usize| {
            let step: &Step = &steps[at];
            is_playable(&step.command)
                && (own[at] || step.block.is_some())
                && matches!(
                    permit(&stage.facts.project, spec, &step.command),
                    Permission::Run(_) | Permission::Migrate(_)
                )
        };
        let all: Vec<usize> = (0..steps.len()).filter(|at| plays(*at)).collect();
        let copied = all.iter().any(|at| needs_project(stage, &steps[*at].command));
        let began = Instant::now();
        let mut play = Play { stage, steps: &steps, copied };
        let first = play.perform(&all)?;
        let second = play.perform(&all)?;
        let mut alike = vec![None; steps.len()];
        for at in 0..steps.len() {
            if let (Some(shown), Some(one), Some(two)) = (&steps[at].output, &first[at], &second[at]) {
                alike[at] = Some(likeness(shown, &one.streams(), &two.streams()));
            }
        }
        // A document may start anew with each block, or with each section.
        let differs = |alike: &[Option<Likeness>], at: usize| {
            alike[at].as_ref().is_some_and(|likeness| !matches!(likeness, Likeness::Same | Likeness::Open))
        };
        let open: Vec<usize> = all.iter().copied().filter(|at| differs(&alike, *at)).collect();
        let mut tried: BTreeSet<Vec<usize>> = BTreeSet::from([all.clone()]);
        for at in open {
            let of = |keep: &dyn Fn(&Step) -> bool| -> Vec<usize> {
                all.iter().copied().filter(|other| keep(&steps[*other])).collect()
            };
            let ways = [
                of(&|step| step.block.is_some()),
                of(&|step| step.section == steps[at].section),
                of(&|step| step.block.is_some() && step.block == steps[at].block),
            ];
            for way in ways {
                if differs(&alike, at) && began.elapsed() < LONGEST && tried.insert(way.clone()) {
                    let again = play.perform(&way)?;
                    for at in way {
                        if let (Some(shown), Some(ran)) = (&steps[at].output, &again[at])
                            && differs(&alike, at)
                            && likeness(shown, &ran.streams(), &ran.streams()) == Likeness::Same
                        {
                            alike[at] = Some(Likeness::Same);
                        }
                    }
                }
            }
        }
        Ok(Self { ran: first, likeness: alike, own, copied, steps })
    }

    /// The number of the step that an item states.
    pub fn step_of(&self, item: &str) -> Option<usize> {
        self.steps.iter().position(|step| step.item.as_deref() == Some(item))
    }

    /// Whether a step that shows its output printed it.
    pub fn held(&self, at: usize) -> bool {
        self.likeness.get(at).is_some_and(|likeness| *likeness == Some(Likeness::Same))
    }
}

/// Runs commands in a folder of their own, without these variables.
pub fn fresh(stage: &Stage, commands: &[&str], unset: &[String]) -> Result<Vec<Option<Ran>>, Outcome> {
    let world = world(stage, commands, copied(stage, commands))?;
    let mut environment = world.environment(stage);
    for (name, _) in stage.facts.project.resolved.environment.iter().filter(|_| !unset.is_empty()) {
        environment.remove(name);
    }
    environment.retain(|name, _| !unset.contains(name));
    perform(stage, &world, commands, &environment)
}

/// Runs commands where the session of a document has been played; the commands before them, and what they did.
pub fn after_session(
    stage: &Stage,
    number: usize,
    commands: &[&str],
) -> Result<(Vec<String>, Vec<Option<Ran>>), Outcome> {
    let played = stage.played(number)?;
    let before: Vec<String> = played
        .steps
        .iter()
        .zip(&played.ran)
        .filter(|(_, ran)| ran.is_some())
        .map(|(step, _)| step.command.clone())
        .collect();
    let all: Vec<&str> = before.iter().map(String::as_str).chain(commands.iter().copied()).collect();
    let world = world(stage, &all, copied(stage, &all))?;
    let mut ran = perform(stage, &world, &all, &world.environment(stage))?;
    let ran = ran.split_off(before.len());
    Ok((before, ran))
}

/// Whether commands are to run in a copy of the project, since one of them needs its files.
pub fn copied(stage: &Stage, commands: &[&str]) -> bool {
    commands.iter().any(|command| needs_project(stage, command))
}

/// An empty folder, or a copy of the project.
fn world(stage: &Stage, commands: &[&str], copied: bool) -> Result<World, Outcome> {
    let world = if copied { World::copy(stage, &commands.join("\n")) } else { World::empty() };
    world.map_err(|error| Outcome::blocked(format!("there is no room to run it in: {error}")))
}

/// The commands of a session as they are played.
struct Play<'a> {
    stage: &'a Stage<'a>,
    steps: &'a [Step],
    copied: bool,
}

impl Play<'_> {
    /// Plays some of the steps in a world of their own.
    fn perform(&mut self, which: &[usize]) -> Result<Vec<Option<Ran>>, Outcome> {
        let commands: Vec<&str> = which.iter().map(|at| self.steps[*at].command.as_str()).collect();
        let world = world(self.stage, &commands, self.copied)?;
        let ran = perform(self.stage, &world, &commands, &world.environment(self.stage))?;
        let mut all = vec![None; self.steps.len()];
        for (at, ran) in which.iter().zip(ran) {
            all[*at] = ran;
        }
        Ok(all)
    }
}

/// Runs commands one after the other in one shell, and tells what each did.
fn perform(
    stage: &Stage,
    world: &World,
    commands: &[&str],
    environment: &BTreeMap<String, String>,
) -> Result<Vec<Option<Ran>>, Outcome> {
    let failed =
        |error: std::io::Error| Outcome::blocked(format!("the session could not be written: {error}"));
    let path = |name: &str, at: usize| world.step(&format!("{at}.{name}"));
    let quoted = |name: &str, at: usize| shell_words::quote(&path(name, at).to_string_lossy()).into_owned();
    let mut script = String::from("abide_exit=0\n");
    for (at, command) in commands.iter().enumerate() {
        std::fs::write(path("sh", at), format!("{command}\n")).map_err(failed)?;
        // `$?` is that of the step before, as somebody who types sees it.
        script.push_str(&format!(
            "(exit $abide_exit); . {} >{} 2>{} </dev/null; abide_exit=$?; echo $abide_exit >{}\n",
            quoted("sh", at),
            quoted("out", at),
            quoted("err", at),
            quoted("code", at)
        ));
    }
    let main = world.step("session.sh");
    std::fs::write(&main, script).map_err(failed)?;
    let paths: Vec<_> =
        environment.get("PATH").map(|path| std::env::split_paths(path).collect()).unwrap_or_default();
    let shell = if paths.iter().any(|folder: &std::path::PathBuf| folder.join("bash").is_file()) {
        "bash"
    } else {
        "sh"
    };
    let words = [shell.to_owned(), main.to_string_lossy().into_owned()];
    let launch =
        Launch { words: &words, folder: &world.work(), environment, keep: stage.shared.limits.output };
    let limit = stage.command_limit().min(LONGEST);
    let finished = process::run(launch, limit, &stage.shared.stop)
        .map_err(|error| Outcome::blocked(format!("no shell could be started: {error}")))?;
    if finished.exit == Exit::Stopped {
        return Err(Outcome::inconclusive("the run was stopped"));
    }
    let read = |name: &str, at: usize| -> String {
        let bytes = std::fs::read(path(name, at)).unwrap_or_default();
        let kept = bytes.get(..stage.shared.limits.output).unwrap_or(&bytes);
        without_today(&world.hide(&String::from_utf8_lossy(kept)))
    };
    let ran = |at: usize| {
        let exit = std::fs::read_to_string(path("code", at)).ok()?.trim().parse().ok()?;
        Some(Ran { exit, output: read("out", at), errors: read("err", at) })
    };
    Ok((0..commands.len()).map(ran).collect())
}

/// What is printed of today says nothing: the document was written on another day.
fn without_today(text: &str) -> String {
    let today = jiff::Zoned::now().date();
    let mut text = text.to_owned();
    for date in [today, today.yesterday().unwrap_or(today), today.tomorrow().unwrap_or(today)] {
        text = text.replace(&date.to_string(), "\u{1}");
    }
    text
}

/// Whether a command speaks of files of the project, or is started through its tools.
fn needs_project(stage: &Stage, command: &str) -> bool {
    let folder = &stage.facts.project.folder;
    let words = shell_words::split(command).unwrap_or_default();
    let there = |word: &str| {
        let plain = !word.is_empty() && !word.starts_with(['-', '/', '~', '$']) && !word.contains("..");
        plain && folder.join(word).exists()
    };
    let module = words.windows(3).any(|words| {
        matches!(words, [_, flag, module] if flag == "-m"
            && module.split('.').next().is_some_and(|name| there(name) || there(&format!("{name}.py")) || there(&format!("src/{name}"))))
    });
    let tools = [
        "cargo", "npm", "npx", "pnpm", "yarn", "bun", "go", "make", "just", "uv", "poetry", "dotnet",
        "bundle", "rake", "mvn", "gradle", "pdm", "pipenv", "tox", "nox", "mix", "task",
    ];
    let first = super::program(command).first().copied().unwrap_or_default().to_owned();
    module
        || tools.contains(&first.as_str())
        || first.starts_with("./")
        // The program is what is called, whatever folder has its name.
        || words.iter().skip(1).any(|word| there(word))
}
