//! What the words beside a column say of it: `not null, default 0`, `set null on delete`, `never zero`, `indexed`.

use crate::database::OnDelete;
use crate::words;

/// What is told of a column besides its type.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    /// Whether it has to have a value.
    pub required: Option<bool>,
    /// Whether it is the key.
    pub primary: bool,
    /// Whether no two rows may have the same.
    pub unique: bool,
    /// Its default.
    pub default: Option<String>,
    /// What becomes of the row when the one that it points to is deleted.
    pub on_delete: Option<OnDelete>,
    /// Whether that is said in words alone, and not as databases write it.
    pub in_words: bool,
    /// Whether there is an index of it.
    pub indexed: bool,
    /// The word for that within which it is unique: `entry` of "unique within an entry".
    pub unique_within: Option<String>,
    /// The only values that it may have.
    pub values: Vec<String>,
    /// What a check of it has to hold off.
    pub rule: Option<Rule>,
}

/// A rule for the values of a column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rule {
    /// Anything but zero.
    NotZero,
    /// Zero or more, or more than zero.
    Least { itself: bool },
    /// So many characters.
    Length(u32),
}

/// Reads what stands beside a column; `described` is in words, `source` is all that is written.
pub fn told(described: &str, source: &str) -> Told {
    let written = in_code(source);
    let mut told = Told { on_delete: written, in_words: written.is_none(), ..Told::default() };
    let lower = described.to_lowercase().replace('`', "");
    for clause in at_all_times(&lower) {
        let words = words::words(clause);
        match clause {
            "not null" | "required" | "mandatory" | "non-null" | "never null" => told.required = Some(true),
            "optional" | "nullable" | "null" | "may be null" | "can be null" => told.required = Some(false),
            "primary key" | "pk" => told.primary = true,
            "unique" => told.unique = true,
            "indexed" | "index" | "has an index" | "with an index" => told.indexed = true,
            "never zero" | "not zero" | "non-zero" | "nonzero" | "must not be zero" | "<> 0" | "!= 0" => {
                told.rule = Some(Rule::NotZero);
            }
            "not negative"
            | "never negative"
            | "non-negative"
            | "nonnegative"
            | ">= 0"
            | "≥ 0"
            | "zero or more"
            | "must not be negative" => told.rule = Some(Rule::Least { itself: true }),
            "positive" | "> 0" | "greater than zero" | "always positive" | "must be positive"
            | "more than zero" => {
                told.rule = Some(Rule::Least { itself: false });
            }
            _ => {}
        }
        if let Some(default) = ["default ", "defaults to ", "default: ", "default is "]
            .iter()
            .find_map(|start| clause.strip_prefix(start))
            .filter(|rest| rest.split_whitespace().count() == 1)
        {
            told.default = Some(default.trim_matches(['\'', '"']).to_owned());
        }
        if let Some(length) =
            clause.strip_prefix("exactly ").and_then(|rest| rest.strip_suffix(" characters"))
        {
            told.rule = length.parse().ok().map(Rule::Length).or(told.rule);
        }
        if let [first, link, rest @ ..] = words.as_slice()
            && first == "unique"
            && matches!(link.as_str(), "within" | "per" | "in" | "for" | "among")
        {
            let article = |word: &&String| {
                matches!(word.as_str(), "a" | "an" | "the" | "each" | "its" | "one" | "every" | "same")
            };
            // "per shelf and year" takes more than one.
            if let [what] = rest.iter().filter(|word| !article(word)).collect::<Vec<_>>().as_slice() {
                told.unique_within = Some(words::singular(what));
            }
        }
        told.on_delete = told.on_delete.or_else(|| on_delete(clause, &words));
    }
    told.in_words &= told.on_delete.is_some();
    told.values = alternatives(described);
    told
}

const CONDITIONS: &[&str] =
    &["if", "when", "unless", "once", "except", "while", "until", "where", "provided", "whenever"];

/// The clauses that say something of a column at all times: those without a condition, in them or right behind them.
fn at_all_times(lower: &str) -> Vec<&str> {
    let mut clauses: Vec<(&str, bool)> = Vec::new();
    let mut joined = false;
    let mut rest = lower;
    while !rest.is_empty() {
        let end = rest.find([',', ';', '(', ')', '.', '|']).unwrap_or(rest.len());
        let (clause, behind) = rest.split_at(end);
        if !clause.trim().is_empty() {
            clauses.push((clause.trim(), joined));
        }
        // "required, unless …" and "required (if …)" are one; "required; if …" are two.
        joined = behind.starts_with([',', '(']);
        rest = behind.get(1..).unwrap_or_default();
    }
    let begins = |clause: &str| clause.split(' ').next().is_some_and(|word| CONDITIONS.contains(&word));
    let of_deletions = |clause: &str| {
        ["set to null when", "emptied when", "nulled when"].iter().any(|start| clause.starts_with(start))
    };
    let conditional = |clause: &str| {
        !of_deletions(clause) && words::words(clause).iter().any(|word| CONDITIONS.contains(&word.as_str()))
    };
    let hedged = |at: usize| clauses.get(at + 1).is_some_and(|(next, joined)| *joined && begins(next));
    let all = clauses.iter().enumerate();
    all.filter(|(at, (clause, _))| !conditional(clause) && !hedged(*at))
        .map(|(_, (clause, _))| *clause)
        .collect()
}

/// `ON DELETE CASCADE`, `onDelete: SetNull`, `on_delete=models.CASCADE`.
fn in_code(source: &str) -> Option<OnDelete> {
    let lower = source.to_lowercase();
    let at = ["on delete", "ondelete", "on_delete"]
        .iter()
        .find_map(|word| lower.find(word).map(|at| at + word.len()))?;
    let rest: String = lower.get(at..)?.chars().take(30).filter(|c| c.is_alphanumeric()).collect();
    let rest = rest.trim_start_matches("models");
    if rest.starts_with("cascade") {
        Some(OnDelete::Cascade)
    } else if rest.starts_with("setnull") {
        Some(OnDelete::SetNull)
    } else if rest.starts_with("setdefault") {
        Some(OnDelete::SetDefault)
    } else if ["restrict", "noaction", "protect", "donothing"].iter().any(|word| rest.starts_with(word)) {
        Some(OnDelete::Refused)
    } else {
        None
    }
}

/// "deleted with the entry", "set null on delete", "deleting a used account is refused".
fn on_delete(clause: &str, words: &[String]) -> Option<OnDelete> {
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    let begins = |starts: &[&str]| starts.iter().any(|start| clause.starts_with(start));
    if words.len() > 8 || has(&["not", "soft", "softly"]) {
        return None;
    }
    if begins(&[
        "deleted with",
        "deleted together with",
        "removed with",
        "goes with",
        "removed together with",
    ]) || clause == "cascade"
        || begins(&["cascade on delete", "cascades on delete", "cascading delete", "delete cascade"])
    {
        return Some(OnDelete::Cascade);
    }
    if begins(&[
        "set null on delete",
        "set to null on delete",
        "null on delete",
        "set to null when",
        "emptied when",
        "nulled when",
    ]) {
        return Some(OnDelete::SetNull);
    }
    let refused = has(&["refused", "rejected", "forbidden", "prevented", "blocked", "restricted"]);
    let restricted = begins(&["restrict on delete", "delete restrict", "restricted on delete"]);
    (restricted || refused && has(&["deleting", "deletion", "delete"])).then_some(OnDelete::Refused)
}

/// "`posted` or `void`", "one of `a`, `b`": the values, where the whole of what is said are values.
fn alternatives(described: &str) -> Vec<String> {
    let codes: Vec<String> =
        words::code_spans(described).into_iter().map(|(_, code)| code.to_owned()).collect();
    let mut rest = described.to_lowercase();
    for code in &codes {
        rest = rest.replacen(&format!("`{}`", code.to_lowercase()), " ", 1);
    }
    let others: Vec<String> = words::words(&rest);
    let joins = ["or", "one", "of", "either", "is", "values", "value", "allowed"];
    let only = others.iter().all(|word| joins.contains(&word.as_str()));
    let chosen = others.iter().any(|word| word == "or" || word == "one" || word == "either");
    // No value is none of its values.
    let absent = |code: &String| matches!(code.to_lowercase().as_str(), "null" | "none" | "nil" | "empty");
    let codes: Vec<String> = codes.into_iter().filter(|code| !absent(code)).collect();
    if codes.len() >= 2 && only && chosen { codes } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_beside_a_column_is_understood() {
        let told = |text: &str| super::told(text, text);
        let plain = told("not null, default 0, not negative");
        assert_eq!((plain.required, plain.default.as_deref()), (Some(true), Some("0")));
        assert_eq!(plain.rule, Some(Rule::Least { itself: true }));
        assert_eq!(told("optional").required, Some(false));
        assert_eq!(told("not null, exactly 64 characters").rule, Some(Rule::Length(64)));
        assert!(told("`YYYY-MM-DD`, indexed").indexed);
        assert_eq!(told("counts from 1; unique within a shelf").unique_within.as_deref(), Some("shelf"));
        assert_eq!(told("unique per reader").unique_within.as_deref(), Some("reader"));
        assert_eq!(told("`lent` or `shelved`").values, ["lent", "shelved"]);
        assert_eq!(told("one of `a`, `b`, `c`").values.len(), 3);
        assert!(told("see `a` or `b`").values.is_empty());
        assert_eq!(told("`lent`, `shelved` or `null`").values, ["lent", "shelved"]);
        for text in ["required, unless imported", "required (if paid)", "required, except for gifts"] {
            assert_eq!(told(text).required, None, "{text}");
        }
        assert_eq!(told("required; if it is empty, the title is shown").required, Some(true));
        for text in ["unique per shelf and year", "unique among active loans"] {
            assert_eq!(told(text).unique_within, None, "{text}");
        }
        assert_eq!(told("counted when required"), Told::default());
    }

    #[test]
    fn what_becomes_of_rows_is_said_in_many_ways() {
        for (text, rule) in [
            ("references `shelves.id`, set null on delete", OnDelete::SetNull),
            ("deleted with the reader", OnDelete::Cascade),
            ("foreign key to readers, ON DELETE CASCADE", OnDelete::Cascade),
            ("Reader @relation(fields: [readerId], references: [id], onDelete: SetNull)", OnDelete::SetNull),
            ("models.ForeignKey(Reader, on_delete=models.PROTECT)", OnDelete::Refused),
            ("deleting a used shelf is refused", OnDelete::Refused),
            ("FK, restrict on delete", OnDelete::Refused),
            ("cascade on delete", OnDelete::Cascade),
        ] {
            assert_eq!(told(text, text).on_delete, Some(rule), "{text}");
        }
        for text in [
            "set when the book is deleted",
            "not deleted with the reader",
            "deleted with the reader if lent",
            "deleting it is refused unless it is empty",
            "references readers",
        ] {
            assert_eq!(told(text, text).on_delete, None, "{text}");
        }
    }
}
