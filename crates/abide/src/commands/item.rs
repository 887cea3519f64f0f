//! Which item somebody means who writes an id on the command line.

use abide_model::Item;
use abide_workspace::check::{DocumentState, Workspace};
use anyhow::Result;

/// The one item that is meant by `asked`.
pub fn find<'a>(workspace: &'a Workspace, asked: &str) -> Result<(&'a DocumentState, &'a Item)> {
    Ok(workspace.find_item(asked)?)
}

/// There is no such item; the nearest one is offered.
pub fn unknown(workspace: &Workspace, asked: &str) -> anyhow::Error {
    workspace.unknown_item(asked).into()
}
