use crate::places::line_of;
use crate::records::is_aside;
use crate::rule::rule;
use crate::spelling::nearly;
use crate::{Context, Report};
use abide_diagnostics::{Edit, Fix, Severity};
use abide_model::{Item, Kind};
use abide_syntax::{NodeId, NodeKind, TextRange};
use abide_template::{Concept, concepts_of_heading};
use std::collections::BTreeSet;

rule! {
    /// An environment variable is used, but not among those that are listed.
    ///
    /// ## Why it matters
    ///
    /// Whoever deploys the system sets what the list names. A variable that only a sentence names is missing in production.
    ///
    /// ## What counts
    ///
    /// The document lists at least two environment variables. Another name in capitals, with an underscore, is written as
    /// `$NAME`, `NAME=value` or `process.env.NAME`, or stands in a sentence about environment variables and defaults, and starts with the
    /// same word as one of the list; or it is almost one of them. Error codes, states and constants are written
    /// alike and are left alone.
    ///
    /// ## How to mend it
    ///
    /// Add it to the list, or use the name that is there.
    ///
    /// ## Examples
    ///
    /// ````document
    /// # Parcels
    /// ## Configuration
    /// | Variable | Default | Description |
    /// |---|---|---|
    /// | `PARCELS_TTL` | `60` | how long a label holds |
    /// | `PARCELS_PORT` | `80` | where it listens |
    ///
    /// ## Workflows
    /// - A label is tried again, as often as the environment variable `PARCELS_RETRIES` says.
    ///                                                                ~~~~~~~~~~~~~~~~~ `PARCELS_RETRIES` is used, but not listed among the settings
    /// - A refused parcel is answered with `PARCELS_REFUSED`.
    /// ````
    ///
    /// ````document
    /// # Parcels
    /// ## Configuration
    /// | Variable | Default | Description |
    /// |---|---|---|
    /// | `PARCELS_TTL` | `60` | how long a label holds |
    /// | `PARCELS_PORT` | `80` | where it listens |
    ///
    /// The port is set by the environment variable `PARCELS_PORT`; `$HOME` is not read.
    /// ````
    "unlisted-setting", default: Some(Severity::Warning), since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    const ENOUGH: usize = 2;
    // A variable that only a sentence names is read as a setting, too, but it is not listed.
    let named_only = |item: &Item| context.slice(item.range).trim_matches(['`', '$', '{', '}']) == item.key;
    let listed: Vec<&Item> =
        context.items(Kind::Setting).filter(|item| is_variable(&item.key) && !named_only(item)).collect();
    if listed.len() < ENOUGH {
        return;
    }
    let known: BTreeSet<&str> = listed.iter().map(|item| item.key.as_str()).collect();
    // What else the document defines in capitals: states, codes, events.
    let defined: BTreeSet<&str> = context
        .spec
        .items
        .iter()
        .filter(|item| item.kind != Kind::Setting && !item.key.is_empty())
        .flat_map(|item| item.key.rsplit(['.', ' ']).next())
        .collect();
    let mut told = BTreeSet::new();
    let document = context.document;
    // A prefix that at least three settings have, and nothing else in capitals but one name, is the settings' own.
    let own_prefix = |wanted: &str| {
        let settings = listed.iter().filter(|item| prefix(&item.key) == wanted).count();
        let spans = document.nodes().iter().filter(|node| node.kind == NodeKind::CodeSpan);
        let others: BTreeSet<&str> = spans
            .map(|node| document.slice(node.range).trim_matches('`'))
            .filter(|name| is_variable(name) && prefix(name) == wanted && !known.contains(name))
            .collect();
        settings >= 3 && others.len() == 1
    };
    for (at, node) in document.nodes().iter().enumerate() {
        if node.kind != NodeKind::CodeSpan || context.is_kept(node.range) {
            continue;
        }
        let source = document.source(NodeId(at as u32)).trim_matches('`');
        let Some((name, marked)) = variable(source) else { continue };
        let family = listed.iter().any(|item| prefix(&item.key) == prefix(name));
        let near = listed.iter().find(|item| nearly(&item.key, name) && !told.contains(name));
        if known.contains(name)
            || aliased(&listed, name)
            || defined.contains(name)
            || !(family || near.is_some())
            || is_aside(context, node.range)
        {
            continue;
        }
        let worded = || {
            let line = line_of(context, node.range).to_lowercase();
            let words = [
                "environment variable",
                "env var",
                "env variable",
                "environment",
                "configurable",
                "configured",
                " setting",
                "variable de entorno",
                "環境変数",
                "环境变量",
                "환경 변수",
                "umgebungsvariable",
                "variable d'environnement",
            ];
            let codes = ["error", "code", "status", "event", "enum", "constant", "returns", "throws"];
            words.iter().any(|word| line.contains(word)) && !codes.iter().any(|word| line.contains(word))
        };
        if !(marked || worded() || !is_test(context, node.range) && own_prefix(prefix(name)))
            || !told.insert(name)
        {
            continue;
        }
        let Some(range) = TextRange::of_slice(document.text(), name) else { continue };
        let finding = report.at(range, format!("`{name}` is used, but not listed among the settings"));
        match near {
            Some(item) => {
                let edit = Edit::replace(range, item.key.as_str());
                finding
                    .related(context.place(item.range), format!("`{}` is listed here", item.key))
                    .help(format!("did you mean `{}`?", item.key))
                    .fix(Fix::not_safe(format!("use `{}`", item.key), vec![edit]));
            }
            None => {
                let Some(first) = listed.first() else { return };
                finding
                    .related(context.place(first.range), "the settings are listed here")
                    .help("add it to the settings");
            }
        }
    }
}

/// Whether a place tells of tests, which may have variables of their own.
fn is_test(context: &Context, range: TextRange) -> bool {
    let titles = context.document.section_path(context.document.section_at(range.start));
    let mut concepts = titles.iter().flat_map(|title| concepts_of_heading(title));
    concepts.any(|concept| matches!(concept, Concept::TestPlan | Concept::Verifications))
}

/// Whether an item of the list gives the name as a further spelling of its own.
fn aliased(listed: &[&Item], name: &str) -> bool {
    listed.iter().any(|item| {
        let aliases = item.fields.get("aliases").and_then(|aliases| aliases.as_array()).into_iter().flatten();
        aliases.filter_map(|alias| alias.as_str()).any(|alias| alias == name)
            // `PARCELS_*` stands for all of them.
            || item.key.strip_suffix('*').is_some_and(|start| name.starts_with(start))
    })
}

/// `PARCELS_TTL`
fn is_variable(name: &str) -> bool {
    let bare = name.strip_suffix('*').unwrap_or(name);
    bare.len() >= 4
        && bare.contains('_')
        && bare.starts_with(|letter: char| letter.is_ascii_uppercase())
        && bare.chars().all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == '_')
}

/// The variable that a code span names, and whether it is written as one.
fn variable(code: &str) -> Option<(&str, bool)> {
    let code = code.trim();
    let marked = code
        .strip_prefix("${")
        .map(|rest| rest.split(['}', ':']).next().unwrap_or(rest))
        .or_else(|| code.strip_prefix('$'))
        .or_else(|| code.strip_prefix("process.env."));
    let marked = marked.or_else(|| code.split_once('=').map(|(name, _)| name));
    let name = marked.unwrap_or(code);
    (is_variable(name) && !name.ends_with('*') && !name.ends_with('_')).then_some((name, marked.is_some()))
}

fn prefix(name: &str) -> &str {
    name.split('_').next().unwrap_or(name)
}
