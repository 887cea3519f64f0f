//! Commands and options of a command-line program are those that it tells of itself.

use crate::claim::{Claim, Needs, Outcome};
use crate::database::DefaultValue;
use crate::pattern::pattern;
use crate::permit::{Permission, permit};
use crate::probe::{ItemContext, Probe};
use crate::session::{Ran, fresh, is_common, is_of_the_machine, is_playable, is_tool};
use crate::source::whole_words;
use crate::stage::Stage;
use abide_ledger::Strength;
use abide_model::Kind;
use std::collections::BTreeSet;

/// Commands and options of a command-line program are those that it tells of itself.
pub const PROBE: Probe = Probe {
    name: "usage",
    summary: "The commands and options that a document gives a program are those of its `--help`",
    documentation: "\
Takes commands of a command line as a document shows their use: `tool export FILE [--format csv|json]`, and options with the defaults that are \
said of them.

Needs leave to run the program (`[commands]`, `abide trust` or `--allow-run`). It runs `tool export --help` and `tool --help` in an empty folder, \
and nothing else. A program that tells nothing of itself leaves the statement unproven.

A command is refuted where the help of the program lists other documented commands and not this one, and the program does not take it; an option where \
the help of its command lists other options and not this one, nor does that of the program; a choice where the help lists the choices of the option \
without it; a default where the help gives another one. What is found is a declaration: no option is used.",
    kinds: &[Kind::Rpc],
    claims,
};

/// A command as a document shows its use.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Usage {
    program: String,
    commands: Vec<String>,
    options: Vec<(String, Vec<String>)>,
}

impl Usage {
    /// Reads a signature; none where it is no command of a command line.
    fn read(signature: &str) -> Option<Self> {
        let bare = signature.trim().trim_start_matches("$ ").trim_start_matches("Usage: ");
        let mut words = bare.split_whitespace();
        let program = words.next()?.to_owned();
        let named = |word: &str| {
            word.len() > 1
                && word.starts_with(|c: char| c.is_ascii_lowercase())
                && word
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_'))
        };
        if !named(&program) {
            return None;
        }
        let rest: Vec<&str> = words.collect();
        let commands: Vec<String> =
            rest.iter().take_while(|word| named(word)).map(|word| (*word).to_owned()).collect();
        let more = rest.get(commands.len()..).unwrap_or_default().join(" ");
        let option = |found: regex::Captures| {
            let choices =
                found.get(2).map(|choices| choices.as_str().trim_matches(['{', '}', '<', '>', '(', ')']));
            let choices = choices.filter(|choices| choices.contains('|')).map(|choices| {
                choices.split('|').map(str::to_owned).filter(|choice| named(choice)).collect::<Vec<_>>()
            });
            (found[1].to_owned(), choices.unwrap_or_default())
        };
        let options: Vec<_> = OPTION.captures_iter(&more).map(option).collect();
        let shown = more.is_empty()
            || !options.is_empty()
            || more.starts_with(['<', '[', '{'])
            || more.chars().next().is_some_and(char::is_uppercase);
        (shown && commands.len() <= 3 && (!commands.is_empty() || !options.is_empty())).then_some(Self {
            program,
            commands,
            options,
        })
    }

    fn called(&self) -> String {
        std::iter::once(&self.program).chain(&self.commands).cloned().collect::<Vec<_>>().join(" ")
    }
}

// `--format csv|json`, `--limit=N`
pattern!(OPTION, r"(--[A-Za-z][\w-]+)(?:[ =]([^\s\[\]-][^\s\[\]]*))?");
// "default 20", "defaults to `name`": a word alone may be any word of the sentence.
pattern!(DEFAULT, r"(?i)\bdefault(?:s? to|s? is|s|:)? (?:`([^`]+)`|(\d+(?:\.\d+)?)(?:[\s,;).]|$))");

fn claims(context: &ItemContext) -> Vec<Claim> {
    let item = context.item;
    let signature = item.text_field("signature").unwrap_or(&item.key);
    if signature.contains(['(', '/', '.', '=']) && !signature.contains("--") {
        return Vec::new();
    }
    let Some(usage) = Usage::read(signature) else { return Vec::new() };
    let called = usage.called();
    let others: Vec<String> = context
        .spec
        .of_kind(Kind::Rpc)
        .filter(|other| other.id != item.id)
        .filter_map(|other| Usage::read(other.text_field("signature").unwrap_or(&other.key)))
        .filter(|other| other.program == usage.program)
        .filter_map(|other| other.commands.first().cloned())
        .filter(|other| Some(other) != usage.commands.first())
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    // One name in words alone may be anything.
    let sure = !usage.options.is_empty() || others.len() >= 2;
    let planned = context.document.stage.is_some() && !context.document.is_implemented();
    if !sure || planned || is_common(&called) || is_tool(&called) || !is_playable(&called) {
        return Vec::new();
    }
    let command = format!("{called} --help");
    let title = format!("`{command}` tells of what is stated");
    if let Permission::Blocked(reason) = permit(&context.facts.project, context.document, &command) {
        return vec![Claim::settled(title, Outcome::blocked(reason))];
    }
    let default =
        item.text_field("description").and_then(stated_default).filter(|_| usage.options.len() == 1);
    vec![Claim::new(title, Needs::Command, move |stage| {
        tried(stage, &usage, &others, default.as_deref()).unwrap_or_else(|outcome| outcome)
    })]
}

/// "at most N rows, default 20", "(default: `20`)"
fn stated_default(description: &str) -> Option<String> {
    let found = DEFAULT.captures(description)?;
    Some(found.get(1).or_else(|| found.get(2))?.as_str().to_owned())
}

fn is_help(ran: &Ran) -> bool {
    let text = ran.written();
    ran.exit == 0
        && (text.to_lowercase().contains("usage") || text.contains("--help") || text.contains("--version"))
}

fn has(text: &str, word: &str) -> bool {
    if word.strip_prefix("--no-").is_some_and(|rest| text.contains(&format!("--[no-]{rest}"))) {
        return true;
    }
    let bare = word.trim_start_matches('-');
    whole_words(text, bare).any(|at| {
        let ends = !text[at + bare.len()..].starts_with(['-', '_']);
        let begins = match word.starts_with("--") {
            // Some libraries write long options with one hyphen.
            true => ["--", "--[no-]", " -", "\t-", "\n-"].iter().any(|before| text[..at].ends_with(before)),
            false => !text[..at].ends_with(['-', '_']),
        };
        begins && ends
    })
}

fn tried(stage: &Stage, usage: &Usage, others: &[String], default: Option<&str>) -> Result<Outcome, Outcome> {
    let called = usage.called();
    if is_of_the_machine(stage, &called) {
        return Err(Outcome::unproven(format!("{} is a program of this machine", usage.program)));
    }
    let (own, whole) = (format!("{called} --help"), format!("{} --help", usage.program));
    let ran = fresh(stage, &[&own, &whole], &[])?;
    let [Some(of_command), Some(of_program)] = ran.as_slice() else {
        return Err(Outcome::unproven(format!("`{own}` did not end")));
    };
    let shown = |outcome: Outcome, ran: &Ran, command: &str| {
        outcome
            .showing(command, format!("exit code {}\n{}", ran.exit, ran.written().trim_end()))
            .repeated_by(command)
    };
    if matches!(of_command.exit, 126 | 127) {
        return Err(shown(Outcome::unproven(format!("{} was not found", usage.program)), of_command, &own));
    }
    let overview = of_program.written();
    if !is_help(of_command) {
        let known = others.iter().filter(|other| has(&overview, other)).count();
        let first = usage.commands.first();
        // What it says of a command that it does not know, as programs do.
        let unknown = [
            "invalid choice",
            "unknown command",
            "no such command",
            "unrecognized",
            "unrecognised",
            "unknown subcommand",
            "is not a",
        ];
        let said = of_command.written().to_lowercase();
        let refuses = |first: &String| unknown.iter().any(|words| said.contains(words)) && has(&said, first);
        let lacking = first.filter(|first| !has(&overview, first) || refuses(first));
        return Err(match lacking {
            Some(lacking)
                if is_help(of_program) && known >= 2 && known * 2 > others.len() && of_command.exit != 0 =>
            {
                let reason = format!(
                    "the help of {} tells of {known} other documented commands and not of {lacking}, which it does not take",
                    usage.program
                );
                shown(Outcome::refuted(reason), of_program, &whole)
            }
            _ => shown(Outcome::unproven(format!("`{own}` tells nothing of itself")), of_command, &own),
        });
    }
    let text = of_command.written();
    // A program that shows its overview whatever it is asked says nothing of the command.
    if let Some(first) = usage.commands.first()
        && text == overview
        && !has(&overview, first)
    {
        return Err(shown(Outcome::unproven(format!("`{own}` shows nothing of {first}")), of_command, &own));
    }
    let listed = |option: &str| has(&text, option) || has(&overview, option);
    let lacking: Vec<&str> =
        usage.options.iter().map(|(option, _)| option.as_str()).filter(|option| !listed(option)).collect();
    // A program that shows its overview for every command says nothing of the options of this one.
    if !lacking.is_empty() && !usage.commands.is_empty() && text.trim() == overview.trim() {
        let reason = format!("`{own}` shows only what `{whole}` shows");
        return Err(shown(Outcome::unproven(reason), of_command, &own));
    }
    if !lacking.is_empty() {
        let further = OPTION
            .captures_iter(&text)
            .map(|found| found[1].to_owned())
            .filter(|option| !matches!(option.as_str(), "--help" | "--version"))
            .count();
        let reason = format!("`{own}` does not list {}", lacking.join(", "));
        let outcome = match further > 0
            || lacking.len() < usage.options.len()
            || text.to_lowercase().contains("options:")
        {
            true => Outcome::refuted(reason),
            false => Outcome::unproven(format!("{reason}, nor any other option")),
        };
        return Err(shown(outcome, of_command, &own));
    }
    for (option, choices) in usage.options.iter().filter(|(_, choices)| !choices.is_empty()) {
        let Some(known) = choices_of(&text, option) else { continue };
        let lacking: Vec<&str> =
            choices.iter().filter(|choice| !known.contains(choice)).map(String::as_str).collect();
        if !lacking.is_empty() {
            let reason =
                format!("`{own}` lists {} for {option}, without {}", known.join(", "), lacking.join(", "));
            return Err(shown(Outcome::refuted(reason), of_command, &own));
        }
    }
    if let (Some(default), Some((option, _))) = (default, usage.options.first())
        && let Some(found) = default_of(&text, option)
        && !DefaultValue::read(&found).same(&DefaultValue::read(default))
    {
        let reason = format!("the default of {option} is stated as {default}, and `{own}` says {found}");
        return Err(shown(Outcome::refuted(reason), of_command, &own));
    }
    let options: Vec<&str> = usage.options.iter().map(|(option, _)| option.as_str()).collect();
    let what = if options.is_empty() { "the command".to_owned() } else { options.join(", ") };
    Ok(shown(Outcome::proven(Strength::Declared, format!("`{own}` tells of {what}")), of_command, &own))
}

/// `--format {csv,json}`, `--format <csv|json>`, `[possible values: csv, json]`
fn choices_of(help: &str, option: &str) -> Option<Vec<String>> {
    let at = help.find(&format!("{option} ")).or_else(|| help.find(&format!("{option}=")))?;
    let rest = help.get(at + option.len() + 1..)?;
    let list = |inner: &str, by: &[char]| {
        let choices: Vec<String> = inner.split(by).map(|choice| choice.trim().to_owned()).collect();
        (choices.len() > 1).then_some(choices)
    };
    if let Some(inner) = rest.strip_prefix('{') {
        return list(inner.split_once('}')?.0, &[',', '|']);
    }
    let line = rest.lines().next()?;
    line.split_once("[possible values: ").and_then(|(_, rest)| list(rest.split_once(']')?.0, &[',']))
}

/// `(default: 20)`, `[default: 20]` in what is said of an option.
fn default_of(help: &str, option: &str) -> Option<String> {
    let lines: Vec<&str> = help.lines().collect();
    let at = lines.iter().position(|line| line.trim_start().starts_with('-') && has(line, option))?;
    let own = lines.get(at)?;
    let further = lines[at + 1..]
        .iter()
        .take(3)
        .take_while(|line| !line.trim_start().starts_with('-') && !line.trim().is_empty());
    let text = std::iter::once(own).chain(further).copied().collect::<Vec<_>>().join(" ");
    let (_, rest) = text
        .split_once("(default: ")
        .or_else(|| text.split_once("[default: "))
        .or_else(|| text.split_once("(default "))?;
    Some(rest.split([')', ']']).next()?.trim().trim_matches(['"', '\'', '`']).to_owned())
}

#[cfg(test)]
mod tests;
