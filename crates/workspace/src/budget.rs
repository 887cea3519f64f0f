//! Answers that must not be longer than their reader can take: a document may hold anything, and of any length.

use serde_json::{Map, Value, json};

/// How many tokens a text costs a language model, about, and rather too many than too few: within a fifth of what the
/// vocabularies `o200k_base` and `cl100k_base` make of prose and JSON.
pub fn tokens(text: &str) -> usize {
    let (mut all, mut run, mut last) = (0, 0, Kind::Space);
    for c in text.chars() {
        let kind = Kind::of(c);
        if kind == last {
            run += 1;
        } else {
            all += last.cost(run);
            (last, run) = (kind, 1);
        }
    }
    (all + last.cost(run)) * 21 / 20
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Letter,
    Digit,
    Space,
    Break,
    Mark,
    Other,
    Rare,
}

impl Kind {
    fn of(c: char) -> Self {
        match c {
            'a'..='z' | 'A'..='Z' => Kind::Letter,
            '0'..='9' => Kind::Digit,
            ' ' => Kind::Space,
            '\n' | '\r' | '\t' => Kind::Break,
            c if c.is_ascii() => Kind::Mark,
            c if u32::from(c) <= 0xFFFF => Kind::Other,
            _ => Kind::Rare,
        }
    }

    fn cost(self, run: usize) -> usize {
        match self {
            Kind::Letter => run.div_ceil(6),
            Kind::Digit | Kind::Mark => run.div_ceil(3),
            // One space belongs to the word behind it.
            Kind::Space => usize::from(run > 1),
            Kind::Break => run.div_ceil(2),
            Kind::Other => run,
            Kind::Rare => 3 * run,
        }
    }
}

/// Tokens of an answer where nobody says how many.
pub const USUAL: usize = 4_000;
/// Tokens of the longest answer.
pub const MOST: usize = 20_000;
/// Tokens of the shortest: what is left out must still be said.
pub const LEAST: usize = 400;

/// What `truncated`, `omitted` and `next` cost at most.
const CLOSING: usize = 110;
/// A shorter text is not cut.
const SHORT: usize = 24;

/// An answer that is put together, the most useful first, until its budget is used up.
#[derive(Clone, Debug)]
pub struct Pack {
    budget: usize,
    used: usize,
    value: Map<String, Value>,
    /// The lists in the order they were added, each with how many entries were left out.
    lists: Vec<(String, usize)>,
    cut: bool,
    hint: Option<String>,
}

impl Pack {
    /// An empty answer; the budget is brought within what is allowed.
    pub fn new(budget: Option<usize>) -> Self {
        let budget = budget.unwrap_or(USUAL).clamp(LEAST, MOST);
        let value = Map::new();
        Self { budget, used: CLOSING, value, lists: Vec::new(), cut: false, hint: None }
    }

    /// Adds what the answer cannot do without; texts in it may be cut.
    pub fn set(&mut self, name: &str, value: impl Into<Value>) {
        let mut value = value.into();
        let room = (self.budget.saturating_sub(self.used) * 3 / 4).max(CLOSING);
        while cost(&value) > room && shrink(&mut value) {
            self.cut = true;
        }
        self.used += cost(&value) + tokens(name) + 2;
        self.value.insert(name.to_owned(), value);
    }

    /// Adds as many entries of a list as there is room for, from the first, and at most a share of what is left, in
    /// hundredths. The first is cut rather than left out, and one that would take more than a third from several others is cut.
    pub fn list(&mut self, name: &str, entries: impl IntoIterator<Item = Value>, share: usize) {
        self.used += tokens(name) + 3;
        let most = self.budget.saturating_sub(self.used) * share.min(100) / 100;
        let (mut taken, mut used, mut omitted) = (Vec::new(), 0, 0);
        let mut entries = entries.into_iter().peekable();
        let mut several = false;
        while let Some(mut entry) = entries.next() {
            several |= entries.peek().is_some();
            if omitted > 0 {
                omitted += 1;
                continue;
            }
            let own = if several { (most / 3).max(CLOSING) } else { most };
            let own = if taken.is_empty() { own.min(most) } else { own };
            while cost(&entry) > own && shrink(&mut entry) {
                self.cut = true;
            }
            let costs = cost(&entry) + 1;
            if used + costs > most {
                omitted += 1;
                continue;
            }
            used += costs;
            taken.push(entry);
        }
        self.used += used;
        self.value.insert(name.to_owned(), Value::Array(taken));
        self.lists.push((name.to_owned(), omitted));
    }

    /// How many entries of a list are in the answer.
    pub fn taken(&self, name: &str) -> usize {
        self.value.get(name).and_then(Value::as_array).map_or(0, Vec::len)
    }

    /// How the rest is got, where something was left out.
    pub fn hint(&mut self, hint: impl Into<String>) {
        self.hint = Some(hint.into());
    }

    /// The answer, with `truncated`; where that is true, also `omitted` (entries left out, by list) and `next`.
    pub fn finish(mut self) -> Value {
        loop {
            let value = self.closed();
            if tokens(&value.to_string()) <= self.budget {
                return value;
            }
            // The estimates of the parts were too low together; the last list gives way first.
            self.cut = true;
            let longest = self.lists.iter().rposition(|(name, _)| self.taken(name) > 0);
            if let Some((name, omitted)) = longest.and_then(|at| self.lists.get_mut(at)) {
                if let Some(Value::Array(entries)) = self.value.get_mut(name.as_str()) {
                    entries.pop();
                    *omitted += 1;
                }
                continue;
            }
            let mut rest = Value::Object(std::mem::take(&mut self.value));
            let shrunk = shrink(&mut rest);
            if let Value::Object(map) = rest {
                self.value = map;
            }
            if !shrunk {
                return json!({"truncated": true});
            }
        }
    }

    fn closed(&self) -> Value {
        let mut value = self.value.clone();
        let omitted: Map<String, Value> = self
            .lists
            .iter()
            .filter(|(_, omitted)| *omitted > 0)
            .map(|(name, omitted)| (name.clone(), Value::from(*omitted)))
            .collect();
        let truncated = self.cut || !omitted.is_empty();
        value.insert("truncated".to_owned(), truncated.into());
        if truncated {
            value.insert("omitted".to_owned(), omitted.into());
            let more = (self.budget * 2).min(MOST);
            let hint = match &self.hint {
                Some(hint) => hint.chars().take(200).collect(),
                None if more > self.budget => format!("call again with budget={more}"),
                None => "ask about less".to_owned(),
            };
            value.insert("next".to_owned(), hint.into());
        }
        Value::Object(value)
    }
}

fn cost(value: &Value) -> usize {
    tokens(&value.to_string()) + 1
}

/// Makes a value smaller: halves its longest text, or takes the last entry of its largest list or object. Returns whether
/// something was left to take.
fn shrink(value: &mut Value) -> bool {
    if let Some(text) = longest(value) {
        let kept: String = text.chars().take(text.chars().count() / 2).collect();
        *text = format!("{}…", kept.trim_end_matches('…').trim_end());
        return true;
    }
    match largest(value) {
        Some(Value::Array(entries)) => entries.pop().is_some(),
        Some(Value::Object(entries)) => {
            let last = entries.keys().next_back().cloned();
            last.is_some_and(|last| entries.shift_remove(&last).is_some())
        }
        _ => false,
    }
}

/// The longest text in a value that is worth cutting.
fn longest(value: &mut Value) -> Option<&mut String> {
    match value {
        Value::String(text) => (text.chars().count() > SHORT).then_some(text),
        Value::Array(entries) => entries.iter_mut().filter_map(longest).max_by_key(|text| text.len()),
        Value::Object(entries) => {
            entries.iter_mut().filter_map(|(_, entry)| longest(entry)).max_by_key(|text| text.len())
        }
        _ => None,
    }
}

/// The list or object with the most entries.
fn largest(value: &mut Value) -> Option<&mut Value> {
    fn most(value: &Value) -> usize {
        match value {
            Value::Array(entries) => entries.iter().map(most).max().unwrap_or(0).max(entries.len()),
            Value::Object(entries) => entries.values().map(most).max().unwrap_or(0).max(entries.len()),
            _ => 0,
        }
    }
    let all = most(value);
    let own = match value {
        Value::Array(entries) => entries.len(),
        Value::Object(entries) => entries.len(),
        _ => 0,
    };
    if own == all {
        return (own > 0).then_some(value);
    }
    match value {
        Value::Array(entries) => entries.iter_mut().find(|entry| most(entry) == all).and_then(largest),
        Value::Object(entries) => {
            entries.iter_mut().map(|(_, entry)| entry).find(|entry| most(entry) == all).and_then(largest)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_fits_is_whole_and_says_so() {
        let mut pack = Pack::new(None);
        pack.set("id", "FR-1");
        pack.list("hits", [json!({"line": 3})], 100);
        assert_eq!(pack.finish(), json!({"id": "FR-1", "hits": [{"line": 3}], "truncated": false}));
    }

    #[test]
    fn what_does_not_fit_is_counted_and_how_to_get_it_is_said() {
        let mut pack = Pack::new(Some(LEAST));
        pack.list(
            "hits",
            (0..500).map(|line| json!({"line": line, "text": "a sentence of some words"})),
            100,
        );
        let taken = pack.taken("hits");
        let answer = pack.finish();
        assert!(taken > 5 && taken < 40, "{taken}");
        assert_eq!(answer["truncated"], true);
        assert_eq!(answer["omitted"]["hits"], 500 - taken);
        assert_eq!(answer["next"], "call again with budget=800");
    }

    #[test]
    fn a_text_that_is_too_long_is_cut_and_the_first_entry_of_a_list_too() {
        let mut pack = Pack::new(Some(LEAST));
        pack.set("text", "word ".repeat(2_000));
        pack.list("claims", [json!({"seen": "x".repeat(9_000)}), json!({"seen": "y"})], 50);
        let answer = pack.finish();
        assert!(answer["text"].as_str().unwrap().ends_with('…'));
        assert!(answer["claims"][0]["seen"].as_str().unwrap().ends_with('…'));
        assert!(tokens(&answer.to_string()) <= LEAST);
    }

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "\\PC{0,300}".prop_map(Value::from),
            "[a-z \\\\\"\n🦀語]{0,900}".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 64, 12, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..12).prop_map(Value::from),
                prop::collection::vec(("\\PC{0,40}", inner), 0..12)
                    .prop_map(|entries| Value::Object(entries.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn no_answer_is_longer_than_its_budget(
            head in values(), one in prop::collection::vec(values(), 0..9), two in prop::collection::vec(values(), 0..9),
            budget in 0usize..3_000,
        ) {
            let mut pack = Pack::new(Some(budget));
            pack.set("head", head);
            pack.list("one", one, 60);
            pack.list("two", two, 100);
            prop_assert!(tokens(&pack.finish().to_string()) <= budget.clamp(LEAST, MOST));
        }
    }
}
