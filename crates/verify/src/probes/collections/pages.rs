//! The pages of a list: their size, what is on them, and the total.

use super::various::List;
use crate::api::{Most, Paging, elements, is_one_of, walk};
use crate::claim::Outcome;
use crate::http::{Exchange, status_line};
use crate::words;
use abide_ledger::Strength;
use serde_json::Value;
use std::collections::HashSet;

/// The largest page for which objects are made where the answer tells its size.
const ENOUGH: usize = 50;

fn count(exchange: &Exchange) -> Option<usize> {
    exchange.answer.json().map(|answer| elements(&answer).len())
}

/// A page that nobody asked a size for has the stated one.
pub fn default(list: &List, default: usize) -> Result<Outcome, Outcome> {
    let target = list.stage.target()?;
    list.filled(default + 1)?;
    let exchange = list.page("")?;
    let Some(count) = count(&exchange).filter(|_| exchange.answer.is_success()) else {
        return Err(Outcome::unproven(format!("it answered {}", status_line(exchange.answer.status)))
            .showing(exchange.sent(), exchange.seen()));
    };
    let outcome = if count == default {
        Outcome::proven(Strength::Asserted, format!("of more than {default} objects, it answered {count}"))
    } else {
        Outcome::refuted(format!(
            "of more than {default} objects, it answered {count} without being asked for a number, stated as {default}"
        ))
    };
    Ok(outcome.resting_on(target, &exchange))
}

/// No page is larger than stated.
pub fn most(list: &List, most: Most) -> Result<Outcome, Outcome> {
    let target = list.stage.target()?;
    let Some(size) = &list.facts.size else {
        return Err(Outcome::unproven("no parameter for the size is stated"));
    };
    // Where the answer says how large its page is, many objects need not be made to see it.
    let asked_before = format!("{}={}", size.fact, most.number + 1);
    let says =
        list.page(&asked_before)?.answer.json().is_some_and(|answer| reported(&answer, &size.fact).is_some());
    let filled = match says && most.number > ENOUGH {
        true => Err(Outcome::unproven("the list is too short")),
        false => list.filled(most.number + 1).map(|_| ()),
    };
    let asked = format!("{}={}", size.fact, most.number + 1);
    let exchange = list.page(&asked)?;
    let status = exchange.answer.status;
    let shown = |outcome: Outcome| Ok(outcome.resting_on(target, &exchange));
    if matches!(status, 400 | 422) {
        return match most.refused {
            Some(false) => shown(Outcome::refuted(format!(
                "asked for {}, it answered {}; stated is that more counts as {}",
                most.number + 1,
                status_line(status),
                most.number
            ))),
            _ => shown(Outcome::proven(
                Strength::Asserted,
                format!("asked for {}, it answered {}", most.number + 1, status_line(status)),
            )),
        };
    }
    let Some(count) = count(&exchange).filter(|_| exchange.answer.is_success()) else {
        return Err(Outcome::unproven(format!("it answered {}", status_line(status)))
            .showing(exchange.sent(), exchange.seen()));
    };
    if count > most.number {
        return shown(Outcome::refuted(format!(
            "asked for {}, it answered {count} objects",
            most.number + 1
        )));
    }
    if most.refused == Some(true) {
        return shown(Outcome::refuted(format!(
            "asked for {}, it answered {}; stated is that this is refused",
            most.number + 1,
            status_line(status)
        )));
    }
    let answer = exchange.answer.json().unwrap_or(Value::Null);
    let reported = reported(&answer, &size.fact);
    match (filled, reported) {
        (Ok(_), _) => shown(Outcome::proven(
            Strength::Asserted,
            format!("asked for {}, it answered {count} objects", most.number + 1),
        )),
        (Err(_), Some(reported)) if reported > most.number as u64 => shown(Outcome::refuted(format!(
            "asked for {}, it says that the page has a size of {reported}",
            most.number + 1
        ))),
        (Err(_), Some(reported)) => shown(Outcome::proven(
            Strength::Executed,
            format!("asked for {}, it says that the page has a size of {reported}", most.number + 1),
        )),
        (Err(outcome), None) => Err(outcome),
    }
}

/// The size of the page, where an answer says it.
fn reported(answer: &Value, size: &str) -> Option<u64> {
    let members = answer.as_object()?;
    let nested = members.values().filter_map(Value::as_object).flatten();
    let same = |name: &str| words::folded(name) == words::folded(size);
    members.iter().chain(nested).find(|(name, _)| same(name)).and_then(|(_, value)| value.as_u64())
}

/// Pages repeat nothing and leave nothing out.
pub fn disjoint(list: &List) -> Result<Outcome, Outcome> {
    let target = list.stage.target()?;
    let enough = if list.resource.create.is_some() { 7 } else { 2 };
    let before = list.filled(enough)?;
    let before_ids = before.ids(&list.stage.facts.api, &list.resource.collection);
    if before_ids.len() < before.elements.len() || !before.complete {
        return Err(Outcome::unproven(
            "the objects of the list have no ids to tell them apart, or it has too many pages",
        ));
    }
    let most = list.facts.most.as_ref().map_or(100, |most| most.fact.number);
    let size = before_ids.len().div_ceil(12).max(if enough == 7 { 3 } else { 1 }).min(most);
    let grows = grows_at_its_end(list) && list.resource.create.is_some();
    let mut added = 0;
    let mut between = |_: usize| {
        if grows && added < 3 {
            list.add(&[])?;
            added += 1;
        }
        Ok(())
    };
    let found = walk(list.stage, list.operation, &list.facts, &list.parents, "", Some(size), &mut between)?;
    let ids = found.ids(&list.stage.facts.api, &list.resource.collection);
    let Some(last) = found.last() else { return Err(Outcome::unproven("the list has no page")) };
    if found.pages.len() < 2 && found.complete && ids.len() == size && before_ids.len() > ids.len() {
        let reason = format!(
            "asked for {size} at a time, it answered {size} of {} objects and names no next page",
            before_ids.len()
        );
        return Ok(Outcome::refuted(reason).resting_on(target, last));
    }
    if found.pages.len() < 2 {
        let reason = format!("asked for {size} at a time, all {} came on one page", ids.len());
        return Err(Outcome::unproven(reason).showing(last.sent(), last.seen()));
    }
    let mut seen = HashSet::new();
    let meanwhile = if added > 0 { ", while objects were added at its end" } else { "" };
    if let Some(twice) = ids.iter().find(|id| !seen.insert(id.as_str())) {
        let page =
            found.pages.iter().rev().find(|page| page.answer.text().contains(twice.as_str())).unwrap_or(last);
        let reason = format!("in pages of {size}, the object {twice} comes twice{meanwhile}");
        return Ok(Outcome::refuted(reason).resting_on(target, page));
    }
    let lost: Vec<&String> = before_ids.iter().filter(|id| !seen.contains(id.as_str())).collect();
    if let (Some(first), true) = (lost.first(), found.complete) {
        let reason = format!(
            "in pages of {size}, {} of {} objects come on no page{meanwhile}, {first} for one",
            lost.len(),
            before_ids.len()
        );
        return Ok(Outcome::refuted(reason).resting_on(target, last));
    }
    if !found.complete {
        return Err(Outcome::unproven("the list has too many pages to follow them all")
            .showing(last.sent(), last.seen()));
    }
    let reason =
        format!("{} pages of {size} hold each of {} objects once{meanwhile}", found.pages.len(), ids.len());
    Ok(Outcome::proven(Strength::Asserted, reason).resting_on(target, last))
}

/// Whether new objects come last, so that pages already read stay as they are.
fn grows_at_its_end(list: &List) -> bool {
    let Some(order) = &list.facts.order else { return false };
    let by_birth = order.fact.field.as_ref().is_none_or(|field| is_one_of(field, crate::api::BORN));
    let cursor = matches!(&list.facts.paging, Some(paging) if matches!(paging.fact, Paging::Cursor(_)));
    by_birth && (!order.fact.descending || cursor && list.facts.stable.is_some())
}

/// The number to which names lead, from the top or from a member of it.
fn number_at(answer: &Value, path: &[String]) -> Option<u64> {
    let from = |value: &Value| path.iter().try_fold(value, |value, name| value.get(name))?.as_u64();
    from(answer).or_else(|| answer.as_object()?.values().find_map(from))
}

/// The total is the number of objects.
pub fn total(list: &List) -> Result<Outcome, Outcome> {
    let target = list.stage.target()?;
    let Some(path) = &list.facts.total else { return Err(Outcome::unproven("no total is documented")) };
    let found = if list.resource.create.is_some() { list.filled(3)? } else { list.all("")? };
    let Some(first) = found.pages.first() else { return Err(Outcome::unproven("the list has no page")) };
    let header = path.first().and_then(|name| name.strip_prefix(crate::api::HEADER));
    let told = |exchange: &Exchange| -> Option<u64> {
        match header {
            Some(header) => exchange.answer.header(header)?.trim().parse().ok(),
            None => number_at(&exchange.answer.json()?, path),
        }
    };
    let mut total = told(first);
    if let Some(header) = header.filter(|header| first.answer.header(header).is_none()) {
        // Some tell it only to those who ask for a page.
        let page = list.one_page().map(|page| list.page(&page)).transpose()?;
        let has = page.as_ref().is_some_and(|page| page.answer.header(header).is_some());
        if !has && first.answer.is_success() {
            return Ok(Outcome::refuted(format!("it has no `{header}` header, which holds the total"))
                .resting_on(target, first));
        }
        total = page.as_ref().and_then(told);
    }
    let Some(total) = total.filter(|_| found.complete) else {
        return Err(Outcome::unproven(format!(
            "there is no number at `{}`, or too many pages",
            path.join(".")
        ))
        .showing(first.sent(), first.seen()));
    };
    let counted = found.elements.len() as u64;
    // Where all came on one page, the total could be the number of objects on it.
    let small = match &list.facts.size {
        Some(size) if counted > 1 && found.pages.len() == 1 => list.page(&format!("{}=1", size.fact)).ok(),
        _ => None,
    };
    if let Some(page) = small.filter(|page| page.answer.is_success()) {
        let alone = page.answer.json().is_some_and(|answer| elements(&answer).len() == 1);
        if let Some(said) = told(&page).filter(|said| *said != counted && alone) {
            let reason =
                format!("in pages of 1, `{}` is {said}, and there are {counted} objects", path.join("."));
            return Ok(Outcome::refuted(reason).resting_on(target, &page));
        }
    }
    let outcome = if total == counted {
        Outcome::proven(
            Strength::Asserted,
            format!("`{}` is {total}, and all pages together hold {counted}", path.join(".")),
        )
    } else {
        Outcome::refuted(format!(
            "`{}` is {total}, and all pages together hold {counted} objects",
            path.join(".")
        ))
    };
    Ok(outcome.resting_on(target, first))
}

/// The number of pages is that of all objects in pages of the size that was asked for.
pub fn count_of_pages(list: &List) -> Result<Outcome, Outcome> {
    let target = list.stage.target()?;
    let (Some(path), Some(size)) = (&list.facts.pages, &list.facts.size) else {
        return Err(Outcome::unproven("no number of pages is documented"));
    };
    list.filled(3)?;
    let all = list.all("")?;
    let count = all.elements.len() as u64;
    let mut last = None;
    let name = &size.fact;
    // Pages that are all full show one too many, pages that are not one too few.
    for size in [1, 2] {
        let page = list.page(&format!("{name}={size}"))?;
        let Some(said) = number_at(&page.answer.json().unwrap_or(Value::Null), path) else {
            let reason = format!("there is no number at `{}`", path.join("."));
            return Err(Outcome::unproven(reason).showing(page.sent(), page.seen()));
        };
        let right = count.div_ceil(size);
        if said != right {
            let reason = format!(
                "in pages of {size}, {count} objects make {right}, and `{}` is {said}",
                path.join(".")
            );
            let outcome = if all.complete { Outcome::refuted(reason) } else { Outcome::unproven(reason) };
            return Ok(outcome.resting_on(target, &page));
        }
        last = Some(page);
    }
    let Some(page) = last else { return Err(Outcome::unproven("no page was read")) };
    let reason = format!("`{}` is the number of pages that {count} objects make", path.join("."));
    Ok(Outcome::proven(Strength::Asserted, reason).resting_on(target, &page))
}

/// Every page but the last says that more objects follow.
pub fn more(list: &List) -> Result<Outcome, Outcome> {
    let target = list.stage.target()?;
    let Some(path) = &list.facts.more else { return Err(Outcome::unproven("nothing tells it")) };
    list.filled(3)?;
    let count = list.all("")?.elements.len();
    let found = list.walk("", Some((count / 3).clamp(1, 50)))?;
    if !found.complete || found.pages.len() < 2 {
        return Err(Outcome::unproven("its pages could not be read to the end"));
    }
    let name = path.join(".");
    for (at, page) in found.pages.iter().enumerate() {
        let answer = page.answer.json().unwrap_or(Value::Null);
        let said = path.iter().try_fold(&answer, |value, name| value.get(name)).and_then(Value::as_bool);
        let Some(said) = said else {
            let reason = format!("a page has nothing at `{name}` that is true or false");
            return Err(Outcome::unproven(reason).showing(page.sent(), page.seen()));
        };
        // An empty page behind a full one is how some systems end a list.
        let last = found.pages[at + 1..].iter().all(|later| self::count(later) == Some(0));
        if said == last {
            let where_ = if last { "on the last page" } else { "on a page that others follow" };
            return Ok(Outcome::refuted(format!("`{name}` is {said} {where_}")).resting_on(target, page));
        }
    }
    let reason = format!("`{name}` is true on {} pages and false on the last", found.pages.len() - 1);
    let Some(page) = found.pages.last() else { return Err(Outcome::unproven("the list has no page")) };
    Ok(Outcome::proven(Strength::Asserted, reason).resting_on(target, page))
}
