//! Settings that speak of templates and headings that are not there: without a word, they would do nothing.

use super::library::{Library, Template};
use super::open::Project;
use crate::config::{Config, Located, TemplateOverride};
use abide_template::{Slot, normalise};

/// What `abide.toml` says in vain.
pub fn unused_settings(project: &Project) -> Vec<String> {
    let Some(path) = &project.config.path else { return Vec::new() };
    let mut said = unused_globs(&project.config);
    for (name, overrides) in &project.config.template {
        match project.library.templates.iter().find(|template| template.name == *name) {
            Some(template) => said.extend(unused_headings(&project.library, template, overrides)),
            // A path that leads nowhere is reported as such.
            None if overrides.path.is_none() => said.push(unknown_template(&project.library, name)),
            None => {}
        }
    }
    said.into_iter().map(|said| format!("{path}: {said}")).collect()
}

fn unused_globs(config: &Config) -> Vec<String> {
    let patterns = config.templates.iter().flat_map(|globs| &globs.patterns);
    let lost = patterns.filter(|pattern| {
        let plain = !pattern.value.contains(['*', '?', '[', '{']);
        plain && !config.folder.join(&pattern.value).exists()
    });
    lost.map(|pattern| {
        format!("`templates` names \"{}\", which is not there; correct it, or take it out", pattern.value)
    })
    .collect()
}

fn unknown_template(library: &Library, name: &str) -> String {
    let names = library.templates.iter().map(|template| template.name.as_str());
    match crate::closest(name, names) {
        Some(near) => format!("`[template.{name}]` names no template; did you mean `{near}`?"),
        None => format!("`[template.{name}]` names no template; `abide template list` shows all names"),
    }
}

fn unused_headings(library: &Library, template: &Template, overrides: &TemplateOverride) -> Vec<String> {
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
    let listed = |headings: &[Located<String>]| -> Vec<String> {
        headings.iter().map(|heading| heading.value.clone()).collect()
    };
    let settings = [
        ("require", listed(&overrides.require)),
        ("optional", listed(&overrides.optional)),
        ("rename", overrides.rename.keys().cloned().collect()),
        ("synonyms", overrides.synonyms.keys().cloned().collect()),
    ];
    let mut said = Vec::new();
    for (setting, headings) in settings {
        for heading in headings.iter().filter(|heading| !is_there(heading)) {
            let near = crate::closest(heading, slots.iter().map(|slot| slot.title.as_str()));
            let help = match near {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("`abide template show {}` prints its headings", template.name),
            };
            said.push(format!(
                "`template.{}.{setting}` names \"{heading}\", which the template does not have; {help}",
                template.name
            ));
        }
    }
    said
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
                "abide.toml: `templates` names \"specs/from.md\", which is not there; correct it, or take it out",
                "abide.toml: `[template.spec]` names no template; did you mean `specs`?",
            ]
        );
    }

    #[test]
    fn a_heading_that_is_not_there_is_an_error() {
        assert_eq!(
            said("[template.specs]\nrequire = [\"Gaols\"]\nsynonyms = { Rollout = [\"Launch\"] }\n"),
            [
                "abide.toml: `template.specs.require` names \"Gaols\", which the template does not have; did you mean \"Goals\"?",
                "abide.toml: `template.specs.synonyms` names \"Rollout\", which the template does not have; `abide template show specs` prints its headings",
            ]
        );
    }
}
