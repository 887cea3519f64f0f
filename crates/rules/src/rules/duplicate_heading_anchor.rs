use crate::rule::rule;
use crate::{Context, Report};
use abide_diagnostics::{Place, Severity};
use abide_syntax::{HeadingStyle, NodeId, Section, SectionId, slug};
use std::collections::BTreeMap;
use std::sync::Arc;

rule! {
    /// Two headings have the same anchor where it matters.
    ///
    /// ## Why it matters
    ///
    /// The renderer gives the second heading another anchor, `#risks-1`, that changes when headings are added above it.
    /// Links to it land on the first, and tools that find a section by its heading find one of the two.
    ///
    /// ## What counts
    ///
    /// Two headings of one level under the same heading with the same text; and any two headings with the same text of
    /// which a link can mean either, because as many links as there are headings all point at the first. "Examples" under
    /// each of several headings is fine, and so are parts that the template repeats.
    ///
    /// ## How to mend it
    ///
    /// Merge the two, give one a heading of its own, or point the link at the second's anchor.
    ///
    /// ## Examples
    ///
    /// ```template
    /// # Spec Name
    /// ## Goals
    /// What?
    /// ## Risks
    /// Which?
    /// ```
    ///
    /// ```document
    /// # Export
    /// ## Goals
    /// Everything as CSV.
    /// ## Risks
    /// Slow disks.
    /// ## Risks
    ///    ~~~~~ there is already a heading "Risks" at this place, on line 4
    /// Slow networks.
    /// ```
    ///
    /// ```document
    /// # Export
    /// - [Goals](#goals)
    /// - [Examples](#examples)
    /// - [Risks](#risks)
    /// - [Examples](#examples)
    ///               ~~~~~~~~ this link means the second "Examples", and leads to the first
    ///
    /// ## Goals
    /// ### Examples
    /// A file.
    /// ## Risks
    /// ### Examples
    /// A slow disk.
    /// ```
    ///
    /// ```document
    /// # Export
    /// ## Goals
    /// ### Examples
    /// See [examples](#examples).
    /// ## Risks
    /// ### Examples
    /// See [examples](#examples-1).
    /// ```
    "duplicate-heading-anchor", default: Some(Severity::Warning), since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    let Some(governing) = &context.governing else { return };
    let document = context.document;
    let headings = document.sections().iter().enumerate().skip(1);
    let headings = headings.filter(|(_, section)| section.style != HeadingStyle::Bold);
    let mut anchors: Vec<(String, usize)> = headings.map(|(at, section)| (slug(&section.title), at)).collect();
    anchors.sort_unstable();
    // In most documents, each heading has an anchor of its own.
    if !anchors.windows(2).any(|pair| matches!(pair, [(one, _), (other, _)] if one == other)) {
        return;
    }
    let mut by_anchor: BTreeMap<String, Vec<(SectionId, &Section)>> = BTreeMap::new();
    for (anchor, at) in anchors {
        let Some(section) = document.sections().get(at) else { continue };
        by_anchor.entry(anchor).or_default().push((SectionId(at as u32), section));
    }
    by_anchor.retain(|anchor, same| same.len() > 1 && !anchor.is_empty());
    if by_anchor.is_empty() {
        return;
    }
    for same in by_anchor.values() {
        for (at, (id, section)) in same.iter().enumerate() {
            let slot = governing.alignment.slot(*id).and_then(|slot| governing.schema.slot(slot));
            if slot.is_some_and(|slot| slot.repeats()) {
                continue;
            }
            let before = same.iter().take(at);
            let twin = before.rev().find(|(_, other)| {
                let same = other.title.to_lowercase() == section.title.to_lowercase();
                same && other.parent == section.parent && other.level == section.level
            });
            let Some((_, twin)) = twin else { continue };
            let line = document.line(twin.range.start);
            report
                .at(section.title_range, format!("there is already a heading \"{}\" at this place, on line {line}", section.title))
                .related(Place::new(Arc::clone(context.path), twin.title_range), "the first one")
                .help("merge the two, or give one a heading of its own");
        }
    }
    links(context, &by_anchor, report);
}

/// Lists of links, of which one for each heading should be there and all lead to the first.
fn links(context: &Context, by_anchor: &BTreeMap<String, Vec<(SectionId, &Section)>>, report: &mut Report) {
    let document = context.document;
    let mut by_target: BTreeMap<(&str, u32), Vec<NodeId>> = BTreeMap::new();
    for link in document.links() {
        if let Some(fragment) = document.destination(link).strip_prefix('#')
            && by_anchor.contains_key(fragment)
            && let Some(list) = outermost_list(context, link.node)
        {
            by_target.entry((fragment, list.0)).or_default().push(link.node);
        }
    }
    for ((fragment, _), links) in by_target {
        let Some(same) = by_anchor.get(fragment) else { continue };
        if links.len() != same.len() {
            continue;
        }
        for (at, (link, (_, section))) in links.iter().zip(same).enumerate().skip(1) {
            if slug(&document.plain_text(*link)) != fragment {
                continue;
            }
            let node = document.node(*link).range;
            let written = document.slice(node).rfind(fragment).map(|from| node.start() + from);
            let range = written.map_or(node, |from| abide_syntax::TextRange::new(from, from + fragment.len()));
            let ordinal = match at {
                1 => "second",
                2 => "third",
                _ => "later",
            };
            report
                .at(range, format!("this link means the {ordinal} \"{}\", and leads to the first", section.title))
                .related(Place::new(Arc::clone(context.path), section.title_range), "the heading that it means")
                .help(format!("point it at `#{fragment}-{at}`, or give the heading a text of its own"));
        }
    }
}

fn outermost_list(context: &Context, node: NodeId) -> Option<NodeId> {
    let mut list = None;
    let mut at = context.document.node(node).parent;
    while at != NodeId::ROOT {
        let node = context.document.node(at);
        if matches!(node.kind, abide_syntax::NodeKind::List { .. }) {
            list = Some(at);
        }
        at = node.parent;
    }
    list
}
