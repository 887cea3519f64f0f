//! What a statement says of a signal beyond its name: the type and labels of a metric, the level and members of an event.

use crate::facts::SpecFacts;
use crate::words;
use abide_model::Item;
use serde_json::{Map, Value};

/// What is said of a signal beside its name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Beyond {
    /// The type of a metric, as Prometheus calls it.
    kind: Option<&'static str>,
    /// The labels of a metric.
    labels: Vec<String>,
    /// The upper bounds of the buckets of a histogram.
    buckets: Vec<f64>,
    /// The level of an event.
    pub level: Option<String>,
    /// The members of an event.
    members: Vec<String>,
}

const KINDS: [&str; 4] = ["counter", "gauge", "histogram", "summary"];
const LEVELS: &[&str] =
    &["trace", "debug", "info", "notice", "warn", "warning", "error", "critical", "fatal"];

impl Beyond {
    /// Reads the statement of a signal; a row by the heads of its table.
    pub fn of(spec: &SpecFacts, item: &Item, name: &str) -> Self {
        let statement = spec.slice(item);
        let mut found = Self::default();
        let mut kinds = KINDS.into_iter().filter(|kind| is_called(statement, kind));
        found.kind = kinds.next().filter(|_| kinds.next().is_none());
        found.labels = labels(statement, name);
        found.buckets = buckets(statement);
        if let Some(heads) = heads(spec.text(), item) {
            let cells = cells(statement);
            for (head, cell) in heads.iter().zip(&cells) {
                let head = head.to_lowercase();
                if ["level", "severity"].contains(&head.as_str()) {
                    let level = cell.trim_matches('`').to_lowercase();
                    found.level = LEVELS.contains(&level.as_str()).then_some(level);
                } else if ["fields", "members", "attributes", "keys", "payload"].contains(&head.as_str()) {
                    let names = words::code_spans(cell).into_iter().map(|(_, code)| code.to_owned());
                    found.members = names.filter(|code| is_identifier(code)).collect();
                } else if ["labels", "label", "dimensions"].contains(&head.as_str()) {
                    let names = words::code_spans(cell).into_iter().map(|(_, code)| code.to_owned());
                    found.labels.extend(names.filter(|code| is_identifier(code)));
                }
            }
        }
        found
    }

    /// Whether it is only written where much is logged.
    pub fn is_of_little_interest(&self) -> bool {
        self.level.as_deref().is_some_and(|level| matches!(level, "trace" | "debug"))
    }

    /// What of it a metrics page contradicts, where it shows the metric under this name.
    pub fn against_metrics(&self, text: &str, shown: &str) -> Option<String> {
        let bare =
            ["_bucket", "_count", "_sum"].iter().find_map(|end| shown.strip_suffix(end)).unwrap_or(shown);
        let is_type = |line: &&str| {
            let mut words = line.split_whitespace().skip(2);
            line.starts_with("# TYPE ") && words.next().is_some_and(|name| name == shown || name == bare)
        };
        if let (Some(kind), Some(line)) = (self.kind, text.lines().find(is_type)) {
            let actual = line.split_whitespace().nth(3).unwrap_or_default();
            if KINDS.contains(&actual) && actual != kind {
                return Some(format!("it is stated as a {kind}, and is a {actual}"));
            }
        }
        let bounds: Vec<f64> = text
            .lines()
            .filter(|line| line.split('{').next().and_then(|name| name.strip_suffix("_bucket")) == Some(bare))
            .filter_map(|line| {
                line.split_once("{le=\"")
                    .or_else(|| line.split_once(",le=\""))?
                    .1
                    .split('"')
                    .next()?
                    .parse()
                    .ok()
            })
            .collect();
        if let Some(bucket) =
            self.buckets.iter().find(|bucket| !bounds.is_empty() && !bounds.contains(bucket))
        {
            return Some(format!("it is stated with a bucket of {bucket}, and has none"));
        }
        let samples: Vec<&str> = text
            .lines()
            .filter(|line| {
                let name = line.split(['{', ' ']).next().unwrap_or_default();
                let own = name == bare
                    || name == shown
                    || ["_bucket", "_count", "_sum"].iter().any(|end| name.strip_suffix(end) == Some(bare));
                // What counted nothing yet may be shown without them.
                own && line.rsplit(' ').next().and_then(|value| value.parse::<f64>().ok()) != Some(0.0)
            })
            .collect();
        let has = |label: &str| {
            samples.iter().any(|line| {
                line.split(['{', ',']).skip(1).any(|part| part.trim().split('=').next() == Some(label))
            })
        };
        let missing = self.labels.iter().find(|label| !samples.is_empty() && !has(label))?;
        Some(format!("it is stated with the label {missing}, and no sample has it"))
    }

    /// What of it the lines of an event contradict, where each of them does; only lines that are objects and have the event as a value
    /// of their own can.
    pub fn against_output(&self, output: &str, name: &str) -> Option<String> {
        let of_event =
            |object: &Map<String, Value>| object.values().any(|value| value.as_str() == Some(name));
        let mut lines = output.lines().filter(|line| line.contains(name)).filter_map(|line| {
            let object =
                serde_json::from_str::<Map<String, Value>>(line.get(line.find('{')?..)?.trim()).ok()?;
            of_event(&object).then_some(object)
        });
        let first = self.against(&lines.next()?)?;
        lines.all(|object| self.against(&object).is_some()).then_some(first)
    }

    fn against(&self, object: &Map<String, Value>) -> Option<String> {
        let written =
            ["level", "severity", "lvl"].iter().find_map(|name| object.get(*name)).and_then(Value::as_str);
        if let (Some(level), Some(written)) = (&self.level, written) {
            let same = |level: &str| match level.to_lowercase().as_str() {
                "warning" => "warn".to_owned(),
                other => other.to_owned(),
            };
            if LEVELS.contains(&written.to_lowercase().as_str()) && same(level) != same(written) {
                return Some(format!("it is stated at the level {level}, and is written at {written}"));
            }
        }
        let missing = self.members.iter().find(|member| !has(object, member))?;
        Some(format!("it is stated with {missing}, and was written without it"))
    }
}

/// "with the buckets 0.1, 0.5 and 1", "buckets: `0.1`, `0.5`": the numbers that follow the word, up to the next word.
fn buckets(statement: &str) -> Vec<f64> {
    let lower = statement.to_lowercase();
    let Some((_, rest)) = lower.split_once("buckets") else { return Vec::new() };
    // What stands in the next cell is no bucket.
    let rest = rest.split('|').next().unwrap_or_default();
    let mut found = Vec::new();
    for word in rest.split([' ', ',', ':', '`', '(', ')', '[', ']', ';']).filter(|word| !word.is_empty()) {
        match word.trim_end_matches('.').trim_end_matches('s').parse() {
            Ok(number) => found.push(number),
            Err(_) if matches!(word, "and" | "of" | "at" | "are" | "seconds" | "=") => {}
            // The page shows seconds.
            Err(_) if word.starts_with("milli") || word.trim_end_matches('.').ends_with("ms") => {
                return Vec::new();
            }
            Err(_) => break,
        }
        if word.ends_with('.') {
            break;
        }
    }
    found
}

/// Whether a statement calls a metric by its type: "a counter", "(gauge)", a cell of its own, "gauge `depth`"; a summary of something,
/// and a counter where people stand, are none.
fn is_called(statement: &str, kind: &str) -> bool {
    let lower = statement.to_ascii_lowercase();
    lower.match_indices(kind).any(|(at, _)| {
        let (before, after) =
            (lower.get(..at).unwrap_or_default(), lower.get(at + kind.len()..).unwrap_or_default());
        let named = before.ends_with(" a ") || before.ends_with("as a ") || before.ends_with('(');
        let cell = before.trim_end().ends_with('|') && after.trim_start().starts_with('|');
        let whole = !after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-'));
        whole && (cell || after.starts_with(" `") || named && !after.starts_with(" of "))
    })
}

/// Whether an object has a member of that name, at any depth.
fn has(object: &Map<String, Value>, name: &str) -> bool {
    object.contains_key(name)
        || object.values().any(|value| match value {
            Value::Object(members) => has(members, name),
            Value::Array(values) => {
                values.iter().filter_map(Value::as_object).any(|members| has(members, name))
            }
            _ => false,
        })
}

/// The names in code behind "labels": `` with the labels `method` and `route` ``.
fn labels(statement: &str, name: &str) -> Vec<String> {
    let lower = statement.to_ascii_lowercase();
    let Some(at) = lower.find("label") else { return Vec::new() };
    let rest = statement.get(at..).unwrap_or_default();
    // What comes after the sentence, or in another cell, is about something else.
    let end = rest.find(". ").into_iter().chain(rest.find('|')).min().unwrap_or(rest.len());
    let spans = words::code_spans(rest.get(..end).unwrap_or(rest));
    let mut found = Vec::new();
    let mut last = 0;
    for (range, code) in spans {
        let between = words::words(rest.get(last..range.start).unwrap_or_default());
        let joins = ["label", "labels", "labelled", "labeled", "by", "and", "the", "with", "is", "are"];
        if !between.iter().all(|word| joins.contains(&word.as_str())) {
            break;
        }
        if is_identifier(code) && code != name {
            found.push(code.to_owned());
        }
        last = range.end;
    }
    found
}

fn is_identifier(code: &str) -> bool {
    code.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && code.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn cells(row: &str) -> Vec<String> {
    row.trim().trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()
}

/// The heads of the table that an item is a row of.
fn heads(text: &str, item: &Item) -> Option<Vec<String>> {
    let before = text.get(..item.range.start as usize)?;
    let rows: Vec<&str> =
        before.lines().rev().take_while(|line| line.trim_start().starts_with('|')).collect();
    let row = text.get(item.range.start as usize..)?;
    (row.trim_start().starts_with('|') && rows.len() >= 2)
        .then(|| cells(rows.last().copied().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_metric_has_its_type_and_its_labels() {
        let counted = Beyond {
            kind: Some("counter"),
            labels: labels("`visits_total`, a counter with the labels `door` and `kind`", "visits_total"),
            ..Beyond::default()
        };
        assert_eq!(counted.labels, ["door", "kind"]);
        let right = "# TYPE visits_total counter\nvisits_total{door=\"a\",kind=\"b\"} 1\n";
        assert_eq!(counted.against_metrics(right, "visits_total"), None);
        assert_eq!(
            counted.against_metrics("# TYPE visits_total counter\n", "visits_total"),
            None,
            "no sample yet"
        );
        for (wrong, expected) in [
            ("# TYPE visits_total gauge\n", "it is stated as a counter, and is a gauge"),
            ("visits_total{door=\"a\"} 1\n", "it is stated with the label kind, and no sample has it"),
        ] {
            assert_eq!(counted.against_metrics(wrong, "visits_total").as_deref(), Some(expected));
        }
    }

    #[test]
    fn a_histogram_is_shown_in_several_samples() {
        let waits = Beyond { kind: Some("histogram"), labels: vec!["door".into()], ..Beyond::default() };
        let text = "# TYPE wait_seconds histogram\nwait_seconds_bucket{door=\"a\",le=\"1\"} 1\nwait_seconds_count{door=\"a\"} 1\n";
        for shown in ["wait_seconds", "wait_seconds_bucket"] {
            assert_eq!(waits.against_metrics(text, shown), None, "{shown}");
        }
    }

    #[test]
    fn a_histogram_has_its_buckets() {
        let page = "# TYPE lend_seconds histogram\nlend_seconds_bucket{le=\"0.1\"} 1\nlend_seconds_bucket{le=\"0.5\"} 1\nlend_seconds_bucket{le=\"+Inf\"} 1\n";
        for statement in [
            "`lend_seconds`, a histogram with the buckets 0.1 and 0.5",
            "`lend_seconds` (histogram, buckets: `0.1`, `0.5`)",
            "histogram of buckets 0.1s, 0.5s.",
        ] {
            let beyond = Beyond { buckets: buckets(statement), ..Beyond::default() };
            assert_eq!(beyond.buckets, [0.1, 0.5], "{statement}");
            assert_eq!(beyond.against_metrics(page, "lend_seconds_bucket"), None);
            assert!(beyond.against_metrics(&page.replace("0.5", "0.25"), "lend_seconds_bucket").is_some());
        }
        assert!(buckets("a histogram with many buckets").is_empty());
    }

    #[test]
    fn words_that_are_no_labels_are_left_alone() {
        for statement in [
            "`visits_total` counts visits",
            "labels are short; `visits_total` has none, see `docs`",
            "| `visits_total` | labels: none | `other` |",
        ] {
            assert_eq!(labels(statement, "visits_total"), Vec::<String>::new(), "{statement}");
        }
    }

    #[test]
    fn an_event_has_its_level_and_its_members() {
        let opened = Beyond {
            level: Some("warn".into()),
            members: vec!["doorId".into(), "by".into()],
            ..Beyond::default()
        };
        let right = r#"{"event":"door.opened","level":"WARNING","context":{"doorId":1,"by":"a"}}"#;
        assert_eq!(opened.against_output(right, "door.opened"), None);
        assert_eq!(opened.against_output("WARN door.opened doorId=1", "door.opened"), None, "not an object");
        let told = r#"{"event":"audit","level":"info","text":"door.opened was seen"}"#;
        assert_eq!(opened.against_output(told, "door.opened"), None, "another event");
        for (wrong, expected) in [
            (
                r#"{"event":"door.opened","level":"info","doorId":1,"by":"a"}"#,
                "it is stated at the level warn, and is written at info",
            ),
            (
                r#"{"event":"door.opened","level":"warn","doorId":1}"#,
                "it is stated with by, and was written without it",
            ),
        ] {
            assert_eq!(opened.against_output(wrong, "door.opened").as_deref(), Some(expected));
            assert_eq!(
                opened.against_output(&format!("{wrong}\n{right}"), "door.opened"),
                None,
                "one is right"
            );
        }
    }

    #[test]
    fn the_type_of_a_metric_is_told_from_its_description() {
        for (statement, kind) in [
            ("`a_total`, a counter of visits by door", "gauge"),
            ("| `a` | a summary of what waits |", "summary"),
            ("`a`: people at the counter", "counter"),
            ("`gauge_depth` shows the depth", "gauge"),
        ] {
            assert!(!is_called(statement, kind), "{statement}");
        }
        for (statement, kind) in [
            ("`a_total`, a counter with the labels `x`", "counter"),
            ("| `a` | gauge | the depth |", "gauge"),
            ("the gauge `a`, how many there are", "gauge"),
            ("`a` (histogram)", "histogram"),
        ] {
            assert!(is_called(statement, kind), "{statement}");
        }
    }
}
