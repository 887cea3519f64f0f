//! What holds of every document, tried on arbitrary text and on text that looks like Markdown.

use abide_syntax::{Document, check_invariants};
use proptest::prelude::*;

fn check(text: &str) -> Result<(), TestCaseError> {
    let document = Document::parse(text);
    check_invariants(&document).map_err(|problem| TestCaseError::fail(format!("{problem}\nin {text:?}")))
}

/// Pieces of Markdown, with all that makes positions hard.
fn piece() -> impl Strategy<Value = String> {
    let marks = prop::sample::select(vec![
        "# ",
        "## ",
        "###### ",
        " #",
        "===",
        "---",
        "- ",
        "* ",
        "1. ",
        "12) ",
        "  ",
        "    ",
        "\t",
        "> ",
        ">",
        "[ ] ",
        "[x] ",
        "|",
        "|---|:-:|",
        "\\|",
        "\\",
        "```",
        "~~~",
        "```rust,a {b}",
        "`",
        "``",
        "*",
        "**",
        "***",
        "_",
        "__",
        "~~",
        "[",
        "]",
        "(",
        ")",
        "](b)",
        "![",
        "[a]: b",
        "[^n]",
        "[^n]: ",
        "<!--",
        "-->",
        "<!-- a -->",
        "<div>",
        "</div>",
        "<h2>",
        "</h2>",
        "<h3 id='x'>",
        "<a id=b>",
        "<script>",
        "</script>",
        "<?",
        "?>",
        "<",
        ">",
        "&amp;",
        "&",
        "+++",
        "---\nkey: ",
        "key: value",
        "**Key**: value",
        "Key：value",
        ": ",
        "key = ",
        "{",
        "}",
        "'",
        "\"",
        "!",
        "&a ",
        "*a",
        "\u{FEFF}",
        "\u{A0}",
        "\u{3000}",
        "\u{2028}",
        "  ",
        "\\\n",
    ]);
    let words =
        prop::sample::select(vec!["a", "word", "é", "日本", "👩‍👩‍👧", "שלום", "مرحبا", "0", "ß", "\u{301}"]);
    let breaks =
        prop::sample::select(vec!["\n", "\n", "\n\n", "\r\n", "\r", " ", "\n    ", "\n> ", "\n- ", "\n  "]);
    prop_oneof![3 => marks, 2 => words, 3 => breaks].prop_map(str::to_owned)
}

fn markdown() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(2000), ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_text_is_a_sound_document(text in any::<String>()) {
        check(&text)?;
    }

    #[test]
    fn markdown_is_a_sound_document(text in markdown()) {
        check(&text)?;
    }

    #[test]
    fn front_matter_of_any_text_is_sound(kind in prop::sample::select(vec!["---", "+++"]), inner in markdown(), body in markdown()) {
        check(&format!("{kind}\n{inner}\n{kind}\n{body}"))?;
    }
}
