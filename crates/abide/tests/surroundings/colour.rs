//! Colour: on a terminal, and where it is asked for.

use crate::scratch::{BAD, Scratch, TEMPLATE};

const ESCAPE: char = '\u{1b}';

#[test]
fn colour_is_for_terminals_and_for_those_who_ask() {
    let scratch = Scratch::new(&[("specs/template.md", TEMPLATE), ("specs/fines.md", BAD)]);
    let coloured = |arguments: &[&str], variables: &[(&str, &str)]| {
        let output = scratch.abide(arguments).envs(variables.iter().copied()).output().unwrap();
        String::from_utf8(output.stdout).unwrap().contains(ESCAPE)
    };
    assert!(!coloured(&["check"], &[]), "a pipe is no terminal");
    assert!(coloured(&["check", "--color", "always"], &[]));
    assert!(coloured(&["check", "--color", "always"], &[("NO_COLOR", "1")]), "who asks gets it");
    assert!(coloured(&["check"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&["check"], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(!coloured(&["check", "--color", "never"], &[("CLICOLOR_FORCE", "1")]));
    assert!(
        !coloured(&["check", "--color", "always", "--output-format", "json"], &[]),
        "programs read no colours"
    );
}
