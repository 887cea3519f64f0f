//! What the editor can do.

use crate::positions::Encoding;
use gen_lsp_types::InitializeParams;

/// What the editor can do, as far as it matters here.
#[derive(Clone, Debug)]
pub struct Client {
    /// What columns count.
    pub encoding: Encoding,
    /// It asks for findings, so that none need be sent.
    pub pulls: bool,
    /// It asks again when it is told to.
    pub refreshes_diagnostics: bool,
    /// It asks for lenses again when it is told to.
    pub refreshes_lenses: bool,
    /// It takes edits with the versions of documents, and moves of files.
    pub document_changes: bool,
    /// It moves files as part of an edit.
    pub renames_files: bool,
    /// It tells of changed files once asked to.
    pub watches: bool,
    /// It has settings to ask for.
    pub configures: bool,
    /// It shows that something goes on.
    pub progress: bool,
    /// It shows what commands answer, so that no message need say it: the option `showsPages` of its introduction.
    pub shows_pages: bool,
}

impl Client {
    /// Reads the editor's introduction.
    pub fn of(params: &InitializeParams) -> Self {
        let (workspace, text) = (&params.capabilities.workspace, &params.capabilities.text_document);
        let (workspace, text) = (workspace.as_ref(), text.as_ref());
        let general = params.capabilities.general.as_ref();
        let offered = general.and_then(|general| general.position_encodings.clone()).unwrap_or_default();
        let edit = workspace.and_then(|workspace| workspace.workspace_edit.as_ref());
        let operations = edit.and_then(|edit| edit.resource_operations.as_ref());
        let yes = |flag: Option<bool>| flag.unwrap_or(false);
        Self {
            encoding: Encoding::agreed(&offered),
            pulls: text.is_some_and(|text| text.diagnostic.is_some()),
            refreshes_diagnostics: yes(
                workspace.and_then(|workspace| workspace.diagnostics.as_ref()?.refresh_support)
            ),
            refreshes_lenses: yes(
                workspace.and_then(|workspace| workspace.code_lens.as_ref()?.refresh_support)
            ),
            document_changes: yes(edit.and_then(|edit| edit.document_changes)),
            renames_files: operations
                .is_some_and(|known| known.contains(&gen_lsp_types::ResourceOperationKind::Rename)),
            watches: yes(workspace
                .and_then(|workspace| workspace.did_change_watched_files.as_ref()?.dynamic_registration)),
            configures: yes(workspace.and_then(|workspace| workspace.configuration)),
            progress: yes(params.capabilities.window.as_ref().and_then(|window| window.work_done_progress)),
            shows_pages: params
                .initialization_options
                .as_ref()
                .and_then(|options| options.get("showsPages")?.as_bool())
                .unwrap_or(false),
        }
    }
}
