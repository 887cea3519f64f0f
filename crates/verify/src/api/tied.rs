//! Settings that their meaning ties to a member, where the member's own row gives the default as a number: "minutes from the making of
//! a booking to its `hold_until`" (30) beside "`hold_until`: `created_at` plus 30 minutes".

use crate::pattern::pattern;
use crate::words;
use abide_model::{Item, Kind};

// "to its `hold_until`", "between … and its `due`", "upper bound of `seats`"
pattern!(
    SETS,
    r"(?i)\b(?:(?:to|until|sets|between [^`|]{1,60}? and)(?: its| the| a)?|(?:bound|maximum|minimum|limit|largest|smallest|length|default|value)(?: of)?(?: its| the| a)?)\s+`([A-Za-z_]\w*)`"
);

/// A setting, the member that it sets, and its default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    /// The name of the setting.
    pub name: String,
    member: String,
    number: String,
}

/// The settings that are tied to a member.
pub fn ties<'a>(items: impl Iterator<Item = &'a Item> + Clone) -> Vec<Tie> {
    let settings = items.clone().filter(|item| item.kind == Kind::Setting);
    let fields: Vec<&Item> = items.filter(|item| item.kind == Kind::Field).collect();
    let tie = |item: &Item| {
        let number = item.text_field("default")?.trim().trim_matches(['`', '"', '\'']).to_owned();
        // What is common says little: many a bound is 0 or 1.
        if number.len() > 9 || number.parse::<u64>().ok()? < 2 {
            return None;
        }
        let member = SETS.captures(&item.text)?.get(1)?.as_str().to_owned();
        let of_member = |field: &&&Item| field.key.rsplit('.').next() == Some(member.as_str());
        let mut rows = fields.iter().filter(of_member).filter(|field| place(&field.text, &number).is_some());
        rows.next().filter(|_| rows.next().is_none())?;
        Some(Tie { name: item.key.clone(), member, number })
    };
    settings.filter_map(tie).collect()
}

/// A text that begins with a member, with the name of the setting that is tied to it in place of the number.
pub fn tied(text: &str, ties: &[Tie]) -> String {
    let first = || words::code_spans(text).first().map(|(_, code)| *code);
    let of_text = |tie: &&Tie| first() == Some(tie.member.as_str());
    match ties.iter().find(of_text) {
        Some(tie) => of_member(text, &tie.member, ties),
        None => text.to_owned(),
    }
}

/// What is noted of a member, with the name of the setting that is tied to it in place of the number.
pub fn of_member(text: &str, member: &str, ties: &[Tie]) -> String {
    let found =
        ties.iter().filter(|tie| tie.member == member).find_map(|tie| Some((place(text, &tie.number)?, tie)));
    match found {
        Some((range, tie)) => {
            let (before, behind) = (text.get(..range.start), text.get(range.end..));
            format!("{}{}{}", before.unwrap_or_default(), tie.name, behind.unwrap_or_default())
        }
        None => text.to_owned(),
    }
}

/// Where a number stands in a text by itself, and once.
fn place(text: &str, number: &str) -> Option<std::ops::Range<usize>> {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '.' | ',' | '_' | ':');
    let alone = |at: &usize| {
        let before = text.get(..*at).unwrap_or_default().chars().next_back();
        let behind = text.get(at + number.len()..).unwrap_or_default();
        let mut next = behind.chars();
        let ends = match next.next() {
            // A full stop or a comma may end what the number ends.
            Some('.' | ',') => !next.next().is_some_and(|c| c.is_ascii_digit()),
            Some(c) => !part(c),
            None => true,
        };
        before.is_none_or(|c| !part(c)) && ends
    };
    let mut places = text.match_indices(number).map(|(at, _)| at).filter(alone);
    let at = places.next().filter(|_| places.next().is_none())?;
    Some(at..at + number.len())
}

#[cfg(test)]
mod tests {
    use crate::testing::{self, Setup};

    /// The sentence of the row of a member, and the bound of another, where the settings have these values.
    fn read(meaning: &str) -> (String, Option<f64>) {
        let text = format!(
            "# Stays\n\n## Data\n\n### Stay\n\n| Field | Type | Rules |\n|---|---|---|\n| `seats` | integer | 1–9 |\n| `held_until` | datetime | `created_at` plus 30 minutes |\n\n## API\n\n- `POST /stays` books a stay\n\n## Settings\n\n| Variable | Default | Meaning |\n|---|---|---|\n| `STAYS_HOLD_MINUTES` | 30 | {meaning} |\n| `STAYS_SEATS` | 9 | upper bound of `seats` |\n"
        );
        let facts = testing::facts_of_markdown(&text, "", Setup::default());
        let facts = facts.with_setting("STAYS_HOLD_MINUTES", "15").with_setting("STAYS_SEATS", "4");
        let row = facts.api.sentences.iter().find(|sentence| sentence.text.contains("held_until"));
        (row.unwrap().text.trim().to_owned(), facts.api.fields.field("Stay", "seats").unwrap().rule.most)
    }

    #[test]
    fn numbers_follow_the_settings_that_are_tied_to_them() {
        let (row, most) = read("minutes from the making of a stay to its `held_until`");
        assert!(row.contains("plus 15 minutes"), "{row}");
        assert_eq!(most, Some(4.0));
        // Another number of the same size has nothing to do with it.
        let (row, _) = read("minutes that a stay is kept after `held_until`");
        assert!(row.contains("plus 30 minutes"), "{row}");
    }
}
