use super::*;
use crate::check::{Kept, OpenRequest};
use std::fs;
use std::sync::Arc;

const ORDERS: &str = "# Orders\n\nWhat the shop sells.\n\n## Requirements\n\n- FR-1: The system MUST refuse an order over 30 \
                      kg.\n- FR-2: The system MUST send a receipt for each order.\n\n## Export\n\nThe createdAt of each \
                      line is kept.\n\n- FR-10: The file MUST hold at most 500 lines.\n";
const RETURNS: &str =
    "# Returns\n\n## Requirements\n\n- FR-1: The system MUST take an order back within 14 days.\n";

fn with<T>(files: &[(&str, &str)], ask: impl FnOnce(&Workspace, &Index) -> T) -> T {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let current = folder.path().to_owned();
    let request = OpenRequest { paths: vec![current.clone()], current, ..OpenRequest::default() };
    let workspace = Workspace::open(&request).unwrap();
    ask(&workspace, &Index::of(&workspace))
}

/// Each hit as `path:line kind`, with its words in brackets.
fn hits(words: &str, only: &[Sort]) -> Vec<String> {
    with(&[("specs/orders.md", ORDERS), ("specs/returns.md", RETURNS)], |workspace, index| {
        let found = index.search(workspace, &Query { words, only, limit: 5 });
        let shown = |hit: &Hit| {
            let text: String = hit
                .pieces()
                .into_iter()
                .map(|(piece, marked)| if marked { format!("[{piece}]") } else { piece.to_owned() })
                .collect();
            format!("{}:{} {} {text}", hit.path, hit.line, hit.kind)
        };
        found.hits.iter().map(shown).collect()
    })
}

#[test]
fn an_id_comes_before_everything_else_and_alike_ids_are_told_apart_by_their_documents() {
    with(&[("orders.md", ORDERS), ("returns.md", RETURNS)], |workspace, index| {
        let found = index.search(workspace, &Query { words: "fr-1", only: &[], limit: 3 });
        let ids: Vec<_> = found.hits.iter().map(|hit| hit.id.as_deref().unwrap_or(hit.kind)).collect();
        assert_eq!(ids, ["orders.md#FR-1", "returns.md#FR-1", "FR-10"]);
    });
}

#[test]
fn the_last_word_may_be_a_beginning_and_headings_count_for_what_stands_below() {
    let requirement = [Sort::Item(Kind::Requirement)];
    assert_eq!(
        hits("orders rec", &requirement),
        ["specs/orders.md:8 requirement FR-2: The system MUST send a [receipt] for each order."]
    );
    assert_eq!(
        hits("returns order", &requirement),
        ["specs/returns.md:5 requirement FR-1: The system MUST take an [order] back within 14 days."]
    );
}

#[test]
fn documents_and_sections_are_found_by_their_titles_and_their_prose() {
    assert_eq!(hits("returns", &[])[0], "specs/returns.md:1 document [Returns]");
    assert_eq!(
        hits("created line", &[Sort::Section]),
        [
            "specs/orders.md:10 section Export · The [created]At of each [line] is kept. - FR-10: The file MUST hold at \
          most 500 [lines]."
        ]
    );
}

#[test]
fn where_nothing_has_all_words_what_has_the_most_is_shown() {
    with(&[("orders.md", ORDERS)], |workspace, index| {
        let found = index.search(workspace, &Query { words: "receipt zeppelin", only: &[], limit: 1 });
        assert_eq!((found.matched, found.unknown), (1, vec!["zeppelin".to_owned()]));
        assert_eq!(found.hits[0].id.as_deref(), Some("FR-2"));
        let none = index.search(workspace, &Query { words: "zeppelin", only: &[], limit: 1 });
        assert_eq!((none.total, none.matched), (0, 0));
        assert_eq!(index.nearest("reciept"), Some("receipt"));
    });
}

#[test]
fn an_empty_query_finds_nothing() {
    assert_eq!(hits(" ,. ", &[]), [""; 0]);
}

#[test]
fn the_same_question_has_the_same_answer_in_an_index_made_anew() {
    let files: Vec<(String, String)> =
        (0..40).map(|n| (format!("specs/s{n:02}.md"), ORDERS.to_owned())).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let ask = |workspace: &Workspace, index: &Index| {
        index.search(workspace, &Query { words: "order", only: &[], limit: 30 }).hits
    };
    let first = with(&files, ask);
    assert_eq!(first.len(), 30);
    // Equals stand in the order of their paths.
    assert!(first.is_sorted_by_key(|hit| hit.path.clone()));
    assert_eq!(first, with(&files, ask));
}

#[test]
fn an_index_that_follows_what_changes_is_the_one_that_is_made_of_everything() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| fs::write(folder.path().join(path), text).unwrap();
    write("orders.md", ORDERS);
    write("returns.md", RETURNS);
    let current = folder.path().to_owned();
    let request = OpenRequest { paths: vec![current.clone()], current, ..OpenRequest::default() };
    let kept = Kept::default();
    let follows = || {
        let workspace = kept.open(&request).unwrap();
        let (index, anew) = (kept.index(&workspace), Index::of(&workspace));
        for words in ["order", "fr-1", "receipt", "zeppelin", "days", "export"] {
            let query = Query { words, only: &[], limit: 50 };
            let shown = |index: &Index| serde_json::to_string(&index.search(&workspace, &query)).unwrap();
            assert_eq!(shown(&index), shown(&anew));
        }
        index
    };
    let first = follows();
    assert!(Arc::ptr_eq(&first, &follows()), "nothing changed");
    write("returns.md", &RETURNS.replace("14 days", "a zeppelin's flight"));
    assert!(!Arc::ptr_eq(&first, &follows()));
    write("a.md", "# Days\n\nFr and so on.\n");
    follows();
    fs::remove_file(folder.path().join("orders.md")).unwrap();
    follows();
    // A question about less is another index.
    let less = OpenRequest { paths: vec![folder.path().join("a.md")], ..request.clone() };
    let workspace = kept.open(&less).unwrap();
    let query = Query { words: "order", only: &[], limit: 50 };
    assert_eq!(kept.index(&workspace).search(&workspace, &query).total, 0);
    follows();
}
