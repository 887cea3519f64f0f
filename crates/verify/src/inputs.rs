//! What of an open workspace is verified: documents of one configuration.

use crate::facts::SpecInput;
use abide_workspace::Config;
use abide_workspace::check::Workspace;
use std::sync::Arc;

/// Why there is no one configuration to verify by.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InputsError {
    /// Several have a say.
    #[error(
        "these specifications belong to several configurations ({}); verify them one folder at a time",
        .0.join(", ")
    )]
    Several(Vec<String>),
    /// Nothing was asked about.
    #[error("there is no specification to verify")]
    None,
}

/// The specifications that were asked about, with what their one `abide.toml` says.
pub fn inputs(workspace: &Workspace) -> Result<(Arc<Config>, Vec<SpecInput>), InputsError> {
    let projects = projects(workspace);
    match projects.as_slice() {
        [] => Err(InputsError::None),
        [one] => inputs_of(workspace, *one).ok_or(InputsError::None),
        several => {
            let configs = several.iter().filter_map(|project| workspace.projects.get(*project));
            let name =
                |path: Option<&str>| path.map_or("no abide.toml".to_owned(), |path| format!("`{path}`"));
            let names = configs.map(|project| name(project.config.path.as_deref())).collect();
            Err(InputsError::Several(names))
        }
    }
}

/// The projects of the documents that were asked about.
pub fn projects(workspace: &Workspace) -> Vec<usize> {
    let mut projects: Vec<usize> = workspace.asked().map(|state| state.project).collect();
    projects.sort_unstable();
    projects.dedup();
    projects
}

/// The specifications of one project that were asked about, with what its `abide.toml` says.
pub fn inputs_of(workspace: &Workspace, project: usize) -> Option<(Arc<Config>, Vec<SpecInput>)> {
    let config = Arc::clone(&workspace.projects.get(project)?.config);
    let states = workspace.asked().filter(|state| state.project == project);
    Some((config, states.map(SpecInput::of).collect()))
}
