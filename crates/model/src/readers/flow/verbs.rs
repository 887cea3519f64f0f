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
    "accept", "acquire", "activate", "add", "adjust", "advance", "aggregate", "allocate", "allow", "analyse", "analyze", "append", "apply",
    "approve", "archive", "ask", "assemble", "assert", "assign", "attach", "attempt", "authenticate", "backfill", "begin", "bind", "block",
    "bring", "broadcast", "build", "bump", "bundle", "cache", "calculate", "call", "cancel", "cap", "capture", "change", "check", "choose",
    "claim", "classify", "clean", "clear", "click", "clone", "close", "collect", "combine", "commit", "compare", "compile", "complete",
    "compress", "compute", "configure", "confirm", "connect", "construct", "consume", "continue", "convert", "copy", "count", "create",
    "credit", "debit", "decide", "decode", "decrypt", "deduct", "define", "delete", "deliver", "demonstrate", "deny", "deploy", "derive",
    "describe", "destroy", "detect", "determine", "disable", "discard", "disconnect", "dispatch", "display", "distribute", "divide",
    "download", "drain", "draw", "drop", "edit", "embed", "emit", "enable", "encode", "encrypt", "enqueue", "ensure", "enter", "escalate",
    "establish", "estimate", "evaluate", "evict", "examine", "execute", "exit", "export", "extend", "extract", "fail", "fall", "fetch",
    "fill", "filter", "find", "finish", "flush", "format", "forward", "gather", "generate", "get", "give", "grant", "group", "halt",
    "handle", "harvest", "hash", "identify", "ignore", "import", "increase", "increment", "index", "infer", "inform", "initialise",
    "initialize", "inject", "insert", "install", "instantiate", "intercept", "introduce", "invite", "invoke", "issue", "iterate", "join",
    "jump", "keep", "launch", "leave", "link", "list", "listen", "load", "locate", "lock", "log", "look", "lower", "make", "map", "mark",
    "match", "measure", "merge", "migrate", "mint", "modify", "monitor", "move", "multiply", "navigate", "negotiate", "normalise",
    "normalize", "notify", "obtain", "offer", "open", "override", "pack", "parse", "pass", "pause", "pay", "perform", "persist", "pick",
    "place", "poll", "populate", "post", "prepare", "prepend", "present", "press", "print", "proceed", "process", "produce", "prompt",
    "propagate", "propose", "prove", "provide", "publish", "pull", "purge", "push", "put", "query", "queue", "raise", "reach", "read",
    "reapply", "rebuild", "recalculate", "receive", "recompute", "reconcile", "reconnect", "record", "recover", "recreate", "redirect",
    "redo", "refresh", "refuse", "register", "reindex", "reject", "release", "reload", "remove", "rename", "render", "reopen", "repeat",
    "replace", "reply", "report", "request", "rerun", "rescan", "resend", "reserve", "reset", "resize", "resolve", "respond", "restart",
    "restore", "resume", "retrieve", "retry", "return", "revert", "review", "revoke", "rewrite", "roll", "rotate", "route", "run",
    "sanitise", "sanitize", "save", "scan", "schedule", "scroll", "search", "select", "send", "serialise", "serialize", "serve", "set",
    "settle", "show", "shuffle", "sign", "simulate", "skip", "sort", "spawn", "split", "start", "stop", "store", "stream", "strip",
    "submit", "subscribe", "subtract", "suggest", "summarise", "summarize", "suspend", "swap", "switch", "sync", "take", "tap", "tear",
    "tell", "terminate", "test", "throw", "toggle", "track", "train", "transfer", "transform", "transition", "translate", "trigger", "trim",
    "truncate", "try", "turn", "type", "unlock", "unmount", "unpack", "unwrap", "update", "upload", "upsert", "use", "validate", "verify",
    "view", "wait", "walk", "warn", "weigh", "withdraw", "wrap", "write", "yield",
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
