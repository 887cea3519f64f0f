//! `abide init --agents`: what coding agents need to know, and nothing else.

use crate::scratch::{GOOD, Scratch};

#[test]
fn the_block_and_the_skill_are_written_and_nothing_else() {
    let own = "# How we work\n\nTests first.  \n";
    let scratch = Scratch::repository(&[("AGENTS.md", own), ("specs/lending.md", GOOD)]);
    let ran = scratch.run(&["init", "--agents"]);
    assert_eq!(
        (ran.exit, ran.out.as_str()),
        (0, "AGENTS.md: written\n.agents/skills/abide/SKILL.md: written\n"),
        "{ran:?}"
    );
    let text = scratch.read("AGENTS.md");
    assert!(text.starts_with(own) && text.contains("`.agents/skills/abide/SKILL.md`"), "{text}");
    assert!(!scratch.path("abide.toml").exists());

    scratch.write(
        "AGENTS.md",
        &text.replace("Before a change", "Sometimes").replace("Tests first", "Tests last"),
    );
    assert_eq!(scratch.run(&["init", "--agents"]).exit, 0);
    assert_eq!(
        scratch.read("AGENTS.md"),
        text.replace("Tests first", "Tests last"),
        "only the block is ours"
    );
    assert!(scratch.run(&["init", "--agents"]).out.starts_with("AGENTS.md: up to date"));
}

#[test]
fn a_skill_that_somebody_changed_is_kept_unless_told() {
    let scratch = Scratch::repository(&[(".claude/skills/other/SKILL.md", "---\nname: other\n---\n")]);
    let skill = ".claude/skills/abide/SKILL.md";
    assert!(scratch.run(&["init", "--agents"]).out.contains(skill));
    let written = scratch.read(skill);
    scratch.write(skill, "---\nname: abide\n---\nOurs.\n");
    let ran = scratch.run(&["init", "--agents"]);
    assert_eq!(ran.exit, 2, "{ran:?}");
    assert!(scratch.read(skill).ends_with("Ours.\n"));
    assert_eq!(scratch.run(&["init", "--agents", "--force"]).exit, 0);
    assert_eq!(scratch.read(skill), written);
}
