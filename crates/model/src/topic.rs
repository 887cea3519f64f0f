//! What labels are about: "Acceptance criteria:" above a list, "Non-goals: to print" in a line of its own.

use abide_template::{Concept, concepts_of_heading, names_concept};
use aho_corasick::AhoCorasick;
use std::sync::LazyLock;

/// What a label is about, where it is nothing but the name of a topic.
pub(crate) fn topic_named(label: &str) -> Option<Concept> {
    if !may_tell(label) || !names_concept(label) {
        return None;
    }
    concepts_of_heading(label).first().copied()
}

/// Whether a label holds a word that tells what stands below: "Outcome:", "Rules:" and "Testing:" introduce anything.
pub(crate) fn may_tell(label: &str) -> bool {
    const TELLING: &[&str] = &[
        "goal",
        "objective",
        "scope",
        "requirement",
        "criteria",
        "definition of done",
        "glossary",
        "ubiquitous language",
        "terminology",
        "glosario",
        "glossaire",
        "glossar",
        "error case",
        "edge case",
        "failure case",
        "casos de error",
        "casos de erro",
        "casos límite",
        "cas d'erreur",
        "fehlerfälle",
        "required test",
        "risk",
        "question",
        "task",
        "to do",
        "reference",
        "see also",
        "related spec",
        "related doc",
        "objetivo",
        "alcance",
        "requisito",
        "requerimiento",
        "criterio",
        "critério",
        "riesgo",
        "risco",
        "pregunta",
        "pergunta",
        "tarea",
        "tarefa",
        "escopo",
        "objectif",
        "exigence",
        "critère",
        "risque",
        "tâche",
        "périmètre",
        "ziel",
        "anforderung",
        "kriterien",
        "risik",
        "fragen",
        "aufgaben",
    ];
    static SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| search(TELLING));
    let foreign = || label.chars().flat_map(char::to_lowercase).any(|c| u32::from(c) >= 0x400);
    !label.is_ascii() && foreign() || holds_one(&SEARCH, label)
}

/// The topic of a paragraph that is one short label: `Acceptance criteria:`.
pub(crate) fn label_topic(paragraph: &str) -> Option<Concept> {
    // Most paragraphs end otherwise, which is told without looking for their last line.
    let whole = paragraph.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_'));
    if !whole.ends_with([':', '：']) {
        return None;
    }
    let last = paragraph.trim().lines().last()?.trim_matches(['*', '_', ' ']);
    let label = last.strip_suffix([':', '：'])?.trim_matches(['*', '_', ' ']);
    if label.len() > LONGEST_LABEL || !names_concept(label) {
        return (label.len() <= LONGEST_SENTENCE && leaves_open(label)).then_some(Concept::OpenQuestions);
    }
    topic_named(label)
}

/// "The following questions remain open:" introduces what is not decided.
pub(crate) fn leaves_open(sentence: &str) -> bool {
    const PHRASES: &[&str] = &[
        "remain open",
        "remains open",
        "questions remain",
        "still to be decided",
        "remain to be decided",
        "remain to be clarified",
        "not yet decided",
        "restent à préciser",
        "restent à définir",
        "restent ouverts",
        "restent ouvertes",
        "quedan por definir",
        "quedan pendientes",
        "quedan abiertas",
        "ficam em aberto",
        "noch zu klären",
        "noch offen",
        "まだ決まっていない",
        "尚未确定",
        "остаются открытыми",
    ];
    static SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| search(PHRASES));
    holds_one(&SEARCH, sentence)
}

/// A search for phrases in lower case, whatever the case of the ASCII letters of a text.
fn search(phrases: &[&str]) -> Option<AhoCorasick> {
    AhoCorasick::builder().ascii_case_insensitive(true).build(phrases).ok()
}

fn holds_one(search: &Option<AhoCorasick>, text: &str) -> bool {
    search.as_ref().is_some_and(|search| match text.is_ascii() {
        true => search.is_match(text),
        false => search.is_match(&text.to_lowercase()),
    })
}

/// What one line is about by a label of its own, whatever stands around it: "Non-goals: to print", "Threat: ids are guessed".
pub(crate) fn own_topic(line: &str) -> Option<Concept> {
    const LABELS: &[(&str, Concept)] = &[
        ("non-goal", Concept::NonGoals),
        ("non-goals", Concept::NonGoals),
        ("not a goal", Concept::NonGoals),
        ("out of scope", Concept::OutOfScope),
        ("no objetivos", Concept::NonGoals),
        ("fuera de alcance", Concept::OutOfScope),
        ("hors périmètre", Concept::OutOfScope),
        ("fora do escopo", Concept::OutOfScope),
        ("nicht im umfang", Concept::OutOfScope),
        ("対象外", Concept::OutOfScope),
        ("スコープ外", Concept::OutOfScope),
        ("risk", Concept::Risks),
        ("threat", Concept::Risks),
        ("riesgo", Concept::Risks),
        ("amenaza", Concept::Risks),
        ("risque", Concept::Risks),
        ("menace", Concept::Risks),
        ("risiko", Concept::Risks),
        ("bedrohung", Concept::Risks),
        ("risco", Concept::Risks),
        ("リスク", Concept::Risks),
        ("acceptance", Concept::AcceptanceCriteria),
        ("acceptance criterion", Concept::AcceptanceCriteria),
        ("acceptance criteria", Concept::AcceptanceCriteria),
        ("acceptance test", Concept::AcceptanceCriteria),
        ("done when", Concept::AcceptanceCriteria),
        ("criterio de aceptación", Concept::AcceptanceCriteria),
        ("critère d'acceptation", Concept::AcceptanceCriteria),
        ("critério de aceite", Concept::AcceptanceCriteria),
        ("akzeptanzkriterium", Concept::AcceptanceCriteria),
        ("abnahmekriterium", Concept::AcceptanceCriteria),
        ("受け入れ条件", Concept::AcceptanceCriteria),
        ("受け入れ基準", Concept::AcceptanceCriteria),
        ("验收标准", Concept::AcceptanceCriteria),
        ("인수 조건", Concept::AcceptanceCriteria),
        ("критерий приемки", Concept::AcceptanceCriteria),
    ];
    const LONGEST: usize = 24;
    let line = line.trim_start_matches(['-', '*', '+', '_', ' ']);
    // Most labels begin otherwise.
    if !matches!(
        line.bytes().next()?.to_ascii_lowercase(),
        b'n' | b'o' | b'f' | b'h' | b'r' | b't' | b'a' | b'm' | b'b' | b'c' | b'd' | 0x80..
    ) {
        return None;
    }
    let end = line.bytes().take(LONGEST).position(|byte| byte == b':' || byte == 0xEF)?;
    let (label, rest) = line.split_at_checked(end)?;
    let label = label.trim_end_matches(['*', '_', ' ']);
    // "Out of scope (for now): …": what stands in brackets qualifies.
    let label =
        label.strip_suffix(')').and_then(|label| label.split_once(" (")).map_or(label, |(label, _)| label);
    let rest = rest.trim_start_matches([':', '：', '*', '_', ' ']);
    let lower = label.to_lowercase();
    let (_, concept) = LABELS.iter().find(|(known, _)| *known == lower)?;
    // "Risk: High" grades something else.
    let told = || rest.split_whitespace().count() >= 3 || !rest.is_ascii() && rest.chars().count() >= 8;
    told().then_some(*concept)
}

/// The topic of `<summary>Open questions</summary>`.
pub(crate) fn summary_topic(html: &str) -> Option<Concept> {
    let (_, rest) = html.split_once("<summary>")?;
    let (inner, _) = rest.split_once("</summary>")?;
    let label = inner.split('<').map(|part| part.rsplit('>').next().unwrap_or(part)).collect::<String>();
    (label.len() <= LONGEST_LABEL).then(|| topic_named(label.trim()))?
}

/// A longer sentence introduces nothing.
pub(crate) const LONGEST_SENTENCE: usize = 140;

/// A longer line is a sentence.
pub(crate) const LONGEST_LABEL: usize = 60;
