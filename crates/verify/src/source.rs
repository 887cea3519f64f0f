//! The sources of a repository: code and the files that configure how it runs, without its documents.

use crate::listing::Listing;
use std::path::Path;

/// A source.
#[derive(Debug)]
pub struct Source {
    /// Its path, relative to the repository.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// The sources of a repository.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
    complete: bool,
}

/// The largest file that is read; what is larger was generated.
const LARGEST: u64 = 1 << 20;
/// How much is read altogether.
const MOST: u64 = 64 << 20;

/// Endings of code.
const CODE: &[&str] = &[
    "rs", "go", "py", "js", "mjs", "cjs", "jsx", "ts", "tsx", "mts", "cts", "java", "kt", "kts", "scala",
    "groovy", "cs", "fs", "vb", "rb", "php", "sh", "bash", "zsh", "ps1", "ex", "exs", "erl", "clj", "swift",
    "c", "h", "cc", "cpp", "hpp", "lua", "pl", "pm", "dart", "zig", "vue", "svelte", "sql", "nim", "hs",
    "ml", "r", "jl", "cr",
];
/// Endings of files that say how code runs.
const RUNNING: &[&str] = &[
    "yml",
    "yaml",
    "toml",
    "json",
    "ini",
    "cfg",
    "conf",
    "properties",
    "env",
    "service",
    "tf",
    "hcl",
    "xml",
    "gradle",
    "ron",
];

/// Folders of what others wrote, and of what was built.
const FOREIGN: &[&str] = &[
    "node_modules",
    "vendor",
    "third_party",
    "target",
    "dist",
    "build",
    ".venv",
    "venv",
    "site-packages",
    ".git",
    "__pycache__",
    ".abide",
    "coverage",
];

impl Sources {
    /// Reads the sources that a listing has.
    pub fn of(root: &Path, listing: &Listing) -> Self {
        let (mut files, mut left, mut complete) = (Vec::new(), MOST, true);
        for path in listing.entries().iter().filter(|path| is_source(path)) {
            let full = root.join(path);
            let Ok(size) = full.metadata().map(|metadata| metadata.len()) else { continue };
            if size > LARGEST {
                continue;
            }
            let Some(rest) = left.checked_sub(size) else {
                complete = false;
                break;
            };
            left = rest;
            if let Ok(bytes) = std::fs::read(&full) {
                files.push(Source { path: path.clone(), text: String::from_utf8_lossy(&bytes).into_owned() });
            }
        }
        Self { files, complete }
    }

    /// The sources.
    pub fn files(&self) -> &[Source] {
        &self.files
    }

    /// Whether nothing was left out for its size.
    pub fn is_complete(&self) -> bool {
        self.complete
    }

    /// Where a name stands as a whole word in code, tests last.
    pub fn find<'a>(&'a self, name: &'a str) -> Vec<(&'a Source, usize)> {
        let code = self.files.iter().filter(|source| source.is_code());
        let mut found: Vec<_> =
            code.flat_map(|source| whole_words(&source.text, name).map(move |at| (source, at))).collect();
        found.sort_by_key(|(source, _)| source.is_test());
        found
    }

    /// Whether any code has that name as a whole word.
    pub fn has_text(&self, name: &str) -> bool {
        self.files.iter().any(|source| source.is_code() && whole_words(&source.text, name).next().is_some())
    }
}

impl Source {
    /// Whether it is code, rather than what configures it.
    pub fn is_code(&self) -> bool {
        ending(&self.path).is_some_and(|ending| CODE.contains(&ending.as_str()))
    }

    /// Whether it is a test, by its path.
    pub fn is_test(&self) -> bool {
        let lower = self.path.to_lowercase();
        let name = lower.rsplit('/').next().unwrap_or(&lower);
        lower.split('/').any(|part| {
            matches!(part, "test" | "tests" | "__tests__" | "spec" | "testdata" | "fixtures" | "e2e")
        }) || name.starts_with("test_")
            || ["_test.", ".test.", ".spec.", "_tests.", "_spec.", "tests."]
                .iter()
                .any(|part| name.contains(part))
    }

    /// The 1-based line of a place.
    pub fn line(&self, at: usize) -> usize {
        self.text.get(..at).map_or(1, |before| before.matches('\n').count() + 1)
    }

    /// The line of a place, as written.
    pub fn written(&self, at: usize) -> &str {
        let start = self.text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        self.text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default().trim()
    }

    /// `src/config.rs:12`
    pub fn place(&self, at: usize) -> String {
        format!("{}:{}", self.path, self.line(at))
    }
}

fn is_source(path: &str) -> bool {
    if path.ends_with('/') || path.split('/').any(|part| FOREIGN.contains(&part)) {
        return false;
    }
    let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
    let lock =
        name.contains("lock") && !name.ends_with(".rs") || name == "go.sum" || name.ends_with(".min.js");
    if lock || name == "abide.toml" {
        return false;
    }
    let known = |ending: String| CODE.contains(&ending.as_str()) || RUNNING.contains(&ending.as_str());
    ending(path).is_some_and(known)
        || ["dockerfile", "makefile", "justfile", "procfile", "rakefile", "gemfile"]
            .iter()
            .any(|known| name.starts_with(known))
        || name.starts_with(".env")
}

fn ending(path: &str) -> Option<String> {
    let name = path.rsplit('/').next()?;
    name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase())
}

/// The places where a name stands as a whole word.
pub fn whole_words<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = usize> + 'a {
    let inside = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(name).map(|(at, _)| at).filter(move |at| {
        !text[..*at].chars().next_back().is_some_and(inside)
            && !text[at + name.len()..].chars().next().is_some_and(inside)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_code_and_what_configures_it_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in [
            ("src/config.py", "x = 1\nPORT = env('APP_PORT')\n"),
            ("tests/test_config.py", "APP_PORT"),
            ("README.md", "APP_PORT APP_OTHER"),
            ("compose.yml", "APP_PORT APP_COMPOSED"),
            ("node_modules/a/index.js", "APP_FOREIGN"),
            ("package-lock.json", "APP_LOCKED"),
        ] {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let sources = Sources::of(folder.path(), &Listing::of(folder.path()));
        let found = sources.find("APP_PORT");
        let places: Vec<_> = found.iter().map(|(source, at)| source.place(*at)).collect();
        assert_eq!(places, ["src/config.py:2", "tests/test_config.py:1"]);
        assert_eq!(found[0].0.written(found[0].1), "PORT = env('APP_PORT')");
        for name in ["APP_OTHER", "APP_FOREIGN", "APP_LOCKED", "APP_COMPOSED", "APP"] {
            assert!(!sources.has_text(name), "{name}");
        }
        assert_eq!(sources.files().len(), 3);
    }
}
