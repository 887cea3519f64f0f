//! Texts that are hard on parsers: each grows with a count.

/// A name, and the text for a count.
pub type Shape = (&'static str, fn(usize) -> String);

/// All of them.
pub const SHAPES: &[Shape] = &[
    ("prose on one line", |n| "word ".repeat(n)),
    ("prose, many paragraphs", |n| "Some words of prose.\n\n".repeat(n)),
    ("headings", |n| "# Title\n".repeat(n)),
    ("headings, deeper and deeper", |n| "# A\n## B\n### C\n#### D\n##### E\n###### F\n".repeat(n)),
    ("setext headings", |n| "Title\n---\n".repeat(n)),
    ("setext heading of many lines", |n| format!("{}===\n", "line\n".repeat(n))),
    ("bold lines", |n| "**Label:**\n\n".repeat(n)),
    ("html headings", |n| "<h2>Title</h2>\n\n".repeat(n)),
    ("html headings in one block", |n| format!("<div>\n{}</div>\n", "<h2>Title</h2>\n".repeat(n))),
    ("html headings, never closed", |n| "<h2>".repeat(n)),
    ("html headings, never even opened", |n| "<h2 ".repeat(n)),
    ("html headings, closing tag cut", |n| format!("<div>\n{}", "<h2></h".repeat(n))),
    ("html headings, spaced tags", |n| format!("<div>\n{}>", "<h2 a</h".repeat(n))),
    ("nested lists on one line", |n| format!("{}a\n", "- ".repeat(n))),
    ("nested lists, indented", |n| nested(n, "- a")),
    ("nested numbered lists on one line", |n| format!("{}a\n", "1. ".repeat(n))),
    ("nested tasks on one line", |n| format!("{}[x] a\n", "* ".repeat(n))),
    ("flat list", |n| "- item\n".repeat(n)),
    ("flat loose list", |n| "- item\n\n".repeat(n)),
    ("flat tasks", |n| "- [ ] item\n".repeat(n)),
    ("nested quotes on one line", |n| format!("{}a\n", ">".repeat(n))),
    ("nested quotes, each line", |n| format!("{}a\n", "> ".repeat(100)).repeat(n / 100 + 1)),
    ("nested quotes and lists", |n| format!("{}a\n", "> - ".repeat(n))),
    ("table of many rows", |n| format!("| a | b |\n|---|---|\n{}", "| c | d |\n".repeat(n))),
    ("table of many columns", |n| format!("{0}|\n{1}|\n{0}|\n{0}|\n", "| a ".repeat(n), "|---".repeat(n))),
    ("table with padded rows", |n| {
        let width = n / 100 + 1;
        format!("{}|\n{}|\n{}", "|a".repeat(width), "|-".repeat(width), "|\n".repeat(n / 20 + 1))
    }),
    ("pipes on one line", |n| "|".repeat(n)),
    ("pipes over delimiter row", |n| format!("{}\n{}\n", "|".repeat(n), "|-".repeat(n))),
    ("pipes on their own lines", |n| "|\n".repeat(n)),
    ("escaped pipes in a cell", |n| format!("|a|b|\n|-|-|\n|{}|b|\n", "\\|".repeat(n))),
    ("fences", |n| "```rust\ncode\n```\n".repeat(n)),
    ("fence with a long info string", |n| format!("```{}\ncode\n```\n", " a".repeat(n))),
    ("fences in a long quote", |n| "> ```rust\n> code\n> ```\n".repeat(n)),
    ("fence never closed", |n| format!("```\n{}", "line\n".repeat(n))),
    ("indented code", |n| "    code\n".repeat(n)),
    ("opening brackets", |n| "[".repeat(n)),
    ("closing brackets", |n| "]".repeat(n)),
    ("brackets and parentheses", |n| "[](".repeat(n)),
    ("brackets and spaced parentheses", |n| "[ (](".repeat(n)),
    ("brackets and angles", |n| "[a](<b".repeat(n)),
    ("nested links", |n| format!("{}a{}", "[".repeat(n), "](b)".repeat(n))),
    ("nested images", |n| format!("{}a{}", "![".repeat(n), "](b)".repeat(n))),
    ("images and brackets", |n| "![[]()".repeat(n)),
    ("links", |n| "[a](b) ".repeat(n)),
    ("reference links, no definition", |n| "[a][b] ".repeat(n)),
    ("reference definitions, alike", |n| "[a]: u\n".repeat(n)),
    ("reference definitions, different", |n| numbered(n, |at| format!("[a{at}]: u\n"))),
    ("reference definitions, long title", |n| format!("[a]: u\n\"{}", "b\n".repeat(n))),
    ("reference definitions never closed", |n| "[a]: u \"\n".repeat(n)),
    ("long destination, many references", |n| format!("[x]: {}\n{}", "&amp;".repeat(n), "[x]\n".repeat(n))),
    ("footnote marks", |n| "[^".repeat(n)),
    ("footnote marks, each line", |n| "[^\n".repeat(n)),
    ("footnote marks, each line, words", |n| "[^a\n".repeat(n)),
    ("footnote marks and html", |n| "<a [^\n".repeat(n)),
    ("footnote references", |n| format!("{}\n\n[^a]: note\n", "[^a] ".repeat(n))),
    ("footnote definitions", |n| numbered(n, |at| format!("[^a{at}]: note\n"))),
    ("footnote definitions, nested", |n| "[^a]: ".repeat(n)),
    ("angles", |n| "<".repeat(n)),
    ("angles with names", |n| "<a ".repeat(n)),
    ("angles with quotes", |n| "<a b='".repeat(n)),
    ("angles with attributes, each line", |n| "a <b c\n".repeat(n)),
    ("angles, closed", |n| "<a>".repeat(n)),
    ("autolinks never closed", |n| "<http:a".repeat(n)),
    ("comments never closed, one line", |n| "<!--".repeat(n)),
    ("comments never closed, in text", |n| "a <!--".repeat(n)),
    ("comments never closed, each line", |n| "a\n<!-- b\n".repeat(n)),
    ("comments never closed, in a block", |n| format!("<div>\n{}", "<!-- \n".repeat(n))),
    ("comments, each block", |n| "<!-- a -->\n\n".repeat(n)),
    ("comments in one block", |n| format!("<div>\n{}</div>\n", "<!-- a -->\n".repeat(n))),
    ("comments in text", |n| "a <!-- b --> ".repeat(n)),
    ("comments in quotes never closed", |n| "> <!--\n\n".repeat(n)),
    ("processing instructions", |n| "a <?".repeat(n)),
    ("declarations", |n| "a <!A ".repeat(n)),
    ("character data", |n| "a <![CDATA[".repeat(n)),
    ("stars", |n| "*".repeat(n)),
    ("stars and letters", |n| "a***".repeat(n)),
    ("stars opening", |n| "**a ".repeat(n)),
    ("stars in spaces", |n| format!("{}a", "* ".repeat(n))),
    ("stars and underscores", |n| "*a_ ".repeat(n)),
    ("brackets, stars, underscores", |n| "[*_a".repeat(n)),
    ("nested emphasis", |n| format!("{}a{}", "*a **".repeat(n), "** a*".repeat(n))),
    ("tildes", |n| "~".repeat(n)),
    ("tildes and letters", |n| "a~~b~".repeat(n)),
    ("backticks on one line", |n| format!("a{}", "`".repeat(n))),
    ("backticks of growing length", |n| {
        let mut text = String::new();
        let mut length = 1;
        while text.len() < n {
            text.push_str(&"`".repeat(length));
            text.push(' ');
            length += 1;
        }
        text
    }),
    ("backticks, escaped", |n| "``\\".repeat(n)),
    ("backticks in lines", |n| "a `b\n".repeat(n)),
    ("code spans", |n| "`a` ".repeat(n)),
    ("code spans of growing length", |n| growing(n)),
    ("entities", |n| "&amp;".repeat(n)),
    ("entities, cut", |n| "&".repeat(n)),
    ("escapes", |n| "\\*".repeat(n)),
    ("blank lines", |n| "\n".repeat(n)),
    ("carriage returns", |n| "a\r".repeat(n)),
    ("CRLF lines", |n| "a\r\n".repeat(n)),
    ("tabs", |n| "\t".repeat(n)),
    ("spaces and a break", |n| format!("{}\n", " ".repeat(n)).repeat(2)),
    ("hard breaks", |n| "a  \n".repeat(n)),
    ("thematic breaks", |n| "---\n".repeat(n)),
    ("emoji", |n| "👩‍👩‍👧 ".repeat(n)),
    ("key and value lines", |n| format!("# T\n\n{}", "Key: value\n".repeat(n))),
    ("key and value lines, spaced", |n| format!("# T\n\n{}", "Key: value\n\n".repeat(n))),
    ("key and value items", |n| format!("# T\n\n{}", "- Key: value\n".repeat(n))),
    ("key and value items, nested blocks", |n| format!("# T\n\n- Key: value\n{}", "  - a\n".repeat(n))),
    ("key and value in a quote", |n| format!("# T\n\n{}", "> Key: value\n".repeat(n))),
    ("key and value in nested quotes", |n| format!("# T\n\n> {}\n", "> Key: value ".repeat(n))),
    ("key and value rows", |n| format!("# T\n\n|Key|Value|\n|-|-|\n{}", "| Key | value |\n".repeat(n))),
    ("many marks in one heading", |n| format!("# {}\n", "**a** ".repeat(n))),
    ("yaml entries", |n| format!("---\n{}---\n", numbered(n, |at| format!("key{at}: value\n")))),
    ("yaml entries of the same name", |n| format!("---\n{}---\n", "key: value\n".repeat(n))),
    ("yaml list", |n| format!("---\nkey:\n{}---\n", "  - value\n".repeat(n))),
    ("yaml long scalar", |n| format!("---\nkey: {}\n---\n", "value ".repeat(n))),
    ("yaml block scalar", |n| format!("---\nkey: |\n{}---\n", "  value\n".repeat(n))),
    ("yaml quoted scalar", |n| format!("---\nkey: \"\n{}\"\n---\n", "  value\n".repeat(n))),
    ("yaml plain scalar of many lines", |n| format!("---\nkey: a\n{}---\n", "  value\n".repeat(n))),
    ("yaml nested flow lists", |n| format!("---\nkey: {}\n---\n", "[".repeat(n))),
    ("yaml nested flow lists, closed", |n| format!("---\nkey: {}{}\n---\n", "[".repeat(n), "]".repeat(n))),
    ("yaml nested flow maps", |n| format!("---\nkey: {}\n---\n", "{a: ".repeat(n))),
    ("yaml nested lists on one line", |n| format!("---\nkey:\n  {}a\n---\n", "- ".repeat(n))),
    ("yaml nested lists, indented", |n| format!("---\nkey:\n{}---\n", nested(n, "- a"))),
    ("yaml nested maps, indented", |n| format!("---\n{}---\n", nested(n, "a:"))),
    ("yaml nested keys on one line", |n| format!("---\nkey: {}\n---\n", "? ".repeat(n))),
    ("yaml aliases", |n| format!("---\na: &a [x]\nb: [{}]\n---\n", "*a, ".repeat(n))),
    ("yaml aliases of aliases", |n| {
        let line = |at: usize| format!("a{}: &a{} [{}]\n", at + 1, at + 1, format!("*a{at}, ").repeat(9));
        format!("---\na0: &a0 [x]\n{}---\n", numbered(n / 40, line))
    }),
    ("yaml anchors", |n| format!("---\nkey: [{}]\n---\n", numbered(n, |at| format!("&a{at} b, ")))),
    ("yaml comments", |n| format!("---\nkey: a\n{}---\n", "# note: more\n".repeat(n))),
    ("yaml tags", |n| format!("---\nkey: [{}]\n---\n", "!!str a, ".repeat(n))),
    ("yaml tabs", |n| format!("---\nkey:{}a\n---\n", "\t".repeat(n))),
    ("yaml blank lines", |n| format!("---\nkey:\n{}---\n", "\n".repeat(n))),
    ("yaml colons", |n| format!("---\n{}\n---\n", "a: ".repeat(n))),
    ("yaml broken at the end", |n| format!("---\n{}a: b: c\n---\n", "key: value\n".repeat(n))),
    ("yaml never closed", |n| format!("---\n{}", "key: value\n".repeat(n))),
    ("toml entries", |n| format!("+++\n{}+++\n", numbered(n, |at| format!("key{at} = 1\n")))),
    ("toml tables", |n| format!("+++\n{}+++\n", numbered(n, |at| format!("[a.key{at}]\nb = 1\n")))),
    ("toml array of tables", |n| format!("+++\n{}+++\n", "[[a]]\nb = 1\n".repeat(n))),
    ("toml nested arrays", |n| format!("+++\nkey = {}\n+++\n", "[".repeat(n))),
    ("toml nested arrays, closed", |n| format!("+++\nkey = {}{}\n+++\n", "[".repeat(n), "]".repeat(n))),
    ("toml dotted keys", |n| format!("+++\n{}b = 1\n+++\n", "a.".repeat(n))),
    ("toml dotted keys, many", |n| format!("+++\n{}+++\n", numbered(n, |at| format!("a.b{at} = 1\n")))),
    ("toml string", |n| format!("+++\nkey = \"\"\"\n{}\"\"\"\n+++\n", "a\n".repeat(n))),
];

fn numbered(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

// The depth grows with the root of the count, so that the text grows with the count itself.
fn nested(count: usize, line: &str) -> String {
    let depth = (count as f64).sqrt() as usize + 1;
    (0..depth).map(|at| format!("{}{line}\n", "  ".repeat(at))).collect()
}

fn growing(count: usize) -> String {
    let depth = (count as f64).sqrt() as usize + 1;
    (1..depth).map(|at| format!("{0} a {0} ", "`".repeat(at))).collect()
}
