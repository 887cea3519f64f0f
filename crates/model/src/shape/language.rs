//! What language a block that names none is plainly in, by the lines that open its definitions.

use crate::fence::CodeLine;

/// A language that gives itself away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    Rust,
    TypeScript,
    Go,
    Python,
}

/// The language of a block whose first line of code could be of no other one, and in which no line at the margin is prose.
pub(crate) fn plainly(lines: &[CodeLine]) -> Option<Language> {
    let code = || {
        lines.iter().map(|line| line.text.trim_end()).filter(|line| {
            let bare = line.trim_start();
            !bare.is_empty() && !bare.starts_with("//") && !bare.starts_with('#') && !bare.starts_with('@')
        })
    };
    let first = code().next()?;
    // Most blocks begin with none of these words.
    const OPENINGS: &[&str] = &[
        "pub ",
        "fn ",
        "async ",
        "unsafe ",
        "impl",
        "trait ",
        "export ",
        "function ",
        "func ",
        "type ",
        "def ",
        "class ",
    ];
    if !OPENINGS.iter().any(|opening| first.starts_with(opening)) {
        return None;
    }
    let language = opened(first)?;
    code().all(|line| is_of(language, line)).then_some(language)
}

fn opened(line: &str) -> Option<Language> {
    let call =
        || line.contains('(') && line.chars().filter(|c| *c == '(').count() >= line.matches(')').count();
    // "fn (x) -> y" and "function save(order)" stand in pseudocode as well: types tell.
    let rust = line.trim_start_matches("pub(crate) ").trim_start_matches("pub ");
    let bare = rust.trim_start_matches("unsafe ").trim_start_matches("const ").trim_start_matches("async ");
    if let Some(rest) = bare.strip_prefix("fn ") {
        let typed =
            rest.contains("->") || rest.contains(": ") || rest.contains("self") || line.starts_with("pub ");
        return (typed && is_called(rest)).then_some(Language::Rust);
    }
    if line.starts_with("pub ") || line.starts_with("pub(crate) ") {
        let words = ["struct ", "enum ", "trait ", "type ", "mod ", "impl "];
        return words.iter().any(|word| rust.starts_with(word)).then_some(Language::Rust);
    }
    if (line.starts_with("impl ") || line.starts_with("impl<") || line.starts_with("trait "))
        && line.ends_with('{')
    {
        return Some(Language::Rust);
    }
    if let Some(rest) = line.strip_prefix("func ") {
        let named = if rest.starts_with('(') { rest.split_once(") ")?.1 } else { rest };
        // Swift puts a colon behind the name of what is taken, and an arrow before what comes back.
        return (is_called(named) && !line.contains("->") && !line.contains(": ")).then_some(Language::Go);
    }
    if line.starts_with("type ")
        && line.ends_with('{')
        && (line.contains(" interface ") || line.contains(" struct "))
    {
        return Some(Language::Go);
    }
    let exported = line.strip_prefix("export ");
    let declared = exported.unwrap_or(line);
    let declared =
        declared.trim_start_matches("default ").trim_start_matches("declare ").trim_start_matches("async ");
    if let Some(rest) = declared.strip_prefix("function ") {
        let typed = rest.contains("):") || rest.contains(": ") || exported.is_some();
        return (typed && is_called(rest)).then_some(Language::TypeScript);
    }
    if exported.is_some() {
        let words = ["class ", "enum ", "abstract class ", "const "];
        return words.iter().any(|word| declared.starts_with(word)).then_some(Language::TypeScript);
    }
    let definition = line.strip_prefix("async ").unwrap_or(line).strip_prefix("def ");
    if let Some(rest) = definition {
        // Ruby puts no colon at the end, Scala an equals sign.
        let ended = line.ends_with(':')
            || line.ends_with("...")
            || line.contains(") -> ")
            || line.ends_with(['(', ',']);
        return (call() && ended && is_called(rest)).then_some(Language::Python);
    }
    let class = line.strip_prefix("class ")?;
    class.ends_with(':').then_some(Language::Python)
}

/// Whether a name stands right before a bracket: `open<T>(…`.
fn is_called(text: &str) -> bool {
    let name = text.split(['(', '<', '[']).next().unwrap_or_default();
    !name.is_empty()
        && name.len() < text.len()
        && name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// Whether a line may stand at the margin of such a block: what is indented may, and what closes a bracket.
fn is_of(language: Language, line: &str) -> bool {
    if line.starts_with(char::is_whitespace) || line.starts_with(['}', ')', ']', '{', '*', '/']) {
        return true;
    }
    const RUST: &[&str] = &[
        "use ", "pub", "struct ", "enum ", "const ", "static ", "mod ", "type ", "unsafe ", "async ", "where",
    ];
    const GO: &[&str] = &["package ", "import ", "type ", "var ", "const "];
    const TYPESCRIPT: &[&str] = &[
        "import ",
        "export ",
        "type ",
        "interface ",
        "const ",
        "let ",
        "class ",
        "enum ",
        "declare ",
        "async ",
        "abstract ",
    ];
    const PYTHON: &[&str] = &["import ", "from ", "class ", "async ", "\"\"\""];
    let words = match language {
        Language::Rust => RUST,
        Language::Go => GO,
        Language::TypeScript => TYPESCRIPT,
        Language::Python => PYTHON,
    };
    words.iter().any(|word| line.starts_with(word)) || opened(line) == Some(language)
        // `LIMIT = 3`, `open(…)` at the margin of a program.
        || language == Language::Python && line.split([' ', ':']).next().is_some_and(|name| line.contains(" = ") && !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{Language, plainly};
    use crate::fence::Fence;

    fn told(code: &str) -> Option<Language> {
        let text = format!("# T\n```\n{code}\n```\n");
        let document = abide_syntax::Document::parse(text.as_str());
        let context = crate::Context::new(&document);
        let fence: Option<&Fence> = context.fences().first();
        fence.and_then(|fence| plainly(context.code_lines(fence)))
    }

    #[test]
    fn signatures_tell_their_language() {
        assert_eq!(told("pub fn print(&self, page: &Page) -> Result<(), Error>"), Some(Language::Rust));
        assert_eq!(
            told("/// Prints.\npub async fn print(page: Page);\npub struct Page {\n    no: u32,\n}"),
            Some(Language::Rust)
        );
        assert_eq!(
            told("func (p *Press) Print(page Page) error\nfunc Open(path string) (*Press, error)"),
            Some(Language::Go)
        );
        assert_eq!(
            told("export async function print(page: Page): Promise<void>"),
            Some(Language::TypeScript)
        );
        assert_eq!(
            told("function fold(sheet: Sheet): Sheet {\n  return sheet;\n}"),
            Some(Language::TypeScript)
        );
        assert_eq!(
            told("class Press:\n    def print(self, page: Page) -> None: ..."),
            Some(Language::Python)
        );
        assert_eq!(told("async def fold(sheet: Sheet) -> Sheet:\n    ..."), Some(Language::Python));
    }

    #[test]
    fn prose_and_pseudocode_tell_none() {
        assert_eq!(told("function print(page)\n  for each page print it"), None);
        assert_eq!(told("pub fn print(page: Page)\nThe press prints it."), None);
        assert_eq!(told("func print(page: Page) -> Void"), None);
        assert_eq!(told("def fold(sheet)\n  sheet\nend"), None);
        assert_eq!(told("class Press {\n  void print();\n}"), None);
        assert_eq!(told("type of paper (A4)"), None);
        assert_eq!(told("Press -> Desk: ready"), None);
    }
}
