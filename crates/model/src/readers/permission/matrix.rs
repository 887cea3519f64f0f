//! Matrices of roles and actions, either way round.

use super::legend::{Allow, Legend, grades, is_access_word, is_mark};
use super::list::is_action;
use super::{ACTION, RESOURCE, push_for};
use crate::Items;
use crate::grid::{Cell, Grid, Row};
use abide_syntax::SectionId;

/// The share of cells that say yes or no, or how far.
pub(super) fn share_of_marks(grid: &Grid, legend: &Legend) -> f32 {
    let (mut marks, mut cells) = (0u32, 0u32);
    let labels = label_columns(grid, legend);
    // All blank says nothing.
    let mut said = false;
    for row in grid.filled_rows() {
        for (_, cell) in judged(grid, row, labels) {
            cells += 1;
            marks += u32::from(is_mark(&cell.text, legend));
            said |= !cell.text.trim().is_empty();
        }
    }
    if cells == 0 || !said { 0.0 } else { marks as f32 / cells as f32 }
}

/// The cells of a row that speak of a right.
fn judged<'a>(grid: &'a Grid, row: &'a Row, labels: usize) -> impl Iterator<Item = (usize, &'a Cell)> {
    let cells = row.cells.iter().enumerate().skip(labels);
    cells.filter(|(at, _)| grid.titles.get(*at).is_some_and(|title| !is_note(title)))
}

/// The number of leading columns that name what is done: an action, a resource, an endpoint, a description.
fn label_columns(grid: &Grid, legend: &Legend) -> usize {
    let marks = |at: usize| {
        let mut cells = grid
            .filled_rows()
            .filter_map(|row| row.cells.get(at))
            .filter(|cell| !cell.text.trim().is_empty());
        cells.any(|cell| is_mark(&cell.text, legend) && !is_access_word(&cell.text))
    };
    let names = |at: usize| part(grid, at) != Part::Other || holds_operations(grid, at);
    let more = (1..grid.heads.len().saturating_sub(1)).take_while(|at| names(*at) && !marks(*at));
    1 + more.count()
}

/// What a leading column says of the thing that is done.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Number,
    Method,
    Path,
    Action,
    Resource,
    Description,
    Other,
}

fn part(grid: &Grid, at: usize) -> Part {
    let Some(head) = grid.heads.get(at).map(|head| head.trim_matches('`')) else { return Part::Other };
    match head {
        "#" | "no" | "no." | "nr" | "id" => Part::Number,
        "method" | "http method" | "verb" | "http verb" | "http" => Part::Method,
        "endpoint"
        | "endpoints"
        | "path"
        | "route"
        | "url"
        | "uri"
        | "api"
        | "api endpoint"
        | "endpunkt"
        | "エンドポイント"
        | "エンドポイント / 操作"
        | "接口"
        | "엔드포인트" => Part::Path,
        "description" | "details" | "summary" | "beschreibung" | "descripción" | "説明" | "描述" => {
            Part::Description
        }
        head if ACTION.contains(&head) => Part::Action,
        head if RESOURCE.contains(&head) => Part::Resource,
        _ => Part::Other,
    }
}

const METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// `GET /orders`, as a whole cell or its start.
fn is_operation(text: &str) -> bool {
    let mut words = text.trim().trim_matches('`').split_whitespace();
    words.next().is_some_and(|method| METHODS.contains(&method))
        && words.next().is_some_and(|path| path.starts_with('/'))
}

/// Whether all that a column says are operations, paths or methods.
fn holds_operations(grid: &Grid, at: usize) -> bool {
    let mut said = false;
    let mut texts = grid.filled_rows().map(|row| row.text(Some(at)).trim().trim_matches('`'));
    let all = texts.all(|text| {
        let fits = is_operation(text) || text.starts_with('/') || METHODS.contains(&text);
        said |= fits;
        fits || text.is_empty()
    });
    all && said
}

/// Whether the leading columns name actions or operations, so that the others can only be those who may.
pub(super) fn rows_are_actions(grid: &Grid, legend: &Legend) -> bool {
    let labels = label_columns(grid, legend);
    (0..labels).any(|at| matches!(part(grid, at), Part::Action | Part::Path) || holds_operations(grid, at))
        || tells_deeds(grid)
}

/// Whether most rows begin with what is done: "Delete an order".
fn tells_deeds(grid: &Grid) -> bool {
    let (deeds, rows) = grid
        .filled_rows()
        .fold((0, 0), |(deeds, rows), row| (deeds + usize::from(is_action(row.text(Some(0)))), rows + 1));
    rows >= 3 && deeds * 3 >= rows * 2
}

/// What a row is about: the action, and the operation that does it where a column of its own names one.
struct Subject {
    action: String,
    endpoint: Option<String>,
}

/// Reads what each row is about; a resource named once holds for the rows below it.
struct Subjects {
    labels: usize,
    resource: String,
}

impl Subjects {
    fn of(&mut self, grid: &Grid, row: &Row) -> Subject {
        let (mut words, mut method, mut path, mut description) = (Vec::new(), None, None, None);
        let (mut endpoint, mut resource) = (None, None);
        for at in 0..self.labels {
            let text = row.text(Some(at)).trim().trim_matches('`').trim();
            match part(grid, at) {
                Part::Resource if !text.is_empty() && !is_operation(text) => {
                    self.resource = text.to_owned();
                    resource = Some(at);
                }
                Part::Resource if text.is_empty() => resource = Some(at),
                _ if text.is_empty() => {}
                _ if is_operation(text) && self.labels > 1 => endpoint = Some(text.to_owned()),
                Part::Number => {}
                Part::Method => method = Some(text),
                Part::Path => path = Some(text),
                Part::Description => description = Some(text),
                _ if METHODS.contains(&text) => method = Some(text),
                _ => words.push(text.to_owned()),
            }
        }
        match (method, path, resource) {
            (Some(method), Some(path), _) => endpoint = Some(format!("{method} {path}")),
            (Some(method), None, Some(_)) if self.resource.starts_with('/') => {
                endpoint = Some(format!("{method} {}", self.resource));
                resource = None;
            }
            (None, Some(path), _) | (Some(path), None, _) => words.push(path.to_owned()),
            (None, None, _) => {}
        }
        if resource.is_some() && !self.resource.is_empty() {
            words.push(self.resource.clone());
        }
        if words.is_empty() {
            words.extend(endpoint.take().or_else(|| description.map(str::to_owned)));
        }
        Subject { action: words.join(" "), endpoint }
    }
}

/// Words that name roles wherever they stand alone.
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

fn is_role(text: &str) -> bool {
    let text = text.trim().trim_matches(['`', '*']).to_lowercase();
    ROLES.contains(&text.as_str())
}

/// Whether a head that is no label names a role for sure.
pub(super) fn some_column_is_a_role(grid: &Grid, legend: &Legend) -> bool {
    grid.heads.iter().skip(label_columns(grid, legend)).any(|head| is_role(head))
}

/// Heads that look like roles, for a matrix outside of a section on permissions.
pub(super) fn columns_are_roles(grid: &Grid, legend: &Legend) -> bool {
    let labels = label_columns(grid, legend);
    let roles = grid.heads.iter().skip(labels).filter(|head| is_role(head)).count();
    roles >= 2 || (roles == 1 && grid.heads.len() == labels + 1)
}

/// Whether the first cells name roles and the heads do not: a matrix that lies on its side, whatever stands in its corner.
pub(super) fn rows_are_roles(grid: &Grid) -> bool {
    let (mut roles, mut rows) = (0, 0);
    for row in grid.filled_rows() {
        rows += 1;
        roles += usize::from(is_role(row.text(Some(0))));
    }
    let heads = || grid.heads.iter().zip(&grid.titles).skip(1);
    let operations = heads().any(|(_, title)| is_operation(title));
    !heads().any(|(head, _)| is_role(head)) && (operations || (roles >= 2 && roles * 2 >= rows))
}

pub(super) fn roles_in_columns(grid: &Grid, legend: &Legend, items: &mut Items) {
    let labels = label_columns(grid, legend);
    let mut subjects = Subjects { labels, resource: String::new() };
    for row in grid.filled_rows() {
        let subject = subjects.of(grid, row);
        for (at, cell) in judged(grid, row, labels) {
            let Some(role) = grid.titles.get(at) else { continue };
            cell_permission(items, grid.section, row, role, &subject, legend.meaning(&cell.text));
        }
    }
}

pub(super) fn roles_in_rows(grid: &Grid, legend: &Legend, items: &mut Items) {
    for row in grid.filled_rows() {
        let role = row.text(Some(0)).to_owned();
        for (at, cell) in judged(grid, row, 1) {
            let Some(action) = grid.titles.get(at) else { continue };
            let subject = Subject { action: action.clone(), endpoint: None };
            cell_permission(items, grid.section, row, &role, &subject, legend.meaning(&cell.text));
        }
    }
}

/// A grade such as `read` belongs to the action; anything else is its condition.
fn cell_permission(
    items: &mut Items,
    section: SectionId,
    row: &Row,
    role: &str,
    subject: &Subject,
    allow: Allow,
) {
    let endpoint = subject.endpoint.as_deref();
    match allow {
        // "read, write" gives two.
        Allow::If(grade) if grades(&grade).len() > 1 => {
            for grade in grades(&grade) {
                let action = format!("{grade} {}", subject.action);
                push_for(items, section, row.range, role, (&action, endpoint), &Allow::Yes);
            }
        }
        Allow::If(grade)
            if is_access_word(&grade) && grade.split_whitespace().count() == 1 && !says_whose(&grade) =>
        {
            let action = format!("{grade} {}", subject.action);
            push_for(items, section, row.range, role, (&action, endpoint), &Allow::Yes);
        }
        allow => push_for(items, section, row.range, role, (&subject.action, endpoint), &allow),
    }
}

fn is_note(head: &str) -> bool {
    matches!(
        head.to_lowercase().as_str(),
        "notes"
            | "note"
            | "description"
            | "comment"
            | "comments"
            | "remarks"
            | "remark"
            | "condition"
            | "conditions"
            | "reason"
            | "rationale"
            | "status"
            | "error"
            | "response"
            | ""
    )
}

/// Whether a cell says with whose things: `own`, `others'`.
fn says_whose(cell: &str) -> bool {
    let word = cell.trim().trim_matches(['*', '`', '\'', '’']).to_lowercase();
    matches!(word.as_str(), "own" | "self" | "other" | "others")
}
