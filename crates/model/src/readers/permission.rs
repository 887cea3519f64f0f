//! Who may do what.

use super::Reader;
use crate::grid::{Grid, Row};
use crate::items::Draft;
use crate::text::{self, says_nothing};
use crate::{Context, Items, Kind};
use abide_syntax::SectionId;
use abide_template::Concept;

pub(super) const READER: Reader = Reader {
    name: "permission",
    kinds: &[Kind::Permission],
    documentation: "\
A role may or may not do something: a cell of a matrix (roles in the columns or in the rows; ✅ ✓ x yes or ❌ – no, a blank denies, a \
legend below overrides, any other word is a condition), a row of a roles table, or a line such as \"Admins can …\", \"Guests cannot …\", \
`**Viewer**: read reports` under a heading about permissions. The key is `role | action`; `allow` is true, false or \"conditional\".",
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
        let permitted = context.outline.holds(grid.section, Kind::Permission);
        let first = |names: &[&str]| grid.heads.first().is_some_and(|head| names.contains(&head.as_str()));
        if grid.heads.len() < 2 || !(permitted || first(ROLE) || first(ACTION) || first(RESOURCE)) {
            continue;
        }
        let legend = Legend::of(context, grid.section);
        let marks = share_of_marks(grid, &legend);
        let by_role = first(ROLE);
        if by_role && marks >= 0.6 {
            roles_in_rows(grid, &legend, items);
        } else if !by_role && marks >= 0.7 && (permitted || columns_are_roles(grid)) {
            roles_in_columns(grid, &legend, items);
        } else if permitted {
            roles_table(grid, items);
        }
    }
    let access = [Concept::Authentication, Concept::Security];
    for (id, _) in context.sections() {
        let permitted = context.outline.holds(id, Kind::Permission);
        if !permitted && !context.outline.concepts(id).iter().any(|concept| access.contains(concept)) {
            continue;
        }
        for statement in context.statements(id) {
            // "Authorization by roles:" with a line for each role.
            let by_role =
                || statement.groups.last().is_some_and(|group| text::find_word(group, "roles").is_some());
            if (permitted || by_role()) && !says_nothing(&statement.text) {
                // A list of roles may only say what each one is.
                let roles = !by_role() && !context.outline.within(id, &[Concept::Permissions]);
                if roles && text::labelled(&statement.text).is_some_and(|cut| !is_action(cut.rest)) {
                    continue;
                }
                line(
                    &statement.text,
                    statement.groups.last().map(String::as_str),
                    id,
                    statement.range,
                    items,
                );
            }
        }
    }
}

/// What a cell says.
#[derive(Clone, Debug, PartialEq)]
enum Allow {
    Yes,
    No,
    If(String),
}

/// The marks that a document explains: `R = read only`.
#[derive(Debug, Default)]
struct Legend {
    marks: Vec<(String, Allow)>,
}

impl Legend {
    fn of(context: &Context, section: SectionId) -> Self {
        let mut legend = Self::default();
        let paragraphs = context.paragraphs(section).map(|(node, _)| context.text(node)).collect::<Vec<_>>();
        let statements = context.statements(section).iter().map(|statement| statement.text.clone());
        for line in paragraphs.into_iter().chain(statements) {
            if line.len() > 400 || !(line.contains('=') || line.contains(':')) {
                continue;
            }
            for part in line
                .trim_start_matches("Legend:")
                .trim_start_matches("Key:")
                .split([',', ';', '|', '·', '•', '/'])
            {
                let Some((mark, meaning)) = part.split_once(['=', ':']) else { continue };
                let mark = mark.trim().trim_matches('`');
                if mark.is_empty() || mark.chars().count() > 3 {
                    continue;
                }
                legend.marks.push((mark.to_owned(), explained(meaning)));
            }
        }
        legend
    }

    fn meaning(&self, cell: &str) -> Allow {
        let bare = cell.trim().trim_matches('`');
        if let Some((_, allow)) = self.marks.iter().find(|(mark, _)| mark == bare) {
            return allow.clone();
        }
        meaning(bare)
    }
}

fn explained(meaning: &str) -> Allow {
    let lower = meaning.trim().to_lowercase();
    let starts = |words: &[&str]| words.iter().any(|word| lower.starts_with(word));
    if starts(&["no ", "not", "den", "none", "forbidden", "never", "cannot"]) || lower == "no" {
        Allow::No
    } else if starts(&["allow", "full", "yes", "permitted", "granted", "can", "has access", "access"])
        && !lower.contains("only")
    {
        Allow::Yes
    } else {
        Allow::If(text::one_line(meaning))
    }
}

const YES: &[char] = &['✅', '✓', '✔', '☑', '🟢', '●', '◯', '○', '⭕'];
const NO: &[char] = &['❌', '✗', '✘', '✖', '⛔', '🚫', '🔴', '×'];

fn meaning(cell: &str) -> Allow {
    let bare = cell.trim();
    let rest =
        bare.trim_start_matches(|c| YES.contains(&c) || NO.contains(&c) || c == '\u{FE0F}' || c == ' ');
    let first = bare.chars().next();
    if first.is_some_and(|c| YES.contains(&c)) {
        return if rest.is_empty() {
            Allow::Yes
        } else {
            Allow::If(text::one_line(rest.trim_matches(['(', ')', ' '])))
        };
    }
    if first.is_some_and(|c| NO.contains(&c)) {
        return Allow::No;
    }
    match bare.to_lowercase().as_str() {
        "yes" | "y" | "x" | "allow" | "allowed" | "true" | "full" | "full access" | "all" | "sí" | "si"
        | "oui" | "ja" | "sim" | "是" | "可" | "да" | "예" => Allow::Yes,
        "" | "no" | "n" | "-" | "–" | "—" | "deny" | "denied" | "false" | "none" | "no access" | "n/a"
        | "non" | "nein" | "não" | "否" | "不可" | "нет" | "아니오" | "--" => Allow::No,
        _ => Allow::If(text::one_line(bare)),
    }
}

fn is_mark(cell: &str, legend: &Legend) -> bool {
    !matches!(legend.meaning(cell), Allow::If(_))
        || cell.starts_with(YES)
        || legend.marks.iter().any(|(mark, _)| mark == cell.trim())
        || is_access_word(cell)
}

/// `read`, `R/W`, `own only`: a grade of access rather than a sentence.
fn is_access_word(cell: &str) -> bool {
    let lower = cell.to_lowercase();
    let words = [
        "read", "write", "own", "limited", "partial", "view", "rw", "r/w", "crud", "create", "edit",
        "manage", "self",
    ];
    cell.len() <= 24
        && cell.split_whitespace().count() <= 2
        && words.iter().any(|word| lower.starts_with(word))
}

fn share_of_marks(grid: &Grid, legend: &Legend) -> f32 {
    let (mut marks, mut cells) = (0u32, 0u32);
    for row in grid.filled_rows() {
        for cell in row.cells.iter().skip(label_columns(grid)) {
            cells += 1;
            marks += u32::from(is_mark(&cell.text, legend));
        }
    }
    // All blank says nothing.
    let said =
        grid.filled_rows().any(|row| row.cells.iter().skip(1).any(|cell| !cell.text.trim().is_empty()));
    if cells == 0 || !said { 0.0 } else { marks as f32 / cells as f32 }
}

/// The number of columns that name what is done: one, or a resource and an action.
fn label_columns(grid: &Grid) -> usize {
    let named =
        |at: usize, names: &[&str]| grid.heads.get(at).is_some_and(|head| names.contains(&head.as_str()));
    if (named(0, RESOURCE) && named(1, ACTION)) || (named(0, ACTION) && named(1, RESOURCE)) { 2 } else { 1 }
}

/// Heads that look like roles, for a matrix outside a section on permissions.
fn columns_are_roles(grid: &Grid) -> bool {
    const ROLES: &[&str] = &[
        "admin",
        "administrator",
        "owner",
        "user",
        "guest",
        "viewer",
        "editor",
        "member",
        "public",
        "anonymous",
        "manager",
        "operator",
        "moderator",
        "reader",
        "writer",
        "staff",
        "customer",
        "superadmin",
        "super admin",
        "system",
        "visitor",
        "author",
        "maintainer",
        "admins",
        "users",
        "guests",
    ];
    let roles = grid
        .heads
        .iter()
        .skip(label_columns(grid))
        .filter(|head| ROLES.contains(&head.trim_matches('`')))
        .count();
    roles >= 2 || (roles == 1 && grid.heads.len() == 2)
}

fn push(
    items: &mut Items,
    section: SectionId,
    row: abide_syntax::TextRange,
    role: &str,
    action: &str,
    allow: &Allow,
) {
    let role = role.trim().trim_matches(['*', '`']);
    let action = action.trim().trim_matches(['*', '`']);
    if role.is_empty() || action.is_empty() || text::is_placeholder(role) {
        return;
    }
    let mut draft = Draft::new(Kind::Permission, section, row)
        .key(format!("{role} | {action}"))
        .field("role", role)
        .field("action", action);
    draft = match allow {
        Allow::Yes => draft.field("allow", true),
        Allow::No => draft.field("allow", false),
        Allow::If(condition) => draft.field("allow", "conditional").field("condition", condition.as_str()),
    };
    items.push(draft);
}

fn roles_in_columns(grid: &Grid, legend: &Legend, items: &mut Items) {
    let labels = label_columns(grid);
    let resource_first = grid.heads.first().is_some_and(|head| RESOURCE.contains(&head.as_str()));
    let mut resource = String::new();
    for row in grid.filled_rows() {
        let action = if labels == 2 {
            let (first, second) = (row.text(Some(0)), row.text(Some(1)));
            if resource_first {
                // A resource named once holds for the rows below it.
                if !first.trim().is_empty() {
                    resource = first.to_owned();
                }
                format!("{second} {resource}")
            } else {
                format!("{first} {second}")
            }
        } else {
            row.text(Some(0)).to_owned()
        };
        for (at, cell) in row.cells.iter().enumerate().skip(labels) {
            let Some(role) = grid.titles.get(at) else { continue };
            if is_note(role) {
                continue;
            }
            cell_permission(items, grid.section, row, role, &action, legend.meaning(&cell.text));
        }
    }
}

fn roles_in_rows(grid: &Grid, legend: &Legend, items: &mut Items) {
    for row in grid.filled_rows() {
        let role = row.text(Some(0)).to_owned();
        for (at, cell) in row.cells.iter().enumerate().skip(1) {
            let Some(action) = grid.titles.get(at) else { continue };
            if is_note(action) {
                continue;
            }
            cell_permission(items, grid.section, row, &role, action, legend.meaning(&cell.text));
        }
    }
}

/// A grade such as `read` belongs to the action; anything else is its condition.
fn cell_permission(items: &mut Items, section: SectionId, row: &Row, role: &str, action: &str, allow: Allow) {
    match allow {
        Allow::If(grade)
            if is_access_word(&grade)
                && grade.split_whitespace().count() == 1
                && !grade.eq_ignore_ascii_case("own") =>
        {
            push(items, section, row.range, role, &format!("{grade} {action}"), &Allow::Yes);
        }
        allow => push(items, section, row.range, role, action, &allow),
    }
}

fn is_note(head: &str) -> bool {
    matches!(
        head.to_lowercase().as_str(),
        "notes" | "note" | "description" | "comment" | "comments" | "remarks" | ""
    )
}

/// A table of roles with what each may do.
fn roles_table(grid: &Grid, items: &mut Items) {
    let Some(role) = grid.column(ROLE) else { return };
    let actions = grid.column(&[
        "permissions",
        "permission",
        "can",
        "allowed",
        "access",
        "capabilities",
        "actions",
        "rights",
        "scope",
        "allowed actions",
        "permisos",
        "権限",
        "권한",
        "权限",
        "права",
        "description",
    ]);
    let denied = grid.column(&["cannot", "denied", "restrictions", "not allowed"]);
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
    cell.split([',', ';', '、']).map(clean).filter(|part| !part.is_empty()).collect()
}

const VERBS: &[&str] = &[
    "create",
    "read",
    "update",
    "delete",
    "view",
    "manage",
    "edit",
    "invite",
    "approve",
    "list",
    "access",
    "write",
    "remove",
    "add",
    "assign",
    "publish",
    "export",
    "import",
    "see",
    "change",
    "configure",
    "use",
    "comment",
    "share",
    "submit",
    "review",
    "reject",
    "cancel",
    "download",
    "upload",
    "full",
    "can",
    "may",
    "read-only",
    "only",
    "all",
];

/// Whether a text starts with what someone does.
fn is_action(text: &str) -> bool {
    let first = text.split([' ', ',', '/']).next().unwrap_or_default().to_lowercase();
    VERBS.contains(&first.as_str()) || VERBS.iter().any(|verb| first == format!("{verb}s"))
}

/// As [`listed`], where every member starts with a verb: "manage orders, schedules and users" is one action.
fn listed_verbs(text: &str) -> Vec<String> {
    let parts = listed(text);
    let verbs = parts.iter().all(|part| {
        part.split_whitespace().next().is_some_and(|first| VERBS.contains(&first.to_lowercase().as_str()))
    });
    if verbs { parts } else { vec![text.trim().trim_end_matches('.').to_owned()] }
}

/// "Admins can delete orders", "Guests cannot …", `**Viewer**: read`.
fn line(
    statement: &str,
    group: Option<&str>,
    section: SectionId,
    range: abide_syntax::TextRange,
    items: &mut Items,
) {
    const DENIES: &[&str] = &[
        "cannot ",
        "can not ",
        "can't ",
        "may not ",
        "must not ",
        "are not allowed to ",
        "is not allowed to ",
        "do not have ",
        "shall not ",
    ];
    const ALLOWS: &[&str] = &[
        "can ",
        "may ",
        "are allowed to ",
        "is allowed to ",
        "have access to ",
        "has access to ",
        "are able to ",
    ];
    let lower = statement.to_lowercase();
    for (words, allow) in [(DENIES, Allow::No), (ALLOWS, Allow::Yes)] {
        for word in words {
            let found = format!(" {word}");
            if let Some(at) = lower.find(&found)
                && at <= 60
                && lower.len() == statement.len()
                && let (Some(role), Some(action)) = (statement.get(..at), statement.get(at + found.len()..))
            {
                let role = role.trim().trim_start_matches("Only ").trim_start_matches("only ");
                let role = role.trim_end_matches([':', '—', '–', '-', ' ']);
                let words = role.split_whitespace().count();
                if words == 0 || words > 5 || role.contains([',', '.', ';']) {
                    return;
                }
                let action = action.trim().trim_end_matches('.');
                let access = word.contains("access") || word.contains("have ");
                let action = if access { format!("access {action}") } else { action.to_owned() };
                push(items, section, range, role, &action, &allow);
                return;
            }
        }
    }
    if let Some(group) = group
        && text::find_word(group, "roles").is_none()
        && !statement.contains(": ")
        && group.split_whitespace().count() <= 4
    {
        let bare =
            statement.strip_prefix("Can ").or_else(|| statement.strip_prefix("can ")).unwrap_or(statement);
        push(items, section, range, group, bare.trim_end_matches('.'), &Allow::Yes);
        return;
    }
    const ABOUT: &[&str] = &[
        "actions",
        "defaultroles",
        "roles",
        "permissions",
        "permission",
        "note",
        "notes",
        "resources",
        "resource",
        "legend",
        "scopes",
        "scope",
        "rules",
        "rule",
        "default",
        "defaults",
        "model",
        "implementation",
        "storage",
        "inheritance",
        "enforcement",
        "authentication",
        "authorization",
    ];
    if let Some(cut) = text::labelled(statement)
        && !ABOUT.contains(&text::squash(cut.label).as_str())
        && cut.label.split_whitespace().count() <= 4
        && !cut.rest.is_empty()
        && !says_nothing(cut.rest)
    {
        let rest =
            cut.rest.strip_prefix("can ").or_else(|| cut.rest.strip_prefix("Can ")).unwrap_or(cut.rest);
        for action in listed_verbs(rest) {
            push(items, section, range, cut.label, &action, &Allow::Yes);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::readers::tests::reader_test;

    reader_test!(
        roles_in_the_columns,
        "# T\n## Permissions\n| Action | Admin | User | Guest |\n|---|---|---|---|\n| Delete order | ✅ | own only | ❌ |\n| List orders | yes | ✓ | |\n",
        [
            "5 permission Admin | Delete order role=Admin action=Delete order allow=true",
            "5 permission User | Delete order role=User action=Delete order allow=conditional condition=own only",
            "5 permission Guest | Delete order role=Guest action=Delete order allow=false",
            "6 permission Admin | List orders role=Admin action=List orders allow=true",
            "6 permission User | List orders role=User action=List orders allow=true",
            "6 permission Guest | List orders role=Guest action=List orders allow=false",
        ]
    );
    reader_test!(
        roles_in_the_rows_with_a_legend,
        "# T\n## Access matrix\n| Role | Orders | Users |\n|---|---|---|\n| clerk | F | – |\n| audit | R | R |\n\nF = full access, R = read only\n",
        [
            "5 permission clerk | Orders role=clerk action=Orders allow=true",
            "5 permission clerk | Users role=clerk action=Users allow=false",
            "6 permission audit | Orders role=audit action=Orders allow=conditional condition=read only",
            "6 permission audit | Users role=audit action=Users allow=conditional condition=read only",
        ]
    );
    reader_test!(
        a_roles_table_and_lines,
        "# T\n## Roles\n| Role | Permissions |\n|---|---|\n| editor | create posts, edit posts |\n\n## Permissions\n- Admins can delete posts.\n- Guests cannot see drafts\n- **Viewer**: read posts\n- N/A\n",
        [
            "5 permission editor | create posts role=editor action=create posts allow=true",
            "5 permission editor | edit posts role=editor action=edit posts allow=true",
            "8 permission Admins | delete posts role=Admins action=delete posts allow=true",
            "9 permission Guests | see drafts role=Guests action=see drafts allow=false",
            "10 permission Viewer | read posts role=Viewer action=read posts allow=true",
        ]
    );
    reader_test!(
        a_resource_with_actions,
        "# T\n## Permissions\n| Resource | Action | Admin |\n|---|---|---|\n| Orders | create | ✅ |\n| | delete | ❌ |\n",
        [
            "5 permission Admin | create Orders role=Admin action=create Orders allow=true",
            "6 permission Admin | delete Orders role=Admin action=delete Orders allow=false",
        ]
    );
    reader_test!(
        ticks_elsewhere_are_no_permissions,
        "# T\n## Features\n| Feature | v1 | v2 |\n|---|---|---|\n| Export | ✅ | ❌ |\n",
        []
    );
}
