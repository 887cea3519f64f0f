//! Steps in numbered lists below headings that tell of something else: "Before each job the printer runs this chain:" and,
//! one by one, what it does.

use super::acting::{acts, opens_with_infinitive, puts_verbs_in_the_infinitive};
use super::actor;
use super::verbs::is_verb;
use crate::items::Draft;
use crate::readers::entity::NOT_OWN;
use crate::statement::{self, Statement};
use crate::text::{self, find_word, says_nothing};
use crate::{Context, Items, Kind};
use abide_syntax::{NodeId, NodeKind, SectionId, TextRange};
use abide_template::Concept;
use aho_corasick::AhoCorasick;
use std::sync::LazyLock;

/// Kinds beside which a numbered list may still be a path: their own statements are named otherwise.
const BESIDE: &[Kind] = &[
    Kind::Component,
    Kind::Entity,
    Kind::Endpoint,
    Kind::Rpc,
    Kind::Setting,
    Kind::Event,
    Kind::Relation,
    Kind::Index,
];

pub(super) fn read(context: &Context, id: SectionId, items: &mut Items) {
    let outline = &context.outline;
    let told_about = outline.is_context(id) && !outline.within(id, &[Concept::DesiredState]);
    if told_about
        || !outline.kinds(id).iter().all(|kind| BESIDE.contains(kind))
        || outline.within(id, NOT_OWN)
        || outline.within(id, &[Concept::OpenQuestions, Concept::Clarifications])
    {
        return;
    }
    let document = context.document;
    let lists: Vec<NodeId> = document
        .section_blocks(id)
        .filter(|block| document.node(*block).kind == NodeKind::List { ordered: true })
        .collect();
    // Beside other lists, a flow is called by the line before it.
    let others = document
        .section_blocks(id)
        .filter(|block| document.node(*block).kind == NodeKind::List { ordered: false })
        .count();
    for list in &lists {
        let introduced = introduction(context, id, *list, lists.len() == 1 && others == 0);
        let told = introduced.is_none() && lists.len() == 1;
        let Some((range, name)) = introduced.or_else(|| bare(context, id, *list)) else { continue };
        let steps: Vec<Statement> = document
            .children(*list)
            .filter_map(|item| statement::own(document, id, item, true, &[], 0))
            .filter(|step| !says_nothing(&step.text))
            .collect();
        let before = context.before(*list).map(|block| context.text(block)).unwrap_or_default();
        let infinitive = puts_verbs_in_the_infinitive(&name) || puts_verbs_in_the_infinitive(&before);
        let acting = steps
            .iter()
            .filter(|step| acts(context, step) || infinitive && opens_with_infinitive(&step.text))
            .count();
        // Where it is said in so many words, half of them may tell what is done.
        let plainly = (runs_in_order(&name) || infinitive && runs_in_order(&before))
            && steps.len() > 2
            && acting * 2 >= steps.len();
        // Where nothing says that they follow each other, all of many entries act, and somebody does so in half of them.
        let somebody = steps.iter().filter(|step| is_somebody_acting(&step.text)).count();
        if told && (steps.len() < 4 || acting < steps.len() || somebody * 2 < steps.len()) {
            continue;
        }
        if steps.len() < 2 || acting * 3 < steps.len() * 2 && !plainly {
            continue;
        }
        items.push(
            Draft::new(Kind::Flow, id, range)
                .text(&name)
                .field("name", name.as_str())
                .field("steps", steps.len()),
        );
        for step in &steps {
            items.push(
                Draft::new(Kind::Step, id, step.range).text(&step.text).said("actor", actor(&step.text)),
            );
        }
    }
}

/// What a list of steps is called and where it starts: by the heading of the only list of a section, else by the line
/// in front of it. None where neither says that something is done in order.
fn introduction(context: &Context, id: SectionId, list: NodeId, only: bool) -> Option<(TextRange, String)> {
    const LONGEST: usize = 900;
    let document = context.document;
    let section = document.section(id)?;
    let before = context.before(list).filter(|block| document.node(*block).kind == NodeKind::Paragraph);
    let line = before.filter(|block| !context.is_heading(*block)).map(|block| (block, context.text(block)));
    let headed = tells_order(&section.title) && !tells_choice(&section.title);
    match &line {
        Some((_, said)) => {
            let opens = said.trim_end().ends_with([':', '：', '。']) && said.len() <= LONGEST;
            if !opens || tells_choice(last_sentence(said)) || !(tells_order(said) || headed) {
                return None;
            }
        }
        None if (headed || names_what_runs(context, id)) && context.before(list) == Some(section.heading) => {
        }
        None => return None,
    }
    match line {
        Some((block, said)) if !only || id == SectionId::ROOT => {
            let range = document.node(block).range.trim(document.text());
            Some((range, last_sentence(&said).trim_end_matches([':', '：', '。']).to_owned()))
        }
        _ if id != SectionId::ROOT => Some((section.title_range, section.title.to_string())),
        _ => None,
    }
}

/// The only list of a section, right below a heading that tells nothing of its order.
fn bare(context: &Context, id: SectionId, list: NodeId) -> Option<(TextRange, String)> {
    let section = context.document.section(id).filter(|_| id != SectionId::ROOT)?;
    let plain = !tells_choice(&section.title) && !section.title.trim_end().ends_with(['?', '？']);
    (plain && context.before(list) == Some(section.heading))
        .then(|| (section.title_range, section.title.to_string()))
}

/// "The worker calls …", "Returns …": what is done in the third person.
fn is_somebody_acting(text: &str) -> bool {
    const LOOKED_AT: usize = 4;
    let words = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ':' | ';'))
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase());
    words.take(LOOKED_AT).any(|word| word.ends_with('s') && is_verb(&word))
}

/// Whether a heading is nothing but a command or a function in code: what is listed below is what it does.
fn names_what_runs(context: &Context, id: SectionId) -> bool {
    let Some(section) = context.document.section(id) else { return false };
    let title = context.document.slice(section.title_range).trim();
    let code = title.strip_prefix('`').and_then(|title| title.strip_suffix('`')).unwrap_or_default();
    let name = code.split('(').next().unwrap_or_default();
    !code.contains('`')
        && (code.contains([' ', '(']) || text::is_compound(name) && name.starts_with(char::is_lowercase))
}

fn last_sentence(text: &str) -> &str {
    let text = text.trim();
    crate::sentence::split(text).into_iter().last().unwrap_or(text).trim()
}

/// Whether a text holds one of the words anywhere: most hold none, which one search tells.
fn holds_any(words: &Option<AhoCorasick>, text: &str) -> bool {
    words.as_ref().is_some_and(|words| words.is_match(text))
}

/// Whether a line says that things are done one after another.
fn tells_order(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "order",
        "ordered",
        "sequence",
        "sequentially",
        "step",
        "steps",
        "flow",
        "process",
        "processing",
        "pipeline",
        "procedure",
        "chain",
        "algorithm",
        "lifecycle",
        "life cycle",
        "works as follows",
        "proceeds as follows",
        "in turn",
        "pass through",
        "passes through",
        "goes through",
        "proceeds",
        "performs",
        "perform the following",
        "does the following",
        "on receipt",
        "setup",
        "handshake",
        "pasos",
        "secuencia",
        "flujo",
        "orden",
        "étapes",
        "séquence",
        "schritte",
        "ablauf",
        "reihenfolge",
        "passos",
        "sequência",
        "fluxo",
        "шаги",
        "порядок",
        "порядке",
    ];
    const PARTS: &[&str] = &[
        "手順",
        "順に",
        "順で",
        "順序",
        "流れ",
        "フロー",
        "ステップ",
        "シーケンス",
        "ライフサイクル",
        "以下を実行",
        "次を実行",
        "以下を行",
        "次を行",
        "以下の処理",
        "次の処理",
        "순서",
        "절차",
        "단계",
        "흐름",
        "步骤",
        "流程",
        "顺序",
        "依次",
        "步驟",
    ];
    static SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(WORDS).ok());
    let lower = text.to_lowercase();
    // "The server will:", "the worker then:"
    let opens = ["will:", "then:", " does:", " must:"].iter().any(|end| lower.trim_end().ends_with(end));
    // "For each saved window:"
    let each = ["for each ", "for every ", "pour chaque ", "para cada ", "für jede"]
        .iter()
        .any(|start| lower.starts_with(start));
    opens
        || each
        || holds_any(&SEARCH, &lower) && WORDS.iter().any(|word| find_word(&lower, word).is_some())
        || !lower.is_ascii() && PARTS.iter().any(|word| lower.contains(word))
}

/// Whether a name says plainly that steps follow each other.
fn runs_in_order(name: &str) -> bool {
    const PHRASES: &[&str] = &[
        "in order",
        "in this order",
        "step by step",
        "the sequence",
        "these steps",
        "following steps",
        "orden de",
        "ordre de",
        "ordem de",
        "secuencia de",
        "reihenfolge",
    ];
    let lower = name.to_lowercase();
    PHRASES.iter().any(|phrase| find_word(&lower, phrase).is_some())
}

/// Whether a line introduces things of which one counts, or that hold at once: "one of these", "precedence".
fn tells_choice(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "precedence",
        "priority",
        "priorities",
        "option",
        "options",
        "alternatives",
        "conditions",
        "criteria",
        "one of",
        "any of",
        "all of",
        "either",
        "considerations",
        "reasons",
        "questions",
        "principles",
        "goals",
        "ways",
        "categories",
        "types of",
        "kinds of",
        "scenarios",
        "sections",
        "fields",
        "changes are",
        "following changes",
        "because",
        "paths",
        "previously",
        "issues",
        "problems",
        "limitations",
        "should be considered",
        "in order to",
        "precedencia",
        "priorité",
        "vorrang",
        "優先",
        "条件",
        "우선",
        "优先",
    ];
    static SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(WORDS).ok());
    let lower = text.to_lowercase();
    holds_any(&SEARCH, &lower)
        && WORDS.iter().any(|word| {
            if word.is_ascii() { find_word(&lower, word).is_some() } else { lower.contains(word) }
        })
}

#[cfg(test)]
mod tests {
    use crate::readers::flow::READER;
    use crate::readers::tests::shown;

    #[test]
    fn lists_that_are_said_to_run_in_order() {
        let text = "# T\n## Architecture\n### Spooler\nBefore each job the spooler runs this chain:\n\n1. Drops jobs without pages\n2. `sort_by_size` — small ones first\n3. The worker prints what is left\n\n### Colours\nColours come from, in order of precedence:\n\n1. Set by the user\n2. Read from the file\n### Sizes\nSizes are one of these, in this order:\n1. Take A4\n2. Take A3\n## Alternatives\nThe old chain ran in this order:\n1. Load\n2. Print\n";
        assert_eq!(
            shown(READER.kinds, text),
            [
                "3 flow \"Spooler\" steps=3",
                "6 step \"Drops jobs without pages\"",
                "7 step \"sort_by_size — small ones first\"",
                "8 step \"The worker prints what is left\"",
            ]
        );
    }
    #[test]
    fn two_lists_in_a_section_are_called_by_the_lines_before_them() {
        let text = "# T\n## Spooler\nTo print, these steps are taken:\n1. Load paper\n2. Print\n\n取り消しは次の手順で行う。\n\n1. 用紙を戻す\n2. 記録を消す\n\nFruit in the order of their size:\n1. Cherry\n2. Apple\n";
        assert_eq!(
            shown(READER.kinds, text),
            [
                "3 flow \"To print, these steps are taken\" steps=2",
                "4 step \"Load paper\"",
                "5 step \"Print\"",
                "7 flow \"取り消しは次の手順で行う\" steps=2",
                "9 step \"用紙を戻す\"",
                "10 step \"記録を消す\"",
            ]
        );
    }

    #[test]
    fn steps_that_end_in_nouns_for_what_is_done() {
        let text = "# T\n## 管理\n### 初期化\n起動時に以下を実行：\n1. ファイルの存在確認\n2. 存在しない場合は作成\n3. 初期データの挿入\n";
        assert_eq!(
            shown(READER.kinds, text),
            [
                "3 flow \"初期化\" steps=3",
                "5 step \"ファイルの存在確認\"",
                "6 step \"存在しない場合は作成\"",
                "7 step \"初期データの挿入\"",
            ]
        );
    }

    #[test]
    fn what_a_command_does() {
        let text = "# T\n## Patterns\n### `press run`\n1. Load paper\n2. `print_all` prints\n### Papers\n1. Load\n2. Print\n";
        assert_eq!(
            shown(READER.kinds, text),
            ["3 flow \"press run\" steps=2", "4 step \"Load paper\"", "5 step \"print_all prints\""]
        );
    }

    #[test]
    fn what_is_done_for_each_of_several() {
        let text =
            "# T\n## Press\n### Reprint (new)\nFor each lost page:\n1. Recreate the plate\n2. Print it\n";
        assert_eq!(
            shown(READER.kinds, text),
            ["3 flow \"Reprint (new)\" steps=2", "5 step \"Recreate the plate\"", "6 step \"Print it\""]
        );
    }

    #[test]
    fn below_a_title_that_is_a_topic_and_half_of_the_lines_acting() {
        let text = "# Design notes\n## Press\n### What it does, in order\n1. Under the lock: the page\n2. Print it\n3. Never more than one\n4. Wait\n";
        assert_eq!(shown(READER.kinds, text).len(), 5);
        assert!(shown(READER.kinds, &text.replace(", in order", "")).is_empty());
    }

    #[test]
    fn a_list_of_which_every_entry_tells_what_somebody_does() {
        let text = "# T\n## Design\n### Print contract\n1. The caller sends a page\n2. Optionally `fold(page)`\n3. The worker prints it\n4. Returns the sheet\n### Advice\n1. Load paper\n2. Open the tray\n3. Print\n4. Close it\n";
        assert_eq!(shown(READER.kinds, text).len(), 5);
    }

    #[test]
    fn steps_in_infinitives_behind_a_line_about_their_order() {
        assert_eq!(
            shown(
                READER.kinds,
                "# T\n## Concurrencia\nRequisitos:\n- Papel.\n\nOrden de impresión:\n\n1. START\n2. Cargar papel\n3. Imprimir páginas\n4. Guardar tinta\n"
            ),
            [
                "6 flow \"Orden de impresión\" steps=4",
                "8 step \"START\"",
                "9 step \"Cargar papel\"",
                "10 step \"Imprimir páginas\"",
                "11 step \"Guardar tinta\"",
            ]
        );
    }

    #[test]
    fn what_a_function_does_in_japanese() {
        let text = "# T\n## API\n### `getTray`\n1. `env[TRAY]` を読む\n2. 空なら `NoTrayError` を throw\n3. それ以外はそのまま返す\n";
        assert_eq!(shown(READER.kinds, text).len(), 4);
    }
}
