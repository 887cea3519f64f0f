//! What a ledger needs of a database. The statements are the same in all of them; each kind has its own schema.

use crate::LedgerError;
use std::borrow::Cow;

/// A value that goes into a statement.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value<'a> {
    /// Nothing.
    Null,
    /// A number.
    Number(i64),
    /// A text.
    Text(Cow<'a, str>),
}

impl<'a> Value<'a> {
    /// A text. What PostgreSQL cannot hold is marked as lost, in every kind of ledger alike.
    pub fn text(text: &'a str) -> Self {
        match text.contains('\0') {
            true => Self::Text(Cow::Owned(text.replace('\0', "\u{FFFD}"))),
            false => Self::Text(Cow::Borrowed(text)),
        }
    }

    /// A text made for the occasion.
    pub fn owned(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }

    /// A text, or nothing.
    pub fn optional(text: Option<&'a str>) -> Self {
        text.map_or(Self::Null, Self::text)
    }
}

/// One row of an answer.
pub(crate) trait Cells {
    /// The number in a column.
    fn number(&self, column: usize) -> Result<i64, LedgerError>;
    /// The text in a column, where there is one.
    fn optional(&self, column: usize) -> Result<Option<String>, LedgerError>;

    /// The text in a column.
    fn text(&self, column: usize) -> Result<String, LedgerError> {
        self.optional(column)?.ok_or_else(|| LedgerError::Damaged("nothing where a text must be".into()))
    }
}

/// One statement with its values, numbered from `?1`.
pub(crate) type Statement<'a> = (&'static str, Vec<Value<'a>>);

/// A database that a ledger is kept in.
pub(crate) trait Database: Send + Sync {
    /// Asks a question; `row` gets each row of the answer.
    fn query(
        &self,
        sql: &str,
        values: &[Value<'_>],
        row: &mut dyn FnMut(&dyn Cells) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError>;

    /// Writes all of these rows, or none of them.
    fn write(&self, statements: &[Statement<'_>]) -> Result<(), LedgerError>;

    /// Writes so that it outlasts the machine's power, and everything written before with it.
    fn write_through(&self, statements: &[Statement<'_>]) -> Result<(), LedgerError>;

    /// The second that a column `at` stands for, as an expression.
    fn second_of_at(&self) -> &'static str;
}
