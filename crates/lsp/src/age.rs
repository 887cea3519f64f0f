//! How long ago a thing was, in a word or two.

use jiff::Timestamp;

/// `2 h ago`
pub fn ago(then: Timestamp, now: Timestamp) -> String {
    let seconds = now.as_second().saturating_sub(then.as_second());
    let steps = [(86_400, "d"), (3_600, "h"), (60, "min")];
    match steps.iter().find(|(length, _)| seconds >= *length) {
        Some((length, unit)) => format!("{} {unit} ago", seconds / length),
        None => "just now".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_said_in_one_unit() {
        let now: Timestamp = "2026-11-21T10:00:00Z".parse().unwrap();
        let said = [5, 61, 7_300, 200_000].map(|seconds| ago(now - jiff::Span::new().seconds(seconds), now));
        assert_eq!(said, ["just now", "1 min ago", "2 h ago", "2 d ago"]);
    }
}
