//! `abide new`: a new spec from a template, with what is known filled in.

use super::{Place, count, template};
use crate::cli::New;
use crate::{Exit, terminal};
use abide_syntax::slug;
use abide_template::{Values, fill};
use abide_workspace::check::{OpenError, Template, Workspace};
use abide_workspace::files::{Root, write};
use abide_workspace::git::Repository;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

pub fn run(place: &Place, arguments: &New) -> Result<Exit> {
    if arguments.title.trim().is_empty() {
        bail!("a new spec needs a title");
    }
    let root = Root::find(&place.current, &place.current);
    let request = place.open(&[root.folder().to_owned()]);
    // A repository without any spec yet is where the first one is written.
    let workspace = match Workspace::open(&request) {
        Ok(workspace) => Some(workspace),
        Err(OpenError::NothingMatched { .. }) => None,
        Err(error) => return Err(error.into()),
    };
    let library = template::library(place)?;
    let found = library.find(&arguments.template).and_then(|at| library.templates.get(at));
    let found = found.ok_or_else(|| template::unknown(&library, &arguments.template))?;
    let siblings = workspace.as_ref().map_or_else(Vec::new, |workspace| siblings(workspace, &found.name));
    let numbering = Numbering::of(&siblings);
    let number = numbering.as_ref().map(Numbering::next);
    let values = Values {
        title: arguments.title.trim().to_owned(),
        author: arguments.author.clone().or_else(|| Repository::user_name(&root)),
        date: jiff::Zoned::now().date().to_string(),
        number: number.clone(),
    };
    let version = found.today().context("the template has no text")?;
    let schema = library.set.schema(version.schema).context("the template has no schema")?;
    let text = fill(&version.document, schema, &values);
    let path = match &arguments.output {
        Some(output) => place.current.join(output),
        None => destination(place, found, &siblings, numbering.as_ref(), &values.title),
    };
    let root = Root::find(&path, &place.current);
    let shown = root.relative(&path);
    if path.exists() {
        bail!("`{shown}` is already there; choose another title, or a place with --output");
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).with_context(|| format!("the folder of `{shown}` cannot be made"))?;
    }
    write(&shown, &path, text.as_bytes())?;
    if !governs(place, found, &path) {
        write(&shown, &path, naming(&found.name, &text).as_bytes())?;
    }
    let asked = count(schema.heading_count(), "section");
    terminal::print(&format!(
        "{shown}: written from the template `{}`, {asked} to fill in; `abide check {}` says which are left\n",
        found.name,
        place.typed(&path)
    ))?;
    if !is_among_the_specs(place, &root, &shown) {
        terminal::say("note: `abide check` alone passes it over: add its folder to `specs` in `abide.toml`");
    }
    Ok(Exit::Ok)
}

/// Whether a check of the new document holds it against the template that it is from.
fn governs(place: &Place, template: &Template, path: &Path) -> bool {
    let opened = Workspace::open(&place.open(&[path.to_owned()]));
    opened.is_ok_and(|workspace| {
        workspace.asked().next().and_then(|state| workspace.template_name(state)) == Some(&template.name)
    })
}

/// The text with the template's name in its front matter.
fn naming(template: &str, text: &str) -> String {
    if let Some(rest) = text.strip_prefix("---\n") {
        return format!("---\ntemplate: {template}\n{rest}");
    }
    if let Some(rest) = text.strip_prefix("+++\n") {
        return format!("+++\ntemplate = \"{template}\"\n{rest}");
    }
    format!("---\ntemplate: {template}\n---\n\n{text}")
}

fn is_among_the_specs(place: &Place, root: &Root, shown: &str) -> bool {
    let opened = Workspace::open(&place.open(&[root.folder().to_owned()]));
    opened.is_ok_and(|workspace| workspace.asked().any(|state| &*state.file.path == shown))
}

/// The paths of the documents that the template governs.
fn siblings(workspace: &Workspace, template: &str) -> Vec<String> {
    let of = workspace.asked().filter(|state| workspace.template_name(state) == Some(template));
    of.map(|state| state.file.path.to_string()).collect()
}

/// How the siblings are numbered: what stands before the number, its width, and the highest.
struct Numbering {
    prefix: String,
    width: usize,
    highest: u32,
}

impl Numbering {
    fn of(siblings: &[String]) -> Option<Self> {
        let mut found: Option<Self> = None;
        let mut numbered = 0;
        for path in siblings {
            let Some((prefix, digits)) = number(name_of(path)) else { continue };
            let Ok(number) = digits.parse::<u32>() else { continue };
            numbered += 1;
            let width = digits.len();
            let known = found.get_or_insert(Self { prefix: prefix.to_owned(), width, highest: 0 });
            known.highest = known.highest.max(number);
            known.width = known.width.min(width);
        }
        found.filter(|_| numbered * 2 > siblings.len())
    }

    fn next(&self) -> String {
        format!("{:0width$}", self.highest + 1, width = self.width)
    }
}

/// The part of a path that carries the name: the file, or its folder where all files are called the same.
fn name_of(path: &str) -> &str {
    let mut parts = path.rsplit('/');
    let file = parts.next().unwrap_or(path);
    let common =
        ["spec.md", "plan.md", "tasks.md", "readme.md", "requirements.md", "design.md", "proposal.md"];
    if common.contains(&file.to_lowercase().as_str()) { parts.next().unwrap_or(file) } else { file }
}

/// `rfc-0012-title.md` gives `rfc-` and `0012`.
fn number(name: &str) -> Option<(&str, &str)> {
    let start = name.find(|letter: char| letter.is_ascii_digit())?;
    let prefix = name.get(..start)?;
    let rest = name.get(start..)?;
    let digits = rest.get(..rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len()))?;
    let worded = prefix.chars().all(|letter| letter.is_ascii_alphabetic() || letter == '-' || letter == '_');
    let after = rest.get(digits.len()..)?;
    (worded && prefix.len() <= 8 && digits.len() <= 5 && after.starts_with(['-', '_', '.', ' ']))
        .then_some((prefix, digits))
}

fn destination(
    place: &Place,
    template: &Template,
    siblings: &[String],
    numbering: Option<&Numbering>,
    title: &str,
) -> PathBuf {
    let root = Root::find(&place.current, &place.current);
    let mut name = slug(title);
    if name.is_empty() {
        name = "spec".to_owned();
    }
    let numbered = match numbering {
        Some(numbering) => format!("{}{}-{name}", numbering.prefix, numbering.next()),
        None => name,
    };
    if let Some(pattern) =
        template.builtin.and_then(|builtin| builtin.paths.first()).filter(|_| siblings.is_empty())
    {
        let path = pattern.replacen("*/*", &format!("new/{numbered}"), 1).replace('*', &numbered);
        return root.absolute(&path);
    }
    match common_folder(siblings) {
        Some(folder) => root.absolute(&format!("{folder}/{numbered}.md")),
        None if template.path.is_some() => {
            let parts = [template.scope.as_str(), template.area.as_deref().unwrap_or_default()];
            let folder = parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join("/");
            root.absolute(&if folder.is_empty() {
                format!("{numbered}.md")
            } else {
                format!("{folder}/{numbered}.md")
            })
        }
        None => {
            let specs = place.current.join("specs");
            if specs.is_dir() {
                specs.join(format!("{numbered}.md"))
            } else {
                place.current.join(format!("{numbered}.md"))
            }
        }
    }
}

/// The folder that most of the siblings stand in.
fn common_folder(siblings: &[String]) -> Option<String> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for path in siblings {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        match counts.iter_mut().find(|(known, _)| *known == folder) {
            Some((_, count)) => *count += 1,
            None => counts.push((folder, 1)),
        }
    }
    counts
        .into_iter()
        .max_by_key(|(_, count)| *count)
        .map(|(folder, _)| folder.to_owned())
        .filter(|folder| !folder.is_empty())
}
