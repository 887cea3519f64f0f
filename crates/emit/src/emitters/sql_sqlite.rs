use crate::emitter::emitter;
use crate::sql::{self, Dialect};
use crate::{Artifact, Source};

emitter! {
    /// Tables for SQLite.
    "sql-sqlite", kinds: [Entity]
}

fn emit(source: &Source) -> Artifact {
    sql::emit(source, Dialect::Sqlite, "sql-sqlite", "schema.sqlite.sql")
}
