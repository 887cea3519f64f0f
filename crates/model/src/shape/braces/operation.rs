//! Operations: functions, methods and events in code.

use super::super::{Operation, range_of, word};
use super::{Syntax, modifiers};
use crate::fence::CodeLine;

pub(super) fn operation(code: &str, syntax: &Syntax, line: &CodeLine) -> Option<Operation> {
    let bare = modifiers(code);
    let signature = code.trim_end_matches(['{', ';', ' ', ',']).trim();
    for (start, event) in syntax.operations {
        if let Some(rest) = bare.strip_prefix(start) {
            // `func (s *Store) Get(` has a receiver first.
            let rest = if rest.starts_with('(') { rest.split_once(") ")?.1 } else { rest };
            let name = word(rest.trim_start());
            return (!name.is_empty()).then(|| Operation {
                name: name.to_owned(),
                signature: signature.to_owned(),
                range: range_of(line, code),
                event: *event,
                has_body: code.ends_with('{'),
            });
        }
    }
    if !syntax.bare_operations || syntax.operations.iter().any(|(start, _)| *start == "fn ") {
        return None;
    }
    // `name(…): T`, `Name(ctx) (T, error)`, `T name(…)`: the word before the first parenthesis, with nothing that assigns.
    let at = bare.find('(')?;
    let before = bare.get(..at)?.trim_end();
    if before.is_empty() || before.contains([':', '=', '"', '.', '`', '@', '{']) {
        return None;
    }
    let before = without_generics(before);
    let words: Vec<&str> = before.split_whitespace().collect();
    let name = *words.last()?;
    // `Done func(int) error` is an attribute that holds a function.
    if words.len() > 1 && name == "func" {
        return None;
    }
    let named = name.chars().all(|c| c.is_alphanumeric() || c == '_')
        && name.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let keyword = matches!(
        words.first().copied()?,
        "if" | "for"
            | "while"
            | "return"
            | "switch"
            | "catch"
            | "new"
            | "await"
            | "import"
            | "const"
            | "let"
            | "var"
            | "throw"
            | "describe"
            | "it"
            | "test"
            | "expect"
            | "constructor"
            | "super"
            | "go"
            | "defer"
            | "else"
            | "type"
            | "export"
    );
    (named && !keyword && words.len() <= 4).then(|| Operation {
        name: name.to_owned(),
        signature: signature.to_owned(),
        range: range_of(line, code),
        event: false,
        has_body: code.ends_with('{'),
    })
}

/// The operations of a plain block that holds nothing but signatures: `open(tray: Tray): Promise<void>`, one to a line. One
/// at least says what comes back, which calls do not.
pub(in crate::shape) fn signatures(lines: &[CodeLine]) -> Vec<Operation> {
    let mut found = Vec::new();
    let mut returns = false;
    for line in lines {
        let (code, _) = super::uncommented(line.text, &["//", "#"]);
        let code = code.trim();
        if code.is_empty() {
            continue;
        }
        let Some((before, behind)) = code.rsplit_once(')') else { return Vec::new() };
        let typed = behind.trim().trim_end_matches(';').trim();
        let typed = [":", "->", "=>", "→"].iter().find_map(|mark| typed.strip_prefix(mark)).map(str::trim);
        // A type may hold brackets of its own.
        let nested = before.contains("):") || before.contains(") ->") || before.contains(") →");
        returns |= nested || typed.is_some_and(|typed| !typed.is_empty() && typed.len() < 80);
        let Some(operation) = operation(code, &super::TYPESCRIPT, line) else { return Vec::new() };
        if typed.is_none() && !nested && !behind.trim_end_matches(';').trim().is_empty() {
            return Vec::new();
        }
        found.push(operation);
    }
    if returns { found } else { Vec::new() }
}

/// A text without what stands in angle brackets.
fn without_generics(text: &str) -> String {
    let mut depth = 0u32;
    let mut bare = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' => depth += 1,
            '>' => depth = depth.saturating_sub(1),
            _ if depth == 0 => bare.push(character),
            _ => {}
        }
    }
    bare
}
