//! Dependencies in list entries and sentences.

use super::super::change::is_date;
use super::document::document_ids;
use super::part::awaited;
use super::table::{LAYERS, what};
use super::{is_call, is_name_like, names, push};
use crate::statement::Statement;
use crate::text::{self, says_nothing, squash};
use crate::{Context, Items};
use abide_syntax::{NodeId, NodeKind, SectionId, TextRange};
use abide_template::Concept;

/// How much what is named behind a label is needed.
const RANKS: &[&str] = &[
    "required",
    "mandatory",
    "recommended",
    "optional",
    "needed",
    "core",
    "additional",
    "development",
    "dev",
    "production",
    "requis",
    "requise",
    "recommandé",
    "optionnel",
    "facultatif",
    "requerido",
    "requeridas",
    "recomendado",
    "opcional",
    "obligatorio",
    "obrigatório",
    "erforderlich",
    "empfohlen",
    "必須",
    "推奨",
    "任意",
    "必选",
    "可选",
    "推荐",
    "필수",
    "선택",
    "권장",
    "обязательно",
    "рекомендуется",
    "необязательно",
];

/// Whether an entry is made of words that are no names: all behind the first are small, as in "Offline caching".
fn tells_in_words(said: &str) -> bool {
    let bare = said.split(['(', '（']).next().unwrap_or(said);
    let mut words = bare.split_whitespace().skip(1).peekable();
    words.peek().is_some()
        && !super::stack::is_known(bare.trim())
        && words.all(|word| word.chars().all(|c| c.is_lowercase() || c == '-'))
}

pub(super) fn line(context: &Context, statement: &Statement, items: &mut Items) {
    let said = statement.text.as_str();
    if says_nothing(said)
        || says_nothing(
            text::labelled(said).map_or(said, |cut| if cut.rest.is_empty() { cut.label } else { cut.rest }),
        )
    {
        return;
    }
    let lower = said.to_lowercase();
    if ["ningun", "none", "no new", "no additional", "no external", "no further", "aucun", "keine", "nenhum"]
        .iter()
        .any(|start| lower.starts_with(start))
    {
        return;
    }
    // "2031-04-02: Replaced the glue" tells what was changed.
    if is_date(said.split([' ', ':', '—']).next().unwrap_or_default()) {
        return;
    }
    let document = context.document;
    let id = statement.section;
    let stack = context.outline.concepts(id).contains(&Concept::TechStack)
        || context.outline.within(id, &[Concept::TechStack]);
    let cut = text::labelled(said);
    let kind = what(context, id, "", said);
    let links: Vec<NodeId> = (statement.first.0..statement.end.0)
        .map(NodeId)
        .filter(|id| document.node(*id).kind == NodeKind::Link)
        .collect();
    let codes: Vec<(TextRange, &str)> = text::code_spans(document, statement.first, statement.end)
        .map(|(node, code)| (node.range, code))
        .collect();
    // The colon in "the `read: all` scope" ends no label.
    let scoped = codes.iter().any(|(range, code)| code.contains(": ") && range.start > statement.range.start);
    if scoped {
        return;
    }
    // Among tools, "`fold(page)` — folds" is one that agents call.
    if stack
        && codes.first().is_some_and(|(range, code)| range.start == statement.range.start && is_call(code))
    {
        return;
    }
    // "Responsive design" below "Web application" of the technologies is no name.
    let layer = stack && !context.outline.concepts(id).contains(&Concept::TechStack);
    if layer && cut.is_none() && codes.is_empty() && links.is_empty() && tells_in_words(said) {
        return;
    }
    if let Some(cut) = &cut {
        let label = squash(cut.label);
        // "Earlier work: SPEC-010, ADR-3": the label groups what is named.
        let ids = document_ids(cut.rest).unwrap_or_default();
        let named = cut.rest.split([',', ';', ' ']).filter(|word| !word.trim().is_empty()).count();
        if !ids.is_empty() && ids.len() == named && document_ids(cut.label).is_none() {
            for name in ids {
                push(items, id, statement.range, name, "spec", None, None);
            }
            return;
        }
        if stack && let Some((name, version, purpose)) = pinned_for(cut.rest) {
            push(items, id, statement.range, &name, kind, Some(version), Some(purpose));
            return;
        }
        let ranked = RANKS.contains(&label.as_str()) && (!codes.is_empty() || is_list_of_names(cut.rest));
        let layered = LAYERS.contains(&label.as_str()) || ranked || stack && is_list_of_names(cut.rest);
        if layered && !cut.rest.is_empty() {
            // "Optional: `jq` (for JSON)": what stands in brackets tells about a name.
            let rest = document.slice(statement.range);
            let inside = |range: &TextRange| {
                let before = rest.get(..(range.start - statement.range.start) as usize).unwrap_or_default();
                before.matches('(').count() > before.matches(')').count()
            };
            let codes: Vec<(TextRange, &str)> = if ranked {
                codes.iter().filter(|(range, _)| !inside(range)).copied().collect()
            } else {
                codes
            };
            if !codes.is_empty()
                && codes.iter().all(|(range, _)| range.start > statement.range.start)
                && label != squash(codes.first().map_or("", |(_, code)| code))
            {
                for (_, code) in &codes {
                    push(items, id, statement.range, code, kind, None, None);
                }
                return;
            }
            for name in names(cut.rest.split([';', '—']).next().unwrap_or(cut.rest)) {
                if is_name_like(&name) {
                    push(items, id, statement.range, &name, kind, None, None);
                }
            }
            return;
        }
        // `A`, `B`: what for
        let leading: Vec<&str> = leading_codes(context, statement, &codes);
        if leading.len() > 1 {
            for code in leading {
                push(items, id, statement.range, code, kind, None, Some(cut.rest));
            }
            return;
        }
        // "SPEC-4 / #15: what it brings must be there"
        if let Some(ids) = document_ids(cut.label) {
            for name in ids {
                push(items, id, statement.range, name, "spec", None, Some(cut.rest));
            }
            return;
        }
        // "Repository pattern: …" is a way of building, nothing that could be missing.
        const WAYS: &[&str] =
            &["pattern", "approach", "strategy", "policy", "convention", "rule", "boundary", "principle"];
        let way = WAYS.iter().any(|way| cut.label.trim_end_matches('s').to_lowercase().ends_with(way));
        for name in label_names(cut.label).into_iter().filter(|_| !way) {
            push(items, id, statement.range, &name, kind, None, Some(cut.rest));
        }
        return;
    }
    let leading = leading_codes(context, statement, &codes);
    let told = said.split_whitespace().count() > 8;
    let about_documents = told && document_ids(said).is_some();
    if !leading.is_empty() && !about_documents {
        let rest = said
            .get(leading.last().and_then(|last| said.find(*last).map(|at| at + last.len())).unwrap_or(0)..)
            .unwrap_or_default();
        let rationale = rest.trim_matches(|c: char| c.is_whitespace() || "()-—–:,.".contains(c));
        for code in leading {
            push(items, id, statement.range, code, kind, None, Some(rationale));
        }
    } else if let Some(link) = links.first() {
        let name = context.text(*link);
        push(items, id, statement.range, &name, "spec", None, None);
    } else if let Some(ids) = document_ids(said) {
        for name in ids {
            push(items, id, statement.range, name, "spec", None, Some(said));
        }
    } else if !codes.is_empty() {
        // In a sentence, code names a dependency in brackets or behind a word of use.
        let bare = said.split(['(', '（']).next().unwrap_or(said);
        let short = bare.split_whitespace().count() <= 6
            && bare.contains(codes.first().map_or("", |(_, code)| code))
            || said.split_whitespace().count() <= 6;
        // What must be or must not be done is a requirement, whatever it is done with.
        if ["must", "shall", "never"].iter().any(|word| text::find_word(said, word).is_some()) {
            return;
        }
        for (range, code) in codes {
            let before = document.slice(TextRange { start: statement.range.start, end: range.start });
            let word = before.trim_end().rsplit([' ', '\n']).next().unwrap_or_default().to_lowercase();
            let listed = before.matches('(').count() > before.matches(')').count();
            let used = matches!(
                word.as_str(),
                "use"
                    | "uses"
                    | "using"
                    | "via"
                    | "requires"
                    | "require"
                    | "needs"
                    | "on"
                    | "with"
                    | "usa"
                    | "requiere"
                    | "mit"
            );
            if (short || listed || used) && !code.contains(' ') {
                push(items, id, statement.range, code, kind, None, None);
            }
        }
    } else if let Some(name) = awaited(said) {
        push(items, id, statement.range, name, kind, None, Some(said));
    } else {
        let bare = said.split(" (").next().unwrap_or(said);
        let bold = document.node(statement.first).kind == NodeKind::Strong;
        let name = if bold {
            text::plain(document, statement.first, document.node(statement.first).end)
        } else {
            bare.to_owned()
        };
        if is_name_like(&name) {
            for name in names(&name) {
                push(items, id, statement.range, &name, kind, None, None);
            }
        }
    }
}

/// Lines of prose such as `**Storage**: PostgreSQL` under a heading about the stack.
pub(super) fn layers(context: &Context, id: SectionId, items: &mut Items) {
    for (_, range) in context.paragraphs(id) {
        if range.len() > 2000 {
            continue;
        }
        for (line, range) in context.lines(range) {
            let Some(cut) = text::labelled(&line) else { continue };
            let label = squash(cut.label);
            if !(LAYERS.contains(&label.as_str()) || label.ends_with("dependencies"))
                || says_nothing(cut.rest)
            {
                continue;
            }
            for name in names(cut.rest) {
                if is_name_like(&name) {
                    let what = what(context, id, "", &name);
                    push(items, id, range, &name, what, None, None);
                }
            }
        }
    }
}

/// "argon crate ~0.5.1 for passwords": the name, its version, and what it is for.
fn pinned_for(told: &str) -> Option<(String, &str, &str)> {
    const MOST_WORDS: usize = 5;
    const KINDS: &[&str] = &["crate", "library", "package", "framework", "module", "gem", "plugin"];
    const BEHIND: &[&str] = &["for", "to", "as", "with", "—", "–", "-"];
    let words: Vec<&str> = told.split_whitespace().collect();
    let is_version = |word: &str| {
        let digits = word.trim_start_matches(['~', '^', 'v', '>', '=', '<', '≥']);
        digits.starts_with(|c: char| c.is_ascii_digit())
            && digits.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '+' | '*'))
            && (digits.contains('.') || digits.len() < word.len())
    };
    let at = words.iter().take(MOST_WORDS).position(|word| is_version(word)).filter(|at| *at > 0)?;
    let version = words.get(at)?;
    let behind = words.get(at + 1).filter(|word| BEHIND.contains(word))?;
    let mut named: Vec<&str> = words.get(..at)?.to_vec();
    if named.len() > 1 && named.last().is_some_and(|last| KINDS.contains(last)) {
        named.pop();
    }
    let name = names(&named.join(" "));
    let [name] = name.as_slice() else { return None };
    let from = told.find(version)? + version.len();
    let purpose = told.get(from..)?.trim_start().strip_prefix(behind)?.trim();
    Some((name.clone(), version, purpose))
}

fn is_list_of_names(text: &str) -> bool {
    let parts = names(text.split(['.', '—', ';']).next().unwrap_or(text));
    !parts.is_empty() && parts.iter().all(|part| part.split_whitespace().count() <= 4)
}

/// A label may name two: "Postgres + Redis".
fn label_names(label: &str) -> Vec<String> {
    let bare = label.split(" (").next().unwrap_or(label);
    if bare.contains(" + ") || bare.contains(", ") { names(bare) } else { vec![bare.to_owned()] }
}

/// The code spans that open a line, with nothing but commas between.
fn leading_codes<'a>(
    context: &Context,
    statement: &Statement,
    codes: &[(TextRange, &'a str)],
) -> Vec<&'a str> {
    let mut found = Vec::new();
    let mut end = statement.range.start;
    for (range, code) in codes {
        let gap = context.document.slice(TextRange { start: end, end: range.start });
        let joined = gap.chars().all(|c| c.is_whitespace() || "*_,/+&".contains(c)) || gap.trim() == "and";
        if !joined {
            break;
        }
        found.push(*code);
        end = range.end;
    }
    found
}
