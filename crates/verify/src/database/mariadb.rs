//! The schema of a MariaDB or MySQL database.

use super::{Column, Engine, ForeignKey, Index, OnDelete, Schema, Table, check};
use mysql::prelude::Queryable;
use mysql::{Conn, OptsBuilder};
use std::time::Duration;

/// Connects to the database at an address.
pub fn connect(url: &str) -> Result<Conn, String> {
    let (bare, query) = url.split_once('?').unwrap_or((url, ""));
    // What other drivers are told in the query is nothing to this one.
    let socket = query.split('&').find_map(|part| {
        let (name, value) = part.split_once('=')?;
        matches!(name, "socket" | "unix_socket" | "unixSocket").then(|| value.replace("%2F", "/"))
    });
    let opts = mysql::Opts::from_url(bare).map_err(|error| error.to_string())?;
    let opts = OptsBuilder::from_opts(opts)
        .prefer_socket(socket.is_some())
        .socket(socket)
        .tcp_connect_timeout(Some(Duration::from_secs(5)))
        .read_timeout(Some(Duration::from_secs(20)))
        .write_timeout(Some(Duration::from_secs(20)));
    Conn::new(opts).map_err(|error| said(&error))
}

/// What a server said, without the numbers around it.
pub fn said(error: &mysql::Error) -> String {
    match error {
        mysql::Error::MySqlError(refusal) => refusal.message.clone(),
        other => other.to_string(),
    }
}

/// Reads what is in the database at an address; nothing is written there.
pub fn read(url: &str) -> Result<Schema, String> {
    let mut connection = connect(url)?;
    let tables = tables(&mut connection).map_err(|error| said(&error))?;
    Ok(Schema { engine: Engine::MariaDb, tables })
}

const TABLES: &str = "SELECT table_name, table_type LIKE '%VIEW' FROM information_schema.tables \
    WHERE table_schema = DATABASE() ORDER BY table_name";
const COLUMNS: &str = "SELECT table_name, column_name, column_type, is_nullable = 'YES', column_default, extra \
    FROM information_schema.columns WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position";
const INDEXES: &str = "SELECT table_name, index_name, non_unique = 0, coalesce(column_name, 'an expression') \
    FROM information_schema.statistics WHERE table_schema = DATABASE() ORDER BY table_name, index_name, seq_in_index";
const KEYS: &str = "SELECT k.table_name, k.constraint_name, k.column_name, k.referenced_table_name, k.referenced_column_name, \
    coalesce(r.delete_rule, '') FROM information_schema.key_column_usage k \
    LEFT JOIN information_schema.referential_constraints r ON r.constraint_schema = k.constraint_schema \
    AND r.constraint_name = k.constraint_name AND r.table_name = k.table_name \
    WHERE k.table_schema = DATABASE() AND k.referenced_table_name IS NOT NULL \
    ORDER BY k.table_name, k.constraint_name, k.ordinal_position";
/// MariaDB names checks within their table, MySQL within their database.
const CHECKS: &str = "SELECT table_name, check_clause FROM information_schema.check_constraints \
    WHERE constraint_schema = DATABASE() ORDER BY table_name, constraint_name";
const CHECKS_OF_MYSQL: &str = "SELECT t.table_name, c.check_clause FROM information_schema.check_constraints c \
    JOIN information_schema.table_constraints t ON t.constraint_schema = c.constraint_schema AND t.constraint_name = c.constraint_name \
    WHERE t.constraint_type = 'CHECK' AND c.constraint_schema = DATABASE() ORDER BY t.table_name, c.constraint_name";

fn tables(connection: &mut Conn) -> mysql::Result<Vec<Table>> {
    connection.query_drop("SET SESSION TRANSACTION READ ONLY")?;
    let version: Option<String> = connection.query_first("SELECT version()")?;
    let is_mariadb = version.is_some_and(|version| version.to_lowercase().contains("mariadb"));
    let rows: Vec<(String, bool)> = connection.query(TABLES)?;
    let named = |(name, view)| Table { name, view, ..Table::default() };
    let mut tables: Vec<Table> = rows.into_iter().map(named).collect();
    let at = |tables: &[Table], name: &str| tables.iter().position(|table| table.name == name);
    for (table, name, kind, nullable, default, extra) in
        connection.query::<(String, String, String, bool, Option<String>, String), _>(COLUMNS)?
    {
        let Some(at) = at(&tables, &table) else { continue };
        tables[at].columns.push(column(name, kind, nullable, default, &extra));
    }
    for (table, name, unique, column) in connection.query::<(String, String, bool, String), _>(INDEXES)? {
        let Some(at) = at(&tables, &table) else { continue };
        let table = &mut tables[at];
        if name == "PRIMARY" {
            table.primary_key.push(column);
        } else {
            match table.indexes.last_mut().filter(|index| index.name == name) {
                Some(index) => index.columns.push(column),
                None => table.indexes.push(Index { name, columns: vec![column], unique, partial: false }),
            }
        }
    }
    let mut last = None;
    for (table, name, column, target, place, rule) in
        connection.query::<(String, String, String, String, String, String), _>(KEYS)?
    {
        let Some(at) = at(&tables, &table) else { continue };
        let keys = &mut tables[at].foreign_keys;
        if last != Some((at, name.clone())) {
            last = Some((at, name));
            let on_delete = OnDelete::read(&rule);
            keys.push(ForeignKey { columns: Vec::new(), table: target, targets: Vec::new(), on_delete });
        }
        if let Some(key) = keys.last_mut() {
            key.columns.push(column);
            key.targets.push(place);
        }
    }
    let checks = if is_mariadb { CHECKS } else { CHECKS_OF_MYSQL };
    for (table, clause) in connection.query::<(String, String), _>(checks)? {
        let Some(at) = at(&tables, &table) else { continue };
        keep_check(&mut tables[at], clause);
    }
    Ok(tables)
}

fn column(name: String, kind: String, nullable: bool, default: Option<String>, extra: &str) -> Column {
    let values = match kind.strip_prefix("enum(").and_then(|rest| rest.strip_suffix(')')) {
        Some(values) => check::literals(values),
        None => Vec::new(),
    };
    let extra = extra.to_lowercase();
    // What takes null and has no other default is said to have this one.
    let default = default.filter(|default| !(nullable && default.eq_ignore_ascii_case("null")));
    let default = if extra.contains("auto_increment") { Some("auto_increment".to_owned()) } else { default };
    // `default_generated` only says that the default is computed.
    let generated = extra.contains("virtual generated")
        || extra.contains("stored generated")
        || extra.contains("persistent")
        || extra.contains("auto_increment");
    Column { name, kind, nullable, default, generated, values }
}

/// Keeps a condition; the one that stands for the type JSON, which is text to the server, is that type.
fn keep_check(table: &mut Table, clause: String) {
    let bare: String = clause.to_lowercase().chars().filter(|c| !matches!(c, '`' | ' ')).collect();
    let json = bare.strip_prefix("json_valid(").and_then(|rest| rest.strip_suffix(')'));
    let column =
        json.and_then(|name| table.columns.iter_mut().find(|column| column.name.to_lowercase() == name));
    match column {
        Some(column) => column.kind = "json".to_owned(),
        None => table.checks.push(clause.replace('`', "")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{DefaultValue, bounds};
    use super::*;
    use abide_fixture::MariaDb;

    #[test]
    fn everything_that_a_table_has_is_read() {
        let server = MariaDb::start();
        server.execute(
            "CREATE TABLE people (id CHAR(36) PRIMARY KEY DEFAULT uuid(), mail VARCHAR(40) NOT NULL UNIQUE);
             CREATE TABLE orders (id BIGINT AUTO_INCREMENT PRIMARY KEY, person CHAR(36) NOT NULL, \
               state ENUM('open', 'paid') DEFAULT 'open', total DECIMAL(10,2) CHECK (total >= 0), paid BOOLEAN NOT NULL DEFAULT FALSE, \
               extra JSON, made DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP, note TEXT, \
               FOREIGN KEY (person) REFERENCES people (id), INDEX by_state (state, made), CHECK (total < 100000));
             CREATE VIEW open_orders AS SELECT id FROM orders WHERE state = 'open';",
        );
        let schema = read(&server.url()).unwrap();
        let names: Vec<_> = schema.tables.iter().map(Table::summary).collect();
        assert_eq!(
            names,
            [
                "view open_orders (id)",
                "table orders (id, person, state, total, paid, extra, made, note)",
                "table people (id, mail)"
            ]
        );
        let orders = &schema.tables[1];
        let default = |name: &str| orders.column(name).unwrap().default.as_deref().map(DefaultValue::read);
        assert_eq!(orders.primary_key, ["id"]);
        assert!(orders.columns[0].generated);
        assert_eq!(default("id"), Some(DefaultValue::Identifier));
        assert_eq!(default("state"), Some(DefaultValue::Literal("open".to_owned())));
        assert_eq!(default("made"), Some(DefaultValue::Now));
        assert_eq!((default("note"), orders.column("note").unwrap().nullable), (None, true));
        assert_eq!(orders.columns[2].values, ["open", "paid"]);
        assert_eq!(orders.column("extra").unwrap().kind, "json");
        assert_eq!(orders.foreign_keys[0].shown(), "foreign key (person) to people (id)");
        assert!(orders.indexes.iter().any(|index| index.columns == ["state", "made"] && !index.unique));
        assert_eq!(orders.checks.len(), 2, "{:?}", orders.checks);
        let least = orders.checks.iter().filter_map(|check| bounds(check, "total")?.least);
        assert_eq!(least.collect::<Vec<_>>(), [(0.0, true)]);
        assert!(schema.tables[2].indexes.iter().any(|index| index.unique && index.columns == ["mail"]));
        assert!(read("mysql://root@127.0.0.1:1/none").is_err());
    }
}
