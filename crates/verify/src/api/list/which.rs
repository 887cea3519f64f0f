//! What is said about which objects of a list one may ask for: filters and search.

use super::{Filter, ListFacts, Partial, SEARCHES, Said, among, parameters};
use crate::api::Resource;
use crate::api::ignores_case;
use crate::api::sentence::{Sentence, has_phrase, places};
use crate::{hedge, words};

/// The part of a sentence from one word on to where another begins; none where it does not have both.
pub(super) fn part_about<'a>(text: &'a str, about: &str, others: &[&str]) -> Option<&'a str> {
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        return None;
    }
    let outside = |at: &usize| lower.get(..*at).is_some_and(|before| before.matches('`').count() % 2 == 0);
    let first = |word: &str, from: usize| {
        lower.get(from..)?.match_indices(word).map(|(at, _)| at + from).find(outside)
    };
    let start = first(about, 0)?;
    let other = others.iter().filter_map(|word| first(word, 0)).min()?;
    let end = others.iter().filter_map(|word| first(word, start)).min().unwrap_or(text.len());
    // What is named before the first of both words belongs to it: "`a` and `b` filter, `sort` sorts".
    let start = if start < other { 0 } else { start };
    text.get(start..end)
}

/// A sentence up to where it lists what one may sort by: "filters `state`, and `sort` being `name` or `age`".
pub(super) fn before_values(text: &str) -> &str {
    const INTRODUCED: &[&str] = &[
        " being ",
        " is ",
        " one of ",
        " (",
        ": ",
        "=",
        " with ",
        " as ",
        " by ",
        ", which ",
        " which ",
        " may be ",
        " can be ",
        ", one of ",
        " takes ",
        ", being ",
    ];
    let found = super::SORTS.iter().find_map(|name| {
        let spanned = format!("`{name}`");
        let at = text.find(&spanned)?;
        let behind = text.get(at + spanned.len()..)?;
        INTRODUCED.iter().any(|word| behind.starts_with(word)).then_some(at)
    });
    found.and_then(|at| text.get(..at)).unwrap_or(text)
}

/// Words of a sentence about filters.
const FILTERING: [&str; 20] = [
    "filter",
    "filters",
    "filtered",
    "filtering",
    "filterable",
    "narrow",
    "narrows",
    "narrows down",
    "restrict",
    "restricts",
    "narrowed",
    "only those",
    "leaves only",
    "keeps only",
    "selects",
    "selects only",
    "limits the list to",
    "returns only",
    "query parameters",
    "query params",
];

impl ListFacts {
    pub(super) fn filters(
        &mut self,
        at: usize,
        sentence: &Sentence,
        members: &[String],
        resource: &Resource,
    ) {
        let plain = sentence.plain.as_str();
        // "does not take `state` to filter", "`q` does not search"
        let denied = [
            "take",
            "takes",
            "filter",
            "filtered",
            "search",
            "searched",
            "support",
            "supported",
            "possible",
            "accept",
        ]
        .iter()
        .any(|word| places(plain, word).any(|at| hedge::is_no_answer(plain, at)));
        if denied && !sentence.says(&["but"]) {
            return;
        }
        let (partial, without_case) = (partial(sentence), ignores_case(&sentence.plain));
        let known = |code: &str, spelled: bool| {
            let bare = code.strip_prefix("filter[").and_then(|rest| rest.strip_suffix(']')).unwrap_or(code);
            let inner = |member: &str| member.rsplit('.').next().map(words::folded);
            let field = members
                .iter()
                .find(|member| words::folded(member) == words::folded(bare))
                .or_else(|| members.iter().find(|member| inner(member) == Some(words::folded(bare))))
                // `?label=red` asks for one of the `labels`.
                .or_else(|| {
                    let one =
                        |member: &String| words::folded(&words::singular(member)) == words::folded(bare);
                    members.iter().find(|member| bare.len() >= 3 && one(member))
                })?;
            let plainly = false;
            Some(Filter {
                parameter: code.to_owned(),
                field: field.clone(),
                spelled,
                partial,
                ignores_case: without_case,
                plainly,
            })
        };
        let names = parameters(sentence);
        let mut found: Vec<Filter> = Vec::new();
        if let Some((_, cell)) = sentence.cells.iter().find(|(head, _)| head.contains("filter")) {
            // In brackets stands what is asked of: "`from` and `to` (both days included, on `sent_on`)".
            let inside = |at: usize| {
                let before = cell.get(..at).unwrap_or_default();
                before.matches('(').count() > before.matches(')').count()
            };
            let named = words::code_spans(cell).into_iter().filter(|(range, _)| !inside(range.start));
            found.extend(named.filter_map(|(_, code)| known(code, true)));
        } else if sentence.says(&FILTERING)
            || sentence.says(&["only", "leaves"])
            // What is read-only is said of a field, not of a list; so is what it may consist of.
            && !sentence.text.contains("-only")
            && !sentence.says(&["characters", "letters", "digits", "required"])
            && sentence.text.trim_start().trim_start_matches(['-', '*', ' ']).starts_with('`')
            && !sentence.text.contains("`,")
        {
            // "filtered by `a` and sorted by `b`": what one may sort by is no filter.
            let text = before_values(&sentence.text);
            let filtering = part_about(text, "filter", &["sort", "order"])
                .or((text.len() < sentence.text.len()).then_some(text));
            // "`state` only those …" tells of what it begins with, and of nothing else that it names.
            let first = words::code_spans(&sentence.text).first().map(|(_, code)| *code);
            let alone = !sentence.says(&FILTERING);
            let in_part = |name: &String| {
                !super::is_compared(sentence, name)
                    && !is_ordered_by(&sentence.text, name)
                    && !is_aside(&sentence.text, name)
                    && filtering.is_none_or(|part| part.contains(name.as_str()))
                    && (!alone || first.is_some_and(|first| begins_with(first, name)))
            };
            found.extend(names.iter().filter(|name| in_part(name)).filter_map(|name| known(name, true)));
            // Where parameters are spelled in another way, prose does not tell their names.
            if sentence.codes().is_empty() && resource.list.is_some() {
                let behind = plain.split_once("filter").map_or("", |(_, behind)| behind);
                let by = members.iter().filter(|member| {
                    has_phrase(behind, &member.to_lowercase())
                        || has_phrase(behind, &words::parts(member).join(" "))
                });
                found.extend(by.filter_map(|member| known(member, false)));
            }
        }
        for filter in found {
            match self.filters.iter_mut().find(|known| known.fact.field == filter.field) {
                Some(known) => known.sentences.push(at),
                None => Said::among(&mut self.filters, filter, at),
            }
        }
        // "`street` finds doors whose street contains the text": said of a filter that is named elsewhere.
        let first = sentence.codes().first().map(|code| (*code).to_owned());
        let opens = |filter: &&mut Said<Filter>| {
            sentence.cells.is_empty()
                && first.as_ref().is_some_and(|first| begins_with(first, &filter.fact.parameter))
        };
        if (partial.is_some() || without_case)
            && names.len() < 2
            && let Some(filter) = self.filters.iter_mut().find(opens)
        {
            filter.fact.plainly = true;
            filter.fact.partial = partial.or(filter.fact.partial);
            filter.fact.ignores_case |= without_case;
            if !filter.sentences.contains(&at) {
                filter.sentences.push(at);
            }
        }
        // "`?title=` finds books whose title contains the text"
        let asked =
            sentence.codes().into_iter().find_map(|code| code.split_once('?')?.1.split(['=', '&']).next());
        if let Some(parameter) = asked.filter(|_| sentence.says(&["contains", "containing", "contain"])) {
            let parts = |member: &String| words::parts(member).contains(&words::folded(parameter));
            let mut fields: Vec<String> = members.iter().filter(|member| parts(member)).cloned().collect();
            // "`GET /books?q=sea` has books whose title contains it"
            if fields.is_empty() && SEARCHES.contains(&parameter.to_lowercase().as_str()) {
                let spaced = |member: &String| words::parts(member).join(" ");
                fields =
                    members.iter().filter(|member| has_phrase(plain, &spaced(member))).cloned().collect();
            }
            if !fields.is_empty() {
                Said::note(&mut self.search, (parameter.to_owned(), fields), at);
            }
        }
        if self.search.as_ref().is_some_and(|search| search.sentences.contains(&at))
            && ignores_case(&sentence.plain)
        {
            self.search_ignores_case = true;
        }
        let searches = sentence.says(&[
            "search",
            "searches",
            "searched",
            "full-text",
            "substring",
            "matches",
            "part of",
            "parts of",
            "contains",
            "contained in",
            "occurs in",
            "appears in",
            "finds",
        ]);
        if let Some(parameter) = among(&names, SEARCHES).filter(|_| searches) {
            // Of a sentence that says several things, the part about the search.
            // A cell of several parameters says of each what stands behind it.
            let own = super::columns::part_about(sentence, &parameter).map(crate::api::plain);
            // Where nothing stands behind it there, the other cells of the row tell of it.
            let own = own.filter(|own| tells_of(own, &parameter));
            let plain = own.as_deref().unwrap_or(plain);
            let part = plain
                .split(';')
                .find(|part| part.contains("search") || has_phrase(part, &parameter))
                .unwrap_or(plain);
            // "filtered by zone and by q, a search in the name": what stands before is filtered by.
            let filtered = sentence.says(&["filter", "filters", "filtered"]);
            let from = [
                format!(" {} ", parameter.to_lowercase()),
                format!(" {},", parameter.to_lowercase()),
                "search".to_owned(),
            ]
            .iter()
            .filter_map(|mark| part.find(mark.as_str()))
            .min();
            let part = from.filter(|_| filtered).and_then(|from| part.get(from..)).unwrap_or(part);
            let part = match sentence.cells.is_empty() {
                true => searched(&sentence.text, part, &parameter),
                false => part.to_owned(),
            };
            let part = part.as_str();
            let fields = members.iter().filter(|member| {
                let plain = part;
                let spaced = words::parts(member).join(" ");
                **member != parameter
                    && (has_phrase(plain, &member.to_lowercase()) || has_phrase(plain, &spaced))
            });
            let fields: Vec<String> = fields.cloned().collect();
            if !fields.is_empty() {
                // "`kind`, and `q`, which finds a part of `title`": what is only named there is searched in.
                let own = searched_in(&sentence.text, &parameter).filter(|_| sentence.cells.is_empty());
                let inside = |name: &String| {
                    let spans = words::code_spans(&sentence.text);
                    let mut named = spans.iter().filter(|(_, code)| *code == name.as_str()).peekable();
                    let is_inside = |at: usize| own.as_ref().is_some_and(|own| own.contains(&at));
                    named.peek().is_some() && named.all(|(range, _)| is_inside(range.start))
                };
                self.filters.retain(|filter| {
                    let parameter = &filter.fact.parameter;
                    let both = fields.contains(&filter.fact.field)
                        && (!names.contains(parameter) || inside(parameter));
                    !filter.sentences.contains(&at) || !both
                });
                Said::note(&mut self.search, (parameter, fields), at);
                self.search_ignores_case |= ignores_case(&sentence.plain);
            }
        }
    }
}

/// Of what is said of a search, from the parameter on to where another one begins: "narrowed with `status`, and with `q`, which finds a
/// part of the name", "`kind` keeps those with that value, `q` those whose title contains it, and `day` takes a day".
fn searched(text: &str, said: &str, parameter: &str) -> String {
    match searched_in(text, parameter).and_then(|range| text.get(range)) {
        Some(part) => crate::api::plain(part),
        None => said.to_owned(),
    }
}

/// Where that stands in a text; nothing where the search is not told of behind its parameter.
fn searched_in(text: &str, parameter: &str) -> Option<std::ops::Range<usize>> {
    let spans = words::code_spans(text);
    let at = spans.iter().position(|(_, code)| *code == parameter)?;
    let (own, _) = spans.get(at)?;
    let behind = text.get(own.end..).unwrap_or_default();
    let telling =
        ["whose", "which", "that", "finds", "search", "looks", "match", "part of", "contains", "in "];
    let rest = crate::api::plain(behind);
    let rest = rest.trim_start_matches(['`', ',', ':', ' ']);
    let tells = telling.iter().any(|word| rest.starts_with(word))
        || rest.split(',').next().is_some_and(|clause| telling.iter().any(|word| clause.contains(word)));
    // What stands in code behind it, and is told of by a verb of its own, is another parameter.
    let others = spans.iter().skip(at + 1).map(|(range, _)| range.start);
    let begins = |start: &usize| {
        let before = text.get(own.end..*start).unwrap_or_default().trim_end_matches(['`', ' ']);
        [", and", ";", ".", ", while", "; and"].iter().any(|mark| before.ends_with(mark))
    };
    let end = others.filter(|start| begins(start)).min().unwrap_or(text.len());
    tells.then_some(own.start..end)
}

/// Whether a part says more of a parameter than its name and kind.
fn tells_of(part: &str, parameter: &str) -> bool {
    const KIND: &[&str] = &["optional", "string", "text", "query", "not", "required", "parameter"];
    let name = parameter.to_lowercase();
    words::words(part).iter().any(|word| *word != name && !KIND.contains(&word.as_str()))
}

/// Whether a filter is said to take a part of a value.
fn partial(sentence: &Sentence) -> Option<Partial> {
    if sentence.says(&["prefix", "starts with", "start with", "begins with", "begin with", "beginning with"])
    {
        return Some(Partial::Start);
    }
    let within = [
        "partial",
        "partially",
        "contains",
        "contain",
        "containing",
        "substring",
        "part of",
        "parts of",
        "anywhere in",
    ];
    sentence.says(&within).then_some(Partial::Within)
}

/// Whether a name stands in brackets alone, behind others that do not: "`room` and `day` (compared with the date of `starts_at`) narrow it".
fn is_aside(text: &str, name: &str) -> bool {
    let inside = |at: usize| {
        let before = text.get(..at).unwrap_or_default();
        before.matches('(').count() > before.matches(')').count()
    };
    let spans = words::code_spans(text);
    let (own, others): (Vec<_>, Vec<_>) = spans.into_iter().partition(|(_, code)| *code == name);
    !own.is_empty()
        && own.iter().all(|(range, _)| inside(range.start))
        && others.iter().any(|(range, code)| !inside(range.start) && !code.contains([' ', '/']))
}

/// Whether a name is what a list is in the order of: "lists books by `title` in ascending order and can be narrowed with …".
fn is_ordered_by(text: &str, name: &str) -> bool {
    let lower = text.to_lowercase();
    let code = format!("`{}`", name.to_lowercase());
    let mut places = lower.match_indices(code.as_str()).peekable();
    let ordered = |at: usize| {
        let before = lower.get(..at).unwrap_or_default().trim_end();
        let behind = lower.get(at + code.len()..).unwrap_or_default().trim_start_matches([' ', ',', '(']);
        let behind = behind.strip_prefix("in ").unwrap_or(behind);
        ["sorted by", "ordered by", "listed by", "order of", "order by", "sort by"]
            .iter()
            .any(|end| before.ends_with(end))
            || ["ascending", "descending", "alphabetical", "reverse order"]
                .iter()
                .any(|start| behind.starts_with(start))
    };
    places.peek().is_some() && places.all(|(at, _)| ordered(at))
}

/// Whether a code span is about a parameter: `kind`, `kind=card`, `?kind=card`, `GET /cards?kind=card`.
fn begins_with(code: &str, name: &str) -> bool {
    let query = code.split_once('?').map_or(code, |(_, query)| query);
    query.starts_with(name)
}
