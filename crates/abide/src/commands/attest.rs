//! `abide attest`: somebody vouches for a statement that no probe can try.

use super::{Place, item, verify};
use crate::Exit;
use crate::cli::Attest;
use abide_ledger::{Attestation, Digest, Redactor, Verdict};
use abide_verify::board::Board;
use abide_workspace::check::Workspace;
use anyhow::{Result, bail};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

pub fn run(place: &Place, arguments: &Attest) -> Result<Exit> {
    let now = Timestamp::now();
    let until: Date = match arguments.until.parse() {
        Ok(until) => until,
        Err(_) => bail!("`--until {}` is no date; write it as 2026-12-31", arguments.until),
    };
    if until < now.to_zoned(TimeZone::UTC).date() {
        bail!("`--until {until}` has passed already; nothing was stored");
    }
    for (option, text) in [("--by", &arguments.by), ("--note", &arguments.note)] {
        if text.trim().is_empty() {
            bail!("`{option}` is empty: say who vouches, and for what they have seen");
        }
    }
    let workspace = Workspace::open(&place.open(&[]))?;
    let (config, specs) = verify::specs(&workspace)?;
    let (state, item) = item::find(&workspace, &arguments.id)?;
    let path = &state.spec().path;
    let ledger = abide_verify::open_ledger(&config, &verify::environment(), Redactor::none())?;
    ledger.attest(&Attestation {
        item: item.id.clone(),
        spec: path.clone(),
        statement: Digest::of_statement(item),
        by: arguments.by.trim().to_owned(),
        until,
        note: arguments.note.trim().to_owned(),
        at: now,
    })?;
    let name = workspace.identities().id(path, &item.id);
    let mut text = format!("{name}  {path}:{}\n  {}\n", item.line, crate::terminal::inline(&item.text));
    let board = Board::read(Some(&ledger), &config, now, None)?;
    let verdict = specs.iter().find(|spec| spec.path == *path).map(|spec| board.current(spec, item).verdict);
    text.push_str(&match verdict {
        Some(tried @ (Verdict::Proven | Verdict::Refuted)) => {
            format!("stored, and it stays {tried}: what a run has seen stands over what somebody says\n")
        }
        _ => format!("attested by {} until {until}\n", arguments.by.trim()),
    });
    crate::terminal::print(&text)?;
    Ok(Exit::Ok)
}
