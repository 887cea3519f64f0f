//! Files and folders of the system.

mod name;
mod nested;
mod tree;

use super::Reader;
use crate::grid::{Grid, Row};
use crate::items::Draft;
use crate::text;
use crate::{Context, Items, Kind};
use abide_syntax::{SectionId, TextRange};
use abide_template::Concept;
use name::{is_file_name, is_path};
use tree::tree;

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
        if !nested::read(context, id, items) {
            for statement in context.statements(id) {
                list_entry(context, id, statement, base.as_deref(), items);
            }
        }
        for grid in context.grids_of(id) {
            if let Some(column) = grid.column(COLUMNS) {
                table(context, grid, column, items);
            }
        }
    }
    listed(context, items);
    // A table whose first column is of files lists them, whatever its heading.
    for grid in context.grids() {
        let listed = context.outline.holds(grid.section, Kind::Path)
            || context.outline.within(grid.section, super::entity::NOT_OWN)
            || context.outline.within(grid.section, ELSEWHERE);
        if !listed && grid.exact_column(COLUMNS) == Some(0) {
            let paths = grid.filled_rows().filter(|row| row_paths(context, row, 0).next().is_some()).count();
            if paths * 2 > grid.filled_rows().count() {
                table(context, grid, 0, items);
            }
        }
    }
}

/// Lists of files and nothing else, under a heading that is about no kind of statement.
fn listed(context: &Context, items: &mut Items) {
    const LEAST: usize = 3;
    for (id, _) in context.sections().skip(1) {
        let statements = context.statements(id);
        if statements.len() < LEAST
            || !context.outline.kinds(id).is_empty()
            || context.outline.within(id, super::entity::NOT_OWN)
            || context.outline.within(id, ELSEWHERE)
        {
            continue;
        }
        let leads = |statement: &crate::statement::Statement| {
            let document = context.document;
            let first = text::code_spans(document, statement.first, statement.end).next();
            first.is_some_and(|(node, path)| {
                let behind = document
                    .slice(TextRange { start: node.range.end, end: statement.range.end })
                    .trim_start();
                let told = behind.is_empty()
                    || behind.starts_with(['-', '—', '–', ':', '(']) && !behind.starts_with("->");
                node.range.start <= statement.range.start + 2
                    && told
                    && path.contains('/')
                    && is_path(path)
                    // `notes/*` is all that is in it.
                    && (is_file_name(path) || path.ends_with("/*"))
            })
        };
        if statements.iter().all(leads) {
            for statement in statements {
                list_entry(context, id, statement, None, items);
            }
        }
    }
}

/// Heads of columns that name files.
const COLUMNS: &[&str] = &[
    "file",
    "path",
    "files",
    "folder",
    "directory",
    "location",
    "file path",
    "filepath",
    "module",
    "archivo",
    "ruta",
    "fichier",
    "chemin",
    "datei",
    "pfad",
    "arquivo",
    "ファイル",
    "パス",
    "파일",
    "경로",
    "文件",
    "路径",
    "файл",
    "путь",
];

/// Where tables of files are about something else.
const ELSEWHERE: &[Concept] = &[
    Concept::References,
    Concept::RelatedSpecs,
    Concept::Endpoints,
    Concept::Dependencies,
    Concept::ChangeLog,
    Concept::Metadata,
];

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

fn heading_path(title: &str) -> Option<&str> {
    let bare =
        title.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ')' || c.is_whitespace());
    let name = bare.split(" (").next().unwrap_or(bare).trim();
    (is_path(name)).then_some(name)
}

/// Paths that introduce a list: "New package: `pkg/orders/`". The last folder is the base of the names below it.
fn bases(context: &Context, section: SectionId, items: &mut Items) -> Option<String> {
    let document = context.document;
    let mut base = None;
    let drawn = context.fences_of(section).any(|fence| items.any_in(Kind::Path, fence.range));
    for (node, range) in context.paragraphs(section) {
        if range.len() > 300 {
            continue;
        }
        let end = document.node(node).end;
        for (code, path) in text::code_spans(document, node, end) {
            if is_path(path) {
                // Beside a tree, a paragraph tells about what the tree holds.
                if !drawn {
                    push(items, section, code.range, path, "");
                }
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

fn table(context: &Context, grid: &Grid, column: usize, items: &mut Items) {
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
        "descripción",
        "beschreibung",
        "説明",
        "描述",
        "说明",
        "설명",
        "описание",
    ]);
    for row in grid.filled_rows() {
        let comment = row.said(describing.filter(|at| *at != column)).unwrap_or_default();
        for name in row_paths(context, row, column) {
            push(items, grid.section, row.range, name, comment);
        }
    }
}

/// The paths in a cell.
fn row_paths<'a>(context: &Context<'a>, row: &'a Row, column: usize) -> impl Iterator<Item = &'a str> {
    let cell = row.cell(Some(column));
    let codes = cell.map(|cell| cell.codes(context.document)).unwrap_or_default();
    let names =
        if codes.is_empty() { cell.map(|cell| cell.text.trim()).into_iter().collect() } else { codes };
    names.into_iter().filter(|name| is_path(name))
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
    reader_test!(
        trees_with_several_roots_and_pictures,
        "# T\n```\n<repo>/skills/   # ours\n└── maker/\n    └── SKILL.md\n\n<home>/skills/\n└── yours/\n```\n```\n📁 root\n├── 📄 x.md\n└── 📁 y\n    └── 📄 z.md\n```\n```\n.\n├── bin\n│   └── run\n└── etc\n\n2 directories, 1 file\n```\n",
        [
            "4 path maker/",
            "5 path maker/SKILL.md",
            "8 path yours/",
            "12 path x.md",
            "13 path y/",
            "14 path y/z.md",
            "18 path bin/",
            "19 path bin/run",
            "20 path etc",
        ]
    );
    reader_test!(
        nested_lists_of_folders,
        "# T\n## Project Structure\n- `cmd/`\n  - `server/` – the server\n    - `main.go` – entry\n- `go.mod`\n",
        [
            "3 path cmd/",
            "4 path cmd/server/ comment=the server",
            "5 path cmd/server/main.go comment=entry",
            "6 path go.mod",
        ]
    );
    reader_test!(
        a_table_of_files_under_any_heading,
        "# T\n## Architecture\n| File | Responsibility |\n|---|---|\n| `src/a.py` | the A |\n| `src/b.py` | the B |\n## Limits\n| File | Size |\n|---|---|\n| any | 5 MB |\n",
        ["5 path src/a.py comment=the A", "6 path src/b.py comment=the B"]
    );
    reader_test!(
        a_list_of_files_and_nothing_else,
        "# T\n## Loaded first\n- `notes/one.md` - the one\n- `notes/two/` - more\n- `notes/three.md`\n- `notes/four/*` - others\n## Mixed\n- `a/b.md` - a file\n- `a/c.md` is read\n- words\n",
        [
            "3 path notes/one.md comment=the one",
            "4 path notes/two/ comment=more",
            "5 path notes/three.md",
            "6 path notes/four/* comment=others pattern=true"
        ]
    );
    reader_test!(
        folders_without_slashes_behind_a_line_that_speaks_of_them,
        "# T\n## Design\nThe `shelf` directory may look like this:\n```\nshelf\n├── by-name\n│   ├── a\n┊   └── b\n└── new\n```\nThe parts:\n```\nPress\n├── Ink\n└── Tray\n```\n",
        ["6 path by-name/", "7 path by-name/a", "8 path by-name/b", "9 path new"]
    );
    reader_test!(
        what_a_command_lists_in_an_example,
        "# T\n## Examples\n```\n$ tree\n.\n├── trays/\n│   └── one.ink\n└── lock.txt\n```\n## Layout\n```\n$ tree\n.\n├── src/\n│   └── a.rs\n└── b.rs\n```\n",
        ["14 path src/", "15 path src/a.rs", "16 path b.rs"]
    );
    reader_test!(
        nested_lists_below_what_stands_for_the_root,
        "# T\n## Output folder structure\n- `{root}`\n  - `sheets`\n    - `1.sheet`\n    - `...`\n    - `<number>.sheet`\n",
        ["4 path sheets/", "5 path sheets/1.sheet", "7 path sheets/<number>.sheet pattern=true"]
    );
}
