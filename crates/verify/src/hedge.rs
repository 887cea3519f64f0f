//! What takes from a sentence that it says plainly how the system is: what it denies, what holds in some cases alone, and what was
//! or will be.

use crate::api::has_phrase;

const DENYING: &[&str] = &[
    "not",
    "never",
    "no",
    "nor",
    "neither",
    "none",
    "nobody",
    "nothing",
    "cannot",
    "without",
    "rarely",
    "hardly",
    "seldom",
    "instead of",
    "rather than",
];
const SOMETIMES: &[&str] = &[
    "if",
    "when",
    "whenever",
    "unless",
    "while",
    "until",
    "till",
    "where",
    "once",
    "as long as",
    "as soon as",
    "provided",
    "in case",
    "depending",
    "depends",
    "except",
    "otherwise",
    "optionally",
    "sometimes",
    "usually",
    "normally",
    "typically",
];
const ALLOWED: &[&str] = &["may", "might", "could"];

/// What speaks of how the system was, of what it will be, and of what nobody decided.
const OTHER_TIMES: &[&str] = &[
    "it used to",
    "they used to",
    "we used to",
    "there used to",
    "used to be",
    "used to have",
    "historically",
    "formerly",
    "in the old system",
    "in the old version",
    "the old version",
    "in earlier versions",
    "earlier versions",
    "previous versions",
    "until version",
    "before version",
    "later version",
    "later versions",
    "later release",
    "later releases",
    "in a later phase",
    "in a later iteration",
    "future version",
    "future versions",
    "future release",
    "future releases",
    "future work",
    "future iteration",
    "next version",
    "next release",
    "will later",
    "will eventually",
    "will one day",
    "may later",
    "might later",
    "could later",
    "eventually we",
    "not yet implemented",
    "not implemented yet",
    "not yet supported",
    "not supported yet",
    "not yet built",
    "not built yet",
    "not yet available",
    "planned for later",
    "planned for the future",
    "planned for a later",
    "planned for a future",
    "planned for the next",
    "planned for v2",
    "planned for version",
    "we plan to",
    "on the roadmap",
    "to be decided",
    "to be defined",
    "to be determined",
    "tbd",
    "out of scope",
    "non-goal",
    "non-goals",
    "not a goal",
    "nice to have",
    "would be nice",
    "ideally",
    "we would like",
    "we considered",
    "was considered",
    "were considered",
    "we rejected",
    "we could also",
    "one could also",
];

/// What leaves open whether it is so, and says that it is not so.
const VAGUE: &[&str] = &[
    "usually",
    "normally",
    "typically",
    "generally speaking",
    "mostly",
    "often",
    "sometimes",
    "in most",
    "most of the time",
    "in practice",
    "may or may not",
    "can or cannot",
    "not necessarily",
    "it is not true",
    "is not the case",
    "is a mistake",
    "a misconception",
    "by mistake",
    "by accident",
    "could take",
    "could be added",
];

/// What somebody or something else does than the service that is asked: a form, a job at night, a report.
const ELSEWHERE: &[&str] = &[
    "by hand",
    "manually",
    "in the app",
    "mobile app",
    "in the ui",
    "the ui",
    "user interface",
    "frontend",
    "front end",
    "front-end",
    "the browser",
    "the client checks",
    "the client shows",
    "the client sets",
    "clients check",
    "client-side",
    "on the client",
    "by clients",
    "by the client",
    "the button",
    "the screen",
    "on screen",
    "the display",
    "in the dashboard",
    "on the dashboard",
    "nightly",
    "cron",
    "background job",
    "by a job",
    "a script",
    "the importer",
    "unlike",
    "in contrast to",
    "as opposed to",
];

/// Whether a text in lower case tells of what is done elsewhere, or otherwise than here.
pub fn is_done_elsewhere(plain: &str) -> bool {
    says(plain, ELSEWHERE)
}

/// Whether a text in lower case says what holds, here and always: without denial, condition or another place.
pub fn is_plain(plain: &str) -> bool {
    !denies(plain) && !is_conditional(plain) && !is_done_elsewhere(plain)
}

/// Whether a text in lower case says that nothing comes of what it speaks of: "more are not refused", "it is not checked".
pub fn is_unenforced(plain: &str) -> bool {
    says(
        plain,
        &[
            "not refused",
            "not rejected",
            "not enforced",
            "not checked",
            "not validated",
            "never checked",
            "never refused",
            "never rejected",
            "never enforced",
            "never sent",
            "not sent",
            "not used",
            "does not check",
            "does not enforce",
            "no check",
            "no limit",
            "no error",
            "not an error",
            "does not fail",
            "accepted all the same",
            "accepted as well",
            "a warning",
        ],
    )
}

/// Whether a sentence in lower case is no statement about the system as it is: history, a plan, a wish, a question, a habit.
pub fn is_no_statement(plain: &str) -> bool {
    is_of_other_times(plain) || says(plain, VAGUE)
}

/// Whether a text in lower case lets something be missing: that is said however vaguely it is said.
pub fn lets_be_missing(plain: &str) -> bool {
    says(plain, &["may or may not", "omitted", "absent", "left out", "missing", "null", "optional"])
}

/// Whether a sentence in lower case is history, a plan or a question.
pub fn is_of_other_times(plain: &str) -> bool {
    let plain = plain.trim();
    let bare = plain.trim_start_matches(|c: char| !c.is_alphanumeric());
    let starts = ["previously,", "previously ", "originally,", "originally ", "later,", "later on,", "todo:"];
    plain.trim_end_matches(['_', ')', '"', '\u{201d}']).ends_with('?')
        || starts.iter().any(|start| bare.starts_with(start))
        || says(plain, OTHER_TIMES)
        || ends_planned(plain)
}

/// "Exports are planned": what ends so is to come; "a tour that is `planned` cannot be deleted" tells of a state.
fn ends_planned(plain: &str) -> bool {
    let bare = plain.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '`');
    let ends = [" is planned", " are planned", " is planned too", " are planned too", " is also planned"];
    ends.iter().any(|end| bare.ends_with(end))
        || says(plain, &["is planned but", "are planned but", "is planned as"])
}

/// Whether what stands below a heading tells of other times, or of what is not done.
pub fn is_heading_of_other_times(title: &str) -> bool {
    const TITLES: &[&str] = &[
        "non-goals",
        "non goals",
        "nongoals",
        "out of scope",
        "not in scope",
        "future work",
        "future plans",
        "future ideas",
        "future considerations",
        "future enhancements",
        "future possibilities",
        "possible extensions",
        "open questions",
        "unresolved questions",
        "open issues",
        "open points",
        "alternatives",
        "alternatives considered",
        "considered alternatives",
        "considered options",
        "rejected alternatives",
        "rejected ideas",
        "rationale and alternatives",
        "changelog",
        "change log",
        "change history",
        "revision history",
        "version history",
        "release notes",
        "motivation",
        "problem statement",
        "the problem",
        "prior art",
        "related work",
    ];
    let lower = title.to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphabetic());
    TITLES.contains(&bare)
}

/// Whether a text in lower case has a word that denies something.
pub fn denies(plain: &str) -> bool {
    says(plain, DENYING) || ["n't", "n\u{2019}t"].iter().any(|end| plain.contains(end))
}

/// Whether something is denied in the clause of a text in lower case that goes on at an offset: "does not | let".
pub fn is_denied_at(plain: &str, at: usize) -> bool {
    let before = plain.get(..at).unwrap_or(plain);
    denies(before.rsplit([';', ':', '.', '(']).next().unwrap_or(before))
}

/// Whether a text in lower case has a phrase and says so: "is refused", and not "is not refused" nor "may be refused".
pub fn affirms(plain: &str, phrase: &str) -> bool {
    const AUXILIARY: &[&str] = &[
        "be", "is", "are", "was", "were", "been", "being", "gets", "get", "to", "then", "simply", "just",
        "ever",
    ];
    const OPEN: &[&str] = &["may", "might", "can", "could", "need", "needn't"];
    crate::api::places(plain, phrase).any(|at| {
        let before = word_before(plain, at, AUXILIARY);
        before.is_none_or(|word| !denies(word) && !OPEN.contains(&word))
    })
}

/// Whether what stands at an offset of a text in lower case is said not to be what comes: "never answers 404", "instead of a 403".
pub fn is_no_answer(plain: &str, at: usize) -> bool {
    const JOINTS: &[&str] = &[
        "a", "an", "the", "http", "status", "code", "error", "with", "get", "gets", "receive", "receives",
        "answer", "answers", "answered", "return", "returns", "be", "is", "are", "give", "gives", "yield",
        "yields", "respond", "responds", "fail", "fails", "of", "result", "results", "in", "lead", "leads",
        "to",
    ];
    let before = plain.get(..at).unwrap_or_default();
    let instead = ["instead of", "rather than"].iter().any(|word| {
        ["", " a", " an", " the"].iter().any(|end| before.trim_end().ends_with(&format!("{word}{end}")))
    });
    instead || word_before(plain, at, JOINTS).is_some_and(denies)
}

/// The word before an offset, without those that may stand between; none where a clause begins there.
fn word_before<'a>(plain: &'a str, at: usize, between: &[&str]) -> Option<&'a str> {
    let before = plain.get(..at)?;
    let clause = before.rsplit([',', ';', ':', '.', '(', ')']).next()?;
    clause.split_whitespace().rev().find(|word| !between.contains(word))
}

/// Whether what a text in lower case says holds in some cases alone, or is but allowed.
pub fn is_conditional(plain: &str) -> bool {
    holds_in_some_cases(plain) || says(plain, ALLOWED)
}

/// Whether what a text in lower case says holds in some cases alone; what somebody may do can hold in all of them.
pub fn holds_in_some_cases(plain: &str) -> bool {
    says(plain, SOMETIMES)
}

/// Whether a clause in lower case says where, when, or of what alone another one holds: "in the archive", "but only on sealed letters".
pub fn is_place(clause: &str) -> bool {
    const PLACES: &[&str] = &[
        "in",
        "on",
        "at",
        "for",
        "from",
        "of",
        "within",
        "without",
        "outside",
        "inside",
        "during",
        "under",
        "with",
        "by",
        "through",
        "among",
        "via",
        "per",
        "to",
        "apart",
        "save",
        "only",
        "excluding",
        "other",
        "beyond",
        "after",
        "before",
    ];
    let mut words = clause.split_whitespace();
    let first = words.find(|word| !["and", "but", "also", "not", "even"].contains(word));
    first.is_some_and(|first| PLACES.contains(&first))
}

fn says(plain: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| has_phrase(plain, phrase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_denied_and_where() {
        for text in ["it does not ring", "it can't ring", "nobody rings", "it rings without a key"] {
            assert!(denies(text), "{text}");
        }
        assert!(!denies("it notes a knock, and nothings are words"));
        let text = "it does not ring; it lets in";
        assert!(is_denied_at(text, 15) && !is_denied_at(text, text.len()));
    }

    #[test]
    fn what_is_said_to_be_so() {
        for text in [
            "it is refused",
            "what is not allowed is refused",
            "it must be refused",
            "it is not rung, refused",
        ] {
            assert!(affirms(text, "refused"), "{text}");
        }
        for text in [
            "it is not refused",
            "it need not be refused",
            "it may be refused",
            "it isn't refused",
            "no bell",
        ] {
            assert!(!affirms(text, "refused"), "{text}");
        }
    }

    #[test]
    fn what_holds_in_some_cases() {
        for text in ["when it rings", "it rings as long as it is open", "it may ring"] {
            assert!(is_conditional(text), "{text}");
        }
        assert!(!is_conditional("the mayor rings, and everywhere it is heard"));
        assert!(holds_in_some_cases("once it is open, it rings"));
        assert!(!holds_in_some_cases("a guest may ring"));
        assert!(is_place(" during the night") && is_place("but only on weekdays"));
        assert!(!is_place("and guests knock") && !is_place("but guests knock"));
    }

    #[test]
    fn what_is_no_statement_about_the_system_as_it_is() {
        for text in [
            "lists used to be unsorted.",
            "previously, bells rang at noon.",
            "a later version will ring twice.",
            "snoozing is not yet implemented.",
            "ringing by phone is out of scope.",
            "should it ring twice?",
            "we considered a gong.",
            "it usually rings at noon.",
            "it may or may not ring.",
            "it is not true that it rings.",
        ] {
            assert!(is_no_statement(text), "{text}");
        }
        for text in [
            "the key is used to open the door.",
            "a previously deleted bell answers 404.",
            "it rings no later than noon.",
            "it is rung 5 minutes later.",
            "`at` must lie in the future.",
        ] {
            assert!(!is_no_statement(text), "{text}");
        }
        assert!(is_heading_of_other_times("7. Out of Scope") && is_heading_of_other_times("Open questions"));
        assert!(!is_heading_of_other_times("Future bookings") && !is_heading_of_other_times("Scope"));
    }
}
