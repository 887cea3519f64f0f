//! Continuous integration: a gate that makes its own exceptions would let everything through.

use crate::scratch::{BAD, Scratch, TEMPLATE};

#[test]
fn no_baseline_is_written_or_changed() {
    let scratch = Scratch::new(&[("specs/template.md", TEMPLATE), ("specs/fines.md", BAD)]);
    let gate = |arguments: &[&str]| {
        let output = scratch.abide(arguments).env("CI", "true").output().unwrap();
        (
            output.status.code(),
            String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap(),
        )
    };
    let arguments = ["check", "--baseline", "known.json"];
    let (exit, said) = gate(&arguments);
    assert_eq!(exit, Some(2));
    assert!(said.contains("error: known.json: there is no such baseline"), "{said}");
    assert!(!scratch.path("known.json").exists());

    assert_eq!(scratch.run(&arguments).exit, 0, "outside of it, it is written");
    let known = scratch.read("known.json");
    scratch.write("specs/fines.md", &BAD.replace("2026-2-3", "2026-02-03"));
    let (exit, said) = gate(&arguments);
    assert_eq!(exit, Some(0));
    assert!(said.contains("1 finding of `known.json` is mended; run abide where it may write"), "{said}");
    assert_eq!(scratch.read("known.json"), known);

    scratch.write("specs/more.md", &BAD.replace("Fines", "More"));
    assert_eq!(gate(&arguments).0, Some(1), "what is new counts");
}
