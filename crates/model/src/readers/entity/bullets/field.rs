//! Fields that list entries describe.

use super::super::overview;
use super::choice::only_values;
use super::details::{first_part, with_details};
use super::{Naming, naming, told};
use crate::Context;
use crate::shape::{Attribute, is_type};
use crate::statement::Statement;
use crate::text::{self, labelled};
use abide_syntax::{NodeKind, TextRange};

/// Labels that introduce a list of fields.
pub(super) const LISTING: &[&str] = &[
    "fields",
    "attributes",
    "columns",
    "properties",
    "keyfields",
    "keyattributes",
    "members",
    "campos",
    "atributos",
    "champs",
    "felder",
    "attribute",
    "フィールド",
    "属性",
    "カラム",
    "필드",
    "속성",
    "字段",
    "поля",
    "requiredfields",
    "optionalfields",
    "corefields",
    "inputs",
];

/// Whether what is told behind a name opens with the word that values follow.
fn tells_values(told: &str) -> bool {
    const WORDS: &[&str] = &[
        "enum",
        "enumeration",
        "one of",
        "enumeración",
        "énumération",
        "aufzählung",
        "enumeração",
        "перечисление",
    ];
    let lower = told.trim_start_matches(['`', '*', '(']).to_lowercase();
    WORDS.iter().any(|word| {
        lower.strip_prefix(word).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()))
    }) || ["枚举", "列挙", "열거"].iter().any(|word| lower.starts_with(word))
}

/// Fields listed on one line: "`order`: `id`, `total`", "Fields: `a`, `b`", "Order: … Attributes: id, total".
pub(super) fn listed_fields(context: &Context, statement: &Statement, nested: bool) -> Vec<Attribute> {
    let document = context.document;
    let cut = labelled(&statement.text);
    let label = cut.as_ref().map(|cut| text::squash(cut.label)).unwrap_or_default();
    let (mut codes, remarks) = codes_and_remarks(context, statement);
    let coded = |code: &str, range: TextRange| {
        let mut attribute = coded(code, range)?;
        if let Some((_, remark)) = remarks.iter().find(|(end, _)| *end == range.end) {
            attribute.kind = attribute.kind.or_else(|| Some((*remark).to_owned()));
        }
        Some(attribute)
    };
    if LISTING.contains(&label.as_str()) {
        if codes.is_empty() {
            let rest = cut.map_or("", |cut| cut.rest);
            return overview::words(rest).into_iter().map(|name| plain(&name, statement.range)).collect();
        }
        return codes.into_iter().filter_map(|(range, code)| coded(code, range)).collect();
    }
    if nested {
        // Several names with commas between: "`id`, `at`: when it was made".
        let opens = codes.first().is_some_and(|(range, _)| range.start <= statement.range.start + 2);
        let another = matches!(codes.as_slice(), [(first, _), (second, _), ..]
            if is_another(document.slice(TextRange { start: first.end, end: second.start })));
        if !(opens && another) {
            return Vec::new();
        }
        let listed = codes.iter().take_while(|(range, _)| before_label(context, statement, *range));
        let listed: Vec<_> = listed.filter_map(|(range, code)| coded(code, *range)).collect();
        return share(context, statement, listed);
    }
    // "`state`: Enum (`new`, `done`)" tells of one field and its values.
    if cut.as_ref().is_some_and(|cut| tells_values(cut.rest)) {
        return Vec::new();
    }
    // The name, then code after code with nothing but commas between.
    let starts_with_code = codes.first().is_some_and(|(range, _)| {
        document
            .slice(TextRange { start: statement.range.start, end: range.start })
            .split_whitespace()
            .count()
            <= 3
    });
    if starts_with_code || matches!(document.node(statement.first).kind, NodeKind::Strong) {
        if starts_with_code && codes.len() > 1 {
            codes.remove(0);
        } else if starts_with_code {
            return Vec::new();
        }
        let joined = codes.windows(2).all(|pair| match pair {
            [(before, _), (after, _)] => {
                let gap = document.slice(TextRange { start: before.end, end: after.start });
                let bare = gap.trim().trim_start_matches(['*', ')']).trim();
                matches!(bare, "," | ";" | "/" | "and" | ", and" | "+")
                    || gap.len() < 40 && gap.contains(',') && gap.contains(['(', ')'])
            }
            _ => true,
        });
        if codes.len() >= 2 && joined {
            return codes.into_iter().filter_map(|(range, code)| coded(code, range)).collect();
        }
    }
    // "… Attributes: id, total."
    let lower = statement.text.to_lowercase();
    for phrase in [
        "attributes: ",
        "fields: ",
        "columns: ",
        "properties: ",
        "attributes include ",
        "attributes are ",
        "fields include ",
        "properties include ",
    ] {
        if let Some(at) = lower.find(phrase)
            && lower.len() == statement.text.len()
            && let Some(rest) = statement.text.get(at + phrase.len()..)
        {
            let sentence = rest.split(". ").next().unwrap_or(rest);
            return overview::words(sentence).into_iter().map(|name| plain(&name, statement.range)).collect();
        }
    }
    Vec::new()
}

/// The fields of the entries of a list that is known to be of fields: one for each entry, or several where an entry names
/// several. Where a line such as "Fields: `id`, `name`" lists them, the other entries tell something else.
pub(in crate::readers::entity) fn fields_of(context: &Context, entries: &[&Statement]) -> Vec<Attribute> {
    let all = |statement: &&Statement| {
        labelled(&statement.text).is_some_and(|cut| LISTING.contains(&text::squash(cut.label).as_str()))
    };
    if entries.iter().any(all) {
        let listed = entries.iter().filter(|entry| all(entry));
        return listed.flat_map(|entry| listed_fields(context, entry, true)).collect();
    }
    let each = |entry: &&Statement| -> Vec<Attribute> {
        let listed = listed_fields(context, entry, true);
        if listed.is_empty() { field(context, entry, true).into_iter().collect() } else { listed }
    };
    let mut found: Vec<Vec<Attribute>> = entries.iter().map(each).collect();
    // Beside entries that are fields for certain, others may tell of theirs in a sentence.
    let clear = found.iter().filter(|fields| !fields.is_empty()).count();
    if clear * 3 >= entries.len() && clear > 1 {
        for (fields, entry) in found.iter_mut().zip(entries).filter(|(fields, _)| fields.is_empty()) {
            *fields = told::in_a_sentence(context, entry);
        }
    }
    found.into_iter().flatten().collect()
}

/// Gives each of several fields the type that stands behind them all: "`created_at`, `updated_at` (timestamp, read-only)".
fn share(context: &Context, statement: &Statement, listed: Vec<Attribute>) -> Vec<Attribute> {
    let typed = |one: Attribute| match in_brackets(context, statement, &one) {
        Some(kind) if one.kind.is_none() => {
            with_details(&one.name, &kind, one.required == Some(false), one.range)
        }
        _ => one,
    };
    let listed: Vec<Attribute> = listed.into_iter().map(typed).collect();
    let end = listed.last().map_or(statement.range.end, |last| last.range.end);
    let rest = context.document.slice(TextRange { start: end, end: statement.range.end }).replace('`', "");
    let rest = rest.trim_start_matches(['*', '_', ' ']);
    let Some(said) = rest.strip_prefix([':', '(', '—', '–', '-', '：']).map(str::trim_start) else {
        return listed;
    };
    // "`made_at`, `moved_at` (timestamps)": the type of each is in the singular.
    let plural = first_part(said).split([' ', ':']).next().unwrap_or_default().trim_end_matches('.');
    let singular = plural.strip_suffix('s').filter(|one| !is_type(plural) && is_type(one));
    let said = &singular.map_or(said.to_owned(), |one| said.replacen(plural, one, 1));
    let each = |one: Attribute| {
        let told = with_details(&one.name, said, one.required == Some(false), one.range);
        if one.kind.is_none() && told.kind.is_some() { told } else { one }
    };
    listed.into_iter().map(each).collect()
}

/// The type in brackets right behind one of several names: "`id` (UUID) and `box_id` (UUID)".
fn in_brackets(context: &Context, statement: &Statement, one: &Attribute) -> Option<String> {
    let behind = context.document.slice(TextRange { start: one.range.end, end: statement.range.end });
    let (kind, _) = behind.trim_start_matches(['*', ' ']).strip_prefix('(')?.split_once(')')?;
    is_type(kind).then(|| kind.to_owned())
}

/// The pieces of code in a line. What stands in brackets right behind one, "`state` (`new | done`)", is a remark about it,
/// kept by the byte at which the two end.
type Codes<'a> = Vec<(TextRange, &'a str)>;

fn codes_and_remarks<'a>(context: &Context<'a>, statement: &Statement) -> (Codes<'a>, Vec<(u32, &'a str)>) {
    let document = context.document;
    let mut codes: Codes = Vec::new();
    let mut remarks = Vec::new();
    for (node, code) in text::code_spans(document, statement.first, statement.end) {
        let behind = document.slice(TextRange { start: node.range.end, end: statement.range.end });
        let alone = behind.starts_with(')');
        if let Some((before, _)) = codes.last_mut()
            && alone
            && document.slice(TextRange { start: before.end, end: node.range.start }).trim_start() == "("
        {
            before.end = node.range.end + 1;
            remarks.push((before.end, code));
            continue;
        }
        codes.push((node.range, code));
    }
    (codes, remarks)
}

/// Whether what stands between two names says that the second is told of like the first: a comma, or "(UUID) and".
fn is_another(gap: &str) -> bool {
    match without_remark(gap) {
        "," => true,
        "and" | ", and" => gap
            .trim_start()
            .strip_prefix('(')
            .is_some_and(|inner| inner.split_once(')').is_some_and(|(kind, _)| is_type(kind))),
        _ => false,
    }
}

/// Whether a name stands before the colon or dash that ends the names.
fn before_label(context: &Context, statement: &Statement, range: TextRange) -> bool {
    let before = context.document.slice(TextRange { start: statement.range.start, end: range.start });
    // Between names stand commas and words that join.
    before.split('`').step_by(2).all(|gap| {
        let gap = without_remark(gap).trim_matches(['*', ',', ' ']);
        gap.is_empty() || matches!(gap, "and" | "y" | "und" | "et" | "&")
    })
}

/// What stands between two names, without a remark in brackets on the first: " (1–4)," is a comma.
fn without_remark(gap: &str) -> &str {
    let bare = gap.trim();
    match bare.strip_prefix('(').and_then(|inner| inner.split_once(')')) {
        Some((_, rest)) if !rest.trim().is_empty() => rest.trim(),
        _ => bare,
    }
}

pub(super) fn plain(name: &str, range: TextRange) -> Attribute {
    Attribute { name: name.to_owned(), range, ..Attribute::default() }
}

/// A field in code, perhaps with its type: `id: uuid`, `name?`.
fn coded(code: &str, range: TextRange) -> Option<Attribute> {
    let (name, kind) =
        code.split_once(':').map_or((code, None), |(name, kind)| (name, Some(kind.trim().to_owned())));
    let name = name.trim();
    let optional = name.ends_with('?');
    let name = name.trim_end_matches(['?', '[', ']']);
    (is_field_name(name)).then(|| Attribute {
        name: name.to_owned(),
        kind,
        required: optional.then_some(false),
        range,
        ..Attribute::default()
    })
}

pub(in crate::readers::entity) fn is_field_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 60
        && name.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '@')
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '@'))
}

/// Labels about an entity as a whole.
const NOT_FIELDS: &[&str] = &[
    "type",
    "key",
    "value",
    "values",
    "rawformat",
    "format",
    "purpose",
    "description",
    "note",
    "notes",
    "relationships",
    "relations",
    "constraints",
    "indexes",
    "index",
    "invariants",
    "invariant",
    "example",
    "examples",
    "states",
    "storage",
    "storedin",
    "usage",
    "source",
    "rule",
    "rules",
    "fields",
    "lifecycle",
    "validation",
    "primarykey",
    "unique",
    "uniqueness",
    "represents",
    "ownership",
    "path",
];

/// One field: "`id`: UUID, primary key", "`id` (uuid)", "name: string". `trusted` where the list is known to be of fields.
pub(super) fn field(context: &Context, statement: &Statement, trusted: bool) -> Option<Attribute> {
    let (naming, end) = naming(context, statement)?;
    let document = context.document;
    let coded_name = matches!(naming, Naming::Code(_));
    let (name, marked) = match naming {
        Naming::Code(code) => (code.to_owned(), true),
        Naming::Bold(bold) => (bold, true),
        Naming::Word(word) => (word.to_owned(), false),
    };
    // `id: uuid` in code holds both.
    if let Some((inner, kind)) = name.split_once(':')
        && is_field_name(inner.trim_end_matches('?'))
    {
        return Some(Attribute {
            name: inner.trim_end_matches('?').to_owned(),
            kind: Some(kind.trim().to_owned()),
            required: inner.ends_with('?').then_some(false),
            range: statement.range,
            ..Attribute::default()
        });
    }
    // So does `id uuid primary key`, as a statement would say it.
    if coded_name && let Some((inner, kind)) = declared(&name) {
        return described(inner, kind, (true, true), false, statement.range);
    }
    let optional = name.ends_with('?');
    let name = name.trim_end_matches('?');
    let (name, many) = name.strip_suffix("[]").map_or((name, false), |name| (name, true));
    let rest = document.slice(TextRange { start: end, end: statement.range.end });
    let literal = trusted && rest.strip_prefix(':').is_some_and(is_literal);
    let topic =
        NOT_FIELDS.contains(&text::squash(name).as_str()) && !(trusted && marked || coded_name || literal);
    if !is_field_name(name) || topic {
        return None;
    }
    let attribute = described(name, rest, (marked, trusted), optional, statement.range)?;
    Some(match (many, &attribute.kind) {
        (true, None) => Attribute { kind: Some("array".to_owned()), ..attribute },
        _ => attribute,
    })
}

/// A column in code as it is declared, its name and what stands behind it: `size text not null`.
pub(in crate::readers::entity) fn declared(code: &str) -> Option<(&str, &str)> {
    let (name, kind) = code.split_once(' ')?;
    let first = kind.split([' ', '(']).next().unwrap_or_default();
    let named = is_field_name(name) && name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_');
    (named && !name.contains(['.', '-']) && is_type(first)).then_some((name, kind))
}

/// Whether what is told is a value in quotes, or several to choose from: `"press"`, `"open" | "shut"`.
fn is_literal(told: &str) -> bool {
    let word = |part: &str| {
        let inner = part.trim().strip_prefix(['"', '\'']).and_then(|rest| rest.strip_suffix(['"', '\'']));
        inner.is_some_and(|inner| {
            !inner.is_empty() && inner.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
        })
    };
    told.trim().split('|').all(word)
}

/// Whether what is told behind a name and a comma opens with what a data model says of a field: its type, or whether it has to be there.
fn opens_with_rule(told: &str) -> bool {
    const RULES: &[&str] = &[
        "required",
        "optional",
        "mandatory",
        "computed",
        "derived",
        "generated",
        "unique",
        "nullable",
        "read-only",
        "readonly",
        "calculated",
        "set by",
    ];
    let first = told.trim_start().split([',', ':', ';', '.', '(']).next().unwrap_or_default().trim();
    is_type(first) || RULES.iter().any(|rule| text::starts_with_ignoring_case(first, rule))
}

/// A field by what stands behind its name: ": UUID, primary key", "(uuid)". `marked` where the name is in code or bold.
pub(super) fn described(
    name: &str,
    rest: &str,
    (marked, trusted): (bool, bool),
    optional: bool,
    range: TextRange,
) -> Option<Attribute> {
    let values = only_values(name, rest);
    let rest = rest.replace('`', "");
    let rest = rest.trim_start_matches(['*', '_', ' ']);
    // "`plot_id` → `plots.id`" points to another record.
    let pointed = rest.strip_prefix('→').or_else(|| rest.strip_prefix("->")).filter(|_| marked && trusted);
    if let Some(target) = pointed.map(str::trim_start) {
        let end =
            target.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.'))).unwrap_or(target.len());
        let target = target.get(..end).unwrap_or_default().trim_end_matches('.');
        let references = Some(target.to_owned()).filter(|target| !target.is_empty());
        return Some(Attribute { foreign: references.is_some(), references, ..plain(name, range) });
    }
    // "`label`, required: one capital letter"
    let ruled = rest.strip_prefix(',').filter(|told| marked && trusted && opens_with_rule(told));
    if let Some(told) = ruled {
        // What rules stands before the colon, as it would in brackets.
        let told = told.trim_start().replacen(": ", "): ", 1);
        return Some(with_details(name, &told, optional, range));
    }
    let separated = rest.starts_with([':', '(', '—', '–', '-', '：', '（']);
    if !separated && !rest.is_empty() {
        // "id UUID primary key"
        let first = first_part(rest);
        if marked && is_type(first) || trusted && is_type(first) && first.split_whitespace().count() <= 8 {
            return Some(with_details(name, rest, optional, range));
        }
        return None;
    }
    if rest.is_empty() {
        return (marked && trusted).then(|| plain(name, range));
    }
    let inner = rest.trim_start_matches([':', '(', '—', '–', '-', '：', ' ']);
    let typed = is_type(
        first_part(inner).split('.').next().unwrap_or_default().split(" - ").next().unwrap_or_default(),
    );
    let compound = text::is_compound(name);
    // "grower: reference to Grower" says what it holds.
    let told = trusted
        && ["reference to ", "list of ", "array of ", "set of ", "map of ", "map from ", "one of "]
            .iter()
            .any(|start| text::starts_with_ignoring_case(inner, start));
    // "place: { row: number }" and `kind: "press"` are types as they are written.
    let shaped = trusted
        && rest.starts_with(':')
        && (inner.starts_with('{') && inner.contains(':') && inner.contains('}') || is_literal(inner));
    (typed || told || shaped || marked && (trusted || compound || name.starts_with(char::is_lowercase)))
        .then(|| with_details(name, inner, optional, range))
        .map(|mut attribute| {
            if shaped && attribute.kind.is_none() {
                attribute.kind = attribute.description.take();
            }
            if values.len() > 1 && attribute.kind.is_none() {
                attribute.schema.entry("type").or_insert_with(|| "string".into());
                attribute.schema.entry("enum").or_insert_with(|| values.into());
            }
            attribute
        })
}
