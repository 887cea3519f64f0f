use crate::rule::rule;
use crate::{Context, Report};
use abide_diagnostics::{Edit, Fix, Severity};
use abide_syntax::{NodeId, Table, TextRange};

rule! {
    /// A row of a table has more or fewer cells than the table has columns.
    ///
    /// ## Why it matters
    ///
    /// What stands in surplus cells is not shown at all. A row that is too short may have its values under the wrong
    /// columns.
    ///
    /// ## What counts
    ///
    /// A `|` ends a cell, also within code, unless a `\` stands before it. Empty cells at the end of a row that is too
    /// long lose nothing and are not reported, and neither is a row of a single bold cell: it divides the table. A line
    /// of text right under a table is a row of it.
    ///
    /// ## How to mend it
    ///
    /// Write `\|` for a `|` that is meant as text. The safe fix adds the empty cells that a renderer would add. The unsafe
    /// fixes write `\|` within code where that makes the row fit, and put a blank line before text that is no row.
    ///
    /// ## Examples
    ///
    /// ```template
    /// # Spec Name
    /// ## Risks
    /// Which?
    /// ```
    ///
    /// ```document
    /// # Export
    /// ## Risks
    /// | Risk | Impact |
    /// |---|---|
    /// | Slow | high | and costly |
    ///               ~~~~~~~~~~~~~~ this row has 3 cells, the table 2 columns: the rest is not shown
    /// | Late |
    /// ~~~~~~~~ this row has 1 cell, the table 2 columns
    /// | `a|b` | low |
    ///            ~~~ this row has 3 cells, the table 2 columns: the rest is not shown
    /// Both are rare.
    /// ~~~~~~~~~~~~~~ this line is shown as a row of the table above
    /// ```
    ///
    /// ```document
    /// # Export
    /// ## Risks
    /// | Risk | Impact |
    /// |---|---|
    /// | **Later** |
    /// | `a\|b` | low | |
    /// | Slow | high
    /// ```
    "ragged-row", default: Some(Severity::Warning), since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    if context.governing.is_none() {
        return;
    }
    for at in 0..context.document.nodes().len() {
        let Some(table) = Table::new(context.document, NodeId(at as u32)) else { continue };
        let Some(head) = table.head() else { continue };
        let columns = table.written_cells(head);
        for row in table.rows() {
            // In a table whose head has no `|` at its end, one at the end of a row opens an empty cell.
            let closed = |row| ends_with_pipe(context.document.source(row).trim());
            let written = table.written_cells(row);
            let open = usize::from(!closed(head) && closed(row));
            if written > columns {
                too_long(context, table, row, columns, report);
            } else if written < columns && written + open != columns {
                too_short(context, table, (head, row), columns, report);
            }
        }
    }
}

fn too_short(context: &Context, table: Table, (head, row): (NodeId, NodeId), columns: usize, report: &mut Report) {
    let document = context.document;
    let written = table.written_cells(row);
    let line = document.node(row).range.trim(document.text());
    let source = document.slice(line);
    if !has_pipe(source) {
        let blank = format!("{}\n", prefix(document.text(), line));
        let start = document.lines().line_start(document.line(line.start)) as usize;
        report
            .at(line, "this line is shown as a row of the table above")
            .help("put a blank line before it")
            .fix(Fix::not_safe("put a blank line before it", vec![Edit::insert(start, blank)]));
        return;
    }
    let cells = source.trim_matches('|').trim();
    if written == 1 && (cells.starts_with("**") || cells.starts_with("__") || cells.is_empty()) {
        return;
    }
    let finding = report.at(line, format!("this row has {}, the table {columns} columns", cells_of(written)));
    if source.starts_with('|') && !document.source(head).trim().starts_with('|') {
        finding.help("a `|` at the start of a row opens no cell: write `| |` for an empty first cell");
        return;
    }
    let missing = " |".repeat(columns.saturating_sub(written));
    let missing = if ends_with_pipe(source) { missing } else { format!(" |{missing}") };
    finding
        .help("write the missing cells, if empty")
        .fix(Fix::safe("add the empty cells", vec![Edit::insert(line.end(), missing)]));
}

fn too_long(context: &Context, table: Table, row: NodeId, columns: usize, report: &mut Report) {
    let document = context.document;
    let written = table.written_cells(row);
    let line = document.node(row).range.trim(document.text());
    let source = document.slice(line);
    let Some(surplus) = surplus(source, columns) else { return };
    let range = TextRange::new(line.start() + surplus.start(), line.end());
    if range.slice(document.text()).trim_matches(['|', ' ', '\t']).is_empty() {
        return;
    }
    let message = format!("this row has {}, the table {columns} columns: the rest is not shown", cells_of(written));
    let finding = report.at(range, message).label("not shown");
    let pipes = in_code(source);
    if !pipes.is_empty() && written == columns + pipes.len() {
        let edits = pipes.iter().map(|pipe| Edit::insert(line.start() + pipe, "\\")).collect();
        finding
            .help("write `\\|` for a `|` within code")
            .fix(Fix::not_safe("write `\\|` within code", edits));
    } else {
        finding.help("join the cells, or write `\\|` for a `|` that is meant as text");
    }
}

fn ends_with_pipe(source: &str) -> bool {
    source.ends_with('|') && !source.ends_with("\\|")
}

fn cells_of(count: usize) -> String {
    if count == 1 { "1 cell".to_owned() } else { format!("{count} cells") }
}

/// What stands before the row on its line: the marks of a quote or the indent of a list.
fn prefix(text: &str, row: TextRange) -> &str {
    let before = text.get(..row.start()).unwrap_or_default();
    before.rsplit('\n').next().unwrap_or_default().trim_end()
}

/// The bytes of all `|` that end a cell.
fn pipes(source: &str) -> impl Iterator<Item = usize> + '_ {
    let mut escaped = false;
    source.bytes().enumerate().filter_map(move |(at, byte)| match byte {
        b'\\' => {
            escaped = !escaped;
            None
        }
        b'|' if !escaped => Some(at),
        _ => {
            escaped = false;
            None
        }
    })
}

fn has_pipe(source: &str) -> bool {
    pipes(source).next().is_some()
}

/// From the `|` behind the last column to the end of the row.
fn surplus(source: &str, columns: usize) -> Option<TextRange> {
    let leading = usize::from(source.starts_with('|'));
    let at = pipes(source).nth(columns - 1 + leading)?;
    Some(TextRange::new(at, source.len()))
}

/// The `|` that stand between two backticks.
fn in_code(source: &str) -> Vec<usize> {
    let mut open = false;
    let mut found = Vec::new();
    let mut held = Vec::new();
    for (at, byte) in source.bytes().enumerate() {
        match byte {
            b'`' => {
                if open {
                    found.append(&mut held);
                }
                held.clear();
                open = !open;
            }
            b'|' if open && !source.get(..at).is_some_and(|before| before.ends_with('\\')) => held.push(at),
            _ => {}
        }
    }
    found
}
