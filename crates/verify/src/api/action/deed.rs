//! What verbs mean for a thing that has operations.

use crate::api::Operation;

/// What is done to a thing, as far as every interface has an operation for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    Create,
    List,
    Read,
    Update,
    Delete,
}

pub use Deed::{Create, Delete, List, Read, Update};

/// The deeds that a verb may mean.
pub fn deeds(verb: &str) -> Option<&'static [Deed]> {
    Some(match verb {
        "create" | "add" | "register" | "post" | "make" | "open" | "place" | "new" | "insert" | "submit"
        | "report" | "file" | "raise" => &[Create],
        "list" | "browse" | "search" => &[List],
        "read" | "retrieve" | "view" | "see" | "get" | "show" | "fetch" | "inspect" | "look" | "viewing"
        | "reading" => &[List, Read],
        "update" | "edit" | "change" | "modify" | "patch" | "rename" | "alter" | "editing" | "updating" => {
            &[Update]
        }
        "delete" | "remove" | "destroy" | "deleting" | "removing" => &[Delete],
        "write" | "rw" => &[Create, Update, Delete],
        "manage" | "crud" | "full" | "administer" => &[Create, List, Read, Update, Delete],
        "access" | "use" => &[List, Read, Update, Delete],
        _ => return None,
    })
}

/// Words that add nothing to which operation is meant.
pub const FILLING: &[&str] = &[
    "a",
    "an",
    "the",
    "all",
    "any",
    "own",
    "their",
    "his",
    "her",
    "its",
    "of",
    "in",
    "for",
    "to",
    "and",
    "or",
    "via",
    "through",
    "with",
    "by",
    "from",
    "api",
    "endpoint",
    "record",
    "detail",
    "data",
    "existing",
    "new",
    "single",
    "one",
    "full",
    "control",
    "only",
    "other",
    "another",
    "someone",
    "else",
    "everyone",
    "every",
    "each",
    "themselve",
    "self",
    "they",
    "that",
    "it",
    "them",
    "s",
    "user",
    "people",
    "belong",
    "belonging",
    "created",
    "be",
    "able",
    "can",
    "may",
    "also",
    "and/or",
    "information",
    "entry",
    "item",
    "list",
    "object",
    "resource",
    "somebody",
    "not",
    "using",
    "which",
    "by",
    "via",
    "individual",
    "specific",
    "given",
    "particular",
    "who",
    "is",
    "are",
    "do",
    "does",
    "access",
];

/// Whether an operation does a deed to the thing that its path names.
pub fn does(operation: &Operation, deed: Deed) -> bool {
    let item = operation.path.ends_with_parameter();
    match deed {
        Create => operation.method == "POST" && !item || operation.keyed,
        List => operation.method == "GET" && !item,
        Read => operation.method == "GET" && item,
        Update => matches!(operation.method.as_str(), "PATCH" | "PUT") && item,
        Delete => operation.method == "DELETE" && item,
    }
}
