//! A document, rendered, with the verdict of each statement in its margin and each finding in its place.

use super::{Bar, View, bar, cut, kind_words, title_of};
use crate::address::Page;
use crate::document::{self, Heading, Mark, Sheet};
use crate::site::Spec;
use crate::templates::{count, escaped as text};
use crate::{drawing, picture};
use abide_diagnostics::Diagnostic;
use abide_model::{Item, Kind};
use abide_syntax::TextRange;
use abide_workspace::check::DocumentState;
use serde::Serialize;

#[derive(Serialize)]
struct Sheeted {
    title: String,
    path: String,
    /// The title with which the document itself begins, as it is rendered.
    heading: Option<String>,
    template: Option<String>,
    meta: Vec<Meta>,
    bar: Bar,
    matrix: String,
    model: Option<String>,
    whole: Vec<Note>,
    findings: usize,
    body: String,
    headings: Vec<Heading>,
}

#[derive(Serialize)]
struct Meta {
    name: String,
    value: String,
}

/// A finding in its place.
#[derive(Serialize)]
pub struct Note {
    severity: &'static str,
    rule: &'static str,
    message: String,
    help: Option<String>,
    line: u32,
    related: Vec<Related>,
}

#[derive(Serialize)]
struct Related {
    message: String,
    place: String,
    href: Option<String>,
}

/// The page of a document; none where it could not be read.
pub fn render(view: View<'_>, spec: &Spec) -> Option<String> {
    let state = view.site.state(spec)?;
    let (whole, placed): (Vec<&Diagnostic>, Vec<&Diagnostic>) =
        view.site.findings(spec).partition(|finding| !finding.has_position());
    let ranges: Vec<TextRange> = placed.iter().map(|finding| finding.range).collect();
    let resolve = |destination: &str| resolve(view, spec.path(), destination);
    let sheet =
        Sheet { document: &state.document, items: spec.items(), findings: &ranges, resolve: &resolve };
    let mut drawings = 0;
    let mut tables = 0;
    let body = document::render(&sheet, |mark| match mark {
        Mark::Statements(items) => statements(view, spec, items),
        Mark::Finding(at) => placed
            .get(*at)
            .map_or_else(String::new, |finding| view.fill("note.html", &note(view, state, finding))),
        Mark::Drawing(text) => {
            drawings += 1;
            figure(text, drawings)
        }
        Mark::Image { destination, said } => picture(view, spec.path(), destination, said),
        Mark::Task(done) => {
            let (class, sign, said) = if *done { ("done", "☑", "done") } else { ("open", "☐", "open") };
            format!(
                "<span class=\"task {class}\"><span aria-hidden=\"true\">{sign}</span><span class=\"sr\">{said}:</span></span> "
            )
        }
        Mark::WideBegin(section) => {
            tables += 1;
            let label = format!("Table {tables}{}{section}", if section.is_empty() { "" } else { " in " });
            format!("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"{}\">", text(&label))
        }
        Mark::WideEnd => "</div>".to_owned(),
    });
    let title = title_of(view.site, spec);
    let (heading, body_html) = headed(body.html);
    let has_model = spec.items().iter().any(|item| super::model::is_shown(item.kind));
    let sheeted = Sheeted {
        heading,
        template: view.site.workspace.template_name(state).map(str::to_owned),
        meta: meta(spec, state),
        bar: Bar::of(&spec.status),
        matrix: view.href(Page::Matrix(Some(spec.path().to_owned()))),
        model: has_model.then(|| view.href(Page::Model(Some(spec.path().to_owned())))),
        findings: spec.findings.len(),
        whole: whole.into_iter().map(|finding| note(view, state, finding)).collect(),
        headings: body.headings.into_iter().filter(|heading| (2..=3).contains(&heading.level)).collect(),
        body: body_html,
        path: spec.path().to_owned(),
        title,
    };
    Some(view.fill("spec.html", &sheeted))
}

/// The heading with which a document begins, apart from the rest: it is the title of the page.
fn headed(html: String) -> (Option<String>, String) {
    const END: &str = "</h1>";
    match html.trim_start().starts_with("<h1").then(|| html.find(END)).flatten() {
        Some(at) => {
            let (heading, rest) = html.split_at(at + END.len());
            (Some(heading.to_owned()), rest.to_owned())
        }
        None => (None, html),
    }
}

/// The value of a field of the document.
pub fn field_of(spec: &Spec, name: &str) -> Option<String> {
    let mut fields = spec.items().iter().filter(|item| item.kind == Kind::Meta && item.key == name);
    fields.find_map(|item| item.text_field("value")).map(|value| cut(value, 40))
}

/// Fields that stand in front of the text.
fn meta(spec: &Spec, state: &DocumentState) -> Vec<Meta> {
    let Some(front) = state.document.front_matter() else { return Vec::new() };
    let fields =
        spec.items().iter().filter(|item| item.kind == Kind::Meta && front.range.contains(item.range));
    fields
        .filter_map(|item| {
            let value = item.text_field("value").map_or_else(|| listed(item), str::to_owned);
            (item.key != "title").then(|| Meta { name: item.key.clone(), value: cut(&value, 120) })
        })
        .collect()
}

/// The value of a field that is a list: `reviewers: - Ada - Ben` in source.
fn listed(item: &Item) -> String {
    let text = item.text.trim();
    let value = text.split_once(':').map_or(text, |(_, value)| value);
    let parts = value.split(" - ").map(|part| part.trim().trim_start_matches("- ").trim());
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}

/// What stands in the margin of a block: the verdict that matters most, and how many statements there are.
fn statements(view: View<'_>, spec: &Spec, places: &[usize]) -> String {
    const FIRST: &[&str] = &["refuted", "stale", "blocked", "unproven", "attested", "proven", "quiet"];
    let rank = |verdict: &str| FIRST.iter().position(|name| *name == verdict).unwrap_or(FIRST.len());
    let found = places.iter().filter_map(|at| Some((spec.status.items.get(*at)?, spec.items().get(*at)?)));
    let Some((status, item)) = found.min_by_key(|(status, _)| rank(bar::shown(status))) else {
        return String::new();
    };
    let verdict = bar::shown(status);
    let said = if verdict == "quiet" { "not for a system to show" } else { verdict };
    let number = match places.len() {
        1 => String::new(),
        many => format!("<span class=\"n\" aria-hidden=\"true\">{many}</span>"),
    };
    let those = match places.len() {
        1 => kind_words(status.kind),
        many => format!("first of {}", count(many, "statement")),
    };
    format!(
        "<a class=\"mark v-{verdict}\" href=\"{}\" data-why=\"\" title=\"{}\"><svg class=\"icon\" aria-hidden=\"true\">\
         <use href=\"#i-{verdict}\"></use></svg>{number}<span class=\"sr\">{}</span></a>",
        text(&view.why(spec.path(), &item.id)),
        text(&format!("{said} · {those}")),
        text(&format!("{said}: {those}")),
    )
}

/// A drawing, or its text where it cannot be drawn; the text is there in both cases.
pub fn figure(source: &str, number: usize) -> String {
    let noun = drawing::noun(source);
    let code = format!("<pre tabindex=\"0\"><code>{}</code></pre>", text(source));
    match drawing::draw(source, number) {
        Some(svg) => format!(
            "<figure class=\"drawing\"><div class=\"canvas\" role=\"img\" tabindex=\"0\" aria-label=\"{noun} {number}; its \
             text follows\">{svg}</div><details><summary>Text of this {noun}</summary>{code}</details></figure>"
        ),
        None => {
            format!("<figure class=\"drawing\"><figcaption>{noun}, as written</figcaption>{code}</figure>")
        }
    }
}

/// An image of the workspace; what any other one says.
fn picture(view: View<'_>, from: &str, destination: &str, said: &str) -> String {
    let path = destination.split(['?', '#']).next().unwrap_or(destination);
    let there = view.site.surroundings.linked(from, path).filter(|path| picture::kind(path).is_some());
    match there {
        Some(path) => format!(
            "<img src=\"{}{}\" alt=\"{}\" loading=\"lazy\">",
            view.mode.root(),
            text(&picture::address(&path)),
            text(if said.trim().is_empty() { "Image" } else { said }),
        ),
        None => format!("Image: {}", text(if said.trim().is_empty() { destination } else { said })),
    }
}

fn note(view: View<'_>, state: &DocumentState, finding: &Diagnostic) -> Note {
    let related = finding.related.iter().map(|related| {
        let other = view.site.spec(&related.path);
        let line = other
            .and_then(|other| view.site.state(other))
            .map_or(1, |state| state.document.line(related.range.start));
        Related {
            message: related.message.clone(),
            place: format!("{}:{line}", related.path),
            href: other.map(|other| view.spec(other.path())),
        }
    });
    Note {
        severity: finding.severity.name(),
        rule: finding.rule,
        message: finding.message.clone(),
        help: finding.help.clone(),
        line: state.document.line(finding.range.start),
        related: related.collect(),
    }
}

/// Where a link of a document leads: another document, a place on a page, or the outside. Other files are not served.
fn resolve(view: View<'_>, from: &str, destination: &str) -> Option<String> {
    if destination.is_empty() {
        return None;
    }
    let lower = destination.to_ascii_lowercase();
    if lower.starts_with("https://") || lower.starts_with("http://") || lower.starts_with("mailto:") {
        return Some(destination.to_owned());
    }
    let (path, fragment) = destination.split_once('#').unwrap_or((destination, ""));
    let target = match path.split('?').next().unwrap_or(path) {
        "" => from.to_owned(),
        path => view.site.surroundings.linked(from, path)?,
    };
    let target = view.site.spec(&target)?;
    let anchor = match fragment {
        "" => String::new(),
        fragment => format!("#{}{}", document::ANCHOR_PREFIX, fragment.to_lowercase()),
    };
    Some(format!("{}{anchor}", view.spec(target.path())))
}
