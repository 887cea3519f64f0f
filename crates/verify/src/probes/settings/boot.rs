//! Starting the target once more, with one variable missing or wrong.

use crate::claim::Outcome;
use crate::hedge;
use crate::pattern::pattern;
use crate::second::{Began, begin};
use crate::stage::Stage;
use abide_ledger::Strength;

/// Whether a document says that a bad value stops the start.
pub fn refuses_bad_values(text: &str) -> bool {
    text.split(['.', '\n', ';']).any(|sentence| {
        if stops_what_is_outside(&sentence.to_lowercase()) {
            return true;
        }
        let words = crate::words::words(sentence);
        let any = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
        any(&["bad", "invalid", "malformed", "unparseable", "unparsable"])
            && any(&["start", "startup", "boot", "starting", "starts"])
            && any(&[
                "stops", "stop", "refuses", "refuse", "fails", "fail", "exits", "exit", "aborts", "abort",
                "prevents", "rejected",
            ])
            && !any(&["no", "not", "never", "nor", "request", "requests"])
    })
}

/// Whether a sentence in lower case says that a number beyond its range stops the start: "a number that is not within its range …".
fn stops_what_is_outside(sentence: &str) -> bool {
    let Some(stops) = STOPS.find(sentence) else { return false };
    let before = sentence.get(..stops.start()).unwrap_or_default();
    let Some(outside) = OUTSIDE.find_iter(before).last() else { return false };
    let between = before.get(outside.end()..).unwrap_or_default();
    let behind = sentence.get(stops.end()..).unwrap_or_default();
    !hedge::denies(between) && !hedge::is_conditional(between) && !hedge::is_conditional(behind)
}

/// Whether a file that programs read by themselves sets a variable.
fn set_by_a_file(stage: &Stage, name: &str) -> Option<String> {
    let set = |line: &str| {
        line.trim()
            .trim_start_matches("export ")
            .strip_prefix(name)
            .is_some_and(|rest| rest.trim_start().starts_with(['=', ':']))
    };
    let files = stage.sources().files().iter().filter(|source| !source.is_code());
    files.filter(|source| source.text.lines().any(set)).map(|source| source.path.clone()).next()
}

/// Whether a required variable is asked for.
pub fn without(stage: &Stage, name: &str) -> Outcome {
    let words = start_words(stage);
    let sent = format!("env -u {name} {words}");
    match begin(stage, &[(name, None)]) {
        Began::Refused(output) if output.contains(name) => Outcome::proven(
            Strength::Asserted,
            format!("without it the target does not start, and names {name}"),
        )
        .showing(sent, output),
        Began::Refused(output) => {
            Outcome::proven(Strength::Executed, "without it the target does not start").showing(sent, output)
        }
        Began::Unclear(reason) => {
            Outcome::unproven(format!("the target could not be started to try it: {reason}"))
                .showing(sent, String::new())
        }
        Began::Ready(_) => match set_by_a_file(stage, name) {
            Some(file) => Outcome::unproven(format!("the target starts without it, and {file} may set it"))
                .showing(sent, "ready"),
            None => Outcome::refuted(format!("the target starts without {name}"))
                .showing(sent.clone(), "ready")
                .repeated_by(stage.repeated(&["sh".to_owned(), "-c".to_owned(), sent])),
        },
    }
}

/// A value that a setting must not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bad {
    /// As it is set.
    pub value: String,
    /// In words, for the claim: `a word`, `721`.
    pub said: String,
    /// What is wrong about it.
    pub why: String,
}

// "outside its range", "that is not a whole number"
pattern!(
    OUTSIDE,
    r"\b(?:outside (?:of )?(?:its|the|their|this|that) (?:range|bounds|limits)|out of range|not (?:a |an )?(?:valid |whole |integer |number )*(?:number|integer|numeric)?\s*(?:with)?in (?:its|the|their) (?:range|bounds|limits)|not (?:a|an) (?:valid |whole )*(?:number|integer))\b"
);
// "stops the start", "refuses to start"
pattern!(
    STOPS,
    r"\b(?:stops?|prevents?|aborts?|ends?|refuses?|fails?) (?:the |to )?(?:start|startup|boot|launch)\b"
);

fn number_in(pattern: &regex::Regex, kind: &str, at: usize) -> Option<usize> {
    pattern.captures(kind)?.get(at)?.as_str().parse().ok()
}

/// The least and the greatest number that the type of a setting allows, in lower case: `integer, 1 to 720`.
pub fn range(kind: &str) -> (Option<usize>, Option<usize>) {
    match (number_in(&RANGE, kind, 1), number_in(&RANGE, kind, 2)) {
        (None, None) => (None, number_in(&MOST, kind, 1)),
        both => both,
    }
}

/// Values that the type of a setting rules out: `integer, 1 to 720`, `string, at least 16 characters`.
pub fn bad_values(kind: &str) -> Vec<Bad> {
    let kind = kind.to_lowercase();
    let number = ["integer", "int", "number", "port"].iter().any(|word| crate::words::names(&kind, word));
    let (from, to) = range(&kind);
    let mut found = Vec::new();
    if number {
        let why = "which is no number".to_owned();
        found.push(Bad { value: "many".to_owned(), said: "a word".to_owned(), why });
        if let Some(most) = to {
            let value = (most + 1).to_string();
            let said = match from {
                Some(least) => format!("{value} where {least} to {most} are stated"),
                None => value.clone(),
            };
            found.push(Bad { said, value, why: format!("stated are at most {most}") });
        }
        if let Some(least) = from.filter(|least| *least > 0) {
            let value = (least - 1).to_string();
            found.push(Bad { said: value.clone(), value, why: format!("stated are at least {least}") });
        }
    } else if let Some(least) = number_in(&LEAST, &kind, 1).filter(|least| (2..=200).contains(least)) {
        let (value, said) = ("a".repeat(least - 1), format!("{} characters", least - 1));
        found.push(Bad { value, said, why: format!("stated are at least {least} characters") });
    }
    found
}

// "1 to 720", "0–65535": whole numbers as they stand, without a sign, a fraction or a group of thousands
pattern!(RANGE, r"(?:^|[\s(\[])(\d{1,9})\s*(?:to|-|–|—|\.\.)\s*(\d{1,9})(?:$|[^\d.,\w]|[.,](?:\D|$))");
// "at most 50"
pattern!(MOST, r"\b(?:at most|up to|max\.?|maximum) (\d{1,9})(?:$|[^\d.,\w]|[.,](?:\D|$))");
// "at least 16 characters"
pattern!(LEAST, r"\b(?:at least|min\.?|minimum) (\d{1,3}) (?:characters|chars|letters)\b");

/// Whether a value that a setting must not have is refused at the start.
pub fn with(stage: &Stage, name: &str, bad: &Bad) -> Outcome {
    let own_argument =
        stage.facts.project.target.as_ref().and_then(|target| target.start.as_ref()).is_some_and(|words| {
            // An argument wins over its variable: `--port {port}` for `APP_PORT`.
            let last = name.rsplit('_').next().unwrap_or(name).to_lowercase();
            words.iter().any(|word| word.trim_start_matches('-').split('=').next() == Some(last.as_str()))
        });
    if own_argument {
        return Outcome::unproven("the target is started with an argument that stands in its place");
    }
    let sent = format!("{name}={} {}", bad.value, start_words(stage));
    match begin(stage, &[(name, Some(bad.value.as_str()))]) {
        Began::Refused(output) if output.contains(name) => {
            Outcome::proven(Strength::Asserted, format!("the target refuses {}, and names {name}", bad.said))
                .showing(sent, output)
        }
        Began::Refused(output) => {
            Outcome::proven(Strength::Executed, format!("the target refuses {}", bad.said))
                .showing(sent, output)
        }
        Began::Unclear(reason) => {
            Outcome::unproven(format!("the target could not be started to try it: {reason}"))
                .showing(sent, String::new())
        }
        Began::Ready(_) => {
            let script = vec!["sh".to_owned(), "-c".to_owned(), sent.clone()];
            Outcome::refuted(format!("the target starts with {name}={}, {}", bad.value, bad.why))
                .showing(sent, "ready")
                .repeated_by(stage.repeated(&script))
        }
    }
}

fn start_words(stage: &Stage) -> String {
    let target = stage.facts.project.target.as_ref();
    target.and_then(|target| target.start.as_ref()).map(shell_words::join).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stops_the_start() {
        for text in [
            "A number outside its range stops the start.",
            "A value that is out of range or not a number prevents the startup.",
            "If a setting is not a whole number, the process refuses to start.",
            "An invalid value stops the start.",
        ] {
            assert!(refuses_bad_values(text), "{text}");
        }
        for text in [
            "A number outside its range does not stop the start.",
            "An out of range value never prevents startup: the default is used.",
            "A number outside its range stops the start if STRICT is set.",
            "An invalid value never stops the start.",
            "Invalid values fail the request, and the start is logged.",
        ] {
            assert!(!refuses_bad_values(text), "{text}");
        }
    }

    #[test]
    fn numbers_beyond_what_is_stated() {
        let of = |kind: &str| bad_values(kind).into_iter().map(|bad| bad.value).collect::<Vec<_>>();
        assert_eq!(of("integer, 1 to 720"), ["many", "721", "0"]);
        assert_eq!(of("integer (5–60)"), ["many", "61", "4"]);
        assert_eq!(of("integer, at most 50."), ["many", "51"]);
        for kind in [
            "integer, -12 to 14",
            "number, 0.5 to 10",
            "number, 1 to 2.5",
            "integer, 1 to 5,000",
            "int, at most 1,000",
        ] {
            assert_eq!(of(kind), ["many"], "{kind}");
        }
        assert_eq!(of("string, at least 3 characters"), ["aa"]);
    }
}
