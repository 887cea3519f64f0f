//! The runs, drawn as stretches of verdicts, with a table beside.

use super::time::Moment;
use super::{Bar, View};
use serde::Serialize;

/// Runs in the drawing.
const DRAWN: usize = 40;

#[derive(Serialize)]
struct History {
    runs: Vec<Run>,
    columns: Vec<Column>,
    width: usize,
}

#[derive(Serialize)]
struct Run {
    number: i64,
    started: Moment,
    seconds: Option<String>,
    target: Option<String>,
    tool: String,
    seed: u64,
    ending: Option<String>,
    bar: Bar,
}

/// A run in the drawing: its stretches from the bottom up.
#[derive(Serialize)]
struct Column {
    number: i64,
    x: usize,
    parts: Vec<Stretch>,
    words: String,
}

#[derive(Serialize)]
struct Stretch {
    verdict: &'static str,
    y: usize,
    height: usize,
}

/// The page.
pub fn render(view: View<'_>) -> String {
    let runs: Vec<Run> = view
        .site
        .runs
        .iter()
        .map(|run| {
            let counts =
                ["proven", "attested", "refuted", "stale", "blocked", "unproven"].into_iter().map(|name| {
                    let summary = run.end.as_ref().map(|end| &end.summary);
                    let count =
                        summary.and_then(|summary| summary.get(name)).and_then(serde_json::Value::as_u64);
                    (name, usize::try_from(count.unwrap_or(0)).unwrap_or(0))
                });
            let seconds = run.end.as_ref().map(|end| {
                let taken = end.finished.duration_since(run.start.started).as_secs_f64();
                format!("{taken:.1} s")
            });
            Run {
                number: run.id.0,
                started: Moment::of(run.start.started),
                seconds,
                target: run.start.target.clone(),
                tool: run.start.tool.clone(),
                seed: run.start.seed,
                ending: run.end.as_ref().map(|end| end.ending.name().to_owned()),
                bar: Bar::of_counts(counts),
            }
        })
        .collect();
    let highest = runs.iter().take(DRAWN).map(|run| run.bar.total).max().unwrap_or(0).max(1);
    let drawn: Vec<&Run> = runs.iter().take(DRAWN).filter(|run| run.bar.total > 0).collect();
    let columns = drawn.iter().rev().enumerate().map(|(at, run)| {
        let mut y = 120;
        let parts = run.bar.parts.iter().map(|part| {
            let height = (part.count * 116 / highest).max(2);
            y -= height.min(y);
            Stretch { verdict: part.verdict, y, height }
        });
        Column { number: run.number, x: at * 16, parts: parts.collect(), words: run.bar.words.clone() }
    });
    let columns: Vec<Column> = columns.collect();
    let width = columns.len() * 16;
    view.fill("history.html", &History { runs, columns, width })
}
