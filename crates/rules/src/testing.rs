//! Runs the examples of a rule's page: what the documentation shows is what the rule does.
//!
//! A `template` fence sets the template for the `document` fences after it. In a document, a line that holds only `~`
//! marks and a message says what is expected on the line above it; a document without marks expects nothing.
//! A `siblings` fence says how the other documents look: documents separated by lines of `=====`. A `files` fence
//! lists paths that exist; an `other` fence is another document of the workspace; `path: NAME` in the info string of either
//! says where it stands.

use crate::{
    Context, Files, Governing, Known, Landscape, Names, Other, Rule, RuleSettings, Settings, Want, check,
    settings::Level,
};
use abide_diagnostics::Severity;
use abide_model::{Item, Kind, Spec};
use abide_syntax::{Anchors, Document, NodeId, NodeKind};
use abide_template::{Contribution, Outline, Siblings, align, infer};
use std::sync::Arc;

struct Listed(Vec<String>);

impl Files for Listed {
    fn exists(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        self.0.iter().any(|known| known == path) || self.is_folder(path)
    }

    fn is_folder(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        path.is_empty() || self.0.iter().any(|known| known.starts_with(&format!("{path}/")))
    }

    fn has_kind(&self, folder: &str, extension: &str) -> bool {
        self.0.iter().any(|path| {
            path.rsplit_once('/').map_or("", |(parent, _)| parent) == folder
                && path.ends_with(&format!(".{extension}"))
        })
    }

    fn anchors(&self, path: &str) -> Option<Arc<Anchors>> {
        let known = self.0.iter().any(|known| known == path);
        known.then(|| Arc::new(Anchors::new(&Document::parse("# Known\n## Part\n"))))
    }

    fn is_complete(&self) -> bool {
        true
    }
}

/// The other documents of a page.
#[derive(Default)]
struct Others {
    names: Names,
    documents: Vec<Read>,
}

type Read = (Arc<str>, Document, Outline, Spec, Vec<Want>);

impl Others {
    fn add(&mut self, path: &str, text: &str) {
        let document = Document::parse(text);
        self.names.add(self.documents.len(), path, &document);
        let (outline, spec) = (Outline::new(&document), Spec::read(path, &document));
        let wants = Want::all(&document, &spec);
        self.documents.push((path.into(), document, outline, spec, wants));
    }

    fn other(&self, number: usize) -> Other<'_> {
        let (path, document, outline, spec, wants) = &self.documents[number];
        Other { path, document, outline, spec, wants }
    }
}

impl Landscape for Others {
    fn meant(&self, from: &str, name: &str) -> Option<Other<'_>> {
        self.names.find(from, name).map(|number| self.other(number))
    }

    fn stating(&self, from: &str, kind: Kind, key: &str) -> Vec<(Other<'_>, &Item)> {
        let others = (0..self.documents.len()).map(|number| self.other(number));
        let others = others.filter(|other| &**other.path != from);
        let items = others.flat_map(|other| other.spec.of_kind(kind).map(move |item| (other, item)));
        items.filter(|(_, item)| item.key == key).collect()
    }
}

pub fn run_page(rule: &'static Rule) {
    let page = Document::parse(rule.page());
    let mut template = None;
    let mut siblings = String::new();
    let mut files = Vec::new();
    let mut others = Others::default();
    let mut documents = 0;
    let mut expected_any = false;
    for at in 0..page.nodes().len() {
        let id = NodeId(at as u32);
        if !matches!(page.node(id).kind, NodeKind::Code { fenced: true }) {
            continue;
        }
        let text = page.code_text(id).into_owned();
        match page.code_language(id).as_deref() {
            Some("template") => {
                template = Some(text);
                siblings.clear();
            }
            Some("siblings") => siblings = text,
            Some("files") => files = text.lines().map(str::to_owned).collect(),
            Some(fence @ ("document" | "other")) => {
                let info = page.code_info(id).map(|(info, _)| info.to_owned()).unwrap_or_default();
                let path = info.split_once("path: ").map(|(_, path)| path.trim().to_owned());
                if fence == "other" {
                    others.add(&path.expect("an `other` fence says its path"), &text);
                    continue;
                }
                documents += 1;
                let path = path.unwrap_or_else(|| "specs/example.md".to_owned());
                expected_any |=
                    run_document(rule, template.as_deref(), &siblings, (&files, &others), &path, &text);
            }
            _ => {}
        }
    }
    assert!(documents >= 2, "{}: a page shows what is found and what is not", rule.name);
    assert!(expected_any, "{}: no example expects a finding", rule.name);
    assert!(rule.page.contains("## Why it matters"), "{}: says why", rule.name);
    assert!(rule.page.contains("## How to mend it"), "{}: says what to do", rule.name);
}

fn run_document(
    rule: &'static Rule,
    template: Option<&str>,
    siblings: &str,
    (files, others): (&[String], &Others),
    path: &str,
    marked: &str,
) -> bool {
    let mut source = String::new();
    let mut expected = Vec::new();
    let mut line = 0;
    for text in marked.lines() {
        let marks = text.trim_start();
        if marks.starts_with('~') && !marks.starts_with("~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~")
            || marks.starts_with("~ ")
        {
            let message = marks.trim_start_matches('~').trim();
            expected.push(format!("{line}: {message}"));
        } else {
            source.push_str(text);
            source.push('\n');
            line += 1;
        }
    }
    let document = Document::parse(source.as_str());
    let outline = Outline::new(&document);
    let template = template.map(Document::parse);
    let schema = template.as_ref().map(|template| infer("example", template));
    let alignment = schema.as_ref().map(|schema| align(schema, &outline, &document));
    let mut together = Siblings::default();
    let mut own = Contribution::default();
    if let (Some(schema), Some(alignment)) = (&schema, &alignment) {
        own = Contribution::new(schema, alignment, &outline, &document);
        together.add(&own);
        for sibling in siblings.split("=====\n").filter(|sibling| !sibling.trim().is_empty()) {
            let sibling = Document::parse(sibling);
            let outline = Outline::new(&sibling);
            let alignment = align(schema, &outline, &sibling);
            together.add(&Contribution::new(schema, &alignment, &outline, &sibling));
        }
    }
    let governing = match (&schema, &template, &alignment) {
        (Some(schema), Some(template), Some(alignment)) => Some(Governing {
            path: None,
            schema,
            template,
            alignment,
            kept: &own.kept,
            written: own.written,
            siblings: &together,
        }),
        _ => None,
    };
    let mut settings = Settings::default();
    for other in crate::RULES {
        // A suppression's rules judge what others found; for those, all rules run.
        let alone = !rule.name.ends_with("suppression");
        let level = if other.name == rule.name {
            Level::At(rule.default.unwrap_or(Severity::Warning))
        } else if alone {
            Level::Off
        } else {
            continue;
        };
        settings
            .rules
            .insert(other.name.to_owned(), RuleSettings { level: Some(level), options: Default::default() });
    }
    let listed = Listed(files.to_vec());
    let path: Arc<str> = path.into();
    let context = Context {
        path: &path,
        document: &document,
        outline: &outline,
        spec: &Spec::read(&path, &document),
        governing,
        settings: &settings,
        files: &listed,
        others,
        known: Known::default(),
    };
    let mut found: Vec<_> = check(&context).diagnostics;
    found.retain(|found| found.rule == rule.name);
    found.sort_by_key(|found| found.range);
    let shown: Vec<_> = found
        .iter()
        .map(|found| format!("{}: {}", document.line(found.range.start), found.message))
        .collect();
    assert_eq!(shown, expected, "{}: in\n{source}", rule.name);
    for finding in &found {
        if let Some(fix) = &finding.fix {
            let fixed = abide_diagnostics::apply(&source, &[fix]);
            assert_eq!(fixed.applied, 1, "{}: the fix of {:?} applies", rule.name, finding.message);
            assert_ne!(
                fixed.text, source,
                "{}: the fix of {:?} changes something",
                rule.name, finding.message
            );
        }
    }
    !expected.is_empty()
}
