//! Technologies that a layer of the architecture lists by their names: "### Frontend" with "Next.js", "TypeScript".

use super::table::{LAYERS, what};
use super::{is_name_like, push};
use crate::text::{self, squash};
use crate::{Context, Items, Kind};
use abide_syntax::SectionId;
use abide_template::Concept;

/// Languages, frameworks and stores that need no introduction.
const KNOWN: &[&str] = &[
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
    "javascript",
    "tailwind",
    "tailwind css",
    "tailwindcss",
    "shadcn/ui",
    "bootstrap",
    "material ui",
    "mui",
    "vite",
    "webpack",
    "redux",
    "zustand",
    "python",
    "fastapi",
    "flask",
    "django",
    "node.js",
    "node",
    "nodejs",
    "express",
    "express.js",
    "nestjs",
    "fastify",
    "go",
    "golang",
    "gin",
    "rust",
    "axum",
    "actix",
    "java",
    "kotlin",
    "spring",
    "spring boot",
    "quarkus",
    "php",
    "laravel",
    "symfony",
    "ruby",
    "ruby on rails",
    "rails",
    "elixir",
    "phoenix",
    "c#",
    ".net",
    "asp.net",
    "asp.net core",
    "swift",
    "swiftui",
    "flutter",
    "dart",
    "electron",
    "tauri",
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
    "prisma",
    "sqlalchemy",
    "drizzle",
    "typeorm",
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

pub(super) fn named(context: &Context, id: SectionId, items: &mut Items) {
    let outline = &context.outline;
    let Some(section) = context.document.section(id) else { return };
    let layer = LAYERS.contains(&squash(text::unnumbered(&section.title)).as_str());
    if !layer
        || !outline.within(id, &[Concept::Architecture, Concept::TechStack, Concept::Design])
        || outline.within(id, ELSEWHERE)
        || outline.holds(id, Kind::Requirement)
    {
        return;
    }
    let statements = context.statements(id);
    let known = |name: &str| {
        let lower = name.to_lowercase();
        let bare = lower.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '+' | ' '));
        KNOWN.contains(&lower.as_str()) || KNOWN.contains(&bare)
    };
    let count = statements.iter().filter(|statement| known(&statement.text)).count();
    if count == 0 || count * 2 < statements.len() {
        return;
    }
    for statement in statements {
        let said = statement.text.as_str();
        let name = known(said) || is_name_like(said) && said.starts_with(char::is_uppercase);
        if name && !said.contains([':', ',', ';']) {
            push(items, id, statement.range, said, what(context, id, "", said), None, None);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Kind;
    use crate::readers::tests::shown;

    #[test]
    fn technologies_of_a_layer() {
        let text = "# T\n## Technical Architecture\n### Frontend\n- Vue\n- TypeScript\n- Pressgang UI\n- responsive\n### Backend\n- sorts the pages\n- prints them\n- Python\n";
        assert_eq!(
            shown(&[Kind::Dependency], text),
            [
                "4 dependency Vue what=library",
                "5 dependency TypeScript what=library",
                "6 dependency Pressgang UI what=library",
            ]
        );
    }
}
