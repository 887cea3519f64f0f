//! The label that is stuck on a parcel, as plain text for a thermal printer.

use axum::extract::State;

use crate::error::ApiError;
use crate::fault::{self, Fault};
use crate::input::Id;
use crate::parcel_rows::Parcel;
use crate::server::Shared;

/// `GET /api/v1/parcels/{id}/label`
pub async fn read(State(app): State<Shared>, Id(id): Id) -> Result<String, ApiError> {
    app.database.read(move |tx| Ok(label(&Parcel::find_for_label(tx, &id)?))).await
}

fn label(parcel: &Parcel) -> String {
    let to = &parcel.details;
    format!(
        "{}\n{} {} g from {}\n\n{}\n{}\n{} {}\n{}\n",
        parcel.tracking_code,
        to.service.to_uppercase(),
        to.weight_grams,
        to.depot_code,
        to.recipient_name,
        if fault::is(Fault::LabelForgets) { "" } else { to.address.as_str() },
        to.postal_code,
        to.city,
        to.country
    )
}
