//! What a parcel would cost. Nothing is stored.

use std::str::FromStr;

use axum::extract::State;
use axum::{Extension, Json};
use serde_json::{Value, json};

use crate::access::Role;
use crate::error::ApiError;
use crate::fault::{self, Fault};
use crate::input::{Fields, country, integer, word};
use crate::server::Shared;

const HOME_COUNTRY: &str = "AT";
const BASE_CENTS: i64 = 490;
const FURTHER_KILOGRAM_CENTS: i64 = 80;
const ABROAD_CENTS: i64 = 900;

/// How fast a parcel goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Service {
    Standard,
    Express,
}

impl Service {
    pub const NAMES: &str = "standard, express";

    /// The word in requests, responses and the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Express => "express",
        }
    }
}

impl FromStr for Service {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let other = fault::is(Fault::AnyService).then_some(Self::Standard);
        [Self::Standard, Self::Express].into_iter().find(|service| service.name() == text).or(other).ok_or(())
    }
}

/// The price in cents: a base, each further started kilogram, a surcharge abroad; express is twice that.
fn price(weight_grams: i64, service: Service, country: &str) -> i64 {
    let further_kilograms = (weight_grams - 1) / 1_000;
    let abroad = if country == HOME_COUNTRY { 0 } else { ABROAD_CENTS };
    let standard = BASE_CENTS + further_kilograms * FURTHER_KILOGRAM_CENTS + abroad;
    match service {
        Service::Standard => standard,
        Service::Express => standard * 2,
    }
}

fn days(service: Service, country: &str) -> i64 {
    let standard = if country == HOME_COUNTRY { 2 } else { 5 };
    match service {
        Service::Standard => standard,
        Service::Express => (standard + 1) / 2,
    }
}

/// `POST /api/v1/quotes`
pub async fn create(
    State(app): State<Shared>,
    Extension(role): Extension<Role>,
    fields: Result<Fields, ApiError>,
) -> Result<Json<Value>, ApiError> {
    app.quotes.take(role)?;
    let mut fields = fields?;
    let weight_grams = fields.required("weight_grams", integer(1..=app.limits.weight_grams))?;
    let country = fields.required("country", country())?;
    let service = fields.optional("service", word(Service::NAMES))?.unwrap_or(Service::Standard);
    fields.finish()?;
    Ok(Json(json!({
        "weight_grams": weight_grams,
        "country": country,
        "service": service.name(),
        "price_cents": price(weight_grams, service, &country),
        "currency": "EUR",
        "delivery_days": days(service, &country),
    })))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_started_kilogram_after_the_first_costs() {
        assert_eq!(price(1, Service::Standard, "AT"), 490);
        assert_eq!(price(1_000, Service::Standard, "AT"), 490);
        assert_eq!(price(1_001, Service::Standard, "AT"), 570);
        assert_eq!(price(2_400, Service::Standard, "AT"), 650);
    }

    #[test]
    fn abroad_costs_more_and_express_twice() {
        assert_eq!(price(1_000, Service::Standard, "DE"), 1_390);
        assert_eq!(price(1_000, Service::Express, "DE"), 2_780);
        assert_eq!((days(Service::Standard, "AT"), days(Service::Express, "AT")), (2, 1));
        assert_eq!((days(Service::Standard, "DE"), days(Service::Express, "DE")), (5, 3));
    }
}
