//! What the tests of the repository showed when they ran last, by their JUnit reports.

mod mark;
mod report;

pub use report::{Case, Ended};

use crate::project::Project;
use ignore::WalkBuilder;
use std::path::Path;
use std::time::SystemTime;

/// The largest report that is read.
const LARGEST: u64 = 64 << 20;
/// Entries that are looked at to find reports.
const MOST: usize = 200_000;

/// A report with its tests.
#[derive(Debug)]
pub struct Report {
    /// Its path, relative to the folder of `abide.toml`.
    pub path: String,
    /// When it was written.
    pub written: Option<SystemTime>,
    /// Its tests.
    pub cases: Vec<Case>,
}

/// All reports, and the marks in tests.
#[derive(Debug, Default)]
pub struct Tested {
    /// The reports.
    pub reports: Vec<Report>,
    /// Files that are named as reports and are none, with why.
    pub unreadable: Vec<String>,
    /// The marks, each with the name of the test that it stands at.
    pub marks: Vec<(crate::TestMark, Option<String>)>,
}

impl Tested {
    /// Reads the reports that `abide.toml` names, and the tests that have marks.
    pub fn read(project: &Project) -> Self {
        let mut tested = Self::default();
        if !project.reports.is_empty() {
            tested.find(project);
        }
        for mark in &project.marks {
            let text = std::fs::read_to_string(project.repository.join(&mark.path)).unwrap_or_default();
            tested.marks.push((mark.clone(), mark::test_at(&text, mark.line)));
        }
        tested
    }

    fn find(&mut self, project: &Project) {
        // Reports are built, so git ignores most of them.
        let mut walk = WalkBuilder::new(&project.folder);
        walk.standard_filters(false).filter_entry(|entry| entry.file_name() != ".git");
        let mut found: Vec<String> = Vec::new();
        for entry in walk.build().flatten().take(MOST) {
            let Ok(relative) = entry.path().strip_prefix(&project.folder) else { continue };
            let path = relative.to_string_lossy().replace('\\', "/");
            if project.reports.matches(&path) && entry.file_type().is_some_and(|kind| kind.is_file()) {
                found.push(path);
            }
        }
        found.sort();
        for path in found {
            match self::report(&project.folder.join(&path)) {
                Ok((written, cases)) => self.reports.push(Report { path, written, cases }),
                Err(error) => self.unreadable.push(format!("{path}: {error}")),
            }
        }
    }
}

fn report(path: &Path) -> Result<(Option<SystemTime>, Vec<Case>), String> {
    let metadata = std::fs::metadata(path).map_err(|error| error.to_string())?;
    if metadata.len() > LARGEST {
        return Err(format!("it is larger than {LARGEST} bytes"));
    }
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    Ok((metadata.modified().ok(), report::cases(&String::from_utf8_lossy(&bytes))?))
}
