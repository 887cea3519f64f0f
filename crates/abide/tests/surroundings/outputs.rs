//! Formats that are too long for a page, and several of them at once.

use crate::scratch::{BAD, GOOD, Scratch, TEMPLATE};
use serde_json::Value;

const FORMATS: &[&str] =
    &["full", "concise", "grouped", "json", "json-lines", "sarif", "junit", "github", "gitlab", "agent"];

fn scratch() -> Scratch {
    Scratch::repository(&[
        ("specs/template.md", TEMPLATE),
        ("specs/lending.md", GOOD),
        ("specs/fines.md", BAD),
    ])
}

#[test]
fn no_format_changes_the_exit_code_and_each_gives_the_same_to_a_file() {
    let scratch = scratch();
    for format in FORMATS {
        let printed = scratch.run(&["check", "-C", "specs", "--output-format", format]);
        assert_eq!((printed.exit, printed.errors.as_str()), (1, ""), "{format}");
        assert_eq!(
            scratch.run(&["check", "specs/lending.md", "--output-format", format]).exit,
            0,
            "{format}"
        );
        assert_eq!(scratch.run(&["check", "specs/none.md", "--output-format", format]).exit, 2, "{format}");
        assert!(printed.out.contains("specs/fines.md"), "{format} names paths from the top: {}", printed.out);
        assert!(
            !printed.out.contains(scratch.path("").to_str().unwrap()),
            "{format} names no folder of this machine"
        );

        let file = format!("{format}=report.out");
        let written = scratch.run(&["check", "--output-format", &file]);
        assert_eq!((written.exit, written.out.as_str()), (1, ""), "{format}");
        assert_eq!(scratch.read("report.out"), printed.out, "{format}");
    }
}

#[test]
fn one_run_writes_all_formats() {
    let scratch = scratch();
    let files: Vec<String> = FORMATS.iter().map(|format| format!("{format}={format}.out")).collect();
    let mut arguments = vec!["check"];
    for file in &files {
        arguments.extend(["--output-format", file]);
    }
    assert_eq!(scratch.run(&arguments).exit, 1);
    for format in FORMATS {
        assert!(scratch.read(&format!("{format}.out")).contains("specs/fines.md"), "{format}");
    }
}

#[test]
fn sarif_names_rules_places_and_fixes() {
    let log = scratch().run(&["check", "--output-format", "sarif"]).json();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 2);
    for result in results {
        let rule = &rules[result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(rule["help"]["markdown"].as_str().unwrap().contains("## Why it matters"));
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(
            place["artifactLocation"],
            serde_json::json!({"uri": "specs/fines.md", "uriBaseId": "SRCROOT"})
        );
        assert!(result["partialFingerprints"]["abide/v1"].is_string());
    }
    assert_eq!(results[0]["locations"][0]["physicalLocation"]["region"]["startLine"], 4);
    let change = &results[0]["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(change["insertedContent"]["text"], "2026-02-03");
}

#[test]
fn a_fingerprint_stays_whatever_else_is_checked_or_mended() {
    let scratch = scratch();
    scratch.write("specs/again.md", &BAD.replace("Lending", "Again"));
    let fingerprint = |arguments: &[&str]| {
        let report = scratch.run(&[&["check", "--output-format", "json"], arguments].concat()).json();
        let mut findings = report["diagnostics"].as_array().unwrap().iter();
        let of = |found: &&Value| found["path"] == "specs/fines.md" && found["rule"] == "unfilled-section";
        findings.find(of).unwrap()["fingerprint"].clone()
    };
    let alone = fingerprint(&["specs/fines.md"]);
    assert_eq!(fingerprint(&[]), alone);
    scratch.write("specs/fines.md", &BAD.replace("2026-2-3", "2026-02-03\nReviewer: Ada Novak"));
    assert_eq!(fingerprint(&[]), alone);
}
