//! Headings made comparable: what is left of a title when numbering, decoration and hints are gone.

/// A heading as compared: numbering, emoji, punctuation, hints such as "(optional)" and what follows a colon are gone,
/// case, accents and full-width forms are folded, `&` reads as "and". A heading that is nothing but decoration gives
/// the empty string.
pub fn normalise(title: &str) -> String {
    if let Some(plain) = plain(title) {
        return plain;
    }
    fold(without_hints(without_suffix(without_numbering(title))))
}

/// Whether a phrase is as [`normalise_whole`] would leave it, as far as a glance at its letters tells.
pub(crate) fn is_normal(phrase: &str) -> bool {
    phrase.chars().all(|c| {
        matches!(c, 'a'..='z' | ' ' | 'а'..='я' | 'ぁ'..='ん' | 'ァ'..='ヺ' | 'ー' | '一'..='鿿' | '가'..='힣')
    })
}

/// Most headings are a few plain words; they have nothing to take away, and this costs a tenth.
fn plain(title: &str) -> Option<String> {
    // No way out of this loop before its end: so it reads many bytes at once.
    let plain = |byte: u8| byte.is_ascii_alphabetic() | matches!(byte, b' ' | b'-' | b'/');
    if !title.bytes().fold(true, |all, byte| all & plain(byte)) {
        return None;
    }
    if is_spaced(title.as_bytes()) {
        return Some(title.to_ascii_lowercase());
    }
    let mut folded = String::with_capacity(title.len());
    let mut gap = false;
    for byte in title.bytes() {
        if !byte.is_ascii_alphabetic() {
            gap = true;
            continue;
        }
        if std::mem::take(&mut gap) && !folded.is_empty() {
            folded.push(' ');
        }
        folded.push(char::from(byte.to_ascii_lowercase()));
    }
    Some(folded)
}

/// Whether letters stand at both ends, and nothing but single spaces between words.
fn is_spaced(title: &[u8]) -> bool {
    let letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphabetic);
    let behind = title.get(1..).unwrap_or_default();
    // No way out of this loop before its end: so it reads many bytes at once.
    let apart = |found: bool, (byte, next): (&u8, &u8)| {
        found | (*byte == b'-') | (*byte == b'/') | ((*byte == b' ') & (*next == b' '))
    };
    letter(title.first()) && letter(title.last()) && !title.iter().zip(behind).fold(false, apart)
}

/// As [`normalise`], but with what follows a colon: `Phase 1: Foundation` gives `phase 1 foundation`.
pub fn normalise_whole(title: &str) -> String {
    fold(without_hints(without_numbering(title)))
}

/// The number in front of a heading, as written: `4.1` in "4.1 Main path".
pub fn numbering(title: &str) -> Option<&str> {
    let rest = without_numbering(title);
    let length = title.len().checked_sub(rest.len())?;
    let number = title.get(..length)?.trim_matches(|c: char| !c.is_alphanumeric());
    (!number.is_empty()).then_some(number)
}

/// The heading without its number and the decoration in front of it.
pub(crate) fn without_numbering(title: &str) -> &str {
    let decoration = |c: char| !c.is_alphanumeric() && !opens(c);
    let title = title.trim();
    // A word in front is no number.
    if let [first, second, ..] = title.as_bytes()
        && first.is_ascii_alphabetic()
        && second.is_ascii_lowercase()
    {
        return title;
    }
    let mut rest = title.trim_start_matches(decoration);
    // A second round takes the emoji behind a number, or the number behind an emoji.
    for _ in 0..2 {
        if let Some(behind) = behind_number(rest) {
            rest = behind;
        }
        rest = rest.trim_start_matches(decoration);
    }
    if rest.is_empty() { title } else { rest }
}

// What may open a title and belongs to it.
fn opens(character: char) -> bool {
    matches!(
        character,
        '`' | '<'
            | '['
            | '{'
            | '('
            | '⟦'
            | '/'
            | '$'
            | '@'
            | '_'
            | '"'
            | '“'
            | '\''
            | '‘'
            | '《'
            | '「'
            | '『'
            | '【'
            | '（'
    )
}

fn behind_number(title: &str) -> Option<&str> {
    let inner = title.strip_prefix(['(', '（', '[']).unwrap_or(title);
    let bracketed = inner.len() < title.len();
    if let Some(rest) = title.strip_prefix('第') {
        let number = rest.trim_start_matches(|c: char| c.is_numeric() || c == ' ' || is_cjk_number(c));
        if number.len() < rest.len() {
            return number.strip_prefix(['章', '节', '節', '部', '条']).map(str::trim_start);
        }
    }
    let token_end = inner.find(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || is_cjk_number(c)))?;
    let token = inner.get(..token_end)?;
    let mut rest = inner.get(token_end..)?;
    let dotted = token.ends_with('.');
    let token = token.trim_end_matches('.');
    let marked = match rest.chars().next()? {
        ')' | '）' | ']' | '、' | '．' => {
            rest = rest.get(rest.chars().next()?.len_utf8()..)?;
            true
        }
        ':' | '-' | '–' | '—' if token.chars().all(|c| c.is_ascii_digit() || c == '.') && !bracketed => {
            rest = rest.get(rest.chars().next()?.len_utf8()..)?;
            true
        }
        ' ' | '\t' => dotted,
        _ => return None,
    };
    if bracketed && !marked {
        return None;
    }
    let rest = rest.trim_start();
    let next = rest.chars().next()?;
    let numeric = !token.is_empty()
        && token.split('.').all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit()));
    let number = if numeric {
        // "2024 in review" and "3 ways" are words; "3 Ways" and "4.1 ways" are numbered.
        marked || token.contains('.') || (token.len() <= 2 && (next.is_uppercase() || !next.is_ascii()))
    } else if token.chars().all(is_cjk_number) {
        marked && !token.is_empty()
    } else {
        let mut parts = token.split('.');
        let first = parts.next().unwrap_or_default();
        let lettered = first.len() == 1 && first.chars().all(|c| c.is_ascii_uppercase());
        let roman = first.len() <= 5 && first.chars().all(|c| "IVX".contains(c));
        let numbers = parts.all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit()));
        (lettered || roman) && numbers && (marked || token.contains('.'))
    };
    number.then_some(rest)
}

fn is_cjk_number(character: char) -> bool {
    matches!(character, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
}

/// What stands before a colon, where something does.
pub(crate) fn without_suffix(title: &str) -> &str {
    // Both colons start with one of these bytes.
    if memchr::memchr2(b':', 0xEF, title.as_bytes()).is_none() {
        return title;
    }
    let mut named = false;
    for (at, character) in title.char_indices() {
        let after = title.get(at + character.len_utf8()..).unwrap_or_default();
        // `a::b`, `key:value` and `http://…` are names.
        let separates = match character {
            '：' => true,
            ':' => after.is_empty() || after.starts_with([' ', '\t']),
            _ => false,
        };
        if separates && named {
            return title.get(..at).unwrap_or_default();
        }
        named |= character.is_alphanumeric();
    }
    title
}

/// Without the brackets at the end that tell the writer what to do: "(optional)", "(tree format)".
fn without_hints(title: &str) -> &str {
    let mut title = title.trim_end_matches(|c: char| c.is_whitespace() || "*_:：".contains(c));
    while let Some((before, inner)) = last_bracket(title) {
        if !is_hint(inner) || before.trim().is_empty() {
            break;
        }
        title = before.trim_end_matches(|c: char| c.is_whitespace() || "*_:：".contains(c));
    }
    title
}

/// The text before a closing bracket's partner, and the text between the two.
pub(crate) fn last_bracket(title: &str) -> Option<(&str, &str)> {
    let title = title.trim_end_matches(|c: char| c.is_whitespace() || c == '*' || c == '_');
    let (open, inner) = match title.chars().next_back()? {
        ')' => ('(', title.strip_suffix(')')?),
        '）' => ('（', title.strip_suffix('）')?),
        ']' => ('[', title.strip_suffix(']')?),
        _ => return None,
    };
    let at = inner.rfind(open)?;
    Some((inner.get(..at)?, inner.get(at + open.len_utf8()..)?))
}

fn is_hint(inner: &str) -> bool {
    const HINTS: &[&str] = &[
        "optional",
        "mandatory",
        "required",
        "recommended",
        "if ",
        "include ",
        "when ",
        "as needed",
        "as applicable",
        "tree format",
        "ascii",
        "where applicable",
        "not required",
        "delete if",
        "remove if",
        "opcional",
        "obligatori",
        "si aplica",
        "facultati",
        "obligatoire",
        "si applicable",
        "falls ",
        "wenn ",
        "pflicht",
        "se aplic",
        "se houver",
        "任意",
        "必須",
        "オプション",
        "可选",
        "必填",
        "可選",
        "如",
        "선택",
        "필수",
        "해당",
        "необязательн",
        "опционал",
        "обязательн",
        "если",
    ];
    let inner = inner.trim().trim_matches(['*', '_']).to_lowercase();
    HINTS.iter().any(|hint| inner.starts_with(hint))
}

/// Lower case letters and digits in words with one space between them.
fn fold(title: &str) -> String {
    let mut folded = String::with_capacity(title.len());
    // Whether a space is due before the next letter.
    let mut gap = false;
    for character in title.chars() {
        // Most letters need no look into the tables of Unicode.
        if character.is_ascii_alphanumeric() {
            if std::mem::take(&mut gap) && !folded.is_empty() {
                folded.push(' ');
            }
            folded.push(character.to_ascii_lowercase());
            continue;
        }
        let character = narrow(character);
        let joins = matches!(character, '+' | '#') && !gap && !folded.is_empty();
        if matches!(character, '\'' | '’' | '\u{200D}' | '\u{FE0E}' | '\u{FE0F}') {
            continue;
        }
        if !(character == '&' || joins || character.is_alphanumeric() || is_mark(character)) {
            gap = true;
            continue;
        }
        if (gap || character == '&') && !folded.is_empty() {
            folded.push(' ');
        }
        gap = false;
        if character == '&' {
            folded.push_str("and");
            gap = true;
            continue;
        }
        for lower in character.to_lowercase() {
            match unaccented(lower) {
                Some(plain) => folded.push_str(plain),
                None => folded.push(lower),
            }
        }
    }
    folded
}

/// Words that carry no meaning in a heading.
pub(crate) fn is_filler(word: &str) -> bool {
    matches!(
        word,
        "" | "and"
            | "or"
            | "the"
            | "a"
            | "an"
            | "of"
            | "for"
            | "to"
            | "in"
            | "on"
            | "with"
            | "y"
            | "de"
            | "la"
            | "und"
    )
}

fn narrow(character: char) -> char {
    match u32::from(character) {
        code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(character),
        0x3000 => ' ',
        _ => character,
    }
}

fn is_mark(character: char) -> bool {
    matches!(u32::from(character), 0x0900..=0x0903 | 0x093A..=0x094F | 0x0E31..=0x0E4E | 0x3099..=0x309A)
}

fn unaccented(character: char) -> Option<&'static str> {
    Some(match character {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' => "a",
        'é' | 'è' | 'ê' | 'ë' => "e",
        'í' | 'ì' | 'î' | 'ï' => "i",
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' => "o",
        'ú' | 'ù' | 'û' | 'ü' => "u",
        'ñ' => "n",
        'ç' => "c",
        'ß' => "ss",
        'œ' => "oe",
        'æ' => "ae",
        'ё' => "е",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decoration_numbering_and_hints_are_gone() {
        for (title, expected) in [
            ("📋 Overview", "overview"),
            ("1. 🎯 Requirements:", "requirements"),
            ("4.1 Main (“Happy”) Path", "main happy path"),
            ("A.2 Deploy", "deploy"),
            ("IV. Results", "results"),
            ("2) Goals & Non-Goals", "goals and non goals"),
            ("3 Approaches", "approaches"),
            ("User Scenarios & Testing *(mandatory)*", "user scenarios and testing"),
            ("Key Entities _(include if feature involves data)_", "key entities"),
            ("Component diagram (ASCII)", "component diagram"),
            ("Problem Statement: ⟦What hurts today?⟧", "problem statement"),
            ("Criterios de aceptación", "criterios de aceptacion"),
            ("第2章 データモデル", "データモデル"),
            ("二、背景", "背景"),
            ("API / インターフェース", "api インターフェース"),
            ("Ｇｏａｌｓ（任意）", "goals"),
            ("What's new", "whats new"),
        ] {
            assert_eq!(normalise(title), expected, "{title}");
        }
    }

    #[test]
    fn what_belongs_to_the_title_stays() {
        for (title, expected) in [
            ("2024 in review", "2024 in review"),
            ("`parcel start` (new file)", "parcel start new file"),
            ("C++ bindings", "c++ bindings"),
            ("OAuth 2.0", "oauth 2 0"),
            ("A plan", "a plan"),
            ("std::vec", "std vec"),
        ] {
            assert_eq!(normalise(title), expected, "{title}");
        }
        assert_eq!(normalise_whole("Phase 1: Foundation"), "phase 1 foundation");
        assert_eq!(normalise("Phase 1: Foundation"), "phase 1");
        assert_eq!(normalise("✅"), "");
    }

    #[test]
    fn plain_words_come_out_as_by_the_long_way() {
        for title in
            ["Goals", "Non-Goals", "UI/UX design", "A plan", "  Open   Questions ", "I am", "-", "IV Results"]
        {
            assert_eq!(
                normalise(title),
                fold(without_hints(without_suffix(without_numbering(title)))),
                "{title}"
            );
        }
    }

    #[test]
    fn the_number_is_known() {
        assert_eq!(numbering("4.1 Main path"), Some("4.1"));
        assert_eq!(numbering("## 2. Goals"), Some("2"));
        assert_eq!(numbering("Goals"), None);
    }
}
