//! Folders and files that this person may not read or write.

use crate::scratch::{BAD, GOOD, Scratch, TEMPLATE};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;

fn allow(scratch: &Scratch, path: &str, mode: u32) {
    fs::set_permissions(scratch.path(path), Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_file_that_may_not_be_written_stays_and_its_findings_too() {
    let scratch =
        Scratch::new(&[("specs/template.md", TEMPLATE), ("specs/fines.md", BAD), ("specs/more.md", BAD)]);
    allow(&scratch, "specs/more.md", 0o444);
    let ran = scratch.run(&["check", "--fix", "--output-format", "concise"]);
    assert_eq!(ran.exit, 2);
    assert!(ran.errors.contains("error: specs/more.md: is read-only, and was left as it is"), "{ran:?}");
    assert!(ran.out.contains("specs/more.md:4:10: warning[metadata-invalid]"), "{ran:?}");
    assert!(ran.out.contains("1 fixed"), "{ran:?}");
    assert_eq!(scratch.read("specs/more.md"), BAD);
    assert_eq!(scratch.read("specs/fines.md"), BAD.replace("2026-2-3", "2026-02-03"));
}

#[test]
fn a_folder_that_may_not_be_read_is_said_and_never_passed_over() {
    let scratch =
        Scratch::new(&[("specs/template.md", TEMPLATE), ("specs/lending.md", GOOD), ("closed/a.md", BAD)]);
    allow(&scratch, "closed", 0o000);
    if fs::read_dir(scratch.path("closed")).is_ok() {
        // Nothing is closed to the superuser.
        return;
    }
    let whole = scratch.run(&["check"]);
    let alone = scratch.run(&["check", "closed"]);
    allow(&scratch, "closed", 0o755);
    for ran in [whole, alone] {
        assert_eq!(ran.exit, 2);
        assert!(ran.errors.contains("error: closed: cannot be read (permission denied)"), "{ran:?}");
    }
}
