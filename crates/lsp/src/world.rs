//! All that the server knows: the editor, its folders, and the texts that it holds.

use crate::Setup;
use crate::client::Client;
use crate::features::settings;
use crate::folder::Folder;
use crate::positions::Places;
use crate::settings::{Run, Settings};
use crate::uri;
use crate::verdicts::Verdicts;
use abide_syntax::{Document, LineIndex};
use abide_workspace::Cache;
use abide_workspace::check::{DocumentState, Live, OpenRequest};
use abide_workspace::files::{Root, RootKind};
use crossbeam_channel::{Receiver, Sender, unbounded};
use gen_lsp_types::{
    InitializeParams, LogMessageParams, MessageType, ShowMessageParams, TextDocumentContentChangeEvent, Uri,
    WorkspaceFolders,
};
use lsp_server::{Message, RequestId};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A text that the editor holds.
pub struct Buffer {
    /// Its address, as the editor writes it.
    pub uri: Uri,
    /// Counts its changes.
    pub version: i32,
    /// The text.
    pub text: Arc<str>,
    /// Whether it was changed since it was saved.
    pub dirty: bool,
}

/// What happens outside of the conversation.
pub enum Event {
    /// The ledgers of a folder were read.
    Verdicts(PathBuf, Verdicts, Vec<String>),
    /// A program ended that a request asked for.
    Ended(RequestId, Option<String>, Result<serde_json::Value, String>),
}

/// All that the server knows.
pub struct World {
    /// What it was started with.
    pub setup: Setup,
    /// What the editor can do.
    pub client: Client,
    /// What the user chose.
    pub settings: Settings,
    /// The folders, those within others behind them.
    pub folders: Vec<Folder>,
    /// The texts that the editor holds, by file.
    pub buffers: BTreeMap<PathBuf, Buffer>,
    /// What is shown of documents whose findings wait for them to be saved.
    pub shown: HashMap<PathBuf, Vec<gen_lsp_types::Diagnostic>>,
    /// The files with findings that were sent, so that they can be taken back.
    pub published: BTreeSet<Uri>,
    /// Where to tell what happens outside of the conversation.
    pub events: Sender<Event>,
    /// What happened outside of the conversation.
    pub happened: Receiver<Event>,
    sender: Sender<Message>,
    next_request: i32,
}

impl World {
    /// A world in which nothing was read yet.
    pub fn new(setup: Setup, client: Client, params: &InitializeParams, sender: Sender<Message>) -> Self {
        let (events, happened) = unbounded();
        let mut world = Self {
            setup,
            client,
            settings: Settings::default(),
            folders: Vec::new(),
            buffers: BTreeMap::new(),
            shown: HashMap::new(),
            published: BTreeSet::new(),
            events,
            happened,
            sender,
            next_request: 0,
        };
        if let Some(options) = &params.initialization_options {
            world.take_settings(options);
        }
        #[expect(deprecated, reason = "editors that know no folders still name their root so")]
        let root = params.root_uri.as_ref().and_then(uri::path);
        let folders: Vec<PathBuf> = match &params.workspace_folders_initialize_params.workspace_folders {
            Some(WorkspaceFolders::WorkspaceFolderList(folders)) => {
                folders.iter().filter_map(|folder| uri::path(&folder.uri)).collect()
            }
            _ => root.into_iter().collect(),
        };
        folders.into_iter().for_each(|path| world.add_folder(path));
        world
    }

    /// Takes the editor's settings; what cannot be read is said, and the defaults hold.
    pub fn take_settings(&mut self, value: &serde_json::Value) {
        match Settings::read(value) {
            Ok(settings) => self.settings = settings,
            Err(trouble) => self.show(MessageType::Warning, trouble),
        }
    }

    /// Opens a folder; it is read when there is time, or when it is asked about.
    pub fn add_folder(&mut self, path: PathBuf) {
        self.remember(path.clone(), true, vec![path]);
    }

    fn remember(&mut self, path: PathBuf, opened: bool, paths: Vec<PathBuf>) {
        if self.folders.iter().any(|folder| folder.path == path) {
            return;
        }
        let root = Root::find(&path, &path);
        let mut request = OpenRequest {
            current: path.clone(),
            config: self.setup.config.clone(),
            cache: Cache::of_user(&root, |name| self.setup.variable(name)),
            paths,
            ..OpenRequest::default()
        };
        for (file, buffer) in self.buffers.iter().filter(|(file, _)| file.starts_with(&path)) {
            request.buffers.set(file, Some(&buffer.text));
        }
        self.folders.push(Folder::new(path, opened, request));
        self.folders.sort_by(|one, other| one.path.cmp(&other.path));
    }

    /// Closes a folder.
    pub fn remove_folder(&mut self, path: &Path) {
        self.folders.retain(|folder| folder.path != path);
    }

    /// The folder that a file belongs to: the innermost that holds it. A file outside of all folders brings one of its own.
    pub fn folder_of(&mut self, path: &Path) -> usize {
        if let Some(found) = self.folder_with(path) {
            return found;
        }
        let root = Root::find(path, path.parent().unwrap_or(path));
        let folder = root.folder().to_owned();
        // Where nothing says what belongs together, nothing but the file itself is looked at.
        let paths =
            if root.kind() == RootKind::Folder { vec![path.to_owned()] } else { vec![folder.clone()] };
        self.remember(folder, false, paths);
        self.folder_with(path).unwrap_or_default()
    }

    /// The innermost folder that holds a file.
    pub fn folder_with(&self, path: &Path) -> Option<usize> {
        self.folders.iter().rposition(|folder| folder.holds(path))
    }

    /// The document at an address. What was read is read anew first where that is needed to tell.
    pub fn find(&mut self, uri: &Uri) -> Option<(usize, usize)> {
        let path = uri::path(uri)?;
        let folder = self.folder_with(&path)?;
        let known = self.folders.get(folder)?.live.as_ref().and_then(|live| live.number_at(&path));
        if known.is_none() && self.folders.get(folder)?.is_stale() {
            self.refresh(folder);
        }
        let number = self.folders.get(folder)?.live.as_ref()?.number_at(&path)?;
        Some((folder, number))
    }

    /// Reads a folder anew where its files, templates or settings changed; says whether it did.
    pub fn refresh(&mut self, folder: usize) -> bool {
        let Some(known) = self.folders.get_mut(folder) else { return false };
        match known.refresh() {
            Ok(refreshed) => {
                if refreshed {
                    self.read_verdicts(folder);
                }
                refreshed
            }
            Err(error) => {
                // What is wrong with a text that is open is told there.
                let refused = settings::files(known);
                if refused.is_empty() || !refused.iter().all(|path| self.buffers.contains_key(path)) {
                    self.show(MessageType::Error, format!("abide: {error}"));
                }
                settings::publish(self, folder);
                false
            }
        }
    }

    /// Reads the ledgers of a folder, beside the conversation.
    pub fn read_verdicts(&self, folder: usize) {
        let Some(folder) = self.folders.get(folder) else { return };
        let Some(live) = &folder.live else { return };
        let configs: Vec<_> =
            live.workspace().projects.iter().map(|project| Arc::clone(&project.config)).collect();
        let (path, environment) = (folder.path.clone(), self.setup.environment.clone());
        let events = self.events.clone();
        std::thread::spawn(move || {
            let (verdicts, troubles) = Verdicts::read(&configs, &environment);
            // Nobody listens any more once the editor has gone.
            let _ = events.send(Event::Verdicts(path, verdicts, troubles));
        });
    }

    /// One document by its folder and number.
    pub fn spot(&self, folder: usize, number: usize) -> Option<Spot<'_>> {
        let folder_state = self.folders.get(folder)?;
        let live = folder_state.live.as_ref()?;
        let state = live.document(number)?;
        Some(Spot { world: self, folder: folder_state, live, number, state })
    }

    /// Whether the findings of a document wait until it is saved.
    pub fn waits_for_save(&self, path: &Path) -> bool {
        self.settings.run == Run::OnSave && self.buffers.get(path).is_some_and(|buffer| buffer.dirty)
    }

    /// Changes a text as the editor did; gives it as it is then.
    pub fn change(
        &mut self,
        path: &Path,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
    ) -> Option<Arc<str>> {
        let encoding = self.client.encoding;
        let buffer = self.buffers.get_mut(path)?;
        let mut text = buffer.text.to_string();
        for change in changes {
            match change {
                TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                    let lines = LineIndex::new(&text);
                    let range = Places { text: &text, lines: &lines, encoding }.bytes(part.range);
                    text.replace_range(range.start()..range.end(), &part.text);
                }
                TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => {
                    text = whole.text
                }
            }
        }
        (buffer.text, buffer.version, buffer.dirty) = (text.into(), version, true);
        Some(Arc::clone(&buffer.text))
    }

    /// Sends a notification.
    pub fn notify<N: gen_lsp_types::Notification>(&self, params: N::Params) {
        let note = lsp_server::Notification::new(N::METHOD.as_str().to_owned(), params);
        // Once the editor has gone there is nobody to tell.
        let _ = self.sender.send(Message::Notification(note));
    }

    /// Sends a request; the answer comes as a response with the id that this gives.
    pub fn ask<R: gen_lsp_types::Request>(&mut self, params: R::Params) -> RequestId {
        self.next_request += 1;
        let id = RequestId::from(format!("abide-{}", self.next_request));
        let request = lsp_server::Request::new(id.clone(), R::METHOD.as_str().to_owned(), params);
        let _ = self.sender.send(Message::Request(request));
        id
    }

    /// Answers a request.
    pub fn answer(&self, response: lsp_server::Response) {
        let _ = self.sender.send(Message::Response(response));
    }

    /// Shows the user a message.
    pub fn show(&self, kind: MessageType, message: impl Into<String>) {
        self.notify::<gen_lsp_types::ShowMessageNotification>(ShowMessageParams {
            kind,
            message: message.into(),
        });
    }

    /// Writes a line into the editor's log.
    pub fn log(&self, message: impl Into<String>) {
        let params = LogMessageParams { kind: MessageType::Info, message: message.into() };
        self.notify::<gen_lsp_types::LogMessageNotification>(params);
    }
}

/// One document with all around it.
#[derive(Clone, Copy)]
pub struct Spot<'a> {
    /// The world.
    pub world: &'a World,
    /// Its folder.
    pub folder: &'a Folder,
    /// The workspace.
    pub live: &'a Live,
    /// Its number there.
    pub number: usize,
    /// The document.
    pub state: &'a DocumentState,
}

impl<'a> Spot<'a> {
    /// The document as it is parsed.
    pub fn document(&self) -> &'a Document {
        &self.state.document
    }

    /// Its text.
    pub fn text(&self) -> &'a str {
        self.state.document.text()
    }

    /// Its path, as shown.
    pub fn path(&self) -> &'a Arc<str> {
        &self.state.file.path
    }

    /// Its positions.
    pub fn places(&self) -> Places<'a> {
        self.places_of(&self.state.document)
    }

    /// Positions of another document.
    pub fn places_of(&self, document: &'a Document) -> Places<'a> {
        Places { text: document.text(), lines: document.lines(), encoding: self.world.client.encoding }
    }

    /// Another document of the workspace.
    pub fn other(&self, number: usize) -> Option<Spot<'a>> {
        let state = self.live.document(number)?;
        Some(Spot { number, state, ..*self })
    }

    /// All documents of the workspace.
    pub fn all(self) -> impl Iterator<Item = Spot<'a>> {
        (0..self.live.documents().len()).filter_map(move |number| self.other(number))
    }

    /// Its address, as the editor writes it.
    pub fn uri(&self) -> Uri {
        self.uri_of(&self.state.file.absolute)
    }

    /// The address of a file.
    pub fn uri_of(&self, path: &Path) -> Uri {
        let open = self.world.buffers.get(path).map(|buffer| buffer.uri.clone());
        open.or_else(|| uri::of(path)).unwrap_or_else(|| self.world.nowhere())
    }

    /// The version of its text, where the editor holds it.
    pub fn version(&self) -> Option<i32> {
        self.world.buffers.get(&self.state.file.absolute).map(|buffer| buffer.version)
    }
}

impl World {
    /// The address of what has none; paths of documents are absolute and always have one.
    fn nowhere(&self) -> Uri {
        let fallback = || uri::of(Path::new("/"));
        #[expect(clippy::expect_used, reason = "the root of the file system has an address")]
        uri::of(&self.setup.current).or_else(fallback).expect("an absolute path has an address")
    }
}
