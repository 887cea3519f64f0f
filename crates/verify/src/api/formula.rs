//! Values that follow from others: `total` is the sum of the lines' `amount`, `due_at` is `borrowed_at` plus `days`.

mod joined;
mod phrase;
mod text;
mod value;

use super::constants::Constant;
use super::rule::Sort;
use super::{Api, Resource};
use crate::pattern::pattern;
use crate::words;
use phrase::Phrase;
pub use phrase::number_in_words;
use std::fmt;
pub use value::follows;

/// How a value follows from the others of its object.
#[derive(Clone, Debug, PartialEq)]
pub enum Formula {
    /// This number.
    Number(f64),
    /// The value of a member.
    Member(String),
    /// The value of a member of what the object refers to.
    Of(String, String),
    /// The sum of something over the objects of a list.
    Sum(String, Box<Formula>),
    /// How many elements a list has.
    Count(String),
    /// Two values put together: `+`, `-`, `*` or `/`.
    Both(Box<Formula>, char, Box<Formula>),
    /// A moment, so many units of time later: the seconds of a unit are given.
    Later(Box<Formula>, Box<Formula>, f64),
    /// A moment, so many months later.
    Months(Box<Formula>, Box<Formula>),
    /// One value where something holds, and another one elsewhere.
    When(Box<Formula>, Box<Formula>, Box<Formula>),
    /// How many days there are from one day to another; whether both count.
    Days(Box<Formula>, Box<Formula>, bool),
    /// Whether two values stand in an order: `<`, `≤`, `>`, `≥` or `=`.
    Compared(Box<Formula>, char, Box<Formula>),
    /// This text.
    Literal(String),
    /// A number with zeros before it, so many digits in all.
    Padded(String, usize),
    /// Texts one after the other.
    Joined(Vec<Formula>),
    /// How many characters a text has.
    Length(String),
    /// So many characters from the beginning of a text, or from its end.
    Part(String, usize, bool),
    /// This text where another one is shorter than so many characters, and else what follows.
    Short(String, usize, String, Box<Formula>),
}

/// What a formula may speak of.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// What one of the objects is called.
    pub name: String,
    /// What they refer to: what such a one is called, and its members.
    pub things: Vec<(String, Vec<(String, Sort)>)>,
    /// Amounts that settings give.
    pub constants: Vec<Constant>,
    /// The members of an object with what they are.
    pub members: Vec<(String, Sort)>,
    /// The lists among them, with the members of their objects.
    pub lists: Vec<(String, Vec<(String, Sort)>)>,
}

impl Formula {
    /// Reads what is said about a value; none where any of it is not understood.
    pub fn read(said: &str, scope: &Scope) -> Option<Formula> {
        if let Some(short) = text::short(said, scope) {
            return Some(short);
        }
        let clauses = || said.split(';').flat_map(|part| part.split(". "));
        // "copies × pages; duplex: half of it": another clause that calculates, or sets a condition, changes the first.
        let changes = |clause: &str| {
            let plain = clause.to_lowercase();
            plain.contains(['×', '*', '/', '+', '÷'])
                || plain.split(|c: char| !c.is_alphanumeric()).any(|word| {
                    matches!(
                        word,
                        "if" | "unless"
                            | "except"
                            | "otherwise"
                            | "when"
                            | "half"
                            | "twice"
                            | "double"
                            | "shorter"
                            | "longer"
                    )
                })
        };
        clauses().enumerate().find_map(|(at, clause)| {
            let clause = without_consequence(clause);
            let clause = &by_setting(clause);
            if clauses().enumerate().any(|(other, clause)| other != at && changes(clause)) {
                return None;
            }
            let formula = joined::read(clause, scope)
                .or_else(|| text::length(clause, scope))
                .or_else(|| Phrase::new(clause, scope).whole())?;
            // A member alone or a number is no formula.
            (!matches!(formula, Formula::Number(_) | Formula::Member(_))).then_some(formula)
        })
    }

    /// Whether the characters of a text decide over it.
    pub fn is_of_text(&self) -> bool {
        match self {
            Formula::Length(_) | Formula::Part(..) | Formula::Short(..) => true,
            Formula::Joined(parts) => parts.iter().any(Formula::is_of_text),
            _ => false,
        }
    }

    /// The members of the object itself that it speaks of.
    pub fn members(&self) -> Vec<&str> {
        match self {
            Formula::Number(_) | Formula::Literal(_) | Formula::Of(..) => Vec::new(),
            Formula::Joined(parts) => parts.iter().flat_map(Formula::members).collect(),
            Formula::Member(name)
            | Formula::Count(name)
            | Formula::Sum(name, _)
            | Formula::Length(name)
            | Formula::Padded(name, _)
            | Formula::Part(name, ..) => vec![name],
            Formula::When(test, then, otherwise) => {
                [test, then, otherwise].into_iter().flat_map(|part| part.members()).collect()
            }
            Formula::Short(name, _, _, other) => {
                let mut found = other.members();
                found.insert(0, name);
                found
            }
            Formula::Both(one, _, other)
            | Formula::Days(one, other, _)
            | Formula::Later(one, other, _)
            | Formula::Months(one, other)
            | Formula::Compared(one, _, other) => {
                let mut found = one.members();
                found.extend(other.members());
                found
            }
        }
    }
}

impl Formula {
    /// What it speaks of that the object refers to.
    pub fn things(&self) -> Vec<&str> {
        match self {
            Formula::Of(thing, _) => vec![thing],
            Formula::Both(one, _, other)
            | Formula::Days(one, other, _)
            | Formula::Later(one, other, _)
            | Formula::Months(one, other)
            | Formula::Compared(one, _, other) => {
                [one, other].iter().flat_map(|part| part.things()).collect()
            }
            Formula::When(test, then, otherwise) => {
                [test, then, otherwise].iter().flat_map(|part| part.things()).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Whether it multiplies two members, which may be measured in different units.
    pub fn multiplies_members(&self) -> bool {
        match self {
            Formula::Both(one, sign, other) => {
                let told = |part: &Formula| !part.members().is_empty() || !part.things().is_empty();
                matches!(sign, '*' | '/') && told(one) && told(other)
                    || one.multiplies_members()
                    || other.multiplies_members()
            }
            Formula::When(_, then, otherwise) => then.multiplies_members() || otherwise.multiplies_members(),
            _ => false,
        }
    }

    /// Under what name an object carries what it refers to.
    pub fn place_of(thing: &str) -> String {
        format!("{thing}'s")
    }
}

// "2 days of grace (`3`)", where the name of a setting stood in brackets
pattern!(BY_SETTING, r"\b\d+ (\w+)(?: of \w+)? \(`(\d+)`\)");

/// A clause with the number that a setting has in the place of its default: what is said of the number besides is no part of it.
fn by_setting(clause: &str) -> String {
    BY_SETTING.replace_all(clause, "$2 $1").into_owned()
}

/// A clause without what it goes on to draw from itself: "`from` plus 30 days, so that a year has 12 of them".
fn without_consequence(clause: &str) -> &str {
    // Nor what it is where there is nothing to calculate with: "`budget` less `spent`, or null without a budget".
    // ", so far as it is paid" and ", that is not void" narrow it.
    const BEHIND: &[&str] = &[
        ", so that ",
        ", so a ",
        ", so an ",
        ", so the ",
        ", so each ",
        ", so every ",
        ", so it ",
        ", e.g.",
        ", i.e.",
        ", that is,",
        ", that is:",
        ", for example",
        " (e.g.",
        " (for example",
        " (so that ",
        " (so a ",
        " (so the ",
        " (so it ",
        ", in the same form",
        ", in the same format",
        ", in utc",
        ", in UTC",
        ", or null",
        ", or `null`",
    ];
    let at = BEHIND.iter().filter_map(|words| clause.find(words)).min();
    at.and_then(|at| clause.get(..at)).unwrap_or(clause)
}

impl fmt::Display for Formula {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        let unit = |seconds: f64| {
            let known = [(604_800.0, "weeks"), (86_400.0, "days"), (3_600.0, "hours"), (60.0, "minutes")];
            known.into_iter().find(|(length, _)| *length == seconds).map_or("seconds", |(_, name)| name)
        };
        match self {
            Formula::Number(number) => write!(to, "{number}"),
            Formula::Member(name) => write!(to, "`{name}`"),
            Formula::Of(thing, name) => write!(to, "the `{name}` of the {thing}"),
            Formula::Months(moment, count) => write!(to, "{count} months after {moment}"),
            Formula::When(test, then, otherwise) => write!(to, "{then} where {test}, and else {otherwise}"),
            Formula::Padded(name, width) => write!(to, "`{name}` with {width} digits"),
            Formula::Sum(list, of) => write!(to, "the sum of {of} over `{list}`"),
            Formula::Count(list) => write!(to, "the number of `{list}`"),
            Formula::Both(one, sign, other) => {
                write!(to, "{one} {} {other}", if *sign == '*' { '×' } else { *sign })
            }
            Formula::Later(moment, count, seconds) => write!(to, "{count} {} after {moment}", unit(*seconds)),
            Formula::Days(one, other, both) => {
                write!(to, "the days from {one} to {other}{}", if *both { ", both included" } else { "" })
            }
            Formula::Compared(one, sign, other) => write!(to, "whether {one} {sign} {other}"),
            Formula::Literal(text) => write!(to, "“{text}”"),
            Formula::Joined(parts) => {
                let parts: Vec<String> = parts.iter().map(Formula::to_string).collect();
                write!(to, "{}", parts.join(" and then "))
            }
            Formula::Length(name) => write!(to, "the length of `{name}`"),
            Formula::Part(name, count, true) => write!(to, "the first {count} characters of `{name}`"),
            Formula::Part(name, count, false) => write!(to, "the last {count} characters of `{name}`"),
            Formula::Short(name, count, text, other) => {
                write!(to, "“{text}” where `{name}` has fewer than {count} characters, and else {other}")
            }
        }
    }
}

impl Api {
    /// What a formula may speak of in the objects of a resource.
    pub fn scope_of(&self, resource: &Resource) -> Scope {
        let mut scope = Scope { name: resource.name.clone(), ..Scope::default() };
        let entity = resource.entity.as_deref().unwrap_or_default();
        let fields = resource.entity.iter().flat_map(|entity| self.fields.of_entity(entity));
        for (name, facts) in fields {
            let name = name.trim_end_matches('?').to_owned();
            if let Some(inner) = self.fields.within(entity, &name, facts).filter(|inner| inner.listed) {
                let members = inner.members.into_iter().map(|(name, facts)| (name, facts.rule.sort));
                scope.lists.push((name.clone(), members.collect()));
            } else if let Some(input) = resource.input.as_ref().filter(|_| facts.rule.sort == Sort::List)
                && let Some(asked) = self.fields.field(input, &name)
                && let Some(inner) = self.fields.within(input, &name, asked)
            {
                let members = inner.members.into_iter().map(|(name, facts)| (name, facts.rule.sort));
                scope.lists.push((name.clone(), members.collect()));
            } else if facts.rule.sort == Sort::List
                && let Some(one) = self
                    .fields
                    .entities()
                    .find(|one| words::folded(one) == words::folded(&words::singular(&name)))
            {
                // A list that is called after an entity holds such.
                let members = self.fields.of_entity(one);
                let members = members.map(|(name, facts)| (name.to_owned(), facts.rule.sort.clone()));
                scope.lists.push((name.clone(), members.collect()));
            }
            scope.members.push((name, facts.rule.sort.clone()));
        }
        // What an example shows within a list is there as well.
        let examples = [resource.read, resource.create].into_iter().flatten();
        let shown = examples.filter_map(|at| {
            let operation = self.operations.get(at)?;
            let body = operation.success().and_then(|success| success.example.as_ref());
            Some(super::unwrapped(body.or(operation.request.as_ref())?.json()?.clone()))
        });
        for example in shown.filter_map(|example| example.as_object().cloned()) {
            for (name, value) in example {
                let first = value.as_array().and_then(|list| list.first()?.as_object()).cloned();
                if let Some(object) = first
                    && !scope.lists.iter().any(|(known, members)| *known == name && !members.is_empty())
                {
                    scope.lists.retain(|(known, _)| *known != name);
                    let members = object.into_iter().map(|(name, value)| (name, sort_of(&value)));
                    scope.lists.push((name.clone(), members.collect()));
                }
                let shown = sort_of(&value);
                match scope.members.iter_mut().find(|(known, _)| words::folded(known) == words::folded(&name))
                {
                    // Of what is only known as a text, an example shows that it is a day.
                    Some((_, sort)) if matches!(sort, Sort::Text | Sort::Unknown) => {
                        if matches!(shown, Sort::Date | Sort::DateTime) {
                            *sort = shown;
                        }
                    }
                    Some(_) => {}
                    None => scope.members.push((name, shown)),
                }
            }
        }
        scope
    }
}

fn sort_of(value: &serde_json::Value) -> Sort {
    match value {
        serde_json::Value::Number(_) => Sort::Number,
        serde_json::Value::Bool(_) => Sort::Boolean,
        serde_json::Value::String(text) if text.parse::<jiff::Timestamp>().is_ok() => Sort::DateTime,
        serde_json::Value::String(text) if super::format::is_date(text) => Sort::Date,
        serde_json::Value::String(_) => Sort::Text,
        serde_json::Value::Array(_) => Sort::List,
        serde_json::Value::Object(_) => Sort::Object,
        serde_json::Value::Null => Sort::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn scope() -> Scope {
        let of = |list: &[(&str, Sort)]| -> Vec<(String, Sort)> {
            list.iter().map(|(name, sort)| ((*name).to_owned(), sort.clone())).collect()
        };
        Scope {
            name: "loan".to_owned(),
            constants: Vec::new(),
            things: vec![("reader".to_owned(), of(&[("fee_cents", Sort::Integer)]))],
            members: of(&[
                ("lines", Sort::List),
                ("payments", Sort::List),
                ("subtotal", Sort::Number),
                ("tax", Sort::Number),
                ("stock", Sort::Integer),
                ("minStock", Sort::Integer),
                ("lentAt", Sort::DateTime),
                ("collected_at", Sort::DateTime),
                ("days", Sort::Integer),
                ("name", Sort::Text),
                ("created_at", Sort::DateTime),
            ]),
            lists: vec![
                (
                    "lines".to_owned(),
                    of(&[("price", Sort::Number), ("count", Sort::Integer), ("name", Sort::Text)]),
                ),
                ("payments".to_owned(), of(&[("amount_cents", Sort::Integer), ("note", Sort::Text)])),
            ],
        }
    }

    fn value(said: &str) -> Option<serde_json::Value> {
        let object = json!({
            "lines": [{"price": 2.5, "count": 2}, {"price": 1, "count": 3}],
            "payments": [{"amount_cents": 300}, {"amount_cents": 450}],
            "subtotal": 8, "tax": 2, "stock": 3, "minStock": 4, "days": 5,
            "lentAt": "2030-01-30T10:00:00Z", "collected_at": "2030-03-01T10:00:00Z", "created_at": "2030-02-01", "reader's": {"fee_cents": 7},
        });
        Formula::read(said, &scope())?.of(&object)
    }

    #[test]
    fn what_follows_from_other_members() {
        for (said, expected) in [
            ("the sum of the lines' `price`", json!(3.5)),
            ("sum of `price` over all `lines`", json!(3.5)),
            ("computed: sum of `price` × `count` of each line", json!(8.0)),
            ("the sum of price times count for all lines", json!(8.0)),
            ("computed: the sum of all payments of the loan", json!(750.0)),
            ("the sum of its payments", json!(750.0)),
            ("`subtotal` plus `tax`", json!(10.0)),
            ("= subtotal + tax", json!(10.0)),
            ("subtotal minus 25 % of subtotal", json!(6.0)),
            ("calculated as (subtotal - tax) * 3, rounded to two decimals", json!(18.0)),
            ("the number of `lines`", json!(2.0)),
            ("the number of `lines`, that is, 2 for a loan of two", json!(2.0)),
            ("computed: true if `stock` is less than `minStock`", json!(true)),
            ("`true` when stock is at least 4; set by the server", json!(false)),
            ("set by the server; computed: lentAt plus days", json!("2030-02-04T10:00:00Z")),
            ("14 days after `lentAt`", json!("2030-02-13T10:00:00Z")),
            ("two weeks after it was created", json!("2030-02-15")),
            ("`lentAt` plus the `days` that were asked for", json!("2030-02-04T10:00:00Z")),
            ("the loan's `lentAt` plus 36 hours", json!("2030-01-31T22:00:00Z")),
            ("`created_at` plus two calendar months", json!("2030-04-01")),
            ("one year after it was created", json!("2031-02-01")),
            ("twelve percent of the stock, rounded up", json!(0.36)),
            ("three quarters of subtotal", json!(6.0)),
            ("the day of collection plus 3 days", json!("2030-03-04T10:00:00Z")),
            ("Day of `lentAt` plus three days", json!("2030-02-02T10:00:00Z")),
            ("one and a half times `subtotal`", json!(12.0)),
            ("subtotal times tax over 100", json!(0.16)),
            ("`days` times the reader's fee, plus the `price` of all lines", json!(38.5)),
            ("`fee_cents` of the reader × `days` of the loan", json!(35.0)),
            (
                "`lentAt` plus the days of 14, so a loan of January ends in February",
                json!("2030-02-13T10:00:00Z"),
            ),
        ] {
            assert_eq!(value(said), Some(expected), "{said}");
        }
    }

    #[test]
    fn what_is_not_understood_whole_is_no_formula() {
        for said in [
            "the sum of all lines",
            "the sum of all payments that were not refunded",
            "subtotal plus tax unless it is a gift",
            "1 to 30",
            "the subtotal",
            "`lentAt` plus the `days` that were paid for",
            "`days` times the shop's fee",
            "days times the reader's discount",
            "subtotal - the sum before tax",
            "name plus tax",
            "true if the stock is low",
            "lentAt plus stock",
            "sum of the fees",
            "the sum of `price` over `lines`, that is not void",
            "the sum of `price` over `lines`, so far as they are not void",
            "the number of `lines` (so long as they are not void)",
        ] {
            assert_eq!(Formula::read(said, &scope()), None, "{said}");
        }
    }
}
