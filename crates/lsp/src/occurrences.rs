//! Where a word stands in a text.

use abide_syntax::TextRange;

/// All places of a word or an id, as a whole: `FR-1` does not stand in `FR-10`, `FR-1.2` or `XFR-1`.
pub fn of(text: &str, word: &str) -> Vec<TextRange> {
    if word.is_empty() {
        return Vec::new();
    }
    let places = text.match_indices(word).map(|(at, _)| TextRange::new(at, at + word.len()));
    places.filter(|place| is_whole(text, *place)).collect()
}

/// The word at a byte: letters, digits and `_`, with `-`, `.`, `/` and `:` between them where `joined` says so.
pub fn word_at(text: &str, offset: u32, joined: impl Fn(char) -> bool) -> Option<TextRange> {
    let offset = offset as usize;
    let inside = |letter: char| letter.is_alphanumeric() || letter == '_' || joined(letter);
    let before = text.get(..offset)?.char_indices().rev().take_while(|(_, letter)| inside(*letter));
    let start = before.last().map_or(offset, |(at, _)| at);
    let rest = text.get(offset..)?;
    let end = offset + rest.find(|letter| !inside(letter)).unwrap_or(rest.len());
    let word = text.get(start..end)?;
    let trimmed = word.trim_matches(&joined);
    let skipped = word.len() - word.trim_start_matches(&joined).len();
    (!trimmed.is_empty()).then(|| TextRange::new(start + skipped, start + skipped + trimmed.len()))
}

fn is_whole(text: &str, place: TextRange) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    let before: Vec<char> = text.get(..place.start()).unwrap_or_default().chars().rev().take(2).collect();
    let after: Vec<char> = text.get(place.end()..).unwrap_or_default().chars().take(2).collect();
    let goes_on = |letters: &[char]| match letters {
        [first, ..] if is_part(*first) => true,
        ['-' | '.', second, ..] => is_part(*second),
        _ => false,
    };
    !goes_on(&before) && !goes_on(&after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_stands_as_a_whole() {
        let found = |text: &str| of(text, "FR-1").iter().map(|place| place.start).collect::<Vec<_>>();
        assert_eq!(found("FR-1, FR-10, (FR-1). FR-1.2 XFR-1 NFR-1 A-FR-1 FR-1-b `FR-1`"), [0, 14, 55]);
        assert!(of("any", "").is_empty());
    }

    #[test]
    fn a_word_ends_where_its_letters_do() {
        let word = |offset| word_at("see FR-1.2, and so on.", offset, |letter| "-.".contains(letter));
        assert_eq!(word(6), Some(TextRange::new(4, 10)));
        assert_eq!(word(10), Some(TextRange::new(4, 10)), "right behind it");
        assert_eq!(word(21), Some(TextRange::new(19, 21)));
        assert_eq!(word_at("a  b", 2, |_| false), None);
    }
}
