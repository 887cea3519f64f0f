use super::*;
use std::fs;

const LENDING: &str = "# Lending\n\n## Requirements\n\n- FR-1: A member MUST return a tool within 14 days.\n- FR-2: The \
                       system MUST refuse to lend a tool that is out.\n";

fn workspace() -> (tempfile::TempDir, OpenRequest) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("specs")).unwrap();
    fs::write(folder.path().join("specs/lending.md"), LENDING).unwrap();
    let current = folder.path().to_owned();
    (folder, OpenRequest { paths: vec![current.clone()], current, ..OpenRequest::default() })
}

fn exact(old: &str, new: &str) -> Edit {
    Edit::Replacements(vec![Replacement::Exact { old: old.into(), new: new.into() }])
}

#[test]
fn an_edit_that_adds_to_what_is_promised_is_written() {
    let (folder, request) = workspace();
    let edit = exact("tool that is out.\n", "tool that is out.\n- FR-3: The system MUST log each loan.\n");
    let proposal = propose(&Kept::default(), &request, "specs/lending.md", &edit, &[]).unwrap();
    assert_eq!(proposal.refused, [""; 0]);
    let changes: Vec<_> =
        proposal.changes.iter().map(|change| (change.what.name(), change.id.as_str())).collect();
    assert_eq!(changes, [("added", "FR-3")]);
    assert_eq!(
        fs::read_to_string(folder.path().join("specs/lending.md")).unwrap(),
        LENDING,
        "nothing is written yet"
    );
    proposal.write().unwrap();
    assert!(
        fs::read_to_string(folder.path().join("specs/lending.md")).unwrap().ends_with("log each loan.\n")
    );
}

#[test]
fn an_edit_that_weakens_a_statement_is_refused_unless_a_person_agreed() {
    let (_folder, request) = workspace();
    for edit in [
        exact("within 14 days", "within 90 days"),
        exact("MUST refuse", "MAY refuse"),
        exact("- FR-2: The system MUST refuse to lend a tool that is out.\n", ""),
    ] {
        let refused = propose(&Kept::default(), &request, "specs/lending.md", &edit, &[]).unwrap().refused;
        assert_eq!(refused.len(), 1, "{edit:?}: {refused:?}");
        assert!(refused[0].starts_with("it weakens `FR-"), "{refused:?}");
        let both = ["FR-1".to_owned(), "specs/lending.md#FR-2".to_owned()];
        assert_eq!(
            propose(&Kept::default(), &request, "specs/lending.md", &edit, &both).unwrap().refused,
            [""; 0]
        );
    }
}

#[test]
fn an_edit_that_makes_a_contradiction_or_an_error_is_refused_and_says_which() {
    let (folder, request) = workspace();
    // What a tool left behind is a matter of form, which a template is needed for.
    let template = "# Title\n\n## Requirements\n\nWhat must it do?\n";
    fs::write(folder.path().join("specs/template.md"), template).unwrap();
    let refused = |added: &str| {
        let edit = exact("tool that is out.\n", &format!("tool that is out.\n{added}"));
        propose(&Kept::default(), &request, "specs/lending.md", &edit, &[]).unwrap().refused
    };
    let refusals = refused("- FR-3: The system MUST NOT refuse to lend a tool that is out.\n");
    assert!(refusals.iter().any(|why| why.starts_with("it makes a contradiction (")), "{refusals:?}");
    let refusals = refused("\nAll of it.*** End Patch\n");
    assert!(
        refusals.iter().any(|why| why.starts_with("it makes an error (stray-tool-text)")),
        "{refusals:?}"
    );
}

#[test]
fn a_new_document_is_written_only_where_none_is() {
    let (folder, request) = workspace();
    let edit =
        Edit::Whole("# Returns\n\n## Requirements\n\n- FR-9: The system MUST take tools back.\n".into());
    let proposal = propose(&Kept::default(), &request, "specs/returns.md", &edit, &[]).unwrap();
    assert_eq!(proposal.refused, [""; 0]);
    fs::write(folder.path().join("specs/returns.md"), "theirs").unwrap();
    assert!(matches!(proposal.write(), Err(WriteError::Changed(_))));
    fs::remove_file(folder.path().join("specs/returns.md")).unwrap();
    proposal.write().unwrap();
    assert!(folder.path().join("specs/returns.md").is_file());
}

#[test]
fn what_somebody_else_wrote_meanwhile_is_kept() {
    let (folder, request) = workspace();
    let proposal =
        propose(&Kept::default(), &request, "specs/lending.md", &exact("14 days", "10 days"), &[]).unwrap();
    fs::write(folder.path().join("specs/lending.md"), "theirs").unwrap();
    assert!(matches!(proposal.write(), Err(WriteError::Changed(_))));
}

#[test]
fn nothing_is_said_of_files_that_are_no_specifications_or_stand_outside() {
    let (_folder, request) = workspace();
    let whole = Edit::Whole("# x\n".into());
    let error = |path: &str| propose(&Kept::default(), &request, path, &whole, &[]).unwrap_err().to_string();
    assert!(error("../elsewhere.md").contains("is outside of the workspace"), "{}", error("../elsewhere.md"));
    assert!(error("/etc/passwd").contains("is outside of the workspace"));
    assert!(error("abide.toml").contains("a new one is a Markdown file"));
    assert!(error("none/new.md").contains("its folder does not exist"));
    assert!(error(".git/new.md").contains("a new one is a Markdown file"));
    let same = propose(&Kept::default(), &request, "specs/lending.md", &Edit::Whole(LENDING.into()), &[])
        .unwrap_err();
    assert_eq!(same.to_string(), "`specs/lending.md` already reads so; nothing would change");
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_that_leads_out_is_refused() {
    let (folder, request) = workspace();
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(elsewhere.path().join("secret.md"), "# Theirs\n").unwrap();
    let link = |to: std::path::PathBuf, name: &str| {
        std::os::unix::fs::symlink(to, folder.path().join(name)).unwrap()
    };
    link(elsewhere.path().join("secret.md"), "specs/file.md");
    link(elsewhere.path().to_owned(), "specs/folder");
    link(elsewhere.path().join("not-there.md"), "specs/nowhere.md");
    for path in ["specs/file.md", "specs/folder/new.md", "specs/folder/secret.md", "specs/nowhere.md"] {
        let error = propose(&Kept::default(), &request, path, &Edit::Whole("# x\n".into()), &[]).unwrap_err();
        assert!(matches!(error, ProposeError::Outside(_)), "{path}: {error}");
    }
}
