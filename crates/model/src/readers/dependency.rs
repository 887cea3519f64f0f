//! What this needs: libraries, services, tools, other specifications.

use super::Reader;
use crate::grid::Grid;
use crate::items::Draft;
use crate::marks::Mark;
use crate::statement::Statement;
use crate::text::{self, says_nothing, squash};
use crate::{Context, Items, Kind};
use abide_syntax::{FieldSource, NodeId, NodeKind, SectionId, TextRange, Value};
use abide_template::Concept;

pub(super) const READER: Reader = Reader {
    name: "dependency",
    kinds: &[Kind::Dependency],
    documentation: "\
A library, service, tool or other specification that this one needs: a row of a dependencies or tech-stack table (a cell that names several \
gives several), a bullet under such a heading, a package of a manifest shown there, `requires:` in the front matter, a line `Depends on: …`. \
A version behind the name is split off; remarks in brackets are not part of it.",
    read,
};

fn read(context: &Context, items: &mut Items) {
    front_matter(context, items);
    for (id, _) in context.sections() {
        if !context.outline.holds(id, Kind::Dependency) {
            depends_on(context, id, items);
            continue;
        }
        for grid in context.grids_of(id) {
            table(context, grid, items);
        }
        for statement in context.statements(id) {
            line(context, statement, items);
        }
        if context.outline.concepts(id).contains(&Concept::TechStack) {
            layers(context, id, items);
        }
        depends_on(context, id, items);
    }
    manifests(context, items);
}

fn push(
    items: &mut Items,
    section: SectionId,
    range: TextRange,
    written: &str,
    what: &str,
    version: Option<&str>,
    rationale: Option<&str>,
) {
    let (name, own_version) = versioned(written);
    let name = name.trim().trim_matches(['`', '*', '"', '.', ',', ';', ':']).trim();
    if name.is_empty()
        || name.len() > 80
        || text::is_placeholder(name)
        || says_nothing(name)
        || !name.chars().any(char::is_alphanumeric)
    {
        return;
    }
    items.push(
        Draft::new(Kind::Dependency, section, range)
            .key(name)
            .said("version", version.or(own_version))
            .field("what", what)
            .said("rationale", rationale),
    );
}

/// `Python 3.11+` is Python in a version.
fn versioned(written: &str) -> (&str, Option<&str>) {
    let bare = written.trim();
    if let Some((name, version)) = bare.rsplit_once(char::is_whitespace) {
        let digits = version.trim_start_matches(['v', 'V', '^', '~', '>', '=', '<', '≥']);
        let is_version = digits.starts_with(|c: char| c.is_ascii_digit())
            && digits.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '+' | '-' | 'x' | '*'));
        if is_version && digits.len() <= 16 {
            let name =
                name.trim_end_matches([' ', '>', '=', '<', '≥']).trim_end_matches(" version").trim_end();
            return (name, Some(version));
        }
    }
    // `name@1.2`, `name==1.2`
    for separator in ["==", ">=", "@"] {
        if let Some((name, version)) = bare.rsplit_once(separator)
            && !name.is_empty()
            && version.trim_start_matches(['^', '~', 'v']).starts_with(|c: char| c.is_ascii_digit())
        {
            return (name, Some(version));
        }
    }
    (bare, None)
}

/// The names in a cell or line: split at commas, plus signs and slashes with spaces, remarks in brackets left out.
fn names(written: &str) -> Vec<String> {
    let mut plain = String::with_capacity(written.len());
    let mut depth = 0;
    for character in written.chars() {
        match character {
            '(' | '（' => depth += 1,
            ')' | '）' => depth -= 1,
            _ if depth > 0 => {}
            _ => plain.push(character),
        }
    }
    let mut parts: Vec<&str> = vec![plain.as_str()];
    for separator in [", ", " + ", " / ", "、", "; ", " & ", " and ", " with ", " via ", " or "] {
        parts = parts.into_iter().flat_map(|part| part.split(separator)).collect();
    }
    let bare =
        |part: &str| part.trim().trim_start_matches("and ").trim_end_matches(['.', ',']).trim().to_owned();
    parts.into_iter().map(bare).filter(|part| !part.is_empty()).collect()
}

/// Whether a text names things rather than tells something.
fn is_name_like(text: &str) -> bool {
    let words = text.split_whitespace().count();
    (1..=5).contains(&words) && !text.contains(". ")
}

fn table(context: &Context, grid: &Grid, items: &mut Items) {
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
        "stack",
        "spec",
        "system",
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
        .or((!grid.heads.is_empty()).then_some(0))
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
            "用途",
            "説明",
            "目的",
            "용도",
            "说明",
            "назначение",
        ])
        .filter(|at| *at != column);
    let head = grid.heads.get(column).map_or("", String::as_str);
    for row in grid.filled_rows() {
        let Some(cell) = row.cell(Some(column)) else { continue };
        if says_nothing(&cell.text) {
            continue;
        }
        let codes = cell.codes(context.document);
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

fn what(context: &Context, section: SectionId, head: &str, written: &str) -> &'static str {
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
    } else if head.contains("tool") || context.outline.within(section, &[Concept::TechStack]) {
        "tool"
    } else {
        "library"
    }
}

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
const LAYERS: &[&str] = &[
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

fn line(context: &Context, statement: &Statement, items: &mut Items) {
    let said = statement.text.as_str();
    if says_nothing(said)
        || says_nothing(
            text::labelled(said).map_or(said, |cut| if cut.rest.is_empty() { cut.label } else { cut.rest }),
        )
    {
        return;
    }
    let lower = said.to_lowercase();
    if ["ningun", "none", "no new", "no additional", "no external", "no further", "aucun", "keine", "nenhum"]
        .iter()
        .any(|start| lower.starts_with(start))
    {
        return;
    }
    let document = context.document;
    let id = statement.section;
    let stack = context.outline.concepts(id).contains(&Concept::TechStack)
        || context.outline.within(id, &[Concept::TechStack]);
    let cut = text::labelled(said);
    let kind = what(context, id, "", said);
    let links: Vec<NodeId> = (statement.first.0..statement.end.0)
        .map(NodeId)
        .filter(|id| document.node(*id).kind == NodeKind::Link)
        .collect();
    let codes: Vec<(TextRange, &str)> = text::code_spans(document, statement.first, statement.end)
        .map(|(node, code)| (node.range, code))
        .collect();
    if let Some(cut) = &cut {
        let label = squash(cut.label);
        let layered = LAYERS.contains(&label.as_str()) || stack && is_list_of_names(cut.rest);
        if layered && !cut.rest.is_empty() {
            if !codes.is_empty()
                && codes.iter().all(|(range, _)| range.start > statement.range.start)
                && label != squash(codes.first().map_or("", |(_, code)| code))
            {
                for (_, code) in &codes {
                    push(items, id, statement.range, code, kind, None, None);
                }
                return;
            }
            for name in names(cut.rest.split([';', '—']).next().unwrap_or(cut.rest)) {
                if is_name_like(&name) {
                    push(items, id, statement.range, &name, kind, None, None);
                }
            }
            return;
        }
        // `A`, `B`: what for
        let leading: Vec<&str> = leading_codes(context, statement, &codes);
        if leading.len() > 1 {
            for code in leading {
                push(items, id, statement.range, code, kind, None, Some(cut.rest));
            }
            return;
        }
        for name in label_names(cut.label) {
            push(items, id, statement.range, &name, kind, None, Some(cut.rest));
        }
        return;
    }
    let leading = leading_codes(context, statement, &codes);
    let told = said.split_whitespace().count() > 8;
    let about_documents = told && document_ids(said).is_some();
    if !leading.is_empty() && !about_documents {
        let rest = said
            .get(leading.last().and_then(|last| said.find(*last).map(|at| at + last.len())).unwrap_or(0)..)
            .unwrap_or_default();
        let rationale = rest.trim_matches(|c: char| c.is_whitespace() || "()-—–:,.".contains(c));
        for code in leading {
            push(items, id, statement.range, code, kind, None, Some(rationale));
        }
    } else if let Some(link) = links.first() {
        let name = context.text(*link);
        push(items, id, statement.range, &name, "spec", None, None);
    } else if let Some(ids) = document_ids(said) {
        for name in ids {
            push(items, id, statement.range, name, "spec", None, Some(said));
        }
    } else if !codes.is_empty() {
        // In a sentence, code names a dependency in brackets or behind a word of use.
        let short = said.split_whitespace().count() <= 6;
        for (range, code) in codes {
            let before = document.slice(TextRange { start: statement.range.start, end: range.start });
            let word = before.trim_end().rsplit([' ', '\n']).next().unwrap_or_default().to_lowercase();
            let listed = before.matches('(').count() > before.matches(')').count();
            let used = matches!(
                word.as_str(),
                "use"
                    | "uses"
                    | "using"
                    | "via"
                    | "requires"
                    | "require"
                    | "needs"
                    | "on"
                    | "with"
                    | "usa"
                    | "requiere"
                    | "mit"
            );
            if (short || listed || used) && !code.contains(' ') {
                push(items, id, statement.range, code, kind, None, None);
            }
        }
    } else {
        let bare = said.split(" (").next().unwrap_or(said);
        let bold = document.node(statement.first).kind == NodeKind::Strong;
        let name = if bold {
            text::plain(document, statement.first, document.node(statement.first).end)
        } else {
            bare.to_owned()
        };
        if is_name_like(&name) {
            for name in names(&name) {
                push(items, id, statement.range, &name, kind, None, None);
            }
        }
    }
}

/// Lines of prose such as `**Storage**: PostgreSQL` under a heading about the stack.
fn layers(context: &Context, id: SectionId, items: &mut Items) {
    for (_, range) in context.paragraphs(id) {
        if range.len() > 2000 {
            continue;
        }
        for (line, range) in super::endpoint::lines(context, range) {
            let Some(cut) = text::labelled(&line) else { continue };
            let label = squash(cut.label);
            if !(LAYERS.contains(&label.as_str()) || label.ends_with("dependencies"))
                || says_nothing(cut.rest)
            {
                continue;
            }
            for name in names(cut.rest) {
                if is_name_like(&name) {
                    let what = what(context, id, "", &name);
                    push(items, id, range, &name, what, None, None);
                }
            }
        }
    }
}

fn is_list_of_names(text: &str) -> bool {
    let parts = names(text.split(['.', '—', ';']).next().unwrap_or(text));
    !parts.is_empty() && parts.iter().all(|part| part.split_whitespace().count() <= 4)
}

/// A label may name two: "Postgres + Redis".
fn label_names(label: &str) -> Vec<String> {
    let bare = label.split(" (").next().unwrap_or(label);
    if bare.contains(" + ") || bare.contains(", ") { names(bare) } else { vec![bare.to_owned()] }
}

/// Identifiers of other documents in a sentence: `SPEC-0015`, `ADR-3`.
fn document_ids(text: &str) -> Option<Vec<&str>> {
    const SERIES: &[&str] = &[
        "SPEC", "ADR", "RFC", "EIP", "ERC", "KEP", "PEP", "OTEP", "TIP", "SIP", "DIP", "RIP", "BIP", "PRD",
        "FEAT", "DES",
    ];
    let is_id = |word: &&str| {
        word.split_once('-').or_else(|| word.split_once(' ')).is_some_and(|(series, number)| {
            SERIES.contains(&series) && !number.is_empty() && number.chars().all(|c| c.is_ascii_digit())
        })
    };
    let ids: Vec<&str> = text.split(|c: char| !(c.is_alphanumeric() || c == '-')).filter(is_id).collect();
    (!ids.is_empty()).then_some(ids)
}

/// The code spans that open a line, with nothing but commas between.
fn leading_codes<'a>(
    context: &Context,
    statement: &Statement,
    codes: &[(TextRange, &'a str)],
) -> Vec<&'a str> {
    let mut found = Vec::new();
    let mut end = statement.range.start;
    for (range, code) in codes {
        let gap = context.document.slice(TextRange { start: end, end: range.start });
        let joined = gap.chars().all(|c| c.is_whitespace() || "*_,/+&".contains(c)) || gap.trim() == "and";
        if !joined {
            break;
        }
        found.push(*code);
        end = range.end;
    }
    found
}

/// `requires: 2718, 4895` and the like. A bare number is a number of the document's own series.
fn front_matter(context: &Context, items: &mut Items) {
    let document = context.document;
    let text = document.text();
    let series = document.fields().iter().find_map(|field| {
        let name = field.name(text);
        let number = field.value.slice(text).trim_matches(['"', '\'']);
        let numbered = field.source == FieldSource::FrontMatter
            && name.len() <= 6
            && !name.eq_ignore_ascii_case("id")
            && !number.is_empty()
            && number.chars().all(|c| c.is_ascii_digit());
        numbered.then(|| name.to_uppercase())
    });
    for field in document.fields() {
        let name = squash(field.name(text));
        if !matches!(
            name.as_str(),
            "requires"
                | "dependson"
                | "dependencies"
                | "dependency"
                | "depends"
                | "blockedby"
                | "prerequisites"
                | "dependede"
                | "dépendde"
                | "abhängigvon"
                | "依存"
                | "依赖"
        ) {
            continue;
        }
        let written = field.value.slice(text);
        if says_nothing(written) {
            continue;
        }
        let entry = document
            .front_matter()
            .and_then(|front| front.entries.iter().find(|entry| entry.value == field.value));
        let parts: Vec<String> = match entry.map(|entry| &entry.data) {
            Some(Value::List(list)) => list.clone(),
            _ => written
                .split([',', ';'])
                .map(|part| unlinked(part.trim().trim_matches(['"', '\'', '`', '*', '[', ']'])))
                .collect(),
        };
        for part in parts {
            let part = part.split(" (").next().unwrap_or(&part).to_owned();
            let number = !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
            let name = match (&series, number) {
                (Some(series), true) => format!("{series}-{part}"),
                _ => part,
            };
            if is_name_like(&name) && !says_nothing(&name) {
                push(items, SectionId::ROOT, field.range(), &name, "spec", None, None);
            }
        }
    }
}

/// `[Name](target)` as its name.
fn unlinked(text: &str) -> String {
    let bare = text.strip_prefix('[').unwrap_or(text);
    bare.split(']').next().unwrap_or(bare).to_owned()
}

/// `Depends on: …` as a line of prose or a bullet anywhere.
fn depends_on(context: &Context, id: SectionId, items: &mut Items) {
    if context.outline.holds(id, Kind::Task)
        || id == SectionId::ROOT
        || !context.marked(Mark::Need, context.body(id))
    {
        return;
    }
    for (_, range) in context.paragraphs(id) {
        if range.len() > 600 || !context.marked(Mark::Need, range) {
            continue;
        }
        for (line, range) in super::endpoint::lines(context, range) {
            let Some(cut) = text::labelled(&line) else { continue };
            if !matches!(squash(cut.label).as_str(), "dependson" | "dependencies" | "requires")
                || says_nothing(cut.rest)
            {
                continue;
            }
            for name in names(cut.rest) {
                let name = unlinked(&name);
                if is_name_like(&name) && text::leading_code(&name).is_none_or(|(_, rest)| !rest.is_empty()) {
                    push(items, id, range, &name, "spec", None, None);
                }
            }
        }
    }
}

/// Packages of a manifest that a section on dependencies shows.
fn manifests(context: &Context, items: &mut Items) {
    for fence in context.fences() {
        if !context.outline.holds(fence.section, Kind::Dependency) {
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

#[cfg(test)]
mod tests {
    use crate::readers::tests::reader_test;

    reader_test!(
        a_tech_stack,
        "# T\n## Tech Stack\n| Layer | Technology | Notes |\n|---|---|---|\n| Script | Python 3.11+ | runs |\n| VCS | Git + GitHub | source |\n| Docs | Sphinx (RST) | |\n| Cache | | |\n",
        [
            "5 dependency Python version=3.11+ what=tool rationale=runs",
            "6 dependency Git what=tool rationale=source",
            "6 dependency GitHub what=service rationale=source",
            "7 dependency Sphinx what=tool",
        ]
    );
    reader_test!(
        tables_and_bullets,
        "# T\n## Dependencies\n| Dependency | Purpose |\n|---|---|\n| `github.com/a/b` | decoding |\n| Standard library (`os`, `path`) | files |\n\n- Standard library only (`os/exec`, helpers)\n- **Axum** - web framework\n- Libraries: serde, tokio 1.0\n- [Other spec](other.md)\n- Something must be done about all of this first\n- None.\n",
        [
            "5 dependency github.com/a/b what=library rationale=decoding",
            "6 dependency os what=library rationale=files",
            "6 dependency path what=library rationale=files",
            "8 dependency os/exec what=library",
            "9 dependency Axum what=library rationale=web framework",
            "10 dependency serde what=library",
            "10 dependency tokio version=1.0 what=library",
            "11 dependency Other spec what=spec",
        ]
    );
    reader_test!(
        front_matter_and_lines,
        "---\neip: 7\nrequires: 12, 13\n---\n# T\n## Overview\nDepends on: [Login](login.md), Export\n",
        [
            "3 dependency EIP-12 what=spec",
            "3 dependency EIP-13 what=spec",
            "7 dependency Login what=spec",
            "7 dependency Export what=spec"
        ]
    );
}
