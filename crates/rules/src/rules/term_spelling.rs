use crate::beginnings::Beginnings;
use crate::prose::{self, Word};
use crate::rule::rule;
use crate::spelling::squash;
use crate::words::phrases;
use crate::{Context, Report};
use abide_diagnostics::{Edit, Fix, Severity};
use abide_model::Kind;
use abide_syntax::{SectionId, TextRange};
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};
use std::cell::LazyCell;
use std::collections::BTreeMap;
use aho_corasick::AhoCorasick;
use std::sync::LazyLock;

rule! {
    /// A term is not written as the glossary of the document writes it.
    ///
    /// ## Why it matters
    ///
    /// Readers take "data set" and "dataset" for two things, searches find half of the places, and the names in code follow one or the
    /// other.
    ///
    /// ## What counts
    ///
    /// The same letters with another space or hyphen ("web hook" for "webhook"), other capitals within a word ("Postgresql" for
    /// "PostgreSQL"), and words that the glossary itself says not to use ("do not say \"client\""). A capital at the start, a
    /// plural, the hyphen of a term before another word ("read-model cache"), verbs such as "sign in" beside "sign-in", code and links are fine, and so is a
    /// spelling that the glossary names. Each spelling is one finding.
    ///
    /// ## How to mend it
    ///
    /// Use the glossary's spelling; the fix does so everywhere outside of headings. Or change the glossary.
    ///
    /// ## Examples
    ///
    /// ```document
    /// # Export
    ///
    /// ## Glossary
    /// - **Dataset**: the rows of one export.
    /// - **PostgreSQL**: the database.
    /// - **Customer**: who pays; do not say "client".
    ///
    /// ## Goals
    /// - Each data set is exported once, and data sets are kept.
    ///        ~~~~~~~~ "data set" is "Dataset" in the glossary, here and in 1 more place
    /// - A Postgresql server runs.
    ///     ~~~~~~~~~~ "Postgresql" is "PostgreSQL" in the glossary
    /// - Clients see their exports.
    ///   ~~~~~~~ the glossary says not to use "Clients"
    /// ```
    ///
    /// ```document
    /// # Export
    ///
    /// ## Glossary
    /// | Term | Definition |
    /// |---|---|
    /// | Read model | what is read |
    /// | Sign-in | how one gets in |
    /// | Dataset | rows, in older texts "data set" |
    ///
    /// ## Goals
    /// - The read models and the read-model cache. One can sign in. A `data-set` or data set.
    /// ```
    "term-spelling", default: Some(Severity::Warning), since: "0.1.0"
}

/// A term of the glossary.
struct Term<'a> {
    name: &'a str,
    place: TextRange,
}

/// What was found of one other spelling.
struct Found {
    term: usize,
    places: Vec<TextRange>,
    forbidden: bool,
}

fn check(context: &Context, report: &mut Report) {
    let mut terms: Vec<Term> = Vec::new();
    let mut by_letters: HashMap<String, usize> = HashMap::new();
    let mut forbidden: HashMap<String, usize> = HashMap::new();
    let mut written: Vec<&str> = Vec::new();
    let mut glossaries: HashSet<SectionId> = HashSet::new();
    for item in context.items(Kind::Term) {
        glossaries.insert(context.document.section_at(item.range.start));
        let definition = item.text_field("definition").unwrap_or_default();
        written.push(definition);
        let name = item.key.split([',', '(', '/', '（']).next().unwrap_or_default().trim();
        for word in not_to_use(&item.text).into_iter().chain(not_to_use(definition)) {
            forbidden.insert(word, terms.len());
        }
        if is_word_like(name) {
            by_letters.entry(squash(name)).or_insert(terms.len());
        }
        written.push(&item.key);
        terms.push(Term { name, place: item.range });
    }
    if by_letters.is_empty() && forbidden.is_empty() {
        return;
    }
    let sought = by_letters.keys().cloned().chain(forbidden.keys().map(|word| squash(word)));
    let beginnings = Beginnings::new(by_letters.keys().chain(forbidden.keys()), sought.collect());
    let mut found: BTreeMap<String, Found> = BTreeMap::new();
    let whole = TextRange::new(0, context.document.text().len());
    for run in prose::texts(context.document, whole) {
        if glossaries.contains(&context.document.section_at(run.start)) || context.is_kept(run) {
            continue;
        }
        let words = prose::words(context.document, run);
        for (at, word) in words.iter().enumerate() {
            // Most words begin no term, and to look for one costs much more than to see that.
            if !beginnings.hold(word.text) {
                continue;
            }
            let Some((range, term, banned)) = other_spelling(context, &words, at, &terms, &by_letters, &forbidden) else {
                continue;
            };
            let spelling = context.slice(range);
            let name = terms.get(term).map_or("", |term| term.name);
            // Where only capitals differ, they tell the spellings apart.
            let recased = !banned && shape(spelling) == shape(name);
            let key = if recased { spelling.to_owned() } else { folded(spelling) };
            let key = key.strip_suffix('s').unwrap_or(&key).to_owned();
            let entry = found.entry(key).or_insert(Found { term, places: Vec::new(), forbidden: banned });
            entry.places.push(range);
        }
    }
    let named = LazyCell::new(|| written.iter().map(|text| folded(text)).collect::<Vec<_>>());
    let mut all: Vec<(String, Found)> = found.into_iter().collect();
    all.sort_by_key(|(_, found)| found.places.first().copied());
    for (spelling, found) in all {
        // "In older texts": the glossary knows of it.
        let known = !found.forbidden
            && match spelling.chars().any(char::is_uppercase) {
                true => written.iter().any(|text| holds(text, &spelling)),
                false => named.iter().any(|text| holds(text, &spelling)),
            };
        if let Some(term) = terms.get(found.term).filter(|_| !known) {
            tell(context, report, term, &found);
        }
    }
}

fn tell(context: &Context, report: &mut Report, term: &Term, found: &Found) {
    let Some((first, more)) = found.places.split_first() else { return };
    let written = context.slice(*first);
    let mut message = if found.forbidden {
        format!("the glossary says not to use \"{written}\"")
    } else {
        format!("\"{written}\" is \"{}\" in the glossary", term.name)
    };
    match more.len() {
        0 => {}
        1 => message.push_str(", here and in 1 more place"),
        more => message.push_str(&format!(", here and in {more} more places")),
    }
    let mut finding = report
        .at(*first, message)
        .related(context.place(term.place), format!("the glossary has \"{}\"", term.name))
        .help(format!("write \"{}\"", term.name));
    const SHOWN: usize = 5;
    for place in more.iter().take(SHOWN) {
        finding = finding.related(context.place(*place), "here too");
    }
    // A heading's spelling is part of the links to it.
    let headed = |place: &&TextRange| {
        let section = context.document.section(context.document.section_at(place.start));
        section.is_none_or(|section| !section.title_range.contains(**place))
    };
    if !found.forbidden {
        let places = found.places.iter().filter(headed);
        let edits: Vec<Edit> = places.map(|place| Edit::replace(*place, respelt(term.name, context.slice(*place)))).collect();
        if !edits.is_empty() {
            finding.fix(Fix::safe(format!("write \"{}\" as in the glossary", term.name), edits));
        }
    }
}

/// Another spelling of a term that starts at a word.
fn other_spelling(
    context: &Context,
    words: &[Word],
    at: usize,
    terms: &[Term],
    by_letters: &HashMap<String, usize>,
    forbidden: &HashMap<String, usize>,
) -> Option<(TextRange, usize, bool)> {
    const LONGEST: usize = 4;
    let text = context.document.text();
    let first = words.get(at)?;
    // A part of `a/b`, `a.b` or `a-b-c` is a name.
    let before = text.get(..first.range.start()).and_then(|before| before.chars().next_back());
    if before.is_some_and(|letter| matches!(letter, '-' | '/' | '.' | '@' | '#' | '_' | '\\' | '$' | '<' | '"' | '“' | '\'')) {
        return None;
    }
    let mut joined = String::new();
    for length in 1..=LONGEST {
        let last = words.get(at + length - 1)?;
        if length > 1 {
            let previous = words.get(at + length - 2)?;
            let gap = text.get(previous.range.end()..last.range.start())?;
            if gap != " " && gap != "-" {
                return None;
            }
        }
        joined.push_str(&last.text.to_lowercase());
        let range = first.range.cover(last.range);
        let rest = text.get(range.end()..)?;
        let next = rest.chars().next();
        if next.is_some_and(|letter| matches!(letter, '-' | '/' | '_' | '(' | '=' | '\\' | '>' | '"' | '”'))
            || next == Some('.') && rest.chars().nth(1).is_some_and(char::is_alphanumeric)
        {
            continue;
        }
        let singular = joined.strip_suffix('s').unwrap_or(&joined);
        let written = range.slice(text);
        let spaced = folded(written);
        let alone = spaced.strip_suffix('s').unwrap_or(&spaced);
        if let Some(term) = forbidden.get(&spaced).or_else(|| forbidden.get(alone)) {
            return Some((range, *term, true));
        }
        let known = by_letters.get(&joined).or_else(|| by_letters.get(singular));
        if let Some(term) = known
            && differs(terms.get(*term)?.name, written, rest)
        {
            return Some((range, *term, false));
        }
    }
    None
}

/// Whether a spelling with the letters of a term is another one.
fn differs(name: &str, written: &str, rest: &str) -> bool {
    // "Sign-in" is what one does to sign in.
    const PARTICLES: &[&str] = &["in", "out", "up", "off", "back", "down", "on", "over", "away", "by", "through", "time", "line", "end", "level"];
    let plural = squash(written).len() > squash(name).len();
    let written = if plural { written.strip_suffix('s').unwrap_or(written) } else { written };
    let (own, other) = (shape(name), shape(written));
    if own == other {
        return is_recased(name, written);
    }
    // "safetyNet" and "SafetyNet" are how code writes a safety net.
    let one_word = if own.is_empty() { name } else { written };
    if one_word.chars().skip(1).any(char::is_uppercase) && one_word.chars().any(char::is_lowercase) && !is_brand(name) {
        return false;
    }
    let lower = if own.len() > other.len() { name } else { written }.to_lowercase();
    if lower.split([' ', '-']).any(|part| PARTICLES.contains(&part)) {
        return false;
    }
    // "Read-model cache" is good English for the cache of the read model, "read model" for a term with a hyphen is not told apart.
    let hyphen = |shape: &[(usize, char)]| shape.iter().any(|(_, mark)| *mark == '-');
    let attributive = hyphen(&other) && !hyphen(&own) && rest.starts_with(' ') && rest.trim_start().starts_with(char::is_alphabetic);
    !attributive
}

/// Whether some word of a term has capitals within and others besides: "OpenID Connect".
fn is_brand(name: &str) -> bool {
    let words = name.split([' ', '-']);
    words.clone().count() > 1 && words.into_iter().any(|word| word.chars().skip(1).any(char::is_uppercase))
}

/// Where the spaces and hyphens stand, counted in letters.
fn shape(text: &str) -> Vec<(usize, char)> {
    let mut count = 0;
    let mut marks = Vec::new();
    for letter in text.chars() {
        if letter.is_alphanumeric() {
            count += 1;
        } else {
            marks.push((count, letter));
        }
    }
    marks
}

/// Whether a word with capitals within it is written with others.
fn is_recased(name: &str, written: &str) -> bool {
    let capitals = |text: &str| text.chars().skip(1).filter(|letter| letter.is_uppercase()).count();
    let small = |text: &str| text.chars().any(char::is_lowercase);
    let single = name.chars().all(char::is_alphanumeric);
    // Names in small letters and headings in capitals are a style of their own.
    single && small(name) && small(written) && capitals(name) > 0 && capitals(written) > 0
        && name.chars().skip(1).ne(written.chars().skip(1))
        || single && small(name) && capitals(name) > 0 && capitals(written) == 0
            && written.starts_with(char::is_uppercase)
            && name.chars().skip(1).ne(written.chars().skip(1))
}

/// The term in the case of what it replaces.
fn respelt(name: &str, written: &str) -> String {
    let plural = squash(written).len() > squash(name).len();
    let ending = if plural { "s" } else { "" };
    let inner = name.chars().skip(1).any(char::is_uppercase);
    let small = written.starts_with(char::is_lowercase) && !inner;
    let mut letters = name.chars();
    match letters.next() {
        Some(first) if small => format!("{}{}{ending}", first.to_lowercase(), letters.as_str()),
        Some(first) if written.starts_with(char::is_uppercase) && !inner => {
            format!("{}{}{ending}", first.to_uppercase(), letters.as_str())
        }
        _ => format!("{name}{ending}"),
    }
}

/// The words in quotes, code or bold that a definition says not to use.
fn not_to_use(definition: &str) -> Vec<String> {
    const SAYS: &str = "do not say | don't say | do not use | don't use | never say | never use | never write | do not write | do not call | don't call it | not called
        | never called | avoid | no usar | no decir | evitar | nicht verwenden | nicht sagen | ne pas utiliser | ne pas dire | éviter | não usar | evite
        | не использовать | не говорить";
    const OPEN: &[char] = &['"', '“', '«', '„', '「', '`', '\''];
    const CLOSE: &[char] = &['"', '”', '»', '“', '」', '`', '\''];
    static SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(phrases(SAYS)).ok());
    let lower = definition.to_lowercase();
    let mut found = Vec::new();
    // Most definitions say nothing of the kind.
    if !SEARCH.as_ref().is_some_and(|search| search.is_match(&lower)) {
        return found;
    }
    for phrase in phrases(SAYS) {
        let found_at = memchr::memmem::find(lower.as_bytes(), phrase.as_bytes());
        let Some(after) = found_at.and_then(|at| lower.get(at + phrase.len()..)) else { continue };
        // The words themselves follow at once: "do not say "client" or "buyer"".
        let mut rest = after.trim_start_matches([':', ' ', '(']);
        while let Some(inner) = rest.strip_prefix(OPEN) {
            let Some(end) = inner.find(CLOSE) else { break };
            let word = folded(inner.get(..end).unwrap_or_default());
            if word.chars().count() >= 3 {
                found.push(word);
            }
            let behind = inner.get(end..).unwrap_or_default().trim_start_matches(CLOSE);
            let behind = behind.trim_start_matches([',', ' ', '/']);
            rest = ["or ", "nor ", "and ", "o ", "oder ", "ou ", "или "].iter().find_map(|join| behind.strip_prefix(join)).unwrap_or(behind);
        }
    }
    found
}

/// Words that could be written together or apart: no code, no symbols, and more than a few letters.
fn is_word_like(name: &str) -> bool {
    let letters = name.chars().filter(|letter| letter.is_alphabetic()).count();
    letters >= 5 && name.chars().all(|letter| (letter.is_alphanumeric() || matches!(letter, ' ' | '-')) && u32::from(letter) < 0x2E80)
}

/// In lower case, with single spaces, and hyphens as they are.
fn folded(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn holds(text: &str, spelling: &str) -> bool {
    text.match_indices(spelling).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        !before.is_some_and(char::is_alphanumeric)
    })
}
