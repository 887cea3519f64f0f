//! A run as one JSON document, version 1.

use crate::run::Run;
use serde_json::{Value, json};

/// The run as JSON.
pub fn json(run: &Run) -> Value {
    let trouble =
        run.trouble.as_ref().map(|trouble| json!({"reason": trouble.reason, "output": trouble.output}));
    json!({
        "version": 1,
        "run": {
            "id": run.id,
            "tool": run.tool,
            "started": run.started.to_string(),
            "duration_ms": u64::try_from(run.duration.as_millis()).unwrap_or(u64::MAX),
            "target": run.target,
            "seed": run.seed,
            "shard": run.shard.map(|shard| shard.to_string()),
            "specs": run.specs,
            "claims_tried": run.tried,
            "trouble": trouble,
            "stopped": run.stopped,
        },
        "items": run.items,
        "summary": run.summary(),
    })
}
