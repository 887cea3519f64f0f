//! What the fixes of contradictions write, and that nothing of them is left behind.

use abide_diagnostics::{Applicability, Diagnostic, Fix, Severity, apply};
use abide_model::Spec;
use abide_rules::{Alone, Context, Known, Level, NoFiles, RuleSettings, Settings, check};
use abide_syntax::Document;
use abide_template::Outline;

fn findings(rule: &str, text: &str) -> Vec<Diagnostic> {
    let on = RuleSettings { level: Some(Level::At(Severity::Warning)), ..RuleSettings::default() };
    let document = Document::parse(text);
    let context = Context {
        path: &"specs/parcels.md".into(),
        document: &document,
        outline: &Outline::new(&document),
        spec: &Spec::read("specs/parcels.md", &document),
        governing: None,
        settings: &Settings { rules: [(rule.to_owned(), on)].into() },
        files: &NoFiles,
        others: &Alone,
        known: Known::default(),
    };
    check(&context).diagnostics.into_iter().filter(|finding| finding.rule == rule).collect()
}

/// The text with a rule's fixes, applied until none is left; each is one that a person should look at.
fn mended(rule: &str, text: &str) -> String {
    const ROUNDS: usize = 4;
    let mut text = text.to_owned();
    for _ in 0..ROUNDS {
        let found = findings(rule, &text);
        let fixes: Vec<&Fix> = found.iter().filter_map(|finding| finding.fix.as_ref()).collect();
        if fixes.is_empty() {
            return text;
        }
        assert!(fixes.iter().all(|fix| fix.applicability == Applicability::Unsafe), "{rule}: {fixes:?}");
        text = apply(&text, &fixes).text;
    }
    panic!("{rule} goes on mending:\n{text}");
}

/// Holds a fix to what it writes, to leaving no finding of its rule, and to writing nothing more the second time.
fn writes(rule: &str, before: &str, after: &str) {
    let text = mended(rule, before);
    assert_eq!(text, after, "{rule}");
    assert_eq!(findings(rule, &text), [], "{rule} still finds something in\n{text}");
}

/// A table of one record and a block of code for the same.
fn parcel(columns: &str, row: &str, language: &str, code: &str) -> String {
    let rule = "|---".repeat(columns.matches('|').count() - 1);
    format!("# Parcels\n## Data model\n### Parcel\n{columns}\n{rule}|\n{row}\n\n```{language}\n{code}\n```\n")
}

#[test]
fn a_type_is_written_as_the_other_place_has_it_where_both_are_of_one_language() {
    let text = |kind: &str| {
        format!(
            "# Parcels\n## Data model\n### Parcel\n| Field | Type |\n|---|---|\n| `id` | uuid |\n| `weight` | integer |\n\n\
             ### Tables\n#### parcels\n| Field | Type |\n|---|---|\n| `weight` | {kind} |\n"
        )
    };
    writes("conflicting-types", &text("boolean"), &text("integer"));
}

#[test]
fn of_a_size_only_the_size_is_written_whatever_the_language() {
    let columns = "| Field | Type |";
    let table = |size: &str| {
        let code =
            format!("CREATE TABLE parcels (\n  id UUID PRIMARY KEY,\n  code VARCHAR({size}) NOT NULL\n);");
        parcel(columns, "| `code` | varchar(20) |", "sql", &code)
    };
    writes("conflicting-types", &table("255"), &table("20"));
}

#[test]
fn a_type_of_another_language_is_not_copied() {
    let text = parcel(
        "| Field | Type |",
        "| `weight` | integer |",
        "typescript",
        "interface Parcel {\n  id: string;\n  weight: boolean;\n}",
    );
    let found = findings("conflicting-types", &text);
    assert_eq!(found.iter().map(|finding| &finding.fix).collect::<Vec<_>>(), [&None]);
}

#[test]
fn each_place_gets_the_values_that_only_the_other_names_in_its_own_notation() {
    let text = |row: &str, code: &str| {
        let row = format!("| `state` | {row} |");
        let code = format!("interface Parcel {{\n  id: string;\n  state: {code};\n}}");
        parcel("| Field | Type | Description |", &row, "typescript", &code)
    };
    writes(
        "conflicting-values",
        &text("enum(new, sent, lost) | where it is", "'NEW' | 'SENT' | 'RETURNED'"),
        &text("enum(new, sent, lost, returned) | where it is", "'NEW' | 'SENT' | 'RETURNED' | 'LOST'"),
    );
    writes(
        "conflicting-values",
        &text("text | one of `new`, `sent` or `lost`", "'new' | 'sent'"),
        &text("text | one of `new`, `sent` or `lost`", "'new' | 'sent' | 'lost'"),
    );
    writes(
        "conflicting-values",
        &text("text | one of `new`, `sent` or `lost`", "'new' | 'sent' | 'lost' | 'back'"),
        &text("text | one of `new`, `sent`, `back` or `lost`", "'new' | 'sent' | 'lost' | 'back'"),
    );
}

#[test]
fn whatever_two_places_name_both_name_all_of_it_afterwards() {
    const NAMES: &[&str] = &["new", "sent", "lost", "back"];
    let notations: &[fn(&[&str]) -> String] = &[
        |names| format!("enum({})", names.join(", ")),
        |names| {
            format!("one of {}", names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "))
        },
        |names| names.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(" \\| "),
    ];
    let subsets = || {
        (0..1u32 << NAMES.len()).map(|bits| {
            let within = |at: &usize| bits & (1 << at) != 0;
            (0..NAMES.len()).filter(within).map(|at| NAMES[at]).collect::<Vec<&str>>()
        })
    };
    let mut mended_any = 0;
    for notation in notations {
        for (one, other) in subsets().flat_map(|one| subsets().map(move |other| (one.clone(), other))) {
            let union =
                other.iter().map(|name| format!("'{}'", name.to_uppercase())).collect::<Vec<_>>().join(" | ");
            let code = format!("interface Parcel {{\n  id: string;\n  state: {union};\n}}");
            let text =
                parcel("| Field | Type |", &format!("| `state` | {} |", notation(&one)), "typescript", &code);
            let found = findings("conflicting-values", &text);
            let after = mended("conflicting-values", &text);
            if found.iter().any(|finding| finding.fix.is_some()) {
                mended_any += 1;
                assert_eq!(findings("conflicting-values", &after), [], "from\n{text}to\n{after}");
            } else {
                assert_eq!(after, text);
            }
        }
    }
    assert!(mended_any > 30, "only {mended_any} were mended");
}

#[test]
fn what_is_required_in_one_place_becomes_so_in_the_other() {
    let row = |required: &str| format!("| `receiver` | text | {required} |");
    let columns = "| Field | Type | Required |";
    let typescript =
        |mark: &str| format!("interface Parcel {{\n  id: string;\n  receiver{mark}: string;\n}}");
    writes(
        "conflicting-required",
        &parcel(columns, &row("yes"), "typescript", &typescript("?")),
        &parcel(columns, &row("yes"), "typescript", &typescript("")),
    );
    let sql =
        |mark: &str| format!("CREATE TABLE parcels (\n  id UUID PRIMARY KEY,\n  receiver TEXT{mark}\n);");
    writes(
        "conflicting-required",
        &parcel(columns, &row("No"), "sql", &sql(" NOT NULL")),
        &parcel(columns, &row("No"), "sql", &sql("")),
    );
}

#[test]
fn a_cell_of_yes_or_no_is_turned_round() {
    let text = |second: &str| {
        format!(
            "# Parcels\n## Data model\n### Parcel\n| Field | Type | Required |\n|---|---|---|\n| `receiver` | text | yes |\n\n\
             ### Tables\n#### parcels\n| Field | Type | Required |\n|---|---|---|\n| `receiver` | text | {second} |\n"
        )
    };
    writes("conflicting-required", &text("No"), &text("Yes"));
}

#[test]
fn a_default_is_written_as_the_first_place_has_it() {
    let text = |value: &str| {
        format!(
            "# Parcels\n## Configuration\n| Variable | Default | Description |\n|---|---|---|\n| `PARCELS_TTL` | 60 | how long \
             a label holds |\n\n## Labels\nA label holds for `PARCELS_TTL` seconds (default: {value}).\n"
        )
    };
    writes("conflicting-settings", &text("90"), &text("60"));
}

#[test]
fn a_success_is_written_as_the_description_has_it() {
    let text = |status: &str| {
        format!(
            "# Parcels\n## API\n### POST /parcels\n- 201: taken in\n\n## Acceptance criteria\n- [ ] `POST /parcels` with a \
             weight returns {status}\n"
        )
    };
    writes("conflicting-success", &text("200"), &text("201"));
}

#[test]
fn the_later_of_two_versions_is_meant() {
    let text = |one: &str, other: &str| {
        format!(
            "---\nversion: {one}\n---\n# Parcels\n\n- Version: {other}\n- Owner: Ada\n\n## Goals\n- Send parcels\n"
        )
    };
    writes("conflicting-metadata", &text("1.2", "1.3"), &text("1.3", "1.3"));
    writes("conflicting-metadata", &text("2.0", "1.9"), &text("2.0", "2.0"));
}
