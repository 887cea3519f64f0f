//! What a section is about by the heads of its table, where no heading tells: "Risk | Likelihood | Mitigation" lists risks
//! wherever it stands.

use crate::Outline;
use crate::grid::Grid;
use crate::heads::{self, Heads};
use abide_syntax::{Document, NodeKind, SectionId};
use abide_template::Concept;

/// A head that names what a row is, and heads of which as many as `least` must stand beside it.
struct Sign {
    concept: Concept,
    subject: Heads,
    beside: &'static [Heads],
    least: usize,
}

const fn sign(concept: Concept, subject: Heads, beside: &'static [Heads]) -> Sign {
    Sign { concept, subject, beside, least: 1 }
}

/// What a head may say of anything.
const VAGUE: Heads = &[
    "name", "what", "item", "description", "descripción", "beschreibung", "descrição", "説明", "설명", "描述", "описание", "stage", "concept",
    "release", "data", "action", "plan", "attack", "scope", "when", "end", "内容", "段階", "nombre", "nom", "nome", "名前", "이름", "姓名",
];

const DECIDED: Heads = &[
    "decision", "decisión", "décision", "entscheidung", "decisão", "決定", "決定事項", "결정", "결정 사항", "决策", "决定", "決策", "решение",
];
const STAKEHOLDER: Heads = &["stakeholder", "stakeholders", "interessado", "関係者", "이해관계자", "干系人"];
const ERROR: Heads = &[
    "error", "errors", "error condition", "error case", "error scenario", "failure", "failure mode", "failure case", "fehler", "fehlerfall", "erreur",
    "error posible", "falha", "エラー", "異常", "오류", "에러", "错误", "异常", "异常情况", "ошибка",
];
const HANDLING: Heads = &[
    "handling", "system action", "user feedback", "recovery", "behavior", "behaviour", "fallback", "what happens", "system response", "user sees",
    "system behavior", "system behaviour", "what the system does", "reaktion", "verhalten", "behandlung", "manejo", "tratamiento", "traitement",
    "tratamento", "対応", "処理", "動作", "처리", "대응", "处理", "处理方式", "обработка", "действие",
];
const WORK: Heads =
    &["task", "tasks", "work item", "tarea", "tâche", "aufgabe", "tarefa", "タスク", "작업", "任务", "задача"];
const WORKED: Heads = &[
    "owner", "estimate", "effort", "assignee", "assigned to", "due", "due date", "done", "responsable", "estimación", "aufwand", "zuständig",
    "responsável", "担当", "工数", "담당자", "预估", "负责人", "исполнитель", "оценка",
];
const OPTION: Heads = &[
    "option", "options", "alternative", "approach", "opción", "alternativa", "opção", "lösung", "代替案", "選択肢", "대안", "方案", "选项", "вариант",
];
const WEIGHED: Heads = &[
    "pros", "cons", "advantages", "disadvantages", "why not", "why rejected", "rejected because", "verdict", "ventajas", "desventajas", "vorteile",
    "nachteile", "avantages", "inconvénients", "vantagens", "desvantagens", "利点", "欠点", "長所", "短所", "장점", "단점", "优点", "缺点", "плюсы", "минусы",
];
const ASKED: Heads = &["question", "open question", "pregunta", "frage", "question ouverte", "pergunta", "질문", "質問", "вопрос"];
const PENDING: Heads = &[
    "owner", "due", "answer", "status", "resolution", "needed by", "who", "decide by", "responsable", "respuesta", "antwort", "zuständig",
    "réponse", "resposta", "回答", "担当", "답변", "담당자", "ответ",
];
const TEST: Heads = &["test case", "test", "test id", "caso de prueba", "testfall", "cas de test", "テストケース", "테스트", "测试用例", "тест"];
const LIBRARY: Heads = &[
    "library", "package", "dependency", "crate", "technology", "librería", "biblioteca", "bibliothek", "bibliothèque", "dependencia", "abhängigkeit",
    "dépendance", "ライブラリ", "라이브러리", "库", "依赖", "библиотека",
];
const USED: Heads = &["version", "license", "used for", "purpose", "why", "reason", "versión", "propósito", "zweck", "バージョン", "用途", "버전", "용도", "版本", "версия"];
const PART: Heads = &[
    "component", "module", "componente", "módulo", "komponente", "modul", "composant", "コンポーネント", "モジュール", "컴포넌트", "모듈", "组件", "模块",
    "компонент", "модуль",
];
const CHARGED: Heads = &[
    "responsibility", "responsibilities", "responsabilidad", "responsabilidades", "verantwortung", "responsabilité", "responsabilidade", "責務", "책임", "职责",
    "ответственность",
];
const COMMAND: Heads =
    &["command", "subcommand", "comando", "commande", "befehl", "コマンド", "명령", "명령어", "命令", "команда"];
const DONE: Heads = &[
    "description", "effect", "purpose", "does", "what it does", "what", "action", "behavior", "behaviour", "descripción", "efecto", "efecto principal",
    "propósito", "qué hace", "beschreibung", "wirkung", "zweck", "effet", "rôle", "descrição", "efeito", "説明", "動作", "内容", "설명", "동작", "说明",
    "描述", "作用", "описание", "действие",
];
const MEASURED: Heads = &["metric", "metric name", "métrica", "métrique", "metrik", "メトリクス", "메트릭", "метрика"];
const SAMPLED: Heads = &["type", "labels", "label", "tags", "tipo", "typ", "種類", "타입", "类型", "тип"];
const ALERT: Heads = &["alert", "alert name", "alerta", "alerte", "アラート", "알림", "告警", "алерт"];
const RAISED: Heads = &["condition", "severity", "threshold", "trigger", "condición", "bedingung", "条件", "조건", "условие"];
const DEMAND: Heads =
    &["requirement", "requisito", "requerimiento", "anforderung", "exigence", "要件", "요구사항", "需求", "требование"];
const ROLE: Heads = &["role", "rol", "rôle", "rolle", "papel", "ロール", "役割", "역할", "角色", "роль"];
const GRANTED: Heads = &[
    "permissions", "permission", "can", "cannot", "allowed", "may", "may not", "rights", "permisos", "droits", "rechte", "berechtigungen",
    "permissões", "権限", "できること", "권한", "权限", "права",
];
const SOURCE: Heads = &["document", "reference", "documento", "dokument", "文書", "文档", "문서", "документ"];
const TARGET: Heads = &["link", "url", "location", "enlace", "lien", "リンク", "链接", "링크", "ссылка"];

const SIGNS: &[Sign] = &[
    sign(Concept::Risks, heads::RISK, &[heads::MITIGATION, heads::IMPACT, heads::PROBABILITY]),
    Sign {
        concept: Concept::ChangeLog,
        subject: heads::VERSION,
        beside: &[heads::DATE, heads::SUMMARY, heads::AUTHOR],
        least: 3,
    },
    sign(Concept::Timeline, heads::MILESTONE, &[heads::SPAN]),
    sign(Concept::Decisions, DECIDED, &[heads::RATIONALE, heads::DATE]),
    sign(Concept::Glossary, heads::TERM, &[heads::DEFINITION]),
    sign(Concept::Stakeholders, STAKEHOLDER, &[heads::DUTY]),
    sign(Concept::ErrorPaths, ERROR, &[HANDLING]),
    sign(Concept::Alternatives, OPTION, &[WEIGHED]),
    sign(Concept::OpenQuestions, ASKED, &[PENDING]),
    sign(Concept::TestPlan, TEST, &[heads::EXPECTED]),
    sign(Concept::Tasks, WORK, &[WORKED]),
    sign(Concept::Dependencies, LIBRARY, &[USED]),
    sign(Concept::Components, PART, &[CHARGED]),
    sign(Concept::CommandLine, COMMAND, &[DONE]),
    sign(Concept::Metrics, MEASURED, &[SAMPLED]),
    sign(Concept::Alerts, ALERT, &[RAISED]),
    sign(Concept::Requirements, DEMAND, &[heads::PRIORITY]),
    sign(Concept::Roles, ROLE, &[GRANTED]),
    sign(Concept::References, SOURCE, &[TARGET]),
];

/// Where what a table lists is not the document's own.
const FOREIGN: &[Concept] = &[
    Concept::Examples,
    Concept::Usage,
    Concept::Alternatives,
    Concept::Alternative,
    Concept::PriorArt,
    Concept::Background,
    Concept::CurrentState,
    Concept::Motivation,
    Concept::UserInterface,
    Concept::Response,
    Concept::Request,
    Concept::Appendix,
    Concept::FutureWork,
];

/// Tells the outline what sections are about whose headings do not tell, by their tables; a section that lists something
/// besides is left alone.
pub(crate) fn tell(document: &Document, grids: &[Grid], outline: &mut Outline) {
    for grid in grids {
        let id = grid.section;
        if id == SectionId::ROOT || !outline.kinds(id).is_empty() {
            continue;
        }
        let Some(concept) = told(grid) else { continue };
        if concept == Concept::CommandLine && !names_own_commands(document, grid) {
            continue;
        }
        // "History" may tell of the past or of the document; versions with days and authors are the document's.
        if concept != Concept::ChangeLog && (outline.is_context(id) || outline.within(id, FOREIGN)) {
            continue;
        }
        let lists = document
            .section_blocks(id)
            .any(|block| matches!(document.node(block).kind, NodeKind::List { .. }));
        if !lists {
            outline.tell(id, concept);
        }
    }
}

/// Whether the first cells of a table are the names of commands in code, and not calls of tools that everybody has.
fn names_own_commands(document: &Document, grid: &Grid) -> bool {
    const TOOLS: &[&str] = &[
        "npm", "npx", "pnpm", "yarn", "bun", "make", "just", "cargo", "go", "docker", "docker-compose", "git", "python", "python3", "pip", "uv", "poetry",
        "pytest", "node", "mvn", "gradle", "./gradlew", "bundle", "rails", "php", "composer", "dotnet", "flutter", "kubectl", "terraform", "sudo", "cd",
        "curl", "bash", "sh", "ssh", "task", "nix", "mix", "deno", "swift", "xcodebuild", "adb",
    ];
    let own = |row: &crate::grid::Row| {
        let codes = row.cells.first().map(|cell| cell.codes(document)).unwrap_or_default();
        codes.first().is_some_and(|code| {
            let first = code.split_whitespace().next().unwrap_or_default();
            !TOOLS.contains(&first) && first.starts_with(|c: char| c.is_ascii_lowercase() || c == '/')
        })
    };
    grid.filled_rows().count() > 1 && grid.filled_rows().all(own)
}

fn told(grid: &Grid) -> Option<Concept> {
    if grid.heads.len() < 2 {
        return None;
    }
    let told = |head: &String, names: Heads| names.contains(&head.as_str());
    SIGNS.iter().find_map(|sign| {
        let subject =
            grid.heads.iter().position(|head| told(head, sign.subject) && !told(head, VAGUE))?;
        let beside = sign.beside.iter().filter(|names| {
            grid.heads.iter().enumerate().any(|(at, head)| at != subject && told(head, names))
        });
        (beside.count() >= sign.least).then_some(sign.concept)
    })
}

#[cfg(test)]
mod tests {
    use crate::Kind;
    use crate::readers::tests::shown;

    fn read(kinds: &[Kind], heads: &str, row: &str) -> Vec<String> {
        let columns = "---|".repeat(heads.matches('|').count() + 1);
        let table = format!("# T\n## Boats\n| {heads} |\n|{columns}\n| {row} |\n");
        shown(kinds, &table)
    }

    #[test]
    fn tables_tell_what_they_list() {
        assert_eq!(read(&[Kind::Milestone], "Milestone | When", "Keel | 2031-02-01"), ["5 milestone Keel date=2031-02-01"]);
        assert_eq!(read(&[Kind::Decision], "# | Decision | Why", "1 | Oak | dry").len(), 1);
        assert_eq!(read(&[Kind::Risk], "Risk | Likelihood | Mitigation", "Rot | low | tar").len(), 1);
        assert_eq!(read(&[Kind::Change], "Version | Date | Author | Changes", "1.1 | 2031-01-01 | Kim | mast").len(), 1);
        assert_eq!(read(&[Kind::Exception], "Error | Handling", "leak | pump").len(), 1);
        assert_eq!(read(&[Kind::Question], "Question | Owner", "Which sail? | Kim").len(), 1);
        assert_eq!(read(&[Kind::Alternative], "Option | Pros | Cons", "Steel | strong | heavy").len(), 1);
        assert_eq!(read(&[Kind::Component], "Módulo | Responsabilidad", "`remo` | remar"), ["5 component remo purpose=remar"]);
        assert_eq!(read(&[Kind::Task], "Aufgabe | Aufwand", "Mast setzen | 2 Tage").len(), 1);
    }

    #[test]
    fn other_tables_tell_nothing() {
        let all: Vec<Kind> = Kind::ALL.to_vec();
        assert_eq!(read(&all, "Name | Description", "Oar | rows"), Vec::<String>::new());
        assert_eq!(read(&all, "Boat | Length | Owner", "Ada | 9 m | Kim"), Vec::<String>::new());
    }

    #[test]
    fn a_history_of_versions_stands_below_any_heading() {
        let text = "# T\n## Background\n| Version | Date | Author | Changes |\n|---|---|---|---|\n| 0.2 | 2031-01-01 | Kim | sail |\n";
        assert_eq!(shown(&[Kind::Change], text).len(), 1);
    }

    #[test]
    fn a_heading_that_tells_stays_what_it_is() {
        let text = "# T\n## Alternatives\n### Doors\n| Risk | Mitigation |\n|---|---|\n| Rot | tar |\n";
        assert_eq!(shown(&[Kind::Risk], text), Vec::<String>::new());
    }
}
