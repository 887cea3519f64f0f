//! How much of its time a machine gives to what runs on it.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// Pieces of work that are timed.
const PIECES: usize = 60;
/// How long one of them takes on a machine that has nothing else to do.
const PIECE: Duration = Duration::from_micros(700);

/// By how much longer work takes than it would on this machine alone: the mean time of equal pieces of work over that of the quickest
/// of them, which nobody interrupted. 1 on a machine that is idle.
pub fn slowdown() -> f64 {
    let rounds = rounds();
    let mut least = Duration::MAX;
    let begun = Instant::now();
    for _ in 0..PIECES {
        least = least.min(timed(rounds));
    }
    ratio(begun.elapsed(), least)
}

/// How many rounds of the work make a piece.
fn rounds() -> u64 {
    let mut rounds = 10_000;
    while timed(rounds) < PIECE {
        rounds *= 2;
    }
    rounds
}

fn timed(rounds: u64) -> Duration {
    let begun = Instant::now();
    let mut mixed: u64 = 1;
    for round in 0..rounds {
        mixed = black_box(mixed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(round));
    }
    black_box(mixed);
    begun.elapsed()
}

fn ratio(whole: Duration, least: Duration) -> f64 {
    let alone = least.as_secs_f64() * PIECES as f64;
    if alone > 0.0 { (whole.as_secs_f64() / alone).max(1.0) } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_that_were_interrupted_tell_how_busy_a_machine_is() {
        let least = Duration::from_millis(1);
        assert_eq!(ratio(least * PIECES as u32, least), 1.0);
        assert_eq!(ratio(least * PIECES as u32 * 5, least), 5.0);
        assert!(slowdown() >= 1.0);
    }
}
