//! Labels that stand in bold at the start of what a paragraph says of one thing: "**Crate.** It belongs to one pallet."

use super::super::{Operation, Resource, Segment};
use super::Scope;
use crate::pattern::pattern;
use crate::words;

// `**Crate.** `, `**Crate:** `, `**Crate**: `
pattern!(
    LABEL,
    r"^\s*(?:\*\*|__)([A-Z][A-Za-z]*(?: [A-Za-z]+){0,2})(?:[.:](?:\*\*|__)|(?:\*\*|__)[.:])(?:\s|$)"
);

/// What a label says that its paragraph is about: a resource, or a thing of the interface that is none, which no resource is about.
pub(super) fn of(text: &str, operations: &[Operation], resources: &[Resource]) -> Option<Scope> {
    let name = LABEL.captures(text)?.get(1)?.as_str();
    let named = words::folded(&words::singular(&name.to_lowercase()));
    let resource = resources.iter().position(|resource| words::folded(&resource.name) == named);
    if let Some(at) = resource {
        return Some(Scope::Resources(vec![at]));
    }
    // What `POST /crates/{id}/status` ends with is said of crates.
    if matches!(named.as_str(), "status" | "state") {
        return None;
    }
    let of_path = |operation: &Operation| {
        operation.path.segments().iter().any(|segment| {
            matches!(segment, Segment::Literal(text) if words::folded(&words::singular(&text.to_lowercase())) == named)
        })
    };
    operations.iter().any(of_path).then(|| Scope::Resources(Vec::new()))
}

/// Whether a scope stands beside what the label says: an operation, what the label names too, and what a sentence names itself (`own`)
/// where the label names nothing that is known.
pub(super) fn holds(label: &Scope, scope: &Scope, own: bool) -> bool {
    match (label, scope) {
        (_, Scope::Operations(_)) => true,
        (Scope::Resources(label), Scope::Resources(_)) if label.is_empty() => own,
        (Scope::Resources(label), Scope::Resources(named)) => label.iter().all(|at| named.contains(at)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Scope;
    use crate::testing::{self, Setup};

    #[test]
    fn what_a_label_says_its_paragraph_is_about() {
        let text = "# Yard\n\n## API\n\n- `POST /loads` adds a load\n- `GET /loads/{id}` reads one\n- `POST /loads/{id}/checks` checks a load\n\n## Data of loads\n\n**Load.** Something heavy. `weight` is one of `low`, `high`.\n\n**Check.** It belongs to one load. `result` is one of `good`, `bad`.\n";
        let api = testing::facts_of_markdown(text, "", Setup::default()).api;
        let load = api.resources.iter().position(|resource| resource.name == "load").unwrap();
        let scope =
            |of: &str| &api.sentences.iter().find(|sentence| sentence.text.contains(of)).unwrap().scope;
        assert_eq!(*scope("`weight`"), Scope::Resources(vec![load]));
        assert_ne!(*scope("`result`"), Scope::Resources(vec![load]), "a check is no load");
    }
}
