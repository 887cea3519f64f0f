//! Globs of `abide.toml`, relative to its folder.

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};

use super::problem::Located;
use super::table::Value;

/// A list of globs.
#[derive(Clone, Debug, Default)]
pub struct Globs {
    /// As written.
    pub patterns: Vec<Located<String>>,
    markdown: GlobSet,
    any: GlobSet,
}

impl Globs {
    /// Whether the file at `relative`, with `/` separators, is meant.
    ///
    /// A pattern with no extension (`specs`, `specs/**`) means the Markdown files there.
    pub fn matches(&self, relative: &str) -> bool {
        self.any.is_match(relative) || (is_markdown(relative) && self.markdown.is_match(relative))
    }

    /// Whether everything with that path is meant, whatever its extension; a pattern that names a folder means all in it.
    pub fn covers(&self, relative: &str) -> bool {
        self.any.is_match(relative) || self.markdown.is_match(relative)
    }

    /// Whether one of the patterns is this path and nothing else.
    pub fn names(&self, relative: &str) -> bool {
        self.patterns.iter().any(|pattern| clean(pattern) == relative)
    }

    /// Whether no pattern is given.
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    pub(super) fn read(value: &Value<'_>) -> Option<Self> {
        let patterns = value.list()?;
        let mut markdown = GlobSetBuilder::new();
        let mut any = GlobSetBuilder::new();
        for pattern in &patterns {
            let text = clean(pattern);
            if let Err((message, help)) = refuse(text) {
                let message = format!("`{}` has the glob \"{}\", {message}", value.name, pattern.value);
                value.problems.add(pattern.range, message, help);
                continue;
            }
            for text in [text.to_owned(), format!("{}/**", text.trim_end_matches('/'))] {
                match build(&text) {
                    Ok(glob) if has_extension(&text) => any.add(glob),
                    Ok(glob) => markdown.add(glob),
                    Err(error) => {
                        let message = format!(
                            "`{}` has the glob \"{}\", which cannot be read: {}",
                            value.name,
                            pattern.value,
                            error.kind()
                        );
                        value.problems.add(pattern.range, message, "for example `specs/**/*.md`");
                        break;
                    }
                };
            }
        }
        Some(Self {
            patterns,
            markdown: markdown.build().unwrap_or_default(),
            any: any.build().unwrap_or_default(),
        })
    }
}

/// Whether a path ends as Markdown files do.
pub fn is_markdown(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    extension.eq_ignore_ascii_case("md") || extension.eq_ignore_ascii_case("markdown")
}

fn clean(pattern: &str) -> &str {
    pattern.strip_prefix("./").unwrap_or(pattern)
}

fn refuse(pattern: &str) -> Result<(), (&'static str, &'static str)> {
    if pattern.is_empty() {
        Err(("which is empty", "use `**` for everything"))
    } else if pattern.starts_with('/') {
        Err(("which starts with `/`", "globs are relative to the folder of this file: leave it out"))
    } else if pattern.split('/').any(|part| part == "..") {
        Err(("which leaves the folder of this file", "put an `abide.toml` into the folder that is meant"))
    } else {
        Ok(())
    }
}

fn build(pattern: &str) -> Result<Glob, globset::Error> {
    GlobBuilder::new(pattern).literal_separator(true).empty_alternates(true).build()
}

fn has_extension(pattern: &str) -> bool {
    let last = pattern.rsplit('/').next().unwrap_or(pattern);
    last.trim_start_matches('.').contains('.')
}
