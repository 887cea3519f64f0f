//! Trees of files, drawn or indented.

use super::name::{is_file_name, names};
use super::push;
use crate::fence::{CodeLine, Fence};
use crate::{Context, Items, Kind};
use abide_syntax::{NodeKind, TextRange};
use abide_template::Concept;

/// One line of a tree.
struct Entry<'a> {
    column: usize,
    names: Vec<&'a str>,
    comment: &'a str,
    range: TextRange,
}

pub(super) fn tree(context: &Context, fence: &Fence, items: &mut Items) {
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
    // Of lines in ASCII, each has a stroke of its own.
    let ascii = source.is_ascii();
    let stroked = source.contains("--") && ["|--", "+--", "`--"].iter().any(|branch| source.contains(branch))
        || source.contains("|- ");
    let drawn = stroked || !ascii && ["├─", "└─", "├ "].iter().any(|branch| source.contains(branch));
    let layout = context.outline.holds(fence.section, Kind::Path);
    let announced = drawn && shows_folders(context, fence);
    // Boxes are a drawing, not a tree.
    let strokes = memchr::memchr2(b'|', b'=', source.as_bytes()).is_some();
    if !ascii && source.contains(['┌', '╔', '╭', '▼', '┼'])
        || (!drawn && (strokes || !ascii && source.contains(['│', '→'])))
        || (drawn && source.contains("--+"))
    {
        return;
    }
    if !drawn && !layout && !source.contains('/') {
        return;
    }
    let lines = context.code_lines(fence);
    // What a command prints in an example is somebody's folder.
    if crate::fence::shows_terminal(lines) && context.outline.within(fence.section, &[Concept::Examples]) {
        return;
    }
    // A blank line may part several trees, each with a root of its own.
    let mut trees: Vec<Vec<Entry>> = vec![Vec::new()];
    let mut blank = false;
    for line in lines {
        blank |= line.text.trim().is_empty();
        let Some(entry) = entry(line, drawn) else { continue };
        let root = trees.last().and_then(|tree| tree.first()).map(|root| root.column);
        if blank && root.is_some_and(|root| entry.column <= root) {
            trees.push(Vec::new());
        }
        blank = false;
        if let Some(tree) = trees.last_mut() {
            tree.push(entry);
        }
    }
    // By indentation alone, a blank line only parts groups of one tree.
    let whole: Vec<&Entry> = trees.iter().flatten().collect();
    if !(is_file_tree(&whole, drawn, layout) || announced && is_tree_of_names(&whole)) {
        return;
    }
    let parted = drawn
        && trees.iter().all(|tree| tree.len() > 1 && drops_root(&tree.iter().collect::<Vec<_>>(), drawn));
    if parted {
        for tree in &trees {
            paths(fence, &tree.iter().collect::<Vec<_>>(), drawn, items);
        }
    } else {
        paths(fence, &whole, drawn, items);
    }
}

fn paths(fence: &Fence, entries: &[&Entry], drawn: bool, items: &mut Items) {
    let skip_root = drops_root(entries, drawn);
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

/// A line of a tree: the column at which its name starts, its names, its comment.
fn entry<'a>(line: &CodeLine<'a>, drawn: bool) -> Option<Entry<'a>> {
    let text = line.text;
    let is_drawing = |c: char| c.is_whitespace() || "│├└─┬┤┐┌┊┆╎|+`\\-".contains(c);
    let bare =
        if drawn { text.trim_start_matches(is_drawing) } else { text.trim_start().trim_start_matches("- ") };
    // "+page.svelte": a plus right before a name is part of it, "+--" is a branch.
    let at = text.len() - bare.len();
    let plus = drawn && text.get(..at).is_some_and(|before| before.ends_with(" +"));
    let bare = if plus { text.get(at - 1..)? } else { bare };
    let prefix = text.get(..text.len() - bare.len())?;
    let column = prefix.chars().map(|c| if c == '\t' { 4 } else { 1 }).sum();
    // Pictures of folders and files stand before names.
    let bare = bare.trim_start_matches(|c: char| matches!(c, '\u{1F4C0}'..='\u{1F5FF}' | '\u{FE0F}' | ' '));
    if bare.is_empty() || is_count(bare) {
        return None;
    }
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
    Some(Entry { column, names, comment, range: from(line.range, text, bare) })
}

/// "3 directories, 12 files" as `tree` counts them.
fn is_count(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit()) && (text.contains(" director") || text.ends_with(" files"))
}

/// Whether the line before a block speaks of a folder: "the `bin` directory may look like this:".
fn shows_folders(context: &Context, fence: &Fence) -> bool {
    const WORDS: &[&str] = &[
        "director",
        "folder",
        "carpeta",
        "directorio",
        "dossier",
        "répertoire",
        "verzeichnis",
        "ordner",
        "pasta",
        "diretório",
        "ディレクトリ",
        "フォルダ",
        "디렉터리",
        "디렉토리",
        "폴더",
        "目录",
        "文件夹",
        "каталог",
        "папк",
    ];
    let before = context.before(fence.node);
    let before = before.filter(|block| context.document.node(*block).kind == NodeKind::Paragraph);
    before.is_some_and(|block| {
        let line = context.text(block).to_lowercase();
        line.trim_end().ends_with([':', '：']) && WORDS.iter().any(|word| line.contains(word))
    })
}

/// Names without spaces or marks of code, all below the first.
fn is_tree_of_names(entries: &[&Entry]) -> bool {
    let Some(root) = entries.first() else { return false };
    entries.len() > 2
        && entries.iter().skip(1).all(|entry| entry.column > root.column)
        && entries.iter().all(
            |entry| matches!(entry.names.as_slice(), [name] if !name.contains(['(', '=', ' ', ':', ','])),
        )
}

fn is_file_tree(entries: &[&Entry], drawn: bool, layout: bool) -> bool {
    if entries.is_empty() || (entries.len() < 2 && !layout) {
        return false;
    }
    let names: Vec<&str> = entries.iter().flat_map(|entry| entry.names.iter().copied()).collect();
    let files = names.iter().filter(|name| is_file_name(name)).count();
    let share = files as f32 / names.len() as f32;
    // What stands below `.` or a name with a slash is files and folders, whatever they are called.
    let rooted = entries.first().is_some_and(|root| {
        let [name] = root.names.as_slice() else { return false };
        (*name == "." || name.ends_with('/'))
            && entries.iter().skip(1).all(|entry| entry.column > root.column)
    });
    let plain = rooted
        && entries
            .iter()
            .all(|entry| entry.names.len() == 1 && !entry.names.iter().any(|name| name.contains(['(', '='])));
    if drawn && plain {
        return true;
    }
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

fn drops_root(entries: &[&Entry], drawn: bool) -> bool {
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

/// The part of a range, whose text is `text`, from `bare` on.
fn from(range: TextRange, text: &str, bare: &str) -> TextRange {
    let start = range.start() + (text.len() - bare.len());
    TextRange::new(start, start + bare.trim_end().len())
}
