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
    const WORDS: &[&str] = &["permissions", "permisos", "permissões", "berechtigungen", "権限", "权限", "권한", "права"];
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
        for statement in context.statements(id) {
            // "Authorization by roles:" with a line for each role.
            let by_role =
                || statement.groups.last().is_some_and(|group| text::find_word(group, "roles").is_some());
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

/// A heading below one on roles or permissions that no topic claims is a role: `### Driver (mobile)`.
fn role_of_heading(context: &Context, id: SectionId) -> Option<String> {
    const LONGEST: usize = 4;
    let section = context.document.section(id)?;
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
    let role = role.trim().trim_matches(['*', '`']);
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
    cell.split([',', ';', '、']).map(clean).filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use crate::readers::tests::reader_test;

    reader_test!(
        roles_with_their_rights_wherever_they_stand,
        "# T\n## Desk\n| Role | Key permissions |\n|---|---|\n| Clerk | Print jobs, stop own jobs |\n",
        [
            "5 permission Clerk | Print jobs role=Clerk action=Print jobs allow=true",
            "5 permission Clerk | stop own jobs role=Clerk action=stop own jobs allow=true",
        ]
    );
    reader_test!(
        marks_are_no_deeds,
        "# T\n## Permissions\n- View: ⭕\n- Copy: ⭕ (as a new job)\n",
        []
    );
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
        rights_with_semicolons_behind_a_role,
        "# T\n## Roles & permissions\n- **Printer** (by day): Create/update jobs; can fold pages; cannot manage users; no glue.\n",
        [
            "3 permission Printer | Create/update jobs role=Printer action=Create/update jobs allow=true",
            "3 permission Printer | fold pages role=Printer action=fold pages allow=true",
            "3 permission Printer | manage users role=Printer action=manage users allow=false",
            "3 permission Printer | no glue role=Printer action=no glue allow=false",
        ]
    );
    reader_test!(
        what_a_role_may_do_in_another_language,
        "# T\n## Rôles attendus\n- Imprimeur : gérer les pages.\n- Lecteur : personne du service\n",
        ["3 permission Imprimeur | gérer les pages role=Imprimeur action=gérer les pages allow=true"]
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
        a_matrix_without_a_word_in_its_corner,
        "# T\n## Authentication & authorization\n| | guest | warden |\n|---|---|---|\n| Read tents | yes | yes |\n| Create a tent | no | yes |\n| Delete a tent | no | own only |\n## Plans\n| | Basic | Plus |\n|---|---|---|\n| Read tents | yes | yes |\n| Create a tent | no | yes |\n| Delete a tent | no | yes |\n",
        [
            "5 permission guest | Read tents role=guest action=Read tents allow=true",
            "5 permission warden | Read tents role=warden action=Read tents allow=true",
            "6 permission guest | Create a tent role=guest action=Create a tent allow=false",
            "6 permission warden | Create a tent role=warden action=Create a tent allow=true",
            "7 permission guest | Delete a tent role=guest action=Delete a tent allow=false",
            "7 permission warden | Delete a tent role=warden action=Delete a tent allow=conditional condition=own only",
        ]
    );
    reader_test!(
        a_matrix_below_roles_and_people,
        "# T\n## Roles and people\n| What | skipper | deckhand |\n|---|---|---|\n| Mend nets | all | own |\n| Sell a net | others' | no |\n",
        [
            "5 permission skipper | Mend nets role=skipper action=Mend nets allow=true",
            "5 permission deckhand | Mend nets role=deckhand action=Mend nets allow=conditional condition=own",
            "6 permission skipper | Sell a net role=skipper action=Sell a net allow=conditional condition=others'",
            "6 permission deckhand | Sell a net role=deckhand action=Sell a net allow=false",
        ]
    );
    reader_test!(
        a_roles_table_and_lines,
        "# T\n## Roles\n| Role | Permissions |\n|---|---|\n| editor | create posts, edit posts |\n\n## Permissions\n- Admins can delete posts.\n- Guests cannot see drafts\n- **Viewer**: read posts\n- N/A\n- Requires `contents: write` to publish\n",
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
        an_action_with_its_endpoint_and_roles_of_any_name,
        "# T\n## Security\n### Authentication & Authorization\n| Action | Endpoint | porter | auditor | Notes |\n|---|---|---|---|---|\n| List depots | `GET /depots` | yes | yes | all of them |\n| Open a depot | `POST /depots` | no | own | |\n",
        [
            "6 permission porter | List depots role=porter action=List depots endpoint=GET /depots allow=true",
            "6 permission auditor | List depots role=auditor action=List depots endpoint=GET /depots allow=true",
            "7 permission porter | Open a depot role=porter action=Open a depot endpoint=POST /depots allow=false",
            "7 permission auditor | Open a depot role=auditor action=Open a depot endpoint=POST /depots allow=conditional condition=own",
        ]
    );
    reader_test!(
        a_method_and_a_path_are_an_operation,
        "# T\n## Access matrix\n| Method | Path | owner | guest |\n|---|---|---|---|\n| GET | `/notes` | ✓ | ✓ |\n| DELETE | `/notes/{id}` | ✓ | – |\n",
        [
            "5 permission owner | GET /notes role=owner action=GET /notes allow=true",
            "5 permission guest | GET /notes role=guest action=GET /notes allow=true",
            "6 permission owner | DELETE /notes/{id} role=owner action=DELETE /notes/{id} allow=true",
            "6 permission guest | DELETE /notes/{id} role=guest action=DELETE /notes/{id} allow=false",
        ]
    );
    reader_test!(
        a_matrix_on_its_side_with_an_empty_corner,
        "# T\n## Permissions\n| | `GET /notes` | `POST /notes` |\n|---|---|---|\n| editor | ✓ | ✓ |\n| intern | ✓ | ✗ |\n",
        [
            "5 permission editor | GET /notes role=editor action=GET /notes allow=true",
            "5 permission editor | POST /notes role=editor action=POST /notes allow=true",
            "6 permission intern | GET /notes role=intern action=GET /notes allow=true",
            "6 permission intern | POST /notes role=intern action=POST /notes allow=false",
        ]
    );
    reader_test!(
        several_grades_and_other_languages,
        "# T\n## Permissions\n| Role | Orders | Bills |\n|---|---|---|\n| viewer | read | read |\n| clerk | read, write | – |\n## Droits\n- Les lecteurs peuvent ouvrir une lettre.\n- Los invitados no pueden borrar cartas.\n",
        [
            "5 permission viewer | read Orders role=viewer action=read Orders allow=true",
            "5 permission viewer | read Bills role=viewer action=read Bills allow=true",
            "6 permission clerk | read Orders role=clerk action=read Orders allow=true",
            "6 permission clerk | write Orders role=clerk action=write Orders allow=true",
            "6 permission clerk | Bills role=clerk action=Bills allow=false",
            "8 permission lecteurs | ouvrir une lettre role=lecteurs action=ouvrir une lettre allow=true",
            "9 permission invitados | borrar cartas role=invitados action=borrar cartas allow=false",
        ]
    );
    reader_test!(
        rights_among_sentences_on_security,
        "# T\n## Security\n- Only clerks with the role `night` may open the vault\n- Guests cannot change a lock\n- Tokens may be revoked\n- Keys can expire\n",
        [
            "3 permission night | open the vault role=night action=open the vault allow=true",
            "4 permission Guests | change a lock role=Guests action=change a lock allow=false",
        ]
    );
    reader_test!(
        circles_and_crosses,
        "# T\n## 권한\n| 역할 | 편지 쓰기 |\n|---|---|\n| 관리자 | O |\n| 손님 | X |\n",
        [
            "5 permission 관리자 | 편지 쓰기 role=관리자 action=편지 쓰기 allow=true",
            "6 permission 손님 | 편지 쓰기 role=손님 action=편지 쓰기 allow=false",
        ]
    );
    reader_test!(
        columns_beside_a_corner_without_a_name_are_roles_where_one_is_known_to_be,
        "# T\n## Security\n| | Web | Mobile |\n|---|---|---|\n| Create a net | yes | no |\n| Delete a net | yes | yes |\n| Sell a net | no | no |\n### Keys\n| What | With key | Without key |\n|---|---|---|\n| Create a boat | yes | no |\n| Delete a boat | yes | no |\n| Sell a boat | yes | no |\n### Who\n| Task | admin |\n|---|---|\n| Create a sail | yes |\n| Delete a sail | yes |\n| Mend a sail | yes |\n### Guests\nEach guest has one role.\n\n| | diver |\n|---|---|\n| Create a dive | yes |\n| Delete a dive | yes |\n| Log a dive | no |\n",
        [
            "17 permission admin | Create a sail role=admin action=Create a sail allow=true",
            "18 permission admin | Delete a sail role=admin action=Delete a sail allow=true",
            "19 permission admin | Mend a sail role=admin action=Mend a sail allow=true",
            "25 permission diver | Create a dive role=diver action=Create a dive allow=true",
            "26 permission diver | Delete a dive role=diver action=Delete a dive allow=true",
            "27 permission diver | Log a dive role=diver action=Log a dive allow=false",
        ]
    );
    reader_test!(
        ticks_elsewhere_are_no_permissions,
        "# T\n## Features\n| Feature | v1 | v2 |\n|---|---|---|\n| Export | ✅ | ❌ |\n",
        []
    );
    reader_test!(
        headings_that_are_roles,
        "# T\n## User Roles & Permissions\n### 2.1. Driver (mobile)\n- View own trips.\n- Cannot delete trips\n- Sits in a van\n- **Night driver**: Can edit night trips\n### Notes\n- View this page again\n## 权限\n| 角色 | 说明 | 权限 |\n|---|---|---|\n| 船主 | 用户 | 预订、取消 |\n",
        [
            "4 permission Driver | View own trips role=Driver action=View own trips allow=true",
            "5 permission Driver | delete trips role=Driver action=delete trips allow=false",
            "7 permission Night driver | edit night trips role=Night driver action=edit night trips allow=true",
            "13 permission 船主 | 预订 role=船主 action=预订 allow=true",
            "13 permission 船主 | 取消 role=船主 action=取消 allow=true",
        ]
    );
    reader_test!(
        who_does_what_and_no_more_than_that,
        "# T\n## 誰が何をするか\n| 利用者 | 主な操作 |\n|---|---|\n| 受付 | 鍵を渡す、鍵を受け取る |\n## Access\n- Guests can only open their own box\n",
        [
            "5 permission 受付 | 鍵を渡す role=受付 action=鍵を渡す allow=true",
            "5 permission 受付 | 鍵を受け取る role=受付 action=鍵を受け取る allow=true",
            "7 permission Guests | open their own box role=Guests action=open their own box allow=conditional condition=only open their own box",
        ]
    );
    reader_test!(
        what_somebody_can_do_in_a_sentence_behind_who_it_is,
        "# T\n## Rôles et permissions\n- **Bureau** : le chef, la nuit. Peut fermer/ouvrir les salles, changer les encres.\n",
        [
            "3 permission Bureau | fermer/ouvrir les salles role=Bureau action=fermer/ouvrir les salles allow=true",
            "3 permission Bureau | changer les encres role=Bureau action=changer les encres allow=true",
        ]
    );
}
