//! A small library of tools: its specs, and what the tests ask of edits.

use crate::client::{Editor, edited};
use serde_json::{Value, json};

/// What specs of the library are written from.
pub const TEMPLATE: &str = "# [Name]

Status: Draft | Agreed | Built
Created: YYYY-MM-DD

## Why

Which problem does this solve? Two or three sentences.

## Requirements

- FR-1: The system MUST …

## Data

## Risks

What may go wrong, and what then?

## Checks

How is it seen that it works?
";

/// A spec with a link that leads nowhere and a section that is not filled.
pub const LENDING: &str = "# Lending 👍 tools

Status: Draft
Created: 2026-01-12

## Why

Tools are used twice a year. See [fines](fines.md#what-it-costs) and [gone](gone.md).

## Requirements

- FR-1: The system MUST NOT lend a tool that is out.
- FR-2: The system SHOULD remind the member, see FR-1.

## Data

### Loan

| field | type | rule |
|---|---|---|
| member | string | required |
| due | date | required |

## Interface

`POST /loans` makes a Loan; only an admin may `DELETE /loans/{id}`.

## Risks

What may go wrong, and what then?

## Checks

- [ ] A tool that is out cannot be borrowed (FR-1).
";

/// A spec with a date that can be mended.
pub const FINES: &str = "# Fines

Status: Agreed
Created: 2026-2-3

## Why

Late tools annoy. They end FR-7 of [lending](lending.md#requirements).

## What it costs

A coin a day. 日本 members pay the same, see [why](#why).

## Requirements

- FR-7: The system MUST ask for a coin for each Loan that is late.
";

/// All of it, with code that names a requirement.
pub const FILES: &[(&str, &str)] = &[
    (".git/HEAD", "ref: refs/heads/main\n"),
    ("specs/template.md", TEMPLATE),
    ("specs/lending.md", LENDING),
    ("specs/fines.md", FINES),
    ("src/loans.rs", "// FR-1: what is out stays out\nfn lend() {}\n"),
    ("tests/lending.rs", "#[test]\nfn fr_1() {} // FR-1\n"),
];

/// A document that says a thing in two ways, which is seen with or without a template.
pub const CONFLICT: &str = "# Days

## Configuration

| Variable | Default | Description |
|---|---|---|
| `LOAN_DAYS` | `60` | how long |

## Workflows

Loans last `LOAN_DAYS` days, which defaults to 90.
";

/// An editor of today.
pub fn modern() -> Value {
    json!({
        "textDocument": {"diagnostic": {}},
        "workspace": {
            "workspaceEdit": {"documentChanges": true, "resourceOperations": ["rename"]},
            "diagnostics": {"refreshSupport": true},
        },
        "general": {"positionEncodings": ["utf-16"]},
    })
}

/// The text of a document after what an answer says is to be edited in it.
pub fn after(editor: &Editor, path: &str, text: &str, edit: &Value) -> String {
    let uri = editor.uri(path);
    let none = Vec::new();
    let changes = edit["documentChanges"].as_array().unwrap_or(&none);
    let own = changes.iter().find(|change| change["textDocument"]["uri"] == uri);
    own.map_or_else(|| text.to_owned(), |own| edited(text, &own["edits"]))
}

/// The lines that differ.
pub fn difference(before: &str, after: &str) -> String {
    let lines = similar::TextDiff::from_lines(before, after);
    let changed = lines.iter_all_changes().filter(|change| change.tag() != similar::ChangeTag::Equal);
    let lines: Vec<String> =
        changed.map(|change| format!("{}{}", change.tag(), change.value().trim_end())).collect();
    if lines.is_empty() { "nothing changes".to_owned() } else { lines.join("\n") }
}
