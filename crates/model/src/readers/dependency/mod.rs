//! What this needs: libraries, services, tools, other specifications.

mod document;
mod line;
mod manifest;
mod part;
mod pinned;
mod stack;
mod table;

use super::Reader;
use crate::items::Draft;
use crate::statement::Statement;
use crate::text::{self, says_nothing};
use crate::{Context, Items, Kind};
use abide_syntax::{SectionId, TextRange};
use abide_template::Concept;
use document::{depends_on, front_matter};
use line::{layers, line};
use manifest::manifests;
use part::needs_of_part;
use table::table;

pub(super) const READER: Reader = Reader {
    name: "dependency",
    kinds: &[Kind::Dependency],
    documentation: "\
A library, service, tool or other specification that this one needs: a row of a dependencies or tech-stack table (a cell that names several \
gives several), a bullet under such a heading, a package of a manifest shown there, what a block of Gradle names (`implementation(\"…\")`), `requires:` in the front matter, a line `Depends on: …`. \
A version behind the name is split off; remarks in brackets are not part of it.",
    read,
};

fn read(context: &Context, items: &mut Items) {
    front_matter(context, items);
    for grid in context.grids().iter().filter(|grid| !context.outline.holds(grid.section, Kind::Dependency)) {
        stack::rows(context, grid, items);
    }
    for (id, _) in context.sections() {
        if !context.outline.within(id, &[Concept::Alternatives, Concept::PriorArt, Concept::Examples]) {
            pinned::images(context, id, items);
        }
        if !context.outline.holds(id, Kind::Dependency) {
            depends_on(context, id, items);
            needs_of_part(context, id, items);
            stack::named(context, id, items);
            stack::labelled(context, id, items);
            stack::layers_of(context, id, items);
            continue;
        }
        // "Integrations" may list what others call here.
        if context.outline.concepts(id).contains(&Concept::ExternalDependencies)
            && offers_operations(context, id)
        {
            continue;
        }
        for grid in context.grids_of(id) {
            table(context, grid, items);
        }
        for statement in context.statements(id) {
            if !super::setting::leads_with_variable(context, statement) {
                line(context, statement, items);
            }
        }
        if context.outline.concepts(id).contains(&Concept::TechStack) {
            layers(context, id, items);
        }
        depends_on(context, id, items);
        pinned::packages(context, id, items);
    }
    manifests(context, items);
}

/// Whether the first list of a section holds nothing but operations of an HTTP interface, "`POST /orders`", as another
/// section of the document does: what is told of an operation, "`GET /repos` of the forge", may be that of another system.
pub(in crate::readers) fn offers_operations(context: &Context, id: SectionId) -> bool {
    let document = context.document;
    let bare = |statement: &&Statement| {
        let code = text::code_spans(document, statement.first, statement.end).next();
        code.is_some_and(|(node, code)| {
            let alone = TextRange { start: node.range.end, end: statement.range.end };
            node.range.start == statement.range.start
                && document.slice(alone).trim().is_empty()
                && super::endpoint::operation::leading(code).is_some_and(|one| one.path.starts_with('/'))
        })
    };
    let Some(first) = context.statements(id).iter().find(bare) else { return false };
    let list = document.node(first.node).parent;
    let others = |other: SectionId| {
        other != id
            && !context.outline.holds(other, Kind::Dependency)
            && context.statements(other).iter().any(|statement| bare(&statement))
    };
    context
        .statements(id)
        .iter()
        .filter(|entry| document.node(entry.node).parent == list)
        .all(|entry| bare(&entry))
        && context.sections().any(|(other, _)| others(other))
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
    // `Spec "Login"` names what is in quotes.
    let quoted = name.trim().strip_suffix('"').and_then(|name| name.split_once(" \"")).filter(|(kind, _)| {
        matches!(
            kind.to_lowercase().as_str(),
            "spec" | "the spec" | "specification" | "rfc" | "adr" | "document"
        )
    });
    let name = quoted.map_or(name, |(_, name)| name);
    let name = name
        .trim()
        .trim_matches(['`', '*', '"', ',', ';', ':'])
        .trim_end_matches(['.', '`', '*', '"', ',', ';', ':']);
    // ".NET" begins with its dot.
    let dotted =
        name.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()));
    let name =
        if dotted { name } else { name.trim_start_matches(['.', '`', '*', '"', ',', ';', ':']) }.trim();
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

/// `print(job, copies)` is something that is called, not something that is needed.
fn is_call(name: &str) -> bool {
    name.ends_with(')')
        && name.split_once('(').is_some_and(|(called, _)| {
            !called.is_empty() && called.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | ':'))
        })
}

/// `Python 3.11+` is Python in a version.
fn versioned(written: &str) -> (&str, Option<&str>) {
    // "Presskit 2.1 or later", "Presskit 2.1 系"
    const OPEN: &[&str] = &[
        " or later",
        " or newer",
        " or higher",
        " and later",
        " series",
        " 系",
        "系",
        " 以上",
        "以上",
        "以降",
        " 이상",
        "以上版本",
        "及以上",
    ];
    let bare = written.trim();
    let bare = OPEN
        .iter()
        .find_map(|end| bare.strip_suffix(end))
        .filter(|rest| rest.ends_with(|c: char| c.is_ascii_digit() || c == 'x'))
        .unwrap_or(bare);
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
    // "Envoy 1.31 in front"
    let told = bare.split_once(' ').and_then(|(name, rest)| {
        let (version, behind) = rest.split_once(' ')?;
        let digits = version.trim_start_matches(['v', '^', '~', '≥']);
        let numbered = digits.contains('.') && digits.chars().all(|c| c.is_ascii_digit() || c == '.');
        let placed = ["in ", "for ", "on ", "as ", "with ", "behind ", "or "]
            .iter()
            .any(|word| behind.starts_with(word));
        (numbered && placed).then_some((name, version))
    });
    if let Some((name, version)) = told {
        return (name, Some(version));
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
    for separator in [
        ", ",
        " + ",
        " / ",
        "、",
        "; ",
        " & ",
        " and ",
        " with ",
        " via ",
        " or ",
        " y ",
        " o ",
        " et ",
        " ou ",
        " und ",
        " oder ",
        " и ",
        " или ",
        "または",
        " 또는 ",
        " 및 ",
        "或",
    ] {
        parts = parts.into_iter().flat_map(|part| part.split(separator)).collect();
    }
    // "Zod for what comes in" tells what the name is for.
    let told = |part| match [" for ", " para ", " für ", " pour ", " для "]
        .iter()
        .find_map(|word| str::split_once(part, *word))
    {
        Some((name, _)) if !name.contains(' ') && name.starts_with(char::is_uppercase) => name,
        _ => part,
    };
    let parts: Vec<&str> = parts.into_iter().map(told).flat_map(hosted).collect();
    let bare =
        |part: &str| part.trim().trim_start_matches("and ").trim_end_matches(['.', ',']).trim().to_owned();
    // "address lists, monthly" tells how often.
    let often = ["daily", "weekly", "monthly", "yearly", "hourly", "optional", "required", "etc"];
    // "Python 3.10 or newer" is one thing.
    let open =
        ["newer", "later", "above", "higher", "greater", "compatible", "similar", "equivalent", "better"];
    let is_name = |part: &String| {
        !part.is_empty() && !often.contains(&part.as_str()) && !open.contains(&part.to_lowercase().as_str())
    };
    parts.into_iter().map(bare).filter(is_name).collect()
}

/// "Oban on Postgres" names two.
fn hosted(part: &str) -> Vec<&str> {
    match part.split_once(" on ") {
        Some((name, host))
            if name.split_whitespace().count() <= 2
                && host.trim_start().starts_with(char::is_uppercase)
                && !part.contains("Ruby on Rails") =>
        {
            vec![name, host]
        }
        _ => vec![part],
    }
}

/// Whether a text names things rather than tells something.
fn is_name_like(text: &str) -> bool {
    let words = text.split_whitespace().count();
    (1..=5).contains(&words) && !text.contains(". ")
}

#[cfg(test)]
mod tests {
    use crate::readers::tests::reader_test;

    reader_test!(
        what_gradle_is_told,
        "# T\n## Build\n```kotlin\nimplementation(\"org.paper:press:1.2\")\ntestImplementation(\"org.paper:ink\")\nprintln(\"a:b\")\n```\n```groovy\nannotationProcessor 'org.paper:glue'\n```\n",
        [
            "4 dependency press version=1.2 what=library",
            "5 dependency ink what=library",
            "9 dependency glue what=library",
        ]
    );

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
    reader_test!(
        what_a_pinned_library_is_for,
        "# T\n## Technical framework overview\n- **Hashing:** argon crate ~0.5.1 for pages and glue\n- **Language:** Rust ~1.78.0 for the press\n",
        [
            "3 dependency argon version=~0.5.1 what=tool rationale=pages and glue",
            "4 dependency Rust version=~1.78.0 what=tool rationale=the press",
        ]
    );
    reader_test!(
        versions_amid_the_words,
        "# T\n## Dependencies\n- Nginx 1.27 in front\n- Post office lists, monthly\n",
        ["3 dependency Nginx version=1.27 what=library", "4 dependency Post office lists what=library"]
    );
    reader_test!(
        what_a_part_needs_and_what_must_be_ready,
        "# T\n## Components\n### Sorter\n- **Dependencies**: Postgres, the mail gateway, Stamper\n### Stamper\n- **Dependencies**: None\n## Internal Dependencies\n- Customer Desk must be available before\n",
        [
            "4 dependency Postgres what=service",
            "4 dependency mail gateway what=service",
            "8 dependency Customer Desk what=library",
        ]
    );
    reader_test!(
        other_specs_by_their_ids_and_what_is_called_or_was_changed,
        "# T\n## Dependencies\n- SPEC-4 / #15: its trays must be there\n- 2031-04-02: Replaced the `glue`. (#8)\n## Tools\n| Tool | Purpose |\n|---|---|\n| `print(job)` | prints |\n| `stop()` | stops |\n### tools/press.rs\n- `fold(page)` — folds\n",
        ["3 dependency SPEC-4 what=spec rationale=its trays must be there"]
    );
    reader_test!(
        layers_below_the_technologies,
        "# T\n## 기술 스택 권장사항\n### Frontend\n- Framework: Press.js 또는 Quill\n### Database\n| Concern | Tool |\n|---|---|\n| Jobs | Inkwell v2 |\n### External APIs\n- Paper Mill API\n### Backend\n| Feature | Benefit |\n|---|---|\n| Fast | sooner done |\n## Dependency matrix\n```toml\nglue = \"0.3\"\n```\n",
        [
            "4 dependency Press.js what=tool",
            "4 dependency Quill what=tool",
            "8 dependency Inkwell version=v2 what=tool",
            "10 dependency Paper Mill API what=tool",
            "17 dependency glue version=0.3 what=library",
        ]
    );
    reader_test!(
        what_a_manifest_lists_that_its_heading_names_and_code_that_tells_of_a_name,
        "# T\n## Proposed `Cargo.toml`\n```toml\n[package]\nname = \"press\"\n[dependencies]\nglue = { version = \"0.3\" }\n```\n## Tech stack\n| Concern | Tool |\n|---|---|\n| Paths | Press Router v3 (typed `push`) |\n",
        ["7 dependency glue version=0.3 what=library", "12 dependency Press Router version=v3 what=tool",]
    );
    reader_test!(
        rights_are_no_dependencies,
        "# T\n## Dependencies\n- `paper` — to print on\n- Spec \"Login\"\n\nThe token may:\n- read of the `Printers: read` scope\n",
        ["3 dependency paper what=library rationale=to print on", "4 dependency Login what=spec"]
    );

    reader_test!(
        how_much_is_needed_and_what_is_offered,
        "# T\n## Jobs\n- `GET /jobs`\n## Dependencies\n- **Required**: `ink`, `paper`\n- **Optional**: `glue` (for `covers`, or none)\n- existing `Press.stop` (for the night only; by day there is none to stop, as said)\n## Integrations\n- `POST /jobs`\n\nHeaders:\n- `x-press`\n",
        [
            "5 dependency ink what=library",
            "5 dependency paper what=library",
            "6 dependency glue what=library",
            "7 dependency Press.stop what=library",
        ]
    );

    reader_test!(
        what_a_name_is_for,
        "# T\n## Technology stack\n- **Checks**: Inkwell for what comes in\n",
        ["3 dependency Inkwell what=tool"]
    );

    reader_test!(
        versions_from_which_on_it_may_be,
        "# T\n## Tech stack\n| Layer | Choice |\n|---|---|\n| Web | Presskit 0.7 系 |\n| Store | Inkwell 2.1 or later |\n",
        ["5 dependency Presskit version=0.7 what=tool", "6 dependency Inkwell version=2.1 what=tool"]
    );

    reader_test!(
        what_was_chosen_for_each_layer,
        "# T\n## Stack Tecnológica\n| Camada | Escolha | Justificativa |\n|---|---|---|\n| Linguagem | Python 3.11+ | Moderna |\n",
        ["5 dependency Python version=3.11+ what=tool rationale=Moderna",]
    );

    reader_test!(
        what_is_told_in_words_is_no_name,
        "# T\n## Platforms and technology\n### Web application\n- Responsive design\n- Offline caching\n",
        []
    );
}
