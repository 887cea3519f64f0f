//! Depots: the places that parcels start from.

use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::{Json, response::IntoResponse};
use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::access::Role;
use crate::database::now;
use crate::error::ApiError;
use crate::fault::{self, Fault};
use crate::idempotency::IdempotencyKey;
use crate::input::{Fields, Id, boolean, matching, text};
use crate::listing::{Accepts, Collection, Parameters};
use crate::server::{Shared, created, require_version};

/// The depot of every parcel that names none. It can be renamed, but neither closed nor deleted.
pub const CENTRAL_HUB: &str = "HUB-1";

const DEPOTS: Collection = Collection {
    table: "depots",
    visible: "TRUE",
    filters: &[("city", Accepts::Anything), ("active", Accepts::TrueOrFalse)],
    sorts: &["code", "name", "created_at"],
};

struct Depot {
    id: String,
    code: String,
    name: String,
    city: String,
    active: bool,
    version: i64,
    created_at: String,
    updated_at: String,
}

impl Depot {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            code: row.get("code")?,
            name: row.get("name")?,
            city: row.get("city")?,
            active: row.get("active")?,
            version: row.get("version")?,
            created_at: row.get("created_at")?,
            updated_at: row.get("updated_at")?,
        })
    }

    fn find(transaction: &Transaction<'_>, id: &str) -> Result<Self, ApiError> {
        transaction
            .query_row("SELECT * FROM depots WHERE id = ?1", params![id], Self::from_row)
            .optional()?
            .ok_or_else(|| ApiError::not_found("there is no depot with this id"))
    }

    fn show(&self) -> Value {
        json!({
            "id": self.id,
            "code": self.code,
            "name": self.name,
            "city": self.city,
            "active": self.active,
            "version": self.version,
            "created_at": self.created_at,
            "updated_at": self.updated_at,
        })
    }
}

/// Refuses the code of a depot that does not exist or takes no parcels.
pub fn require_open(transaction: &Transaction<'_>, code: &str) -> Result<(), ApiError> {
    let open = "SELECT active FROM depots WHERE code = ?1";
    let active: Option<bool> = transaction.query_row(open, params![code], |row| row.get(0)).optional()?;
    match active {
        Some(true) => Ok(()),
        Some(false) => Err(ApiError::invalid("depot_code", format!("the depot {code} is not active"))),
        None => Err(ApiError::invalid("depot_code", format!("there is no depot {code}"))),
    }
}

fn is_code(text: &str) -> bool {
    text.split_once('-').is_some_and(|(letters, digits)| {
        let lettered = letters.len() == 3 && letters.bytes().all(|byte| byte.is_ascii_uppercase());
        lettered && (1..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

const CODE_FORM: &str = "three capital letters, a hyphen and one to four digits";

/// `POST /api/v1/depots`
pub async fn create(
    State(app): State<Shared>,
    Extension(role): Extension<Role>,
    key: IdempotencyKey,
    fields: Fields,
) -> Result<Response, ApiError> {
    let claim = key.claim(role, "POST /api/v1/depots", fields.digest(), app.limits.idempotency_hours);
    let mut fields = fields.ignoring(&["id", "version", "created_at", "updated_at"]);
    let moment = now();
    let depot = Depot {
        id: Uuid::now_v7().to_string(),
        code: fields.required("code", matching(is_code, CODE_FORM.to_owned()))?,
        name: fields.required("name", text(1..=80))?,
        city: fields.required("city", text(1..=80))?,
        active: fields.optional("active", boolean)?.unwrap_or(true),
        version: 1,
        created_at: moment.clone(),
        updated_at: moment,
    };
    fields.finish()?;
    let insert = move |transaction: &Transaction<'_>| {
        let known = "SELECT EXISTS (SELECT 1 FROM depots WHERE code = ?1)";
        let taken: bool = transaction.query_row(known, params![depot.code], |row| row.get(0))?;
        if taken && !fault::is(Fault::DuplicateCode) {
            let message = format!("there is already a depot {}", depot.code);
            return Err(ApiError::conflict_on("code", "duplicate_code", message));
        }
        let insert = "INSERT INTO depots (id, code, name, city, active, version, created_at, updated_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            ON CONFLICT (code) DO UPDATE SET id = excluded.id, name = excluded.name, city = excluded.city";
        transaction.execute(
            insert,
            params![
                depot.id,
                depot.code,
                depot.name,
                depot.city,
                depot.active,
                depot.version,
                depot.created_at,
                depot.updated_at
            ],
        )?;
        Ok(depot.show())
    };
    let outcome = app.database.write(move |tx| claim.once(tx, || insert(tx))).await?;
    created("/api/v1/depots", outcome)
}

/// `GET /api/v1/depots`
pub async fn list(State(app): State<Shared>, parameters: Parameters) -> Result<Json<Value>, ApiError> {
    let request = DEPOTS.request(parameters, &app.limits)?;
    let show = |row: &Row<'_>| Depot::from_row(row).map(|depot| depot.show());
    app.database.read(move |tx| DEPOTS.page(tx, &request, show)).await.map(Json)
}

/// `GET /api/v1/depots/{id}`
pub async fn read(State(app): State<Shared>, Id(id): Id) -> Result<Json<Value>, ApiError> {
    app.database.read(move |tx| Ok(Json(Depot::find(tx, &id)?.show()))).await
}

/// `PATCH /api/v1/depots/{id}`
pub async fn update(
    State(app): State<Shared>,
    Id(id): Id,
    fields: Result<Fields, ApiError>,
) -> Result<Json<Value>, ApiError> {
    let change = move |transaction: &Transaction<'_>| {
        let mut depot = Depot::find(transaction, &id)?;
        let mut fields = fields?.ignoring(&["id", "created_at", "updated_at"]);
        let version = crate::server::version(&mut fields)?;
        let code = fields.optional("code", matching(is_code, CODE_FORM.to_owned()))?;
        let name = fields.optional("name", text(1..=80))?;
        let city = fields.optional("city", text(1..=80))?;
        let active = fields.optional("active", boolean)?;
        fields.finish()?;
        if code.is_some_and(|code| code != depot.code) {
            return Err(ApiError::invalid("code", "code cannot be changed"));
        }
        require_version(version, depot.version)?;
        if depot.code == CENTRAL_HUB && active == Some(false) {
            let message = "the central hub cannot be deactivated";
            return Err(ApiError::conflict_on("active", "depot_protected", message));
        }
        depot.name = name.unwrap_or(depot.name);
        depot.city = city.unwrap_or(depot.city);
        depot.active = active.unwrap_or(depot.active);
        depot.version += 1;
        depot.updated_at = now();
        let update = "UPDATE depots SET name = ?2, city = ?3, active = ?4, version = ?5, updated_at = ?6
            WHERE id = ?1";
        transaction.execute(
            update,
            params![depot.id, depot.name, depot.city, depot.active, depot.version, depot.updated_at],
        )?;
        Ok(Json(depot.show()))
    };
    app.database.write(change).await
}

/// `DELETE /api/v1/depots/{id}`
pub async fn delete(State(app): State<Shared>, Id(id): Id) -> Result<Response, ApiError> {
    let remove = move |transaction: &Transaction<'_>| {
        let depot = Depot::find(transaction, &id)?;
        if depot.code == CENTRAL_HUB {
            return Err(ApiError::conflict("depot_protected", "the central hub cannot be deleted"));
        }
        // Deleted parcels count as well: their history still names the depot.
        let used = "SELECT EXISTS (SELECT 1 FROM parcels WHERE depot_code = ?1)";
        if transaction.query_row(used, params![depot.code], |row| row.get(0))? {
            let message = format!("parcels belong to the depot {}", depot.code);
            return Err(ApiError::conflict("depot_in_use", message));
        }
        if !fault::is(Fault::DepotDeleteKeeps) {
            transaction.execute("DELETE FROM depots WHERE id = ?1", params![depot.id])?;
        }
        Ok(StatusCode::NO_CONTENT.into_response())
    };
    app.database.write(remove).await
}

#[cfg(test)]
mod tests {
    use super::is_code;

    #[test]
    fn a_code_has_letters_a_hyphen_and_digits() {
        assert!(is_code("HUB-1") && is_code("VIE-0042"));
        for bad in ["", "HUB", "HUB-", "hub-1", "HUBS-1", "HU-1", "HUB-12345", "HUB-1a", "HUB-1-2"] {
            assert!(!is_code(bad), "{bad}");
        }
    }
}
