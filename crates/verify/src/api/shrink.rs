//! The smallest request that still shows what is wrong.

/// Requests that are spent at most on making one smaller.
const BUDGET: usize = 8;

/// Leaves out members of a body as long as what is sent then still shows what is wrong, all at once first and then one after
/// the other; gives what the smallest of these requests showed, or none where each member is needed for it.
pub fn smallest<T>(members: &[String], mut still: impl FnMut(&[String]) -> Option<T>) -> Option<T> {
    if members.is_empty() {
        return None;
    }
    if let Some(shown) = still(members) {
        return Some(shown);
    }
    // Of one member, all at once was it.
    let (mut without, mut found) = (Vec::new(), None);
    for member in members.iter().filter(|_| members.len() > 1).take(BUDGET - 1) {
        without.push(member.clone());
        match still(&without) {
            Some(shown) => found = Some(shown),
            None => {
                without.pop();
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(members: &[&str], needed: &[&str]) -> (Option<Vec<String>>, usize) {
        let members: Vec<String> = members.iter().map(|member| (*member).to_owned()).collect();
        let mut calls = 0;
        let found = smallest(&members, |without| {
            calls += 1;
            let kept: Vec<String> = members.iter().filter(|name| !without.contains(name)).cloned().collect();
            needed.iter().all(|name| kept.iter().any(|known| known == name)).then_some(kept)
        });
        (found, calls)
    }

    #[test]
    fn what_is_not_needed_is_left_out() {
        assert_eq!(left(&["a", "b", "c"], &[]), (Some(vec![]), 1));
        assert_eq!(left(&["a", "b", "c"], &["b"]), (Some(vec!["b".to_owned()]), 4));
        assert_eq!(left(&["a", "b"], &["a", "b"]), (None, 3));
        assert_eq!(left(&["a"], &["a"]), (None, 1));
        assert_eq!(left(&[], &[]), (None, 0));
    }

    #[test]
    fn no_more_requests_are_spent_than_it_is_worth() {
        let names: Vec<String> = (0..40).map(|number| format!("m{number}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        assert_eq!(left(&names, &["m39"]).1, BUDGET);
    }
}
