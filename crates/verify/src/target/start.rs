//! Starting the system under test, and waiting until it can be tested.

use super::{Places, Receiver, Target, places, uses};
use crate::http::{Call, Client};
use crate::limits::{Deadline, Limits, Stop};
use crate::process::{self, Exit, Launch, Process};
use crate::secrets::Resolved;
use abide_workspace::config;
use std::collections::BTreeMap;
use std::net::{TcpStream, ToSocketAddrs};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

/// Why a system cannot be tested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// What is wrong, and what to do.
    pub reason: String,
    /// The last that it wrote.
    pub output: String,
}

impl Trouble {
    fn new(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), output: String::new() }
    }
}

/// Ends systems that outlive the command that started them.
#[derive(Debug)]
pub(super) struct StopCommand {
    words: Vec<String>,
    folder: PathBuf,
    environment: BTreeMap<String, String>,
}

impl StopCommand {
    pub fn run(&self) {
        let launch = Launch {
            words: &self.words,
            folder: &self.folder,
            environment: &self.environment,
            keep: 1 << 10,
        };
        // What it says has no reader any more: the target's group is ended after it in any case.
        let _ = process::run(launch, Duration::from_secs(30), &Stop::new());
    }
}

/// How long a system that is said to run already may take to answer.
const RUNNING: Duration = Duration::from_secs(3);

/// Answers of a system that has no such path.
const UNKNOWN: &[&str] = &["answered 404", "answered 405", "answered 410"];
/// How long it has to answer so.
const SETTLED: Duration = Duration::from_secs(5);

/// What is needed to start a system.
#[derive(Clone, Copy, Debug)]
pub struct Start<'a> {
    /// How `abide.toml` describes it.
    pub target: &'a config::Target,
    /// The folder of `abide.toml`.
    pub folder: &'a Path,
    /// The environment that abide was given.
    pub environment: &'a BTreeMap<String, String>,
    /// What the target is given besides.
    pub resolved: &'a Resolved,
    /// The bounds of the run.
    pub limits: Limits,
    /// Ends the run.
    pub stop: &'a Stop,
}

/// Starts the system, if `abide.toml` says how, and waits until it can be tested.
pub fn start(start: Start<'_>) -> Result<Target, Trouble> {
    let target = start.target;
    if let Some(lacking) = start.resolved.lacking.first() {
        return Err(Trouble::new(lacking));
    }
    if let Some(database) = &target.database
        && !database.starts_with("sqlite:")
        && database.contains(':')
        && uses(target, places::DATABASE)
    {
        return Err(Trouble::new(
            "`{database}` stands for an SQLite file, and the target's `database` is of another kind; name the database itself",
        ));
    }
    let failed = |what: &str, error: std::io::Error| Trouble::new(format!("cannot make {what}: {error}"));
    let receiver = uses(target, places::EVENTS).then(Receiver::start).transpose();
    let receiver = receiver.map_err(|error| failed("the receiver for `{events}`", error))?;
    let places = Places::new(receiver.as_ref().map(Receiver::url));
    let places = places.map_err(|error| failed("a folder for the run's database", error))?;
    let url = address(&start, &places)?;
    let client = Client::new(&url, start.limits, start.stop.clone())
        .map_err(|error| Trouble::new(format!("`targets.{}.url`: {error}", target.name)))?;

    let environment = environment(&start, &places);
    let mut process = None;
    if let Some(words) = &target.start {
        if listening(&client) {
            return Err(Trouble::new(format!(
                "something answers at {} before the target is started, and would be tested in its place; end it, or use `{{port}}`",
                client.base()
            )));
        }
        if let Some(migrate) = &target.migrate {
            run_migrate(&start, &places, migrate, &environment)?;
        }
        process = Some(launch(&start, &places, words, &environment)?);
    }
    let mut process = process;
    wait_until_ready(&start, &client, process.as_mut())?;
    let stop = target.stop.as_ref().filter(|_| process.is_some());
    let stop = stop.map(|words| filled(&start, &places, words)).transpose()?;
    let stop = stop.map(|words| StopCommand { words, folder: start.folder.to_owned(), environment });
    Ok(Target {
        name: target.name.clone(),
        client,
        roles: start.resolved.roles.clone(),
        parameters: target.parameters.clone(),
        lasting: process.is_none() || !target.url.as_ref().is_some_and(|url| url.contains(places::PORT)),
        redactor: start.resolved.redactor.clone(),
        receiver,
        process: process.map(Mutex::new),
        stop,
        places: Some(places),
    })
}

/// Everything that the target's commands see: what abide was given, and what the target is given besides.
fn environment(start: &Start<'_>, places: &Places) -> BTreeMap<String, String> {
    let own = start.resolved.environment.iter().map(|(name, value)| (name.clone(), places.fill(value)));
    start.environment.clone().into_iter().chain(own).collect()
}

fn address(start: &Start<'_>, places: &Places) -> Result<String, Trouble> {
    let target = start.target;
    let Some(url) = &target.url else {
        let name = &target.name;
        return Err(Trouble::new(format!("`targets.{name}` has no `url`; say where the target answers")));
    };
    let own = &start.resolved.environment;
    let lookup = |name: &str| own.get(name).or_else(|| start.environment.get(name)).cloned();
    let url = config::expand(url, lookup)
        .map_err(|error| Trouble::new(format!("`targets.{}.url`: {error}", target.name)))?;
    if target.start.is_none() && url.contains(places::PORT) {
        return Err(Trouble::new(format!(
            "`targets.{}.url` uses `{{port}}` and nothing starts the target there; add `start`, or write the port",
            target.name
        )));
    }
    Ok(places.fill(&url))
}

/// The words of a command of the target, with variables and placeholders filled in.
fn filled(start: &Start<'_>, places: &Places, words: &[String]) -> Result<Vec<String>, Trouble> {
    let own = &start.resolved.environment;
    let lookup = |name: &str| own.get(name).or_else(|| start.environment.get(name)).cloned();
    let expanded: Result<Vec<String>, _> = words.iter().map(|word| config::expand(word, lookup)).collect();
    match expanded {
        Ok(words) => Ok(words.iter().map(|word| places.fill(word)).collect()),
        Err(error) => Err(Trouble::new(error.to_string())),
    }
}

fn run_migrate(
    start: &Start<'_>,
    places: &Places,
    words: &[String],
    environment: &BTreeMap<String, String>,
) -> Result<(), Trouble> {
    let words = filled(start, places, words)?;
    let launch = Launch { words: &words, folder: start.folder, environment, keep: start.limits.output };
    let finished = process::run(launch, start.target.timeout, start.stop)
        .map_err(|error| Trouble::new(format!("cannot run `{}` of `migrate`: {error}", shown(&words))))?;
    if finished.exit == Exit::Code(0) {
        return Ok(());
    }
    let reason = format!("`migrate` failed before the target could be started: {}", finished.exit);
    Err(Trouble { reason, output: redacted(start, &format!("{}{}", finished.output, finished.errors)) })
}

fn launch(
    start: &Start<'_>,
    places: &Places,
    words: &[String],
    environment: &BTreeMap<String, String>,
) -> Result<Process, Trouble> {
    let words = filled(start, places, words)?;
    let launch = Launch { words: &words, folder: start.folder, environment, keep: start.limits.output };
    Process::start(launch).map_err(|error| Trouble::new(format!("cannot start `{}`: {error}", shown(&words))))
}

fn wait_until_ready(
    start: &Start<'_>,
    client: &Client,
    process: Option<&mut Process>,
) -> Result<(), Trouble> {
    let timeout = start.target.timeout;
    let started = process.is_some();
    // What is said to be running already needs no time to start.
    let deadline = Deadline::after(if started { timeout } else { timeout.min(RUNNING) });
    let mut process = process;
    let mut unknown: Option<Deadline> = None;
    let output =
        |process: &mut Option<&mut Process>| process.as_ref().map_or_else(String::new, |p| p.written());
    loop {
        if start.stop.asked() {
            return Err(Trouble::new("the run was stopped before the target was ready"));
        }
        if let Some(exit) = process.as_mut().and_then(|process| process.exit()) {
            if let Some(process) = &process {
                process.settle();
            }
            let reason = format!("the target ended before it was ready: {exit}");
            return Err(Trouble { reason, output: redacted(start, &output(&mut process)) });
        }
        let Err(last) = ready(start, client, deadline) else { return Ok(()) };
        // A system that answers, and knows no such path, will not know it later: what is stated of that path is another matter.
        if started && UNKNOWN.iter().any(|status| last.contains(status)) {
            let since = *unknown.get_or_insert_with(|| Deadline::after(SETTLED));
            if since.passed() {
                return Ok(());
            }
        } else {
            unknown = None;
        }
        if deadline.passed() {
            let path = start.target.ready.as_deref().unwrap_or("");
            let reason = if started {
                format!("the target was not ready within {timeout:?}: {}{path}: {last}", client.base())
            } else {
                format!(
                    "no target answers: {}{path}: {last}; start it, or give `start` in abide.toml",
                    client.base()
                )
            };
            return Err(Trouble { reason, output: redacted(start, &output(&mut process)) });
        }
        std::thread::sleep(Duration::from_millis(25));
    }
}

fn ready(start: &Start<'_>, client: &Client, deadline: Deadline) -> Result<(), String> {
    let Some(path) = &start.target.ready else {
        return if listening(client) { Ok(()) } else { Err("nothing listens there".to_owned()) };
    };
    let attempt =
        Deadline::after(deadline.left().min(Duration::from_secs(2)).max(Duration::from_millis(100)));
    client.forget_silence();
    let exchange =
        client.send(&Call::new("GET", path.as_str()), attempt).map_err(|error| error.to_string())?;
    let status = exchange.answer.status;
    if status < 400 { Ok(()) } else { Err(format!("answered {}", crate::http::status_line(status))) }
}

fn listening(client: &Client) -> bool {
    let addresses = client.address().to_socket_addrs().map(Iterator::collect::<Vec<_>>).unwrap_or_default();
    addresses.iter().any(|address| TcpStream::connect_timeout(address, Duration::from_millis(500)).is_ok())
}

fn shown(words: &[String]) -> String {
    shell_words::join(words)
}

fn redacted(start: &Start<'_>, text: &str) -> String {
    start.resolved.redactor.redact(text).into_owned()
}
