//! What a specification says about a list: its pages, their size, its order, filters and search.

mod columns;
mod order;
mod pages;
mod ranges;
mod shared;
mod total;
mod which;
mod whose;

pub use ranges::Range;

use super::Api;
use super::sentence::{Sentence, has_phrase};
use serde_json::Value;
pub use total::{HEADER, says_more};
use total::{more, pages_of, shown_bodies, stated_total, total};

/// A fact with the sentence that states it, by number.
#[derive(Clone, Debug, PartialEq)]
pub struct Said<T> {
    /// What is said.
    pub fact: T,
    /// Where: all sentences that say the same.
    pub sentences: Vec<usize>,
}

impl<T: PartialEq> Said<T> {
    /// Notes a fact; of several that differ, the first counts.
    fn note(slot: &mut Option<Self>, fact: T, sentence: usize) {
        match slot {
            None => *slot = Some(Self { fact, sentences: vec![sentence] }),
            Some(known) if known.fact == fact => known.sentences.push(sentence),
            Some(_) => {}
        }
    }

    /// Notes one of several facts.
    fn among(list: &mut Vec<Self>, fact: T, sentence: usize) {
        match list.iter_mut().find(|known| known.fact == fact) {
            Some(known) => known.sentences.push(sentence),
            None => list.push(Self { fact, sentences: vec![sentence] }),
        }
    }
}

/// What is said about a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListFacts {
    /// The parameter for the size of a page.
    pub size: Option<Said<String>>,
    /// How one gets from page to page.
    pub paging: Option<Said<Paging>>,
    /// The size of a page that nobody asked for.
    pub default: Option<Said<usize>>,
    /// The largest size of a page.
    pub most: Option<Said<Most>>,
    /// Whether pages are said to fit together while the list changes.
    pub stable: Option<usize>,
    /// The order that nobody asked for.
    pub order: Option<Said<Order>>,
    /// What is asked for to get the opposite of that order.
    pub turned: Option<Said<String>>,
    /// The fields to sort by.
    pub sorts: Vec<Said<String>>,
    /// The members that it can be sorted by in one direction alone.
    pub one_way: Vec<String>,
    /// How a sort is asked for.
    pub sorting: Option<Sorting>,
    /// The fields to filter by.
    pub filters: Vec<Said<Filter>>,
    /// The parameters that limit a field from one side.
    pub ranges: Vec<Said<Range>>,
    /// The parameter of a search with the fields that it looks into.
    pub search: Option<Said<(String, Vec<String>)>>,
    /// Whether the search is said to take upper and lower case for the same.
    pub search_ignores_case: bool,
    /// The status that answers a sort by anything else.
    pub sort_refused: Option<Said<u16>>,
    /// The names that lead to the number of all pages in an answer.
    pub pages: Option<Vec<String>>,
    /// The names that lead to the number of all objects in an answer.
    pub total: Option<Vec<String>>,
    /// The names that lead to whether there are more objects behind a page.
    pub more: Option<Vec<String>>,
}

/// How one gets from page to page.
#[derive(Clone, Debug, PartialEq)]
pub enum Paging {
    /// By the number of the page, from this one on.
    Page(String, usize),
    /// By the number of objects to leave out.
    Offset(String),
    /// By what the page before said.
    Cursor(String),
}

/// The largest size of a page.
#[derive(Clone, Copy, Debug)]
pub struct Most {
    /// The number.
    pub number: usize,
    /// Whether more than that is refused (true), counts as that (false), or nothing is said.
    pub refused: Option<bool>,
}

/// A filter.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    /// The parameter.
    pub parameter: String,
    /// The field whose value it is compared with.
    pub field: String,
    /// Whether the parameter is written down as such, and not only the field in prose.
    pub spelled: bool,
    /// Whether a part of the value is enough.
    pub partial: Option<Partial>,
    /// Whether upper and lower case are said to be the same.
    pub ignores_case: bool,
    /// Whether both are said of this filter alone, rather than of one among several.
    pub plainly: bool,
}

/// Which part of a value is enough for a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Partial {
    /// Its start.
    Start,
    /// Any part.
    Within,
}

impl PartialEq for Most {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

/// An order.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// Whether the order in which objects were made is as good: "the earliest first" may mean either.
    pub or_born: bool,
    /// The field; none for the time at which objects were made.
    pub field: Option<String>,
    /// Whether the greatest comes first.
    pub descending: bool,
}

/// How a sort is asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Sorting {
    /// `sort=-name`
    Sign(String),
    /// `sort=name:desc`, with what stands between
    Suffix(String, char),
    /// `sort=name&order=desc`
    Apart(String, String),
    /// `sort=name`, and nothing is said about the direction.
    Plain(String),
}

const SIZES: &[&str] = &[
    "page_size",
    "pagesize",
    "page-size",
    "per_page",
    "perpage",
    "per-page",
    "limit",
    "size",
    "max_results",
    "maxresults",
    "page[size]",
    "first",
    "take",
    "pagelength",
    "page_limit",
    "top",
];
const PAGES: &[&str] = &["page", "page_number", "pagenumber", "page[number]", "p", "page_no"];
const OFFSETS: &[&str] = &["offset", "skip", "start", "start_index", "page[offset]"];
const CURSORS: &[&str] = &[
    "cursor",
    "after",
    "page_token",
    "pagetoken",
    "starting_after",
    "startingafter",
    "next_token",
    "nexttoken",
    "continuation_token",
    "marker",
    "since_id",
    "page[after]",
    "page[cursor]",
    "continuation",
];
const SORTS: &[&str] =
    &["sort", "sort_by", "sortby", "order_by", "orderby", "ordering", "sort-by", "order-by"];
const DIRECTIONS: &[&str] = &[
    "order",
    "direction",
    "dir",
    "sort_order",
    "sortorder",
    "sort_dir",
    "sortdir",
    "sort_direction",
    "sortdirection",
    "desc",
];
const SEARCHES: &[&str] = &["q", "query", "search", "term", "keyword", "keywords", "s", "text"];

/// The names of parameters in a sentence, in order: code spans, names in query strings, the first cell of a row.
fn parameters(sentence: &Sentence) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for code in sentence.codes() {
        let query = code.split_once('?').map_or(code, |(_, query)| query);
        for part in query.split(['&', ' ', ',']) {
            let name = part.split('=').next().unwrap_or_default();
            names.push(name.trim_matches(['{', '}', ':', '<', '>', '"']).to_owned());
        }
    }
    if let Some((head, cell)) = sentence.cells.first()
        && ["param", "query", "name", "option"].iter().any(|word| head.contains(word))
    {
        // What stands in code is a name already; several may share a row.
        let bare = cell.split(['=', ' ', ',']).next().unwrap_or_default();
        names.splice(0..0, (!cell.contains('`')).then(|| bare.to_owned()));
    }
    let speaks =
        ["parameter", "parameters", "query", "pagination", "paging", "paginated", "paged", "page through"];
    if speaks.iter().any(|word| has_phrase(&sentence.plain, word)) {
        let bare = sentence.plain.split(|c: char| !(c.is_alphanumeric() || c == '_'));
        let known = [SIZES, OFFSETS, CURSORS];
        names.extend(
            bare.filter(|word| word.len() >= 4 && known.iter().any(|list| list.contains(word)))
                .map(str::to_owned),
        );
    }
    // "a `limit` above `100`" names one parameter and a number.
    let number = |name: &str| name.chars().all(|c| c.is_ascii_digit());
    names.retain(|name| !name.is_empty() && !name.contains('`') && !number(name));
    names
}

/// Whether a sentence names a member only as what a parameter is held against: "`from`, which is compared with `day`".
fn is_compared(sentence: &Sentence, name: &str) -> bool {
    const AGAINST: &[&str] = &[
        "compared with",
        "compared to",
        "compared against",
        "compare with",
        "compares with",
        "matched against",
        "held against",
        "checked against",
        "applied to",
        "apply to",
        "applies to",
        "limit",
        "look at",
        "looks at",
        "refer to",
        "refers to",
        // "a time written like `opens_at`" says how a value is written.
        "like",
        "the same format as",
        "the form of",
        "the format of",
    ];
    let coded = format!("`{}`", name.to_lowercase());
    let lower = sentence.text.to_lowercase();
    let Some(at) = lower.find(&coded) else { return false };
    let before = lower.get(..at).unwrap_or_default().trim_end();
    let before = before.trim_end_matches(" the").trim_end();
    AGAINST.iter().any(|phrase| before.ends_with(phrase))
}

fn among(names: &[String], list: &[&str]) -> Option<String> {
    names.iter().find(|name| is_among(name, list)).cloned()
}

/// Whether a parameter is one of a list; some mark their own with a sign before it, as in `_limit` and `$top`.
fn is_among(name: &str, list: &[&str]) -> bool {
    list.contains(&name.trim_start_matches(['_', '$']).to_lowercase().as_str())
}

impl Api {
    /// What is said about the list that an operation answers with.
    pub fn list(&self, number: usize) -> ListFacts {
        self.lists.get(&number).cloned().unwrap_or_default()
    }

    /// The members of the objects within a resource's objects, with the names that lead to them: `address.city`.
    fn nested_members(&self, resource: &super::Resource) -> Vec<String> {
        let request = resource.create.and_then(|create| self.operations[create].request.as_ref()?.json());
        let members = request.and_then(Value::as_object).into_iter().flatten();
        let nested = members.filter_map(|(name, value)| Some((name, value.as_object()?)));
        nested.flat_map(|(name, value)| value.keys().map(move |inner| format!("{name}.{inner}"))).collect()
    }

    /// The words that paths end with behind an object: `start` of `/sessions/{id}/start`.
    fn deeds(&self) -> Vec<&str> {
        let acting = self.operations.iter().filter(|operation| !operation.is_safe());
        let deeds = acting.filter(|operation| {
            operation.path.parameters().next().is_some() && !operation.path.ends_with_parameter()
        });
        deeds.filter_map(|operation| operation.path.last_literal()).collect()
    }

    /// Reads what is said about all lists.
    pub(super) fn read_lists(&mut self) {
        let numbers: Vec<usize> = self.resources.iter().filter_map(|resource| resource.list).collect();
        self.lists = numbers.into_iter().map(|number| (number, self.read_list(number))).collect();
    }

    fn read_list(&self, number: usize) -> ListFacts {
        let mut facts = ListFacts::default();
        let Some(operation) = self.operations.get(number) else { return facts };
        let Some(resource) = self.resource_of(number) else { return facts };
        let mut members = self.members(resource);
        members.extend(self.nested_members(resource));
        let sorted: Vec<(String, super::rule::Sort)> = members
            .iter()
            .filter_map(|name| Some((name.clone(), self.field_of(resource, name)?.rule.sort.clone())))
            .collect();
        let about = self.sentences.iter().enumerate();
        let about: Vec<(usize, &Sentence)> =
            about.filter(|(_, sentence)| sentence.concerns(&self.resources, operation, number)).collect();
        // What is said of pages in general may not be meant for the short lists below single objects.
        let below = operation.path.parameters().next().is_some();
        let sweeping = |sentence: &Sentence| {
            sentence.scope != super::Scope::General
                || sentence.says(&[
                    "every list",
                    "all lists",
                    "each list",
                    "any list",
                    "all collections",
                    "every collection",
                    "all list endpoints",
                ])
        };
        let deeds = self.deeds();
        for (at, sentence) in &about {
            if below && !sweeping(sentence) {
                continue;
            }
            let sentence = &*shared::about(sentence, resource, &self.resources);
            facts.pages(*at, sentence, &members, &deeds);
            facts.sorting(*at, sentence, &members, resource);
            facts.filters(*at, sentence, &members, resource);
            facts.ranges(*at, sentence, &sorted);
        }
        let whole = about.iter().any(|(_, sentence)| {
            sentence.scope != super::Scope::General
                && !whose::is_of_parts_of(sentence, resource)
                && sentence.says(&[
                    "without paging",
                    "without pagination",
                    "without pages",
                    "no paging",
                    "no pagination",
                    "not paged",
                    "not paginated",
                    "unpaged",
                    "unpaginated",
                ])
        });
        if whole {
            (facts.default, facts.most, facts.paging, facts.size) = (None, None, None, None);
        }
        // "A `limit` beyond that is refused" goes on about the number that was said.
        if let (Some(size), Some(most)) = (&facts.size, &mut facts.most)
            && most.fact.refused.is_none()
        {
            let refusing = about.iter().find(|(_, sentence)| {
                sentence.codes().contains(&size.fact.as_str()) && pages::refuses_beyond(sentence)
            });
            if let Some((at, _)) = refusing {
                most.fact.refused = Some(true);
                most.sentences.push(*at);
            }
        }
        // A number that is said without its parameter is only one of pages if something pages at all.
        let example = operation.success().and_then(|success| success.example.as_ref()?.json());
        facts.total = example.and_then(|example| total(example, &mut Vec::new()));
        facts.more = example.and_then(|example| more(example, &mut Vec::new()));
        if facts.more.is_none() && !below {
            facts.more = about.iter().find_map(|(_, sentence)| {
                let shown = sentence.codes().into_iter().filter(|code| code.starts_with('{'));
                let bodies = shown.filter_map(|code| super::Body::read(&Value::from(code)));
                bodies.filter_map(|body| more(body.json()?, &mut Vec::new())).next()
            });
        }
        if facts.total.is_none() && !below {
            facts.total = about.iter().find_map(|(_, sentence)| stated_total(sentence));
        }
        if !below && let Some(size) = facts.default.as_ref().map(|default| default.fact as u64) {
            let shown = about.iter().flat_map(|(_, sentence)| shown_bodies(sentence));
            let shown: Vec<Value> = example.cloned().into_iter().chain(shown).collect();
            if let Some((total, pages)) = shown.iter().find_map(|body| pages_of(body, size, &[])) {
                facts.total.get_or_insert(total);
                facts.pages = Some(pages);
            }
        }
        facts
    }
}

#[cfg(test)]
mod tests;
