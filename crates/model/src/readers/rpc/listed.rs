//! Operations in a list below a label that says what they are: "MCP tools:", "GraphQL mutations:".

use super::{name_in_code, push};
use crate::readers::entity::NOT_OWN;
use crate::statement;
use crate::text;
use crate::{Context, Items, Kind};
use abide_syntax::{NodeId, NodeKind, SectionId, TextRange};
use abide_template::Concept;

/// What operations are called, where a label ends with it.
const KINDS: &[&str] = &[
    "tools",
    "mutations",
    "queries",
    "subscriptions",
    "methods",
    "functions",
    "procedures",
    "rpcs",
    "subcommands",
    "commands",
    "operations",
    "verbs",
    "herramientas",
    "funciones",
    "métodos",
    "comandos",
    "funktionen",
    "methoden",
    "befehle",
    "fonctions",
    "commandes",
    "ツール",
    "関数",
    "メソッド",
    "コマンド",
    "工具",
    "函数",
    "命令",
    "함수",
    "명령",
];

/// The operations of a section's labelled lists.
pub(super) fn labelled_lists(context: &Context, id: SectionId, items: &mut Items) {
    let other = [Kind::Check, Kind::Task, Kind::Flow, Kind::Rollout, Kind::Dependency];
    if context.outline.within(id, NOT_OWN) || other.iter().any(|kind| context.outline.holds(id, *kind)) {
        return;
    }
    let document = context.document;
    for (before, list) in document.section_blocks(id).zip(document.section_blocks(id).skip(1)) {
        if !matches!(document.node(list).kind, NodeKind::List { .. }) || !is_label(context, before) {
            continue;
        }
        let lines: Vec<_> = document
            .children(list)
            .filter_map(|item| statement::own(document, id, item, false, &[], 0))
            .collect();
        let names: Vec<Vec<(TextRange, &str)>> = lines.iter().map(|line| leading(context, line)).collect();
        if names.iter().any(Vec::is_empty) {
            continue;
        }
        for (range, code) in names.into_iter().flatten() {
            let plain = code.len() > 2
                && code.starts_with(|c: char| c.is_alphabetic())
                && code.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | ':'));
            if plain {
                push(items, id, range, code, None);
            } else {
                name_in_code(items, id, range, code, None, true);
            }
        }
    }
}

/// The operations nested below an entry that says what they are: "**Slash commands** (planned):".
pub(super) fn grouped(context: &Context, id: SectionId, items: &mut Items) {
    let other = [Kind::Check, Kind::Task, Kind::Flow, Kind::Rollout, Kind::Dependency];
    let elsewhere = context.outline.nearest(id, NOT_OWN);
    // What is typed into a chat stands among what is shown there.
    let shown =
        elsewhere.is_some_and(|holder| context.outline.concepts(holder).contains(&Concept::UserInterface));
    if elsewhere.is_some() && !shown || other.iter().any(|kind| context.outline.holds(id, *kind)) {
        return;
    }
    for statement in context.statements(id) {
        let Some(group) = statement.groups.last() else { continue };
        // "Returns the press. Tools:" ends in the label.
        let group = group.rsplit(". ").next().unwrap_or(group);
        let label = group.split(['(', '（']).next().unwrap_or(group).trim().to_lowercase();
        if !names_operations(&label) {
            continue;
        }
        for (range, code) in leading(context, statement).into_iter().take(1) {
            if shown && !code.starts_with('/') {
                continue;
            }
            if text::is_compound(code) && code.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'))
            {
                push(items, id, range, code, None);
            } else {
                name_in_code(items, id, range, code, None, true);
            }
        }
    }
}

/// A short paragraph that ends in a colon and in a word for operations.
fn is_label(context: &Context, block: NodeId) -> bool {
    const LONGEST: usize = 80;
    let node = context.document.node(block);
    if node.kind != NodeKind::Paragraph || node.range.len() > LONGEST {
        return false;
    }
    let line = context.text(block).to_lowercase();
    let Some(label) = line.trim_end().strip_suffix([':', '：']) else { return false };
    // "The command line gains:"
    let gains = ["command line", "cli"].iter().any(|word| text::find_word(label, word).is_some());
    // "Register these tools at startup:"
    let these = || {
        ["these", "the following", "estas", "estos", "folgende"].iter().any(|word| {
            let behind = text::find_word(label, word).and_then(|at| label.get(at + word.len()..));
            let named = behind.and_then(|behind| behind.split_whitespace().next());
            // "The following functions of the library" may be those of another one.
            named.is_some_and(|named| KINDS.contains(&named) && !matches!(named, "functions" | "operations"))
        })
    };
    gains || names_operations(label) || these()
}

/// The commands and flags that a document on a command line lists below a heading of its own: `press print`, "`--quiet` says
/// nothing".
pub(super) fn of_program(context: &Context, id: SectionId, items: &mut Items) {
    if !context.outline.kinds(id).is_empty() || context.outline.within(id, NOT_OWN) {
        return;
    }
    let document = context.document;
    let title = document.title().unwrap_or_default().to_lowercase();
    let program = |code: &str| {
        code.split_once(' ').is_some_and(|(name, _)| {
            name.len() > 1 && title.split([' ', ':', '`', '(']).any(|word| word == name)
        })
    };
    let entries: Vec<_> = context.statements(id).iter().filter(|entry| !entry.ordered).collect();
    let opening: Vec<_> = entries
        .iter()
        .filter_map(|entry| {
            let (node, code) = text::code_spans(document, entry.first, entry.end).next()?;
            (node.range.start == entry.range.start).then_some((*entry, code))
        })
        .filter(|(_, code)| program(code) || code.starts_with("--"))
        .collect();
    if opening.len() > 1 && opening.len() * 2 >= entries.len() {
        for (entry, code) in opening {
            let told = entry.text.get(code.len()..).map(str::trim).filter(|told| !told.is_empty());
            name_in_code(items, id, entry.range, code, told, true);
        }
    }
}

/// Whether a label ends in a word for operations.
fn names_operations(label: &str) -> bool {
    KINDS.iter().any(|kind| {
        label
            .strip_suffix(kind)
            .is_some_and(|before| !kind.is_ascii() || before.is_empty() || before.ends_with(' '))
    })
}

/// The names in code that open a line, with nothing but commas and slashes between.
fn leading<'a>(context: &Context<'a>, line: &statement::Statement) -> Vec<(TextRange, &'a str)> {
    let document = context.document;
    let mut found = Vec::new();
    let mut end = line.range.start;
    for (node, code) in text::code_spans(document, line.first, line.end) {
        let gap = document.slice(TextRange { start: end, end: node.range.start }).trim();
        // A remark may stand behind each.
        let gap =
            if gap.starts_with('(') { gap.split_once(')').map_or(gap, |(_, gap)| gap.trim()) } else { gap };
        if !(gap.is_empty() || matches!(gap, "," | "/" | "and" | ", and" | "*" | "**")) {
            break;
        }
        found.push((node.range, code));
        end = node.range.end;
    }
    found
}
