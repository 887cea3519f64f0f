//! Fields in plain words: "`loans`: reader_id, due date, state (open/closed)", and what is nested below "… with attributes:".

use super::super::NOT_FIELD_WORDS;
use super::field::{LISTING, plain};
use crate::Context;
use crate::shape::Attribute;
use crate::statement::Statement;
use crate::text;
use abide_syntax::{NodeKind, TextRange};

/// More words tell something.
const MOST_WORDS: usize = 4;

/// Whether most entries of a list give nothing but names behind a name, one of which is that of a key or a compound. Where
/// the name stands in plain words, each entry has to have one.
pub(super) fn is_list_of_records(context: &Context, entries: &[&Statement]) -> bool {
    let document = context.document;
    let marked =
        |entry: &&Statement| matches!(document.node(entry.first).kind, NodeKind::CodeSpan | NodeKind::Strong);
    let told: Vec<(bool, Vec<String>)> = entries
        .iter()
        .map(|entry| {
            (marked(entry), text::labelled(&entry.text).map_or_else(Vec::new, |cut| names(cut.rest)))
        })
        .collect();
    let key = |name: &String| {
        let first = name.split(' ').next().unwrap_or_default();
        first.eq_ignore_ascii_case("id") || first.contains('_') || text::is_compound(first)
    };
    let marked = told.iter().filter(|(marked, _)| *marked).count();
    if marked == 0 {
        return told.len() > 1 && told.iter().all(|(_, names)| names.iter().any(key));
    }
    let listing = told.iter().filter(|(marked, names)| *marked && !names.is_empty());
    listing.clone().count() * 2 >= marked && listing.flat_map(|(_, names)| names).any(key)
}

/// The fields behind the name of a record.
pub(super) fn fields(behind: &str, range: TextRange) -> Vec<Attribute> {
    let Some(rest) = behind.trim_start_matches(['*', ' ']).strip_prefix([':', '：', '—', '–']) else {
        return Vec::new();
    };
    names(rest).into_iter().map(|name| plain(&name, range)).collect()
}

/// The names of a list with commas, without what stands in brackets. None where a part tells something.
fn names(listed: &str) -> Vec<String> {
    let listed = listed.trim().trim_end_matches('.');
    if listed.contains(". ") {
        return Vec::new();
    }
    let parts: Vec<String> = outside_brackets(listed)
        .into_iter()
        .map(|part| {
            part.split(['(', '{', '（', '[']).next().unwrap_or(part).replace('`', "").trim().to_owned()
        })
        .collect();
    let all = parts.iter().all(|part| is_name_in_words(part));
    if parts.len() > 1 && all { parts } else { Vec::new() }
}

/// A text cut at the commas that stand outside of brackets of any kind.
fn outside_brackets(text: &str) -> Vec<&str> {
    let (mut depth, mut start) = (0, 0);
    let mut parts = Vec::new();
    for (at, character) in text.char_indices() {
        match character {
            '(' | '{' | '[' | '（' => depth += 1,
            ')' | '}' | ']' | '）' => depth -= 1,
            ',' | ';' | '、' if depth == 0 => {
                parts.extend(text.get(start..at));
                start = at + character.len_utf8();
            }
            _ => {}
        }
    }
    parts.extend(text.get(start..));
    parts
}

/// A noun with what belongs to it, in small letters or in code: "due date", "id Discord", "dates de début/fin".
fn is_name_in_words(part: &str) -> bool {
    let words: Vec<&str> = part.split_whitespace().collect();
    let first = words.first().map(|word| word.to_lowercase()).unwrap_or_default();
    (1..=MOST_WORDS).contains(&words.len())
        && part.starts_with(char::is_alphabetic)
        && part.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '/' | '\'' | '’' | '?'))
        && !NOT_FIELD_WORDS.contains(&first.as_str())
}

/// "Represents a loan with attributes:" announces the names of fields.
pub(super) fn announces_fields(told: &str) -> bool {
    let Some(line) = told.trim_end().strip_suffix([':', '：']) else { return false };
    let last = line.split_whitespace().last().unwrap_or_default();
    LISTING.contains(&text::squash(last).as_str())
        || !line.is_ascii() && LISTING.iter().any(|word| !word.is_ascii() && line.ends_with(word))
}

/// An entry in plain words, up to what is told of it: "Submission time", "Title (string, 5-100 characters)".
pub(super) fn field(entry: &Statement) -> Option<Attribute> {
    let name = entry.text.split(['(', ':', '：', '（']).next()?;
    let end = [" - ", " — ", " – "].iter().filter_map(|dash| name.find(dash)).min().unwrap_or(name.len());
    let name = name.get(..end)?.trim();
    is_name_in_words(name).then(|| plain(name, entry.range))
}

#[cfg(test)]
mod tests {
    use crate::Kind;
    use crate::readers::tests::shown;

    #[test]
    fn records_with_their_fields_in_words() {
        let text = "# T\n## Data model\n- `loans` : reader_id, due date, state {open, closed}, notes de lecture.\n- **Reader**: id, full name\n- `desks`: see below\n";
        assert_eq!(
            shown(&[Kind::Entity, Kind::Field], text),
            [
                "3 entity loans fields=[\"reader_id\",\"due date\",\"state\",\"notes de lecture\"]",
                "3 field loans.reader_id",
                "3 field loans.due date",
                "3 field loans.state",
                "3 field loans.notes de lecture",
                "4 entity Reader fields=[\"id\",\"full name\"]",
                "4 field Reader.id",
                "4 field Reader.full name",
            ]
        );
    }

    #[test]
    fn records_in_plain_words_and_with_columns_nested() {
        let text = "# T\n## Data Entities\n1. Loan: id, reader_id, due date\n2. Reader: id, name\n## Data model\n- Desk\n  - id\n  - room_id\n";
        assert_eq!(
            shown(&[Kind::Entity], text),
            [
                "3 entity Loan fields=[\"id\",\"reader_id\",\"due date\"]",
                "4 entity Reader fields=[\"id\",\"name\"]",
                "6 entity Desk fields=[\"id\",\"room_id\"]",
            ]
        );
    }

    #[test]
    fn tables_by_their_names_and_remarks_in_wide_brackets() {
        let text = "# T\n## データモデル\n* **Tray**: 紙の置き場\n\n  * `pages_left`（残り）\n  * `ink_left`（残り）\n### 必須テーブル\n* `jobs`\n* `trays`（紙）\n";
        assert_eq!(
            shown(&[Kind::Entity], text),
            [
                "3 entity Tray fields=[\"pages_left\",\"ink_left\"]",
                "8 entity jobs fields=[]",
                "9 entity trays fields=[]",
            ]
        );
    }

    #[test]
    fn descriptions_with_commas_are_no_fields() {
        let text = "# T\n## Data model\n- **Loan**: a book, with who has it\n- **Reader**: opens, closes, and pays\n";
        assert!(shown(&[Kind::Field], text).is_empty());
    }

    #[test]
    fn entries_below_a_line_that_announces_attributes() {
        let text = "# T\n## Key Entities\n- **Loan**: Represents a book lent, with attributes:\n  - Title (string, 1-20 characters)\n  - Sending time\n  - Borrower (reference to a Reader)\n- **Desk**: Where loans are made:\n  - Open by day\n";
        let fields: Vec<String> = shown(&[Kind::Field], text);
        let keys: Vec<&str> = fields.iter().filter_map(|field| field.split(" field ").nth(1)).collect();
        assert_eq!(keys.len(), 3, "{fields:#?}");
        assert!(keys[1] == "Loan.Sending time" && keys[2].starts_with("Loan.Borrower"), "{fields:#?}");
    }

    #[test]
    fn names_of_columns_below_the_heading_of_a_record() {
        let text = "# T\n## Data model\n### Loan\n- id\n- reader_id\n### Endpoint\n- functional_key\n- method\n### Rules\n- open\n- closed\n";
        assert_eq!(
            shown(&[Kind::Entity], text),
            [
                "3 entity Loan fields=[\"id\",\"reader_id\"]",
                "6 entity Endpoint fields=[\"functional_key\",\"method\"]"
            ]
        );
    }
}
