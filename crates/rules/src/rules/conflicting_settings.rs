use crate::places::line_of;
use crate::records::{block_at, is_aside};
use crate::rule::rule;
use crate::settle;
use crate::spelling::squash;
use crate::{Context, Report};
use abide_diagnostics::{Edit, Fix, Place, Severity};
use abide_model::{Item, Kind};
use abide_syntax::{NodeId, NodeKind, TextRange};
use foldhash::{HashMap, HashMapExt};
use std::sync::Arc;

rule! {
    /// A setting has one default here and another there.
    ///
    /// ## Why it matters
    ///
    /// Whoever runs the system relies on the default that they happened to read.
    ///
    /// ## What counts
    ///
    /// Two tables, lists, blocks of variables or sentences of the document ("`X` defaults to 60"), and, for environment variables, other documents of the workspace.
    /// `60` and `"60"` are one value, as are `true` and `TRUE`. Values of which one is a remark or an expression are not compared, nor
    /// values for a certain environment such as production.
    ///
    /// ## How to mend it
    ///
    /// Say the default in one place, and refer to it.
    ///
    /// ## Examples
    ///
    /// ````document
    /// # Parcels
    /// ## Configuration
    /// | Variable | Default | Description |
    /// |---|---|---|
    /// | `PARCELS_TTL` | `60` | how long a label holds |
    ///
    /// ## Workflows
    /// Labels are kept for `PARCELS_TTL` seconds, which defaults to 90.
    /// ~ the default of `PARCELS_TTL` is `90` here, but `60` on line 5
    /// ````
    ///
    /// ````other path: specs/a.md
    /// # Labels
    /// ## Configuration
    /// | Variable | Default | Description |
    /// |---|---|---|
    /// | `PARCELS_TTL` | `60` | how long a label holds |
    /// ````
    ///
    /// ````document
    /// # Parcels
    /// ## Configuration
    /// | Variable | Default | Description |
    /// |---|---|---|
    /// | `PARCELS_TTL` | 60 | how long a label holds |
    /// | `PARCELS_URL` | none | where it runs |
    ///
    /// ```env
    /// PARCELS_TTL="60"
    /// PARCELS_URL=http://localhost
    /// ```
    /// ````
    ///
    /// ````document
    /// # Parcels
    /// ## Configuration
    /// | Variable | Default | Description |
    /// |---|---|---|
    /// | `PARCELS_TTL` | 30 | how long a label holds |
    /// ~ the default of `PARCELS_TTL` is `30` here, but `60` in specs/a.md
    /// | `PARCELS_PORT` | 80 | where it listens |
    /// ````
    "conflicting-settings", default: Some(Severity::Warning), since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    let settings: Vec<&Item> =
        context.items(Kind::Setting).filter(|item| item.fields.contains_key("default")).collect();
    if settings.is_empty() {
        return;
    }
    let mut places: HashMap<&str, Vec<(TextRange, String)>> = HashMap::new();
    let default = |range: TextRange, fields: &serde_json::Map<String, serde_json::Value>| {
        let default = fields.get("default")?.as_str()?;
        let own = !context.is_kept(range) && !is_aside(context, range) && !is_environment(context, range);
        (own && squash(context.slice(range)).contains(&squash(default))).then(|| (range, default.to_owned()))
    };
    for mention in &context.spec.mentions {
        if let Some(found) = default(mention.range, &mention.fields) {
            places.entry(mention.item.as_str()).or_default().push(found);
        }
    }
    let spoken = spoken(context, &settings);
    for item in settings {
        let mut told: Vec<(TextRange, String)> = places.remove(item.id.as_str()).unwrap_or_default();
        told.extend(default(item.range, &item.fields));
        told.extend(
            spoken
                .iter()
                .filter(|(key, ..)| *key == item.key)
                .map(|(_, range, value)| (*range, value.clone())),
        );
        told.sort_by_key(|(range, _)| range.start);
        let Some(((first, value), rest)) = told.split_first() else { continue };
        if let Some((range, other)) = rest.iter().find(|(_, other)| differ(value, other)) {
            let line = context.document.line(first.start);
            let finding = report
                .at(
                    *range,
                    format!(
                        "the default of `{}` is `{}` here, but `{}` on line {line}",
                        item.key,
                        bare(other),
                        bare(value)
                    ),
                )
                .related(context.place(*first), format!("`{}` here", bare(value)))
                .help("say one default in both places");
            if let Some(place) = settle::only_place(context, *range, bare(other)) {
                let title = format!("write `{}`, if line {line} is right", bare(value));
                finding.fix(Fix::not_safe(title, vec![Edit::replace(place, bare(value))]));
            }
            continue;
        }
        elsewhere(context, item, *first, value, report);
    }
}

/// The same variable in a document whose path comes first: of two documents, one is reported.
fn elsewhere(context: &Context, item: &Item, range: TextRange, value: &str, report: &mut Report) {
    let variable = item.key.contains('_')
        && item
            .key
            .chars()
            .all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == '_');
    // A name such as MAX_SIZE may be anybody's.
    if !variable || item.key.matches('_').count() < 1 {
        return;
    }
    for (other, setting) in context.others.stating(context.path, Kind::Setting, &item.key) {
        let Some(default) = setting.text_field("default") else { continue };
        // Two services may both have a DATABASE_URL; documents of one system share more than that, or its name.
        let shared = other
            .spec
            .of_kind(Kind::Setting)
            .filter(|theirs| context.items(Kind::Setting).any(|ours| ours.key == theirs.key))
            .count();
        let family = |item: &Item| item.key.split('_').next().map(str::to_owned);
        let ours = context.items(Kind::Setting).filter(|other| family(other) == family(item)).count();
        if shared < 2 && ours < 2 {
            continue;
        }
        if **other.path < **context.path && differ(default, value) {
            let place = Place::new(Arc::clone(other.path), setting.range);
            report
                .at(
                    range,
                    format!(
                        "the default of `{}` is `{}` here, but `{}` in {}",
                        item.key,
                        bare(value),
                        bare(default),
                        other.path
                    ),
                )
                .related(place, format!("`{}` here", bare(default)))
                .help("say the default in one document, and refer to it from the other");
            return;
        }
    }
}

/// Sentences that tell a default: a name in code, then "defaults to", "default: ", "by default".
fn spoken<'a>(context: &'a Context, settings: &[&'a Item]) -> Vec<(&'a str, TextRange, String)> {
    const PHRASES: &[&str] = &[
        "defaults to ",
        "default is ",
        "default value is ",
        "default of ",
        "(default: ",
        "(default ",
        "default: ",
        "por defecto ",
        "por defecto: ",
    ];
    let document = context.document;
    let keys: HashMap<&str, &Item> = settings.iter().map(|item| (item.key.as_str(), *item)).collect();
    let mut found = Vec::new();
    for (at, node) in document.nodes().iter().enumerate() {
        if node.kind != NodeKind::CodeSpan {
            continue;
        }
        let Some(item) = keys.get(document.source(NodeId(at as u32)).trim_matches('`')) else { continue };
        let block = document.node(block_at(document, node.range));
        if !matches!(block.kind, NodeKind::Paragraph | NodeKind::List { .. })
            || item.range.contains(node.range)
            || context.is_kept(node.range)
            || is_aside(context, node.range)
        {
            continue;
        }
        let line = line_of(context, node.range);
        let Some(from) = TextRange::of_slice(document.text(), line) else { continue };
        let Some(rest) = document.text().get(node.range.end()..from.end()) else { continue };
        let sentence = rest.split(". ").next().unwrap_or(rest);
        let lower = sentence.to_lowercase();
        if lower.len() != sentence.len() || is_environment(context, node.range) {
            continue;
        }
        let Some(value) = PHRASES
            .iter()
            .find_map(|phrase| Some(lower.find(phrase)? + phrase.len()))
            .and_then(|at| sentence.get(at..))
        else {
            continue;
        };
        // Another name between means that one's default.
        let before = sentence.len() - value.len();
        if sentence.get(..before).is_some_and(|gap| gap.contains('`')) {
            continue;
        }
        let value = value.trim_start_matches(['`', '"', '\'']);
        let end = value
            .find(|letter: char| {
                letter.is_whitespace() || matches!(letter, '`' | '"' | '\'' | ',' | ')' | ';')
            })
            .unwrap_or(value.len());
        let value = value.get(..end).unwrap_or_default().trim_end_matches('.');
        if !value.is_empty() {
            found.push((item.key.as_str(), from, value.to_owned()));
        }
    }
    found
}

/// Whether a place tells of one environment: production may well differ from what is the default.
fn is_environment(context: &Context, range: TextRange) -> bool {
    const WORDS: &[&str] = &[
        "production",
        "prod",
        "staging",
        "development",
        "dev",
        "test",
        "tests",
        "testing",
        "example",
        "examples",
        "ci",
        "local",
        "override",
        "profile",
    ];
    let document = context.document;
    let titles = document.section_path(document.section_at(range.start));
    let block = document.node(block_at(document, range));
    // A block of variables without defaults of its own shows values for somewhere.
    let shown = matches!(block.kind, NodeKind::Code { .. })
        && !document.slice(block.range).to_lowercase().contains("default");
    shown
        || titles.iter().skip(1).any(|title| {
            title
                .to_lowercase()
                .split(|letter: char| !letter.is_alphanumeric())
                .any(|word| WORDS.contains(&word))
        })
}

fn bare(value: &str) -> &str {
    value.trim().trim_matches(['`', '"', '\'', ' '])
}

/// Whether two defaults are plain values, and not the same one.
fn differ(one: &str, two: &str) -> bool {
    let clean = |value: &str| bare(value).to_lowercase().replace(['_', ','], "");
    let (one, two) = (clean(one), clean(two));
    let number = |value: &str| value.parse::<f64>().ok();
    match (number(&one), number(&two)) {
        (Some(one), Some(two)) => return one != two,
        (Some(_), None) | (None, Some(_)) => return false,
        (None, None) => {}
    }
    let plain = |value: &str| {
        let remark = [
            "none",
            "null",
            "unset",
            "empty",
            "required",
            "auto",
            "n/a",
            "-",
            "—",
            "–",
            "undefined",
            "off",
            "on",
            "yes",
            "no",
            "disabled",
            "enabled",
            "default",
            "false",
            "true",
        ]
        .contains(&value);
        let word = value.len() <= 40
            && !value.is_empty()
            && value.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.'));
        word && (!remark || matches!(value, "true" | "false"))
    };
    // "60s" and "60" may be one, "1m" and "60s" are: only the same unit is compared.
    let unit = |value: &str| {
        value.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '.').to_owned()
    };
    let measured = |value: &str| value.starts_with(|letter: char| letter.is_ascii_digit());
    if measured(&one) || measured(&two) {
        return measured(&one)
            && measured(&two)
            && unit(&one) == unit(&two)
            && one != two
            && unit(&one).len() <= 3;
    }
    plain(&one) && plain(&two) && squash(&one) != squash(&two)
}

#[cfg(test)]
mod tests {
    use super::differ;

    #[test]
    fn values_that_are_one_and_values_that_are_not() {
        for (one, two) in [
            ("60", "`60`"),
            ("10_000", "10000"),
            ("TRUE", "true"),
            ("60s", "1m"),
            ("none", "60"),
            ("$X/y", "z"),
            ("60", "60s"),
        ] {
            assert!(!differ(one, two), "{one} {two}");
        }
        for (one, two) in [("60", "90"), ("info", "debug"), ("true", "false"), ("30s", "60s")] {
            assert!(differ(one, two), "{one} {two}");
        }
    }
}
