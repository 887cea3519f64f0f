//! HTTP operations: where they are named, what they are called with, and what comes back.

mod annotated;
mod auth;
mod base;
mod block;
mod curl;
mod denied;
mod described;
mod exchange;
mod finder;
pub(super) mod operation;
mod parameters;
#[cfg(test)]
mod tests;

use super::Reader;
use crate::marks::Mark;
use crate::{Context, Items, Kind};
use abide_syntax::TextRange;
use base::base_paths;
use finder::Finder;

pub(super) const READER: Reader = Reader {
    name: "endpoint",
    kinds: &[Kind::Endpoint],
    documentation: "\
One HTTP operation: `METHOD /path` in a heading, a code block, a table (in one cell or two), a decorator in code (`@PostMapping`), a bullet, bold or inline code, a `curl` \
call. `GET/POST /x` is two. The path stays as written, without its query; what the document says about a common base is the field \
`base_path`. Under the operation's heading or after its line, `request` takes the example body that follows a request label, \
`responses` the examples and codes that follow response labels (`**Response (201 Created):**`), status bullets and status tables. \
`parameters` lists what stands in lists and tables of query, path and header parameters, in the query as written, or in an OpenAPI snippet: \
`name`, `in` (query, path, header, cookie), `type` as written, `required`, `default`, `description`, and `schema`, the type as JSON Schema \
(`type`, `format`, `enum`, `minimum`, `maximum`, `minLength`, `maxLength`, `pattern`, `items`). `errors` are the rows of a table with a status and \
a code: `status`, `code`, `description`. `auth` is what the document says about it in the operation's own words, in its table's column, in the heading of its group, or for all \
operations; `none` where it says that no authentication is needed.",
    read,
};

/// One place that names operations.
#[derive(Debug)]
pub(super) struct Place {
    pub keys: Vec<String>,
    /// From the name to where its description ends.
    pub range: TextRange,
    /// How far the description of this operation may reach; empty for a mention.
    pub scope: TextRange,
}

fn read(context: &Context, items: &mut Items) {
    let mut finder = Finder { context, items, places: Vec::new(), calls: Vec::new() };
    finder.described();
    finder.methods_below_paths();
    finder.methods_in_lists();
    finder.pairs();
    finder.annotated();
    if !may_hold_operations(context) && finder.places.is_empty() {
        return;
    }
    finder.headings();
    finder.tables();
    finder.fences();
    finder.statements();
    finder.spans();
    finder.called();
    let calls = finder.calls;
    let mut places = finder.places;
    places.sort_by_key(|place| place.range.start);
    // A method is also a word: most documents that hold one name no operation.
    if !items.drafts().iter().any(|draft| draft.kind == Kind::Endpoint) {
        return;
    }
    exchange::read(context, items, &places);
    curl::requests(items, &calls);
    let bases = base_paths(context, items);
    auth::read(context, items, &places, &bases);
}

/// A document without any method followed by a slash has none; most have not.
fn may_hold_operations(context: &Context) -> bool {
    context.has(Mark::Method)
}
