//! `abide init --agents`: a block in AGENTS.md, and one skill. Nothing else is written, and of AGENTS.md only the block.

use crate::Exit;
use crate::cli::Init;
use crate::commands::Place;
use abide_workspace::files::{Root, write};
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::sync::Arc;

const BLOCK: &str = include_str!("agents.md");
const SKILL: &str = include_str!("skill.md");
/// Where the lines that are ours begin and end.
const BEGIN: &str = "<!-- begin abide -->";
const END: &str = "<!-- end abide -->";

pub fn run(place: &Place, arguments: &Init) -> Result<Exit> {
    let folder = &place.current;
    let root = Root::find(folder, folder);
    // Most agents look into `.agents`; a repository that only has the other folder keeps to it.
    let other = folder.join(".claude/skills").is_dir() && !folder.join(".agents").is_dir();
    let skill = if other { ".claude/skills/abide/SKILL.md" } else { ".agents/skills/abide/SKILL.md" };
    let known = read(&folder.join("AGENTS.md"))?;
    let text = with_block(known.as_deref().unwrap_or_default(), &BLOCK.replace("SKILL_PATH", skill))?;
    let there = read(&folder.join(skill))?;
    if there.as_ref().is_some_and(|there| there != SKILL) && !arguments.force && !arguments.dry_run {
        bail!("`{skill}` is already there and reads otherwise; --force writes it anew");
    }
    let files = [("AGENTS.md", known, text), (skill, there, SKILL.to_owned())];
    for (path, before, after) in &files {
        let shown: Arc<str> = root.relative(&folder.join(path));
        if before.as_ref() == Some(after) {
            crate::terminal::print(&format!("{shown}: up to date"))?;
        } else if arguments.dry_run {
            crate::terminal::print(&format!("{shown}: would be written\n\n{after}"))?;
        } else {
            let file = folder.join(path);
            if let Some(above) = file.parent() {
                std::fs::create_dir_all(above)
                    .with_context(|| format!("the folder of `{shown}` cannot be made"))?;
            }
            write(&shown, &file, after.as_bytes())?;
            crate::terminal::print(&format!("{shown}: written"))?;
        }
    }
    Ok(Exit::Ok)
}

fn read(file: &Path) -> Result<Option<String>> {
    match std::fs::read(file) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(text)),
            Err(_) => bail!("`{}` is no UTF-8 text; nothing was written", file.display()),
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("`{}` cannot be read", file.display())),
    }
}

/// A text with our block in place of the one that it has, or behind everything else. All other bytes stay as they are.
fn with_block(text: &str, block: &str) -> Result<String> {
    let crlf = text.contains("\r\n");
    let end_of_line = if crlf { "\r\n" } else { "\n" };
    let block = block.trim_end().replace('\n', end_of_line);
    let (begins, ends) = (text.matches(BEGIN).count(), text.matches(END).count());
    match (text.find(BEGIN), text.find(END)) {
        (None, None) => {
            let gap = match text {
                "" => String::new(),
                text if text.ends_with(&end_of_line.repeat(2)) => String::new(),
                text if text.ends_with('\n') => end_of_line.to_owned(),
                _ => end_of_line.repeat(2),
            };
            Ok(format!("{text}{gap}{block}{end_of_line}"))
        }
        (Some(begin), Some(end)) if begin < end && begins == 1 && ends == 1 => {
            let before = text.get(..begin).unwrap_or_default();
            let after = text.get(end + END.len()..).unwrap_or_default();
            Ok(format!("{before}{block}{after}"))
        }
        _ => bail!(
            "AGENTS.md does not hold `{BEGIN}` and `{END}` once each, in this order; take out what is left of the block, and run \
             the command again"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_block_is_short_and_the_skill_too() {
        assert!(BLOCK.lines().count() < 20);
        assert!(SKILL.lines().count() < 500);
        assert!(BLOCK.starts_with(BEGIN) && BLOCK.trim_end().ends_with(END));
        let front = SKILL.strip_prefix("---\nname: abide\ndescription: ").unwrap();
        assert!(front.split_once('\n').unwrap().0.len() <= 1_024);
    }

    #[test]
    fn a_second_run_changes_nothing_and_an_older_block_is_replaced() {
        for own in ["", "# Ours\n", "# Ours\n\n", "# Ours", "\u{FEFF}# Ours\r\n\r\nText\r\n"] {
            let once = with_block(own, BLOCK).unwrap();
            assert!(once.starts_with(own), "{once:?}");
            assert_eq!(with_block(&once, BLOCK).unwrap(), once);
            assert_eq!(once.contains("\r\n"), own.contains("\r\n"));
            assert!(!once.replace("\r\n", "").contains('\r'));
        }
        let old = format!("# Ours\n\n{BEGIN}\nold\n{END}\n\nBelow.  \n");
        let new = with_block(&old, BLOCK).unwrap();
        assert_eq!(new, format!("# Ours\n\n{}\n\nBelow.  \n", BLOCK.trim_end()));
    }

    #[test]
    fn half_a_block_is_refused() {
        for text in
            [BEGIN.to_owned(), END.to_owned(), format!("{END}\n{BEGIN}"), format!("{BEGIN}{END}{BEGIN}{END}")]
        {
            assert!(with_block(&text, BLOCK).is_err(), "{text}");
        }
    }
}
