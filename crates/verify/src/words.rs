//! Words of statements, compared without regard to case, number and separators.

pub use abide_model::singular;

/// The words of a text in lower case: letters and digits, apart from all else.
pub fn words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.map(str::to_lowercase).collect()
}

/// A word without the ending of what one is at: `start` of `starting`, `read` of `reading`.
pub fn stem(word: &str) -> String {
    match word.strip_suffix("ing") {
        Some(stem) if stem.len() >= 3 => stem.to_owned(),
        _ => word.to_owned(),
    }
}

/// What a verb may be without any ending: itself, `pay` of `paid`, `cancel` of `cancels`, `deny` of `denies`.
pub fn verbs(word: &str) -> Vec<String> {
    let word = word.to_lowercase();
    let mut found = vec![word.clone()];
    found.extend(bases(&word));
    let stems =
        ["es", "s"].iter().filter_map(|ending| word.strip_suffix(ending)).filter(|stem| stem.len() >= 2);
    for stem in stems {
        found.push(stem.to_owned());
        found.extend(stem.strip_suffix('i').map(|rest| format!("{rest}y")));
    }
    found
}

/// The verbs of which a word may be the participle: `cancel` of `cancelled`, `make` of `made` and of `making`, `put` of `put`.
pub fn bases(word: &str) -> Vec<String> {
    const IRREGULAR: &[(&str, &str)] = &[
        ("made", "make"),
        ("sent", "send"),
        ("given", "give"),
        ("taken", "take"),
        ("paid", "pay"),
        ("lent", "lend"),
        ("sold", "sell"),
        ("held", "hold"),
        ("written", "write"),
        ("begun", "begin"),
        ("done", "do"),
        ("undone", "undo"),
        ("withdrawn", "withdraw"),
        ("drawn", "draw"),
        ("frozen", "freeze"),
        ("chosen", "choose"),
        ("found", "find"),
        ("left", "leave"),
        ("bought", "buy"),
        ("brought", "bring"),
        ("built", "build"),
        ("lost", "lose"),
        ("kept", "keep"),
        ("shown", "show"),
        ("seen", "see"),
        ("got", "get"),
        ("gotten", "get"),
        ("hidden", "hide"),
    ];
    const SAME: &[&str] = &["cast", "read", "put", "set", "shut", "cut", "let", "reset", "split"];
    if let Some((_, base)) = IRREGULAR.iter().find(|(participle, _)| *participle == word) {
        return vec![(*base).to_owned()];
    }
    if SAME.contains(&word) {
        return vec![word.to_owned()];
    }
    let Some(stem) = word.strip_suffix("ed").or_else(|| word.strip_suffix("ing")) else { return Vec::new() };
    if stem.len() < 2 {
        return Vec::new();
    }
    let mut found = vec![stem.to_owned(), format!("{stem}e")];
    if let Some(rest) = stem.strip_suffix('i') {
        found.push(format!("{rest}y"));
    }
    let mut ends = stem.chars().rev();
    if let (Some(last), Some(before)) = (ends.next(), ends.next())
        && last == before
    {
        found.push(stem.get(..stem.len() - last.len_utf8()).unwrap_or(stem).to_owned());
    }
    found
}

/// Whether a verb brings a state about by its name: `baking` and `baked` of `bake`, `paid` of `pay`, `cancelled` of `cancel`.
pub fn brings(verb: &str, state: &str) -> bool {
    const IRREGULAR: &[(&str, &str)] = &[
        ("pay", "paid"),
        ("send", "sent"),
        ("hold", "held"),
        ("lend", "lent"),
        ("sell", "sold"),
        ("begin", "begun"),
        ("do", "done"),
        ("freeze", "frozen"),
        ("lose", "lost"),
        ("build", "built"),
        ("pick-up", "picked_up"),
    ];
    let (verb, state) = (verb.to_lowercase(), state.to_lowercase());
    let start: String = verb.chars().take(5).collect();
    let bare = verb.strip_suffix(['e', 'y']).unwrap_or(&verb);
    let last = verb.chars().last().unwrap_or_default();
    let formed = |ending: &str| state == format!("{bare}{ending}");
    start.len() >= 4 && state.starts_with(&start)
        || verb.len() >= 3
            && (["ed", "ied", "ing"].iter().any(|ending| formed(ending))
                || [format!("{verb}{last}ed"), format!("{verb}{last}ing"), format!("{verb}ed")]
                    .contains(&state))
        || IRREGULAR.contains(&(verb.as_str(), state.as_str()))
}

/// Whether a statement about calls is about those alone that change something: "every endpoint that writes".
pub fn is_of_changes(text: &str) -> bool {
    let said = words(text);
    let after_that = said.windows(2).any(|pair| {
        ["that", "which"].contains(&pair[0].as_str())
            && ["change", "write", "modif", "mutate", "alter", "create", "update"]
                .iter()
                .any(|verb| pair[1].starts_with(verb))
    });
    let called = said.windows(2).any(|pair| {
        ["changing", "writing", "write", "mutating", "modifying", "mutation"].contains(&pair[0].as_str())
            && ["endpoint", "operation", "request", "call", "method", "route"]
                .contains(&singular(&pair[1]).as_str())
    });
    after_that || called
}

/// Whether a text speaks of a name, as a word or as several: `read-only user` speaks of `read_only`.
pub fn names(text: &str, name: &str) -> bool {
    let name: Vec<String> = words(name).iter().map(|word| singular(word)).collect();
    let text: Vec<String> = words(text).iter().map(|word| singular(word)).collect();
    !name.is_empty() && text.windows(name.len()).any(|window| window == name)
}

/// A field's name without its style: `parcelId`, `parcel_id` and `Parcel-ID` are one.
pub fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The parts of a field's name: `depot_code` and `depotCode` are `depot` and `code`.
pub fn parts(name: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut last_was_lower = false;
    for character in name.chars() {
        if !character.is_alphanumeric() {
            last_was_lower = false;
            parts.push(String::new());
            continue;
        }
        if parts.is_empty() || (character.is_uppercase() && last_was_lower) {
            parts.push(String::new());
        }
        last_was_lower = character.is_lowercase() || character.is_numeric();
        if let Some(last) = parts.last_mut() {
            last.extend(character.to_lowercase());
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// The code spans of a Markdown text, without their backticks, with what stands between and around them.
pub fn code_spans(text: &str) -> Vec<(std::ops::Range<usize>, &str)> {
    let mut spans = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find('`').map(|start| start + at) {
        let ticks = text[start..].bytes().take_while(|byte| *byte == b'`').count();
        let inner = start + ticks;
        let fence = "`".repeat(ticks);
        let mut search = inner;
        let end = loop {
            let Some(found) = text[search..].find(&fence).map(|found| found + search) else { break None };
            let run = text[found..].bytes().take_while(|byte| *byte == b'`').count();
            if run == ticks {
                break Some(found);
            }
            search = found + run;
        };
        let Some(end) = end else {
            at = inner;
            continue;
        };
        spans.push((start..end + ticks, text[inner..end].trim()));
        at = end + ticks;
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_as_words_in_any_style() {
        assert!(names("as a courier", "courier"));
        assert!(names("Read-only users", "read_only"));
        assert!(!names("administrator", "admin"));
        assert!(!names("anything", ""));
    }

    #[test]
    fn statements_about_what_changes_something() {
        for text in ["Every endpoint that changes something", "All mutating requests", "state-changing calls"]
        {
            assert!(is_of_changes(text), "{text}");
        }
        assert!(!is_of_changes("every endpoint; the key may change"));
    }

    #[test]
    fn verbs_and_the_states_that_they_bring_about() {
        for (verb, state) in [
            ("bake", "baking"),
            ("bake", "baked"),
            ("cancel", "cancelled"),
            ("deny", "denied"),
            ("pay", "paid"),
            ("ban", "banned"),
            ("complete", "completed"),
        ] {
            assert!(brings(verb, state), "{verb} {state}");
        }
        assert!(!brings("pay", "payroll") && !brings("open", "closed") && !brings("set", "settled"));
    }

    #[test]
    fn verbs_of_participles() {
        for (participle, verb) in [
            ("cancelled", "cancel"),
            ("making", "make"),
            ("made", "make"),
            ("applied", "apply"),
            ("read", "read"),
        ] {
            assert!(bases(participle).iter().any(|base| base == verb), "{participle}");
        }
        assert!(bases("open").is_empty());
    }

    #[test]
    fn verbs_without_their_endings() {
        for (form, base) in [
            ("approving", "approve"),
            ("submitted", "submit"),
            ("paid", "pay"),
            ("cancels", "cancel"),
            ("denies", "deny"),
            ("fail", "fail"),
        ] {
            assert!(verbs(form).contains(&base.to_owned()), "{form}: {:?}", verbs(form));
        }
    }

    #[test]
    fn the_parts_of_a_name() {
        assert_eq!(parts("depotCode"), ["depot", "code"]);
        assert_eq!(parts("depot_code"), ["depot", "code"]);
        assert_eq!(parts("X-API-Key"), ["x", "api", "key"]);
    }

    #[test]
    fn code_spans_with_any_number_of_ticks() {
        let spans = code_spans("run `a b` or ``c`d`` and `open");
        assert_eq!(spans.iter().map(|(_, code)| *code).collect::<Vec<_>>(), ["a b", "c`d"]);
    }
}
