//! Which operations a statement about speed is about.

use super::stated::Stated;
use super::words::{GENERAL, MEASURE, READS, WRITES};
use crate::api::{Api, Scope, operations_of};
use crate::probe::ItemContext;
use crate::words;

/// Operations that one statement is tried on at most.
const MOST: usize = 4;

/// The operations that a statement is about; none where that is not certain.
pub fn operations(context: &ItemContext, text: &str, stated: &Stated) -> Option<Vec<usize>> {
    let api = &context.facts.api;
    let spaced = text.replace([':', ';', '`', ',', '"'], " ");
    let usable = |numbers: Vec<usize>| {
        let safe: Vec<usize> =
            numbers.iter().copied().filter(|number| api.operations[*number].is_safe()).collect();
        let named_method = api
            .operations
            .iter()
            .any(|operation| spaced.split_whitespace().any(|word| word == operation.method && word != "GET"));
        let mut kept = if safe.is_empty() || named_method { numbers } else { safe };
        kept.truncate(MOST);
        (!kept.is_empty()).then_some(kept)
    };
    if spaced.split_whitespace().any(|word| word.len() > 1 && word.starts_with('/')) {
        return usable(operations_of(api, context.number, &spaced).ok()?);
    }
    if let Stated::Rate(_) = stated {
        let scope = scope(context, text);
        return match scope {
            Some(numbers) => usable(numbers),
            None => plainest(api, true).map(|number| vec![number]),
        };
    }
    let left: Vec<String> = words::words(&spaced)
        .into_iter()
        .filter(|word| !word.chars().any(|c| c.is_ascii_digit()))
        .filter(|word| {
            !MEASURE.contains(&word.as_str()) && !MEASURE.contains(&words::singular(word).as_str())
        })
        .collect();
    let thing: Vec<&str> = left
        .iter()
        .map(String::as_str)
        .filter(|word| {
            !GENERAL.contains(&words::singular(word).as_str())
                && !READS.contains(word)
                && !WRITES.contains(word)
        })
        .collect();
    if thing.is_empty() {
        let says = |known: &[&str]| {
            left.iter()
                .any(|word| known.contains(&words::singular(word).as_str()) || known.contains(&word.as_str()))
        };
        let writes = says(WRITES) && !says(READS);
        return usable(all(api, writes));
    }
    let phrase = left
        .iter()
        .filter(|word| !GENERAL.contains(&words::singular(word).as_str()))
        .cloned()
        .collect::<Vec<_>>();
    let named = operations_of(api, context.number, &phrase.join(" ")).ok();
    let named = named.or_else(|| conditions_apart(context, &phrase));
    let single = [" a ", " an ", " one ", " single "].iter().any(|word| spaced.to_lowercase().contains(word));
    let named = named.map(|numbers| {
        let items: Vec<usize> = numbers
            .iter()
            .copied()
            .filter(|number| api.operations[*number].path.ends_with_parameter())
            .collect();
        if single && !items.is_empty() { items } else { numbers }
    });
    match named.or_else(|| scope(context, text)) {
        Some(numbers) => usable(numbers),
        None => None,
    }
}

/// "reads of a parcel … with 10,000 parcels": the thing once more is a condition.
fn conditions_apart(context: &ItemContext, phrase: &[String]) -> Option<Vec<usize>> {
    let mut known: Vec<String> = Vec::new();
    for word in phrase {
        let one = words::singular(word);
        if !known.contains(&one) {
            known.push(one);
        }
    }
    operations_of(&context.facts.api, context.number, &known.join(" ")).ok()
}

/// The operations that the heading or the place of a statement says it is about.
fn scope(context: &ItemContext, text: &str) -> Option<Vec<usize>> {
    let api = &context.facts.api;
    let range = context.item.range;
    api.within(context.number, range.start, range.end)
        .filter(|(_, sentence)| {
            let target = context.item.kind == abide_model::Kind::Target;
            sentence.text == text || target && sentence.range.start >= range.start
        })
        .find_map(|(_, sentence)| match &sentence.scope {
            Scope::Operations(numbers) if numbers.len() <= MOST => Some(numbers.clone()),
            _ => None,
        })
}

/// All operations that read, or that make something, the plainest first.
fn all(api: &Api, writes: bool) -> Vec<usize> {
    let fits = |number: &usize| {
        let operation = &api.operations[*number];
        match writes {
            true => api.is_creation(operation),
            false => operation.method == "GET" && !crate::api::is_machinery(&operation.path),
        }
    };
    let mut numbers: Vec<usize> = (0..api.operations.len()).filter(fits).collect();
    numbers.sort_by_key(|number| api.operations[*number].path.parameters().count());
    numbers
}

/// The operation that is easiest to call many times: it reads, and needs no object.
pub fn plainest(api: &Api, keyed: bool) -> Option<usize> {
    let plain = |number: &usize| api.operations[*number].path.parameters().next().is_none();
    let has_key = |number: &usize| !matches!(api.operations[*number].access, crate::api::Access::Public);
    let numbers = all(api, false);
    let found = numbers.iter().copied().find(|number| plain(number) && (!keyed || has_key(number)));
    found.or_else(|| numbers.iter().copied().find(plain))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probes::limits::stated;
    use crate::testing::{self, Setup, item};
    use std::sync::Arc;

    fn meant(text: &str) -> Option<Vec<String>> {
        let items = [
            item("endpoint", "GET /health"),
            item("endpoint", "GET /api/orders"),
            item("endpoint", "POST /api/orders"),
            item("endpoint", "GET /api/orders/{id}"),
            item("target", text),
        ];
        let facts = Arc::new(testing::facts_with("a.md", &items, "", Setup::default()));
        let spec = &facts.specs[0];
        let context = ItemContext {
            facts: &facts,
            number: 0,
            spec,
            item: &spec.items[4],
            document: spec,
            stated: &spec.items[4],
        };
        let stated = stated::read(text, true).into_iter().next()?;
        let numbers = operations(&context, text, &stated)?;
        Some(numbers.into_iter().map(|number| facts.api.operations[number].title()).collect())
    }

    #[test]
    fn a_path_names_its_operation() {
        let one = |title: &str| Some(vec![title.to_owned()]);
        assert_eq!(
            meant("Response time of `GET /api/orders/{id}`: < 50 ms; p95 at 100 rps, 10,000 orders"),
            one("GET /api/orders/{id}")
        );
        assert_eq!(meant("`/health` responds in under 20 ms"), one("GET /health"));
        assert_eq!(meant("POST /api/orders p95 latency < 100 ms"), one("POST /api/orders"));
        assert_eq!(meant("GET /api/invoices p95 < 100 ms"), None, "nothing documents it");
    }

    #[test]
    fn words_name_an_operation_or_all_of_them() {
        let some = |titles: &[&str]| Some(titles.iter().map(|title| (*title).to_owned()).collect::<Vec<_>>());
        assert_eq!(
            meant("95% of reads of an order are answered in less than 50 ms"),
            some(&["GET /api/orders/{id}"])
        );
        assert_eq!(
            meant("API response time: p95 < 200 ms"),
            some(&["GET /api/orders", "GET /api/orders/{id}"])
        );
        assert_eq!(meant("p99 write latency < 1 s"), some(&["POST /api/orders"]));
        assert_eq!(meant("List orders: response time < 300 ms"), some(&["GET /api/orders"]));
        assert_eq!(meant("Checkout response time < 300 ms"), None, "no operation is called so");
        assert_eq!(meant("Rate limit: 100 requests per minute"), some(&["GET /api/orders"]));
    }
}
