//! Lists answer as stated: pages, their size, the total, filters, search and order.

mod left_out;
mod order;
mod pages;
mod ranges;
mod various;
mod which;

use crate::api::{ListFacts, Resource, Sentence};
use crate::claim::{Claim, Needs, Outcome};
use crate::probe::{ItemContext, Probe};
use crate::stage::Stage;
use abide_model::Kind;
use various::List;

/// Lists answer as stated.
pub const PROBE: Probe = Probe {
    name: "collections",
    summary: "Lists keep to their page size, have no gaps, and filter, search and sort as stated",
    documentation: "\
Takes the endpoints that list objects, and the requirements and checks that speak of lists. What is stated is read from the description of the endpoint, from \
tables of parameters, and from sentences about lists in general (\"page size defaults to 20, at most 100\", \"`q` searches the name\", \"newest first\").

Needs a target, and the headers of roles that may list, and make objects: as many are made as it takes to see a page end. These claims are tried when all others are done, \
one after the other, so that nothing else changes a list meanwhile.

Refuted is a page that is larger or smaller than the stated default where there are enough objects; one that is larger than the stated maximum; pages that repeat an object \
or leave one out, also while objects are added where new ones come last; a total that is not the number of objects, or a number of pages that does not follow from it; a page that says that more follow where none do, or the other way round; a filter that lets others through or holds matching ones back; an end of a range (`from`, `max_price`) that does the same; \
a search that finds everything, or minds case where it is said not to; an object that is said to be left out (\"archived books are left out unless `include_archived=true` is given\") and is listed, or is not where it is asked for; another answer than the stated one to a sort by anything else; and a sort, in each direction, or a stated order that does not hold. Text counts as sorted under any usual comparison.

Without enough different values, or where more than a hundred or so objects would have to be made, nothing is concluded.",
    kinds: &[Kind::Endpoint, Kind::Requirement, Kind::Check, Kind::Scenario, Kind::Step],
    claims,
};

fn claims(context: &ItemContext) -> Vec<Claim> {
    let api = &context.facts.api;
    if context.item.kind == Kind::Endpoint {
        let Some((number, _)) = api.of_item(context.number, &context.item.id) else { return Vec::new() };
        let Some(resource) = api.resource_of(number).filter(|resource| resource.list == Some(number)) else {
            return Vec::new();
        };
        return of_list(context, resource, number, &|_| true).into_iter().map(Claim::minor).collect();
    }
    let range = context.item.range;
    let within: Vec<usize> = api.within(context.number, range.start, range.end).map(|(at, _)| at).collect();
    if within.is_empty() {
        return Vec::new();
    }
    let lists = api.resources.iter().filter_map(|resource| Some((resource, resource.list?)));
    let claims = lists.flat_map(|(resource, number)| {
        let claims = of_list(context, resource, number, &|at| within.contains(&at));
        // A list that nothing fills may be too short to show anything.
        let minor = resource.create.is_none();
        claims.into_iter().map(move |claim| if minor { claim.minor() } else { claim })
    });
    claims.collect()
}

/// The claims about a list that rest on wanted sentences.
fn of_list(
    context: &ItemContext,
    resource: &Resource,
    number: usize,
    wanted: &dyn Fn(usize) -> bool,
) -> Vec<Claim> {
    let api = &context.facts.api;
    let facts = api.list(number);
    let title = api.operations[number].title();
    let mut claims = Vec::new();
    let mut add = |what: String, attempt: Box<Try>| {
        claims.push(claim(format!("{title} {what}"), resource, number, attempt))
    };
    if let Some(default) =
        facts.default.as_ref().filter(|default| default.sentences.iter().any(|at| wanted(*at)))
    {
        let default = default.fact;
        add(
            format!("answers {default} objects unless asked otherwise"),
            Box::new(move |list| pages::default(list, default)),
        );
    }
    if let Some(most) =
        facts.most.as_ref().filter(|most| most.sentences.iter().any(|at| wanted(*at)) && facts.size.is_some())
    {
        let most = most.fact;
        add(
            format!("answers at most {} objects", most.number),
            Box::new(move |list| pages::most(list, most)),
        );
    }
    let paged = facts.paging.as_ref().filter(|_| facts.size.is_some());
    if paged.is_some_and(|paging| paging.sentences.iter().any(|at| wanted(*at)))
        || facts.stable.is_some_and(wanted) && paged.is_some()
    {
        add("has pages without repetitions and gaps".to_owned(), Box::new(pages::disjoint));
    }
    let counted = || {
        let name = facts.total.as_ref().and_then(|names| names.last())?;
        let said = |sentence: &Sentence| {
            sentence.says(&["count", "counts", "number of", "how many"])
                && sentence.says(&["all", "every", "matching", "match", "whole"])
                && sentence.codes().contains(&name.as_str())
        };
        api.sentences.iter().enumerate().find(|(at, sentence)| wanted(*at) && said(sentence))
    };
    if facts.total.is_some() && (context.item.kind == Kind::Endpoint || counted().is_some()) {
        add("counts all objects".to_owned(), Box::new(pages::total));
    }
    if context.item.kind == Kind::Endpoint && facts.pages.is_some() && paged.is_some() {
        add("counts all pages".to_owned(), Box::new(pages::count_of_pages));
    }
    if let Some(status) =
        facts.sort_refused.as_ref().filter(|refused| refused.sentences.iter().any(|at| wanted(*at)))
        && let Some(query) = facts.sort_query("abide_none", false)
    {
        let status = status.fact;
        let attempt = move |list: &List| order::refused(list, &query, status);
        add(format!("answers {status} to a sort by anything else"), Box::new(attempt));
    }
    if context.item.kind == Kind::Endpoint && facts.more.is_some() && paged.is_some() {
        add("tells whether more objects follow".to_owned(), Box::new(pages::more));
    }
    for (_, sentence) in api.sentences.iter().enumerate().filter(|(at, _)| wanted(*at)) {
        let own = sentence.spec == context.number
            && sentence.concerns(&api.resources, &api.operations[number], number);
        let Some((mark, query)) = own.then(|| left_out::read(api, resource, sentence)).flatten() else {
            continue;
        };
        let attempt = move |list: &List| left_out::attempt(list, &mark, query.as_deref());
        add("leaves out what it is said to leave out".to_owned(), Box::new(attempt));
    }
    for filter in facts.filters.iter().filter(|filter| filter.sentences.iter().any(|at| wanted(*at))) {
        let filter = filter.fact.clone();
        add(format!("filters by `{}`", filter.parameter), Box::new(move |list| which::filter(list, &filter)));
    }
    for range in facts.ranges.iter().filter(|range| range.sentences.iter().any(|at| wanted(*at))) {
        let range = range.fact.clone();
        add(
            format!("limits `{}` with `{}`", range.field, range.parameter),
            Box::new(move |list| ranges::limited(list, &range)),
        );
    }
    if let Some(search) = facts.search.as_ref().filter(|search| search.sentences.iter().any(|at| wanted(*at)))
    {
        let (parameter, fields) = search.fact.clone();
        add(
            format!("searches with `{parameter}`"),
            Box::new(move |list| which::search(list, &parameter, &fields)),
        );
    }
    for sort in facts.sorts.iter().filter(|sort| sort.sentences.iter().any(|at| wanted(*at))) {
        for descending in [false, true] {
            let field = sort.fact.clone();
            let Some(query) = facts.sort_query(&field, descending) else { continue };
            let direction = if descending { "down" } else { "up" };
            add(
                format!("sorts by `{field}`, {direction}"),
                Box::new(move |list| order::sorted(list, &field, descending, &query)),
            );
        }
    }
    if let (Some(order), Some(turned)) = (&facts.order, &facts.turned)
        && turned.sentences.iter().any(|at| wanted(*at))
        && let Some(field) = order.fact.field.clone()
    {
        let (descending, query) = (!order.fact.descending, turned.fact.clone());
        add(
            format!("turns the order round for `{query}`"),
            Box::new(move |list| order::sorted(list, &field, descending, &query)),
        );
    }
    if let Some(order) = facts.order.as_ref().filter(|order| order.sentences.iter().any(|at| wanted(*at))) {
        let order = order.fact.clone();
        add("has the stated order".to_owned(), Box::new(move |list| order::stated(list, &order)));
    }
    claims
}

type Try = dyn Fn(&List) -> Result<Outcome, Outcome> + Send + Sync;

fn claim(title: String, resource: &Resource, number: usize, attempt: Box<Try>) -> Claim {
    let resource = resource.clone();
    let attempt = move |stage: &Stage| -> Result<Outcome, Outcome> {
        let facts: ListFacts = stage.facts.api.list(number);
        let list = List::open(stage, &resource, number, facts)?;
        let first = attempt(&list)?;
        // Somebody else may use the system as well: what is refuted has to be so twice.
        if !first.is_refuted() {
            return Ok(first);
        }
        let second = attempt(&list)?;
        Ok(if second.is_refuted() {
            second
        } else {
            Outcome::unproven(format!(
                "it came out differently when it was tried again; first: {}",
                first.reason
            ))
            .showing(first.sent, first.seen)
        })
    };
    Claim::new(title, Needs::Target, move |stage| attempt(stage).unwrap_or_else(|outcome| outcome)).alone()
}

#[cfg(test)]
mod tests;
