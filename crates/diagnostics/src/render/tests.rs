//! Every format over one small report, and over an empty one.

use proptest::prelude::*;
use serde_json::Value;

use abide_syntax::TextRange;

use super::*;
use crate::{Diagnostic, Edit, Fix, Note, Place, RuleInfo, Severity, Source};

const ORDERS: &str = "\
# Orders

Status: Proposed | Implemented

## Contxt

Orders arrive quickly: 100% of them, [soon](later).

## Prices

The price is 5 EUR.
It includes shipping.
The price is 6 EUR.
";

// Windows line endings, a tab, wide characters, and a file name that has to be escaped.
const JAPANESE: &str = "# 注文 🎉\r\n\r\n\t価格は 7 EUR です 🎉 TBD\r\n";
const JAPANESE_PATH: &str = "specs/注文, 1:2.md";

fn at(path: &str, text: &str, needle: &str) -> Place {
    let start = text.find(needle).unwrap();
    Place::new(path, start..start + needle.len())
}

fn finding(rule: &'static str, severity: Severity, place: Place, message: &str) -> Diagnostic {
    Diagnostic::new(rule, severity, place.path, place.range, message)
}

fn section(headings: &[&str]) -> Vec<String> {
    headings.iter().map(|heading| heading.to_string()).collect()
}

fn sample() -> Report {
    let orders = |needle| at("specs/orders.md", ORDERS, needle);
    let japanese = |needle| at(JAPANESE_PATH, JAPANESE, needle);
    let diagnostics = vec![
        finding("placeholder", Severity::Error, japanese("TBD"), "`TBD` was left in the text")
            .with_section(section(&["注文 🎉"])),
        finding("contradiction", Severity::Error, orders("6 EUR"), "the price is given as 5, 6 and 7 EUR")
            .with_label("here it is 6")
            .with_related(orders("5 EUR").related("here it is 5"))
            .with_related(japanese("7 EUR").related("here it is 7"))
            .with_help("keep one of them")
            .with_section(section(&["Orders", "Prices"])),
        finding("heading-name", Severity::Warning, orders("Contxt"), "the template has no section `Contxt`")
            .with_label("did you mean `Context`?")
            .with_related(Place::new("specs/template.md", TextRange::default()).related("the template"))
            .with_section(section(&["Orders", "Contxt"]))
            .with_fix(Fix::safe(
                "Rename the heading to `Context`",
                vec![Edit::replace(orders("Contxt").range, "Context")],
            )),
        finding("vague-term", Severity::Info, orders("quickly"), "`quickly` cannot be checked")
            .with_help("give a number, such as 200 ms")
            .with_section(section(&["Orders", "Contxt"]))
            .with_fix(Fix::not_safe("Remove `quickly`", vec![Edit::delete(orders(" quickly").range)])),
        Diagnostic::whole_document("missing-title", Severity::Warning, "specs/empty.md", "there is no title")
            .with_help("start with a line such as `# Orders`"),
    ];
    let mut report = Report {
        diagnostics,
        notes: vec![
            Note::new("2 templates were found"),
            Note::about("specs/empty.md", "judged by the template of 2023-04-02"),
        ],
        rules: vec![
            RuleInfo {
                name: "vague-term",
                summary: "A word that nobody can check.".into(),
                page: |_| "## Why it matters\n\nNobody can *check* it.\n".into(),
                severity: Severity::Info,
                docs_url: Some("https://example.org/rules/vague-term".into()),
            },
            RuleInfo {
                name: "contradiction",
                summary: "Two statements that cannot both hold.".into(),
                page: |_| "## Why it matters\n\nOne of them is wrong.\n".into(),
                severity: Severity::Error,
                docs_url: None,
            },
        ],
        checked: crate::Checked {
            documents: ["specs/empty.md", "specs/fine.md", "specs/orders.md", JAPANESE_PATH]
                .map(Into::into)
                .to_vec(),
            governed: 3,
            fixed: 0,
            suppressed: 1,
        },
        tool_version: "1.2.3".into(),
        ..Report::default()
    };
    report.add_source(Source::new("specs/orders.md", ORDERS));
    report.add_source(Source::new(JAPANESE_PATH, JAPANESE));
    report.add_source(Source::new("specs/empty.md", ""));
    report
}

fn empty() -> Report {
    Report {
        checked: crate::Checked {
            documents: vec!["specs/a.md".into(), "specs/b.md".into()],
            governed: 2,
            ..crate::Checked::default()
        },
        tool_version: "1.2.3".into(),
        ..Report::default()
    }
}

#[test]
fn every_machine_format_says_what_could_not_be_read() {
    let report = Report { unread: vec![Note::about("specs/a.md", "not valid UTF-8")], ..Report::default() };
    for format in [
        OutputFormat::Json,
        OutputFormat::Sarif,
        OutputFormat::Junit,
        OutputFormat::Github,
        OutputFormat::Gitlab,
        OutputFormat::Agent,
    ] {
        let text = render(&report, format, &RenderOptions::default());
        assert!(text.contains("specs/a.md") && text.contains("not valid UTF-8"), "{format}: {text}");
    }
    let sarif = render(&report, OutputFormat::Sarif, &RenderOptions::default());
    assert!(sarif.contains("\"executionSuccessful\": false"), "{sarif}");
}

#[test]
fn the_sample_in_every_format() {
    for format in OutputFormat::ALL {
        insta::assert_snapshot!(
            format!("sample_{format}"),
            render(&sample(), format, &RenderOptions::default())
        );
    }
}

#[test]
fn the_empty_report_in_every_format() {
    for format in OutputFormat::ALL {
        insta::assert_snapshot!(
            format!("empty_{format}"),
            render(&empty(), format, &RenderOptions::default())
        );
    }
}

#[test]
fn colour_is_written_only_where_people_read() {
    for format in OutputFormat::ALL {
        let text = render(&sample(), format, &RenderOptions { colour: true, width: 100 });
        assert_eq!(text.contains('\u{1b}'), format.is_for_people(), "{format}");
    }
}

#[test]
fn without_the_escapes_a_coloured_report_says_the_same() {
    let coloured =
        render(&sample(), OutputFormat::Full, &RenderOptions { colour: true, ..Default::default() });
    let plain = render(&sample(), OutputFormat::Full, &RenderOptions::default());
    let mut stripped = String::new();
    for part in coloured.split('\u{1b}') {
        let text =
            if stripped.is_empty() { part } else { part.split_once('m').map_or(part, |(_, text)| text) };
        stripped.push_str(text);
    }
    let trimmed = |text: &str| text.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
    assert_eq!(trimmed(stripped.trim_start_matches("[1m").trim_start_matches("[91m")), trimmed(&plain));
}

#[test]
fn the_order_of_the_findings_changes_no_output() {
    let mut reversed = sample();
    reversed.diagnostics.reverse();
    for format in OutputFormat::ALL {
        let options = RenderOptions::default();
        assert_eq!(render(&sample(), format, &options), render(&reversed, format, &options), "{format}");
    }
}

#[test]
fn a_finding_on_a_line_of_a_megabyte_stays_small_and_keeps_its_column() {
    let mut report = Report::default();
    report.add_source(Source::new("a.md", format!("{}TBD{}", "x ".repeat(500_000), " y".repeat(500_000))));
    let text = "left in the text";
    report.diagnostics.push(Diagnostic::new(
        "placeholder",
        Severity::Error,
        "a.md",
        1_000_000..1_000_003,
        text,
    ));
    let text = render(&report, OutputFormat::Full, &RenderOptions::default());
    assert!(text.len() < 1000, "{text}");
    assert!(text.contains("--> a.md:1:1000001\n"), "{text}");
    assert!(text.contains("x TBD y"), "{text}");
}

#[test]
fn a_range_of_several_lines_is_drawn_beside_them() {
    let mut report = Report::default();
    report.add_source(Source::new("specs/orders.md", ORDERS));
    let place = Place::new("specs/orders.md", ORDERS.find("## Prices").unwrap()..ORDERS.len());
    report.diagnostics.push(finding("section-order", Severity::Warning, place, "`Prices` comes too late"));
    insta::assert_snapshot!(render(&report, OutputFormat::Full, &RenderOptions::default()));
}

#[test]
fn a_message_cannot_start_a_workflow_command_of_its_own() {
    let mut report = empty();
    report.diagnostics.push(Diagnostic::whole_document("rule", Severity::Error, "a.md", "a\n::error::b"));
    report.notes.push(Note::new("a\n::stop-commands::b"));
    let text = render(&report, OutputFormat::Github, &RenderOptions::default());
    assert_eq!(text.lines().filter(|line| line.starts_with("::")).count(), 1, "{text}");
}

#[test]
fn the_published_schema_of_the_json() {
    insta::assert_json_snapshot!(json::schema());
}

#[test]
fn the_schema_names_exactly_what_the_json_holds() {
    let schema = json::schema();
    let text = render(&sample(), OutputFormat::Json, &RenderOptions::default());
    assert_matches(&schema, &schema, &serde_json::from_str(&text).unwrap());
    for line in render(&sample(), OutputFormat::JsonLines, &RenderOptions::default()).lines() {
        assert_matches(&schema, &schema["$defs"]["Finding"], &serde_json::from_str(line).unwrap());
    }
}

// The part of JSON Schema that our types need: references, null or an object, properties, items.
fn assert_matches(root: &Value, schema: &Value, value: &Value) {
    if let Some(name) = schema["$ref"].as_str() {
        let definition = &root["$defs"][name.trim_start_matches("#/$defs/")];
        return assert_matches(root, definition, value);
    }
    if let Some(choices) = schema["anyOf"].as_array() {
        let of_kind = |choice: &&Value| (choice["type"] == "null") == value.is_null();
        return assert_matches(root, choices.iter().find(of_kind).unwrap(), value);
    }
    match value {
        Value::Object(fields) => {
            let names = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
            assert_eq!(fields.keys().cloned().collect::<Vec<_>>(), names(&schema["properties"]));
            for (name, field) in fields {
                assert_matches(root, &schema["properties"][name], field);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| assert_matches(root, &schema["items"], item)),
        Value::String(_) if schema["oneOf"].is_array() => {
            assert!(schema["oneOf"].as_array().unwrap().iter().any(|choice| choice["const"] == *value));
        }
        Value::String(_) => assert!(schema["type"].to_string().contains("string"), "{schema}"),
        Value::Number(_) => assert!(schema["type"].to_string().contains("integer"), "{schema}"),
        Value::Null => assert!(schema["type"].to_string().contains("null"), "{schema}"),
        Value::Bool(_) => panic!("no field of ours is a boolean"),
    }
}

#[test]
fn every_format_reads_back_from_its_name() {
    for format in OutputFormat::ALL {
        assert_eq!(format.to_string().parse(), Ok(format));
    }
    let error = "xml".parse::<OutputFormat>().unwrap_err().to_string();
    assert!(error.starts_with("unknown output format `xml`: use one of full, concise,"), "{error}");
}

fn any_place() -> impl Strategy<Value = Place> {
    let path = prop::sample::select(vec!["a.md", "b\u{1b}.md", "unknown.md"]);
    (path, 0u32..80, 0u32..80).prop_map(|(path, start, end)| Place::new(path, TextRange { start, end }))
}

fn any_finding() -> impl Strategy<Value = Diagnostic> {
    let related = prop::collection::vec((any_place(), ".{0,6}"), 0..4);
    let severity = prop::sample::select(Severity::ALL.to_vec());
    (any_place(), severity, "\\PC{0,8}|[\r\n\t]", prop::option::of(".{0,4}"), related).prop_map(
        |(place, severity, message, label, related)| Diagnostic {
            label,
            related: related.into_iter().map(|(place, message)| place.related(message)).collect(),
            help: Some("help\nmore".into()),
            fix: Some(Fix::safe("fix", vec![Edit::replace(place.range, "x")])),
            ..finding("rule", severity, place, &message)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn no_range_in_any_text_stops_a_format(
        texts in prop::collection::vec("([a\té🎉\u{200d}\u{301}\r\n ]|\r\n|x{90}){0,30}", 2),
        findings in prop::collection::vec(any_finding(), 0..4),
        width in 0usize..200,
    ) {
        let mut report = Report { diagnostics: findings, ..Report::default() };
        report.add_source(Source::new("a.md", texts[0].as_str()));
        report.add_source(Source::new("b\u{1b}.md", texts[1].as_str()));
        for format in OutputFormat::ALL {
            let text = render(&report, format, &RenderOptions { colour: false, width });
            prop_assert!(!text.as_bytes().contains(&0x1b));
            prop_assert_eq!(text, render(&report, format, &RenderOptions { colour: false, width }));
        }
    }
}
