//! A setting in the code: where it is read, and with which default.

use super::{Stated, company};
use crate::claim::Outcome;
use crate::database::DefaultValue;
use crate::source::{Source, Sources};
use crate::stage::Stage;
use abide_ledger::Strength;
use regex::Regex;
use std::sync::LazyLock;

/// Whether the code reads a setting.
pub fn is_read(stage: &Stage, stated: &Stated) -> Outcome {
    let sources = stage.sources();
    let name = in_code(&stated.name);
    let sent = format!("looked for {name} in {} sources", sources.files().len());
    let repeat = format!("grep -rnw -e {} .", shell_words::quote(name));
    if let Some((source, at)) = sources.find(name).first() {
        if source.is_test() {
            return Outcome::unproven(format!("only a test has it: {}", source.place(*at)))
                .showing(sent, source.written(*at));
        }
        return Outcome::proven(Strength::Declared, format!("read at {}", source.place(*at)))
            .showing(sent, source.written(*at))
            .repeated_by(repeat);
    }
    // Where all of its company is read under their names, so is it.
    let company: Vec<&String> = stated
        .others
        .iter()
        .filter(|other| !stated.prefix.is_empty() && other.starts_with(&stated.prefix))
        .collect();
    let read = |other: &String| sources.find(other).iter().any(|(source, _)| !source.is_test());
    let whole = company.len() >= 3 && company.iter().all(|other| read(other));
    // What configures the system may use it itself: `image: shelf:${SHELF_TAG}`.
    let filled = ["${", "$", "$(", "env.", "secrets.", "vars."].map(|before| format!("{before}{name}"));
    let elsewhere = sources.files().iter().any(|source| filled.iter().any(|form| source.text.contains(form)));
    let alone = !elsewhere && !is_composed(sources, &stated.prefix);
    if whole && alone && name.starts_with(&stated.prefix) && !stated.planned && sources.is_complete() {
        let reason = format!(
            "no code has {name}, while the {} other variables of the document are read under their names",
            company.len()
        );
        return Outcome::refuted(reason).showing(sent, "nothing").repeated_by(repeat);
    }
    if let Some((form, place)) = other_form(sources, name) {
        let reason = format!("no code has {name} as it is written; {form} at {place} may be it");
        return Outcome::unproven(reason).showing(sent, place);
    }
    // What configures the code may be all that there is: an image, a chart.
    let configured = sources.files().iter().find(|source| source.text.contains(name));
    if let Some(source) = configured {
        return Outcome::unproven(format!("no code has {name}, and {} sets it", source.path))
            .showing(sent, source.path.as_str());
    }
    let verbatim = stated.others.iter().filter(|other| sources.has_text(in_code(other))).count();
    if verbatim * 2 < stated.others.len().max(2) {
        return Outcome::unproven(format!(
            "no code of the repository has {name}, nor most of the other settings"
        ))
        .showing(sent, "nothing");
    }
    if stated.planned || !sources.is_complete() {
        return Outcome::unproven(format!(
            "no code of the repository has {name}, and not all of it is there to be looked at"
        ))
        .showing(sent, "nothing");
    }
    // `f"SHELF_{role}_KEY"`
    let starts = name.match_indices('_').filter_map(|(at, _)| name.get(..=at));
    if starts.into_iter().any(|start| is_filled_in(sources, start)) {
        let reason = format!("no code has {name} as it is written, and some puts such names together");
        return Outcome::unproven(reason).showing(sent, "nothing");
    }
    let reason = format!(
        "no code has {name}, while {verbatim} other settings of the document are read under their names"
    );
    Outcome::refuted(reason).showing(sent, "nothing").repeated_by(repeat)
}

/// Whether the code has the key of a file that a row names.
pub fn knows_key(stage: &Stage, stated: &Stated, key: &str) -> Outcome {
    let sources = stage.sources();
    let place = |key: &str| {
        let found = sources.find(key).into_iter().find(|(source, _)| !source.is_test());
        found.map(|(source, at)| source.place(at))
    };
    let sent = format!("looked for the key {key} in {} sources", sources.files().len());
    if let Some(place) = place(key) {
        return Outcome::proven(Strength::Declared, format!("the key {key} stands at {place}"))
            .showing(sent, place);
    }
    let others: Vec<&str> = stated
        .all
        .iter()
        .filter(|other| other.name != stated.name)
        .filter_map(|other| other.key.as_deref())
        .collect();
    let there = others.iter().filter(|other| place(other).is_some()).count();
    let reason = format!("no code has the key {key}");
    match there >= 3 && there == others.len() && sources.is_complete() && !stated.planned {
        true => Outcome::refuted(format!("{reason}, while it has the {there} keys of the other rows")),
        false => Outcome::unproven(reason),
    }
    .showing(sent, "nothing")
}

/// Whether code puts names together from what they begin with: `env_prefix="APP_"`, `f"APP_{name}"`, `"APP_%s"`.
fn is_composed(sources: &Sources, prefix: &str) -> bool {
    let lower = prefix.to_lowercase();
    let code = sources.files().iter().filter(|source| source.is_code() && !source.is_test());
    code.flat_map(|source| [prefix, lower.as_str()].map(|form| (source, form))).any(|(source, form)| {
        source.text.match_indices(form).any(|(at, _)| {
            let rest = source.text.get(at + form.len()..).unwrap_or_default();
            let begins = source.text.get(..at).is_some_and(|before| before.ends_with(['"', '\'', '`']));
            begins && rest.starts_with(['"', '\'', '`', '{', '$', '%', '#'])
        })
    })
}

/// Whether code fills in what follows the beginning of a name: `f"APP_{name}_KEY"`, `"APP_%s"`, `"APP_" + name`.
fn is_filled_in(sources: &Sources, start: &str) -> bool {
    let code = sources.files().iter().filter(|source| source.is_code() && !source.is_test());
    code.into_iter().any(|source| {
        source.text.match_indices(start).any(|(at, _)| {
            let rest = source.text.get(at + start.len()..).unwrap_or_default();
            let begins = source.text.get(..at).is_some_and(|before| before.ends_with(['"', '\'', '`']));
            let joined = rest.strip_prefix(['"', '\'', '`']).map(str::trim_start);
            begins
                && (rest.starts_with(['{', '$', '%', '#'])
                    || joined.is_some_and(|behind| behind.starts_with(['+', '.'])))
        })
    })
}

/// A flag without its hyphens.
fn in_code(name: &str) -> &str {
    name.trim_start_matches('-')
}

/// The name in another style, with or without what may be a prefix: `APP_PAGE_SIZE` is `page_size`, `pageSize` or `page-size`.
fn other_form(sources: &Sources, name: &str) -> Option<(String, String)> {
    let parts: Vec<String> =
        name.split(['_', '-']).filter(|part| !part.is_empty()).map(str::to_lowercase).collect();
    for skip in 0..parts.len() {
        let rest = &parts[skip..];
        // The last word alone would be found anywhere.
        if rest.len() < 2 && parts.len() > 1 && rest.first().is_none_or(|word| word.len() < 4) {
            break;
        }
        let camel: String = rest
            .iter()
            .enumerate()
            .map(|(at, part)| if at == 0 { part.clone() } else { part[..1].to_uppercase() + &part[1..] })
            .collect();
        let pascal = camel[..1].to_uppercase() + &camel[1..];
        let forms =
            [rest.join("_"), rest.join("-"), rest.join("."), camel, pascal, rest.join("_").to_uppercase()];
        for form in forms {
            let place = sources.files().iter().find_map(|source| {
                let at = crate::source::whole_words(&source.text, &form).next()?;
                Some(source.place(at))
            });
            if let Some(place) = place {
                return Some((form, place));
            }
        }
    }
    None
}

/// Whether a stated default is a value that code could have.
pub fn is_literal(default: &str) -> bool {
    !default.is_empty()
        && default.len() < 80
        && matches!(DefaultValue::read(default), DefaultValue::Literal(_))
}

/// What stands behind a name where a default is given, up to the default itself.
static BESIDE: LazyLock<Regex> = LazyLock::new(|| {
    let literal = r#"(?P<value>"[^"\n]*"|'[^'\n]*'|`[^`\n]*`|-?\d[\d_]*(?:\.\d+)?|true|false|True|False)"#;
    let joint = r"(?:,|\?\?|\|\||\?:|\bor\b|:-|:|\.unwrap_or\w*\(\s*(?:\|_?\|)?|\.orElse\()";
    let pattern = format!(
        r#"^["'`\]]*\s*\)*\??(?:\.ok\(\))?\s*(?P<joint>{joint})\s*(?:default(?:_value)?\s*[=:]\s*)?(?:String::from\()?{literal}(?P<after>\s*\S?)"#
    );
    Regex::new(&pattern).unwrap_or_else(|error| unreachable!("{error}"))
});

/// In a shell, in compose and in annotations: `${NAME:-20}`, `${NAME:20}`.
static BARE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"^(?::-|:)(?P<value>[^}"'\s]+)\}"#).unwrap_or_else(|error| unreachable!("{error}"))
});

/// The default that stands beside a name, and whether it can be nothing else.
fn beside(source: &Source, at: usize, name: &str) -> Option<(String, bool)> {
    let rest = source.text.get(at + name.len()..)?;
    let rest = rest.get(..rest.char_indices().nth(160).map_or(rest.len(), |(at, _)| at))?;
    if let Some(found) = BARE.captures(rest)
        && source.text.get(..at).is_some_and(|before| before.ends_with("${"))
    {
        return Some((found["value"].to_owned(), true));
    }
    let found = BESIDE.captures(rest)?;
    let value = found["value"].trim_matches(['"', '\'', '`']).to_owned();
    // A sentence is a message.
    if value.contains(' ') {
        return None;
    }
    let (joint, after) = (&found["joint"], found["after"].trim());
    let sure = match joint {
        "," => after == ")" && is_getter(source.text.get(..at)?),
        ":" => false,
        _ => true,
    };
    Some((value, sure))
}

/// Whether what is called before a place is named as what gets a variable: `getenv(`, `os.environ.get(`, `ENV.fetch(`.
fn is_getter(before: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or(before);
    let call = line.trim_end_matches(['"', '\'', '`', ' ']).strip_suffix('(').unwrap_or_default();
    let name = call
        .rsplit(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.')))
        .next()
        .unwrap_or_default()
        .to_lowercase();
    ["env", "fetch", "getordefault", "get_or_default", "get_or"].iter().any(|word| name.contains(word))
}

/// Whether the code gives the stated default.
pub fn default(stage: &Stage, stated: &Stated) -> Outcome {
    let Some(written) = &stated.default else { return Outcome::unproven("no default is stated") };
    let sources = stage.sources();
    let name = in_code(&stated.name);
    let wanted = DefaultValue::read(written);
    let sent = format!("looked beside {name} in {} sources", sources.files().len());
    let repeat = format!("grep -rnw -e {} .", shell_words::quote(name));
    let (mut other, mut count) = (None, 0);
    for (source, at) in sources.find(name).into_iter().filter(|(source, _)| !source.is_test()) {
        count += 1;
        let Some((value, sure)) = beside(source, at, name) else { continue };
        let plain = value.replace('_', "");
        if wanted.same(&DefaultValue::Literal(value.clone())) || wanted.same(&DefaultValue::Literal(plain)) {
            return Outcome::proven(
                Strength::Declared,
                format!("{value} stands beside it at {}", source.place(at)),
            )
            .showing(sent, source.written(at))
            .repeated_by(repeat);
        }
        if sure && other.is_none() {
            other = Some((value, source, at));
        }
    }
    let company = if other.as_ref().is_some_and(|(value, ..)| !value.is_empty()) {
        None
    } else {
        company::default(stage, stated)
    };
    match other {
        Some((value, source, at)) if !value.is_empty() => {
            let reason = format!(
                "the default is stated as {written}, and {value} stands beside it at {}",
                source.place(at)
            );
            let outcome = if stated.planned { Outcome::unproven(reason) } else { Outcome::refuted(reason) };
            outcome.showing(sent, source.written(at)).repeated_by(repeat)
        }
        _ if company.is_some() => company.unwrap_or_else(|| Outcome::unproven("")),
        _ if count == 0 => Outcome::unproven(format!("no code has {name}, so nothing says its default")),
        _ => Outcome::unproven("nothing that could be its default stands beside its name"),
    }
}
