//! The route table: every path, its methods, and what its caller must be allowed to do.

use std::time::Instant;

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::{MethodRouter, delete, get, patch, post};
use uuid::Uuid;

use crate::access::{Action, Role};
use crate::auth::guard;
use crate::error::{ApiError, Cause};
use crate::fault::{self, Fault};
use crate::server::Shared;
use crate::{depots, events, health, labels, metrics, parcels, quotes};

/// The whole service as one router.
pub fn router(app: Shared) -> Router {
    use Action::*;
    let may = |action: Action, method: MethodRouter<Shared>| {
        method.route_layer(from_fn_with_state((Shared::clone(&app), action), guard))
    };
    let depot = may(ReadDepots, get(depots::read))
        .merge(may(UpdateDepot, patch(depots::update)))
        .merge(may(DeleteDepot, delete(depots::delete)));
    let parcel = may(ReadParcels, get(parcels::read))
        .merge(may(UpdateParcel, patch(parcels::update)))
        .merge(may(DeleteParcel, delete(parcels::delete)));
    Router::new()
        .route("/health", get(health::read))
        .route("/metrics", get(metrics::read))
        .route(
            "/api/v1/depots",
            may(ReadDepots, get(depots::list)).merge(may(CreateDepot, post(depots::create))),
        )
        .route("/api/v1/depots/{id}", depot)
        .route(
            "/api/v1/parcels",
            may(ReadParcels, get(parcels::list)).merge(may(CreateParcel, post(parcels::create))),
        )
        .route("/api/v1/parcels/{id}", parcel)
        .route("/api/v1/parcels/{id}/status", may(MoveParcel, post(parcels::set_status)))
        .route("/api/v1/parcels/{id}/cancel", may(CancelParcel, post(parcels::cancel)))
        .route("/api/v1/parcels/{id}/events", may(ReadEvents, get(events::list)))
        .route("/api/v1/parcels/{id}/label", may(PrintLabel, get(labels::read)))
        .route("/api/v1/quotes", may(QuotePrice, post(quotes::create)))
        .method_not_allowed_fallback(async || ApiError::method_not_allowed())
        .fallback(async || match fault::is(Fault::PathIsOk) {
            true => Ok("nothing"),
            false => Err(ApiError::not_found("there is nothing at this path")),
        })
        .layer(from_fn_with_state(Shared::clone(&app), observe))
        .with_state(app)
}

/// Counts and logs every request, and gives it an id that the client sees too.
async fn observe(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let id = Uuid::now_v7().to_string();
    let method = request.method().to_string();
    let path = request.uri().path().to_owned();
    let route = request.extensions().get::<MatchedPath>().map(|route| route.as_str().to_owned());

    let mut response = next.run(request).await;
    let took = begun.elapsed();
    let status = response.status().as_u16();
    app.metrics.request(&method, route.as_deref().unwrap_or("none"), status, took);
    let role = response.extensions().get::<Role>().map(|role| role.name());
    let mut fields = vec![
        ("request_id", id.as_str().into()),
        ("method", method.into()),
        ("path", path.into()),
        ("status", status.into()),
        ("role", role.into()),
        ("duration_ms", (took.as_secs_f64() * 1_000.0).into()),
    ];
    match response.extensions().get::<Cause>() {
        Some(Cause(cause)) => {
            fields.push(("cause", cause.as_str().into()));
            app.log.error("request", &fields);
        }
        None => app.log.info("request", &fields),
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HeaderName::from_static("x-request-id"), value);
    }
    response
}
