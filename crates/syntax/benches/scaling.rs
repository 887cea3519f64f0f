//! How the time to parse grows with the size of hostile text: `cargo bench -p abide-syntax --bench scaling`.
//!
//! Each shape doubles until it is large or slow. The growth is the exponent between the last two sizes:
//! about 1.0 is linear, 2.0 is quadratic. `bare` is pulldown-cmark alone, with the same options.
//! A word behind `--` picks the shapes whose name holds it.

#![allow(clippy::disallowed_methods, clippy::print_stdout)]

use abide_syntax::Document;
use std::hint::black_box;
use std::time::{Duration, Instant};

#[path = "support/bare.rs"]
mod bare;
#[path = "support/shapes.rs"]
mod shapes;

const SLOW: Duration = Duration::from_millis(1500);

fn main() {
    let pick = std::env::args().skip(1).find(|argument| !argument.starts_with('-')).unwrap_or_default();
    println!(
        "{:<34} {:>9} {:>9} {:>7} {:>7} {:>9} {:>7}",
        "shape", "bytes", "ms", "growth", "MB/s", "bare ms", "growth"
    );
    for (name, shape) in shapes::SHAPES.iter().filter(|(name, _)| name.contains(&pick)) {
        let ours = measure(*shape, |text| {
            black_box(Document::parse(text));
        });
        let bare = measure(*shape, bare::parse);
        println!(
            "{name:<34} {:>9} {:>9.1} {:>7.2} {:>7.1} {:>9.1} {:>7.2}{}",
            ours.bytes,
            ours.milliseconds,
            ours.growth,
            ours.bytes as f64 / ours.milliseconds / 1000.0,
            bare.milliseconds,
            bare.growth,
            if bare.bytes == ours.bytes { String::new() } else { format!(" (at {} bytes)", bare.bytes) },
        );
    }
}

struct Growth {
    bytes: usize,
    milliseconds: f64,
    growth: f64,
}

fn measure(shape: fn(usize) -> String, parse: impl Fn(&str)) -> Growth {
    const LARGE: usize = 4 << 20;
    let mut last: Option<(usize, Duration)> = None;
    let mut growth = f64::NAN;
    let mut count = 1000;
    loop {
        let text = shape(count);
        let start = Instant::now();
        parse(&text);
        let mut took = start.elapsed();
        if took < Duration::from_millis(200) {
            let start = Instant::now();
            parse(&text);
            took = took.min(start.elapsed());
        }
        if let Some((bytes, before)) = last {
            growth =
                (took.as_secs_f64() / before.as_secs_f64()).ln() / (text.len() as f64 / bytes as f64).ln();
        }
        if took > SLOW || text.len() * 2 > LARGE {
            return Growth { bytes: text.len(), milliseconds: took.as_secs_f64() * 1000.0, growth };
        }
        last = Some((text.len(), took));
        count *= 2;
    }
}
