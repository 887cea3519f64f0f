//! Each finding with an excerpt of the document, as rustc writes it.

use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use abide_syntax::TextRange;

use super::RenderOptions;
use super::excerpt::{Excerpt, excerpt, together};
use super::text::{Paint, inline};
use crate::{Applicability, Diagnostic, Fix, Report, Severity, Source};

// Narrower than this, annotations no longer fit, and wrapping by the terminal reads better.
const NARROWEST: usize = 40;

pub(super) fn render(report: &Report, options: &RenderOptions) -> String {
    let renderer = if options.colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(options.width.max(NARROWEST));
    let mut text = String::new();
    for diagnostic in report.sorted() {
        text.push_str(&finding(report, diagnostic, &renderer));
        text.push_str("\n\n");
    }
    text + &Paint { colour: options.colour }.closing(report)
}

fn finding(report: &Report, diagnostic: &Diagnostic, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let mut places = Places::default();
    let rest = places.add_primary(report, diagnostic);
    for mark in rest {
        places.add(report, mark);
    }
    let title = level.primary_title(inline(&diagnostic.message)).id(diagnostic.rule);
    let mut group = Group::with_title(title).elements(places.elements);
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(inline(help)));
    }
    if let Some(fix) = &diagnostic.fix {
        group = group.element(Level::HELP.with_name("fix").message(fix_line(fix)));
    }
    let mut text = renderer.render(&[group]);
    if !places.numbered {
        // Without line numbers the arrow would stand in the first column.
        text = text.replace('\n', "\n ");
    }
    places.corrections.iter().fold(text, |text, (shown, real)| text.replacen(shown, real, 1))
}

fn fix_line(fix: &Fix) -> String {
    match fix.applicability {
        Applicability::Safe => inline(&fix.title),
        Applicability::Unsafe => format!("{} (unsafe: look at the result)", inline(&fix.title)),
    }
}

// A range to mark, with the text beside it.
struct Mark<'a> {
    path: &'a str,
    range: TextRange,
    kind: AnnotationKind,
    label: Option<String>,
}

#[derive(Default)]
struct Places {
    elements: Vec<Element<'static>>,
    // Headers whose column counts from where a long line was cut, and what they should say.
    corrections: Vec<(String, String)>,
    // Whether any excerpt, and with it a line number, was added.
    numbered: bool,
}

impl Places {
    // Adds the place of the finding, with the related places that fit into the same excerpt; gives back the others.
    fn add_primary<'a>(&mut self, report: &Report, diagnostic: &'a Diagnostic) -> Vec<Mark<'a>> {
        let related = diagnostic.related.iter().map(|related| Mark {
            path: &related.path,
            range: related.range,
            kind: AnnotationKind::Context,
            label: Some(inline(&related.message)),
        });
        let primary = Mark {
            path: &diagnostic.path,
            range: diagnostic.range,
            kind: AnnotationKind::Primary,
            label: diagnostic.label.as_deref().map(inline),
        };
        let source = report.sources.get(&diagnostic.path).filter(|_| diagnostic.has_position());
        let Some(source) = source else {
            // A document as a whole, or one whose text is not at hand.
            self.elements.push(Origin::path(inline(primary.path)).into());
            return related.collect();
        };
        let (near, rest): (Vec<_>, Vec<_>) = related.partition(|mark| {
            mark.path == &*diagnostic.path
                && mark.range != TextRange::default()
                && together(source, diagnostic.range, mark.range)
        });
        // Each is near the finding, but two on either side of it may be far from each other.
        let mut marks = vec![primary];
        let mut rest = rest;
        for mark in near {
            let fits = marks.iter().all(|other| together(source, other.range, mark.range));
            if fits { marks.push(mark) } else { rest.push(mark) }
        }
        self.add_excerpt(source, marks);
        rest
    }

    fn add(&mut self, report: &Report, mark: Mark<'_>) {
        match report.sources.get(mark.path).filter(|_| mark.range != TextRange::default()) {
            Some(source) => self.add_excerpt(source, vec![mark]),
            None => {
                let path = inline(mark.path);
                let text = mark.label.map_or(path.clone(), |label| format!("{label}: {path}"));
                self.elements.push(Level::NOTE.message(text).into());
            }
        }
    }

    fn add_excerpt(&mut self, source: &Source, marks: Vec<Mark<'_>>) {
        let ranges: Vec<TextRange> = marks.iter().map(|mark| mark.range).collect();
        let Excerpt { first_line, text, spans, column } = excerpt(source, &ranges);
        let path = inline(&source.path);
        if let Some(moved) = column {
            let header = |column| format!("{path}:{}:{column}\n", moved.line);
            self.corrections.push((header(moved.shown), header(moved.real)));
        }
        let annotations = marks
            .into_iter()
            .zip(spans)
            .map(|(mark, span)| -> Annotation<'static> { mark.kind.span(span).label(mark.label) });
        let snippet = Snippet::source(text).line_start(first_line as usize).path(path);
        self.elements.push(snippet.annotations(annotations).into());
        self.numbered = true;
    }
}
