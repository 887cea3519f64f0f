//! The history of a parcel: one event for each state that it came into.

use axum::Json;
use axum::extract::State;
use rusqlite::{Row, Transaction, params};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::access::Role;
use crate::database::now;
use crate::error::ApiError;
use crate::fault::{self, Fault};
use crate::input::Id;
use crate::listing::{Collection, Parameters};
use crate::parcel_rows::Parcel;
use crate::server::Shared;
use crate::status::Status;

const EVENTS: Collection =
    Collection { table: "parcel_events", visible: "TRUE", filters: &[], sorts: &["created_at"] };

/// Adds what just happened to a parcel to its history.
pub fn record(
    transaction: &Transaction<'_>,
    parcel_id: &str,
    from: Option<Status>,
    to: Status,
    actor: Role,
    note: Option<&str>,
) -> Result<(), ApiError> {
    let forgotten = if from.is_some() { Fault::HistoryForgets } else { Fault::RegistrationUnrecorded };
    if fault::is(forgotten) {
        return Ok(());
    }
    let insert = "INSERT INTO parcel_events (id, parcel_id, from_status, to_status, actor, note, created_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let id = Uuid::now_v7().to_string();
    let row = params![id, parcel_id, from.map(Status::name), to.name(), actor.name(), note, now()];
    transaction.execute(insert, row)?;
    Ok(())
}

fn show(row: &Row<'_>) -> rusqlite::Result<Value> {
    Ok(json!({
        "id": row.get::<_, String>("id")?,
        "parcel_id": row.get::<_, String>("parcel_id")?,
        "from_status": row.get::<_, Option<String>>("from_status")?,
        "to_status": row.get::<_, String>("to_status")?,
        "actor": row.get::<_, String>("actor")?,
        "note": row.get::<_, Option<String>>("note")?,
        "created_at": row.get::<_, String>("created_at")?,
    }))
}

/// `GET /api/v1/parcels/{id}/events`
pub async fn list(
    State(app): State<Shared>,
    Id(id): Id,
    parameters: Parameters,
) -> Result<Json<Value>, ApiError> {
    let request = EVENTS.request(parameters, &app.limits)?;
    let work = move |transaction: &Transaction<'_>| {
        let parcel = Parcel::find(transaction, &id)?;
        EVENTS.page(transaction, &request.within("parcel_id", parcel.id), show).map(Json)
    };
    app.database.read(work).await
}
