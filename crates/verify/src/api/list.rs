//! What a specification says about a list: its pages, their size, its order, filters and search.

use super::sentence::{Sentence, has_phrase};
use super::{Api, Resource};
use crate::words;
use regex::Regex;
use serde_json::Value;
use std::sync::LazyLock;

/// A fact with the sentence that states it, by number.
#[derive(Clone, Debug, PartialEq)]
pub struct Said<T> {
    /// What is said.
    pub fact: T,
    /// Where.
    pub sentence: usize,
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
    /// The fields to sort by.
    pub sorts: Vec<Said<String>>,
    /// How a sort is asked for.
    pub sorting: Option<Sorting>,
    /// The fields to filter by; the parameter has their name.
    pub filters: Vec<Said<String>>,
    /// The parameter of a search with the fields that it looks into.
    pub search: Option<Said<(String, Vec<String>)>>,
    /// The names that lead to the number of all objects in an answer.
    pub total: Option<Vec<String>>,
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
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Most {
    /// The number.
    pub number: usize,
    /// Whether more than that is refused (true), counts as that (false), or nothing is said.
    pub refused: Option<bool>,
}

/// An order.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
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

macro_rules! pattern {
    ($name:ident, $text:literal) => {
        static $name: LazyLock<Regex> = LazyLock::new(|| Regex::new($text).expect("a valid pattern"));
    };
}

pattern!(
    DEFAULT,
    r"\bdefault(?:s|ing)?(?: value| page size| size)?(?: is| are| to| of|:|=|\s)*\s*(\d+)|\b(\d+)\s*(?:\(default\)|by default|if (?:it is )?(?:not given|omitted|absent|missing|left out))"
);
pattern!(A_PAGE, r"\b(\d+)\s+(?:\w+\s+){0,3}(?:per|a|each) page|pages? of (\d+)\b");
pattern!(
    MOST,
    r"(?:\bmax(?:imum)?(?: page size| size| value)?(?: is| of|:|=)*|\bat most|\bup to|\b(?:no|not|never) more than|\bnever exceeds?|\bexceed(?:s|ing)?|\bcapped (?:at|to)|\bcap of|\blimited to|\b(?:larger|greater|higher|bigger|more)(?: \w+)? than|\babove|\bover|<=|≤|>)\s*(\d+)|\b(\d+)\s*(?:\(?max(?:imum)?\b|at most)"
);
pattern!(RANGE, r"\b1\s*(?:to|-|–|—|\.\.=?|and|through)\s*(\d+)\b");
pattern!(
    BY,
    r"\b(?:sorted|ordered|sorts|orders|sort|order|ordering|sorting)(?: is)?(?: by)?(?: default)?(?: by)? (?:the )?([a-z][\w.]*)(?:,? \(?(asc|desc|ascending|descending|newest first|oldest first|latest first|highest first|lowest first)\b)?"
);

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
        names.insert(0, cell.trim_matches('`').split(['=', ' ']).next().unwrap_or_default().to_owned());
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
    names.retain(|name| !name.is_empty());
    names
}

fn among(names: &[String], list: &[&str]) -> Option<String> {
    names.iter().find(|name| list.contains(&name.to_lowercase().as_str())).cloned()
}

impl Api {
    /// What is said about the list that an operation answers with.
    pub fn list(&self, number: usize) -> ListFacts {
        let mut facts = ListFacts::default();
        let Some(operation) = self.operations.get(number) else { return facts };
        let Some(resource) = self.resource_of(number) else { return facts };
        let members = self.members(resource);
        let about = self.sentences.iter().enumerate();
        let about: Vec<(usize, &Sentence)> = about
            .filter(|(_, sentence)| sentence.concerns(&self.resources, operation.spec, number))
            .collect();
        for (at, sentence) in &about {
            facts.pages(*at, sentence);
            facts.sorting(*at, sentence, &members);
            facts.filters(*at, sentence, &members, resource);
        }
        // A number that is said without its parameter is only one of pages if something pages at all.
        let example = operation.success().and_then(|success| success.example.as_ref()?.json());
        facts.total = example.and_then(|example| total(example, &mut Vec::new()));
        facts
    }
}

/// Where an example has the number of all objects.
fn total(example: &Value, path: &mut Vec<String>) -> Option<Vec<String>> {
    const NAMES: &[&str] = &[
        "total",
        "totalcount",
        "totalitems",
        "totalresults",
        "totalrecords",
        "totalelements",
        "totalsize",
        "totalhits",
        "counttotal",
    ];
    let members = example.as_object()?;
    for (name, value) in members {
        if NAMES.contains(&words::folded(name).as_str()) && value.is_u64() {
            path.push(name.clone());
            return Some(std::mem::take(path));
        }
    }
    members.iter().filter(|(_, value)| value.is_object()).find_map(|(name, value)| {
        let mut deeper = path.clone();
        deeper.push(name.clone());
        total(value, &mut deeper)
    })
}

impl ListFacts {
    fn pages(&mut self, at: usize, sentence: &Sentence) {
        let names = parameters(sentence);
        let plain = sentence.plain.as_str();
        let said = |fact| Some(Said { fact, sentence: at });
        let size = among(&names, SIZES);
        let paged = sentence.says(&[
            "page",
            "pages",
            "paging",
            "pagination",
            "paginated",
            "list",
            "lists",
            "limit",
            "offset",
            "cursor",
            "query",
            "results",
        ]);
        if let Some(size) = size.clone().filter(|_| paged || sentence.cells.len() > 1) {
            self.size = self.size.take().or(said_name(size, at));
        }
        let paging = if let Some(name) = among(&names, CURSORS).filter(|_| self.size.is_some() || paged) {
            Some(Paging::Cursor(name))
        } else if let Some(name) = among(&names, OFFSETS) {
            Some(Paging::Offset(name))
        } else {
            among(&names, PAGES).map(|name| {
                let zero = sentence.says(&[
                    "from 0",
                    "zero-based",
                    "0-based",
                    "starts at 0",
                    "starting at 0",
                    "0-indexed",
                ]);
                Paging::Page(name, usize::from(!zero))
            })
        };
        self.paging = self.paging.take().or(paging.and_then(said));
        self.numbers(at, sentence, plain, &names, size.as_deref());
        if sentence.says(&[
            "overlap",
            "overlaps",
            "no gaps",
            "leave gaps",
            "stable",
            "no duplicates",
            "duplicates",
            "skipped",
            "disjoint",
            "without gaps",
            "neither",
        ]) && sentence.says(&["page", "pages", "pagination", "paging", "cursor"])
        {
            self.stable = self.stable.or(Some(at));
        }
    }

    fn numbers(&mut self, at: usize, sentence: &Sentence, plain: &str, names: &[String], size: Option<&str>) {
        let page_words = sentence.says(&[
            "page size",
            "page-size",
            "per page",
            "a page",
            "each page",
            "pages of",
            "page sizes",
        ]);
        if size.is_none() && !page_words {
            return;
        }
        // What is said behind the parameter, up to the next one.
        let lower = size.map(str::to_lowercase);
        let start = lower
            .as_ref()
            .and_then(|name| plain.find(name.as_str()).map(|found| found + name.len()))
            .unwrap_or(0);
        let behind = plain.get(start..).unwrap_or_default();
        let others = names
            .iter()
            .map(|name| name.to_lowercase())
            .filter(|name| Some(name) != lower.as_ref() && name.len() > 1);
        let end = others.filter_map(|name| {
            behind
                .match_indices(name.as_str())
                .find(|(found, _)| {
                    has_phrase(
                        behind.get(found.saturating_sub(1)..found + name.len() + 1).unwrap_or_default(),
                        &name,
                    )
                })
                .map(|(found, _)| found)
        });
        let part = if lower.is_some() {
            behind.get(..end.min().unwrap_or(behind.len())).unwrap_or(behind)
        } else {
            plain
        };
        let first = |found: regex::Captures| {
            found.iter().skip(1).flatten().next().and_then(|number| number.as_str().parse::<usize>().ok())
        };
        let cell = sentence.cells.iter().find(|(head, _)| head.contains("default"));
        let cell =
            cell.filter(|_| size.is_some()).and_then(|(_, cell)| cell.trim_matches('`').trim().parse().ok());
        let default = cell.or_else(|| DEFAULT.captures(part).and_then(first)).or_else(|| {
            let unasked = sentence.says(&["unless", "default", "defaults", "by default", "otherwise"]);
            let found = A_PAGE.captures(plain).filter(|_| unasked)?;
            let whole = found.get(0)?;
            let before = plain.get(..whole.start())?.trim_end();
            let bounded = ["at most", "up to", "more than", "maximum of", "max"]
                .iter()
                .any(|word| before.ends_with(word));
            if bounded { None } else { first(found) }
        });
        if let Some(number) = default.filter(|number| *number > 0) {
            self.default = self.default.take().or(Some(Said { fact: number, sentence: at }));
        }
        let most = MOST.captures(part).and_then(first).or_else(|| RANGE.captures(part).and_then(first));
        if let Some(number) = most.filter(|number| *number > 1) {
            let refused = if sentence.says(&[
                "counts as",
                "clamped",
                "clamps",
                "is clamped",
                "capped",
                "caps",
                "silently",
                "reduced",
                "lowered",
                "treated as",
                "cut to",
            ]) {
                Some(false)
            } else {
                sentence.says(&["rejected", "refused", "400", "422", "an error", "invalid"]).then_some(true)
            };
            self.most = self.most.take().or(Some(Said { fact: Most { number, refused }, sentence: at }));
        }
    }

    fn sorting(&mut self, at: usize, sentence: &Sentence, members: &[String]) {
        let names = parameters(sentence);
        let plain = sentence.plain.as_str();
        let parameter = among(&names, SORTS);
        let fields = |codes: &[&str]| -> Vec<String> {
            let bare = codes.iter().map(|code| {
                code.trim_start_matches(['-', '+']).split([':', '=']).next_back().unwrap_or_default()
            });
            let known = bare.filter_map(|code| {
                members.iter().find(|member| words::folded(member) == words::folded(code))
            });
            known.cloned().collect()
        };
        if let Some(parameter) = parameter.clone() {
            let apart = names
                .iter()
                .find(|name| **name != parameter && DIRECTIONS.contains(&name.to_lowercase().as_str()));
            let signed =
                sentence.codes().iter().any(|code| {
                    *code == "-" || code.starts_with('-') && code.len() > 1 || code.contains("=-")
                }) || ["minus", "leading hyphen", "leading dash", "prefix with -", "prefixed with -"]
                    .iter()
                    .any(|word| plain.contains(word));
            let style = if let Some(apart) = apart {
                Sorting::Apart(parameter, apart.clone())
            } else if signed {
                Sorting::Sign(parameter)
            } else if let Some(between) =
                [':', ',', '.', '_'].into_iter().find(|between| plain.contains(&format!("{between}desc")))
            {
                Sorting::Suffix(parameter, between)
            } else {
                Sorting::Plain(parameter)
            };
            let weak = matches!(self.sorting, None | Some(Sorting::Plain(_)));
            if weak {
                self.sorting = Some(style);
            }
        } else if let (Some(Sorting::Plain(parameter)), Some(apart)) =
            (&self.sorting, among(&names, DIRECTIONS))
            && sentence.says(&["asc", "desc", "ascending", "descending"])
        {
            self.sorting = Some(Sorting::Apart(parameter.clone(), apart));
        }
        let cell = sentence.cells.iter().find(|(head, _)| head.contains("sort") || head.contains("order by"));
        let listed = match cell {
            Some((head, cell)) => {
                let codes: Vec<&str> = words::code_spans(cell).into_iter().map(|(_, code)| code).collect();
                let listed = fields(&codes);
                if head.contains("default first")
                    && let Some(first) = listed.first()
                {
                    let order = Order { field: Some(first.clone()), descending: false };
                    self.order = self.order.take().or(Some(Said { fact: order, sentence: at }));
                }
                listed
            }
            None if sentence.says(&[
                "sort",
                "sorts",
                "sorted",
                "sortable",
                "sorting",
                "order by",
                "ordered by",
                "sort_by",
                "order_by",
            ]) && (parameter.is_some() || sentence.says(&["sortable", "sorting", "sort by"])) =>
            {
                fields(&sentence.codes())
            }
            None => Vec::new(),
        };
        for field in listed {
            if !self.sorts.iter().any(|known| known.fact == field) {
                self.sorts.push(Said { fact: field, sentence: at });
            }
        }
        if self.order.is_none() && cell.is_none() {
            self.order =
                order(sentence, members, parameter.is_some()).map(|fact| Said { fact, sentence: at });
        }
    }

    fn filters(&mut self, at: usize, sentence: &Sentence, members: &[String], resource: &Resource) {
        let plain = sentence.plain.as_str();
        let known =
            |name: &str| members.iter().find(|member| words::folded(member) == words::folded(name)).cloned();
        let names = parameters(sentence);
        let mut found: Vec<String> = Vec::new();
        if let Some((_, cell)) = sentence.cells.iter().find(|(head, _)| head.contains("filter")) {
            found.extend(words::code_spans(cell).into_iter().filter_map(|(_, code)| known(code)));
        } else if sentence.says(&[
            "filter",
            "filters",
            "filtered",
            "filtering",
            "filterable",
            "narrow",
            "narrowed",
            "only those",
        ]) {
            found.extend(names.iter().filter_map(|name| known(name)));
            if found.is_empty() && resource.list.is_some() {
                let behind = plain.split_once("filter").map_or("", |(_, behind)| behind);
                let by = members.iter().filter(|member| {
                    has_phrase(behind, &member.to_lowercase())
                        || has_phrase(behind, &words::parts(member).join(" "))
                });
                found.extend(by.cloned());
            }
        }
        for field in found {
            if !self.filters.iter().any(|known| known.fact == field) {
                self.filters.push(Said { fact: field, sentence: at });
            }
        }
        let searches =
            sentence.says(&["search", "searches", "searched", "full-text", "substring", "matches"]);
        if let Some(parameter) = among(&names, SEARCHES).filter(|_| searches && self.search.is_none()) {
            // Of a sentence that says several things, the part about the search.
            let part = plain
                .split(';')
                .find(|part| part.contains("search") || has_phrase(part, &parameter))
                .unwrap_or(plain);
            let fields = members.iter().filter(|member| {
                let plain = part;
                let spaced = words::parts(member).join(" ");
                **member != parameter
                    && (has_phrase(plain, &member.to_lowercase()) || has_phrase(plain, &spaced))
            });
            let fields: Vec<String> = fields.cloned().collect();
            if !fields.is_empty() {
                self.filters.retain(|filter| {
                    filter.sentence != at || !fields.contains(&filter.fact) || names.contains(&filter.fact)
                });
                self.search = Some(Said { fact: (parameter, fields), sentence: at });
            }
        }
    }

    /// The query that asks for a sort.
    pub fn sort_query(&self, field: &str, descending: bool) -> Option<String> {
        match self.sorting.as_ref()? {
            Sorting::Sign(name) => Some(format!("{name}={}{field}", if descending { "-" } else { "" })),
            Sorting::Suffix(name, between) => {
                Some(format!("{name}={field}{between}{}", if descending { "desc" } else { "asc" }))
            }
            Sorting::Apart(name, order) => {
                Some(format!("{name}={field}&{order}={}", if descending { "desc" } else { "asc" }))
            }
            Sorting::Plain(name) => (!descending).then(|| format!("{name}={field}")),
        }
    }
}

fn said_name(fact: String, sentence: usize) -> Option<Said<String>> {
    Some(Said { fact, sentence })
}

/// The order of a list as a sentence states it.
fn order(sentence: &Sentence, members: &[String], names_parameter: bool) -> Option<Order> {
    let made = |descending| Some(Order { field: None, descending });
    if sentence.says(&[
        "newest first",
        "most recent first",
        "latest first",
        "reverse chronological",
        "newest to oldest",
        "most recently created first",
    ]) {
        return made(true);
    }
    if sentence.says(&[
        "oldest first",
        "chronological order",
        "oldest to newest",
        "the oldest first",
        "in order of creation",
        "in the order of creation",
    ]) {
        return made(false);
    }
    let unasked = !names_parameter
        && !sentence.says(&[
            "sortable",
            "can be sorted",
            "may be sorted",
            "allows sorting",
            "supports sorting",
        ])
        || sentence.says(&["default", "defaults", "by default", "unless"]);
    let found = BY.captures(&sentence.plain).filter(|_| unasked)?;
    let word = found.get(1)?.as_str();
    let member = members.iter().find(|member| words::folded(member) == words::folded(word))?;
    let descending = found.get(2).map_or(sentence.says(&["descending", "desc"]), |direction| {
        direction.as_str().starts_with("desc")
            || ["newest", "latest", "highest"].iter().any(|word| direction.as_str().starts_with(word))
    });
    let ascending = sentence.says(&["ascending", "asc", "alphabetically", "alphabetical"]);
    // Both directions in one sentence are what one may ask for.
    if descending && ascending && found.get(2).is_none() {
        return None;
    }
    Some(Order { field: Some(member.clone()), descending })
}

#[cfg(test)]
mod tests;
