//! In a repository: paths from its top, only what changed, and templates that changed over time.

use crate::scratch::{BAD, GOOD, Ran, Scratch, TEMPLATE};

const CONCISE: &[&str] = &["--output-format", "concise"];

fn check(scratch: &Scratch, arguments: &[&str]) -> Ran {
    scratch.run(&[&["check"], arguments, CONCISE].concat())
}

/// The documents that were checked, by the findings that each of them has.
fn found(ran: &Ran) -> Vec<&str> {
    let mut paths: Vec<&str> = ran.out.lines().filter_map(|line| Some(line.split_once(".md:")?.0)).collect();
    paths.dedup();
    paths
}

#[test]
fn the_same_is_found_from_wherever_it_is_asked_for() {
    let scratch = Scratch::repository(&[
        ("specs/template.md", TEMPLATE),
        ("specs/lending.md", GOOD),
        ("specs/fines.md", BAD),
    ]);
    let whole = check(&scratch, &[]);
    assert_eq!(whole.exit, 1);
    let findings =
        |ran: &Ran| ran.out.lines().filter(|line| line.starts_with("specs/")).map(str::to_owned).collect();
    let expected: Vec<String> = findings(&whole);
    assert_eq!(
        expected,
        [
            "specs/fines.md:4:10: warning[metadata-invalid] `2026-2-3` is not written as YYYY-MM-DD",
            "specs/fines.md:6:4: error[unfilled-section] \"Why\" still holds only the template's text",
        ]
    );
    let absolute = scratch.path("specs/fines.md");
    for arguments in [
        &["specs/fines.md"][..],
        &["specs"],
        &["./specs/../specs/fines.md"],
        &["-C", "specs"],
        &["-C", "specs", "fines.md"],
        &[absolute.to_str().unwrap()],
    ] {
        let ran = check(&scratch, arguments);
        assert_eq!(findings(&ran), expected, "{arguments:?}: {ran:?}");
    }
}

#[test]
fn only_what_changed_is_reported_but_judged_among_its_siblings() {
    let scratch = Scratch::repository(&[
        ("specs/template.md", TEMPLATE),
        ("specs/old.md", BAD),
        ("specs/lending.md", GOOD),
        ("code.rs", ""),
    ]);
    let none = check(&scratch, &["--changed"]);
    assert_eq!((none.exit, none.out.contains("note: nothing changed since `main`")), (0, true), "{none:?}");

    scratch.write("code.rs", "fn main() {}");
    let code = check(&scratch, &["--changed"]);
    assert_eq!(code.exit, 0);
    assert!(
        code.out.contains("the one file that changed since `main`") && code.out.contains("is no document"),
        "{code:?}"
    );

    scratch.git("2026-01-02", &["checkout", "--quiet", "-b", "work"]);
    scratch.write("specs/fines.md", BAD);
    scratch.commit("2026-01-02");
    scratch.write("specs/untracked.md", BAD);
    let branch = check(&scratch, &["--changed"]);
    assert_eq!((branch.exit, found(&branch)), (1, vec!["specs/fines", "specs/untracked"]), "{branch:?}");
    let revision = check(&scratch, &["--changed=HEAD"]);
    assert_eq!((revision.exit, found(&revision)), (1, vec!["specs/untracked"]), "{revision:?}");
    let below = check(&scratch, &["--changed", "-C", "specs"]);
    assert_eq!(found(&below), found(&branch));

    let unknown = check(&scratch, &["--changed=nowhere"]);
    assert_eq!(unknown.exit, 2);
    assert!(unknown.errors.contains("there is no revision `nowhere` in this repository"), "{unknown:?}");
}

#[test]
fn without_a_repository_nothing_can_have_changed() {
    let scratch = Scratch::new(&[("specs/template.md", TEMPLATE), ("specs/lending.md", GOOD)]);
    let ran = check(&scratch, &["--changed"]);
    assert_eq!(ran.exit, 2);
    assert!(ran.errors.starts_with("error: cannot tell what changed: "), "{ran:?}");
}

/// A document from each version of the template, neither of which knows the other.
fn with_two_versions() -> Scratch {
    let scratch = Scratch::repository(&[("specs/template.md", TEMPLATE), ("specs/lending.md", GOOD)]);
    let later = format!("{TEMPLATE}\n## Rollout\n\nIn which steps?\n\n## Monitoring\n\nWhat is watched?\n");
    scratch.write("specs/template.md", &later);
    scratch.commit("2026-02-01");
    scratch.write("specs/fines.md", &GOOD.replace("Lending", "Fines"));
    scratch.commit("2026-03-01");
    scratch
}

#[test]
fn a_document_answers_to_the_template_that_it_was_written_from() {
    let scratch = with_two_versions();
    let ran = check(&scratch, &[]);
    let missing: Vec<&str> = ran.out.lines().filter(|line| line.contains("missing-section")).collect();
    assert_eq!(
        missing,
        [
            "specs/fines.md:1:3: warning[missing-section] the section \"Monitoring\" is missing",
            "specs/fines.md:1:3: warning[missing-section] the section \"Rollout\" is missing",
        ],
        "{ran:?}"
    );
    let note = "note: 1 document is judged by an earlier version of the template `specs`, which it fits best";
    assert!(ran.out.contains(note), "{ran:?}");
}

#[test]
fn a_shallow_clone_and_a_folder_without_git_say_what_they_cannot_see() {
    let scratch = with_two_versions();
    let source = format!("file://{}", scratch.path("").display());
    let clone = scratch.path("../clone");
    scratch.git("2026-04-01", &["clone", "--quiet", "--depth", "1", &source, clone.to_str().unwrap()]);
    let shallow = check(&scratch, &["-C", "../clone"]);
    assert!(shallow.out.contains("note: this clone is shallow"), "{shallow:?}");
    assert!(shallow.out.contains("specs/lending.md:1:3: warning[missing-section]"), "{shallow:?}");

    std::fs::remove_dir_all(clone.join(".git")).unwrap();
    let plain = check(&scratch, &["-C", "../clone"]);
    assert!(plain.out.contains("because this is not a git repository"), "{plain:?}");
}

#[test]
fn a_new_document_is_by_the_person_whom_git_knows() {
    let scratch = Scratch::repository(&[(
        "specs/template.md",
        "# [Name]\n\nAuthor: [Your name]\n\n## Why\n\nWhat for?\n",
    )]);
    scratch.git("2026-01-01", &["config", "user.name", "Ada Novak"]);
    let ran = scratch.run(&["new", "specs", "Fines"]);
    assert_eq!(ran.exit, 0, "{ran:?}");
    assert_eq!(scratch.read("specs/fines.md"), "# Fines\n\nAuthor: Ada Novak\n\n## Why\n\nWhat for?\n");
}
