//! Who may call an operation, as far as the document says.

mod general;

use super::Place;
use crate::grid::{Grid, Row};
use crate::text;
use crate::{Context, Draft, Items, Kind};
use abide_syntax::TextRange;
use abide_template::Concept;
use general::{General, general};

const COLUMNS: &[&str] = &[
    "auth",
    "authentication",
    "auth required",
    "authorization",
    "access",
    "role",
    "roles",
    "permission",
    "permissions",
    "scope",
    "required role",
    "allowed roles",
    "who",
    "who may",
    "who may call",
    "who can",
    "caller",
    "callers",
    "allowed callers",
    "security",
    "autenticación",
    "認証",
    "権限",
    "인증",
    "认证",
    "权限",
    "авторизация",
];

/// The column of an endpoint table that says who may call.
pub(super) fn column(items: &mut Items, grid: &Grid, row: &Row, key: &str) {
    let Some(column) = grid.column(COLUMNS) else { return };
    let written = row.text(Some(column)).trim();
    let value = if written.is_empty() { None } else { Some(meaning(written)) };
    if let (Some(value), Some(draft)) = (value, items.find_mut(Kind::Endpoint, key)) {
        draft.fields.insert("auth".to_owned(), value.into());
    }
}

/// What an operation's own lines, its group's heading, or a statement about all operations say.
pub(super) fn read(context: &Context, items: &mut Items, places: &[Place], bases: &[String]) {
    own_lines(context, items, places);
    let general = general(context);
    let groups = groups(context);
    let is_below = |draft: &Draft| {
        let path = draft.text_field("path").unwrap_or_default();
        bases.is_empty()
            || draft.fields.contains_key("base_path")
            || bases.iter().any(|base| path.starts_with(base))
    };
    let address = |draft: &Draft| {
        let of = |field: &str| draft.text_field(field).unwrap_or_default();
        format!("{}{}", of("base_path"), of("path"))
    };
    let unknown: Vec<(String, TextRange, bool, String)> = items
        .drafts()
        .iter()
        .filter(|draft| draft.kind == Kind::Endpoint && !draft.fields.contains_key("auth"))
        .map(|draft| (draft.key.clone(), draft.range, is_below(draft), address(draft)))
        .collect();
    for (key, range, below, address) in unknown {
        let described = items
            .find(Kind::Endpoint, &key)
            .and_then(|draft| draft.text_field("description").and_then(in_brackets));
        let excepted = general.iter().any(|rule| rule.exceptions.iter().any(|except| is_named(&key, except)));
        let group =
            groups.iter().filter(|(scope, _)| scope.contains(range)).min_by_key(|(scope, _)| scope.len());
        let governs = |rule: &&General| {
            let beneath = rule.beneath.as_ref().is_none_or(|path| is_beneath(&address, path));
            rule.scope.contains(range) && beneath && (below || !rule.below_base)
        };
        let rule = general.iter().filter(governs).min_by_key(|rule| rule.scope.len());
        let value = described
            .or_else(|| excepted.then(|| "none".to_owned()))
            .or_else(|| group.map(|(_, value)| value.clone()))
            .or_else(|| rule.map(|rule| rule.value.clone()));
        if let (Some(value), Some(draft)) = (value, items.find_mut(Kind::Endpoint, &key)) {
            draft.fields.insert("auth".to_owned(), value.into());
        }
    }
}

/// `Auth: Bearer token` among an operation's lines.
fn own_lines(context: &Context, items: &mut Items, places: &[Place]) {
    for (at, place) in places.iter().enumerate() {
        if place.scope.is_empty() || place.keys.is_empty() {
            continue;
        }
        let next = places
            .iter()
            .skip(at + 1)
            .find(|next| !next.scope.is_empty() && next.range.start > place.range.start);
        let end = next.map_or(place.scope.end, |next| next.range.start.min(place.scope.end));
        let scope = TextRange { start: place.range.start, end };
        let Some(value) = labelled_in(context, scope) else { continue };
        for key in &place.keys {
            if let Some(draft) = items.find_mut(Kind::Endpoint, key)
                && !draft.fields.contains_key("auth")
            {
                draft.fields.insert("auth".to_owned(), value.clone().into());
            }
        }
    }
}

fn labelled_in(context: &Context, scope: TextRange) -> Option<String> {
    let text = context.document.text();
    let mut lines = scope.slice(text).lines().peekable();
    while let Some(line) = lines.next() {
        if let Some(rest) = in_bold(line) {
            // The value may have been wrapped onto the next line.
            let next = lines.peek().map_or("", |next| next.trim());
            let written = if rest.is_empty() { next } else { rest };
            if !written.is_empty() {
                return Some(meaning(&written.replace("**", "").replace('`', "")));
            }
        }
        let bare = line.trim_start_matches(['-', '*', '>', ' ', '\t', '+', '#']);
        if !bare.starts_with(['A', 'a', 'P', 'p', 'R', 'S', 's', '認', '権', '인', '认', '权', 'А']) {
            continue;
        }
        let plain = bare.replace("**", "").replace('`', "");
        if let Some(cut) = text::labelled(plain.trim())
            && is_label(cut.label)
            && !cut.rest.is_empty()
        {
            return Some(meaning(cut.rest));
        }
    }
    None
}

/// What follows `**Auth:**` within a line: "Lists orders. **Auth:** API key".
fn in_bold(line: &str) -> Option<&str> {
    let mut rest = line;
    while let Some((_, from)) = rest.split_once("**") {
        let (label, after) = from.split_once("**")?;
        let said = label.trim_end().strip_suffix(':').map(|label| (label, after));
        let said = said.or_else(|| Some((label, after.trim_start().strip_prefix(':')?)));
        if let Some((label, after)) = said
            && is_label(label)
        {
            return Some(after.trim());
        }
        rest = after;
    }
    None
}

fn is_label(label: &str) -> bool {
    matches!(
        text::squash(label).as_str(),
        "auth"
            | "authentication"
            | "authorization"
            | "access"
            | "authrequired"
            | "authenticationrequired"
            | "requiresauth"
            | "authn"
            | "authz"
            | "authrequirements"
            | "permissions"
            | "permission"
            | "requiredrole"
            | "security"
            | "autenticación"
            | "認証"
            | "権限"
            | "인증"
            | "认证"
            | "权限"
            | "авторизация"
            | "authenticationandauthorization"
            | "authrequirement"
            | "autorización"
            | "requiredpermission"
            | "scope"
    )
}

fn is_beneath(address: &str, path: &str) -> bool {
    address.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn is_named(key: &str, written: &str) -> bool {
    let path = key.split(' ').nth(1).unwrap_or_default();
    key == written
        || path == written
        || written.strip_suffix("/*").is_some_and(|prefix| path.starts_with(prefix))
}

/// Headings of groups: "Public endpoints", "Admin endpoints".
fn groups(context: &Context) -> Vec<(TextRange, String)> {
    let mut groups = Vec::new();
    for (id, section) in context.sections().skip(1) {
        if !context.outline.within(id, &[Concept::Api, Concept::Endpoints])
            || super::operation::find(&section.title).is_some()
        {
            continue;
        }
        let title = section.title.to_lowercase();
        for (word, value) in [
            ("public", "none"),
            ("unauthenticated", "none"),
            ("no auth", "none"),
            ("no authentication", "none"),
            ("no key", "none"),
            ("without a key", "none"),
            ("without key", "none"),
            ("no token", "none"),
            ("without authentication", "none"),
            ("anonymous", "none"),
            ("admin", "admin"),
            ("authenticated", "authenticated"),
            ("protected", "protected"),
            ("private", "private"),
        ] {
            // "Public API" names the interface that others may use, not an access rule.
            if text::find_word(&title, word).is_some()
                && !title.contains("public api")
                && !title.contains("public interface")
            {
                groups.push((section.range, value.to_owned()));
                break;
            }
        }
    }
    groups
}

/// `none` for every way to say that no authentication is needed; else the words themselves.
fn meaning(written: &str) -> String {
    let bare = written.trim().trim_matches(['*', '`', '"']).trim();
    let lower = bare.to_lowercase();
    let none = [
        "none",
        "no",
        "public",
        "-",
        "–",
        "—",
        "❌",
        "✗",
        "n/a",
        "not required",
        "no auth",
        "no authentication",
        "anonymous",
        "open",
        "unauthenticated",
        "false",
        "not needed",
        "ninguna",
        "no requiere",
        "aucune",
        "keine",
        "不要",
        "なし",
        "없음",
        "无",
        "нет",
    ];
    let starts = none.iter().any(|word| {
        lower.strip_prefix(word).is_some_and(|rest| {
            !rest.starts_with(|c: char| c.is_alphanumeric()) || word.len() > 6 && rest.starts_with(' ')
        })
    });
    if starts && !lower.starts_with("no, ")
        || ["are public", "is public"].iter().any(|phrase| lower.contains(phrase))
    {
        return "none".to_owned();
    }
    if matches!(
        lower.as_str(),
        "yes" | "✅" | "✓" | "✔" | "required" | "true" | "x" | "要" | "必須" | "是" | "예" | "да" | "sí"
    ) {
        return "required".to_owned();
    }
    text::one_line(bare.trim_end_matches('.'))
}

/// `(admin only)`, `(public)`, `(auth required)` in a description.
fn in_brackets(description: &str) -> Option<String> {
    for part in description.split('(').skip(1) {
        let inner = part.split(')').next()?.trim();
        let lower = inner.to_lowercase();
        let tells = [
            "public",
            "no auth",
            "auth required",
            "authenticated",
            "admin only",
            "admin",
            "requires auth",
            "unauthenticated",
            "auth",
        ];
        if tells.contains(&lower.as_str()) || lower.ends_with(" only") || lower.starts_with("requires ") {
            return Some(meaning(inner));
        }
    }
    None
}
