//! The pages of rules, kinds of statements and artifacts.

use abide_emit::{EMITTERS, emitter};
use abide_model::{Kind, READERS};
use abide_rules::{RULES, documentation, rule};

/// A name as it is looked up: `missing_section` is `missing-section`.
pub fn folded(name: &str) -> String {
    name.trim().to_lowercase().replace(['_', ' '], "-")
}

/// The kind of that name.
pub fn kind(name: &str) -> Option<Kind> {
    let wanted = folded(name);
    Kind::ALL.iter().copied().find(|kind| kind.name().replace('_', "-") == wanted)
}

/// The page of a rule.
pub fn of_rule(name: &str) -> Option<String> {
    rule(&folded(name)).map(documentation::page)
}

/// The page of a kind of statement; `tried` says which probes try it.
pub fn of_kind(kind: Kind, tried: &str) -> String {
    let mut text = format!("# {kind}\n\nA kind of statement. {}.\n", kind.summary());
    for reader in READERS.iter().filter(|reader| reader.kinds.contains(&kind)) {
        text.push_str(&format!("\n## How it is read\n\n{}\n", reader.documentation.trim()));
    }
    text.push_str(&format!(
        "\n## How to see it\n\n`abide model --kind {kind}` prints the ones of your specs. {tried}\n"
    ));
    text
}

/// The page of an artifact.
pub fn of_artifact(name: &str) -> Option<String> {
    let emitter = emitter(&folded(name))?;
    Some(format!("# {}\n\nAn artifact of `abide emit`. {}\n", emitter.name, emitter.page()))
}

/// Each rule with its level and summary.
pub fn rules() -> impl Iterator<Item = (&'static str, String)> {
    RULES.iter().map(|rule| {
        let level = rule.default.map_or("off".to_owned(), |severity| severity.to_string());
        (rule.name, format!("{level:7}  {}", rule.summary()))
    })
}

/// Each artifact with its summary.
pub fn artifacts() -> impl Iterator<Item = (&'static str, String)> {
    EMITTERS.iter().map(|emitter| (emitter.name, emitter.summary().to_string()))
}
