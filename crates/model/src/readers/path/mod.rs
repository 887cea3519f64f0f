//! Files and folders of the system.

mod name;
mod tree;

use super::Reader;
use crate::items::Draft;
use crate::text;
use crate::{Context, Items, Kind};
use abide_syntax::{SectionId, TextRange};
use name::is_path;
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
        for statement in context.statements(id) {
            list_entry(context, id, statement, base.as_deref(), items);
        }
        tables(context, id, items);
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
