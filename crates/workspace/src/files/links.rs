//! Whether what a link points at is there, with one reading of each folder instead of a question per link.

use std::collections::{HashMap, HashSet};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};

use super::root::{Root, normalise};

/// What stands at a path.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Target {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// Nothing, or nothing that can be seen.
    Missing,
    /// The path leaves the root, so that what is there differs from machine to machine.
    Outside,
}

/// What stands in a folder.
#[derive(Debug, Default)]
struct Listing {
    targets: HashMap<Box<OsStr>, Target>,
    /// What its names end in, behind their last full stop.
    extensions: HashSet<String>,
}

/// The folders that were read so far. Names are compared exactly, also where the file system would not.
///
/// It may be shared between threads. What changes on disk later is not seen: make a new one for each run.
#[derive(Debug)]
pub struct Links {
    root: PathBuf,
    folders: RwLock<HashMap<PathBuf, Option<Arc<Listing>>>>,
    /// The same by how paths write them: links name few folders, and mostly in one way.
    written: RwLock<HashMap<Box<str>, Written>>,
}

/// What a folder as a path writes it is.
#[derive(Clone, Debug)]
enum Written {
    /// A folder that was read.
    Read(Arc<Listing>),
    /// No folder.
    Missing,
    /// Outside of the root.
    Outside,
}

impl Links {
    /// Nothing is read yet.
    pub fn new(root: &Root) -> Self {
        Self { root: root.folder().to_owned(), folders: RwLock::default(), written: RwLock::default() }
    }

    /// What stands at `relative`, a path from the root with `/` separators; `.` and `..` are followed by text.
    pub fn target(&self, relative: &str) -> Target {
        let (folder, name) = relative.rsplit_once('/').unwrap_or(("", relative));
        if matches!(name, "" | "." | "..") || relative.contains('\\') {
            return self.look(relative);
        }
        match self.folder(folder) {
            Written::Read(listing) => {
                listing.targets.get(OsStr::new(name)).copied().unwrap_or(Target::Missing)
            }
            Written::Missing => Target::Missing,
            // The way may lead back in.
            Written::Outside => self.look(relative),
        }
    }

    fn folder(&self, written: &str) -> Written {
        if let Some(known) = self.written.read().ok().and_then(|known| known.get(written).cloned()) {
            return known;
        }
        let listing = || self.listing(&normalise(&self.root.join(written.trim_start_matches('/'))));
        let folder = match self.look(written) {
            Target::Folder => listing().map_or(Written::Missing, Written::Read),
            Target::File | Target::Missing => Written::Missing,
            Target::Outside => Written::Outside,
        };
        if let Ok(mut known) = self.written.write() {
            known.insert(written.into(), folder.clone());
        }
        folder
    }

    /// Follows a path part by part.
    fn look(&self, relative: &str) -> Target {
        let path = normalise(&self.root.join(relative.trim_start_matches('/')));
        let Ok(below) = path.strip_prefix(&self.root) else { return Target::Outside };
        let whole =
            |found| if relative.ends_with('/') && found == Target::File { Target::Missing } else { found };
        // A folder that was read was found part by part.
        if let (Some(folder), Some(name)) = (path.parent(), below.file_name())
            && let Some(listing) = self.known(folder)
        {
            return whole(listing.targets.get(name).copied().unwrap_or(Target::Missing));
        }
        let mut folder = self.root.clone();
        let mut found = Target::Folder;
        // Each part is looked up, so that `Docs/a.md` is missing where the folder is `docs`.
        for part in below.components() {
            if found != Target::Folder {
                return Target::Missing;
            }
            let Some(listing) = self.listing(&folder) else { return Target::Missing };
            let Some(target) = listing.targets.get(part.as_os_str()) else { return Target::Missing };
            found = *target;
            folder.push(part);
        }
        whole(found)
    }

    /// What stands at `link` as seen from the document at `document`; a link that starts with `/` starts at the root.
    pub fn seen_from(&self, document: &str, link: &str) -> Target {
        if link.starts_with('/') {
            return self.target(link);
        }
        match document.rsplit_once('/') {
            Some((folder, _)) => self.target(&format!("{folder}/{link}")),
            None => self.target(link),
        }
    }

    /// The names in a folder, sorted; empty where there is no such folder.
    pub fn names(&self, folder: &str) -> Vec<String> {
        let listing = self.listing_of(folder);
        let names = listing.iter().flat_map(|listing| listing.targets.keys());
        let mut names: Vec<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// Whether something in a folder has a name with that extension.
    pub fn has_extension(&self, folder: &str, extension: &str) -> bool {
        self.listing_of(folder).is_some_and(|listing| listing.extensions.contains(extension))
    }

    fn listing_of(&self, folder: &str) -> Option<Arc<Listing>> {
        if self.target(folder) != Target::Folder {
            return None;
        }
        self.listing(&normalise(&self.root.join(folder.trim_start_matches('/'))))
    }

    /// What stands in a folder that was read before.
    fn known(&self, folder: &Path) -> Option<Arc<Listing>> {
        self.folders.read().ok()?.get(folder)?.clone()
    }

    fn listing(&self, folder: &Path) -> Option<Arc<Listing>> {
        if let Ok(folders) = self.folders.read()
            && let Some(listing) = folders.get(folder)
        {
            return listing.clone();
        }
        let listing = read(folder).map(Arc::new);
        if let Ok(mut folders) = self.folders.write() {
            folders.insert(folder.to_owned(), listing.clone());
        }
        listing
    }
}

fn read(folder: &Path) -> Option<Listing> {
    let entries = fs::read_dir(folder).ok()?.flatten();
    let target = |entry: fs::DirEntry| {
        let kind = entry.file_type().ok()?;
        // What a link points at takes a question of its own; links are few.
        let is_folder =
            if kind.is_symlink() { fs::metadata(entry.path()).ok()?.is_dir() } else { kind.is_dir() };
        let target = if is_folder { Target::Folder } else { Target::File };
        Some((entry.file_name().into_boxed_os_str(), target))
    };
    let targets: HashMap<Box<OsStr>, Target> = entries.filter_map(target).collect();
    let extension = |name: &OsStr| Some(name.to_string_lossy().rsplit_once('.')?.1.to_owned());
    let extensions = targets.keys().filter_map(|name| extension(name)).collect();
    Some(Listing { targets, extensions })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links() -> (tempfile::TempDir, Links) {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("repo/docs/img")).unwrap();
        fs::write(folder.path().join("outside.md"), "").unwrap();
        fs::write(folder.path().join("repo/docs/a b.md"), "").unwrap();
        let repository = folder.path().join("repo");
        let links = Links::new(&Root::find(&repository, &repository));
        (folder, links)
    }

    #[test]
    fn links_are_followed_from_the_folder_of_the_document() {
        let (_folder, links) = links();
        for (link, expected) in [
            ("a b.md", Target::File),
            ("./img", Target::Folder),
            ("img/", Target::Folder),
            ("a b.md/", Target::Missing),
            ("a b.md/x", Target::Missing),
            ("../docs/a b.md", Target::File),
            ("/docs/a b.md", Target::File),
            ("/", Target::Folder),
            ("img/../../docs", Target::Folder),
            ("missing.md", Target::Missing),
            ("missing/x.md", Target::Missing),
            ("A b.md", Target::Missing),
            ("../../outside.md", Target::Outside),
        ] {
            assert_eq!(links.seen_from("docs/spec.md", link), expected, "{link}");
        }
        assert_eq!(links.seen_from("README.md", "docs/a b.md"), Target::File);
        assert_eq!(links.names("docs"), ["a b.md", "img"]);
        assert!(links.names("docs/a b.md").is_empty());
        assert!(links.has_extension("docs", "md"));
        assert!(!links.has_extension("docs", "png"));
        assert!(!links.has_extension("nowhere", "md"));
    }

    #[test]
    fn a_folder_is_read_once() {
        let (folder, links) = links();
        assert_eq!(links.target("docs/new.md"), Target::Missing);
        fs::write(folder.path().join("repo/docs/new.md"), "").unwrap();
        assert_eq!(links.target("docs/new.md"), Target::Missing, "the first reading stands");
    }

    #[cfg(unix)]
    #[test]
    fn a_symbolic_link_is_what_it_points_at() {
        let (folder, links) = links();
        let docs = folder.path().join("repo/docs");
        std::os::unix::fs::symlink("a b.md", docs.join("good.md")).unwrap();
        std::os::unix::fs::symlink("gone.md", docs.join("broken.md")).unwrap();
        assert_eq!(links.target("docs/good.md"), Target::File);
        assert_eq!(links.target("docs/broken.md"), Target::Missing);
    }
}
