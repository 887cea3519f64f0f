//! The change log.

use super::Reader;
use crate::grid::Grid;
use crate::heads;
use crate::items::Draft;
use crate::text::says_nothing;
use crate::{Context, Items, Kind};
use abide_syntax::{NodeKind, SectionId, TextRange};
use abide_template::Concept;
use aho_corasick::AhoCorasick;
use std::sync::LazyLock;

pub(super) const READER: Reader = Reader {
    name: "change",
    kinds: &[Kind::Change],
    documentation: "\
One entry of the change log: a row of its table, a bullet or a heading that starts with a version or a date. The key is the version, or the \
date where there is no version.",
    read,
};

fn read(context: &Context, items: &mut Items) {
    for grid in context.grids() {
        if !context.outline.holds(grid.section, Kind::Change) && is_history(context, grid) {
            table(grid, items);
        }
    }
    for (id, section) in context.sections().skip(1) {
        if context.outline.kinds(id).is_empty() && is_told_by_days(context, id, &section.title) {
            for statement in context.statements(id) {
                entry(&statement.text, id, statement.range, items);
            }
        } else {
            closing_list(context, id, items);
        }
    }
    for (id, section) in context.sections_of(Kind::Change) {
        for grid in context.grids_of(id) {
            table(grid, items);
        }
        for statement in context.statements(id) {
            if !says_nothing(&statement.text) {
                entry(&statement.text, id, statement.range, items);
            }
        }
        for (node, range) in context.paragraphs(id) {
            // Lines of a paragraph may be entries each.
            let lines = context.lines(range);
            let several = lines.iter().filter(|(line, _)| dates(line).is_some()).count() > 1;
            if several {
                for (line, range) in &lines {
                    entry(line, id, *range, items);
                }
                continue;
            }
            let text = context.text(node);
            if text.len() < 400 {
                entry(&text, id, range.trim(context.document.text()), items);
            }
        }
        // "### 1.2.0 (2026-01-02)" below the change log.
        let title = section.title.as_ref();
        let numbered =
            ["Version ", "Release ", "Versión ", "Versão "].iter().find_map(|word| title.strip_prefix(word));
        if context.outline.concepts(id).is_empty() || numbered.is_some() {
            entry(numbered.unwrap_or(title), id, section.title_range, items);
        }
    }
}

/// "History" with a list whose entries all start with a day or a version.
fn is_told_by_days(context: &Context, id: SectionId, title: &str) -> bool {
    static WORDS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
        let words = ["histor", "revision", "version", "changes", "履歴", "이력", "历史"];
        AhoCorasick::builder().ascii_case_insensitive(true).build(words).ok()
    });
    let named = WORDS.as_ref().is_some_and(|words| words.is_match(title));
    let dated = |text: &str| {
        let first = text
            .split(|c: char| c.is_whitespace() || matches!(c, ':' | ',' | ')'))
            .next()
            .unwrap_or_default();
        is_version(first) || is_date(first)
    };
    let statements = if named { context.statements(id) } else { &[] };
    !statements.is_empty() && statements.iter().all(|statement| dated(&statement.text))
}

/// The last list of the document, each entry of which opens with a day and a colon and tells what was done: a change log
/// whose heading is missing.
fn closing_list(context: &Context, id: SectionId, items: &mut Items) {
    const PLANNED: &[Kind] =
        &[Kind::Change, Kind::Milestone, Kind::Task, Kind::Rollout, Kind::Decision, Kind::Question];
    let document = context.document;
    let last = document.section_blocks(id).last().map(|block| document.node(block));
    let Some(last) = last.filter(|block| matches!(block.kind, NodeKind::List { ordered: false })) else {
        return;
    };
    let at_end = document.text().get(last.range.end as usize..).is_some_and(|rest| rest.trim().is_empty());
    if !at_end || PLANNED.iter().any(|kind| context.outline.holds(id, *kind)) {
        return;
    }
    let told = |text: &str| {
        let day = dates(text).filter(|day| text.starts_with(day.as_str()) && day.len() >= "2026-01-02".len());
        day.and_then(|day| text.get(day.len()..))
            .is_some_and(|rest| rest.starts_with([':', '：']) || rest.starts_with(" — "))
    };
    let entries = context.statements(id).iter().filter(|entry| last.range.start <= entry.range.start);
    if entries.clone().count() > 1 && entries.clone().all(|entry| told(&entry.text) && !entry.boxed) {
        for entry in entries {
            self::entry(&entry.text, id, entry.range, items);
        }
    }
}

/// A table of versions with their days and changes, before the first section that is about something.
fn is_history(context: &Context, grid: &Grid) -> bool {
    let opens =
        grid.section.index() <= 1 || context.outline.concepts(grid.section).contains(&Concept::Metadata);
    opens
        && grid.exact_column(heads::VERSION).is_some()
        && grid.exact_column(heads::DATE).is_some()
        && (grid.exact_column(heads::SUMMARY).is_some() || grid.exact_column(heads::AUTHOR).is_some())
}

fn table(grid: &Grid, items: &mut Items) {
    let version = grid.column(heads::VERSION);
    let date = grid.column(heads::DATE);
    let author = grid.column(heads::AUTHOR);
    let summary = grid.column(heads::SUMMARY);
    for row in grid.filled_rows() {
        let (version, date) = (row.said(version), row.said(date));
        let Some(key) = version.or(date) else { continue };
        items.push(
            Draft::new(Kind::Change, grid.section, row.range)
                .key(key)
                .said("version", version)
                .said("date", date)
                .said("author", row.said(author))
                .said("summary", row.said(summary)),
        );
    }
}

fn entry(line: &str, section: SectionId, range: TextRange, items: &mut Items) {
    let bare = line.trim_start_matches(['[', '(', ' ', '*', '#']);
    let first = bare
        .split(|c: char| c.is_whitespace() || matches!(c, ']' | ')' | ':' | '—' | ','))
        .next()
        .unwrap_or_default();
    let version = Some(first).filter(|word| is_version(word));
    let date = dates(bare);
    let starts_with_date = date.as_ref().is_some_and(|date| bare.starts_with(date.as_str()));
    let Some(key) = version.or(date.as_deref().filter(|_| starts_with_date)) else { return };
    let rest = bare.get(key.len()..).unwrap_or_default();
    let summary = rest.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '`');
    let summary = match &date {
        Some(date) if version.is_some() => summary
            .strip_prefix(date.as_str())
            .unwrap_or(summary)
            .trim_start_matches(|c: char| !c.is_alphanumeric()),
        _ => summary,
    };
    let mut draft = Draft::new(Kind::Change, section, range).key(key).text(line);
    if let Some(version) = version {
        draft = draft.field("version", version);
    }
    items.push(draft.said("date", date.as_deref()).said("summary", Some(summary)));
}

/// `1.0`, `v2.3.1`, `0.1.0-rc1`
fn is_version(word: &str) -> bool {
    let bare = word.strip_prefix(['v', 'V']).unwrap_or(word);
    let digits = bare.starts_with(|c: char| c.is_ascii_digit());
    let dotted = bare.contains('.') || word.len() > bare.len();
    digits
        && dotted
        && bare.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+'))
        && !is_date(bare)
}

/// The first date like `2026-01-02` in a line.
fn dates(line: &str) -> Option<String> {
    let end = line.char_indices().nth(60).map_or(line.len(), |(at, _)| at);
    let head = line.get(..end)?;
    head.split(|c: char| !(c.is_ascii_digit() || matches!(c, '-' | '/' | '.')))
        .map(|word| word.trim_matches(['-', '/', '.']))
        .find(|word| is_date(word))
        .map(str::to_owned)
}

pub(super) fn is_date(word: &str) -> bool {
    let parts: Vec<&str> = word.split(['-', '/', '.']).collect();
    (parts.len() == 3 || parts.len() == 2 && parts.first().is_some_and(|year| year.len() == 4))
        && parts
            .iter()
            .all(|part| !part.is_empty() && part.len() <= 4 && part.chars().all(|c| c.is_ascii_digit()))
        && (parts.first().is_some_and(|part| part.len() == 4)
            || parts.last().is_some_and(|part| part.len() == 4))
}

#[cfg(test)]
mod tests {
    use crate::readers::tests::reader_test;

    reader_test!(
        a_history_by_days,
        "# T\n## History\n- 2024-05-02 – Ann: doors\n- 2024-04-01 – first draft\n## History of doors\n- Doors were round once\n",
        [
            "3 change 2024-05-02 date=2024-05-02 summary=Ann: doors",
            "4 change 2024-04-01 date=2024-04-01 summary=first draft"
        ]
    );

    reader_test!(
        rows_bullets_and_headings,
        "# T\n## Change Log\n| Version | Date | Author | Changes |\n|---|---|---|---|\n| 1.0 | 2026-01-02 | Ada | Initial |\n| 1.1 | YYYY-MM-DD | Author Name | x |\n\n- 2026-02-03: second look\n- **v2.0** (2026-03-01) — rewritten\n- general words\n",
        [
            "5 change 1.0 version=1.0 date=2026-01-02 author=Ada summary=Initial",
            "6 change 1.1 version=1.1 author=Author Name summary=x",
            "8 change 2026-02-03 date=2026-02-03 summary=second look",
            "9 change v2.0 version=v2.0 date=2026-03-01 summary=rewritten",
        ]
    );
    reader_test!(
        tables_in_other_languages,
        "# T\n## 修订记录\n| 版本 | 日期 | 作者 | 说明 |\n|---|---|---|---|\n| v1.1 | 2026-08-14 | 王 | 增加导出 |\n## Implementation History\n- 2026-01-10: first draft\n",
        [
            "5 change v1.1 version=v1.1 date=2026-08-14 author=王 summary=增加导出",
            "7 change 2026-01-10 date=2026-01-10 summary=first draft",
        ]
    );
    reader_test!(
        headings_that_say_version,
        "# T\n## Revision history\n### Version 1.1 (2026-03-02)\nRetries.\n\n- twice\n### Draft (2026-01-02)\nAll.\n",
        ["3 change 1.1 version=1.1 date=2026-03-02"]
    );
    reader_test!(
        lines_of_a_paragraph,
        "# T\n## Revision history\n2026-02-01 — accepted\n2026-01-15 — first draft\n",
        [
            "3 change 2026-02-01 date=2026-02-01 summary=accepted",
            "4 change 2026-01-15 date=2026-01-15 summary=first draft",
        ]
    );
    reader_test!(
        days_that_close_a_document,
        "# T\n## Press\nIt prints.\n- 2026-01-02: Came\n- 2026-02-03: Printed\n\nNot yet.\n## Trays\nThey hold.\n\n- 2026-03-04: Added trays\n- 2026-03-05: Moved them\n",
        [
            "11 change 2026-03-04 date=2026-03-04 summary=Added trays",
            "12 change 2026-03-05 date=2026-03-05 summary=Moved them"
        ]
    );
    reader_test!(
        a_history_at_the_top,
        "# T\n| Version | Date | Author | Changes |\n|---|---|---|---|\n| 1.1 | 2026-03-02 | Ida | retries |\n## Releases of the parts\n| Version | Date | Changes |\n|---|---|---|\n| 7 | 2026-01-01 | none |\n",
        ["4 change 1.1 version=1.1 date=2026-03-02 author=Ida summary=retries"]
    );
}
