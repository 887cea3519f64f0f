//! Languages with braces: TypeScript, Rust, Go, Java, C#, Kotlin, Swift, Protobuf, GraphQL, Prisma, Solidity.

use super::{Attribute, Definitions, Form, Operation, Shape, nesting, range_of, uncommented, word};
use crate::fence::CodeLine;

/// What differs between the languages.
pub(super) struct Syntax {
    /// Reads the line that opens a definition: its form, its name, and the text behind the opening bracket.
    header: fn(&str) -> Option<(Form, &str)>,
    /// Reads one member of a record.
    member: fn(&str) -> Option<Attribute>,
    /// The words that start an operation, each with whether it is an event.
    operations: &'static [(&'static str, bool)],
    /// Whether a name with parentheses is an operation without any word before it.
    bare_operations: bool,
    comments: &'static [&'static str],
}

pub(super) const TYPESCRIPT: Syntax = Syntax {
    header: typescript_header,
    member: colon_member,
    operations: &[("function ", false), ("async function ", false)],
    bare_operations: true,
    comments: &["//", "/*"],
};
pub(super) const RUST: Syntax = Syntax {
    header: rust_header,
    member: colon_member,
    operations: &[("fn ", false), ("async fn ", false)],
    bare_operations: false,
    comments: &["//"],
};
pub(super) const GO: Syntax = Syntax {
    header: go_header,
    member: go_member,
    operations: &[("func ", false)],
    bare_operations: true,
    comments: &["//"],
};
pub(super) const JAVA: Syntax = Syntax {
    header: java_header,
    member: java_member,
    operations: &[],
    bare_operations: true,
    comments: &["//", "/*"],
};
pub(super) const KOTLIN: Syntax = Syntax {
    header: kotlin_header,
    member: kotlin_member,
    operations: &[("fun ", false), ("suspend fun ", false), ("func ", false), ("def ", false)],
    bare_operations: false,
    comments: &["//", "/*"],
};
pub(super) const PROTO: Syntax = Syntax {
    header: proto_header,
    member: proto_member,
    operations: &[("rpc ", false)],
    bare_operations: false,
    comments: &["//"],
};
pub(super) const GRAPHQL: Syntax = Syntax {
    header: graphql_header,
    member: graphql_member,
    operations: &[],
    bare_operations: false,
    comments: &["#"],
};
pub(super) const PRISMA: Syntax = Syntax {
    header: prisma_header,
    member: prisma_member,
    operations: &[],
    bare_operations: false,
    comments: &["//"],
};
pub(super) const SOLIDITY: Syntax = Syntax {
    header: solidity_header,
    member: solidity_member,
    operations: &[("function ", false), ("event ", true)],
    bare_operations: false,
    comments: &["//", "/*"],
};

/// `Order = {` or `Order {` with `name: type` lines: a record in no language in particular.
pub(super) const LOOSE: Syntax = Syntax {
    header: loose_header,
    member: colon_member,
    operations: &[],
    bare_operations: false,
    comments: &["//", "#"],
};

/// Whether a line opens a record in no language in particular.
pub(super) fn is_loose_header(line: &str) -> bool {
    loose_header(line.trim()).is_some()
}

fn loose_header(code: &str) -> Option<(Form, &str)> {
    let name = word(code);
    let rest = code.get(name.len()..)?.trim_start();
    let rest = rest.strip_prefix(['=', ':']).unwrap_or(rest).trim_start();
    let named = name.starts_with(char::is_uppercase) && name.chars().any(char::is_lowercase);
    (named && rest.starts_with('{')).then_some((Form::Record, name))
}

/// One definition that is still open.
struct Open {
    shape: Shape,
    /// The depth of its members.
    depth: i32,
}

pub(super) fn read(lines: &[CodeLine], syntax: &Syntax) -> Definitions {
    const OPEN: &[char] = &['{', '('];
    const CLOSE: &[char] = &['}', ')'];
    let mut found = Definitions::default();
    let mut stack: Vec<Open> = Vec::new();
    let mut depth = 0;
    let mut in_comment = false;
    for line in lines {
        let trimmed = line.text.trim();
        if in_comment || trimmed.starts_with("/*") {
            in_comment = !trimmed.contains("*/");
            continue;
        }
        let (code, comment) = uncommented(line.text, syntax.comments);
        let code = code.trim();
        if code.is_empty()
            || code.starts_with(['@', '*'])
            || (code.starts_with("#[") || code.starts_with("#!"))
        {
            continue;
        }
        let change = nesting(code, OPEN, CLOSE);
        let member_depth = stack.last().map(|open| open.depth);
        if let Some((form, name)) = (syntax.header)(code).filter(|(_, name)| !name.is_empty())
            && (stack.is_empty() || form != Form::Class || member_depth == Some(depth))
        {
            let shape =
                Shape { name: name.to_owned(), form, range: range_of(line, code), ..Shape::default() };
            let opens = code.find(['{', '(']);
            match opens {
                Some(at) if change > 0 => {
                    stack.push(Open { shape, depth: depth + change });
                    // Members may stand behind the bracket: `record P(int x,`.
                    inline(&mut stack, syntax, line, inner(code, at));
                }
                Some(at) => {
                    // The whole definition on one line.
                    let mut open = vec![Open { shape, depth: depth + 1 }];
                    inline(&mut open, syntax, line, inner(code, at));
                    found.shapes.extend(open.pop().map(|open| open.shape));
                }
                None => {
                    let mut shape = shape;
                    if let Some((_, union)) = code.split_once('=') {
                        shape.values = union_values(union);
                    }
                    if form == Form::Enumeration || form == Form::Record && code.ends_with(';') {
                        found.shapes.push(shape);
                    } else {
                        // The bracket follows on the next line.
                        stack.push(Open { shape, depth: depth + 1 });
                    }
                }
            }
            depth += change;
            close(&mut stack, &mut found, depth, opens.is_none() && change == 0);
            continue;
        }
        if let Some(open) = stack.last_mut()
            && depth == open.depth
            && !code.starts_with(['}', ')', '{'])
        {
            member(&mut open.shape, syntax, line, code, comment);
        } else if let Some(union) = code.strip_prefix('|')
            && stack.is_empty()
            && let Some(last) = found.shapes.last_mut()
            && last.form == Form::Enumeration
        {
            last.values.extend(union_values(union));
        } else if stack.is_empty() && depth == 0 {
            found.operations.extend(operation(code, syntax, line));
        }
        depth += change;
        close(&mut stack, &mut found, depth, false);
    }
    while let Some(open) = stack.pop() {
        found.shapes.push(open.shape);
    }
    found.shapes.sort_by_key(|shape| shape.range.start);
    found
}

fn close(stack: &mut Vec<Open>, found: &mut Definitions, depth: i32, waits: bool) {
    while !waits && stack.last().is_some_and(|open| depth < open.depth) {
        found.shapes.extend(stack.pop().map(|open| open.shape));
    }
}

/// What stands behind the bracket at `at`, up to its partner or the end of the line.
fn inner(code: &str, at: usize) -> &str {
    let rest = code.get(at + 1..).unwrap_or_default();
    let mut depth = 1;
    let end = rest.char_indices().find(|(_, character)| {
        depth += match character {
            '{' | '(' => 1,
            '}' | ')' => -1,
            _ => 0,
        };
        depth == 0
    });
    rest.get(..end.map_or(rest.len(), |(at, _)| at)).unwrap_or_default()
}

/// Members that stand on the same line, with commas or semicolons between them.
fn inline(stack: &mut [Open], syntax: &Syntax, line: &CodeLine, text: &str) {
    let Some(open) = stack.last_mut() else { return };
    for part in split_members(text) {
        if !part.trim().is_empty() {
            member(&mut open.shape, syntax, line, part.trim(), None);
        }
    }
}

/// Splits at commas and semicolons outside brackets.
fn split_members(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0i32, 0);
    for (at, character) in text.char_indices() {
        match character {
            '(' | '[' | '{' | '<' => depth += 1,
            ')' | ']' | '}' | '>' => depth -= 1,
            ',' | ';' if depth <= 0 => {
                parts.extend(text.get(start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.extend(text.get(start..));
    parts
}

fn member(shape: &mut Shape, syntax: &Syntax, line: &CodeLine, code: &str, comment: Option<&str>) {
    match shape.form {
        Form::Enumeration => {
            for part in split_members(code) {
                let bare = part.trim().trim_start_matches("case ").trim_matches(['"', '\'', ' ']);
                let name = word(bare);
                if !name.is_empty() && !matches!(name, "fn" | "public" | "private" | "option" | "reserved") {
                    shape.values.push(name.to_owned());
                }
            }
        }
        _ => {
            if let Some(operation) = operation(code, syntax, line) {
                shape.operations.push(operation);
                return;
            }
            // Several on one line: `id: string; name: string`.
            let parts = if code.contains("; ") { split_members(code) } else { vec![code] };
            for part in parts {
                if let Some(mut attribute) = (syntax.member)(part.trim().trim_end_matches([',', ';']).trim())
                {
                    attribute.range = range_of(line, code);
                    if attribute.description.is_none() {
                        attribute.description = comment.map(str::to_owned);
                    }
                    shape.attributes.push(attribute);
                }
            }
        }
    }
}

fn operation(code: &str, syntax: &Syntax, line: &CodeLine) -> Option<Operation> {
    let bare = modifiers(code);
    let signature = code.trim_end_matches(['{', ';', ' ', ',']).trim();
    for (start, event) in syntax.operations {
        if let Some(rest) = bare.strip_prefix(start) {
            // `func (s *Store) Get(` has a receiver first.
            let rest = if rest.starts_with('(') { rest.split_once(") ")?.1 } else { rest };
            let name = word(rest.trim_start());
            return (!name.is_empty()).then(|| Operation {
                name: name.to_owned(),
                signature: signature.to_owned(),
                range: range_of(line, code),
                event: *event,
                has_body: code.ends_with('{'),
            });
        }
    }
    if !syntax.bare_operations || syntax.operations.iter().any(|(start, _)| *start == "fn ") {
        return None;
    }
    // `name(…): T`, `Name(ctx) (T, error)`, `T name(…)`: the word before the first parenthesis, with nothing that assigns.
    let at = bare.find('(')?;
    let before = bare.get(..at)?.trim_end();
    let before = before.split('<').next().unwrap_or(before).trim_end();
    if before.is_empty() || before.contains([':', '=', '"', '.', '`', '@']) {
        return None;
    }
    let words: Vec<&str> = before.split_whitespace().collect();
    let name = *words.last()?;
    let named = name.chars().all(|c| c.is_alphanumeric() || c == '_')
        && name.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let keyword = matches!(
        words.first().copied()?,
        "if" | "for"
            | "while"
            | "return"
            | "switch"
            | "catch"
            | "new"
            | "await"
            | "import"
            | "const"
            | "let"
            | "var"
            | "throw"
            | "describe"
            | "it"
            | "test"
            | "expect"
            | "constructor"
            | "super"
            | "go"
            | "defer"
            | "else"
            | "type"
            | "export"
    );
    (named && !keyword && words.len() <= 3).then(|| Operation {
        name: name.to_owned(),
        signature: signature.to_owned(),
        range: range_of(line, code),
        event: false,
        has_body: code.ends_with('{'),
    })
}

/// Without the words that only say who may see it.
fn modifiers(code: &str) -> &str {
    let mut rest = code.trim_start();
    loop {
        let first = word(rest);
        let shorter = match first {
            "export" | "public" | "private" | "protected" | "internal" | "static" | "abstract" | "final"
            | "readonly" | "declare" | "default" | "override" | "sealed" | "open" | "partial" | "virtual"
            | "async" | "data" | "external" | "unsafe" | "virtual_" | "required" | "mut" | "lateinit"
            | "late" => rest.get(first.len()..),
            "pub" => rest.get(3..).map(|rest| {
                if rest.starts_with('(') { rest.split_once(')').map_or(rest, |(_, rest)| rest) } else { rest }
            }),
            _ => None,
        };
        match shorter {
            Some(shorter) if shorter.starts_with(char::is_whitespace) => rest = shorter.trim_start(),
            _ => return rest,
        }
    }
}

fn union_values(union: &str) -> Vec<String> {
    let quoted = |part: &str| {
        let bare = part.trim().trim_end_matches(';').trim();
        let inner = bare.trim_matches(['"', '\'', '`']);
        (inner.len() + 2 == bare.len()).then(|| inner.to_owned())
    };
    union.split('|').filter_map(quoted).collect()
}

fn typescript_header(code: &str) -> Option<(Form, &str)> {
    let bare = modifiers(code);
    if let Some(rest) = bare.strip_prefix("interface ") {
        return Some((Form::Record, word(rest)));
    }
    if let Some(rest) = bare.strip_prefix("enum ").or_else(|| bare.strip_prefix("const enum ")) {
        return Some((Form::Enumeration, word(rest)));
    }
    if let Some(rest) = bare.strip_prefix("class ") {
        return Some((Form::Class, word(rest)));
    }
    if let Some(rest) = bare.strip_prefix("type ") {
        let name = word(rest);
        let definition = rest.get(name.len()..)?.split_once('=')?.1.trim();
        return if definition.starts_with('{') || definition.ends_with('{') {
            Some((Form::Record, name))
        } else if definition.is_empty() || definition.starts_with(['"', '\'', '|']) {
            Some((Form::Enumeration, name))
        } else {
            None
        };
    }
    let rest = bare.strip_prefix("const ")?;
    let name = word(rest);
    let (_, definition) = rest.split_once('=')?;
    let definition = definition.trim();
    if definition.starts_with("z.object(") || definition.starts_with("z.strictObject(") {
        return Some((Form::Record, name.strip_suffix("Schema").unwrap_or(name)));
    }
    if definition.starts_with("z.enum(") {
        return None;
    }
    let table = ["pgTable(", "sqliteTable(", "mysqlTable(", "defineTable("]
        .iter()
        .any(|call| definition.starts_with(call));
    table.then_some((Form::Record, name))
}

/// `name: Type`, `name?: Type`, `pub name: Type`, `name: z.string().optional()`.
fn colon_member(code: &str) -> Option<Attribute> {
    let bare = modifiers(code);
    let (name, kind) = bare.split_once(':')?;
    let name = name.trim();
    let optional = name.ends_with('?');
    let name = name.trim_end_matches(['?', '!']).trim_matches(['"', '\'']);
    if name.is_empty()
        || !name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '$' || c == '-')
        || kind.starts_with(':')
    {
        return None;
    }
    if matches!(name, "case" | "default" | "where" | "let") {
        return None;
    }
    let kind = kind.trim().trim_end_matches('{').trim();
    let kind = if kind.is_empty() { "object" } else { kind };
    let (kind, default) = match kind.split_once(" = ") {
        Some((kind, default)) => (kind.trim(), Some(default.trim().to_owned())),
        None => (kind, None),
    };
    let chained = kind.starts_with("z.") || kind.contains("().");
    let nullable = kind.contains("| null")
        || kind.contains("| undefined")
        || kind.starts_with("Option<")
        || chained && (kind.contains(".optional()") || kind.contains(".nullable()"));
    let built = |call: &str| kind.contains(call);
    Some(Attribute {
        name: name.to_owned(),
        required: if optional || nullable {
            Some(false)
        } else if chained && built(".notNull()") {
            Some(true)
        } else {
            None
        },
        primary: built(".primaryKey("),
        unique: built(".unique("),
        references: kind
            .split_once("references(() => ")
            .map(|(_, rest)| rest.split([')', ',']).next().unwrap_or_default().to_owned()),
        kind: Some(kind.to_owned()),
        default,
        ..Attribute::default()
    })
}

fn rust_header(code: &str) -> Option<(Form, &str)> {
    let bare = modifiers(code);
    if let Some(rest) = bare.strip_prefix("struct ").or_else(|| bare.strip_prefix("union ")) {
        return Some((Form::Record, word(rest)));
    }
    if let Some(rest) = bare.strip_prefix("enum ") {
        return Some((Form::Enumeration, word(rest)));
    }
    bare.strip_prefix("trait ").map(|rest| (Form::Service, word(rest)))
}

fn go_header(code: &str) -> Option<(Form, &str)> {
    let rest = code.strip_prefix("type ").unwrap_or(code);
    let name = word(rest);
    let after = rest.get(name.len()..)?.trim_start();
    if after.starts_with("struct") && after.contains('{') {
        return Some((Form::Record, name));
    }
    (after.starts_with("interface") && after.contains('{')).then_some((Form::Service, name))
}

/// `Name Type` with a tag behind it.
fn go_member(code: &str) -> Option<Attribute> {
    let (bare, tag) = code.split_once('`').map_or((code, ""), |(bare, tag)| (bare.trim(), tag));
    let name = word(bare);
    let kind = bare.get(name.len()..)?.trim();
    if name.is_empty() || kind.is_empty() || !bare.get(name.len()..)?.starts_with(char::is_whitespace) {
        return None;
    }
    let optional = kind.starts_with('*') || tag.contains("omitempty");
    Some(Attribute {
        name: name.to_owned(),
        kind: Some(kind.to_owned()),
        required: optional.then_some(false),
        ..Attribute::default()
    })
}

fn java_header(code: &str) -> Option<(Form, &str)> {
    let bare = modifiers(code);
    for (start, form) in [
        ("class ", Form::Class),
        ("record ", Form::Record),
        ("struct ", Form::Record),
        ("enum ", Form::Enumeration),
        ("interface ", Form::Service),
        ("record class ", Form::Record),
    ] {
        if let Some(rest) = bare.strip_prefix(start) {
            return Some((form, word(rest)));
        }
    }
    None
}

/// `private String name;`, `public string Name { get; set; }`, `UUID id` in a record's head.
fn java_member(code: &str) -> Option<Attribute> {
    let bare = modifiers(code);
    let head = bare.split(['{', '=']).next()?.trim().trim_end_matches(';').trim();
    let at = head.rfind(char::is_whitespace)?;
    let (kind, name) = (head.get(..at)?.trim(), head.get(at..)?.trim());
    let named = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    let plain = !kind.is_empty()
        && kind.chars().all(|c| c.is_alphanumeric() || "_<>[],. ?".contains(c))
        && !matches!(
            word(kind),
            "return" | "throw" | "import" | "package" | "using" | "namespace" | "new" | "else"
        );
    let default = bare.split_once(" = ").map(|(_, value)| value.trim_end_matches([';', ' ']).to_owned());
    (named && plain).then(|| Attribute {
        name: name.to_owned(),
        kind: Some(kind.to_owned()),
        required: kind.ends_with('?').then_some(false),
        default,
        ..Attribute::default()
    })
}

fn kotlin_header(code: &str) -> Option<(Form, &str)> {
    let bare = modifiers(code);
    for (start, form) in [
        ("class ", Form::Class),
        ("case class ", Form::Record),
        ("struct ", Form::Record),
        ("enum class ", Form::Enumeration),
        ("enum ", Form::Enumeration),
        ("interface ", Form::Service),
        ("protocol ", Form::Service),
        ("trait ", Form::Service),
    ] {
        if let Some(rest) = bare.strip_prefix(start) {
            return Some((form, word(rest)));
        }
    }
    None
}

/// `val name: Type = default`, `let name: Type`, `final String name;`.
fn kotlin_member(code: &str) -> Option<Attribute> {
    let bare = modifiers(code);
    let rest = ["val ", "var ", "let "].iter().find_map(|start| bare.strip_prefix(start));
    match rest.unwrap_or(bare).split_once(':') {
        Some((name, kind)) => {
            let name = name.trim();
            let (kind, default) = kind
                .split_once('=')
                .map_or((kind, None), |(kind, value)| (kind, Some(value.trim().to_owned())));
            let kind = kind.trim().trim_end_matches(',');
            let named = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
            (named && !kind.is_empty()).then(|| Attribute {
                name: name.to_owned(),
                kind: Some(kind.to_owned()),
                required: kind.ends_with('?').then_some(false),
                default,
                ..Attribute::default()
            })
        }
        None => java_member(code),
    }
}

fn proto_header(code: &str) -> Option<(Form, &str)> {
    for (start, form) in
        [("message ", Form::Record), ("enum ", Form::Enumeration), ("service ", Form::Service)]
    {
        if let Some(rest) = code.strip_prefix(start) {
            return Some((form, word(rest)));
        }
    }
    None
}

/// `repeated string tags = 4;`
fn proto_member(code: &str) -> Option<Attribute> {
    let (head, number) = code.split_once('=')?;
    number.trim().trim_end_matches(';').split([' ', '[']).next()?.parse::<u32>().ok()?;
    let head = head.trim();
    let at = head.rfind(char::is_whitespace)?;
    let (kind, name) = (head.get(..at)?.trim(), head.get(at..)?.trim());
    Some(Attribute {
        name: name.to_owned(),
        kind: Some(kind.to_owned()),
        required: kind.starts_with("optional ").then_some(false),
        ..Attribute::default()
    })
}

fn graphql_header(code: &str) -> Option<(Form, &str)> {
    let code = code.strip_prefix("extend ").unwrap_or(code);
    for (start, form) in [
        ("type ", Form::Record),
        ("input ", Form::Record),
        ("interface ", Form::Record),
        ("enum ", Form::Enumeration),
    ] {
        if let Some(rest) = code.strip_prefix(start) {
            let name = word(rest);
            let form =
                if matches!(name, "Query" | "Mutation" | "Subscription") { Form::Service } else { form };
            return Some((form, name));
        }
    }
    None
}

/// `name(arg: T): Type!`
fn graphql_member(code: &str) -> Option<Attribute> {
    let name = word(code);
    let rest = code.get(name.len()..)?;
    if rest == "(" && !name.is_empty() {
        // The arguments follow on lines of their own.
        return Some(Attribute {
            name: name.to_owned(),
            description: Some(name.to_owned()),
            ..Attribute::default()
        });
    }
    let kind = match rest.strip_prefix('(') {
        Some(arguments) => arguments.rsplit_once(')')?.1.trim_start().strip_prefix(':')?,
        None => rest.trim_start().strip_prefix(':')?,
    };
    let kind = kind.split(['@', '=']).next()?.trim();
    (!name.is_empty() && !kind.is_empty()).then(|| Attribute {
        name: name.to_owned(),
        kind: Some(kind.to_owned()),
        required: Some(kind.ends_with('!')),
        description: rest.starts_with('(').then(|| code.to_owned()),
        ..Attribute::default()
    })
}

fn prisma_header(code: &str) -> Option<(Form, &str)> {
    for (start, form) in [
        ("model ", Form::Record),
        ("type ", Form::Record),
        ("enum ", Form::Enumeration),
        ("view ", Form::Record),
    ] {
        if let Some(rest) = code.strip_prefix(start) {
            return Some((form, word(rest)));
        }
    }
    None
}

/// `id String @id @default(uuid())`
fn prisma_member(code: &str) -> Option<Attribute> {
    if code.starts_with('@') {
        return None;
    }
    let mut parts = code.split_whitespace();
    let (name, kind) = (parts.next()?, parts.next()?);
    let default = code.split_once("@default(").map(|(_, rest)| {
        let mut depth = 1;
        rest.chars()
            .take_while(|c| {
                depth += i32::from(*c == '(') - i32::from(*c == ')');
                depth > 0
            })
            .collect()
    });
    let references = code.split_once("references: [").map(|(_, rest)| {
        format!("{}({})", kind.trim_end_matches(['?', '[', ']']), rest.split(']').next().unwrap_or_default())
    });
    Some(Attribute {
        name: name.to_owned(),
        required: Some(!kind.ends_with('?') && !kind.ends_with("[]")),
        kind: Some(kind.to_owned()),
        primary: code.contains("@id"),
        unique: code.contains("@unique"),
        default,
        references,
        ..Attribute::default()
    })
}

fn solidity_header(code: &str) -> Option<(Form, &str)> {
    for (start, form) in [
        ("struct ", Form::Record),
        ("enum ", Form::Enumeration),
        ("contract ", Form::Service),
        ("interface ", Form::Service),
        ("library ", Form::Service),
        ("abstract contract ", Form::Service),
    ] {
        if let Some(rest) = code.strip_prefix(start) {
            return Some((form, word(rest)));
        }
    }
    None
}

/// `uint256 amount;`
fn solidity_member(code: &str) -> Option<Attribute> {
    let bare = code.trim_end_matches(';').trim();
    let at = bare.rfind(char::is_whitespace)?;
    let (kind, name) = (bare.get(..at)?.trim(), bare.get(at..)?.trim());
    let named = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    let keyword = matches!(
        word(kind),
        "return" | "emit" | "require" | "revert" | "modifier" | "error" | "using" | "import"
    );
    (named && !keyword).then(|| Attribute {
        name: name.to_owned(),
        kind: Some(kind.to_owned()),
        ..Attribute::default()
    })
}

#[cfg(test)]
mod tests {
    use crate::shape::tests::shown;

    #[test]
    fn typescript() {
        assert_eq!(
            shown(
                "```ts\n// a\nexport interface Order extends Base {\n  id: string; // key\n  note?: string;\n  address: {\n    street: string;\n  };\n  total(): number;\n}\nexport type Status = 'open' | 'paid';\nconst UserSchema = z.object({\n  name: z.string().optional(),\n});\nclass Store {\n  private db: Db;\n  get(id: string): Order {\n    return this.x;\n  }\n}\n```\n"
            ),
            [
                "3 Record Order",
                "4   .id: string #key",
                "5   .note: string optional",
                "6   .address: object",
                "9   total() total(): number",
                "11 Enumeration Status open|paid",
                "12 Record User",
                "13   .name: z.string().optional() optional",
                "15 Class Store",
                "16   .db: Db",
                "17   get() get(id: string): Order",
            ]
        );
    }

    #[test]
    fn rust_and_go() {
        assert_eq!(
            shown(
                "```rust\n#[derive(Debug)]\npub struct Parcel {\n    pub id: Uuid,\n    weight: Option<u32>,\n}\npub enum State { New, Sent(u32) }\nstruct Id(u64);\npub fn send(p: &Parcel) -> bool {\n```\n"
            ),
            [
                "3 Record Parcel",
                "4   .id: Uuid",
                "5   .weight: Option<u32> optional",
                "7 Enumeration State New|Sent",
                "8 Record Id",
                "9 send() pub fn send(p: &Parcel) -> bool"
            ]
        );
        assert_eq!(
            shown(
                "```go\ntype Info struct {\n    ID   uint   `json:\"id\"`\n    Name string `json:\"name,omitempty\"`\n    // note\n}\nfunc (s *S) Get(ctx context.Context) (*Info, error)\n```\n"
            ),
            [
                "2 Record Info",
                "3   .ID: uint",
                "4   .Name: string optional",
                "7 Get() func (s *S) Get(ctx context.Context) (*Info, error)"
            ]
        );
    }

    #[test]
    fn java_kotlin_and_csharp() {
        assert_eq!(
            shown(
                "```java\npublic record Point(int x, int y) {}\npublic class User {\n  private String name;\n}\n```\n"
            ),
            ["2 Record Point", "2   .x: int", "2   .y: int", "3 Class User", "4   .name: String"]
        );
        assert_eq!(
            shown(
                "```csharp\npublic class User\n{\n    public string Name { get; set; } = \"\";\n    public int? Age { get; set; }\n}\n```\n"
            ),
            ["2 Class User", "4   .Name: string =\"\"", "5   .Age: int? optional"]
        );
        assert_eq!(
            shown("```kotlin\ndata class User(\n    val id: Long,\n    val name: String? = null,\n)\n```\n"),
            ["2 Class User", "3   .id: Long", "4   .name: String? optional =null"]
        );
    }

    #[test]
    fn schemas() {
        assert_eq!(
            shown(
                "```proto\nmessage Job {\n  string id = 1;\n  repeated string tags = 2;\n}\nservice Jobs {\n  rpc Run(Job) returns (Job);\n}\n```\n"
            ),
            [
                "2 Record Job",
                "3   .id: string",
                "4   .tags: repeated string",
                "6 Service Jobs",
                "7   Run() rpc Run(Job) returns (Job)"
            ]
        );
        assert_eq!(
            shown(
                "```graphql\ntype User {\n  id: ID!\n  posts(first: Int): [Post]\n}\nenum Role { ADMIN USER }\n```\n"
            ),
            [
                "2 Record User",
                "3   .id: ID! required",
                "4   .posts: [Post] optional #posts(first: Int): [Post]",
                "6 Enumeration Role ADMIN"
            ]
        );
        assert_eq!(
            shown(
                "```prisma\nmodel User {\n  id    String @id @default(uuid())\n  email String? @unique\n  @@index([email])\n}\n```\n"
            ),
            [
                "2 Record User",
                "3   .id: String required primary =uuid()",
                "4   .email: String? optional unique"
            ]
        );
        assert_eq!(
            shown(
                "```solidity\nstruct Invite {\n  uint256 nonce;\n}\nevent Redeemed(address who);\nfunction redeem(Invite memory i) external;\n```\n"
            ),
            [
                "2 Record Invite",
                "3   .nonce: uint256",
                "5 Redeemed() event Redeemed(address who)",
                "6 redeem() function redeem(Invite memory i) external"
            ]
        );
    }
}
