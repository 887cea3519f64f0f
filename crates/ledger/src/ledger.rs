//! An open ledger, wherever it is kept.

use crate::database::{Database, Statement, Value};
use crate::postgres::Postgres;
use crate::sqlite::Sqlite;
use crate::{
    Attestation, Digest, Evidence, Judgement, Known, LedgerError, Redactor, RunEnd, RunId, RunRecord,
    RunStart, Standing, Strength, rows, sql,
};
use jiff::Timestamp;
use std::collections::HashMap;
use std::path::Path;

/// Where evidence is kept, when `abide.toml` does not say: beside it.
pub const DEFAULT_URL: &str = "sqlite:.abide/ledger.db";

/// An open ledger. Several processes may have the same one open.
pub struct Ledger {
    database: Box<dyn Database>,
    redactor: Redactor,
}

impl Ledger {
    /// Opens the ledger at `url` (`sqlite:PATH`, relative to `folder`, or `postgres://…`), and makes it where there is none.
    ///
    /// `redactor` goes over every text before it is stored.
    pub fn open(url: &str, folder: &Path, redactor: Redactor) -> Result<Self, LedgerError> {
        let database: Box<dyn Database> = match sqlite_path(url) {
            Some(path) => Box::new(Sqlite::open(&folder.join(path))?),
            None if is_postgres(url) => Box::new(Postgres::open(url)?),
            None => return Err(LedgerError::UnknownUrl(scheme(url))),
        };
        Ok(Self { database, redactor })
    }

    /// Whether there may be a ledger at `url`: an SQLite file is there or not, a server has to be asked.
    pub fn exists(url: &str, folder: &Path) -> bool {
        sqlite_path(url).map_or(is_postgres(url), |path| folder.join(path).is_file())
    }

    /// Notes that a run has begun.
    pub fn begin_run(&self, start: &RunStart) -> Result<RunId, LedgerError> {
        let start = start.redacted(&self.redactor);
        let values = [
            Value::owned(start.started.to_string()),
            Value::text(&start.tool),
            Value::optional(start.target.as_deref()),
            Value::optional(start.target_digest.as_ref().map(Digest::as_str)),
            // Databases have signed numbers only; the bits are what counts.
            Value::Number(start.seed as i64),
        ];
        let mut id = None;
        self.database.query(sql::BEGIN_RUN, &values, &mut |row| {
            id = Some(RunId(row.number(0)?));
            Ok(())
        })?;
        id.ok_or_else(|| LedgerError::Damaged("no number for a new run".into()))
    }

    /// Stores what one claim gave.
    pub fn record(&self, run: RunId, evidence: &Evidence) -> Result<(), LedgerError> {
        let evidence = evidence.redacted(&self.redactor);
        self.database.write(&[(
            sql::RECORD,
            vec![
                Value::Number(run.0),
                Value::text(&evidence.item),
                Value::text(&evidence.spec),
                Value::text(evidence.statement.as_str()),
                Value::text(evidence.spec_digest.as_str()),
                Value::optional(evidence.target.as_ref().map(Digest::as_str)),
                Value::text(&evidence.tool),
                Value::text(&evidence.probe),
                Value::text(&evidence.claim),
                Value::text(evidence.verdict.name()),
                Value::optional(evidence.strength.map(Strength::name)),
                Value::text(&evidence.sent),
                Value::text(&evidence.seen),
                Value::text(&evidence.reason),
                Value::optional(evidence.repeat.as_deref()),
                Value::owned(evidence.started.to_string()),
                Value::Number(i64::try_from(evidence.duration.as_micros()).unwrap_or(i64::MAX)),
            ],
        )])
    }

    /// Stores what follows for items from the evidence of a run: for all of them, or for none.
    pub fn judge(&self, run: RunId, judgements: &[Judgement]) -> Result<(), LedgerError> {
        let judgements: Vec<Judgement> =
            judgements.iter().map(|judgement| judgement.redacted(&self.redactor)).collect();
        let statements: Vec<Statement<'_>> = judgements
            .iter()
            .map(|judgement| {
                let values = vec![
                    Value::Number(run.0),
                    Value::text(&judgement.item),
                    Value::text(&judgement.spec),
                    Value::text(judgement.statement.as_str()),
                    Value::optional(judgement.target.as_ref().map(Digest::as_str)),
                    Value::text(judgement.verdict.name()),
                    Value::optional(judgement.strength.map(Strength::name)),
                    Value::text(&judgement.reason),
                    Value::owned(judgement.at.to_string()),
                ];
                (sql::JUDGE, values)
            })
            .collect();
        self.database.write(&statements)
    }

    /// Notes how a run ended. A run without an ending was cut off.
    pub fn finish_run(&self, run: RunId, end: &RunEnd) -> Result<(), LedgerError> {
        let values = vec![
            Value::Number(run.0),
            Value::owned(end.finished.to_string()),
            Value::text(end.ending.name()),
            Value::owned(end.summary.to_string()),
        ];
        self.database.write_through(&[(sql::FINISH_RUN, values)])
    }

    /// Stores that somebody vouches for an item.
    pub fn attest(&self, attestation: &Attestation) -> Result<(), LedgerError> {
        let attestation = attestation.redacted(&self.redactor);
        let values = vec![
            Value::text(&attestation.item),
            Value::text(&attestation.spec),
            Value::text(attestation.statement.as_str()),
            Value::text(&attestation.by),
            Value::owned(attestation.until.to_string()),
            Value::text(&attestation.note),
            Value::owned(attestation.at.to_string()),
        ];
        self.database.write_through(&[(sql::ATTEST, values)])
    }

    /// How each item stood when it was last judged, ordered by specification and item.
    pub fn standings(&self) -> Result<Vec<Standing>, LedgerError> {
        self.standings_where("1 = 1", &[])
    }

    /// What is known of every item, by the path of its specification and its id; with a time, what was known then.
    pub fn known(&self, until: Option<Timestamp>) -> Result<HashMap<(String, String), Known>, LedgerError> {
        let second = self.database.second_of_at();
        let (then, values) = match until {
            Some(until) => (format!("{second} <= ?1"), vec![Value::Number(until.as_second())]),
            None => ("1 = 1".to_owned(), Vec::new()),
        };
        let mut all: HashMap<(String, String), Known> = HashMap::new();
        for standing in self.standings_where(&then, &values)? {
            let key = (standing.spec.clone(), standing.item.clone());
            all.entry(key).or_default().standing = Some(standing);
        }
        for proof in self.standings_where(&format!("verdict = 'proven' AND {then}"), &values)? {
            let key = (proof.spec.clone(), proof.item.clone());
            all.entry(key).or_default().proof = Some(proof);
        }
        self.database.query(&sql::attestations(&then), &values, &mut |row| {
            let attestation = rows::attestation(row)?;
            let key = (attestation.spec.clone(), attestation.item.clone());
            all.entry(key).or_default().attestation = Some(attestation);
            Ok(())
        })?;
        Ok(all)
    }

    /// What is known of one item.
    pub fn known_of(&self, spec: &str, item: &str) -> Result<Known, LedgerError> {
        let values = [Value::text(spec), Value::text(item)];
        let mine = "spec = ?1 AND item = ?2";
        let standing = self.standings_where(mine, &values)?.pop();
        let proof = self.standings_where(&format!("verdict = 'proven' AND {mine}"), &values)?.pop();
        let mut attestation = None;
        self.database.query(&sql::attestations(mine), &values, &mut |row| {
            attestation = Some(rows::attestation(row)?);
            Ok(())
        })?;
        Ok(Known { standing, proof, attestation })
    }

    fn standings_where(&self, condition: &str, values: &[Value<'_>]) -> Result<Vec<Standing>, LedgerError> {
        let mut standings = Vec::new();
        self.database.query(&sql::standings(condition), values, &mut |row| {
            standings.push(rows::standing(row)?);
            Ok(())
        })?;
        Ok(standings)
    }

    /// The evidence on one item of a run, in the order it was gathered.
    pub fn evidence(&self, run: RunId, spec: &str, item: &str) -> Result<Vec<Evidence>, LedgerError> {
        let values = [Value::Number(run.0), Value::text(spec), Value::text(item)];
        let mut evidence = Vec::new();
        self.database.query(sql::EVIDENCE, &values, &mut |row| {
            evidence.push(rows::evidence(row)?);
            Ok(())
        })?;
        Ok(evidence)
    }

    /// A run by its number.
    pub fn run(&self, run: RunId) -> Result<Option<RunRecord>, LedgerError> {
        self.one_run(sql::RUN, &[Value::Number(run.0)])
    }

    /// The run that began last.
    pub fn last_run(&self) -> Result<Option<RunRecord>, LedgerError> {
        self.one_run(sql::LAST_RUN, &[])
    }

    /// The runs that began last, the newest first, at most so many.
    pub fn runs(&self, most: u32) -> Result<Vec<RunRecord>, LedgerError> {
        let mut found = Vec::new();
        self.database.query(sql::RUNS, &[Value::Number(i64::from(most))], &mut |row| {
            found.push(rows::run(row)?);
            Ok(())
        })?;
        Ok(found)
    }

    fn one_run(&self, query: &str, values: &[Value<'_>]) -> Result<Option<RunRecord>, LedgerError> {
        let mut found = None;
        self.database.query(query, values, &mut |row| {
            found = Some(rows::run(row)?);
            Ok(())
        })?;
        Ok(found)
    }

    /// The number of runs, and of pieces of evidence.
    pub fn counts(&self) -> Result<(u64, u64), LedgerError> {
        let mut counts = (0, 0);
        self.database.query(sql::COUNTS, &[], &mut |row| {
            counts = (row.number(0)?.unsigned_abs(), row.number(1)?.unsigned_abs());
            Ok(())
        })?;
        Ok(counts)
    }
}

fn sqlite_path(url: &str) -> Option<&str> {
    url.strip_prefix("sqlite:").map(|path| path.strip_prefix("//").unwrap_or(path))
}

fn is_postgres(url: &str) -> bool {
    ["postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme))
}

fn scheme(url: &str) -> String {
    url.split_once(':').map_or(url, |(scheme, _)| scheme).to_owned()
}
