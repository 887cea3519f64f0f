//! Stated metrics are on the target's metrics endpoint, stated log events are in its output.

mod beyond;
mod counted;
mod kept;

use crate::claim::{Claim, Needs, Outcome};
use crate::facts::SpecFacts;
use crate::http::{Call, Exchange};
use crate::probe::{ItemContext, Probe};
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use abide_model::{Item, Kind};
use beyond::Beyond;
use std::time::{Duration, Instant};

/// Stated metrics are on the target's metrics endpoint, stated log events are in its output.
pub const PROBE: Probe = Probe {
    name: "signals",
    summary: "Stated metrics are on the target's metrics endpoint, stated log events are in its output",
    documentation: "\
Takes metrics and log events that have a name in code: one word of letters, digits, `_`, `.`, `:` or `-`. Alerts, dashboards and traces are not taken. \
Needs a target that answers; for log events, one that the run starts, since only its output is seen.

When all else has been tried, the metrics endpoint is read: one that a document states with `metrics` or `prometheus` in its path, else `/metrics`. A \
metric is proven where the endpoint shows it, with its HELP or TYPE line or with a sample; dots count as `_`, and `_total`, `_bucket`, `_count` and \
`_sum` may follow its name. It is refuted where the endpoint shows other stated metrics and not this one; but where it has labels, by its description or \
in the sources, or counts what goes wrong, it may come with what did not happen in the run, and stays unproven. Refuted is also another type than the \
stated one (counter, gauge, histogram, summary), a stated label that none of its samples has, and a stated bucket that it lacks.

A counter that is named after what it counts (`orders_created_total`) has to go up when that is done once more.

A requirement or a check that keeps keys out of logs is refuted by the key of a role in the output of the target, and proven where the target wrote something and no key is in it.

A log event is proven where its name stands in the output of the target. It is refuted where other stated events stand there, and it is one of every \
start or request, or no source of the repository has its name. Where it is written as a JSON object, it is refuted by another level than the one that \
its row states, and by a stated member that it lacks. Events that come with the target's end, and those of the levels debug and trace that are not there, stay unproven.",
    kinds: &[Kind::Signal, Kind::Event, Kind::Requirement, Kind::Check],
    claims,
};

fn claims(context: &ItemContext) -> Vec<Claim> {
    let item = context.item;
    if item.kind == Kind::Event {
        // A row of a table of log lines is both.
        let same =
            |signal: &&Item| signal.line == item.line && signal.text_field("name") == Some(item.key.as_str());
        let signal = context.spec.of_kind(Kind::Signal).find(same);
        return signal
            .map_or_else(Vec::new, |signal| claims(&ItemContext { item: signal, ..context.clone() }));
    }
    if item.kind != Kind::Signal {
        return kept::claims(context);
    }
    // What a trail keeps is read there, and is no metric.
    if super::trail::takes(context) {
        return Vec::new();
    }
    let Some(name) = name(context.spec, item) else { return Vec::new() };
    let beyond = Beyond::of(context.spec, item, &name);
    let known: Vec<String> = context
        .facts
        .specs
        .iter()
        .flat_map(|spec| spec.of_kind(Kind::Signal).map(move |other| (spec, other)))
        .filter(|(_, other)| other.text_field("what") == item.text_field("what"))
        .filter_map(|(spec, other)| self::name(spec, other))
        .filter(|other| *other != name)
        .collect();
    match item.text_field("what") {
        Some("metric") => {
            let path = endpoint(context);
            let title = format!("{path} shows {name}");
            let later = comes_later(context.source());
            let counted = counted::claim(context, &path, &name);
            let there = Claim::new(title, Needs::Target, move |stage| {
                metric(stage, &path, &name, &known, later, &beyond)
            });
            [there.alone()].into_iter().chain(counted).collect()
        }
        Some("log") => {
            let started = context.facts.project.target.as_ref().is_some_and(|target| target.start.is_some());
            let title = format!("the output of the target has {name}");
            if !started {
                let reason = "its output is seen only where the run starts the target; add `start` to it in abide.toml";
                return vec![Claim::settled(title, Outcome::unproven(reason))];
            }
            vec![Claim::new(title, Needs::Target, move |stage| event(stage, &name, &known, &beyond)).alone()]
        }
        _ => Vec::new(),
    }
}

/// The name of a signal, where it is one word as a program writes it.
fn name(spec: &SpecFacts, item: &Item) -> Option<String> {
    let name = item.text_field("name")?.trim().trim_matches('`');
    let name = name.split('{').next().unwrap_or(name).trim();
    let letters = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | ':' | '-');
    // A plain word is the name of an event only where it stands in code.
    let in_code = item.text_field("what") == Some("log") && spec.slice(item).contains(&format!("`{name}`"));
    let code = name.contains(['_', '.', ':']) || in_code;
    (name.len() > 3 && name.chars().all(letters) && code).then(|| name.to_owned())
}

/// Whether a description says that a metric has labels, or counts what goes wrong: it is then shown from its first event on.
fn comes_later(source: &str) -> bool {
    let words = words::words(source);
    let known = [
        "by",
        "per",
        "label",
        "labels",
        "labelled",
        "tag",
        "tags",
        "tagged",
        "error",
        "errors",
        "failed",
        "failure",
        "failures",
        "retry",
        "retries",
        "timeout",
        "timeouts",
        "rejected",
        "dropped",
        "dead",
        "expired",
        "panic",
        "panics",
        "exceptions",
    ];
    words.iter().any(|word| known.contains(&word.as_str())) || source.contains('{')
}

/// The path of the metrics endpoint.
fn endpoint(context: &ItemContext) -> String {
    let stated = context.facts.api.operations.iter().filter(|operation| {
        let last = operation.path.last_literal().unwrap_or_default();
        operation.method == "GET"
            && matches!(last, "metrics" | "prometheus")
            && operation.path.parameters().next().is_none()
    });
    stated.map(|operation| operation.path.to_string()).next().unwrap_or_else(|| "/metrics".to_owned())
}

/// A metric's name as Prometheus has it.
fn as_shown(name: &str) -> String {
    name.replace(['.', '-'], "_").to_lowercase()
}

/// The names of the metrics that an endpoint shows, as they are.
fn shown(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for line in text.lines() {
        let rest = line.strip_prefix("# HELP ").or_else(|| line.strip_prefix("# TYPE "));
        let rest = match rest {
            Some(rest) => rest,
            None if line.starts_with('#') => continue,
            None => line,
        };
        let name: String =
            rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | ':')).collect();
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn is_metric(shown: &str, wanted: &str) -> bool {
    let shown = shown.to_lowercase();
    let endings = ["", "_total", "_bucket", "_count", "_sum", "_seconds", "_seconds_total"];
    shown == wanted
        || endings.iter().any(|ending| {
            shown.strip_suffix(ending) == Some(wanted)
                || wanted.strip_suffix(ending) == Some(shown.as_str()) && !shown.is_empty()
        })
}

/// The answer of the metrics endpoint, with the key of a role where it needs one.
fn read_metrics(stage: &Stage, path: &str) -> Result<Exchange, Outcome> {
    let mut call = Call::new("GET", path);
    let mut exchange = stage.call(&call)?;
    let target = stage.target()?;
    if matches!(exchange.answer.status, 401 | 403) {
        for role in &target.roles {
            call.headers.clone_from(&role.headers);
            if let Ok(with_key) = stage.call(&call)
                && with_key.answer.status < 300
            {
                exchange = with_key;
                break;
            }
        }
    }
    Ok(exchange)
}

fn metric(stage: &Stage, path: &str, name: &str, others: &[String], later: bool, beyond: &Beyond) -> Outcome {
    let (exchange, target) = match read_metrics(stage, path).and_then(|read| Ok((read, stage.target()?))) {
        Ok(read) => read,
        Err(outcome) => return outcome,
    };
    let status = exchange.answer.status;
    if status != 200 {
        return Outcome::unproven(format!(
            "{path} answered {status}, and nothing else says where the metrics are"
        ))
        .resting_on(target, &exchange);
    }
    let text = String::from_utf8_lossy(&exchange.answer.body).into_owned();
    let names = shown(&text);
    let wanted = as_shown(name);
    if let Some(found) = names.iter().find(|shown| is_metric(shown, &wanted)) {
        let line = text
            .lines()
            .find(|line| line.starts_with(found.as_str()))
            .or_else(|| text.lines().find(|line| line.contains(found.as_str())));
        let seen = line.unwrap_or(found).to_owned();
        let outcome = match beyond.against_metrics(&text, found) {
            Some(contradicted) => Outcome::refuted(format!("{path} shows {seen}; {contradicted}")),
            None => Outcome::proven(Strength::Asserted, format!("{path} shows {seen}")),
        };
        return outcome.resting_on(target, &exchange);
    }
    let other = others.iter().any(|other| names.iter().any(|shown| is_metric(shown, &as_shown(other))));
    let outcome = if other && (!in_sources(stage, name) || !later && !has_labels(stage, name)) {
        Outcome::refuted(format!(
            "{path} shows {} metrics, others that are stated among them, and not {name}",
            names.len()
        ))
    } else {
        Outcome::unproven(format!(
            "{path} does not show {name}; it may come with something that did not happen in this run"
        ))
    };
    outcome.resting_on(target, &exchange)
}

/// Whether a source gives a metric labels, beside its name.
pub(super) fn has_labels(stage: &Stage, name: &str) -> bool {
    let beside = |(source, at): &(&crate::source::Source, usize)| {
        let rest = source.text.get(*at..).unwrap_or_default();
        let rest: String = rest.chars().take(300).collect();
        let before = source.text.get(..*at).unwrap_or_default();
        let before: String = before.chars().rev().take(120).collect();
        let lower = rest.to_lowercase();
        // The text before is read backwards.
        lower.contains("label")
            || lower.contains("tags")
            || ["['", "[\"", "[]string", "&[\"", "{{{"].iter().any(|list| rest.contains(list))
            || before.contains("ceV")
    };
    stage.sources().find(name).iter().any(beside)
}

/// Whether a source of the repository has the name; documents do not count.
fn in_sources(stage: &Stage, name: &str) -> bool {
    stage.sources().has_text(name)
}

fn event(stage: &Stage, name: &str, others: &[String], beyond: &Beyond) -> Outcome {
    let target = match stage.target() {
        Ok(target) => target,
        Err(outcome) => return outcome,
    };
    let begun = Instant::now();
    // What was done last may not be written yet.
    let output = loop {
        let output = target.output();
        if says(&output, name) || begun.elapsed() > Duration::from_millis(300) {
            break output;
        }
        std::thread::sleep(Duration::from_millis(50));
    };
    let line = |name: &str| output.lines().rev().find(|line| says(line, name)).unwrap_or_default().to_owned();
    let sent = format!("looked for {name} in the output of the target");
    if says(&output, name) {
        let line = line(name);
        let outcome = match beyond.against_output(&output, name) {
            Some(contradicted) => Outcome::refuted(contradicted),
            None => Outcome::proven(Strength::Asserted, "it stands in the output of the target"),
        };
        return outcome.showing(sent, line);
    }
    let other = others.iter().find(|other| says(&output, other));
    let parts = words::parts(name);
    let at_end = ["stopped", "stop", "shutdown", "exit", "exited", "terminated", "closed"];
    if parts.iter().any(|part| at_end.contains(&part.as_str())) {
        return Outcome::unproven("it comes when the target ends, and that is after the run")
            .showing(sent, String::new());
    }
    // What comes with the start stands at the beginning, which is kept.
    let early = parts.last().is_some_and(|last| STARTS.contains(&last.as_str()));
    if output.contains(" bytes left out …]") && !early {
        return Outcome::unproven("it does not stand in what was kept of the output of the target")
            .showing(sent, String::new());
    }
    match other {
        Some(other)
            if !in_sources(stage, name)
                || is_of_every_run(&parts) && !is_quiet(stage) && !beyond.is_of_little_interest() =>
        {
            Outcome::refuted(format!("{other} stands in the output of the target, and {name} does not")).showing(sent, line(other))
        }
        _ => Outcome::unproven("it does not stand in the output of the target; what it tells of may not have happened in this run")
            .showing(sent, output.lines().last().unwrap_or_default().to_owned()),
    }
}

/// Words that end the name of an event that comes with the start.
const STARTS: &[&str] = &["started", "start", "starting", "startup", "ready", "listening"];

/// Whether an event comes with every start, or with every request.
fn is_of_every_run(parts: &[String]) -> bool {
    let request =
        ["request", "http", "handled", "completed", "received", "finished", "served", "access", "response"];
    parts.last().is_some_and(|last| STARTS.contains(&last.as_str()))
        || parts.iter().all(|part| request.contains(&part.as_str()))
            && parts.iter().any(|part| part == "request")
}

/// Whether the target was told to log little.
fn is_quiet(stage: &Stage) -> bool {
    let own = stage.facts.project.resolved.environment.iter().chain(&stage.facts.project.environment);
    own.into_iter().any(|(name, value)| {
        let level = name.ends_with("LOG_LEVEL") || name.ends_with("LOGLEVEL") || name == "RUST_LOG";
        level
            && ["warn", "error", "off", "fatal", "critical", "none"]
                .iter()
                .any(|quiet| value.to_lowercase().contains(quiet))
    })
}

/// Whether a text has a name as a whole word.
fn says(text: &str, name: &str) -> bool {
    let boundary = |c: Option<char>| !c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
    text.match_indices(name).any(|(at, _)| {
        boundary(text[..at].chars().next_back()) && boundary(text[at + name.len()..].chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Reply, Server, Setup, item};
    use abide_ledger::Verdict;

    fn metrics(shown: &'static str, source: &str) -> Vec<Verdict> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("metrics.py"), source).unwrap();
        let server = Server::start(move |request| match request.route() {
            "/metrics" => Reply::text(200, shown),
            _ => Reply::text(404, ""),
        });
        let signal = |name: &str| item("signal", name).field("name", name).field("what", "metric");
        let items = [signal("orders.placed"), signal("orders_failed_total"), signal("queue depth")];
        let config = format!("[targets.local]\nurl = {:?}\n", server.url());
        let setup = Setup { repository: Some(folder.path().to_owned()), ..Setup::default() };
        testing::outcomes(&PROBE, &items, &config, setup)
            .into_iter()
            .map(|(_, outcome)| outcome.verdict)
            .collect()
    }

    #[test]
    fn a_metric_is_found_under_the_name_that_prometheus_gives_it() {
        let shown =
            "# TYPE orders_placed_total counter\norders_placed_total 3\norders_failed_total{why=\"x\"} 0\n";
        assert_eq!(metrics(shown, ""), [Verdict::Proven, Verdict::Proven]);
    }

    #[test]
    fn a_metric_that_nothing_knows_is_refuted_and_one_that_may_still_come_is_not() {
        let shown = "orders_placed_total 3\n";
        assert_eq!(metrics(shown, ""), [Verdict::Proven, Verdict::Refuted]);
        assert_eq!(
            metrics(shown, "Counter('orders_failed_total')"),
            [Verdict::Proven, Verdict::Unproven],
            "nothing failed yet"
        );
        assert_eq!(metrics("other_metric 1\n", ""), [Verdict::Unproven, Verdict::Unproven], "another system");
    }

    #[test]
    fn log_events_are_whole_words_of_the_output() {
        assert!(says("{\"event\":\"request\"}", "request") && !says("request_id", "request"));
        let config = format!(
            "[targets.local]\nurl = \"http://127.0.0.1:{{port}}\"\nstart = {}\n[targets.local.env]\nSYSTEM_PORT = \"{{port}}\"\nSYSTEM_SAYS = \"event=order_placed\"\n",
            testing::system_words()
        );
        let signal = |name: &str| item("signal", name).field("name", name).field("what", "log");
        let folder = tempfile::tempdir().unwrap();
        let setup = Setup { repository: Some(folder.path().to_owned()), ..Setup::default() };
        let items = [signal("order_placed"), signal("order_failed"), signal("service_stopped")];
        let verdicts: Vec<_> = testing::outcomes(&PROBE, &items, &config, setup)
            .into_iter()
            .map(|(_, outcome)| outcome.verdict)
            .collect();
        assert_eq!(verdicts, [Verdict::Proven, Verdict::Refuted, Verdict::Unproven]);
    }
}
