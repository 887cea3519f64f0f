//! The layout trees of a document: the paths that it draws, tree by tree.

use crate::Context;
use abide_model::{Item, Kind};
use abide_syntax::{NodeKind, TextRange};

/// A path of a tree.
#[derive(Clone, Debug)]
pub(crate) struct Path {
    /// From the root of the tree, without the root's own name; folders end with `/`.
    pub path: String,
    /// Its line.
    pub range: TextRange,
    /// What the document says about it.
    pub comment: String,
}

/// A tree in a block of code.
#[derive(Clone, Debug)]
pub(crate) struct Tree {
    /// The name of its root folder, where it has one.
    pub root: Option<String>,
    /// Its paths in order.
    pub paths: Vec<Path>,
}

/// The drawn trees of a document.
pub(crate) fn trees(context: &Context) -> Vec<Tree> {
    let document = context.document;
    let fences: Vec<TextRange> = document
        .nodes()
        .iter()
        .filter(|node| matches!(node.kind, NodeKind::Code { .. }) && is_drawn(document.slice(node.range)))
        .map(|node| node.range)
        .collect();
    if fences.is_empty() {
        return Vec::new();
    }
    let read = |item: &Item| Path {
        path: item.key.clone(),
        range: item.range,
        comment: item.text_field("comment").unwrap_or_default().to_owned(),
    };
    let trees = fences.into_iter().map(|fence| {
        let items = context.spec.of_kind(Kind::Path).filter(|item| fence.contains(item.range));
        let paths: Vec<Path> = items.map(read).collect();
        let first = paths.first().map_or(fence.start, |path| path.range.start);
        let above = TextRange { start: fence.start, end: first };
        Tree { root: root(document.slice(above)), paths }
    });
    trees.filter(|tree| !tree.paths.is_empty()).collect()
}

fn is_drawn(source: &str) -> bool {
    ["├─", "└─", "|--", "`--", "+--"].iter().any(|branch| source.contains(branch))
}

/// The root's name on the line above the first branch.
fn root(above: &str) -> Option<String> {
    let lines = above
        .lines()
        .skip(1)
        .map(|line| line.trim_start_matches(|mark: char| !mark.is_alphanumeric() && mark != '.'));
    let name = lines.filter_map(|line| line.split_whitespace().next()).last()?;
    let name = name.trim_start_matches("./").trim_end_matches('/');
    (!name.is_empty() && name != ".").then(|| name.to_owned())
}
