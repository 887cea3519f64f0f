//! Addresses of files.

use abide_workspace::files::normalise;
use gen_lsp_types::Uri;
use std::path::{Path, PathBuf};

/// The file that an address names; what is no file has none.
pub fn path(uri: &Uri) -> Option<PathBuf> {
    if uri.scheme() != "file" {
        return None;
    }
    uri.to_file_path().ok().map(|path| normalise(&path))
}

/// The address of a file.
pub fn of(path: &Path) -> Option<Uri> {
    Uri::from_file_path(path).ok()
}
