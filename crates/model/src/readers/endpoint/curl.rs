//! Operations that `curl` commands call, and what is sent with them.

use super::finder::Finder;
use super::operation::{self, METHODS, Operation};
use crate::fence::CodeLine;
use crate::{Items, Kind};
use abide_syntax::{SectionId, TextRange};
use serde_json::{Value, json};

/// One call of a document.
#[derive(Clone, Debug)]
pub(super) struct Call {
    method: &'static str,
    path: String,
    host: String,
    data: Option<String>,
    section: SectionId,
    range: TextRange,
}

impl Finder<'_, '_, '_, '_> {
    /// Keeps the calls of a block of code; a command may go on behind a backslash or within quotes.
    pub(super) fn curls(&mut self, section: SectionId, lines: &[CodeLine]) {
        let mut command = String::new();
        let mut range: Option<TextRange> = None;
        for line in lines {
            let text = line.text.trim();
            if command.is_empty() && !(text.starts_with("curl ") || text.starts_with("$ curl ")) {
                continue;
            }
            range = Some(range.map_or(line.range, |range| range.cover(line.range)));
            command.push_str(text.trim_end_matches('\\'));
            command.push(' ');
            if text.ends_with('\\') || is_open(&command) {
                continue;
            }
            if let (Some(Found { method, path, host, data }), Some(range)) = (read(&command), range) {
                let range = range.trim(self.context.document.text());
                self.calls.push(Call { method, path, host, data, section, range });
            }
            command.clear();
            range = None;
        }
    }

    /// Adds what is called and stands nowhere else; a path with values in it is that of the operation with parameters there.
    pub(super) fn called(&mut self) {
        let mut calls = std::mem::take(&mut self.calls);
        calls.retain(|call| is_local(&call.host) || is_beside(self.items, &call.path));
        for call in &mut calls {
            if let Some(template) = template(self.items, call) {
                call.path = template;
                continue;
            }
            let path = beneath(self.items, &call.path).unwrap_or_else(|| call.path.clone());
            call.path.clone_from(&path);
            let operation =
                Operation { methods: vec![call.method], path: &path, query: "", rest: "", start: 0 };
            self.add(&operation, call.section, call.range, 0, TextRange::default(), "");
        }
        self.calls = calls;
    }
}

/// The path of the documented operation that a call is an instance of.
fn template(items: &Items, call: &Call) -> Option<String> {
    let endpoints = items.drafts().iter().filter(|draft| draft.kind == Kind::Endpoint);
    let paths = endpoints.filter(|draft| draft.text_field("method") == Some(call.method));
    let paths = paths.filter_map(|draft| draft.text_field("path")).filter(|path| fits(path, &call.path));
    // The one with the most words of its own is the nearest.
    let words = |path: &str| path.split('/').filter(|part| !part.is_empty() && !is_parameter(part)).count();
    paths.max_by_key(|path| words(path)).map(str::to_owned)
}

/// Whether a path is that of an operation that is known with parameters, with values for all of them.
pub(super) fn is_called(items: &Items, method: &str, path: &str) -> bool {
    let has_parameter = |path: &str| path.split('/').any(is_parameter);
    let count = |path: &str| path.split('/').filter(|part| !part.is_empty()).count();
    // A word that stands for itself, as in `/jobs/latest`, is no value.
    let value = |part: &str| part.contains(|c: char| c.is_ascii_digit());
    let filled = |known: &str| {
        let mut pairs = known.split('/').zip(path.split('/'));
        pairs.all(|(one, two)| !is_parameter(one) || value(two))
    };
    let mut known = items
        .drafts()
        .iter()
        .filter(|draft| draft.kind == Kind::Endpoint && draft.text_field("method") == Some(method))
        .filter_map(|draft| draft.text_field("path"));
    !has_parameter(path)
        && known.any(|known| {
            has_parameter(known) && count(known) == count(path) && fits(known, path) && filled(known)
        })
}

/// Whether a path stands above or below one that the document describes: a call of it goes to the same system, whatever its host.
fn is_beside(items: &Items, path: &str) -> bool {
    let endpoints = items.drafts().iter().filter(|draft| draft.kind == Kind::Endpoint);
    let mut paths = endpoints.filter_map(|draft| draft.text_field("path"));
    let below = |one: &str, other: &str| {
        one.strip_prefix(other)
            .is_some_and(|rest| other.len() > 1 && (rest.is_empty() || rest.starts_with('/')))
    };
    paths.any(|known| below(known, path) || below(path, known))
}

/// A path with the parameters of a documented one that it goes on from: `/berths/7/open` below `/berths/{id}` is `/berths/{id}/open`.
fn beneath(items: &Items, path: &str) -> Option<String> {
    let endpoints = items.drafts().iter().filter(|draft| draft.kind == Kind::Endpoint);
    let known = endpoints
        .filter_map(|draft| draft.text_field("path"))
        .filter(|known| known.ends_with(['}', '>', ']']));
    let found = known.filter_map(|known| {
        let count = known.split('/').count();
        let head: Vec<&str> = path.split('/').take(count).collect();
        let rest: Vec<&str> = path.split('/').skip(count).collect();
        let goes_on = !rest.is_empty() && head.len() == count && fits(known, &head.join("/"));
        goes_on.then(|| (count, format!("{known}/{}", rest.join("/"))))
    });
    found.max_by_key(|(count, _)| *count).map(|(_, path)| path)
}

/// Whether a path ends as a template does, with values for its parameters.
fn fits(template: &str, path: &str) -> bool {
    let split = |path: &str| -> Vec<String> {
        path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect()
    };
    let (wanted, given) = (split(template), split(path));
    let Some(skipped) = given.len().checked_sub(wanted.len()) else { return false };
    let pairs = || wanted.iter().zip(given.iter().skip(skipped));
    pairs().all(|(one, two)| is_parameter(one) || one == two) && pairs().any(|(one, two)| one == two)
}

fn is_parameter(part: &str) -> bool {
    part.starts_with(['{', ':', '<', '['])
}

/// What is sent with a call is the request of an operation that shows no other.
pub(super) fn requests(items: &mut Items, calls: &[Call]) {
    for call in calls {
        let Some(data) = call.data.as_ref().filter(|data| is_object(data)) else { continue };
        let key = format!("{} {}", call.method, call.path);
        if let Some(draft) = items.find_mut(Kind::Endpoint, &key) {
            draft.fields.entry("request").or_insert_with(|| json!({ "example": data }));
        }
    }
}

fn is_object(data: &str) -> bool {
    serde_json::from_str::<Value>(data)
        .is_ok_and(|value| value.as_object().is_some_and(|members| !members.is_empty()))
}

/// What one command calls.
#[derive(Debug, PartialEq, Eq)]
struct Found {
    method: &'static str,
    path: String,
    host: String,
    data: Option<String>,
}

/// Reads a `curl` command.
fn read(command: &str) -> Option<Found> {
    const TAKES: &[&str] = &[
        "-H",
        "--header",
        "-u",
        "--user",
        "-o",
        "--output",
        "-A",
        "--user-agent",
        "-b",
        "--cookie",
        "-w",
        "--write-out",
        "-m",
        "--max-time",
        "-e",
        "--referer",
        "--cacert",
        "--cert",
        "--key",
    ];
    let arguments = command.trim().trim_start_matches("$ ").strip_prefix("curl")?;
    let known = |name: &str| METHODS.iter().find(|method| **method == name).copied();
    let (mut method, mut data, mut address) = (None, None, None);
    let mut words = words(arguments).into_iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "-X" | "--request" => method = known(&words.next()?),
            "-d" | "--data" | "--data-raw" | "--data-binary" | "--json" | "-F" | "--form" => {
                data = words.next()
            }
            "-I" | "--head" => method = method.or(Some("HEAD")),
            "--url" => address = words.next(),
            taking if TAKES.contains(&taking) => drop(words.next()),
            other => match other.strip_prefix("-X") {
                Some(name) => method = known(name),
                None if address.is_none() && is_address(other) => address = Some(word),
                None => {}
            },
        }
    }
    let address = address?;
    let bare = address.trim_start_matches("https://").trim_start_matches("http://");
    let slash = bare.find('/')?;
    let (path, _) = operation::path(bare.get(slash..)?)?;
    let method = method.unwrap_or(if data.is_some() { "POST" } else { "GET" });
    Some(Found { method, path: path.to_owned(), host: bare.get(..slash)?.to_owned(), data })
}

fn is_address(word: &str) -> bool {
    let starts = ["http://", "https://", "localhost", "127.0.0.1", "$", "{"];
    starts.iter().any(|start| word.starts_with(start)) && word.contains('/')
}

/// Whether a quote is still open at the end of a text.
fn is_open(text: &str) -> bool {
    let mut quote = None;
    for character in text.chars() {
        match quote {
            Some(open) if open == character => quote = None,
            None if matches!(character, '\'' | '"') => quote = Some(character),
            _ => {}
        }
    }
    quote.is_some()
}

/// The words of a command, as a shell parts them.
fn words(text: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match (quote, character) {
            (Some(open), _) if open == character => quote = None,
            (Some('"') | None, '\\') => word.get_or_insert_default().extend(characters.next()),
            (None, '\'' | '"') => {
                quote = Some(character);
                word.get_or_insert_default();
            }
            (None, _) if character.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(character),
        }
    }
    words.extend(word);
    words
}

/// Whether a host may be that of the system itself.
fn is_local(host: &str) -> bool {
    let name = host.split(':').next().unwrap_or(host);
    name.starts_with('$')
        || name.contains(['{', '<', '['])
        || matches!(name, "localhost" | "127.0.0.1" | "0.0.0.0" | "host" | "server" | "api")
        || name.contains("example.")
        || name.ends_with(".local")
        || name.ends_with(".localhost")
        || name.ends_with(".internal")
        || name.ends_with(".test")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(command: &str) -> Option<String> {
        let Found { method, path, host, data } = read(command)?;
        Some(format!("{method} {path} at {host} {}", data.unwrap_or_default()).trim_end().to_owned())
    }

    #[test]
    fn calls_in_their_spellings() {
        for (command, expected) in [
            ("curl -X PUT \"http://localhost:8080/api/x?y=1\" -H 'A: b'", "PUT /api/x at localhost:8080"),
            ("curl -s -d '{}' https://h.example/a", "POST /a at h.example {}"),
            ("curl $BASE/a/b", "GET /a/b at $BASE"),
            (
                "curl -u a:b -H 'To: https://other.example/c' -d '{\"to\": \"https://x.example/y\"}' https://h.example/a",
                "POST /a at h.example {\"to\": \"https://x.example/y\"}",
            ),
            ("curl --json \"{\\\"a\\\": 1}\" localhost:80/b", "POST /b at localhost:80 {\"a\": 1}"),
        ] {
            assert_eq!(shown(command).as_deref(), Some(expected), "{command}");
        }
        assert_eq!(shown("wget x"), None);
    }

    #[test]
    fn a_path_with_values_is_that_of_its_operation() {
        assert!(
            fits("/moorings/{id}", "/v1/moorings/7") && fits("/v1/moorings/:id/logs", "/v1/moorings/7/logs")
        );
        assert!(
            !fits("/moorings/{id}", "/boats/7")
                && !fits("/{id}", "/7")
                && !fits("/v1/moorings/{id}", "/moorings/7")
        );
    }
}
