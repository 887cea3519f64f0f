//! What a check expects of its command, read from the words around it.

use super::phrase::{denied, ends_clause, exit_status, is_error_word, is_word, without_errors};
use super::token::{Token, tokens};

/// What a check expects of its command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expectation {
    /// How the command is to end; `None` where only its output is spoken of.
    pub exit: Option<ExpectedExit>,
    /// What its output is to hold; each entry is a list of which one will do.
    pub prints: Vec<Vec<String>>,
    /// What its output must not hold.
    pub lacks: Vec<String>,
    /// Whether the output is to be that and nothing else.
    pub exactly: bool,
    /// Whether it is to print nothing.
    pub silent: bool,
    /// What is said and not understood.
    pub rest: Vec<String>,
    /// Further commands of which the same is expected: ``a` and `b` pass``.
    pub also: Vec<String>,
    /// A word that makes the statement hold only under a condition that nobody sets up.
    pub condition: Option<String>,
    /// Whether it says of something else than the command that it fails.
    pub another: bool,
    /// A word that makes the statement hold at some place, such as `in CI`.
    pub place: Option<String>,
}

/// How a command is to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpectedExit {
    /// With success.
    Success,
    /// Without success.
    Failure,
    /// With this code.
    Code(i32),
}

const FILLERS: &[&str] = &[
    "it",
    "and",
    "then",
    "which",
    "should",
    "must",
    "will",
    "shall",
    "always",
    "the",
    "a",
    "an",
    "command",
    "run",
    "runs",
    "running",
    "execute",
    "executes",
    "executing",
    "to",
    "that",
    "also",
    "still",
    "now",
    "is",
    "are",
    "be",
    "can",
    "successfully",
    "cleanly",
    "correctly",
    "invoking",
    "invoke",
    "verify",
    "ensure",
    "check",
    "expected",
    "expect",
    "result",
    "test",
    "tests",
    "code",
    "locally",
];
const SUCCESS: &[&str] = &[
    "pass",
    "passes",
    "passed",
    "passing",
    "succeed",
    "succeeds",
    "succeeded",
    "green",
    "works",
    "compiles",
    "builds",
    "pasa",
    "pasan",
    "passa",
    "passam",
    "passe",
    "passent",
    "réussit",
    "réussissent",
    "funciona",
];
const COMPLETES: &[&str] = &[
    "completes",
    "complete",
    "completed",
    "finishes",
    "ends",
    "terminates",
    "runs",
    "run",
    "builds",
    "executes",
    "returns",
    "return",
    "exits",
    "corre",
];
const FAILURE: &[&str] = &["fails", "fail", "failed", "errors", "aborts"];
pub(super) const PRINTS: &[&str] = &[
    "prints", "print", "printed", "outputs", "output", "shows", "show", "displays", "display", "reports",
    "report", "emits", "writes", "logs", "says", "returns", "return", "yields", "gives", "contains",
    "contain", "includes", "include", "lists", "answers",
];
const EXITS: &[&str] =
    &["exits", "exit", "exited", "exiting", "returns", "return", "terminates", "ends", "finishes"];
pub(super) const CONDITIONS: &[&str] = &[
    "when", "if", "unless", "after", "once", "until", "while", "given", "during", "before", "twice", "again",
    "without", "whenever", "outside",
];
pub(super) const PLACES: &[&str] =
    &["in", "on", "against", "under", "from", "for", "across", "with", "within", "inside", "using"];

impl Expectation {
    /// Reads a statement: Markdown that holds the command in a code span.
    pub fn read(statement: &str, command: &str) -> Self {
        let tokens = tokens(statement);
        let at = tokens.iter().position(|token| matches!(token, Token::Code(code) if code == command));
        let (before, after) = match at {
            Some(at) => (&tokens[..at], &tokens[at + 1..]),
            None => (&tokens[..0], &tokens[..]),
        };
        let mut expectation = Self::default();
        let (also, after) = further_commands(after);
        expectation.read_before(before);
        expectation.read_after(after);
        if expectation == Self::default() {
            expectation.exit = Some(ExpectedExit::Success);
        }
        expectation.also = also;
        expectation
    }

    /// Whether anything is expected that running the command can show.
    pub fn says_something(&self) -> bool {
        self.exit.is_some() || self.speaks_of_output()
    }

    /// Whether the output is spoken of.
    pub fn speaks_of_output(&self) -> bool {
        !self.prints.is_empty() || !self.lacks.is_empty() || self.silent
    }

    /// What stands before the command may already say how it ends (`All tests pass (`make test`)`), or set a condition.
    fn read_before(&mut self, tokens: &[Token]) {
        for token in tokens {
            match token {
                Token::Word(word) if SUCCESS.contains(&word.as_str()) => {
                    self.exit = Some(ExpectedExit::Success)
                }
                Token::Word(word) if FAILURE.contains(&word.as_str()) => {
                    self.exit = Some(ExpectedExit::Failure)
                }
                Token::Word(word) if CONDITIONS.contains(&word.as_str()) && word != "when" => {
                    self.condition.get_or_insert_with(|| word.clone());
                }
                Token::Code(code) => self.rest.push(format!("`{code}`")),
                Token::Word(_) | Token::Mark(_) => {}
            }
        }
    }

    fn read_after(&mut self, tokens: &[Token]) {
        let mut at = 0;
        while at < tokens.len() {
            let used = self.phrase(&tokens[at..]);
            if used > 0 {
                at += used;
                continue;
            }
            match &tokens[at] {
                Token::Mark(_) => {}
                Token::Word(word) if FILLERS.contains(&word.as_str()) && !self.in_rest() => {}
                Token::Word(word) => {
                    if CONDITIONS.contains(&word.as_str()) {
                        self.condition.get_or_insert_with(|| word.clone());
                    } else if PLACES.contains(&word.as_str()) && self.says_something() {
                        self.place.get_or_insert_with(|| word.clone());
                    }
                    self.rest.push(word.clone());
                }
                Token::Code(code) => self.rest.push(format!("`{code}`")),
            }
            at += 1;
        }
    }

    /// Within words that are not understood a filler belongs to them.
    fn in_rest(&self) -> bool {
        !self.rest.is_empty()
    }

    /// Reads a phrase at the start of the tokens; the number of tokens that it takes.
    fn phrase(&mut self, tokens: &[Token]) -> usize {
        let [first, rest @ ..] = tokens else { return 0 };
        if let Token::Mark('→') = first {
            return self.printed(rest, false).map_or(0, |used| used + 1);
        }
        let Token::Word(word) = first else { return 0 };
        let word = word.as_str();
        if let Some(used) = denied(tokens)
            && let Some(taken) = self.printed(&tokens[used..], true)
        {
            return used + taken;
        }
        if EXITS.contains(&word)
            && let Some((exit, used)) = exit_status(rest, word.starts_with("return"))
        {
            self.exit = Some(exit);
            return used + 1;
        }
        if (word == "exit" || word == "status")
            && let Some((exit, used)) = exit_status(rest, true)
        {
            self.exit = Some(exit);
            return used + 1;
        }
        if SUCCESS.contains(&word) && ends_clause(rest) {
            self.exit.get_or_insert(ExpectedExit::Success);
            return 1 + without_errors(rest);
        }
        if COMPLETES.contains(&word)
            && matches!(rest.first(), Some(Token::Word(how)) if ["successfully", "cleanly", "clean", "without", "ok", "limpio"].contains(&how.as_str()))
        {
            let errors = without_errors(rest);
            if errors > 0 || !is_word(rest.first(), "without") {
                self.exit.get_or_insert(ExpectedExit::Success);
                return 1 + errors.max(1);
            }
        }
        // "prints `3`; a row without title is rejected": it is something else that fails.
        let of_another = self.says_something() && self.in_rest();
        let refused = ["refused", "rejected", "denied", "forbidden"];
        let is_refused = matches!(word, "is" | "gets" | "are")
            && matches!(rest.first(), Some(Token::Word(what)) if refused.contains(&what.as_str()));
        if of_another && (FAILURE.contains(&word) || is_refused) {
            self.another = true;
        }
        if FAILURE.contains(&word)
            && !of_another
            && !rest.first().is_some_and(
                |token| matches!(token, Token::Word(word) if CONDITIONS.contains(&word.as_str())),
            )
        {
            self.exit.get_or_insert(ExpectedExit::Failure);
            return 1 + self.failure_details(rest);
        }
        if is_refused && !of_another {
            self.exit.get_or_insert(ExpectedExit::Failure);
            return 2;
        }
        if PRINTS.contains(&word) {
            return self.printed(rest, false).map_or(0, |used| used + 1);
        }
        if word == "no" && matches!(rest.first(), Some(Token::Word(what)) if is_error_word(what)) {
            self.exit.get_or_insert(ExpectedExit::Success);
            return 2;
        }
        0
    }

    /// `fails with exit code 2`, `fails with `no such file``, `fails with an error`
    fn failure_details(&mut self, tokens: &[Token]) -> usize {
        if !is_word(tokens.first(), "with") {
            return 0;
        }
        let rest = &tokens[1..];
        if let Some((exit, used)) = exit_status(rest, true) {
            self.exit = Some(exit);
            return used + 1;
        }
        if let Some(used) = self.printed(rest, false) {
            return used + 1;
        }
        let filler = |token: &&Token| matches!(token, Token::Word(word) if ["a", "an", "the", "clear", "error", "message", "errors"].contains(&word.as_str()));
        let used = rest.iter().take_while(filler).count();
        if used > 0 { used + 1 } else { 0 }
    }

    /// The texts that are to be printed, in code or in quotes; `None` where none follow.
    fn printed(&mut self, tokens: &[Token], lacking: bool) -> Option<usize> {
        const BETWEEN: &[&str] = &[
            "the",
            "a",
            "an",
            "text",
            "line",
            "message",
            "messages",
            "version",
            "exactly",
            "only",
            "just",
            "to",
            "stdout",
            "stderr",
            "standard",
            "output",
            "error",
            "something",
            "like",
            "with",
            "as",
            "containing",
            "including",
            "contains",
            "includes",
            "string",
            "value",
            "number",
            "word",
            "json",
            "both",
            "either",
            "and",
            "or",
            "that",
            "says",
            "saying",
            "of",
        ];
        let (mut used, mut found, mut alternative, mut exactly) =
            (0, Vec::<Vec<String>>::new(), false, false);
        let mut last_found = 0;
        for token in tokens {
            match token {
                Token::Code(text) => {
                    match found.last_mut() {
                        Some(choices) if alternative => choices.push(text.clone()),
                        _ => found.push(vec![text.clone()]),
                    }
                    alternative = false;
                    last_found = used + 1;
                }
                Token::Word(word) if found.is_empty() && (word == "nothing" || word == "empty") => {
                    self.silent = true;
                    return Some(used + 1);
                }
                Token::Word(word)
                    if word == "no"
                        && found.is_empty()
                        && matches!(tokens.get(used + 1), Some(Token::Word(what)) if what == "output") =>
                {
                    self.silent = true;
                    return Some(used + 2);
                }
                Token::Word(word) if BETWEEN.contains(&word.as_str()) => {
                    exactly |= found.is_empty() && (word == "exactly" || word == "only" || word == "just");
                    alternative |= word == "or";
                }
                Token::Mark(',' | ':' | '/' | '→') => {}
                Token::Word(_) | Token::Mark(_) => break,
            }
            used += 1;
        }
        if found.is_empty() {
            return None;
        }
        if lacking {
            self.lacks.extend(found.into_iter().flatten());
        } else {
            self.exactly |= exactly;
            self.prints.extend(found);
        }
        Some(last_found)
    }
}

/// ``, `npm run lint` and `tsc --noEmit` `` right behind a command: more commands.
fn further_commands(tokens: &[Token]) -> (Vec<String>, &[Token]) {
    let mut also = Vec::new();
    let mut rest = tokens;
    loop {
        let joins = rest
            .iter()
            .take_while(|token| {
                matches!(token, Token::Mark(',')) || ["and", "y", "et", "und", "e"].contains(&token.word())
            })
            .count();
        match rest.get(joins) {
            Some(Token::Code(code)) if joins > 0 && code.contains(' ') => {
                also.push(code.clone());
                rest = &rest[joins + 1..];
            }
            _ => return (also, rest),
        }
    }
}

#[cfg(test)]
mod tests;
