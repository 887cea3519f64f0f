//! Words that a value may be, listed without any mark: "required: oak, ash or elm", "open, shut or gone; set by the service".

use crate::words;

/// What is a list of parts or of properties, and no list of values.
const PARTS: &[&str] = &[
    "letters",
    "digits",
    "hyphens",
    "dashes",
    "underscores",
    "spaces",
    "characters",
    "dots",
    "numbers",
    "text",
    "string",
    "number",
    "integer",
    "null",
    "true",
    "false",
    "required",
    "optional",
    "unique",
    "default",
    "e-mail",
    "email",
    "phone",
    "address",
    "name",
    "id",
    "uuid",
    "date",
    "time",
    "url",
];
/// Names of fields whose value is one word of a few.
const KINDS: &[&str] = &[
    "status",
    "state",
    "kind",
    "type",
    "category",
    "level",
    "priority",
    "severity",
    "grade",
    "condition",
    "mode",
    "role",
    "phase",
    "stage",
    "size",
    "unit",
    "material",
    "colour",
    "color",
    "visibility",
    "channel",
    "method",
    "plan",
    "tier",
    "frequency",
    "period",
    "outcome",
    "result",
    "reason",
    "currency",
    "language",
    "format",
    "scope",
    "class",
    "gender",
];

/// The words of the first clause of notes, where it is a list of them and nothing else.
pub(super) fn listed(notes: &str, name: &str) -> Option<Vec<String>> {
    let clause = notes.split([';', '(']).find(|clause| !clause.trim().is_empty())?;
    let clause = clause.split(". ").next()?.trim().trim_end_matches('.');
    let announced = ["required:", "optional:", "mandatory:", "values:", "allowed:", "enum:"]
        .iter()
        .find_map(|start| clause.to_lowercase().starts_with(start).then(|| clause.get(start.len()..)))
        .flatten();
    let list = announced.unwrap_or(clause).trim();
    // "a, b or c"; only the last two are joined by a word, or those of a state by commas alone.
    let states = || {
        let last = words::parts(name).last().cloned().unwrap_or_default();
        ["status", "state", "phase", "stage"].contains(&last.as_str()) && list.matches(',').count() >= 2
    };
    let (before, last) = match list.rsplit_once(" or ") {
        Some(parts) => parts,
        None => list.rsplit_once(',').filter(|_| states())?,
    };
    let mut found: Vec<String> = before
        .split(',')
        .map(|word| word.trim().trim_matches(['`', '"', '\'']).to_owned())
        .filter(|word| !word.is_empty())
        .collect();
    found.push(last.trim().trim_matches(['`', '"', '\'']).to_owned());
    let is_word = |word: &String| {
        word.len() <= 30
            && word.starts_with(|c: char| c.is_ascii_lowercase())
            && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-'))
            && !PARTS.contains(&word.as_str())
    };
    let kind = || words::parts(name).last().is_some_and(|last| KINDS.contains(&last.as_str()));
    let enough = match announced {
        Some(_) => found.len() >= 2,
        None => found.len() >= 3 && kind(),
    };
    (enough && found.iter().all(is_word)).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::listed;

    #[test]
    fn lists_of_bare_words() {
        let of = |words: &[&str]| Some(words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        let woods = of(&["oak", "ash", "elm"]);
        assert_eq!(listed("required: oak, ash or elm; ", "wood"), woods);
        assert_eq!(listed("oak, ash, or elm; set by the service; ", "kind"), woods);
        assert_eq!(listed("; oak, ash or elm.", "tree_type"), woods);
        for (notes, name) in [
            ("oak, ash or elm", "remark"),
            ("letters, digits or hyphens", "kind"),
            ("Oak, ash or elm", "kind"),
            ("the oak, the ash or the elm", "kind"),
            ("required, 3 to 30 characters", "kind"),
        ] {
            assert_eq!(listed(notes, name), None, "{notes}");
        }
    }
}
