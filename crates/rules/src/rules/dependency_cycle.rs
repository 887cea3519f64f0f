use crate::needs::needs;
use crate::rule::rule;
use crate::{Context, Other, Report};
use abide_diagnostics::{Place, Severity};
use abide_syntax::TextRange;
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

rule! {
    /// Specifications need each other in a circle.
    ///
    /// ## Why it matters
    ///
    /// None of them can be built, reviewed or released first.
    ///
    /// ## What counts
    ///
    /// What a document says that it needs: `requires:` and "Depends on:" in its metadata, and specifications in its section on
    /// dependencies, by link, file, title or id. Related documents, and those that use this one, are no need. Each
    /// circle is reported once, in the first of its documents by path. From there, the nearest 100 documents are looked at.
    ///
    /// ## How to mend it
    ///
    /// Move what both need into a document of its own, or take back the need that is none.
    ///
    /// ## Examples
    ///
    /// ```other path: specs/parcels.md
    /// # Parcels
    /// ## Dependencies
    /// - [Stock](stock.md)
    /// ```
    ///
    /// ```other path: specs/stock.md
    /// ---
    /// requires: example
    /// ---
    /// # Stock
    /// ```
    ///
    /// ```other path: specs/example.md
    /// # Export
    /// ## Dependencies
    /// - [Parcels](parcels.md)
    /// ```
    ///
    /// ```document path: specs/example.md
    /// # Export
    /// ## Dependencies
    /// - [Parcels](parcels.md)
    ///    ~~~~~~~ this needs specs/parcels.md, which needs specs/stock.md, which needs this document
    /// ```
    ///
    /// ```document path: specs/zones.md
    /// # Billing
    /// ## Dependencies
    /// - [Parcels](parcels.md)
    /// ```
    "dependency-cycle", default: Some(Severity::Warning), since: "0.1.0"
}

/// The nearest documents are looked at first, and no more than these: each document of a workspace looks, after each letter that is
/// typed in one, and a circle that winds through more is no use to anyone.
const MANY: usize = 100;

fn check(context: &Context, report: &mut Report) {
    let own: &str = context.path;
    // How each document was reached: from which one, and where that one says so.
    let mut reached: HashMap<Arc<str>, (Arc<str>, TextRange)> = HashMap::new();
    let mut waiting: VecDeque<Other> = VecDeque::new();
    for need in needs(context.others, own, context.wants()) {
        if context.is_kept(need.place) {
            continue;
        }
        let path = Arc::clone(need.other.path);
        if reached.insert(path, (Arc::clone(context.path), need.place)).is_none() {
            waiting.push_back(need.other);
        }
    }
    while let Some(other) = waiting.pop_front() {
        // A circle that goes through an earlier document is reported there.
        if reached.len() > MANY || **other.path < *own {
            continue;
        }
        for need in needs(context.others, other.path, other.wants) {
            let path = Arc::clone(need.other.path);
            if *path == *own {
                tell(context, report, &reached, (other.path, need.place));
                return;
            }
            reached.entry(path).or_insert_with(|| {
                waiting.push_back(need.other);
                (Arc::clone(other.path), need.place)
            });
        }
    }
}

fn tell(
    context: &Context,
    report: &mut Report,
    reached: &HashMap<Arc<str>, (Arc<str>, TextRange)>,
    (last, back): (&Arc<str>, TextRange),
) {
    let mut places = vec![Place::new(Arc::clone(last), back)];
    let mut names = vec![Arc::clone(last)];
    let mut at = Arc::clone(last);
    let mut first = back;
    while let Some((from, place)) = reached.get(&at) {
        if **from == **context.path {
            first = *place;
            break;
        }
        places.push(Place::new(Arc::clone(from), *place));
        names.push(Arc::clone(from));
        at = Arc::clone(from);
    }
    names.reverse();
    places.reverse();
    let circle: Vec<String> = names.iter().map(|name| format!("needs {name}")).collect();
    let mut finding = report
        .at(first, format!("this {}, which needs this document", circle.join(", which ")))
        .help("move what both need into a document of its own, or take back the need that is none");
    for (place, next) in places.into_iter().zip(names.iter().skip(1).map(Arc::clone).chain([Arc::clone(context.path)])) {
        finding = finding.related(place, format!("this needs {next}"));
    }
}
