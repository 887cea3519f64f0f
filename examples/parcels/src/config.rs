//! Settings: from the command line, else from the environment, else the default.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::str::FromStr;

use crate::auth::KeyRing;
use crate::database::Location;
use crate::fault::{self, Fault};
use crate::log::Level;

/// Everything that can be set, read once at the start.
pub struct Config {
    pub address: SocketAddr,
    pub location: Location,
    pub keys: KeyRing,
    pub limits: Limits,
    pub log_level: Level,
}

/// The bounds that handlers enforce.
#[derive(Clone, Copy)]
pub struct Limits {
    pub page_size_default: u32,
    pub page_size_max: u32,
    pub body_bytes: usize,
    pub weight_grams: i64,
    pub idempotency_hours: i64,
    pub quotes_per_minute: u32,
}

impl Config {
    /// Reads all settings; the error names the setting, its value and what it may be.
    pub fn read(
        lookup: &dyn Fn(&str) -> Option<String>,
        port: Option<u16>,
        database: Option<String>,
    ) -> Result<Self, String> {
        let settings = Settings(lookup);
        let host = settings.parsed("PARCELS_HOST", IpAddr::V4(Ipv4Addr::LOCALHOST), "an IP address")?;
        let port = match port {
            Some(port) => port,
            None => settings.number("PARCELS_PORT", 8080, 0, 65_535)? as u16,
        };
        let limits = Limits {
            page_size_default: settings.number("PARCELS_PAGE_SIZE_DEFAULT", 20, 1, 1_000)? as u32,
            page_size_max: settings.number("PARCELS_PAGE_SIZE_MAX", 100, 1, 1_000)? as u32,
            body_bytes: settings.number("PARCELS_BODY_LIMIT_BYTES", 65_536, 1_024, 1_048_576)? as usize,
            weight_grams: settings.number("PARCELS_WEIGHT_MAX_GRAMS", 30_000, 1, 1_000_000)?,
            idempotency_hours: settings.number("PARCELS_IDEMPOTENCY_HOURS", 24, 1, 720)?,
            quotes_per_minute: settings.number("PARCELS_QUOTES_PER_MINUTE", 600, 1, 100_000)? as u32,
        };
        let limits = match () {
            () if fault::is(Fault::PageSettingIgnored) => Limits { page_size_default: 20, ..limits },
            () if fault::is(Fault::WeightDefault) && lookup("PARCELS_WEIGHT_MAX_GRAMS").is_none() => {
                Limits { weight_grams: 31_500, ..limits }
            }
            () => limits,
        };
        if limits.page_size_default > limits.page_size_max {
            return Err(format!(
                "PARCELS_PAGE_SIZE_DEFAULT ({}) is above PARCELS_PAGE_SIZE_MAX ({})",
                limits.page_size_default, limits.page_size_max
            ));
        }
        Ok(Self {
            address: SocketAddr::new(host, port),
            location: Location::read(lookup, database)?,
            keys: KeyRing::read(lookup)?,
            limits,
            log_level: settings.parsed("PARCELS_LOG_LEVEL", Level::Info, "one of off, error, info")?,
        })
    }
}

struct Settings<'a>(&'a dyn Fn(&str) -> Option<String>);

impl Settings<'_> {
    fn number(&self, name: &str, default: i64, least: i64, most: i64) -> Result<i64, String> {
        let expected = format!("a whole number from {least} to {most}");
        let value = self.parsed(name, default, &expected)?;
        if (least..=most).contains(&value) { Ok(value) } else { Err(refusal(name, &value, &expected)) }
    }

    fn parsed<T: FromStr>(&self, name: &str, default: T, expected: &str) -> Result<T, String> {
        let ignored = name == "PARCELS_IDEMPOTENCY_HOURS" && fault::is(Fault::SettingIgnored);
        match (self.0)(name).filter(|_| !ignored) {
            None => Ok(default),
            Some(text) => text.trim().parse().map_err(|_| refusal(name, &text, expected)),
        }
    }
}

fn refusal(name: &str, value: &dyn std::fmt::Display, expected: &str) -> String {
    format!("{name} is \"{value}\"; it must be {expected}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<Config, String> {
        let lookup = |name: &str| {
            let admin = [("PARCELS_ADMIN_KEY", "a-key-of-the-admin")];
            let found = variables.iter().chain(&admin).find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        Config::read(&lookup, None, None)
    }

    #[test]
    fn every_setting_but_the_admin_key_has_a_default() {
        let config = read(&[]).unwrap();
        assert_eq!(config.address.to_string(), "127.0.0.1:8080");
        assert_eq!(config.location.to_string(), "sqlite:parcels.db");
        assert_eq!(config.limits.page_size_default, 20);
        assert_eq!(config.limits.page_size_max, 100);
        assert_eq!(config.limits.body_bytes, 65_536);
        assert_eq!(config.limits.weight_grams, 30_000);
        assert_eq!(config.limits.idempotency_hours, 24);
        assert_eq!(config.limits.quotes_per_minute, 600);
        assert_eq!(config.log_level, Level::Info);
    }

    #[test]
    fn the_command_line_wins_over_the_environment() {
        let lookup = |name: &str| match name {
            "PARCELS_ADMIN_KEY" => Some("a-key-of-the-admin".to_owned()),
            "PARCELS_PORT" => Some("1".to_owned()),
            "PARCELS_DATABASE" => Some("environment.db".to_owned()),
            _ => None,
        };
        let config = Config::read(&lookup, Some(2), Some("flag.db".to_owned())).unwrap();
        assert_eq!(config.address.port(), 2);
        assert_eq!(config.location.to_string(), "sqlite:flag.db");
    }

    #[test]
    fn a_bad_setting_is_named_with_what_it_may_be() {
        let refused = |variable, value| read(&[(variable, value)]).err().unwrap();
        assert_eq!(
            refused("PARCELS_PAGE_SIZE_MAX", "many"),
            "PARCELS_PAGE_SIZE_MAX is \"many\"; it must be a whole number from 1 to 1000"
        );
        assert!(refused("PARCELS_PORT", "65536").contains("from 0 to 65535"));
        assert!(refused("PARCELS_HOST", "nowhere").contains("an IP address"));
        assert!(refused("PARCELS_LOG_LEVEL", "loud").contains("off, error, info"));
        assert!(refused("PARCELS_PAGE_SIZE_DEFAULT", "500").contains("above PARCELS_PAGE_SIZE_MAX"));
        assert!(refused("PARCELS_DATABASE", "postgres://localhost/parcels").contains("sqlite:"));
    }
}
