//! Records that are told in running text behind their names in bold, in a section about the data: "**Refund.** It belongs to one
//! payment. `cents` is an integer from 1 to 900, and `reason` a required string of up to 80 characters."

use super::registry::Registry;
use super::{is_data, is_name};
use crate::shape::{self, Attribute};
use crate::text;
use crate::{Context, Items};
use abide_syntax::{NodeId, NodeKind, TextRange};

pub(super) fn read(context: &Context, items: &mut Items, registry: &mut Registry) {
    for (id, _) in context.sections().skip(1).filter(|(id, _)| is_data(context, *id)) {
        let blocks: Vec<NodeId> = context
            .document
            .section_blocks(id)
            .filter(|block| context.document.node(*block).kind == NodeKind::Paragraph)
            .filter(|block| context.document.source(*block).starts_with("**"))
            .collect();
        for block in blocks {
            for (name, part) in parts(context, block) {
                let fields = fields(context, block, part);
                if fields.is_empty() {
                    continue;
                }
                let name = registry.entity(items, &name, id, part, 2);
                for attribute in &fields {
                    registry.field(items, &name, id, attribute);
                }
            }
        }
    }
}

/// The names in bold of a paragraph that end in a full stop or a colon, each with what stands behind it up to the next.
fn parts(context: &Context, block: NodeId) -> Vec<(String, TextRange)> {
    let document = context.document;
    let whole = document.node(block);
    let mut opened: Vec<(String, u32, u32)> = Vec::new();
    for id in (block.0 + 1..whole.end.0).map(NodeId) {
        let node = document.node(id);
        if node.kind != NodeKind::Strong {
            continue;
        }
        let bold = text::plain(document, id, node.end);
        let behind = document.slice(TextRange { start: node.range.end, end: whole.range.end });
        let before = document.slice(TextRange { start: whole.range.start, end: node.range.start }).trim_end();
        let closed = bold.ends_with(['.', ':']) || behind.starts_with(':');
        let name = bold.trim_end_matches(['.', ':']).trim();
        let opens = before.is_empty() || before.ends_with(['.', ';']);
        if closed && opens && is_name(name) && name.starts_with(char::is_uppercase) {
            opened.push((name.to_owned(), node.range.start, node.range.end));
        }
    }
    let ends = opened.iter().skip(1).map(|(_, start, _)| *start).chain([whole.range.end]);
    let parts = opened.iter().zip(ends);
    parts.map(|((name, _, start), end)| (name.clone(), TextRange { start: *start, end })).collect()
}

/// The fields that sentences tell of: a name in code that opens a clause, and what is said of it.
fn fields(context: &Context, block: NodeId, part: TextRange) -> Vec<Attribute> {
    let document = context.document;
    let slice = |start: u32, end: u32| document.slice(TextRange { start, end });
    let spans: Vec<(TextRange, &str)> = text::code_spans(document, block, document.node(block).end)
        .filter(|(node, _)| part.start <= node.range.start && node.range.end <= part.end)
        .map(|(node, code)| (node.range, code))
        .collect();
    let mut told: Vec<(&str, TextRange, usize)> = Vec::new();
    for (range, code) in &spans {
        let before = slice(part.start, range.start).trim_end();
        // "… and `hour` an integer": the verb is that of the field before it.
        let goes_on = !told.is_empty() && before.ends_with(", and");
        let opens = before.is_empty() || before.ends_with(['.', ';', ':']) || owned(before);
        let behind = slice(range.end, part.end);
        let said = verb(behind).or_else(|| article(behind).filter(|_| goes_on));
        if (opens || goes_on)
            && is_name(code)
            && code.starts_with(|c: char| c.is_ascii_lowercase())
            && let Some(skipped) = said
        {
            told.push((code, *range, skipped));
        }
    }
    let starts: Vec<u32> = told.iter().map(|(_, range, _)| range.start).chain([part.end]).collect();
    told.iter()
        .zip(starts.into_iter().skip(1))
        .filter_map(|((name, range, skipped), next)| {
            let behind = slice(range.end, next).get(*skipped..)?;
            let said = clause(behind);
            let end = range.end + (skipped + said.len()) as u32;
            attribute(name, said, TextRange { start: range.start, end })
        })
        .collect()
}

/// "the clerk's" in front of a name says whose it is.
fn owned(before: &str) -> bool {
    let (rest, word) = before.rsplit_once(' ').unwrap_or(("", before));
    let clause = rest.rsplit(['.', ';']).next().unwrap_or_default().trim();
    (word.ends_with("'s") || word.ends_with("’s")) && matches!(clause, "the" | "The" | "its" | "Its")
}

/// How much of a text is the verb that says what a field is.
fn verb(behind: &str) -> Option<usize> {
    const VERBS: &[&str] = &[
        " is ",
        " are ",
        " has ",
        " takes ",
        " holds ",
        " may have ",
        " may be ",
        " must be ",
        " must have ",
        " can be ",
    ];
    VERBS.iter().find(|verb| behind.starts_with(**verb)).map(|verb| verb.len())
}

fn article(behind: &str) -> Option<usize> {
    [" a ", " an "].iter().any(|article| behind.starts_with(article)).then_some(1)
}

/// A text up to the end of its sentence or of the part before a semicolon.
fn clause(text: &str) -> &str {
    let ends = [". ", ".\n", ";"].iter().filter_map(|mark| text.find(mark)).min();
    let said = text.get(..ends.unwrap_or(text.len())).unwrap_or(text).trim_end();
    let said = said.strip_suffix(", and").unwrap_or(said).trim_end();
    said.trim_end_matches(['.', ','])
}

/// A field, where what is said of it tells its type, its bounds or its values.
fn attribute(name: &str, said: &str, range: TextRange) -> Option<Attribute> {
    const BOUNDS: &[&str] = &["characters", "one of", "required", "optional", "unique", "default"];
    const BESIDE: &[&str] =
        &["a", "an", "the", "required", "optional", "unique", "positive", "whole", "short"];
    let lower = said.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let kind = words.find(|word| !BESIDE.contains(word)).filter(|word| shape::is_type(word));
    // What is counted in characters is text.
    let kind = kind.or_else(|| text::find_word(&lower, "characters").map(|_| "string"));
    let values = lower.matches('`').count() >= 4 && lower.starts_with('`') && lower.contains(" or ");
    if kind.is_none() && !values && !BOUNDS.iter().any(|word| text::find_word(&lower, word).is_some()) {
        return None;
    }
    let has = |word: &str| text::find_word(&lower, word).is_some();
    let conditional = ["if", "when", "unless", "not"].iter().any(|word| has(word));
    Some(Attribute {
        name: name.to_owned(),
        kind: kind.map(str::to_owned),
        required: (has("required") && !conditional).then_some(true),
        unique: has("unique") && !conditional,
        description: Some(said.to_owned()),
        range,
        ..Attribute::default()
    })
}

#[cfg(test)]
mod tests {
    use crate::readers::entity::READER;
    use crate::readers::tests::shown;

    #[test]
    fn records_in_running_text() {
        let text = "# T\n## Data model\n**Refund.** It belongs to one payment. `cents` is an integer from 1 to 900. `way` is `card` or `cash`. `day` is a date, and `hour` an integer from 8 to 16.\n\n**Note.** One at most; `words` takes 10 to 90 characters and is required. **Reply.** The clerk's `text` may have up to 20 characters.\n";
        let shown = shown(READER.kinds, text);
        let keys: Vec<&str> = shown
            .iter()
            .filter_map(|line| Some(line.split_once(" field ")?.1.split(' ').next().unwrap_or_default()))
            .collect();
        assert_eq!(
            keys,
            ["Refund.cents", "Refund.way", "Refund.day", "Refund.hour", "Note.words", "Reply.text"],
            "{shown:#?}"
        );
        assert!(shown.iter().any(|line| line.contains("Note.words") && line.contains("required=true")));
        assert!(shown.iter().any(|line| line.contains("Refund.hour") && line.contains("type=integer")));
    }

    #[test]
    fn what_is_said_of_code_is_no_field() {
        let text = "# T\n## Data model\n**Parser.** `read` is called by the press. It has `open` and `shut`.\n\n**Rule:** each `id` is unique in its hall.\n";
        assert!(!shown(READER.kinds, text).iter().any(|line| line.contains(" field ")));
    }
}
