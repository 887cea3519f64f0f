//! The board: every specification with its verdicts, and what needs somebody.

use super::time::Moment;
use super::{Bar, View, cut, kind_words, name_of, said, title_of};
use crate::address::Page;
use crate::site::Site;
use abide_diagnostics::Severity;
use abide_ledger::Verdict;
use serde::Serialize;
use std::cmp::Reverse;

/// Specifications on one part of the board.
pub const PART: usize = 100;
/// What needs somebody, on the board itself.
const NEEDS: usize = 6;
/// And on its own page.
const MOST_NEEDS: usize = 500;

#[derive(Serialize)]
struct Board {
    name: String,
    bar: Bar,
    documents: usize,
    errors: usize,
    warnings: usize,
    run: Option<Run>,
    needs: Vec<Need>,
    all_needs: usize,
    specs: Vec<Row>,
    part: usize,
    first: bool,
    previous: Option<String>,
    next: Option<String>,
    parts: usize,
    unread: Vec<String>,
}

#[derive(Serialize)]
struct Run {
    number: i64,
    target: Option<String>,
    ending: Option<String>,
    started: Moment,
}

#[derive(Serialize)]
struct Need {
    verdict: &'static str,
    kind: String,
    text: String,
    reason: String,
    href: String,
    path: String,
    line: u32,
    spec: String,
}

#[derive(Serialize)]
struct Row {
    title: String,
    path: String,
    href: String,
    status: Option<String>,
    bar: Bar,
    errors: usize,
    warnings: usize,
    infos: usize,
    evidence: Option<Moment>,
}

/// What the board tells of all specifications together, gathered once.
pub struct Overview {
    /// The places of the specifications, the most urgent first.
    order: Vec<usize>,
    needs: Vec<Needing>,
    bar: Bar,
    errors: usize,
    warnings: usize,
}

impl Overview {
    /// Looks at every statement and every finding.
    pub fn of(site: &Site) -> Self {
        let mut order: Vec<usize> = (0..site.specs.len()).collect();
        order.sort_by_key(|at| site.specs.get(*at).map(|spec| Reverse(urgency(spec))));
        let count =
            |severity| site.report.diagnostics.iter().filter(|finding| finding.severity == severity).count();
        Self {
            order,
            needs: needs(site),
            bar: Bar::of_all(site.specs.iter().map(|spec| &spec.status)),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
        }
    }
}

/// One part of the board; none where there are not so many specifications.
pub fn render(view: View<'_>, part: usize) -> Option<String> {
    let site = view.site;
    let overview = site.overview();
    let parts = site.specs.len().div_ceil(PART).max(1);
    if part == 0 || part > parts {
        return None;
    }
    let rows = overview.order.iter().skip((part - 1) * PART).take(PART).filter_map(|at| {
        let spec = site.specs.get(*at)?;
        let path = spec.path().to_owned();
        let of = |severity| site.findings(spec).filter(|finding| finding.severity == severity).count();
        Some(Row {
            title: title_of(site, spec),
            href: view.spec(&path),
            status: super::spec::field_of(spec, "status"),
            bar: Bar::of(&spec.status),
            errors: of(Severity::Error),
            warnings: of(Severity::Warning),
            infos: of(Severity::Info),
            evidence: spec.status.newest_evidence.as_deref().and_then(Moment::parse),
            path,
        })
    });
    let board = Board {
        name: name_of(site).to_owned(),
        bar: overview.bar.clone(),
        documents: site.specs.len(),
        errors: overview.errors,
        warnings: overview.warnings,
        run: site.runs.first().map(|run| Run {
            number: run.id.0,
            target: run.start.target.clone(),
            ending: run.end.as_ref().map(|end| end.ending.name().to_owned()),
            started: Moment::of(run.start.started),
        }),
        all_needs: overview.needs.len(),
        needs: overview.needs.iter().take(NEEDS).filter_map(|need| need.shown(view)).collect(),
        specs: rows.collect(),
        part,
        first: part == 1,
        previous: (part > 1).then(|| view.href(Page::Board(part - 1))),
        next: (part < parts).then(|| view.href(Page::Board(part + 1))),
        parts,
        unread: site.workspace.problems.iter().map(ToString::to_string).collect(),
    };
    Some(view.fill("board.html", &board))
}

#[derive(Serialize)]
struct Needs {
    needs: Vec<Need>,
    all: usize,
}

/// Everything that needs somebody.
pub fn render_needs(view: View<'_>) -> String {
    let all = &view.site.overview().needs;
    let shown = Needs {
        all: all.len(),
        needs: all.iter().take(MOST_NEEDS).filter_map(|need| need.shown(view)).collect(),
    };
    view.fill("needs.html", &shown)
}

/// A statement that needs somebody, by its places.
struct Needing {
    spec: usize,
    item: usize,
}

impl Needing {
    fn shown(&self, view: View<'_>) -> Option<Need> {
        let spec = view.site.specs.get(self.spec)?;
        let (status, item) = (spec.status.items.get(self.item)?, spec.items().get(self.item)?);
        Some(Need {
            verdict: status.verdict.name(),
            kind: kind_words(status.kind),
            text: cut(&said(item), 220),
            reason: cut(&status.reason.replace('`', ""), 220),
            href: view.why(spec.path(), &item.id),
            path: spec.path().to_owned(),
            line: status.line,
            spec: title_of(view.site, spec),
        })
    }
}

/// Refuted statements first, then what is stale, then what is blocked.
fn needs(site: &Site) -> Vec<Needing> {
    let mut found = Vec::new();
    for wanted in [Verdict::Refuted, Verdict::Stale, Verdict::Blocked] {
        for (at, spec) in site.specs.iter().enumerate() {
            let items = spec.status.items.iter().enumerate();
            found.extend(
                items.filter(|(_, item)| item.verdict == wanted).map(|(item, _)| Needing { spec: at, item }),
            );
        }
    }
    found
}

/// What comes first on the board.
fn urgency(spec: &crate::site::Spec) -> (usize, usize, usize, bool) {
    let summary = &spec.status.summary;
    (summary.refuted, summary.stale, summary.blocked, !spec.findings.is_empty() && summary.proven > 0)
}
