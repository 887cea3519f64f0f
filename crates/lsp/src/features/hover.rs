//! What is understood of what stands at a place: an item with its verdict, a section with what its template asks, a link's end.

use crate::age::ago;
use crate::markdown::{code, content, cut, plain};
use crate::subject::{Subject, item_at, target};
use crate::trouble::Answer;
use crate::world::{Spot, World};
use abide_model::Item;
use abide_rules::{Pointer, rule};
use abide_syntax::{NodeKind, SectionId, TextRange};
use abide_template::{Expected, Presence};
use abide_verify::shows;
use gen_lsp_types::{Contents, Hover, HoverParams};
use jiff::Timestamp;
use serde_json::Value;

/// Letters of a value that are shown.
const LONGEST: usize = 120;

/// `textDocument/hover`
pub fn hover(world: &mut World, params: HoverParams) -> Answer<Option<Hover>> {
    let at = params.text_document_position_params;
    let Some((folder, number)) = world.find(&at.text_document.uri) else { return Ok(None) };
    let Some(spot) = world.spot(folder, number) else { return Ok(None) };
    let offset = spot.places().offset(at.position);
    let shown = suppressed_rule(&spot, offset).or_else(|| what_stands(&spot, offset));
    Ok(shown.map(|(text, range)| Hover {
        contents: Contents::MarkupContent(content(text)),
        range: Some(spot.places().range(range)),
    }))
}

fn what_stands(spot: &Spot, offset: u32) -> Option<(String, TextRange)> {
    let subject = Subject::at(spot, offset);
    match &subject {
        Some(Subject::Link { pointer, .. }) => return Some((link(spot, pointer)?, pointer.range)),
        Some(Subject::Heading { section, range }) => {
            let own = item_at(spot, offset)
                .filter(|item| range.contains(item.range) || item.range.contains(*range));
            let parts = [guidance(spot, *section), own.map(|own| item(spot, own))];
            let text: Vec<String> = parts.into_iter().flatten().collect();
            return (!text.is_empty()).then(|| (text.join("\n\n---\n\n"), *range));
        }
        _ => {}
    }
    let named = subject.as_ref().map(|subject| (subject.items(spot), subject.range()));
    if let Some((items, range)) = named.filter(|(items, _)| !items.is_empty()) {
        let own = item_at(spot, offset)
            .filter(|own| items.iter().any(|(other, item)| other.number == spot.number && item.id == own.id));
        if let Some(own) = own {
            return Some((item(spot, own), range));
        }
        let shown: Vec<String> = items.iter().take(3).map(|(other, one)| item(other, one)).collect();
        return Some((shown.join("\n\n---\n\n"), range));
    }
    let own = item_at(spot, offset).or_else(|| judged_at(spot, offset))?;
    Some((item(spot, own), own.range))
}

/// What the document says at a byte beside its items, where it was judged.
fn judged_at<'a>(spot: &Spot<'a>, offset: u32) -> Option<&'a Item> {
    let mut told = spot.state.told().iter();
    let own = told.find(|item| item.range.start <= offset && offset <= item.range.end)?;
    let known = spot.folder.verdicts.of(spot.live, spot.state, own)?;
    known.at.is_some().then_some(own)
}

/// An item as it is understood, and what is known of it.
pub fn item(spot: &Spot, item: &Item) -> String {
    let name = spot.live.name_of(spot.path(), &item.id);
    let mut text = format!("**{}** · {}\n\n{}\n", plain(&name), item.kind, plain(&cut(&item.text, 400)));
    let fields: Vec<String> = item
        .fields
        .iter()
        .filter(|(name, value)| {
            *name != "id" && *name != "text" && value.as_str() != Some(item.text.as_str())
        })
        .map(|(name, value)| format!("- {name}: {}", shown(value)))
        .collect();
    if !fields.is_empty() {
        text.push_str(&format!("\n{}\n", fields.join("\n")));
    }
    // What no system could show is not said to be unproven each time.
    let known = spot.folder.verdicts.of(spot.live, spot.state, item);
    if let Some(known) = known.filter(|known| known.at.is_some() || shows(item.kind)) {
        let strength = known.current.strength.map(|strength| format!(" ({strength})")).unwrap_or_default();
        let age = known.at.map(|at| format!(", {}", ago(at, Timestamp::now()))).unwrap_or_default();
        text.push_str(&format!(
            "\n**{}**{strength}{age}: {}\n",
            known.current.verdict,
            said(&known.current.reason)
        ));
    }
    text
}

/// A reason as it is told: code in it is code, and nothing in it is a tag or a link.
fn said(reason: &str) -> String {
    cut(reason, 400).replace('<', "\\<").replace('[', "\\[")
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => code(&cut(text, LONGEST)),
        Value::Array(values) if values.iter().all(Value::is_string) => {
            values.iter().filter_map(Value::as_str).map(code).collect::<Vec<_>>().join(", ")
        }
        other => code(&cut(&other.to_string(), LONGEST)),
    }
}

/// What the template says about a section of the document.
pub fn guidance(spot: &Spot, section: SectionId) -> Option<String> {
    let governed = spot.state.governed.as_ref()?;
    let project = spot.live.workspace().project(spot.state)?;
    let template = project.library.templates.get(governed.template)?;
    let version = template.versions.get(governed.version)?;
    let schema = project.library.set.schema(version.schema)?;
    let slot = schema.slot(governed.alignment.slot(section)?)?;
    let mut text = format!("**{}** in the template {}", plain(&slot.title), code(&template.name));
    match &slot.presence {
        Presence::Required => {}
        Presence::Optional(why) if why.is_empty() => text.push_str(", optional"),
        Presence::Optional(why) => text.push_str(&format!(", optional: {}", plain(&cut(why, LONGEST)))),
    }
    text.push_str("\n\n");
    for expectation in &slot.expectations {
        text.push_str(&format!("- {}\n", expected(&expectation.what)));
    }
    let body = version.document.slice(slot.body).trim();
    if !body.is_empty() {
        let quoted: Vec<String> = body.lines().take(30).map(|line| format!("> {line}")).collect();
        text.push_str(&format!("\n{}\n", quoted.join("\n")));
    }
    Some(text)
}

fn expected(what: &Expected) -> String {
    match what {
        Expected::Count { minimum, maximum, what } if minimum == maximum => {
            format!("{minimum} {}", plain(what))
        }
        Expected::Count { minimum, maximum, what } => format!("{minimum} to {maximum} {}", plain(what)),
        Expected::Table { columns, .. } => {
            format!(
                "a table with the columns {}",
                columns.iter().map(|name| code(name)).collect::<Vec<_>>().join(", ")
            )
        }
        Expected::Sentence { shape } => format!("sentences such as {}", code(shape)),
        Expected::Form { form } => format!("{form:?}").to_lowercase(),
        Expected::Tasks => "a list of tasks".to_owned(),
        Expected::Children { title } => format!("a heading {} for each", code(title)),
    }
}

/// Where a link leads.
fn link(spot: &Spot, pointer: &Pointer) -> Option<String> {
    let (other, section) = target(spot, pointer)?;
    let document = other.document();
    let title = document.title().map(|title| title.into_owned()).unwrap_or_else(|| other.path().to_string());
    let mut text = format!("**{}** · {}", plain(&title), code(other.path()));
    if let Some(found) = section.and_then(|section| document.section(section)) {
        text.push_str(&format!(
            "\n\n{} {}",
            "#".repeat(found.level.clamp(1, 6) as usize),
            plain(&found.title)
        ));
        let body = document.slice(found.body).trim();
        if !body.is_empty() {
            text.push_str(&format!("\n\n{}", body.lines().take(12).collect::<Vec<_>>().join("\n")));
        }
    } else if let Some(counts) = crate::features::lenses::counts(&other) {
        text.push_str(&format!("\n\n{counts}"));
    }
    Some(text)
}

/// The rule whose name stands in a comment that suppresses it.
fn suppressed_rule(spot: &Spot, offset: u32) -> Option<(String, TextRange)> {
    let range = crate::occurrences::word_at(spot.text(), offset, |letter| letter == '-')?;
    let rule = rule(range.slice(spot.text()))?;
    let document = spot.document();
    let in_comment = document.nodes().iter().any(|node| {
        node.kind == NodeKind::Comment
            && node.range.contains(range)
            && document.slice(node.range).contains("abide:")
    });
    in_comment.then(|| (format!("**{}**\n\n{}", rule.name, rule.page()), range))
}
