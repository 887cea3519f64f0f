//! A limit, a target or a bound that lets more through.

mod way;

use super::measure::{base, strictness};
use super::{Concern, Pair};
use crate::unit::Unit;
use abide_model::{Bound, Comparison, Kind, bounds};
use way::{Way, clause, clause_before, cue, is_capacity, is_denied, is_trigger, opposite};

pub(super) const CONCERN: Concern = Concern {
    name: "limit",
    summary: "a limit, a target or a bound was loosened or is gone; units are compared",
    changed,
};

/// One number with its unit, and which way it binds.
#[derive(Clone, Debug, PartialEq)]
struct Limit {
    dimension: String,
    value: f64,
    way: Option<Way>,
    shown: String,
    /// Whether words or signs bound it.
    bound: bool,
    start: usize,
}

fn changed(pair: &Pair, found: &mut Vec<String>) {
    // The plan of the work bounds it as well.
    if !pair.binds() && !pair.before.is_any(&[Kind::Task, Kind::Milestone]) {
        return;
    }
    statistic(pair, found);
    let (mut old, mut new) = (limits(pair.before), limits(pair.after));
    // What is the same on both sides needs no partner.
    old.retain(|limit| {
        let same = new
            .iter()
            .position(|other| other.dimension == limit.dimension && close(other.value, limit.value));
        same.map(|at| new.remove(at)).is_none_or(|other| turned(limit, &other, found))
    });
    for limit in &old {
        let Some(at) = new.iter().position(|other| other.dimension == limit.dimension) else {
            let silent = pair.after.kind.is_some() && !has_number(pair.after);
            if limit.bound && silent {
                found.push(format!("the bound {} is gone", limit.shown));
            }
            continue;
        };
        let now = new.remove(at);
        let looser = match limit.way.or(now.way) {
            Some(Way::Up) => now.value > limit.value,
            Some(Way::Down) => now.value < limit.value,
            None => false,
        };
        if looser {
            found.push(format!("{} became {}", limit.shown, now.shown));
        }
    }
}

/// Whether a bound that kept its number stays; one that binds the other way round is told.
fn turned(limit: &Limit, now: &Limit, found: &mut Vec<String>) -> bool {
    if limit.bound && now.bound && limit.way.is_some() && now.way.is_some() && limit.way != now.way {
        found.push(format!("{} became {}: it bounds the other side", limit.shown, now.shown));
    }
    false
}

fn close(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(other.abs()).max(1e-12)
}

fn has_number(unit: &Unit) -> bool {
    unit.words.list().iter().any(|word| word.starts_with(|letter: char| letter.is_ascii_digit()))
}

/// "p99" became "p95": the bound holds for fewer.
fn statistic(pair: &Pair, found: &mut Vec<String>) {
    let told = |unit: &Unit| {
        let field = unit.said("statistic").map(str::to_owned);
        field.or_else(|| bounds(unit.told()).into_iter().find_map(|bound| bound.statistic))
    };
    if let (Some(old), Some(new)) = (told(pair.before), told(pair.after))
        && let (Some(one), Some(other)) = (strictness(&old), strictness(&new))
        && other < one
    {
        found.push(format!("{old} became {new}: the bound holds for fewer"));
    }
}

fn limits(unit: &Unit) -> Vec<Limit> {
    let text = unit.told();
    if unit.is(Kind::Target)
        && let (Some(op), Some(value)) =
            (unit.said("op"), unit.field("value").and_then(serde_json::Value::as_f64))
    {
        return vec![target(unit, op, value)];
    }
    let mut limits: Vec<Limit> = Vec::new();
    let mut before: Option<usize> = None;
    for bound in bounds(text) {
        limits.extend(lower_end(&bound, text));
        let mut next = limit(&bound, text);
        // "integer, 1024 to 65536"
        let between = before.and_then(|end| text.get(end..bound.start)).map(str::trim);
        if unit.is(Kind::Setting)
            && matches!(between, Some("to" | "bis" | ".." | "…"))
            && let Some(lower) = limits.last_mut()
        {
            lower.dimension = format!("{} from", next.dimension);
            lower.way = Some(Way::Down);
            next.way = Some(Way::Up);
        }
        before = Some(bound.end);
        limits.push(next);
    }
    limits
}

fn target(unit: &Unit, op: &str, value: f64) -> Limit {
    let written = unit.said("unit").unwrap_or_default();
    let (dimension, scale) = base(written);
    let way = match op {
        "<" | "<=" => Some(Way::Up),
        ">" | ">=" => Some(Way::Down),
        _ => cue(&unit.text, &unit.text),
    };
    let shown = format!("`{op} {}`", with_unit(value, written));
    Limit { dimension: dimension.to_owned(), value: value * scale, way, shown, bound: true, start: 0 }
}

fn limit(bound: &Bound, text: &str) -> Limit {
    let unit = bound.quantity.unit.as_deref().unwrap_or_default();
    let (dimension, scale) = base(unit);
    let value = bound.quantity.value;
    let clause = clause(text, bound.start);
    let before = text.get(..bound.start).unwrap_or_default();
    let clause_before = clause_before(before);
    let comparison = if is_denied(clause_before) { opposite(bound.comparison) } else { bound.comparison };
    let way = match comparison {
        Comparison::Less | Comparison::AtMost if is_capacity(clause_before) => Some(Way::Down),
        Comparison::Less | Comparison::AtMost => {
            Some(if is_trigger(clause_before) { Way::Down } else { Way::Up })
        }
        Comparison::Greater | Comparison::AtLeast => {
            Some(if is_trigger(clause_before) { Way::Up } else { Way::Down })
        }
        Comparison::Equal => cue(clause_before, clause),
    };
    let is_bound = comparison != Comparison::Equal;
    let sign = if is_bound { format!("{} ", comparison.sign()) } else { String::new() };
    let shown = format!("`{sign}{}`", with_unit(value, unit));
    Limit {
        dimension: dimension.to_owned(),
        value: value * scale,
        way,
        shown,
        bound: is_bound,
        start: bound.start,
    }
}

/// The lower end of "between 5 and 10 characters", which is loosened by a smaller number.
fn lower_end(bound: &Bound, text: &str) -> Option<Limit> {
    let value = bound.from?;
    let upper = limit(bound, text);
    let unit = bound.quantity.unit.as_deref().unwrap_or_default();
    let (_, scale) = base(unit);
    let shown = format!("`>= {}`", with_unit(value, unit));
    // Both ends are dimensions of their own, so that neither is compared with the other.
    Some(Limit {
        dimension: format!("{} from", upper.dimension),
        value: value * scale,
        way: Some(Way::Down),
        shown,
        bound: false,
        start: bound.start,
    })
}

fn with_unit(value: f64, unit: &str) -> String {
    match unit {
        "" => format!("{value}"),
        "%" | "‰" => format!("{value}{unit}"),
        _ => format!("{value} {unit}"),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{edits, weakened};

    #[test]
    fn bounds_in_sentences_with_their_units() {
        edits(&[
            (
                "Answers MUST come within 200 ms.",
                "Answers MUST come within 500 ms.",
                &["limit: `<= 200 ms` became `<= 500 ms`"],
            ),
            ("Answers MUST come within 2 s.", "Answers MUST come within 1500 ms.", &[]),
            ("Answers MUST come within 2 s.", "Answers MUST come within 2000 ms.", &[]),
            (
                "Answers MUST come in under 1 s.",
                "Answers MUST come in under 2 min.",
                &["limit: `< 1 s` became `< 2 min`"],
            ),
            (
                "Passwords MUST have at least 12 characters.",
                "Passwords MUST have at least 8 characters.",
                &["limit: `>= 12 characters` became `>= 8 characters`"],
            ),
            (
                "The service MUST support up to 500 users.",
                "The service MUST support up to 100 users.",
                &["limit: `<= 500 users` became `<= 100 users`"],
            ),
            (
                "Uploads are limited to 10 MB.",
                "Uploads are limited to 50 MB.",
                &["limit: `<= 10 MB` became `<= 50 MB`"],
            ),
            ("Uploads are limited to 10 MB.", "Uploads are limited to 5 MB.", &[]),
            (
                "Answers MUST come within 200 ms.",
                "Answers MUST come fast.",
                &["limit: the bound `<= 200 ms` is gone"],
            ),
            ("Answers MUST come within 200 ms.", "The service MUST answer in at most 200 ms.", &[]),
        ]);
    }

    #[test]
    fn a_bound_that_is_denied_binds_from_the_other_side() {
        edits(&[
            (
                "A member MUST NOT have more than 3 loans.",
                "A member MUST NOT have more than 30 loans.",
                &["limit: `<= 3` became `<= 30`"],
            ),
            ("A member MUST NOT have more than 3 loans.", "A member MUST NOT have more than 2 loans.", &[]),
            (
                "A password cannot have fewer than 12 characters.",
                "A password cannot have fewer than 8 characters.",
                &["limit: `>= 12 characters` became `>= 8 characters`"],
            ),
            (
                "Un socio no debe tener más de 3 préstamos.",
                "Un socio no debe tener más de 30 préstamos.",
                &["limit: `<= 3` became `<= 30`"],
            ),
            (
                "Orders are not lost and keep at least 3 copies.",
                "Orders are not lost and keep at least 2 copies.",
                &["limit: `>= 3` became `>= 2`"],
            ),
        ]);
    }

    #[test]
    fn numbers_that_words_bound() {
        edits(&[
            (
                "Sessions expire after 15 minutes.",
                "Sessions expire after 8 hours.",
                &["limit: `15 min` became `8 h`"],
            ),
            ("Sessions expire after 15 minutes.", "Sessions expire after 5 minutes.", &[]),
            ("Logs are kept for 90 days.", "Logs are kept for 30 days.", &["limit: `90 d` became `30 d`"]),
            (
                "An account is locked for 15 minutes.",
                "An account is locked for 1 minute.",
                &["limit: `15 min` became `1 min`"],
            ),
            (
                "If more than 5 logins fail, the account MUST be locked.",
                "If more than 50 logins fail, the account MUST be locked.",
                &["limit: `> 5` became `> 50`"],
            ),
            ("The availability is 99.9 %.", "The availability is 99 %.", &["limit: `99.9%` became `99%`"]),
        ]);
    }

    #[test]
    fn the_range_of_a_setting() {
        let row = |range: &str| {
            format!(
                "# S\n\n## Configuration\n\n| Variable | Type | Default |\n|---|---|---|\n| `SIZE` | integer, {range} | 20 |\n"
            )
        };
        assert_eq!(weakened(&row("16 to 100"), &row("16 to 1000")), ["limit: `100` became `1000`"]);
        assert_eq!(weakened(&row("16 to 100"), &row("1 to 100")), ["limit: `16` became `1`"]);
        assert_eq!(weakened(&row("16 to 100"), &row("20 to 50")), [""; 0]);
    }

    #[test]
    fn targets_by_their_fields() {
        let table =
            |row: &str| format!("# S\n\n## Performance\n\n| Metric | Target |\n|---|---|\n| {row} |\n");
        assert_eq!(
            weakened(&table("p95 latency | < 200 ms"), &table("p95 latency | < 0.5 s")),
            ["limit: `< 200 ms` became `< 0.5 s`"]
        );
        assert_eq!(
            weakened(&table("p99 latency | < 200 ms"), &table("p95 latency | < 200 ms")),
            ["limit: p99 became p95: the bound holds for fewer"]
        );
        assert_eq!(weakened(&table("uptime | >= 99.9 %"), &table("uptime | >= 99.95 %")), [""; 0]);
    }
}
