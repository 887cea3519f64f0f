//! The words by which statements about speed and limits are known.

/// Words of statements that are about something else than answers to requests.
pub(super) const ELSEWHERE: &[&str] = &[
    "page load", "load time", "first paint", "contentful", "render", "rendering", "rendered", "startup", "start-up", "start up", "starts", "boot",
    "cold start", "build", "compile", "import", "export", "job", "jobs", "batch", "backup", "restore", "deploy", "deployment", "recovery", "rto",
    "rpo", "failover", "expire", "expires", "expiry", "ttl", "retention", "session", "polling", "poll", "interval", "retry", "retries", "retried",
    "delivery", "delivered", "webhook", "webhooks", "notification", "notifications", "email", "emails", "replication", "propagate", "propagates",
    "propagation", "reindex", "database query", "db query", "sql", "ui", "frontend", "click", "human", "support", "ticket", "incident", "alert",
    "page views", "timeout", "times out", "user can", "users can", "task", "onboarding", "training", "inference", "frame", "fps", "test suite",
    "pipeline", "shutdown", "sync", "synchronisation", "synchronization", "queue", "worker", "workers", "upload", "download", "report generation",
];

/// Words of statements about how fast answers come.
pub(super) const SPEED: &[&str] = &[
    "response time", "response times", "latency", "latencies", "respond", "responds", "response", "responses", "answered", "answers", "answer",
    "request", "requests", "reads", "writes", "api", "endpoint", "endpoints", "percentile", "p50", "p90", "p95", "p99", "p999", "p99.9", "get",
    "post", "put", "returns", "return", "lookup", "lookups", "served", "queries", "calls",
];

/// Words that say that more is refused.
pub(super) const LIMITED: &[&str] = &[
    "rate limit", "rate limits", "rate limited", "rate-limit", "rate-limited", "rate limiting", "rate-limiting", "ratelimit", "429",
    "too many requests", "throttle", "throttled", "throttles", "throttling", "quota", "limited to", "brute force", "brute-force",
];

/// Words that say how fast or how often, and not of what.
pub(super) const MEASURE: &[&str] = &[
    "response", "time", "latency", "p50", "p90", "p95", "p99", "p999", "percentile", "median", "average", "avg", "mean", "max", "maximum", "worst",
    "case", "under", "below", "less", "than", "within", "at", "most", "least", "in", "ms", "millisecond", "second", "sec", "minute", "s", "rps",
    "per", "request", "answered", "answer", "respond", "must", "shall", "should", "will", "be", "is", "are", "of", "the", "a", "an", "and", "or",
    "for", "to", "with", "on", "by", "from", "load", "normal", "peak", "typical", "up", "no", "more", "slower", "faster", "performance", "throughput",
    "sustained", "handle", "sustain", "support", "serve", "process", "rate", "error", "fail", "failure", "failed", "concurrent", "simultaneous",
    "user", "client", "connection", "caller", "service", "server", "system", "take", "longer", "exceed", "not", "ninety", "five", "percent", "over",
    "measured", "window", "target", "goal", "return", "returned", "its", "their", "each", "every", "all", "any", "it", "th", "5xx", "status", "code",
    "http", "day", "hour", "least", "which", "that", "when", "under", "while", "during", "served", "without", "can", "cover", "end", "backend",
    "side", "core", "one", "single", "machine", "host", "instance",
];

/// Words for every operation there is.
pub(super) const GENERAL: &[&str] = &[
    "api", "endpoint", "request", "response", "call", "service", "server", "system", "rest", "http", "latency", "throughput", "query", "operation",
    "error",
];

/// Words for every operation that only reads.
pub(super) const READS: &[&str] = &[
    "read", "get", "fetch", "lookup", "reads", "queries",
];

/// Words for every operation that makes something.
pub(super) const WRITES: &[&str] = &[
    "write", "creation", "create", "post", "mutation",
];
