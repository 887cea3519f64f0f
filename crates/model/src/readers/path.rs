//! Files and folders of the system.

use super::Reader;
use crate::fence::{CodeLine, Fence};
use crate::items::Draft;
use crate::text;
use crate::{Context, Items, Kind};
use abide_syntax::{SectionId, TextRange};

pub(super) const READER: Reader = Reader {
    name: "path",
    kinds: &[Kind::Path],
    documentation: "\
A file or folder of this system: a line of a tree (drawn with `├──`, with `|--`, or by indentation alone), or a name in a list or table \
of files under a heading about the layout. The key is the path from the tree's root, without the root folder's own name; folders end \
with `/`. What follows behind `#`, `←`, `//` or two spaces is the `comment`. `...` and comment lines are no paths.",
    read,
};

fn read(context: &Context, items: &mut Items) {
    for fence in context.fences() {
        tree(context, fence, items);
    }
    for (id, section) in context.sections_of(Kind::Path) {
        if id == SectionId::ROOT {
            continue;
        }
        if let Some(path) = heading_path(&section.title) {
            push(items, id, section.title_range, path, "");
        }
        let base = bases(context, id, items);
        for statement in context.statements(id) {
            list_entry(context, id, statement, base.as_deref(), items);
        }
        tables(context, id, items);
    }
}

/// One line of a tree.
struct Entry<'a> {
    column: usize,
    names: Vec<&'a str>,
    comment: &'a str,
    range: TextRange,
}

fn tree(context: &Context, fence: &Fence, items: &mut Items) {
    const LANGUAGES: &[&str] = &[
        "",
        "text",
        "txt",
        "tree",
        "plaintext",
        "plain",
        "bash",
        "sh",
        "shell",
        "console",
        "md",
        "markdown",
        "ascii",
        "filetree",
        "files",
        "yaml",
        "none",
        "directory",
    ];
    if !fence.is(LANGUAGES) {
        return;
    }
    let source = fence.range.slice(context.document.text());
    let drawn = source.contains("├─")
        || source.contains("└─")
        || source.contains("|--")
        || source.contains("+--")
        || source.contains("`--")
        || source.contains("├ ")
        || source.contains("|- ");
    let layout = context.outline.holds(fence.section, Kind::Path);
    // Boxes are a drawing, not a tree.
    if source.contains(['┌', '╔', '╭', '▼', '┼'])
        || (!drawn && source.contains(['│', '→', '|', '=']))
        || (drawn && source.contains("--+"))
    {
        return;
    }
    if !drawn && !layout && !source.contains('/') {
        return;
    }
    let lines = fence.lines(context.document);
    let entries: Vec<Entry> = lines.iter().filter_map(|line| entry(line, drawn)).collect();
    if !is_file_tree(&entries, drawn, layout) {
        return;
    }
    let skip_root = drops_root(&entries, drawn);
    let mut open: Vec<(usize, String)> = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        while open.last().is_some_and(|(column, _)| *column >= entry.column) {
            open.pop();
        }
        let deeper = entries.get(at + 1).is_some_and(|next| next.column > entry.column);
        let above = open.last().map(|(_, path)| path.clone()).unwrap_or_default();
        if at == 0 && skip_root {
            open.push((entry.column, String::new()));
            continue;
        }
        for name in &entry.names {
            let name = name.trim_start_matches("./");
            let folder = name.ends_with('/') || (deeper && entry.names.len() == 1);
            let path = format!("{above}{}{}", name.trim_end_matches('/'), if folder { "/" } else { "" });
            push(items, fence.section, entry.range, &path, entry.comment);
            if folder {
                open.push((entry.column, path));
            }
        }
    }
}

fn push(items: &mut Items, section: SectionId, range: TextRange, path: &str, comment: &str) {
    if path.is_empty() || path == "/" {
        return;
    }
    let mut draft = Draft::new(Kind::Path, section, range).key(path).said("comment", Some(comment));
    if path.contains(['*', '<', '{']) {
        draft = draft.field("pattern", true);
    }
    items.push(draft);
}

/// A line of a tree: the column at which its name starts, its names, its comment.
fn entry<'a>(line: &CodeLine<'a>, drawn: bool) -> Option<Entry<'a>> {
    let text = line.text;
    let is_drawing = |c: char| c.is_whitespace() || "│├└─┬┤┐┌|+`\\-".contains(c);
    let bare =
        if drawn { text.trim_start_matches(is_drawing) } else { text.trim_start().trim_start_matches("- ") };
    if bare.is_empty() {
        return None;
    }
    let prefix = text.get(..text.len() - bare.len())?;
    let column = prefix.chars().map(|c| if c == '\t' { 4 } else { 1 }).sum();
    if bare.starts_with(['#', '←', '…', '%'])
        || bare.starts_with("//")
        || bare.starts_with("...")
        || bare.starts_with("$ ")
    {
        return None;
    }
    let (names, rest) = names(bare)?;
    let comment =
        rest.trim().trim_start_matches(['#', '←', '/', '-', '—', '–', '<', '>', '→', ':', '*', ' ']).trim();
    let comment = comment.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).unwrap_or(comment);
    Some(Entry { column, names, comment, range: line.range.trim_in(text, bare) })
}

trait Trim {
    fn trim_in(self, text: &str, bare: &str) -> TextRange;
}

impl Trim for TextRange {
    /// The part of this range, whose text is `text`, from `bare` on.
    fn trim_in(self, text: &str, bare: &str) -> TextRange {
        let start = self.start() + (text.len() - bare.len());
        TextRange::new(start, start + bare.trim_end().len())
    }
}

/// One name, or several with commas between them.
fn names(bare: &str) -> Option<(Vec<&str>, &str)> {
    let mut names = Vec::new();
    let mut rest = bare;
    loop {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let token = rest.get(..end)?;
        rest = rest.get(end..)?.trim_start_matches(' ');
        let more = token.ends_with(',');
        let name = token.trim_end_matches([',', ':', ';']);
        if name.is_empty() || !is_name(name) {
            break;
        }
        names.push(name);
        if !more || rest.is_empty() {
            break;
        }
    }
    (!names.is_empty()).then_some((names, rest))
}

fn is_name(name: &str) -> bool {
    name.chars().any(char::is_alphanumeric)
        && name.chars().all(|c| c.is_alphanumeric() || "._-/@+*[](){}<>~$#%=&!'".contains(c))
        && !name.starts_with("http")
        && (!name.starts_with('(') || name.contains(')'))
        && name.len() <= 160
        || name == "."
        || name == "./"
}

/// Whether a name is a folder or a file beyond doubt.
fn is_file_name(name: &str) -> bool {
    const KNOWN: &[&str] = &[
        "Makefile",
        "Dockerfile",
        "LICENSE",
        "VERSION",
        "README",
        "Procfile",
        "Justfile",
        "justfile",
        "Gemfile",
        "Rakefile",
        "CODEOWNERS",
        "Jenkinsfile",
        "CHANGELOG",
        "Vagrantfile",
        "NOTICE",
        "AUTHORS",
    ];
    if name.ends_with('/') || KNOWN.contains(&name) || (name.starts_with('.') && name.len() > 2) {
        return true;
    }
    name.rsplit_once('.').is_some_and(|(stem, extension)| {
        (1..=8).contains(&extension.len())
            && extension.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && extension.bytes().any(|byte| byte.is_ascii_alphabetic())
            && !stem.is_empty()
    })
}

fn is_file_tree(entries: &[Entry], drawn: bool, layout: bool) -> bool {
    if entries.is_empty() || (entries.len() < 2 && !layout) {
        return false;
    }
    let names: Vec<&str> = entries.iter().flat_map(|entry| entry.names.iter().copied()).collect();
    let files = names.iter().filter(|name| is_file_name(name)).count();
    let share = files as f32 / names.len() as f32;
    if drawn {
        return share >= if layout { 0.2 } else { 0.5 };
    }
    // By indentation alone, every line must be a name with at most a comment, and one must be a folder.
    let folders = names.iter().any(|name| name.ends_with('/') || name.contains('/'));
    let worded = entries
        .iter()
        .filter(|entry| !is_file_name(entry.names.first().copied().unwrap_or_default()))
        .count();
    folders && share >= if layout { 0.6 } else { 0.9 } && (layout || (worded == 0 && entries.len() >= 3))
}

/// Folders that a repository has inside: a tree that starts with one of them starts below the root.
const INNER: &[&str] = &[
    "src",
    "lib",
    "app",
    "apps",
    "packages",
    "pkg",
    "cmd",
    "internal",
    "specs",
    "spec",
    "docs",
    "doc",
    "test",
    "tests",
    "server",
    "client",
    "api",
    "backend",
    "frontend",
    "web",
    "public",
    "scripts",
    "config",
    "components",
    "pages",
    "utils",
    "services",
    "modules",
    "crates",
    "examples",
    "tools",
    "infra",
    "infrastructure",
    "deploy",
    "k8s",
    "contracts",
    "migrations",
    "db",
    "database",
    "assets",
    "static",
    "styles",
    "prisma",
    "supabase",
    "ios",
    "android",
    "bin",
    "core",
    "common",
    "shared",
    "features",
    "e2e",
    "include",
    "source",
    "sources",
    "views",
    "templates",
    "resources",
    "data",
    "build",
    "dist",
    "vendor",
    "plugins",
    "hooks",
    "types",
    "models",
    "controllers",
    "routes",
];

fn drops_root(entries: &[Entry], drawn: bool) -> bool {
    let Some(first) = entries.first() else { return false };
    let [name] = first.names.as_slice() else { return false };
    let alone = entries.iter().skip(1).all(|entry| entry.column > first.column) && entries.len() > 1;
    if !alone {
        return false;
    }
    let bare = name.trim_start_matches("./").trim_end_matches('/');
    if bare.is_empty() || bare == "." || bare.starts_with(['<', '{', '[', '$']) {
        return true;
    }
    let inner = bare.contains('/') || bare.starts_with('.') || INNER.contains(&bare.to_lowercase().as_str());
    drawn && first.column == 0 && !inner
}

fn heading_path(title: &str) -> Option<&str> {
    let bare =
        title.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ')' || c.is_whitespace());
    let name = bare.split(" (").next().unwrap_or(bare).trim();
    (is_path(name)).then_some(name)
}

/// A path in code or in a list: one word with a slash or an extension.
fn is_path(name: &str) -> bool {
    let has_slash = name.contains('/') && !name.starts_with('/') && !name.contains("://");
    !name.contains(char::is_whitespace)
        && !name.contains(['(', ')', '=', ',', ';', '`', ':', '"'])
        && is_name(name)
        && !name.starts_with('@')
        && (has_slash && name.chars().filter(|c| c.is_alphanumeric()).count() > 1
            || is_file_name(name) && !is_dotted_name(name))
}

/// `purchaseOrder.create` and `os.Environ` are names in code, not files.
fn is_dotted_name(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, extension)| {
        extension.len() > 5
            && !["swift", "proto", "prisma", "graphql", "svelte", "gradle", "config", "toml"]
                .contains(&extension)
            || extension.starts_with(char::is_uppercase)
    })
}

/// Paths that introduce a list: "New package: `pkg/orders/`". The last folder is the base of the names below it.
fn bases(context: &Context, section: SectionId, items: &mut Items) -> Option<String> {
    let document = context.document;
    let mut base = None;
    for (node, range) in context.paragraphs(section) {
        if range.len() > 300 {
            continue;
        }
        let end = document.node(node).end;
        for (code, path) in text::code_spans(document, node, end) {
            if is_path(path) {
                push(items, section, code.range, path, "");
                if path.ends_with('/') {
                    base = Some(path.to_owned());
                }
            }
        }
    }
    base
}

fn list_entry(
    context: &Context,
    section: SectionId,
    statement: &crate::statement::Statement,
    base: Option<&str>,
    items: &mut Items,
) {
    let document = context.document;
    let mut spans = text::code_spans(document, statement.first, statement.end).peekable();
    let first = spans.peek().map(|(node, path)| (node.range, *path));
    if let Some((range, path)) = first {
        // The name leads the line; or the line lists names behind a label.
        let before = document.slice(TextRange { start: statement.range.start, end: range.start });
        let leads = before.chars().all(|c| !c.is_alphanumeric());
        let label = before.trim_end().trim_end_matches('*').trim_end().ends_with([':', '：'])
            || before.trim_end().ends_with(":**");
        if leads && is_path(path) {
            let comment = statement.text.strip_prefix(path).unwrap_or_default();
            let comment = comment.trim_start_matches(|c: char| c.is_whitespace() || "-—–:→".contains(c));
            let joined = match base {
                Some(base) if !path.contains('/') => format!("{base}{path}"),
                _ => path.to_owned(),
            };
            push(items, section, statement.range, &joined, comment);
        } else if label {
            for (node, path) in spans.filter(|(_, path)| is_path(path)) {
                push(items, section, node.range, path, "");
            }
        }
        return;
    }
    let Some(cut) = text::labelled(&statement.text) else { return };
    if is_path(cut.label) {
        push(items, section, statement.range, cut.label, cut.rest);
    }
}

fn tables(context: &Context, section: SectionId, items: &mut Items) {
    for grid in context.grids_of(section) {
        let Some(column) = grid.column(&[
            "file",
            "path",
            "files",
            "folder",
            "directory",
            "location",
            "archivo",
            "fichier",
            "datei",
            "ファイル",
            "파일",
            "文件",
            "路径",
            "файл",
        ]) else {
            continue;
        };
        let describing = grid.column(&[
            "description",
            "purpose",
            "responsibility",
            "contents",
            "notes",
            "change",
            "changes",
            "role",
            "action",
            "what",
            "説明",
            "描述",
        ]);
        for row in grid.filled_rows() {
            let Some(cell) = row.cell(Some(column)) else { continue };
            let comment = row.said(describing.filter(|at| *at != column)).unwrap_or_default().to_owned();
            let codes = cell.codes(context.document);
            let names: Vec<&str> = if codes.is_empty() { vec![cell.text.trim()] } else { codes };
            for name in names.into_iter().filter(|name| is_path(name)) {
                push(items, section, row.range, name, &comment);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::readers::tests::reader_test;

    reader_test!(
        a_drawn_tree_leaves_out_its_root,
        "# T\n```\nmy-tool/\n├── README.md          # for people\n├── src/\n│   ├── main.rs\n│   └── a.rs, b.rs\n│ # comment\n└── ... (more)\n```\n",
        [
            "4 path README.md comment=for people",
            "5 path src/",
            "6 path src/main.rs",
            "7 path src/a.rs",
            "7 path src/b.rs",
        ]
    );
    reader_test!(
        indentation_alone,
        "# T\n## Layout\n```\ncmd/\n  tool/\n    main.go\ninternal/\n  x.go   entry point\n```\n",
        [
            "4 path cmd/",
            "5 path cmd/tool/",
            "6 path cmd/tool/main.go",
            "7 path internal/",
            "8 path internal/x.go comment=entry point",
        ]
    );
    reader_test!(
        dashes_and_pipes,
        "# T\n```text\n.\n|-- docs\n|   `-- a.md\n+-- b.txt\n```\n",
        ["4 path docs/", "5 path docs/a.md", "6 path b.txt"]
    );
    reader_test!(
        lists_and_tables_of_files,
        "# T\n## File Changes\nNew package: `pkg/orders/`\n- `types.go` - the types\n- `README.md`: docs\n\n### 1. `cmd/main.go`\n- Add a flag\n\n## Files\n| File | Purpose |\n|---|---|\n| `src/a.ts` | the A |\n",
        [
            "3 path pkg/orders/",
            "4 path pkg/orders/types.go comment=the types",
            "5 path pkg/orders/README.md comment=docs",
            "7 path cmd/main.go",
            "13 path src/a.ts comment=the A",
        ]
    );
    reader_test!(
        drawings_and_other_trees_are_none,
        "# T\n```\n┌───┐\n│ a/ │\n└───┘\n```\n```\nHeader\n├── Logo\n└── Menu\n```\n```\nuser.created   when a user is made\n```\n",
        []
    );
}
