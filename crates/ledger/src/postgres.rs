//! The ledger in a PostgreSQL database, for a team.

use crate::LedgerError;
use crate::database::{Cells, Database, Statement, Value};
use crate::tls::PostgresUrl;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, Config, Row};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The steps that bring an empty schema to the present one; the number of steps done stands in `abide_ledger`.
const SCHEMA: &[&str] = &[include_str!("schema/postgres-1.sql")];

/// How long to wait for a server that does not answer.
const CONNECT: Duration = Duration::from_secs(10);

/// Held by whoever makes the tables; any number will do, as long as it is always the same.
const LOCK: i64 = 0x0061_6269_6465;

pub(crate) struct Postgres {
    session: Mutex<Session>,
}

struct Session {
    client: Client,
    prepared: HashMap<String, postgres::Statement>,
}

impl Postgres {
    /// Opens the ledger at a `postgres://` url, in the schema `abide` unless the url says another `search_path`.
    pub fn open(url: &str) -> Result<Self, LedgerError> {
        let mut url: PostgresUrl = url.parse().map_err(|source| LedgerError::Url { source })?;
        let config = &mut url.config;
        let place = place(config);
        let connect = |source| LedgerError::Connect { ledger: place.clone(), source };
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT);
        }
        if config.get_application_name().is_none() {
            config.application_name("abide");
        }
        let own_schema = config.get_options().is_none_or(|options| !options.contains("search_path"));
        let mut client = url.connect().map_err(connect)?;
        // The order of what is written is kept in any case; only its end may be lost with the server's power.
        client.batch_execute("SET synchronous_commit TO off")?;
        bring_up_to_date(&mut client, own_schema, &place)?;
        Ok(Self { session: Mutex::new(Session { client, prepared: HashMap::new() }) })
    }

    // A panic elsewhere cannot leave the session half used: a transaction that is dropped is taken back.
    fn session(&self) -> MutexGuard<'_, Session> {
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write_in(&self, before: &str, statements: &[Statement<'_>]) -> Result<(), LedgerError> {
        let mut session = self.session();
        let mut ready = Vec::new();
        for (sql, values) in statements {
            ready.push((session.prepared(sql)?, values));
        }
        if let ([(sql, values)], "") = (ready.as_slice(), before) {
            session.client.execute(sql, &parameters(values))?;
            return Ok(());
        }
        let mut transaction = session.client.transaction()?;
        if !before.is_empty() {
            transaction.batch_execute(before)?;
        }
        for (sql, values) in ready {
            transaction.execute(&sql, &parameters(values))?;
        }
        transaction.commit()?;
        Ok(())
    }
}

impl Session {
    fn prepared(&mut self, sql: &str) -> Result<postgres::Statement, LedgerError> {
        if let Some(known) = self.prepared.get(sql) {
            return Ok(known.clone());
        }
        let statement = self.client.prepare(&sql.replace('?', "$"))?;
        self.prepared.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

impl Database for Postgres {
    fn query(
        &self,
        sql: &str,
        values: &[Value<'_>],
        row: &mut dyn FnMut(&dyn Cells) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        let mut session = self.session();
        let statement = session.prepared(sql)?;
        for found in &session.client.query(&statement, &parameters(values))? {
            row(found)?;
        }
        Ok(())
    }

    fn write(&self, statements: &[Statement<'_>]) -> Result<(), LedgerError> {
        self.write_in("", statements)
    }

    fn write_through(&self, statements: &[Statement<'_>]) -> Result<(), LedgerError> {
        self.write_in("SET LOCAL synchronous_commit TO on", statements)
    }

    fn second_of_at(&self) -> &'static str {
        "floor(extract(epoch FROM at::timestamptz))::bigint"
    }
}

fn parameters<'a>(values: &'a [Value<'a>]) -> Vec<&'a (dyn ToSql + Sync)> {
    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

impl ToSql for Value<'_> {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut postgres::types::private::BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Number(number) => number.to_sql(kind, out),
            Value::Text(text) => text.as_ref().to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        matches!(*kind, Type::INT8 | Type::TEXT)
    }

    to_sql_checked!();
}

impl Cells for Row {
    fn number(&self, column: usize) -> Result<i64, LedgerError> {
        Ok(self.try_get(column)?)
    }

    fn optional(&self, column: usize) -> Result<Option<String>, LedgerError> {
        Ok(self.try_get(column)?)
    }
}

/// Where a ledger is, without the password.
fn place(config: &Config) -> String {
    use postgres::config::Host;
    let hosts = config.get_hosts().iter().map(|host| match host {
        Host::Tcp(name) => name.clone(),
        #[cfg(unix)]
        Host::Unix(path) => path.display().to_string(),
    });
    let hosts: Vec<String> = hosts.collect();
    let database = config.get_dbname().or(config.get_user()).unwrap_or("postgres");
    format!("{database} on {}", hosts.join(", "))
}

fn bring_up_to_date(client: &mut Client, own_schema: bool, place: &str) -> Result<(), LedgerError> {
    let mut transaction = client.transaction()?;
    // Of several processes that open a new ledger at once, one makes the tables and the others find them.
    transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK])?;
    if own_schema {
        let there = transaction.query_one("SELECT to_regnamespace('abide') IS NOT NULL", &[])?;
        if !there.try_get::<_, bool>(0)? {
            transaction.batch_execute("CREATE SCHEMA abide")?;
        }
        transaction.batch_execute("SET search_path TO abide")?;
    }
    let there = transaction.query_one("SELECT to_regclass('abide_ledger') IS NOT NULL", &[])?;
    if !there.try_get::<_, bool>(0)? {
        transaction.batch_execute("CREATE TABLE abide_ledger (version BIGINT PRIMARY KEY)")?;
    }
    let row = transaction.query_one("SELECT coalesce(max(version), 0) FROM abide_ledger", &[])?;
    let (found, known): (i64, i64) = (row.try_get(0)?, SCHEMA.len() as i64);
    if found > known {
        return Err(LedgerError::Newer { ledger: place.to_owned(), found, known });
    }
    for (step, version) in SCHEMA.iter().zip(1_i64..).skip(usize::try_from(found).unwrap_or(0)) {
        transaction.batch_execute(step)?;
        transaction.execute("INSERT INTO abide_ledger (version) VALUES ($1)", &[&version])?;
    }
    transaction.commit()?;
    Ok(())
}
