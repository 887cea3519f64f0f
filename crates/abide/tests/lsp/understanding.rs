//! What is understood of what stands at a place.

use crate::client::{Editor, offset, position};
use crate::library::*;
use crate::page::Page;
use crate::verdicts::lenses;
use serde_json::{Value, json};

#[test]
fn what_is_understood() {
    let mut editor = Editor::open(FILES, &modern(), &Value::Null);
    let mut page = Page::new(editor.folder());
    let text = editor.open_document("specs/lending.md");
    let fines = editor.open_document("specs/fines.md");
    let path = "specs/lending.md";
    lenses(&mut editor, path, 1);
    for (question, place) in [
        ("hover on an id", "see FR|-1."),
        ("hover on a heading", "## Ri|sks"),
        ("hover on a link", "fines.md#what|-it-costs"),
        ("hover on an endpoint", "`POST /lo|ans`"),
    ] {
        let hover = editor.at("hover", path, &text, place, json!({}));
        page.write(question, hover["contents"]["value"].as_str().unwrap_or("nothing"));
    }
    for (question, place) in [
        ("definition of an id", "see FR|-1."),
        ("definition of a link", "fines.md#what|-it-costs"),
        ("definition of an entity", "makes a Lo|an;"),
    ] {
        page.answer(question, &editor.at("definition", path, &text, place, json!({})));
    }
    let with = json!({"context": {"includeDeclaration": true}});
    page.answer(
        "references of an entity",
        &editor.at("references", "specs/fines.md", &fines, "each Lo|an", with.clone()),
    );
    page.answer(
        "references of a heading",
        &editor.at("references", path, &text, "## Require|ments", with.clone()),
    );
    page.answer("implementation of an id", &editor.at("implementation", path, &text, "- FR|-1", json!({})));
    let symbols = editor.about("documentSymbol", path, json!({}));
    page.write("the outline", &outline(&symbols, 0));
    let symbols = editor.ask("workspace/symbol", &json!({"query": "loan"})).unwrap();
    let names: Vec<Value> = symbols
        .as_array()
        .unwrap()
        .iter()
        .map(|symbol| {
            json!(format!(
                "{} in {}",
                symbol["name"].as_str().unwrap(),
                symbol["containerName"].as_str().unwrap()
            ))
        })
        .collect();
    page.answer("symbols of the workspace called \"loan\"", &json!(names));
    let at = position(&text, offset(&text, "remind the mem|ber"));
    let selection = editor.about("selectionRange", path, json!({"positions": [at]}));
    let mut outer = &selection[0];
    let mut grown = Vec::new();
    while outer.is_object() {
        grown.push(outer["range"].clone());
        outer = &outer["parent"];
    }
    page.answer("a selection that grows", &json!(grown));
    let folds = editor.about("foldingRange", path, json!({}));
    let folds: Vec<Value> = folds
        .as_array()
        .unwrap()
        .iter()
        .map(|fold| {
            json!(format!(
                "{}-{}",
                fold["startLine"].as_u64().unwrap() + 1,
                fold["endLine"].as_u64().unwrap() + 1
            ))
        })
        .collect();
    page.answer("what folds", &json!(folds));
    page.answer("links", &editor.about("documentLink", path, json!({})));
    let everything =
        json!({"range": {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}}});
    page.answer("ids of statements that have none written", &editor.about("inlayHint", path, everything));
    page.write("colours", &coloured(&text, &editor.about("semanticTokens/full", path, json!({}))));
    insta::assert_snapshot!(page.finish());
    editor.close();
}

fn outline(symbols: &Value, depth: usize) -> String {
    let none = Vec::new();
    symbols
        .as_array()
        .unwrap_or(&none)
        .iter()
        .map(|symbol| {
            let detail = symbol["detail"].as_str().map(|detail| format!(" · {detail}")).unwrap_or_default();
            let name = symbol["name"].as_str().unwrap();
            format!("{}{name}{detail}\n{}", "  ".repeat(depth), outline(&symbol["children"], depth + 1))
        })
        .collect()
}

fn coloured(text: &str, tokens: &Value) -> String {
    let numbers: Vec<u64> =
        tokens["data"].as_array().unwrap().iter().map(|number| number.as_u64().unwrap()).collect();
    let (mut line, mut column) = (0, 0);
    let mut words = Vec::new();
    for token in numbers.chunks(5) {
        column = if token[0] == 0 { column + token[1] } else { token[1] };
        line += token[0];
        let of_line: Vec<u16> = text.lines().nth(line as usize).unwrap().encode_utf16().collect();
        let word = String::from_utf16(&of_line[column as usize..(column + token[2]) as usize]).unwrap();
        words.push(format!("{}:{} {word} {}", line + 1, column + 1, ["id", "obliges"][token[3] as usize]));
    }
    words.join("\n")
}
