//! The plan as text.

use super::Dialect;
use super::column::Column;
use super::name::{name, names};
use super::plan::{Foreign, Plan, Table};
use std::fmt::Write;

/// All statements.
pub(super) fn script(plan: &Plan, dialect: Dialect) -> String {
    let mut text = String::new();
    if dialect == Dialect::Sqlite && plan.tables.iter().any(|table| !table.foreign.is_empty()) {
        text.push_str("PRAGMA foreign_keys = ON;\n\n");
    }
    for table in &plan.tables {
        create(table, dialect, &mut text);
    }
    if dialect == Dialect::PostgreSql {
        for table in &plan.tables {
            for foreign in table.foreign.iter().filter(|foreign| foreign.late) {
                let column = name(foreign.column);
                let _ = writeln!(
                    text,
                    "ALTER TABLE {} ADD FOREIGN KEY ({column}) {};\n",
                    name(table.name),
                    references(foreign)
                );
            }
        }
    }
    for index in &plan.indexes {
        let unique = if index.unique { "UNIQUE " } else { "" };
        let columns = names(index.columns.iter().copied());
        let _ = writeln!(
            text,
            "CREATE {unique}INDEX {} ON {} ({columns});",
            name(&index.name),
            name(index.table)
        );
    }
    text
}

fn create(table: &Table, dialect: Dialect, text: &mut String) {
    let mut lines: Vec<String> = Vec::new();
    for column in &table.columns {
        let comment = column
            .description
            .map(|about| format!("    -- {}\n", about.split_whitespace().collect::<Vec<_>>().join(" ")));
        lines.push(format!("{}    {}", comment.unwrap_or_default(), definition(table, column, dialect)));
    }
    if table.primary.len() > 1 {
        lines.push(format!("    PRIMARY KEY ({})", names(table.primary.iter().copied())));
    }
    for columns in &table.unique {
        lines.push(format!("    UNIQUE ({})", names(columns.iter().copied())));
    }
    let _ = writeln!(text, "CREATE TABLE {} (\n{}\n);\n", name(table.name), lines.join(",\n"));
}

fn definition(table: &Table, column: &Column, dialect: Dialect) -> String {
    let mut text = name(column.name);
    if let Some(kind) = &column.kind {
        let _ = write!(text, " {}", kind.text);
    }
    if table.primary == [column.name] {
        // SQLite lets a primary key be null unless told otherwise.
        text.push_str(if dialect == Dialect::Sqlite { " NOT NULL PRIMARY KEY" } else { " PRIMARY KEY" });
    } else if column.required {
        text.push_str(" NOT NULL");
    }
    if column.unique {
        text.push_str(" UNIQUE");
    }
    if let Some(default) = &column.default {
        let _ = write!(text, " DEFAULT {default}");
    }
    for check in &column.checks {
        let _ = write!(text, " CHECK ({check})");
    }
    let pointing = table.foreign.iter().find(|foreign| foreign.column == column.name);
    if let Some(foreign) = pointing.filter(|foreign| !foreign.late || dialect == Dialect::Sqlite) {
        let _ = write!(text, " {}", references(foreign));
    }
    text
}

fn references(foreign: &Foreign) -> String {
    format!("REFERENCES {} ({}){}", name(&foreign.table), name(&foreign.target), foreign.actions)
}
