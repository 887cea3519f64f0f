//! Technologies that a layer of the architecture lists by their names: "### Frontend" with "Next.js", "TypeScript".

use super::table::{LAYERS, what};
use super::{is_name_like, names, push};
use crate::grid::Grid;
use crate::label::Labelled;
use crate::statement::Statement;
use crate::text::{self, squash};
use crate::{Context, Items, Kind};
use abide_syntax::SectionId;
use abide_template::Concept;

/// Libraries and frameworks that need no introduction: what a manifest lists.
const LIBRARIES: &[&str] = &[
    "next.js",
    "nextjs",
    "react",
    "react native",
    "vue",
    "vue.js",
    "nuxt",
    "nuxt.js",
    "angular",
    "svelte",
    "sveltekit",
    "solid.js",
    "typescript",
    "tailwind",
    "tailwind css",
    "tailwindcss",
    "bootstrap",
    "material ui",
    "mui",
    "vite",
    "webpack",
    "redux",
    "zustand",
    "fastapi",
    "flask",
    "django",
    "express",
    "express.js",
    "nestjs",
    "fastify",
    "gin",
    "axum",
    "actix",
    "spring",
    "spring boot",
    "quarkus",
    "laravel",
    "symfony",
    "ruby on rails",
    "rails",
    "phoenix",
    "asp.net",
    "asp.net core",
    "flutter",
    "electron",
    "tauri",
    "prisma",
    "sqlalchemy",
    "drizzle",
    "typeorm",
    "celery",
    "pydantic",
    "zod",
    "trpc",
    "jest",
    "vitest",
    "pytest",
    "playwright",
    "cypress",
    "storybook",
];

/// Languages, servers, stores and platforms that need none either: what a system is run with, and no manifest lists.
const RUN_WITH: &[&str] = &[
    "javascript",
    "python",
    "node.js",
    "node",
    "nodejs",
    "go",
    "golang",
    "rust",
    "java",
    "kotlin",
    "php",
    "ruby",
    "elixir",
    "c#",
    ".net",
    "swift",
    "swiftui",
    "dart",
    "shadcn/ui",
    "postgres",
    "postgresql",
    "mysql",
    "mariadb",
    "sqlite",
    "mongodb",
    "redis",
    "elasticsearch",
    "kafka",
    "rabbitmq",
    "supabase",
    "firebase",
    "docker",
    "docker compose",
    "kubernetes",
    "terraform",
    "nginx",
    "caddy",
    "aws",
    "gcp",
    "azure",
    "vercel",
    "cloudflare",
    "graphql",
    "grpc",
    "github actions",
    "gitlab ci",
];

/// Where what is listed is not what the system is built with.
const ELSEWHERE: &[Concept] = &[
    Concept::Alternatives,
    Concept::Alternative,
    Concept::PriorArt,
    Concept::Examples,
    Concept::CurrentState,
    Concept::FutureWork,
    Concept::NonGoals,
    Concept::OutOfScope,
];

fn among(names: &[&str], name: &str) -> bool {
    let lower = name.to_lowercase();
    let bare = lower.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '+' | ' '));
    names.contains(&lower.as_str()) || names.contains(&bare)
}

/// Whether a name is that of something that needs no introduction.
pub(super) fn is_known(name: &str) -> bool {
    among(LIBRARIES, name) || among(RUN_WITH, name)
}

/// What stands below an entry such as "Integrations:" where a section tells of something else.
pub(super) fn labelled(context: &Context, id: SectionId, items: &mut Items) {
    const NEEDS: &[Concept] = &[Concept::ExternalDependencies, Concept::Dependencies, Concept::TechStack];
    let outline = &context.outline;
    if !outline.kinds(id).is_empty() || outline.within(id, ELSEWHERE) {
        return;
    }
    for statement in context.statements(id).iter().filter(|statement| statement.depth > 0) {
        let Some(group) = statement.groups.last().filter(|group| group.split(' ').count() <= 3) else {
            continue;
        };
        let concepts = abide_template::concepts_of_heading(group);
        if !concepts.is_empty() && concepts.iter().all(|concept| NEEDS.contains(concept)) {
            super::line(context, statement, items);
        }
    }
}

/// What a row "Tech stack" of a table with two columns names: "| **Tech stack** | Vue + Postgres 16 |".
pub(super) fn rows(context: &Context, grid: &Grid, items: &mut Items) {
    const COLUMNS: usize = 2;
    const WORDS: usize = 4;
    if grid.heads.len() != COLUMNS || context.outline.within(grid.section, ELSEWHERE) {
        return;
    }
    for row in grid.filled_rows() {
        let (Some(label), Some(told)) = (row.said(Some(0)), row.said(Some(1))) else { continue };
        // "`tools.py`" is the name of a file.
        let in_words = !label.contains(['.', '/', '_']);
        if !in_words || abide_template::concepts_of_heading(label) != [Concept::TechStack] {
            continue;
        }
        let names = names(told);
        let several = names.len() > 1 && names.iter().all(|name| name.split_whitespace().count() <= WORDS);
        if several || names.iter().all(|name| is_known(name)) {
            for name in names {
                let what = what(context, grid.section, "", &name);
                push(items, grid.section, row.range, &name, what, None, None);
            }
        }
    }
}

/// What entries such as "Language: Rust", "Framework: Presskit 2" name where a section on something else lists what it is built with.
pub(super) fn layers_of(context: &Context, id: SectionId, items: &mut Items) {
    const MADE_OF: &[&str] = &[
        "language",
        "languages",
        "programminglanguage",
        "framework",
        "frameworks",
        "webframework",
        "uiframework",
        "runtime",
        "rtos",
        "orm",
        "database",
        "testframework",
        "testingframework",
        "packagemanager",
        "buildtool",
        "buildsystem",
        "library",
        "libraries",
        "compiler",
        "lenguaje",
        "langage",
        "sprache",
        "programmiersprache",
        "言語",
        "フレームワーク",
        "언어",
        "프레임워크",
        "语言",
        "框架",
        "язык",
        "фреймворк",
    ];
    const LEAST: usize = 2;
    if context.outline.within(id, ELSEWHERE) || context.outline.holds(id, Kind::Requirement) {
        return;
    }
    let told: Vec<(&Statement, Labelled)> = context
        .statements(id)
        .iter()
        .filter_map(|statement| Some((statement, text::labelled(&statement.text)?)))
        .filter(|(_, cut)| MADE_OF.contains(&squash(cut.label).as_str()))
        .collect();
    let about = |words: &[&str]| told.iter().any(|(_, cut)| words.contains(&squash(cut.label).as_str()));
    if told.len() < LEAST
        || !(about(&[
            "language",
            "languages",
            "programminglanguage",
            "lenguaje",
            "langage",
            "sprache",
            "言語",
            "语言",
            "언어",
            "язык",
        ]) || about(&["framework", "frameworks", "フレームワーク", "框架", "프레임워크", "фреймворк"]))
    {
        return;
    }
    for (statement, cut) in &told {
        let said =
            cut.rest.split([';', '[']).next().unwrap_or(cut.rest).split(". ").next().unwrap_or(cut.rest);
        for name in names(said) {
            if name.split_whitespace().count() <= 4
                && name.starts_with(|c: char| c.is_uppercase() || is_known(&name))
            {
                push(items, id, statement.range, &name, what(context, id, "tool", &name), None, None);
            }
        }
    }
}

pub(super) fn named(context: &Context, id: SectionId, items: &mut Items) {
    let outline = &context.outline;
    let Some(section) = context.document.section(id) else { return };
    let layer = || LAYERS.contains(&squash(text::unnumbered(&section.title)).as_str());
    if !outline.within(id, &[Concept::Architecture, Concept::TechStack, Concept::Design])
        || outline.within(id, ELSEWHERE)
        || outline.holds(id, Kind::Requirement)
        || !layer()
    {
        return;
    }
    let statements = context.statements(id);
    let count = statements.iter().filter(|statement| is_known(&statement.text)).count();
    if count == 0 || count * 2 < statements.len() {
        return;
    }
    for statement in statements {
        let said = statement.text.as_str();
        let name = is_known(said) || is_name_like(said) && said.starts_with(char::is_uppercase);
        if name && !said.contains([':', ',', ';']) {
            let what = match what(context, id, "", said) {
                "library" if among(RUN_WITH, said) => "tool",
                what => what,
            };
            push(items, id, statement.range, said, what, None, None);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Kind;
    use crate::readers::tests::shown;

    #[test]
    fn technologies_of_a_layer() {
        let text = "# T\n## Technical Architecture\n### Frontend\n- Vue\n- TypeScript\n- Pressgang UI\n- responsive\n### Backend\n- sorts the pages\n- prints them\n- Python\n### Infrastructure\n- nginx\n- Caddy 2\n- Kubernetes\n- Redis\n";
        assert_eq!(
            shown(&[Kind::Dependency], text),
            [
                "4 dependency Vue what=library",
                "5 dependency TypeScript what=library",
                "6 dependency Pressgang UI what=library",
                "13 dependency nginx what=tool",
                "14 dependency Caddy version=2 what=tool",
                "15 dependency Kubernetes what=tool",
                "16 dependency Redis what=service",
            ]
        );
    }

    #[test]
    fn a_row_about_the_technologies_in_a_table_about_the_document() {
        let text = "# T\n## Document\n| Product | Press |\n|---|---|\n| Date | 2031-02-03 |\n| **Tech stack** | Presskit (Vue 3) + Ink Table v8 + Rust (WASM) |\n| Stack | to be found out by those who print |\n";
        assert_eq!(
            shown(&[Kind::Dependency], text),
            [
                "6 dependency Presskit what=library",
                "6 dependency Ink Table version=v8 what=library",
                "6 dependency Rust what=tool",
            ]
        );
    }

    #[test]
    fn what_a_section_on_something_else_says_that_it_is_built_with() {
        let text = "# T\n## Notes\n- **Framework:** Presskit 2\n- **Language:** Rust [from: stack.md]\n- **RTOS:** InkOS (part of Presskit)\n- **Pages:** Large\n## Parts\n- **Database**: Postgres\n- **Library**: Inkwell\n";
        assert_eq!(
            shown(&[Kind::Dependency], text),
            [
                "3 dependency Presskit version=2 what=tool",
                "4 dependency Rust what=tool",
                "5 dependency InkOS what=tool",
            ]
        );
    }

    #[test]
    fn what_an_entry_on_integrations_holds() {
        assert_eq!(
            shown(
                &[Kind::Dependency],
                "# T\n## Contexto\n- Una imprenta.\n- Integraciones:\n  - Inkwell (por la noche)\n"
            ),
            ["5 dependency Inkwell what=library",]
        );
    }
}
