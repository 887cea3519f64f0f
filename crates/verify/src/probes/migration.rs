//! Migrations apply on an empty database, and again without change.

use crate::claim::{Claim, Needs, Outcome};
use crate::database::{Fresh, Place};
use crate::probe::{ItemContext, Probe};
use crate::process::{Exit, Finished};
use crate::project::Project;
use crate::stage::Stage;
use crate::target;
use crate::words;
use abide_ledger::Strength;
use abide_model::Kind;

/// Migrations apply on an empty database, and again without change.
pub const PROBE: Probe = Probe {
    name: "migration",
    summary: "Migrations apply on an empty database, and again without change",
    documentation: "\
Takes checks, requirements and rollout steps that say that migrations apply on an empty (new, fresh, clean) database, or that applying them \
again changes nothing. Statements about rolling back, existing data and downtime are not taken.

Needs a `migrate` of the target that names its database with `{database}`, in its words or in `env`: it runs on a new SQLite file of its own, \
never on the user's data. Where `database` is the address of a PostgreSQL, MariaDB or MySQL server and the words or the environment of `migrate` \
have that address, it runs on a new database of that server, which takes the place of the other in the address and is dropped afterwards.

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
    if let Some(database) =
        described.database.as_ref().filter(|database| !database.contains(target::DATABASE))
        && let Place::Server(server) = Place::of(project)
    {
        let given = project.environment.values().chain(project.resolved.environment.values());
        let words = project.expand(migrate).unwrap_or_default();
        let told = server.is_in(given.chain(&words));
        return (!told).then(|| {
            format!(
                "`targets.{name}.migrate` is not given the address `{database}`, in its words or in `env`, so no other could take its place"
            )
        });
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
    let database = match Fresh::of(stage) {
        Ok(database) => database,
        Err(outcome) => return outcome,
    };
    let run = || database.run(stage, words);
    let first = match run() {
        Ok(finished) => finished,
        Err(outcome) => return outcome,
    };
    let sent = shell_words::join(words);
    // Repeated as it is, it would run on the data of the target where that is on a server.
    let repeat = matches!(database, Fresh::File(..))
        .then(|| stage.repeated(words).replace(target::DATABASE, "$(mktemp -u)"));
    let shown = |outcome: Outcome, finished: &Finished| {
        let outcome = outcome.showing(format!("{sent}, on a new database"), written(finished));
        match &repeat {
            Some(repeat) => outcome.repeated_by(repeat.as_str()),
            None => outcome,
        }
    };
    if let Some(outcome) = unfinished(stage, &first) {
        return shown(outcome, &first);
    }
    if first.exit != Exit::Code(0) {
        return shown(Outcome::refuted(format!("on an empty database it ended with {}", first.exit)), &first);
    }
    let content = match database.content() {
        Some(Ok(content)) => content,
        Some(Err(error)) => return shown(Outcome::unproven(error), &first),
        None => {
            let reason = "it ended with success and made nothing in the database that it was given; see how `migrate` uses it";
            return shown(Outcome::unproven(reason), &first);
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
    let change = match (second.exit, database.content()) {
        (Exit::Code(0), Some(Ok(after))) if after == content => None,
        (Exit::Code(0), Some(Ok(after))) => Some(content.difference(&after)),
        (Exit::Code(0), Some(Err(error))) => Some(format!("left a database that cannot be read: {error}")),
        (Exit::Code(0), None) => Some("left nothing of it".to_owned()),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::Server;
    use crate::testing::{self, Setup, item};
    use abide_fixture::{MariaDb, Postgres};
    use abide_ledger::Verdict;
    use rusqlite::Connection;
    use std::path::Path;

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

    /// On a new database of a server that is not the target's own.
    fn assert_migrates_on(url: &str, client: &str, not_touched: impl Fn() -> bool) {
        let try_on = |statement: &str, sql: &str| {
            let folder = tempfile::tempdir().unwrap();
            std::fs::write(folder.path().join("migrate.sh"), format!("{client} \"{sql}\"\n")).unwrap();
            let config = format!(
                "[targets.local]\nurl = \"http://127.0.0.1:{{port}}\"\ndatabase = \"{url}\"\nstart = [\"x\"]\nmigrate = [\"sh\", \"migrate.sh\"]\nenv = {{ DATABASE_URL = \"{url}\" }}\n"
            );
            let setup = Setup { repository: Some(folder.path().to_owned()), ..Setup::default() };
            testing::one_outcome(&PROBE, &[item("check", statement)], &config, setup)
        };
        let good = "CREATE TABLE IF NOT EXISTS parcels (id int)";
        assert_eq!(try_on(EMPTY, good).reason, "it made parcels; again without change");
        let outcome = try_on(AGAIN, good);
        assert!(outcome.is_proven(), "{outcome:?}");
        let adds = format!("{good}; INSERT INTO parcels VALUES (1)");
        assert_eq!(try_on(AGAIN, &adds).reason, "applied again, it changed rows of parcels");
        assert_eq!(try_on(EMPTY, "CREATE TABEL x (id int)").verdict, Verdict::Refuted);
        assert_eq!(try_on(EMPTY, "SELECT 1").verdict, Verdict::Unproven);
        assert!(not_touched());
    }

    #[test]
    fn migrations_run_on_a_new_database_of_a_server() {
        let postgres = Postgres::start();
        let client = "psql -v ON_ERROR_STOP=1 -qtA \"$DATABASE_URL\" -c";
        assert_migrates_on(&postgres.url(), client, || {
            Server::at(&postgres.url()).unwrap().read().unwrap().tables.is_empty()
        });
        let mariadb = MariaDb::start();
        let client = format!(
            "base=${{DATABASE_URL%%\\?*}}; mariadb --no-defaults --user=root --socket={} \"${{base##*/}}\" --execute",
            mariadb.socket().display()
        );
        assert_migrates_on(&mariadb.url(), &client, || {
            Server::at(&mariadb.url()).unwrap().read().unwrap().tables.is_empty()
        });
    }

    #[test]
    fn a_migrate_that_is_not_given_the_address_of_its_server_does_not_run() {
        let folder = tempfile::tempdir().unwrap();
        let text = "[targets.local]\nurl = \"http://127.0.0.1:{port}\"\ndatabase = \"postgres://a@127.0.0.1:1/b\"\nmigrate = [\"touch\", \"it-ran\"]\n";
        let setup = Setup { repository: Some(folder.path().to_owned()), ..Setup::default() };
        let outcome = testing::one_outcome(&PROBE, &[item("check", EMPTY)], text, setup);
        assert_eq!(outcome.verdict, Verdict::Blocked);
        assert!(outcome.reason.contains("is not given the address"), "{}", outcome.reason);
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
