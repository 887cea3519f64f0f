//! How certain a measured statistic is: the wider of two confidence intervals.
//!
//! One takes requests as independent: the order statistics between which a quantile lies with 95% confidence, for any distribution (W. J. Conover,
//! Practical Nonparametric Statistics, 3.2; J.-Y. Le Boudec, Performance Evaluation of Computer and Communication Systems, 2.2). The other allows that
//! what follows each other is alike: a bootstrap over whole windows as blocks (E. Carlstein, The Use of Subseries Values, Annals of Statistics 14, 1986).
//! A bound is met or missed only where neither of them reaches across it.

use super::window::{LONGEST, Window};

/// What is measured about latencies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Statistic {
    /// A quantile, between 0 and 1.
    Quantile(f64),
    /// The mean.
    Mean,
    /// The longest.
    Maximum,
}

/// A statistic with its confidence interval, in microseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// As measured.
    pub estimate: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end; infinite where there were too few requests to tell.
    pub high: f64,
}

/// What each end of an interval may miss: 2.5%.
const TAIL: f64 = 0.025;
/// Resamples of the bootstrap.
const RESAMPLES: usize = 1000;

/// How many requests it takes until the longest of them is above a quantile with enough confidence (S. S. Wilks, Determination of
/// Sample Sizes for Setting Tolerance Limits, Annals of Mathematical Statistics 12, 1941): 72 for p95, 368 for p99.
pub fn samples_needed(statistic: Statistic) -> usize {
    match statistic {
        Statistic::Quantile(quantile) if (0.01..1.0).contains(&quantile) => {
            ((TAIL.ln() / quantile.ln()).ceil() as usize).max(20)
        }
        Statistic::Quantile(_) | Statistic::Mean => 50,
        Statistic::Maximum => 100,
    }
}

/// A statistic of all windows together, with its interval; nothing where nothing was measured.
pub fn enclosed(windows: &[Window], statistic: Statistic, seed: u64) -> Option<Interval> {
    let pool = Pool::of(windows);
    let once = vec![1; windows.len()];
    if pool.count(&once) == 0 {
        return None;
    }
    let estimate = pool.statistic(&once, statistic);
    let (mut low, mut high) = (estimate, estimate);
    let mut random = Random(seed);
    let mut resampled: Vec<f64> = (0..RESAMPLES)
        .filter_map(|_| {
            let mut times = vec![0; windows.len()];
            for _ in 0..windows.len() {
                times[random.below(windows.len())] += 1;
            }
            (pool.count(&times) > 0).then(|| pool.statistic(&times, statistic))
        })
        .collect();
    resampled.sort_by(f64::total_cmp);
    let cut = (resampled.len() as f64 * TAIL) as usize;
    if let (Some(first), Some(last)) = (resampled.get(cut), resampled.iter().rev().nth(cut)) {
        (low, high) = (low.min(*first), high.max(*last));
    }
    match statistic {
        Statistic::Quantile(quantile) => {
            let (lower, upper) = order_statistics(pool.count(&once), quantile);
            low = low.min(lower.map_or(0.0, |rank| pool.ranked(&once, rank)));
            high = high.max(upper.map_or(f64::INFINITY, |rank| pool.ranked(&once, rank)));
        }
        // The longest of all that could come is at least the longest that came.
        Statistic::Maximum => (low, high) = (estimate, estimate),
        Statistic::Mean => {}
    }
    Some(Interval { estimate, low, high })
}

/// The share of requests with something about them, with its interval (C. J. Clopper and E. S. Pearson, Biometrika 26, 1934).
pub fn share(found: u64, of: u64) -> (f64, f64) {
    let below = |p: f64| cumulated(of, p, found.saturating_sub(1));
    let low = if found == 0 { 0.0 } else { bisected(|p| 1.0 - below(p) < TAIL) };
    let high = if found >= of { 1.0 } else { bisected(|p| cumulated(of, p, found) > TAIL) };
    (low, high)
}

/// Where a condition that holds from 0 on ends.
fn bisected(holds: impl Fn(f64) -> bool) -> f64 {
    let (mut from, mut to) = (0.0, 1.0);
    for _ in 0..40 {
        let middle = (from + to) / 2.0;
        if holds(middle) { from = middle } else { to = middle }
    }
    (from + to) / 2.0
}

/// The ranks, from 1, of the values that enclose a quantile of `count` values.
fn order_statistics(count: u64, quantile: f64) -> (Option<u64>, Option<u64>) {
    // The k-th value lies above the quantile unless fewer than k values lie below it.
    let mut sum = 0.0;
    let (mut lower, mut upper) = (None, None);
    for (below, probability) in Binomial::new(count, quantile) {
        if sum + probability <= TAIL {
            lower = Some(below + 1);
        }
        sum += probability;
        if sum >= 1.0 - TAIL {
            upper = (below < count).then_some(below + 1);
            break;
        }
    }
    (lower, upper)
}

/// The probability of at most `most` among `count`.
fn cumulated(count: u64, p: f64, most: u64) -> f64 {
    Binomial::new(count, p).take_while(|(found, _)| *found <= most).map(|(_, probability)| probability).sum()
}

/// The probabilities of 0, 1, 2 … among `count`.
struct Binomial {
    count: u64,
    next: u64,
    logarithm: f64,
    odds: f64,
}

impl Binomial {
    fn new(count: u64, p: f64) -> Self {
        let p = p.clamp(1e-12, 1.0 - 1e-12);
        Self { count, next: 0, logarithm: count as f64 * (-p).ln_1p(), odds: p.ln() - (-p).ln_1p() }
    }
}

impl Iterator for Binomial {
    type Item = (u64, f64);

    fn next(&mut self) -> Option<Self::Item> {
        let found = self.next;
        if found > self.count {
            return None;
        }
        let probability = self.logarithm.exp();
        let ratio = (self.count - found) as f64 / (found + 1) as f64;
        self.logarithm += ratio.max(f64::MIN_POSITIVE).ln() + self.odds;
        self.next += 1;
        Some((found, probability))
    }
}

/// The values of all windows in order, with how often each came in each window.
struct Pool {
    values: Vec<(f64, Vec<u32>)>,
}

impl Pool {
    fn of(windows: &[Window]) -> Self {
        let mut values = std::collections::BTreeMap::<u64, Vec<u32>>::new();
        for (number, window) in windows.iter().enumerate() {
            for step in window.latency.iter_recorded() {
                let counts = values
                    .entry(step.value_iterated_to().min(LONGEST))
                    .or_insert_with(|| vec![0; windows.len()]);
                counts[number] += u32::try_from(step.count_since_last_iteration()).unwrap_or(u32::MAX);
            }
        }
        Self { values: values.into_iter().map(|(value, counts)| (value as f64, counts)).collect() }
    }

    fn weight(counts: &[u32], times: &[u64]) -> u64 {
        counts.iter().zip(times).map(|(count, times)| u64::from(*count) * times).sum()
    }

    fn count(&self, times: &[u64]) -> u64 {
        self.values.iter().map(|(_, counts)| Self::weight(counts, times)).sum()
    }

    fn statistic(&self, times: &[u64], statistic: Statistic) -> f64 {
        let count = self.count(times);
        match statistic {
            Statistic::Quantile(quantile) => {
                self.ranked(times, ((count as f64 * quantile).ceil() as u64).max(1))
            }
            Statistic::Mean => {
                let sum: f64 = self
                    .values
                    .iter()
                    .map(|(value, counts)| value * Self::weight(counts, times) as f64)
                    .sum();
                sum / count.max(1) as f64
            }
            Statistic::Maximum => self.ranked(times, count),
        }
    }

    /// The value of a rank, from 1.
    fn ranked(&self, times: &[u64], rank: u64) -> f64 {
        let mut seen = 0;
        for (value, counts) in &self.values {
            seen += Self::weight(counts, times);
            if seen >= rank {
                return *value;
            }
        }
        self.values.last().map_or(0.0, |(value, _)| *value)
    }
}

/// SplitMix64: enough to draw windows, and the same for the same seed.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % bound.max(1) as u64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn windows(latencies: impl Fn(usize, usize) -> u64) -> Vec<Window> {
        let window = |number: usize| {
            let mut window = Window::new();
            for at in 0..20 {
                window.record(Duration::from_micros(latencies(number, at)), true);
            }
            window
        };
        (0..10).map(window).collect()
    }

    #[test]
    fn the_ranks_that_enclose_a_quantile_are_those_of_the_tables() {
        assert_eq!(order_statistics(10, 0.5), (Some(2), Some(9)));
        assert_eq!(order_statistics(100, 0.5), (Some(40), Some(61)));
        assert_eq!(order_statistics(50, 0.95).1, None, "too few to say what lies above");
        assert_eq!(samples_needed(Statistic::Quantile(0.95)), 72);
        assert!(order_statistics(72, 0.95).1.is_some() && order_statistics(71, 0.95).1.is_none());
    }

    #[test]
    fn a_share_is_enclosed_as_clopper_and_pearson_have_it() {
        let near = |(low, high): (f64, f64), expected: (f64, f64)| {
            assert!((low - expected.0).abs() < 1e-3 && (high - expected.1).abs() < 1e-3, "{low} {high}");
        };
        near(share(0, 100), (0.0, 0.0362));
        near(share(5, 100), (0.0164, 0.1128));
        near(share(100, 100), (0.9638, 1.0));
    }

    #[test]
    fn latencies_that_are_alike_give_a_narrow_interval() {
        let found = windows(|_, at| 4000 + at as u64 * 10);
        let found = enclosed(&found, Statistic::Quantile(0.95), 1).unwrap();
        assert!((4150.0..=4200.0).contains(&found.estimate), "{found:?}");
        assert!(found.low > 4100.0 && found.high < 4250.0, "{found:?}");
    }

    #[test]
    fn one_slow_window_among_ten_makes_a_percentile_uncertain() {
        let found = windows(|number, _| if number == 3 { 80_000 } else { 4000 });
        let found = enclosed(&found, Statistic::Quantile(0.95), 1).unwrap();
        assert!(found.low < 10_000.0 && found.high > 70_000.0, "{found:?}");
        let median = enclosed(
            &windows(|number, _| if number == 3 { 80_000 } else { 4000 }),
            Statistic::Quantile(0.5),
            1,
        );
        assert!(median.unwrap().high < 5000.0);
    }

    #[test]
    fn the_same_seed_gives_the_same_interval() {
        let noisy = windows(|number, at| 1000 + ((number * 7919 + at * 104_729) % 5000) as u64);
        assert_eq!(enclosed(&noisy, Statistic::Mean, 7), enclosed(&noisy, Statistic::Mean, 7));
        assert_eq!(enclosed(&[Window::new()], Statistic::Mean, 7), None);
    }
}
