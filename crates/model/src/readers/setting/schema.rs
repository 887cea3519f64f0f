//! Settings that a block describes rather than sets: a key with its `type:` and `default:` nested below.

use super::is_key;
use crate::fence::Fence;
use crate::items::Draft;
use crate::{Context, Items, Kind};
use abide_syntax::TextRange;

/// What may stand below a key that is described.
const ABOUT: &[&str] = &[
    "type",
    "default",
    "description",
    "required",
    "required_when",
    "applies_when",
    "values",
    "enum",
    "allowed",
    "options",
    "format",
    "pattern",
    "min",
    "max",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "unit",
    "example",
    "examples",
    "items",
    "properties",
    "env",
    "secret",
    "nullable",
    "deprecated",
    "range",
];

/// One line: how deep it stands, its key and what follows.
struct Line<'t> {
    depth: usize,
    name: &'t str,
    value: &'t str,
    range: TextRange,
}

/// Whether a block describes keys; then these are the settings.
pub(super) fn read(context: &Context, fence: &Fence, items: &mut Items) -> bool {
    // A key is described by its type, in a line of its own.
    if !fence.range.slice(context.document.text()).contains(" type:") {
        return false;
    }
    let written = fence.lines(context.document);
    let lines: Vec<Line> = written
        .iter()
        .filter_map(|line| {
            let bare = line.text.trim();
            let (name, value) = bare.split_once(':').filter(|_| !bare.starts_with(['#', '-']))?;
            let value = value.split(" #").next().unwrap_or_default().trim().trim_matches(['"', '\'']);
            let depth = line.text.len() - line.text.trim_start().len();
            let range = line.range.trim(context.document.text());
            Some(Line { depth, name: name.trim(), value, range })
        })
        .collect();
    let below = |at: usize| {
        let depth = lines.get(at).map_or(0, |line| line.depth);
        let own = lines.get(at + 1..).unwrap_or_default();
        own.iter().take_while(move |line| line.depth > depth).collect::<Vec<_>>()
    };
    let (mut described, mut plain) = (Vec::new(), 0);
    for (at, line) in lines.iter().enumerate() {
        let below = below(at);
        let depth = below.first().map_or(0, |line| line.depth);
        let own: Vec<_> = below.iter().filter(|line| line.depth == depth).collect();
        let about = own.iter().all(|line| ABOUT.contains(&line.name));
        let said = |name: &str| own.iter().find(|line| line.name == name).map(|line| line.value);
        if line.value.is_empty()
            && is_key(line.name)
            && about
            && said("type").is_some_and(|kind| !kind.is_empty())
        {
            let group = own.iter().any(|line| line.name == "properties");
            described.push((at, group, said("type"), said("default"), said("description")));
        } else if !ABOUT.contains(&line.name) && !line.value.is_empty() {
            plain += 1;
        }
    }
    if described.len() < 2 || plain > described.len() {
        return false;
    }
    // The name of the whole, where all keys stand below it, is none of theirs.
    let first = lines.first().map_or(0, |line| line.depth);
    let roots = lines.iter().filter(|line| line.depth == first).count();
    for (at, group, kind, default, description) in described {
        let Some(line) = lines.get(at).filter(|_| !group) else { continue };
        let mut path = vec![line.name];
        let mut depth = line.depth;
        for above in lines.get(..at).unwrap_or_default().iter().rev() {
            if above.depth < depth {
                depth = above.depth;
                let whole = roots == 1 && above.depth == first;
                path.extend((above.name != "properties" && !whole).then_some(above.name));
            }
        }
        path.reverse();
        let value = default.filter(|value| !matches!(*value, "null" | "~" | "none"));
        items.push(
            Draft::new(Kind::Setting, fence.section, line.range)
                .key(path.join("."))
                .said("type", kind)
                .said("default", value)
                .said("description", description),
        );
    }
    true
}

#[cfg(test)]
mod tests {
    use crate::Kind;
    use crate::readers::tests::shown;

    #[test]
    fn keys_with_their_types() {
        let text = "# T\n## Configuration schema\n```yaml\npress:\n  ink:\n    type: enum\n    values: [black, blue]\n    default: black\n  # how long it waits\n  wait_ms:\n    type: integer\n    default: null\n  tray:\n    type: object\n    properties:\n      size:\n        type: integer\n        default: 3\n```\n## Configuration file\n```yaml\nbin:\n  type: wide\n  size: 3\n```\n";
        assert_eq!(
            shown(&[Kind::Setting], text),
            [
                "5 setting ink type=enum default=black",
                "10 setting wait_ms type=integer",
                "16 setting tray.size type=integer default=3",
                "23 setting bin.type default=wide",
                "24 setting bin.size default=3",
            ]
        );
    }
}
