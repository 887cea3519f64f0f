//! The templates of the pages, compiled once.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, escape_formatter};
use serde::Serialize;
use std::sync::LazyLock;

macro_rules! templates {
    ($($name:literal),* $(,)?) => { &[$(($name, include_str!(concat!("templates/", $name)))),*] };
}

const TEMPLATES: &[(&str, &str)] = templates![
    "board.html",
    "contradictions.html",
    "export.html",
    "graph.html",
    "history.html",
    "icons.html",
    "macros.html",
    "matrix.html",
    "matrix_index.html",
    "message.html",
    "model.html",
    "model_index.html",
    "needs.html",
    "note.html",
    "served.html",
    "shell.html",
    "spec.html",
    "why.html",
];

static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    // The library also escapes `/`, which makes every link longer and none safer.
    environment.set_formatter(|out, state, value| match value.as_str() {
        Some(text) if !value.is_safe() => out.write_str(&escaped(text)).map_err(minijinja::Error::from),
        _ if value.is_none() => Ok(()),
        _ => escape_formatter(out, state, value),
    });
    if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
        environment.set_syntax(syntax);
    }
    environment.add_filter("count", |number: usize, noun: &str| count(number, noun));
    environment.add_filter("path", |text: &str| crate::address::escaped(text));
    for (name, text) in TEMPLATES {
        // A template that does not compile is found by the test below, and by every page.
        let _ = environment.add_template(name, text);
    }
    environment
});

/// A page from its template. A template that fails says so in place of the page.
pub fn fill(template: &str, root: &str, view: &impl Serialize) -> String {
    let context = minijinja::context! { root, page => Value::from(Serde(view)) };
    let filled = ENVIRONMENT.get_template(template).and_then(|template| template.render(context));
    filled.unwrap_or_else(|error| {
        let said = escaped(&format!("{error:#}"));
        format!("<p class=\"empty\">This part cannot be shown: {said}</p>")
    })
}

/// A text as it may stand in HTML.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// A number with its noun: "1 document", "2 documents".
pub fn count(number: usize, noun: &str) -> String {
    let plural = match noun {
        noun if number == 1 => return format!("1 {noun}"),
        noun if noun.ends_with('y') && !noun.ends_with("ey") => format!("{}ies", noun.trim_end_matches('y')),
        noun => format!("{noun}s"),
    };
    format!("{number} {plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_compiles() {
        for (name, text) in TEMPLATES {
            let mut environment = Environment::new();
            if let Err(error) = environment.add_template(name, text) {
                panic!("{name}: {error:#}");
            }
        }
    }

    #[test]
    fn numbers_agree_with_their_nouns() {
        assert_eq!(
            [count(1, "entity"), count(2, "entity"), count(0, "document")],
            ["1 entity", "2 entities", "0 documents"]
        );
    }
}
