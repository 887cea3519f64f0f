//! What a person vouches for.

use crate::{Digest, Redactor, Verdict};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Somebody's word that a statement holds, for what only a person can judge.
#[derive(Clone, Debug, PartialEq)]
pub struct Attestation {
    /// The id of the item.
    pub item: String,
    /// The path of its specification.
    pub spec: String,
    /// The digest of the statement as it was then.
    pub statement: Digest,
    /// Who vouches.
    pub by: String,
    /// The last day that it holds, as days are in UTC.
    pub until: Date,
    /// What they have seen.
    pub note: String,
    /// When they vouched.
    pub at: Timestamp,
}

impl Attestation {
    /// What it is worth now: it holds, or it is stale with the reason.
    pub fn now(&self, statement: &Digest, now: Timestamp) -> (Verdict, String) {
        let Self { by, until, .. } = self;
        let date = self.at.strftime("%Y-%m-%d");
        if self.statement != *statement {
            let reason = format!("attested by {by} on {date}; the statement has changed since");
            return (Verdict::Stale, reason);
        }
        if now.to_zoned(TimeZone::UTC).date() > *until {
            return (Verdict::Stale, format!("attested by {by} on {date} until {until}, which has passed"));
        }
        (Verdict::Attested, format!("{by} vouches until {until}: {}", self.note))
    }

    pub(crate) fn redacted(&self, redactor: &Redactor) -> Self {
        Self { note: redactor.redact(&self.note).into_owned(), ..self.clone() }
    }
}
