//! A small library with a ledger, and its pages.

use abide_ledger::{
    Digest, Ending, Evidence, Judgement, Ledger, Redactor, RunEnd, RunId, RunStart, Strength, Verdict,
};
use abide_portal::{Mode, Page, Question, Site, render, search};
use abide_workspace::check::{OpenRequest, Workspace};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

/// A repository of two specifications that speak of each other, and whatever else is given.
pub fn library(more: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join(".git")).unwrap();
    write(folder.path(), "abide.toml", "specs = [\"specs/**/*.md\"]\n");
    write(
        folder.path(),
        "specs/lending.md",
        "---\nstatus: accepted\n---\n\n# Lending\n\nSee [fees](fees.md).\n\n## Requirements\n\n- L-1: The system MUST refuse a \
         fourth book with 409.\n- L-2: The system MUST answer within 2 seconds.\n\n## Permissions\n\n| Role | Lend a book | Delete a \
         book |\n|---|---|---|\n| reader | yes | no |\n| librarian | yes | yes |\n\n## Data model\n\n### Book\n\n| Field | Type | \
         Constraints |\n|---|---|---|\n| id | integer | primary key |\n| title | text | required |\n",
    );
    write(
        folder.path(),
        "specs/fees.md",
        "# Fees\n\n## Requirements\n\n- F-1: The system MUST charge 10 cents a day.\n\nBack to [lending](lending.md#requirements).\n",
    );
    for (path, text) in more {
        write(folder.path(), path, text);
    }
    folder
}

pub fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

pub fn question(folder: &Path) -> Question {
    let current = folder.to_owned();
    let open = OpenRequest { paths: vec![current.clone()], current, ..OpenRequest::default() };
    Question { open, environment: BTreeMap::new() }
}

pub fn open(folder: &Path) -> Site {
    Site::open(&question(folder), "2026-11-21T12:00:00Z".parse().unwrap()).unwrap()
}

pub fn ledger(folder: &Path) -> Ledger {
    Ledger::open("sqlite:.abide/ledger.db", folder, Redactor::none()).unwrap()
}

/// A run that has begun.
pub fn begin(ledger: &Ledger) -> RunId {
    let start = RunStart {
        started: time("2026-11-21T10:00:00Z"),
        tool: "abide 0.1.0".into(),
        target: Some("local".into()),
        target_digest: None,
        seed: 1,
    };
    ledger.begin_run(&start).unwrap()
}

/// What a claim about `L-1` gave.
pub fn record(ledger: &Ledger, run: RunId, folder: &Path, verdict: Verdict) {
    let (statement, spec_digest) = digests(folder);
    let evidence = Evidence {
        item: "L-1".into(),
        spec: "specs/lending.md".into(),
        statement,
        spec_digest,
        target: None,
        tool: "abide 0.1.0".into(),
        probe: "contract".into(),
        claim: "the fourth loan is refused".into(),
        verdict,
        strength: Some(Strength::Asserted),
        sent: "POST /loans".into(),
        seen: "201 Created\n<script>window.ran='seen'</script>".into(),
        reason: "it answered 201 in place of 409".into(),
        repeat: Some("curl -X POST \"$TARGET_URL/loans\"".into()),
        started: time("2026-11-21T10:00:01Z"),
        duration: Duration::from_millis(12),
    };
    ledger.record(run, &evidence).unwrap();
}

/// Judges `L-1`, and ends the run.
pub fn end(ledger: &Ledger, run: RunId, folder: &Path, verdict: Verdict) {
    let (statement, _) = digests(folder);
    let judgement = Judgement {
        item: "L-1".into(),
        spec: "specs/lending.md".into(),
        statement,
        target: None,
        verdict,
        strength: Some(Strength::Asserted),
        reason: "it answered 201 in place of 409".into(),
        at: time("2026-11-21T10:00:02Z"),
    };
    ledger.judge(run, &[judgement]).unwrap();
    let summary = serde_json::json!({"proven": 0, "refuted": 1, "unproven": 4});
    ledger
        .finish_run(
            run,
            &RunEnd { finished: time("2026-11-21T10:00:03Z"), ending: Ending::Complete, summary },
        )
        .unwrap();
}

/// A run in which `L-1` was refuted.
pub fn refute(folder: &Path) {
    let ledger = ledger(folder);
    let run = begin(&ledger);
    record(&ledger, run, folder, Verdict::Refuted);
    end(&ledger, run, folder, Verdict::Refuted);
}

fn digests(folder: &Path) -> (Digest, Digest) {
    let workspace = Workspace::open(&question(folder).open).unwrap();
    let state = workspace.asked().find(|state| &*state.file.path == "specs/lending.md").unwrap();
    let item = state.spec().item("L-1").unwrap();
    (Digest::of_statement(item), Digest::of(state.file.text.as_bytes()))
}

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A page as it is served.
pub fn page(site: &Site, address: &str) -> String {
    let page = Page::parse(address).unwrap();
    render(site, &page, Mode::Served).unwrap().unwrap_or_else(|| panic!("no page at {address}")).html
}

#[test]
fn the_board_tells_what_is_refuted_first() {
    let folder = library(&[]);
    refute(folder.path());
    let board = page(&open(folder.path()), "");
    assert!(board.contains("it answered 201 in place of 409"), "{board}");
    let (lending, fees) =
        (board.find("/spec/specs/lending.md").unwrap(), board.find("/spec/specs/fees.md").unwrap());
    assert!(lending < fees, "what is refuted stands above what was never tried");
    assert!(board.contains("1 refuted") && board.contains("never tried"), "{board}");
}

#[test]
fn without_a_ledger_the_board_says_that_nothing_was_tried() {
    let folder = library(&[]);
    let board = page(&open(folder.path()), "");
    assert!(board.contains("No run yet") && board.contains("Nothing has been tried yet"), "{board}");
    assert!(!folder.path().join(".abide").exists(), "looking makes no ledger");
}

#[test]
fn the_margin_leads_to_what_was_sent_and_seen() {
    let folder = library(&[]);
    refute(folder.path());
    let site = open(folder.path());
    let spec = page(&site, "spec/specs/lending.md");
    let link = spec.split("class=\"mark v-refuted\" href=\"/").nth(1).unwrap().split('"').next().unwrap();
    let why = page(&site, link);
    for told in
        ["POST /loans", "201 Created", "the fourth loan is refused", "curl -X POST", "Run 1", "abide 0.1.0"]
    {
        assert!(why.contains(told), "{told} in {why}");
    }
    assert!(why.contains("&lt;script&gt;") && !why.contains("<script"), "what was seen is text: {why}");
}

#[test]
fn code_and_tests_that_name_a_statement_stand_beside_it() {
    let folder = library(&[
        ("src/loans.rs", "// implements: L-1\nfn lend() {}\n"),
        ("tests/loans.rs", "// verifies: L-1\n#[test]\nfn a_fourth_book() {}\n"),
    ]);
    let matrix = page(&open(folder.path()), "matrix/specs/lending.md");
    for place in ["src/loans.rs:1", "tests/loans.rs:1"] {
        assert!(matrix.contains(&format!("<code class=\"place\">{place}</code>")), "{place} in {matrix}");
    }
}

#[test]
fn roles_stand_against_actions() {
    let folder = library(&[]);
    let matrix = page(&open(folder.path()), "matrix/specs/lending.md");
    for told in ["<th scope=\"col\">reader</th>", "<th scope=\"col\">librarian</th>", "may not"] {
        assert!(matrix.contains(told), "{told} in {matrix}");
    }
}

#[test]
fn entities_are_drawn_and_links_between_specifications_too() {
    let folder = library(&[]);
    let site = open(folder.path());
    let model = page(&site, "model/specs/lending.md");
    assert!(model.contains("<svg width=") && model.contains(">title<"), "{model}");
    let graph = page(&site, "graph");
    assert!(graph.contains("2 links between 2 specifications") && graph.contains("<svg width="), "{graph}");
}

#[test]
fn the_history_lists_runs_with_their_verdicts() {
    let folder = library(&[]);
    refute(folder.path());
    let history = page(&open(folder.path()), "history");
    assert!(history.contains("1 refuted, 4 unproven") && history.contains("3.0 s"), "{history}");
}

#[test]
fn the_search_leads_to_the_statement() {
    let folder = library(&[]);
    let hits = search(&open(folder.path()), "fourth book", 5);
    let first = hits.first().unwrap();
    assert_eq!(first.title, "L-1: The system MUST refuse a fourth book with 409.");
    assert!(first.address.starts_with("why/") && first.address.ends_with("/specs/lending.md"), "{first:?}");
    assert_eq!(search(&open(folder.path()), "   ", 5), []);
}

#[test]
fn what_is_not_there_has_no_page() {
    let folder = library(&[]);
    let site = open(folder.path());
    for address in [
        "spec/specs/nothing.md",
        "why/000000000000/specs/fees.md",
        "board/2",
        "matrix/x",
        "spec/../abide.toml",
    ] {
        let page = Page::parse(address).unwrap();
        assert!(render(&site, &page, Mode::Served).unwrap().is_none(), "{address}");
    }
}

#[test]
fn every_link_of_every_page_leads_to_a_page() {
    let folder = library(&[("specs/odd name #1.md", "# Odd & <b>\n\n- The system MUST stay.\n")]);
    refute(folder.path());
    let site = open(folder.path());
    let (mut seen, mut left) = (std::collections::BTreeSet::new(), vec![String::new()]);
    while let Some(address) = left.pop() {
        let html = page(&site, &address);
        assert!(!html.contains("This part cannot be shown"), "{address}: {html}");
        for link in html.split("href=\"/").skip(1) {
            let link = link.split(['"', '#']).next().unwrap().to_owned();
            if seen.insert(link.clone()) {
                left.push(link);
            }
        }
    }
    assert!(seen.len() > 15, "{seen:?}");
}

#[test]
fn running_text_is_marked_where_it_was_judged() {
    let text = "# Gates\n\n## About them\n\nGates are listed newest first. This sentence only explains some things.\n";
    let folder = library(&[("specs/gates.md", text)]);
    refute(folder.path());
    assert!(!page(&open(folder.path()), "spec/specs/gates.md").contains("class=\"mark"));

    let workspace = Workspace::open(&question(folder.path()).open).unwrap();
    let state = workspace.asked().find(|state| &*state.file.path == "specs/gates.md").unwrap();
    let (found, item) = workspace.find_item(&state.told()[0].id[.."statement:".len() + 6]).unwrap();
    assert_eq!((&found.file.path, item.text.as_str()), (&state.file.path, "Gates are listed newest first."));
    let judgement = Judgement {
        item: item.id.clone(),
        spec: "specs/gates.md".into(),
        statement: Digest::of_statement(item),
        target: None,
        verdict: Verdict::Proven,
        strength: Some(Strength::Asserted),
        reason: "the newest came first".into(),
        at: time("2026-11-21T10:00:02Z"),
    };
    let ledger = ledger(folder.path());
    ledger.judge(begin(&ledger), &[judgement]).unwrap();
    let site = open(folder.path());
    let spec = page(&site, "spec/specs/gates.md");
    assert_eq!(spec.matches("class=\"mark v-proven\"").count(), 1, "{spec}");
    let link = spec.split("class=\"mark v-proven\" href=\"/").nth(1).unwrap().split('"').next().unwrap();
    assert!(page(&site, link).contains("the newest came first"));
}
