//! What else may be said of values: numbers in steps, dates that exist, lists without repetitions.

use super::super::sentence::has_phrase;
use super::{Rule, Sort};
use crate::pattern::pattern;
use serde_json::{Value, json};

pattern!(
    STEPS,
    r"(?:multiples? of|(?:in )?(?:steps|increments) of|divisible by)\s+(\d+(?:\.\d+)?|half an? \w+|a half|half|a quarter of an? \w+|a quarter|tens?|fives?)"
);
pattern!(
    AMONG,
    r"(?:^|[;.(:]\s*|\bone of:? |\beither )(-?\d+(?:\.\d+)?(?:(?:\s*[,|/]\s*|,? or )-?\d+(?:\.\d+)?){0,20}(?:,? or |\s*[,|]\s*)-?\d+(?:\.\d+)?)\s*(?:$|[;.,)]|if |by default|unless|when )"
);
pattern!(IN_STEPS, r"in (\d+(?:\.\d+)?)[- ]?\w* (?:steps|increments)");

impl Rule {
    /// Takes in what the type and the notes say beyond bounds and forms.
    pub(super) fn further(&mut self, kind: &str, said: &str) {
        let has = |phrases: &[&str]| phrases.iter().any(|phrase| has_phrase(said, phrase));
        match self.sort {
            Sort::Integer | Sort::Number => {
                self.step = step(said).or(self.step);
                if self.among.is_empty() {
                    self.among = among(said);
                }
            }
            Sort::Date => {
                self.real |= has(&[
                    "calendar date",
                    "calendar day",
                    "day that exists",
                    "date that exists",
                    "existing date",
                    "existing day",
                    "real date",
                    "real day",
                    "must exist",
                ]);
            }
            Sort::List => {
                self.distinct |= has(&[
                    "no duplicates",
                    "without duplicates",
                    "no tag twice",
                    "no entry twice",
                    "no value twice",
                    "no element twice",
                    "no item twice",
                    "none of them twice",
                    "no duplicate",
                    "must not repeat",
                    "may not repeat",
                    "cannot repeat",
                    "no repetitions",
                    "without repetitions",
                    "distinct",
                    "unique items",
                    "unique entries",
                    "unique values",
                    "unique elements",
                    "each only once",
                    "not contain duplicates",
                    "duplicates are refused",
                    "duplicates are rejected",
                ]);
                let texts = ["str", "text"];
                self.of_text |= texts.iter().any(|text| kind.contains(text))
                    || has(&["of strings", "of texts", "of words"]);
            }
            _ => {}
        }
    }

    /// Values that break what is said so.
    pub(super) fn invalid_further(&self) -> Vec<(Value, String)> {
        let mut values = Vec::new();
        if let Some(step) = self.step {
            let low = self.least.map_or(step, |least| (least / step).ceil() * step);
            let off = low + step / 2.0;
            let whole = self.sort != Sort::Integer || off.fract() == 0.0;
            let off = if whole { off } else { low + 1.0 };
            let fits = self.most.is_none_or(|most| off < most) && (off / step).fract() != 0.0;
            if fits {
                let value = if off.fract() == 0.0 { json!(off as i64) } else { json!(off) };
                values.push((value, format!("no multiple of {step}")));
            }
        }
        if let Some(most) = self.among.iter().copied().reduce(f64::max) {
            let whole = self.among.iter().all(|number| number.fract() == 0.0);
            let between =
                self.among.first().map(|first| first + 1.0).filter(|next| !self.among.contains(next));
            for value in [between, Some(most + 1.0)].into_iter().flatten() {
                let value = if whole { json!(value as i64) } else { json!(value) };
                values.push((value, "a number that is not among those stated".to_owned()));
            }
        }
        if self.real {
            values.push((json!("2031-02-30"), "a day that does not exist".to_owned()));
        }
        if self.distinct && self.of_text {
            values.push((json!(["abide", "abide"]), "an entry that is repeated".to_owned()));
        }
        if let Some(many) = self.many.filter(|many| self.of_text && *many <= 200) {
            let texts: Vec<String> = (0..=many).map(|at| format!("abide{at}")).collect();
            values.push((json!(texts), format!("more than {many} elements")));
        }
        values
    }

    /// The nearest value that is no step off.
    pub(super) fn in_step(&self, value: f64) -> f64 {
        self.step.map_or(value, |step| (value / step).ceil() * step)
    }
}

/// The numbers of "one of 8, 10, 16", "16, 18, 24 or 25".
fn among(said: &str) -> Vec<f64> {
    let Some(found) = AMONG.captures(said) else { return Vec::new() };
    // "1, 2, 3, …" goes on.
    let from = found.get(1).and_then(|list| said.get(list.start()..)).unwrap_or_default();
    let clause = from.split(';').next().unwrap_or_default();
    if ["…", "...", "and so on", "and so forth", "etc"].iter().any(|on| clause.contains(on)) {
        return Vec::new();
    }
    let numbers = found[1].split([',', ' ', '|', '/']).filter_map(|word| word.parse().ok());
    numbers.collect()
}

fn step(said: &str) -> Option<f64> {
    if let Some(found) = IN_STEPS.captures(said) {
        return found[1].parse().ok();
    }
    let found = STEPS.captures(said)?;
    let minutes = has_phrase(said, "minutes") || has_phrase(said, "minute");
    let step = match &found[1] {
        part if part.starts_with("half an hour") && minutes => 30.0,
        part if part.starts_with("a quarter of an hour") && minutes => 15.0,
        part if part.contains("half") => 0.5,
        part if part.contains("quarter") => 0.25,
        part if part.starts_with("ten") => 10.0,
        part if part.starts_with("five") => 5.0,
        part => part.parse().ok()?,
    };
    (step > 0.0).then_some(step)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(kind: &str, notes: &str) -> Vec<String> {
        Rule::read(kind, notes, &|_| None)
            .invalid_further()
            .into_iter()
            .map(|(value, _)| value.to_string())
            .collect()
    }

    #[test]
    fn numbers_in_steps() {
        assert_eq!(broken("number", "0.5 to 40, in steps of half an hour"), ["0.75"]);
        assert_eq!(broken("integer", "15 to 240, a multiple of 15"), ["16"]);
        assert_eq!(broken("int", "minutes, 30 to 600, in 30-minute steps"), ["45"]);
        assert_eq!(broken("integer", "10 to 90, divisible by 10"), ["15"]);
        assert!(broken("integer", "in a few steps").is_empty());
        let rule = Rule::read("integer", "20 to 240, a multiple of 15", &|_| None);
        assert_eq!(
            rule.valid("minutes", 3).and_then(|value| value.as_i64()).map(|value| value % 15),
            Some(0)
        );
    }

    #[test]
    fn numbers_among_a_few() {
        assert_eq!(broken("integer", "One of 8, 10, 16; 10 if left out"), ["9", "17"]);
        assert_eq!(broken("integer", "`16`, `18`, `24` or `25`"), ["17", "26"]);
        assert_eq!(broken("number", "either 0.5 or 1"), ["1.5", "2.0"]);
        for notes in ["1, 2, 3, …", "1, 2, 3, ...", "1, 2, 3 and so on"] {
            assert!(broken("integer", notes).is_empty(), "{notes}");
        }
        for notes in ["1 to 5", "at most 5, 3 if left out", "between 1 and 5", "16 or more", "3, at most"] {
            assert!(broken("integer", notes).is_empty(), "{notes}");
        }
        let rule = Rule::read("integer", "16, 18, 24 or 25", &|_| None);
        assert!(
            (0..9).all(|variant| rule
                .valid("fps", variant)
                .is_some_and(|value| rule.broken_by(&value).is_none()))
        );
        assert!(rule.broken_by(&json!(20)).is_some());
    }

    #[test]
    fn dates_that_exist_and_lists_without_repetitions() {
        assert_eq!(broken("date", "a day that exists"), [r#""2031-02-30""#]);
        assert_eq!(broken("string | null", "calendar date YYYY-MM-DD"), [r#""2031-02-30""#]);
        assert!(broken("date", "the day").is_empty());
        assert_eq!(broken("string[]", "no duplicates"), [r#"["abide","abide"]"#]);
        assert_eq!(broken("list[str]", "at most 1 entries, distinct").len(), 2);
    }
}
