//! Dependencies in tables.

use super::{is_call, names, push};
use crate::grid::Grid;
use crate::text::says_nothing;
use crate::{Context, Items};
use abide_syntax::SectionId;
use abide_template::Concept;

pub(super) fn table(context: &Context, grid: &Grid, items: &mut Items) {
    const NAME: &[&str] = &[
        "technology",
        "technologies",
        "tool",
        "tools",
        "library",
        "package",
        "dependency",
        "service",
        "framework",
        "choice",
        "elección",
        "opción elegida",
        "escolha",
        "choix",
        "auswahl",
        "выбор",
        "stack",
        "spec",
        "system",
        "external system",
        "sistema",
        "sistema externo",
        "système",
        "système externe",
        "externes system",
        "システム",
        "外部システム",
        "系统",
        "外部系统",
        "시스템",
        "외부 시스템",
        "система",
        "software",
        "product",
        "tecnología",
        "technologie",
        "tecnologia",
        "技術",
        "ライブラリ",
        "기술",
        "技术",
        "технология",
        "dependencia",
        "dépendance",
        "abhängigkeit",
        "dependência",
        "依存先",
        "依存",
        "name",
        "module",
        "component",
        "crate",
        "api",
        "provider",
    ];
    let Some(column) = NAME
        .iter()
        .find_map(|name| grid.heads.iter().position(|head| head == name))
        .or_else(|| grid.column(NAME))
        // Below the heading of a layer, another first column tells what a tool does.
        .or((!grid.heads.is_empty() && !context.outline.concepts(grid.section).is_empty()).then_some(0))
    else {
        return;
    };
    let version = grid
        .column(&["version", "versions", "versión", "バージョン", "버전", "版本", "версия"])
        .filter(|at| *at != column);
    let rationale = grid
        .column(&[
            "purpose",
            "rationale",
            "notes",
            "reason",
            "why",
            "description",
            "use",
            "usage",
            "used for",
            "role",
            "propósito",
            "justificación",
            "justificativa",
            "justification",
            "begründung",
            "обоснование",
            "用途",
            "説明",
            "目的",
            "용도",
            "说明",
            "назначение",
        ])
        .filter(|at| *at != column);
    // A table of what can be called is one of an interface: "Tool | Purpose" with `print(job)`.
    let called = grid.filled_rows().filter_map(|row| row.cell(Some(column)));
    let called = called.filter(|cell| cell.codes(context.document).first().is_some_and(|code| is_call(code)));
    if called.count() * 2 >= grid.filled_rows().count().max(1) {
        return;
    }
    let head = grid.heads.get(column).map_or("", String::as_str);
    for row in grid.filled_rows() {
        let Some(cell) = row.cell(Some(column)) else { continue };
        if says_nothing(&cell.text) {
            continue;
        }
        let mut codes = cell.codes(context.document);
        // "Router v3 (typed `push`)": code in brackets behind a name tells about it.
        let opened = cell.text.find('(').map(|at| cell.text.split_at(at));
        if let (Some((before, behind)), [code]) = (opened, codes.as_slice())
            && behind.contains(*code)
            && !before.trim().is_empty()
            && !before.contains(*code)
            && !is_library_of_parts(before)
        {
            codes.clear();
        }
        let in_brackets = cell.text.contains('(') && codes.len() > 1;
        let found: Vec<String> = if in_brackets || (codes.len() > 1 && !codes.is_empty()) {
            codes.into_iter().map(str::to_owned).collect()
        } else if let [code] = codes.as_slice() {
            vec![(*code).to_owned()]
        } else {
            names(&cell.text)
        };
        for name in found {
            let what = what(context, grid.section, head, &name);
            push(items, grid.section, row.range, &name, what, row.said(version), row.said(rationale));
        }
    }
}

/// "Standard library (`os`)" names its part.
fn is_library_of_parts(name: &str) -> bool {
    let lower = name.to_lowercase();
    lower.contains("standard") || lower.contains("stdlib") || lower.contains("built-in")
}

pub(super) fn what(context: &Context, section: SectionId, head: &str, written: &str) -> &'static str {
    let lower = written.to_lowercase();
    if lower.ends_with(".md")
        || lower.contains(".md)")
        || head.contains("spec")
        || ["rfc", "eip", "adr", "spec "].iter().any(|start| lower.starts_with(start))
    {
        "spec"
    } else if lower.contains('/') || lower.starts_with('@') {
        "library"
    } else if head.contains("service")
        || head.contains("system")
        || head.contains("provider")
        || SERVICES.iter().any(|name| lower.starts_with(name))
    {
        "service"
    } else if ["package", "library", "crate", "gem"].contains(&head) {
        "library"
    } else if head.contains("tool")
        || context.outline.within(section, &[Concept::TechStack])
        || TOOLS.contains(&lower.split([' ', ',', '(']).next().unwrap_or_default())
    {
        "tool"
    } else {
        "library"
    }
}

/// Languages and tools that need no introduction.
const TOOLS: &[&str] = &[
    "go",
    "rust",
    "python",
    "node",
    "node.js",
    "nodejs",
    "java",
    "ruby",
    "deno",
    "bun",
    "make",
    "cmake",
    "git",
    "docker",
    "npm",
    "pnpm",
    "yarn",
    "cargo",
    "uv",
    "pip",
    "bash",
    "curl",
    "terraform",
    "kubectl",
    "helm",
];

/// Services that need no introduction.
const SERVICES: &[&str] = &[
    "github",
    "gitlab",
    "aws",
    "gcp",
    "azure",
    "postgres",
    "redis",
    "kafka",
    "s3",
    "stripe",
    "supabase",
    "mongodb",
    "mysql",
    "firebase",
    "cloudflare",
    "vercel",
];

/// Labels that name a layer or group; what follows are the dependencies.
pub(super) const LAYERS: &[&str] = &[
    "backend",
    "frontend",
    "database",
    "databases",
    "cache",
    "caching",
    "auth",
    "authentication",
    "testing",
    "tests",
    "infrastructure",
    "hosting",
    "deployment",
    "runtime",
    "language",
    "languageversion",
    "languages",
    "framework",
    "frameworks",
    "libraries",
    "library",
    "tools",
    "tooling",
    "services",
    "external",
    "internal",
    "externalservices",
    "externaldependencies",
    "internaldependencies",
    "styling",
    "ui",
    "orm",
    "storage",
    "queue",
    "monitoring",
    "ci",
    "cicd",
    "build",
    "buildtool",
    "packagemanager",
    "linting",
    "formatting",
    "state",
    "statemanagement",
    "validation",
    "mobile",
    "web",
    "api",
    "server",
    "client",
    "platform",
    "cloud",
    "container",
    "containers",
    "orchestration",
    "search",
    "logging",
    "dependson",
    "requires",
    "blockedby",
    "dev",
    "development",
    "production",
    "npm",
    "python",
    "go",
    "rust",
    "node",
    "packages",
    "dependencies",
    "newdependencies",
    "new",
    "existing",
    "upstream",
    "ai",
    "email",
    "payments",
    "icons",
    "forms",
    "charts",
    "animation",
    "routing",
    "datafetching",
    "realtime",
    "analytics",
    "specs",
    "libraryadditions",
    "runtimedependencies",
    "devdependencies",
    "depende",
    "dependencias",
    "corelibraries",
    "thirdparty",
];
