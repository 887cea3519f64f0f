//! The running service: its shared state, how it starts and stops, and what handlers have in common.

use std::sync::Arc;

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rusqlite::Connection;
use tokio::net::TcpListener;

use crate::auth::KeyRing;
use crate::config::{Config, Limits};
use crate::database::Database;
use crate::error::ApiError;
use crate::fault::{self, Fault};
use crate::idempotency::Outcome;
use crate::input::{Fields, integer};
use crate::log::Log;
use crate::metrics::Metrics;
use crate::rate::RateLimit;
use crate::routes;

/// What every request shares.
pub struct App {
    pub database: Database,
    pub keys: KeyRing,
    pub limits: Limits,
    pub quotes: RateLimit,
    pub metrics: Metrics,
    pub log: Log,
}

pub type Shared = Arc<App>;

/// Serves until SIGTERM or Ctrl-C, then answers what has begun and returns.
pub fn run(config: Config, connection: Connection) -> Result<(), String> {
    let runtime = tokio::runtime::Runtime::new().map_err(|error| format!("cannot start: {error}"))?;
    runtime.block_on(serve(config, connection))
}

async fn serve(config: Config, connection: Connection) -> Result<(), String> {
    let address = config.address;
    let fail = |error: std::io::Error| format!("cannot listen on {address}: {error}");
    let listener = TcpListener::bind(address).await.map_err(fail)?;
    let bound = listener.local_addr().map_err(fail)?;
    let log = Log(config.log_level);
    let app = App {
        database: Database::new(connection),
        keys: config.keys,
        quotes: RateLimit::new(config.limits.quotes_per_minute),
        limits: config.limits,
        metrics: Metrics::default(),
        log,
    };
    let fields = [
        ("address", bound.to_string().into()),
        ("database", config.location.to_string().into()),
        ("version", env!("CARGO_PKG_VERSION").into()),
    ];
    if !fault::is(Fault::EventGone) {
        log.info("service_started", &fields);
    }
    let served = axum::serve(listener, routes::router(Arc::new(app))).with_graceful_shutdown(told_to_stop());
    served.await.map_err(|error| format!("stopped serving: {error}"))?;
    log.info("service_stopped", &[]);
    Ok(())
}

async fn told_to_stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}

/// 201 with the record and where it is from now on.
pub fn created(collection: &str, outcome: Outcome) -> Result<Response, ApiError> {
    let id = outcome.record.get("id").and_then(|id| id.as_str()).unwrap_or_default();
    let location = HeaderValue::from_str(&format!("{collection}/{id}")).map_err(ApiError::internal)?;
    let mut response = (StatusCode::CREATED, Json(outcome.record)).into_response();
    response.headers_mut().insert(header::LOCATION, location);
    if outcome.replayed {
        let name = HeaderName::from_static("idempotency-replayed");
        response.headers_mut().insert(name, HeaderValue::from_static("true"));
    }
    Ok(response)
}

/// The version that a client's change is based on.
pub fn version(fields: &mut Fields) -> Result<i64, ApiError> {
    fields.required("version", integer(1..=i64::MAX))
}

/// Refuses a change to something that somebody else has changed since it was read.
pub fn require_version(sent: i64, current: i64) -> Result<(), ApiError> {
    if sent == current || fault::is(Fault::StaleVersion) {
        return Ok(());
    }
    let message = format!("version {sent} is not the current one, which is {current}");
    Err(ApiError::conflict_on("version", "version_conflict", message))
}
