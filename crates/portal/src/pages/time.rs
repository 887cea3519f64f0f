//! Moments, told so that equal evidence gives equal bytes: the browser adds how long ago they were.

use jiff::Timestamp;
use serde::Serialize;

/// A moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Moment {
    /// For programs.
    pub exact: String,
    /// For people.
    pub shown: String,
}

impl Moment {
    /// A moment that stands in a report.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse::<Timestamp>().ok().map(Self::of)
    }

    /// A moment.
    pub fn of(at: Timestamp) -> Self {
        Self {
            exact: at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            shown: at.strftime("%Y-%m-%d %H:%M UTC").to_string(),
        }
    }
}
