use crate::layout::{Path, Tree, trees};
use crate::rule::rule;
use crate::{Context, Files, Report};
use abide_diagnostics::Severity;
use abide_template::Lifecycle;

rule! {
    /// A document that says it is implemented draws a file or folder that is not there.
    ///
    /// ## Why it matters
    ///
    /// People and agents look for the code where the layout says. Where it has moved on, the layout misleads them.
    ///
    /// ## What counts
    ///
    /// The paths of drawn trees (`├──`, `|--`) in documents whose status says that they are implemented or final. A tree
    /// may start at the root, at the document's folder or any above it, or at a folder of its root's name; where less
    /// than half of its paths exist from any of these, it is a tree of something else. Patterns, placeholders and what is
    /// made by a build (`target/`, `node_modules/`, `.env`) are not looked for, and neither is what is marked as
    /// generated, removed or an example. Below a missing folder nothing more is reported.
    ///
    /// ## How to mend it
    ///
    /// Draw the layout as it is now, or add the file.
    ///
    /// ## Examples
    ///
    /// ```template
    /// # Spec Name
    ///
    /// Status: Proposed | Implemented
    ///
    /// ## Layout
    /// A tree.
    /// ```
    ///
    /// ```files
    /// README.md
    /// src/main.rs
    /// src/orders.rs
    /// ```
    ///
    /// ````document path: specs/export.md
    /// # Export
    ///
    /// Status: Implemented
    ///
    /// ## Layout
    /// ```
    /// exporter/
    /// ├── README.md
    /// ├── src/
    /// │   ├── main.rs
    /// │   └── csv.rs     # writes the file
    ///         ~~~~~~ there is no file `src/csv.rs`
    /// ├── tests/
    ///     ~~~~~~ there is no folder `tests/`
    /// │   └── all.rs
    /// └── target/
    /// ```
    /// ````
    ///
    /// ````document path: specs/export.md
    /// # Export
    ///
    /// Status: Proposed
    ///
    /// ## Layout
    /// ```
    /// exporter/
    /// ├── README.md
    /// └── src/
    ///     ├── main.rs
    ///     └── csv.rs
    /// ```
    /// ````
    "missing-file-in-layout", default: Some(Severity::Warning), since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    if context.governing.is_none() || !context.lifecycle().is_some_and(Lifecycle::is_finished) {
        return;
    }
    for tree in trees(context) {
        let literal: Vec<&Path> = tree.paths.iter().filter(|path| is_literal(path)).collect();
        let bases = bases(context, &tree);
        let there = |base: &str, path: &Path| context.files.exists(&format!("{base}{}", path.path.trim_end_matches('/')));
        let counted = bases.iter().map(|base| (literal.iter().filter(|path| there(base, path)).count(), base));
        // The first of the best: the root before folders below it.
        let Some((count, base)) = counted.rev().max_by_key(|(count, _)| *count) else { continue };
        if count * 2 < literal.len() || count < 2 {
            continue;
        }
        let mut gone: Vec<&str> = Vec::new();
        for path in literal {
            if there(base, path) || gone.iter().any(|folder| path.path.starts_with(folder)) {
                continue;
            }
            let what = if path.path.ends_with('/') { "folder" } else { "file" };
            if what == "folder" {
                gone.push(&path.path);
            }
            report
                .at(path.range, format!("there is no {what} `{}`", path.path))
                .help("draw the layout as it is now, or add what is missing");
        }
    }
}

/// Where a tree may start: each is empty or ends with `/`.
fn bases(context: &Context, tree: &Tree) -> Vec<String> {
    let mut bases = vec![String::new()];
    let mut folder = context.path.rsplit_once('/').map(|(folder, _)| folder);
    while let Some(found) = folder {
        bases.push(format!("{found}/"));
        folder = found.rsplit_once('/').map(|(above, _)| above);
    }
    if let Some(root) = &tree.root {
        let below = bases.clone().into_iter().map(|base| format!("{base}{root}/"));
        let below: Vec<String> = below.filter(|base| is_folder(context.files, base)).collect();
        bases.extend(below);
    }
    bases
}

fn is_folder(files: &dyn Files, base: &str) -> bool {
    files.is_folder(base.trim_end_matches('/'))
}

/// Whether a path names one file or folder that stands in the repository.
fn is_literal(path: &Path) -> bool {
    const BUILT: &[&str] = &[
        "node_modules", "target", "dist", "build", "out", "bin", "obj", ".git", ".venv", "venv", "__pycache__", "coverage",
        ".next", ".cache", "tmp", "vendor", "logs", "data",
    ];
    const REMARKS: &[&str] = &[
        "generated", "git-ignored", "gitignored", "gitignore", "not committed", "runtime", "removed", "deleted", "example",
        "optional", "future", "planned", "later", "todo", "if needed", "user",
    ];
    let names = path.path.trim_end_matches('/').split('/');
    let mut names = names.map(str::to_lowercase);
    let comment = path.comment.to_lowercase();
    !path.path.contains(['*', '<', '>', '{', '}', '[', ']', '(', ')', '$', '~', '…', '%'])
        && !path.path.contains("...")
        && !["NNN", "XXX", "YYYY"].iter().any(|mask| path.path.contains(mask))
        && !names.any(|name| BUILT.contains(&name.as_str()) || name.starts_with(".env") || name.ends_with(".log") || name.ends_with(".db"))
        && !REMARKS.iter().any(|remark| comment.contains(remark))
}
