//! What edits lead to is what a fresh look at the same texts finds.

use super::*;
use crate::check::OpenRequest;
use proptest::prelude::*;
use std::fs;
use std::path::PathBuf;

const TEMPLATE: &str = "# Title\n\n- Status: Draft | Agreed | Built\n- Created: YYYY-MM-DD\n\n## Goals\n\nWhat for? 2-4 \
                        goals.\n\n## Risks\n\nWhat may go wrong?\n\n## Configuration\n\n## Dependencies\n\nOther specs.\n";

const HEADS: &[&str] = &[
    "# Orders\n\n- Status: Draft\n- Created: 2026-01-05\n\n",
    "# Stock\n\n- Status: Built\n- Created: 2026-2-5\n\n",
    "---\nid: S-7\n---\n# Returns of goods\n\n- Status: Draft | Agreed | Built\n\n",
    "# Deliveries\n\n",
];

const PARTS: &[&str] = &[
    "## Goals\n\n- Fewer calls.\n- Faster trucks.\n\n",
    "## Goals\n\nWhat for? 2-4 goals.\n\n",
    "## Risks\n\nIt may rain.\n\n",
    "## Risk\n\nIt may snow.\n\n## Risk\n\nTwice.\n\n",
    "## Configuration\n\n| Variable | Default | Description |\n|---|---|---|\n| `ORDER_CACHE_TTL` | 30 | how long |\n| `ORDER_CACHE_SIZE` | 9 | how many |\n\n",
    "## Configuration\n\n| Variable | Default | Description |\n|---|---|---|\n| `ORDER_CACHE_TTL` | 60 | how long |\n| `ORDER_CACHE_SIZE` | 9 | how many |\n\n",
    "## Dependencies\n\n- [Orders](a.md)\n- [Returns of goods](c.md)\n\n",
    "## Dependencies\n\n- [Stock](b.md)\n- [its risks](c.md#risk-1)\n- [gone](nowhere.md)\n\n",
    "## Requirements\n\n- FR-1: The system must count parcels.\n- FR-2: It should be fast.\n\n",
    "<!-- abide: ignore dangling-link because it comes later -->\n\n[later](later.md)\n\n",
];

const LINES: &[&str] =
    &["", "It was so.", "- Status: Final", "- [Stock](b.md)", "## Risks", "| `ORDER_CACHE_TTL` | 7 | |"];

fn text(head: usize, parts: &[usize]) -> String {
    HEADS[head].to_owned() + &parts.iter().map(|part| PARTS[*part]).collect::<String>()
}

/// What happens to the workspace.
#[derive(Clone, Debug)]
enum Step {
    /// A document is edited and not saved.
    Type(usize, usize, Vec<usize>),
    /// A line is put into a document, so that what stands behind it stands elsewhere.
    Line(usize, usize, usize),
    /// A document is written to disk, and perhaps new.
    Write(usize, usize, Vec<usize>),
    /// An editor gives a document up.
    Close(usize),
    /// A file goes.
    Remove(usize),
    /// A file is called otherwise.
    Rename(usize, usize),
    /// The template is edited.
    Template(bool),
    /// Somebody asks about one document at once.
    Ask(usize),
}

const FILES: usize = 8;

fn path(folder: &Path, file: usize) -> PathBuf {
    folder.join(format!("specs/{}.md", ["a", "b", "c", "d", "e", "f", "g", "h"][file]))
}

fn step() -> impl Strategy<Value = Step> {
    let parts = || prop::collection::vec(0..PARTS.len(), 0..5);
    prop_oneof![
        6 => (0..FILES, 0..HEADS.len(), parts()).prop_map(|(file, head, parts)| Step::Type(file, head, parts)),
        4 => (0..FILES, 0..40_usize, 0..LINES.len()).prop_map(|(file, at, line)| Step::Line(file, at, line)),
        2 => (0..FILES, 0..HEADS.len(), parts()).prop_map(|(file, head, parts)| Step::Write(file, head, parts)),
        1 => (0..FILES).prop_map(Step::Close),
        1 => (1..FILES).prop_map(Step::Remove),
        1 => (1..FILES, 1..FILES).prop_map(|(from, to)| Step::Rename(from, to)),
        1 => any::<bool>().prop_map(Step::Template),
        2 => (0..FILES).prop_map(Step::Ask),
    ]
}

fn take(live: &mut Live, folder: &Path, step: &Step) {
    match step {
        Step::Type(file, head, parts) => {
            live.edit(&path(folder, *file), Some(text(*head, parts).into()));
        }
        Step::Line(file, at, line) => {
            let path = path(folder, *file);
            if let Some(state) = live.number_at(&path).and_then(|number| live.document(number)) {
                let mut lines: Vec<&str> = state.file.text.lines().collect();
                lines.insert(at % (lines.len() + 1), LINES[*line]);
                let text = lines.join("\n") + "\n";
                live.edit(&path, Some(text.into()));
            }
        }
        Step::Write(file, head, parts) => {
            fs::write(path(folder, *file), text(*head, parts)).unwrap();
            live.files_changed();
        }
        Step::Close(file) => {
            live.edit(&path(folder, *file), None);
        }
        Step::Remove(file) => {
            let _ = fs::remove_file(path(folder, *file));
            live.edit(&path(folder, *file), None);
            live.files_changed();
        }
        Step::Rename(from, to) => {
            let _ = fs::rename(path(folder, *from), path(folder, *to));
            live.files_changed();
        }
        Step::Template(other) => {
            let text = if *other { TEMPLATE.replace("## Risks", "## Dangers") } else { TEMPLATE.to_owned() };
            live.edit(&folder.join("specs/template.md"), Some(text.into()));
        }
        Step::Ask(file) => {
            if let Some(number) = live.number_at(&path(folder, *file)) {
                live.findings(number);
            }
        }
    }
}

/// All findings of a fresh look at the same files and unsaved texts.
fn fresh(live: &Live) -> Vec<Diagnostic> {
    Workspace::open(&live.request).unwrap().check().diagnostics
}

fn worked_off(live: &mut Live) -> Vec<Diagnostic> {
    live.refresh().unwrap();
    while live.has_work() {
        live.work(3);
    }
    (0..live.documents().len()).flat_map(|number| live.findings(number).to_vec()).collect()
}

fn open(folder: &Path) -> Live {
    fs::create_dir_all(folder.join("specs")).unwrap();
    fs::create_dir_all(folder.join(".git")).unwrap();
    fs::write(folder.join("specs/template.md"), TEMPLATE).unwrap();
    for file in 0..FILES - 2 {
        fs::write(
            path(folder, file),
            text(file % HEADS.len(), &[file % 3, 4 + file % 2, 6 + file % 2, 8, 9]),
        )
        .unwrap();
    }
    let current = folder.to_owned();
    Live::open(OpenRequest { paths: vec![current.clone()], current, ..OpenRequest::default() }).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, max_shrink_iters: 40, ..ProptestConfig::default() })]
    #[test]
    fn edits_lead_to_what_a_fresh_look_finds(rounds in prop::collection::vec(prop::collection::vec(step(), 1..4), 1..5)) {
        let folder = tempfile::tempdir().unwrap();
        let mut live = open(folder.path());
        for steps in rounds {
            steps.iter().for_each(|step| take(&mut live, folder.path(), step));
            let found = worked_off(&mut live);
            prop_assert_eq!(&found, &fresh(&live));
            let identities = live.workspace().identities();
            for state in live.documents() {
                for item in &state.spec().items {
                    let path = &state.file.path;
                    prop_assert_eq!(live.name_of(path, &item.id), identities.id(path, &item.id));
                }
            }
        }
    }
}

#[test]
fn the_examples_of_the_property_hold_findings_of_many_kinds() {
    let folder = tempfile::tempdir().unwrap();
    let mut live = open(folder.path());
    let found = worked_off(&mut live);
    let rules: std::collections::BTreeSet<&str> = found.iter().map(|finding| finding.rule).collect();
    for rule in ["dangling-link", "conflicting-settings", "dependency-cycle", "missing-section"] {
        assert!(rules.contains(rule), "{rule} is not among {rules:?}");
    }
}

#[test]
fn an_edit_makes_only_those_due_that_rest_on_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut live = open(folder.path());
    worked_off(&mut live);
    let orders = live.number("specs/a.md").unwrap();
    let text = live.document(orders).unwrap().file.text.replace("Fewer calls", "Fewer letters");
    live.edit(&path(folder.path(), 0), Some(text.into()));
    live.findings(orders);
    // What only shares the template is not checked again: it learns nothing new from these words.
    let resting = live.findings.iter().filter(|found| found.asked.documents.contains(&orders)).count();
    let mut left = 0;
    while live.has_work() {
        live.work(1);
        left += 1;
    }
    assert!(left <= resting && resting < FILES, "{left} of {resting}");
}

#[test]
fn a_configuration_that_breaks_leaves_everything_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let mut live = open(folder.path());
    let before = worked_off(&mut live);
    fs::write(folder.path().join("abide.toml"), "specs = 3").unwrap();
    live.files_changed();
    assert!(live.refresh().is_err());
    let after: Vec<_> =
        (0..live.documents().len()).flat_map(|number| live.findings(number).to_vec()).collect();
    assert_eq!(before, after);
    fs::remove_file(folder.path().join("abide.toml")).unwrap();
    live.files_changed();
    assert!(live.refresh().unwrap());
}
