//! The path that all operations start with.

use super::operation;
use crate::text;
use crate::{Context, Items, Kind};
use abide_syntax::TextRange;
use abide_template::Concept;

/// `Base path: /api/v1`, and headings such as "Admin endpoints (all under /api/admin)".
pub(super) fn base_paths(context: &Context, items: &mut Items) {
    let mut bases: Vec<(TextRange, String)> = Vec::new();
    for (id, section) in context.sections().skip(1) {
        let about_the_api = context.outline.within(id, &[Concept::Api, Concept::Endpoints]);
        if let Some(base) = base_in_title(&section.title).filter(|_| about_the_api) {
            bases.push((section.range, base.to_owned()));
        }
        let statements = context.statements(id).iter().map(|statement| statement.text.clone());
        let paragraphs: Vec<String> = context
            .paragraphs(id)
            .filter(|(_, range)| range.len() < 1000)
            .flat_map(|(_, range)| context.lines(range))
            .map(|(line, _)| line)
            .collect();
        for line in statements.chain(paragraphs) {
            if let Some(base) = base_in_line(&line, about_the_api) {
                // Stated where no operation stands (conventions, an overview), it holds for the whole document.
                let operations = || items.drafts().iter().filter(|draft| draft.kind == Kind::Endpoint);
                let has_operations = operations().any(|draft| section.range.contains(draft.range));
                let scope = if has_operations {
                    section.range
                } else {
                    TextRange::new(0, context.document.text().len())
                };
                bases.push((scope, base));
            }
        }
    }
    if bases.is_empty() {
        return;
    }
    let endpoints: Vec<(String, TextRange, String)> = items
        .drafts()
        .iter()
        .filter(|draft| draft.kind == Kind::Endpoint)
        .filter_map(|draft| {
            let path = draft.fields.get("path")?.as_str()?.to_owned();
            Some((draft.key.clone(), draft.range, path))
        })
        .collect();
    for (key, range, path) in endpoints {
        // The narrowest section that states a base.
        let base =
            bases.iter().filter(|(scope, _)| scope.contains(range)).min_by_key(|(scope, _)| scope.len());
        if let Some((_, base)) = base
            && base != "/"
            && !path.starts_with(base.as_str())
            && let Some(draft) = items.find_mut(Kind::Endpoint, &key)
        {
            draft.fields.insert("base_path".to_owned(), base.trim_end_matches('/').into());
        }
    }
}

fn base_in_title(title: &str) -> Option<&str> {
    ["under ", "base path", "base url", "prefix", "prefixed with "].iter().find_map(|word| {
        let at = text::find_word(title, word.trim())?;
        let after = title.get(at + word.trim().len()..)?;
        let slash = after.find('/')?;
        // Close behind the word.
        (slash <= 4).then_some(())?;
        operation::path(after.get(slash..)?).map(|(path, _)| path)
    })
}

/// A base by its label, and in a section about the interface also by looser words.
fn base_in_line(line: &str, about_the_api: bool) -> Option<String> {
    let cut = text::labelled(line);
    if let Some(cut) = cut {
        let label = text::squash(cut.label);
        let names = [
            "basepath",
            "baseurl",
            "base",
            "basepaths",
            "apibase",
            "prefix",
            "rutabase",
            "basispfad",
            "ベースパス",
            "ベースurl",
            "기본경로",
            "基础路径",
        ];
        let loose = ["base", "prefix"].contains(&label.as_str());
        if names.contains(&label.as_str()) && (about_the_api || !loose) {
            let rest = cut.rest.trim_start_matches(['`', '"', '<', ' ']);
            return operation::path(rest).map(|(path, _)| path.to_owned());
        }
    }
    if !about_the_api {
        return None;
    }
    let lower = line.to_lowercase();
    if (lower.starts_with("all ") || lower.contains("endpoints")) && lower.len() < 200 {
        for phrase in [
            "under ",
            "prefixed with ",
            "prefixed by ",
            "relative to ",
            "mounted at ",
            "mounted under ",
            "live under ",
            "base path ",
        ] {
            if let Some(at) = lower.find(phrase) {
                let rest = line.get(at + phrase.len()..)?.trim_start_matches(['`', '"', ' ']);
                if let Some((path, _)) = operation::path(rest) {
                    return Some(path.to_owned());
                }
            }
        }
    }
    None
}
