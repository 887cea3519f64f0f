//! Where to look for templates, and for documents that tell what is usual.

use std::path::{Path, PathBuf};

use super::recognise::holds_templates;
use crate::config::is_markdown;
use crate::files::{LinkTarget, Links, Root, RootKind};

/// Files and folders to walk for templates and siblings of what was asked about.
///
/// That is the whole root where something says what belongs together: a repository, or an `abide.toml`. Elsewhere the
/// root may be a whole home folder. There it is what was asked about, and of each folder above it the Markdown files
/// and the folders of templates, down to `docs/templates` and `.specify/templates`.
pub fn places(root: &Root, links: &Links, asked: &[PathBuf]) -> Vec<PathBuf> {
    if root.kind() != RootKind::Folder {
        return vec![root.folder().to_owned()];
    }
    let mut places: Vec<PathBuf> = asked.to_vec();
    for path in asked {
        let above = path.ancestors().skip(usize::from(!path.is_dir()));
        for folder in above.take_while(|folder| folder.starts_with(root.folder())) {
            places.extend(beside(root, links, folder));
        }
    }
    places.sort();
    places.dedup();
    places
}

fn beside(root: &Root, links: &Links, folder: &Path) -> Vec<PathBuf> {
    let shown = root.relative(folder);
    let join = |folder: &str, name: &str| match folder {
        "" => name.to_owned(),
        _ => format!("{folder}/{name}"),
    };
    let mut places = Vec::new();
    for name in links.names(&shown) {
        let path = join(&shown, &name);
        match links.target(&path) {
            LinkTarget::File if is_markdown(&name) => places.push(root.absolute(&path)),
            LinkTarget::Folder if holds_templates(&name) => places.push(root.absolute(&path)),
            LinkTarget::Folder => {
                let inner = links.names(&path).into_iter().filter(|name| holds_templates(name));
                let inner = inner.map(|name| join(&path, &name));
                let folders = inner.filter(|path| links.target(path) == LinkTarget::Folder);
                places.extend(folders.map(|path| root.absolute(&path)));
            }
            _ => {}
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn scene() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for path in [
            "template.md",
            "notes.txt",
            "docs/templates/adr.md",
            ".specify/templates/spec.md",
            "other/far.md",
            "specs/a.md",
            "specs/deep/b.md",
        ] {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        folder
    }

    fn shown(folder: &Path, asked: &str) -> Vec<String> {
        let root = Root::find(&folder.join(asked), folder);
        let places = places(&root, &Links::new(&root), &[folder.join(asked)]);
        places.iter().map(|path| root.relative(path).to_string()).collect()
    }

    #[test]
    fn without_a_repository_only_what_can_matter_is_looked_at() {
        let folder = scene();
        let above = [".specify/templates", "docs/templates"];
        assert_eq!(
            shown(folder.path(), "specs/deep"),
            [&above[..], &["specs/a.md", "specs/deep", "specs/deep/b.md", "template.md"]].concat()
        );
        assert_eq!(shown(folder.path(), "specs/a.md"), [&above[..], &["specs/a.md", "template.md"]].concat());
    }

    #[test]
    fn a_repository_is_looked_at_as_a_whole() {
        let folder = scene();
        fs::create_dir(folder.path().join(".git")).unwrap();
        assert_eq!(shown(folder.path(), "specs/a.md"), [""]);
    }
}
