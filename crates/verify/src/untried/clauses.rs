//! The clauses of a statement.

/// A clause, as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// Its words.
    pub text: String,
    /// Whether it says when something is so, and not what is.
    pub condition: bool,
    /// Whether it is a cell of a row.
    pub cell: bool,
    /// Whether it begins with the method and path of an operation, and says what that is for.
    pub presents: bool,
}

impl Clause {
    /// How many words of which nothing speaks say something that could be tried. A label or what an operation is for does not.
    pub fn enough(&self) -> usize {
        let moves = self.text.contains('→') || self.text.contains("->");
        match (self.cell, self.presents) {
            _ if moves => 1,
            (true, _) => 4,
            (_, true) => 3,
            _ => 1,
        }
    }
}

/// Words with which a condition begins.
const WHEN: &[&str] = &[
    "given", "when", "whenever", "if", "while", "where", "as", "once", "after", "before", "for", "unless",
    "until", "on", "during",
];

/// The clauses of a statement; what is a title, an example or a mark of a list is none, nor is what is said of another operation
/// than `own`.
pub fn of(statement: &str, own: Option<&str>) -> Vec<Clause> {
    let mut elsewhere = false;
    let mut found = Vec::new();
    for (text, cell) in texts(statement) {
        let named = operations(&text);
        if let (Some(own), false) = (own, named.is_empty()) {
            elsewhere = !named.iter().any(|one| is_same(one, own));
        }
        if elsewhere {
            continue;
        }
        let mut words = text
            .split_whitespace()
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
            .filter(|word| !word.is_empty() && !super::terms::is_id(word))
            .map(str::to_lowercase)
            .skip_while(|word| matches!(word.as_str(), "and" | "or" | "but"));
        let condition = !cell && words.next().is_some_and(|word| WHEN.contains(&word.as_str()));
        let presents = own.is_some() && !named.is_empty();
        found.push(Clause { text, condition, cell, presents });
    }
    found
}

const METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// `GET /orders/{id}` in a text: methods with the paths behind them.
fn operations(text: &str) -> Vec<(String, String)> {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c == '`').filter(|word| !word.is_empty()).collect();
    let pair = |pair: &[&str]| match pair {
        [method, path] if METHODS.contains(method) && path.starts_with('/') => {
            Some(((*method).to_owned(), path.trim_end_matches(['.', ',', ';', ':', ')']).to_owned()))
        }
        _ => None,
    };
    words.windows(2).filter_map(pair).collect()
}

/// Whether a method and path are those of an operation, which may have a base before its path.
fn is_same((method, path): &(String, String), own: &str) -> bool {
    let Some((of, at)) = own.split_once(' ') else { return true };
    let bare = |path: &str| path.split('?').next().unwrap_or_default().trim_end_matches('/').to_owned();
    let (path, at) = (bare(path), bare(at));
    of == method && (at.ends_with(&path) || path.ends_with(&at))
}

/// What stands between full stops, commas and "and", and whether it is of a row.
fn texts(statement: &str) -> Vec<(String, bool)> {
    let mut found = Vec::new();
    for block in blocks(statement) {
        match cells(&block) {
            Some(cells) => found.extend(cells.iter().flat_map(|cell| cut(cell)).map(|clause| (clause, true))),
            None => found.extend(cut(&block).into_iter().map(|clause| (clause, false))),
        }
    }
    found
}

/// What stands for itself: paragraphs, list items, rows. Titles and code are left out.
fn blocks(source: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut open = false;
    let mut fenced = false;
    for line in source.lines() {
        let text = line.trim();
        if text.starts_with("```") || text.starts_with("~~~") {
            (fenced, open) = (!fenced, false);
            continue;
        }
        // A call in a shell shows, and says nothing.
        let call = text.trim_start_matches("$ ");
        if call.starts_with("curl ") {
            break;
        }
        if fenced || text.is_empty() || text.starts_with('#') || is_rule(text) {
            open = false;
            continue;
        }
        let bare = without_mark(text);
        let begins = bare.len() != text.len() || text.starts_with('|');
        match found.last_mut() {
            Some(last) if open && !begins => {
                last.push(' ');
                last.push_str(bare);
            }
            _ => found.push(bare.to_owned()),
        }
        open = !text.starts_with('|');
    }
    found
}

/// `| --- | --- |`, `-----`
fn is_rule(text: &str) -> bool {
    text.len() >= 3 && text.chars().all(|c| matches!(c, '-' | '|' | ':' | ' ' | '=' | '*' | '_'))
}

/// A list item without its mark: `- [ ] text`, `1. text`.
fn without_mark(text: &str) -> &str {
    let digits = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = match text.strip_prefix(['-', '*', '+', '>']) {
        Some(rest) if rest.starts_with(' ') => rest,
        _ if digits.len() != text.len() && digits.starts_with(['.', ')']) => {
            digits.get(1..).unwrap_or(digits)
        }
        _ => return text,
    };
    let rest = rest.trim_start();
    ["[ ]", "[x]", "[X]"].iter().find_map(|mark| rest.strip_prefix(mark)).unwrap_or(rest).trim_start()
}

/// The cells of a row.
fn cells(block: &str) -> Option<Vec<String>> {
    let inner = block.strip_prefix('|')?;
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let mut found = vec![String::new()];
    let mut escaped = false;
    for c in inner.chars() {
        match c {
            '|' if !escaped => found.push(String::new()),
            c => {
                if let Some(last) = found.last_mut() {
                    last.push(c);
                }
            }
        }
        escaped = c == '\\';
    }
    Some(found.into_iter().map(|cell| cell.trim().to_owned()).filter(|cell| !cell.is_empty()).collect())
}

/// Words after a comma with which another clause begins.
const BEGIN: &[&str] = &[
    "and",
    "or",
    "but",
    "unless",
    "except",
    "otherwise",
    "where",
    "which",
    "who",
    "whose",
    "whether",
    "also",
    "then",
    "even",
    "so",
    "until",
    "while",
    "if",
    "when",
    "not",
    "never",
    "only",
    "nor",
    "including",
    "however",
    "with",
    "without",
    "after",
    "before",
    "once",
    "regardless",
    "whatever",
    "compared",
    "the",
    "it",
    "its",
    "they",
    "their",
    "a",
    "an",
    "no",
    "all",
    "others",
    "other",
    "every",
    "each",
    "any",
    "nothing",
    "as",
    "ordered",
    "sorted",
    "filtered",
    "newest",
    "oldest",
    "latest",
];
/// Words after "and" or "but" with which another clause begins, as they are no part of a list of things.
const GO_ON: &[&str] = &[
    "is",
    "are",
    "was",
    "has",
    "have",
    "cannot",
    "can",
    "must",
    "shall",
    "may",
    "will",
    "should",
    "not",
    "never",
    "no",
    "nothing",
    "only",
    "its",
    "it",
    "they",
    "their",
    "then",
    "keeps",
    "keep",
    "changes",
    "change",
    "sets",
    "set",
    "answers",
    "lists",
    "list",
    "returns",
    "carries",
    "creates",
    "names",
    "removes",
    "deletes",
    "leaves",
    "stays",
    "appears",
    "gets",
    "gives",
    "sends",
    "does",
    "do",
    "otherwise",
    "that",
    "which",
    "whose",
    "when",
    "if",
    "counts",
    "becomes",
    "says",
    "shows",
    "contains",
    "holds",
    "makes",
    "ends",
    "starts",
    "needs",
    "takes",
    "uses",
    "stores",
    "writes",
    "records",
    "raises",
    "lowers",
    "moves",
];

/// Cuts a text into clauses.
fn cut(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut current = String::new();
    let mut end = |current: &mut String| {
        // "Receiving goods:" is the title of what follows.
        let title =
            current.ends_with([':']) && current.split_whitespace().count() <= 4 && !current.contains('`');
        let clause = current.trim().trim_end_matches([',', ';', '.', ':']).trim().to_owned();
        if !clause.is_empty() && !title {
            found.push(clause);
        }
        current.clear();
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    // Within quotes, code and brackets nothing is cut.
    let mut depth = 0i32;
    let mut coded = false;
    for (at, word) in words.iter().enumerate() {
        let next = |by: usize| -> String {
            let word = words.get(at + by).copied().unwrap_or_default();
            word.trim_matches(|c: char| !c.is_alphanumeric() && c != '_').to_lowercase()
        };
        if !current.is_empty() {
            current.push(' ');
        }
        current.push_str(word);
        for c in word.chars() {
            match c {
                '`' => coded = !coded,
                '(' | '[' | '{' if !coded => depth += 1,
                ')' | ']' | '}' if !coded => depth = (depth - 1).max(0),
                _ => {}
            }
        }
        if coded || depth > 0 {
            continue;
        }
        let plain = word.trim_end_matches(['*', '"', '\'', ')', '`', '_']);
        let capital = words
            .get(at + 1)
            .is_some_and(|next| !next.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase));
        let one_letter = plain.trim_matches(|c: char| !c.is_alphanumeric()).len() <= 1;
        let stops = plain.ends_with(';')
            || plain.ends_with(['!', '?'])
            || plain.ends_with('.') && capital && !one_letter
            || plain.ends_with(':') && !is_header_line(&words, at)
            || plain.ends_with(',') && is_included(words.get(at + 1..).unwrap_or_default())
            || plain.ends_with(',') && BEGIN.contains(&next(1).as_str()) && !is_list(&words, at)
            || matches!(next(1).as_str(), "and" | "but" | "or") && GO_ON.contains(&next(2).as_str())
            || matches!(next(1).as_str(), "unless" | "except")
            || words.get(at + 1).is_some_and(|next| {
                matches!(*next, "THEN" | "**Then**" | "**THEN**")
                    || *next == "THE" && words.get(at + 2) == Some(&"SYSTEM")
            });
        if stops {
            end(&mut current);
        }
    }
    end(&mut current);
    found
}

/// ", archived ones included."
fn is_included(rest: &[&str]) -> bool {
    let end = rest.iter().take(7).position(|word| word.ends_with(['.', ';', ',']));
    let last = end.map_or(rest.last(), |end| rest.get(end)).filter(|_| end.is_some() || rest.len() <= 7);
    last.is_some_and(|word| {
        matches!(word.trim_end_matches(['.', ';', ',']), "included" | "excluded" | "excepted" | "too")
    })
}

/// `WWW-Authenticate: Bearer`
fn is_header_line(words: &[&str], at: usize) -> bool {
    words.get(at).is_some_and(|word| {
        word.contains('-') && word.trim_start_matches(['`', '*', '(']).starts_with(char::is_uppercase)
    })
}

/// Whether what comes after a comma is the last of a list of things: ", and spaces", ", or title".
fn is_list(words: &[&str], at: usize) -> bool {
    let word = |by: usize| words.get(at + by).copied().unwrap_or_default();
    let last = |word: &str| word.is_empty() || word.ends_with([',', '.', ';', ':']);
    let joins = matches!(word(1), "and" | "or" | "nor");
    joins && (last(word(2)) || !GO_ON.contains(&word(2)) && last(word(3)))
}
