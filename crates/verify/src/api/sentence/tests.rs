use super::*;

#[test]
fn paragraphs_are_taken_apart_into_sentences() {
    let text = "Lists take `a.b. C` and more. The default is 20, e.g. for a page. Ends.";
    let found: Vec<&str> = parts(text, 0..text.len()).into_iter().map(|range| text[range].trim()).collect();
    assert_eq!(found, ["Lists take `a.b. C` and more.", "The default is 20, e.g. for a page.", "Ends."]);
}

#[test]
fn statuses_that_do_not_come_are_not_named() {
    for (said, expected) in [
        ("it answers 404, not 403.", vec![404]),
        ("it answers 404 instead of a 403.", vec![404]),
        ("others do not get 403 but 404.", vec![404]),
        ("it never returns 409 (or 422).", vec![422]),
        ("where it does not exist, 404.", vec![404]),
        ("a room that does not exist is answered with 404.", vec![404]),
    ] {
        assert_eq!(Sentence::general(said).error_statuses(), expected, "{said}");
    }
}

#[test]
fn a_phrase_is_found_as_whole_words() {
    assert!(has_phrase("at most 100 items", "at most"));
    assert!(!has_phrase("flat mostly", "at most"));
    assert!(has_phrase("page_size (default 20)", "(default"));
    assert!(!has_phrase("page_size", "page"));
    assert_eq!(plain("**A** [list](x.md) of `Things`"), "a list of things");
}
