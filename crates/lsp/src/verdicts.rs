//! What the ledger knows of the statements of a folder.

use abide_ledger::Current;
use abide_model::Item;
use abide_verify::SpecInput;
use abide_verify::board::Board;
use abide_workspace::Config;
use abide_workspace::check::{DocumentState, Live};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// What the ledgers of a folder know, as of when they were last read.
#[derive(Default)]
pub struct Verdicts {
    /// By the folder of the configuration that names the ledger.
    boards: Vec<(PathBuf, Board<'static>)>,
}

/// A verdict, and when it was reached.
pub struct Known {
    /// The verdict as of today, with the reason.
    pub current: Current,
    /// When a run judged it last, or somebody vouched for it.
    pub at: Option<Timestamp>,
}

impl Verdicts {
    /// Reads all ledgers that these configurations name; a ledger that cannot be read is told.
    pub fn read(configs: &[Arc<Config>], environment: &BTreeMap<String, String>) -> (Self, Vec<String>) {
        let (mut boards, mut troubles) = (Vec::new(), Vec::new());
        for config in configs {
            let read = abide_verify::find_ledger(config, environment).map_err(|error| error.to_string());
            let board = read.and_then(|ledger| {
                let board = Board::read(ledger.as_ref(), config, Timestamp::now(), None);
                board.map(Board::detached).map_err(|error| error.to_string())
            });
            match board {
                Ok(board) => boards.push((config.folder.clone(), board)),
                Err(error) => troubles.push(format!("the ledger cannot be read: {error}")),
            }
        }
        (Self { boards }, troubles)
    }

    /// What is known of an item of a document; nothing while the ledger was not read.
    pub fn of(&self, live: &Live, state: &DocumentState, item: &Item) -> Option<Known> {
        let folder = &live.workspace().project(state)?.config.folder;
        let (_, board) = self.boards.iter().find(|(known, _)| known == folder)?;
        // The board asks for the path and the statement alone.
        let spec = SpecInput {
            path: state.file.path.to_string(),
            text: Arc::clone(&state.file.text),
            items: Vec::new(),
        };
        let known = board.known(&spec, item);
        let judged = known.and_then(|known| Some(known.standing.as_ref()?.at));
        let vouched = known.and_then(|known| Some(known.attestation.as_ref()?.at));
        Some(Known { current: board.current(&spec, item), at: judged.or(vouched) })
    }
}
