//! The repository's templates as the library takes them.

use super::library::Source;
use crate::config::Config;
use crate::files::{Buffers, FileProblem, Root};
use crate::git::History;
use crate::templates::TemplateFile;

/// Reads a template file in all its versions, with what `abide.toml` says of it.
pub fn read(
    root: &Root,
    config: &Config,
    file: &TemplateFile,
    history: &History,
    buffers: &Buffers,
) -> Result<Source, FileProblem> {
    let loaded = buffers.load(&file.path, &file.absolute)?;
    // A template that the configuration names may govern all that the configuration speaks of.
    let (scope, area) = if file.configured {
        let folder = root.relative(&config.folder);
        let area = file.scope.strip_prefix(&*folder).unwrap_or_default().trim_start_matches('/').to_owned();
        (folder.to_string(), area)
    } else {
        (file.scope.to_string(), file.area.to_string())
    };
    let committed = history.versions(&file.path).iter();
    let mut versions: Vec<_> = committed.map(|version| (Some(version.date), version.text.clone())).collect();
    if versions.last().is_none_or(|(_, text)| *text != loaded.text) {
        versions.push((None, loaded.text));
    }
    Ok(Source {
        name: file.name.clone(),
        path: file.path.clone(),
        scope,
        area: (!area.is_empty()).then_some(area),
        overrides: config.template.get(&file.name).cloned(),
        versions,
    })
}
