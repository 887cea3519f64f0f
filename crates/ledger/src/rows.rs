//! Rows of the ledger as values.

use crate::database::Cells;
use crate::{
    Attestation, Digest, Ending, Evidence, LedgerError, RunEnd, RunId, RunRecord, RunStart, Standing,
    Strength, Verdict,
};
use jiff::Timestamp;
use std::time::Duration;

pub fn standing(row: &dyn Cells) -> Result<Standing, LedgerError> {
    Ok(Standing {
        item: row.text(0)?,
        spec: row.text(1)?,
        statement: Digest::from_stored(row.text(2)?),
        target: row.optional(3)?.map(Digest::from_stored),
        verdict: verdict(row.text(4)?)?,
        strength: row.optional(5)?.map(strength).transpose()?,
        reason: row.text(6)?,
        at: timestamp(row.text(7)?)?,
        run: RunId(row.number(8)?),
        target_name: row.optional(9)?,
    })
}

pub fn attestation(row: &dyn Cells) -> Result<Attestation, LedgerError> {
    let until = row.text(4)?;
    Ok(Attestation {
        item: row.text(0)?,
        spec: row.text(1)?,
        statement: Digest::from_stored(row.text(2)?),
        by: row.text(3)?,
        until: until.parse().map_err(|_| LedgerError::Damaged(format!("the date `{until}`")))?,
        note: row.text(5)?,
        at: timestamp(row.text(6)?)?,
    })
}

pub fn run(row: &dyn Cells) -> Result<RunRecord, LedgerError> {
    let end = match (row.optional(6)?, row.optional(7)?, row.optional(8)?) {
        (Some(finished), Some(name), Some(summary)) => Some(RunEnd {
            finished: timestamp(finished)?,
            ending: Ending::named(&name)
                .ok_or_else(|| LedgerError::Damaged(format!("the ending `{name}`")))?,
            summary: serde_json::from_str(&summary)
                .map_err(|_| LedgerError::Damaged(format!("the summary `{summary}`")))?,
        }),
        _ => None,
    };
    Ok(RunRecord {
        id: RunId(row.number(0)?),
        start: RunStart {
            started: timestamp(row.text(1)?)?,
            tool: row.text(2)?,
            target: row.optional(3)?,
            target_digest: row.optional(4)?.map(Digest::from_stored),
            // Databases have signed numbers only; the bits are what counts.
            seed: row.number(5)? as u64,
        },
        end,
    })
}

pub fn evidence(row: &dyn Cells) -> Result<Evidence, LedgerError> {
    Ok(Evidence {
        item: row.text(0)?,
        spec: row.text(1)?,
        statement: Digest::from_stored(row.text(2)?),
        spec_digest: Digest::from_stored(row.text(3)?),
        target: row.optional(4)?.map(Digest::from_stored),
        tool: row.text(5)?,
        probe: row.text(6)?,
        claim: row.text(7)?,
        verdict: verdict(row.text(8)?)?,
        strength: row.optional(9)?.map(strength).transpose()?,
        sent: row.text(10)?,
        seen: row.text(11)?,
        reason: row.text(12)?,
        repeat: row.optional(13)?,
        started: timestamp(row.text(14)?)?,
        duration: Duration::from_micros(row.number(15)?.unsigned_abs()),
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
