//! Rights that a sentence tells of what somebody may do something to: "Notes can be deleted by their author and by admins",
//! "The log is visible to auditors only".

use super::legend::Allow;
use super::list::VERBS;

/// Who may do what, one for each of those that are named.
pub(super) fn passive(statement: &str) -> Option<Vec<(String, String, Allow)>> {
    let first = statement.split(". ").next().unwrap_or(statement).trim().trim_end_matches('.');
    let plain: String = first.chars().filter(|c| !matches!(c, '*' | '`')).collect();
    let lower = plain.to_lowercase();
    let (subject, action, who) = done_by(&lower).or_else(|| open_to(&lower))?;
    let subject = without_article(subject);
    if subject.is_empty() || subject.split(' ').count() > 5 || subject.contains([',', ';', ':']) {
        return None;
    }
    let rights = whom(who)?;
    let action = format!("{action} {subject}");
    Some(rights.into_iter().map(|(role, allow)| (role, action.clone(), allow)).collect())
}

/// "notes can only be deleted by …": the notes, "delete", and who.
fn done_by(lower: &str) -> Option<(&str, String, &str)> {
    const MODALS: &[&str] = &[
        " can only be ",
        " may only be ",
        " can be ",
        " may be ",
        " must only be ",
        " is only ",
        " are only ",
        " is ",
        " are ",
    ];
    let (at, modal) = MODALS.iter().filter_map(|modal| Some((lower.find(modal)?, *modal))).min()?;
    let (subject, rest) = (lower.get(..at)?, lower.get(at + modal.len()..)?);
    let rest = rest.strip_prefix("only ").unwrap_or(rest);
    let (deed, who) = rest.split_once(" by ").or_else(|| rest.split_once(" only by "))?;
    let deed = deed.strip_suffix(" only").unwrap_or(deed);
    // "is set by the server" tells of no right; one that people have is told with "can", or of people alone.
    let mut words = deed.split(' ');
    let (participle, None) = (words.next()?, words.next()) else { return None };
    Some((subject, active(participle)?, who.trim_start_matches("only ")))
}

/// "the log is visible to auditors only", "reports are open to managers".
fn open_to(lower: &str) -> Option<(&str, String, &str)> {
    const OPEN: &[(&str, &str)] = &[
        (" is visible only to ", "see"),
        (" are visible only to ", "see"),
        (" is only visible to ", "see"),
        (" are only visible to ", "see"),
        (" is visible to ", "see"),
        (" are visible to ", "see"),
        (" is readable by ", "read"),
        (" are readable by ", "read"),
        (" is accessible to ", "access"),
        (" are accessible to ", "access"),
        (" is accessible by ", "access"),
        (" are accessible by ", "access"),
        (" is writable by ", "change"),
        (" are writable by ", "change"),
    ];
    let found = OPEN.iter().find_map(|(words, verb)| Some((lower.split_once(words)?, *verb)));
    let ((subject, who), verb) = found?;
    Some((subject, verb.to_owned(), who.strip_prefix("only ").unwrap_or(who)))
}

/// Those whom a list names; what stands behind a condition holds under it.
fn whom(who: &str) -> Option<Vec<(String, Allow)>> {
    const CONDITIONS: &[&str] =
        &[" if ", " when ", " unless ", " while ", " until ", " as long as ", " once "];
    const WITHIN: &[&str] =
        &["in ", "with ", "of ", "who ", "whose ", "that ", "on ", "if ", "when ", "for ", "inside "];
    let end = CONDITIONS.iter().filter_map(|word| who.find(word)).min();
    let (who, under) = who.split_at(end.unwrap_or(who.len()));
    let under = under.trim();
    let mut rights = Vec::new();
    let mut known = false;
    let mut condition = under.to_owned();
    let who = who.replace(" and ", ", ").replace(" or ", ", ").replace(" as well as ", ", ");
    for part in who.split(',').map(str::trim).filter(|part| !matches!(*part, "" | "and" | "or")) {
        let part = part.strip_prefix("and ").unwrap_or(part);
        let part = part.strip_prefix("by ").or_else(|| part.strip_prefix("to ")).unwrap_or(part);
        // "and, in a closed room, by its members"
        if WITHIN.iter().any(|word| part.starts_with(word)) {
            part.clone_into(&mut condition);
            continue;
        }
        let part = part.strip_suffix(" only").or_else(|| part.strip_suffix(" alone")).unwrap_or(part);
        let bare = ["the ", "its ", "their ", "all ", "any ", "every ", "an ", "a ", "other "]
            .iter()
            .fold(part, |part, article| part.strip_prefix(article).unwrap_or(part));
        let (role, own) = match WITHIN.iter().filter_map(|word| bare.find(&format!(" {word}"))).min() {
            Some(at) => bare.split_at(at),
            None => (bare, ""),
        };
        let words = role.split_whitespace().count();
        if words == 0 || words > 3 {
            return None;
        }
        known |= is_person(role);
        let condition = if own.trim().is_empty() { condition.as_str() } else { own.trim() };
        let allow = if condition.is_empty() { Allow::Yes } else { Allow::If(condition.to_owned()) };
        rights.push((role.trim().to_owned(), allow));
    }
    (known && !rights.is_empty()).then_some(rights)
}

fn is_person(role: &str) -> bool {
    role.split(|c: char| !c.is_alphanumeric()).any(|word| {
        super::right::PEOPLE.contains(&word) || super::right::PEOPLE.contains(&word.trim_end_matches('s'))
    })
}

fn without_article(subject: &str) -> &str {
    let subject = subject.trim();
    ["a ", "an ", "the ", "all ", "every ", "each ", "any ", "only "]
        .iter()
        .fold(subject, |subject, article| subject.strip_prefix(article).unwrap_or(subject))
}

/// `delete` of `deleted`, `see` of `seen`.
fn active(participle: &str) -> Option<String> {
    const IRREGULAR: &[(&str, &str)] = &[
        ("seen", "see"),
        ("read", "read"),
        ("written", "write"),
        ("made", "make"),
        ("given", "give"),
        ("taken", "take"),
        ("set", "set"),
        ("put", "put"),
        ("found", "find"),
        ("sent", "send"),
        ("withdrawn", "withdraw"),
    ];
    if let Some((_, verb)) = IRREGULAR.iter().find(|(known, _)| *known == participle) {
        return Some((*verb).to_owned());
    }
    let stem = participle.strip_suffix("ed")?;
    let with_e = format!("{stem}e");
    if VERBS.contains(&with_e.as_str()) {
        return Some(with_e);
    }
    if let Some(stem) = stem.strip_suffix('i') {
        return Some(format!("{stem}y"));
    }
    let mut ends = stem.chars().rev();
    let doubled =
        matches!((ends.next(), ends.next()), (Some(one), Some(two)) if one == two && !"sle".contains(one));
    if doubled {
        return stem.char_indices().last().and_then(|(at, _)| stem.get(..at)).map(str::to_owned);
    }
    let mute =
        ["at", "et", "ut", "iv", "ag", "ng", "as", "os", "us", "uc", "ov", "iz", "is", "ir", "ur", "rg"];
    let long = stem.len() > 3 && mute.iter().any(|end| stem.ends_with(end)) && !VERBS.contains(&stem);
    Some(if long { with_e } else { stem.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(statement: &str) -> Vec<String> {
        let shown = |(role, action, allow): (String, String, Allow)| match allow {
            Allow::Yes => format!("{role}: {action}"),
            Allow::No => format!("{role}: not {action}"),
            Allow::If(condition) => format!("{role}: {action} ({condition})"),
        };
        passive(statement).into_iter().flatten().map(shown).collect()
    }

    #[test]
    fn who_may_do_what_in_the_passive() {
        assert_eq!(
            told("Notes can be deleted by their author and by admins."),
            ["author: delete notes", "admins: delete notes"]
        );
        assert_eq!(told("The log is visible to auditors only."), ["auditors: see log"]);
        assert_eq!(
            told(
                "A room may only be opened by its owner, by users with a key, and, in a public house, by all guests."
            ),
            ["owner: open room", "users: open room (with a key)", "guests: open room (in a public house)",]
        );
        assert_eq!(
            told("Reports are readable by managers when they are signed"),
            ["managers: read reports (when they are signed)"]
        );
    }

    #[test]
    fn what_is_no_right_of_anybody() {
        for text in [
            "The id is set by the server.",
            "Lists are sorted by name.",
            "Admins can delete notes.",
            "A key is followed by a dot",
        ] {
            assert!(told(text).is_empty(), "{text}");
        }
    }
}
