//! Which documents speak of which, drawn where there is room, and always as a table.

use super::spec::figure;
use super::{View, cut, title_of};
use crate::site::Spec;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// More documents than this are drawn by their folders.
const NODES: usize = 40;
/// More links than this cannot be followed by the eye.
const EDGES: usize = 120;
/// Rows of the table.
const ROWS: usize = 600;

#[derive(Serialize)]
struct Graph {
    drawing: Option<String>,
    /// Whether the drawing shows folders in place of documents.
    folders: bool,
    rows: Vec<Row>,
    linked: usize,
    alone: usize,
    links: usize,
}

#[derive(Serialize)]
struct Row {
    title: String,
    path: String,
    href: String,
    to: Vec<Other>,
    from: Vec<Other>,
}

#[derive(Serialize)]
struct Other {
    title: String,
    href: String,
    needs: bool,
}

/// The page.
pub fn render(view: View<'_>) -> String {
    let site = view.site;
    let by_document: BTreeMap<usize, &Spec> = site.specs.iter().map(|spec| (spec.document, spec)).collect();
    let known = |link: &&abide_workspace::check::DocumentLink| {
        by_document.contains_key(&link.from) && by_document.contains_key(&link.to)
    };
    let links: Vec<_> = site.links.iter().filter(known).collect();
    let linked: BTreeSet<usize> = links.iter().flat_map(|link| [link.from, link.to]).collect();
    let other = |document: usize, needs: bool| {
        let spec = by_document.get(&document)?;
        Some(Other { title: cut(&title_of(site, spec), 60), href: view.spec(spec.path()), needs })
    };
    let mut to: BTreeMap<usize, Vec<Other>> = BTreeMap::new();
    let mut from: BTreeMap<usize, Vec<Other>> = BTreeMap::new();
    for link in &links {
        to.entry(link.from).or_default().extend(other(link.to, link.needs));
        from.entry(link.to).or_default().extend(other(link.from, link.needs));
    }
    let rows = linked.iter().take(ROWS).filter_map(|document| {
        let spec = by_document.get(document)?;
        Some(Row {
            title: title_of(site, spec),
            path: spec.path().to_owned(),
            href: view.spec(spec.path()),
            to: to.remove(document).unwrap_or_default(),
            from: from.remove(document).unwrap_or_default(),
        })
    });
    let rows: Vec<Row> = rows.collect();
    let folders = linked.len() > NODES;
    let name = |document: usize| {
        let spec = by_document.get(&document)?;
        Some(if folders {
            spec.path().rsplit_once('/').map_or(".", |(folder, _)| folder).to_owned()
        } else {
            spec.path().to_owned()
        })
    };
    let pairs: BTreeSet<(String, String, bool)> = links
        .iter()
        .filter_map(|link| Some((name(link.from)?, name(link.to)?, link.needs)))
        .filter(|(from, to, _)| from != to)
        .collect();
    let nodes: BTreeSet<&str> = pairs.iter().flat_map(|(from, to, _)| [from.as_str(), to.as_str()]).collect();
    let drawn = !pairs.is_empty() && pairs.len() <= EDGES && nodes.len() <= NODES;
    let graph = Graph {
        drawing: drawn.then(|| figure(&flowchart(view, &pairs, &nodes), 1)),
        folders,
        rows,
        linked: linked.len(),
        alone: site.specs.len().saturating_sub(linked.len()),
        links: links.len(),
    };
    view.fill("graph.html", &graph)
}

fn flowchart(view: View<'_>, pairs: &BTreeSet<(String, String, bool)>, nodes: &BTreeSet<&str>) -> String {
    let mut text = "flowchart LR\n".to_owned();
    for (at, name) in nodes.iter().enumerate() {
        // Two documents may have one title; each is a node of its own.
        let title = view.site.spec(name).map_or_else(|| (*name).to_owned(), |spec| title_of(view.site, spec));
        let label: String =
            cut(&title, 40).chars().map(|c| if "\"<>{}[]()|`#&;".contains(c) { ' ' } else { c }).collect();
        let _ = writeln!(text, "  n{at}[\"{}\"]", label.trim());
    }
    let number = |name: &str| nodes.iter().position(|node| *node == name).unwrap_or(0);
    for (from, to, needs) in pairs {
        let arrow = if *needs { "==>" } else { "-->" };
        let _ = writeln!(text, "  n{} {arrow} n{}", number(from), number(to));
    }
    text
}
