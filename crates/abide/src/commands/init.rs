//! `abide init`: finds templates and specs, and writes an `abide.toml` that says what was found.

mod agents;

use super::Place;
use crate::Exit;
use crate::cli::Init;
use abide_template::{How, Slot};
use abide_workspace::check::{Library, OpenError, Project, Template, Workspace};
use abide_workspace::config::CONFIG_FILE;
use abide_workspace::files::{Root, write};
use anyhow::{Result, bail};
use std::collections::{BTreeMap, BTreeSet};

pub fn run(place: &Place, arguments: &Init) -> Result<Exit> {
    if arguments.agents {
        return agents::run(place, arguments);
    }
    let folder = &place.current;
    let file = folder.join(CONFIG_FILE);
    let root = Root::find(folder, folder);
    let shown = root.relative(&file);
    if file.exists() && !arguments.force && !arguments.dry_run {
        bail!(
            "`{shown}` is already there; --force writes it anew, --dry-run only shows what would be written"
        );
    }
    // Globs are relative to the folder of the file, whatever the root is.
    let base = root.relative(folder);
    // What is there must not be judged by the file that is about to be replaced, but for the templates that it names.
    let mut request = place.open(&[]);
    // In a folder of its own, as a configuration speaks of what stands in its folder.
    let aside = tempfile::tempdir()?;
    if let Ok(before) = std::fs::read_to_string(&file) {
        let stand_in = aside.path().join(CONFIG_FILE);
        std::fs::write(&stand_in, templates(&before, &base))?;
        request.config = Some(stand_in);
    }
    let found = match Workspace::open(&request) {
        Ok(workspace) => Found::read(&workspace, &base),
        // A repository whose templates are there before its first spec.
        Err(OpenError::NothingMatched { .. }) => {
            Found::before_the_first(&Workspace::templates(&request)?, &base)
        }
        Err(error) => return Err(error.into()),
    };
    let text = found.configuration();
    if arguments.dry_run {
        crate::terminal::print(&text)?;
        return Ok(Exit::Ok);
    }
    write(&shown, &file, text.as_bytes())?;
    crate::terminal::print(&format!("{shown}: written\n{}", found.summary()))?;
    Ok(Exit::Ok)
}

/// The templates that a configuration names, as one for the whole root.
fn templates(text: &str, base: &str) -> String {
    let document: toml_edit::DocumentMut = text.parse().unwrap_or_default();
    let Some(named) = document.get("templates").and_then(|named| named.as_array()) else {
        return String::new();
    };
    let from_root = |path: &str| if base.is_empty() { path.to_owned() } else { format!("{base}/{path}") };
    let paths: Vec<String> = named.iter().filter_map(|path| path.as_str()).map(from_root).collect();
    format!("templates = {}\n", list(&paths))
}

/// What a repository holds.
#[derive(Default)]
struct Found {
    documents: usize,
    /// The folders of governed documents, seen from the folder of the file, with the names of the documents.
    folders: BTreeMap<String, BTreeSet<String>>,
    templates: Vec<FoundTemplate>,
}

struct FoundTemplate {
    name: String,
    path: Option<String>,
    /// The path as the file may name it, which it may not outside of its folder.
    inside: Option<String>,
    documents: usize,
    optional: Vec<String>,
    renamed: Vec<(String, String, usize)>,
}

impl FoundTemplate {
    fn new(known: &Template, base: &str) -> Self {
        Self {
            name: known.name.clone(),
            path: known.path.as_deref().map(str::to_owned),
            inside: known.path.as_deref().and_then(|path| below(base, path)).map(str::to_owned),
            documents: 0,
            optional: Vec::new(),
            renamed: Vec::new(),
        }
    }
}

impl Found {
    fn before_the_first(library: &Library, base: &str) -> Self {
        let own = library.templates.iter().filter(|known| known.path.is_some());
        Self { templates: own.map(|known| FoundTemplate::new(known, base)).collect(), ..Self::default() }
    }

    fn read(workspace: &Workspace, base: &str) -> Self {
        let mut found = Self { documents: workspace.asked().count(), ..Self::default() };
        for (at, project) in workspace.projects.iter().enumerate() {
            for (template, known) in project.library.templates.iter().enumerate() {
                let governed: Vec<_> = workspace
                    .asked()
                    .filter(|state| state.project == at)
                    .filter_map(|state| Some((state, state.governed.as_ref()?)))
                    .filter(|(_, governed)| governed.template == template)
                    .collect();
                if governed.is_empty() && known.path.is_none() {
                    continue;
                }
                for (state, _) in &governed {
                    let path = below(base, &state.file.path).unwrap_or_default();
                    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
                    found.folders.entry(folder.to_owned()).or_default().insert(name.to_owned());
                }
                found.templates.push(FoundTemplate {
                    documents: governed.len(),
                    optional: optional(project, template, &governed),
                    renamed: renamed(project, template, &governed),
                    ..FoundTemplate::new(known, base)
                });
            }
        }
        found
    }

    fn configuration(&self) -> String {
        let mut text = String::from(
            "# What Abide checks here. Each setting is described in docs/settings.md of Abide.\n\n",
        );
        let globs = self.globs();
        if globs.is_empty() {
            text.push_str("# specs = [\"specs/**/*.md\"]\n");
        } else {
            text.push_str(&format!("specs = {}\n", list(&globs)));
        }
        let paths: Vec<String> =
            self.templates.iter().filter_map(|template| template.inside.clone()).collect();
        if paths.is_empty() {
            text.push_str("# templates = [\"specs/template.md\"]   # any Markdown; the built-in ones are always there\n");
        } else {
            text.push_str(&format!("templates = {}\n", list(&paths)));
        }
        for template in &self.templates {
            if template.optional.is_empty() && template.renamed.is_empty() {
                continue;
            }
            text.push_str(&format!("\n# What the {} documents of this template do.\n", template.documents));
            text.push_str(&format!("[template.{}]\n", key(&template.name)));
            if !template.optional.is_empty() {
                text.push_str(&format!("optional = {}\n", list(&template.optional)));
            }
            if !template.renamed.is_empty() {
                let pairs: Vec<String> = template
                    .renamed
                    .iter()
                    .map(|(heading, name, _)| format!("{} = [{}]", quote(heading), quote(name)))
                    .collect();
                text.push_str(&format!("synonyms = {{ {} }}\n", pairs.join(", ")));
            }
        }
        text.push_str(
            "\n# [rules]\n# missing-section = \"error\"          # error | warning | info | off\n\
             \n# [targets.local]                     # a system under test, for `abide verify`\n\
             # url = \"http://127.0.0.1:{port}\"\n# start = [\"./serve\", \"--port\", \"{port}\"]\n# ready = \"/health\"\n\
             \n# [commands]                          # names that a spec's checks may mean\n# unit-tests = [\"cargo\", \"test\"]\n",
        );
        text
    }

    /// The folders of governed documents, joined where one holds the others.
    fn globs(&self) -> Vec<String> {
        let mut tops: Vec<String> = Vec::new();
        for folder in self.folders.keys().map(|folder| self.home(folder)) {
            if !tops.iter().any(|top| holds(top, &folder)) {
                tops.retain(|top| !holds(&folder, top));
                tops.push(folder);
            }
        }
        let glob = |top: &String| if top.is_empty() { "*.md".to_owned() } else { format!("{top}/**/*.md") };
        tops.iter().map(glob).collect()
    }

    /// Where documents have a folder each (`specs/001-export/spec.md`), the folder of these folders, as the next one is
    /// not there yet. Of a single one, its number or the name of the document tells.
    fn home(&self, folder: &str) -> String {
        let Some((parent, _)) = folder.rsplit_once('/') else { return folder.to_owned() };
        let alike = |other: &str| {
            let beside = other != folder && other.rsplit_once('/').is_some_and(|(above, _)| above == parent);
            beside
                && self
                    .folders
                    .get(other)
                    .zip(self.folders.get(folder))
                    .is_some_and(|(one, two)| !one.is_disjoint(two))
        };
        let numbered =
            below(parent, folder).is_some_and(|name| name.starts_with(|c: char| c.is_ascii_digit()));
        let named_alike =
            self.folders.get(folder).is_some_and(|names| names.iter().all(|name| is_one_of_a_set(name)));
        let shared = numbered || named_alike || self.folders.keys().any(|other| alike(other));
        if shared { parent.to_owned() } else { folder.to_owned() }
    }

    fn summary(&self) -> String {
        let governed: usize = self.templates.iter().map(|template| template.documents).sum();
        let mut text =
            format!("{} Markdown documents, {governed} of them written from a template\n", self.documents);
        for template in &self.templates {
            let from = template.path.as_deref().unwrap_or("built in");
            text.push_str(&format!("  {:4} from `{}` ({from})\n", template.documents, template.name));
        }
        text.push_str(&match self.templates.first() {
            Some(template) if self.documents == 0 => {
                format!("next: `abide new {} \"Title\"` writes the first spec\n", key(&template.name))
            }
            None if self.documents == 0 => {
                "next: `abide template list` names the built-in templates, `abide new` writes a spec from one\n".to_owned()
            }
            _ => "next: `abide check` says what is missing in them\n".to_owned(),
        });
        text
    }
}

/// Names that say what a document is in its folder, and not what it is about.
fn is_one_of_a_set(name: &str) -> bool {
    const NAMES: &[&str] =
        &["spec", "requirements", "design", "tasks", "plan", "proposal", "prd", "feature", "readme", "index"];
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_lowercase();
    NAMES.contains(&stem.as_str())
}

/// A path of the root as it is seen from one of its folders, if it stands there.
fn below<'a>(folder: &str, path: &'a str) -> Option<&'a str> {
    if folder.is_empty() { Some(path) } else { path.strip_prefix(folder)?.strip_prefix('/') }
}

fn holds(folder: &str, other: &str) -> bool {
    // The root itself is not searched in depth: `*.md`.
    folder == other || !folder.is_empty() && below(folder, other).is_some()
}

type Governed<'a> = (&'a abide_workspace::check::DocumentState, &'a abide_workspace::check::Governed);

fn slots(project: &Project, template: usize) -> impl Iterator<Item = (abide_template::SlotId, &Slot)> {
    let version = project.library.templates.get(template).and_then(|template| template.today());
    let schema = version.and_then(|version| project.library.set.schema(version.schema));
    schema.into_iter().flat_map(|schema| schema.slots())
}

/// Sections that the template asks for and less than half of its documents have.
fn optional(project: &Project, template: usize, governed: &[Governed<'_>]) -> Vec<String> {
    const ENOUGH: usize = 5;
    if governed.len() < ENOUGH {
        return Vec::new();
    }
    let version = project
        .library
        .templates
        .get(template)
        .map_or(0, |template| template.versions.len().saturating_sub(1));
    let today: Vec<_> = governed.iter().filter(|(_, governed)| governed.version == version).collect();
    let rare = slots(project, template).filter(|(id, slot)| {
        let have = today.iter().filter(|(_, governed)| governed.alignment.section(*id).is_some()).count();
        slot.is_required()
            && !slot.label
            && !slot.any_title
            && slot.family.is_none()
            && have * 2 < today.len()
    });
    rare.map(|(_, slot)| slot.title.clone()).collect()
}

/// Headings that at least a third of the documents have in place of one of the template's.
fn renamed(project: &Project, template: usize, governed: &[Governed<'_>]) -> Vec<(String, String, usize)> {
    let mut names: BTreeMap<(String, String), usize> = BTreeMap::new();
    for (state, governed) in governed {
        for found in &governed.alignment.matches {
            if !matches!(found.how, How::Concept | How::Alike(_)) {
                continue;
            }
            let slot = slots(project, template).find(|(id, _)| *id == found.slot);
            if let (Some((_, slot)), Some(section)) = (slot, state.document.section(found.section)) {
                *names.entry((slot.title.clone(), section.title.to_string())).or_default() += 1;
            }
        }
    }
    let often = names.into_iter().filter(|(_, count)| *count >= 2 && *count * 3 >= governed.len());
    often.map(|((heading, name), count)| (heading, name, count)).collect()
}

fn quote(text: &str) -> String {
    toml_edit::Value::from(text).to_string().trim().to_owned()
}

fn key(name: &str) -> String {
    let bare = name.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_'));
    if bare { name.to_owned() } else { quote(name) }
}

fn list(values: &[String]) -> String {
    let quoted: Vec<String> = values.iter().map(|value| quote(value)).collect();
    format!("[{}]", quoted.join(", "))
}
