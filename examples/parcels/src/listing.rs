//! Lists: query parameters in, one page of rows with its total out.

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use rusqlite::types::Value as Sql;
use rusqlite::{Row, Transaction, params_from_iter};
use serde_json::{Value, json};

use crate::config::Limits;
use crate::error::ApiError;
use crate::fault::{self, Fault};
use crate::server::Shared;

const PAGE_MAX: u32 = 1_000_000;

/// What a list is made of: which rows, and what a client may filter and sort by.
pub struct Collection {
    pub table: &'static str,
    /// A condition that every row must meet.
    pub visible: &'static str,
    /// Parameters that are also columns, with the values that they may have.
    pub filters: &'static [(&'static str, Accepts)],
    /// Columns to sort by; the first is the default. Ties are broken by `id`.
    pub sorts: &'static [&'static str],
}

/// The values that a filter may have.
#[derive(Clone, Copy)]
pub enum Accepts {
    Anything,
    OneOf(&'static [&'static str]),
    TrueOrFalse,
}

/// The query parameters, as they were sent.
pub struct Parameters(Vec<(String, String)>);

impl FromRequestParts<Shared> for Parameters {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, ApiError> {
        match Query::from_request_parts(parts, app).await {
            Ok(Query(pairs)) => Ok(Self(pairs)),
            Err(error) => Err(ApiError::parameter("query", error.body_text())),
        }
    }
}

/// A request for one page, checked against its collection.
#[derive(Debug)]
pub struct PageRequest {
    page: u32,
    page_size: u32,
    column: &'static str,
    descending: bool,
    filters: Vec<(&'static str, Sql)>,
}

impl PageRequest {
    /// The same page of fewer rows: those with that value in that column.
    pub fn within(mut self, column: &'static str, value: String) -> Self {
        self.filters.push((column, value.into()));
        self
    }
}

impl Collection {
    /// Reads the parameters; one that is unknown, repeated or out of range is refused.
    pub fn request(&self, parameters: Parameters, limits: &Limits) -> Result<PageRequest, ApiError> {
        let default_column = self.sorts.first().copied().unwrap_or("id");
        let mut request = PageRequest {
            page: 1,
            page_size: if fault::is(Fault::PageSizeDefault) { 30 } else { limits.page_size_default },
            column: default_column,
            descending: fault::is(Fault::NewestFirst),
            filters: Vec::new(),
        };
        let mut seen = Vec::new();
        for (name, value) in parameters.0 {
            if seen.contains(&name) {
                return Err(ApiError::parameter(&name, format!("{name} is given twice")));
            }
            match name.as_str() {
                "page" => request.page = number(&name, &value, PAGE_MAX)?,
                "page_size" => {
                    let asked = number(&name, &value, u32::MAX)?;
                    let most =
                        if fault::is(Fault::PageSizeUnbounded) { PAGE_MAX } else { limits.page_size_max };
                    request.page_size = asked.min(most);
                }
                "sort" => (request.column, request.descending) = self.sort(&value)?,
                _ => request.filters.push(self.filter(&name, value)?),
            }
            seen.push(name);
        }
        Ok(request)
    }

    fn sort(&self, value: &str) -> Result<(&'static str, bool), ApiError> {
        let (name, descending) = match value.strip_prefix('-') {
            Some(name) => (name, !fault::is(Fault::SortIgnored)),
            None => (value, false),
        };
        match self.sorts.iter().find(|column| **column == name) {
            Some(_) if fault::is(Fault::SortFieldIgnored) => Ok(("created_at", descending)),
            Some(column) => Ok((column, descending)),
            None => {
                let known = self.sorts.join(", ");
                Err(ApiError::parameter(
                    "sort",
                    format!("sort must be one of {known}, with - before it to descend"),
                ))
            }
        }
    }

    fn filter(&self, name: &str, value: String) -> Result<(&'static str, Sql), ApiError> {
        let Some((column, accepts)) = self.filters.iter().find(|(column, _)| *column == name) else {
            return Err(ApiError::parameter(name, format!("{name} is not a parameter of this list")));
        };
        let known = match accepts {
            Accepts::Anything => return Ok((column, value.into())),
            Accepts::TrueOrFalse => &["true", "false"],
            Accepts::OneOf(known) => *known,
        };
        if !known.contains(&value.as_str()) {
            return Err(ApiError::parameter(name, format!("{name} must be one of {}", known.join(", "))));
        }
        let value = match accepts {
            Accepts::TrueOrFalse => i64::from(value == "true").into(),
            _ => value.into(),
        };
        Ok((column, value))
    }

    /// Reads the page and counts all rows that the filters let through.
    pub fn page(
        &self,
        transaction: &Transaction<'_>,
        request: &PageRequest,
        show: impl Fn(&Row<'_>) -> rusqlite::Result<Value>,
    ) -> Result<Value, ApiError> {
        let mut condition = self.visible.to_owned();
        let mut values: Vec<Sql> = Vec::new();
        for (column, value) in &request.filters {
            if *column == "status" && fault::is(Fault::FilterIgnored) {
                continue;
            }
            condition.push_str(&format!(" AND {column} = ?"));
            let none = *column == "service" && fault::is(Fault::FilterByService);
            values.push(if none { String::new().into() } else { value.clone() });
        }
        let table = self.table;
        let count = format!("SELECT count(*) FROM {table} WHERE {condition}");
        let total: i64 = transaction.query_row(&count, params_from_iter(&values), |row| row.get(0))?;

        let direction = if request.descending { "DESC" } else { "ASC" };
        let column = request.column;
        let select = format!(
            "SELECT * FROM {table} WHERE {condition} ORDER BY {column} {direction}, id {direction} LIMIT ? OFFSET ?"
        );
        values.push(i64::from(request.page_size).into());
        let later = request.page > 1;
        let moved = i64::from(later && fault::is(Fault::PagesSkip))
            - i64::from(later && fault::is(Fault::PagesOverlap));
        values.push((i64::from(request.page - 1) * i64::from(request.page_size) + moved).into());
        let mut statement = transaction.prepare_cached(&select)?;
        let rows = statement.query_map(params_from_iter(&values), show)?;
        let items = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        let total = if fault::is(Fault::TotalOfPage) { items.len() as i64 } else { total };
        Ok(json!({ "items": items, "page": request.page, "page_size": request.page_size, "total": total }))
    }
}

fn number(name: &str, value: &str, most: u32) -> Result<u32, ApiError> {
    match value.parse() {
        Ok(number) if (1..=most).contains(&number) => Ok(number),
        _ => Err(ApiError::parameter(name, format!("{name} must be a whole number from 1 to {most}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const THINGS: Collection = Collection {
        table: "things",
        visible: "TRUE",
        filters: &[
            ("colour", Accepts::OneOf(&["red", "blue"])),
            ("city", Accepts::Anything),
            ("fragile", Accepts::TrueOrFalse),
        ],
        sorts: &["created_at", "weight"],
    };

    fn request(pairs: &[(&str, &str)]) -> Result<PageRequest, ApiError> {
        let limits = Limits {
            page_size_default: 20,
            page_size_max: 100,
            body_bytes: 1,
            weight_grams: 1,
            idempotency_hours: 1,
            quotes_per_minute: 1,
        };
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        THINGS.request(Parameters(pairs.collect()), &limits)
    }

    #[test]
    fn a_page_has_defaults_and_a_largest_size() {
        let plain = request(&[]).unwrap();
        assert_eq!(
            (plain.page, plain.page_size, plain.column, plain.descending),
            (1, 20, "created_at", false)
        );
        assert_eq!(request(&[("page_size", "5000")]).unwrap().page_size, 100);
        let sorted = request(&[("sort", "-weight"), ("colour", "red")]).unwrap();
        assert_eq!((sorted.column, sorted.descending), ("weight", true));
        assert_eq!(sorted.filters, [("colour", Sql::from("red".to_owned()))]);
        assert_eq!(request(&[("fragile", "true")]).unwrap().filters, [("fragile", Sql::from(1))]);
    }

    #[test]
    fn a_bad_parameter_is_named() {
        for (pairs, named) in [
            (&[("page", "0")][..], "page"),
            (&[("page_size", "-1")], "page_size"),
            (&[("sort", "price")], "sort"),
            (&[("colour", "green")], "colour"),
            (&[("color", "red")], "color"),
            (&[("fragile", "1")], "fragile"),
            (&[("page", "1"), ("page", "2")], "page"),
        ] {
            assert_eq!(request(pairs).unwrap_err().field.as_deref(), Some(named));
        }
    }
}
