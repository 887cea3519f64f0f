//! A database of a server, by its address.

use super::{Schema, mariadb, postgres};
use std::fmt;

/// A database of a server. Its address may hold a password, so that it is only shown without.
#[derive(Clone, PartialEq, Eq)]
pub struct Server {
    kind: Kind,
    url: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Postgres,
    MariaDb,
}

impl fmt::Debug for Server {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.shown())
    }
}

impl Server {
    /// The one at an address; none where its kind is not known.
    pub fn at(url: &str) -> Option<Self> {
        let (scheme, rest) = url.strip_prefix("jdbc:").unwrap_or(url).split_once("://")?;
        // `postgresql+asyncpg` names a driver besides.
        let (kind, scheme) = match scheme.split('+').next()? {
            "postgres" | "postgresql" => (Kind::Postgres, "postgresql"),
            "mysql" | "mysql2" | "mariadb" => (Kind::MariaDb, "mysql"),
            _ => return None,
        };
        Some(Self { kind, url: format!("{scheme}://{rest}") })
    }

    /// Reads what is in it; nothing is written there.
    pub fn read(&self) -> Result<Schema, String> {
        match self.kind {
            Kind::Postgres => postgres::read(&self.url),
            Kind::MariaDb => mariadb::read(&self.url),
        }
    }

    /// Its address, as drivers take it.
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    pub(super) fn is_postgres(&self) -> bool {
        self.kind == Kind::Postgres
    }

    /// Where it is: user, host and name of `scheme://user@host/name?query`, with what stands before the name and behind it.
    pub(super) fn place(&self) -> Option<(&str, (&str, &str))> {
        let (scheme, rest) = self.url.split_once("://")?;
        let place = rest.split('?').next().unwrap_or(rest);
        let (server, name) = place.split_once('/').filter(|(_, name)| !name.is_empty())?;
        let before = &self.url[..scheme.len() + 3 + server.len() + 1];
        Some((place, (before, &self.url[before.len() + name.len()..])))
    }

    /// Whether its address is in one of these texts.
    pub fn is_in<'a>(&self, texts: impl Iterator<Item = &'a String>) -> bool {
        let Some((place, _)) = self.place() else { return false };
        let mut texts = texts;
        texts.any(|text| text.contains(&format!("://{place}")))
    }

    /// The database of that name on the same server.
    pub(super) fn named(&self, name: &str) -> Option<Self> {
        let (_, (before, after)) = self.place()?;
        Some(Self { kind: self.kind, url: format!("{before}{name}{after}") })
    }

    /// Its address without the password.
    pub fn shown(&self) -> String {
        shown(&self.url)
    }

    /// A command that shows what it says of a table, or of all where none is named.
    pub fn look(&self, table: &str) -> String {
        match self.kind {
            Kind::Postgres => {
                let asked = format!("\\d {table}");
                format!("psql {} -c {}", shell_words::quote(&self.shown()), shell_words::quote(asked.trim()))
            }
            Kind::MariaDb => {
                let asked = match table {
                    "" => "SHOW FULL TABLES".to_owned(),
                    table => format!("SHOW CREATE TABLE `{table}`"),
                };
                format!("mariadb {} --execute {}", self.arguments(), shell_words::quote(&asked))
            }
        }
    }

    /// The arguments with which the command line of MariaDB gets there; it asks for the password.
    fn arguments(&self) -> String {
        let shown = self.shown();
        let (place, query) = shown.split_once('?').unwrap_or((&shown, ""));
        let place = place.split_once("://").map_or(place, |(_, rest)| rest);
        let (server, database) = place.split_once('/').unwrap_or((place, ""));
        let (user, server) = server.rsplit_once('@').unwrap_or(("", server));
        let (host, port) = server.rsplit_once(':').unwrap_or((server, ""));
        let socket = query.split_once("socket=").map_or("", |(_, socket)| socket).replace("%2F", "/");
        let named = [("host", host), ("port", port), ("socket", socket.as_str()), ("user", user)];
        let mut arguments: Vec<String> = named
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("--{name}={value}"))
            .collect();
        if self.url != shown {
            arguments.push("--password".to_owned());
        }
        arguments.push(database.to_owned());
        shell_words::join(arguments)
    }
}

/// An address without its password.
fn shown(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return "the server".to_owned() };
    let end = rest.find('/').unwrap_or(rest.len());
    match rest[..end].rsplit_once('@') {
        Some((user, host)) => {
            let user = user.split(':').next().unwrap_or(user);
            format!("{scheme}://{user}@{host}{}", without_query(&rest[end..]))
        }
        None => format!("{scheme}://{}", without_query(rest)),
    }
}

/// A query may hold a password, too; what names the host of a socket stays.
fn without_query(text: &str) -> String {
    let Some((path, query)) = text.split_once('?') else { return text.to_owned() };
    let kept: Vec<&str> = query
        .split('&')
        .filter(|part| ["host=", "port=", "socket="].iter().any(|name| part.starts_with(name)))
        .collect();
    if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_password_is_shown() {
        assert_eq!(
            shown("postgresql://app:s3cret@db:5432/app?sslmode=disable"),
            "postgresql://app@db:5432/app"
        );
        assert_eq!(shown("postgresql:///app?host=/run/pg&password=s3cret"), "postgresql:///app?host=/run/pg");
    }

    #[test]
    fn a_command_looks_at_a_table() {
        let look = |url: &str, table: &str| Server::at(url).unwrap().look(table);
        assert_eq!(look("postgres://a:b@db/x", "t"), "psql postgresql://a@db/x -c '\\d t'");
        assert_eq!(
            look("mysql+pymysql://a:b@db:3307/x?charset=utf8", "t"),
            "mariadb '--host=db' '--port=3307' '--user=a' --password x --execute 'SHOW CREATE TABLE `t`'"
        );
        assert!(Server::at("gopher://db/x").is_none());
    }
}
