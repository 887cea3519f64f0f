//! Places that disagree, side by side.

use super::{View, cut, title_of};
use crate::site::Site;
use abide_diagnostics::Diagnostic;
use abide_syntax::TextRange;
use serde::Serialize;

/// Pairs that are shown on the page.
const SHOWN: usize = 300;

#[derive(Serialize)]
struct Contradictions {
    all: usize,
    shown: Vec<Pair>,
}

#[derive(Serialize)]
struct Pair {
    severity: &'static str,
    rule: &'static str,
    message: String,
    help: Option<String>,
    places: Vec<Place>,
}

#[derive(Serialize)]
struct Place {
    said: String,
    title: String,
    path: String,
    line: u32,
    href: String,
    excerpt: String,
}

/// Findings that hold one place of a document against another. What is held against a template is about form.
pub fn disagreements(site: &Site) -> impl Iterator<Item = &Diagnostic> {
    let told = |finding: &&Diagnostic| {
        finding.has_position() && finding.related.iter().any(|related| site.spec(&related.path).is_some())
    };
    site.report.diagnostics.iter().filter(told)
}

/// The page.
pub fn render(view: View<'_>) -> String {
    let mut found: Vec<&Diagnostic> = disagreements(view.site).collect();
    found.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let shown = found.iter().take(SHOWN).map(|finding| {
        let here = place(view, &finding.path, finding.range, "here".to_owned());
        let related = finding.related.iter();
        let there =
            related.filter_map(|related| place(view, &related.path, related.range, related.message.clone()));
        Pair {
            severity: finding.severity.name(),
            rule: finding.rule,
            message: finding.message.clone(),
            help: finding.help.clone(),
            places: here.into_iter().chain(there).take(6).collect(),
        }
    });
    view.fill("contradictions.html", &Contradictions { all: found.len(), shown: shown.collect() })
}

fn place(view: View<'_>, path: &str, range: TextRange, said: String) -> Option<Place> {
    let spec = view.site.spec(path)?;
    let document = &view.site.state(spec)?.document;
    let text = document.text();
    let start = text.get(..range.start()).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let end =
        text.get(range.end()..).and_then(|after| after.find('\n')).map_or(text.len(), |at| range.end() + at);
    let excerpt = text.get(start..end).unwrap_or_default().trim();
    Some(Place {
        said,
        title: title_of(view.site, spec),
        path: path.to_owned(),
        line: document.line(range.start),
        href: view.spec(path),
        excerpt: cut(excerpt, 400),
    })
}
