//! Parcels as rows: finding, storing and showing them.

use rusqlite::types::Type;
use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::error::ApiError;
use crate::fault::{self, Fault};
use crate::status::Status;

/// One parcel, with everything that a client may see of it.
pub struct Parcel {
    pub id: String,
    pub tracking_code: String,
    pub status: Status,
    pub version: i64,
    pub created_at: String,
    pub updated_at: String,
    pub details: Details,
}

/// The part of a parcel that a client writes.
pub struct Details {
    pub service: String,
    pub depot_code: String,
    pub recipient_name: String,
    pub recipient_email: Option<String>,
    pub address: String,
    pub postal_code: String,
    pub city: String,
    pub country: String,
    pub weight_grams: i64,
    pub note: Option<String>,
}

impl Parcel {
    pub fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let status: String = row.get("status")?;
        let status = status.parse().map_err(|()| {
            let cause = format!("a parcel cannot be {status}");
            rusqlite::Error::FromSqlConversionFailure(0, Type::Text, cause.into())
        })?;
        Ok(Self {
            id: row.get("id")?,
            tracking_code: row.get("tracking_code")?,
            status,
            version: row.get("version")?,
            created_at: row.get("created_at")?,
            updated_at: row.get("updated_at")?,
            details: Details {
                service: row.get("service")?,
                depot_code: row.get("depot_code")?,
                recipient_name: row.get("recipient_name")?,
                recipient_email: row.get("recipient_email")?,
                address: row.get("address")?,
                postal_code: row.get("postal_code")?,
                city: row.get("city")?,
                country: row.get("country")?,
                weight_grams: row.get("weight_grams")?,
                note: row.get("note")?,
            },
        })
    }

    /// The parcel with that id; one that was deleted is as if it had never been.
    pub fn find(transaction: &Transaction<'_>, id: &str) -> Result<Self, ApiError> {
        let select = "SELECT * FROM parcels WHERE id = ?1 AND deleted_at IS NULL";
        transaction
            .query_row(select, params![id], Self::from_row)
            .optional()?
            .ok_or_else(|| ApiError::not_found("there is no parcel with this id"))
    }

    /// The parcel with that id as its label is printed from it.
    pub fn find_for_label(transaction: &Transaction<'_>, id: &str) -> Result<Self, ApiError> {
        match fault::is(Fault::DeletedLabel) {
            false => Self::find(transaction, id),
            true => Ok(transaction.query_row(
                "SELECT * FROM parcels WHERE id = ?1",
                params![id],
                Self::from_row,
            )?),
        }
    }

    pub fn insert(&self, transaction: &Transaction<'_>) -> Result<(), ApiError> {
        let insert = "INSERT INTO parcels (id, tracking_code, status, version, created_at, updated_at,
                service, depot_code, recipient_name, recipient_email, address, postal_code, city, country,
                weight_grams, note)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)";
        let details = &self.details;
        transaction.execute(
            insert,
            params![
                self.id,
                self.tracking_code,
                self.status.name(),
                self.version,
                self.created_at,
                self.updated_at,
                details.service,
                details.depot_code,
                details.recipient_name,
                details.recipient_email,
                details.address,
                details.postal_code,
                details.city,
                details.country,
                details.weight_grams,
                details.note
            ],
        )?;
        Ok(())
    }

    pub fn update(&self, transaction: &Transaction<'_>) -> Result<(), ApiError> {
        let update = "UPDATE parcels SET status = ?2, version = ?3, updated_at = ?4, service = ?5,
                depot_code = ?6, recipient_name = ?7, recipient_email = ?8, address = ?9, postal_code = ?10,
                city = ?11, country = ?12, weight_grams = ?13, note = ?14, tracking_code = ?15, created_at = ?16
            WHERE id = ?1";
        let details = &self.details;
        transaction.execute(
            update,
            params![
                self.id,
                self.status.name(),
                self.version,
                self.updated_at,
                details.service,
                details.depot_code,
                details.recipient_name,
                details.recipient_email,
                details.address,
                details.postal_code,
                details.city,
                details.country,
                details.weight_grams,
                details.note,
                self.tracking_code,
                self.created_at
            ],
        )?;
        Ok(())
    }

    /// Hides the parcel; its row and history stay.
    pub fn delete(&self, transaction: &Transaction<'_>, moment: &str) -> Result<(), ApiError> {
        transaction.execute("UPDATE parcels SET deleted_at = ?2 WHERE id = ?1", params![self.id, moment])?;
        Ok(())
    }

    pub fn show(&self) -> Value {
        let details = &self.details;
        let weight = if fault::is(Fault::FieldRenamed) { "weight" } else { "weight_grams" };
        json!({
            "id": self.id,
            "tracking_code": self.tracking_code,
            "status": self.status.name(),
            "service": details.service,
            "depot_code": details.depot_code,
            "recipient_name": details.recipient_name,
            "recipient_email": details.recipient_email,
            "address": details.address,
            "postal_code": details.postal_code,
            "city": details.city,
            "country": details.country,
            weight: details.weight_grams,
            "note": details.note,
            "version": self.version,
            "created_at": self.created_at,
            "updated_at": self.updated_at,
        })
    }
}

/// A tracking code that no parcel has ever had.
pub fn fresh_tracking_code(transaction: &Transaction<'_>) -> Result<String, ApiError> {
    loop {
        let code = tracking_code();
        let known = "SELECT EXISTS (SELECT 1 FROM parcels WHERE tracking_code = ?1)";
        if !transaction.query_row(known, params![code], |row| row.get(0))? {
            return Ok(code);
        }
    }
}

/// `PX` and eight random characters that cannot be mistaken for one another.
fn tracking_code() -> String {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let random = Uuid::new_v4().as_u128();
    let character = |place: u32| char::from(ALPHABET[(random >> (place * 5)) as usize % 32]);
    std::iter::once("PX".to_owned()).chain((0..8).map(|place| character(place).to_string())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tracking_code_has_ten_characters_and_none_that_confuse() {
        for _ in 0..1_000 {
            let code = tracking_code();
            assert!(code.len() == 10 && code.starts_with("PX"), "{code}");
            let clear = |c: char| c.is_ascii_digit() || (c.is_ascii_uppercase() && !"ILOU".contains(c));
            assert!(code.chars().all(clear), "{code}");
        }
    }
}
