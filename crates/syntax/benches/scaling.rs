//! How the time to parse grows with the size of hostile text: `cargo bench -p abide-syntax --bench scaling`.
//!
//! Each shape doubles until it is large or slow. Behind each time stands its growth, the exponent between the
//! last two sizes: about 1 is linear, 2 is quadratic; allocators make single steps look like 1.6. `asked` is what
//! rules ask of the document, `bare` is pulldown-cmark alone with the same options.
//! `SCALING_BYTES=67108864` goes up to the largest file that is read.
//! A word behind `--` picks the shapes whose name holds it.

#![allow(clippy::disallowed_methods, clippy::print_stdout)]

use abide_syntax::{Anchors, Document, NodeId, NodeKind, Table};
use std::hint::black_box;
use std::time::{Duration, Instant};

#[path = "support/bare.rs"]
mod bare;
#[path = "support/shapes.rs"]
mod shapes;

const SLOW: Duration = Duration::from_millis(1000);

fn main() {
    let pick = std::env::args().skip(1).find(|argument| !argument.starts_with('-')).unwrap_or_default();
    println!("{:<36} {:>9} {:>15} {:>15} {:>15}", "shape", "bytes", "ms ours", "ms asked", "ms bare");
    for (name, shape) in shapes::SHAPES.iter().filter(|(name, _)| name.contains(&pick)) {
        let ours = measure(*shape, |text| time(|| Document::parse(text)));
        let asked = measure(*shape, |text| {
            let document = Document::parse(text);
            time(|| ask(&document))
        });
        let bare = measure(*shape, |text| time(|| bare::parse(text)));
        println!("{name:<36} {:>9} {ours} {asked} {bare}", ours.bytes);
    }
}

/// What rules ask of a whole document: where each node stands, what each heading and block says.
fn ask(document: &Document) {
    for (at, node) in document.nodes().iter().enumerate() {
        let id = NodeId(at as u32);
        black_box(document.lines().line_column(document.text(), node.range.start));
        black_box(document.section_at(node.range.start));
        match node.kind {
            NodeKind::Heading { .. } | NodeKind::TableCell => _ = black_box(document.plain_text(id)),
            NodeKind::Code { .. } => _ = black_box((document.code_text(id), document.code_language(id))),
            NodeKind::Link | NodeKind::Image => _ = black_box(document.link(id)),
            NodeKind::Table => {
                if let Some(table) = Table::new(document, id) {
                    table.rows().for_each(|row| _ = black_box(table.written_cells(row)));
                }
            }
            _ => {}
        }
    }
    let anchors = Anchors::new(document);
    document.links().iter().for_each(|link| _ = black_box(anchors.contains(document.destination(link))));
}

fn time<T>(run: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    black_box(run());
    start.elapsed()
}

struct Growth {
    bytes: usize,
    milliseconds: f64,
    growth: f64,
}

impl std::fmt::Display for Growth {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:>9.1} ^{:<4.1}", self.milliseconds, self.growth)
    }
}

fn measure(shape: fn(usize) -> String, run: impl Fn(&str) -> Duration) -> Growth {
    let large = std::env::var("SCALING_BYTES").ok().and_then(|bytes| bytes.parse().ok()).unwrap_or(4 << 20);
    let mut last: Option<(usize, Duration)> = None;
    let mut growth = f64::NAN;
    let mut count = 1000;
    loop {
        let text = shape(count);
        let took = (0..3).map(|_| run(&text)).min().unwrap_or_default();
        if let Some((bytes, before)) = last {
            growth =
                (took.as_secs_f64() / before.as_secs_f64()).ln() / (text.len() as f64 / bytes as f64).ln();
        }
        if took > SLOW || text.len() * 2 > large {
            return Growth { bytes: text.len(), milliseconds: took.as_secs_f64() * 1000.0, growth };
        }
        last = Some((text.len(), took));
        count *= 2;
    }
}
