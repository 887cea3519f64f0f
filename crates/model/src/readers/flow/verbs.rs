//! Verbs with which steps begin.

/// Whether a word is one of these verbs, as it is or in the third person.
pub(super) fn is_verb(word: &str) -> bool {
    let is = |word: &str| VERBS.binary_search(&word).is_ok();
    is(word)
        || word.strip_suffix('s').is_some_and(is)
        || word.strip_suffix("es").is_some_and(is)
        || word.strip_suffix("ies").is_some_and(|stem| is(&format!("{stem}y")))
}

/// In the order of the alphabet.
const VERBS: &[&str] = &[
    "accept", "acquire", "activate", "add", "adjust", "advance", "allocate", "allow", "append", "apply", "archive", "ask", "assert",
    "assign", "attach", "attempt", "authenticate", "backfill", "begin", "bind", "block", "broadcast", "build", "bump", "cache", "calculate",
    "call", "cancel", "cap", "capture", "check", "choose", "claim", "clean", "clear", "click", "clone", "close", "collect", "combine",
    "commit", "compare", "compile", "complete", "compress", "compute", "configure", "confirm", "connect", "consume", "continue", "convert",
    "copy", "create", "decode", "decrypt", "deduct", "delete", "deploy", "derive", "detect", "determine", "discard", "dispatch", "display",
    "download", "drain", "drop", "emit", "enable", "encode", "encrypt", "enqueue", "ensure", "enter", "evaluate", "evict", "execute",
    "exit", "export", "extend", "extract", "fail", "fall", "fetch", "fill", "filter", "find", "finish", "flush", "format", "forward",
    "gather", "generate", "get", "grant", "group", "halt", "handle", "harvest", "hash", "identify", "ignore", "import", "increment",
    "index", "inform", "initialise", "initialize", "inject", "insert", "install", "instantiate", "invoke", "issue", "iterate", "join",
    "jump", "keep", "launch", "link", "list", "listen", "load", "locate", "lock", "log", "look", "make", "map", "mark", "match", "merge",
    "migrate", "move", "navigate", "normalise", "normalize", "notify", "obtain", "open", "override", "pack", "parse", "pass", "pause",
    "perform", "persist", "pick", "place", "poll", "populate", "post", "prepare", "prepend", "present", "print", "proceed", "process",
    "produce", "prompt", "provide", "publish", "pull", "push", "query", "queue", "raise", "read", "rebuild", "receive", "record", "recover",
    "redirect", "refresh", "register", "reject", "release", "reload", "remove", "rename", "render", "repeat", "replace", "reply", "report",
    "request", "reset", "resolve", "respond", "restart", "restore", "resume", "retrieve", "retry", "return", "revert", "revoke", "roll",
    "rotate", "route", "run", "save", "scan", "schedule", "search", "select", "send", "serialise", "serialize", "serve", "set", "show",
    "sign", "skip", "sort", "spawn", "split", "start", "stop", "store", "stream", "strip", "submit", "subscribe", "subtract", "switch",
    "sync", "take", "tear", "terminate", "throw", "track", "transfer", "transform", "transition", "translate", "trigger", "truncate", "try",
    "unlock", "unpack", "update", "upload", "upsert", "use", "validate", "verify", "wait", "walk", "warn", "wrap", "write", "yield",
];

#[cfg(test)]
mod tests {
    use super::{VERBS, is_verb};

    #[test]
    fn verbs_in_both_persons() {
        assert!(VERBS.is_sorted());
        assert!(is_verb("send") && is_verb("sends") && is_verb("pushes") && is_verb("retries"));
        assert!(!is_verb("house") && !is_verb("flags"));
    }
}
