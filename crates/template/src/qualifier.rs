//! Words that say which, or how much is told, and not what a heading is about: "Dependency matrix" is about dependencies.

/// What may stand in front.
const BEFORE: &[&str] = &[
    "common",
    "key",
    "main",
    "core",
    "proposed",
    "initial",
    "full",
    "complete",
    "detailed",
    "recommended",
    "suggested",
    "planned",
    "minimum",
    "minimal",
    "basic",
    "mvp",
    "supported",
    "primary",
    "major",
    "important",
    "available",
    "expected",
    "overall",
    "required",
    "product",
    "project",
    "system",
    "application",
    "app",
    "service",
    "technical",
    "standard",
    "공통",
    "표준",
    "주요",
    "핵심",
    "전체",
    "추가",
    "기본",
    "principales",
    "principaux",
];

/// What may stand behind.
const BEHIND: &[&str] = &[
    "matrix",
    "structure",
    "recommendation",
    "recommendations",
    "list",
    "overview",
    "details",
    "summary",
    "reference",
    "catalog",
    "catalogue",
    "inventory",
    "breakdown",
    "definitions",
    "specification",
    "specifications",
    "description",
    "descriptions",
    "information",
    "목록",
    "권장사항",
    "권장 사항",
    "정의",
    "명세",
    "상세",
    "principales",
    "principaux",
    "principais",
];

/// The same of scripts that write no spaces.
const JOINED: &[&str] =
    &["一覧", "詳細", "定義", "仕様", "列表", "清单", "说明", "概览", "总览", "详情", "規格", "清單"];

/// What is left of a normalised heading without one such word in front, behind, or at both ends.
pub(crate) fn without(phrase: &str) -> impl Iterator<Item = &str> {
    let front = phrase.split_once(' ').filter(|(word, _)| BEFORE.contains(word)).map(|(_, rest)| rest);
    let behind = without_last(phrase);
    let both = front.and_then(without_last);
    behind.into_iter().chain(front).chain(both).filter(|rest| !rest.is_empty())
}

/// What something has: the goals in "goals of the migration".
pub(crate) fn owned(phrase: &str) -> Option<&str> {
    let before = |word: &str| {
        // Between words stands one space.
        let mut spaces = memchr::memchr_iter(b' ', phrase.as_bytes());
        let at = spaces.find(|at| phrase.get(at + 1..).is_some_and(|rest| rest.starts_with(word)))?;
        phrase.get(..at)
    };
    before("of ").or_else(|| before("for "))
}

fn without_last(phrase: &str) -> Option<&str> {
    // In a phrase of Latin letters only the last word can be one of them.
    if phrase.is_ascii() {
        let (rest, last) = phrase.rsplit_once(' ')?;
        return BEHIND.contains(&last).then(|| rest.trim_end());
    }
    let word = BEHIND
        .iter()
        .find_map(|word| phrase.strip_suffix(word)?.strip_suffix(' '))
        .or_else(|| JOINED.iter().find_map(|word| phrase.strip_suffix(word)));
    word.map(str::trim_end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn which_and_how_much_is_no_topic() {
        assert_eq!(without("dependency matrix").collect::<Vec<_>>(), ["dependency"]);
        assert_eq!(without("common error list").collect::<Vec<_>>(), ["common error", "error list", "error"]);
        assert_eq!(without("イベント一覧").collect::<Vec<_>>(), ["イベント"]);
        assert_eq!(owned("goals of the migration"), Some("goals"));
        assert_eq!(without("printing").count(), 0);
    }
}
