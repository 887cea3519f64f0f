//! The operations that a document of several is about: it has most of what there is of their collections, and tells of no others.

use super::super::{Operation, Resource, is_machinery};
use crate::facts::SpecFacts;
use std::ops::Range;

/// The documents of a joined specification that are about some of its operations, each with those.
pub(super) fn homes(
    number: usize,
    spec: &SpecFacts,
    operations: &[Operation],
    resources: &[Resource],
) -> Vec<(Range<usize>, Vec<usize>)> {
    if spec.starts.len() < 2 {
        return Vec::new();
    }
    let all = || {
        operations
            .iter()
            .enumerate()
            .filter(|(_, operation)| operation.is_of(number) && !is_machinery(&operation.path))
    };
    let count = all().count();
    let parts = spec.starts.iter().map(|start| spec.part_at(*start));
    let of_part = |part: Range<usize>| {
        let items: Vec<&str> = spec
            .endpoints()
            .filter(|item| part.contains(&(item.range.start as usize)))
            .map(|item| item.id.as_str())
            .collect();
        let own: Vec<usize> = all()
            .filter(|(_, operation)| items.iter().any(|id| operation.is(number, id)))
            .map(|(at, _)| at)
            .collect();
        let at_home = |at: &usize| {
            let of = collection(&operations[*at], resources);
            let shared = |own: &usize| collection(&operations[*own], resources) == of;
            let there = own.iter().filter(|own| shared(own)).count();
            of.is_some() && there * 2 >= all().filter(|(at, _)| shared(at)).count()
        };
        let home = own.len() >= 2 && own.len() < count && own.iter().all(at_home);
        home.then_some((part, own))
    };
    parts.filter_map(of_part).collect()
}

/// The collection to which an operation belongs: the innermost above its path.
fn collection(operation: &Operation, resources: &[Resource]) -> Option<usize> {
    let above =
        resources.iter().enumerate().filter(|(_, resource)| operation.path.starts_with(&resource.collection));
    above.max_by_key(|(_, resource)| resource.collection.segments().len()).map(|(at, _)| at)
}
