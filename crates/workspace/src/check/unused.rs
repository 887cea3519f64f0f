//! Settings that speak of templates and headings that are not there: without a word, they would do nothing.

use super::library::{Library, Template};
use super::open::Project;
use crate::config::{Config, ConfigError, ConfigProblem, Located, TemplateOverride, without_mark};
use crate::files::{Buffers, Root};
use abide_template::{Slot, normalise};

/// What `abide.toml` says in vain; nothing where all that it speaks of is there.
pub fn unused_settings(root: &Root, buffers: &Buffers, project: &Project) -> Option<ConfigError> {
    let path = project.config.path.as_ref()?;
    let mut problems = unused_globs(&project.config);
    for (name, overrides) in &project.config.template {
        match project.library.templates.iter().find(|template| template.name == *name) {
            Some(template) => problems.extend(unused_headings(&project.library, template, overrides)),
            // A path that leads nowhere is reported as such.
            None if overrides.path.is_none() => {
                problems.push(unknown_template(&project.library, name, overrides));
            }
            None => {}
        }
    }
    if problems.is_empty() {
        return None;
    }
    let text = buffers.load(path, &root.absolute(path)).map(|file| file.text).unwrap_or_default();
    Some(ConfigError::new(path, without_mark(&text), problems))
}

fn unused_globs(config: &Config) -> Vec<ConfigProblem> {
    let patterns = config.templates.iter().flat_map(|globs| &globs.patterns);
    let lost = patterns.filter(|pattern| {
        let plain = !pattern.value.contains(['*', '?', '[', '{']);
        plain && !config.folder.join(&pattern.value).exists()
    });
    lost.map(|pattern| {
        let message = format!("`templates` names \"{}\", which is not there", pattern.value);
        ConfigProblem::new(pattern.range, message, "correct it, or take it out")
    })
    .collect()
}

fn unknown_template(library: &Library, name: &str, overrides: &TemplateOverride) -> ConfigProblem {
    let names = library.templates.iter().map(|template| template.name.as_str());
    let help = match crate::closest(name, names) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`abide template list` shows all names".to_owned(),
    };
    ConfigProblem::new(overrides.place, format!("`[template.{name}]` names no template"), help)
}

fn unused_headings(
    library: &Library,
    template: &Template,
    overrides: &TemplateOverride,
) -> Vec<ConfigProblem> {
    // An earlier version of the template may have had the heading.
    let schemas = template.versions.iter().filter_map(|version| library.set.schema(version.schema));
    let slots: Vec<&Slot> = schemas.flat_map(|schema| schema.slots().map(|(_, slot)| slot)).collect();
    let is_there = |heading: &str| {
        let key = normalise(heading);
        let known = |slot: &&Slot| {
            slot.key == key || slot.title == heading || slot.synonyms.iter().any(|name| name == heading)
        };
        slots.iter().any(known)
    };
    let keys = |known: &dyn Fn(&str) -> bool| -> Vec<Located<String>> {
        overrides.headings.iter().filter(|heading| known(&heading.value)).cloned().collect()
    };
    let settings = [
        ("require", overrides.require.clone()),
        ("optional", overrides.optional.clone()),
        ("rename", keys(&|heading| overrides.rename.contains_key(heading))),
        ("synonyms", keys(&|heading| overrides.synonyms.contains_key(heading))),
    ];
    let mut problems = Vec::new();
    for (setting, headings) in settings {
        for heading in headings.iter().filter(|heading| !is_there(&heading.value)) {
            let near = crate::closest(&heading.value, slots.iter().map(|slot| slot.title.as_str()));
            let help = match near {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("`abide template show {}` prints its headings", template.name),
            };
            let message = format!(
                "`template.{}.{setting}` names \"{}\", which the template does not have",
                template.name, heading.value
            );
            problems.push(ConfigProblem::new(heading.range, message, help));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use crate::check::{OpenRequest, Workspace};
    use std::fs;

    fn said(settings: &str) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let files = [
            ("abide.toml", settings),
            ("specs/template.md", "# Title\n\n## Goals\n\nWhat for?\n\n## Risks\n\nWhat may go wrong?\n"),
            ("specs/export.md", "# Export\n\n## Goals\n\nAll.\n\n## Risks\n\nFew.\n"),
        ];
        fs::create_dir(folder.path().join("specs")).unwrap();
        for (path, text) in files {
            fs::write(folder.path().join(path), text).unwrap();
        }
        let current = folder.path().to_owned();
        let request = OpenRequest { paths: vec![current.clone()], current, ..OpenRequest::default() };
        match Workspace::open(&request) {
            Ok(_) => Vec::new(),
            Err(error) => error.to_string().lines().map(str::to_owned).collect(),
        }
    }

    #[test]
    fn what_is_there_may_be_spoken_of() {
        let settings = "templates = [\"specs/template.md\"]\n[template.specs]\nrequire = [\"goals\"]\n\
                        rename = { Risks = \"Dangers\" }\n[template.madr]\noptional = []\n";
        assert_eq!(said(settings), [""; 0]);
    }

    #[test]
    fn a_template_that_is_not_there_is_an_error() {
        assert_eq!(
            said("templates = [\"specs/template.md\", \"specs/from.md\"]\n[template.spec]\nrequire = []\n"),
            [
                "abide.toml:1:35: `templates` names \"specs/from.md\", which is not there; correct it, or take it out",
                "abide.toml:2:11: `[template.spec]` names no template; did you mean `specs`?",
            ]
        );
    }

    #[test]
    fn a_heading_that_is_not_there_is_an_error() {
        assert_eq!(
            said("[template.specs]\nrequire = [\"Gaols\"]\nsynonyms = { Rollout = [\"Launch\"] }\n"),
            [
                "abide.toml:2:12: `template.specs.require` names \"Gaols\", which the template does not have; did you mean \"Goals\"?",
                "abide.toml:3:14: `template.specs.synonyms` names \"Rollout\", which the template does not have; `abide template show specs` prints its headings",
            ]
        );
    }
}
