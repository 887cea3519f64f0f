//! The codes of errors: which a table gives beside statuses, which a sentence names, and whether a refusal shows the one that is stated.

use super::{Api, Sentence};
use crate::claim::Outcome;
use serde_json::Value;

impl Api {
    /// The codes of errors that a sentence names: those that a row of a table gives beside a status.
    pub fn error_codes_in<'a>(&self, sentence: &'a Sentence) -> Vec<&'a str> {
        let said = sentence.codes().into_iter().flat_map(|code| code.split_whitespace());
        said.filter(|code| self.is_error_code(code)).collect()
    }

    fn is_error_code(&self, code: &str) -> bool {
        code.len() > 3 && self.sentences.iter().any(|row| code_of(row) == Some(code))
    }

    /// The code that a row of errors at a place gives beside its status.
    pub fn code_of_row(&self, spec: usize, start: u32, end: u32) -> Option<String> {
        self.within(spec, start, end).find_map(|(_, row)| code_of(row)).map(str::to_owned)
    }

    /// What follows of a refusal that is proven where it has to show a code as well.
    pub fn with_stated_code(&self, outcome: Outcome, code: &str) -> Outcome {
        if !outcome.is_proven() || shows_code(&outcome, code) {
            return outcome;
        }
        // Only a refusal has a code: what an object is called may stand in a member of that name.
        let status = outcome.seen.split([' ', '\n']).next().and_then(|status| status.parse::<u16>().ok());
        if !status.is_some_and(|status| (400..500).contains(&status)) {
            return outcome;
        }
        let body = outcome.seen.split_once("\n\n");
        let body = body.and_then(|(_, body)| serde_json::from_str::<Value>(body.trim()).ok());
        let Some(shown) = body.as_ref().and_then(told) else { return outcome };
        let reason = format!("{}; its code is `{shown}`, stated as `{code}`", outcome.reason);
        // A code that is documented may be that of another refusal, which came first.
        let open = self.mentions(shown);
        let follows = if open {
            Outcome::unproven(format!("{reason}, and why is not certain"))
        } else {
            Outcome::refuted(reason)
        };
        Outcome { sent: outcome.sent, seen: outcome.seen, repeat: outcome.repeat, ..follows }
    }
}

/// Whether what was seen has a code in it.
pub fn shows_code(outcome: &Outcome, code: &str) -> bool {
    let (seen, code) = (outcome.seen.to_lowercase(), code.to_lowercase());
    let part = |c: char| c.is_alphanumeric() || c == '_';
    seen.match_indices(&code).any(|(at, _)| {
        let (before, behind) = (seen.get(..at), seen.get(at + code.len()..));
        !before.is_some_and(|text| text.ends_with(part)) && !behind.is_some_and(|text| text.starts_with(part))
    })
}

/// The code that a row gives beside a status of an error.
fn code_of(row: &Sentence) -> Option<&str> {
    let status = |cell: &str| cell.trim_matches(['`', '*', ' ']).parse::<u16>();
    let error =
        row.cells.iter().any(|(_, cell)| status(cell).is_ok_and(|status| (400..600).contains(&status)));
    let bare = |cell: &'_ str| -> Option<(usize, usize)> {
        let inner = cell.trim().strip_prefix('`')?.strip_suffix('`')?;
        let code = inner.len() > 3 && inner.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c));
        let at = cell.find(inner)?;
        (code && inner.chars().any(char::is_alphabetic)).then_some((at, at + inner.len()))
    };
    let mut codes =
        row.cells.iter().filter_map(|(_, cell)| bare(cell).and_then(|(from, to)| cell.get(from..to)));
    codes.next().filter(|_| error)
}

/// The code that an error shows.
fn told(body: &Value) -> Option<&str> {
    const NAMES: &[&str] = &["code", "error", "errorcode", "error_code"];
    let members = body.as_object()?;
    let own = members.iter().find_map(|(name, value)| {
        let code = |text: &&str| {
            !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c))
        };
        value.as_str().filter(code).filter(|_| NAMES.contains(&name.to_lowercase().as_str()))
    });
    own.or_else(|| members.values().find_map(told))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Setup};
    use abide_ledger::{Strength, Verdict};

    #[test]
    fn the_code_of_a_refusal_is_looked_at() {
        let text = "# Loans\n\n## API\n\n- `POST /loans` adds one\n\n## Errors\n\n| Status | Code | When |\n|---|---|---|\n| 409 | `too_many` | a limit |\n| 409 | `too_old` | an age |\n\nThe next one is refused with `409 too_many`, see `loans`.\n";
        let api = testing::facts_of_markdown(text, "", Setup::default()).api;
        let sentence = api.sentences.iter().find(|sentence| sentence.plain.contains("the next one")).unwrap();
        assert_eq!(api.error_codes_in(sentence), ["too_many"]);
        let verdict = |code: &str| {
            let seen = format!(
                "409 Conflict\ncontent-type: application/json\n\n{{\"error\": {{\"code\": \"{code}\"}}}}"
            );
            let proven =
                Outcome { seen, ..Outcome::proven(Strength::Asserted, "number 4 was answered with 409") };
            api.with_stated_code(proven, "too_many").verdict
        };
        assert_eq!(verdict("too_many"), Verdict::Proven);
        assert_eq!(verdict("much_too_many"), Verdict::Refuted);
        assert_eq!(verdict("TOO_MANY"), Verdict::Proven, "however it is written");
        assert_eq!(verdict("too_old"), Verdict::Unproven, "another rule may have come first");
        let made = "201 Created\n\n{\"code\": \"B-07\"}".to_owned();
        let made = Outcome { seen: made, ..Outcome::proven(Strength::Asserted, "it was made") };
        assert_eq!(
            api.with_stated_code(made, "too_many").verdict,
            Verdict::Proven,
            "what is made has no error"
        );
    }
}
