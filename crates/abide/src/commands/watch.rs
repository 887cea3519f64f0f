//! `--watch`: the same again whenever a file changes.

use super::Place;
use crate::{Exit, terminal};
use abide_workspace::check::OpenRequest;
use abide_workspace::config::{CONFIG_FILE, is_markdown};
use abide_workspace::files::Root;
use anyhow::{Context, Result};
use notify_debouncer_full::notify::{EventKind, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, new_debouncer};
use std::path::Path;
use std::sync::mpsc::channel;
use std::time::Duration;

/// Editors write a file in several steps; this long after the last one, it is whole.
const QUIET: Duration = Duration::from_millis(80);

/// Runs `once` now and after each change, until the command is interrupted.
pub fn run(place: &Place, request: &OpenRequest, mut once: impl FnMut() -> Result<Exit>) -> Result<Exit> {
    let root = place.root(&request.paths);
    let (sender, changes) = channel();
    let _watcher = watch(&root, move || {
        // The receiver is gone only when the command ends.
        let _ = sender.send(());
    })?;
    loop {
        // A document that is broken for a moment must not end the watch.
        if let Err(error) = once() {
            terminal::say(&format!("error: {error:#}"));
        }
        if terminal::reader_is_gone() {
            return Ok(Exit::Ok);
        }
        terminal::say(&format!("watching {} for changes; Ctrl-C ends it", root.folder().display()));
        if changes.recv().is_err() {
            return Ok(Exit::Ok);
        }
        while changes.try_recv().is_ok() {}
        terminal::clear()?;
    }
}

/// What watches until it is dropped.
pub type Watcher = Debouncer<RecommendedWatcher, RecommendedCache>;

/// Calls `changed` whenever a document or a configuration below a root was written.
pub fn watch(root: &Root, changed: impl Fn() + Send + 'static) -> Result<Watcher> {
    let mut debouncer = new_debouncer(QUIET, None, move |result: DebounceEventResult| {
        let Ok(events) = result else { return };
        let touched = |path: &Path| {
            let name = path.to_string_lossy();
            is_markdown(&name) || name.ends_with(".txt") || name.ends_with(CONFIG_FILE)
        };
        let written = |kind: &EventKind| !matches!(kind, EventKind::Access(_));
        let relevant = |event: &notify_debouncer_full::DebouncedEvent| {
            written(&event.kind) && event.paths.iter().any(|path| touched(path))
        };
        if events.iter().any(relevant) {
            changed();
        }
    })?;
    debouncer
        .watch(root.folder(), RecursiveMode::Recursive)
        .with_context(|| format!("`{}` cannot be watched", root.folder().display()))?;
    Ok(debouncer)
}
