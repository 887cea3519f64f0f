//! What the marks of a matrix mean.

use crate::Context;
use crate::grid::Grid;
use crate::text;
use abide_syntax::SectionId;

/// What a cell says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Allow {
    Yes,
    No,
    If(String),
}

/// The marks that a document explains: `R = read only`.
#[derive(Debug, Default)]
pub(super) struct Legend {
    pub(super) marks: Vec<(String, Allow)>,
}

impl Legend {
    pub(super) fn of(context: &Context, section: SectionId) -> Self {
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

    /// Where some cells are a circle and others a cross, the cross says no.
    pub(super) fn of_circles(&mut self, grid: &Grid) {
        let holds = |mark: &str| {
            grid.filled_rows()
                .any(|row| row.cells.iter().any(|cell| cell.text.trim().eq_ignore_ascii_case(mark)))
        };
        if holds("o") && holds("x") {
            for (mark, allow) in [("O", Allow::Yes), ("o", Allow::Yes), ("X", Allow::No), ("x", Allow::No)] {
                self.marks.push((mark.to_owned(), allow));
            }
        }
    }

    pub(super) fn meaning(&self, cell: &str) -> Allow {
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

pub(super) fn meaning(cell: &str) -> Allow {
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
        "yes" | "y" | "x" | "allow" | "allowed" | "true" | "full" | "full access" | "all" | "any" | "sí"
        | "si" | "oui" | "ja" | "sim" | "是" | "可" | "да" | "예" => Allow::Yes,
        "" | "no" | "n" | "-" | "–" | "—" | "deny" | "denied" | "false" | "none" | "no access" | "n/a"
        | "non" | "nein" | "não" | "否" | "不可" | "нет" | "아니오" | "--" => Allow::No,
        _ => Allow::If(text::one_line(bare)),
    }
}

pub(super) fn is_mark(cell: &str, legend: &Legend) -> bool {
    !matches!(legend.meaning(cell), Allow::If(_))
        || cell.starts_with(YES)
        || legend.marks.iter().any(|(mark, _)| mark == cell.trim())
        || is_access_word(cell)
}

/// `read`, `R/W`, `own only`: a grade of access rather than a sentence.
pub(super) fn is_access_word(cell: &str) -> bool {
    let lower = cell.to_lowercase();
    let words = [
        "read", "write", "own", "limited", "partial", "view", "rw", "r/w", "crud", "create", "edit",
        "manage", "self", "other",
    ];
    !grades(cell).is_empty()
        || cell.len() <= 24
            && cell.split_whitespace().count() <= 2
            && words.iter().any(|word| lower.starts_with(word))
}

/// The grades of access in a cell that is nothing but a list of them: "read, write", "view/edit".
pub(super) fn grades(cell: &str) -> Vec<&str> {
    const GRADES: &[&str] = &[
        "read", "write", "view", "create", "edit", "update", "delete", "list", "manage", "approve",
        "execute", "export",
    ];
    let parts: Vec<&str> =
        cell.split([',', '/', '+', '、']).flat_map(|part| part.split(" and ")).map(str::trim).collect();
    let all = parts.len() > 1 && parts.iter().all(|part| GRADES.contains(&part.to_lowercase().as_str()));
    if all { parts } else { Vec::new() }
}
