//! The conversation: one message after the other, and what is left to do when nobody speaks.

mod notes;
mod pending;
mod routes;

use crate::features::{commands, diagnostics};
use crate::world::{Event, World};
use anyhow::Result;
use crossbeam_channel::{TryRecvError, select};
use gen_lsp_types::{
    CodeLensRefreshRequest, DiagnosticRefreshRequest, MessageType, Registration, RegistrationParams,
    RegistrationRequest,
};
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use pending::Pending;
use serde_json::json;
use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// How long nobody must speak before folders are read anew: files that change mostly do so in numbers.
const QUIET: Duration = Duration::from_millis(120);

/// Documents that are checked between two looks at whether somebody speaks.
const AT_ONCE: usize = 8;

/// While somebody types, the next keystroke must not wait for more than one of them.
const TYPING: Duration = Duration::from_millis(300);

/// Serves until the editor says goodbye.
pub fn run(connection: &Connection, world: World) -> Result<()> {
    let mut server = Server {
        connection,
        world,
        queue: VecDeque::new(),
        pending: Pending::default(),
        spoken: Instant::now(),
        changed: true,
        open_changed: false,
        asked_for_settings: None,
        leaving: false,
    };
    server.begin();
    while server.step()? {}
    Ok(())
}

struct Server<'a> {
    connection: &'a Connection,
    world: World,
    /// What has arrived and waits for its turn.
    queue: VecDeque<Message>,
    /// Questions about the whole workspace, which are answered once it is worked off.
    pending: Pending,
    /// When somebody spoke last.
    spoken: Instant,
    /// Whether findings of documents changed that nobody asked about since.
    changed: bool,
    /// Whether there are documents among them that the editor holds.
    open_changed: bool,
    asked_for_settings: Option<RequestId>,
    leaving: bool,
}

impl Server<'_> {
    /// Asks what the editor has to tell.
    fn begin(&mut self) {
        if self.world.client.configures {
            self.ask_for_settings();
        }
        if self.world.client.watches {
            let watchers = ["**/*.{md,mdx,mdc,markdown,txt}", "**/abide.toml", "**/.abide/*", "**/.git/HEAD"];
            let watchers: Vec<_> = watchers.iter().map(|glob| json!({"globPattern": glob})).collect();
            self.world.ask::<RegistrationRequest>(RegistrationParams {
                registrations: vec![Registration {
                    id: "abide-files".to_owned(),
                    method: "workspace/didChangeWatchedFiles".to_owned(),
                    register_options: Some(json!({"watchers": watchers})),
                }],
            });
        }
    }

    fn ask_for_settings(&mut self) {
        let items =
            vec![gen_lsp_types::ConfigurationItem { scope_uri: None, section: Some("abide".to_owned()) }];
        let params = gen_lsp_types::ConfigurationParams { items };
        self.asked_for_settings = Some(self.world.ask::<gen_lsp_types::ConfigurationRequest>(params));
    }

    /// One message, or one piece of work; says whether to go on.
    fn step(&mut self) -> Result<bool> {
        loop {
            match self.connection.receiver.try_recv() {
                Ok(message) => self.arrived(message),
                Err(TryRecvError::Empty) => break,
                Err(TryRecvError::Disconnected) => return Ok(false),
            }
        }
        while let Ok(event) = self.world.happened.try_recv() {
            self.happened(event);
        }
        match self.queue.pop_front() {
            Some(message) => self.take(message),
            None => {
                let waits = self.work();
                if waits == Some(Duration::ZERO) { Ok(true) } else { self.wait(waits) }
            }
        }
    }

    fn wait(&mut self, most: Option<Duration>) -> Result<bool> {
        let most = most.unwrap_or(Duration::from_secs(3600));
        select! {
            recv(self.connection.receiver) -> message => match message {
                Ok(message) => { self.arrived(message); Ok(true) }
                Err(_) => Ok(false),
            },
            recv(self.world.happened) -> event => {
                if let Ok(event) = event {
                    self.happened(event);
                }
                Ok(true)
            }
            default(most) => Ok(true),
        }
    }

    /// What is taken back is never begun.
    fn arrived(&mut self, message: Message) {
        self.spoken = Instant::now();
        if let Message::Notification(note) = &message
            && note.method == "$/cancelRequest"
        {
            let id = note.params.get("id");
            let id = id.and_then(|id| serde_json::from_value::<RequestId>(id.clone()).ok());
            if let Some(id) = id.filter(|id| self.drop_request(id)) {
                let message = "taken back by the editor".to_owned();
                self.world.answer(Response::new_err(id, ErrorCode::RequestCanceled as i32, message));
            }
            return;
        }
        self.queue.push_back(message);
    }

    fn drop_request(&mut self, id: &RequestId) -> bool {
        let waiting = self.queue.len();
        self.queue.retain(|message| !matches!(message, Message::Request(request) if request.id == *id));
        self.queue.len() < waiting || self.pending.drop_request(id)
    }

    fn take(&mut self, message: Message) -> Result<bool> {
        match message {
            Message::Request(request) => self.request(request),
            Message::Notification(note) => return Ok(self.note(note)),
            Message::Response(response) => self.response(response),
        }
        Ok(true)
    }

    fn request(&mut self, request: Request) {
        let id = request.id.clone();
        match request.method.as_str() {
            _ if self.leaving => {
                let message = "the server was asked to shut down".to_owned();
                self.world.answer(Response::new_err(id, ErrorCode::InvalidRequest as i32, message));
            }
            "shutdown" => {
                self.leaving = true;
                self.world.answer(Response::new_ok(id, ()));
            }
            "workspace/diagnostic" => {
                self.pending.add(&self.world, id, request.params);
                self.changed = true;
            }
            _ => {
                if let Some(response) = routes::answer(&mut self.world, request) {
                    self.world.answer(response);
                }
            }
        }
    }

    fn note(&mut self, note: Notification) -> bool {
        if note.method == "exit" {
            return false;
        }
        if note.method == "workspace/didChangeConfiguration" && self.world.client.configures {
            self.ask_for_settings();
            return true;
        }
        if let Err(trouble) = notes::take(&mut self.world, note) {
            self.world.log(trouble);
        }
        self.changed = true;
        true
    }

    fn response(&mut self, response: Response) {
        if self.asked_for_settings.as_ref() == Some(&response.id)
            && let Ok(settings) = &response.response_result
            && let Some(settings) = settings.get(0).filter(|settings| !settings.is_null())
        {
            self.world.take_settings(settings);
        }
    }

    fn happened(&mut self, event: Event) {
        match event {
            Event::Verdicts(path, verdicts, troubles) => {
                for trouble in troubles {
                    self.world.show(MessageType::Warning, format!("abide: {trouble}"));
                }
                if let Some(folder) = self.world.folders.iter_mut().find(|folder| folder.path == path) {
                    folder.verdicts = verdicts;
                }
                if self.world.client.refreshes_lenses {
                    self.world.ask::<CodeLensRefreshRequest>(());
                }
            }
            Event::Ended(id, token, said) => commands::ended(&mut self.world, id, token, said),
        }
    }

    /// A piece of what is left to do; says how long to wait for the next, where there is one.
    fn work(&mut self) -> Option<Duration> {
        for folder in 0..self.world.folders.len() {
            if self.world.folders.get(folder).is_some_and(|folder| folder.is_stale()) {
                let quiet = self.spoken.elapsed();
                let first = self.world.folders.get(folder).is_some_and(|folder| folder.live.is_none());
                if quiet < QUIET && !first {
                    return Some(QUIET - quiet);
                }
                self.world.refresh(folder);
                diagnostics::take_back(&mut self.world);
                // Who waits for what is wrong with settings hears of it too.
                self.changed = true;
                return Some(Duration::ZERO);
            }
            let live = self.world.folders.get_mut(folder).and_then(|folder| folder.live.as_mut());
            let Some(live) = live.filter(|live| live.has_work()) else { continue };
            let changed = live.work(if self.spoken.elapsed() < TYPING { 1 } else { AT_ONCE });
            self.changed |= !changed.is_empty();
            self.open_changed |= changed.iter().any(|number| {
                let spot = self.world.spot(folder, *number);
                spot.is_some_and(|spot| spot.version().is_some())
            });
            diagnostics::publish(&mut self.world, folder, &changed);
            return Some(Duration::ZERO);
        }
        if std::mem::take(&mut self.changed) {
            self.pending.answer(&mut self.world);
        }
        if std::mem::take(&mut self.open_changed) && self.world.client.refreshes_diagnostics {
            self.world.ask::<DiagnosticRefreshRequest>(());
        }
        None
    }
}
