//! What a command printed, held against what is shown.

use regex::Regex;
use std::sync::LazyLock;

/// How alike two outputs are.
#[derive(Clone, Debug, PartialEq)]
pub enum Likeness {
    /// All lines that are shown are there, in their order.
    Same,
    /// All are there, in another order.
    Shuffled,
    /// Nothing that stands still was compared: what is shown, or what was printed, may be anything.
    Open,
    /// This line is not; `related` says whether the rest, or most of its words, are.
    Other { shown: String, instead: Option<String>, related: bool },
}

/// What stands for anything.
const ANY: &str = "\u{1}";

/// What differs from run to run by its nature, wherever it stands.
static MOVING: LazyLock<Vec<(Regex, &'static str)>> = LazyLock::new(|| {
    let regex = |pattern: &str| Regex::new(pattern).unwrap_or_else(|error| unreachable!("{error}"));
    [
        (r"\x1b\[[0-9;]*[A-Za-z]", ""),
        // An id in eight digits and four groups.
        (r"\b[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\b", ANY),
        // A point in time.
        (r"(?:\b\d{4}-\d\d-\d\d|\x01)[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:\s?(?:Z|UTC|[+-]\d\d:?\d\d))?", ANY),
        (r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? [A-Z]?[a-z]* ?\d{1,2}[^|]{0,30}\d\d:\d\d(?::\d\d)?(?: [A-Z]{3,4})?(?: \d{4})?", ANY),
        (r"\b\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?\b", ANY),
        // How long it took.
        (r"\b\d+m\d+[.,]\d+s\b", ANY),
        (r"\b\d+(?:[.,]\d+)?\s?(?:ms|µs|us|ns)\b", ANY),
        (r"\b\d+[.,]\d+\s?(?:s|sec|secs|seconds)\b", ANY),
        (r"\b(?:in|took|after) \d+\s?(?:s|sec|secs|seconds)\b", ANY),
        // Digests and ids of letters and digits together; of digits alone it may be a number that counts.
        (r"\b(?:0x)?[0-9a-f]*(?:[0-9][a-f]|[a-f][0-9])[0-9a-f]{6,}\b", ANY),
        (r"\b[0-9A-HJKMNP-TV-Z]{26}\b", ANY),
        // Where a path leads to is another matter than where it begins.
        (r#"(?:^|(?P<before>[\s"'(=:]))(?:~|[A-Za-z]:\\|/)(?:[\w.@%+-]*[/\\])*"#, "${before}\u{1}"),
        (r"\b(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\]):\d{2,5}\b", ANY),
        (r"\b(?:pid|PID)[ =:]+\d+", ANY),
        // What the document itself leaves out.
        (r"\.{3,}|…|<[\w -]{1,30}>|\{[a-z_]{1,30}\}|\bx{4,}\b|\bX{4,}\b", ANY),
    ]
    .map(|(pattern, instead)| (regex(pattern), instead))
    .into()
});

/// A line with what moves taken out, and one blank between words.
fn still(line: &str) -> String {
    let mut text = line.to_owned();
    for (pattern, instead) in MOVING.iter() {
        if pattern.is_match(&text) {
            text = pattern.replace_all(&text, *instead).into_owned();
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The lines of an output that say something; JSON in one form, whatever it was written in.
fn lines(text: &str) -> Vec<String> {
    let bare = text.trim();
    let json = bare.starts_with(['{', '[']).then(|| serde_json::from_str::<serde_json::Value>(bare).ok());
    let text = match json.flatten().and_then(|value| serde_json::to_string_pretty(&value).ok()) {
        // A comma says only that more comes.
        Some(pretty) => pretty.lines().map(|line| line.trim_end_matches(',')).collect::<Vec<_>>().join("\n"),
        None => text.to_owned(),
    };
    text.lines().map(still).filter(|line| !line.is_empty()).collect()
}

/// Whether a line stands for any lines.
fn is_gap(line: &str) -> bool {
    line.chars().all(|c| c == '\u{1}' || c.is_whitespace() || matches!(c, '[' | ']' | '(' | ')' | '#' | '⋮'))
}

/// Whether a line is as shown, where `\u{1}` stands for anything in both.
fn fits(shown: &str, printed: &str) -> bool {
    let (mut at, parts): (usize, Vec<&str>) = (0, shown.split('\u{1}').collect());
    if parts.len() == 1 {
        return shown == printed;
    }
    let last = parts.len() - 1;
    for (number, part) in parts.iter().enumerate() {
        let part = part.trim();
        if part.is_empty() {
            continue;
        }
        let Some(rest) = printed.get(at..) else { return false };
        let Some(found) = rest.find(part) else { return false };
        if number == 0 && found != 0 {
            return false;
        }
        at += found + part.len();
        if number == last && at != printed.len() && !printed.ends_with(part) {
            return false;
        }
    }
    true
}

/// The share of the words of a line that another has, in order.
pub fn share(one: &str, two: &str) -> f64 {
    let words = |line: &str| {
        line.split(|c: char| c.is_whitespace() || "=,;".contains(c))
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let (one, two) = (words(one), words(two));
    let (mut same, mut from) = (0, 0);
    for word in &one {
        if let Some(at) = two[from..].iter().position(|other| other == word) {
            same += 1;
            from += at + 1;
        }
    }
    same as f64 / one.len().max(two.len()).max(1) as f64
}

/// Two runs of the same, line by line: what differs between them is anything.
fn unsteady(first: &[String], second: &[String]) -> Vec<String> {
    if first.len() != second.len() {
        let line = |line: &String| if second.contains(line) { line.clone() } else { ANY.to_owned() };
        return first.iter().map(line).collect();
    }
    let line = |(one, two): (&String, &String)| {
        if one == two {
            return one.clone();
        }
        let (one, two): (Vec<&str>, Vec<&str>) = (one.split(' ').collect(), two.split(' ').collect());
        if one.len() != two.len() {
            return ANY.to_owned();
        }
        let words = one.iter().zip(&two).map(|(one, two)| if one == two { one } else { ANY });
        words.collect::<Vec<_>>().join(" ")
    };
    first.iter().zip(second).map(line).collect()
}

/// How alike what is shown is to what was printed in two runs; each entry of a run is one stream, or both together.
pub fn likeness(shown: &str, first: &[String], second: &[String]) -> Likeness {
    let wanted: Vec<String> = lines(shown).into_iter().filter(|line| !is_gap(line)).collect();
    let mut best: Option<Likeness> = None;
    for (one, two) in first.iter().zip(second) {
        let printed = unsteady(&lines(one), &lines(two));
        let likeness = of_lines(&wanted, &printed);
        let rank = |likeness: &Likeness| match likeness {
            Likeness::Same => 5,
            Likeness::Shuffled => 4,
            Likeness::Open => 3,
            Likeness::Other { related: true, instead: Some(_), .. } => 2,
            Likeness::Other { related: true, .. } => 1,
            Likeness::Other { .. } => 0,
        };
        if best.as_ref().is_none_or(|best| rank(&likeness) > rank(best)) {
            best = Some(likeness);
        }
    }
    best.unwrap_or(Likeness::Open)
}

fn of_lines(wanted: &[String], printed: &[String]) -> Likeness {
    let mut from = 0;
    let mut lacking = Vec::new();
    let mut taken = vec![false; printed.len()];
    for line in wanted {
        let found = (from..printed.len()).find(|at| same(line, &printed[*at]));
        match found {
            Some(at) => {
                taken[at] = true;
                from = at + 1;
            }
            None => lacking.push(line),
        }
    }
    let Some(first) = lacking.first() else {
        let compared = printed.iter().zip(&taken).any(|(line, taken)| *taken && !is_gap(line));
        return if compared { Likeness::Same } else { Likeness::Open };
    };
    let elsewhere = |line: &&&String| (0..printed.len()).any(|at| !taken[at] && same(line, &printed[at]));
    if lacking.iter().all(|line| elsewhere(&line)) {
        return Likeness::Shuffled;
    }
    let open = printed.iter().zip(&taken).filter(|(_, taken)| !**taken).map(|(line, _)| line);
    let near = open.map(|line| (share(first, line), line)).max_by(|one, two| one.0.total_cmp(&two.0));
    let near = near.filter(|(share, _)| *share >= 0.3);
    let related = near.is_some() || lacking.len() < wanted.len();
    let readable = |line: &str| line.replace('\u{1}', "…");
    Likeness::Other { shown: readable(first), instead: near.map(|(_, line)| readable(line)), related }
}

fn same(shown: &str, printed: &str) -> bool {
    fits(shown, printed) || fits(printed, shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(shown: &str, printed: &str) -> Likeness {
        likeness(shown, &[printed.to_owned()], &[printed.to_owned()])
    }

    #[test]
    fn what_moves_by_its_nature_is_not_compared() {
        for (shown, printed) in [
            ("lent at 2026-03-01T10:00:00Z to Ada", "lent at 2031-12-24T23:59:01Z to Ada"),
            ("lent at 2026-03-01T10:00:00Z", "lent at \u{1}T12:00:00Z"),
            ("3 books read in 0.12s", "3 books read in 4.50s"),
            ("indexed (12 ms)", "indexed (7 ms)"),
            ("loan 1f0c9a2e-1111-4222-8333-123456789abc", "loan 00000000-aaaa-4bbb-8ccc-0123456789ab"),
            ("commit 9fceb02d0ae598e9", "commit 1a2b3c4d5e6f7a8b"),
            ("wrote /home/ada/books/list.csv", "wrote /tmp/x1/list.csv"),
            ("wrote ~/books/list.csv", "wrote /tmp/x1/list.csv"),
            ("listening on 127.0.0.1:8080", "listening on 127.0.0.1:49152"),
            ("loan <id> to Ada", "loan 77 to Ada"),
            ("real 0m0.05s", "real 0m1.20s"),
            ("first\n...\nlast", "first\nsecond\nthird\nlast"),
            ("emma   1815", "emma 1815"),
            ("{\"title\": \"Emma\", \"year\": 1815}", "{\n  \"title\": \"Emma\",\n  \"year\": 1815\n}"),
        ] {
            assert_eq!(alike(shown, printed), Likeness::Same, "{shown} | {printed}");
        }
    }

    #[test]
    fn what_stands_still_is_compared() {
        for (shown, printed, instead) in [
            ("3 books", "4 books", Some("4 books")),
            ("shelf 1.4.0", "shelf 1.5.0", Some("shelf 1.5.0")),
            ("wrote list.csv", "wrote books.csv", Some("wrote books.csv")),
            ("emma\npersuasion\ntotal 2", "emma\npersuasion", None),
            ("error: no such book: 9", "warning: no such book: 9", Some("warning: no such book: 9")),
            ("title,year,place", "title,year,shelf", Some("title,year,shelf")),
        ] {
            let Likeness::Other { instead: found, related, .. } = alike(shown, printed) else {
                panic!("{shown} | {printed}: {:?}", alike(shown, printed))
            };
            assert!(related, "{shown}");
            assert_eq!(found.as_deref(), instead, "{shown}");
        }
        let Likeness::Other { related, .. } = alike("added emma", "Traceback: no module") else { panic!() };
        assert!(!related);
        assert_eq!(alike("b\na", "a\nb"), Likeness::Shuffled);
    }

    #[test]
    fn what_differs_between_two_runs_is_anything() {
        let (one, two) = ("loan 5123 of emma".to_owned(), "loan 9917 of emma".to_owned());
        assert_eq!(
            likeness("loan 1 of emma", std::slice::from_ref(&one), std::slice::from_ref(&two)),
            Likeness::Same
        );
        assert!(matches!(likeness("loan 1 of persuasion", &[one], &[two]), Likeness::Other { .. }));
    }

    #[test]
    fn what_leaves_everything_out_compares_nothing() {
        for (shown, printed) in
            [("...", "added emma"), ("<table>", "Traceback: no module"), ("", "added emma")]
        {
            assert_eq!(alike(shown, printed), Likeness::Open, "{shown}");
        }
        let (one, two) = ("4711".to_owned(), "no loan".to_owned());
        assert_eq!(likeness("loan 5", &[one], &[two]), Likeness::Open, "no two runs print the same");
    }

    #[test]
    fn a_line_that_only_one_run_printed_is_anything() {
        let (one, two) =
            ("loan 5123 of emma\ntotal 1".to_owned(), "loan 9917 of emma\nslow\ntotal 1".to_owned());
        assert_eq!(likeness("loan 1 of emma\ntotal 1", &[one], &[two]), Likeness::Same);
    }
}
