//! How near a template stands to a document.

use std::cmp::Reverse;

use super::discover::TemplateFile;

/// A template that may govern a document.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    /// The template.
    pub template: &'a TemplateFile,
    /// How near it stands.
    pub nearness: Nearness,
}

/// How near a template stands to a document; the nearest sorts first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Nearness {
    /// The document stands in the template's scope.
    Within {
        /// How deep the scope is: of two scopes the inner one is nearer.
        depth: Reverse<usize>,
        /// Whether the scope's area fits the document's folder.
        area: AreaFit,
    },
    /// It stands elsewhere: so many steps from folder to folder.
    Elsewhere(usize),
}

/// Whether a document stands in the part of the scope that a template is meant for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum AreaFit {
    /// It does.
    Fits,
    /// The template is meant for the whole scope.
    Any,
    /// It does not.
    Differs,
}

/// How near a template with that scope and area stands to the document at `path`.
pub(super) fn nearness(template: &TemplateFile, path: &str) -> Nearness {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let scope = &*template.scope;
    let Some(below) = within(folder, scope) else {
        return Nearness::Elsewhere(steps(folder, scope));
    };
    let area = match &*template.area {
        "" => AreaFit::Any,
        area if within(below, area).is_some() => AreaFit::Fits,
        _ => AreaFit::Differs,
    };
    Nearness::Within { depth: Reverse(depth(scope)), area }
}

// What is left of `folder` below `scope`, if it is in it.
fn within<'a>(folder: &'a str, scope: &str) -> Option<&'a str> {
    if scope.is_empty() {
        return Some(folder);
    }
    let rest = folder.strip_prefix(scope)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix('/') }
}

fn depth(folder: &str) -> usize {
    folder.split('/').filter(|part| !part.is_empty()).count()
}

fn steps(one: &str, other: &str) -> usize {
    let shared =
        one.split('/').zip(other.split('/')).take_while(|(one, other)| one == other && !one.is_empty());
    depth(one) + depth(other) - 2 * shared.count()
}
