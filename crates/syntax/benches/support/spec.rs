//! Specs in our own words, all alike and none the same: what documents look like in the field.

use std::fmt::Write;
use std::sync::Arc;

const THINGS: &[&str] = &["parcel", "label", "route", "courier", "depot", "invoice", "customer", "webhook"];
const VERBS: &[&str] = &["creates", "cancels", "lists", "archives", "moves", "prices", "signs", "delays"];

/// The spec of a number.
pub fn document(number: usize) -> Arc<str> {
    let pick = |list: &[&'static str], salt: usize| list[(number * 7 + salt * 13) % list.len()];
    let mut text = String::new();
    let thing = pick(THINGS, 0);
    if number.is_multiple_of(2) {
        _ = write!(
            text,
            "---\ntitle: \"The {thing} service\"\nstatus: draft\nauthors:\n  - Ada\n  - Bo\ntags: [api, {thing}]\n---\n\n"
        );
    }
    _ = write!(text, "# The {thing} service\n\n**Status**: Draft\n**Owner**: Team {number}\n\n");
    for section in 0..4 + number % 9 {
        let (thing, verb) = (pick(THINGS, section), pick(VERBS, section));
        _ = write!(
            text,
            "## {}. How it {verb} a {thing}\n\nA caller {verb} a {thing} with one request. The service MUST answer within \
             *200 ms* for 99 of 100 calls, and it keeps a record of who asked (see [the log](log.md#{thing}-{section})). \
             If the `{thing}_id` is unknown, it answers `404` and changes **nothing at all**.\n\n### Rules\n\n",
            section + 1
        );
        for rule in 0..3 + (number + section) % 5 {
            let other = pick(THINGS, rule + section);
            _ = writeln!(
                text,
                "- **R{section}.{rule}** A {thing} SHALL have at most {} of kind `{other}`, else the call fails.",
                rule + 2
            );
        }
        _ = write!(
            text,
            "\n| Field | Type | Description |\n|-------|------|-------------|\n\
             | `id` | UUID | who it is |\n| `{thing}_name` | text | up to 80 characters, no `\\|` |\n\
             | `created_at` | timestamp | set once |\n\n\
             ```json\n{{\n  \"id\": \"{number:08}\",\n  \"{thing}\": {{ \"state\": \"open\" }}\n}}\n```\n\n\
             1. Send `POST /api/{thing}s` with a key.\n2. Expect `201` and the body above.\n   - Without a key: `401`.\n   \
             - With another's key: `403`.\n\n<!-- reviewers: is {section} enough? -->\n\n\
             - [ ] measured under load\n- [x] agreed with the team that {verb} it\n\n"
        );
    }
    text.push_str("## Open questions\n\n> Who may see an archived record?\n\n[log]: log.md\n");
    text.into()
}
