//! Whether upper and lower case are said to be the same.

use super::places;
use crate::hedge;

// "ignoring case", "the case of letters does not matter"
const SAME: &[&str] = &[
    "case-insensitive",
    "case-insensitively",
    "case insensitive",
    "ignoring case",
    "ignores case",
    "regardless of case",
    "irrespective of case",
    "without regard to case",
    "whatever the case",
    "no matter the case",
    "letters of either case",
    "upper and lower case make no difference",
    "upper and lower case are the same",
    "upper and lower case regarded as equal",
    "upper and lower case regarded as the same",
    "upper and lower case being equal",
    "upper and lower case treated alike",
    "upper and lower case are regarded as equal",
    "upper or lower case",
    "case makes no difference",
    "case does not matter",
    "case doesn't matter",
    "case is ignored",
    "lower case do not matter",
    "lower case does not matter",
    "lower case don't matter",
    "lower case doesn't matter",
    "lower-case do not matter",
    "lower case are treated alike",
    "lower case alike",
    "upper and lower case are not told apart",
    "upper and lower case are not distinguished",
    "upper and lower case do not make a difference",
    "upper and lower case don't make a difference",
    "not case-sensitive",
    "not case sensitive",
];

/// Whether a text in lower case says so, and does not deny it.
pub fn ignores_case(plain: &str) -> bool {
    subject(plain).is_some()
}

/// What a clause of a text in lower case that says so begins with: of "names are compared case-insensitively" all but the last word.
pub(super) fn subject(plain: &str) -> Option<&str> {
    let said = SAME.iter().filter(|phrase| hedge::affirms(plain, phrase));
    let at = said.filter_map(|phrase| places(plain, phrase).next()).min()?;
    plain.get(..at)?.rsplit([',', ';', ':', '.', '(']).next()
}
