use crate::records::is_aside;
use crate::rule::rule;
use crate::{Context, Report};
use abide_diagnostics::Severity;
use abide_model::{Bound, Comparison, Item, Kind, bounds};
use abide_template::Concept;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

rule! {
    /// The same thing is given two different bounds.
    ///
    /// ## Why it matters
    ///
    /// The load test proves one number, the contract promises the other.
    ///
    /// ## What counts
    ///
    /// Targets, requirements, goals and checks with one number each. What they measure is said in the same words, whatever their order, the
    /// unit is of the same kind, and both are upper or both are lower bounds. Percentiles that differ measure different things, and so do sections about
    /// different parts of the system.
    ///
    /// ## How to mend it
    ///
    /// Decide on one number, and say it in one place.
    ///
    /// ## Examples
    ///
    /// ````document
    /// # Parcels
    /// ## Non-functional requirements
    /// - The API MUST respond within 500 ms (p95).
    ///
    /// ## Performance targets
    /// | Metric | Target | Measurement |
    /// |---|---|---|
    /// | Response time | < 200 ms | p95 |
    /// ~ response time is bounded by 200 ms here, but by 500 ms on line 3
    /// | Throughput | > 100 rps | mean |
    /// ````
    ///
    /// ````document
    /// # Parcels
    /// ## Non-functional requirements
    /// - The API MUST respond within 0.2 s (p95).
    /// - Search MUST respond within 2 s.
    ///
    /// ## Performance targets
    /// | Metric | Target | Measurement |
    /// |---|---|---|
    /// | Response time | < 200 ms | p95 |
    /// | Response time | < 400 ms | p99 |
    /// ````
    "conflicting-targets", default: Some(Severity::Warning), since: "0.1.0"
}

/// A bound with what it is about.
struct Target<'a> {
    item: &'a Item,
    subject: BTreeSet<String>,
    /// Whether it bounds from above; nothing where it is the value itself.
    upper: Option<bool>,
    value: f64,
    unit: &'static str,
    statistic: Option<String>,
    /// As written.
    written: String,
}

fn check(context: &Context, report: &mut Report) {
    let mut known: HashMap<BTreeSet<String>, Vec<Target>> = HashMap::new();
    let mut order = Vec::new();
    for item in [Kind::Target, Kind::Requirement, Kind::Goal, Kind::Check]
        .into_iter()
        .flat_map(|kind| context.items(kind))
    {
        if !item.text.contains(|letter: char| letter.is_ascii_digit())
            || item.text.len() > 400
            || is_aside(context, item.range)
            || !is_general(context, item)
        {
            continue;
        }
        if let Some(target) = target(item) {
            order.push(target.subject.clone());
            known.entry(target.subject.clone()).or_default().push(target);
        }
    }
    for subject in order {
        let Some(mut targets) = known.remove(&subject) else { continue };
        targets.sort_by_key(|target| target.item.range.start);
        let mut told = false;
        for (at, target) in targets.iter().enumerate() {
            let Some(first) = targets.iter().take(at).find(|first| differ(first, target)).filter(|_| !told)
            else {
                continue;
            };
            told = true;
            let line = context.document.line(first.item.range.start);
            let words = name(target, first);
            report
                .at(
                    target.item.range,
                    format!(
                        "{words} is bounded by {} here, but by {} on line {line}",
                        target.written, first.written
                    ),
                )
                .related(context.place(first.item.range), format!("{} here", first.written))
                .help("decide on one number, and say it in one place");
        }
    }
}

/// What is measured, in the words of the target of a table where one of the two is.
fn name(one: &Target, two: &Target) -> String {
    let metric = one.item.text_field("metric").or_else(|| two.item.text_field("metric"));
    match metric {
        Some(metric) if metric.len() < 50 => metric.to_lowercase(),
        _ => "the same".to_owned(),
    }
}

/// Whether a statement is about the whole: not below a heading of one part of the system, or of one phase.
fn is_general(context: &Context, item: &Item) -> bool {
    let leaf = context.document.section_at(item.range.start);
    let Some(section) = context.document.section(leaf) else { return false };
    let concepts = context.concepts(leaf);
    let part = [Concept::Phase, Concept::Requirement, Concept::Alternative, Concept::Components];
    let lower = section.title.to_lowercase();
    !concepts.is_empty()
        && !concepts.iter().any(|concept| part.contains(concept))
        && !lower.contains("phase")
        && !lower.contains("story")
}

fn target(item: &Item) -> Option<Target<'_>> {
    let (bound, words) = if let (Kind::Target, Some(metric)) = (item.kind, item.text_field("metric")) {
        let found = bounds(&item.text);
        (found.into_iter().next()?, metric.to_owned())
    } else {
        let found = bounds(&item.text);
        let [bound] = found.as_slice() else { return None };
        let before = item.text.get(..bound.start).unwrap_or_default();
        let after = item.text.get(bound.end..).unwrap_or_default();
        (bound.clone(), format!("{before} {after}"))
    };
    let Bound { comparison, quantity, .. } = &bound;
    let (unit, factor) = unit(quantity.unit.as_deref()?)?;
    let upper = match comparison {
        Comparison::Less | Comparison::AtMost => Some(true),
        Comparison::Greater | Comparison::AtLeast => Some(false),
        Comparison::Equal => None,
    };
    let statistic = bound
        .statistic
        .clone()
        .or_else(|| item.text_field("statistic").map(str::to_owned))
        .map(|text| text.to_lowercase());
    let subject = subject(&words);
    if subject.is_empty() || bound.from.is_some() {
        return None;
    }
    let number = format!("{}", quantity.value);
    let written = format!("{number} {}", quantity.unit.as_deref().unwrap_or_default()).replace(" %", "%");
    Some(Target { item, subject, upper, value: quantity.value * factor, unit, statistic, written })
}

/// A unit as the base of its kind, and how many of those it is.
fn unit(written: &str) -> Option<(&'static str, f64)> {
    Some(match written.to_lowercase().as_str() {
        "ns" => ("s", 1e-9),
        "µs" | "us" => ("s", 1e-6),
        "ms" | "milliseconds" => ("s", 1e-3),
        "s" | "sec" | "second" | "seconds" => ("s", 1.0),
        "min" | "minute" | "minutes" => ("s", 60.0),
        "h" | "hour" | "hours" => ("s", 3600.0),
        "d" | "day" | "days" => ("s", 86_400.0),
        "%" | "percent" => ("%", 1.0),
        "b" | "bytes" | "byte" => ("B", 1.0),
        "kb" => ("B", 1e3),
        "mb" => ("B", 1e6),
        "gb" => ("B", 1e9),
        "rps" | "req/s" | "requests/s" | "qps" => ("rps", 1.0),
        "characters" | "chars" | "character" => ("characters", 1.0),
        "requests/minute" | "requests/min" | "req/min" | "rpm" => ("rpm", 1.0),
        "users" | "user" => ("users", 1.0),
        "items" | "item" => ("items", 1.0),
        _ => return None,
    })
}

/// The words that say what is measured: without those that every such statement has.
fn subject(words: &str) -> BTreeSet<String> {
    static EMPTY: LazyLock<HashSet<&str>> = LazyLock::new(|| EMPTY_WORDS.iter().copied().collect());
    const EMPTY_WORDS: &[&str] = &[
        "the",
        "a",
        "an",
        "of",
        "for",
        "in",
        "on",
        "at",
        "to",
        "is",
        "are",
        "be",
        "must",
        "shall",
        "should",
        "may",
        "will",
        "has",
        "have",
        "with",
        "within",
        "under",
        "below",
        "than",
        "less",
        "more",
        "most",
        "least",
        "up",
        "and",
        "or",
        "by",
        "per",
        "its",
        "it",
        "all",
        "each",
        "every",
        "any",
        "system",
        "api",
        "service",
        "server",
        "application",
        "app",
        "time",
        "times",
        "target",
        "requests",
        "request",
        "calls",
        "call",
        "endpoint",
        "endpoints",
        "p50",
        "p90",
        "p95",
        "p99",
        "p999",
        "percentile",
        "95th",
        "99th",
        "50th",
        "90th",
        "average",
        "mean",
        "median",
        "max",
        "maximum",
        "min",
        "minimum",
        "not",
        "exceed",
        "over",
        "above",
        "stay",
        "stays",
        "keep",
        "remain",
        "remains",
        "that",
        "this",
        "from",
        "as",
        "overall",
        "total",
        "can",
        "support",
        "supports",
        "performance",
        "typical",
        "el",
        "la",
        "los",
        "las",
        "de",
        "del",
        "en",
        "un",
        "una",
        "debe",
        "menos",
        "sistema",
        "tiempo",
        "be",
        "sure",
        "which",
        "when",
        "measured",
        "goal",
        "achieve",
        "provide",
        "least",
        "during",
        "normal",
    ];
    let mut found = BTreeSet::new();
    for word in words.to_lowercase().split(|letter: char| !letter.is_alphanumeric()) {
        if word.is_empty() || EMPTY.contains(word) || word.chars().all(|letter| letter.is_ascii_digit()) {
            continue;
        }
        let word = match word {
            "latency" | "latencies" | "respond" | "responds" | "responses" | "answers" | "answer"
            | "respuesta" | "latencia" => "response",
            "uptime" | "available" => "availability",
            "loads" | "loading" => "load",
            "covered" => "coverage",
            "errors" => "error",
            "rate" | "rates" => continue,
            word => word,
        };
        found.insert(word.strip_suffix('s').filter(|stem| stem.len() > 3).unwrap_or(word).to_owned());
    }
    found
}

fn differ(one: &Target, two: &Target) -> bool {
    let statistic = match (&one.statistic, &two.statistic) {
        (Some(one), Some(two)) => one == two,
        _ => true,
    };
    let direction = match (one.upper, two.upper) {
        (Some(one), Some(two)) => one == two,
        _ => true,
    };
    // A number alone may be an example of the other.
    let bounded = one.upper.is_some() || two.upper.is_some() || one.unit == "%";
    let apart = (one.value - two.value).abs() > 1e-9 * one.value.abs().max(two.value.abs());
    one.unit == two.unit
        && statistic
        && direction
        && bounded
        && apart
        && !one.item.range.overlaps(two.item.range)
}
