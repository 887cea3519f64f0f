//! In what an entity is written: that decides what an unmarked field means.

use super::Entity;
use abide_model::Item;

/// The notation of an entity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Form {
    /// Nothing is said of fields without a mark.
    #[default]
    Loose,
    /// A table: columns without NOT NULL may be null.
    Table,
    /// A type whose notation marks what may be absent; fields without a mark are there.
    Strict {
        /// Whether what may be null may also be left out.
        absent_by_null: bool,
    },
}

impl Form {
    pub(super) fn of(entity: &Entity) -> Self {
        let head = head(entity.document.text, entity.item);
        let lower = head.to_lowercase();
        let first = lower.split_whitespace().next().unwrap_or_default();
        let words = || lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        if lower.starts_with("create ") || words().any(|word| matches!(word, "table" | "tabla" | "tabelle")) {
            return Form::Table;
        }
        if lower.contains("テーブル") || head.contains('表') {
            return Form::Table;
        }
        let sql_types = entity.fields.iter().filter(|field| field.written().is_some_and(is_sql)).count();
        if sql_types * 2 > entity.fields.len() {
            return Form::Table;
        }
        let opens = lower.trim_start_matches("export ").trim_start_matches("declare ");
        if opens.starts_with("interface ") || opens.starts_with("type ") && lower.contains(['=', '{']) {
            // A Go struct marks nothing.
            return if lower.contains(" struct") {
                Form::Loose
            } else {
                Form::Strict { absent_by_null: false }
            };
        }
        if first == "class" && head.ends_with(':') {
            return Form::Strict { absent_by_null: true };
        }
        let rust = lower.trim_start_matches("pub ").starts_with("struct ") || first == "pub(crate)";
        if rust && lower.contains('{') || first == "model" && lower.contains('{') {
            return Form::Strict { absent_by_null: true };
        }
        Form::Loose
    }
}

/// The first line of an item as it stands in the source.
fn head<'a>(text: &'a str, item: &Item) -> &'a str {
    let start =
        text.get(..item.range.start as usize).map_or(0, |before| before.rfind('\n').map_or(0, |at| at + 1));
    text.get(start..).unwrap_or_default().lines().next().unwrap_or_default().trim()
}

/// Types that only databases have.
fn is_sql(written: &str) -> bool {
    let lower = written.trim().trim_matches('`').to_lowercase();
    let word: String = lower.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    matches!(
        word.as_str(),
        "varchar"
            | "nvarchar"
            | "bigint"
            | "smallint"
            | "serial"
            | "bigserial"
            | "timestamptz"
            | "jsonb"
            | "bytea"
            | "tinyint"
            | "mediumtext"
            | "longtext"
            | "citext"
    ) || matches!(
        written.trim().trim_matches('`'),
        "TEXT" | "INTEGER" | "REAL" | "BLOB" | "TIMESTAMP" | "BOOLEAN" | "NUMERIC"
    )
}
