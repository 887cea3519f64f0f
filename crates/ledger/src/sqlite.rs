//! The ledger in an SQLite file.

use crate::{Digest, Evidence, Judgement, LedgerError, RunEnd, RunId, RunStart, Standing, Strength, Verdict};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The steps that bring an empty file to the present schema; the number of steps done is the file's `user_version`.
const SCHEMA: &[&str] = &[include_str!("schema/1.sql")];

/// How long to wait for another process that is writing.
const BUSY: Duration = Duration::from_secs(10);

pub(crate) struct Sqlite {
    connection: Mutex<Connection>,
}

impl Sqlite {
    pub fn open(path: &Path) -> Result<Self, LedgerError> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            make_folder(folder)
                .map_err(|source| LedgerError::Folder { folder: folder.to_owned(), source })?;
        }
        let open = |source| LedgerError::Open { path: path.to_owned(), source };
        let mut connection = Connection::open(path).map_err(open)?;
        connection.busy_timeout(BUSY).map_err(open)?;
        connection.pragma_update(None, "journal_mode", "wal").map_err(open)?;
        connection.pragma_update(None, "synchronous", "normal").map_err(open)?;
        connection.pragma_update(None, "foreign_keys", true).map_err(open)?;
        bring_up_to_date(&mut connection, path)?;
        Ok(Self { connection: Mutex::new(connection) })
    }

    // A panic elsewhere cannot leave the connection half used: every write is one statement.
    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn begin_run(&self, start: &RunStart) -> Result<RunId, LedgerError> {
        let connection = self.connection();
        connection.execute(
            "INSERT INTO runs (started, tool, target, target_digest, seed) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                start.started.to_string(),
                start.tool,
                start.target,
                start.target_digest.as_ref().map(Digest::as_str),
                // SQLite has signed integers only; the bits are what counts.
                start.seed as i64,
            ],
        )?;
        Ok(RunId(connection.last_insert_rowid()))
    }

    pub fn record(&self, run: RunId, evidence: &Evidence) -> Result<(), LedgerError> {
        self.connection().prepare_cached(
            "INSERT INTO evidence (run, item, spec, statement, spec_digest, target_digest, tool, probe, claim, verdict,
                strength, sent, seen, reason, repeat, started, duration_us)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
        )?.execute(params![
            run.0,
            evidence.item,
            evidence.spec,
            evidence.statement.as_str(),
            evidence.spec_digest.as_str(),
            evidence.target.as_ref().map(Digest::as_str),
            evidence.tool,
            evidence.probe,
            evidence.claim,
            evidence.verdict.name(),
            evidence.strength.map(Strength::name),
            evidence.sent,
            evidence.seen,
            evidence.reason,
            evidence.repeat,
            evidence.started.to_string(),
            i64::try_from(evidence.duration.as_micros()).unwrap_or(i64::MAX),
        ])?;
        Ok(())
    }

    pub fn judge(&self, run: RunId, judgement: &Judgement) -> Result<(), LedgerError> {
        self.connection().prepare_cached(
            "INSERT INTO judgements (run, item, spec, statement, target_digest, verdict, strength, reason, at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?.execute(params![
            run.0,
            judgement.item,
            judgement.spec,
            judgement.statement.as_str(),
            judgement.target.as_ref().map(Digest::as_str),
            judgement.verdict.name(),
            judgement.strength.map(Strength::name),
            judgement.reason,
            judgement.at.to_string(),
        ])?;
        Ok(())
    }

    pub fn finish_run(&self, run: RunId, end: &RunEnd) -> Result<(), LedgerError> {
        self.connection().execute(
            "INSERT INTO run_ends (run, finished, ending, summary) VALUES (?1, ?2, ?3, ?4)",
            params![run.0, end.finished.to_string(), end.ending.name(), end.summary.to_string()],
        )?;
        Ok(())
    }

    pub fn standings(&self) -> Result<Vec<Standing>, LedgerError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(
            "SELECT item, spec, statement, target_digest, verdict, strength, reason, at FROM judgements
             WHERE id IN (SELECT max(id) FROM judgements GROUP BY spec, item) ORDER BY spec, item",
        )?;
        let rows = statement.query_map([], |row| Ok(standing(row)))?;
        rows.map(|row| row?).collect()
    }

    pub fn standing(&self, spec: &str, item: &str) -> Result<Option<Standing>, LedgerError> {
        self.one_standing("1", spec, item)
    }

    pub fn last_proof(&self, spec: &str, item: &str) -> Result<Option<Standing>, LedgerError> {
        self.one_standing("verdict = 'proven'", spec, item)
    }

    fn one_standing(&self, condition: &str, spec: &str, item: &str) -> Result<Option<Standing>, LedgerError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(&format!(
            "SELECT item, spec, statement, target_digest, verdict, strength, reason, at FROM judgements
             WHERE spec = ?1 AND item = ?2 AND {condition} ORDER BY id DESC LIMIT 1"
        ))?;
        statement.query_row(params![spec, item], |row| Ok(standing(row))).optional()?.transpose()
    }

    pub fn evidence(&self, spec: &str, item: &str) -> Result<Vec<Evidence>, LedgerError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(
            "SELECT item, spec, statement, spec_digest, target_digest, tool, probe, claim, verdict, strength, sent, seen,
                reason, repeat, started, duration_us
             FROM evidence WHERE spec = ?1 AND item = ?2
                AND run = (SELECT max(run) FROM evidence WHERE spec = ?1 AND item = ?2) ORDER BY id",
        )?;
        let rows = statement.query_map(params![spec, item], |row| Ok(evidence(row)))?;
        rows.map(|row| row?).collect()
    }

    pub fn counts(&self) -> Result<(u64, u64), LedgerError> {
        let query = "SELECT (SELECT count(*) FROM runs), (SELECT count(*) FROM evidence)";
        let counts = |row: &Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?));
        let (runs, evidence) = self.connection().query_row(query, [], counts)?;
        Ok((runs.unsigned_abs(), evidence.unsigned_abs()))
    }
}

/// Makes a folder; one of Abide's own (`.abide`) tells git to leave it alone.
fn make_folder(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let own = folder.file_name().is_some_and(|name| name == ".abide");
    let ignore = folder.join(".gitignore");
    if own && !ignore.exists() {
        std::fs::write(ignore, "*\n")?;
    }
    Ok(())
}

fn bring_up_to_date(connection: &mut Connection, path: &Path) -> Result<(), LedgerError> {
    let known = SCHEMA.len() as i64;
    let version = |connection: &Connection| {
        connection.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0))
    };
    let open = |source| LedgerError::Open { path: path.to_owned(), source };
    if version(connection).map_err(open)? == known {
        return Ok(());
    }
    // Immediate: of two processes that open a new ledger at once, one makes the tables and the other finds them.
    let transaction =
        connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).map_err(open)?;
    let found = version(&transaction).map_err(open)?;
    if found > known {
        return Err(LedgerError::Newer { path: path.to_owned(), found, known });
    }
    for step in SCHEMA.iter().skip(usize::try_from(found).unwrap_or(0)) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", known)?;
    transaction.commit()?;
    Ok(())
}

fn standing(row: &Row<'_>) -> Result<Standing, LedgerError> {
    Ok(Standing {
        item: row.get(0)?,
        spec: row.get(1)?,
        statement: Digest::from_stored(row.get(2)?),
        target: row.get::<_, Option<String>>(3)?.map(Digest::from_stored),
        verdict: verdict(row.get(4)?)?,
        strength: row.get::<_, Option<String>>(5)?.map(strength).transpose()?,
        reason: row.get(6)?,
        at: timestamp(row.get(7)?)?,
    })
}

fn evidence(row: &Row<'_>) -> Result<Evidence, LedgerError> {
    Ok(Evidence {
        item: row.get(0)?,
        spec: row.get(1)?,
        statement: Digest::from_stored(row.get(2)?),
        spec_digest: Digest::from_stored(row.get(3)?),
        target: row.get::<_, Option<String>>(4)?.map(Digest::from_stored),
        tool: row.get(5)?,
        probe: row.get(6)?,
        claim: row.get(7)?,
        verdict: verdict(row.get(8)?)?,
        strength: row.get::<_, Option<String>>(9)?.map(strength).transpose()?,
        sent: row.get(10)?,
        seen: row.get(11)?,
        reason: row.get(12)?,
        repeat: row.get(13)?,
        started: timestamp(row.get(14)?)?,
        duration: Duration::from_micros(row.get::<_, i64>(15)?.unsigned_abs()),
    })
}

fn verdict(name: String) -> Result<Verdict, LedgerError> {
    Verdict::named(&name).ok_or_else(|| LedgerError::Damaged(format!("the verdict `{name}`")))
}

fn strength(name: String) -> Result<Strength, LedgerError> {
    Strength::named(&name).ok_or_else(|| LedgerError::Damaged(format!("the strength `{name}`")))
}

fn timestamp(text: String) -> Result<Timestamp, LedgerError> {
    text.parse().map_err(|_| LedgerError::Damaged(format!("the time `{text}`")))
}
