//! The statements of the ledger, for every kind of database; PostgreSQL writes `$1` for `?1`.

pub const BEGIN_RUN: &str =
    "INSERT INTO runs (started, tool, target, target_digest, seed) VALUES (?1, ?2, ?3, ?4, ?5) RETURNING id";

pub const FINISH_RUN: &str = "INSERT INTO run_ends (run, finished, ending, summary) VALUES (?1, ?2, ?3, ?4)";

pub const RECORD: &str =
    "INSERT INTO evidence (run, item, spec, statement, spec_digest, target_digest, tool, probe,
        claim, verdict, strength, sent, seen, reason, repeat, started, duration_us)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)";

pub const JUDGE: &str =
    "INSERT INTO judgements (run, item, spec, statement, target_digest, verdict, strength, reason, at)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";

pub const ATTEST: &str = "INSERT INTO attestations (item, spec, statement, by_whom, until, note, at)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";

/// A run with its end, where it has one.
pub const RUN: &str = "SELECT id, started, tool, target, target_digest, seed, finished, ending, summary
    FROM runs LEFT JOIN run_ends ON run = id WHERE id = ?1";

pub const LAST_RUN: &str = "SELECT id, started, tool, target, target_digest, seed, finished, ending, summary
    FROM runs LEFT JOIN run_ends ON run = id ORDER BY id DESC LIMIT 1";

/// The latest runs, the newest first.
pub const RUNS: &str = "SELECT id, started, tool, target, target_digest, seed, finished, ending, summary
    FROM runs LEFT JOIN run_ends ON run = id ORDER BY id DESC LIMIT ?1";

pub const EVIDENCE: &str =
    "SELECT item, spec, statement, spec_digest, target_digest, tool, probe, claim, verdict, strength, sent, seen,
        reason, repeat, started, duration_us
    FROM evidence WHERE run = ?1 AND spec = ?2 AND item = ?3 ORDER BY id";

pub const COUNTS: &str = "SELECT (SELECT count(*) FROM runs), (SELECT count(*) FROM evidence)";

/// The latest judgement on each item, of those that fit a condition.
pub fn standings(condition: &str) -> String {
    format!(
        "SELECT judgements.item, judgements.spec, judgements.statement, judgements.target_digest, judgements.verdict,
            judgements.strength, judgements.reason, judgements.at, judgements.run, runs.target
        FROM judgements JOIN runs ON runs.id = judgements.run
        WHERE judgements.id IN (SELECT max(id) FROM judgements WHERE {condition} GROUP BY spec, item)
        ORDER BY judgements.spec, judgements.item"
    )
}

/// The latest attestation of each item, of those that fit a condition.
pub fn attestations(condition: &str) -> String {
    format!(
        "SELECT item, spec, statement, by_whom, until, note, at FROM attestations
        WHERE id IN (SELECT max(id) FROM attestations WHERE {condition} GROUP BY spec, item) ORDER BY spec, item"
    )
}
