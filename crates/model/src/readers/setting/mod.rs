//! Settings of the running system.

mod announced;
mod block;
mod defined;
mod schema;
mod table;
mod told;

use super::Reader;
use crate::fence::Fence;
use crate::items::Draft;
use crate::marks::Mark;
use crate::statement::Statement;
use crate::text::{self, is_upper_snake};
use crate::{Context, Items, Kind};
use abide_syntax::{Node, NodeId, NodeKind, TextRange};
use abide_template::Concept;
use announced::{in_entries, introduced, variables};
use block::{assignments, keys};
use table::{ENV, table};

pub(super) const READER: Reader = Reader {
    name: "setting",
    kinds: &[Kind::Setting, Kind::Requirement],
    documentation: "\
A configuration key, environment variable or flag of the running system: a row of a table (columns such as variable, flag, key; type, \
default, required, description), a line `KEY=value` of an env block, a key of a TOML or YAML block under a heading about configuration or of a JSON file named there, or \
a bullet, a paragraph or a definition that starts with the name: `` `LOG_LEVEL`: … (default: `info`) ``, a variable in a paragraph on configuration \
with what is told of it up to the next one, a heading below configuration \
that is nothing else. The first of several spellings is the key, the others are \
`aliases`. A sentence that no other variable is read is a requirement.",
    read,
};

fn read(context: &Context, items: &mut Items) {
    for grid in context.grids() {
        table(context, grid, items);
    }
    for (id, _) in context.sections_of(Kind::Setting) {
        // Where commands are listed, only flags and variables are settings.
        let commands = context.outline.concepts(id).contains(&Concept::CommandLine);
        for statement in context.statements(id) {
            let bare = statement.text.trim_start_matches(['`', '*', ' ']);
            let first = bare.split([' ', '=', ':', ',', '/']).next().unwrap_or_default();
            if commands && !first.starts_with('-') && !is_upper_snake(first) {
                continue;
            }
            line(context, statement, items);
        }
        variables(context, id, items);
        told::paragraphs(context, id, items);
    }
    // Among the technologies, "`SHOP_PORT`: where it listens. Default `80`." is told with the rest.
    for (id, _) in context.sections_of(Kind::Dependency) {
        for statement in context.statements(id) {
            if leads_with_variable(context, statement) {
                line(context, statement, items);
            }
        }
    }
    for (id, _) in context.sections() {
        let kinds = context.outline.kinds(id);
        if kinds.iter().any(|kind| matches!(kind, Kind::Requirement | Kind::Goal | Kind::Check)) {
            context.adopted_in(id, Kind::Setting).for_each(|statement| line(context, statement, items));
        }
    }
    defined::read(context, items);
    announced::keys(context, items);
    introduced(context, items);
    in_entries(context, items);
    mentioned(context, items);
    for fence in context.fences() {
        let holds = context.outline.holds(fence.section, Kind::Setting);
        if fence.is(ENV) || (fence.language.is_empty() && holds) {
            assignments(context, fence, holds, items);
        } else if fence.is(&["json", "jsonc", "json5"]) {
            if holds && names_a_json_file(context, fence) {
                keys(context, fence, items);
            }
        } else if fence.is(&["toml", "yaml", "yml", "ini"]) {
            if holds || is_told(context, fence) {
                keys(context, fence, items);
            }
            if fence.is(&["yaml", "yml"]) {
                block::manifest(context, fence, items);
            }
        }
    }
}

/// Whether an entry begins with the name of a variable and a mark behind it.
pub(in crate::readers) fn leads_with_variable(context: &Context, statement: &Statement) -> bool {
    let document = context.document;
    let Some((node, code)) = text::code_spans(document, statement.first, statement.end).next() else {
        return false;
    };
    let behind = document.slice(TextRange { start: node.range.end, end: statement.range.end });
    node.range.start == statement.range.start
        && is_upper_snake(code)
        && code.contains('_')
        && behind.trim_start_matches([' ', '*']).starts_with([':', '(', '—', '–', '='])
}

/// "Set by `log_level` in `tool.yaml`:" before a block that holds that key.
fn is_told(context: &Context, fence: &Fence) -> bool {
    let document = context.document;
    let Some(before) = context.before(fence.node) else { return false };
    let paragraph = document.node(before);
    if paragraph.kind != NodeKind::Paragraph || context.outline.within(fence.section, ELSEWHERE) {
        return false;
    }
    let (mut file, mut key) = (false, false);
    for (_, code) in text::code_spans(document, before, paragraph.end) {
        file |= [".yaml", ".yml", ".toml", ".ini"].iter().any(|end| code.ends_with(end));
        let opens = |line: &crate::fence::CodeLine| {
            line.text
                .trim_start()
                .strip_prefix(code)
                .is_some_and(|rest| rest.trim_start().starts_with([':', '=']))
        };
        key |= is_key(code) && fence.lines(document).iter().any(opens);
    }
    file && key
}

/// "Workflow config (`config.json`)" above a block, or the line right before it, names the file that it shows.
fn names_a_json_file(context: &Context, fence: &Fence) -> bool {
    let title =
        context.document.section(fence.section).is_some_and(|section| section.title.contains(".json"));
    let said = |before: NodeId| {
        let node = context.document.node(before);
        node.kind == NodeKind::Paragraph && context.document.slice(node.range).contains(".json")
    };
    title || context.before(fence.node).is_some_and(said)
}

/// What is told there is not what the system reads.
const ELSEWHERE: &[Concept] =
    &[Concept::PriorArt, Concept::ChangeLog, Concept::Alternatives, Concept::FutureWork, Concept::Examples];

/// "… selected by the environment variable `DRIVER_NAME` (default `file`)": named in running text.
fn mentioned(context: &Context, items: &mut Items) {
    let nodes = if context.has(Mark::Variable) { context.document.nodes() } else { &[] };
    let mut before: Vec<&Node> = Vec::new();
    for node in nodes.iter().filter(|node| node.kind == NodeKind::CodeSpan) {
        // "`PRESS_QUIET=1` or `PRESS_OFF=1` environment variables": each that is joined to the last.
        let joined = before.last().is_some_and(|last| {
            let gap = TextRange { start: last.range.end, end: node.range.start };
            gap.start <= gap.end
                && matches!(context.document.slice(gap).trim(), "," | "or" | "and" | ", or" | ", and" | "/")
        });
        if !joined {
            before.clear();
        }
        before.push(node);
        let at = TextRange { start: node.range.start, end: node.range.start + 1 };
        if !context.marked(Mark::Variable, at) {
            continue;
        }
        let section = context.document.section_at(node.range.start);
        if context.outline.within(section, ELSEWHERE) {
            continue;
        }
        for named in before.drain(..) {
            let code = text::code_span(context.document.slice(named.range));
            let (name, value) = code.split_once('=').unwrap_or((code, ""));
            let last = named.range == node.range;
            if last || is_upper_snake(name) && name.contains('_') {
                items.push(
                    Draft::new(Kind::Setting, section, named.range)
                        .key(name)
                        .rank(0)
                        .text(name)
                        .said("example", Some(value)),
                );
            }
        }
    }
}

/// The names in a cell: code spans that look like keys, or the cell's only word.
fn names<'a>(codes: Vec<&'a str>, text: &'a str) -> Vec<&'a str> {
    if codes.is_empty() {
        let bare = text.trim();
        let word = bare.split([' ', '(', ',']).next().unwrap_or_default();
        // "API base" names no variable.
        let variable = is_upper_snake(word)
            && (word.contains('_')
                || bare.get(word.len()..).is_some_and(|rest| rest.trim_start().starts_with(['(', ','])));
        return if is_key(word) && (word == bare || variable || word.starts_with("--")) {
            vec![word]
        } else {
            Vec::new()
        };
    }
    codes.into_iter().map(flag_name).filter(|code| is_key(code)).collect()
}

/// `--port <n>` and `--port=8080` name `--port`.
fn flag_name(code: &str) -> &str {
    if code.starts_with('-') { code.split([' ', '=', '<', '[']).next().unwrap_or(code) } else { code }
}

fn is_key(name: &str) -> bool {
    let bare =
        name.trim_start_matches('-').trim_start_matches('[').trim_end_matches(']').trim_start_matches('$');
    !bare.is_empty()
        && bare.len() <= 80
        && bare.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && bare.chars().all(|c| {
            c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':' | '*' | '/' | '<' | '>' | '{' | '}')
        })
        && !name.contains("//")
        && !name.ends_with(':')
}

/// A bullet that starts with the name of a setting.
fn line(context: &Context, statement: &Statement, items: &mut Items) {
    let document = context.document;
    let mut names: Vec<&str> = Vec::new();
    let mut end = statement.range.start;
    for (node, code) in text::code_spans(document, statement.first, statement.end) {
        let gap = document.slice(TextRange { start: end, end: node.range.start });
        let joined = gap.chars().all(|c| c.is_whitespace() || "*_,/|".contains(c))
            || matches!(gap.trim(), "or" | "and");
        if !joined {
            break;
        }
        names.push(flag_name(code));
        end = node.range.end;
    }
    let rest = document.slice(TextRange { start: end, end: statement.range.end });
    if names.is_empty() {
        // `PORT: the port` without marks.
        let Some(cut) = text::labelled(&statement.text) else { return };
        if listed(context, statement, cut.label, items) {
            return;
        }
        // `Env vars: A, B` names several.
        let parts: Vec<&str> = cut.rest.trim_end_matches('.').split([',', '/']).map(str::trim).collect();
        if !is_upper_snake(cut.label) && parts.iter().all(|part| is_upper_snake(part) && part.contains('_')) {
            for name in parts {
                describe(items, statement, name, &[], "");
            }
            return;
        }
        let name = cut.label.split([' ', '(']).next().unwrap_or_default();
        if is_upper_snake(name) && name.len() > 2 && name.contains('_')
            || name.starts_with("--") && is_key(name)
        {
            let description = cut.rest.to_owned();
            let name = name.to_owned();
            describe(items, statement, &name, &[], &description);
        }
        return;
    }
    let rest = rest.trim_start_matches(['*', '_', ' ', '\n']);
    // `KEY=value` names the key and its value.
    if let [only] = names.as_slice()
        && let Some((name, value)) = only.split_once('=')
        && is_key(name)
        && !only.contains(' ')
    {
        describe(
            items,
            statement,
            name,
            &[],
            &format!("{} (default: {value})", rest.trim_start_matches([':', '—', '–', '-', ' '])),
        );
        return;
    }
    let separated = rest.is_empty() || rest.starts_with([':', '—', '–', '-', '(', '=', '：', '（', '→']);
    if !separated || !names.iter().all(|name| is_key(name)) {
        return;
    }
    // A path, a call or a type is no key.
    if names.iter().any(|name| name.contains('/') || text::is_file(name)) {
        return;
    }
    let behind = (statement.first.index()..statement.end.index())
        .find(|at| document.nodes().get(*at).is_some_and(|node| node.range.start >= end));
    let description =
        behind.map_or(String::new(), |at| text::plain(document, NodeId(at as u32), statement.end));
    let Some((first, others)) = names.split_first() else { return };
    let variables = others.iter().all(|name| is_upper_snake(name)) && is_upper_snake(first);
    if variables {
        for name in &names {
            describe(items, statement, name, &[], &description);
        }
    } else {
        describe(items, statement, first, others, &description);
    }
}

/// "Relevant fields: `Port`, `Host`" names several in code and says nothing else.
fn listed(context: &Context, statement: &Statement, label: &str, items: &mut Items) -> bool {
    const WORDS: &[&str] = &[
        "field",
        "fields",
        "key",
        "keys",
        "setting",
        "settings",
        "option",
        "options",
        "flag",
        "flags",
        "variable",
        "variables",
        "vars",
        "parameters",
        "campos",
        "claves",
        "variables",
        "schlüssel",
    ];
    let lower = label.to_lowercase();
    if !WORDS.iter().any(|word| text::find_word(&lower, word).is_some()) {
        return false;
    }
    let document = context.document;
    let mut names = Vec::new();
    let mut end = None;
    for (node, code) in text::code_spans(document, statement.first, statement.end) {
        let start = end.unwrap_or(node.range.start);
        let gap =
            document.slice(TextRange { start, end: node.range.start }).trim().trim_matches([',', ' ', '、']);
        if !(gap.is_empty() || matches!(gap, "and" | "or" | "y" | "und" | "et")) || !is_key(flag_name(code)) {
            return false;
        }
        names.push(flag_name(code));
        end = Some(node.range.end);
    }
    let rest = end.map(|end| document.slice(TextRange { start: end, end: statement.range.end }));
    if rest.is_none_or(|rest| rest.contains(char::is_alphanumeric)) {
        return false;
    }
    for name in names {
        describe(items, statement, name, &[], "");
    }
    true
}

fn describe(items: &mut Items, statement: &Statement, name: &str, aliases: &[&str], description: &str) {
    let bare = description.trim_start_matches(|c: char| c.is_whitespace() || "-—–:=：→*".contains(c)).trim();
    let mut draft = Draft::new(Kind::Setting, statement.section, statement.range).key(name);
    let lower = bare.to_lowercase();
    draft = draft.said("default", default_in(bare).as_deref());
    let group = statement.groups.last().map(|group| group.to_lowercase()).unwrap_or_default();
    if lower.contains("(required") || lower.starts_with("required") || group.contains("required") {
        draft = draft.field("required", true);
    } else if lower.contains("(optional") || lower.starts_with("optional") || group.contains("optional") {
        draft = draft.field("required", false);
    }
    let kind = bare
        .strip_prefix('(')
        .and_then(|inner| inner.split([')', ',']).next())
        .filter(|kind| is_type_word(kind));
    draft = draft.said("type", kind);
    let described = match kind {
        Some(_) => {
            bare.split_once(')').map_or(bare, |(_, rest)| rest).trim_start_matches([':', ' ', '—', '–', '-'])
        }
        None => bare,
    };
    draft = draft.said("description", Some(described));
    if !aliases.is_empty() {
        draft = draft.field("aliases", aliases.iter().map(|alias| (*alias).to_owned()).collect::<Vec<_>>());
    }
    items.push(draft);
}

fn is_type_word(word: &str) -> bool {
    matches!(
        word.trim().to_lowercase().trim_end_matches("[]"),
        "string"
            | "int"
            | "integer"
            | "bool"
            | "boolean"
            | "number"
            | "float"
            | "duration"
            | "url"
            | "path"
            | "enum"
            | "list"
            | "array"
            | "object"
            | "map"
            | "secret"
            | "json"
            | "seconds"
    )
}

/// The value at the start of a text.
fn value_at(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches([' ', '`', '"', '=']);
    // A comma or a full stop ends the value, unless they stand within it.
    let end = rest
        .char_indices()
        .find(|(at, c)| {
            matches!(c, ')' | '`' | '"' | ';' | '\n')
                || (matches!(c, ',' | '.')
                    && rest.get(at + 1..).is_none_or(|next| next.is_empty() || next.starts_with(' ')))
        })
        .map_or(rest.len(), |(at, _)| at);
    let value = rest.get(..end)?.trim();
    (!value.is_empty() && value.split_whitespace().count() <= 4).then_some(value)
}

/// The value behind "default".
fn default_in(description: &str) -> Option<String> {
    let lower = description.to_lowercase();
    if lower.len() != description.len() {
        return None;
    }
    for phrase in [
        "default:",
        "defaults to ",
        "default is ",
        "default =",
        "default ",
        "standard: ",
        "(standard ",
        "standardwert ",
        "vorgabe: ",
        "por defecto:",
        "por defecto ",
        "par défaut : ",
        "par défaut ",
        "padrão: ",
        "padrão ",
        "по умолчанию: ",
        "по умолчанию ",
        "既定値:",
        "デフォルト:",
        "默认:",
        "기본값:",
    ] {
        // Of "default page size, default 20" the word that is a value counts.
        let places = lower.match_indices(phrase).map(|(at, _)| at + phrase.len());
        let values: Vec<&str> = places.filter_map(|at| value_at(description.get(at..)?)).collect();
        let plain = |value: &&&str| !value.contains(' ');
        if let Some(value) = values.iter().find(plain).or(values.first()) {
            return Some((*value).to_owned());
        }
    }
    None
}

#[cfg(test)]
mod tests;
