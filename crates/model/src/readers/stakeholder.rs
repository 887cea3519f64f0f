//! Who owns, reviews, or is affected.

use super::Reader;
use crate::grid::Grid;
use crate::heads;
use crate::items::Draft;
use crate::text::{self, says_nothing};
use crate::{Context, Items, Kind};
use abide_syntax::{SectionId, TextRange};
use abide_template::names_concept;

pub(super) const READER: Reader = Reader {
    name: "stakeholder",
    kinds: &[Kind::Stakeholder],
    documentation: "\
A named owner, reviewer, team or external party: a bullet, row or sentence part under stakeholders or owners. In `Role: Name` with a role \
such as owner or reviewer the name is the key, in `Name — role` too.",
    read,
};

/// Labels that say a role rather than a name.
const ROLES: &[&str] = &[
    "owner",
    "owners",
    "author",
    "authors",
    "reviewer",
    "reviewers",
    "approver",
    "approvers",
    "delivery",
    "deliveryowner",
    "review",
    "signoff",
    "informed",
    "consulted",
    "accountable",
    "responsible",
    "sponsor",
    "productowner",
    "techlead",
    "teams",
    "team",
    "users",
    "externalsystems",
    "external",
    "vendors",
    "maintainer",
    "maintainers",
    "stakeholders",
    "productmanager",
    "engineeringlead",
    "designer",
    "lead",
    "contact",
    "propietario",
    "responsable",
    "revisor",
    "equipo",
    "担当",
    "レビュー",
    "담당",
    "负责人",
    "ответственный",
    "deliveryteam",
    "securityreview",
    "decisionmaker",
    "decisionmakers",
    "primary",
    "secondary",
    "internal",
    "consumers",
];

/// Labels that say whose work it is, in front of a name.
const DISCIPLINES: &[&str] = &[
    "product",
    "engineering",
    "qa",
    "design",
    "security",
    "operations",
    "ops",
    "legal",
    "frontend",
    "backend",
    "data",
    "support",
];

/// Whether a text is names of people: one to three words in capitals each.
fn is_people(text: &str) -> bool {
    text.trim_end_matches('.').split(',').all(|name| {
        let words: Vec<&str> = name.split_whitespace().collect();
        (1..=3).contains(&words.len())
            && words.iter().all(|word| word.starts_with(|c: char| c.is_uppercase() || c == '@'))
    })
}

/// Tables of people with their duties and accounts, wherever they stand: "Name | GitHub | Role".
fn members(context: &Context, items: &mut Items) {
    const ACCOUNTS: &[&str] = &[
        "github",
        "github username",
        "github handle",
        "student id",
        "student number",
        "matrikelnummer",
        "linkedin",
        "學號",
        "学号",
        "学籍番号",
        "학번",
    ];
    const DUTIES: &[&str] = &[
        "role",
        "roles",
        "responsibility",
        "responsibilities",
        "contribution",
        "rol",
        "rôle",
        "rolle",
        "função",
        "役割",
        "担当",
        "역할",
        "角色",
        "分工",
        "роль",
    ];
    for grid in context.grids() {
        if context.outline.holds(grid.section, Kind::Stakeholder)
            || context.outline.within(grid.section, super::entity::NOT_OWN)
            || grid.exact_column(ACCOUNTS).is_none()
        {
            continue;
        }
        let (Some(name), Some(role)) = (grid.exact_column(heads::PERSON), grid.exact_column(DUTIES)) else {
            continue;
        };
        for row in grid.filled_rows() {
            if let Some(person) = row.said(Some(name)) {
                push(items, grid.section, row.range, person, row.said(Some(role)));
            }
        }
    }
}

fn read(context: &Context, items: &mut Items) {
    members(context, items);
    for (id, section) in context.sections_of(Kind::Stakeholder) {
        // "### Stakeholders: Ada (design), Team Blue" answers in the heading.
        if let Some((_, named)) = section.title.split_once(": ").filter(|_| context.statements(id).is_empty())
        {
            let named = named.trim_end_matches('.');
            for part in named.split([',', ';']).filter(|part| part.split_whitespace().count() <= 6) {
                let (name, role) = match part.trim().strip_suffix(')').and_then(|part| part.split_once(" ("))
                {
                    Some((name, role)) => (name, Some(role)),
                    None => (part, None),
                };
                push(items, id, section.title_range, name, role);
            }
        }
        for statement in context.statements(id) {
            // A box under "Sign-off" is a check, unless it says who signs.
            let signs = text::labelled(&statement.text).is_some() || statement.text.starts_with('@');
            if says_nothing(&statement.text) || statement.boxed && !signs {
                continue;
            }
            let group = statement.groups.last().map(String::as_str);
            // A sentence about code is no name.
            let coded = text::code_spans(context.document, statement.first, statement.end).next().is_some();
            let named = text::labelled(&statement.text).is_some();
            if !named && !coded && is_roll(&statement.text) {
                for name in text::parts(statement.text.trim_end_matches('.'), &[',', ';', '、']) {
                    push(items, id, statement.range, name, None);
                }
                continue;
            }
            let words = statement.text.split_whitespace().count();
            if !named && (coded || words > 7 || statement.text.ends_with('?')) {
                continue;
            }
            lines(&statement.text, group, id, statement.range, items);
        }
        for grid in context.grids_of(id) {
            if duties(grid, items) || super::permission::is_matrix(context, grid) {
                continue;
            }
            let name = grid.column(heads::PERSON);
            let role = grid.column(heads::DUTY);
            let Some(column) = name.or(Some(0)).filter(|_| !grid.heads.is_empty()) else { continue };
            for row in grid.filled_rows() {
                if let Some(name) = row.said(Some(column)).or_else(|| row.said(role)) {
                    push(items, id, row.range, name, row.said(role.filter(|at| *at != column)));
                }
            }
        }
        // A section of one sentence: "Teams, users, external systems".
        if context.statements(id).is_empty()
            && let Some((node, range)) = context.paragraphs(id).next()
        {
            let text = context.text(node);
            // "Goal: print, fast" is about something else.
            let other = text::labelled(&text).is_some_and(|cut| names_concept(cut.label));
            if text.len() < 200
                && text.contains(',')
                && !text.contains(". ")
                && !says_nothing(&text)
                && !other
            {
                for part in text.split([',', ';']) {
                    let part = part.trim().trim_start_matches("and ");
                    if part.split_whitespace().count() <= 6 {
                        push(items, id, range.trim(context.document.text()), part, None);
                    }
                }
            }
        }
    }
}

/// "Owner, printers (day and night), QA, Acme": several in one line, each in a few words.
fn is_roll(text: &str) -> bool {
    const LEAST: usize = 3;
    const LONGEST: usize = 4;
    let parts = text::parts(text.trim_end_matches('.'), &[',', ';', '、']);
    let short = |part: &&str| {
        let bare = part.split('(').next().unwrap_or(part).trim();
        (1..=LONGEST).contains(&bare.split_whitespace().count()) && !bare.contains(['.', ':', '?'])
    };
    parts.len() >= LEAST && parts.iter().all(short)
}

/// A table of who is responsible, accountable, consulted and informed: each of its columns names one.
fn duties(grid: &Grid, items: &mut Items) -> bool {
    let letters = |text: &str| {
        let mut parts = text.split(['/', ',', ' ']).filter(|part| !part.is_empty()).peekable();
        parts.peek().is_some() && parts.all(|part| matches!(part, "R" | "A" | "C" | "I" | "S"))
    };
    let columns = || 1..grid.heads.len();
    let cells = |column: usize| grid.filled_rows().filter_map(move |row| row.said(Some(column)));
    let all = columns().flat_map(cells).all(letters);
    if !all || columns().flat_map(cells).count() < grid.heads.len() {
        return false;
    }
    let Some(range) = grid.rows().first().map(|row| row.range) else { return false };
    for column in columns() {
        let Some(title) = grid.titles.get(column) else { continue };
        let role: Vec<String> = grid
            .filled_rows()
            .filter_map(|row| Some(format!("{}: {}", row.said(Some(0))?, row.said(Some(column))?)))
            .collect();
        push(items, grid.section, range, title, Some(&role.join("; ")));
    }
    true
}

/// "Delivery: Ada. Review: Team Blue." tells of several in one line.
fn lines(text: &str, group: Option<&str>, section: SectionId, range: TextRange, items: &mut Items) {
    let is_role = |part: &str| {
        text::labelled(part).is_some_and(|cut| ROLES.contains(&text::squash(cut.label).as_str()))
    };
    let mut rest = text;
    while is_role(rest)
        && let Some((at, _)) =
            rest.match_indices(". ").find(|(at, _)| rest.get(at + 2..).is_some_and(is_role))
    {
        line(rest.get(..at).unwrap_or_default(), group, section, range, items);
        rest = rest.get(at + 2..).unwrap_or_default();
    }
    line(rest, group, section, range, items);
}

fn line(text: &str, group: Option<&str>, section: SectionId, range: TextRange, items: &mut Items) {
    match text::labelled(text) {
        Some(cut) if ROLES.contains(&text::squash(cut.label).as_str()) => {
            if says_nothing(cut.rest) {
                return;
            }
            for name in cut.rest.trim_end_matches('.').split([',', ';']) {
                push(items, section, range, name, Some(cut.label));
            }
        }
        // "Engineering: Ada" names a person, "Engineering: builds it" does not.
        Some(cut) if DISCIPLINES.contains(&text::squash(cut.label).as_str()) && is_people(cut.rest) => {
            for name in cut.rest.trim_end_matches('.').split(',') {
                push(items, section, range, name, Some(cut.label));
            }
        }
        Some(cut) => push(items, section, range, cut.label, Some(cut.rest)),
        None => push(items, section, range, text, group),
    }
}

fn push(items: &mut Items, section: SectionId, range: TextRange, name: &str, role: Option<&str>) {
    let name = name.trim().trim_end_matches('.').trim_start_matches("and ").trim();
    if name.is_empty() || text::is_placeholder(name) || says_nothing(name) {
        return;
    }
    items.push(Draft::new(Kind::Stakeholder, section, range).key(name).said("role", role));
}

#[cfg(test)]
mod tests {
    use crate::readers::tests::reader_test;

    reader_test!(
        people_with_their_accounts,
        "# T\n| Name | GitHub | Role |\n|---|---|---|\n| Ada King | @ada | Press |\n## Data\n| Name | Email | Role |\n|---|---|---|\n| Bob | b@x | admin |\n",
        ["4 stakeholder Ada King role=Press"]
    );
    reader_test!(
        several_in_one_line,
        "# T\n## Stakeholders\n- Delivery: Team Blue (Ada). Review: Platform. Sign-off: Head of Lending.\n",
        [
            "3 stakeholder Team Blue (Ada) role=Delivery",
            "3 stakeholder Platform role=Review",
            "3 stakeholder Head of Lending role=Sign-off",
        ]
    );
    reader_test!(
        names_and_roles,
        "# T\n## Stakeholders\n- Owners of nets.\n- Owner: Ada, Team Blue\n- **Bo** — reviews the API\n- QA: Kim\n- Design: draws it\n- Who owns it?\n\n| Name | Role |\n|---|---|\n| Cy | sponsor |\n",
        [
            "3 stakeholder Owners of nets",
            "4 stakeholder Ada role=Owner",
            "4 stakeholder Team Blue role=Owner",
            "5 stakeholder Bo role=reviews the API",
            "6 stakeholder Kim role=QA",
            "7 stakeholder Design role=draws it",
            "12 stakeholder Cy role=sponsor",
        ]
    );
    reader_test!(
        duties_and_answers_in_the_heading,
        "# T\n## RACI matrix\n| Task | Ada | Team Blue |\n|---|---|---|\n| Texts | A/R | I |\n| Prints | C | |\n## Stakeholders: Bo (design), Acme\n",
        [
            "5 stakeholder Ada role=Texts: A/R; Prints: C",
            "5 stakeholder Team Blue role=Texts: I",
            "7 stakeholder Bo role=design",
            "7 stakeholder Acme",
        ]
    );
    reader_test!(
        a_table_in_another_language,
        "# T\n## 👥 Partes interessadas\n| Nome | Papel |\n|---|---|\n| Ana | Revisora |\n",
        ["5 stakeholder Ana role=Revisora"]
    );
    reader_test!(
        a_roll_in_one_line,
        "# T\n## Stakeholders\n- Owner, printers (day and night), QA.\n- Whoever reads, prints, or folds the pages of the day\n",
        ["3 stakeholder Owner", "3 stakeholder printers (day and night)", "3 stakeholder QA",]
    );
    reader_test!(
        boxes_of_a_sign_off,
        "# T\n## Sign-off\n- [x] Design approved\n- [ ] Owner: Ada\n",
        ["4 stakeholder Ada role=Owner"]
    );
}
