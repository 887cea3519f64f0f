//! How the time to read a document grows with its size: `cargo bench -p abide-model --bench scaling`.
//!
//! Each line that the readers take apart stands many times under each heading: as it is, with a number, without line
//! breaks, and as a section of its own. Printed are those whose time grows faster than their size: behind each time
//! stands the exponent, about 1 for linear, 2 for quadratic. A word behind `--` picks the headings that hold it.

#![allow(clippy::disallowed_methods, clippy::print_stdout)]

use abide_model::Spec;
use abide_syntax::Document;
use std::hint::black_box;
use std::time::Instant;

#[path = "../tests/support/lines.rs"]
mod lines;
#[path = "../../syntax/benches/support/shapes.rs"]
mod shapes;
use lines::{HEADINGS, LINES};

/// Exponents above this are told; allocators and caches make linear work look like 1.4.
const TELL: f64 = 1.5;

/// Writes a line `n` times under a heading.
type Way = fn(heading: &str, line: &str, n: usize) -> String;

const WAYS: &[(&str, Way)] = &[
    ("lines", |heading, line, n| format!("{heading}\n\n{}", format!("{line}\n").repeat(n))),
    ("numbered", |heading, line, n| {
        let line = |at: usize| format!("{} n{at}\n", line.replacen("rder", &format!("rder{at}"), 1));
        format!("{heading}\n\n{}", (0..n).map(line).collect::<String>())
    }),
    ("one line", |heading, line, n| format!("{heading}\n\n{}", format!("{line} ").repeat(n))),
    ("sections", |heading, line, n| format!("{heading} a\n\n{line}\n\n").repeat(n)),
    ("below", |heading, line, n| format!("{heading}\n\n{}", format!("###### Part\n\n{line}\n\n").repeat(n))),
    ("table", |heading, line, n| {
        let rows = format!("| {} | b | ✅ | d | e |\n", line.replace('|', "\\|")).repeat(n);
        format!("{heading}\n\n| Name | Type | User | Default | Description |\n|---|---|---|---|---|\n{rows}")
    }),
];

fn main() {
    let pick = std::env::args().skip(1).find(|argument| !argument.starts_with('-')).unwrap_or_default();
    let (mut count, mut slow) = (0, 0);
    let mut tell = |name: String, shape: &dyn Fn(usize) -> String| {
        count += 1;
        if let Some((milliseconds, growth)) = growth(shape) {
            slow += 1;
            println!("{milliseconds:>9.1} ms ^{growth:<4.1} {name}");
        }
    };
    for heading in HEADINGS.iter().filter(|heading| heading.contains(&pick)) {
        for line in LINES {
            for (way, shape) in WAYS {
                tell(format!("{heading:?} {line:?} {way}"), &|n| shape(heading, line, n));
            }
        }
        for (name, shape) in shapes::SHAPES {
            tell(format!("{heading:?} {name}"), &|n| format!("{heading}\n\n{}", shape(n)));
        }
    }
    println!("{slow} of {count} grow faster than their size");
}

/// How long the larger of two sizes took and the exponent between them, where that is above the bound twice.
fn growth(shape: &dyn Fn(usize) -> String) -> Option<(f64, f64)> {
    let mut last = None;
    // Once more where it looks slow: the machine may have been busy.
    for large in [6_400, 6_400, 12_800] {
        let (small, large) = (shape(large / 4), shape(large));
        let (before, after) = (time(&small), time(&large));
        let exponent = (after / before).ln() / (large.len() as f64 / small.len() as f64).ln();
        if exponent < TELL || after < 0.004 {
            return None;
        }
        last = Some((after * 1000.0, exponent));
    }
    last
}

fn time(text: &str) -> f64 {
    let document = Document::parse(text);
    let run = || {
        let start = Instant::now();
        black_box(Spec::read("specs/any.md", &document));
        start.elapsed().as_secs_f64()
    };
    (0..3).map(|_| run()).fold(f64::INFINITY, f64::min)
}
