//! What is said about the order of a list: by itself, and as one may ask for it.

use super::whose::{THINGS, is_of_a_member, is_of_others, is_of_parts, lists_things};
use super::{DIRECTIONS, ListFacts, Order, SORTS, Said, Sorting, among, is_among, parameters};
use crate::api::Resource;
use crate::api::object::{BORN, CHANGED, is_one_of};
use crate::api::sentence::{Scope, Sentence, has_phrase, places};
use crate::{hedge, words};
use regex::Regex;
use std::borrow::Cow;
use std::sync::LazyLock;

/// Which way round, behind the name of a member.
const DIRECTION: &str = r",? \(?(asc|desc|ascending|descending|newest first|oldest first|latest first|highest first|lowest first)\b";

static BY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"\b(?:sorted|ordered|sorts|orders|sort|order|ordering|sorting)(?: is)?(?: by)?(?: default)?(?: by)? (?:the )?([a-z][\w.]*)(?:{DIRECTION})?")).expect("a valid pattern")
});

// "sorted by `starts_on`, the earliest first"
static FIRST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(?:sorted|ordered|listed|sorts|orders|in order of|comes?|come|arranged)(?: by default)?(?: by)? (?:the |their |its )?([a-z][\w.]*),? (?:\(|with |and )?(?:the )?([a-z]+)(?: ones?)? first\b")
        .expect("a valid pattern")
});

// "latest `worked_on` first"
static ENDED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(newest|latest|highest|largest|greatest|longest|oldest|earliest|soonest|lowest|smallest|least|shortest) ([a-z]\w*) first\b")
        .expect("a valid pattern")
});

// "`order=desc` turns it round"
static TURNED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"`(\w+=(?:desc|descending|-1|reverse|reversed|down))`[^.;]{0,40}?\b(?:turns?|reverses?|inverts?|the other way|opposite|backwards?|latest first|newest first|from the (?:last|end))\b")
        .expect("a valid pattern")
});

// "Lists the doors by `name`", where nothing asks for an order.
static LISTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"\blists? (?:\w+ ){{1,4}}by ([a-z][\w.]*)(?:{DIRECTION})?"))
        .expect("a valid pattern")
});

// "by `date` ascending", wherever it stands beside a list.
static DIRECTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"\bby (?:the )?([a-z][\w.]*){DIRECTION}")).expect("a valid pattern")
});

// "default `-created`", "defaults to `name:desc`"
static DEFAULT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\bdefaults?(?: sort)?(?: is| to|:|=)?\s*`(-?)([a-z]\w*)(?:[: ](asc|desc))?`")
        .expect("a valid pattern")
});

// "in the order of `code`", where nothing else is said of the direction.
static IN_ORDER_OF: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"\bin (?:the |ascending |descending )?order of (?:the |their |its )?([a-z][\w.]*)(?:{DIRECTION})?"
    ))
    .expect("a valid pattern")
});

// "as in `sort=-name`": shows how it is written, and not what may be sorted by.
static EXAMPLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:as in|such as|for example|for instance|e\.g\.|like|say)[,:]? (?:`[^`]*`(?:,? (?:or|and) )?)+")
        .expect("a valid pattern")
});

// "without `sort`, ": what follows is said of the list itself
static UNASKED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:without|in the absence of|(?:if|when|where) no)\s+(?:an?\s+|the\s+|any\s+)?`?(?:sort|order|sort_by|order_by|ordering)`?(?:\s+(?:parameter|order|is (?:given|sent|named|set|asked for)))*,?\s*")
        .expect("a valid pattern")
});

// "unless `sort` says otherwise: `-made` (latest first) …": what follows is asked for
static UNLESS_ASKED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i),?\s*\(?(?:unless|except (?:if|when|where)|as long as no)\s+(?:the\s+|an?\s+|the caller\s+|another\s+)?`?(?:sort|order|sort_by|order_by|ordering)`?[^:;.]{0,40}[:;]")
        .expect("a valid pattern")
});

// "unless the caller asks for another order": what stands before holds where nobody asks
static UNLESS_OTHERWISE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i),?\s*\(?(?:unless|except (?:if|when|where))\s+(?:(?:the|an?)\s+)?(?:caller|client|request|user|query|somebody|someone|one|you|it)\s+(?:asks?|wants?|names?|says?|sends?|requests?|chooses?|gives?|is asked)\b[^.;]{0,40}\b(?:order|sort|sorting|ordering|otherwise)\b")
        .expect("a valid pattern")
});

// "the items come by title", "are listed by `code` in ascending order"
static COMES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"\b(?:come|comes|arranged) (?:by|in the order of) (?:the |their |its )?([a-z][\w.]*)(?:{DIRECTION})?|\b(?:is|are) listed by (?:the |their |its )?([a-z][\w.]*)(?:\s+\(|\s+in\s+)(asc|desc|ascending|descending|alphabetical)\b"))
        .expect("a valid pattern")
});

// "The newest comes first", of a list; what is oldest comes first in a queue as well.
static COMES_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\W*(?:the )?(?:newest|latest|most recent)(?: ones?)? (?:comes?|is|are|stands?) first\b")
        .expect("a valid pattern")
});

static NEWEST_OF_ALL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\W*(?:the )?(?:newest|latest|most recent) [a-z]+ (?:comes?|stands?) first\b")
        .expect("a valid pattern")
});

static SECOND: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\bthen (?:by |the |with the )?(?:oldest|newest|latest|earliest|soonest|most recent)(?: ones?)? first\b")
        .expect("a valid pattern")
});

// "newest entry first", "the oldest ones first"
static END: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(newest|latest|most recent|oldest) ([a-z]+) (?:(?:comes?|is|are|stands?) )?first\b")
        .expect("a valid pattern")
});

// "a value that `status` or `sort` does not know", "an unknown value of `kind` or `sort`"
static UNKNOWN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(?:unknown|invalid|unsupported|bad|wrong|illegal|any other) values? (?:of|for|in) [^.;]*\bsort\b|\bsort\b[^.;]{0,30}\b(?:does not know|do not know|doesn't know|is unknown|are unknown|is not known|are not known|is invalid|are invalid)\b|\bvalues? (?:that|which) [^.;]*\bsort\b (?:does not|do not|cannot)\b")
        .expect("a valid pattern")
});

// "else → 422", "unknown fields give 400"
static OTHERS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(?:else|otherwise|anything else|any(?:thing)? other|others?|unknown|invalid|unsupported)\b[^.;]{0,40}?\b(400|422)\b")
        .expect("a valid pattern")
});

/// "an unknown `sort` or an unknown value of `kind` is refused": nothing else is said of `sort`.
fn is_of_unknown_sorts(plain: &str) -> bool {
    let unknown = ["unknown", "invalid", "unsupported", "bad", "wrong", "illegal"];
    let refused = unknown.iter().any(|word| has_phrase(plain, &format!("{word} sort")));
    refused && places(plain, "sort").count() == 1
}

impl ListFacts {
    pub(super) fn sorting(
        &mut self,
        at: usize,
        sentence: &Sentence,
        members: &[String],
        resource: &Resource,
    ) {
        let names = parameters(sentence);
        let plain = sentence.plain.as_str();
        let parameter = among(&names, SORTS);
        let fields = |codes: &[&str]| -> Vec<String> {
            // `sort=title:asc` and `-title` mean the field `title`.
            let values = codes.iter().flat_map(|code| code.rsplit('=').next().unwrap_or_default().split('|'));
            let bare = values.map(|value| {
                let value = value.trim().trim_start_matches(['-', '+']);
                value.split([':', ',']).next().unwrap_or_default()
            });
            let known = bare.filter_map(|code| {
                members.iter().find(|member| words::folded(member) == words::folded(code))
            });
            known.cloned().collect()
        };
        if let Some(parameter) = parameter.clone() {
            let apart = names.iter().find(|name| **name != parameter && is_among(name, DIRECTIONS));
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
        // "can be sorted by `code`, with a leading hyphen for the other way round", where the parameter stands elsewhere
        if parameter.is_none()
            && let Some(Sorting::Plain(known)) = &self.sorting
            && sentence.says(&["can be sorted by", "may be sorted by"])
            && sentence.says(&[
                "leading hyphen",
                "leading dash",
                "leading minus",
                "minus in front",
                "hyphen in front",
            ])
        {
            self.sorting = Some(Sorting::Sign(known.clone()));
        }
        let cell = sentence.cells.iter().find(|(head, _)| {
            (head.contains("sort") || head.contains("order by"))
                && !super::columns::is_unasked(head)
                && !super::columns::is_order(sentence, head)
        });
        let listed = match cell {
            Some((head, cell)) => {
                let codes: Vec<&str> = words::code_spans(cell).into_iter().map(|(_, code)| code).collect();
                let listed = fields(&codes);
                if head.contains("default first")
                    && let Some(first) = listed.first()
                {
                    let order = Order { or_born: false, field: Some(first.clone()), descending: false };
                    Said::note(&mut self.order, order, at);
                }
                listed
            }
            None if super::columns::has_filters(sentence) => Vec::new(),
            None if UNKNOWN.is_match(plain) || is_of_unknown_sorts(plain) => Vec::new(),
            None if parameter.as_ref().is_some_and(|name| is_one_among(sentence, name)) => Vec::new(),
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
            ]) && (parameter.is_some()
                || sentence.says(&[
                    "sortable",
                    "sorting",
                    "sort by",
                    "can be sorted by",
                    "may be sorted by",
                ])) =>
            {
                let before = super::which::before_values(&sentence.text).len();
                let valued = sentence.text.get(before..).filter(|part| {
                    part.len() < sentence.text.len() && sentence.says(&["filter", "filters", "filtered"])
                });
                let part = super::which::part_about(&sentence.text, "sort", &["filter"]).or(valued);
                match part {
                    Some(part) => {
                        let codes: Vec<&str> =
                            words::code_spans(part).into_iter().map(|(_, code)| code).collect();
                        fields(&codes)
                    }
                    None => {
                        let said = match sentence.scope {
                            Scope::General => EXAMPLE.replace_all(&sentence.text, ""),
                            _ => sentence.text.as_str().into(),
                        };
                        let codes = words::code_spans(&said);
                        fields(&codes.iter().map(|(_, code)| *code).collect::<Vec<_>>())
                    }
                }
            }
            None => Vec::new(),
        };
        if parameter.is_some()
            && !listed.is_empty()
            && let Some(status) = OTHERS.captures(plain).and_then(|found| found.get(1)?.as_str().parse().ok())
        {
            Said::note(&mut self.sort_refused, status, at);
        }
        let said = cell.map_or(sentence.text.as_str(), |(_, cell)| cell.as_str());
        self.one_way.extend(one_way(said).into_iter().filter(|field| listed.contains(field)));
        for field in listed {
            Said::among(&mut self.sorts, field, at);
        }
        if let Some(turned) = TURNED.captures(&sentence.text.to_lowercase()).and_then(|found| found.get(1)) {
            Said::note(&mut self.turned, turned.as_str().to_owned(), at);
        }
        if let Some(said) = super::columns::unasked(sentence) {
            if let Some(order) = order(&said, members, false, resource) {
                Said::note(&mut self.order, order, at);
            }
            return;
        }
        let free = without_asking(sentence);
        // "Without `sort` the newest case comes first": whatever its things are called, this is the list that takes `sort`.
        if self.sorting.is_some()
            && sentence.scope != Scope::General
            && free.as_ref().is_some_and(|free| NEWEST_OF_ALL.is_match(&free.plain))
        {
            Said::note(&mut self.order, Order { or_born: false, field: None, descending: true }, at);
            return;
        }
        let unless = UNLESS_ASKED.is_match(&sentence.text);
        if cell.is_none()
            && !is_of_a_member(sentence)
            && !is_of_others(sentence)
            && !is_of_parts(free.as_ref().unwrap_or(sentence), resource, members)
            && let Some(said) = whatever_is_asked(free.as_ref().unwrap_or(sentence), parameter.as_deref())
            && let Some(order) =
                order(&said, members, parameter.is_some() && free.is_none() && !unless, resource)
        {
            Said::note(&mut self.order, order, at);
        }
    }

    /// The query that asks for a sort.
    pub fn sort_query(&self, field: &str, descending: bool) -> Option<String> {
        if descending && self.one_way.iter().any(|known| known == field) {
            return None;
        }
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

/// The members that a list of values gives without a sign where it gives others with one: `title` of "`made`, `-made` or `title`".
fn one_way(said: &str) -> Vec<String> {
    // "with a minus in front", "prefix with `-`" is said of all of them.
    const OF_ALL: &[&str] = &[
        "minus",
        "hyphen",
        "dash",
        "prefix",
        "prefixed",
        "leading",
        "in front",
        "downwards",
        "either direction",
        "both directions",
        "descending",
    ];
    let plain = crate::api::plain(said);
    let shown = EXAMPLE.replace_all(said, "");
    let shown = DEFAULT.replace_all(&shown, "");
    let codes: Vec<&str> = words::code_spans(&shown).into_iter().map(|(_, code)| code).collect();
    let signed: Vec<&str> = codes.iter().filter_map(|code| code.strip_prefix('-')).collect();
    let of_all =
        signed.is_empty() || signed.contains(&"") || OF_ALL.iter().any(|word| has_phrase(&plain, word));
    let alone = |code: &&str| !of_all && !code.starts_with('-') && !signed.contains(code);
    codes.iter().filter(|code| alone(code)).map(|code| (*code).to_owned()).collect()
}

/// What a sentence says of a list where nothing is asked for: "without `sort`, the newest order comes first".
fn without_asking(sentence: &Sentence) -> Option<Sentence> {
    let found = UNASKED.find(&sentence.text)?;
    let (before, behind) = (sentence.text.get(..found.start())?, sentence.text.get(found.end()..)?);
    let text = format!("{before}{behind}");
    let text = text.trim().trim_start_matches("the ").to_owned();
    // Where it goes on about the parameter, its values are no order of the list itself.
    if text.contains("`sort") || text.contains("`order") {
        return None;
    }
    Some(Sentence { plain: crate::api::plain(&text), text, ..sentence.clone() })
}

/// What a sentence says of a list without what it says of the values of the parameter that sorts: "`sort=made` gives the oldest first".
fn whatever_is_asked<'a>(sentence: &'a Sentence, parameter: Option<&str>) -> Option<Cow<'a, Sentence>> {
    let unless = UNLESS_ASKED.find(&sentence.text).or_else(|| UNLESS_OTHERWISE.find(&sentence.text));
    if let Some(found) = unless {
        let text = sentence.text.get(..found.start())?.to_owned();
        return Some(Cow::Owned(Sentence { plain: crate::api::plain(&text), text, ..sentence.clone() }));
    }
    let value = format!("`{}=", parameter.unwrap_or("sort"));
    if !sentence.text.contains(&value) || sentence.says(&["default", "defaults"]) {
        return Some(Cow::Borrowed(sentence));
    }
    let free: Vec<&str> = sentence.text.split(';').filter(|clause| !clause.contains(&value)).collect();
    let text = free.join(";");
    let plain = crate::api::plain(&text);
    (!text.trim().is_empty()).then(|| Cow::Owned(Sentence { text, plain, ..sentence.clone() }))
}

/// Whether a parameter is one of a list of parameters: of "`status`, `sort`, `limit`" the others are no values of it.
fn is_one_among(sentence: &Sentence, parameter: &str) -> bool {
    let spans = words::code_spans(&sentence.text);
    let Some(at) = spans.iter().position(|(_, code)| *code == parameter) else { return false };
    let listed = |one: usize, other: usize| {
        let (Some((one, _)), Some((other, _))) = (spans.get(one), spans.get(other)) else { return false };
        let between = sentence.text.get(one.end..other.start).unwrap_or_default();
        let between = between.trim_matches(|c: char| c.is_whitespace() || matches!(c, '`' | ','));
        matches!(between, "" | "and" | "or" | "&" | "/")
    };
    match at + 1 < spans.len() {
        true => listed(at, at + 1),
        false => at > 0 && listed(at - 1, at),
    }
}

/// Words that tell of objects that are equal in what a list is sorted by.
const TIES: &[&str] = &["equal", "ties", "tie", "the same", "tie-breaker", "tiebreaker"];

/// What a sentence says before it tells of equals: "the latest `starts_on` first, and on the same day the highest id".
fn before_ties(sentence: &Sentence) -> Option<Sentence> {
    let lower = sentence.text.to_lowercase();
    let at = TIES.iter().filter_map(|word| places(&lower, word).next()).min()?;
    let cut = lower.get(..at)?.rfind([',', ';', ':', '('])?;
    let text = sentence.text.get(..cut).filter(|_| lower.len() == sentence.text.len())?.trim().to_owned();
    let first = Sentence { plain: crate::api::plain(&text), text, ..sentence.clone() };
    (!first.says(TIES)).then_some(first)
}

/// The order of a list as a sentence states it.
fn order(
    sentence: &Sentence,
    members: &[String],
    names_parameter: bool,
    resource: &Resource,
) -> Option<Order> {
    // "are not sorted", "newest first if asked for", "sorted on the client"
    let plain = sentence.plain.as_str();
    let asked = ["asked", "requested", "wanted", "given", "set", "sent", "sort", "sorted"];
    let sometimes = ["if", "when"].iter().any(|word| {
        let behind = places(plain, word).filter_map(|at| plain.get(at + word.len()..));
        behind.into_iter().any(|rest| {
            let next = words::words(rest);
            next.iter().take(2).any(|word| asked.contains(&word.as_str()))
                && !next.iter().any(|word| word == "not")
        })
    });
    let denied = [
        "sorted",
        "ordered",
        "listed",
        "returned",
        "guaranteed",
        "newest",
        "oldest",
        "in any order",
        "order",
    ]
    .iter()
    .any(|word| has_phrase(plain, word) && !hedge::affirms(plain, word) && hedge::denies(plain));
    if denied
        || sometimes
        || hedge::is_done_elsewhere(plain)
        || sentence.says(&[
            "in the cache",
            "in memory",
            "internally",
            "in the export",
            "in the file",
            "no particular order",
        ])
    {
        return None;
    }
    // What decides between equals is not the order of the list.
    if sentence.says(TIES) {
        let first = before_ties(sentence)?;
        return order(&first, members, names_parameter, resource);
    }
    // "by rank, then oldest first": so among equals only.
    if SECOND.is_match(&sentence.plain) {
        return None;
    }
    // "latest `worked_on` first"
    if let Some(found) = ENDED.captures(&sentence.plain).filter(|_| !names_parameter)
        && let (Some(end), Some(word)) = (found.get(1), found.get(2))
        && let Some(member) =
            members.iter().find(|member| words::folded(member) == words::folded(word.as_str()))
    {
        let least = ["oldest", "earliest", "soonest", "lowest", "smallest", "least", "shortest"];
        let descending = !least.contains(&end.as_str());
        return Some(Order { or_born: false, field: Some(member.clone()), descending });
    }
    // What it is sorted by says more than which end comes first.
    const GREATEST: &[&str] = &[
        "newest", "latest", "highest", "largest", "biggest", "greatest", "longest", "last", "heaviest",
        "dearest",
    ];
    const LEAST: &[&str] = &[
        "oldest", "earliest", "soonest", "lowest", "smallest", "least", "shortest", "first", "cheapest",
        "lightest", "nearest",
    ];
    if let Some(found) = FIRST.captures(&sentence.plain).filter(|_| !names_parameter)
        && let (Some(word), Some(end)) = (found.get(1), found.get(2))
        && let Some(member) =
            members.iter().find(|member| words::folded(member) == words::folded(word.as_str()))
        && (GREATEST.contains(&end.as_str()) || LEAST.contains(&end.as_str()))
    {
        let descending = GREATEST.contains(&end.as_str());
        return Some(Order { or_born: false, field: Some(member.clone()), descending });
    }
    let made = |descending| Some(Order { or_born: false, field: None, descending });
    if let Some(found) = END.captures(plain)
        && let (Some(end), Some(thing)) = (found.get(1), found.get(2))
        && (THINGS.contains(&thing.as_str()) || lists_things(sentence, resource, thing.as_str()))
    {
        return made(end.as_str() != "oldest");
    }
    if sentence.scope != Scope::General && COMES_FIRST.is_match(plain) {
        return made(true);
    }
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
    if sentence.says(&[
        "earliest first",
        "soonest first",
        "next one first",
        "upcoming first",
        "nearest first",
    ]) {
        // Of the moments that an object has, the one at which something begins.
        let begins = |name: &&String| {
            let parts = words::parts(name);
            let begins = [
                "start",
                "starts",
                "begin",
                "begins",
                "date",
                "due",
                "scheduled",
                "departs",
                "departure",
                "when",
            ];
            parts.iter().any(|part| begins.contains(&part.as_str()))
                && !is_one_of(name, BORN)
                && !is_one_of(name, CHANGED)
        };
        let mut fields = members.iter().filter(begins);
        let first = fields.next().filter(|_| fields.next().is_none()).cloned();
        return Some(Order { or_born: true, field: first, descending: false });
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
    if let Some(found) = DEFAULT.captures(&sentence.text).filter(|_| names_parameter) {
        let word = words::folded(found.get(2)?.as_str());
        let member = members.iter().find(|member| words::folded(member) == word)?;
        let descending = found.get(1).is_some_and(|sign| !sign.as_str().is_empty())
            || found.get(3).is_some_and(|direction| direction.as_str().to_lowercase().starts_with("desc"));
        return Some(Order { or_born: false, field: Some(member.clone()), descending });
    }
    let named = |found: &regex::Captures| {
        let word = found.get(1).or_else(|| found.get(3))?.as_str();
        members.iter().find(|member| words::folded(member) == words::folded(word))
    };
    let found = IN_ORDER_OF
        .captures(&sentence.plain)
        .or_else(|| BY.captures(&sentence.plain))
        .or_else(|| LISTED.captures(&sentence.plain))
        .or_else(|| DIRECTED.captures(&sentence.plain))
        .filter(|found| named(found).is_some())
        .or_else(|| COMES.captures(&sentence.plain))
        .filter(|_| unasked)?;
    let member = named(&found)?;
    let direction = found.get(2).or_else(|| found.get(4));
    let descending = direction.map_or(sentence.says(&["descending", "desc", "from z to a"]), |direction| {
        direction.as_str().starts_with("desc")
            || ["newest", "latest", "highest"].iter().any(|word| direction.as_str().starts_with(word))
    });
    let ascending = sentence.says(&["ascending", "asc", "alphabetically", "alphabetical"]);
    // Both directions in one sentence are what one may ask for.
    if descending && ascending && direction.is_none() {
        return None;
    }
    Some(Order { or_born: false, field: Some(member.clone()), descending })
}
