//! `abide init` over a configuration that is there.

use crate::scratch::{BAD, GOOD, Scratch, TEMPLATE};

#[test]
fn what_the_old_file_called_a_template_stays_one_and_the_rest_is_seen_anew() {
    let old =
        "templates = [\"forms/change.txt\"]\nspecs = [\"nothing/*.md\"]\n\n[rules]\nno-such-rule = \"off\"\n";
    let scratch = Scratch::repository(&[
        ("abide.toml", old),
        ("forms/change.txt", TEMPLATE),
        ("specs/lending.md", GOOD),
        ("specs/fines.md", BAD),
    ]);
    assert_eq!(scratch.run(&["check"]).exit, 2, "the old one is broken");
    assert_eq!(scratch.run(&["init"]).exit, 2, "and not written over by chance");
    let ran = scratch.run(&["init", "--force"]);
    assert_eq!(ran.exit, 0, "{ran:?}");
    assert!(ran.out.contains("2 from `change` (forms/change.txt)"), "{ran:?}");
    let new = scratch.read("abide.toml");
    assert!(new.contains("specs = [\"specs/**/*.md\"]\ntemplates = [\"forms/change.txt\"]\n"), "{new}");
    assert_eq!(scratch.run(&["check"]).exit, 1);
}

#[test]
fn documents_with_a_folder_each_are_found_where_the_next_one_will_be() {
    let scratch = Scratch::repository(&[
        ("specs/template.md", TEMPLATE),
        ("specs/001-lending/spec.md", GOOD),
        ("specs/002-fines/spec.md", BAD),
        ("notes/lending.md", GOOD),
    ]);
    assert_eq!(scratch.run(&["init"]).exit, 0);
    let new = scratch.read("abide.toml");
    assert!(new.contains("specs = [\"notes/**/*.md\", \"specs/**/*.md\"]\n"), "{new}");
}
