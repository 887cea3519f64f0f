use super::*;
use crate::check::OpenRequest;
use std::fs;

fn trace(files: &[(&str, &str)]) -> Trace {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join(".git")).unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let current = folder.path().to_owned();
    let request = OpenRequest { paths: vec![current.clone()], current, ..OpenRequest::default() };
    Workspace::open(&request).unwrap().trace()
}

/// `id: code | tests`, each place as `path:line how`.
fn shown(files: &[(&str, &str)]) -> Vec<String> {
    let places = |places: &[TracePlace]| {
        let one = |place: &TracePlace| format!("{}:{} {:?}", place.path, place.line, place.how);
        places.iter().map(one).collect::<Vec<_>>().join(", ")
    };
    let line = |one: &Traced| {
        format!(
            "{}: {} | {}{}",
            one.id,
            places(&one.code),
            places(&one.tests),
            if one.gap { " gap" } else { "" }
        )
    };
    trace(files).statements.iter().map(line).collect()
}

const SPEC: &str = "# Orders\n\n## Requirements\n\n- FR-1: The service MUST store orders.\n- FR-10: The service MAY print labels.\n- The service MUST be fast.\n";

#[test]
fn marks_ids_and_names_of_tests() {
    assert_eq!(
        shown(&[
            ("specs/orders.md", SPEC),
            (
                "src/store.rs",
                "// implements: FR-1\nfn store() {}\n\n#[cfg(test)]\nmod tests {\n    // FR-1 holds\n}\n"
            ),
            ("tests/store.py", "def test_fr_1_is_stored(): pass\n# FR-10\n"),
            ("src/label.rs", "/// Prints a label (FR-10).\n// verifies: FR-1\n"),
        ]),
        [
            "FR-1: src/store.rs:1 Implements | src/label.rs:2 Verifies, src/store.rs:6 Names, tests/store.py:1 Names",
            "FR-10: src/label.rs:1 Names | tests/store.py:2 Names",
            "requirement:6d99279ecf:  |  gap",
        ]
    );
}

#[test]
fn what_only_looks_like_an_id_names_nothing() {
    let text = "FR-100 XFR-1 FR-1-2 FR-1.2 fr-1 FR-1x afr_1b\n";
    assert_eq!(shown(&[("specs/orders.md", SPEC), ("src/a.rs", text)])[0], "FR-1:  |  gap");
}

#[test]
fn what_git_ignores_and_what_lies_behind_a_link_is_not_read() {
    let files = [
        ("specs/orders.md", SPEC),
        (".gitignore", "built/\n"),
        ("built/a.rs", "// FR-1\n"),
        ("README.md", "FR-1\n"),
    ];
    assert_eq!(shown(&files)[0], "FR-1:  |  gap");
}

#[test]
fn an_id_of_several_documents_needs_its_path() {
    let files = [
        ("specs/a.md", SPEC),
        ("specs/b.md", SPEC),
        ("tests/a.rs", "// verifies: specs/a.md#FR-1\n// verifies: FR-10\n// verifies: FR-99\n// FR-10\n"),
    ];
    let lines = shown(&files);
    assert_eq!(lines[0], "specs/a.md#FR-1:  | tests/a.rs:1 Verifies");
    assert_eq!(lines[3], "specs/b.md#FR-1:  |  gap");
    let unknown = trace(&files).unknown;
    let unknown: Vec<_> =
        unknown.iter().map(|one| (one.line, one.id.as_str(), one.candidates.len())).collect();
    assert_eq!(unknown, [(2, "FR-10", 2), (3, "FR-99", 0)]);
}

#[test]
fn derived_ids_are_found_as_well() {
    let spec = "# S\n\n## API\n\n### GET /orders\n\nLists them.\n\n### GET /orders/{id}\n\nOne.\n";
    let code = "// implements: endpoint:GET /orders\n// implements: endpoint:GET /orders/{id}\n";
    assert_eq!(
        shown(&[("specs/a.md", spec), ("src/a.go", code)]),
        [
            "endpoint:GET /orders: src/a.go:1 Implements | ",
            "endpoint:GET /orders/{id}: src/a.go:2 Implements | "
        ]
    );
}
