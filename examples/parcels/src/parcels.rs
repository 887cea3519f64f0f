//! Parcels: registering, reading, changing, moving, cancelling and deleting them.

use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use rusqlite::{Row, Transaction};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::access::Role;
use crate::database::now;
use crate::depots::{CENTRAL_HUB, require_open};
use crate::error::ApiError;
use crate::events;
use crate::fault::{self, Fault};
use crate::idempotency::IdempotencyKey;
use crate::input::{Fields, Id, country, email, integer, matching, text, word};
use crate::listing::{Accepts, Collection, Parameters};
use crate::parcel_rows::{Details, Parcel, fresh_tracking_code};
use crate::quotes::Service;
use crate::server::{Shared, created, require_version, version};
use crate::status::Status;

const PARCELS: Collection = Collection {
    table: "parcels",
    visible: "deleted_at IS NULL",
    filters: &[
        ("status", Accepts::OneOf(&Status::NAMES)),
        ("service", Accepts::OneOf(&["standard", "express"])),
        ("depot_code", Accepts::Anything),
        ("tracking_code", Accepts::Anything),
        ("country", Accepts::Anything),
    ],
    sorts: &["created_at", "updated_at", "weight_grams", "recipient_name"],
};

const MOVES: &str = "in_transit, out_for_delivery, delivered, returned";

fn is_postal_code(text: &str) -> bool {
    let allowed = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b' ' || byte == b'-');
    (3..=10).contains(&text.len()) && allowed && text.bytes().any(|byte| byte.is_ascii_alphanumeric())
}

/// What a request says about a parcel; `None` is what it does not speak of.
struct Change {
    service: Option<Service>,
    depot_code: Option<String>,
    recipient_name: Option<String>,
    recipient_email: Option<Option<String>>,
    address: Option<String>,
    postal_code: Option<String>,
    city: Option<String>,
    country: Option<String>,
    weight_grams: Option<i64>,
    note: Option<Option<String>>,
}

impl Change {
    fn read(fields: &mut Fields, weight_most: i64) -> Result<Self, ApiError> {
        let postal = "3 to 10 letters, digits, spaces or hyphens".to_owned();
        Ok(Self {
            service: fields.optional("service", word(Service::NAMES))?,
            depot_code: fields.optional("depot_code", text(1..=8))?,
            recipient_name: fields.optional("recipient_name", text(1..=80))?,
            recipient_email: fields.nullable("recipient_email", email())?,
            address: fields.optional("address", text(1..=120))?,
            postal_code: fields.optional("postal_code", matching(is_postal_code, postal))?,
            city: fields.optional("city", text(1..=80))?,
            country: fields.optional("country", country())?,
            weight_grams: fields.optional("weight_grams", integer(1..=weight_most))?,
            note: fields.nullable("note", text(1..=500))?,
        })
    }

    /// The details of a new parcel: defaults where there are some, a refusal where there are none.
    fn complete(self) -> Result<Details, ApiError> {
        fn given<T>(value: Option<T>, name: &str) -> Result<T, ApiError> {
            value.ok_or_else(|| ApiError::invalid(name, format!("{name} is required")))
        }
        Ok(Details {
            service: self.service.unwrap_or(Service::Standard).name().to_owned(),
            depot_code: self.depot_code.unwrap_or_else(|| CENTRAL_HUB.to_owned()),
            recipient_name: match self.recipient_name {
                None if fault::is(Fault::RequiredIgnored) => "-".to_owned(),
                name => given(name, "recipient_name")?,
            },
            recipient_email: self.recipient_email.flatten(),
            address: given(self.address, "address")?,
            postal_code: given(self.postal_code, "postal_code")?,
            city: given(self.city, "city")?,
            country: given(self.country, "country")?,
            weight_grams: given(self.weight_grams, "weight_grams")?,
            note: self.note.flatten(),
        })
    }

    fn apply(self, details: &mut Details) {
        fn set<T>(place: &mut T, value: Option<T>) {
            if let Some(value) = value {
                *place = value;
            }
        }
        set(&mut details.service, self.service.map(|service| service.name().to_owned()));
        set(&mut details.depot_code, self.depot_code);
        set(&mut details.recipient_name, self.recipient_name);
        set(&mut details.recipient_email, self.recipient_email);
        set(&mut details.address, self.address);
        set(&mut details.postal_code, self.postal_code);
        set(&mut details.city, self.city);
        set(&mut details.country, self.country);
        set(&mut details.weight_grams, self.weight_grams);
        set(&mut details.note, self.note);
    }
}

/// `POST /api/v1/parcels`
pub async fn create(
    State(app): State<Shared>,
    Extension(role): Extension<Role>,
    key: IdempotencyKey,
    mut fields: Fields,
) -> Result<Response, ApiError> {
    let claim = key.claim(role, "POST /api/v1/parcels", fields.digest(), app.limits.idempotency_hours);
    let mut status = Status::Registered;
    if fault::is(Fault::StatusFromClient) {
        status = fields.optional("status", word("any"))?.unwrap_or(status);
    }
    let id = fields.forged("id", Fault::IdFromClient).unwrap_or_else(|| Uuid::now_v7().to_string());
    let created_at = fields.forged("created_at", Fault::BirthFromClient).unwrap_or_else(now);
    let owned = ["id", "tracking_code", "status", "version", "created_at", "updated_at"];
    let mut fields = fields.ignoring(&owned);
    let change = Change::read(&mut fields, app.limits.weight_grams)?;
    fields.finish()?;
    let details = change.complete()?;

    let register = move |transaction: &Transaction<'_>| {
        require_open(transaction, &details.depot_code)?;
        let parcel = Parcel {
            id,
            tracking_code: fresh_tracking_code(transaction)?,
            status,
            version: 1,
            updated_at: created_at.clone(),
            created_at,
            details,
        };
        parcel.insert(transaction)?;
        events::record(transaction, &parcel.id, None, parcel.status, role, None)?;
        Ok(parcel.show())
    };
    let outcome = app.database.write(move |tx| claim.once(tx, || register(tx))).await?;
    if !outcome.replayed {
        app.metrics.parcel_registered();
    }
    let mut response = created("/api/v1/parcels", outcome)?;
    if fault::is(Fault::CreateStatus) {
        *response.status_mut() = StatusCode::OK;
    }
    Ok(response)
}

/// `GET /api/v1/parcels`
pub async fn list(State(app): State<Shared>, parameters: Parameters) -> Result<Json<Value>, ApiError> {
    let request = PARCELS.request(parameters, &app.limits)?;
    fault::stall(Fault::ListStalls, 10, Duration::from_millis(500)).await;
    let show = |row: &Row<'_>| {
        Parcel::from_row(row).map(|mut parcel| {
            parcel.details.weight_grams += i64::from(fault::is(Fault::ListDiffers));
            parcel.show()
        })
    };
    let collection = match fault::is(Fault::DeletedListed) {
        true => Collection { visible: "TRUE", ..PARCELS },
        false => PARCELS,
    };
    app.database.read(move |tx| collection.page(tx, &request, show)).await.map(Json)
}

/// `GET /api/v1/parcels/{id}`
pub async fn read(State(app): State<Shared>, Id(id): Id) -> Result<Json<Value>, ApiError> {
    let show = |mut parcel: Parcel| {
        if fault::is(Fault::ReadDiffers) {
            parcel.details.city = "Linz an der Donau".to_owned();
        }
        parcel.show()
    };
    fault::stall(Fault::ReadSlow, 1, Duration::from_millis(200)).await;
    let found = app.database.read(move |tx| Parcel::find(tx, &id).map(show)).await;
    match found {
        Err(error) if error.status == StatusCode::NOT_FOUND && fault::is(Fault::MissingIsOk) => {
            Ok(Json(json!({})))
        }
        found => found.map(Json),
    }
}

/// `PATCH /api/v1/parcels/{id}`
pub async fn update(
    State(app): State<Shared>,
    Id(id): Id,
    fields: Result<Fields, ApiError>,
) -> Result<Json<Value>, ApiError> {
    let weight_most = app.limits.weight_grams;
    let change = move |transaction: &Transaction<'_>| {
        let mut parcel = Parcel::find(transaction, &id)?;
        let owned = ["id", "tracking_code", "status", "created_at", "updated_at"];
        let mut fields = fields?;
        let tracking_code = fields.forged("tracking_code", Fault::TrackingFromClient);
        let mut fields = fields.ignoring(&owned);
        let version = version(&mut fields)?;
        let change = Change::read(&mut fields, weight_most)?;
        fields.finish()?;
        match &change.depot_code {
            Some(code) if *code != parcel.details.depot_code => require_open(transaction, code)?,
            _ => {}
        }
        require_version(version, parcel.version)?;
        if parcel.status.is_final() {
            let message = format!("a parcel that is {} cannot be changed", parcel.status.name());
            return Err(ApiError::conflict("parcel_closed", message));
        }
        change.apply(&mut parcel.details);
        parcel.version += i64::from(!fault::is(Fault::VersionStands));
        if !fault::is(Fault::TimeStands) {
            parcel.updated_at = now();
        }
        if fault::is(Fault::BirthMoves) {
            parcel.created_at = now();
        }
        parcel.tracking_code = tracking_code.unwrap_or(parcel.tracking_code);
        if !fault::is(Fault::UpdateLost) {
            parcel.update(transaction)?;
        }
        Ok(Json(parcel.show()))
    };
    app.database.write(change).await
}

/// `DELETE /api/v1/parcels/{id}`
pub async fn delete(State(app): State<Shared>, Id(id): Id) -> Result<Response, ApiError> {
    let remove = move |transaction: &Transaction<'_>| {
        let parcel = Parcel::find(transaction, &id)?;
        if parcel.status.is_on_the_road() {
            let message = format!("a parcel that is {} cannot be deleted", parcel.status.name());
            return Err(ApiError::conflict("parcel_on_the_road", message));
        }
        if !fault::is(Fault::DeleteKeeps) {
            parcel.delete(transaction, &now())?;
        }
        Ok(StatusCode::NO_CONTENT.into_response())
    };
    app.database.write(remove).await
}

/// `POST /api/v1/parcels/{id}/status`
pub async fn set_status(
    State(app): State<Shared>,
    Extension(role): Extension<Role>,
    Id(id): Id,
    fields: Result<Fields, ApiError>,
) -> Result<Json<Value>, ApiError> {
    let target = |fields: &mut Fields| match fields.required("to", word(MOVES))? {
        Status::Registered | Status::Cancelled => {
            Err(ApiError::invalid("to", format!("to must be one of {MOVES}")))
        }
        to => Ok(to),
    };
    follow(&app, id, fields, role, target).await
}

/// `POST /api/v1/parcels/{id}/cancel`
pub async fn cancel(
    State(app): State<Shared>,
    Extension(role): Extension<Role>,
    Id(id): Id,
    fields: Result<Fields, ApiError>,
) -> Result<Json<Value>, ApiError> {
    follow(&app, id, fields, role, |_| Ok(Status::Cancelled)).await
}

/// Brings a parcel into its next state and writes that down in its history.
async fn follow(
    app: &Shared,
    id: String,
    fields: Result<Fields, ApiError>,
    role: Role,
    target: impl FnOnce(&mut Fields) -> Result<Status, ApiError> + Send + 'static,
) -> Result<Json<Value>, ApiError> {
    let step = move |transaction: &Transaction<'_>| {
        let mut parcel = Parcel::find(transaction, &id)?;
        let mut fields = fields?;
        let to = target(&mut fields)?;
        let note = fields.nullable("note", text(1..=500))?.flatten();
        fields.finish()?;
        let from = parcel.status;
        if !from.allows(to) {
            let message = format!("a parcel that is {} cannot become {}", from.name(), to.name());
            return Err(ApiError::conflict("illegal_transition", message));
        }
        parcel.status = to;
        parcel.version += 1;
        parcel.updated_at = now();
        parcel.update(transaction)?;
        events::record(transaction, &parcel.id, Some(from), to, role, note.as_deref())?;
        Ok((parcel, from))
    };
    let (parcel, from) = app.database.write(step).await?;
    app.metrics.status_changed(parcel.status);
    let fields = [
        ("parcel_id", parcel.id.as_str().into()),
        ("from", from.name().into()),
        ("to", parcel.status.name().into()),
        ("role", role.name().into()),
    ];
    app.log.info("parcel_status_changed", &fields);
    Ok(Json(parcel.show()))
}
