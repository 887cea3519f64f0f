//! Settings in code blocks: assignments of variables, and keys of configuration files.

use super::{is_key, schema};
use crate::fence::Fence;
use crate::items::Draft;
use crate::text::is_upper_snake;
use crate::{Context, Items, Kind};
use abide_syntax::TextRange;
use abide_template::Concept;

/// `KEY=value` lines.
pub(super) fn assignments(context: &Context, fence: &Fence, holds: bool, items: &mut Items) {
    if context.outline.within(
        fence.section,
        &[Concept::Examples, Concept::Usage, Concept::TestPlan, Concept::Verifications, Concept::Appendix],
    ) && !holds
    {
        return;
    }
    let lines = fence.lines(context.document);
    let mut found = Vec::new();
    let mut about = String::new();
    for line in &lines {
        let bare = line.text.trim();
        if bare.is_empty() {
            about.clear();
            continue;
        }
        if let Some(comment) = bare.strip_prefix('#') {
            let comment = comment.trim();
            // `# KEY=value` is an optional variable.
            match comment.split_once('=') {
                Some((name, value)) if is_upper_snake(name) => {
                    found.push((name, value, about.clone(), line.range))
                }
                _ => comment.clone_into(&mut about),
            }
            continue;
        }
        let assignment = bare.strip_prefix("export ").unwrap_or(bare);
        let Some((name, value)) = assignment.split_once('=') else {
            // One line that is something else: the block is a script.
            return;
        };
        if !(is_upper_snake(name.trim()) || holds && is_sectioned(name.trim()))
            || (!holds && value.contains(' ') && !value.starts_with(['"', '\'']) && !value.contains('#'))
        {
            return;
        }
        found.push((name.trim(), value, about.clone(), line.range));
    }
    if found.is_empty() || (!holds && found.len() < 2) {
        return;
    }
    for (name, value, about, range) in found {
        let (value, comment) = match value.split_once(" #") {
            Some((value, comment)) => (value.trim(), comment.trim().to_owned()),
            None => (value.trim(), about),
        };
        let value = value.trim_matches(['"', '\'']);
        let draft = Draft::new(Kind::Setting, fence.section, range)
            .key(name)
            .said("default", Some(value).filter(|value| !is_sample(value)))
            .said("description", Some(&comment));
        items.push(draft);
    }
}

/// A key with its sections in front: `Jwt:Issuer`, `Press__Tray__Size`.
fn is_sectioned(name: &str) -> bool {
    let mut parts = name.split(':').flat_map(|part| part.split("__")).peekable();
    let part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_uppercase())
            && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
    };
    (name.contains(':') || name.contains("__")) && parts.peek().is_some() && parts.all(part)
}

/// A value that stands for another: `<redacted>`, `your-key`, `xxxx`.
fn is_sample(value: &str) -> bool {
    let lower = value.to_lowercase();
    value.is_empty()
        || value.contains(['<', '>', '…'])
        || lower.contains("your")
        || lower.contains("xxx")
        || lower.contains("...")
        || lower.contains("change")
}

/// Keys of a TOML, INI or YAML block, tables and nesting in front with dots.
pub(super) fn keys(context: &Context, fence: &Fence, items: &mut Items) {
    let json = fence.is(&["json", "jsonc", "json5"]);
    let yaml = fence.is(&["yaml", "yml"]) || json;
    // Manifests of other systems are their configuration, not this one's.
    let source = fence.range.slice(context.document.text());
    if yaml
        && [
            "apiVersion:",
            "\njobs:",
            "\nservices:",
            "openapi:",
            "$ref:",
            "\"$ref\"",
            "\"mcpServers\"",
            "\"scripts\"",
            "ependencies\"",
            "\"compilerOptions\"",
            "\"properties\"",
        ]
        .iter()
        .any(|word| source.contains(word))
    {
        return;
    }
    // A table or list of settings in the same section says it better; the block is then an example.
    // Variables of the environment, and keys of another block, are others.
    let body = context.document.section(fence.section).map(|section| section.body);
    let listed = |body: TextRange| {
        let mut within =
            items.drafts().iter().filter(|draft| draft.kind == Kind::Setting && body.overlaps(draft.range));
        let shown =
            |draft: &Draft| context.fences_of(fence.section).any(|fence| fence.range.overlaps(draft.range));
        within.any(|draft| !is_upper_snake(&draft.key) && !shown(draft))
    };
    if context.grids_of(fence.section).next().is_some() || body.is_some_and(listed) {
        return;
    }
    if yaml && !json && schema::read(context, fence, items) {
        return;
    }
    let mut found: Vec<Key> = Vec::new();
    let mut table = String::new();
    let mut open: Vec<(usize, String)> = Vec::new();
    let mut in_list: Option<usize> = None;
    for line in fence.lines(context.document) {
        let bare = line.text.trim();
        // What stands in a list is no key.
        let column = line.text.len() - line.text.trim_start().len();
        if let Some(at) = in_list {
            in_list = (column > at || !bare.starts_with(']')).then_some(at);
            continue;
        }
        let quoted = json && bare.starts_with('"') && bare.contains("\":");
        if bare.is_empty() || bare.starts_with(['#', ';', '-', '"', '{', '}', ']']) && !quoted {
            continue;
        }
        let range = line.range.trim(context.document.text());
        if !yaml && let Some(name) = bare.strip_prefix('[') {
            table = name.split(']').next().unwrap_or_default().trim_matches(['[', ' ']).to_owned();
            found.push(Key {
                table: String::new(),
                name: table.clone(),
                value: None,
                comment: String::new(),
                range,
            });
            continue;
        }
        let Some((name, value)) = bare.split_once(if yaml { ':' } else { '=' }) else { continue };
        let name = name.trim().trim_matches('"');
        if !is_key(name) {
            continue;
        }
        let (value, comment) = value.split_once(" #").unwrap_or((value, ""));
        let value = value.trim().trim_end_matches(if json { ',' } else { '\n' });
        if json && value.starts_with('[') && !value.ends_with(']') {
            in_list = Some(column);
        }
        // What an object holds has its name in front.
        let value = if json && value == "{" { "" } else { value.trim_matches(['"', '\'']) };
        if yaml {
            while open.last().is_some_and(|(at, _)| *at >= column) {
                open.pop();
            }
            table = open.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(".");
            if value.is_empty() {
                open.push((column, name.to_owned()));
            }
        }
        let value = (!(yaml && value.is_empty())).then(|| value.to_owned());
        found.push(Key {
            table: table.clone(),
            name: name.to_owned(),
            value,
            comment: comment.trim().to_owned(),
            range,
        });
    }
    for key in &found {
        // A table of variables is one setting, its entries are the user's own.
        let is_map = |table: &str| {
            let mut entries = found.iter().filter(|key| key.value.is_some() && key.table == table).peekable();
            entries.peek().is_some() && entries.all(|key| is_upper_snake(&key.name))
        };
        let path =
            if key.table.is_empty() { key.name.clone() } else { format!("{}.{}", key.table, key.name) };
        let stands = match &key.value {
            None => is_map(&path),
            Some(_) => key.table.is_empty() || !is_map(&key.table),
        };
        if !stands {
            continue;
        }
        let draft = Draft::new(Kind::Setting, fence.section, key.range)
            .key(path)
            .said("default", key.value.as_deref().filter(|value| !is_sample(value) && *value != "["))
            .said("description", Some(&key.comment));
        items.push(draft);
    }
}

/// The variables that a container is given: the entries below `env:` or `environment:`.
pub(super) fn manifest(context: &Context, fence: &Fence, items: &mut Items) {
    if context.outline.within(fence.section, &[Concept::Examples, Concept::PriorArt, Concept::Alternatives]) {
        return;
    }
    let mut below: Option<usize> = None;
    let mut found: Vec<(String, Option<String>, TextRange)> = Vec::new();
    for line in fence.lines(context.document) {
        let bare = line.text.trim();
        if bare.is_empty() || bare.starts_with('#') {
            continue;
        }
        let column = line.text.len() - line.text.trim_start().len();
        if matches!(bare, "env:" | "environment:") {
            below = Some(column);
            continue;
        }
        // A list may stand as deep as the key that holds it.
        let listed = bare.starts_with("- ");
        match below {
            Some(at) if column > at || listed && column == at => {}
            _ => {
                below = None;
                continue;
            }
        }
        let entry = bare.trim_start_matches("- ").trim();
        let range = line.range.trim(context.document.text());
        let clean = |value: &str| value.trim().trim_matches(['"', '\'']).to_owned();
        if let Some(name) = entry.strip_prefix("name:") {
            found.push((clean(name), None, range));
        } else if let Some(value) = entry.strip_prefix("value:") {
            if let Some((_, known, _)) = found.last_mut() {
                *known = Some(clean(value));
            }
        } else if let Some((name, value)) = entry.split_once(if entry.contains('=') { '=' } else { ':' }) {
            found.push((clean(name), Some(clean(value)), range));
        }
    }
    for (name, value, range) in found.into_iter().filter(|(name, ..)| is_upper_snake(name)) {
        let given = |value: &&str| !value.is_empty() && !value.contains(['$', '{']) && !is_sample(value);
        let draft = Draft::new(Kind::Setting, fence.section, range).key(name);
        items.push(draft.said("default", value.as_deref().filter(given)));
    }
}

/// One entry of a configuration file; a table has no value.
struct Key {
    table: String,
    name: String,
    value: Option<String>,
    comment: String,
    range: TextRange,
}
