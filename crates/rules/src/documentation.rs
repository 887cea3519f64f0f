//! The reference of all rules, generated from their pages.

use crate::{RULES, Rule};

/// The page of one rule as `abide explain` prints it.
pub fn page(rule: &Rule) -> String {
    let level = rule.default.map_or("off".to_owned(), |severity| severity.to_string());
    let mut page =
        format!("# {}\n\nLevel by default: {level}. Since {}.\n\n{}\n", rule.name, rule.since, rule.page());
    if !rule.options.is_empty() {
        page.push_str("\n## Options\n\n");
        for option in rule.options {
            page.push_str(&format!(
                "- `{}` (default `{}`): {}\n",
                option.name, option.default, option.summary
            ));
        }
    }
    page
}

/// `docs/rules.md`: all rules in one page.
pub fn reference() -> String {
    let mut text = String::from(
        "# Rules\n\nGenerated from the rules' own pages; `abide explain RULE` prints the same offline.\n\n| rule | level | what it finds |\n|---|---|---|\n",
    );
    for rule in RULES {
        let level = rule.default.map_or("off".to_owned(), |severity| severity.to_string());
        text.push_str(&format!(
            "| [{0}](#{0}) | {level} | {1} |\n",
            rule.name,
            rule.summary().replace('|', "\\|")
        ));
    }
    for rule in RULES {
        // One level deeper than on a page of its own.
        let page = page(rule);
        text.push('\n');
        let mut fence = 0;
        for line in page.lines() {
            let ticks = line.len() - line.trim_start_matches('`').len();
            // A fence ends with as many ticks as it began with; fewer are part of what it shows.
            match fence {
                0 if ticks >= 3 => fence = ticks,
                open if open > 0 && ticks >= open => fence = 0,
                0 if line.starts_with('#') => text.push('#'),
                _ => {}
            }
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}
