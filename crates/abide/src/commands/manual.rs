//! `abide man`: one manual page for all commands.

use crate::Exit;
use crate::cli::Cli;
use anyhow::Result;
use clap::{Arg, Command, CommandFactory};
use clap_mangen::roff::{Roff, bold, italic, roman};

pub fn run() -> Result<Exit> {
    let mut whole = Cli::command();
    // Built, so that each command knows its whole name.
    whole.build();
    let man = clap_mangen::Man::new(whole.clone()).manual("Abide");
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    let mut text = Roff::new();
    text.control("SH", ["SYNOPSIS"]);
    text.text([bold("abide "), italic("COMMAND"), roman(" […]")]);
    text.text(Vec::new());
    text.to_writer(&mut page)?;
    man.render_description_section(&mut page)?;
    let mut text = Roff::new();
    text.control("SH", ["COMMANDS"]);
    commands(&mut text, &mut whole);
    text.control("SH", ["OPTIONS OF EVERY COMMAND"]);
    for argument in whole.get_arguments() {
        option(&mut text, argument);
    }
    text.control("SH", ["EXIT STATUS"]);
    for (exit, meaning) in Exit::ALL {
        text.control("TP", []);
        text.text([bold((*exit as u8).to_string())]);
        text.text([roman(*meaning)]);
    }
    text.control("SH", ["FILES"]);
    text.control("TP", []);
    text.text([bold("abide.toml")]);
    text.text([roman("What a team says about its specs, templates, rules and systems. The nearest one above a file counts.")]);
    text.to_writer(&mut page)?;
    crate::terminal::print(&String::from_utf8_lossy(&page))?;
    Ok(Exit::Ok)
}

fn commands(text: &mut Roff, above: &mut Command) {
    for command in above.get_subcommands_mut().filter(|command| command.get_name() != "help") {
        if command.has_subcommands() {
            commands(text, command);
            continue;
        }
        let usage = command.render_usage().to_string();
        text.control("SS", [usage.trim_start_matches("Usage: ")]);
        text.text([roman(command.get_about().map(ToString::to_string).unwrap_or_default())]);
        for argument in command.get_arguments().filter(|argument| !argument.is_global_set()) {
            option(text, argument);
        }
    }
}

fn option(text: &mut Roff, argument: &Arg) {
    if matches!(argument.get_id().as_str(), "help" | "version") {
        return;
    }
    text.control("TP", []);
    let short = argument.get_short().map_or(String::new(), |short| format!("-{short}, "));
    text.text([bold(format!("{short}{argument}"))]);
    text.text([roman(argument.get_help().map(ToString::to_string).unwrap_or_default())]);
}
