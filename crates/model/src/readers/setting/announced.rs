//! Environment variables that a line announces: before a list of them, or with their names behind its colon.

use super::ELSEWHERE;
use crate::items::Draft;
use crate::text::{self, is_upper_snake};
use crate::{Context, Items, Kind};
use abide_syntax::{NodeKind, SectionId};

/// How lists of environment variables are announced.
const WORDS: &[&str] = &[
    "nvironment variable",
    "nv var",
    "ariables de entorno",
    "ariables d'environnement",
    "mgebungsvariable",
    "ariáveis de ambiente",
    "環境変数",
    "环境变量",
    "環境變數",
    "환경 변수",
    "환경변수",
    "еременные",
];

/// "It reads these environment variables:" before a list of `LOG_LEVEL`, `DB_PATH`, wherever it stands.
pub(super) fn introduced(context: &Context, items: &mut Items) {
    let document = context.document;
    for (id, _) in context.sections().skip(1) {
        let outline = &context.outline;
        if !outline.kinds(id).iter().all(|kind| matches!(kind, Kind::Component | Kind::Rpc | Kind::Endpoint))
            || outline.within(id, crate::readers::entity::NOT_OWN)
            || outline.within(id, ELSEWHERE)
        {
            continue;
        }
        let variables = context.statements(id).iter().filter(|statement| {
            let first = document.node(statement.first);
            let code = text::code_span(document.slice(first.range));
            let code = code.split('=').next().unwrap_or_default();
            first.kind == NodeKind::CodeSpan && is_upper_snake(code) && code.contains('_')
        });
        for statement in variables {
            let list = document.node(statement.node).parent;
            let before =
                context.before(list).filter(|block| document.node(*block).kind == NodeKind::Paragraph);
            let line = before.map(|block| context.text(block)).unwrap_or_default();
            let announced = statement.groups.last().unwrap_or(&line);
            if announced.len() < 200 && WORDS.iter().any(|word| announced.contains(word)) {
                super::line(context, statement, items);
            }
        }
    }
}

/// "Configured by `.env`: `LOG_LEVEL`, `DB_PATH`, `TZ=UTC`": an entry that names several, wherever it stands.
pub(super) fn in_entries(context: &Context, items: &mut Items) {
    let document = context.document;
    for (id, _) in context.sections().skip(1) {
        if context.outline.within(id, crate::readers::entity::NOT_OWN)
            || context.outline.within(id, ELSEWHERE)
        {
            continue;
        }
        for statement in context.statements(id) {
            let source = document.slice(statement.range);
            let holds = |byte| memchr::memchr(byte, source.as_bytes()).is_some();
            if !holds(b'_') || !holds(b'`') {
                continue;
            }
            let Some(at) = colon_outside_code(source) else { continue };
            let (label, list) = source.split_at_checked(at).unwrap_or_default();
            let lower = label.to_lowercase();
            let about = label.contains(".env")
                || WORDS.iter().any(|word| label.contains(word))
                || ["config", "setting", "konfig"].iter().any(|start| {
                    lower.split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with(start))
                });
            let names: Vec<&str> = list.split('`').skip(1).step_by(2).collect();
            let name_of = |code: &str| code.split('=').next().unwrap_or_default().to_owned();
            let variables = names.iter().all(|code| is_upper_snake(&name_of(code)));
            let compound = names.iter().filter(|code| name_of(code).contains('_')).count();
            if !about || !variables || compound < 2 {
                continue;
            }
            for (span, code) in text::code_spans(document, statement.first, statement.end) {
                if span.range.start() < statement.range.start() + at {
                    continue;
                }
                let (name, value) = code.split_once('=').unwrap_or((code, ""));
                items.push(
                    Draft::new(Kind::Setting, id, span.range)
                        .key(name)
                        .text(name)
                        .said("default", Some(value).filter(|value| !value.is_empty())),
                );
            }
        }
    }
}

/// The first colon that stands outside of code.
fn colon_outside_code(source: &str) -> Option<usize> {
    let mut code = false;
    source.char_indices().find_map(|(at, character)| {
        code ^= character == '`';
        (!code && matches!(character, ':' | '：')).then_some(at)
    })
}

/// "Known keys: `LOW_INK` (default `5`), `TRAYS` (default `2`)": a paragraph that lists keys with their defaults.
pub(super) fn keys(context: &Context, items: &mut Items) {
    const LONGEST: usize = 40;
    const LABELS: &[&str] = &[
        "key",
        "keys",
        "setting",
        "settings",
        "option",
        "options",
        "claves",
        "schlüssel",
        "キー",
        "键",
        "키",
    ];
    let document = context.document;
    for (id, _) in context.sections().skip(1) {
        if context.outline.within(id, crate::readers::entity::NOT_OWN)
            || context.outline.within(id, ELSEWHERE)
        {
            continue;
        }
        for (node, range) in context.paragraphs(id) {
            let source = document.slice(range);
            // The first bytes of the two colons; what stands behind the longest label cannot end one.
            let head = source.as_bytes().get(..LONGEST + 1).unwrap_or(source.as_bytes());
            if memchr::memchr2(b':', 0xEF, head).is_none() {
                continue;
            }
            let Some((label, list)) =
                source.split_once([':', '：']).filter(|(label, _)| label.len() <= LONGEST)
            else {
                continue;
            };
            // "Env vars: `INK_URL` (where it is), and `INK_TRAY`"
            if !list.contains('`') {
                continue;
            }
            let told = label.trim_matches(['*', ' ']);
            let told = told.strip_suffix('s').unwrap_or(told);
            let variables = WORDS.iter().any(|word| told.ends_with(word.trim_end_matches('s')));
            let last = label.trim_matches(['*', ' ']).rsplit(' ').next().unwrap_or_default().to_lowercase();
            if !variables && (!LABELS.contains(&last.as_str()) || !list.contains("(default")) {
                continue;
            }
            for (span, code) in text::code_spans(document, node, document.node(node).end) {
                let behind = document.text().get(span.range.end()..range.end()).unwrap_or_default();
                if !is_upper_snake(code) || !code.contains('_') {
                    continue;
                }
                let remark = behind.trim_start().strip_prefix('(').and_then(|rest| rest.split_once(')'));
                let default = remark.and_then(|(remark, _)| super::default_in(remark));
                items.push(
                    Draft::new(Kind::Setting, id, span.range)
                        .key(code)
                        .text(code)
                        .said("default", default.as_deref()),
                );
            }
        }
    }
}

/// "Environment variables (`.env`): `LOG_LEVEL`, `DB_PATH`" as a paragraph on configuration.
pub(super) fn variables(context: &Context, id: SectionId, items: &mut Items) {
    const LONGEST: usize = 400;
    let document = context.document;
    for (node, range) in context.paragraphs(id) {
        let source = document.slice(range);
        if range.len() > LONGEST || !source.contains('`') || !WORDS.iter().any(|word| source.contains(word)) {
            continue;
        }
        // Nothing but names stands behind the colon.
        let Some((_, list)) = source.split_once("):").or_else(|| source.split_once(':')) else { continue };
        let names: Vec<&str> = list.split('`').skip(1).step_by(2).collect();
        let between =
            list.split('`').step_by(2).all(|gap| gap.trim().trim_matches([',', '.', ';']).trim().is_empty());
        if !between || names.is_empty() || !names.iter().all(|name| is_upper_snake(name)) {
            continue;
        }
        for (span, name) in text::code_spans(document, node, document.node(node).end) {
            if names.contains(&name) {
                items.push(Draft::new(Kind::Setting, id, span.range).key(name).text(name));
            }
        }
    }
}
