//! Rights that a sentence tells: who can do what, in several languages.

use super::legend::Allow;
use super::list::is_action;
use aho_corasick::AhoCorasick;
use std::sync::LazyLock;

/// What denies, between a role and what it may not do.
const DENIES: &[&str] = &[
    "can never ",
    "may never ",
    "must never ",
    "cannot ",
    "can not ",
    "can't ",
    "may not ",
    "must not ",
    "are not allowed to ",
    "is not allowed to ",
    "do not have ",
    "shall not ",
    "ne peuvent pas ",
    "ne peut pas ",
    "no pueden ",
    "no puede ",
    "não podem ",
    "não pode ",
    "не могут ",
    "не может ",
    "dürfen nicht ",
    "darf nicht ",
    "können nicht ",
    "kann nicht ",
];

/// What allows.
const ALLOWS: &[&str] = &[
    "can ",
    "may ",
    "are allowed to ",
    "is allowed to ",
    "have access to ",
    "has access to ",
    "are able to ",
    "peuvent ",
    "peut ",
    "pueden ",
    "puede ",
    "podem ",
    "pode ",
    "können ",
    "kann ",
    "dürfen ",
    "darf ",
    "могут ",
    "может ",
];

/// What may stand in front of a role.
const ARTICLES: &[&str] = &[
    "Only ",
    "only ",
    "Les ",
    "Le ",
    "La ",
    "Los ",
    "Las ",
    "El ",
    "Die ",
    "Der ",
    "Das ",
    "Eine ",
    "Ein ",
    "Os ",
    "As ",
    "O ",
    "Solo ",
    "Nur ",
    "Seuls les ",
];

/// The role, the action and whether it is allowed, of a sentence that says who can do what. The role is empty where the
/// sentence says so of no role.
pub(super) fn right(statement: &str) -> Option<(&str, String, Allow)> {
    if !statement.is_ascii()
        && let Some(found) = eastern(statement)
    {
        return Some(found);
    }
    static SEARCH: LazyLock<Option<AhoCorasick>> =
        LazyLock::new(|| AhoCorasick::new(DENIES.iter().chain(ALLOWS)).ok());
    let lower = statement.to_lowercase();
    // Most sentences hold none of the words.
    if !SEARCH.as_ref().is_some_and(|search| search.is_match(&lower)) {
        return None;
    }
    for (words, allow) in [(DENIES, Allow::No), (ALLOWS, Allow::Yes)] {
        for word in words {
            let found = format!(" {word}");
            if let Some(at) = lower.find(&found)
                && at <= 60
                && lower.len() == statement.len()
                && let (Some(role), Some(action)) = (statement.get(..at), statement.get(at + found.len()..))
            {
                let role = role.trim();
                let role = ARTICLES.iter().find_map(|word| role.strip_prefix(word)).unwrap_or(role);
                let role = role.trim_end_matches([':', '—', '–', '-', ' ']);
                // "Only clerks with the role billing"
                let role =
                    [" with the role ", " with role ", " in the role ", " in role ", " whose role is "]
                        .iter()
                        .find_map(|mark| role.split_once(mark))
                        .map_or(role, |(_, named)| named.trim());
                let words = role.split_whitespace().count();
                // "Rights are set per shop and may be limited" says so of no role.
                let told = [" are ", " is ", " and"].iter().any(|word| match word.strip_suffix(' ') {
                    Some(_) => role.contains(word),
                    None => role.ends_with(word),
                });
                let clause = [" that ", " which ", " what "].iter().any(|word| role.contains(word))
                    && role.starts_with(|c: char| c.is_alphabetic())
                    && role.split(' ').next().is_some_and(|first| first.ends_with("ing"));
                if words == 0 || words > 6 || role.contains([',', '.', ';']) || clause || told {
                    return Some(("", String::new(), allow));
                }
                // What comes back to others stands behind it.
                let end = [". ", "; ", ", whatever ", ", no matter ", ", even "]
                    .iter()
                    .filter_map(|mark| action.find(mark))
                    .min()
                    .unwrap_or(action.len());
                let action = action.get(..end).unwrap_or(action).trim().trim_end_matches('.');
                // "Members can only see their own loans": the right, and that there is no more to it.
                let (action, allow) = match action.strip_prefix("only ") {
                    Some(bare) if matches!(allow, Allow::Yes) => (bare, Allow::If(format!("only {bare}"))),
                    _ => (action, allow),
                };
                if matches!(*word, "können " | "kann " | "dürfen " | "darf ")
                    && let Some(denied) = denied_in_german(action)
                {
                    return Some((role, denied, Allow::No));
                }
                let access = word.contains("access") || word.contains("have ");
                let action = if access { format!("access {action}") } else { action.to_owned() };
                return Some((role, action, allow));
            }
        }
    }
    None
}

/// "fremde Pakete nicht löschen", "keine Pakete löschen": what is denied, where the verb comes last.
fn denied_in_german(action: &str) -> Option<String> {
    if let Some((before, after)) = action.split_once(" nicht ") {
        return Some(format!("{before} {after}"));
    }
    ["keine ", "keinen ", "kein ", "keinerlei "]
        .iter()
        .find_map(|word| action.strip_prefix(word))
        .map(str::to_owned)
}

/// "管理者はユーザーを削除できる", "관리자는 사용자를 삭제할 수 있다", "管理员可以删除用户".
fn eastern(statement: &str) -> Option<(&str, String, Allow)> {
    const LONGEST: usize = 12;
    let bare = statement.trim().trim_end_matches(['。', '.']);
    let ends: [(&[&str], &[&str], Allow); 4] = [
        (&["は"], &["できない", "できません", "はできない", "はできません"], Allow::No),
        (&["は"], &["できる", "できます", "が可能", "可能"], Allow::Yes),
        (&["은 ", "는 "], &["할 수 없다", "할 수 없습니다", "할 수 없음"], Allow::No),
        (&["은 ", "는 "], &["할 수 있다", "할 수 있습니다", "할 수 있음"], Allow::Yes),
    ];
    let role_of =
        |role: &str| !role.is_empty() && role.chars().count() <= LONGEST && !role.contains(['、', '，', ',']);
    for (topics, ends, allow) in ends {
        let Some(told) = ends.iter().find_map(|end| bare.strip_suffix(end)) else { continue };
        let cut = topics.iter().find_map(|topic| told.split_once(topic));
        if let Some((role, action)) = cut.filter(|(role, action)| role_of(role) && !action.trim().is_empty())
        {
            let role = role.strip_suffix("のみ").unwrap_or(role).trim();
            return Some((role, action.trim().to_owned(), allow));
        }
    }
    let chinese = |words: &[&str]| words.iter().find_map(|word| bare.split_once(word));
    let denied = chinese(&["不可以", "不能", "不可", "无法", "無法", "不得"]);
    let (cut, allow) = match denied {
        Some(cut) => (cut, Allow::No),
        None => (chinese(&["可以"])?, Allow::Yes),
    };
    let role = cut.0.strip_prefix("只有").unwrap_or(cut.0).trim_end_matches('才').trim();
    let action = cut.1.trim();
    // "遇到无法解决的问题时": a clause that sets a condition names nobody.
    const CONDITIONS: &[&str] = &["遇到", "如果", "若", "当", "當", "如", "一旦", "因"];
    let conditional = CONDITIONS.iter().any(|word| role.starts_with(word));
    (role_of(role) && !conditional && !action.is_empty()).then(|| (role, action.to_owned(), allow))
}

/// Words for people.
pub(super) const PEOPLE: &[&str] = &[
    "admin",
    "administrator",
    "user",
    "owner",
    "member",
    "guest",
    "moderator",
    "editor",
    "viewer",
    "manager",
    "operator",
    "customer",
    "employee",
    "staff",
    "clerk",
    "author",
    "anyone",
    "everyone",
    "visitor",
    "tenant",
    "maintainer",
    "reviewer",
    "approver",
    "auditor",
    "developer",
    "participant",
    "student",
    "teacher",
    "patient",
    "doctor",
    "seller",
    "buyer",
    "vendor",
    "creator",
    "contributor",
    "people",
    "person",
];

/// A right that a sentence on security gives or denies: "Only clerks may pause mails". Its subject is known to be a person,
/// and the verb to be one of what people do.
pub(super) fn granted(statement: &str) -> Option<(&str, String, Allow)> {
    let (role, action, allow) = right(statement)?;
    let only = statement.starts_with("Only ");
    let person = names_people(role);
    let bare = action.strip_prefix("only ").unwrap_or(&action);
    ((only || person) && is_action(bare)).then_some((role, action, allow))
}

/// Whether a word in the name of a role is one for people.
pub(super) fn names_people(role: &str) -> bool {
    role.split(|c: char| !c.is_alphanumeric()).any(|word| {
        let word = word.to_lowercase();
        PEOPLE.contains(&word.as_str()) || PEOPLE.contains(&word.trim_end_matches('s'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(statement: &str) -> String {
        match right(statement) {
            Some((role, action, Allow::Yes)) => format!("{role} | {action}"),
            Some((role, action, _)) => format!("{role} | not {action}"),
            None => String::new(),
        }
    }

    #[test]
    fn rights_in_several_languages() {
        assert_eq!(told("Members can print letters."), "Members | print letters");
        assert_eq!(told("Ein Bote darf fremde Briefe nicht öffnen."), "Bote | not fremde Briefe öffnen");
        assert_eq!(told("Gäste dürfen keine Briefe öffnen"), "Gäste | not Briefe öffnen");
        assert_eq!(told("Nur Boten dürfen Briefe öffnen"), "Boten | Briefe öffnen");
        assert_eq!(told("管理者は手紙を削除できる。"), "管理者 | 手紙を削除");
        assert_eq!(told("閲覧者は手紙を削除できません"), "閲覧者 | not 手紙を削除");
        assert_eq!(told("관리자는 편지를 삭제할 수 있다."), "관리자 | 편지를 삭제");
        assert_eq!(told("访客不能删除信件"), "访客 | not 删除信件");
        assert_eq!(told("只有管理员可以删除信件"), "管理员 | 删除信件");
        assert_eq!(told("Letters are sorted by day"), "");
    }

    #[test]
    fn roles_that_are_named_as_such() {
        assert_eq!(told("Only clerks with the role desk may stamp cards"), "desk | stamp cards");
    }
}
