//! Risks and open questions.

mod question;

use super::Reader;
use super::check::coded;
use crate::heads;
use crate::items::Draft;
use crate::statement::Statement;
use crate::text::{self, find_word, says_nothing};
use crate::{Context, Items, Kind};
use abide_syntax::{NodeKind, SectionId};
use abide_template::Concept;
use question::{heading_question, heads_question, is_answer, is_answered, is_nothing_open, prose};

pub(super) const READER: Reader = Reader {
    name: "risk",
    kinds: &[Kind::Risk, Kind::Question],
    documentation: "\
A risk is a bullet or row under risks, with its impact, probability and mitigation where given. A question is a bullet, row, heading or \
sentence under open questions; `done` where its box is ticked, it is struck through, or an answer follows. Under \"Open Questions / Risks\" \
a line that asks, or that puts something off, is a question; one that warns is a risk.",
    read,
};

fn read(context: &Context, items: &mut Items) {
    for (kind, risk) in [(Kind::Risk, true), (Kind::Question, false)] {
        for statement in context.adopted(kind) {
            line(context, statement, risk, !risk, items);
        }
    }
    for (id, section) in context.sections() {
        let kinds = context.outline.kinds(id);
        let (risks, questions) = (kinds.contains(&Kind::Risk), kinds.contains(&Kind::Question));
        if id == SectionId::ROOT || !(risks || questions) {
            continue;
        }
        // A heading below open questions is the question, unless it only groups lines that ask.
        if questions && heads_question(context, id, section) {
            heading_question(context, id, section, items);
            continue;
        }
        let before = items.drafts().len();
        // Notes of a session of questions and answers tell what came of it as well: "Added: rule 7".
        let session = !risks
            && context
                .outline
                .nearest(id, &[Concept::Clarifications, Concept::OpenQuestions])
                .is_some_and(|holder| !context.outline.concepts(holder).contains(&Concept::OpenQuestions));
        for statement in context.statements(id) {
            if !session || asks(&statement.text) {
                line(context, statement, risks, questions, items);
            }
        }
        if risks && context.outline.concepts(id).contains(&Concept::Risks) {
            for statement in context.led(id).filter(|statement| is_titled(&statement.text)) {
                line(context, &statement, true, false, items);
            }
        }
        for grid in context.grids_of(id) {
            rows(grid, risks, items);
        }
        let listed = items.drafts().len() > before;
        if risks && !questions && !listed && context.outline.concepts(id).contains(&Concept::Risks) {
            told(context, id, items);
        }
        if questions && !(risks && listed) {
            prose(context, id, listed, items);
        }
    }
}

/// "Q: …", or a line with a question in it.
fn asks(text: &str) -> bool {
    text.contains(['?', '？'])
        || text::labelled(text).is_some_and(|cut| {
            matches!(
                text::squash(cut.label).as_str(),
                "q" | "question" | "frage" | "pregunta" | "pergunta" | "質問" | "질문" | "问"
            ) || cut.label.len() <= 3 && cut.label.starts_with('Q')
        })
}

/// Without a list or a table, each paragraph tells a risk.
fn told(context: &Context, id: SectionId, items: &mut Items) {
    for (node, range) in context.paragraphs(id) {
        let text = context.text(node);
        if !says_nothing(&text) && !is_nothing_open(&text) && !text.ends_with([':', '：']) {
            items.push(Draft::new(Kind::Risk, id, range.trim(context.document.text())).text(text));
        }
    }
}

/// Whether a paragraph names a risk and then tells it; a line about one does not.
fn is_titled(text: &str) -> bool {
    text::labelled(text).is_some_and(|cut| {
        !matches!(
            text::squash(cut.label).as_str(),
            "mitigation"
                | "mitigations"
                | "impact"
                | "probability"
                | "likelihood"
                | "severity"
                | "note"
                | "owner"
                | "status"
                | "mitigación"
                | "impacto"
                | "auswirkung"
                | "maßnahme"
                | "対策"
                | "影響"
                | "완화"
                | "영향"
                | "应对"
                | "影响"
        )
    })
}

fn line(context: &Context, statement: &Statement, risks: bool, questions: bool, items: &mut Items) {
    let text = statement.text.as_str();
    // "[ ] TODO: the least order?" is an open point with a label.
    let behind = text.strip_prefix("TODO:").or_else(|| text.strip_prefix("TBD:"));
    let told = behind.filter(|_| !risks && statement.boxed).map_or(text, str::trim);
    if says_nothing(told) || is_nothing_open(text) || is_answer(text) {
        return;
    }
    let is_risk = match (risks, questions) {
        (true, false) => true,
        (false, true) => statement.groups.iter().any(|group| about(group, &["risk", "risks"])),
        _ => warns(text, &statement.groups),
    };
    let (code, said) = coded(text);
    if is_risk {
        let mut draft = Draft::new(Kind::Risk, statement.section, statement.range).written(code).text(text);
        for (label, value) in nested_labels(context, statement) {
            let name = match label.as_str() {
                "impact" | "severity" | "impacto" => "impact",
                "probability" | "likelihood" | "probabilidad" => "probability",
                "mitigation" | "mitigations" | "mitigationstrategy" | "mitigación" | "response" => {
                    "mitigation"
                }
                _ => continue,
            };
            draft = draft.field(name, value);
        }
        // "Key leaks → rotate it"
        if !draft.fields.contains_key("mitigation")
            && let Some((_, mitigation)) = said.split_once(" → ").or_else(|| split_word(said, "Mitigation:"))
        {
            draft = draft.said("mitigation", Some(mitigation));
        }
        items.push(draft);
    } else {
        let struck = context.document.node(statement.first).kind == NodeKind::Strikethrough;
        let source = context.document.slice(statement.whole);
        let done = statement.done.unwrap_or(false) || struck || is_answered(source);
        items.push(
            Draft::new(Kind::Question, statement.section, statement.range)
                .written(code)
                .text(text)
                .field("done", done),
        );
    }
}

fn split_word<'a>(text: &'a str, word: &str) -> Option<(&'a str, &'a str)> {
    text.split_once(word)
}

fn about(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| find_word(text, word).is_some())
}

/// Whether a line of a mixed list warns rather than asks or puts off.
fn warns(text: &str, groups: &[String]) -> bool {
    if let Some(group) = groups.last() {
        if about(group, &["risk", "risks"]) {
            return true;
        }
        if about(group, &["question", "questions", "open"]) {
            return false;
        }
    }
    if let Some(cut) = text::labelled(text) {
        let label = cut.label.to_lowercase();
        if label.contains("risk") {
            return true;
        }
        if label.contains("question") || label.starts_with('q') && label.len() <= 4 {
            return false;
        }
    }
    let asks = text.trim_end().ends_with(['?', '？']) || text.contains("? ");
    let puts_off = about(
        text,
        &[
            "future",
            "later",
            "deferred",
            "defer",
            "tbd",
            "decide",
            "undecided",
            "whether",
            "follow-up",
            "investigate",
            "consider",
            "unclear",
            "revisit",
            "to be determined",
        ],
    );
    let first = text.split_whitespace().next().unwrap_or_default().to_lowercase();
    let opens = matches!(
        first.as_str(),
        "should"
            | "do"
            | "does"
            | "how"
            | "what"
            | "which"
            | "who"
            | "when"
            | "where"
            | "is"
            | "are"
            | "can"
            | "could"
            | "need"
            | "will"
            | "why"
    );
    !(asks || puts_off || opens)
}

/// The nested lines of a statement that carry a label.
fn nested_labels(context: &Context, statement: &Statement) -> Vec<(String, String)> {
    let document = context.document;
    let mut found = Vec::new();
    for (id, node) in document.descendants(statement.node) {
        if matches!(node.kind, NodeKind::Item { .. })
            && let Some(own) = crate::statement::own(document, statement.section, id, false, &[], 0)
            && let Some(cut) = text::labelled(&own.text)
        {
            found.push((text::squash(cut.label), cut.rest.to_owned()));
        }
    }
    found
}

fn rows(grid: &crate::grid::Grid, risks: bool, items: &mut Items) {
    let number = grid.exact_column(heads::ID);
    let risk = grid.column(heads::RISK);
    let question = grid.column(heads::QUESTION);
    let column = |names: &[&str]| grid.column(names);
    for row in grid.filled_rows() {
        let written = row.said(number).filter(|id| text::leading_code(id).is_some());
        if let Some(said) = question.and_then(|at| row.said(Some(at)))
            && (!risks || risk.is_none())
        {
            let answer = row.said(column(heads::ANSWER));
            let state = row.text(column(heads::STATUS)).to_lowercase();
            let done = answer
                .is_some_and(|answer| !says_nothing(answer) && !answer.eq_ignore_ascii_case("open"))
                || ["resolved", "closed", "done", "answered", "decided"]
                    .iter()
                    .any(|word| state.contains(word))
                || text::ticked(&state).0 == Some(true);
            items.push(
                Draft::new(Kind::Question, grid.section, row.range)
                    .written(written)
                    .text(said)
                    .field("done", done),
            );
        } else if let Some(said) = row.said(risk.or(Some(if number == Some(0) { 1 } else { 0 }))) {
            let kind = if risks { Kind::Risk } else { Kind::Question };
            let mut draft = Draft::new(kind, grid.section, row.range).written(written).text(said);
            if risks {
                draft = draft
                    .said("impact", row.said(column(heads::IMPACT)))
                    .said("probability", row.said(column(heads::PROBABILITY)))
                    .said("mitigation", row.said(column(heads::MITIGATION)));
            } else {
                draft = draft.field("done", false);
            }
            items.push(draft);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::readers::tests::reader_test;

    reader_test!(
        a_sentence_that_leaves_questions_open,
        "# T\n## Contraintes à traiter plus tard\nLes questions suivantes restent à préciser dans une phase ultérieure :\n- le papier ;\n- l'encre.\n",
        ["4 question \"le papier ;\" done=false", "5 question \"l'encre.\" done=false"]
    );
    reader_test!(
        a_line_that_says_so_itself,
        "# T\n## Security\n- Threat: ids are guessed. Mitigation: `404` for what is not yours.\n- Risk: high\n## Alternatives\n### Files\n- Risk: many small files at once\n",
        [
            "3 risk \"Threat: ids are guessed. Mitigation: 404 for what is not yours.\" mitigation=404 for what is not yours."
        ]
    );
    reader_test!(
        a_mixed_section,
        "# T\n## Open Questions / Risks\n- Should it retry?\n- Keys may leak.\n- Sharding is deferred.\n- None.\n",
        [
            "3 question \"Should it retry?\" done=false",
            "4 risk \"Keys may leak.\"",
            "5 question \"Sharding is deferred.\" done=false"
        ]
    );
    reader_test!(
        answered_questions,
        "# T\n## Open Questions\n1. **Q**: Do we log?\n   **A**: No\n2. ~~Which port?~~\n- [x] Who pays?\n- [ ] When?\n  - Decision: soon\n- open one\n",
        [
            "3 question \"Q: Do we log? A: No\" done=true",
            "5 question \"Which port?\" done=true",
            "6 question \"Who pays?\" done=true",
            "7 question \"When?\" done=true",
            "9 question \"open one\" done=false",
        ]
    );
    reader_test!(
        a_table_of_risks,
        "# T\n## Risks and Mitigations\n| Risk | Impact | Probability | Mitigation |\n|---|---|---|---|\n| [Risk description] | High/Medium/Low | x | y |\n| API down | High | Low | retry |\n\n- Slow start\n  - Mitigation: warm up\n",
        [
            "6 risk \"API down\" impact=High probability=Low mitigation=retry",
            "8 risk \"Slow start\" mitigation=warm up",
        ]
    );
    reader_test!(
        prose_and_headings,
        "# T\n## Unresolved questions\nHow fast is it? We do not know. Is it safe?\n\nNone so far.\n### Should it be green?\nPerhaps.\n",
        [
            "3 question \"How fast is it?\" done=false",
            "3 question \"Is it safe?\" done=false",
            "6 question \"Should it be green?\" done=false"
        ]
    );
    reader_test!(
        paragraphs_that_name_a_risk_and_folded_questions,
        "# T\n## Risks\n**Jams** — jobs wait.\n\n**Mitigation**: reroute\n\n<details>\n<summary>Open questions</summary>\n\n- Should jobs expire?\n\n</details>\n",
        ["3 risk \"Jams — jobs wait.\"", "10 question \"Should jobs expire?\" done=false"]
    );
    reader_test!(
        risks_in_prose,
        "# T\n## Risks\nLow use. People may prefer to call.\n\nLost cards.\n## Unanswered\n- Who pays?\n",
        [
            "3 risk \"Low use. People may prefer to call.\"",
            "5 risk \"Lost cards.\"",
            "7 question \"Who pays?\" done=false"
        ]
    );
    reader_test!(
        a_session_of_answers_tells_what_came_of_it_as_well,
        "# T\n## Clarifications\n### Session 2031-04-02\n- Q: Which ink? → A: black\n- Added: R-7\n- Out of scope (for now): colours and gloss\n\n**Later:**\n\n- Gold\n",
        ["4 question \"Q: Which ink? → A: black\" done=true"]
    );
    reader_test!(
        points_that_are_grouped_and_paragraphs_beside_lists,
        "# T\n## Open Questions & TODOs\n### Features\n- [ ] **TODO:** Which glue holds?\n- [ ] TODO\n### Printing\nHow long does it dry?\n- In the sun?\n\nThis is told above.\n",
        [
            "4 question \"TODO: Which glue holds?\" done=false",
            "7 question \"How long does it dry?\" done=false",
            "8 question \"In the sun?\" done=false",
        ]
    );
}
