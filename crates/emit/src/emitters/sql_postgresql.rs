use crate::emitter::emitter;
use crate::sql::{self, Dialect};
use crate::{Artifact, Source};

emitter! {
    /// Tables for PostgreSQL.
    "sql-postgresql", kinds: [Entity]
}

fn emit(source: &Source) -> Artifact {
    sql::emit(source, Dialect::PostgreSql, "sql-postgresql", "schema.postgresql.sql")
}
