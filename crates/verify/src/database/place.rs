//! Which database is looked at, and what is found there.

use super::{Schema, Server, sqlite};
use crate::claim::{Needs, Outcome};
use crate::process::Exit;
use crate::project::Project;
use crate::stage::Stage;
use crate::target::{self, Places};
use std::path::{Path, PathBuf};

/// Which database is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The file of this run, that the target was started on.
    Run,
    /// A file.
    File(PathBuf),
    /// A database of a server.
    Server(Server),
    /// An empty one, that `migrate` brings up to date.
    Migrated,
    /// None, for this reason.
    None(String),
}

impl Place {
    /// The database that `abide.toml` names, else the one that the target is given, else one that `migrate` makes.
    pub fn of(project: &Project) -> Self {
        let Some(described) = &project.target else {
            return Self::None("abide.toml has no target, and so no `database`".to_owned());
        };
        let name = &described.name;
        let names =
            |words: &Option<Vec<String>>| words.iter().flatten().any(|word| word.contains(target::DATABASE));
        let in_environment = described.env.values().any(|text| text.contains(target::DATABASE));
        let migrates = described.migrate.is_some() && (names(&described.migrate) || in_environment);
        if let Some(database) = &described.database {
            if database.contains(target::DATABASE) {
                return match described.start {
                    Some(_) => Self::Run,
                    // A `migrate` that does not name it would run on whatever it finds.
                    None if migrates => Self::Migrated,
                    None => Self::None(format!(
                        "`targets.{name}.database` is `{{database}}`, and neither `start` nor `migrate` is given it; name the database itself"
                    )),
                };
            }
            let words = match project.expand(std::slice::from_ref(database)) {
                Ok(words) => words,
                Err(error) => return Self::None(format!("`targets.{name}.database`: {error}")),
            };
            return match at(&words.concat(), &project.folder) {
                // Nobody has made it yet, and a new one shows the same.
                Some(Self::File(path)) if described.start.is_none() && migrates && !path.exists() => {
                    Self::Migrated
                }
                Some(place) => place,
                None => Self::None(format!(
                    "`targets.{name}.database` is neither `sqlite:PATH`, `postgres://…` nor `mysql://…`"
                )),
            };
        }
        if described.start.is_some() && (names(&described.start) || in_environment) {
            Self::Run
        } else if migrates {
            Self::Migrated
        } else {
            Self::None(format!("`targets.{name}` has no `database`; say where the data is"))
        }
    }

    /// What has to be there to look at it.
    pub fn needs(&self, project: &Project) -> Needs {
        let started = project.target.as_ref().is_some_and(|target| target.start.is_some());
        match self {
            Self::Run => Needs::Target,
            Self::File(_) | Self::Server(_) if started => Needs::Target,
            Self::File(_) | Self::Server(_) | Self::None(_) => Needs::Files,
            Self::Migrated => Needs::Command,
        }
    }
}

fn at(database: &str, folder: &Path) -> Option<Place> {
    if let Some((scheme, rest)) = database.split_once("://") {
        return match scheme {
            // `sqlite:///app.db` is relative and `sqlite:////app.db` is not.
            "sqlite" | "sqlite3" | "file" => {
                Some(Place::File(folder.join(rest.strip_prefix('/').unwrap_or(rest))))
            }
            _ => Server::at(database).map(Place::Server),
        };
    }
    let path =
        database.strip_prefix("sqlite:").or_else(|| database.strip_prefix("file:")).unwrap_or(database);
    let path = path.split('?').next().unwrap_or(path);
    (!path.contains(':') && !path.is_empty()).then(|| Place::File(folder.join(path)))
}

/// Whether anything says where the data is, be it in a way that is not understood.
pub fn is_configured(project: &Project) -> bool {
    let named = project.target.as_ref().is_some_and(|target| target.database.is_some());
    named || !matches!(Place::of(project), Place::None(_))
}

/// A database that was looked at.
#[derive(Clone, Debug)]
pub struct Access {
    /// What is in it.
    pub schema: Schema,
    /// What it is called in evidence; passwords are left out.
    pub name: String,
    look: Look,
}

#[derive(Clone, Debug)]
enum Look {
    Sqlite(String),
    Server(Server),
}

impl Access {
    /// A command that shows what the database says of a table.
    pub fn repeat(&self, table: &str) -> String {
        match &self.look {
            Look::Sqlite(file) if table.is_empty() => format!("{file} .schema"),
            Look::Sqlite(file) => {
                let quoted = shell_words::quote(table);
                format!("{file} {}", shell_words::quote(&format!(".schema {quoted}")))
            }
            Look::Server(server) => server.look(table),
        }
    }

    /// Looks at the database of a stage.
    pub fn open(stage: &Stage) -> Result<Self, Outcome> {
        match Place::of(&stage.facts.project) {
            Place::None(reason) => Err(Outcome::blocked(reason)),
            Place::Run => {
                let target = stage.target()?;
                let path = target.database().filter(|path| path.exists());
                let path = path.ok_or_else(|| {
                    Outcome::unproven("the target was started on `{database}` and made no file there; see how `start` uses it")
                })?;
                let look = fresh(stage)
                    .unwrap_or_else(|| format!("sqlite3 {}", shell_words::quote(&path.to_string_lossy())));
                file(&path, "the run's database", look)
            }
            Place::File(path) => {
                let shown = path.to_string_lossy().into_owned();
                if !path.exists() {
                    return Err(Outcome::inconclusive(format!(
                        "there is no database at {shown}; see `database` in abide.toml"
                    )));
                }
                file(&path, &shown, format!("sqlite3 {}", shell_words::quote(&shown)))
            }
            Place::Server(server) => {
                let name = server.shown();
                let schema = server.read().map_err(|error| {
                    Outcome::inconclusive(format!("the database at {name} cannot be read: {error}"))
                })?;
                Ok(Self { schema, name, look: Look::Server(server) })
            }
            Place::Migrated => migrated(stage),
        }
    }
}

fn file(path: &Path, name: &str, look: String) -> Result<Access, Outcome> {
    let schema = sqlite::read(path)
        .map_err(|error| Outcome::inconclusive(format!("{name} cannot be read as SQLite: {error}")))?;
    Ok(Access { schema, name: name.to_owned(), look: Look::Sqlite(look) })
}

/// A command that makes a new database and opens it.
fn fresh(stage: &Stage) -> Option<String> {
    let target = stage.facts.project.target.as_ref()?;
    let migrate =
        target.migrate.as_ref().filter(|words| words.iter().any(|word| word.contains(target::DATABASE)))?;
    let command = stage.repeated(migrate).replace(&shell_words::quote(target::DATABASE).into_owned(), "$db");
    Some(format!("db=$(mktemp -u); ({}) && sqlite3 $db", command.replace(target::DATABASE, "$db")))
}

fn migrated(stage: &Stage) -> Result<Access, Outcome> {
    let project = &stage.facts.project;
    let Some(words) = project.target.as_ref().and_then(|target| target.migrate.as_ref()) else {
        return Err(Outcome::blocked("there is no `migrate`"));
    };
    let places = Places::new(None)
        .map_err(|error| Outcome::blocked(format!("there is no room for a new database: {error}")))?;
    let database = places.other_database("described");
    let finished = stage.run_for_target(words, &places, &database)?;
    if finished.exit != Exit::Code(0) || !database.exists() {
        let reason = format!("`migrate` made no database that could be looked at: {}", finished.exit);
        return Err(Outcome::blocked(reason)
            .showing(shell_words::join(words), format!("{}{}", finished.output, finished.errors)));
    }
    let look = fresh(stage).unwrap_or_else(|| "sqlite3 FILE".to_owned());
    file(&database, "an empty database after `migrate`", look)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Setup, facts_with};

    fn place(settings: &str) -> Place {
        let config = format!("[targets.local]\nurl = \"http://127.0.0.1:{{port}}\"\n{settings}");
        let setup = Setup { repository: Some("/srv/app".into()), ..Setup::default() };
        Place::of(&facts_with("specs/a.md", &[], &config, setup).project)
    }

    #[test]
    fn where_the_data_is() {
        for (settings, expected) in [
            ("database = \"sqlite:data/app.db\"", Place::File("/srv/app/data/app.db".into())),
            ("database = \"sqlite:////var/app.db\"", Place::File("/var/app.db".into())),
            ("database = \"sqlite:///app.db\"", Place::File("/srv/app/app.db".into())),
            (
                "database = \"postgresql+asyncpg://app@db/app\"",
                Place::Server(Server::at("postgresql://app@db/app").unwrap()),
            ),
            ("database = \"mariadb://app@db/app\"", Place::Server(Server::at("mysql://app@db/app").unwrap())),
            ("database = \"{database}\"\nstart = [\"x\"]", Place::Run),
            ("start = [\"x\", \"{database}\"]", Place::Run),
            ("migrate = [\"x\", \"{database}\"]", Place::Migrated),
            ("database = \"sqlite:{database}\"\nmigrate = [\"x\", \"{database}\"]", Place::Migrated),
            ("database = \"sqlite:not-yet.db\"\nmigrate = [\"x\", \"{database}\"]", Place::Migrated),
        ] {
            assert_eq!(place(settings), expected, "{settings}");
        }
        for nowhere in [
            "database = \"gopher://db/app\"",
            "database = \"{database}\"",
            "database = \"{database}\"\nmigrate = [\"x\"]",
            "start = [\"x\"]",
        ] {
            assert!(matches!(place(nowhere), Place::None(_)), "{nowhere}");
        }
    }
}
