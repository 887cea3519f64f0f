//! When something is planned: dates, months, quarters, and numbered weeks, put in order.

/// A span of time. Two spans can be compared where their scales are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) scale: Scale,
    /// The first unit of it.
    pub(crate) from: i64,
    /// The last one; before `from` where the text says so.
    pub(crate) to: i64,
}

/// What a span counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Scale {
    /// Days of the calendar.
    Calendar,
    /// Days of a year that is not named.
    Yearless,
    /// Weeks since the start of the work; and so on.
    Week,
    Month,
    Day,
    Sprint,
}

impl Span {
    /// Whether it is over before `other` begins.
    pub(crate) fn is_before(self, other: Span) -> bool {
        // December is followed by January: half a year or more back is the next year.
        let next_year = self.scale == Scale::Yearless && other.from - self.to > 6 * MONTH;
        self.scale == other.scale && self.to < other.from && !next_year
    }

    /// Whether it ends before it begins.
    pub(crate) fn is_inverted(self) -> bool {
        self.scale != Scale::Yearless && self.to < self.from
    }
}

// Only the order matters, so that every month has 31 days and a year 12 of them.
const MONTH: i64 = 31;
const YEAR: i64 = 12 * MONTH;

const MONTHS: &[&[&str]] = &[
    &["january", "jan", "enero", "ene", "janvier", "januar", "janeiro", "января", "январь"],
    &["february", "feb", "febrero", "février", "februar", "fevereiro", "fev", "февраля", "февраль"],
    &["march", "mar", "marzo", "mars", "märz", "março", "марта", "март"],
    &["april", "apr", "abril", "abr", "avril", "апреля", "апрель"],
    &["may", "mayo", "mai", "maio", "мая", "май"],
    &["june", "jun", "junio", "juin", "juni", "junho", "июня", "июнь"],
    &["july", "jul", "julio", "juillet", "juli", "julho", "июля", "июль"],
    &["august", "aug", "agosto", "août", "ago", "августа", "август"],
    &["september", "sep", "sept", "septiembre", "septembre", "setembro", "set", "сентября", "сентябрь"],
    &["october", "oct", "octubre", "octobre", "oktober", "okt", "outubro", "out", "октября", "октябрь"],
    &["november", "nov", "noviembre", "novembre", "novembro", "ноября", "ноябрь"],
    &["december", "dec", "diciembre", "dic", "décembre", "dezember", "dez", "dezembro", "декабря", "декабрь"],
];

const UNITS: &[(Scale, &[&str])] = &[
    (
        Scale::Week,
        &["week", "weeks", "wk", "semana", "semanas", "semaine", "semaines", "woche", "wochen", "неделя"],
    ),
    (Scale::Month, &["month", "months", "mes", "mois", "monat", "mês"]),
    (Scale::Day, &["day", "days", "día", "jour", "tag", "dia"]),
    (Scale::Sprint, &["sprint", "sprints", "iteration"]),
];

/// A word or number, and the mark before it.
struct Token {
    text: String,
    before: char,
}

impl Token {
    fn number(&self) -> Option<i64> {
        let digits = self.text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
        let suffix = self.text.get(digits.len()..)?;
        let plain = matches!(suffix, "" | "st" | "nd" | "rd" | "th");
        (plain && (1..=4).contains(&digits.len())).then(|| digits.parse().ok()).flatten()
    }

    fn year(&self) -> Option<i64> {
        self.number().filter(|year| self.text.len() == 4 && (1990..2200).contains(year))
    }

    fn month(&self) -> Option<i64> {
        let at = MONTHS.iter().position(|names| names.contains(&self.text.as_str()))?;
        i64::try_from(at + 1).ok()
    }

    /// The first and last month of `q3` or `h1`.
    fn part_of_year(&self) -> Option<(i64, i64)> {
        Some(match self.text.as_str() {
            "q1" => (1, 3),
            "q2" => (4, 6),
            "q3" => (7, 9),
            "q4" => (10, 12),
            "h1" => (1, 6),
            "h2" => (7, 12),
            _ => return None,
        })
    }
}

/// The span that a text names, if it names one and nothing else that could be one: a date that was moved says two.
pub(crate) fn span(text: &str) -> Option<Span> {
    const LONG: usize = 120;
    if text.len() > LONG || text.contains("~~") || text.contains('→') || text.contains("->") {
        return None;
    }
    let text = text.split(['(', '（']).next()?;
    let tokens = tokens(text);
    let mut found: Vec<Span> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match point(&tokens, at)? {
            Some((span, used)) => {
                found.push(span);
                at += used;
            }
            None => at += 1,
        }
    }
    let (first, last) = (found.first()?, found.last()?);
    let (mut first, mut last) = (*first, *last);
    // "March – May 2026", "3 March to 5 May 2026": the year stands behind the second.
    if first.scale == Scale::Yearless && last.scale == Scale::Calendar {
        let year = last.from - last.from.rem_euclid(YEAR);
        first = Span { scale: Scale::Calendar, from: first.from + year, to: first.to + year };
    }
    if last.scale == Scale::Yearless && first.scale == Scale::Calendar {
        let year = first.from - first.from.rem_euclid(YEAR);
        last = Span { scale: Scale::Calendar, from: last.from + year, to: last.to + year };
    }
    let two = found.len() <= 2 && first.scale == last.scale;
    two.then_some(Span { scale: first.scale, from: first.from, to: last.to })
}

/// One calendar day, if the text starts with one that nobody can read in two ways.
pub(crate) fn day(text: &str) -> Option<Span> {
    let bare = text.trim().trim_matches(['"', '\'', '`', '*', '_']);
    span(bare).filter(|span| span.scale == Scale::Calendar && span.from == span.to)
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut before = ' ';
    let mut open = false;
    for letter in text.chars().flat_map(char::to_lowercase) {
        let mark = matches!(letter, '年' | '月' | '日');
        if letter.is_alphanumeric() && !mark {
            match tokens.last_mut() {
                Some(last) if open => last.text.push(letter),
                _ => tokens.push(Token { text: letter.to_string(), before }),
            }
            open = true;
        } else {
            // "2026 - 03" and "2026-03" read alike; of " – " the dash is what counts.
            before = if mark {
                '-'
            } else if open || before == ' ' || letter != ' ' {
                letter
            } else {
                before
            };
            open = false;
        }
    }
    tokens
}

/// The span at a token and how many tokens say it; the outer `None` for a date that can be read in two ways.
fn point(tokens: &[Token], at: usize) -> Option<Option<(Span, usize)>> {
    let token = |ahead: usize| tokens.get(at + ahead);
    let joined = |ahead: usize| token(ahead).filter(|token| matches!(token.before, '-' | '/' | '.'));
    let Some(first) = token(0) else { return Some(None) };
    let small = |token: Option<&Token>, limit: i64| {
        token.and_then(Token::number).filter(|number| (1..=limit).contains(number))
    };
    if let Some(year) = first.year() {
        if let Some(month) =
            small(joined(1), 12).filter(|_| token(1).is_some_and(|token| token.text.len() <= 2))
        {
            return Some(Some(match small(joined(2), 31) {
                Some(day) => (days(year, month, Some(day)), 3),
                None => (days(year, month, None), 2),
            }));
        }
        if let Some((from, to)) = token(1).and_then(Token::part_of_year) {
            return Some(Some((months(year, from, to), 2)));
        }
        if let Some(month) = token(1).and_then(Token::month) {
            return Some(Some((days(year, month, None), 2)));
        }
        return Some(Some((months(year, 1, 12), 1)));
    }
    if let (Some(one), Some(two), Some(year)) =
        (small(Some(first), 31), small(joined(1), 31), joined(2).and_then(Token::year))
    {
        let dotted = joined(1).is_some_and(|token| token.before == '.');
        return match (dotted || one > 12, two > 12) {
            (true, false) => Some(Some((days(year, two, Some(one)), 3))),
            (false, true) => Some(Some((days(year, one, Some(two)), 3))),
            _ => None,
        };
    }
    // "3 March 2026", "3 de marzo de 2026"
    let of = usize::from(token(1).is_some_and(|token| token.text == "de" || token.text == "of"));
    if let (Some(day), Some(month)) = (small(Some(first), 31), token(1 + of).and_then(Token::month)) {
        return Some(Some(with_year(tokens, at, 2 + of, month, Some(day))));
    }
    if let Some(month) = first.month() {
        return Some(Some(
            match small(token(1), 31).filter(|_| token(1).is_some_and(|token| token.before == ' ')) {
                Some(day) => with_year(tokens, at, 2, month, Some(day)),
                None => with_year(tokens, at, 1, month, None),
            },
        ));
    }
    if let Some((from, to)) = first.part_of_year() {
        return Some(Some(match token(1).and_then(Token::year) {
            Some(year) => (months(year, from, to), 2),
            None => (Span { scale: Scale::Yearless, ..months(0, from, to) }, 1),
        }));
    }
    let unit = UNITS.iter().find(|(_, names)| names.contains(&first.text.as_str()));
    if let (Some((scale, _)), Some(from)) = (unit, token(1).and_then(Token::number)) {
        let range = token(2).filter(|token| matches!(token.before, '-' | '–' | '—'));
        return Some(Some(match range.and_then(Token::number) {
            Some(to) => (Span { scale: *scale, from, to }, 3),
            None => (Span { scale: *scale, from, to: from }, 2),
        }));
    }
    Some(None)
}

fn with_year(tokens: &[Token], at: usize, used: usize, month: i64, day: Option<i64>) -> (Span, usize) {
    let of = usize::from(tokens.get(at + used).is_some_and(|token| token.text == "de"));
    match tokens.get(at + used + of).and_then(Token::year) {
        Some(year) => (days(year, month, day), used + of + 1),
        None => (Span { scale: Scale::Yearless, ..days(0, month, day) }, used),
    }
}

fn days(year: i64, month: i64, day: Option<i64>) -> Span {
    let start = year * YEAR + (month - 1) * MONTH;
    let (from, to) = day.map_or((start, start + MONTH - 1), |day| (start + day - 1, start + day - 1));
    Span { scale: Scale::Calendar, from, to }
}

fn months(year: i64, first: i64, last: i64) -> Span {
    Span { scale: Scale::Calendar, from: days(year, first, None).from, to: days(year, last, None).to }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Span {
        span(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn the_same_day_in_many_forms() {
        for text in [
            "2026-03-05",
            "2026/3/5",
            "2026年3月5日",
            "05.03.2026",
            "March 5, 2026",
            "5th of March 2026",
            "5 de marzo de 2026",
            "Mar 5 2026 (done)",
            "5. März 2026",
        ] {
            assert_eq!(read(text), read("2026-03-05"), "{text}");
        }
        assert_eq!(read("13/01/2026"), read("01/13/2026"));
    }

    #[test]
    fn what_comes_before_what() {
        for (one, other) in [
            ("2026-03-05", "2026-03-06"),
            ("2025-12", "Q1 2026"),
            ("Q1 2026", "2026 Q2"),
            ("March 2026", "April – May 2026"),
            ("Week 1-2", "Weeks 3–4"),
            ("Sprint 2", "Sprint 10"),
            ("Mar 3", "Apr 1"),
            ("2025", "H1 2026"),
        ] {
            assert!(read(one).is_before(read(other)), "{one} {other}");
            assert!(!read(other).is_before(read(one)), "{other} {one}");
        }
        assert!(!read("Jan 5").is_before(read("Dec 20")), "January may be the next year's");
        assert!(!read("2026-03-15").is_before(read("March 2026")), "the day is in that month");
        assert!(read("2026-05-01 – 2026-04-01").is_inverted());
        assert!(!read("March – May 2026").is_inverted());
    }

    #[test]
    fn what_is_no_span_or_more_than_one() {
        for text in [
            "",
            "TBD",
            "2-3 weeks",
            "01/02/2026",
            "2026-01-02 → 2026-02-03",
            "~~2026-01-02~~ 2026-02-03",
            "soon",
        ] {
            assert_eq!(span(text), None, "{text}");
        }
    }
}
