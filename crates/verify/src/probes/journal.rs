//! Events that a document lists are those that the code records, with their members.

use crate::claim::{Claim, Needs, Outcome};
use crate::pattern::pattern;
use crate::probe::{ItemContext, Probe};
use crate::source::{Source, Sources, whole_words};
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use abide_model::{Item, Kind};

/// Events that a document lists are those that the code records, with their members.
pub const PROBE: Probe = Probe {
    name: "journal",
    summary: "The events that a document lists for a journal are recorded by the code, with their members",
    documentation: "\
Takes the events of a list (an audit file, a journal, a queue) whose names are written as code writes them: `entry.posted`, `book_lent`. Webhooks \
and log lines have probes of their own.

Needs the sources of the repository. An event is refuted where no code has its name, while all other listed events, at least two, are found as they are written. A \
member of its payload is refuted where it does not stand in the call that has the name, while the members of all other events, at least two, do. What is found is a \
declaration: nothing is run.",
    kinds: &[Kind::Event],
    claims,
};

/// An event as listed.
#[derive(Clone, Debug, PartialEq)]
struct Listed {
    name: String,
    members: Vec<String>,
}

impl Listed {
    fn of(item: &Item) -> Option<Self> {
        let name = item.key.trim_matches('`').to_owned();
        let code = name.len() > 4
            && name.contains(['.', '_', ':', '-'])
            && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | ':' | '-'));
        let payload = item.text_field("payload").unwrap_or_default();
        let member = |part: &str| {
            let bare = part.trim().trim_matches(['`', '{', '}', '"', ' ']);
            let plain = !bare.is_empty() && bare.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            plain.then(|| bare.to_owned())
        };
        let parts: Vec<Option<String>> = payload.split(',').map(member).collect();
        // A description in words is no list of members.
        let members = parts.iter().all(Option::is_some);
        let members = if members { parts.into_iter().flatten().collect() } else { Vec::new() };
        code.then_some(Self { name, members })
    }
}

fn claims(context: &ItemContext) -> Vec<Claim> {
    let text = context.spec.text().to_lowercase();
    let delivered = ["webhook", "callback"].iter().any(|word| text.contains(word));
    let logged = context.spec.of_kind(Kind::Signal).any(|item| item.line == context.item.line);
    let planned = context.document.stage.is_some() && !context.document.is_implemented();
    let Some(listed) = Listed::of(context.item).filter(|_| !delivered && !logged && !planned) else {
        return Vec::new();
    };
    let others: Vec<Listed> = context
        .spec
        .of_kind(Kind::Event)
        .filter(|item| item.id != context.item.id && item.section == context.item.section)
        .filter_map(Listed::of)
        .collect();
    let title = format!("the code records {}", listed.name);
    vec![Claim::new(title, Needs::Files, move |stage| look(stage, &listed, &others))]
}

fn look(stage: &Stage, listed: &Listed, others: &[Listed]) -> Outcome {
    let sources = stage.sources();
    let sent = format!("looked for {} in {} sources", listed.name, sources.files().len());
    let repeat = format!("grep -rnF -e {} .", shell_words::quote(&listed.name));
    let found = places(sources, &listed.name);
    let Some((source, at)) = found.first() else {
        let there = others.iter().filter(|other| !places(sources, &other.name).is_empty()).count();
        let reason = format!("no code has {}", listed.name);
        return match there >= 2 && there == others.len() && sources.is_complete() {
            true => Outcome::refuted(format!("{reason}, while it has the {there} other events of the list"))
                .repeated_by(repeat),
            false => Outcome::unproven(reason),
        }
        .showing(sent, "nothing");
    };
    let lacking = lacking(sources, listed);
    if let Some(member) = lacking.first() {
        let company: Vec<&Listed> = others.iter().filter(|other| !other.members.is_empty()).collect();
        let whole = company.iter().filter(|other| self::lacking(sources, other).is_empty()).count();
        let reason = format!("no code that has {} gives it {member}", listed.name);
        let open = found.iter().any(|(source, at)| gives_more(call(&source.text, *at), &listed.members));
        // Where the call spells out none of them, it may give them all in a variable.
        let spelled = lacking.len() < listed.members.len();
        return match spelled && !open && whole >= 2 && whole == company.len() {
            true => Outcome::refuted(format!(
                "{reason} at {}, while the other events of the list have their members",
                source.place(*at)
            ))
            .repeated_by(repeat),
            false => Outcome::unproven(reason),
        }
        .showing(sent, source.written(*at));
    }
    let members = if listed.members.is_empty() {
        String::new()
    } else {
        format!(", with {}", listed.members.join(", "))
    };
    Outcome::proven(Strength::Declared, format!("recorded at {}{members}", source.place(*at)))
        .showing(sent, source.written(*at))
        .repeated_by(repeat)
}

fn places<'a>(sources: &'a Sources, name: &'a str) -> Vec<(&'a Source, usize)> {
    sources.find(name).into_iter().filter(|(source, _)| !source.is_test()).collect()
}

/// The members that stand in none of the calls that have the name.
fn lacking(sources: &Sources, listed: &Listed) -> Vec<String> {
    let found = places(sources, &listed.name);
    let calls: Vec<&str> = found.iter().map(|(source, at)| call(&source.text, *at)).collect();
    let has = |member: &str| {
        calls.iter().any(|call| {
            let forms = [member.to_owned(), words::folded(member), words::parts(member).join("_")];
            forms.iter().any(|form| whole_words(call, form).next().is_some())
                || words::words(call).iter().any(|word| words::folded(word) == words::folded(member))
                || call
                    .split(|c: char| !(c.is_alphanumeric() || c == '_'))
                    .any(|word| words::folded(word) == words::folded(member))
        })
    };
    listed.members.iter().filter(|member| !has(member)).cloned().collect()
}

/// Whether a call gives something that is none of the members by its name, and may be one of them: `audit("x", actor)`, `**extra`.
fn gives_more(call: &str, members: &[String]) -> bool {
    let Some(at) = call.find(['"', '\'', '`']) else { return true };
    let behind = call.get(at + 1..).unwrap_or_default();
    let end = group_end(behind);
    let chained = behind.get(end + 1..).unwrap_or_default().trim_start();
    let given = chained.split_once('(').is_some_and(|(_, rest)| !rest.trim_start().starts_with(')'));
    chained.starts_with('.') && given || is_open(behind.get(..end).unwrap_or_default(), members)
}

/// Where the group ends in which a text begins.
fn group_end(text: &str) -> usize {
    let mut depth = 0_i32;
    for (at, character) in text.char_indices() {
        match character {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth == 0 => return at,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

// `"book_id": book`, `data={…}`, and `json!({…})`.
pattern!(KEYED, r#"^["'`:]?([\w.-]+)["'`]?\s*(?:=>|:=|=|:)\s*([^=:].*)$"#);
pattern!(GROUPED, r"^[\w.!:<>&\s*\[\]]*[({\[](.*)[)}\]]$");

/// Whether one of the parts of a group has neither a key nor the name of a member.
fn is_open(group: &str, members: &[String]) -> bool {
    // Members may be gathered below a key of their own.
    const GATHERED: &[&str] = &[
        "data",
        "payload",
        "details",
        "detail",
        "extra",
        "body",
        "fields",
        "attributes",
        "meta",
        "metadata",
        "properties",
        "props",
        "params",
        "context",
        "values",
        "info",
        "args",
        "kwargs",
    ];
    let named = |part: &str| {
        let mut words =
            part.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty());
        words
            .next_back()
            .is_some_and(|word| members.iter().any(|member| words::folded(member) == words::folded(word)))
    };
    let flat = group.split_whitespace().collect::<Vec<_>>().join(" ");
    let (mut rest, mut open) = (flat.as_str(), false);
    while !rest.is_empty() && !open {
        let end = part_end(rest);
        let part = rest.get(..end).unwrap_or_default().trim();
        rest = rest.get(end + 1..).unwrap_or_default();
        open = if part.is_empty() {
            false
        } else if part.starts_with("**") || part.starts_with("..") {
            true
        } else if let Some(found) = KEYED.captures(part) {
            let value = found[2].trim();
            GATHERED.contains(&found[1].to_lowercase().as_str())
                && GROUPED.captures(value).is_none_or(|found| is_open(&found[1], members))
        } else if named(part) {
            false
        } else {
            GROUPED
                .captures(part)
                .is_none_or(|found| found[1].trim().is_empty() || is_open(&found[1], members))
        };
    }
    open
}

/// Where the first part of a group ends.
fn part_end(text: &str) -> usize {
    let mut depth = 0_i32;
    for (at, character) in text.char_indices() {
        match character {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth <= 0 => return at,
            _ => {}
        }
    }
    text.len()
}

/// The rest of the call or object that a name stands in.
fn call(text: &str, at: usize) -> &str {
    const LONGEST: usize = 600;
    let rest = text.get(at..).unwrap_or_default();
    let mut depth = 0_i32;
    for (count, (end, character)) in rest.char_indices().enumerate() {
        match character {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            ';' if depth <= 0 => return &rest[..end],
            _ => {}
        }
        // The name may be in brackets of its own: `Event::new("entry.posted").with(id)`.
        if depth < -1 || count > LONGEST {
            return &rest[..end];
        }
        if depth < 0 && character == '\n' {
            return &rest[..end];
        }
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::PROBE;
    use crate::testing::{self, Setup, item};
    use abide_ledger::Verdict;

    /// The same journal in three languages.
    const CODE: [(&str, &str); 3] = [
        (
            "shelf.py",
            "audit(\"book.lent\", reader=reader, book_id=book)\naudit(\n    \"book.returned\",\n    book_id=book,\n)\naudit(\"shelf.closed\", name=name)\n",
        ),
        (
            "shelf.ts",
            "emit('book.lent', { reader, bookId: book });\nemit('book.returned', { bookId: book });\nemit('shelf.closed', { name });\n",
        ),
        (
            "shelf.go",
            "log.Append(Event{\"book.lent\", reader, book_id})\nlog.Append(Event{\"book.returned\", book_id})\nlog.Append(Event{\"shelf.closed\", name})\n",
        ),
    ];

    fn verdicts(path: &str, code: &str) -> Vec<Verdict> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(path), code).unwrap();
        let event = |name: &str, payload: &str| item("event", name).field("payload", payload);
        let items = [
            event("book.lent", "reader, book_id"),
            event("book.returned", "book_id"),
            event("shelf.closed", "name"),
        ];
        let setup = Setup { repository: Some(folder.path().to_owned()), ..Setup::default() };
        testing::outcomes(&PROBE, &items, "", setup).into_iter().map(|(_, outcome)| outcome.verdict).collect()
    }

    #[test]
    fn events_are_found_with_their_members() {
        for (path, code) in CODE {
            assert_eq!(verdicts(path, code), [Verdict::Proven; 3], "{path}");
        }
    }

    #[test]
    fn an_event_or_a_member_that_is_gone_is_refuted_by_its_company() {
        for (path, code) in CODE {
            let renamed = verdicts(path, &code.replace("shelf.closed", "shelf.shut"));
            assert_eq!(renamed[2], Verdict::Refuted, "{path}");
            let lost = code.replacen("reader=reader, ", "", 1).replacen("{ reader, ", "{ ", 1).replacen(
                "reader, book_id})",
                "book_id})",
                1,
            );
            assert_eq!(verdicts(path, &lost)[0], Verdict::Refuted, "{path}: {lost}");
        }
    }

    #[test]
    fn members_that_a_variable_may_hold_accuse_nobody() {
        let more = "audit(\"book.returned\", book_id=book)\naudit(\"shelf.closed\", name=name)\n";
        for call in [
            "audit(\"book.lent\", actor, book_id=book)",
            "audit(\"book.lent\", book_id=book, **extra)",
            "emit('book.lent', { ...details, bookId: book })",
            "emit({ type: 'book.lent', bookId: book, data: details })",
            "Event::new(\"book.lent\").with(book_id, by)",
        ] {
            assert_ne!(verdicts("shelf.py", &format!("{call}\n{more}"))[0], Verdict::Refuted, "{call}");
        }
        for call in [
            "audit(\"book.lent\", {\"book_id\": book, \"at\": now(clock)})",
            "audit(\"book.lent\", data={\"bookId\": book})",
            "audit(\"book.lent\", book_id=str(book))",
        ] {
            assert_eq!(verdicts("shelf.py", &format!("{call}\n{more}"))[0], Verdict::Refuted, "{call}");
        }
    }

    #[test]
    fn code_that_writes_names_in_another_way_accuses_nobody() {
        let told = verdicts("shelf.py", "audit(kind + \".\" + what)\naudit(\"book.lent\")\n");
        assert!(told.iter().all(|verdict| *verdict == Verdict::Unproven), "{told:?}");
    }
}
