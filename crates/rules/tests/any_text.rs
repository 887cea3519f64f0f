//! Whatever stands in a document, the rules say something that fits it, and do not fail.

use abide_diagnostics::{Severity, apply};
use abide_model::Spec;
use abide_rules::{Alone, Context, Governing, Known, Level, NoFiles, RULES, RuleSettings, Settings, check};
use abide_syntax::Document;
use abide_template::{Contribution, Outline, Siblings, align, builtin, infer};

fn check_against(template: &str, text: &str) {
    let template = Document::parse(template);
    let schema = infer("any", &template);
    let document = Document::parse(text);
    let outline = Outline::new(&document);
    let alignment = align(&schema, &outline, &document);
    let contribution = Contribution::new(&schema, &alignment, &outline, &document);
    let mut siblings = Siblings::default();
    siblings.add(&contribution);
    let governing = Governing {
        path: None,
        schema: &schema,
        template: &template,
        alignment: &alignment,
        kept: &contribution.kept,
        written: contribution.written,
        siblings: &siblings,
    };
    let on = RuleSettings { level: Some(Level::At(Severity::Warning)), ..RuleSettings::default() };
    let settings = Settings { rules: RULES.iter().map(|rule| (rule.name.to_owned(), on.clone())).collect() };
    let context = Context {
        path: &"specs/any.md".into(),
        document: &document,
        outline: &outline,
        spec: &Spec::read("specs/any.md", &document),
        governing: Some(governing),
        settings: &settings,
        files: &NoFiles,
        others: &Alone,
        known: Known::default(),
    };
    for finding in check(&context).diagnostics {
        let range = finding.range;
        assert!(text.get(range.start()..range.end()).is_some(), "{}: {range:?} in\n{text}", finding.rule);
        if let Some(fix) = &finding.fix {
            assert_eq!(apply(text, &[fix]).applied, 1, "{}: {fix:?} in\n{text}", finding.rule);
        }
    }
}

/// The beginnings of a text, cut at places that a person would not choose.
fn beginnings(text: &str) -> impl Iterator<Item = &str> {
    const APART: usize = 89;
    let cuts = (0..text.len()).step_by(APART).filter(|at| text.is_char_boundary(*at));
    cuts.filter_map(|at| text.get(..at)).chain([text])
}

#[test]
fn the_beginnings_of_templates_under_themselves() {
    for builtin in builtin::BUILTINS.iter().filter(|builtin| builtin.text.len() < 6000) {
        beginnings(builtin.text).for_each(|text| check_against(builtin.text, text));
    }
}

#[test]
fn the_beginnings_of_the_rules_pages_under_a_template() {
    let template = builtin::get("madr").unwrap().text;
    for rule in RULES {
        let page = rule.page();
        beginnings(&page).for_each(|text| check_against(template, text));
        // Out of their fences, the examples speak for themselves.
        let bare = page.replace("```", "");
        beginnings(&bare).for_each(|text| check_against(template, text));
    }
}

#[test]
fn broken_and_odd_texts() {
    let template = "---\nstatus: Draft | Final\ndate: YYYY-MM-DD\n---\n# [Name]\n## Goals\n3-5 goals\n## Data\n| a | b |\n|---|---|\n| x | y |\n";
    for text in [
        "",
        "\u{FEFF}",
        "---\n---\n",
        "---\nstatus: [\n---\n",
        "+++\nstatus = \"Final\"\n+++\n# T\n## Goals\nTODO\n",
        "# T\r\n## Data\r\n| a |\r\n|---|\r\n| `x|y` | \\| | z\r\nrow\r\n",
        "# T\n## Data\n> | a | b |\n> |---|---|\n> text\n",
        "|a|\n|-|\n|",
        "# [a](#%E2%28%A1)\n[b](%zz) [c](#) [d](../../../x) ![e](/)\n\n[f]: #g\n[f] [f][] ![f]\n",
        "<<<<<<< a\n=======\n>>>>>>> b",
        "【1†】 【†】 【12†源\n:contentReference[oaicite:",
        "- FR-: x\n- FR-1\n- **FR-1**\n- FR-1: é\n- FR-1: ü\n",
        "# T\n```\n├── \n│\n└── é/\n```\n",
        "## Goals\n## Goals\n## goals\n### Data\n## Data\n# Goals",
    ] {
        check_against(template, text);
        beginnings(text).for_each(|text| check_against(text, text));
    }
}
