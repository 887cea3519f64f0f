//! Migrations apply on an empty database, and again without change.

use crate::claim::{Claim, Needs, Outcome};
use crate::probe::{ItemContext, Probe};
use crate::process::{Exit, Finished};
use crate::project::Project;
use crate::stage::Stage;
use crate::target::{self, Places};
use crate::words;
use abide_ledger::{Digest, Strength};
use abide_model::Kind;
use rusqlite::{Connection, OpenFlags, types::ValueRef};
use std::path::Path;

/// Migrations apply on an empty database, and again without change.
pub const PROBE: Probe = Probe {
    name: "migration",
    summary: "Migrations apply on an empty database, and again without change",
    documentation: "\
Takes checks, requirements and rollout steps that say that migrations apply on an empty (new, fresh, clean) database, or that applying them \
again changes nothing. Statements about rolling back, existing data and downtime are not taken.

Needs a `migrate` of the target that names its database with `{database}`, in its words or in `env`: it runs on a new SQLite file of its own, \
never on the user's data.

Runs `migrate` on a database that does not exist, then again on the result. The first statement is refuted where the first run fails, or \
succeeds and leaves no table. The second is refuted where the second run fails, or where a table or a row differs after it.",
    kinds: &[Kind::Check, Kind::Requirement, Kind::Rollout],
    claims,
};

/// What a statement says about migrations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Says {
    empty: bool,
    again: bool,
}

fn claims(context: &ItemContext) -> Vec<Claim> {
    // A check with a command of its own says how it is to be tried.
    if context.item.text_field("command").is_some() {
        return Vec::new();
    }
    let Some(says) = read(&context.item.text) else { return Vec::new() };
    let mut claims = Vec::new();
    let project = &context.facts.project;
    let lacking = lacking(project);
    let mut claim = |title: &str, attempt: fn(&Stage) -> Outcome| match &lacking {
        Some(reason) => claims.push(Claim::settled(title, Outcome::blocked(reason.as_str()))),
        None => claims.push(Claim::new(title, Needs::Command, attempt)),
    };
    if says.empty {
        claim("`migrate` applies on an empty database", |stage| attempt(stage, false));
    }
    if says.again {
        claim("`migrate` applies again and changes nothing", |stage| attempt(stage, true));
    }
    claims
}

fn read(statement: &str) -> Option<Says> {
    let words = words::words(statement);
    let any = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    let about = any(&["migration", "migrations", "migrate", "migrates"])
        || any(&["schema"]) && any(&["apply", "applies", "applied"]);
    let applies = any(&[
        "apply",
        "applies",
        "applied",
        "applying",
        "succeed",
        "succeeds",
        "passes",
        "works",
        "completes",
        "run",
        "runs",
        "running",
        "rerun",
        "rerunning",
    ]);
    let other = any(&[
        "rollback",
        "revert",
        "reverts",
        "reversible",
        "down",
        "downtime",
        "existing",
        "production",
        "backfill",
        "preserve",
        "preserves",
        "rows",
        "legacy",
        "backup",
        "rolled",
        "staging",
    ]);
    if !about || !applies || other {
        return None;
    }
    let empty =
        any(&["empty", "fresh", "clean", "new", "blank"]) && any(&["db", "database", "schema", "databases"]);
    let cleanly = any(&["cleanly", "successfully"]) || statement.contains("without error");
    let again = any(&["again", "twice", "idempotent", "rerun", "rerunning", "repeated", "repeatedly"])
        || statement.contains("second time");
    (empty || cleanly || again).then_some(Says { empty: empty || (cleanly && !again), again })
}

/// Why `migrate` cannot be run on a database of its own.
fn lacking(project: &Project) -> Option<String> {
    let Some(described) = &project.target else {
        return Some("abide.toml has no target, and so no `migrate`".to_owned());
    };
    let name = &described.name;
    let Some(migrate) = &described.migrate else {
        return Some(format!("`targets.{name}` has no `migrate`; say which command applies the migrations"));
    };
    let other = |database: &String| database.contains("://") && !database.starts_with("sqlite:");
    if described.database.as_ref().is_some_and(other) {
        return Some("only SQLite databases are made anew for this proof, and the target's `database` is of another kind".to_owned());
    }
    let names_it = migrate.iter().chain(described.env.values()).any(|text| text.contains(target::DATABASE));
    (!names_it).then(|| {
        format!("`targets.{name}.migrate` does not name its database with `{{database}}`, so it would run on your own data")
    })
}

fn attempt(stage: &Stage, again: bool) -> Outcome {
    let project = &stage.facts.project;
    let Some(words) = project.target.as_ref().and_then(|target| target.migrate.as_ref()) else {
        return Outcome::blocked("there is no `migrate`");
    };
    let places = match Places::new(None) {
        Ok(places) => places,
        Err(error) => return Outcome::blocked(format!("there is no room for a new database: {error}")),
    };
    let database = places.other_database("migrated");
    let run = || stage.run_for_target(words, &places, &database);
    let first = match run() {
        Ok(finished) => finished,
        Err(outcome) => return outcome,
    };
    let sent = shell_words::join(words);
    let repeat = stage.repeated(words).replace(target::DATABASE, "$(mktemp -u)");
    let shown = |outcome: Outcome, finished: &Finished| {
        outcome.showing(format!("{sent}, on a new database"), written(finished)).repeated_by(repeat.as_str())
    };
    if let Some(outcome) = unfinished(stage, &first) {
        return shown(outcome, &first);
    }
    if first.exit != Exit::Code(0) {
        return shown(Outcome::refuted(format!("on an empty database it ended with {}", first.exit)), &first);
    }
    if !database.exists() {
        let reason = "it ended with success and did not make the database that it was given; see how `migrate` uses `{database}`";
        return shown(Outcome::unproven(reason), &first);
    }
    let content = match Content::of(&database) {
        Ok(content) => content,
        Err(error) => {
            return shown(Outcome::unproven(format!("what it made is no SQLite database: {error}")), &first);
        }
    };
    if content.tables.is_empty() {
        return shown(
            Outcome::refuted("it ended with success and left the database without any table"),
            &first,
        );
    }
    let tables = content.tables.join(", ");
    let second = match run() {
        Ok(finished) => finished,
        Err(outcome) => return outcome,
    };
    if let Some(outcome) = unfinished(stage, &second) {
        return shown(outcome, &second);
    }
    let change = match (second.exit, Content::of(&database)) {
        (Exit::Code(0), Ok(after)) if after == content => None,
        (Exit::Code(0), Ok(after)) => Some(content.difference(&after)),
        (Exit::Code(0), Err(error)) => Some(format!("left a database that cannot be read: {error}")),
        (exit, _) => Some(format!("ended with {exit}")),
    };
    match (again, change) {
        (true, Some(change)) => shown(Outcome::refuted(format!("applied again, it {change}")), &second),
        (true, None) => shown(
            Outcome::proven(
                Strength::Asserted,
                format!("applied again, it left every table and row as it was ({tables})"),
            ),
            &second,
        ),
        (false, change) => {
            let after = change.map_or_else(
                || "again without change".to_owned(),
                |change| format!("applied again, it {change}"),
            );
            shown(Outcome::proven(Strength::Asserted, format!("it made {tables}; {after}")), &first)
        }
    }
}

fn unfinished(stage: &Stage, finished: &Finished) -> Option<Outcome> {
    match finished.exit {
        Exit::Stopped => Some(Outcome::inconclusive("the run was stopped")),
        Exit::TimedOut => {
            let limit = stage.command_limit();
            Some(Outcome::inconclusive(format!(
                "`migrate` did not end within {limit:?}; raise the target's `timeout`"
            )))
        }
        Exit::Code(126 | 127) => {
            Some(Outcome::blocked("the program of `migrate` was not found or cannot be run"))
        }
        Exit::Code(_) | Exit::Signal(_) => None,
    }
}

fn written(finished: &Finished) -> String {
    format!("{}\n{}{}", finished.exit, finished.output, finished.errors).trim_end().to_owned()
}

/// What is in a database.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Content {
    tables: Vec<String>,
    schema: Vec<String>,
    rows: Vec<Digest>,
}

impl Content {
    fn of(path: &Path) -> rusqlite::Result<Self> {
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let texts = |query: &str| -> rusqlite::Result<Vec<String>> {
            let mut statement = connection.prepare(query)?;
            let rows = statement.query_map([], |row| row.get(0))?;
            rows.collect()
        };
        let own = "name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
        let tables =
            texts(&format!("SELECT name FROM sqlite_schema WHERE type = 'table' AND {own} ORDER BY name"))?;
        let schema = texts(&format!(
            "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema WHERE {own} ORDER BY 1"
        ))?;
        let rows = tables.iter().map(|table| rows(&connection, table)).collect::<Result<_, _>>()?;
        Ok(Self { tables, schema, rows })
    }

    /// What changed, said after "it".
    fn difference(&self, after: &Content) -> String {
        if self.schema != after.schema {
            return "changed the schema".to_owned();
        }
        let changed = self
            .tables
            .iter()
            .zip(self.rows.iter().zip(&after.rows))
            .find(|(_, (before, after))| before != after);
        changed
            .map_or_else(|| "changed something".to_owned(), |(table, _)| format!("changed rows of {table}"))
    }
}

fn rows(connection: &Connection, table: &str) -> rusqlite::Result<Digest> {
    let mut statement = connection.prepare(&format!("SELECT * FROM \"{}\"", table.replace('"', "\"\"")))?;
    let columns = statement.column_count();
    let mut rows = statement.query([])?;
    let mut lines = Vec::new();
    while let Some(row) = rows.next()? {
        let mut line = String::new();
        for column in 0..columns {
            match row.get_ref(column)? {
                ValueRef::Null => line.push_str("null,"),
                ValueRef::Integer(value) => line.push_str(&format!("{value},")),
                ValueRef::Real(value) => line.push_str(&format!("{value:?},")),
                ValueRef::Text(value) | ValueRef::Blob(value) => line.push_str(&format!("{value:?},")),
            }
        }
        lines.push(line);
    }
    lines.sort();
    Ok(Digest::of(lines.join("\n")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Setup, item};
    use abide_ledger::Verdict;

    /// A target whose `migrate` is this shell script.
    fn config(folder: &Path, script: &str) -> String {
        std::fs::write(folder.join("migrate.sh"), script).unwrap();
        "[targets.local]\nurl = \"http://127.0.0.1:{port}\"\nstart = [\"x\"]\nmigrate = [\"sh\", \"migrate.sh\", \"{database}\"]\n".to_owned()
    }

    /// Databases that a script copies into place: empty, with a table, with a table and a row.
    fn prepared(folder: &Path) {
        for (name, sql) in [
            ("none", ""),
            ("table", "CREATE TABLE parcels (id)"),
            ("row", "CREATE TABLE parcels (id); INSERT INTO parcels VALUES (1)"),
        ] {
            let connection = Connection::open(folder.join(name)).unwrap();
            connection.execute_batch(&format!("PRAGMA user_version = 1; {sql}")).unwrap();
        }
    }

    fn try_migrate(statement: &str, script: &str) -> Outcome {
        let folder = tempfile::tempdir().unwrap();
        prepared(folder.path());
        let config = config(folder.path(), script);
        let setup = Setup { repository: Some(folder.path().to_owned()), ..Setup::default() };
        testing::one_outcome(&PROBE, &[item("check", statement)], &config, setup)
    }

    const EMPTY: &str = "Schema migration applies cleanly on empty DB.";
    const AGAIN: &str = "Applying the migrations again changes nothing";
    const GOOD: &str = "cp -n table \"$1\" 2>/dev/null || true\n";

    #[test]
    fn migrations_that_apply_prove_it() {
        let outcome = try_migrate(EMPTY, GOOD);
        assert_eq!(
            (outcome.verdict, outcome.reason.as_str()),
            (Verdict::Proven, "it made parcels; again without change")
        );
        assert!(try_migrate(AGAIN, GOOD).is_proven());
    }

    #[test]
    fn migrations_that_fail_or_make_nothing_refute_it() {
        let outcome = try_migrate(EMPTY, "echo syntax error; exit 1");
        assert_eq!(
            (outcome.verdict, outcome.reason.as_str()),
            (Verdict::Refuted, "on an empty database it ended with exit code 1")
        );
        assert!(outcome.seen.contains("syntax error"));
        assert_eq!(try_migrate(EMPTY, "cp none \"$1\"").verdict, Verdict::Refuted);
    }

    #[test]
    fn migrations_that_cannot_be_repeated_refute_what_says_that_they_can() {
        let fails = "if [ -e \"$1\" ]; then echo table exists; exit 1; fi; cp table \"$1\"";
        assert_eq!(try_migrate(AGAIN, fails).reason, "applied again, it ended with exit code 1");
        let adds = "if [ -e \"$1\" ]; then cp row \"$1\"; else cp table \"$1\"; fi";
        assert_eq!(try_migrate(AGAIN, adds).reason, "applied again, it changed rows of parcels");
        let outcome = try_migrate(EMPTY, adds);
        assert_eq!(outcome.reason, "it made parcels; applied again, it changed rows of parcels");
        assert!(outcome.is_proven(), "nothing is said there about a second time");
    }

    #[test]
    fn a_migrate_that_leaves_its_database_alone_settles_nothing() {
        assert_eq!(try_migrate(EMPTY, "true").verdict, Verdict::Unproven);
    }

    #[test]
    fn nothing_runs_on_the_users_own_data() {
        let folder = tempfile::tempdir().unwrap();
        let text = "[targets.local]\nurl = \"http://127.0.0.1:{port}\"\nmigrate = [\"touch\", \"it-ran\"]\n";
        let setup = Setup { repository: Some(folder.path().to_owned()), ..Setup::default() };
        let outcome = testing::one_outcome(&PROBE, &[item("check", EMPTY)], text, setup);
        assert_eq!(outcome.verdict, Verdict::Blocked);
        assert!(!folder.path().join("it-ran").exists());
    }

    #[test]
    fn statements_that_are_taken() {
        let says = |empty, again| Some(Says { empty, again });
        for (statement, expected) in [
            (EMPTY, says(true, false)),
            (AGAIN, says(false, true)),
            ("Migrations run on a fresh database", says(true, false)),
            ("`migrate` succeeds on a new database and is idempotent", says(true, true)),
            ("All migrations apply without errors", says(true, false)),
            ("Migrations on an empty, a current and a newer database.", None),
            ("Migrations can be rolled back", None),
            ("Existing rows survive when the migration is applied", None),
            ("The system must apply a discount", None),
            ("Run the migration on production", None),
        ] {
            assert_eq!(read(statement), expected, "{statement}");
        }
    }
}
