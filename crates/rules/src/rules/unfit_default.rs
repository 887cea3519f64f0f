use crate::records::Records;
use crate::rule::rule;
use crate::spelling::{listed, squash};
use crate::types::{Family, Type, coded_values, range};
use crate::{Context, Report};
use abide_diagnostics::Severity;
use abide_model::{Item, Kind};
use abide_syntax::TextRange;

rule! {
    /// A default is not a value of its type, or none of the values that are allowed.
    ///
    /// ## Why it matters
    ///
    /// The default is what runs where nobody thinks of it. One that is not allowed fails at the first start, or is stored
    /// and refused later.
    ///
    /// ## What counts
    ///
    /// Fields and settings whose default is a plain value. Expressions, calls, names of constants, references to other settings
    /// and remarks such as "none" or "required" are not judged.
    ///
    /// ## How to mend it
    ///
    /// Correct the default, or the type.
    ///
    /// ## Examples
    ///
    /// ```document
    /// # Parcels
    /// ## Configuration
    /// | Variable | Type | Default | Description |
    /// |---|---|---|---|
    /// | `PARCELS_PORT` | integer | `8080` | where it listens |
    /// | `PARCELS_RETRIES` | integer | `often` | how often it tries |
    /// ~ the default of `PARCELS_RETRIES`, `often`, is no integer
    /// | `PARCELS_MODE` | enum(fast, safe) | `slow` | how it works |
    /// ~ the default of `PARCELS_MODE`, `slow`, is none of `fast` and `safe`
    /// | `PARCELS_SHARE` | integer, 1 to 100 | `0` | how much of it |
    /// ~ the default of `PARCELS_SHARE`, `0`, is not between 1 and 100
    /// ```
    ///
    /// ```document
    /// # Parcels
    /// ## Configuration
    /// | Variable | Type | Default | Description |
    /// |---|---|---|---|
    /// | `PARCELS_PORT` | integer | `8080` | where it listens |
    /// | `PARCELS_WAIT` | int | none | how long it waits |
    /// | `PARCELS_TIME` | integer | `60s` | how long it runs |
    /// | `PARCELS_DEBUG` | boolean | `0` | whether it tells more |
    /// | `PARCELS_DIR` | string | `$PARCELS_HOME/data` | where it writes |
    /// ```
    "unfit-default", default: Some(Severity::Warning), since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    for item in context.items(Kind::Setting) {
        let Some(default) = item.text_field("default") else { continue };
        let written = item.text_field("type").unwrap_or_default();
        let mut kind = Type::read(written);
        if kind.values.is_empty() {
            kind.values = described(item);
        }
        if kind.values.is_empty() {
            kind.values = coded_values(context.slice(item.range));
        }
        judge(&item.key, &kind, written, default, item.range, report);
        bounded(item, default, report);
    }
    if context.spec.of_kind(Kind::Field).all(|item| !item.fields.contains_key("default")) {
        return;
    }
    let records = Records::new(context);
    for record in &records.all {
        for field in &record.fields {
            for saying in &field.sayings {
                let (Some(mut kind), Some(default)) = (saying.kind(), saying.said("default")) else {
                    continue;
                };
                if kind.values.is_empty() {
                    kind.values = saying.values();
                }
                if kind.values.is_empty()
                    && let Some(named) = kind.named.as_ref().and_then(|name| records.find(name))
                {
                    kind.values = named.values.first().map(|(_, values)| values.clone()).unwrap_or_default();
                }
                let name = format!("{}.{}", record.name, field.name);
                let written = saying.said("type").unwrap_or_default();
                if judge(&name, &kind, written, default, saying.range, report) {
                    break;
                }
            }
        }
    }
}

/// Reports a default outside of the bounds that the type or the description gives.
fn bounded(item: &Item, default: &str, report: &mut Report) {
    let told = ["type", "description"].into_iter().filter_map(|name| item.text_field(name)).find_map(range);
    let Some((least, most)) = told else { return };
    let Ok(value) = default.trim().trim_matches(['`', '"', '\'']).replace('_', "").parse::<f64>() else {
        return;
    };
    if value < least || value > most {
        report
            .at(
                item.range,
                format!("the default of `{}`, `{value}`, is not between {least} and {most}", item.key),
            )
            .help("correct the default or the bounds");
    }
}

fn described(item: &Item) -> Vec<String> {
    item.text_field("description").map(crate::types::values).unwrap_or_default()
}

/// Reports a default that its type does not allow.
fn judge(
    name: &str,
    kind: &Type,
    written: &str,
    default: &str,
    range: TextRange,
    report: &mut Report,
) -> bool {
    let default = default.trim().trim_matches('`').trim();
    let quoted = default.len() > 1 && default.starts_with(['\'', '"']) && default.ends_with(['\'', '"']);
    let bare = default.trim_matches(['\'', '"']);
    // A constant's last part is its value's name: `Mode.FAST`, `Mode::Fast`.
    let last = bare.rsplit(['.', ':']).next().unwrap_or(bare);
    if !is_plain(bare) || kind.list {
        return false;
    }
    let message = if !kind.values.is_empty() {
        let known = |value: &String| [squash(bare), squash(last)].contains(&squash(value));
        if kind.values.iter().any(known) || bare.chars().all(|letter| letter.is_ascii_digit()) {
            return false;
        }
        format!("the default of `{name}`, `{bare}`, is none of {}", listed(&kind.values))
    } else {
        let fits = match kind.family {
            Some(Family::Integer | Family::Wide) => number(bare).is_none_or(|fraction| !fraction),
            Some(Family::Float | Family::Decimal | Family::Number) => {
                number(bare).is_some() || is_word_number(bare)
            }
            Some(Family::Boolean) => is_boolean(bare),
            Some(Family::Text) => quoted || !matches!(bare, "true" | "false") || written.is_empty(),
            _ => true,
        };
        // A word is no number, unless it is all capitals: the name of a constant.
        let word = bare.chars().all(|letter| letter.is_alphabetic()) && bare.chars().any(char::is_lowercase);
        let wrong_word =
            matches!(kind.family, Some(Family::Integer | Family::Wide)) && word && !is_word_number(bare);
        if fits && !wrong_word {
            return false;
        }
        let numeric = matches!(kind.family, Some(Family::Float | Family::Decimal | Family::Number));
        if numeric && !word {
            return false;
        }
        format!("the default of `{name}`, `{bare}`, is no {}", written.trim_matches('`'))
    };
    report.at(range, message).help("correct the default or the type");
    true
}

/// Whether a default is one plain value, not an expression or a remark.
fn is_plain(text: &str) -> bool {
    const REMARKS: &[&str] = &[
        "none",
        "null",
        "nil",
        "undefined",
        "required",
        "unset",
        "empty",
        "auto",
        "na",
        "no",
        "yes",
        "unlimited",
        "default",
        "generated",
        "random",
        "now",
        "disabled",
        "enabled",
        "infinite",
        "infinity",
        "inherit",
        "inherited",
        "varies",
        "obligatorio",
        "requerido",
        "off",
        "on",
        "computed",
        "dynamic",
        "optional",
        "nan",
        "inf",
        "autoincrement",
        "same",
        "any",
        "all",
        "todo",
        "tbd",
        "today",
        "max",
        "min",
        "never",
    ];
    !text.is_empty()
        && text.len() <= 40
        && !REMARKS.contains(&squash(text).as_str())
        && text.chars().any(char::is_alphanumeric)
        && !text.contains([
            '(', ')', '$', '{', '<', '[', '/', ' ', '@', '=', '*', '+', '…', '~', '|', ',', '_', '^',
        ])
        && text.is_ascii()
}

/// Whether a text is a number, and whether it has a fraction.
fn number(text: &str) -> Option<bool> {
    let bare = text.trim_start_matches(['-', '+']);
    let digits = bare.chars().all(|letter| letter.is_ascii_digit() || letter == '.');
    let point = bare.matches('.').count();
    (digits && point <= 1 && bare.starts_with(|letter: char| letter.is_ascii_digit()))
        .then(|| bare.split_once('.').is_some_and(|(_, fraction)| fraction.chars().any(|digit| digit != '0')))
}

fn is_word_number(text: &str) -> bool {
    matches!(
        text.to_lowercase().as_str(),
        "zero" | "one" | "two" | "three" | "ten" | "cores" | "cpus" | "true" | "false"
    )
}

/// Not certainly no boolean: numbers and single letters may stand for one.
fn is_boolean(text: &str) -> bool {
    let word = text.chars().all(char::is_alphabetic) && text.len() > 1;
    let long = number(text).is_some() && !matches!(text, "0" | "1");
    !(word || long) || matches!(text.to_lowercase().as_str(), "true" | "false" | "yes" | "no" | "on" | "off")
}
