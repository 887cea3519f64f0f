//! DDL of the entities that are tables, for two dialects.

mod column;
mod index;
mod kind;
mod name;
mod order;
mod plan;
mod write;

use crate::data::Data;
use crate::{Artifact, Source};
use plan::Plan;

/// The dialects, with what they differ in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    PostgreSql,
    Sqlite,
}

/// The DDL of a source: one file.
pub(crate) fn emit(source: &Source, dialect: Dialect, artifact: &str, file: &str) -> Artifact {
    let mut written = Artifact::default();
    let data = Data::read(source);
    let plan = Plan::new(source, &data, dialect, &mut written);
    if plan.tables.is_empty() {
        return written;
    }
    let text = format!("{}\n{}", source.commented_header(artifact, "--"), write::script(&plan, dialect));
    written.push(file, text);
    written
}
