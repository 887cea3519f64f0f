//! Who may do what.

mod legend;
mod list;
mod matrix;
mod passive;
mod right;

use super::Reader;
use crate::grid::Grid;
use crate::heads;
use crate::items::Draft;
use crate::text::{self, says_nothing};
use crate::{Context, Items, Kind};
use abide_syntax::SectionId;
use abide_template::Concept;
use legend::{Allow, Legend};
use list::{is_action, line};
use matrix::{
    columns_are_roles, roles_in_columns, roles_in_rows, rows_are_actions, rows_are_roles, share_of_marks,
    some_column_is_a_role,
};

pub(super) const READER: Reader = Reader {
    name: "permission",
    kinds: &[Kind::Permission],
    documentation: "\
A role may or may not do something: a cell of a matrix (roles in the columns or in the rows; ✅ ✓ x yes or ❌ – no, a blank denies, a \
legend below overrides, any other word is a condition; leading columns that name the action, resource or endpoint are no roles), a row of a roles table, or a line such as \"Admins can …\", \"Guests cannot …\", \"Notes can be deleted by their author\", \
`**Viewer**: read reports; cannot print` under a heading about permissions (each part between semicolons is one). The key is `role | action`; `allow` is true, false or \"conditional\"; `endpoint` is \
the operation that a column of its own names.",
    read,
};

const ROLE: &[&str] = &[
    "role",
    "roles",
    "user role",
    "user type",
    "actor",
    "user",
    "who",
    "persona",
    "principal",
    "group",
    "rol",
    "rôle",
    "rolle",
    "papel",
    "perfil",
    "ロール",
    "役割",
    "利用者",
    "ユーザー",
    "アクター",
    "역할",
    "角色",
    "роль",
];

const ACTION: &[&str] = &[
    "action",
    "operation",
    "permission",
    "capability",
    "activity",
    "acción",
    "aktion",
    "ação",
    "操作",
    "권한",
    "动作",
    "действие",
];

const RESOURCE: &[&str] = &[
    "resource",
    "object",
    "entity",
    "endpoint",
    "module",
    "feature",
    "area",
    "recurso",
    "ressource",
    "リソース",
    "资源",
    "ресурс",
];

fn read(context: &Context, items: &mut Items) {
    for grid in context.grids() {
        // "Roles and people" is about roles, whatever else its heading names.
        let titled = context.outline.concepts(grid.section);
        let about = [Concept::Roles, Concept::Permissions];
        let held = context.outline.holds(grid.section, Kind::Permission);
        let permitted = held || titled.iter().any(|concept| about.contains(concept));
        let first = |names: &[&str]| grid.heads.first().is_some_and(|head| names.contains(&head.as_str()));
        let operations = || {
            let starts = ["endpoint", "method", "path", "route", "url"];
            grid.heads.iter().take(3).any(|head| starts.iter().any(|start| head.starts_with(start)))
        };
        let unlabelled = first(&["", "what", "task", "right", "may", "can"]);
        if grid.heads.len() < 2
            || !(permitted || first(ROLE) || first(ACTION) || first(RESOURCE) || operations() || unlabelled)
        {
            continue;
        }
        let mut legend = Legend::of(context, grid.section);
        legend.of_circles(grid);
        let marks = share_of_marks(grid, &legend);
        let by_role = first(ROLE) || (permitted && rows_are_roles(grid));
        // Roles of any name, where what the rows do and what the section is about leave no doubt that they are roles.
        let are_roles = || {
            let about = context.outline.within(grid.section, &[Concept::Authentication, Concept::Security]);
            columns_are_roles(grid, &legend)
                || (marks >= 0.9
                    && rows_are_actions(grid, &legend)
                    && (about && (!unlabelled || speaks_of_roles(context, grid.section))
                        || some_column_is_a_role(grid, &legend)))
        };
        if by_role && marks >= 0.6 {
            roles_in_rows(grid, &legend, items);
        } else if !by_role && marks >= 0.7 && (permitted || are_roles()) {
            roles_in_columns(grid, &legend, items);
        } else if held || first(ROLE) && names_rights(grid) {
            roles_table(grid, items);
        }
    }
    lines(context, items);
}

/// Whether a column is one of rights and nothing else: "Role | Key permissions".
fn names_rights(grid: &Grid) -> bool {
    const WORDS: &[&str] =
        &["permissions", "permisos", "permissões", "berechtigungen", "権限", "权限", "권한", "права"];
    grid.heads.iter().skip(1).any(|head| WORDS.iter().any(|word| head.ends_with(word)))
}

/// Whether the text of a section speaks of roles: a table beside it whose corner says nothing is about those.
fn speaks_of_roles(context: &Context, section: SectionId) -> bool {
    let body = context.document.section(section).map(|section| section.body.slice(context.document.text()));
    let lower = body.unwrap_or_default().to_lowercase();
    ["role", "roles"].iter().any(|word| text::find_word(&lower, word).is_some())
}

/// Whether a table below a heading that names roles beside people is a matrix of what they may.
pub(super) fn is_matrix(context: &Context, grid: &Grid) -> bool {
    const LEAST: f32 = 0.7;
    let titled = context.outline.concepts(grid.section);
    let about = titled.iter().any(|concept| matches!(concept, Concept::Roles | Concept::Permissions));
    about && grid.heads.len() > 2 && share_of_marks(grid, &Legend::of(context, grid.section)) >= LEAST
}

/// What lists and lines say of roles.
fn lines(context: &Context, items: &mut Items) {
    let access = [Concept::Authentication, Concept::Security];
    for (id, _) in context.sections() {
        let permitted = context.outline.holds(id, Kind::Permission);
        if !permitted && !context.outline.concepts(id).iter().any(|concept| access.contains(concept)) {
            continue;
        }
        let role = role_of_heading(context, id);
        let told = !permitted && tells_of_roles(context, id);
        for statement in context.statements(id) {
            // "Authorization by roles:" with a line for each role.
            let by_role = || {
                told || statement.groups.last().is_some_and(|group| text::find_word(group, "roles").is_some())
            };
            if !permitted && !by_role() {
                if let Some((role, action, allow)) = right::granted(&statement.text) {
                    push(items, id, statement.range, role, &action, &allow);
                }
                continue;
            }
            if !says_nothing(&statement.text) {
                // A list of roles may only say what each one is.
                let roles = !by_role() && !context.outline.within(id, &[Concept::Permissions]);
                if roles
                    && role.is_none()
                    && text::labelled(&statement.text).is_some_and(|cut| !is_action(cut.rest))
                {
                    continue;
                }
                let group = statement.groups.last().map(String::as_str);
                let group = group.or(role.as_deref().filter(|_| grants(&statement.text)));
                line(&statement.text, group, id, statement.range, items);
            }
        }
    }
}

/// "Org admin: all rooms", "Guest: own room": whether all that a section on authorization lists is led by names, most of them of people.
fn tells_of_roles(context: &Context, id: SectionId) -> bool {
    const WORDS: &[&str] =
        &["authoriz", "authoris", "autoriz", "autoris", "認可", "授权", "인가", "авторизац"];
    let title = context.document.section(id).map_or("", |section| section.title.as_ref()).to_lowercase();
    let statements = context.statements(id);
    if statements.len() < 2 || !WORDS.iter().any(|word| title.contains(word)) {
        return false;
    }
    let led = |statement: &crate::statement::Statement| {
        text::labelled(&statement.text).map(|cut| right::names_people(cut.label))
    };
    let led: Vec<bool> = statements.iter().filter_map(led).collect();
    led.len() == statements.len() && led.iter().filter(|people| **people).count() * 2 > led.len()
}

/// A heading below one on roles or permissions that no topic claims is a role: `### Driver (mobile)`.
fn role_of_heading(context: &Context, id: SectionId) -> Option<String> {
    const LONGEST: usize = 4;
    let section = context.document.section(id)?;
    // "Rights in the shop" below "Clerk" below "Roles and permissions" are those of the clerk.
    if context.outline.concepts(id) == [Concept::Permissions] && section.parent != SectionId::ROOT {
        return role_of_heading(context, section.parent);
    }
    let above = context.outline.concepts(section.parent);
    let below = above.iter().any(|concept| matches!(concept, Concept::Roles | Concept::Permissions));
    if !below || !context.outline.concepts(id).is_empty() {
        return None;
    }
    let bare = section.title.trim_start_matches(|c: char| !c.is_alphabetic());
    let name = bare.split(['(', '（', ':']).next()?.trim();
    let named = !name.is_empty() && name.split_whitespace().count() <= LONGEST;
    named.then(|| name.to_owned())
}

/// Whether a line says what the role of its heading may or may not do.
fn grants(text: &str) -> bool {
    is_action(text)
        || text::starts_with_ignoring_case(text, "cannot ")
        || text::starts_with_ignoring_case(text, "can't ")
}

fn push(
    items: &mut Items,
    section: SectionId,
    row: abide_syntax::TextRange,
    role: &str,
    action: &str,
    allow: &Allow,
) {
    push_for(items, section, row, role, (action, None), allow);
}

/// The same, with the endpoint that a column of its own names.
fn push_for(
    items: &mut Items,
    section: SectionId,
    row: abide_syntax::TextRange,
    role: &str,
    (action, endpoint): (&str, Option<&str>),
    allow: &Allow,
) {
    let role = named_once(role.trim().trim_matches(['*', '`']));
    let action = action.trim().trim_matches(['*', '`']);
    // "Copy: ⭕ (as a new one)" marks what is possible, and names no deed.
    let marked = action.starts_with(['⭕', '❌', '✅', '✓', '✔', '✗', '✘', '○', '×', '△', '◯']);
    if role.is_empty() || action.is_empty() || marked || text::is_placeholder(role) {
        return;
    }
    let mut draft = Draft::new(Kind::Permission, section, row)
        .key(format!("{role} | {action}"))
        .field("role", role)
        .field("action", action)
        .said("endpoint", endpoint);
    draft = match allow {
        Allow::Yes => draft.field("allow", true),
        Allow::No => draft.field("allow", false),
        Allow::If(condition) => draft.field("allow", "conditional").field("condition", condition.as_str()),
    };
    items.push(draft);
}

/// A role without its name in the system: "Bench Lead (`bench_lead`)" is the bench lead.
fn named_once(role: &str) -> &str {
    let Some((name, code)) = role.strip_suffix(')').and_then(|role| role.split_once(" (")) else {
        return role;
    };
    let same = !code.contains(' ') && text::squash(code) == text::squash(name);
    if same { name.trim_end_matches(['*', '`']) } else { role }
}

/// A table of roles with what each may do.
fn roles_table(grid: &Grid, items: &mut Items) {
    let Some(role) = grid.column(ROLE) else { return };
    let actions = grid.column(heads::GRANTS);
    let denied = grid.column(heads::DENIALS);
    for row in grid.filled_rows() {
        let Some(name) = row.said(Some(role)).map(str::to_owned) else { continue };
        for (column, allow) in [(actions, Allow::Yes), (denied, Allow::No)] {
            let Some(cell) = row.said(column.filter(|column| *column != role)) else { continue };
            if says_nothing(cell) {
                continue;
            }
            for action in listed(cell) {
                push(items, grid.section, row.range, &name, &action, &allow);
            }
        }
    }
}

/// The members of a list of actions, or the whole where it is a sentence.
fn listed(cell: &str) -> Vec<String> {
    let sentence = cell.contains(". ") || cell.contains(" that ") || cell.contains(" which ");
    if sentence || !cell.contains([',', ';', '、']) {
        return vec![cell.trim().trim_end_matches('.').to_owned()];
    }
    let clean = |part: &str| {
        let bare = part.trim().trim_end_matches('.');
        bare.strip_prefix("and ").or_else(|| bare.strip_prefix("or ")).unwrap_or(bare).trim().to_owned()
    };
    // "Create, read and delete orders": deeds that share what they are done to are one.
    let shared = |part: &str| {
        let parts: Vec<&str> = part.split([',', '、']).map(str::trim).collect();
        let alone = parts.iter().rev().skip(1).all(|part| !part.contains(char::is_whitespace));
        const JOINED: &[&str] = &[" and ", " y ", " e ", " et ", " und ", " и "];
        let last = parts.last().copied().unwrap_or_default();
        // "Full access to orders, users and settings"
        let access = [
            "full access to ",
            "access to ",
            "acceso total a ",
            "acceso a ",
            "accès à ",
            "accès complet à ",
            "zugriff auf ",
            "acesso a ",
        ]
        .iter()
        .any(|start| part.trim().to_lowercase().starts_with(start));
        let brief = parts.iter().skip(1).all(|part| part.split_whitespace().count() <= 3);
        if access && brief && parts.len() > 1 {
            return true;
        }
        parts.len() > 1 && alone && JOINED.iter().any(|word| last.contains(word))
    };
    cell.split(';')
        .flat_map(|part| match shared(part) {
            true => vec![part],
            false => part.split([',', '、']).collect(),
        })
        .map(clean)
        .filter(|part| !part.is_empty())
        .collect()
}

#[cfg(test)]
mod tests;
