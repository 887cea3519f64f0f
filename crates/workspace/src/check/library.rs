//! All templates that may govern a document: the repository's own, in all their versions, and the built-in ones.

use crate::config::{Config, TemplateOverride};
use abide_syntax::Document;
use abide_template::builtin::{self, Builtin};
use abide_template::{Presence, Schema, SlotId, TemplateSet, infer, normalise};
use jiff::Timestamp;
use std::sync::Arc;

/// Templates with their schemas.
#[derive(Debug, Default)]
pub struct Library {
    /// All templates.
    pub templates: Vec<Template>,
    /// The schemas of all versions of all templates.
    pub set: TemplateSet,
    /// For each schema of the set, its template and version.
    pub origin: Vec<(usize, usize)>,
}

/// One template.
#[derive(Debug)]
pub struct Template {
    /// Its name in output and settings.
    pub name: String,
    /// Its file, repository-relative; `None` for a built-in one.
    pub path: Option<Arc<str>>,
    /// The folder whose documents it may govern; empty for the whole repository.
    pub scope: String,
    /// The folder, seen from the scope, where its documents usually stand.
    pub area: Option<String>,
    /// The built-in template, if it is one.
    pub builtin: Option<&'static Builtin>,
    /// What `abide.toml` says of it.
    pub overrides: Option<TemplateOverride>,
    /// Its versions, oldest first; the last is today's.
    pub versions: Vec<Version>,
}

/// One version of a template.
#[derive(Debug)]
pub struct Version {
    /// When it came into force; `None` for today's text where history is unknown.
    pub since: Option<Timestamp>,
    /// Its text.
    pub document: Document,
    /// The place of its schema in the set.
    pub schema: usize,
}

/// A template of the repository, before it is compiled.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its name.
    pub name: String,
    /// Its file.
    pub path: Arc<str>,
    /// See [`Template::scope`].
    pub scope: String,
    /// See [`Template::area`].
    pub area: Option<String>,
    /// See [`Template::overrides`].
    pub overrides: Option<TemplateOverride>,
    /// The texts of its versions, oldest first.
    pub versions: Vec<(Option<Timestamp>, Arc<str>)>,
}

impl Library {
    /// Compiles the repository's templates, and puts the built-in ones behind them.
    pub fn new(sources: Vec<Source>, config: &Config) -> Self {
        let mut library = Self::default();
        let mut schemas = Vec::new();
        for source in sources {
            library.add(source, &mut schemas);
        }
        for (builtin, document, schema) in builtin::all() {
            let overrides = config.template.get(builtin.name).filter(|overrides| overrides.path.is_none());
            let mut schema = schema.clone();
            if let Some(overrides) = overrides {
                apply(overrides, &mut schema);
            }
            let version = Version { since: None, document: document.clone(), schema: schemas.len() };
            library.origin.push((library.templates.len(), 0));
            schemas.push(schema);
            library.templates.push(Template {
                name: builtin.name.to_owned(),
                path: None,
                scope: String::new(),
                area: None,
                builtin: Some(builtin),
                overrides: overrides.cloned(),
                versions: vec![version],
            });
        }
        library.set = TemplateSet::new(schemas);
        library
    }

    fn add(&mut self, source: Source, schemas: &mut Vec<Schema>) {
        let mut versions = Vec::new();
        for (since, text) in source.versions {
            let document = Document::parse(text);
            let mut schema = infer(&source.name, &document);
            if let Some(overrides) = &source.overrides {
                apply(overrides, &mut schema);
            }
            self.origin.push((self.templates.len(), versions.len()));
            versions.push(Version { since, document, schema: schemas.len() });
            schemas.push(schema);
        }
        self.templates.push(Template {
            name: source.name,
            path: Some(source.path),
            scope: source.scope,
            area: source.area,
            builtin: None,
            overrides: source.overrides,
            versions,
        });
    }

    /// The template of that name: as settings name it, by its path, or by the name of its file.
    pub fn find(&self, name: &str) -> Option<usize> {
        let wanted = name.trim().trim_start_matches("./");
        let by = |test: &dyn Fn(&Template) -> bool| self.templates.iter().position(test);
        by(&|template| template.name == wanted)
            .or_else(|| by(&|template| template.path.as_deref() == Some(wanted)))
            .or_else(|| {
                by(&|template| {
                    let path = template.path.as_deref().unwrap_or_default();
                    let file = path.rsplit('/').next().unwrap_or_default();
                    file == wanted || file.rsplit_once('.').is_some_and(|(stem, _)| stem == wanted)
                })
            })
    }
}

impl Template {
    /// Today's version.
    pub fn today(&self) -> Option<&Version> {
        self.versions.last()
    }

    /// Whether a document stands where the template may govern it.
    pub fn reaches(&self, path: &str) -> bool {
        self.scope.is_empty()
            || path.strip_prefix(self.scope.as_str()).is_some_and(|rest| rest.starts_with('/'))
    }
}

/// Changes a schema as `abide.toml` says.
pub fn apply(overrides: &TemplateOverride, schema: &mut Schema) {
    let slots = |schema: &Schema, heading: &str| -> Vec<SlotId> {
        let key = normalise(heading);
        schema
            .slots()
            .filter(|(_, slot)| slot.key == key || slot.title == heading)
            .map(|(id, _)| id)
            .collect()
    };
    let mut change = |heading: &str, change: &mut dyn FnMut(&mut abide_template::Slot)| {
        for id in slots(schema, heading) {
            if let Some(slot) = schema.slots.get_mut(id.index()) {
                change(slot);
            }
        }
    };
    for heading in &overrides.require {
        change(&heading.value, &mut |slot| slot.presence = Presence::Required);
    }
    for heading in &overrides.optional {
        change(&heading.value, &mut |slot| {
            slot.presence = Presence::Optional("abide.toml says so".to_owned())
        });
    }
    for (heading, names) in &overrides.synonyms {
        change(heading, &mut |slot| slot.synonyms.extend(names.iter().map(|name| name.value.clone())));
    }
    for (heading, name) in &overrides.rename {
        change(heading, &mut |slot| {
            slot.synonyms.push(std::mem::replace(&mut slot.title, name.value.clone()));
            slot.key = normalise(&name.value);
        });
    }
    schema.index();
}
