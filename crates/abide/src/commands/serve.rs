//! `abide serve`: the portal, in a browser.

use super::{Place, count, verify, watch};
use crate::cli::Serve;
use crate::{Exit, terminal};
use abide_portal::{Portal, Question, Stop, Token};
use anyhow::{Context, Result, anyhow};
use std::process::{Command, Stdio};

pub fn run(place: &Place, arguments: &Serve) -> Result<Exit> {
    let token = arguments.token.as_deref().map(chosen).transpose()?;
    let made = Token::random().context("the system has no random numbers, so that no token can be made")?;
    let question = Question { open: place.open(&arguments.paths), environment: verify::environment() };
    let root = place.root(&question.open.paths);
    let portal = Portal::open(question, &arguments.address, token, || made)?;
    let _watcher = watch::watch(&root, portal.changed())?;
    let stop = Stop::new();
    let asked = stop.clone();
    ctrlc::set_handler(move || asked.ask())?;
    // Whoever starts it as a part of something larger reads the address from here.
    terminal::print(&portal.url())?;
    terminal::say(&format!("showing {}; Ctrl-C ends it", count(portal.documents(), "document")));
    if arguments.open && !open(&portal.url()) {
        terminal::say("no browser could be started; open the address above");
    }
    portal.run(&stop)?;
    Ok(Exit::Ok)
}

fn chosen(token: &str) -> Result<Token> {
    Token::chosen(token).ok_or_else(|| {
        anyhow!(
            "the token must have at least {} letters, digits, `-`, `.`, `_` or `~`: `openssl rand -hex 24` prints one",
            Token::SHORTEST
        )
    })
}

/// Asks the desktop to open an address.
fn open(url: &str) -> bool {
    let (program, before): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("rundll32", &["url.dll,FileProtocolHandler"]),
        _ => ("xdg-open", &[]),
    };
    let mut command = Command::new(program);
    command.args(before).arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().is_ok()
}
