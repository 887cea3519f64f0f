//! A new database on a server, for one proof; it goes with the proof.

use super::server::Server;
use super::{Schema, mariadb, postgres};
use abide_ledger::Digest;
use mysql::prelude::Queryable;

/// A new, empty database beside the one of the target.
#[derive(Debug)]
pub struct Scratch {
    beside: Server,
    server: Server,
    name: String,
}

impl Scratch {
    /// Makes one on the server of that database.
    pub fn make(beside: &Server) -> Result<Self, String> {
        let mut random = [0; 8];
        ring::rand::SecureRandom::fill(&ring::rand::SystemRandom::new(), &mut random)
            .map_err(|_| "the system gives no random numbers".to_owned())?;
        let name = format!("abide_{:016x}", u64::from_le_bytes(random));
        let server = beside.named(&name).ok_or("its address names no database")?;
        beside.execute(&format!("CREATE DATABASE {name}"))?;
        Ok(Self { beside: beside.clone(), server, name })
    }

    /// The text with the address of the target's database replaced, whatever driver it names.
    pub fn replace(&self, text: &str) -> String {
        let (Some((place, _)), Some((own, _))) = (self.beside.place(), self.server.place()) else {
            return text.to_owned();
        };
        let (mut out, mut rest) = (String::new(), text);
        while let Some(at) = rest.find(place) {
            let (before, after) = (&rest[..at], &rest[at + place.len()..]);
            let whole = before.ends_with("://")
                && !after.starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '-');
            out.push_str(before);
            out.push_str(if whole { own } else { place });
            rest = after;
        }
        out.push_str(rest);
        out
    }

    /// What is in it.
    pub fn schema(&self) -> Result<Schema, String> {
        self.server.read()
    }

    /// A digest of all rows of a table, in whatever order they are.
    pub fn rows(&self, table: &str) -> Result<Digest, String> {
        self.server.rows(table)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // A server that is gone by now has nothing to clean up.
        let _ = self.beside.execute(&format!("DROP DATABASE IF EXISTS {}", self.name));
    }
}

impl Server {
    /// Runs SQL that gives nothing back.
    fn execute(&self, sql: &str) -> Result<(), String> {
        if self.is_postgres() {
            postgres::connect(self.url(), "")?.batch_execute(sql).map_err(|error| postgres::said(&error))
        } else {
            mariadb::connect(self.url())?.query_drop(sql).map_err(|error| mariadb::said(&error))
        }
    }

    fn rows(&self, table: &str) -> Result<Digest, String> {
        if self.is_postgres() {
            let table = table.replace('"', "\"\"");
            let query = format!(
                "SELECT coalesce(string_agg(md5(t::text), ',' ORDER BY md5(t::text)), '') FROM \"{table}\" t"
            );
            let mut client = postgres::connect(self.url(), "")?;
            let row = client.query_one(&query, &[]).map_err(|error| postgres::said(&error))?;
            Ok(Digest::of(row.get::<_, String>(0)))
        } else {
            let query = format!("CHECKSUM TABLE `{}`", table.replace('`', "``"));
            let mut connection = mariadb::connect(self.url())?;
            let row: Option<(String, Option<u64>)> =
                connection.query_first(query).map_err(|error| mariadb::said(&error))?;
            Ok(Digest::of(format!("{row:?}")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use abide_fixture::{MariaDb, Postgres};

    #[test]
    fn only_the_whole_address_is_replaced() {
        let beside = Server::at("postgres://app:pw@db/shop").unwrap();
        let scratch = std::mem::ManuallyDrop::new(Scratch {
            server: beside.named("abide_1").unwrap(),
            beside,
            name: "abide_1".to_owned(),
        });
        for (text, expected) in [
            ("postgresql+asyncpg://app:pw@db/shop?x=1", "postgresql+asyncpg://app:pw@db/abide_1?x=1"),
            ("--url=postgres://app:pw@db/shop", "--url=postgres://app:pw@db/abide_1"),
            ("postgres://app:pw@db/shop_two", "postgres://app:pw@db/shop_two"),
            ("nothing", "nothing"),
        ] {
            assert_eq!(scratch.replace(text), expected);
        }
    }

    fn assert_one_comes_and_goes(server: &Server, create: &str) {
        let scratch = Scratch::make(server).unwrap();
        assert_eq!(scratch.schema().unwrap().tables.len(), 0);
        scratch.server.execute(create).unwrap();
        assert_eq!(scratch.schema().unwrap().tables[0].name, "a");
        let before = scratch.rows("a").unwrap();
        scratch.server.execute("INSERT INTO a VALUES (1)").unwrap();
        assert_ne!(scratch.rows("a").unwrap(), before);
        assert!(!server.read().unwrap().tables.iter().any(|table| table.name == "a"));
        let gone = scratch.server.clone();
        drop(scratch);
        assert!(gone.read().is_err());
    }

    #[test]
    fn one_comes_and_goes_on_a_server() {
        let (postgres, mariadb) = (Postgres::start(), MariaDb::start());
        assert_one_comes_and_goes(&Server::at(&postgres.url()).unwrap(), "CREATE TABLE a (id int)");
        assert_one_comes_and_goes(&Server::at(&mariadb.url()).unwrap(), "CREATE TABLE a (id int)");
    }
}
