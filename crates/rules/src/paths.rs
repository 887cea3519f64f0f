//! Paths of HTTP operations, part by part.

use crate::operations::METHODS;

/// The segments of a path.
pub(crate) fn segments(path: &str) -> Vec<&str> {
    path.split('/').filter(|segment| !segment.is_empty()).collect()
}

/// Whether two paths are one, where any parameter or number fits a parameter, and one may lack the base path.
pub(crate) fn same_path(one: &str, two: &str) -> bool {
    let (one, two) = (segments(one), segments(two));
    let (long, short) = if one.len() >= two.len() { (&one, &two) } else { (&two, &one) };
    let Some(tail) = long.get(long.len() - short.len()..) else { return false };
    let base = long.get(..long.len() - short.len()).unwrap_or_default();
    let fits = |one: &str, two: &str| {
        one.eq_ignore_ascii_case(two)
            || is_parameter(one) && (is_parameter(two) || is_value(two))
            || is_parameter(two) && is_value(one)
    };
    !short.is_empty()
        && short.iter().any(|segment| !is_parameter(segment))
        && base.iter().all(|segment| !is_parameter(segment))
        && base.len() <= 3
        && tail.iter().zip(short.iter()).all(|(one, two)| fits(one, two))
}

/// `{id}`, `:id`, `<id>`, `[id]`
pub(crate) fn is_parameter(segment: &str) -> bool {
    segment.starts_with([':', '{', '<', '[', '$'])
        || segment.contains('{')
        || segment == "*"
        || segment.contains("...")
}

/// `123`, `ord_1`, a UUID: what may stand for a parameter.
fn is_value(segment: &str) -> bool {
    segment.bytes().any(|byte| byte.is_ascii_digit())
        || matches!(segment, "me" | "self" | "id" | "ID" | "uuid")
        || segment.chars().all(|letter| letter.is_ascii_uppercase())
}

/// The first part of a path that names what it is about: `orders` of `/api/v1/orders/{id}`.
pub(crate) fn resource(path: &str) -> Option<&str> {
    let version = |segment: &str| {
        segment
            .strip_prefix('v')
            .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
    };
    segments(path).into_iter().find(|segment| {
        !matches!(*segment, "api" | "rest" | "public" | "internal")
            && !version(segment)
            && !is_parameter(segment)
    })
}

/// Whether a cell holds a method, a path or both.
pub(crate) fn is_method_or_path(cell: &str) -> bool {
    let bare = cell.trim().trim_matches(['`', '*', ' ']);
    let operation = METHODS.iter().find_map(|method| bare.strip_prefix(method));
    let path = operation.unwrap_or(bare).trim_start_matches(['`', ' ']);
    METHODS.contains(&bare) || path.starts_with('/') && !path.contains(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_are_one() {
        for (one, two) in
            [("/orders/{id}", "/api/v1/orders/:orderId"), ("/orders/42", "/orders/{id}"), ("/a", "/a/")]
        {
            assert!(same_path(one, two), "{one} {two}");
        }
        for (one, two) in
            [("/orders", "/orders/{id}"), ("/{id}", "/orders/{id}"), ("/orders/export", "/orders/{id}")]
        {
            assert!(!same_path(one, two), "{one} {two}");
        }
        assert_eq!(resource("/api/v1/orders/{id}"), Some("orders"));
    }
}
