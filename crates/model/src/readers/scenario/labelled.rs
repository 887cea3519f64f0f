//! Test cases told by labels: "**Request:**" with what is sent, "**Expected response:** `200 OK`"; quality scenarios by their
//! stimulus and response.

use super::clause::{Clause, Clauses};
use crate::items::Draft;
use crate::marks::Mark;
use crate::statement;
use crate::text::{self, squash};
use crate::{Context, Items, Kind};
use abide_syntax::{HeadingStyle, NodeKind, SectionId};

/// What holds before.
const GIVEN: &[&str] = &[
    "precondition", "preconditions", "setup", "context", "initialstate", "precondición", "precondiciones", "contexto", "préconditions",
    "précondition", "vorbedingung", "vorbedingungen", "ausgangslage", "précondição", "前提条件", "前提", "前置条件", "사전조건", "предусловие",
    "предусловия",
];
/// What is done.
const WHEN: &[&str] = &[
    "request", "input", "steps", "action", "call", "command", "petición", "solicitud", "entrada", "acción", "pasos", "requête", "entrée",
    "étapes", "anfrage", "eingabe", "schritte", "aktion", "requisição", "ação", "passos", "リクエスト", "入力", "手順", "操作", "请求", "输入",
    "步骤", "요청", "입력", "단계", "запрос", "ввод", "шаги",
];
/// What is to come of it.
const THEN: &[&str] = &[
    "expected", "expectedresponse", "expectedresult", "expectedresults", "expectedoutput", "expectedoutcome", "expectedbehavior",
    "expectedbehaviour", "expectedstatus", "respuestaesperada", "resultadoesperado", "salidaesperada", "comportamientoesperado",
    "réponseattendue", "résultatattendu", "erwartetesergebnis", "erwarteteantwort", "erwartung", "respostaesperada", "saídaesperada",
    "期待結果", "期待される結果", "期待レスポンス", "예상결과", "기대결과", "예상응답", "预期结果", "预期响应", "期望结果", "ожидаемыйрезультат",
    "ожидаемыйответ",
];

/// Headings below which one label says what is done and another what is expected.
pub(super) fn headings(context: &Context, items: &mut Items) {
    if !context.has(Mark::Expected) {
        return;
    }
    for (id, section) in context.sections().skip(1) {
        // A label in bold alone in its line is a heading by its looks.
        if section.style == HeadingStyle::Bold
            || !context.marked(Mark::Expected, section.range)
            || context.sections().any(|(_, inner)| inner.parent == id && inner.style != HeadingStyle::Bold)
            || context.outline.holds(id, Kind::Endpoint)
        {
            continue;
        }
        let clauses = clauses(context, id);
        if clauses.when.is_empty() || clauses.then.is_empty() {
            continue;
        }
        let known = items.drafts().iter().any(|draft| draft.kind == Kind::Scenario && draft.section == id);
        if !known {
            let title = section.title.as_ref();
            let draft = Draft::new(Kind::Scenario, id, section.title_range).text(title).said("title", Some(title));
            items.push(clauses.write(draft));
        }
    }
}

/// What the labels of a section and of the bold lines in it say.
fn clauses(context: &Context, id: SectionId) -> Clauses {
    let document = context.document;
    let mut clauses = Clauses::default();
    let whole = context.whole(id);
    let text = whole.slice(document.text());
    let mut fenced = false;
    let mut open: Option<Clause> = None;
    for line in text.lines().skip(1) {
        if line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~") {
            fenced = !fenced;
            continue;
        }
        if fenced {
            // The first line of what is shown below a label stands for it.
            if let Some(clause) = open.take() {
                clauses.add(clause, line);
            }
            continue;
        }
        // The first bytes of the two colons.
        if memchr::memchr2(b':', 0xEF, line.as_bytes()).is_none() {
            continue;
        }
        let bare = line.trim_start_matches([' ', '-', '*', '+', '#', '>']).replace("**", "");
        let Some((label, rest)) = bare.split_once([':', '：']) else { continue };
        let label = squash(label);
        let clause = [(GIVEN, Clause::Given), (WHEN, Clause::When), (THEN, Clause::Then)]
            .into_iter()
            .find_map(|(words, clause)| words.contains(&label.as_str()).then_some(clause));
        open = clause.filter(|_| rest.trim().is_empty());
        if let Some(clause) = clause.filter(|_| !rest.trim().is_empty()) {
            clauses.add(clause, &rest.replace('`', ""));
        }
    }
    clauses
}

/// Entries below "Quality scenarios" whose nested lines say what happens and what is required: "1. **No paper**", with "Stimulus: …"
/// and "Response: …".
pub(super) fn entries(context: &Context, items: &mut Items) {
    const STIMULI: &[&str] = &[
        "scenario", "stimulus", "source", "trigger", "situation", "escenario", "estímulo", "situación", "scénario", "szenario", "auslöser",
        "reiz", "cenário", "シナリオ", "刺激", "场景", "시나리오", "сценарий",
    ];
    const RESPONSES: &[&str] = &[
        "requirement", "response", "responsemeasure", "measure", "reaction", "expectedresponse", "requisito", "respuesta", "réponse",
        "exigence", "anforderung", "reaktion", "antwort", "resposta", "要求", "応答", "响应", "응답", "требование", "реакция",
    ];
    let document = context.document;
    for (id, _) in context.sections_of(Kind::Scenario) {
        for list in document.section_blocks(id).filter(|block| matches!(document.node(*block).kind, NodeKind::List { .. })) {
            for item in document.children(list) {
                let Some(own) = statement::own(document, id, item, false, &[], 0) else { continue };
                let nested: Vec<_> = document
                    .children(item)
                    .filter(|child| matches!(document.node(*child).kind, NodeKind::List { .. }))
                    .flat_map(|list| document.children(list))
                    .filter_map(|child| statement::own(document, id, child, false, &[], 1))
                    .collect();
                let said = |names: &[&str]| {
                    nested.iter().find_map(|entry| {
                        let cut = text::labelled(&entry.text)?;
                        names.contains(&squash(cut.label).as_str()).then(|| cut.rest.to_owned())
                    })
                };
                if let (Some(when), Some(then)) = (said(STIMULI), said(RESPONSES)) {
                    let mut clauses = Clauses::default();
                    clauses.add(Clause::When, &when);
                    clauses.add(Clause::Then, &then);
                    let title = own.text.trim_end_matches(':');
                    let draft =
                        Draft::new(Kind::Scenario, id, own.range).text(title).said("title", Some(title));
                    items.push(clauses.write(draft));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Kind;
    use crate::readers::tests::shown;

    #[test]
    fn a_case_by_its_labels() {
        let text = "# Casos de prueba\n## Caso 1 – Imprimir\n**Precondición:** hay papel.\n\n**Request:**\n```\nPOST /jobs\n{}\n```\n**Respuesta esperada:** `201 Created`\n## Jobs\n**Request:**\n```\nGET /jobs\n```\n**Response:** `200`\n";
        assert_eq!(
            shown(&[Kind::Scenario], text),
            [
                "2 scenario \"Caso 1 – Imprimir\" given=hay papel. when=POST /jobs then=201 Created"
            ]
        );
    }

    #[test]
    fn quality_scenarios() {
        let text = "# T\n## Quality Scenarios\n1. **No paper (high)**\n    * Scenario: The tray is empty.\n    * Requirement: The job waits.\n    * Solution: A queue.\n";
        assert_eq!(
            shown(&[Kind::Scenario], text),
            [
                "3 scenario \"No paper (high)\" when=The tray is empty. then=The job waits."
            ]
        );
    }
}
