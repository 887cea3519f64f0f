//! The templates of a workspace.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

use super::name::name;
use super::nearness::{Candidate, nearness};
use super::recognise::{Role, role, scope_and_area, tokens};
use crate::config::{Config, Configs, Globs, is_markdown};
use crate::files::{Found, Links, Root};

/// A file that is a template.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TemplateFile {
    /// A short name, unique in the workspace.
    pub name: String,
    /// As shown.
    pub path: Arc<str>,
    /// Where it is.
    pub absolute: PathBuf,
    /// The folder whose documents it may govern, as shown; empty for the root.
    pub scope: Arc<str>,
    /// The part of the scope that it is meant for; empty for all of it.
    pub area: Arc<str>,
    /// Whether `abide.toml` says that it is one.
    pub configured: bool,
}

/// The templates of a workspace, and what else is no document.
#[derive(Clone, Debug, Default)]
pub struct Templates {
    files: Vec<TemplateFile>,
    by_path: HashMap<Arc<str>, usize>,
    forms: Vec<Arc<str>>,
}

impl Templates {
    /// Finds the templates among `files`: those that each file's `abide.toml` names, or those known by their names.
    ///
    /// A file below an `abide.toml` that cannot be used is judged by its name; the caller reports the `abide.toml`.
    pub fn discover(root: &Root, files: &[Found], configs: &Configs, links: &Links) -> Self {
        let mut found: BTreeMap<Arc<str>, TemplateFile> = BTreeMap::new();
        let mut forms = Vec::new();
        let names = |folder: &str| links.names(folder);
        for file in files {
            let config = configs.for_file(&file.absolute).ok();
            let relative = config.as_ref().and_then(|config| config.relative(&file.absolute));
            let inside = |globs: &Globs| relative.as_deref().is_some_and(|path| globs.matches(path));
            let excluded =
                |config: &Arc<Config>| relative.as_deref().is_some_and(|path| config.exclude.covers(path));
            if config.as_ref().is_some_and(excluded) {
                continue;
            }
            let configured = config.as_ref().and_then(|config| config.templates.as_ref());
            let role = if is_markdown(&file.path) { role(&file.path, &names) } else { Role::Document };
            let (scope, area) = match (configured, role) {
                (Some(globs), _) if inside(globs) => scope_and_area(&file.path),
                // A template by name that the configuration does not name is no document for that.
                (Some(_), Role::Template { .. }) | (None, Role::Form) | (Some(_), Role::Form) => {
                    forms.push(Arc::clone(&file.path));
                    continue;
                }
                (None, Role::Template { scope, area }) => (scope, area),
                (_, Role::Document) => continue,
            };
            let template = TemplateFile {
                name: name(&file.path),
                path: Arc::clone(&file.path),
                absolute: file.absolute.clone(),
                scope: scope.into(),
                area: area.into(),
                configured: configured.is_some(),
            };
            found.insert(Arc::clone(&file.path), template);
        }
        Self::named_apart(add_configured(root, files, configs, found), forms)
    }

    /// All templates, in the order of their paths.
    pub fn files(&self) -> &[TemplateFile] {
        &self.files
    }

    /// The template at a shown path.
    pub fn at(&self, path: &str) -> Option<&TemplateFile> {
        self.files.get(*self.by_path.get(path)?)
    }

    /// The template of that name or at that path.
    pub fn named(&self, name: &str) -> Option<&TemplateFile> {
        self.files.iter().find(|template| template.name == name).or_else(|| self.at(name))
    }

    /// Whether the file at a shown path is a template, a form or a prompt, and so no document to check.
    pub fn is_no_document(&self, path: &str) -> bool {
        self.by_path.contains_key(path) || self.forms.binary_search_by(|form| (**form).cmp(path)).is_ok()
    }

    /// All templates, the nearest to the document at `path` first.
    pub fn candidates_for(&self, path: &str) -> Vec<Candidate<'_>> {
        let candidate = |template| Candidate { template, nearness: nearness(template, path) };
        let mut candidates: Vec<Candidate<'_>> = self.files.iter().map(candidate).collect();
        candidates.sort_by(|one, other| {
            one.nearness.cmp(&other.nearness).then_with(|| one.template.path.cmp(&other.template.path))
        });
        candidates
    }

    // Two templates of one name get the folders that tell them apart in front of it.
    fn named_apart(mut files: Vec<TemplateFile>, mut forms: Vec<Arc<str>>) -> Self {
        let mut uses: HashMap<String, usize> = HashMap::new();
        for file in &files {
            *uses.entry(file.name.clone()).or_default() += 1;
        }
        for file in &mut files {
            if uses.get(&file.name).is_some_and(|uses| *uses > 1) {
                file.name = longer_name(file);
            }
        }
        let mut uses: HashMap<String, usize> = HashMap::new();
        for file in &mut files {
            let uses = uses.entry(file.name.clone()).or_default();
            *uses += 1;
            // Names that still are alike would need a whole path to be told apart; a number is shorter.
            if *uses > 1 {
                file.name = format!("{}-{uses}", file.name);
            }
        }
        forms.sort();
        let by_path = files.iter().enumerate().map(|(at, file)| (Arc::clone(&file.path), at)).collect();
        Self { files, by_path, forms }
    }
}

// The folder that tells two templates of one name apart, and the name: `billing-specs`.
fn longer_name(file: &TemplateFile) -> String {
    let mut folders = file.scope.rsplit('/').filter(|folder| !folder.is_empty() && **folder != *file.name);
    match folders.next() {
        Some(folder) => format!("{}-{}", tokens(folder).join("-"), file.name),
        None => file.name.clone(),
    }
}

// `[template.NAME] path = …` names its file, wherever that stands.
fn add_configured(
    root: &Root,
    files: &[Found],
    configs: &Configs,
    mut found: BTreeMap<Arc<str>, TemplateFile>,
) -> Vec<TemplateFile> {
    let mut seen = Vec::new();
    for file in files {
        let Ok(config) = configs.for_file(&file.absolute) else { continue };
        if seen.contains(&config.folder) {
            continue;
        }
        seen.push(config.folder.clone());
        for (name, template) in &config.template {
            let Some(path) = &template.path else { continue };
            let absolute = crate::files::normalise(&config.folder.join(&path.value));
            let shown = root.relative(&absolute);
            let (scope, area) = scope_and_area(&shown);
            let template = TemplateFile {
                name: name.clone(),
                path: Arc::clone(&shown),
                absolute,
                scope: scope.into(),
                area: area.into(),
                configured: true,
            };
            found.insert(shown, template);
        }
    }
    found.into_values().collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::files::walk;

    struct Tree {
        _folder: tempfile::TempDir,
        templates: Templates,
    }

    fn tree(files: &[(&str, &str)]) -> Tree {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join(".git")).unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let root = Root::find(folder.path(), folder.path());
        let configs = Configs::new(root.clone(), Vec::new(), Default::default());
        let found = walk(&root, &[folder.path().to_owned()], |_| true);
        let templates = Templates::discover(&root, &found.files, &configs, &Links::new(&root));
        Tree { _folder: folder, templates }
    }

    fn paths(templates: &Templates) -> Vec<&str> {
        templates.files().iter().map(|template| &*template.path).collect()
    }

    fn nearest<'a>(templates: &'a Templates, path: &str) -> Vec<&'a str> {
        templates.candidates_for(path).iter().map(|candidate| &*candidate.template.path).collect()
    }

    #[test]
    fn without_a_configuration_templates_are_found_by_name() {
        let tree = tree(&[
            ("specs/template.md", ""),
            ("specs/a.md", ""),
            (".github/PULL_REQUEST_TEMPLATE.md", ""),
            ("docs/rfcs/0000-template.md", ""),
        ]);
        assert_eq!(paths(&tree.templates), ["docs/rfcs/0000-template.md", "specs/template.md"]);
        assert!(tree.templates.is_no_document(".github/PULL_REQUEST_TEMPLATE.md"));
        assert!(tree.templates.is_no_document("specs/template.md"));
        assert!(!tree.templates.is_no_document("specs/a.md"));
        assert_eq!(&*tree.templates.named("rfcs").unwrap().path, "docs/rfcs/0000-template.md");
    }

    #[test]
    fn the_configuration_replaces_the_search_below_its_folder() {
        let tree = tree(&[
            ("abide.toml", "templates = [\"odd/*.txt\"]\ntemplate.story.path = \"deep/story.md\""),
            ("odd/form.txt", ""),
            ("deep/story.md", ""),
            ("specs/template.md", ""),
            ("inner/abide.toml", ""),
            ("inner/template.md", ""),
        ]);
        assert_eq!(paths(&tree.templates), ["deep/story.md", "inner/template.md", "odd/form.txt"]);
        assert_eq!(tree.templates.named("story").unwrap().path.as_ref(), "deep/story.md");
        assert!(tree.templates.is_no_document("specs/template.md"), "it still is no document");
    }

    #[test]
    fn the_nearest_template_comes_first() {
        let tree = tree(&[
            ("0000-template.md", ""),
            ("docs/specs/template.md", ""),
            ("docs/_template/adr/adr.md", ""),
            ("other/template.md", ""),
        ]);
        assert_eq!(
            nearest(&tree.templates, "docs/adr/1.md"),
            ["docs/_template/adr/adr.md", "0000-template.md", "docs/specs/template.md", "other/template.md"]
        );
        assert_eq!(
            nearest(&tree.templates, "docs/specs/deep/1.md"),
            ["docs/specs/template.md", "docs/_template/adr/adr.md", "0000-template.md", "other/template.md"]
        );
    }

    #[test]
    fn two_templates_never_share_a_name() {
        let tree = tree(&[
            ("a/specs/template.md", ""),
            ("a/_template/specs/template.md", ""),
            ("b/specs/template.md", ""),
            ("c/rfc/template.md", ""),
        ]);
        let names: Vec<&str> = tree.templates.files().iter().map(|template| &*template.name).collect();
        assert_eq!(names, ["a-specs", "a-specs-2", "b-specs", "rfc"]);
    }
}
