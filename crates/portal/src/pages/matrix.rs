//! Statements against what is known of them.

use super::permissions::{Grid, grid};
use super::time::Moment;
use super::{Bar, View, bar, cut, kind_words, said, title_of};
use crate::address::Page;
use crate::site::Spec;
use abide_workspace::trace::TracePlace;
use serde::Serialize;

#[derive(Serialize)]
struct Index {
    specs: Vec<Listed>,
    documents: usize,
}

#[derive(Serialize)]
struct Listed {
    title: String,
    path: String,
    href: String,
    bar: Bar,
    share: Option<usize>,
}

/// Documents that are listed on one page; all that hold a statement, up to this.
const LISTED: usize = 500;

/// All documents in outline; of a single one, the matrix itself.
pub fn render_index(view: View<'_>) -> String {
    if let [only] = view.site.specs.as_slice() {
        return render(view, only);
    }
    let stating = view.site.specs.iter().filter(|spec| !spec.items().is_empty());
    let listed = stating.clone().take(LISTED).map(|spec| {
        let bar = Bar::of(&spec.status);
        Listed {
            title: title_of(view.site, spec),
            path: spec.path().to_owned(),
            href: view.href(Page::Matrix(Some(spec.path().to_owned()))),
            share: (bar.triable > 0).then(|| bar.proven * 100 / bar.triable),
            bar,
        }
    });
    view.fill("matrix_index.html", &Index { specs: listed.collect(), documents: stating.count() })
}

#[derive(Serialize)]
struct Matrix {
    title: String,
    path: String,
    href: String,
    bar: Bar,
    rows: Vec<Row>,
    /// What no system shows by itself, apart.
    quiet: Vec<Row>,
    traced: bool,
    grid: Option<Grid>,
}

#[derive(Serialize)]
struct Row {
    id: String,
    kind: String,
    text: String,
    line: u32,
    href: String,
    verdict: &'static str,
    label: &'static str,
    strength: Option<&'static str>,
    reason: String,
    judged: Option<Moment>,
    code: Vec<String>,
    tests: Vec<String>,
}

/// The matrix of one document.
pub fn render(view: View<'_>, spec: &Spec) -> String {
    let rows = spec.items().iter().zip(&spec.status.items).map(|(item, status)| {
        let verdict = bar::shown(status);
        let traced = view.site.traced(spec, item, &status.id);
        Row {
            id: cut(&item.id, 48),
            kind: kind_words(status.kind),
            text: cut(&said(item), 160),
            line: status.line,
            href: view.why(spec.path(), &item.id),
            verdict,
            label: if verdict == "quiet" { "not for a system to show" } else { verdict },
            strength: status.strength.map(|strength| strength.name()),
            reason: cut(&status.reason, 160),
            judged: status.judged.as_deref().and_then(Moment::parse),
            code: traced.map(|traced| places(&traced.code)).unwrap_or_default(),
            tests: traced.map(|traced| places(&traced.tests)).unwrap_or_default(),
        }
    });
    let (quiet, rows): (Vec<Row>, Vec<Row>) = rows.partition(|row| row.verdict == "quiet");
    let matrix = Matrix {
        title: title_of(view.site, spec),
        path: spec.path().to_owned(),
        href: view.spec(spec.path()),
        bar: Bar::of(&spec.status),
        rows,
        quiet,
        traced: view.site.is_traced(),
        grid: grid(view, spec),
    };
    view.fill("matrix.html", &matrix)
}

/// Places of code in a cell; the first few.
pub fn places(found: &[TracePlace]) -> Vec<String> {
    const SHOWN: usize = 6;
    let mut shown: Vec<String> =
        found.iter().take(SHOWN).map(|place| format!("{}:{}", place.path, place.line)).collect();
    if found.len() > SHOWN {
        shown.push(format!("{} more", found.len() - SHOWN));
    }
    shown
}
