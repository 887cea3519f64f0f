//! Log lines: one JSON object a line, on stderr.

use std::io::Write;
use std::str::FromStr;

use serde_json::{Map, Value};

use crate::database::now;

/// How much is logged.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub enum Level {
    Off,
    Error,
    Info,
}

impl FromStr for Level {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "off" => Ok(Self::Off),
            "error" => Ok(Self::Error),
            "info" => Ok(Self::Info),
            _ => Err(()),
        }
    }
}

/// Writes events up to a level.
#[derive(Clone, Copy)]
pub struct Log(pub Level);

impl Log {
    /// Something that happened as it should.
    pub fn info(self, event: &str, fields: &[(&str, Value)]) {
        self.write(Level::Info, "info", event, fields);
    }

    /// Something that should not have happened.
    pub fn error(self, event: &str, fields: &[(&str, Value)]) {
        self.write(Level::Error, "error", event, fields);
    }

    fn write(self, level: Level, name: &str, event: &str, fields: &[(&str, Value)]) {
        if level > self.0 {
            return;
        }
        let mut line = Map::new();
        line.insert("time".to_owned(), now().into());
        line.insert("level".to_owned(), name.into());
        line.insert("event".to_owned(), event.into());
        line.extend(fields.iter().map(|(key, value)| ((*key).to_owned(), value.clone())));
        // A service whose stderr is gone still has to serve.
        let _ = writeln!(std::io::stderr(), "{}", Value::Object(line));
    }
}
