//! A PostgreSQL server of a test's own.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// A server on a socket in a folder of its own; it ends with the test.
pub struct Postgres {
    process: Child,
    folder: TempDir,
}

impl Postgres {
    /// Starts a server; none where PostgreSQL is not installed.
    pub fn start() -> Option<Self> {
        let home = home()?;
        let folder = tempfile::Builder::new().prefix("pg").tempdir().unwrap();
        let data = folder.path().join("data");
        // Its programs refuse to run as root, so root runs them as nobody.
        let root = user() == Some(0);
        if root {
            assert!(Command::new("chown").arg("65534:65534").arg(folder.path()).status().unwrap().success());
        }
        let program = |name: &str| {
            let mut command = if root {
                let mut command = Command::new("setpriv");
                command.args(["--reuid", "65534", "--regid", "65534", "--clear-groups"]).arg(home.join(name));
                command
            } else {
                Command::new(home.join(name))
            };
            command.current_dir(folder.path()).stdout(Stdio::null()).stderr(Stdio::null());
            command
        };
        let made = program("initdb")
            .arg("-D")
            .arg(&data)
            .args(["-U", "postgres", "-A", "trust", "-N", "-E", "UTF8", "--locale=C"])
            .status();
        assert!(made.unwrap().success(), "initdb");
        let process = program("postgres")
            .arg("-D")
            .arg(&data)
            .arg("-k")
            .arg(folder.path())
            .args(["-c", "listen_addresses=", "-c", "fsync=off"])
            .spawn()
            .unwrap();
        let server = Self { process, folder };
        for _ in 0..200 {
            if postgres::Client::connect(&server.url(), postgres::NoTls).is_ok() {
                return Some(server);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("the server does not answer");
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("postgresql://postgres@/postgres?host={}", self.folder.path().display())
    }

    /// Runs SQL.
    pub fn execute(&self, sql: &str) {
        postgres::Client::connect(&self.url(), postgres::NoTls).unwrap().batch_execute(sql).unwrap();
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let _ = Command::new("kill").args(["-INT", &self.process.id().to_string()]).status();
        let _ = self.process.wait();
    }
}

fn user() -> Option<u32> {
    let output = Command::new("id").arg("-u").output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

fn home() -> Option<PathBuf> {
    let on_path = std::env::var_os("PATH")
        .map(|path| std::env::split_paths(&path).collect::<Vec<_>>())
        .unwrap_or_default();
    let mut known: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path().join("bin"))
        .collect();
    known.sort();
    let mut homes = on_path.into_iter().chain(known.into_iter().rev());
    homes.find(|home| home.join("initdb").exists() && home.join("postgres").exists())
}
