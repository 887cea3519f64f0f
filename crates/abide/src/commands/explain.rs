//! `abide explain`: the page of a rule, offline.

use super::Place;
use crate::Exit;
use crate::cli::Explain;
use abide_rules::{RULES, documentation, rule};
use anyhow::{Result, bail};

pub fn run(_: &Place, arguments: &Explain) -> Result<Exit> {
    let Some(name) = &arguments.name else {
        let width = RULES.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
        let line = |rule: &&abide_rules::Rule| {
            let level = rule.default.map_or("off".to_owned(), |severity| severity.to_string());
            format!("{:width$}  {level:7}  {}\n", rule.name, rule.summary())
        };
        crate::terminal::print(&RULES.iter().map(line).collect::<String>())?;
        return Ok(Exit::Ok);
    };
    let Some(rule) = rule(name) else {
        bail!("there is no rule called `{name}`; {}", abide_workspace::did_you_mean(name, RULES.iter().map(|rule| rule.name)));
    };
    crate::terminal::print(&documentation::page(rule))?;
    Ok(Exit::Ok)
}
