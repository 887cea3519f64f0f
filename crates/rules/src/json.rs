//! JSON as specifications write it: with comments, ellipses and words that stand for values. Every value keeps its place.

use abide_syntax::TextRange;

/// A value with its place, relative to the text that was read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node<'a> {
    pub range: TextRange,
    pub value: Value<'a>,
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value<'a> {
    Null,
    Boolean,
    /// A number, and whether it has a fraction.
    Number {
        fraction: bool,
    },
    /// A text, as written between its quotes.
    Text(&'a str),
    List(Vec<Node<'a>>),
    Object(Vec<Member<'a>>),
    /// A word that stands for a value: `string`, `<id>`, `...`.
    Sketch,
}

/// A member of an object.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Member<'a> {
    pub name: &'a str,
    /// Of the name with its quotes.
    pub range: TextRange,
    pub node: Node<'a>,
}

/// What was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Json<'a> {
    /// The values, one behind the other.
    pub values: Vec<Node<'a>>,
    /// The first place where it is no JSON, however generously read.
    pub fault: Option<Fault>,
    /// Whether comments, ellipses or words stand for something: then it is a sketch, and no machine is meant to read it.
    pub sketched: bool,
    /// Places of commas behind the last member.
    pub trailing: Vec<TextRange>,
}

/// Where and why a text is no JSON.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fault {
    pub range: TextRange,
    pub what: FaultKind,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum FaultKind {
    /// Two members or values without a comma between them; it belongs at the range's start.
    MissingComma,
    /// A name without a colon behind it.
    MissingColon,
    /// A bracket that closes another than the one that is open.
    WrongBracket,
    /// The end, with a bracket open.
    Unclosed,
    /// A text that does not end on its line.
    OpenText,
    /// Something that no value starts with.
    Unexpected,
}

/// Deeper values are left unread.
const DEEPEST: usize = 64;

/// Reads a text.
pub(crate) fn read(text: &str) -> Json<'_> {
    let mut reader = Reader { text, at: 0, json: Json::default() };
    loop {
        reader.space();
        if reader.at >= text.len() {
            break;
        }
        match reader.value(0) {
            Some(node) => reader.json.values.push(node),
            None => break,
        }
        reader.space();
        // Values one behind the other, with or without a comma.
        if reader.peek() == Some(b',') {
            reader.at += 1;
            reader.json.sketched = true;
        }
    }
    reader.json
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    json: Json<'a>,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn fail<T>(&mut self, from: usize, to: usize, what: FaultKind) -> Option<T> {
        if self.json.fault.is_none() {
            let to = to.min(self.text.len()).max(from);
            self.json.fault = Some(Fault { range: TextRange::new(from, to), what });
        }
        None
    }

    /// White space, comments and ellipses.
    fn space(&mut self) {
        loop {
            let rest = self.rest();
            let bare = rest.trim_start();
            self.at += rest.len() - bare.len();
            let skipped = if bare.starts_with("//") || bare.starts_with('#') {
                bare.find('\n').unwrap_or(bare.len())
            } else if bare.starts_with("/*") {
                bare.find("*/").map_or(bare.len(), |end| end + 2)
            } else if bare.starts_with("<!--") {
                bare.find("-->").map_or(bare.len(), |end| end + 3)
            } else if let Some(behind) = bare.strip_prefix("...").or_else(|| bare.strip_prefix('…')) {
                // "... more of the same ..." is one ellipsis.
                let line = behind.split('\n').next().unwrap_or_default();
                let words = line.trim_end().trim_end_matches(['.', '…']);
                let told = !words.contains(['"', '{', '}', '[', ']', ',']);
                bare.len() - behind.len() + if told { line.len() } else { 0 }
            } else {
                return;
            };
            self.json.sketched = true;
            self.at += skipped;
        }
    }

    fn value(&mut self, depth: usize) -> Option<Node<'a>> {
        self.space();
        let start = self.at;
        if depth > DEEPEST {
            return self.fail(start, start + 1, FaultKind::Unexpected);
        }
        let value = match self.peek() {
            None => return self.fail(start, start, FaultKind::Unclosed),
            Some(b'{') => self.object(depth)?,
            Some(b'[') => self.list(depth)?,
            Some(b'"') => Value::Text(self.quoted()?),
            Some(b'}' | b']' | b',' | b':') => return self.fail(start, start + 1, FaultKind::Unexpected),
            Some(_) => self.word()?,
        };
        Some(Node { range: TextRange::new(start, self.at), value })
    }

    fn quoted(&mut self) -> Option<&'a str> {
        let start = self.at;
        let inner = self.text.get(start + 1..).unwrap_or_default();
        let mut escaped = false;
        for (at, letter) in inner.char_indices() {
            match letter {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => {
                    self.at = start + 1 + at + 1;
                    return inner.get(..at);
                }
                '\n' => return self.fail(start, start + 1 + at, FaultKind::OpenText),
                _ => {}
            }
        }
        self.fail(start, self.text.len(), FaultKind::OpenText)
    }

    /// Anything up to the end of a value: a literal, or words that stand for one.
    fn word(&mut self) -> Option<Value<'a>> {
        let start = self.at;
        let mut depth = 0usize;
        let mut end = self.text.len();
        for (at, letter) in self.rest().char_indices() {
            match letter {
                '<' | '(' | '{' | '[' => depth += 1,
                '>' | ')' if depth > 0 => depth -= 1,
                '}' | ']' if depth > 0 => depth -= 1,
                ',' | '}' | ']' | '\n' if depth == 0 || letter == '\n' => {
                    end = start + at;
                    break;
                }
                _ => {}
            }
        }
        let whole = self.text.get(start..end).unwrap_or_default();
        let cut = [" //", "\t//", " #", " /*"]
            .iter()
            .filter_map(|mark| whole.find(mark))
            .min()
            .unwrap_or(whole.len());
        let word = whole.get(..cut).unwrap_or_default().trim_end();
        // A literal ends at white space; the next member may follow without its comma.
        let first = word.split(char::is_whitespace).next().unwrap_or_default();
        let literal = match first {
            "null" => Some(Value::Null),
            "true" | "false" => Some(Value::Boolean),
            _ => number(first).map(|fraction| Value::Number { fraction }),
        };
        if let Some(value) = literal {
            self.at = start + first.len();
            let behind = word.get(first.len()..).unwrap_or_default().trim();
            if !behind.is_empty() && !behind.starts_with('"') {
                self.json.sketched = true;
                self.at = start + word.len();
                return Some(Value::Sketch);
            }
            return Some(value);
        }
        if word.is_empty() {
            return self.fail(start, start + 1, FaultKind::Unexpected);
        }
        self.json.sketched = true;
        self.at = start + word.len();
        Some(Value::Sketch)
    }

    fn object(&mut self, depth: usize) -> Option<Value<'a>> {
        let open = self.at;
        self.at += 1;
        let mut members: Vec<Member> = Vec::new();
        let mut comma: Option<usize> = None;
        loop {
            let end = self.at;
            self.space();
            let start = self.at;
            match self.peek() {
                None => return self.fail(open, open + 1, FaultKind::Unclosed),
                Some(b'}') => {
                    self.at += 1;
                    if let Some(at) = comma {
                        self.json.trailing.push(TextRange::new(at, at + 1));
                    }
                    return Some(Value::Object(members));
                }
                Some(b']') => return self.fail(start, start + 1, FaultKind::WrongBracket),
                Some(b',') if comma.is_none() => {
                    comma = Some(start);
                    self.at += 1;
                    continue;
                }
                Some(b'"') => {}
                Some(_) => {
                    // A name without quotes, `[key: string]: …`, a word that stands for members.
                    self.json.sketched = true;
                    let rest = self.rest();
                    let line = rest.find([':', ',', '\n', '}']).unwrap_or(rest.len()).max(1);
                    if rest.as_bytes().get(line) == Some(&b':') {
                        let name = rest.get(..line).unwrap_or_default().trim();
                        self.at += line + 1;
                        let node = self.value(depth + 1)?;
                        members.push(Member { name, range: TextRange::new(start, start + name.len()), node });
                    } else {
                        self.at += rest.get(line..).map_or(rest.len(), |_| line);
                    }
                    comma = None;
                    continue;
                }
            }
            if comma.is_none() && !members.is_empty() && !self.json.sketched {
                return self.fail(end, start + 1, FaultKind::MissingComma);
            }
            let name = self.quoted()?;
            let range = TextRange::new(start, self.at);
            self.space();
            if self.peek() != Some(b':') {
                // `{ "a", "b" }` is a set, which only a sketch may show.
                return self.fail(range.start(), range.end(), FaultKind::MissingColon);
            }
            self.at += 1;
            let node = self.value(depth + 1)?;
            members.push(Member { name, range, node });
            comma = None;
        }
    }

    fn list(&mut self, depth: usize) -> Option<Value<'a>> {
        let open = self.at;
        self.at += 1;
        let mut nodes: Vec<Node> = Vec::new();
        let mut comma: Option<usize> = None;
        loop {
            let end = self.at;
            self.space();
            match self.peek() {
                None => return self.fail(open, open + 1, FaultKind::Unclosed),
                Some(b']') => {
                    self.at += 1;
                    if let Some(at) = comma {
                        self.json.trailing.push(TextRange::new(at, at + 1));
                    }
                    return Some(Value::List(nodes));
                }
                Some(b'}') => return self.fail(self.at, self.at + 1, FaultKind::WrongBracket),
                Some(b',') if comma.is_none() => {
                    comma = Some(self.at);
                    self.at += 1;
                    continue;
                }
                Some(_) => {}
            }
            if comma.is_none() && !nodes.is_empty() && !self.json.sketched {
                return self.fail(end, self.at + 1, FaultKind::MissingComma);
            }
            nodes.push(self.value(depth + 1)?);
            comma = None;
        }
    }
}

/// Whether a word is a number, and whether it has a fraction.
fn number(word: &str) -> Option<bool> {
    let digits = word.strip_prefix('-').unwrap_or(word);
    let known = digits.starts_with(|letter: char| letter.is_ascii_digit())
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-'))
        && digits.parse::<f64>().is_ok();
    known.then(|| digits.contains(['.', 'e', 'E']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> Option<(FaultKind, &str)> {
        let fault = read(text).fault?;
        Some((fault.what, fault.range.slice(text)))
    }

    #[test]
    fn sketches_are_no_faults() {
        for text in [
            "{\"a\": 1, \"b\": [true, null, \"x\"]}",
            "{\"a\": ..., ...}",
            "{\"a\": string, // what it is\n \"b\": <id>}",
            "[\n  {\"a\": 1},\n  ... more of them ...\n]",
            "{\"a\": 1}\n{\"a\": 2}",
            "{ a: 1, /* b */ }",
            "{\"a\": \"b\" | \"c\"}",
        ] {
            assert!(fault(text).is_none() || read(text).sketched, "{text}: {:?}", fault(text));
        }
    }

    #[test]
    fn faults_where_they_are() {
        assert_eq!(fault("{\"a\": 1\n \"b\": 2}"), Some((FaultKind::MissingComma, "\n \"")));
        assert_eq!(fault("{\"a\": [1, 2}"), Some((FaultKind::WrongBracket, "}")));
        assert_eq!(fault("{\"a\": {\"b\": 1}"), Some((FaultKind::Unclosed, "{")));
        assert_eq!(fault("{\"a\": \"x\n}"), Some((FaultKind::OpenText, "\"x")));
        assert_eq!(fault("{\"a\" 1}"), Some((FaultKind::MissingColon, "\"a\"")));
        assert_eq!(read("{\"a\": 1,}").trailing.len(), 1);
    }

    #[test]
    fn members_keep_their_places() {
        let text = "{\"total\": 1.5}";
        let json = read(text);
        let Some(Value::Object(members)) = json.values.first().map(|node| node.value.clone()) else {
            panic!("{json:?}")
        };
        assert_eq!(members[0].range.slice(text), "\"total\"");
        assert_eq!(members[0].node.range.slice(text), "1.5");
        assert_eq!(members[0].node.value, Value::Number { fraction: true });
    }
}
