//! Dependencies in manifests.

use super::push;
use crate::fence::Fence;
use crate::{Context, Items, Kind};

/// Packages of a manifest that a section on dependencies shows.
pub(super) fn manifests(context: &Context, items: &mut Items) {
    for fence in context.fences() {
        if fence.is(&["gradle", "groovy", "kotlin", "kts"])
            && !context.outline.within(fence.section, crate::readers::entity::NOT_OWN)
        {
            configured(context, fence, items);
            continue;
        }
        let held = context.outline.holds(fence.section, Kind::Dependency);
        if !(held || is_named(context, fence)) || is_example(context, fence) {
            continue;
        }
        let json = fence.is(&["json", "jsonc"]);
        let toml = fence.is(&["toml"]);
        let plain = fence.is(&["txt", "text", "", "requirements", "python"]);
        let mut within = !fence.range.slice(context.document.text()).contains("ependencies");
        for line in fence.lines(context.document) {
            let bare = line.text.trim().trim_end_matches(',');
            if bare.contains("ependencies") {
                within = true;
                continue;
            }
            let range = line.range.trim(context.document.text());
            if json && within {
                if let Some((name, version)) = bare.split_once(':')
                    && name.starts_with('"')
                    && version.trim().starts_with('"')
                {
                    push(
                        items,
                        fence.section,
                        range,
                        name.trim_matches('"'),
                        "library",
                        Some(version.trim().trim_matches('"')),
                        None,
                    );
                }
            } else if toml {
                if bare.starts_with('[') {
                    within = bare.contains("dependencies");
                } else if within && let Some((name, version)) = bare.split_once('=') {
                    let version = version.split('"').nth(1);
                    push(items, fence.section, range, name.trim(), "library", version, None);
                }
            } else if plain
                && let Some((name, version)) = bare.split_once("==").or_else(|| bare.split_once(">="))
            {
                push(items, fence.section, range, name, "library", Some(version), None);
            }
        }
    }
}

/// `implementation("org.paper:press:1.2")`: what a configuration of Gradle needs, by the name of the artefact.
fn configured(context: &Context, fence: &Fence, items: &mut Items) {
    const CONFIGURATIONS: &[&str] = &[
        "implementation",
        "api",
        "compileonly",
        "runtimeonly",
        "annotationprocessor",
        "developmentonly",
        "kapt",
        "ksp",
    ];
    for line in fence.lines(context.document) {
        let bare = line.text.trim();
        let Some((configuration, rest)) = bare.split_once(['(', ' ']) else { continue };
        let lower = configuration.to_lowercase();
        let known = CONFIGURATIONS.iter().any(|name| lower.strip_prefix("test").unwrap_or(&lower) == *name);
        let rest = rest.trim_start_matches(['(', ' ']);
        let Some(mark) = rest.chars().next().filter(|mark| known && matches!(mark, '"' | '\'')) else {
            continue;
        };
        let mut parts = rest.split(mark).nth(1).unwrap_or_default().split(':');
        if let (Some(_), Some(artefact)) = (parts.next(), parts.next()) {
            let range = line.range.trim(context.document.text());
            push(items, fence.section, range, artefact, "library", parts.next(), None);
        }
    }
}

/// Whether the heading above a block names the manifest that it shows: "Proposed `Cargo.toml`".
fn is_named(context: &Context, fence: &Fence) -> bool {
    const NAMES: &[&str] =
        &["Cargo.toml", "package.json", "pyproject.toml", "requirements.txt", "composer.json", "Gemfile"];
    let title = context.document.section(fence.section).map_or("", |section| section.title.as_ref());
    (title.contains('.') || title.contains("Gemfile"))
        && NAMES.iter().any(|name| title.contains(name))
        && !context.outline.within(fence.section, crate::readers::entity::NOT_OWN)
}

/// Whether the paragraph before a block says that it only shows how something is written.
fn is_example(context: &Context, fence: &Fence) -> bool {
    let Some(before) = context.before(fence.node) else { return false };
    let said = context.text(before).to_lowercase();
    ["example", "e.g.", "for instance", "let's say", "ejemplo", "beispiel", "exemple"]
        .iter()
        .any(|word| said.contains(word))
}
