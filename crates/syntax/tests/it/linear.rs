//! Hard texts take time in proportion to their size.
//!
//! Sizes are compared, never a clock with a limit; `cargo bench -p abide-syntax --bench scaling` shows the times.

use abide_syntax::{Anchors, Document};
use std::time::{Duration, Instant};

#[path = "../../benches/support/shapes.rs"]
mod shapes;

/// Between linear (1) and quadratic (2), with room for what allocators and caches do.
const MOST: f64 = 1.6;

#[test]
fn eight_times_the_text_takes_about_eight_times_as_long() {
    let slow: Vec<_> = shapes::SHAPES.iter().filter_map(|(name, shape)| superlinear(name, *shape)).collect();
    assert!(slow.is_empty(), "{slow:#?}");
}

#[test]
fn a_quadratic_shape_would_be_seen() {
    // The cost of looking through all that came before, at each step.
    let quadratic = |text: &str| {
        let before = |at: &usize| text.as_bytes()[..*at].iter().rev().any(|byte| *byte == b'b');
        assert_eq!((0..text.len()).filter(before).count(), 0);
    };
    assert!(growth(|count| "a".repeat(count), quadratic, 4_000) > MOST);
}

fn superlinear(name: &str, shape: fn(usize) -> String) -> Option<String> {
    let parse = |text: &str| _ = Anchors::new(&Document::parse(text));
    if growth(shape, parse, 64_000) <= MOST {
        return None;
    }
    // Over a wide span, new pages and busy machines make no linear shape look quadratic.
    let growths: Vec<_> = (0..3).map(|_| growth(shape, parse, 1_000_000)).collect();
    growths
        .iter()
        .all(|growth| *growth > MOST)
        .then(|| format!("{name}: grows with the powers {growths:.2?}"))
}

/// The power of the size with which the time grows, from a few kilobytes to `large` bytes.
fn growth(shape: impl Fn(usize) -> String, run: impl Fn(&str), large: usize) -> f64 {
    let of_size = |bytes: usize| {
        let mut count = 16;
        while shape(count * 2).len() < bytes {
            count *= 2;
        }
        shape(count)
    };
    let (small, large) = (of_size(large.min(64_000) / 8), of_size(large));
    let (before, after) = (time(&small, &run), time(&large, &run));
    // Too short to tell, and to matter.
    if after < Duration::from_millis(2) {
        return 0.0;
    }
    (after.as_secs_f64() / before.as_secs_f64()).ln() / (large.len() as f64 / small.len() as f64).ln()
}

fn time(text: &str, run: impl Fn(&str)) -> Duration {
    let start = Instant::now();
    run(text);
    start.elapsed()
}
