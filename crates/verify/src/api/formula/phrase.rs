//! Words that say a formula, read from left to right; what is left over makes it none.

mod lexicon;
mod owner;

pub use lexicon::number as number_in_words;

use super::{Formula, Scope};
use crate::api::object::{BORN, is_one_of};
use crate::api::rule::Sort;
use crate::words;

/// Words that say nothing by themselves.
const GLUE: &[&str] = &["the", "its", "their", "a", "an", "all", "each", "every", "of", "these", "own"];

/// What is left to read of a clause.
#[derive(Clone)]
pub struct Phrase<'s> {
    tokens: Vec<String>,
    at: usize,
    scope: &'s Scope,
    /// The list whose objects are spoken of.
    list: Option<usize>,
}

impl<'s> Phrase<'s> {
    pub fn new(clause: &str, scope: &'s Scope) -> Self {
        Self { tokens: tokens(clause), at: 0, scope, list: None }
    }

    /// The formula that the whole clause says.
    pub fn whole(mut self) -> Option<Formula> {
        while [
            "computed",
            "calculated",
            "derived",
            "equals",
            "always",
            "is",
            "as",
            "by",
            "from",
            "server",
            "the",
            "=",
            ":",
        ]
        .iter()
        .any(|word| self.take(word))
        {}
        let formula = if ["true", "whether"].iter().any(|word| self.take(word)) {
            for word in ["if", "when", "while", "where", "as", "long", "exactly"] {
                self.take(word);
            }
            self.comparison()?
        } else {
            self.sum_of_terms()?
        };
        for end in [
            &["rounded"][..],
            &["in", "cents"],
            &["set", "by"],
            &["computed"],
            &["calculated"],
            &["read-only"],
        ] {
            if self.rest().first().is_some_and(|token| token == ",") {
                self.at += 1;
            }
            if self.rest().iter().zip(end).filter(|(token, word)| token.as_str() == **word).count()
                == end.len()
            {
                return Some(formula);
            }
        }
        self.rest().iter().all(|token| token == ".").then_some(formula)
    }

    fn rest(&self) -> &[String] {
        self.tokens.get(self.at..).unwrap_or_default()
    }

    fn take(&mut self, word: &str) -> bool {
        let takes = self.rest().first().is_some_and(|token| token == word);
        self.at += usize::from(takes);
        takes
    }

    fn take_all(&mut self, phrase: &[&str]) -> bool {
        let takes = self.rest().len() >= phrase.len()
            && self.rest().iter().zip(phrase).all(|(token, word)| token == word);
        self.at += if takes { phrase.len() } else { 0 };
        takes
    }

    fn glue(&mut self) {
        while self.rest().first().is_some_and(|token| GLUE.contains(&token.as_str())) {
            self.at += 1;
        }
    }

    fn comparison(&mut self) -> Option<Formula> {
        const ORDERS: &[(&[&str], char)] = &[
            (&["is", "less", "than", "or", "equal", "to"], '≤'),
            (&["is", "greater", "than", "or", "equal", "to"], '≥'),
            (&["is", "less", "than"], '<'),
            (&["is", "lower", "than"], '<'),
            (&["is", "smaller", "than"], '<'),
            (&["is", "below"], '<'),
            (&["falls", "below"], '<'),
            (&["is", "under"], '<'),
            (&["is", "greater", "than"], '>'),
            (&["is", "more", "than"], '>'),
            (&["is", "higher", "than"], '>'),
            (&["is", "larger", "than"], '>'),
            (&["is", "above"], '>'),
            (&["exceeds"], '>'),
            (&["is", "at", "most"], '≤'),
            (&["is", "at", "least"], '≥'),
            (&["reaches"], '≥'),
            (&["is", "equal", "to"], '='),
            (&["equals"], '='),
            (&["<", "="], '≤'),
            (&[">", "="], '≥'),
            (&["≤"], '≤'),
            (&["≥"], '≥'),
            (&["<"], '<'),
            (&[">"], '>'),
        ];
        let one = self.sum_of_terms()?;
        let order = ORDERS.iter().find_map(|(phrase, order)| self.take_all(phrase).then_some(*order))?;
        let other = self.sum_of_terms()?;
        Some(Formula::Compared(Box::new(one), order, Box::new(other)))
    }

    fn sum_of_terms(&mut self) -> Option<Formula> {
        let mut found = self.product()?;
        loop {
            let before = self.at;
            if matches!(self.rest(), [comma, next, ..] if comma == "," && ["plus", "minus", "less"].contains(&next.as_str()))
            {
                self.at += 1;
            }
            let operator = if self.take("plus") || self.take("+") {
                '+'
            } else if self.take("minus") || self.take("less") || self.take("-") || self.take("−") {
                '-'
            } else {
                return Some(found);
            };
            if self.is_moment(&found) {
                let signed = |count: Formula| match operator {
                    '+' => count,
                    _ => Formula::Both(Box::new(Formula::Number(-1.0)), '*', Box::new(count)),
                };
                if let Some(count) = self.months() {
                    found = Formula::Months(Box::new(found), Box::new(signed(count)));
                    continue;
                }
                let (count, unit) = self.span()?;
                found = Formula::Later(Box::new(found), Box::new(signed(count)), unit);
                continue;
            }
            let Some(other) = self.product().filter(|other| self.is_number(other) && self.is_number(&found))
            else {
                self.at = before;
                return Some(found);
            };
            found = Formula::Both(Box::new(found), operator, Box::new(other));
        }
    }

    fn product(&mut self) -> Option<Formula> {
        let mut found = self.factor()?;
        loop {
            let operator = if self.take("times")
                || self.take("*")
                || self.take("×")
                || self.take("x")
                || self.take_all(&["multiplied", "by"])
            {
                '*'
            } else if self.take("/")
                || self.take("÷")
                || self.take_all(&["divided", "by"])
                || self.over_number()
            {
                '/'
            } else {
                return Some(found);
            };
            let other = self.factor()?;
            if !self.is_number(&found) || !self.is_number(&other) {
                return None;
            }
            found = Formula::Both(Box::new(found), operator, Box::new(other));
        }
    }

    /// "times `rate` over 100": a number is no list of which something is summed.
    fn over_number(&mut self) -> bool {
        let is =
            matches!(self.rest(), [over, number, ..] if over == "over" && lexicon::number(number).is_some());
        self.at += usize::from(is);
        is
    }

    fn factor(&mut self) -> Option<Formula> {
        self.glue();
        if self.list.is_none() {
            if self.own() {
                self.glue();
            }
            if let Some(found) = self.of_thing().or_else(|| self.over_all()) {
                return Some(found);
            }
            if self.take("half") {
                return Some(Formula::Both(Box::new(self.factor()?), '*', Box::new(Formula::Number(0.5))));
            }
            if self.take("twice") || self.take("double") {
                return Some(Formula::Both(Box::new(self.factor()?), '*', Box::new(Formula::Number(2.0))));
            }
        }
        if self.take("(") {
            let inner = self.sum_of_terms()?;
            return self.take(")").then_some(inner);
        }
        if self.take_all(&["sum", "of"]) || self.take_all(&["total", "of"]) {
            return self.sum();
        }
        if self.take_all(&["product", "of"]) {
            let one = self.factor()?;
            let other = self.take("and").then(|| self.factor())??;
            return Some(Formula::Both(Box::new(one), '*', Box::new(other)));
        }
        // Within a list, such words are names of members.
        if self.list.is_none()
            && (self.take_all(&["number", "of"])
                || self.take_all(&["count", "of"])
                || self.take_all(&["how", "many"]))
        {
            self.glue();
            if let Some(days) = self.days_between() {
                return Some(days);
            }
            let (list, length) = self.list_here()?;
            self.at += length;
            return Some(Formula::Count(self.scope.lists.get(list)?.0.clone()));
        }
        if let Some(number) = self.number() {
            return self.behind_number(number);
        }
        if let Some(day) = self.day_of_birth().or_else(|| self.day_of_deed()) {
            return Some(day);
        }
        if self.list.is_none()
            && self.member_here().is_none()
            && let Some(constant) = self.constant()
        {
            return Some(constant);
        }
        let (name, length) = self.member_here()?;
        self.at += length;
        if self.list.is_none() {
            self.behind_value();
        }
        Some(Formula::Member(name))
    }

    /// "the day on which the bill was made", "the day of creation"
    fn day_of_birth(&mut self) -> Option<Formula> {
        let (born, _) = self.scope.members.iter().find(|(name, _)| is_one_of(name, BORN))?;
        let before = self.at;
        self.glue();
        let made = if self.take_all(&["day", "of", "creation"])
            || self.take_all(&["day", "of", "its", "creation"])
        {
            true
        } else if self.take_all(&["day", "on", "which"]) || self.take_all(&["date", "on", "which"]) {
            self.glue();
            self.at += 1;
            self.take("was") && (self.take("made") || self.take("created"))
        } else {
            false
        };
        if !made {
            self.at = before;
        }
        made.then(|| Formula::Member(born.clone()))
    }

    /// "days from `starts_on` to `ends_on`, both included": only where it is said whether both count, and nights are what lies between.
    fn days_between(&mut self) -> Option<Formula> {
        let before = self.at;
        let found = self.days_from_to();
        if found.is_none() {
            self.at = before;
        }
        found
    }

    fn days_from_to(&mut self) -> Option<Formula> {
        let nights = self.take("nights");
        if !nights && !self.take("days") && !self.take_all(&["calendar", "days"]) {
            return None;
        }
        let between = self.take("between");
        if !between && !self.take("from") {
            return None;
        }
        let one = self.moment()?;
        let joint = ["to", "until", "and", "till"].iter().any(|word| self.take(word));
        let other = joint.then(|| self.moment())??;
        let comma = self.take(",") || self.take("(");
        let both = [
            &["both", "included"][..],
            &["both", "inclusive"],
            &["both", "days", "included"],
            &["both", "days", "counted"],
            &["inclusive"],
            &["including", "both"],
        ]
        .iter()
        .any(|words| self.take_all(words));
        self.take(")");
        // A comma that goes on with something else is not understood.
        (both || nights && !comma).then(|| Formula::Days(Box::new(one), Box::new(other), both))
    }

    /// `25 % of a`, `14 days after b`, or the number alone.
    fn behind_number(&mut self, number: f64) -> Option<Formula> {
        if let Some(parts) = self.rest().first().and_then(|token| lexicon::parts(token)) {
            self.at += 1;
            self.take("of").then_some(())?;
            let of = self.factor()?;
            return Some(Formula::Both(Box::new(of), '*', Box::new(Formula::Number(number / parts))));
        }
        if self.take("%") || self.take("percent") || self.take_all(&["per", "cent"]) {
            self.take("of").then_some(())?;
            let of = self.factor()?;
            return Some(Formula::Both(Box::new(of), '*', Box::new(Formula::Number(number / 100.0))));
        }
        let months = self.rest().first().and_then(|token| lexicon::months(token));
        if let Some(months) = months {
            self.at += 1;
            let later = ["after", "from"].iter().any(|word| self.take(word));
            let moment = later.then(|| self.moment())??;
            return Some(Formula::Months(Box::new(moment), Box::new(Formula::Number(number * months))));
        }
        let Some(unit) = self.unit() else { return Some(Formula::Number(number)) };
        let sign = if self.take("after") || self.take("from") {
            1.0
        } else {
            self.take("before").then_some(-1.0)?
        };
        let moment = self.moment()?;
        Some(Formula::Later(Box::new(moment), Box::new(Formula::Number(number * sign)), unit))
    }

    /// The sum of something over a list, which may be named before or behind what is summed.
    fn sum(&mut self) -> Option<Formula> {
        let mut found = None;
        for (at, (name, members)) in self.scope.lists.iter().enumerate().filter(|_| self.list.is_none()) {
            if members.is_empty() {
                continue;
            }
            let mut inner = Phrase { list: Some(at), ..self.clone() };
            inner.around_list(at);
            let all = inner.clone();
            let each = match inner.sum_of_terms().filter(|each| inner.is_number(each)) {
                Some(each) => each,
                None if all.at > self.at => {
                    inner = all;
                    let Some(each) = inner.only_amount(members) else { continue };
                    each
                }
                None => continue,
            };
            inner.around_list(at);
            if found.is_some() {
                return None;
            }
            found = Some((Formula::Sum(name.clone(), Box::new(each)), inner.at));
        }
        if let Some((formula, end)) = found {
            self.at = end;
            return Some(formula);
        }
        // "the sum of `a` and `b`"
        let mut sum = self.factor().filter(|one| self.is_number(one))?;
        let mut several = false;
        while self.take("and") || self.take(",") {
            self.take("and");
            let other = self.factor().filter(|other| self.is_number(other))?;
            sum = Formula::Both(Box::new(sum), '+', Box::new(other));
            several = true;
        }
        several.then_some(sum)
    }

    /// What is summed of "the sum of all payments of the bill", which names no member of theirs: the only amount that they have.
    fn only_amount(&mut self, members: &[(String, Sort)]) -> Option<Formula> {
        const AMOUNTS: &[&str] = &["amount", "cents", "cent"];
        let is = |(name, sort): &&(String, Sort)| {
            matches!(sort, Sort::Integer | Sort::Number)
                && words::parts(name).iter().any(|part| AMOUNTS.contains(&part.as_str()))
        };
        let mut amounts = members.iter().filter(is);
        let (name, _) = amounts.next().filter(|_| amounts.next().is_none())?;
        let own = |token: &String| token.starts_with(char::is_alphabetic);
        match self.rest() {
            [of, article, thing, rest @ ..]
                if of == "of"
                    && GLUE.contains(&article.as_str())
                    && own(thing)
                    && rest.iter().all(|token| token == ".") =>
            {
                self.at += 3;
            }
            rest if rest.iter().all(|token| token == ".") => {}
            _ => return None,
        }
        Some(Formula::Member(name.clone()))
    }

    /// Passes over `of all lines`, `over the lines`, `the lines'`, where the list is named in it.
    fn around_list(&mut self, list: usize) {
        let before = self.at;
        while self.rest().first().is_some_and(|token| {
            GLUE.contains(&token.as_str())
                || ["over", "across", "for", "in", "from", "among"].contains(&token.as_str())
        }) {
            self.at += 1;
        }
        match self.list_here() {
            Some((found, length)) if found == list => self.at += length,
            _ => self.at = before,
        }
    }

    /// The list that the next words name.
    fn list_here(&self) -> Option<(usize, usize)> {
        let name = |name: &str| words::folded(&words::singular(name));
        (1..=2usize).rev().find_map(|length| {
            let said = self.rest().get(..length)?.join("");
            let said = said.trim_end_matches('\'').trim_end_matches("'s");
            let mut lists = self.scope.lists.iter();
            let at = lists.position(|(known, _)| name(known) == name(said))?;
            Some((at, length))
        })
    }

    /// The member that the next words name.
    fn member_here(&self) -> Option<(String, usize)> {
        let members = match self.list.and_then(|at| self.scope.lists.get(at)) {
            Some((_, members)) => members,
            None => &self.scope.members,
        };
        (1..=4usize)
            .rev()
            .find_map(|length| {
                let said = words::folded(&self.rest().get(..length)?.join(""));
                let plain =
                    self.rest().get(..length)?.iter().all(|token| token.starts_with(char::is_alphabetic));
                let known = members.iter().find(|(known, _)| words::folded(known) == said && plain)?;
                Some((known.0.clone(), length))
            })
            .or_else(|| self.without_unit(members))
    }

    /// "the fee" means `fee_cents`, where no other member is called so.
    fn without_unit(&self, members: &[(String, Sort)]) -> Option<(String, usize)> {
        bare(self.rest(), members)
    }

    fn sort_of(&self, name: &str) -> Option<&Sort> {
        let members = match self.list.and_then(|at| self.scope.lists.get(at)) {
            Some((_, members)) => members,
            None => &self.scope.members,
        };
        members.iter().find(|(known, _)| known == name).map(|(_, sort)| sort)
    }

    fn is_number(&self, formula: &Formula) -> bool {
        match formula {
            Formula::Member(name) => {
                matches!(self.sort_of(name), Some(Sort::Integer | Sort::Number | Sort::Unknown))
            }
            Formula::Of(thing, name) => {
                let of = self.scope.things.iter().find(|(known, _)| known == thing);
                let sort = of.and_then(|(_, members)| members.iter().find(|(known, _)| known == name));
                sort.is_some_and(|(_, sort)| matches!(sort, Sort::Integer | Sort::Number))
            }
            Formula::Number(_)
            | Formula::Sum(..)
            | Formula::Count(_)
            | Formula::Both(..)
            | Formula::Days(..)
            | Formula::Length(_)
            | Formula::When(..) => true,
            Formula::Later(..)
            | Formula::Months(..)
            | Formula::Padded(..)
            | Formula::Compared(..)
            | Formula::Literal(_)
            | Formula::Joined(_)
            | Formula::Part(..)
            | Formula::Short(..) => false,
        }
    }

    fn is_moment(&self, formula: &Formula) -> bool {
        match formula {
            Formula::Member(name) => matches!(self.sort_of(name), Some(Sort::DateTime | Sort::Date)),
            Formula::Later(..) | Formula::Months(..) => true,
            _ => false,
        }
    }

    /// `14 days`, "`days` days", or a member that is called by its unit.
    fn span(&mut self) -> Option<(Formula, f64)> {
        self.glue();
        if let Some(number) = self.number() {
            self.take("calendar");
            return Some((Formula::Number(number), self.unit()?));
        }
        // "the days of 60", where a setting says how many
        if let [_, of, _, ..] = self.rest()
            && of == "of"
            && let Some(unit) = self.unit()
        {
            self.at += 1;
            return Some((Formula::Number(self.number()?), unit));
        }
        let (name, length) = self.member_here()?;
        self.at += length;
        let named = words::parts(&name).iter().find_map(|part| seconds(part));
        self.take("calendar");
        let unit = self.unit().or(named)?;
        let counts = matches!(self.sort_of(&name), Some(Sort::Integer | Sort::Number | Sort::Unknown));
        self.behind_value();
        counts.then_some((Formula::Member(name), unit))
    }

    /// `6 months`, "`valid_months` calendar months", a member that is called by months.
    fn months(&mut self) -> Option<Formula> {
        let before = self.at;
        let found = self.months_here();
        if found.is_none() {
            self.at = before;
        }
        found
    }

    fn months_here(&mut self) -> Option<Formula> {
        self.glue();
        let count = match self.number() {
            Some(number) => Formula::Number(number),
            None => {
                let (name, length) = self.member_here()?;
                self.at += length;
                let counts = matches!(self.sort_of(&name), Some(Sort::Integer | Sort::Number));
                counts.then_some(Formula::Member(name))?
            }
        };
        self.take("calendar");
        let told = self.rest().first().and_then(|token| lexicon::months(token));
        self.at += usize::from(told.is_some());
        let months = told.or_else(|| match &count {
            Formula::Member(name) => words::parts(name).iter().find_map(|part| lexicon::months(part)),
            _ => None,
        })?;
        self.behind_value();
        Some(Formula::Both(Box::new(count), '*', Box::new(Formula::Number(months))))
    }

    fn unit(&mut self) -> Option<f64> {
        let unit = self.rest().first().and_then(|token| seconds(token))?;
        self.at += 1;
        Some(unit)
    }

    /// A member that is a moment, or words for the time at which the object was made.
    fn moment(&mut self) -> Option<Formula> {
        self.glue();
        if self.own() {
            self.glue();
        }
        if let Some((name, length)) = self.member_here()
            && matches!(self.sort_of(&name), Some(Sort::DateTime | Sort::Date))
        {
            self.at += length;
            return Some(Formula::Member(name));
        }
        let made =
            [&["it", "was", "created"][..], &["it", "is", "created"], &["creation"], &["it", "was", "made"]];
        let born = self.scope.members.iter().find(|(name, _)| is_one_of(name, BORN))?;
        made.iter().any(|words| self.take_all(words)).then(|| Formula::Member(born.0.clone()))
    }

    fn number(&mut self) -> Option<f64> {
        let number = lexicon::number(self.rest().first()?)?;
        self.at += 1;
        // "one and a half times"
        Some(if self.take_all(&["and", "a", "half"]) { number + 0.5 } else { number })
    }
}

/// The member that the first words name but for the unit of its number, where no other is called so.
fn bare(said: &[String], members: &[(String, Sort)]) -> Option<(String, usize)> {
    const UNITS: &[&str] = &["cents", "cent", "amount", "grams", "gram", "kg"];
    (1..=2usize).rev().find_map(|length| {
        let said = said.get(..length)?;
        let is = |name: &String| {
            let parts = words::parts(name);
            let bare = parts.split_last().filter(|(last, _)| UNITS.contains(&last.as_str()));
            bare.is_some_and(|(_, bare)| bare == said)
        };
        let mut named = members.iter().filter(|(name, _)| is(name));
        named.next().filter(|_| named.next().is_none()).map(|(name, _)| (name.clone(), length))
    })
}

/// How many seconds a unit of time has that always has the same.
fn seconds(word: &str) -> Option<f64> {
    Some(match words::singular(word).as_str() {
        "day" => 86_400.0,
        "week" => 604_800.0,
        "hour" => 3_600.0,
        "minute" | "min" => 60.0,
        "second" | "sec" => 1.0,
        _ => return None,
    })
}

/// Words, numbers and marks, in lower case; a comma between digits belongs to the number.
fn tokens(clause: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut word = String::new();
    let plain: Vec<char> =
        clause.chars().filter(|c| !matches!(c, '`' | '*') || *c == '*' && clause.contains(" * ")).collect();
    let end = |word: &mut String, tokens: &mut Vec<String>| {
        if !word.is_empty() {
            tokens.push(std::mem::take(word).to_lowercase());
        }
    };
    for (at, c) in plain.iter().enumerate() {
        let beside = |offset: usize| plain.get(offset).is_some_and(char::is_ascii_digit);
        let within = matches!(c, '.' | ',') && beside(at.wrapping_sub(1)) && beside(at + 1)
            || *c == '-' && !word.is_empty() && plain.get(at + 1).is_some_and(|next| next.is_alphabetic());
        if c.is_alphanumeric() || matches!(c, '_' | '\'' | '’') || within {
            word.push(if *c == '’' { '\'' } else { *c });
        } else {
            end(&mut word, &mut tokens);
            if !c.is_whitespace() {
                tokens.push(c.to_string());
            }
        }
    }
    end(&mut word, &mut tokens);
    tokens
}
