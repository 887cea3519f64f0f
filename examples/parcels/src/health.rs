//! Whether the service can do its work.

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::error::ApiError;
use crate::fault::{self, Fault};
use crate::server::Shared;

/// `GET /health`: asks the database, so that a service without one is not called healthy.
pub async fn read(State(app): State<Shared>) -> Result<Json<Value>, ApiError> {
    fault::in_turn(Fault::HealthInTurn, std::time::Duration::from_millis(10)).await;
    app.database.read(|tx| Ok(tx.query_row("SELECT 1", [], |_| Ok(()))?)).await?;
    let status = if fault::is(Fault::HealthBody) { "up" } else { "ok" };
    Ok(Json(json!({ "status": status, "database": "ok", "version": env!("CARGO_PKG_VERSION") })))
}
