//! "A `limit` above 100 is a validation error": what that is answered with is told once, by the table of errors.

use super::{Sentence, plain};
use crate::pattern::pattern;

pattern!(
    IS,
    r"(?i)\b(?:(is|are)|(?:gives|yields|results in|leads to)) (?:also |both )?(?:an? )?validation errors?\b"
);

/// Says of each statement that something is a validation error with which status it is refused, where one row of a table tells.
pub(super) fn tell_statuses(found: &mut [Sentence]) {
    let mut told: Vec<u16> = found.iter().filter_map(status).collect();
    told.sort_unstable();
    told.dedup();
    let [status] = told.as_slice() else { return };
    for sentence in
        found.iter_mut().filter(|sentence| sentence.cells.is_empty() && IS.is_match(&sentence.text))
    {
        let said = IS.replace_all(&sentence.text, |found: &regex::Captures| {
            format!("{} refused with {status}", found.get(1).map_or("is", |verb| verb.as_str()))
        });
        sentence.text = said.into_owned();
        sentence.plain = plain(&sentence.text);
    }
}

/// The status of a row about what is not valid: "| 422 | `validation_failed` | … |".
fn status(sentence: &Sentence) -> Option<u16> {
    let bare = |cell: &str| cell.trim_matches(['`', '*', ' ']).to_lowercase();
    let of_validation =
        |cell: &str| bare(cell).contains("validation") && !bare(cell).contains(' ') && cell.contains('`');
    let mut cells = sentence.cells.iter();
    let named = cells.any(|(_, cell)| of_validation(cell));
    let status = sentence.cells.iter().find_map(|(_, cell)| bare(cell).parse::<u16>().ok());
    status.filter(|status| named && matches!(status, 400 | 422))
}

#[cfg(test)]
mod tests {
    use crate::testing::{self, Setup};

    #[test]
    fn what_is_a_validation_error_is_refused_as_the_table_says() {
        let said = |rows: &str| {
            let text = format!(
                "# Doors\n\n## API\n\n- `GET /doors` lists doors\n\nA `limit` above 100 is a validation error.\n\n## Errors\n\n| Status | Code | When |\n|---|---|---|\n{rows}\n"
            );
            let api = testing::facts_of_markdown(&text, "", Setup::default()).api;
            api.sentences.iter().any(|one| one.text.contains("is refused with 422"))
        };
        assert!(said("| 404 | `not_found` | no door |\n| 422 | `validation_failed` | wrong |"));
        assert!(!said("| 404 | `not_found` | no door |"));
        assert!(!said("| 400 | `body_validation` | no JSON |\n| 422 | `validation_failed` | wrong |"));
    }
}
