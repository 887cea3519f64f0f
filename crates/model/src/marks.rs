//! What gives statements away, found in one pass over the text and one over the nodes, so that a reader looks only where
//! one may stand.

use crate::text::{code_span, is_upper_snake, starts_with_ignoring_case};
use crate::topic::{LONGEST_LABEL, LONGEST_SENTENCE, leaves_open, may_tell, own_topic};
use abide_syntax::{Document, Node, NodeKind, Task, TextRange};
use aho_corasick::{AhoCorasick, MatchKind};
use std::sync::LazyLock;

/// What a place gives away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// A requirement keyword.
    Duty,
    /// An HTTP method or a call.
    Method,
    /// Something is sent out.
    Emission,
    /// The first word of a scenario's clause.
    Clause,
    /// The start of a user story.
    Story,
    /// A line labelled as a decision or recommendation.
    Choice,
    /// A line labelled as a dependency.
    Need,
    /// An arrow in inline code.
    Arrow,
    /// A box.
    Box,
    /// A command or flag named in running text.
    Command,
    /// An environment variable named in running text.
    Variable,
    /// A short line that ends in a colon, or a summary of details.
    Label,
    /// A label that an HTTP method follows.
    MethodLabel,
    /// A name in code in front of the word "event".
    EventName,
    /// A constraint in capitals.
    Unique,
    /// The type of a metric.
    Metric,
    /// A container or its image.
    Image,
    /// Fields or columns in front of names, by where the first begins or the blank before it.
    Fields,
    /// What a message carries.
    Payload,
    /// What is to come of a case.
    Expected,
    /// The type of a message as it is shown.
    Typed,
}

const COUNT: usize = 21;

/// Words in capitals are rare, and a search for few rare words is as fast as memory.
const WORDS: &[(&str, Mark)] = &[
    ("MUST", Mark::Duty),
    ("SHALL", Mark::Duty),
    ("SHOULD", Mark::Duty),
    ("MAY", Mark::Duty),
    ("shall", Mark::Duty),
    ("DEBE", Mark::Duty),
    ("DEVE", Mark::Duty),
    ("DOIT", Mark::Duty),
    ("DOIVENT", Mark::Duty),
    ("MUSS", Mark::Duty),
    ("MÜSSEN", Mark::Duty),
    ("DARF NICHT", Mark::Duty),
    ("ДОЛЖ", Mark::Duty),
    ("GET", Mark::Method),
    ("POST", Mark::Method),
    ("PUT", Mark::Method),
    ("PATCH", Mark::Method),
    ("DELETE", Mark::Method),
    ("HEAD", Mark::Method),
    ("OPTIONS", Mark::Method),
    ("curl ", Mark::Method),
    ("UNIQUE", Mark::Unique),
    ("XPECTED", Mark::Expected),
    ("期待", Mark::Expected),
    ("预期", Mark::Expected),
    ("期望", Mark::Expected),
    ("예상", Mark::Expected),
    ("기대", Mark::Expected),
];

/// Words in running text, by their rare part: with a beginning that is common, a search stops in every line.
const PARTS: &[(&str, Mark)] = &[
    ("emit", Mark::Emission),
    ("Emit", Mark::Emission),
    ("ublish", Mark::Emission),
    ("ounter", Mark::Metric),
    ("gauge", Mark::Metric),
    ("togram", Mark::Metric),
    ("mmary", Mark::Metric),
    ("mage", Mark::Image),
    ("tainer", Mark::Image),
    ("ocker", Mark::Image),
    ("elds `", Mark::Fields),
    ("elds: ", Mark::Fields),
    ("lumns `", Mark::Fields),
    ("lumns: `", Mark::Fields),
    ("ributes `", Mark::Fields),
    ("ampos `", Mark::Fields),
    ("lumnas `", Mark::Fields),
    ("ayload", Mark::Payload),
    ("ペイロード", Mark::Payload),
    ("페이로드", Mark::Payload),
    ("负载", Mark::Payload),
    ("полезная нагрузка", Mark::Payload),
    ("xpected", Mark::Expected),
    ("sperad", Mark::Expected),
    ("ttendu", Mark::Expected),
    ("rwart", Mark::Expected),
    ("жидаем", Mark::Expected),
    ("SPERAD", Mark::Expected),
    ("TTENDU", Mark::Expected),
    ("RWART", Mark::Expected),
];

// A search for more than 32 words takes twice as long.
const _: () = assert!(WORDS.len() <= 32 && PARTS.len() <= 32);

fn search_of(words: &[(&str, Mark)]) -> Option<AhoCorasick> {
    AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(words.iter().map(|(word, _)| word)).ok()
}

/// Words that are looked for at once, and their search.
type Search = (Option<AhoCorasick>, &'static [(&'static str, Mark)]);

static SEARCHES: LazyLock<[Search; 2]> =
    LazyLock::new(|| [WORDS, PARTS].map(|words| (search_of(words), words)));

/// Where the marks stand in a text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Marks {
    places: [Vec<u32>; COUNT],
}

impl Marks {
    pub(crate) fn new(document: &Document) -> Self {
        let mut marks = Self::default();
        let text = document.text();
        for (search, words) in SEARCHES.iter() {
            for found in search.iter().flat_map(|search| search.find_iter(text)) {
                if let Some((_, mark)) = words.get(found.pattern().as_usize()) {
                    let at = if *mark == Mark::Fields { found.end() - 1 } else { found.start() };
                    marks.add(*mark, u32::try_from(at).unwrap_or(u32::MAX));
                }
            }
        }
        // `{type: "job.done"`, with or without quotes and a space.
        for at in memchr::memmem::find_iter(text.as_bytes(), b"type") {
            let behind = text.get(at + "type".len()..).unwrap_or_default();
            let before = text.get(..at).unwrap_or_default();
            let before = match before.strip_suffix('"') {
                Some(before) if behind.starts_with("\":") => before,
                None if behind.starts_with(':') => before,
                _ => continue,
            };
            if before.strip_suffix(' ').unwrap_or(before).ends_with('{') {
                marks.add(Mark::Typed, u32::try_from(at).unwrap_or(u32::MAX));
            }
        }
        // "Method: POST" as a label, in bold or not.
        const LABELS: &[&str] =
            &["ethod", "Verb", "étodo", "ethode", "éthode", "方法", "方式", "メソッド", "메서드", "етод"];
        for word in if marks.any(Mark::Method) { LABELS } else { &[] } {
            for at in memchr::memmem::find_iter(text.as_bytes(), word) {
                if text
                    .get(at + word.len()..)
                    .is_some_and(|rest| rest.starts_with([':', '：']) || rest.starts_with("**"))
                {
                    marks.add(Mark::MethodLabel, u32::try_from(at).unwrap_or(u32::MAX));
                }
            }
        }
        // What several searches found is put in order.
        marks.places.iter_mut().for_each(|places| places.sort_unstable());
        marks
    }

    /// Looks at one node; nodes come in source order.
    pub(crate) fn node(&mut self, document: &Document, node: Node) {
        match node.kind {
            NodeKind::Item { task } => {
                if task != Task::None {
                    self.add(Mark::Box, node.range.start);
                }
                let source = document.slice(node.range);
                self.start(node.range.start, source);
                if is_label(source) || own_topic(source).is_some() {
                    self.add(Mark::Label, node.range.start);
                }
            }
            NodeKind::Html if document.slice(node.range).contains("<summary>") => {
                self.add(Mark::Label, node.range.start);
            }
            NodeKind::Paragraph => {
                let source = document.slice(node.range);
                self.start(node.range.start, source);
                if is_label(source) {
                    self.add(Mark::Label, node.range.start);
                }
                if source.len() <= 2000 {
                    self.labels(node.range.start, source);
                }
            }
            NodeKind::CodeSpan => {
                let source = document.slice(node.range);
                // Code is short: one look at all of its bytes costs less than a search. The last byte of `->`, the first of `→`.
                let (candidate, compound) = source.bytes().fold((false, false), |(arrow, compound), byte| {
                    (arrow | (byte == b'>') | (byte == 0xE2), compound | (byte == b'_'))
                });
                if candidate && (source.contains("->") || source.contains('→')) {
                    self.add(Mark::Arrow, node.range.start);
                }
                let behind = document.text().get(node.range.end()..).unwrap_or_default();
                if compound && is_variable(source) && names_environment(document.text(), node.range) {
                    self.add(Mark::Variable, node.range.start);
                }
                if behind.starts_with(" event") {
                    self.add(Mark::EventName, node.range.start);
                }
                if matches!(behind.as_bytes(), [b' ', b'c' | b'f' | b's' | b'o' | b'm' | b't', ..])
                    && [" command", " flag", " subcommand", " option", " function", " method", " that "]
                        .iter()
                        .any(|word| behind.starts_with(word))
                    && code_span(source).len() > 2
                {
                    self.add(Mark::Command, node.range.start);
                }
            }
            _ => {}
        }
    }

    /// The first words of a paragraph or item, and those behind its label.
    fn start(&mut self, at: u32, source: &str) {
        let mut end = source.len().min(100);
        while !source.is_char_boundary(end) {
            end -= 1;
        }
        let head = source.get(..end).unwrap_or_default();
        // Japanese and Korean name the role before the word that says so.
        if may_be_korean_or_japanese(head)
            && ["として、", "として,", "로서"].iter().any(|word| head.contains(word))
        {
            self.add(Mark::Story, at);
            return;
        }
        let mut rest = head;
        for _ in 0..3 {
            let word = rest.trim_start_matches(|c: char| !c.is_alphabetic());
            let (clauses, stories) = starts(word.bytes().next().unwrap_or_default());
            let is_one = |start: &&str| starts_with_ignoring_case(word, start);
            let mark = match clauses.iter().any(is_one) {
                true => Some(Mark::Clause),
                false => stories.iter().any(is_one).then_some(Mark::Story),
            };
            if let Some(mark) = mark {
                self.add(mark, at);
                return;
            }
            // Behind `US-1: `, `**AC-2**: ` or `[P1] ` the statement itself starts.
            let label = memchr::memchr2(b':', b']', rest.as_bytes());
            match label.and_then(|label| rest.get(label + 1..)) {
                Some(behind) => rest = behind,
                None => break,
            }
        }
        // Behind a sentence in bold that names the scenario.
        if let Some((_, behind)) = head.split_once("** ") {
            let (clauses, _) = starts(behind.bytes().next().unwrap_or_default());
            if clauses.iter().any(|start| starts_with_ignoring_case(behind, start)) {
                self.add(Mark::Clause, at);
            }
        }
    }

    /// Lines that start with a label about a choice or a need.
    fn labels(&mut self, at: u32, source: &str) {
        let lines = memchr::memchr_iter(b'\n', source.as_bytes()).map(|at| at + 1);
        for line in std::iter::once(0).chain(lines).filter_map(|at| source.get(at..)) {
            let bare = line.trim_start_matches(|c: char| !c.is_alphabetic());
            let mark = match bare.bytes().next() {
                Some(b'D') if bare.starts_with("Deci") => Mark::Choice,
                Some(b'R') if bare.starts_with("Recommend") => Mark::Choice,
                Some(b'C') if bare.starts_with("Chosen") => Mark::Choice,
                Some(b'F') if bare.starts_with("Final decision") || bare.starts_with("Final Decision") => {
                    Mark::Choice
                }
                Some(b'D' | b'K' | b'T' | b'A')
                    if ["Design d", "Key d", "Technical d", "Architecture d"]
                        .iter()
                        .any(|word| starts_with_ignoring_case(bare, word)) =>
                {
                    Mark::Choice
                }
                Some(b'E') if bare.starts_with("Entscheidung") => Mark::Choice,
                Some(0xE0..) if ["決定", "결정", "决定"].iter().any(|word| bare.starts_with(word)) => {
                    Mark::Choice
                }
                Some(0xD0) if bare.starts_with("Решение") => Mark::Choice,
                Some(b'D' | b'd') if starts_with_ignoring_case(bare, "depend") => Mark::Need,
                Some(b'R') if bare.starts_with("Requires") => Mark::Need,
                _ => continue,
            };
            self.add(mark, at);
        }
    }

    fn add(&mut self, mark: Mark, at: u32) {
        if let Some(places) = self.places.get_mut(mark as usize) {
            places.push(at);
        }
    }

    /// Whether a mark starts within these bytes.
    pub(crate) fn any_in(&self, mark: Mark, range: TextRange) -> bool {
        let Some(places) = self.places.get(mark as usize) else { return true };
        places
            .get(places.partition_point(|place| *place < range.start))
            .is_some_and(|place| *place < range.end)
    }

    /// Where a mark stands, in source order.
    pub(crate) fn places(&self, mark: Mark) -> &[u32] {
        self.places.get(mark as usize).map_or(&[], Vec::as_slice)
    }

    /// Whether a mark stands anywhere.
    pub(crate) fn any(&self, mark: Mark) -> bool {
        self.places.get(mark as usize).is_none_or(|places| !places.is_empty())
    }
}

/// The first words of a scenario's clauses and those of stories that start with a byte.
fn starts(byte: u8) -> (&'static [&'static str], &'static [&'static str]) {
    match byte.to_ascii_lowercase() {
        b'a' => (&["angenommen"], &["as a", "as the ", "als "]),
        b'c' => (&["cuando"], &["como "]),
        b'd' => (&["dado", "dada"], &[]),
        b'e' => (&[], &["en tant q"]),
        b'g' => (&["given"], &[]),
        b'q' => (&["quando", "quand "], &[]),
        b's' => (&["scenario", "setup"], &[]),
        b't' => (&["then"], &[]),
        b'w' => (&["when", "wenn"], &[]),
        0xC3 => (&["étant", "Étant"], &[]),
        0xD0 => (&["допустим", "Допустим", "когда", "Когда"], &["как ", "Как "]),
        0xE4..=0xE7 => (&["假如", "给定"], &["作为", "作為"]),
        _ => (&[], &[]),
    }
}

/// Whether a byte stands there that such a character begins with.
fn may_be_korean_or_japanese(text: &str) -> bool {
    text.bytes().fold(false, |found, byte| found | (byte == 0xE3) | (byte == 0xEB))
}

/// Whether the first line of an item, or the last one of a paragraph, is short and ends in a colon.
fn is_label(source: &str) -> bool {
    let ends = |line: &str| {
        let line = line.trim_end_matches([' ', '*', '_', '\r']);
        line.ends_with([':', '：'])
            && (line.len() <= LONGEST_LABEL && may_tell(line)
                || line.len() <= LONGEST_SENTENCE && leaves_open(line))
    };
    let first = memchr::memchr(b'\n', source.as_bytes()).unwrap_or(source.len());
    if source.get(..first).is_some_and(ends) {
        return true;
    }
    let whole = source.trim_end();
    let last = memchr::memrchr(b'\n', whole.as_bytes()).map_or(0, |at| at + 1);
    // A text of one line has been looked at.
    (last > 0 || whole.len() < first) && whole.get(last..).is_some_and(ends)
}

/// Whether code is written as variables of the environment are: `LOG_LEVEL`, `LOG_LEVEL=info`.
fn is_variable(source: &str) -> bool {
    let name = code_span(source).split('=').next().unwrap_or_default();
    name.contains('_') && is_upper_snake(name)
}

/// Whether the words next to a place speak of the environment.
fn names_environment(text: &str, range: TextRange) -> bool {
    const NEAR: usize = 32;
    const FAR: usize = 80;
    const WORDS: &[&str] = &[
        "nvironment variable",
        "nvironment Variable",
        "nv var",
        "nv-var",
        "ENV var",
        "variable de entorno",
        "mgebungsvariable",
        "variable d'environnement",
        "variável de ambiente",
        "環境変数",
        "환경 변수",
        "환경변수",
        "环境变量",
        "環境變數",
        "еременн",
    ];
    /// Words right before the first name, and the names between.
    const SET_BY: &[&str] = &[
        "configurable via",
        "configured via",
        "configurable through",
        "configured through",
        "set via",
        "set through",
        "overridden via",
        "overridden by",
        "overridable via",
        "override via",
        "controlled via",
    ];
    static SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(WORDS).ok());
    static SET: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(SET_BY).ok());
    let mut start = range.start().saturating_sub(NEAR);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let mut end = (range.end() + NEAR).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let before = text.get(start..range.start()).unwrap_or_default();
    let behind = text.get(range.end()..end).unwrap_or_default();
    // What another line says belongs to that line.
    let before = before.rsplit("\n\n").next().unwrap_or_default();
    let behind = behind.split(['\n', '.', ';', '|']).next().unwrap_or_default();
    // "configurable via `APP_HOST` / `APP_PORT`"
    let set_by = || {
        let mut start = range.start().saturating_sub(FAR);
        while !text.is_char_boundary(start) {
            start += 1;
        }
        let before = text.get(start..range.start()).unwrap_or_default();
        let told = SET.as_ref().and_then(|search| search.find_iter(before).last());
        let between = told.and_then(|told| before.get(told.end()..)).unwrap_or("-");
        between.split('`').step_by(2).all(|gap| matches!(gap.trim(), "" | "the" | "/" | "," | "and" | "or"))
    };
    SEARCH.as_ref().is_some_and(|search| search.is_match(before) || search.is_match(behind)) || set_by()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_found_where_they_stand() {
        let document = Document::parse(
            "It MUST be.\n\n- **AC-1**: Given a, when b\n- US-1: As a user\n\n**Decision**: yes\n",
        );
        let mut marks = Marks::new(&document);
        for node in document.nodes() {
            marks.node(&document, *node);
        }
        assert!(marks.any_in(Mark::Duty, TextRange::new(0, 11)));
        assert!(!marks.any_in(Mark::Duty, TextRange::new(11, 70)));
        for mark in [Mark::Clause, Mark::Story, Mark::Choice] {
            assert!(marks.any(mark), "{mark:?}");
        }
        assert!(!marks.any(Mark::Method));
    }

    #[test]
    fn marks_of_several_searches_are_in_order() {
        let marks =
            Marks::new(&Document::parse("expected {\"type\": 1}, 期待 EXPECTED { type: 2 } type: 3\n"));
        assert_eq!(marks.places(Mark::Expected).len(), 3);
        assert!(marks.places(Mark::Expected).is_sorted());
        assert_eq!(marks.places(Mark::Typed), [11, 40]);
    }
}
